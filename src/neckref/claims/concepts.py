"""Concepts of a sentence: the vocabulary's, doses in numbers, and what the words around make of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from neckref.model import Article, Concept, Span
from neckref.text.vocabulary import Vocabulary

_COUNT = (
    r"(?:\d{1,4}(?:[.,]\d{1,3})?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|"
    r"once|twice|several|a few)"
)
_RANGE = rf"{_COUNT}(?:\s?(?:-|–|to|or)\s?{_COUNT})?"
_TIME = r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?)"
_MAXIMUM = r"(?:1[\s-]?RM|one[\s-]repetition\smaximum|MVI?C|max(?:imum|imal)?(?:\s(?:heart\srate|strength|effort))?)"
_UNIT = r"(?:mg|mcg|µg|μg|micrograms?|milligrams?|grams?|g|IU|units?|mL|ml)"
_FIGURE = r"\d{1,5}(?:[.,]\d{1,3})*(?:\s?(?:-|–|to)\s?\d{1,5}(?:\.\d+)?)?"
_DOSES = {
    "dose-frequency": rf"{_RANGE}\s(?:(?:times|sessions|days|nights|workouts|hours|minutes)\s)?"
    rf"(?:per|a|an|each|every)\s(?:day|week|month|night|session)|every\s(?:{_RANGE}\s)?(?:hours|days|weeks|months)",
    "dose-duration": rf"(?<!aged\s){_RANGE}[\s-]{_TIME}\b(?![\s-]old|[\s-]of\sage)",
    "dose-repetitions": rf"{_RANGE}\ssets?\sof\s{_RANGE}(?:\s(?:repetitions|reps))?"
    rf"|{_RANGE}\s(?:repetitions?|reps|sets)\b",
    "dose-load": rf"{_FIGURE}\s?(?:%|percent|per\scent)\s(?:of\s)?(?:(?:the|your|their|a)\s)?{_MAXIMUM}"
    rf"|{_FIGURE}\s?(?:kg|kilograms?|pounds?|lbs?)\b",
    "dose-amount": rf"{_FIGURE}\s?{_UNIT}\b(?:\s?/\s?(?:kg|day|d)\b|\s(?:per|a)\sday\b)?",
}
_DOSE = re.compile(
    r"(?<![\w.])(?:" + "|".join(f"(?P<{n.replace('-', '_')}>{p})" for n, p in _DOSES.items()) + ")", re.I
)
_NUMBER = re.compile(rf"\d|\b(?:{_COUNT}|every)\b", re.I)
_COMPARED = re.compile(
    r"\b(?:(?:as\s)?compared\s(?:to|with)|in\scomparison\s(?:to|with)|versus|vs\.?|rather\sthan|than|relative\sto|"
    r"instead\sof)\s(?:(?:in|for|with|by|among)\s)?",
    re.I,
)
_FOR_WHOM = re.compile(r"\s(?:for|in|among)\s", re.I)
"""Ends what something is compared with: "than placebo | for low back pain"."""
_OPENING = 20
"""A comparison that begins this early ("Compared with stretching, yoga …") ends at the first comma."""
_CAUSED = re.compile(
    r"\b(?:as\s(?:a|the)\sresult\sof|caused\sby|due\sto|because\sof|(?:is|are|be)\s(?:a|the)\sresult\sof|"
    r"result(?:s|ing|ed)?\sfrom|triggered\sby|brought\son\sby|stems?\sfrom|causes?\s(?:include|are|is)|"
    r"risk\sfactors?\s(?:include|are)|(?:may|can|could|might|often|sometimes)\sfollow\s(?:an?|the)|attributed\sto)\s",
    re.I,
)
_CAUSING = re.compile(
    r"\s(?:(?:can|may|might|could|often|also|will)\s){0,2}(?:causes?|triggers?|leads?\sto|brings?\son)\b", re.I
)
_STOP = re.compile(r"[.;:()]|,\s(?:and|but|so)\s|\b(?:which|that|who)\b")
_BEFALLS = re.compile(r"\b(?:risks?|side[\s-]effects?|complications?|(?:can|may|could|might)\scause|lead\sto)\b", re.I)
"""Sentences on what may befall somebody do not tell what an article is about."""
GENERIC = frozenset(
    {"disease", "neurological-disease", "movement-disorder", "musculoskeletal-disorder", "patient", "parent",
     "injury-condition", "pain-condition", "neck-disorder"}
)  # fmt: skip
"""Terms too wide to say whom a claim is about."""


def find_claim_concepts(text: str, vocabulary: Vocabulary, offset: int = 0) -> tuple[Concept, ...]:
    """Concepts of a sentence in order; spans are offsets into it plus `offset`.

    A phrase that is both a condition and a cause ("stroke") is a cause where the sentence makes it one, else a
    condition. What something is compared with ("… than adults") has the kind "comparator".
    """
    found = _with_doses(text, vocabulary.find_concepts(text, offset), vocabulary, offset)
    compared = _regions(_COMPARED, text, offset, _FOR_WHOM)
    if compared and compared[0].start - offset < _OPENING and (comma := text.find(",")) > 0:
        compared[0] = Span(compared[0].start, max(min(compared[0].end, comma + offset), compared[0].start))
    caused = _regions(_CAUSED, text, offset)
    if causing := _CAUSING.search(text):
        caused.append(Span(offset, offset + causing.start()))
    return tuple(_role(c, compared, caused) for c in found if _kept(c, found, caused))


def find_subject(article: Article, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Ids of the condition and population terms the article is about: those of its title and of the first sentence
    that says what a condition is; else the condition it names most often, if more than once."""
    title = _about(vocabulary.find_concepts(article.title))
    if any(vocabulary.terms[t].kind == "condition" for t in title):
        return title
    counts: dict[str, int] = {}
    for sentence in article.sentences:
        text = sentence.span.slice(article.text)
        concepts = vocabulary.find_concepts(text)
        conditions = [c for c in concepts if c.kind == "condition" and c.term not in GENERIC]
        copula = re.search(r"\b(?:is|are|refers to|means)\s(?:a|an|the|any|when|also|called|one)\b", text)
        if copula and conditions and conditions[0].span.end <= copula.start() and not text.rstrip().endswith("?"):
            return tuple(dict.fromkeys((conditions[0].term, *title)))
        for concept in () if _BEFALLS.search(text) else conditions:
            counts[concept.term] = counts.get(concept.term, 0) + 1
    most = max(counts, key=lambda t: counts[t], default=None)
    return (most, *title) if most is not None and counts[most] > 1 else title


