"""`neckref doctor`: settings, reach of each source, state of the library."""

from __future__ import annotations

import typer

from neckref.cli.app import CANNOT
from neckref.cli.console import print_json, progress, say, table
from neckref.cli.options import JsonOption, LibraryOption, OfflineOption, QuietOption, settings_of
from neckref.pipeline.doctor import examine

app = typer.Typer(rich_markup_mode=None)


@app.command()
def doctor(
    library: LibraryOption = None,
    offline: OfflineOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show settings, whether each source can be reached, and whether the library is whole.

    Leaves with 2 where the library is damaged; a source that cannot be reached is not an error.
    """
    settings = settings_of(library=library)
    with progress(quiet=quiet or as_json):
        result = examine(settings, offline=offline)
    if as_json:
        print_json(result.plain())
    else:
        table(("setting", "value"), result.settings)
        say()
        table(("source", "reach"), list(result.sources.items()))
        say()
        table(("library", "state"), list(result.library.items()))
        for problem in result.problems:
            say(f"problem: {problem}", style="bold red")
    raise typer.Exit(CANNOT if result.problems else 0)
