"""What the sources say now against what is stored."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from neckref.library import Library
from neckref.pipeline.diff import DiffResult, diff
from neckref.pipeline.fetch import FetchOptions, fetch
from neckref.pipeline.read import read_identifiers
from tests.fakes.api_server import FakeApis, Fault
from tests.pipeline.literature import HIP, SCAPULAR, SHRUG, environment_for, quick_clock, settings_for


@pytest.fixture
def library(tmp_path: Path, apis: FakeApis) -> Iterator[Library]:
    with Library(tmp_path / "neckref.db") as opened:
        store(opened, apis)
        yield opened


def store(library: Library, apis: FakeApis, options: FetchOptions | None = None) -> None:
    reading = read_identifiers([f"doi:{doi}" for doi in (SHRUG, SCAPULAR, HIP)])
    settings = settings_for(apis, library.path.parent)
    fetch(library, reading, settings, options or FetchOptions(citing=0), clock=quick_clock())


def compare(library: Library, apis: FakeApis) -> DiffResult:
    return diff(library, settings_for(apis, library.path.parent))


def change(apis: FakeApis, doi: str, **changes: object) -> None:
    apis.works = [replace(w, **changes) if w.doi == doi else w for w in apis.works]  # type: ignore[arg-type]


def test_nothing_has_changed(library: Library, apis: FakeApis) -> None:
    before = library.path.read_bytes()
    result = compare(library, apis)
    assert result.changes == ()
    assert result.compared >= 3 * 3
    assert result.unavailable == {}
    assert library.path.read_bytes() == before


def test_new_retractions_come_first_then_what_vanished_then_corrections(library: Library, apis: FakeApis) -> None:
    change(apis, SHRUG, year=2009)
    change(apis, HIP, retracted_by="10.5555/notice")
    change(apis, SCAPULAR, known_to=("openalex", "pubmed", "europepmc"))
    changes = compare(library, apis).changes
    kinds = [c.field for c in changes]
    retractions = [c for c in changes if c.field == "retraction"]
    assert {(c.work, c.source) for c in retractions} >= {(f"doi:{HIP}", "crossref"), (f"doi:{HIP}", "pubmed")}
    assert kinds[: len(retractions)] == ["retraction"] * len(retractions)
    (gone,) = [c for c in changes if c.field == "record"]
    assert (gone.work, gone.source, gone.before, gone.now) == (f"doi:{SCAPULAR}", "crossref", f"doi:{SCAPULAR}", None)
    years = {(c.source, c.before, c.now) for c in changes if c.field == "year" and c.work == f"doi:{SHRUG}"}
    assert years >= {("crossref", 2008, 2009), ("openalex", 2008, 2009), ("pubmed", 2008, 2009)}
    assert kinds.index("record") < kinds.index("year")


def test_a_source_that_had_not_told_before_may_tell_of_a_retraction(tmp_path: Path, apis: FakeApis) -> None:
    with Library(tmp_path / "other.db") as library:
        store(library, apis, FetchOptions(citing=0, sources=("openalex",)))
        change(apis, HIP, retracted_by="10.5555/notice")
        changes = compare(library, apis).changes
    assert ("retraction", "crossref", f"doi:{HIP}") in {(c.field, c.source, c.work) for c in changes}
    assert {c.field for c in changes if c.source == "crossref"} == {"retraction"}


def test_a_source_that_cannot_be_asked_is_named_and_nothing_vanishes(library: Library, apis: FakeApis) -> None:
    apis.play("crossref", Fault(401), times=9)
    result = compare(library, apis)
    assert set(result.unavailable) == {"crossref"}
    assert "refuses the key" in result.unavailable["crossref"]
    assert [c for c in result.changes if c.source == "crossref"] == []


def test_a_source_that_is_not_set_up_now_is_named(library: Library, apis: FakeApis) -> None:
    (record,) = [r for r in library.records() if r.source == "crossref" and r.id == HIP]
    library.add_records([replace(record, source="unpaywall")])
    from neckref.pipeline.fetch import merge_all

    library.rebuild_works(merge_all)
    assert "unpaywall" in compare(library, apis).unavailable


@pytest.mark.parametrize(("down", "code"), [(False, 0), (True, 3)])
def test_the_command_line_says_it_all(library: Library, apis: FakeApis, down: bool, code: int) -> None:
    change(apis, HIP, retracted_by="10.5555/notice")
    environment = {**os.environ, **environment_for(apis)}
    if down:
        environment["NECKREF_OPENALEX_URL"] = "http://127.0.0.1:9"
    command = [sys.executable, "-m", "neckref", "diff", "--library", str(library.path)]
    plain = subprocess.run([*command, "--json"], env=environment, capture_output=True, text=True, check=False)
    assert plain.returncode == code
    told = json.loads(plain.stdout)
    assert told["changes"][0]["field"] == "retraction"
    assert set(told["unavailable"]) == ({"openalex"} if down else set())
    assert plain.stderr == ""
