"""References → matches: what to ask whom, in which order, and when to stop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from neckref.matching import build_query, cluster_records, decide_match, merge_records
from neckref.matching.merge import COPY_PREFIXES
from neckref.model import Identifier, Match, Query, Record, Reference, Work
from neckref.pipeline.ask import Ledger, ask_lanes, ask_search, rank
from neckref.pipeline.events import Event, Progress
from neckref.sources import MatchesCitations, Source

WAVES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("openalex", "pubmed", "europepmc"),),
    (("datacite", "doi"), ("opencitations",)),
    (("snapshot",),),
)
"""Sources that are asked for identifiers, wave after wave; in a wave, lanes side by side and the sources of a lane one
after another. Sources that are not named here have lanes of their own in the first wave. PubMed follows OpenAlex, whose
PMIDs make its batches cheap; Europe PMC, which knows much the same, is asked where no abstract or no MeSH came. The
second wave is asked where nobody knows the identifier: doi.org, one DOI a request, where DataCite does not either."""


@dataclass(slots=True)
class KnownWork:
    """What the records of a run say so far of one work that somebody asks for."""

    identifiers: set[Identifier]
    references: dict[str, None]
    """Ids of the references it stands for, in order."""
    records: list[Record]


def known_works(wanted: Mapping[Identifier, Sequence[str]], records: Iterable[Record]) -> list[KnownWork]:
    """The wanted identifiers, grouped by the records that hold them: one work is asked for once, by the identifier
    that suits the source, whatever was printed."""
    works = {i: KnownWork({i}, dict.fromkeys(references), []) for i, references in wanted.items()}
    for record in records:
        joined = {id(works[i]): works[i] for i in record.identifiers if i in works}
        if not joined:
            continue
        first, *others = joined.values()
        for other in others:
            first.identifiers |= other.identifiers
            first.references |= other.references
            first.records += other.records
        first.identifiers.update(record.identifiers)
        first.records.append(record)
        works.update(dict.fromkeys(first.identifiers, first))
    return list({id(work): work for work in works.values()}.values())


def plan_questions(
    wanted: Mapping[Identifier, Sequence[str]], records: Iterable[Record]
) -> Callable[[Source], dict[Identifier, list[str]]]:
    """Source → the identifier under which it is asked for each wanted work that, by these records, it is needed for."""
    works = known_works(wanted, records)

    def questions(source: Source) -> dict[Identifier, list[str]]:
        asked = {}
        for work in works:
            usable = [i for i in work.identifiers if i.scheme in source.schemes]
            if usable and _needed(source.name, work):
                asked[min(usable, key=lambda i: rank(source, i))] = list(work.references)
        return asked

    return questions


def _needed(name: str, work: KnownWork) -> bool:
    if any(record.source == name for record in work.records):
        return False
    if name == "europepmc":
        return not (any(r.fields.abstract for r in work.records) and any(r.fields.mesh for r in work.records))
    return not work.records or not any(name in lane for lane in WAVES[1])


class Merger:
    """Merges the records of one work; the same records once in a run, however often they are judged."""

    def __init__(self) -> None:
        self._works: dict[tuple[tuple[str, str, str, str], ...], Work] = {}

    def __call__(self, records: Sequence[Record]) -> Work:
        """The work that the records describe."""
        key = tuple((r.source, r.id, r.fetched_at, r.payload_sha256) for r in records)
        if key not in self._works:
            self._works[key] = merge_records(records)
        return self._works[key]


class Resolver:
    """The references of one run; each step asks what is still worth asking."""

    def __init__(
        self,
        sources: Sequence[Source],
        references: Sequence[Reference],
        ledger: Ledger,
        *,
        merge: Merger,
        jobs: int,
        progress: Progress,
    ) -> None:
        self._sources, self._references, self._ledger = sources, references, ledger
        self._merge, self._jobs, self._progress = merge, jobs, progress
        self._judged: dict[str, tuple[tuple[list[tuple[str, str]], list[str]], Match, list[Work]]] = {}
        """Reference id → what was known of it when it was judged, and how."""

    def resolve(self) -> None:
        """Ask for what is printed, search for what is not certain then, and complete what was found."""
        self._ask_printed_identifiers()
        self._match_citations()
        self._search()
        self._complete()

    def _ask_printed_identifiers(self) -> None:
        """Batches of all identifiers that are printed."""
        wanted: dict[Identifier, list[str]] = defaultdict(list)
        for reference in self._references:
            for identifier in reference.identifiers:
                wanted[identifier].append(reference.id)
        self._ask(wanted, "identifiers")

    def _match_citations(self) -> None:
        """Find what is not certain yet by journal, year, volume and page: many references in one request, which no
        search can do."""
        for source in self._sources:
            queries = self._open_queries() if isinstance(source, MatchesCitations) else {}
            if queries and isinstance(source, MatchesCitations):
                self._progress(Event("fetch", f"matching citations with {source.name}", 0, len(queries)))
                answers = source.match_citations(list(queries.values()))
                for (reference, query), answer in zip(queries.items(), answers, strict=True):
                    if answer is not None:
                        self._ledger.note(source.name, f"citation: {query.text}", answer, [reference])

    def _search(self) -> None:
        """Search source by source for what is not certain yet."""
        for source in self._sources:
            queries = self._open_queries() if source.searches else {}
            if queries:
                self._progress(Event("fetch", f"searching {source.name}", 0, len(queries)))
                ask_search(source, queries, self._ledger, self._jobs)

    def _open_queries(self) -> dict[str, Query]:
        """What to search by, for each reference that is not certain yet and holds enough."""
        undecided = (r for r in self._references if self._judge(r)[0].verdict != "certain")
        return {r.id: q for r in undecided if (q := build_query(r)) is not None}

    def _complete(self) -> None:
        """Ask everybody for the works that were found, so that each has its abstract, MeSH and status."""
        wanted: dict[Identifier, list[str]] = defaultdict(list)
        for reference in self._references:
            match, works = self._judge(reference)
            chosen = {match.work, match.runner_up} if match.verdict == "doubtful" else {match.work}
            for work in works:
                if work.id in chosen:
                    for identifier in work.identifiers:
                        wanted[identifier].append(reference.id)
        self._ask(wanted, "details")

    def decide(self, works: Iterable[Work]) -> tuple[Match, ...]:
        """A Match for each reference among the works that its records went into."""
        owner = {key: work for work in works for key in work.records}
        matches = []
        for reference in self._references:
            keys = self._ledger.candidates.get(reference.id, ())
            candidates = _originals(list({owner[k].id: owner[k] for k in keys if k in owner}.values()))
            missing = sorted(self._ledger.unavailable.get(reference.id, ()))
            matches.append(decide_match(reference, candidates, unavailable=missing))
        return tuple(matches)

    def _ask(self, wanted: Mapping[Identifier, Sequence[str]], what: str) -> None:
        """Ask wave by wave for works named by some of their identifiers (→ references they stand for)."""
        sources = {source.name: source for source in self._sources}
        named = {name for wave in WAVES for lane in wave for name in lane}
        first, *later = WAVES
        for wave in (tuple((name,) for name in sources if name not in named) + first, *later):
            lanes = [[sources[name] for name in lane if name in sources] for lane in wave]
            lanes = [lane for lane in lanes if lane]
            if wanted and lanes:
                names = ", ".join(source.name for lane in lanes for source in lane)
                self._progress(Event("fetch", f"asking {names} for {len(wanted)} {what}", 0, len(wanted)))
                ask_lanes(lanes, partial(plan_questions, wanted), self._ledger, self._jobs)

    def _judge(self, reference: Reference) -> tuple[Match, list[Work]]:
        """The match so far, and the works it was chosen from."""
        keys = sorted(self._ledger.candidates.get(reference.id, ()))
        missing = sorted(self._ledger.unavailable.get(reference.id, ()))
        known = self._judged.get(reference.id)
        if known is None or known[0] != (keys, missing):
            works = _originals([self._merge(c) for c in cluster_records([self._ledger.records[k] for k in keys])])
            match = decide_match(reference, works, unavailable=missing)
            known = self._judged[reference.id] = (keys, missing), match, works
        return known[1], known[2]


def _originals(works: list[Work]) -> list[Work]:
    """The works without fake copies, which bear the identifiers and the authors of what they copy; all of them where
    there are only such."""
    return [w for w in works if not (w.doi or "").startswith(COPY_PREFIXES)] or works
