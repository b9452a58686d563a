"""`neckref fetch`: references → works, into the library."""

from __future__ import annotations

from typing import Annotated

import typer

from neckref.cli.app import INCOMPLETE
from neckref.cli.console import note, print_json, progress, say, table
from neckref.cli.options import (
    CitingOption,
    DepthOption,
    FailOnOption,
    JobsOption,
    JsonOption,
    LibraryOption,
    MailtoOption,
    OfflineOption,
    QuietOption,
    RefreshOption,
    SourceOption,
    VocabularyOption,
    fails,
    readings_of,
    settings_of,
    title_of,
)
from neckref.library import Library
from neckref.model import Reading
from neckref.pipeline.assemble import load_map
from neckref.pipeline.fetch import FetchOptions, FetchResult
from neckref.pipeline.fetch import fetch as fetch_article
from neckref.pipeline.read import read_current

app = typer.Typer(rich_markup_mode=None)


@app.command()
def fetch(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARTICLE|doi:…|pmid:…|FILE.bib",
            help="An article, a bibliography, or identifiers, each taken as a reference "
            "(default: the library's current article, else the bundled one).",
        ),
    ] = None,
    library: LibraryOption = None,
    offline: OfflineOption = False,
    refresh: RefreshOption = False,
    source: SourceOption = None,
    citing: CitingOption = None,
    depth: DepthOption = 1,
    mailto: MailtoOption = None,
    jobs: JobsOption = 8,
    vocabulary: VocabularyOption = None,
    fail_on: FailOnOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Resolve references and fetch what the sources know of them into the library.

    Leaves with 3 where a reference stayed undecided because a source could not be asked.
    """
    settings = settings_of(library=library, mailto=mailto, vocabulary=vocabulary)
    fails([], fail_on)
    options = FetchOptions(offline, refresh, tuple(source or ()), citing, depth, jobs)
    readings = readings_of(what or [], settings)
    with Library(settings.library) as held:
        if not readings:
            readings = [read_current(held, settings)]
        results = []
        for reading in readings:
            with progress(quiet=quiet or as_json) as listener:
                results.append(fetch_article(held, reading, settings, options, listener))
        severities = [f.severity for f in load_map(held, settings).findings]
    if as_json:
        plain = [r.plain() for r in results]
        print_json(plain[0] if len(plain) == 1 else plain)
    else:
        for reading, result in zip(readings, results, strict=True):
            show_result(reading, result, quiet=quiet)
    if any(r.undecided for r in results):
        raise typer.Exit(INCOMPLETE)
    raise typer.Exit(int(fails(severities, fail_on)))


def show_result(reading: Reading, result: FetchResult, *, quiet: bool = False) -> None:
    """Verdicts and works for people, and how the sources did."""
    rows = []
    for match in result.matches:
        work = result.works.get(match.work or "")
        title = work.fields.title if work else match.reason
        rows.append((match.reference, match.verdict, title or "", work.id if work and match.resolved else ""))
    say(title_of(reading.article), style="bold")
    for text in () if quiet else reading.article.notes:
        note(f"note: {text}")
    if rows:
        table(("reference", "verdict", "work", "identifier"), rows)
    else:
        say("no references: nothing to resolve")
    if quiet:
        return
    for name, reason in result.unavailable.items():
        note(f"could not ask {name}: {reason.removeprefix(f'{name}: ')}")
    if result.citing_left_out:
        note(f"at least {result.citing_left_out} more works cite these; --citing brings more of them")
    if result.left_out:
        note(f"{result.left_out} papers around the cited ones were not asked for; --depth 2 asks for more of them")
