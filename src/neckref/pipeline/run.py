"""The whole chain: article → library → evidence → files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from neckref.library import Library
from neckref.model import EvidenceMap
from neckref.pipeline.events import Event, Progress, silent
from neckref.pipeline.export import draw, export, make_folder, write_file
from neckref.pipeline.fetch import FetchOptions, FetchResult, fetch
from neckref.pipeline.link import link
from neckref.pipeline.read import read, read_current
from neckref.settings import Settings, read_settings

VIEWS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "report.html": ("report", {"graph": "graph.html"}),
    "graph.html": ("graph", {"report": "report.html"}),
    "graph.svg": ("svg", {}),
}
"""File → view, and what it is told of the file beside it, so that both pages link to each other's places."""
EXPORTS = {"graph.graphml": "graphml", "references.bib": "bibtex", "claims.csv": "csv", "audit.json": "json"}
LIBRARY = "neckref.db"


@dataclass(frozen=True, slots=True)
class RunResult:
    """What the chain ends with."""

    map: EvidenceMap
    fetched: FetchResult
    files: tuple[Path, ...]


def run(
    article: str | Path | None,
    folder: Path,
    settings: Settings | None = None,
    options: FetchOptions | None = None,
    progress: Progress = silent,
    *,
    library: Path | None = None,
) -> RunResult:
    """Read, fetch, link, audit, export and draw one article (None: the library's current one, else the bundled one)
    into `folder`; the library is neckref.db there unless another is named."""
    settings = settings or read_settings()
    progress(Event("read", "reading the article"))
    reading = None if article is None else read(article, settings)
    make_folder(folder)
    with Library(library or folder / LIBRARY) as held:
        fetched = fetch(held, reading or read_current(held, settings), settings, options, progress)
        emap = link(held, settings, progress)
    files = []
    for n, (name, (view, beside)) in enumerate(VIEWS.items()):
        progress(Event("draw", name, n, len(VIEWS)))
        write_file(folder / name, draw(emap, view, **beside))
        files.append(folder / name)
    for name, form in EXPORTS.items():
        write_file(folder / name, export(emap, form))
        files.append(folder / name)
    return RunResult(emap, fetched, (*files, library or folder / LIBRARY))
