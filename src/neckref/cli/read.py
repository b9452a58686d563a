"""`neckref read ARTICLE…`: what an article says by itself."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from neckref.cli.console import note, print_json, say, table
from neckref.cli.options import (
    JsonOption,
    LibraryOption,
    QuietOption,
    VocabularyOption,
    count_of,
    settings_of,
    title_of,
)
from neckref.library import Library
from neckref.model import Reading
from neckref.model.plain import plain_article, plain_attribution, plain_claim, plain_reference
from neckref.pipeline.read import read as read_article
from neckref.pipeline.read import read_current
from neckref.settings import Settings

app = typer.Typer(rich_markup_mode=None)


@app.command()
def read(
    articles: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARTICLE",
            help="Files or addresses, or - for standard input (default: the library's current article, else "
            "the bundled one).",
        ),
    ] = None,
    library: LibraryOption = None,
    vocabulary: VocabularyOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show an article's claims, references and attributions. Asks nobody but the address of the article."""
    settings = settings_of(library=library, vocabulary=vocabulary)
    readings = [read_article(o, settings) for o in articles or ()] or [_current(settings)]
    if as_json:
        plain = [plain_reading(r) for r in readings]
        print_json(plain[0] if len(plain) == 1 else plain)
        return
    for reading in readings:
        show_reading(reading, quiet=quiet)


def _current(settings: Settings) -> Reading:
    if not settings.library.exists():
        return read_article(None, settings)
    with Library(settings.library, readonly=True) as held:
        return read_current(held, settings)


def plain_reading(reading: Reading) -> dict[str, Any]:
    """The form of `read --json`."""
    return {
        "article": {**plain_article(reading.article), "text": reading.article.text},
        "claims": [plain_claim(c) for c in reading.claims],
        "references": [plain_reference(r) for r in reading.references],
        "attributions": [plain_attribution(a) for a in reading.attributions],
    }


def show_reading(reading: Reading, *, quiet: bool = False) -> None:
    """The same for people."""
    say(title_of(reading.article), style="bold")
    for text in () if quiet else reading.article.notes:
        note(f"note: {text}")
    checkable = sum(c.checkable for c in reading.claims)
    say(f"{count_of(len(reading.claims), 'claim')}, {checkable} of them checkable", style="dim")
    if reading.claims:
        rows = [
            (
                c.id.removeprefix("claim-"),
                c.kind + ("" if c.checkable else " (not checkable)"),
                " ".join(c.text.split()),
            )
            for c in reading.claims
        ]
        table(("#", "kind", "claim"), rows)
    say()
    say(count_of(len(reading.references), "reference"), style="dim")
    listed = []
    for r in reading.references:
        names = ", ".join(str(a) for a in r.hints.authors[:3]) + (" …" if len(r.hints.authors) > 3 else "")
        identifiers = ", ".join(map(str, r.identifiers))
        printed = r.hints.title or " ".join(r.raw.split())
        listed.append((r.id.removeprefix("ref-"), str(r.hints.year or ""), printed, names or identifiers))
    if listed:
        table(("#", "year", "title", "authors"), listed)
    say()
    dangling = [a for a in reading.attributions if a.status == "dangling"]
    say(f"{count_of(len(reading.attributions), 'attribution')}, {len(dangling)} of them dangling", style="dim")
    if reading.attributions:
        shown = [(a.status, " ".join(a.text.split()), a.claim or a.reference or "") for a in reading.attributions]
        table(("status", "words", "for"), shown)
