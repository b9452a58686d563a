"""biblatex (.bib for biblatex and biber): its own entry types, one date, verbatim doi and url."""

from __future__ import annotations

from collections.abc import Iterator

from neckref.exporters import _bib
from neckref.exporters._bib import Field, braced
from neckref.exporters._works import one_line, web_address
from neckref.model import EvidenceMap, Work

# CSL 1.0.2 type → (entry type, container, publisher); names as in the biblatex manual, 2.1 and 2.2.
_TYPES = {
    "article-journal": ("article", "journaltitle", "publisher"),
    "article-magazine": ("article", "journaltitle", "publisher"),
    "article-newspaper": ("article", "journaltitle", "publisher"),
    "review": ("review", "journaltitle", "publisher"),
    "book": ("book", "series", "publisher"),
    "chapter": ("incollection", "booktitle", "publisher"),
    "entry": ("inreference", "booktitle", "publisher"),
    "entry-dictionary": ("inreference", "booktitle", "publisher"),
    "entry-encyclopedia": ("inreference", "booktitle", "publisher"),
    "paper-conference": ("inproceedings", "booktitle", "organization"),
    "thesis": ("thesis", "series", "institution"),
    "report": ("report", "series", "institution"),
    "dataset": ("dataset", "series", "publisher"),
    "software": ("software", "series", "publisher"),
    "article": ("online", "organization", "publisher"),
    "post": ("online", "organization", "publisher"),
    "post-weblog": ("online", "organization", "publisher"),
    "webpage": ("online", "organization", "publisher"),
}
_SUBTYPES = {"thesis": "{phdthesis}", "report": "{techreport}"}


def export(emap: EvidenceMap) -> str:
    """The cited works as a biblatex file in UTF-8."""
    return _bib.render_bib(emap, _entry)


def _entry(work: Work) -> tuple[str, Iterator[Field]]:
    fields = work.fields
    default = ("article", "journaltitle", "publisher") if fields.type is None and fields.journal else None
    kind, container, publisher = default or _TYPES.get(fields.type or "", ("misc", "howpublished", "publisher"))
    return kind, _fields(work, kind, container, publisher)


def _fields(work: Work, kind: str, container: str, publisher: str) -> Iterator[Field]:
    fields = work.fields
    yield "author", _bib.authors(work)
    yield "title", _bib.title(work)
    yield "type", _SUBTYPES.get(kind)
    yield container, braced(fields.journal)
    yield "date", braced(_date(work))
    yield "volume", braced(fields.volume)
    yield "number", braced(fields.issue)
    yield "pages", _bib.page_range(work)
    yield publisher, braced(fields.publisher)
    yield "issn", braced(", ".join(one_line(i) for i in fields.issn))
    yield "isbn", braced(work.identifier("isbn"))
    yield "doi", _bib.verbatim(work.doi)
    yield "url", _bib.verbatim(web_address(work))
    pmid = work.identifier("pmid")
    yield "eprint", braced(pmid)
    yield "eprinttype", "{pubmed}" if pmid else None
    yield from _bib.notes(work)


def _date(work: Work) -> str | None:
    """ISO 8601, as precise as it is known: "2015", "2015-03", "2015-03-09"."""
    year, month, day = work.fields.year, work.fields.month, work.fields.day
    if not year:
        return None
    date = f"{year:04d}"
    if month and 1 <= month <= 12:
        date += f"-{month:02d}"
        if day and 1 <= day <= 31:
            date += f"-{day:02d}"
    return date
