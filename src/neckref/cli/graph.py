"""`neckref graph [--html F] [--svg F] [--png F]`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neckref.cli.console import say
from neckref.cli.options import LibraryOption, QuietOption, open_library, settings_of
from neckref.pipeline.assemble import load_map
from neckref.pipeline.export import draw, write_file

app = typer.Typer(rich_markup_mode=None)


@app.command()
def graph(
    library: LibraryOption = None,
    html: Annotated[Path | None, typer.Option("--html", help="The interactive page, one file.")] = None,
    svg: Annotated[Path | None, typer.Option("--svg", help="The picture, for print.")] = None,
    png: Annotated[Path | None, typer.Option("--png", help="The picture, in pixels.")] = None,
    quiet: QuietOption = False,
) -> None:
    """Draw claims, papers and the papers around them (default: graph.html and graph.svg here)."""
    settings = settings_of(library=library)
    wanted = {"graph": html, "svg": svg, "png": png}
    if not any(wanted.values()):
        wanted = {"graph": Path("graph.html"), "svg": Path("graph.svg"), "png": None}
    with open_library(settings, quiet=quiet) as held:
        emap = load_map(held, settings)
    for view, path in wanted.items():
        if path is not None:
            write_file(path, draw(emap, view))
            if not quiet:
                say(f"wrote {path}")
