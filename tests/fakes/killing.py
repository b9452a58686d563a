"""Children that can be killed cheaply: forked from a server that has imported everything already."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    [
        "idutils.detectors",
        "pytest",
        "neckref.pipeline.fetch",
        "neckref.pipeline.read",
        "tests.pipeline.literature",
        *(f"neckref.sources.{name}" for name in ("crossref", "datacite", "doi", "europepmc", "openalex",
                                                 "opencitations", "pubmed", "snapshot")),
    ]
)  # fmt: skip


def run_and_kill(seconds: float, target: Callable[..., object], *args: Any) -> bool:
    """Runs `target` in a child and kills it (SIGKILL) so many seconds after it was let off; whether it was still at
    work. The child is running before the seconds are counted."""
    ours, theirs = CONTEXT.Pipe()
    child = CONTEXT.Process(target=_begin, args=(theirs, target, args))
    child.start()
    theirs.close()
    ours.recv()
    child.join(seconds)
    killed = child.is_alive()
    child.kill()
    child.join()
    ours.close()
    assert killed or child.exitcode == 0, f"the child failed by itself with {child.exitcode}"
    return killed


def _begin(wire: Any, target: Callable[..., object], args: tuple[Any, ...]) -> None:
    wire.send("running")
    wire.close()
    target(*args)
