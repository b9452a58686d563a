"""What the sources say now, against what is stored. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from neckref.http import Client
from neckref.library import Library
from neckref.model import SCHEMES, Fields, Identifier, Record, Update
from neckref.pipeline.ask import Ledger, SourceWatch, ask_records, open_sources
from neckref.pipeline.events import Event, Progress, silent
from neckref.pipeline.read import user_agent
from neckref.settings import Settings, read_settings
from neckref.sources import Source

_RETRACTED = ("retraction", "partial-retraction", "withdrawal", "removal")
_NEVER = frozenset({"cited_by_count"})
"""Fields that change every day and say nothing about the work."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one source's record that is not what it was."""

    work: str
    source: str
    field: str
    """Name of the field; "retraction" for a new one."""
    before: Any
    now: Any

    @property
    def rank(self) -> tuple[int, str, str, str]:
        """Order in which people should see it: new retractions, other notices, the rest."""
        order = {"retraction": 0, "updates": 1}.get(self.field, 2)
        return order, self.work, self.source, self.field


@dataclass(frozen=True, slots=True)
class DiffResult:
    """All changes, new retractions first, and who could not be asked."""

    changes: tuple[Change, ...]
    compared: int
    """Records that a source answered again."""
    unavailable: dict[str, str]


def diff(library: Library, settings: Settings | None = None, progress: Progress = silent) -> DiffResult:
    """Ask every source again for the works of the current article (all works without one) and compare."""
    settings = settings or read_settings()
    emap = library.map()
    works = emap.cited if emap.article else emap.works
    stored = {(r.source, r.id): r for r in library.records()}
    owner = {key: work.id for work in works for key in work.records}
    mine = [record for key, record in stored.items() if key in owner]
    ledger = Ledger()
    with Client(user_agent=user_agent(settings), on_event=SourceWatch("diff", progress)) as client:
        sources = open_sources(client, settings)
        progress(Event("diff", f"asking {len(sources)} sources for {len(works)} works", 0, len(works)))
        ask_records(sources, lambda source: _ids_of(source, mine), ledger, 8)
    again = {key: record for key, record in ledger.records.items() if key in owner and key in stored}
    changes = [c for key, now in again.items() for c in compare_records(owner[key], stored[key], now)]
    unavailable = {a.source: a.reason or "" for a in ledger.asked.values() if a.outcome == "unavailable"}
    return DiffResult(tuple(sorted(changes, key=lambda c: c.rank)), len(again), unavailable)


def compare_records(work: str, before: Record, now: Record) -> tuple[Change, ...]:
    """Changes between two records of one source; a new retraction is a change of its own."""
    if before.payload_sha256 == now.payload_sha256 and before.fields == now.fields:
        return ()
    new = _new_updates(before.fields.updates, now.fields.updates)
    changes = [Change(work, now.source, "retraction", None, u) for u in new if u.kind in _RETRACTED]
    for name in Fields.__dataclass_fields__:
        old, new = getattr(before.fields, name), getattr(now.fields, name)
        if old != new and name not in _NEVER:
            changes.append(Change(work, now.source, name, old, new))
    return tuple(changes)


def _new_updates(before: Iterable[Update], now: Iterable[Update]) -> list[Update]:
    known = {(u.kind, u.notice) for u in before}
    return [u for u in now if (u.kind, u.notice) not in known]


def _ids_of(source: Source, records: Iterable[Record]) -> dict[Identifier, tuple[str, ...]]:
    """The identifier that each stored record of a source goes by."""
    ids: dict[Identifier, tuple[str, ...]] = {}
    for record in records:
        usable = [i for i in record.identifiers if i.scheme in source.schemes]
        if record.source == source.name and usable:
            ids[min(usable, key=lambda i: SCHEMES.index(i.scheme))] = ()
    return ids
