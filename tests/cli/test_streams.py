"""The command line as a process: closed and full outputs, pipes that nobody reads on, usage in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from neckref.__main__ import main

ARTICLE = "Neck exercises reduce pain in adults. " * 800


def neckref(*arguments: str, folder: Path, **how: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "neckref", *arguments], check=False, cwd=folder, timeout=60, **how)  # type: ignore[call-overload]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE)
    return path


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_reader_that_has_seen_enough_is_no_failure(article: Path, form: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "neckref", "read", str(article), *form]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_full_disk_is_one_line_and_2(article: Path, form: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = neckref("read", str(article), *form, folder=article.parent, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.startswith(b"neckref: cannot write the output")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="closes descriptors as POSIX does")
def test_closed_streams_do_not_keep_the_work_from_being_done(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Neck exercises reduce pain.")
    script = f"'{sys.executable}' -m neckref run a.txt --offline -o out >&- 2>&-"
    done = subprocess.run(script, check=False, shell=True, cwd=tmp_path, timeout=60)
    assert done.returncode == 0
    assert (tmp_path / "out" / "report.html").exists()


def test_an_interrupt_while_modules_load_is_no_traceback(monkeypatch: pytest.MonkeyPatch,
                                                         capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("neckref.cli.run", interrupt)
    with pytest.raises(SystemExit) as left:
        main()
    assert (left.value.code, capsys.readouterr().err) == (130, "neckref: interrupted\n")


def test_help_without_a_command_goes_to_stderr(tmp_path: Path) -> None:
    done = neckref(folder=tmp_path, capture_output=True)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Commands:" in done.stderr
