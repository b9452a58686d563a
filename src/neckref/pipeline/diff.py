"""What the sources say now, against what is stored. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from neckref.http import Client
from neckref.library import Library
from neckref.model import Fields, Identifier, Record, Update, Work
from neckref.pipeline.ask import Ledger, SourceWatch, ask_records, open_sources, rank
from neckref.pipeline.events import Event, Progress, silent
from neckref.pipeline.read import user_agent
from neckref.settings import Settings, read_settings
from neckref.sources import Source

_RETRACTED = ("retraction", "partial-retraction", "withdrawal", "removal")
WATCHING = ("crossref", "openalex", "pubmed")
"""Sources that know of retractions: asked for every work, whether they had told of it before or not."""
VANISHED = "record"
"""Field of a change by which a source no longer knows a work that it knew."""
_NEVER = frozenset({"cited_by_count"})
"""Fields that change every day and say nothing about the work."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one source's record that is not what it was."""

    work: str
    source: str
    field: str
    """Name of the field; "retraction" for a new one; "record" where the source no longer knows the work (`before`: by
    what it was asked)."""
    before: Any
    now: Any

    @property
    def rank(self) -> tuple[int, str, str, str]:
        """Order in which people should see it: new retractions, vanished records, other notices, the rest."""
        order = {"retraction": 0, VANISHED: 1, "updates": 2}.get(self.field, 3)
        return order, self.work, self.source, self.field


@dataclass(frozen=True, slots=True)
class DiffResult:
    """All changes, new retractions first, and who could not be asked."""

    changes: tuple[Change, ...]
    compared: int
    """Records that a source answered again."""
    unavailable: dict[str, str]


def diff(library: Library, settings: Settings | None = None, progress: Progress = silent) -> DiffResult:
    """Ask again for the works of the current article (all works without one) and compare.

    Each source is asked for the records that are stored of it, and those that know of retractions for every work.
    """
    settings = settings or read_settings()
    emap = library.map()
    works = emap.cited if emap.article else emap.works
    by_id = {work.id: work for work in works}
    stored = {(r.source, r.id): r for r in library.records()}
    ledger = Ledger()
    with Client(user_agent=user_agent(settings), on_event=SourceWatch("diff", progress)) as client:
        sources = open_sources(client, settings)
        progress(Event("diff", f"asking {len(sources)} sources for {len(works)} works", 0, len(works)))
        ask_records(sources, partial(_questions, works, stored), ledger, 8)
    changes: list[Change] = []
    compared = 0
    for (name, question, work_id), asked in ledger.asked.items():
        work = by_id[work_id]
        before = next((stored[k] for k in work.records if k[0] == name and k in stored), None)
        found = [ledger.records[k] for k in ledger.candidates[work_id] if k[0] == name]
        now = next((r for r in found if before and r.id == before.id), found[0] if found else None)
        compared += bool(before and now)
        if now is not None:
            changes += compare_records(work_id, before, now) if before else _news(work, now)
        elif before is not None and asked.outcome == "not found":
            changes.append(Change(work_id, name, VANISHED, question, None))
    unavailable = {a.source: a.reason or "" for a in reversed(ledger.asked.values()) if a.outcome == "unavailable"}
    absent = {source for work in works for source, _ in work.records} - {s.name for s in sources}
    unavailable |= dict.fromkeys(sorted(absent), "has no key or file in the settings now, or is not installed")
    return DiffResult(tuple(sorted(changes, key=lambda c: c.rank)), compared, unavailable)


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


def _news(work: Work, now: Record) -> list[Change]:
    """Retractions told by a source that had not told anything before."""
    new = _new_updates(work.fields.updates, now.fields.updates)
    return [Change(work.id, now.source, "retraction", None, u) for u in new if u.kind in _RETRACTED]


def _new_updates(before: Iterable[Update], now: Iterable[Update]) -> list[Update]:
    known = {(u.kind, u.notice) for u in before}
    return [u for u in now if (u.kind, u.notice) not in known]


def _questions(
    works: Iterable[Work], stored: Mapping[tuple[str, str], Record], source: Source
) -> dict[Identifier, tuple[str, ...]]:
    """The identifier that a source is asked for each work by: of its own record where there is one."""
    questions: dict[Identifier, tuple[str, ...]] = {}
    for work in works:
        own = next((stored[k].identifiers for k in work.records if k[0] == source.name and k in stored), None)
        if own is None and source.name in WATCHING:
            own = work.identifiers
        usable = [i for i in own or () if i.scheme in source.schemes]
        if usable:
            questions[min(usable, key=lambda i: rank(source, i))] = (work.id,)
    return questions
