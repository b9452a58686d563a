"""Words that name a source for what is said ("according to …", "a 2008 study in … found"), or whose source is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from neckref.claims.markers import Marker, ReferenceIndex
from neckref.claims.words import AUXILIARIES, EFFECTS, FINITE, PREPOSITIONS, find_words
from neckref.model import Concept, Span
from neckref.text.sentences import opens_sentence
from neckref.text.vocabulary import Vocabulary

_ADVERB = (
    r"(?:(?:has|have|had|also|often|generally|now|recently|usually|strongly|typically|further|clearly|consistently|"
    r"long|even|do|did|actually|really|even|all)\s){0,3}"
)
_ASSERT = (
    r"(?:found|finds?|shows?|showed|shown|suggest(?:s|ed)?|indicate[sd]?|report(?:s|ed)?|conclude[sd]?|demonstrate[sd]?|"
    r"reveal(?:s|ed)?|confirm(?:s|ed)?|prove[sd]?|observed?|noted?|notes|says?|said|state[sd]?|explain(?:s|ed)?|writes?|wrote|"
    r"claim(?:s|ed)?|believed?|believes|think|thinks|argue[sd]?|warn(?:s|ed)?|points?\sout|pointed\sout|estimate[sd]?|agree[ds]?)"
)
_ADVISE = r"(?:recommend(?:s|ed)?|advise[sd]?|urge[sd]?|encourage[sd]?|endorse[sd]?)"
_THIRD = (
    r"(?:finds|found|shows|showed|suggests|suggested|indicates|reports|reported|concludes|concluded|demonstrated|demonstrates|"
    r"notes|noted|says|said|states|stated|explains|explained|writes|wrote|claims|claimed|warns|warned|estimates|"
    r"recommends|recommended|advises|advised|points\sout|urges|observed|argues|believes)"
)
_LOST_THIRD = (
    r"(?:recommends|suggests|says|states|advises|notes|reports|explains|warns|finds|concludes|writes|claims|estimates|"
    r"points\sout|found|showed|concluded|reported|noted|recommended|suggested|stated)"
)
_NOUNY = frozenset({"states", "notes", "reports", "claims", "estimates", "found", "reported", "recommended", "noted",
                    "stated", "suggested"})  # fmt: skip

_PRE = (
    r"(?:some|many|several|most|two|three|four|five|recent|early|earlier|other|few|new|newer|small|large|larger|clinical|"
    r"scientific|medical|previous|current|numerous|available|growing|limited|preliminary|a\snumber\sof|various|additional|"
    r"systematic|randomi[sz]ed|controlled|cochrane|observational|pilot|case|cohort|laboratory|published|older|"
    r"(?:1[89]|20)\d\d|leading|top|[A-Z][a-z]+(?:ish|ese|ian|an|ch))"
)
_STUDY = (
    r"(?:study|studies|trials?|reviews?|meta-analys[ie]s|research|surveys?|evidence|experiments?|guidelines?|"
    r"analys[ie]s|paper|data|statistics|report)"
)
_PEOPLE = (
    r"(?:experts|researchers|scientists|specialists|doctors|physicians|clinicians|physiotherapists|(?:physical\s)?therapists|"
    r"neurologists|surgeons|authorities|(?:health\s)?professionals|authors|investigators|trainers|chiropractors|"
    r"practitioners|psychologists|dietitians|nutritionists)"
)
_DETERMINER = r"(?:(?:an?|one|the|this|these|those|that|another)\s)?"
_POST = (
    r"(?:,?\s(?:in|by|from|of|on|published|at|conducted|with|among|into|involving|done|comparing|that\slooked\sat)\b"
    r"[^.;:!?]{0,140}?)?"
)
_STUDY_FOUND = re.compile(
    rf"(?<![\w-])(?P<np>(?P<det>{_DETERMINER})(?:{_PRE}\s){{0,5}}(?P<noun>{_STUDY})(?P<post>{_POST}))\s{_ADVERB}"
    rf"(?P<verb>(?-i:{_ASSERT}|{_ADVISE}))\b(?!\s(?:by|to)\b)",
    re.I,
)
_IN_STUDY = re.compile(
    rf"(?<![\w-])in\s(?P<np>(?P<det>{_DETERMINER})(?:{_PRE}\s){{0,5}}(?P<noun>study|trial|review|meta-analysis|survey|paper)(?P<post>{_POST})),\s",
    re.I,
)
_PEOPLE_SAY = re.compile(
    rf"(?<![\w-])(?P<np>(?P<det>{_DETERMINER})(?:{_PRE}\s){{0,4}}(?P<noun>{_PEOPLE})(?P<post>(?:\s(?:at|from|in|of)\s[^.,;:!?]{{2,80}}?)?))\s{_ADVERB}"
    rf"(?P<verb>(?-i:{_ASSERT}|{_ADVISE}))\b(?!\sby\b)",
    re.I,
)
_CAPITALISED = r"(?:(?:Dr|Prof|Mrs?|Ms|St)\.|[A-ZÀ-Þ](?:[\w’'.&-]*\w)?)"
_NAME = rf"{_CAPITALISED}(?:\s(?:(?:of|and|for|the|on|de|&)\s){{0,2}}{_CAPITALISED}){{0,8}}"
_COLLEAGUES = r"(?P<others>\s(?:and|&)\s(?:colleagues|co-?workers|others|team)|\set\sal\.?)?"
_TITLES = r"(?:,\s(?:MD|M\.D\.|PhD|Ph\.D\.|DPT|PT|RN|DO|DC)\b){0,3}"
_NAME_SAYS = re.compile(
    rf"(?<![\w-])(?P<np>(?:[Tt]he\s)?(?P<name>{_NAME}){_TITLES}{_COLLEAGUES})\s{_ADVERB}(?P<verb>{_THIRD})\b(?!\sby\b)"
)
_SAYS_NAME = re.compile(
    rf",[”\"’']?\s(?P<verb>says|notes|explains|adds|reports|writes|advises|states|recommends|suggests)\s(?P<np>(?:the\s)?(?P<name>{_NAME}))"
)
_ACCORDING = re.compile(
    r"\b(?:according\sto|as\s(?:reported|noted|recommended|suggested|stated|advised|explained|described|shown)\s(?:by|in))\b",
    re.I,
)
_PASSIVE = re.compile(
    r"\b(?:recommended|reported|published|suggested|advised|endorsed|described|shown)\s(?:by|in)\b", re.I
)
_LOST_SUBJECT = re.compile(
    r"^(?:(?:However|Also|Additionally|In\saddition|Furthermore|For\sexample|The|And|and|the),?\s)?"
    rf"(?P<verb>{_LOST_THIRD})\b(?P<rest>\s+\w+)?",
    re.I,
)
_LOST_SPEAKER = re.compile(r",\s(?P<verb>says|notes|explains|adds|reports|recommends|advises)(?=\s*[.!;]?\s*$)")
_LOST_NAME = re.compile(
    r"\b(?:study|research|trial|review|article|paper)\s(?:published\s)?(?:in|by|from|at)(?:\sthe)?$|"
    r"\bpublished\s(?:in|by)(?:\sthe)?$",
    re.I,
)
_SOURCE_WORD = re.compile(
    rf"\b(?:{_STUDY}|{_PEOPLE}|clinic|university|institute|association|academy|society|journal|website|reports|"
    r"guidance|literature|foundation|organi[sz]ation|hospital|center|centre|college|magazine|book|article|scientist|researcher)\b",
    re.I,
)
_ORGANISATION = re.compile(
    r"\b(?:clinic|university|institutes?|association|academy|society|journal|foundation|organi[sz]ation|hospital|center|centre|"
    r"college|council|service|department|school|group|committee|board|ministry|agency|alliance|federation|dr|prof(?:essor)?)\b",
    re.I,
)
_HINT = re.compile(
    rf"\b(?:according|by|{_ASSERT}|{_ADVISE}|says|adds|in\s[\w\s-]*(?:study|trial|review|survey|paper|analysis))\b",
    re.I,
)
"""Nothing is a mention without one of these: most sentences are done with one search."""
_PLACE = re.compile(r"(?:Figures?|Fig|Tables?|Box|Chapter|Section|Appendix|Part|Step|Video|Image|Photo)\b")
_NOT_NAMES = frozenset(
    {
        "a", "also", "although", "an", "and", "another", "anyone", "as", "at", "because", "but", "doctors", "each",
        "everyone", "evidence", "experts", "for", "he", "her", "here", "his", "however", "i", "if", "in", "it",
        "its", "many", "most", "my", "nobody", "nothing", "on", "one", "our", "patients", "people", "recent",
        "research", "several", "she", "since", "so", "some", "someone", "studies", "such", "that", "the", "their",
        "there", "these", "they", "this", "those", "thus", "we", "what", "when", "which", "while", "who", "your",
    }
)  # fmt: skip
_TOKEN = re.compile(r"[^\W_][\w’'.&-]*|&|[^\w\s]")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a source, in one sentence."""

    span: Span
    """Offsets into the sentence."""
    source: str
    """What is named; "" where the source is lost or nobody is named."""
    side: str
    """"before" or "after": where the claim stands; "whole": in the sentence around the mention."""
    definite: bool = False
    """It points back: "the study", "these researchers"."""
    cut: int | None = None
    """Where the claim begins behind the mention, with a "that" skipped."""
    advises: bool = False
    """What follows is recommended, not found."""


