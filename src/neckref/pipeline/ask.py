"""Sources asked side by side, and the memory of what was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TypeVar

from neckref import registry
from neckref.errors import UserError
from neckref.http import Client, HttpEvent
from neckref.model import SCHEMES, Asked, Citation, Found, Identifier, Lookup, Query, Record, Unavailable
from neckref.pipeline.events import Event, Progress, SourceState
from neckref.settings import Settings
from neckref.sources import Source

T = TypeVar("T")
R = TypeVar("R")
Questions = Mapping[Identifier, Sequence[str]]
"""Identifier to ask for → ids of the references it stands for (none for the papers around)."""

ORDER = (
    "crossref",
    "openalex",
    "europepmc",
    "pubmed",
    "datacite",
    "doi",
    "opencitations",
    "retractionwatch",
    "snapshot",
)
"""The sources asked by default, in this order; plug-ins follow before the snapshot, which is always last."""
OPTIONAL = ("semanticscholar", "unpaywall")
"""Asked where `--source` names them, or a key is set."""


def open_sources(client: Client, settings: Settings, only: Sequence[str] = ()) -> tuple[Source, ...]:
    """The sources of a run, in the order they are asked. Raises UserError for an unknown name in `only`."""
    installed = registry.names("sources")
    for name in only:
        if name not in installed:
            raise UserError(f"no source named {name!r}; installed: {', '.join(installed)}")
    chosen = only or [n for n in installed if n not in OPTIONAL or settings.keys.get(n)]
    if not only and settings.retractionwatch is None:
        chosen = [n for n in chosen if n != "retractionwatch"]
    rank = {name: n for n, name in enumerate(ORDER)}
    middle = len(ORDER) - 1.5
    return tuple(
        registry.load("sources", name)(
            client, base_url=_address(name, settings), mailto=settings.mailto, key=settings.keys.get(name)
        )
        for name in sorted(chosen, key=lambda n: (rank.get(n, middle), n))
    )


def _address(name: str, settings: Settings) -> str:
    if name == "retractionwatch":
        return str(settings.retractionwatch or "")
    return settings.base_urls.get(name, "")


@dataclass(slots=True)
class Ledger:
    """What was asked in a run and what came of it. The only mutable value of the pipeline."""

    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    citations: set[Citation] = field(default_factory=set)
    asked: dict[tuple[str, str, str], Asked] = field(default_factory=dict)
    candidates: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    """Reference id → keys of the records that came up for it."""
    unavailable: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Reference id → names of sources that could not be asked for it."""
    _questions: set[tuple[str, str]] = field(default_factory=set)

    def note(self, source: str, question: str, answer: Lookup, references: Iterable[str] = ()) -> None:
        """Write one answer down, for the references it was asked for."""
        found = answer if isinstance(answer, Found) else Found()
        for record in found.records:
            self.records[(record.source, record.id)] = record
        self.citations.update(found.citations)
        reason = answer.reason if isinstance(answer, Unavailable) else None
        outcome = "unavailable" if reason is not None else "found" if isinstance(answer, Found) else "not found"
        self._questions.add((source, question))
        at = max((r.fetched_at for r in found.records), default=_now())
        for reference in tuple(references) or ("",):
            self.asked[(source, question, reference)] = Asked(source, question, outcome, at, reason, reference or None)
            if reference:
                self.candidates[reference].update((r.source, r.id) for r in found.records)
                if reason is not None:
                    self.unavailable[reference].add(source)

    def was_asked(self, source: str, question: str) -> bool:
        """Whether that question was put to that source in this run."""
        return (source, question) in self._questions

    def tally(self, requests: Mapping[str, int]) -> dict[str, dict[str, int]]:
        """Counts by source, in the form of `fetch --json`."""
        table: dict[str, dict[str, int]] = {}
        questions = {(a.source, a.question): a.outcome for a in self.asked.values()}
        for (source, _), outcome in sorted(questions.items()):
            row = table.setdefault(source, {"asked": 0, "found": 0, "not_found": 0, "unavailable": 0, "requests": 0})
            row["asked"] += 1
            row[outcome.replace(" ", "_")] += 1
        for source, row in table.items():
            row["requests"] = requests.get(source, 0)
        return table


