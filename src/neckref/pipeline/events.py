"""What a pipeline says while it works; the command line shows it, everybody else may ignore it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One step forward, or one thing to know."""

    step: str
    """"read", "fetch", "link", …"""
    message: str
    done: int | None = None
    total: int | None = None


Progress = Callable[[Event], None]


def silent(event: Event) -> None:
    """Progress that shows nothing."""