def find_mentions(text: str, vocabulary: Vocabulary, index: ReferenceIndex) -> tuple[Mention, ...]:
    """Mentions of sources in one sentence, in order, without overlaps."""
    if not _HINT.search(text):
        return ()
    found = [m for m in (_according(text, hit, vocabulary) for hit in _ACCORDING.finditer(text)) if m is not None]
    found += [m for m in (_passive(text, hit) for hit in _PASSIVE.finditer(text)) if m is not None]
    if lost := _lost_subject(text):
        found.append(lost)
    for pattern in (_STUDY_FOUND, _PEOPLE_SAY):
        found += [_speaker(text, m) for m in pattern.finditer(text) if not _possessed(text, m.start())]
    found += [
        Mention(Span(m.start(), m.end("np")), _named(m), "after", _points_back(m), m.end())
        for m in _IN_STUDY.finditer(text)
    ]
    for m in _NAME_SAYS.finditer(text):
        if m["others"] or _is_source(m["name"], m.start("name") == 0 or m.start() == 0, vocabulary, index):
            found.append(_speaker(text, m))
    found += [Mention(Span(m.start("verb"), m.end()), m["name"], "before") for m in _SAYS_NAME.finditer(text)]
    found += [Mention(Span(m.start("verb"), m.end()), "", "before") for m in _LOST_SPEAKER.finditer(text)]
    return _without_overlaps(found)