def find_population(concepts: Sequence[Concept], context: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Ids of conditions and populations of a claim: its own; for the kind it lacks, those of `context`."""
    own = tuple(t for t in _about(concepts) if not any(t in vocabulary.ancestors(o) for o in _about(concepts)))
    kinds = {vocabulary.terms[t].kind for t in own}
    rest = tuple(t for t in context if vocabulary.terms[t].kind not in kinds)
    return tuple(dict.fromkeys((*own, *rest)))


def _about(concepts: Iterable[Concept]) -> tuple[str, ...]:
    ids = (c.term for c in concepts if c.kind in ("condition", "population") and c.term not in GENERIC)
    return tuple(dict.fromkeys(ids))


def _with_doses(text: str, found: tuple[Concept, ...], vocabulary: Vocabulary, offset: int) -> tuple[Concept, ...]:
    doses = []
    for m in _DOSE.finditer(text) if _NUMBER.search(text) else ():
        term = (m.lastgroup or "").replace("_", "-")
        if term in vocabulary.terms:
            doses.append(Concept("dose", term, m.group(), Span(m.start() + offset, m.end() + offset)))
    named = [
        c for c in found if not (c.kind == "dose" and any(d.span.contains(c.span) and d.span != c.span for d in doses))
    ]
    taken = [c.span for c in named if c.kind == "dose"]
    extra = [d for d in doses if not any(s.start < d.span.end and d.span.start < s.end for s in taken)]
    return tuple(sorted([*named, *extra], key=lambda c: c.span))


def _regions(pattern: re.Pattern[str], text: str, offset: int, until: re.Pattern[str] | None = None) -> list[Span]:
    """Stretches behind each hit, to the end of the clause or to `until`."""
    spans = []
    for found in pattern.finditer(text):
        stops = [m.start() for p in (_STOP, until) if p is not None and (m := p.search(text, found.end()))]
        spans.append(Span(found.end() + offset, min(stops, default=len(text)) + offset))
    return spans


def _kept(concept: Concept, all_found: Sequence[Concept], caused: Sequence[Span]) -> bool:
    twins = {c.kind for c in all_found if c.span == concept.span and c is not concept}
    if not twins:
        return True
    as_cause = any(s.contains(concept.span) for s in caused)
    if concept.kind == "cause":
        return as_cause
    return not (concept.kind == "condition" and as_cause and "cause" in twins)


def _role(concept: Concept, compared: Sequence[Span], caused: Sequence[Span]) -> Concept:
    roles = ("population", "treatment", "exercise", "condition")
    if concept.kind in roles and any(s.contains(concept.span) for s in compared):
        return replace(concept, kind="comparator")
    return concept
