"""The example workflow and the pre-commit hook: their commands exist, and their scripts run, file by file."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer import Context
from typer.main import get_command

from neckref.cli.app import app

ROOT = Path(__file__).parents[2]
FILES = (ROOT / ".pre-commit-hooks.yaml", ROOT / "examples/github-action/evidence.yml")
COMMANDS = [
    (path.name, line) for path in FILES for line in re.findall(r"neckref audit .*?--[^|\n]*", path.read_text("utf-8"))
]


def test_both_files_hold_commands() -> None:
    assert {name for name, _ in COMMANDS} == {path.name for path in FILES}


@pytest.mark.parametrize(("name", "line"), COMMANDS)
def test_each_command_knows_its_options(name: str, line: str) -> None:
    command, *arguments = shlex.split(line.replace('"${known[@]}"', "--baseline x.json"))[1:]
    group = get_command(app)
    subcommand = group.get_command(Context(group), command)  # type: ignore[attr-defined]
    context = subcommand.make_context(command, arguments)
    assert context.params


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two changed articles, and a `neckref` that writes down how it was called."""
    if not shutil.which("git") or not shutil.which("bash"):
        pytest.skip("git or bash is not installed")
    (tmp_path / "bin").mkdir()
    stub = tmp_path / "bin/neckref"
    stub.write_text('#!/bin/sh\necho "$@" >> "$CALLS"\ncase "$2" in *bad*) exit 1;; esac\n', "utf-8")
    stub.chmod(0o755)
    for command in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "base"], ["add", "articles"]):
        (tmp_path / "articles").mkdir(exist_ok=True)
        for name in ("a bad page.md", "good.md"):
            (tmp_path / "articles" / name).write_text("x", "utf-8")
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *identity, *command], cwd=tmp_path, check=True)
    return tmp_path


def run(repository: Path, *command: str) -> tuple[int, list[str]]:
    """Exit code, and the calls of `neckref`."""
    calls = repository / "calls"
    path = f"{repository / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=repository, env={**os.environ, "PATH": path, "CALLS": str(calls), "BASE": "HEAD"}, check=False
    )
    return done.returncode, calls.read_text("utf-8").splitlines()


def test_the_hook_audits_each_file_and_fails_where_one_does(repository: Path) -> None:
    text = " ".join(FILES[0].read_text("utf-8").split("entry: >-")[1].split("language:")[0].split())
    files = ["articles/a bad page.md", "articles/good.md"]
    code, calls = run(repository, *shlex.split(text), *files)
    assert code == 1
    assert calls == [f"audit {file} --library .git/neckref.db --quiet --fail-on error" for file in files]
    assert run(repository, *shlex.split(text), files[1])[0] == 0


def test_the_workflow_audits_each_changed_file_and_keeps_sarif_of_each(repository: Path) -> None:
    script = FILES[1].read_text("utf-8").split("        run: |\n")[1].split("      - uses:")[0]
    (repository / ".neckref-baseline.json").write_text("{}", "utf-8")
    code, calls = run(repository, "bash", "-e", "-c", script)
    assert code == 1
    known = "--baseline .neckref-baseline.json"
    assert calls == [
        call
        for number, file in enumerate(("articles/a bad page.md", "articles/good.md"), 1)
        for call in (
            f"audit {file} --quiet --format github {known}",
            f"audit --quiet --format sarif --fail-on never {known} -o sarif/{number}.sarif",
        )
    ]
    assert (repository / "sarif").is_dir()
