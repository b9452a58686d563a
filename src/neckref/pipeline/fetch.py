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
from neckref.model import Found, Identifier, Lookup, Match, Reading, Record, Reference, Work
from neckref.pipeline.ask import Ledger, SourceWatch, ask_records, ask_search, in_parallel, open_sources, rank
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

LISTING = ("opencitations", "pubmed")
"""Sources that name all citing works in one request, without records."""
LISTED = 1000
"""Citing works taken from such a list; the others are asked for as many as are wanted (OpenAlex: the most cited)."""
NAMING = {
    "openalex": ("openalex",),
    "doi": ("crossref", "openalex", "snapshot"),
    "pmid": ("pubmed", "europepmc"),
}
"""Who is asked what the papers around are called, by the identifier they are known under; a later one only for what
those before it did not tell."""


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
        run = _Run(open_sources(client, settings, options.sources), reading.references, ledger, options, progress)
        run.ask_printed_identifiers()
        run.search()
        run.complete()
        library.add_records(ledger.records.values())
        works = {w.id: w for w in library.rebuild_works(merge_all)}
        matches = run.decide(works.values())
        library.add_matches(reading.article.id, matches)
        told = len(ledger.records)
        left_out = run.look_around([works[m.work] for m in matches if m.resolved and m.work])
        library.add_citations(ledger.citations)
        if len(ledger.records) > told:
            library.add_records(ledger.records.values())
            works = {w.id: w for w in library.rebuild_works(merge_all)}
            matches = run.decide(works.values())
            library.add_matches(reading.article.id, matches)
        library.add_asked(reading.article.id, ledger.asked.values())
        requests = dict(client.requests)
    unavailable = {a.source: a.reason or "" for a in reversed(ledger.asked.values()) if a.outcome == "unavailable"}
    return FetchResult(
        reading.article.id, matches, works, ledger.tally(requests), unavailable, left_out, run.citing_left_out
    )


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
        usable = sorted((i for i in work.identifiers if i.scheme in source.schemes), key=lambda i: rank(source, i))
        if usable and _needed(source.name, work):
            questions[usable[0]] = list(work.references)
    return questions


def choose_citing(lookups: Iterable[Lookup], limit: int) -> tuple[set[str], int]:
    """Of all works that sources name as citing one work, the `limit` most cited: every end (`str()` of an identifier)
    by which a citation names them, and how many works at least are left out (of the longest list: lists that go by
    different identifiers cannot be told apart). Works whose citations nobody counts come last, as they were named."""
    found = [lookup for lookup in lookups if isinstance(lookup, Found)]
    ends = {Identifier(*c.citing.split(":", 1)): () for lookup in found for c in lookup.citations}
    works = known_works(ends, (record for lookup in found for record in lookup.records))
    works.sort(key=lambda w: -max((r.fields.cited_by_count or 0 for r in w.records), default=0))
    longest = max((len({c.citing for c in lookup.citations}) for lookup in found), default=0)
    return {str(i) for work in works[:limit] for i in work.identifiers}, max(0, longest - limit)


def _only(answer: Lookup, kept: Set[str]) -> Lookup:
    """The answer without the citing works that were not chosen."""
    if not isinstance(answer, Found):
        return answer
    records = tuple(r for r in answer.records if any(str(i) in kept for i in r.identifiers))
    return Found(records, tuple(c for c in answer.citations if c.citing in kept))


def _same(papers: Mapping[Identifier, Sequence[str]], _: Source) -> Mapping[Identifier, Sequence[str]]:
    return papers


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
        self.named: set[Identifier] = set()
        """Papers around the cited ones that somebody was asked for."""
        self.citing_left_out = 0

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
        """Who cites the cited works, and what the papers around are called. Returns for how many of these nobody was
        asked."""
        small = len(cited) <= SMALL
        citing = self.options.citing if self.options.citing is not None else CITING if small else 0
        chosen = self._ask_citing(cited, citing) if citing else set()
        left_out = 0
        centre = {str(i) for work in cited for i in work.identifiers}
        for _ in range(self.options.depth):
            ends = self._ends(centre)
            wanted = sorted(ends, key=lambda i: str(i) not in chosen)
            if not small and self.options.depth < 2:
                wanted = [i for i in ends if str(i) in chosen]
            self._name(wanted, max(AROUND, len(chosen)))
            works = known_works(dict.fromkeys(ends, ()), self.ledger.records.values())
            left_out += sum(not work.records and not work.identifiers & self.named for work in works)
            centre |= {str(i) for work in works for i in work.identifiers}
        return left_out

    def _name(self, ends: Sequence[Identifier], most: int) -> None:
        """Fetch the metadata of works that nobody has told of yet, at most so many by each kind of identifier."""
        sources = {source.name: source for source in self.sources}
        for scheme, names in NAMING.items():
            known = {i for record in self.ledger.records.values() for i in record.identifiers}
            papers = [i for i in ends if i.scheme == scheme and i not in known][:most]
            self.named.update(papers)
            for source in (sources[name] for name in names if name in sources):
                known = {i for record in self.ledger.records.values() for i in record.identifiers}
                open_papers: dict[Identifier, Sequence[str]] = {i: () for i in papers if i not in known}
                ask_records([source], partial(_same, open_papers), self.ledger, self.options.jobs)

    def _ends(self, centre: Set[str]) -> list[Identifier]:
        """The other ends of all citations that touch the centre, sorted."""
        tied = {c for c in self.ledger.citations if c.citing in centre or c.cited in centre}
        ends = sorted({end for c in tied for end in (c.citing, c.cited)} - set(centre))
        return [Identifier(*end.split(":", 1)) for end in ends if ":" in end]

    def _ask_citing(self, cited: Sequence[Work], limit: int) -> set[str]:
        """Ask all who know for the works that cite each one, and keep the `limit` most cited of all that were named.
        Returns the ends of the citations that are kept."""

        def ask(source: Source) -> tuple[str, Mapping[Identifier, Lookup]]:
            ids = [min(usable, key=lambda i: rank(source, i)) for w in cited
                   if (usable := [i for i in w.identifiers if i.scheme in source.schemes])]  # fmt: skip
            return source.name, source.fetch_citing(ids, LISTED if source.name in LISTING else limit)

        knowing = [s for s in self.sources if s.knows_citing]
        self.progress(Event("fetch", f"asking who cites {len(cited)} works", 0, len(knowing)))
        answers = in_parallel(ask, knowing, self.options.jobs)
        chosen: set[str] = set()
        for work in cited:
            lookups = {(name, i): a[i] for name, a in answers for i in work.identifiers if i in a}
            kept, left_out = choose_citing(list(lookups.values()), limit)
            self.citing_left_out += left_out
            chosen |= kept
            for (name, identifier), answer in lookups.items():
                self.ledger.note(name, f"citing {identifier}", _only(answer, kept))
        return chosen

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
