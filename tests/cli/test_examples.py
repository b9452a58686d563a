"""The commands of the example workflow and of the pre-commit hook exist with the options they are given."""

from __future__ import annotations

import re
import shlex
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
    command, *arguments = shlex.split(line)[1:]
    group = get_command(app)
    subcommand = group.get_command(Context(group), command)  # type: ignore[attr-defined]
    context = subcommand.make_context(command, arguments)
    assert context.params
