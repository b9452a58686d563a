"""The papers around the cited ones: who cites them, whom they cite, and what all of these are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import partial

from neckref.model import Found, Identifier, Lookup, Work
from neckref.pipeline.ask import Ledger, Questions, ask_records, in_parallel, rank
from neckref.pipeline.events import Event, Progress
from neckref.pipeline.resolve import KnownWork, known_works
from neckref.sources import CountsCitations, ListsReferences, Source

SMALL = 30
"""Up to so many cited works the papers around them are fetched too, unless told otherwise."""
CITING = 20
"""Citing works asked for each cited one by default (only in a small run)."""
AROUND = 200
"""At most so many papers around the cited ones get their metadata fetched."""
RANKING = "openalex"
"""Lists the most cited ones first: asked for as many as are wanted."""
LISTING = ("opencitations", "pubmed")
"""Sources that name all citing works in one request, without records."""
LISTED = 1000
"""Citing works taken from such a list."""
COUNTED = 1000
"""At most so many of them have their citations counted in a run, where the ranking source cannot be asked."""
REFERENCES = ("pubmed", "europepmc", "opencitations", "semanticscholar")
"""Who is asked for the reference list of a work that came without one, the cheapest first."""
NAMING = {
    "openalex": ("openalex",),
    "doi": ("crossref", "openalex", "snapshot"),
    "pmid": ("pubmed", "europepmc"),
}
"""Who is asked what the papers around are called, by the identifier they are known under; a later one only for what
those before it did not tell."""


class Surroundings:
    """What lies around the cited works of one run."""

    def __init__(self, sources: Sequence[Source], ledger: Ledger, jobs: int, progress: Progress) -> None:
        self._sources = {source.name: source for source in sources}
        self._ledger, self._jobs, self._progress = ledger, jobs, progress
        self._named: set[Identifier] = set()
        self.left_out = 0
        """Papers around the cited ones that nobody was asked for."""
        self.citing_left_out = 0
        """Citing works that sources name beyond those that were wanted, at the least."""

    def explore(self, cited: Sequence[Work], citing: int | None, depth: int) -> None:
        """Ask for reference lists that are missing, for `citing` works that cite each one (None: CITING in a small
        run), and for the names of all, `depth` steps away from the cited works."""
        small = len(cited) <= SMALL
        wanted = citing if citing is not None else CITING if small else 0
        if small:
            self._ask_references(cited)
        chosen = self._ask_citing(cited, wanted) if wanted else set()
        centre = {str(i) for work in cited for i in work.identifiers}
        for _ in range(depth):
            ends = self._ends(centre)
            papers = sorted(ends, key=lambda i: str(i) not in chosen)
            if not small and depth < 2:
                papers = [i for i in ends if str(i) in chosen]
            self._name(papers, max(AROUND, len(chosen)))
            works = known_works(dict.fromkeys(ends, ()), self._ledger.records.values())
            self.left_out += sum(not work.records and not work.identifiers & self._named for work in works)
            centre |= {str(i) for work in works for i in work.identifiers}

    def _ask_references(self, cited: Sequence[Work]) -> None:
        """Ask for the reference lists of works that came without one, source by source until somebody tells it."""
        for source in (self._sources[name] for name in REFERENCES if name in self._sources):
            told = {c.citing for c in self._ledger.citations}
            bare = [work for work in cited if not any(str(i) in told for i in work.identifiers)]
            if bare and isinstance(source, ListsReferences):
                self._progress(Event("fetch", f"asking {source.name} for reference lists", 0, len(bare)))
                for identifier, answer in source.fetch_references(_suited(source, bare)).items():
                    self._ledger.note(source.name, f"references of {identifier}", answer)

    def _ask_citing(self, cited: Sequence[Work], limit: int) -> set[str]:
        """Ask all who know for the works that cite each one, and keep the `limit` most cited of all that were named.
        Returns the ends of the citations that are kept."""

        def ask(source: Source) -> tuple[str, Mapping[Identifier, Lookup]]:
            return source.name, source.fetch_citing(_suited(source, cited), LISTED if source.name in LISTING else limit)

        knowing = [s for s in self._sources.values() if s.knows_citing]
        self._progress(Event("fetch", f"asking who cites {len(cited)} works", 0, len(knowing)))
        told = in_parallel(ask, knowing, self._jobs)
        answers = [{(name, i): a[i] for name, a in told for i in work.identifiers if i in a} for work in cited]
        counts = self._count(answers, limit)
        chosen: set[str] = set()
        for lookups in answers:
            kept, left_out = choose_citing(lookups.values(), limit, counts)
            self.citing_left_out += left_out
            chosen |= kept
            for (name, identifier), answer in lookups.items():
                self._ledger.note(name, f"citing {identifier}", _only(answer, kept))
        return chosen

    def _count(self, answers: Sequence[Mapping[tuple[str, Identifier], Lookup]], limit: int) -> dict[Identifier, int]:
        """How often the works that were named are cited, for lists longer than wanted that nobody has ranked."""
        wanted: dict[Identifier, None] = {}
        for lookups in answers:
            found = {name: lookup for (name, _), lookup in lookups.items() if isinstance(lookup, Found)}
            longest = max((len(lookup.citations) for lookup in found.values()), default=0)
            if RANKING not in found and longest > limit:
                ends = (Identifier(*c.citing.split(":", 1)) for lookup in found.values() for c in lookup.citations)
                wanted |= dict.fromkeys(list(dict.fromkeys(ends))[: COUNTED // len(answers)])
        counting = [s for s in self._sources.values() if isinstance(s, CountsCitations)] if wanted else []
        return {i: count for source in counting for i, count in source.fetch_counts(list(wanted)).items()}

    def _name(self, ends: Sequence[Identifier], most: int) -> None:
        """Fetch the metadata of works that nobody has told of yet, at most so many by each kind of identifier."""
        for scheme, names in NAMING.items():
            papers = [i for i in ends if i.scheme == scheme and i not in self._known()][:most]
            self._named.update(papers)
            for name in names:
                known = self._known()
                open_papers: Questions = {i: () for i in papers if i not in known}
                if name in self._sources:
                    ask_records([self._sources[name]], partial(_same, open_papers), self._ledger, self._jobs)

    def _known(self) -> set[Identifier]:
        return {i for record in self._ledger.records.values() for i in record.identifiers}

    def _ends(self, centre: Set[str]) -> list[Identifier]:
        """The other ends of all citations that touch the centre, sorted."""
        tied = {c for c in self._ledger.citations if c.citing in centre or c.cited in centre}
        ends = sorted({end for c in tied for end in (c.citing, c.cited)} - set(centre))
        return [Identifier(*end.split(":", 1)) for end in ends if ":" in end]


def choose_citing(
    lookups: Iterable[Lookup], limit: int, counts: Mapping[Identifier, int] | None = None
) -> tuple[set[str], int]:
    """Of all works that sources name as citing one work, the `limit` most cited: every end (`str()` of an identifier)
    by which a citation names them, and how many works at least are left out (of the longest list: lists that go by
    different identifiers cannot be told apart). `counts`: citations of works without a record. Works whose citations
    nobody counts come last, as they were named."""
    found = [lookup for lookup in lookups if isinstance(lookup, Found)]
    ends = {Identifier(*c.citing.split(":", 1)): () for lookup in found for c in lookup.citations}
    works = known_works(ends, (record for lookup in found for record in lookup.records))
    told = counts or {}

    def cited(work: KnownWork) -> int:
        recorded = (record.fields.cited_by_count or 0 for record in work.records)
        return max(0, *recorded, *(told.get(i, 0) for i in work.identifiers))

    works.sort(key=lambda work: -cited(work))
    longest = max((len({c.citing for c in lookup.citations}) for lookup in found), default=0)
    return {str(i) for work in works[:limit] for i in work.identifiers}, max(0, longest - limit)


def _only(answer: Lookup, kept: Set[str]) -> Lookup:
    """The answer without the citing works that were not chosen."""
    if not isinstance(answer, Found):
        return answer
    records = tuple(r for r in answer.records if any(str(i) in kept for i in r.identifiers))
    return Found(records, tuple(c for c in answer.citations if c.citing in kept))


def _same(papers: Questions, _: Source) -> Questions:
    return papers


def _suited(source: Source, works: Iterable[Work]) -> list[Identifier]:
    """The identifier under which a source is asked for each work that it may know."""
    usable = ([i for i in work.identifiers if i.scheme in source.schemes] for work in works)
    return [min(identifiers, key=lambda i: rank(source, i)) for identifiers in usable if identifiers]
