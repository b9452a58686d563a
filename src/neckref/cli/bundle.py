"""`neckref bundle OUT.zip`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neckref.cli.console import say
from neckref.cli.options import LibraryOption, QuietOption, open_library, settings_of
from neckref.pipeline.bundle import bundle as make_bundle

app = typer.Typer(rich_markup_mode=None)


@app.command()
def bundle(
    target: Annotated[Path, typer.Argument(metavar="OUT.zip", help="The file to write.")],
    library: LibraryOption = None,
    quiet: QuietOption = False,
) -> None:
    """Pack library, article and outputs with their hashes into one file that can be replayed."""
    settings = settings_of(library=library)
    with open_library(settings, quiet=quiet) as held:
        members = make_bundle(held, target, settings)
    if not quiet:
        say(f"wrote {target}: {', '.join(members)}")
