"""Findings of what the library holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neckref.auditing.places import place_in_source
from neckref.errors import UserError
from neckref.library import Library
from neckref.model import EvidenceMap, Finding
from neckref.pipeline.assemble import load_map
from neckref.readers.decode import decode_bytes
from neckref.settings import Settings

_MARKUP = ("text/markdown", "text/html")


def audit(
    library: Library, settings: Settings | None = None, *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Findings on the current article, by code and place. `select` and `ignore` take codes, families ("NR3") and
    names. A step that was not run is a finding itself."""
    return load_map(library, settings, select=select, ignore=ignore).findings


def place_findings(emap: EvidenceMap) -> EvidenceMap:
    """The map with its findings placed in the article's file as it is now, for output that names lines of that file.
    Findings that cannot be placed there (another kind of file, or one that is gone or was changed) have no span."""
    article = emap.article
    if article is None or article.media_type not in _MARKUP:
        return place_in_source(emap, None)
    try:
        source, _ = decode_bytes(Path(article.origin).read_bytes(), article.origin)
    except (OSError, ValueError, UserError):
        return place_in_source(emap, None)
    return place_in_source(emap, source)
