"""What a pipeline says while it works; the command line shows it, everybody else may ignore it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SourceState:
    """How one source is doing in a run. Counts are requests: what the store answers is asked nobody."""

    source: str
    asked: int = 0
    answered: int = 0
    from_store: int = 0
    waiting_until: datetime | None = None
    """UTC time until which nothing is sent to it; past or None: it is not waiting."""
    reason: str | None = None
    """Why it is waited for ("its turn", "HTTP 429, Retry-After"), or why it is down."""
    down: bool = False
    """Left alone for the rest of the run."""


@dataclass(frozen=True, slots=True)
class Event:
    """One step forward, or one thing to know."""

    step: str
    """"read", "fetch", "link", …"""
    message: str
    done: int | None = None
    total: int | None = None
    state: SourceState | None = None
    """Where the event is about one source: how it is doing now."""


Progress = Callable[[Event], None]


def silent(event: Event) -> None:
    """Progress that shows nothing."""
