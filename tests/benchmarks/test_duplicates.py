from __future__ import annotations

import json
import random
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

SAME = (
    "COL title VAL chin tucks for neck pain in dental nurses COL authors VAL a sorensen , m kjaer COL venue VAL work "
    "COL year VAL 2015\tCOL title VAL chin tucks for neck pain in dental nurses COL authors VAL anna sorensen , mia "
    "kjaer COL venue VAL work COL year VAL 2015.0\t1"
)
OTHER = (
    "COL title VAL chin tucks for neck pain in dental nurses COL authors VAL a sorensen COL venue VAL work COL year "
    "VAL 2015\tCOL title VAL gait speed after stroke , a survey COL authors VAL p jones COL venue VAL  COL year VAL \t0"
)


@pytest.fixture
def duplicates() -> ModuleType:
    return import_module("duplicates")


def test_pairs_have_both_points_and_their_intervals(duplicates: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "find_spec", lambda name: None)
    rows, wrong = duplicates.run_pairs([SAME, OTHER], "all")
    assert [r["method"] for r in rows[:2]] == ["neckref (precision first)", "neckref (best F1)"]
    assert rows[2]["method"].startswith("fuzzy rule")
    assert [(r["precision"], r["recall"], r["f1"]) for r in rows[:2]] == [(1.0, 1.0, 1.0)] * 2
    assert rows[0]["f1_low"] <= rows[0]["f1"] <= rows[0]["f1_high"]
    assert wrong == []


def test_empty_and_cut_columns_are_read(duplicates: ModuleType) -> None:
    left, right, same = duplicates.read_pair(OTHER)
    assert not same
    assert (right.fields.title, right.fields.journal, right.fields.year) == (
        "gait speed after stroke , a survey",
        None,
        None,
    )
    assert [str(a.family) for a in left.fields.authors] == ["sorensen"]


def test_records_are_written_as_clusters(
    duplicates: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(duplicates, "find_spec", lambda name: None)
    base = {"title": "Chin tucks for neck pain in dental nurses", "authors": "Sorensen A, Kjaer M", "year": 2015}
    lines = [
        {"id": "a", "doi": "10.5555/supplement", **base, "work": 1},
        {"id": "b", "doi": "10.5555/supplement", "title": "Gait speed after stroke: a survey", "work": 2},
        {"id": "c", **base, "authors": [{"family": "Sorensen", "given": "Anna"}, "Kjaer, M."], "work": 1},
    ]
    file, out = tmp_path / "records.jsonl", tmp_path / "clusters.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    monkeypatch.setattr(sys, "argv", ["duplicates.py", str(file), "--out", str(out), "--json", "--runs", "1"])
    duplicates.main()
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["method"], row["precision"], row["recall"], row["n"]) == ("neckref", 1.0, 1.0, 3)
    written = {line["id"]: line["work"] for line in map(json.loads, out.read_text("utf-8").splitlines())}
    assert written == {"a": "a", "b": "b", "c": "a"}


def test_planted_records_come_apart_again(duplicates: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Second parts, errata, editions, preprints, meeting abstracts and shared DOIs among records of several houses."""
    monkeypatch.setattr(duplicates, "find_spec", lambda name: None)
    planted = import_module("planted")
    rng, again = random.Random(7), random.Random(7)
    lines = planted.plant(planted.make_works(400, rng), rng)
    assert lines == planted.plant(planted.make_works(400, again), again)
    (row,) = duplicates.run_records(lines, None)
    assert row["precision"] >= 0.99
    assert row["recall"] >= 0.9


def test_splink_runs_where_it_is_installed(duplicates: ModuleType) -> None:
    pytest.importorskip("splink")
    planted = import_module("planted")
    rng = random.Random(2)
    records = [duplicates.record_of(line) for line in planted.plant(planted.make_works(150, rng), rng)]
    groups = import_module("splink_peer").cluster(records, 0.95)
    assert sorted(n for group in groups for n in group) == list(range(len(records)))
