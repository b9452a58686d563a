"""Findings of what the library holds."""

from __future__ import annotations

from collections.abc import Sequence

from neckref.library import Library
from neckref.model import Finding
from neckref.pipeline.assemble import load_map
from neckref.settings import Settings


def audit(
    library: Library, settings: Settings | None = None, *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Findings on the current article, by code and place. `select` and `ignore` take codes, families ("NR3") and
    names. A step that was not run is a finding itself."""
    return load_map(library, settings, select=select, ignore=ignore).findings
