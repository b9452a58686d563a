"""`neckref audit`: findings, in the form that whoever reads them wants."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from neckref import registry
from neckref.auditing import check_names
from neckref.auditing.renderers import fingerprint
from neckref.cli.app import INCOMPLETE
from neckref.cli.console import note, print_raw, progress
from neckref.cli.options import (
    LibraryOption,
    OfflineOption,
    OutputOption,
    QuietOption,
    count_of,
    fails,
    open_library,
    readings_of,
    settings_of,
)
from neckref.errors import UserError
from neckref.library import Library
from neckref.pipeline.assemble import all_rules, load_map
from neckref.pipeline.audit import place_findings
from neckref.pipeline.export import draw, write_file
from neckref.pipeline.fetch import FetchOptions, fetch
from neckref.pipeline.link import link
from neckref.settings import Settings

app = typer.Typer(rich_markup_mode=None)

_NAMING_LINES = ("sarif", "github")
"""Formats that other tools show beside the lines of the file."""


@app.command()
def audit(
    article: Annotated[
        str | None,
        typer.Argument(
            metavar="ARTICLE|FILE.bib",
            help="An article or a bibliography to fetch and link first (default: what the library holds).",
        ),
    ] = None,
    library: LibraryOption = None,
    form: Annotated[
        str | None, typer.Option("--format", help="text (default), json, markdown, html, sarif or github.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="Leave with 1 for findings at or above: note, warning, error, or never.")
    ] = "error",
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="Leave out the findings of this earlier `--format json` output.")
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", help="Only these codes, families (NR3) or names, with commas or repeated."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="Not these codes, families or names, with commas or repeated.")
    ] = None,
    offline: OfflineOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """List findings: what does not hold, what is missing, what was not checked.

    Leaves with 1 where a finding is at or above --fail-on, else with 3 where a reference is undecided because a source
    could not be asked.
    """
    settings = settings_of(library=library)
    fails([], fail_on)
    selected, ignored = _split(select), _split(ignore)
    check_names(all_rules(), [*selected, *ignored])
    form = _format_of(form, as_json=as_json)
    known = _read_baseline(baseline) if baseline else set()
    if article is not None:
        _take_in(article, settings, offline=offline, quiet=quiet)
    with open_library(settings, quiet=quiet) as held:
        emap = load_map(held, settings, select=selected, ignore=ignored)
    new = tuple(f for f in emap.findings if fingerprint(f.code, f.subject, f.message) not in known)
    if known and not quiet:
        note(f"{count_of(len(emap.findings) - len(new), 'finding')} of the baseline left out")
    emap = replace(emap, findings=new)
    if form in _NAMING_LINES:
        emap = place_findings(emap)
    content = draw(emap, "report") if form == "html" else registry.load("renderers", form)(emap, all_rules())
    if output is None:
        print_raw(content if isinstance(content, str) else content.decode())
    else:
        write_file(output, content)
    undecided = any(m.verdict == "undecided" for m in emap.matches)
    failed = fails([f.severity for f in new], fail_on)
    raise typer.Exit(1 if failed else INCOMPLETE if undecided else 0)


def _format_of(form: str | None, *, as_json: bool) -> str:
    """The one format that both options ask for. Raises UserError where they contradict or nobody knows it."""
    if as_json and form not in (None, "json"):
        raise UserError(f"--json and --format {form} say two things: give one of them")
    form = form or ("json" if as_json else "text")
    if form not in (formats := ("html", *registry.names("renderers"))):
        raise UserError(f"no format {form!r}; there are {', '.join(sorted(formats))}")
    return form


def _take_in(article: str, settings: Settings, *, offline: bool, quiet: bool) -> None:
    """Fetch and link the article, so that it is what the library holds."""
    with Library(settings.library) as held, progress(quiet=quiet) as listener:
        for reading in readings_of([article], settings):
            fetch(held, reading, settings, FetchOptions(offline), listener)
        link(held, settings, listener)


def _split(names: list[str] | None) -> list[str]:
    return [name.strip() for given in names or () for name in given.split(",") if name.strip()]


def _read_baseline(path: Path) -> set[str]:
    try:
        findings = json.loads(path.read_text("utf-8"))["findings"]
        return {fingerprint(f["code"], f["subject"], f["message"]) for f in findings}
    except OSError as error:
        raise UserError(f"cannot read the baseline {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} is no baseline: make one with `neckref audit --format json -o {path}`") from error
