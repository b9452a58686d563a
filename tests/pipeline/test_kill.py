"""kill -9 in the middle of a fetch: the library is whole, and a rerun ends where an undisturbed run does."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from neckref.library import Library
from neckref.model import Asked, EvidenceMap
from neckref.pipeline.fetch import FetchOptions, fetch
from neckref.pipeline.read import read_identifiers
from neckref.settings import Settings
from tests.fakes.api_server import FakeApis, Seen
from tests.fakes.killing import CONTEXT, run_and_kill
from tests.pipeline.literature import HIP, SHRUG, WORKS, environment_for, quick_clock

PRINTED = [f"doi:{SHRUG}", f"doi:{HIP}"]


def command(folder: Path, apis: FakeApis) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **environment_for(apis), "NECKREF_MAILTO": "desk@example.org"}
    return subprocess.Popen(
        [sys.executable, "-m", "neckref", "fetch", "--quiet"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def held(folder: Path) -> EvidenceMap:
    with Library(folder / "neckref.db", readonly=True) as library:
        assert library.check() == ()
        return library.map()


def fetch_some(folder: Path, urls: dict[str, str], printed: list[str]) -> None:
    settings = Settings(library=folder / "neckref.db", base_urls=urls)
    with Library(settings.library) as library:
        fetch(library, read_identifiers(printed), settings, FetchOptions(), clock=quick_clock())


def fetch_into(folder: Path, urls: dict[str, str]) -> None:
    fetch_some(folder, urls, PRINTED)


def test_killed_at_a_hundred_random_moments(tmp_path: Path) -> None:
    quiet, rough = tmp_path / "quiet", tmp_path / "rough"
    quiet.mkdir()
    rough.mkdir()
    chance = random.Random(7)
    killed = 0
    with FakeApis(WORKS) as apis:
        assert not run_and_kill(60, fetch_into, quiet, apis.urls)
        undisturbed = held(quiet)
        for round_ in range(100):
            killed += run_and_kill(chance.uniform(0, 0.08), fetch_into, rough, apis.urls)
            if (rough / "neckref.db").exists():
                held(rough)
            if round_ % 20 == 19:  # what the kills left behind, and then from the beginning again
                fetch_into(rough, apis.urls)
                assert same(held(rough), undisturbed)
                assert [p.name for p in rough.iterdir() if not p.name.startswith(".")] == ["neckref.db"]
                (rough / "neckref.db").unlink()
    assert killed > 20  # how many depends on how quick the machine is


def test_two_processes_fetch_into_one_library(tmp_path: Path) -> None:
    """Each waits for the other's transactions; what both found is there, and both ended well."""
    chosen = [[f"doi:{SHRUG}"], [f"doi:{HIP}"]]
    with FakeApis(WORKS, latency=0.02) as apis:
        for _ in range(3):
            children = [CONTEXT.Process(target=fetch_some, args=(tmp_path, apis.urls, dois)) for dois in chosen]
            for child in children:
                child.start()
            for child in children:
                child.join(60)
            assert [child.exitcode for child in children] == [0, 0]
            with Library(tmp_path / "neckref.db", readonly=True) as library:
                assert library.check() == ()
                assert {f"doi:{SHRUG}", f"doi:{HIP}"} <= {w.id for w in library.works()}
                told = {(r.source, i) for r in library.records() for i in map(str, r.identifiers)}
            for doi in (SHRUG, HIP):
                assert {("crossref", f"doi:{doi}"), ("pubmed", f"doi:{doi}")} <= told
            (tmp_path / "neckref.db").unlink()


def same(one: EvidenceMap, two: EvidenceMap) -> bool:
    """Whether two maps hold the same of everything but the hour."""

    def asked(emap: EvidenceMap) -> list[Asked]:
        return [replace(a, at="") for a in emap.asked]

    return (one.matches, one.citations, one.works, asked(one)) == (two.matches, two.citations, two.works, asked(two))


def phase(seen: Seen) -> str:
    asked = str(seen.pairs)
    if "cites:" in asked or seen.path.endswith("/citations"):
        return "citing"
    return "search" if "query.bibliographic" in asked else "batch" if seen.service == "pubmed" else ""


@pytest.mark.parametrize("at", ["search", "batch", "citing"])
@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupt_keeps_what_is_done_and_says_how_to_go_on(tmp_path: Path, at: str, times: int) -> None:
    with FakeApis(WORKS, latency=0.3) as apis:
        process = command(tmp_path, apis)
        while not any(phase(s) == at for s in apis.seen):
            assert process.poll() is None
            time.sleep(0.01)
        for _ in range(times):
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
        _, said = process.communicate(timeout=10)
        assert process.returncode == 130 or (times == 2 and process.returncode == -signal.SIGINT)
        assert said.decode() == "neckref: interrupted; what was fetched is kept: run the same command again to go on\n"
        assert len(held(tmp_path).references) == 3
        asked, apis.latency = apis.count(), 0.0
        with Library(tmp_path / "neckref.db", readonly=True) as library:
            kept = len(library.answers())
        if times == 1:
            again = command(tmp_path, apis)
            again.communicate(timeout=60)
            assert again.returncode == 0
            assert {m.verdict for m in held(tmp_path).matches} == {"certain"}
    assert asked > 0
    assert kept > 0 or at == "search"
