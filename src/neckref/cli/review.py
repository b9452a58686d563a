"""`neckref review`: decide claim by claim in the browser."""

from __future__ import annotations

import contextlib
import webbrowser
from typing import Annotated

import typer

from neckref.cli.console import say
from neckref.cli.options import LibraryOption, QuietOption, count_of, open_library, settings_of
from neckref.library import Library
from neckref.pipeline.review import ReviewServer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def review(
    library: LibraryOption = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port on 127.0.0.1 (0: a free one).")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page at once.")] = True,
    quiet: QuietOption = False,
) -> None:
    """Decide claim by claim in the browser, on this machine only. Ctrl-C ends it; decisions are saved at once."""
    settings = settings_of(library=library)
    open_library(settings, quiet=quiet).close()
    with Library(settings.library) as held, ReviewServer(held, settings, port) as server:
        say(f"Review at {server.address} (Ctrl-C ends it)")
        if browser:
            webbrowser.open(server.address)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
        say(f"{count_of(len(held.map().decisions), 'decision')} in the library")
