"""`neckref run [ARTICLE] [-o DIR]`: the whole chain."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Annotated

import typer

from neckref.cli.app import INCOMPLETE
from neckref.cli.console import print_json, progress, say, table
from neckref.cli.options import (
    CitingOption,
    DepthOption,
    FailOnOption,
    JobsOption,
    JsonOption,
    MailtoOption,
    OfflineOption,
    QuietOption,
    RefreshOption,
    SourceOption,
    VocabularyOption,
    count_of,
    fails,
    note_unasked,
    settings_of,
    title_of,
)
from neckref.model import RELATIONS, SEVERITIES, SUMMARIES, EvidenceMap, Work
from neckref.pipeline.fetch import FetchOptions
from neckref.pipeline.run import RunResult
from neckref.pipeline.run import run as run_chain
from neckref.settings import DEFAULT_LIBRARY, Settings

app = typer.Typer(rich_markup_mode=None)


@app.command()
def run(
    article: Annotated[
        str | None,
        typer.Argument(
            metavar="ARTICLE",
            help="A file, an address, or - for standard input (default: the library's current article, "
            "else the bundled one).",
        ),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for everything.")] = Path("neckref-out"),
    library: Annotated[
        Path | None,
        typer.Option("--library", help="The library file (default: neckref.db in the folder, or NECKREF_LIBRARY)."),
    ] = None,
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
    """Read, fetch, link, audit, export and draw an article: the whole chain, into a folder.

    Leaves with 3 where a reference stayed undecided because a source could not be asked.
    """
    settings = settings_of(library=library, mailto=mailto, vocabulary=vocabulary)
    fails([], fail_on)
    options = FetchOptions(offline, refresh, tuple(source or ()), citing, depth, jobs)
    with progress(quiet=quiet or as_json) as listener:
        result = run_chain(article, output, settings, options, listener, library=_elsewhere(settings))
    if as_json:
        print_json({"fetched": result.fetched.plain(), "files": [str(f) for f in result.files]})
    else:
        if not quiet:
            note_unasked(result.fetched.unavailable, "the report says what rests on the snapshot", offline=offline)
        _show(result, output)
    if result.fetched.undecided:
        raise typer.Exit(INCOMPLETE)
    raise typer.Exit(int(fails([f.severity for f in result.map.findings], fail_on)))


def _elsewhere(settings: Settings) -> Path | None:
    """The library that somebody named; None for the one that belongs to the folder."""
    return settings.library if settings.library != DEFAULT_LIBRARY else None


def _show(result: RunResult, output: Path) -> None:
    emap = result.map
    say(title_of(emap.article), style="bold")
    verdicts = Counter(s.verdict for s in emap.summaries)
    checkable = sum(c.checkable for c in emap.claims)
    dangling = sum(a.status == "dangling" for a in emap.attributions)
    resolved = sum(m.resolved for m in emap.matches)
    say(f"{count_of(len(emap.claims), 'claim')} ({checkable} checkable), {count_of(dangling, 'dangling attribution')}")
    if emap.claims:
        table(("claims", "summary"), [(str(verdicts[v]), v) for v in SUMMARIES if verdicts[v]])
    say()
    say(f"{count_of(len(emap.references), 'reference')}, {resolved} resolved")
    rows = []
    for match in emap.matches:
        work = emap.work(match.work)
        title = work.fields.title or "" if work else match.reason
        rows.append((match.verdict, title, _bearing(emap, work) if work and match.resolved else ""))
    if rows:
        table(("verdict", "paper", "claims"), rows)
    say()
    counts = Counter(f.severity for f in emap.findings)
    say(", ".join(count_of(counts[s], s) for s in reversed(SEVERITIES)))
    say(f"Open {output / 'report.html'} and {output / 'graph.html'}; also there:")
    say("  " + ", ".join(f.name if f.parent == output else str(f) for f in result.files if f.suffix != ".html"))


def _bearing(emap: EvidenceMap, work: Work) -> str:
    """What a paper does for which claims: "partly supports 28; mentions 6, 9"."""
    claims: dict[str, list[int]] = defaultdict(list)
    for (claim, cited), relation in emap.relations().items():
        if cited == work.id:
            claims[relation].append(int(claim.removeprefix("claim-")))
    parts = [
        f"{relation} {', '.join(map(str, sorted(claims[relation])))}" for relation in RELATIONS if claims[relation]
    ]
    gone = [f"{work.retraction.kind}: counts for nothing"] if work.retraction else []
    return "; ".join(gone + parts) or "none"
