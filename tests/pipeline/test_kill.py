"""kill -9 in the middle of a fetch: the library is whole, and a rerun ends where an undisturbed run does."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from neckref.library import Library
from neckref.model import EvidenceMap
from tests.fakes.api_server import FakeApis
from tests.pipeline.literature import WORKS, environment_for


def command(folder: Path, apis: FakeApis) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **environment_for(apis), "NECKREF_MAILTO": "desk@example.org"}
    return subprocess.Popen(
        [sys.executable, "-m", "neckref", "fetch", "--quiet"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def held(folder: Path) -> EvidenceMap:
    with Library(folder / "neckref.db", readonly=True) as library:
        assert library.check() == ()
        return library.map()


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path) -> None:
    quiet, rough = tmp_path / "quiet", tmp_path / "rough"
    quiet.mkdir()
    rough.mkdir()
    chance = random.Random(7)
    with FakeApis(WORKS) as apis:
        assert command(quiet, apis).wait(60) == 0
        for _ in range(6):
            process = command(rough, apis)
            try:
                process.wait(chance.uniform(0.3, 2.5))
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
            if (rough / "neckref.db").exists():
                held(rough)
        assert command(rough, apis).wait(60) == 0
    one, two = held(quiet), held(rough)
    assert two.matches == one.matches
    assert two.citations == one.citations
    assert [w.fields for w in two.works] == [w.fields for w in one.works]
    assert [p.name for p in rough.iterdir() if not p.name.startswith(".")] == ["neckref.db"]


def test_an_interrupt_leaves_with_130_and_a_second_run_goes_on(tmp_path: Path) -> None:
    with FakeApis(WORKS, latency=0.3) as apis:
        process = command(tmp_path, apis)
        while not apis.count():
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        asked = apis.count()
        assert command(tmp_path, apis).wait(60) == 0
        assert asked > 0
    assert {m.verdict for m in held(tmp_path).matches} == {"certain"}
