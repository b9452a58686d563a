"""How much a stretch of text looks like one entry of a reference list. Patterns are bounded, so time is linear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from neckref.text.identifiers import find_identifiers

_LOOKED_AT = 1200
_PARTICLES = r"(?:(?:[Vv][ao]n|[Dd]e[rnl]?|[Dd]u|[Dd]os|[Dd][ia]|[Ll][ae]|[Tt]e[rn]|[Ee]l|[Aa]l)[ -]){0,3}"
_SURNAME = _PARTICLES + r"[^\W\d_a-z][\w’'‐-]{1,30}(?: [^\W\d_a-z][\w’'‐-]{1,30}){0,2}"
_SURE_START = re.compile(
    rf"(?:{_SURNAME},? (?:[^\W\d_a-z]{{1,3}}|(?:[^\W\d_a-z]\.[ -]?){{1,4}})(?:[,.;:(]| (?:and|&|et|\()|\s\(|$)"
    rf"|{_SURNAME}, [^\W\d_a-z][\w’'‐-]{{1,20}}(?: [^\W\d_a-z]\.?){{0,3}}(?:[,.;]| (?:and|&|\())"
    rf"|(?:[^\W\d_a-z]\.[ -]?){{1,4}}{_SURNAME}(?:[,;]| (?:and|&|et) )"
    rf"|{_SURNAME}(?:,| (?:and|&) [\w’'‐-]{{2,30}},?)? et al\b"
    r"|[-–—_]{3,8}[.,])"
)
_AUTHOR_START = re.compile(
    rf"{_SURE_START.pattern}"
    rf"|[^\W\d_a-z][\w’'‐-]{{1,20}} {_SURNAME} (?:and|&) [^\W\d_a-z][\w’'‐-]{{1,20}} {_SURNAME}[,.]"
)
_YEAR = re.compile(r"(?<![\d./-])(?:18[5-9]\d|19\d\d|20[0-4]\d)[a-z]?(?![\d/])")
_PRINTED_YEAR = r"(?:18[5-9]|19\d|20[0-4])\d"
_YEAR_PLACED = re.compile(
    rf"\((?:[^()\d]{{0,20}} ?){_PRINTED_YEAR}[a-z]?(?:[^()]{{0,20}})\)"
    rf"|\b{_PRINTED_YEAR}[a-z]?(?: [A-Z][a-z]{{2,8}}\.?(?: \d{{1,2}})?)?\s?;"
    rf"|[.,] {_PRINTED_YEAR}[a-z]?(?:[.,:;]|$)|[.,] [A-Z][a-z]{{2,8}}\.? (?:\d{{1,2}},? )?{_PRINTED_YEAR}\b"
    rf"|[,，] ?{_PRINTED_YEAR}[,，]|\w\)? {_PRINTED_YEAR}(?:, (?:[A-Z]?\d{{1,6}}|[ivxlc]{{1,6}})\b|\.$)"
)
_PLACE = re.compile(
    r"\b\d{1,4}\s?\(\s?[\w .–-]{1,20}\)\s?[:,;]\s?[A-Za-z]?\d+"
    r"|;\s?\d{1,4}(?:\s?\([^()]{1,20}\))?\s?:\s?[A-Za-z]{0,2}\d+"
    r"|\b\d{1,4}\s?:\s?[A-Za-z]?\d{1,6}\s?[-–]\s?[A-Za-z]?\d{1,6}|\b\d{1,4}, \d{1,6}\s?[-–]\s?\d{1,6}\b"
    rf"|\b{_PRINTED_YEAR}, \d{{1,4}}(?: \(\w{{1,9}}\))?, (?:[A-Z]?\d|[ivxlc]{{1,6}}\b)"
    rf"|\b\d{{1,4}}, (?:(?:[A-Z]?\d{{1,7}}[A-Z]?|[ivxlc]{{1,6}})(?:[.–-]\w{{1,7}})? )?\({_PRINTED_YEAR}\)"
    r"|\b(?:vol|band|bd|jg)\.? ?\d{1,4}\b.{0,40}?\b(?:no|pp?|nr|iss|s)\.? ?\d+",
    re.I,
)
_PAGES = re.compile(r"\b(?:pp|pages|vol|no|S|Bd|Jg)\.\s?\d+", re.I)
_JOURNAL = re.compile(
    r"\b(?:J|Journal|Ann|Annals|Arch|Archives|Proc|Proceedings|Press|University|Lancet|JAMA|BMJ|Cochrane|PLoS|PLOS|"
    r"Am|Br|Eur|Int|Scand|Med|Sci|Clin|Phys|Ther|Rehabil|Res|Rev|Review|Acta|Bulletin|Publishers?|Publishing|eds?|"
    r"Verlag|Zeitschrift|Revista|Revue|Rivista|Thieme|Springer|Elsevier|Wiley|Conference|In:)\b"
)
_ACCESS = re.compile(
    r"\b(?:retrieved|accessed|available (?:at|from|online)|abgerufen|consult[ée]|consultado|epub|in press|doi|pmid|"
    r"isbn|cited|viewed|zugriff)\b|\[[JMCDRPNSZ](?:/OL)?\]",
    re.I,
)
_IDENTIFIED = re.compile(r"10\.\d{4}|pmid|pubmed|pmc\s?\d|%", re.I)
"""What every printed identifier holds; looked for first because it costs little."""
_DIGIT = re.compile(r"\d")
_URL = re.compile(r"https?://\S+|\bwww\.\S+", re.I)
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|"
    "juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|"
    "octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
)
_DATE = re.compile(rf"\b(?:{_MONTHS})\.? (?:\d{{1,2}},? )?\d{{4}}\b|\b\d{{1,2}}\.? (?:{_MONTHS})\.? \d{{4}}\b", re.I)
_QUOTED = re.compile(r"[\"“„«‘][^\"“”„«»\n]{15,300}[\"”“»’]")
_TALK = re.compile(r"\b(?:you|your|yours|we|our|us|i'm|i (?=[a-z]{2})|let's|click|please|don't|you're|it's|my)\b", re.I)
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|found|showed|suggests?|according|"
    r"reported|says|said|concluded|recommends?|that|which|this|these|they|it)\b"
)
_ENTRY_END = re.compile(r"(?:\d|[.)\]>”\"]|/\S*|https?://\S+)\s*$")


_IN_PROSE = re.compile(
    rf"(?<!\w)((?:{_SURNAME} [A-Z]{{1,3}}, ){{0,8}}{_SURNAME} [A-Z]{{1,3}}(?:,? et al\.?)?[.:] [^.?!\n]{{10,250}}[.?!] "
    rf"[^;:\d\n]{{2,80}}{_PRINTED_YEAR}[^;\n]{{0,12}}; ?\d{{1,4}}(?: ?\([^()\n]{{1,15}}\))? ?: ?"
    r"[A-Za-z]{0,2}\d{1,7}(?: ?[-–] ?[A-Za-z]?\d{1,6})?)"
)


def find_in_prose(text: str) -> Iterator[re.Match[str]]:
    """Whole entries in Vancouver style in the middle of running text; the first group is the entry."""
    return _IN_PROSE.finditer(text) if ";" in text else iter(())


def starts_with_author(text: str, *, sure: bool = False) -> bool:
    """Whether a text begins as an entry's author list does, in any style ("Hansen, P. B.", "Hansen PB,", "P. Hansen").

    `sure`: without full names joined by "and", which titles and journals look like."""
    return (_SURE_START if sure else _AUTHOR_START).match(text[:160].lstrip('*†‡"“ ')) is not None


def begins_like_entry(text: str) -> bool:
    """Whether a text outside of any list can be an entry: it begins with authors, a quoted title or a journal, and
    does not go on as a sentence does ("Hansen et al. (2008) found that …")."""
    head = _QUOTED.sub("", text[:300])
    if len(_CLAUSE.findall(head)) > 1 or _TALK.search(head):
        return False
    return starts_with_author(text) or text[:1] in '"“„«' or bool(_PLACE.search(text[:90]))


def ends_entry(text: str) -> bool:
    """Whether a line can be the last of an entry: it ends with a full stop, number, bracket or address."""
    return _ENTRY_END.search(text[-120:]) is not None


def count_places(text: str) -> int:
    """How many "volume(issue):pages" groups stand in a text; more than one means more than one entry."""
    return sum(1 for _ in _PLACE.finditer(text[: 4 * _LOOKED_AT]))


def count_dates(text: str) -> int:
    """How many years stand where an entry's own date stands."""
    return sum(1 for _ in _YEAR_PLACED.finditer(text[: 4 * _LOOKED_AT]))


