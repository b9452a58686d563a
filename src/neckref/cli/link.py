"""`neckref link`: claims ↔ works."""

from __future__ import annotations

import typer

from neckref.cli.console import print_json, progress, say, table
from neckref.cli.options import (
    FailOnOption,
    JsonOption,
    LibraryOption,
    QuietOption,
    VocabularyOption,
    count_of,
    fails,
    open_library,
    settings_of,
)
from neckref.library import Library
from neckref.model.plain import plain_evidence
from neckref.pipeline.link import link as link_claims

app = typer.Typer(rich_markup_mode=None)


@app.command()
def link(
    library: LibraryOption = None,
    vocabulary: VocabularyOption = None,
    fail_on: FailOnOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Link the article's claims to the papers that bear on them, with the passage that says so."""
    settings = settings_of(library=library, vocabulary=vocabulary)
    fails([], fail_on)
    open_library(settings, quiet=quiet, linked=False).close()
    with Library(settings.library) as held, progress(quiet=quiet or as_json) as listener:
        emap = link_claims(held, settings, listener)
    works = {w.id: w for w in emap.works}
    if as_json:
        print_json(
            {
                "evidence": [plain_evidence(e, works[e.work].doi) for e in emap.evidence],
                "summaries": {s.claim: s.verdict for s in emap.summaries},
                "reasons": {s.claim: s.reason for s in emap.summaries},
            }
        )
    else:
        claims = {c.id: c for c in emap.claims}
        rows = [(s.claim.removeprefix("claim-"), s.verdict, claims[s.claim].text, s.reason) for s in emap.summaries]
        if rows:
            table(("#", "summary", "claim", "why"), rows)
        ends = f"{count_of(len(claims), 'claim')} and {count_of(len(emap.cited), 'cited paper')}"
        say(f"{count_of(len(emap.evidence), 'link')} between {ends}")
    raise typer.Exit(int(fails([f.severity for f in emap.findings], fail_on)))
