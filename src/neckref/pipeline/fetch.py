"""References → Works: what to ask whom, in which order, and when to stop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from neckref.http import Client, Clock
from neckref.library import Library
from neckref.matching import build_query, cluster_records, decide_match, merge_records
from neckref.model import SCHEMES, Identifier, Lookup, Match, Reading, Record, Reference, Work
from neckref.pipeline.ask import Ledger, SourceWatch, ask_records, ask_search, in_parallel, open_sources
from neckref.pipeline.events import Event, Progress, silent
from neckref.pipeline.read import user_agent
from neckref.settings import Settings, read_settings
from neckref.sources import Source

SMALL = 30
"""Up to so many cited works the papers around them are fetched too, unless told otherwise."""
CITING = 20
"""Citing works asked for each cited one by default (only in a small run)."""
AROUND = 200
"""At most so many papers around the cited ones get their metadata fetched."""
TIERS = (("pubmed",), ("europepmc",), ("datacite", "doi", "opencitations", "unpaywall"), ("snapshot",))
"""Sources in the order they are asked for identifiers, after all that are not named here. PubMed comes when the
others have told the PMIDs that make its batches cheap; Europe PMC, which knows much the same, is asked where no
abstract or no MeSH came; the next ones where nobody knows the identifier."""


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How `fetch` goes about it."""

    offline: bool = False
    refresh: bool = False
    sources: tuple[str, ...] = ()
    citing: int | None = None
    """Citing works for each cited one; None: CITING in a small run, else none."""
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
        run = _Run(open_sources(client, settings, options.sources), reading.references, ledger, options, progress)
        run.ask_printed_identifiers()
        run.search()
        run.complete()
        library.add_records(ledger.records.values())
        works = {w.id: w for w in library.rebuild_works(merge_all)}
        matches = run.decide(works.values())
        library.add_matches(reading.article.id, matches)
        left_out = run.look_around([works[m.work] for m in matches if m.resolved and m.work])
        library.add_records(ledger.records.values())
        library.add_citations(ledger.citations)
        works = {w.id: w for w in library.rebuild_works(merge_all)}
        matches = run.decide(works.values())
        library.add_matches(reading.article.id, matches)
        library.add_asked(reading.article.id, ledger.asked.values())
        requests = dict(client.requests)
    unavailable = {a.source: a.reason or "" for a in reversed(ledger.asked.values()) if a.outcome == "unavailable"}
    return FetchResult(reading.article.id, matches, works, ledger.tally(requests), unavailable, left_out)


def merge_all(records: Sequence[Record]) -> tuple[Work, ...]:
    """All works that records describe, by id; a second work under the same id (a DOI that several share) gets
    another identifier of its own, or a number behind the id."""
    works: dict[str, Work] = {}
    for cluster in cluster_records(records):
        work = merge_records(cluster)
        if work.id in works:
            other = next((str(i) for i in work.identifiers if str(i) not in works), None)
            number = 2
            while other is None or other in works:
                other, number = f"{work.id}#{number}", number + 1
            work = replace(work, id=other)
        works[work.id] = work
    return tuple(works[key] for key in sorted(works))


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


def _questions(works: Iterable[KnownWork], source: Source) -> dict[Identifier, list[str]]:
    """The identifier under which the source is asked for each work it is still needed for."""
    questions = {}
    for work in works:
        usable = sorted((i for i in work.identifiers if i.scheme in source.schemes), key=lambda i: _rank(source, i))
        if usable and _needed(source.name, work):
            questions[usable[0]] = list(work.references)
    return questions


def _same(papers: Mapping[Identifier, Sequence[str]], _: Source) -> Mapping[Identifier, Sequence[str]]:
    return papers


def _rank(source: Source, identifier: Identifier) -> tuple[bool, int, str]:
    return source.name == "pubmed" and identifier.scheme != "pmid", SCHEMES.index(identifier.scheme), identifier.value


def _needed(name: str, work: KnownWork) -> bool:
    if any(record.source == name for record in work.records):
        return False
    if name == "europepmc":
        return not (any(r.fields.abstract for r in work.records) and any(r.fields.mesh for r in work.records))
    return name not in TIERS[2] or not work.records