def resolve(
    mention: Mention,
    markers: Sequence[Marker],
    concepts: Sequence[Concept],
    index: ReferenceIndex,
    vocabulary: Vocabulary,
) -> tuple[str, ...]:
    """Ids of the references a mention names: by a marker of its sentence, by author and year, by journal, or by a
    year that only one reference on the same thing has. Empty where none matches."""
    inside = [
        m for m in markers if m.span.start < mention.span.end and mention.span.start < m.span.end and m.references
    ]
    behind = [m for m in markers if m.span.start >= mention.span.end and m.references]
    for marker in (*inside, *behind[:1]):
        return marker.references
    year_text = _YEAR.search(mention.source)
    year = int(year_text.group()) if year_text else None
    for name in re.findall(_NAME, mention.source):
        for word in (name, *name.split()):
            if by_author := index.by_author([word], str(year) if year else None):
                return by_author
        if by_journal := index.by_container(name, year):
            return by_journal
    if year is not None and len(candidates := index.of_year(year)) == 1:
        title = {c.term for c in vocabulary.find_concepts(candidates[0].raw)}
        if any(c.term in title for c in concepts):
            return (candidates[0].id,)
    return ()


def _according(text: str, found: re.Match[str], vocabulary: Vocabulary) -> Mention | None:
    rest = text[found.end() :]
    tokens = _TOKEN.findall(rest[:240])
    cue = Span(*found.span())
    named = found.group().lower() == "according to"
    opens = bool(tokens) and tokens[0][0].isupper() and opens_sentence(tokens, named=named)
    if not tokens or not tokens[0][0].isalnum() or opens or (named and _runs_on(rest, vocabulary)):
        leading = found.start() == 0 and bool(tokens)
        return Mention(cue, "", "after" if leading else "before", cut=found.end())
    source = re.match(
        r"\s*((?:(?:Dr|Prof|Mrs?|Ms|St|al)\.|\([^()\n]{1,60}\)|[^\n,;:)(]){1,160}?)(?=[,;:)\n]|[.!?](?:\s|$)|$)", rest
    )
    name = source[1] if source else ""
    if not _SOURCE_WORD.search(name) and not re.search(rf"^(?:the\s)?{_CAPITALISED}", name):
        return None  # "according to your age", "according to how it feels"
    if re.match(r"(?:your|their|his|her|my|our|its)\b", name, re.I) or _PLACE.match(name):
        return None
    end = found.end() + (source.end() if source else 0)
    leading = text[: found.start()].strip(" ,") == ""
    return Mention(Span(found.start(), end), name, "after" if leading else "before", cut=end)


