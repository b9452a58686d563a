"""BibTeX (.bib for the classic styles: plain, abbrvnat, IEEEtran, vancouver, …)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from neckref.exporters import _bib
from neckref.exporters._bib import Field, braced
from neckref.exporters._works import MONTHS, one_line, web_address
from neckref.model import EvidenceMap, Work

# CSL 1.0.2 type → (entry type, field the container goes to, field the publisher goes to); the fourteen entry types
# are those of btxdoc (Patashnik 1988, 3.1).
_TYPES = {
    "article-journal": ("article", "journal", "publisher"),
    "article-magazine": ("article", "journal", "publisher"),
    "article-newspaper": ("article", "journal", "publisher"),
    "review": ("article", "journal", "publisher"),
    "book": ("book", "series", "publisher"),
    "chapter": ("incollection", "booktitle", "publisher"),
    "entry": ("incollection", "booktitle", "publisher"),
    "entry-dictionary": ("incollection", "booktitle", "publisher"),
    "entry-encyclopedia": ("incollection", "booktitle", "publisher"),
    "paper-conference": ("inproceedings", "booktitle", "organization"),
    "thesis": ("phdthesis", "series", "school"),
    "report": ("techreport", "series", "institution"),
}

_ACTIVE = re.compile("[_%#$&]")


def export(emap: EvidenceMap) -> str:
    """The cited works as a BibTeX file in UTF-8."""
    return _bib.render_bib(emap, _entry)


def _entry(work: Work) -> tuple[str, Iterator[Field]]:
    fields = work.fields
    default = ("article", "journal", "publisher") if fields.type is None and fields.journal else None
    kind, container, publisher = default or _TYPES.get(fields.type or "", ("misc", "howpublished", "publisher"))
    return kind, _fields(work, container, publisher)


def _fields(work: Work, container: str, publisher: str) -> Iterator[Field]:
    fields = work.fields
    yield "author", _bib.authors(work)
    yield "title", _bib.title(work)
    yield container, braced(fields.journal)
    yield "year", braced(str(fields.year)) if fields.year else None
    yield "month", MONTHS[fields.month - 1] if fields.month and 1 <= fields.month <= 12 else None
    yield "volume", braced(fields.volume)
    yield "number", braced(fields.issue)
    yield "pages", _bib.page_range(work)
    yield publisher, braced(fields.publisher)
    yield "issn", braced(", ".join(one_line(i) for i in fields.issn))
    yield "isbn", braced(work.identifier("isbn"))
    yield "doi", _doi(work)
    yield "url", _bib.verbatim(web_address(work))
    yield from _bib.notes(work)


def _doi(work: Work) -> str | None:
    r"""Classic styles print a DOI as text or as the argument of a macro, where a bare `_`, `%`, `#`, `$` or `&` stops
    the run, so these get a backslash (hyperref takes it off in links). An address goes through `\url`, which would
    print the backslash."""
    value = _bib.verbatim(work.doi)
    return _ACTIVE.sub(r"\\\g<0>", value) if value else None