class _Run:
    """One run over the references of an article; each step asks what is still worth asking."""

    def __init__(
        self,
        sources: Sequence[Source],
        references: Sequence[Reference],
        ledger: Ledger,
        options: FetchOptions,
        progress: Progress,
    ) -> None:
        self.sources, self.references, self.ledger = sources, references, ledger
        self.options, self.progress = options, progress

    def ask_printed_identifiers(self) -> None:
        """Batches of all identifiers that are printed."""
        wanted: dict[Identifier, list[str]] = defaultdict(list)
        for reference in self.references:
            for identifier in reference.identifiers:
                wanted[identifier].append(reference.id)
        self._ask(wanted, "identifiers")

    def search(self) -> None:
        """Search source by source for what is not certain yet."""
        searching = [s for s in self.sources if s.searches]
        open_references = [r for r in self.references if self._decide_now(r).verdict != "certain"]
        for source in searching:
            queries = {r.id: q for r in open_references if (q := build_query(r)) is not None}
            if not queries:
                return
            self.progress(Event("fetch", f"searching {source.name}", 0, len(queries)))
            ask_search(source, queries, self.ledger, self.options.jobs)
            open_references = [r for r in open_references if self._decide_now(r).verdict != "certain"]

    def complete(self) -> None:
        """Ask everybody for the works that were found, so that each has its abstract, MeSH and status."""
        wanted: dict[Identifier, list[str]] = defaultdict(list)
        for reference in self.references:
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
        for reference in self.references:
            keys = self.ledger.candidates.get(reference.id, ())
            candidates = {owner[k].id: owner[k] for k in keys if k in owner}
            matches.append(self._match(reference, list(candidates.values())))
        return tuple(matches)

    def look_around(self, cited: Sequence[Work]) -> int:
        """Who cites the cited works, and what the papers around are called. Returns how many were left out."""
        small = len(cited) <= SMALL
        citing = self.options.citing if self.options.citing is not None else CITING if small else 0
        if citing:
            self._ask_citing(cited, citing)
        if not small and self.options.depth < 2:
            return 0
        left_out = 0
        centre = {str(i) for work in cited for i in work.identifiers}
        for _ in range(self.options.depth):
            left_out = self._name_neighbours(centre)
            known = known_works(dict.fromkeys(self._ends(centre), ()), self.ledger.records.values())
            centre |= {str(i) for work in known for i in work.identifiers}
        return left_out

    def _name_neighbours(self, centre: Set[str]) -> int:
        """Fetch the metadata of the works that citations tie to the centre: OpenAlex knows its own ids, the others
        go by DOI. Returns how many were left out."""
        left_out = 0
        for scheme, asked in (("openalex", ("openalex",)), ("doi", ("crossref", "openalex", "snapshot"))):
            known = {i for record in self.ledger.records.values() for i in record.identifiers}
            ends = [i for i in self._ends(centre) if i.scheme == scheme and i not in known]
            papers: dict[Identifier, Sequence[str]] = dict.fromkeys(ends[:AROUND], ())
            sources = [s for s in self.sources if s.name in asked][:1]
            ask_records(sources, partial(_same, papers), self.ledger, self.options.jobs)
            left_out += len(ends) - len(papers)
        return left_out

    def _ends(self, centre: Set[str]) -> list[Identifier]:
        """The other ends of all citations that touch the centre, sorted."""
        tied = {c for c in self.ledger.citations if c.citing in centre or c.cited in centre}
        ends = sorted({end for c in tied for end in (c.citing, c.cited)} - set(centre))
        return [Identifier(*end.split(":", 1)) for end in ends if ":" in end]

    def _ask_citing(self, cited: Sequence[Work], limit: int) -> None:
        ids = [next(i for i in w.identifiers) for w in cited if w.identifiers]

        def ask(source: Source) -> tuple[str, Mapping[Identifier, Lookup]]:
            return source.name, source.fetch_citing([i for i in ids if i.scheme in source.schemes], limit)

        knowing = [s for s in self.sources if s.knows_citing]
        self.progress(Event("fetch", f"asking who cites {len(ids)} works", 0, len(knowing)))
        for name, answers in in_parallel(ask, knowing, self.options.jobs):
            for identifier, answer in answers.items():
                self.ledger.note(name, f"citing {identifier}", answer)

    def _ask(self, wanted: Mapping[Identifier, Sequence[str]], what: str) -> None:
        """Ask tier by tier for works named by some of their identifiers (→ references they stand for)."""
        named = {name for tier in TIERS for name in tier}
        first = tuple(s.name for s in self.sources if s.name not in named)
        for tier in (first, *TIERS):
            sources = [s for s in self.sources if s.name in tier]
            if wanted and sources:
                names = ", ".join(s.name for s in sources)
                self.progress(Event("fetch", f"asking {names} for {len(wanted)} {what}", 0, len(wanted)))
                works = known_works(wanted, self.ledger.records.values())
                ask_records(sources, partial(_questions, works), self.ledger, self.options.jobs)

    def _decide_now(self, reference: Reference) -> Match:
        return self._judge(reference)[0]

    def _judge(self, reference: Reference) -> tuple[Match, list[Work]]:
        keys = sorted(self.ledger.candidates.get(reference.id, ()))
        works = [merge_records(c) for c in cluster_records([self.ledger.records[k] for k in keys])]
        return self._match(reference, works), works

    def _match(self, reference: Reference, works: list[Work]) -> Match:
        return decide_match(reference, works, unavailable=sorted(self.ledger.unavailable.get(reference.id, ())))
