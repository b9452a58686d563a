"""`neckref explain REFERENCE`: why this work and not the next."""

from __future__ import annotations

from typing import Annotated

import typer

from neckref.cli.console import print_json, say, table
from neckref.cli.options import JsonOption, LibraryOption, QuietOption, open_library, settings_of
from neckref.errors import UserError
from neckref.matching import explain_match
from neckref.model.plain import plain_match
from neckref.pipeline.assemble import load_map

app = typer.Typer(rich_markup_mode=None)


@app.command()
def explain(
    reference: Annotated[str, typer.Argument(metavar="REFERENCE", help="Id of the reference: ref-1, or 1.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show why a reference was resolved to this work and not to the next: the penalties of both."""
    settings = settings_of(library=library)
    with open_library(settings, quiet=quiet) as held:
        emap = load_map(held, settings)
    wanted = reference if reference.startswith("ref-") else f"ref-{reference}"
    match = emap.match(wanted)
    if match is None:
        raise UserError(f"no reference {reference!r} was looked up; there are {len(emap.references)}")
    if as_json:
        print_json(plain_match(match))
        return
    say(next((" ".join(r.raw.split()) for r in emap.references if r.id == wanted), ""), style="bold")
    say(f"{match.verdict}: {match.reason}")
    for role in ("winner", "runner-up"):
        rows = [r for r in explain_match(match) if r.role == role]
        if not rows:
            continue
        work = emap.work(rows[0].work)
        say()
        say(f"{role}: {work.fields.title if work else rows[0].work}", style="bold")
        bar = [(r.field, f"{r.step:.3f}", f"{r.running:.3f}", "█" * round(r.running * 40), r.detail) for r in rows]
        table(("field", "adds", "so far", "", "compared"), bar)
