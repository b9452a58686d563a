"""CSL-JSON: an array of items, one item, or an object that holds the array under "items" or "references"."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from neckref.errors import UserError
from neckref.model import Hints, Name, Reading, Span
from neckref.readers import Reader
from neckref.readers.decode import decode_bytes
from neckref.readers.entries import Item, When, identifiers_of, line_of, make_bibliography, one_line, parse_date
from neckref.text.normalise import strip_markup

_BLANK = re.compile(r"[\s,]*")
_ARRAY = re.compile(r'\s*(?:\{\s*"(?:items|references)"\s*:\s*)?\[')
_SNIFF = re.compile(rb'\s*(?:\{\s*"(?:items|references)"\s*:\s*)?\[?\s*\{(?=[^{}]*"(?:id|type|title|DOI)"\s*:)')
_TELLING = {"DOI", "PMID", "PMCID", "ISBN", "URL", "author", "container-title", "issued", "title"}
# Not strict, because a line separator inside a string, which JSON allows, is a line feed by now.
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)


def read_csljson(data: bytes, origin: str) -> Reading:
    """A Reference an item, with its id as marker. What is no item, and where the JSON breaks off, is a note with its
    line. Raises UserError where the bytes are no text or no JSON at all."""
    text, found = decode_bytes(data, origin)
    notes = list(found)
    items = [_item(value, span) for value, span in _values(text, origin, notes)]
    return make_bibliography(text, origin, "application/vnd.citationstyles.csl+json", items, notes)


def _values(text: str, origin: str, notes: list[str]) -> Iterator[tuple[dict[str, Any], Span]]:
    """Each object of the array with its place; reading stops where the JSON breaks off."""
    array = _ARRAY.match(text)
    at = array.end() if array else len(text) - len(text.lstrip())
    while True:
        at = _BLANK.match(text, at).end() if array else at  # type: ignore[union-attr]  # it matches the empty string
        if at >= len(text) or text[at] == "]":
            if at >= len(text) and array:
                notes.append(f"Line {line_of(text, at)}: the array has no end.")
            return
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:  # a number of thousands of digits is a ValueError too
            line = line_of(text, getattr(error, "pos", at))
            if not array or at == array.end():
                raise UserError(f"{origin} is not CSL-JSON: {error} in line {line}") from error
            notes.append(f"Line {line}: not read from here on, it is no JSON: {text[at : at + 60]!r:.80}")
            return
        if isinstance(value, dict) and (not _TELLING.isdisjoint(value) or value.keys() >= {"id", "type"}):
            yield value, Span(at, end)
        elif not array:
            raise UserError(f"{origin} is not CSL-JSON: it holds no item with a title, an author, a date or an address")
        else:
            notes.append(f"Line {line_of(text, at)}: not read, it is no item: {text[at:end]!r:.80}")
        at = end
        if not array:
            return


def _item(value: dict[str, Any], span: Span) -> Item:
    def text(*names: str) -> str | None:
        return next((t for n in names if (t := _text(value.get(n)))), None)

    year, month, day = _date(value.get("issued"))
    names = value.get("author") or value.get("editor")
    hints = Hints(
        authors=tuple(n for v in names if (n := _name(v))) if isinstance(names, list) else (),
        year=year,
        month=month,
        day=day,
        title=text("title"),
        container=text("container-title", "journalAbbreviation"),
        volume=text("volume"),
        issue=text("issue"),
        pages=(text("page") or "").replace("\u2013", "-") or None,
        publisher=text("publisher"),
        type=text("type"),
        url=url if (url := text("URL")) and url.startswith(("http://", "https://")) else None,
    )
    identifiers = identifiers_of(
        doi=text("DOI"), pmid=text("PMID"), pmcid=text("PMCID"), isbn=text("ISBN"), url=text("URL")
    )
    return Item(span, hints, text("id", "citation-key"), identifiers)


def _text(value: Any) -> str | None:
    """A string or number as text; the first of a list (Crossref gives titles so)."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value)
    return one_line(strip_markup(text) if "</" in text else text)


def _name(value: Any) -> Name | None:
    if not isinstance(value, dict):
        return None
    family, given, suffix, literal = (_text(value.get(k)) for k in ("family", "given", "suffix", "literal"))
    if not family:
        literal = literal or _text(value.get("name")) or given
        return Name(literal=literal) if literal else None
    particles = (_text(value.get(k)) for k in ("dropping-particle", "non-dropping-particle"))
    return Name(" ".join([*(p for p in particles if p), family]), given, suffix)


def _date(value: Any) -> When:
    if not isinstance(value, dict):
        return parse_date(_text(value) or "")
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    printed = [str(p).strip() if isinstance(p, int | str) else "" for p in first[:3]]
    numbers = [int(p) if p.isdecimal() and len(p) <= 4 else None for p in printed]
    year, month, day = [*numbers, None, None, None][:3]
    if year is None:
        return parse_date(_text(value.get("raw")) or _text(value.get("literal")) or "")
    return year, month if month and 1 <= month <= 12 else None, day if day and 1 <= day <= 31 else None


reader = Reader(
    "csl-json",
    (".json", ".csljson"),
    ("application/vnd.citationstyles.csl+json", "application/json"),
    lambda head: _SNIFF.match(head.removeprefix(b"\xef\xbb\xbf")) is not None,
    read_csljson,
)
