"""Tagged spans of one entry → Hints. Each span is short, so what is in it is read by rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from neckref.model import Hints, Identifier, Span
from neckref.text.citations.dates import MONTHS, Date, parse_date
from neckref.text.names import list_is_cut, parse_names
from neckref.text.normalise import fold

_ENDS = " \t\r\n.,;:!?*-–—_/|\\•·●▪‣。，、；："
_QUOTES = "\"'“”„‟‘’‚«»‹›`*_《》「」『』"
_PAGES = re.compile(r"([A-Za-z]{0,2})(\d{1,20})(?:\s?[-‐‑‒–—−―]+\s?([A-Za-z]{0,2})(\d{1,7}))?(?![\d.]*%)")
_EXTENT = re.compile(r"\W*\d+\s?(?:pp?\b|pages\b|pgs\b|S\.|Seiten\b|s\.)", re.I)
"""The number of a book's pages: "312 pp"."""
_PAGE_WORD = re.compile(r"\W*(?:(?:pages?|pgs?|pp|p|seiten?)\b\.?|(?:pp|p)(?=\d)|S\.|s\.)?\s*", re.I)
_ARTICLE = re.compile(
    r"(?:\b(?:art(?:icle)?|article\s+id|id)\b\.?\s*(?:no\.?|number)?\s*)?\b([eE]?\d{3,9}|[A-Za-z]{1,4}\d[\w.-]{0,12})\b"
)
_ISSUE_WORD = re.compile(
    r"(?:\b(?:no|nos|nr|num|number|issue|iss|heft|hft|h|fasc|núm|numéro|numero)\b\.?|n\s?[°º]|№)\s*[:.]?\s*([\w/–-]{1,12})",
    re.I,
)
_VOLUME_WORD = re.compile(r"\b(?:vol|volume|vols|volumes|band|bd|tome|tom|v|jg|jahrgang|t)\b\.?\s*([\w–-]{1,12})", re.I)
_SUPPLEMENT = re.compile(r"\bsuppl(?:ement)?s?\b\.?\s*([A-Z]?\d{0,3}[A-Z]?)(?!\w)", re.I)
_ROMAN_PAGES = re.compile(r"\W*(?:pp?\.?\s?)?([ivxlc]{1,7})(?:\s?[-‐‑‒–—−]+\s?([ivxlc]{1,7}))?\W*", re.I)
_PAREN = re.compile(r"\(\s*([^()]{1,40}?)\s*\)")
_VALUE = re.compile(r"[A-Za-z]{0,4}-?\d{1,5}[A-Za-z]?(?:[-–/]\d{1,4})?|\b[IVXLCDM]{1,8}\b")
_GLUED_PAGES = re.compile(r":\s?([A-Za-z]{0,2}\d+\s?[-–—]+\s?[A-Za-z]{0,2}\d+)\W*$")
_PAIR = re.compile(r"\s*(\d{1,4}),\s?([A-Za-z]?\d{1,7})[,.;]?\s*")
"""Physicists' "41, 88 (1998)": without pages elsewhere the second number is one."""
_NO_ISSUE = re.compile(r"(?:1[4-9]|20)\d\d|spring|summer|autumn|fall|winter", re.I)
_GLUED_YEAR = re.compile(r"^\W*(?:19|20)\d\d\s?;(?=\s?[\d(])")
_LONE_YEAR = re.compile(r"(?<![\d/-])(?:19[2-9]\d|20[0-4]\d)(?![\d/-])")
_DOUBTFUL = 0.5
"""Confidence of a year that was found outside of any date."""
_LABEL = re.compile(
    r"^\W*(?:sources?|references?|citations?|quellen?|fuentes?|from|see(?: also)?|cf)\b\s?[.:]\s*", re.I
)
"""What pages print before an entry: "Source: …"."""
_KIND_MARK = re.compile(r"\s*\[(?:[JMCDRPNSZGA]|DB|CP|EB)(?:/[A-Z]{2})?\]$")
"""GB/T 7714 prints the kind of document behind its title: "[J]", "[M]", "[EB/OL]"."""
_IN = re.compile(r"^\s*(?:in|dans|en|em)\s*[:,]?\s+(?=\S)", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A field where it stands in the entry."""

    field: str
    span: Span
    confidence: float
    """0 to 1: how often a field is right whose least certain piece is as certain as this one's."""


def read_hints(raw: str, parts: Sequence[Part], identifiers: Sequence[Identifier]) -> tuple[Hints, dict[str, float]]:
    """The hints of an entry and the confidence of each field that is set."""
    first = _first_of(parts)
    confidence: dict[str, float] = {}

    def text(name: str, *fields: str) -> str:
        part = next((first[f] for f in fields if f in first), None)
        if part is None:
            return ""
        confidence[name] = round(part.confidence, 4)
        return part.span.slice(raw)

    authors_text = _LABEL.sub("", " ".join(p.span.slice(raw) for p in parts if p.field == "author"))
    text("authors", "author")
    authors = parse_names(authors_text)
    date = _date(raw, parts, confidence)
    title = _KIND_MARK.sub("", clean_title(text("title", "title")))
    container = clean_container(text("container", "journal", "container", "collection"))
    numbers = text("volume", "volume")
    if date.year is None and (glued := _GLUED_YEAR.match(numbers)):
        date = parse_date(glued[0])
        confidence["year"] = confidence["volume"]
    elif date.year is None and "date" not in first and (year := _lone_year(raw, parts)):
        date = parse_date(year)
        confidence["year"] = _DOUBTFUL
    volume, issue = parse_volume(numbers)
    pages = parse_pages(text("pages", "pages"))
    if pages is None and (pair := _PAIR.fullmatch(numbers)):
        volume, issue, pages = pair[1], None, pair[2]
    elif pages is None and (glued := _GLUED_PAGES.search(numbers[:120])):
        pages = parse_pages(glued[1])
    if pages:
        confidence.setdefault("pages", confidence.get("volume", 0.0))
    publisher = clean(text("publisher", "publisher"))
    url = next((i.value for i in identifiers if i.scheme == "url"), None)
    hints = Hints(
        authors=authors,
        authors_cut=list_is_cut(authors_text),
        year=date.year,
        month=date.month,
        day=date.day,
        title=title or None,
        container=container or None,
        volume=volume,
        issue=issue,
        pages=pages,
        publisher=publisher or None,
        type=_type(raw, first, url),
        url=url,
    )
    if issue:
        confidence["issue"] = confidence["volume"]
    return hints, {k: v for k, v in confidence.items() if getattr(hints, k, None) not in (None, ())}


def clean(text: str) -> str:
    """Without blanks, punctuation and lone brackets at the ends; a bracket that was opened inside stays closed."""
    text = " ".join(text.split())
    before = None
    while text != before:
        before = text
        text = text.strip(_ENDS)
        for opener, closer in ("()", "[]", "{}", "<>"):
            opened, closed = text.count(opener), text.count(closer)
            around = opened == closed == 1 and text[0] == opener and text[-1] == closer
            if text.startswith(closer) or around or (opened > closed and text.startswith(opener)):
                text = text[1:]
            if text.endswith(opener) or around or (closed > opened and text.endswith(closer)):
                text = text[:-1]
    return text


def clean_title(text: str) -> str:
    """A title without the quotation marks and punctuation around it; a closing "?" or "!" belongs to it."""
    text = " ".join(text.split())
    body = text.rstrip(_ENDS + _QUOTES)
    mark = next((c for c in text[len(body) :] if c in "?!"), "")
    return clean(body.lstrip(_ENDS + _QUOTES).rstrip(_ENDS + _QUOTES)) + mark if body else ""


def clean_container(text: str) -> str:
    """A journal's or book's name without a leading "In" and quotation marks."""
    return clean(_IN.sub("", text).strip(_ENDS + _QUOTES))


def parse_volume(text: str) -> tuple[str | None, str | None]:
    """Volume and issue of a field that may hold both: "88(6):", "Vol. 39, No. 9", "30:1", "n° 58" (issue alone)."""
    text = _GLUED_PAGES.sub("", _GLUED_YEAR.sub("", text[:120]))
    volume = issue = None
    bare = _PAREN.sub(" ", text)
    if (found := _SUPPLEMENT.search(bare)) and not _ISSUE_WORD.search(bare):
        issue = f"Suppl {found[1]}".strip()
        text = bare[: found.start()] + " " + bare[found.end() :]
    if found := _ISSUE_WORD.search(text):
        issue = found[1]
        text = text[: found.start()] + " " + text[found.end() :]
    if found := _VOLUME_WORD.search(text):
        volume = found[1]
        text = text[: found.start()] + " " + text[found.end() :]
    paren = _PAREN.search(text)
    if paren and text[: paren.start()].strip(" ,;:."):
        issue = issue or _value(paren[1]) or None
        text = text[: paren.start()] + " " + text[paren.end() :]
    elif paren and volume:
        issue = issue or _value(paren[1])
        text = text[: paren.start()] + " " + text[paren.end() :]
    values = _VALUE.findall(text)
    if volume is None and values:
        volume = values.pop(0)
    if issue is None and values and volume is not None:
        issue = values[0]
    return _tidy(volume), _tidy(issue)


def parse_pages(text: str) -> str | None:
    """First and last page joined by "-", the last one in full ("703-11" → "703-711"), or an article number."""
    text = text[:120]
    found = None if _EXTENT.match(text) else _PAGES.search(text, _PAGE_WORD.match(text).end())  # type: ignore[union-attr]
    if not found:
        roman = _ROMAN_PAGES.fullmatch(text)
        return "-".join(x.lower() for x in roman.groups() if x) if roman else None
    before, first, letter, last = found.groups()
    if last is None:
        article = _ARTICLE.search(text)
        return article[1] if article and len(article[1]) > len(before + first) else before + first
    if len(last) < len(first) and not (letter and letter != before):
        last = first[: len(first) - len(last)] + last
    return f"{before}{first}-{letter or before}{last}"


def _lone_year(raw: str, parts: Sequence[Part]) -> str | None:
    """The year printed within a journal's, volume's or publisher's field where no date was found, if it is the only
    one there."""
    text = " ".join(p.span.slice(raw) for p in parts if p.field in ("journal", "container", "volume", "publisher"))
    years = set(_LONE_YEAR.findall(text))
    return years.pop() if len(years) == 1 else None


def _first_of(parts: Sequence[Part]) -> dict[str, Part]:
    first: dict[str, Part] = {}
    for part in parts:
        first.setdefault(part.field, part)
    return first


def _date(raw: str, parts: Sequence[Part], confidence: dict[str, float]) -> Date:
    """The first date that is not the day of a visit; month and day may stand in a later field of the same year."""
    best = Date()
    for at, part in enumerate(parts):
        if part.field != "date" or (at and _is_visit(parts[at - 1], raw)):
            continue
        date = parse_date(part.span.slice(raw))
        if best.year is None and date.year is not None:
            best = Date(date.year, date.month or best.month, date.day or best.day)
            confidence["year"] = confidence["month"] = confidence["day"] = round(part.confidence, 4)
        elif best.month is None and date.month and date.year in (None, best.year):
            best = Date(best.year, date.month, date.day)
            confidence["month"] = confidence["day"] = round(part.confidence, 4)
    return best


def _is_visit(part: Part, raw: str) -> bool:
    return part.field == "note" and bool(
        re.search(r"access|retriev|viewed|visited|consult|abgerufen|cited|besucht|acces", part.span.slice(raw), re.I)
    )


def _value(text: str) -> str | None:
    """The issue in a bracket; a month, season or year there is none."""
    text = re.sub(r"^(?:no|nr|issue|heft)\b\.?\s*", "", text.strip(), flags=re.I)
    if _NO_ISSUE.fullmatch(text) or fold(text.strip(".")).lower() in MONTHS:
        return None
    return text.strip(" .,;:") or None


def _tidy(value: str | None) -> str | None:
    return (value.strip(" .,;:()–-").replace("–", "-") or None) if value else None


def _type(raw: str, first: Mapping[str, Part], url: str | None) -> str | None:
    """CSL type by the fields that are there."""
    genre = first["genre"].span.slice(raw).lower() if "genre" in first else ""
    if re.search(r"thesis|dissertation|thèse|diss\b", genre):
        return "thesis"
    if "report" in genre:
        return "report"
    on_site = url and not first.keys() & {"volume", "pages", "publisher", "editor", "location"}
    if "journal" in first:
        return "webpage" if on_site else "article-journal"
    if "container" in first:
        name = first["container"].span.slice(raw).lower()
        if re.search(r"\bproc|conference|conf\b|symposium|workshop|congress", name):
            return "paper-conference"
        return "webpage" if on_site else "chapter"
    if url and not first.keys() & {"publisher", "isbn"}:
        return "webpage"
    if first.keys() & {"publisher", "location", "edition", "isbn"}:
        return "book"
    if url:
        return "webpage"
    if "volume" in first and "pages" in first:
        return "article-journal"
    return None
