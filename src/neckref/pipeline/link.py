"""Claims ↔ Works: every installed linker's evidence, stored side by side."""

from __future__ import annotations

from neckref import registry
from neckref.errors import UserError
from neckref.library import Library
from neckref.model import EvidenceMap
from neckref.pipeline.assemble import load_map
from neckref.pipeline.events import Event, Progress, silent
from neckref.settings import Settings, read_settings
from neckref.text.vocabulary import load_vocabulary


def link(library: Library, settings: Settings | None = None, progress: Progress = silent) -> EvidenceMap:
    """Judge the current article's claims against its works and return the map. Decisions of people stay.

    Raises UserError where the library holds no article.
    """
    settings = settings or read_settings()
    emap = library.map()
    if emap.article is None:
        raise UserError("the library holds no article: run `neckref fetch ARTICLE` first")
    vocabulary = load_vocabulary(settings.vocabulary)
    names = registry.names("linkers")
    evidence = []
    for done, name in enumerate(names):
        progress(Event("link", f"linking by {name}", done, len(names)))
        evidence += registry.load("linkers", name)(emap, vocabulary)
    if settings.nli is not None:
        model, claims = registry.load("models", "nli")(settings.nli), {c.id: c.text for c in emap.claims}
        evidence = [model.doubt(row, claims[row.claim]) for row in evidence]
    library.add_evidence(emap.article.id, evidence)
    return load_map(library, settings)
