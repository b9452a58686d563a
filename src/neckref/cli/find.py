"""`neckref find CLAIM-ID|TEXT`: papers outside the article's list."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from neckref.cli.app import INCOMPLETE
from neckref.cli.console import print_json, progress, say
from neckref.cli.options import (
    JobsOption,
    JsonOption,
    LibraryOption,
    MailtoOption,
    OfflineOption,
    QuietOption,
    RefreshOption,
    SourceOption,
    VocabularyOption,
    note_unasked,
    open_library,
    settings_of,
)
from neckref.library import Library
from neckref.linking.suggest import Suggestion
from neckref.model.plain import plain_evidence
from neckref.pipeline.fetch import FetchOptions
from neckref.pipeline.find import FindResult, is_claim_id
from neckref.pipeline.find import find as find_papers
from neckref.text.identifiers import url_of

app = typer.Typer(rich_markup_mode=None)


@app.command()
def find(
    what: Annotated[str, typer.Argument(metavar="CLAIM-ID|TEXT", help="A claim (claim-8, or 8), or any sentence.")],
    library: LibraryOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many papers to show.")] = 10,
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="FOLDER|installed",
            help="Add the likeness a local ONNX model sees (the extra `embedding`); nothing is downloaded.",
        ),
    ] = None,
    reranker: Annotated[
        str | None,
        typer.Option("--reranker", metavar="FOLDER", help="Let a local ONNX cross-encoder order the first papers."),
    ] = None,
    offline: OfflineOption = False,
    refresh: RefreshOption = False,
    source: SourceOption = None,
    mailto: MailtoOption = None,
    jobs: JobsOption = 8,
    vocabulary: VocabularyOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Look for papers outside the article's list that bear on a claim: reviews and trials first, each with why.

    What is found is kept in the library, but it is not the article's evidence. Leaves with 3 where nothing was found
    and a source could not be asked.
    """
    settings = settings_of(library=library, mailto=mailto, vocabulary=vocabulary)
    if is_claim_id(what):
        open_library(settings, quiet=quiet).close()
    options = FetchOptions(offline, refresh, tuple(source or ()), jobs=jobs)
    with Library(settings.library) as held, progress(quiet=quiet or as_json) as listener:
        result = find_papers(held, what, settings, options, listener, limit=limit, model=model, reranker=reranker)
    if as_json:
        print_json(_plain(result))
    else:
        _show(result)
        if not quiet:
            note_unasked(result.unavailable, "searched the library and the snapshot", offline=offline)
    raise typer.Exit(INCOMPLETE if result.unavailable and not result.suggestions else 0)


def _plain(result: FindResult) -> dict[str, Any]:
    return {
        "claim": result.claim.text,
        "papers": [
            {
                "work": s.work.id,
                "doi": s.work.doi,
                "title": s.work.fields.title,
                "year": s.work.fields.year,
                "score": s.score,
                "why": list(s.why),
                "level": s.level.level,
                "n": s.level.n,
                "cited": s.work.id in result.cited,
                "judgement": plain_evidence(s.evidence, s.work.doi) if s.evidence else None,
            }
            for s in result.suggestions
        ],
        "unavailable": dict(result.unavailable),
    }


def _show(result: FindResult) -> None:
    say(" ".join(result.claim.text.split()), style="bold")
    for number, s in enumerate(result.suggestions, 1):
        fields = s.work.fields
        where = ", ".join(str(part) for part in (fields.journal, fields.year) if part)
        say(f"{number:2}. {fields.title} ({where})")
        link = next((url for i in s.work.identifiers if (url := url_of(i))), s.work.id)
        say(f"    {link}{'  [cited by the article]' if s.work.id in result.cited else ''}", style="dim")
        say(f"    why: {'; '.join(s.why)}")
        if s.evidence is not None:
            say(f"    the linker would say: {_judgement(s)}")
    if not result.suggestions:
        say("nothing found")


def _judgement(s: Suggestion) -> str:
    evidence = s.evidence
    if evidence is None:
        return "no bearing"
    aspects = {name: getattr(evidence.directness, name).value for name in ("population", "intervention", "outcome")}
    off = [f"{name} {value}" for name, value in aspects.items() if value != "matches"]
    return f"{evidence.relation}, {'; '.join(off) if off else 'directly'}"
