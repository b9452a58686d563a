"""What the bibliography formats share: each entry of the file becomes a Reference that points to its source text."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from neckref.model import Article, Hints, Identifier, Reading, Reference, Span
from neckref.text.identifiers import parse_doi, parse_identifier, parse_isbn, parse_pmcid, parse_pmid

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?!\d)")
_WORD = re.compile(r"[A-Za-z]{3,}")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")

When = tuple[int | None, int | None, int | None]
"""(year, month, day), each where it is stated."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a bibliography file."""

    span: Span
    hints: Hints
    marker: str | None
    """The entry's key."""
    identifiers: tuple[Identifier, ...]


def make_bibliography(text: str, origin: str, media_type: str, items: Iterable[Item], notes: Iterable[str]) -> Reading:
    """The Reading of a bibliography file: a Reference an entry, in the file's order, and no claims."""
    sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    references = tuple(
        Reference(f"ref-{n}", item.span.slice(text), item.span, item.hints, item.marker, item.identifiers)
        for n, item in enumerate(items, 1)
    )
    title = PurePosixPath(origin.replace("\\", "/")).name
    article = Article(sha256[:12], origin, title, text, sha256, media_type, notes=tuple(notes))
    return Reading(article, references)


def identifiers_of(
    *,
    doi: str | None = None,
    pmid: str | None = None,
    pmcid: str | None = None,
    isbn: str | None = None,
    url: str | None = None,
) -> tuple[Identifier, ...]:
    """The identifiers that the given fields hold, most trusted first, each once; what is none is left out.
    An address counts where there is no DOI: it mostly repeats it."""
    found = (
        parse_doi(doi) if doi else None,
        parse_pmid(pmid) if pmid else None,
        parse_pmcid(pmcid) if pmcid else None,
        parse_isbn(isbn) if isbn else None,
        parse_identifier(url) if url and not doi else None,
    )
    return tuple(dict.fromkeys(i for i in found if i is not None))


def parse_month(text: str) -> int | None:
    """1 to 12 from a number or a name of a month (any that begins like an English one), or None."""
    value = text.strip().lower()
    if value.isdecimal():
        return int(value) if 1 <= int(value) <= 12 else None
    return MONTHS.index(value[:3]) + 1 if value[:3] in MONTHS else None


def parse_date(text: str) -> When:
    """A date as bibliographies print it: "2015-03-09", "2015/03//", "2018 Mar 1", "c1998", "March 2001"."""
    if len(text) == 4 and text.isdecimal():
        return int(text), None, None
    iso = _ISO.search(text)
    if iso:
        return int(iso[1]), parse_month(iso[2]), int(iso[3]) if iso[3] and 1 <= int(iso[3]) <= 31 else None
    year = _YEAR.search(text)
    if not year:
        return None, None, None
    rest = text[: year.start()] + " " + text[year.end() :]
    month = next((m for w in _WORD.findall(rest) if (m := parse_month(w))), None)
    day = _DAY.search(rest) if month else None
    return int(year[1]), month, int(day[1]) if day and 1 <= int(day[1]) <= 31 else None


def line_of(text: str, offset: int) -> int:
    """Number of the line an offset stands in, from 1."""
    return bisect_left(_line_ends(text), offset) + 1


@lru_cache(maxsize=1)
def _line_ends(text: str) -> list[int]:
    return [m.start() for m in re.finditer("\n", text)]


def one_line(value: str | None) -> str | None:
    """Blanks folded; None where nothing is left."""
    return " ".join(value.split()) or None if value else None
