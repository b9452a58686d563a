"""`neckref verify BUNDLE`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neckref.cli.console import print_json, say
from neckref.cli.options import JsonOption, QuietOption
from neckref.pipeline.bundle import verify as verify_bundle

app = typer.Typer(rich_markup_mode=None)


@app.command()
def verify(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="A file that `neckref bundle` wrote.")],
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Check a bundle: its hashes, its library, and that a replay gives the same outputs. Leaves with 1 where not."""
    result = verify_bundle(bundle)
    if as_json:
        print_json({"members": result.members, "problems": list(result.problems)})
    else:
        for problem in result.problems:
            say(f"problem: {problem}", style="bold red")
        if not result.problems and not quiet:
            say(f"{result.members} members are as packed, and the library gives the same outputs again")
    raise typer.Exit(int(bool(result.problems)))
