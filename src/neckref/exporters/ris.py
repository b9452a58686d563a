"""RIS, what EndNote, Zotero, Mendeley and library systems read; written through rispy."""

from __future__ import annotations

import re
from typing import Any

import rispy

from neckref.exporters._files import agreeing, rewrite
from neckref.exporters._works import (
    keyed_works,
    one_line,
    pages,
    retraction_note,
    unverified,
    web_address,
)
from neckref.model import EvidenceMap, Name, Reference, Work
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

MEDIA_TYPE = "application/x-research-info-systems"
# Tags that say one thing → which field of a work it is. None: several words are right, so a file's own stays.
_ABOUT = {
    ("TI", "T1"): "title",
    ("AU", "A1"): "authors",
    ("T2", "JF", "JO", "JA", "J2"): "journal",
    ("PY", "Y1"): "year",
    ("DA",): "date",
    ("VL",): "volume",
    ("IS",): "issue",
    ("SP", "EP"): "pages",
    ("PB",): "publisher",
    ("DO",): "doi",
    ("AN",): None,
    ("C2",): None,
    ("SN",): None,
    ("LA",): None,
    ("UR", "L1", "L2"): None,
}
_LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9]) {1,2}-(?:[ \t]|$)")
_DOUBT = "Unverified: "
_OURS = re.compile(rf"N1  - {_DOUBT}")
_Lines = list[tuple[str, str]]
"""(tag, the line with those that continue it)."""


class _Writer(rispy.RisWriter):  # type: ignore[misc]  # rispy has no type hints
    """Without the number that rispy prints before each record: some readers take it for part of one."""

    def set_header(self, count: int) -> str:
        return ""


def export(emap: EvidenceMap) -> str:
    """The cited works as RIS records, sorted by key. A PMID stands in AN and a PMCID in C2, as EndNote has them. Where
    the article is itself a RIS file, that file brought up to date."""
    if emap.article and emap.article.media_type == MEDIA_TYPE:
        return rewrite(emap, emap.article, _updated)
    return _dumps([_record(key, work) for key, work in keyed_works(emap)])


def _dumps(records: list[dict[str, Any]]) -> str:
    text: str = rispy.dumps(records, implementation=_Writer)
    return text.strip("\n").replace("\n\n\n", "\n\n") + "\n" if records else ""


def _updated(reference: Reference, work: Work) -> str:
    """The record as it was, with what the records of the work know better; its id, order and other tags stay."""
    same = agreeing(reference, work)
    theirs, ours = _lines(reference.raw), _lines(_dumps([_record("", work)]).rstrip("\n"))
    ending = [line for line in theirs if line[0] == "ER"]
    lines = [line for line in theirs if line[0] != "ER" and not _OURS.match(line[1])]
    for tags, about in _ABOUT.items():
        new = [line for line in ours if line[0] in tags]
        places = [at for at, (tag, _) in enumerate(lines) if tag in tags]
        if not new or about in same:
            continue
        if not places:
            lines += new if about or work.doi is None or "UR" not in tags else []
        elif about:
            kept = [line for line in lines if line[0] not in tags]
            lines = [*kept[: places[0]], *new, *kept[places[0] :]]
    lines += [line for line in ours if line[0] == "N1" and line not in lines]
    return "\n".join(text for _, text in [*lines, *ending])


def _lines(raw: str) -> _Lines:
    lines: _Lines = []
    for line in raw.split("\n"):
        found = _LINE.match(line)
        if found or not lines:
            lines.append((found[1] if found else "", line))
        else:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]}\n{line}")
    return lines


def _record(key: str, work: Work) -> dict[str, Any]:
    fields = work.fields
    first, last = pages(work)
    retracted, doubts = retraction_note(work), unverified(work)
    notes = [n for n in (retracted, _DOUBT + ", ".join(doubts) if doubts else None) if n]
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