class SourceWatch:
    """Turns what a client tells of its requests into events that say how each source is doing. Thread-safe."""

    def __init__(self, step: str, progress: Progress) -> None:
        self._step, self._progress = step, progress
        self._states: dict[str, SourceState] = {}
        self._lock = Lock()

    def __call__(self, event: HttpEvent) -> None:
        """Count one event of the client and pass on the new state of its source."""
        with self._lock:
            state = advance(self._states.get(event.service, SourceState(event.service)), event, datetime.now(UTC))
            self._states[event.service] = state
            self._progress(Event(self._step, event.service, state=state))


def advance(state: SourceState, event: HttpEvent, now: datetime) -> SourceState:
    """The state after one event. A wait ends with its time; of two the longer one stands."""
    if event.kind == "sent":
        return replace(state, asked=state.asked + 1)
    if event.kind == "answered":
        return replace(state, answered=state.answered + 1)
    if event.kind == "from store":
        return replace(state, from_store=state.from_store + 1)
    if event.kind == "down":
        return replace(state, down=True, waiting_until=None, reason=event.reason)
    until = now + timedelta(seconds=event.seconds or 0.0)
    if state.down or (state.waiting_until is not None and state.waiting_until > until):
        return state
    return replace(state, waiting_until=until, reason=event.reason)


def rank(source: Source, identifier: Identifier) -> tuple[bool, int, str]:
    """Order in which a work's identifiers suit a source: PubMed's batches go by PMID, all others by DOI first."""
    return source.name == "pubmed" and identifier.scheme != "pmid", SCHEMES.index(identifier.scheme), identifier.value


def ask_records(sources: Sequence[Source], wanted: Callable[[Source], Questions], ledger: Ledger, jobs: int) -> None:
    """Ask each source for what `wanted` gives for it and it was not asked yet; sources in parallel."""
    ask_lanes([[source] for source in sources], lambda _: wanted, ledger, jobs)


def ask_lanes(
    lanes: Sequence[Sequence[Source]],
    plan: Callable[[Sequence[Record]], Callable[[Source], Questions]],
    ledger: Ledger,
    jobs: int,
) -> None:
    """Ask sources for records: lanes side by side, the sources of a lane one after another.

    `plan`: by the records that a lane knows → what each source is to be asked; what it was asked already is left out.
    What other lanes bring meanwhile is not among the records, so that what is asked never depends on who is quicker.
    """
    before = tuple(ledger.records.values())
    planned = plan(before)

    def ask(lane: Sequence[Source]) -> list[tuple[Source, Questions, Mapping[Identifier, Lookup]]]:
        wanted, records = planned, before
        asked: list[tuple[Source, Questions, Mapping[Identifier, Lookup]]] = []
        for source in lane:
            new = {i: r for i, r in wanted(source).items() if not ledger.was_asked(source.name, str(i))}
            answers = source.fetch_records(list(new)) if new else {}
            asked.append((source, new, answers))
            found = tuple(r for answer in answers.values() if isinstance(answer, Found) for r in answer.records)
            if found and source is not lane[-1]:
                records += found
                wanted = plan(records)
        return asked

    for asked in in_parallel(ask, lanes, jobs):
        for source, new, answers in asked:
            for identifier, answer in answers.items():
                ledger.note(source.name, str(identifier), answer, new.get(identifier, ()))


def ask_search(source: Source, queries: Mapping[str, Query], ledger: Ledger, jobs: int) -> None:
    """Search one source for references (by id)."""

    def ask(item: tuple[str, Query]) -> tuple[str, Query, Lookup]:
        return item[0], item[1], source.search_records(item[1])

    for reference, query, answer in in_parallel(ask, list(queries.items()), jobs):
        ledger.note(source.name, f"search: {query.text}", answer, [reference])


def in_parallel(function: Callable[[T], R], items: Sequence[T], jobs: int) -> list[R]:
    """`[function(i) for i in items]`, in threads; an interrupt waits for nothing that has not begun."""
    if jobs < 2 or len(items) < 2:
        return [function(item) for item in items]
    pool = ThreadPoolExecutor(min(jobs, len(items)), thread_name_prefix="neckref")
    try:
        return list(pool.map(function, items))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
