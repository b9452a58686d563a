"""`neckref decide CLAIM WORK RELATION`: a person's word."""

from __future__ import annotations

from typing import Annotated

import typer

from neckref.cli.console import say
from neckref.cli.options import LibraryOption, open_library, settings_of
from neckref.library import Library
from neckref.model import RELATIONS
from neckref.pipeline.decide import decide as record_decision

app = typer.Typer(rich_markup_mode=None)


@app.command()
def decide(
    claim: Annotated[str, typer.Argument(help="Id of the claim: claim-8, or 8.")],
    work: Annotated[str, typer.Argument(help="Id or DOI of the work, or the reference that stands for it (ref-1).")],
    relation: Annotated[str, typer.Argument(help=f"One of: {', '.join(RELATIONS)}.")],
    note: Annotated[str, typer.Option("--note", help="Why.")] = "",
    person: Annotated[str, typer.Option("--by", help="Who decides (default: your user name).")] = "",
    library: LibraryOption = None,
) -> None:
    """Record your own word on a claim and a paper; no rerun overwrites it."""
    settings = settings_of(library=library)
    open_library(settings).close()
    with Library(settings.library) as held:
        made = record_decision(held, claim, work, relation, note=note, person=person)
    say(f"{made.claim} ← {made.work}: {made.relation}, decided by {made.person or 'nobody named'}")
