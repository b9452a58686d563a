"""RIS, what EndNote, Zotero, Mendeley and library systems read; written through rispy."""

from __future__ import annotations

from typing import Any

import rispy

from neckref.exporters._works import (
    bibliography_works,
    keyed,
    one_line,
    pages,
    retraction_note,
    unverified,
    web_address,
)
from neckref.model import EvidenceMap, Name, Work
from neckref.text.latex import plain_title

_TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry": "ENCYC",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "paper-conference": "CPAPER",
    "post": "ELEC",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "review": "JOUR",
    "software": "COMP",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}


class _Writer(rispy.RisWriter):  # type: ignore[misc]  # rispy has no type hints
    """Without the number that rispy prints before each record: some readers take it for part of one."""

    def set_header(self, count: int) -> str:
        return ""


def export(emap: EvidenceMap) -> str:
    """The cited works as RIS records, sorted by key. A PMID stands in AN and a PMCID in C2, as EndNote has them."""
    records = [_record(key, work) for key, work in keyed(bibliography_works(emap))]
    text: str = rispy.dumps(records, implementation=_Writer)
    return text.strip("\n").replace("\n\n\n", "\n\n") + "\n" if records else ""


def _record(key: str, work: Work) -> dict[str, Any]:
    fields = work.fields
    first, last = pages(work)
    retracted, doubts = retraction_note(work), unverified(work)
    notes = [n for n in (retracted, f"Unverified: {', '.join(doubts)}" if doubts else None) if n]
    record = {
        "type_of_reference": "JOUR" if fields.type is None and fields.journal else _TYPES.get(fields.type or "", "GEN"),
        "id": key,
        "authors": [n for n in map(_name, fields.authors) if n],
        "title": one_line(plain_title(fields.title or "")),
        "secondary_title": one_line(fields.journal),
        "year": str(fields.year) if fields.year else "",
        "date": _date(work),
        "volume": one_line(fields.volume),
        "number": one_line(fields.issue),
        "start_page": first,
        "end_page": last,
        "publisher": one_line(fields.publisher),
        "issn": ", ".join(one_line(i) for i in fields.issn) or one_line(work.identifier("isbn")),
        "doi": one_line(work.doi),
        "accession_number": one_line(work.identifier("pmid")),
        "custom2": one_line(work.identifier("pmcid")),
        "language": one_line(fields.language),
        "urls": [u for u in (web_address(work),) if u],
        "notes": notes,
    }
    return {name: value for name, value in record.items() if value}


def _name(name: Name) -> str:
    """ "Family, Given, Suffix" (RIS specification, author fields); a group by its name alone."""
    if not name.family:
        return one_line(name.literal or name.given)
    return ", ".join(p for p in (one_line(name.family), one_line(name.given), one_line(name.suffix)) if p)


def _date(work: Work) -> str:
    """ "YYYY/MM/DD/" with empty places for what is not known; "" where the year says it all."""
    year, month, day = work.fields.year, work.fields.month, work.fields.day
    if not year or not month:
        return ""
    return f"{year:04d}/{month:02d}/{f'{day:02d}' if day else ''}/"
