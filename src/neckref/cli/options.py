"""Options that several commands share, and what they do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from neckref.auditing import check_severities
from neckref.cli.console import note, progress
from neckref.errors import UserError
from neckref.library import Library
from neckref.model import SEVERITIES, Article, Reading
from neckref.pipeline.assemble import all_rules
from neckref.pipeline.fetch import fetch
from neckref.pipeline.link import link
from neckref.pipeline.read import is_identifier, read, read_identifiers
from neckref.settings import Settings, check_mailto, read_settings

LibraryOption = Annotated[
    Path | None, typer.Option("--library", help="The library file (default: neckref.db, or NECKREF_LIBRARY).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Data on stdout, and nothing else there.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes, only the result.")]
MailtoOption = Annotated[
    str | None, typer.Option("--mailto", help="Contact address for sources that give better service to known users.")
]
OfflineOption = Annotated[bool, typer.Option("--offline", help="Ask nobody: answer from the library and the snapshot.")]
RefreshOption = Annotated[bool, typer.Option("--refresh", help="Ask again, even where the stored answer is fresh.")]
SourceOption = Annotated[
    list[str] | None, typer.Option("--source", help="Ask only this source (may be given several times).")
]
CitingOption = Annotated[
    int | None,
    typer.Option("--citing", min=0, help="Citing works to bring for each cited one (default: 20 in a small run)."),
]
DepthOption = Annotated[int, typer.Option("--depth", min=1, max=2, help="2: also the references of references.")]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, max=64, help="Questions under way at once.")]
VocabularyOption = Annotated[
    Path | None, typer.Option("--vocabulary", help="A vocabulary file of your own, added to the built-in one.")
]
FailOnOption = Annotated[
    str | None, typer.Option("--fail-on", help="Leave with 1 for findings at or above: note, warning, error, or never.")
]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="File to write (default: stdout).")]


def settings_of(*, library: Path | None = None, mailto: str | None = None, vocabulary: Path | None = None) -> Settings:
    """The settings of this run: options over environment over files."""
    settings = read_settings()
    if library is not None:
        settings = replace(settings, library=library)
    if mailto is not None and mailto.strip():
        check_mailto(mailto.strip())
    if mailto is not None:
        settings = replace(settings, mailto=mailto.strip() or None)
    if vocabulary is not None:
        settings = replace(settings, vocabulary=vocabulary)
    if settings.severities:
        check_severities(all_rules(), settings.severities)
    return settings


def open_library(settings: Settings, *, quiet: bool = False, linked: bool = True) -> Library:
    """The library of an existing article. Where it is missing or holds none, the bundled article is fetched
    (and linked) into it first."""
    if settings.library.exists():
        library = Library(settings.library, readonly=True)
        if library.reading() is not None or library.works():
            return library
        library.close()
    library = Library(settings.library)
    if not quiet:
        note(f"{settings.library} holds no article yet: using the bundled one")
    with progress(quiet=quiet) as listener:
        fetch(library, read(None, settings), settings, progress=listener)
        if linked:
            link(library, settings, listener)
    return library


def note_unasked(unavailable: Iterable[str], otherwise: str, *, offline: bool) -> None:
    """One line on the sources that told nothing: not asked is one thing, could not be asked another."""
    names = ", ".join(sorted(unavailable))
    if names and offline:
        note(f"offline: {names} were not asked; {otherwise}")
    elif names:
        note(f"could not ask {names}: what they know is missing; {otherwise}")


def fails(severities: list[str], fail_on: str | None) -> bool:
    """Whether any severity is at or above `fail_on`. Raises UserError for an unknown level."""
    if fail_on in (None, "never"):
        return False
    if fail_on not in SEVERITIES:
        raise UserError(f"--fail-on takes {', '.join(SEVERITIES)} or never, got {fail_on!r}")
    return any(SEVERITIES.index(s) >= SEVERITIES.index(fail_on) for s in severities)


def readings_of(arguments: Sequence[str], settings: Settings) -> list[Reading]:
    """What the arguments name: an article or bibliography each, and all identifiers together as one list."""
    identifiers = [a for a in arguments if is_identifier(a)]
    readings = [read(a, settings) for a in arguments if a not in identifiers]
    if identifiers:
        readings.append(read_identifiers(identifiers))
    return readings


def title_of(article: Article | None) -> str:
    """What to call an article for people: its title, else where it came from."""
    return (article.title or article.origin) if article else ""


def count_of(number: int, noun: str) -> str:
    """ "1 claim", "2 claims"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
