"""RIS files, each record parsed by rispy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import rispy

from neckref.model import Hints, Name, Reading, Span
from neckref.readers import Reader
from neckref.readers.decode import decode_bytes
from neckref.readers.entries import Item, identifiers_of, line_of, make_bibliography, one_line, parse_date

_TYPES = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "ELEC": "webpage",
    "BLOG": "post-weblog",
    "RPRT": "report",
    "THES": "thesis",
    "COMP": "software",
    "STAND": "standard",
}
_START = re.compile(r"^[ \t]*TY {1,2}- ?.*$", re.MULTILINE)
_END = re.compile(r"^[ \t]*ER {1,2}-[^\n]*$", re.MULTILINE)
_NUMBER = re.compile(r"\d{1,7}\.?")
_SNIFF = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\d+\.?\s+)?TY {1,2}- ")


def read_ris(data: bytes, origin: str) -> Reading:
    """A Reference a record. A record without an end, one that cannot be read and text between records is a note with
    its line. Raises UserError where the bytes are no text."""
    text, found = decode_bytes(data, origin)
    notes = list(found)
    items = list(_items(text, notes))
    if not items:
        notes.append('No RIS record (a line "TY  - ") was found.')
    return make_bibliography(text, origin, "application/x-research-info-systems", items, notes)


def _items(text: str, notes: list[str]) -> Iterator[Item]:
    starts = [m.start() for m in _START.finditer(text)]
    _note_outside(text, 0, starts[0] if starts else len(text), notes)
    for start, limit in pairwise([*starts, len(text)]):
        ended = _END.search(text, start, limit)
        end = ended.end() if ended else start + len(text[start:limit].rstrip())
        if ended is None:
            notes.append(f'Line {line_of(text, start)}: the record has no end ("ER  - "); it is read up to the next.')
        _note_outside(text, end, limit, notes)
        record = _parse(text[start:end], ended is None)
        if record is None:
            notes.append(
                f"Line {line_of(text, start)}: not read: {text[start:end].split(chr(10), maxsplit=1)[0]!r:.80}"
            )
        else:
            yield _item(record, Span(start, end))


def _note_outside(text: str, start: int, end: int, notes: list[str]) -> None:
    outside = text[start:end].strip()
    if outside and not _NUMBER.fullmatch(outside):
        line = line_of(text, start + len(text[start:end]) - len(text[start:end].lstrip()))
        notes.append(f"Line {line}: text that belongs to no record: {outside.splitlines()[0]!r:.80}")


def _parse(raw: str, open_end: bool) -> dict[str, Any] | None:
    lines = [line.strip() if _START.match(line) else line.lstrip(" \t") for line in raw.split("\n")]
    source = re.sub(r"^([A-Z][A-Z0-9]) -", r"\1  -", "\n".join(lines), flags=re.MULTILINE)
    try:
        records = rispy.loads(source + ("\nER  - \n" if open_end else "\n"))
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None
    return records[0] if records else None


def _item(record: dict[str, Any], span: Span) -> Item:
    def text(*names: str) -> str | None:
        for name in names:
            value = record.get(name)
            if isinstance(value, list):
                value = next((v for v in value if v), None)
            if isinstance(value, str) and (found := one_line(value)):
                return found
        return None

    date = parse_date(text("date") or "")
    year = parse_date(text("year", "publication_year") or "")
    first, last = text("start_page"), text("end_page")
    url = text("urls", "url", "link1", "link2")
    names = record.get("authors") or record.get("first_authors") or []
    number = text("accession_number") or ""
    hints = Hints(
        authors=tuple(_parse_name(n) for n in names if n.strip()),
        year=year[0] or date[0],
        month=date[1] or year[1],
        day=date[2] or year[2],
        title=text("title", "primary_title", "short_title"),
        container=text("secondary_title", "journal_name", "alternate_title3", "alternate_title1"),
        volume=text("volume"),
        issue=text("number"),
        pages=f"{first}-{last}" if first and last and last != first else first,
        publisher=text("publisher"),
        type=_TYPES.get(text("type_of_reference") or ""),
        url=url if url and url.startswith(("http://", "https://")) else None,
    )
    identifiers = identifiers_of(
        doi=text("doi"), pmid=number if number.isdecimal() and len(number) <= 8 else None,
        pmcid=text("custom2"), isbn=text("issn"), url=url,
    )  # fmt: skip
    return Item(span, hints, text("id"), identifiers)


def _parse_name(text: str) -> Name:
    """ "Family, Given, Suffix" (RIS specification); a name without a comma is a group's or unknown in its parts."""
    parts = [p.strip() for p in text.split(",")]
    if len(parts) == 1:
        return Name(literal=one_line(text))
    return Name(family=one_line(parts[0]), given=one_line(parts[1]), suffix=one_line(", ".join(parts[2:])))


reader = Reader(
    "ris",
    (".ris",),
    ("application/x-research-info-systems",),
    lambda head: _SNIFF.match(head) is not None,
    read_ris,
)
