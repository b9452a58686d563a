"""Question → Lookup. One file a source: its endpoints and payload → Record, nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from neckref.model import Identifier, Lookup, Query


class Source(Protocol):
    """What every source offers. A source never raises SourceError: it gives Unavailable.

    Made by the factory its entry point names: `create(client, *, base_url, mailto=None, key=None)`.
    """

    name: str
    schemes: frozenset[str]
    """Identifier schemes `fetch_records` takes; others are simply not asked of it."""
    searches: bool
    """Whether `search_records` can find a work from a loose reference."""
    knows_citing: bool
    """Whether `fetch_citing` can list who cites a work."""

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each identifier, asked in the largest batches the API takes. A Found holds the record
        and the Citations it asserts (its reference list)."""
        ...

    def search_records(self, query: Query) -> Lookup:
        """Candidates for one loose reference, best first as the source ranks them; judged elsewhere."""
        ...

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Who cites each work: Citations, with records where the source gives them along (at most `limit`). A record
        is always the whole of what the source says of the work: it takes the place of an older one."""
        ...


@runtime_checkable
class MatchesCitations(Protocol):
    """A source that also finds printed citations by journal, year, volume and page, many in one request."""

    def match_citations(self, queries: Sequence[Query]) -> Sequence[Lookup | None]:
        """An answer for each query, in order; None for one that holds too little to be asked."""
        ...


@runtime_checkable
class ListsReferences(Protocol):
    """A source that also lists whom a work cites, where that is a request of its own."""

    def fetch_references(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """Whom each work cites: Citations, with records where the source gives whole ones along."""
        ...


@runtime_checkable
class CountsCitations(Protocol):
    """A source that also says how often works are cited, more cheaply than by their records."""

    def fetch_counts(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, int]:
        """Citations of each work that it counts; the others, and what could not be asked, are left out."""
        ...
