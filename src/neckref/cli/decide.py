"""`neckref decide CLAIM WORK RELATION`: a person's word, and all of them as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neckref.cli.console import note as remark
from neckref.cli.console import say
from neckref.cli.options import LibraryOption, QuietOption, count_of, open_library, settings_of
from neckref.errors import UserError
from neckref.library import Library
from neckref.model import RELATIONS
from neckref.pipeline.decide import decide as record_decision
from neckref.pipeline.decisions import export_decisions, import_decisions

app = typer.Typer(rich_markup_mode=None)


@app.command()
def decide(
    claim: Annotated[str | None, typer.Argument(metavar="CLAIM", help="Id of the claim: claim-8, or 8.")] = None,
    work: Annotated[
        str | None,
        typer.Argument(metavar="WORK", help="Id or DOI of the work, or the reference that stands for it (ref-1)."),
    ] = None,
    relation: Annotated[str | None, typer.Argument(metavar="RELATION", help=f"One of: {', '.join(RELATIONS)}.")] = None,
    note: Annotated[str, typer.Option("--note", help="Why.")] = "",
    person: Annotated[str, typer.Option("--by", help="Who decides (default: your user name).")] = "",
    export: Annotated[Path | None, typer.Option("--export", help="Write all decisions into this file.")] = None,
    import_: Annotated[Path | None, typer.Option("--import", help="Take decisions from such a file.")] = None,
    library: LibraryOption = None,
    quiet: QuietOption = False,
) -> None:
    """Record your own word on a claim and a paper; no rerun overwrites it. Or keep all of them in a file for git."""
    given = [part for part in (claim, work, relation) if part is not None]
    if len(given) not in (0, 3) or not (given or export or import_):
        raise UserError("give CLAIM WORK RELATION, or --export FILE, or --import FILE")
    if relation is not None and relation not in RELATIONS:
        raise UserError(f"relation {relation!r} is none of: {', '.join(RELATIONS)}")
    settings = settings_of(library=library)
    open_library(settings, quiet=quiet).close()
    with Library(settings.library) as held:
        if import_ is not None:
            taken, unknown = import_decisions(held, import_)
            say(f"took {count_of(taken, 'decision')} from {import_}")
            for text in unknown:
                remark(f"not a claim of this article: {text}")
        if export is not None:
            say(f"wrote {count_of(export_decisions(held, export), 'decision')} into {export}")
        if claim is not None and work is not None and relation is not None:
            made = record_decision(held, claim, work, relation, note=note, person=person)
            say(f"{made.claim} ← {made.work}: {made.relation}, decided by {made.person or 'nobody named'}")
