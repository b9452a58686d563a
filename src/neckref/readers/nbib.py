"""NBIB, the MEDLINE format that PubMed exports (NLM, "MEDLINE/PubMed Data Element Descriptions")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from neckref.model import Hints, Name, Reading, Span
from neckref.readers import Reader
from neckref.readers.decode import decode_bytes
from neckref.readers.entries import Item, identifiers_of, line_of, make_bibliography, one_line, parse_date

_FIELD = re.compile(r"^([A-Z][A-Z0-9]{1,3}) *- ?(.*)$")
_RECORD = re.compile(r"^PMID *- ", re.MULTILINE)
_SNIFF = re.compile(rb"\s*PMID *- \d")
_DOI = re.compile(r"(\S+) \[doi\]")
_TYPES = {"Journal Article": "article-journal", "Preprint": "article", "Book": "book", "Dataset": "dataset"}


def read_nbib(data: bytes, origin: str) -> Reading:
    """A Reference a record, with the PMID as marker. Lines that are no field are notes. Raises UserError where the
    bytes are no text."""
    text, found = decode_bytes(data, origin)
    notes = list(found)
    items = list(_items(text, notes))
    if not items:
        notes.append('No record (a line "PMID- ") was found.')
    return make_bibliography(text, origin, "application/nbib", items, notes)


def _items(text: str, notes: list[str]) -> Iterator[Item]:
    starts = [m.start() for m in _RECORD.finditer(text)]
    if text[: starts[0] if starts else len(text)].strip():
        notes.append(f"Line 1: text that belongs to no record: {text.strip().splitlines()[0]!r:.80}")
    for start, limit in pairwise([*starts, len(text)]):
        raw = text[start:limit].rstrip()
        yield _item(_parse(raw, line_of(text, start), notes), Span(start, start + len(raw)))


def _parse(raw: str, line: int, notes: list[str]) -> Mapping[str, list[str]]:
    """Tag → values in order; a line that begins with blanks continues the one before."""
    fields: defaultdict[str, list[str]] = defaultdict(list)
    last: list[str] | None = None
    for number, text in enumerate(raw.split("\n"), line):
        found = _FIELD.match(text)
        if found:
            last = fields[found[1]]
            last.append(found[2].strip())
        elif text[:1].isspace() and last and text.strip():
            last[-1] += " " + text.strip()
        elif text.strip():
            notes.append(f"Line {number}: not read: {text.strip()!r:.80}")
    return fields


def _item(fields: Mapping[str, Sequence[str]], span: Span) -> Item:
    def text(*tags: str) -> str | None:
        return next((v for tag in tags for value in fields.get(tag, ()) if (v := one_line(value))), None)

    year, month, day = parse_date(text("DP", "DEP") or "")
    pmid = text("PMID")
    doi = next((m[1] for value in (*fields.get("LID", ()), *fields.get("AID", ())) if (m := _DOI.search(value))), None)
    names = [_parse_name(n) for n in fields.get("FAU") or fields.get("AU", ())]
    hints = Hints(
        authors=(*names, *(Name(literal=one_line(n)) for n in fields.get("CN", ()) if n)),
        year=year,
        month=month,
        day=day,
        title=text("TI", "BTI"),
        container=text("JT", "TA"),
        volume=text("VI"),
        issue=text("IP"),
        pages=text("PG"),
        publisher=text("PB"),
        type=next((_TYPES[t] for t in fields.get("PT", ()) if t in _TYPES), None),
    )
    return Item(span, hints, pmid, identifiers_of(doi=doi, pmid=pmid, pmcid=text("PMC"), isbn=text("ISBN")))


def _parse_name(text: str) -> Name:
    """ "Family, Given" (FAU) or "Family INITIALS" (AU), maybe with a suffix ("Berg J Jr")."""
    if "," in text:
        family, given, *suffix = (p.strip() for p in text.split(","))
        return Name(family=family, given=given or None, suffix=" ".join(suffix) or None)
    found = re.fullmatch(r"(.+?) ([A-Z]{1,4})(?: (Jr|Sr|2nd|3rd|II|III|IV)\.?)?", text.strip())
    return Name(family=found[1], given=found[2], suffix=found[3]) if found else Name(literal=one_line(text))


reader = Reader(
    "nbib",
    (".nbib", ".medline"),
    ("application/nbib",),
    lambda head: _SNIFF.match(head.removeprefix(b"\xef\xbb\xbf")) is not None,
    read_nbib,
)
