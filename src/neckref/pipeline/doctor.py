"""What works and what does not, on this machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from neckref.errors import LibraryError
from neckref.http import Client
from neckref.library import Library
from neckref.model import Found, Identifier, NotFound
from neckref.pipeline.ask import in_parallel, open_sources
from neckref.pipeline.read import user_agent
from neckref.settings import Settings
from neckref.sources import Source

PROBE = Identifier("doi", "10.2522/ptj.20070304")
"""A paper of the bundled article: every source should know it or say properly that it does not."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What `doctor` found."""

    settings: tuple[tuple[str, str], ...]
    sources: dict[str, str]
    library: dict[str, str]
    problems: tuple[str, ...] = field(default=())

    def plain(self) -> dict[str, Any]:
        """The form of `doctor --json`."""
        return {
            "settings": dict(self.settings),
            "sources": self.sources,
            "library": self.library,
            "problems": list(self.problems),
        }


def examine(settings: Settings, *, offline: bool = False) -> Examination:
    """Ask each source one question and check the library; never raises for what it finds."""
    sources = {"all": "not asked (--offline)"} if offline else _reach(settings)
    library, problems = _library(settings)
    return Examination(settings.describe(), sources, library, problems)


def _reach(settings: Settings) -> dict[str, str]:
    def ask(source: Source) -> tuple[str, str]:
        if PROBE.scheme not in source.schemes:
            return source.name, "not probed"
        answer = source.fetch_records([PROBE]).get(PROBE)
        match answer:
            case Found():
                return source.name, "answers"
            case NotFound():
                return source.name, "answers (does not know the probe)"
            case None:
                return source.name, "not probed"
        return source.name, f"cannot be asked: {answer.reason.removeprefix(f'{source.name}: ')}"

    with Client(user_agent=user_agent(settings)) as client:
        return dict(in_parallel(ask, open_sources(client, settings), 8))


def _library(settings: Settings) -> tuple[dict[str, str], tuple[str, ...]]:
    if not settings.library.exists():
        return {"file": f"{settings.library} does not exist yet"}, ()
    try:
        with Library(settings.library, readonly=True) as library:
            problems = library.check()
            counts = library.counts()
            reading = library.reading()
    except LibraryError as error:
        return {"file": str(settings.library)}, (str(error),)
    state = {"file": str(settings.library), **{name: str(n) for name, n in counts.items()}}
    if reading is not None:
        state["current article"] = f"{reading.article.title} ({reading.article.id}, {reading.article.origin})"
    state["integrity"] = "damaged" if problems else "whole"
    return state, problems
