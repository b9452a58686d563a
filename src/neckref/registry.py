"""Kind and name → extension. Built-ins and plug-ins enter by the same door: entry points.

Each kind has one entry-point group, `neckref.<kind>`. A package that adds a source, say, declares

    [project.entry-points."neckref.sources"]
    mysource = "mypackage.mysource:create"

and nothing else; docs/extending.md shows the protocol of each kind.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from neckref.errors import ExtensionError

KINDS = ("readers", "sources", "linkers", "rules", "exporters", "views", "renderers", "models")


@cache
def _group(kind: str) -> dict[str, EntryPoint]:
    if kind not in KINDS:
        raise ExtensionError(f"unknown kind of extension {kind!r}; known: {', '.join(KINDS)}")
    return {point.name: point for point in sorted(entry_points(group=f"neckref.{kind}"), key=lambda p: p.name)}


def names(kind: str) -> tuple[str, ...]:
    """Names of all installed extensions of a kind, sorted. Loads none of them."""
    return tuple(_group(kind))


def load(kind: str, name: str) -> Any:
    """The extension itself; raises ExtensionError where it is unknown or does not import."""
    try:
        point = _group(kind)[name]
    except KeyError:
        known = ", ".join(names(kind)) or "none"
        raise ExtensionError(f"no {kind[:-1]} named {name!r}; installed: {known}") from None
    try:
        return point.load()
    except (ImportError, AttributeError) as error:
        raise ExtensionError(f"{kind[:-1]} {name!r} ({point.value}) does not load: {error}") from error
