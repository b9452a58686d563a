"""`neckref show WORK`: each field, who says it, who dissents."""

from __future__ import annotations

from typing import Annotated

import typer

from neckref.cli.console import print_json, say, table
from neckref.cli.options import JsonOption, LibraryOption, QuietOption, open_library, settings_of
from neckref.model import Sourced
from neckref.model.plain import plain_value, plain_work
from neckref.pipeline.assemble import load_map
from neckref.pipeline.decide import find_work

app = typer.Typer(rich_markup_mode=None)


@app.command()
def show(
    work: Annotated[
        str, typer.Argument(metavar="WORK", help="Id or DOI of the work, or the reference that stands for it (ref-1).")
    ],
    library: LibraryOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show a work field by field: who says it, who dissents, what nobody has verified."""
    settings = settings_of(library=library)
    with open_library(settings, quiet=quiet) as held:
        found = find_work(load_map(held, settings), work, held.works())
    if as_json:
        print_json(plain_work(found))
        return
    say(found.fields.title or found.id, style="bold")
    table(
        ("field", "value", "said by", "others say"), [_row(name, said) for name, said in sorted(found.sourced.items())]
    )


def _row(name: str, said: Sourced) -> tuple[str, str, str, str]:
    value = _text(said.value) + ("" if said.verified else " (not verified)")
    return name, value, ", ".join(said.said_by), "; ".join(f"{d.source}: {_text(d.value)}" for d in said.dissent)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(_text(v) for v in value)
    plain = plain_value(value)
    if isinstance(plain, dict):
        return " ".join(str(v) for v in plain.values() if v) if "kind" in plain else str(value)
    return str(value)
