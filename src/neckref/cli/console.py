"""What people see while and after a command runs. Everything that came from outside is escaped on its way."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from neckref.pipeline.events import Event, silent
from neckref.pipeline.events import Progress as Listener
from neckref.text.display import escape_control

err = Console(stderr=True, highlight=False)


def say(text: str = "", *, style: str = "") -> None:
    """One line of human output on stdout."""
    console().print(Text(escape_control(text), style=style), soft_wrap=True)


def note(text: str) -> None:
    """One line of diagnostics on stderr."""
    err.print(Text(escape_control(text), style="dim"), soft_wrap=True)


def print_json(value: Any) -> None:
    """Data on stdout, and nothing else there."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


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
    return Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 100)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Listener]:
    """A listener for pipelines: a bar on a terminal; nothing on a pipe, or where `quiet`."""
    if quiet or not err.is_terminal:
        yield silent
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        task = bars.add_task("", total=None)

        def show(event: Event) -> None:
            bars.update(task, description=escape_control(event.message), total=event.total, completed=event.done or 0)

        yield show
