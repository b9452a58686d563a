"""References → Works, kept in the library with everything that was said and asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from neckref.http import Client, Clock
from neckref.library import Library
from neckref.matching import cluster_records, merge_records
from neckref.model import Match, Reading, Record, Work
from neckref.pipeline.around import Surroundings
from neckref.pipeline.ask import Ledger, SourceWatch, open_sources
from neckref.pipeline.events import Progress, silent
from neckref.pipeline.read import user_agent
from neckref.pipeline.resolve import Merger, Resolver
from neckref.settings import Settings, read_settings


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How `fetch` goes about it."""

    offline: bool = False
    refresh: bool = False
    sources: tuple[str, ...] = ()
    citing: int | None = None
    """Citing works for each cited one; None: `around.CITING` in a small run, else none."""
    depth: int = 1
    """2: also the references of the papers around."""
    jobs: int = 8


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What a run found out; the library holds the rest."""

    article: str
    matches: tuple[Match, ...]
    works: Mapping[str, Work]
    """All works of the library, by id."""
    sources: Mapping[str, Mapping[str, int]]
    """Source → asked, found, not_found, unavailable, requests."""
    unavailable: Mapping[str, str]
    """Source → why it could not be asked, the first reason."""
    left_out: int = 0
    """Papers around the cited ones whose metadata was not fetched."""
    citing_left_out: int = 0
    """Citing works that sources name beyond the most cited ones that were asked for, at the least."""

    @property
    def undecided(self) -> tuple[str, ...]:
        """References that stayed undecided because a source could not be asked."""
        return tuple(m.reference for m in self.matches if m.verdict == "undecided")

    def plain(self) -> dict[str, Any]:
        """The form of `fetch --json`."""

        def row(match: Match) -> dict[str, Any]:
            work = self.works.get(match.work or "")
            return {
                "id": match.reference,
                "verdict": match.verdict,
                "work": match.work,
                "doi": work.doi if work else None,
                "pmid": work.identifier("pmid") if work else None,
                "distance": round(match.distance.total, 4) if match.distance else None,
                "gap": round(match.gap, 4) if match.gap is not None else None,
                "reason": match.reason,
            }

        return {
            "references": [row(m) for m in self.matches],
            "sources": {name: dict(counts) for name, counts in self.sources.items()},
            "unavailable": dict(self.unavailable),
            "works": len(self.works),
            "left_out": self.left_out,
            "citing_left_out": self.citing_left_out,
        }


def fetch(
    library: Library,
    reading: Reading,
    settings: Settings | None = None,
    options: FetchOptions | None = None,
    progress: Progress = silent,
    *,
    clock: Clock | None = None,
) -> FetchResult:
    """Resolve every reference of `reading` (stored first) and keep records, works, matches and citations.

    What a source could not answer is data (`undecided`, `unavailable`); it raises LibraryError and UserError only.
    `clock` paces the questions; tests give one that does not wait.
    """
    settings, options = settings or read_settings(), options or FetchOptions()
    library.add_reading(reading)
    ledger = Ledger()

    client = Client(
        store=library,
        offline=options.offline,
        refresh=options.refresh,
        on_event=SourceWatch("fetch", progress),
        user_agent=user_agent(settings),
        clock=clock,
    )
    with client:
        sources = open_sources(client, settings, options.sources)
        merge = Merger()
        resolver = Resolver(sources, reading.references, ledger, merge=merge, jobs=options.jobs, progress=progress)
        resolver.resolve()
        works, matches = _keep(library, reading, ledger, resolver, merge)
        told = len(ledger.records)
        surroundings = Surroundings(sources, ledger, options.jobs, progress)
        surroundings.explore([works[m.work] for m in matches if m.resolved and m.work], options.citing, options.depth)
        library.add_citations(ledger.citations)
        if len(ledger.records) > told:
            works, matches = _keep(library, reading, ledger, resolver, merge)
        library.add_asked(reading.article.id, ledger.asked.values())
        requests = dict(client.requests)
    unavailable = {a.source: a.reason or "" for a in reversed(ledger.asked.values()) if a.outcome == "unavailable"}
    return FetchResult(
        reading.article.id,
        matches,
        works,
        ledger.tally(requests),
        unavailable,
        surroundings.left_out,
        surroundings.citing_left_out,
    )


def _keep(
    library: Library, reading: Reading, ledger: Ledger, resolver: Resolver, merge: Merger
) -> tuple[dict[str, Work], tuple[Match, ...]]:
    """Store the records; the works and matches that follow from all records held."""
    library.add_records(ledger.records.values())
    works = {w.id: w for w in library.rebuild_works(partial(merge_all, merge=merge))}
    matches = resolver.decide(works.values())
    library.add_matches(reading.article.id, matches)
    return works, matches


def merge_all(records: Sequence[Record], merge: Callable[[Sequence[Record]], Work] = merge_records) -> tuple[Work, ...]:
    """All works that records describe, by id; a second work under the same id (a DOI that several share) gets
    another identifier of its own, or a number behind the id."""
    works: dict[str, Work] = {}
    for cluster in cluster_records(records):
        work = merge(cluster)
        if work.id in works:
            other = next((str(i) for i in work.identifiers if str(i) not in works), None)
            number = 2
            while other is None or other in works:
                other, number = f"{work.id}#{number}", number + 1
            work = replace(work, id=other)
        works[work.id] = work
    return tuple(works[key] for key in sorted(works))