def _runs_on(rest: str, vocabulary: Vocabulary) -> bool:
    """Whether "… according to" runs into a sentence about a concept ("Yoga and Pilates build strength …")."""
    clause = re.match(r"\s([A-ZÀ-Þ][^,.;:!?\n]{3,90})", rest)
    if clause is None or _ORGANISATION.search(clause[1]):
        return False
    opening = vocabulary.find_concepts(clause[1])
    words = find_words(clause[1])
    return (
        bool(opening) and opening[0].span.start == 0 and any(w.text in FINITE or w.text in EFFECTS for w in words[1:8])
    )


def _passive(text: str, found: re.Match[str]) -> Mention | None:
    rest = text[found.end() :]
    tokens = _TOKEN.findall(rest[:240])
    if not tokens or not tokens[0][0].isalnum():
        return Mention(Span(*found.span()), "", "whole") if found.group().lower().endswith("by") else None
    if tokens[0] in PREPOSITIONS - {"the"} and found.group().lower().endswith("by"):
        return Mention(Span(*found.span()), "", "whole")  # "recommended by for people over 50"
    if tokens[0][0].isupper() and opens_sentence(tokens, named=False):
        return Mention(Span(*found.span()), "", "before", cut=found.end())
    name = re.match(rf"\s(?:the\s)?({_NAME})", rest)
    if name is None or name[1].split(maxsplit=1)[0].lower() in _NOT_NAMES or _PLACE.match(name[1]):
        return None
    if found.group().lower().endswith("in") and not re.search(
        r"journal|review|annals|lancet|medicine|therapy|\bJ\b", name[1], re.I
    ):
        return None  # "described in Europe", "published in June"
    return Mention(Span(found.start(), found.end() + name.end()), name[1], "whole")


def _lost_subject(text: str) -> Mention | None:
    found = _LOST_SUBJECT.match(text)
    if found is None:
        return None
    verb, rest = found["verb"].lower(), (found["rest"] or "").strip().lower()
    clear = rest == "that" or rest.endswith("ing") or text[:1].islower()
    if (verb in _NOUNY and not clear) or rest in ("by", "to", "in", "of", "for", "on", "below"):
        return None
    advises = re.match(_ADVISE, verb) is not None or (verb in ("suggests", "suggested") and rest.endswith("ing"))
    cut = None if advises else _behind_that(text, found.end("verb"))
    return Mention(Span(found.start("verb"), found.end("verb")), "", "after", cut=cut, advises=advises)


def _speaker(text: str, found: re.Match[str]) -> Mention:
    advises = re.match(rf"{_ADVISE}$", found["verb"], re.I) is not None
    closing = not any(c.isalnum() for c in text[found.end() :])  # "…, researchers found."
    lost = _LOST_NAME.search(found["np"]) is not None
    cut = _behind_that(text, found.end())
    pointing = _points_back(found) if "det" in found.re.groupindex else False
    name = "" if lost else found["np"] if "name" not in found.re.groupindex else found["name"]
    return Mention(
        Span(found.start(), found.end()),
        name,
        side="before" if closing else "whole" if advises else "after",
        definite=pointing,
        cut=None if advises else cut,
        advises=advises and not closing,
    )


def _named(found: re.Match[str]) -> str:
    return "" if _LOST_NAME.search(found["np"]) else found["np"]


def _points_back(found: re.Match[str]) -> bool:
    determiner = (found["det"] or "").strip().lower()
    return (
        determiner in ("the", "this", "these", "those", "that") and not found["post"] and not _YEAR.search(found["np"])
    )


def _behind_that(text: str, end: int) -> int | None:
    """Place behind "… that": only then the rest is a statement of its own."""
    found = re.compile(r"\s?:?\sthat\s", re.I).match(text, end)
    return found.end() if found else None


def _possessed(text: str, start: int) -> bool:
    return re.search(r"\b(?:your|their|his|her|my|our|whose|no|more|further|any)\s$", text[:start], re.I) is not None


def _is_source(name: str, opening: bool, vocabulary: Vocabulary, index: ReferenceIndex) -> bool:
    first = name.split(maxsplit=1)[0].lower()
    if first in _NOT_NAMES or first in AUXILIARIES:
        return False
    if _ORGANISATION.search(name) or any(index.by_author([w], None) for w in name.split()):
        return True
    if vocabulary.find_concepts(name) or _SOURCE_WORD.fullmatch(name):
        return False
    # A lone capitalised word that opens a sentence is a name only if it is not spelt like any word.
    return not opening or " " in name or re.search(r"[a-z][A-Z]|^[A-Z]{2,}$|line$|pedia$", name) is not None


def _without_overlaps(found: Sequence[Mention]) -> tuple[Mention, ...]:
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.span.start, -m.span.end)):
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return tuple(kept)
