"""Full disks, folders that cannot be written, bare environments: one line, exit 2, and what was there is intact."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from neckref.library import Library
from neckref.pipeline.export import write_file
from tests.fakes.api_server import FakeApis
from tests.pipeline.literature import environment_for

_LIBC = ctypes.CDLL(None)
_PR_CAPBSET_DROP = 24
_OVERRIDES = (1, 2)
"""CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH."""


def neckref(
    apis: FakeApis, folder: Path | str, arguments: Sequence[str], *, most: int = 0, **environment: str | None
) -> subprocess.CompletedProcess[str]:
    """The command in a folder where no file may grow beyond `most` bytes (0: any); None takes a variable away."""
    full = {**os.environ, **environment_for(apis), **environment}

    def limit() -> None:
        for capability in _OVERRIDES:  # so that permissions hold for root, too
            _LIBC.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
        if most:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run(
        [sys.executable, "-m", "neckref", *arguments],
        cwd=folder,
        env={name: value for name, value in full.items() if value is not None},
        preexec_fn=limit,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_disk_that_fills_in_the_middle_of_a_fetch(apis: FakeApis, tmp_path: Path) -> None:
    for most in (60_000, 150_000, 200_000, 260_000):
        result = neckref(apis, tmp_path, ["fetch"], most=most)
        assert result.returncode == 2
        assert result.stdout == ""
        assert "could not be written" in result.stderr
        assert len(result.stderr.splitlines()) == 1
        if (tmp_path / "neckref.db").exists():
            with Library(tmp_path / "neckref.db", readonly=True) as library:
                assert library.check() == ()
    assert neckref(apis, tmp_path, ["fetch", "--quiet"]).returncode == 0


def test_a_disk_that_fills_while_exporting_keeps_the_old_file(apis: FakeApis, tmp_path: Path) -> None:
    assert neckref(apis, tmp_path, ["export", "--json", "-o", "out.json"]).returncode == 0
    before = (tmp_path / "out.json").read_bytes()
    result = neckref(apis, tmp_path, ["export", "--json", "-o", "out.json"], most=2000)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "neckref: cannot write out.json: File too large\n"
    assert (tmp_path / "out.json").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["neckref.db", "out.json"]


def test_a_pipe_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, "text")
    assert os.read(read, 10) == b"text"
    os.close(read)
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder where nobody can write")
@pytest.mark.parametrize("arguments", [["fetch"], ["run"], ["bundle", "out.zip"]])
def test_a_folder_that_cannot_be_written(apis: FakeApis, arguments: list[str]) -> None:
    result = neckref(apis, "/proc", arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].startswith("neckref: cannot ")
    assert "Traceback" not in result.stderr


def test_a_library_that_cannot_be_written_can_still_be_read(apis: FakeApis, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    assert neckref(apis, folder, ["fetch", "--quiet", "--offline"]).returncode == 0
    before = (folder / "neckref.db").read_bytes()
    (folder / "neckref.db").chmod(0o444)
    folder.chmod(0o555)
    try:
        for arguments in (["show", "ref-1"], ["explain", "ref-1"], ["export", "--bibtex"], ["export", "--json"],
                          ["audit"], ["doctor", "--offline"]):  # fmt: skip
            result = neckref(apis, folder, arguments)
            assert (result.returncode, bool(result.stdout)) == (0, True), (arguments, result.stderr)
        for arguments in (["fetch"], ["fetch", "--offline"], ["export", "--json", "-o", "out.json"]):
            result = neckref(apis, folder, arguments)
            assert result.returncode == 2, arguments
            assert len(result.stderr.splitlines()) == 1
            assert "permission" in result.stderr.lower(), result.stderr
        assert [p.name for p in folder.iterdir()] == ["neckref.db"]
        assert (folder / "neckref.db").read_bytes() == before
    finally:
        folder.chmod(0o755)


def test_a_library_that_cannot_be_read_says_so(apis: FakeApis, tmp_path: Path) -> None:
    assert neckref(apis, tmp_path, ["fetch", "--quiet", "--offline"]).returncode == 0
    (tmp_path / "neckref.db").chmod(0o000)
    result = neckref(apis, tmp_path, ["show", "ref-1"])
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert "neckref.db" in result.stderr
    assert "permission" in result.stderr.lower()


@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": None, "XDG_CONFIG_HOME": None, "XDG_DATA_HOME": None},
        {"HOME": "/nonexistent"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
    ],
    ids=["no home", "lost home", "C", "tr"],
)
def test_bare_and_odd_environments_change_nothing(
    apis: FakeApis, tmp_path: Path, environment: dict[str, str | None]
) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "odd").mkdir()
    plain = neckref(apis, tmp_path / "plain", ["fetch", "--quiet"])
    odd = neckref(apis, tmp_path / "odd", ["fetch", "--quiet"], **environment)
    assert (odd.returncode, odd.stderr) == (0, "")
    assert odd.stdout == plain.stdout
