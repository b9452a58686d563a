from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import pytest

WORKS = [
    {"doi": "10.5555/chin", "title": "Chin tucks for neck pain in dental nurses", "year": 2015,
     "journal": "Work and Desk", "volume": "3",
     "authors": [{"family": "Sorensen", "given": "Anna"}, {"family": "Kjaer", "given": "Mia"}],
     "issue": "2", "pages": "110-119"},
    {"doi": "10.5555/gait", "title": "Gait speed after stroke: a survey of walkers", "year": 2009,
     "journal": "Walking", "authors": [{"family": "Jones", "given": "Paul"}, {"family": "Roe", "given": "Jane"}],
     "volume": "12",
     "issue": "1", "pages": "7-15"},
]  # fmt: skip
QUERIES = [
    {"style": "apa", "doi": "10.5555/chin", "raw": "Sorensen, A., & Kjaer, M. (2015). Chin tucks for neck pain in "
     "dental nurses. Work and Desk, 3(2), 110–119."},
    {"style": "apa", "doi": "10.5555/gait", "raw": "Jones, P., & Roe, J. (2009). Gait speed after stroke: a survey of "
     "walkers. Walking, 12(1), 7–15."},
    {"style": "aip", "doi": "10.5555/chin", "raw": "A. Sorensen and M. Kjaer, Work and Desk 3, 110 (2015)."},
    {"style": "aip", "doi": None, "raw": "P. Poe and Q. Quine, Acta Physica 88, 1024 (1971)."},
    {"style": "apa", "doi": None, "raw": "Jones, P., & Roe, J. (2009). Sit-to-stand at work. Walking, 12(1), 31–39."},
]  # fmt: skip


def test_the_table_has_every_style_and_metric(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, lines in (("catalogue", WORKS), ("queries", QUERIES)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    monkeypatch.setattr(sys, "argv", ["resolving.py", str(tmp_path), "--half", "all", "--json"])
    import_module("resolving").main()
    rows = {(r["method"].split()[0], r["group"]): r for r in json.loads(capsys.readouterr().out)["rows"]}
    ours = rows["neckref", "all"]
    assert (ours["n"], ours["precision"], ours["recall"], ours["f1"], ours["wrong_certain"]) == (5, 1.0, 1.0, 1.0, 0.0)
    assert ours["coverage"] == 0.6
    assert {group for _, group in rows} == {"all", "style apa", "style aip"}
    assert ("token", "all") in rows


def test_a_string_with_two_labels_is_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving = import_module("resolving")
    query = {"style": "apa", "raw": QUERIES[0]["raw"], "doi": None}
    twins = resolving.twins_of([QUERIES[0], query])
    found = resolving.measure([(query, "10.5555/chin", True), (QUERIES[0], "10.5555/chin", True)], twins)
    assert (found["wrong_certain"], found["same_string"], found["wrong_certain_else"]) == (0.5, 1, 0.0)
