"""`neckref diff`: what changed at the sources since the records were stored."""

from __future__ import annotations

import typer

from neckref.cli.app import INCOMPLETE
from neckref.cli.console import print_json, progress, say, table
from neckref.cli.options import (
    JsonOption,
    LibraryOption,
    MailtoOption,
    QuietOption,
    count_of,
    open_library,
    settings_of,
)
from neckref.model import Update
from neckref.model.plain import plain_value
from neckref.pipeline.diff import diff as diff_library

app = typer.Typer(rich_markup_mode=None)


@app.command()
def diff(
    library: LibraryOption = None,
    mailto: MailtoOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show what changed at the sources since the records were stored: new retractions first. Changes nothing.

    Leaves with 3 where a source could not be asked.
    """
    settings = settings_of(library=library, mailto=mailto)
    with open_library(settings, quiet=quiet) as held, progress(quiet=quiet or as_json) as listener:
        result = diff_library(held, settings, listener)
    if as_json:
        print_json(
            {
                "changes": [
                    {"work": c.work, "source": c.source, "field": c.field, "before": plain_value(c.before),
                     "now": plain_value(c.now)}
                    for c in result.changes
                ],
                "compared": result.compared,
                "unavailable": result.unavailable,
            }
        )  # fmt: skip
    else:
        if result.changes:
            rows = [(c.field, c.work, c.source, _text(c.before), _text(c.now)) for c in result.changes]
            table(("field", "work", "source", "stored", "now"), rows)
        changes, records = count_of(len(result.changes), "change"), count_of(result.compared, "record")
        say(f"{changes} in {records} that could be compared")
        for name, reason in result.unavailable.items():
            say(f"not compared: could not ask {name}: {reason.removeprefix(f'{name}: ')}")
    raise typer.Exit(INCOMPLETE if result.unavailable else 0)


def _text(value: object) -> str:
    if isinstance(value, Update):
        return " ".join(str(part) for part in (value.kind, value.date, value.notice) if part)
    if isinstance(value, tuple):
        return "; ".join(_text(v) for v in value)
    return "" if value is None else str(value)
