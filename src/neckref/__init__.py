"""neckref: an audited map of the evidence behind a health article.

    import neckref

    with neckref.Library("neckref.db") as library:
        neckref.fetch(library, neckref.read("article.html"))
        evidence_map = neckref.link(library)
        print(neckref.export(evidence_map, "bibtex"))

Everything here is loaded when it is first used. The nouns are described in `neckref.model`, the errors in
`neckref.errors`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from neckref.errors import NeckrefError
    from neckref.library import Library
    from neckref.model import (
        Article,
        Attribution,
        Citation,
        Claim,
        Decision,
        Distance,
        Evidence,
        EvidenceMap,
        Finding,
        Identifier,
        Match,
        Reading,
        Record,
        Reference,
        Span,
        Work,
    )
    from neckref.pipeline.assemble import load_map
    from neckref.pipeline.audit import audit
    from neckref.pipeline.export import draw, export
    from neckref.pipeline.fetch import FetchOptions, FetchResult, fetch
    from neckref.pipeline.link import link
    from neckref.pipeline.read import read
    from neckref.pipeline.run import run
    from neckref.settings import Settings, read_settings

_HOMES = {
    "FetchOptions": "neckref.pipeline.fetch",
    "FetchResult": "neckref.pipeline.fetch",
    "Library": "neckref.library",
    "NeckrefError": "neckref.errors",
    "Settings": "neckref.settings",
    "audit": "neckref.pipeline.audit",
    "draw": "neckref.pipeline.export",
    "export": "neckref.pipeline.export",
    "fetch": "neckref.pipeline.fetch",
    "link": "neckref.pipeline.link",
    "load_map": "neckref.pipeline.assemble",
    "read": "neckref.pipeline.read",
    "read_settings": "neckref.settings",
    "run": "neckref.pipeline.run",
}

__all__ = [
    "Article",
    "Attribution",
    "Citation",
    "Claim",
    "Decision",
    "Distance",
    "Evidence",
    "EvidenceMap",
    "FetchOptions",
    "FetchResult",
    "Finding",
    "Identifier",
    "Library",
    "Match",
    "NeckrefError",
    "Reading",
    "Record",
    "Reference",
    "Settings",
    "Span",
    "Work",
    "audit",
    "draw",
    "export",
    "fetch",
    "link",
    "load_map",
    "read",
    "read_settings",
    "run",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'neckref' has no attribute {name!r}")
    value = getattr(import_module(_HOMES.get(name, "neckref.model")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