def has_year(text: str) -> bool:
    """Whether a year from 1850 to 2049 is printed."""
    return _YEAR.search(text[:_LOOKED_AT]) is not None


def score_likeness(text: str) -> float:
    """About -5 to 12: from 2 on probably an entry, from 3.5 on surely one; running text stays under 1."""
    text = " ".join(text[:_LOOKED_AT].split())
    talk = len(_TALK.findall(text))
    clauses = len(_CLAUSE.findall(text))
    bare = _URL.sub("", text)
    score = 0.0
    score += 3.0 if _IDENTIFIED.search(text) and find_identifiers(text) else 0.0
    if _DIGIT.search(text):  # most running text has none, and these cost the most
        score += 2.5 if _PLACE.search(bare) else 1.0 if _PAGES.search(bare) else 0.0
        score += 1.5 if _YEAR_PLACED.search(text) else 1.0 if _YEAR.search(text) else 0.0
        score += 1.0 if _DATE.search(text) else 0.0
    score += 1.5 if starts_with_author(text) else 0.0
    score += 0.5 if "et al" in text else 0.0
    score += 0.5 if _JOURNAL.search(text) else 0.0
    score += 0.5 if _QUOTED.search(text) else 0.0
    score += 1.0 if _ACCESS.search(bare) else 0.0
    score += 1.0 if len(bare) < len(text) else 0.0
    score -= 1.5 * min(talk, 2) + 0.7 * min(max(0, clauses - 1), 6)
    score -= 2.0 if len(text) > 700 else 0.0
    score -= 1.5 if len(text) < 20 else 0.0
    score -= 1.0 if text[:1].islower() and not text.startswith(("http", "van ", "von ", "de ", "doi")) else 0.0
    score -= 0.5 if text.endswith(("?", "!")) else 0.0
    return score
