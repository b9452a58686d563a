"""What people see while and after a command runs. Everything that came from outside is escaped on its way."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from neckref.pipeline.events import Event, SourceState, silent
from neckref.pipeline.events import Progress as Listener
from neckref.text.display import escape_control, json_text


class _Console(Console):
    """rich's console, but a reader who has seen enough does not make it leave with 1, the code for findings."""

    def on_broken_pipe(self) -> None:
        """Called while the BrokenPipeError is handled: it ends the command where its output is no longer read, and
        nothing where only its notes are not."""
        if not self.stderr:
            raise  # noqa: PLE0704 - rich calls this where the error is handled
        self.quiet = True


err = _Console(stderr=True, highlight=False)
_LONG = 5.0
"""Seconds of waiting from which on the time of day is told at which it ends."""


def say(text: str = "", *, style: str = "") -> None:
    """One line of human output on stdout."""
    console().print(Text(escape_control(text), style=style), soft_wrap=True)


def note(text: str) -> None:
    """One line of diagnostics on stderr."""
    err.print(Text(escape_control(text), style="dim"), soft_wrap=True)


def print_json(value: Any) -> None:
    """Data on stdout, and nothing else there."""
    sys.stdout.write(json_text(value))


def print_raw(text: str) -> None:
    """An export on stdout, as it is."""
    sys.stdout.write(text)


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "") -> None:
    """A table on stdout that folds long cells."""
    grid = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for header in headers:
        grid.add_column(header, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(escape_control(cell)) for cell in row))
    console().print(grid)


def console() -> Console:
    """stdout, made when used, so that tests may replace the stream. 100 columns where it is not a terminal."""
    return _Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 100)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Listener]:
    """A listener for pipelines: what is going on and a line for each source on a terminal; nothing on a pipe, or
    where `quiet`."""
    if quiet or not err.is_terminal:
        yield silent
        return
    board = Board()
    with Live(get_renderable=board.render, console=err, transient=True, refresh_per_second=8):
        yield board.show


class Board:
    """What is shown while a pipeline works: its step, and under it a line for each source it asks."""

    def __init__(self) -> None:
        self._spinner = Spinner("dots")
        self._states: dict[str, SourceState] = {}

    def show(self, event: Event) -> None:
        """Take in one event."""
        if event.state is not None:
            self._states[event.state.source] = event.state
            return
        count = f" {event.done}/{event.total}" if event.done and event.total else ""
        self._spinner.update(text=Text(escape_control(event.message) + count))

    def render(self) -> RenderableType:
        """The lines as they stand at this moment."""
        grid = Table.grid(padding=(0, 2), expand=True)
        for _ in range(3):
            grid.add_column(no_wrap=True)
        grid.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        for state in tuple(self._states.values()):
            kept = f", {state.from_store} stored" if state.from_store else ""
            cells = (
                f"  {escape_control(state.source)}",
                f"asked {state.asked}",
                f"answered {state.answered}{kept}",
                _standing(state, datetime.now(UTC)),
            )
            grid.add_row(*map(Text, cells))
        return Group(self._spinner, grid)


def _standing(state: SourceState, now: datetime) -> str:
    """What a source is waiting for and until when, or why it is down; "" where it is simply asked."""
    reason = escape_control((state.reason or "").removeprefix(f"{state.source}: "))
    if state.down:
        return f"down: {reason}"
    if state.waiting_until is None or state.waiting_until <= now:
        return ""
    left = (state.waiting_until - now).total_seconds()
    if left < _LONG:
        return f"waiting {left:.1f} s: {reason}"
    return f"waiting until {state.waiting_until.astimezone():%H:%M:%S}: {reason}"
