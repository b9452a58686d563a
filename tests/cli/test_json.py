"""Every key that a command prints as JSON is on the page that promises it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from neckref.cli import app

DOCS = Path(__file__).parents[2] / "docs"
PAGES = (DOCS / "json.md").read_text("utf-8") + (DOCS / "exports.md").read_text("utf-8")
DOCUMENTED = set(re.findall(r'"(\w+)"', PAGES))
FREE = {"sources", "summaries", "reasons", "unavailable", "settings", "library", "said_by", "dissent", "confidence"}
"""Below these the keys are data: names of sources, claims, fields, settings."""


@pytest.fixture(autouse=True)
def _offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("CROSSREF", "OPENALEX", "PUBMED", "EUROPEPMC", "OPENCITATIONS", "DATACITE", "DOI"):
        monkeypatch.setenv(f"NECKREF_{name}_URL", "http://127.0.0.1:9")


def keys(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from keys(item)
    elif isinstance(value, dict):
        for name, inside in value.items():
            yield name
            if name not in FREE:
                yield from keys(inside)


def test_every_key_is_documented_and_nothing_else_is_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    app._run(["fetch", "--offline"])
    app._run(["bundle", "all.zip", "--quiet"])
    capsys.readouterr()
    commands = ("read", "fetch --offline", "link", "audit", "find 8 --offline", "show ref-1", "explain 1", "diff",
                "parse Doe", "verify all.zip", "doctor --offline", "export", "run --offline -o out")  # fmt: skip
    for command in commands:
        assert app._run([*command.split(), "--json"]) in (0, 3), command
        printed = set(keys(json.loads(capsys.readouterr().out)))
        assert printed, command
        assert printed - DOCUMENTED == set(), command
