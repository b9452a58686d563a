"""claims.csv: a row a claim, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from neckref.exporters.csv import COLUMNS, export
from neckref.model import Decision, EvidenceMap
from tests.samples import sample_map


def rows(emap: EvidenceMap) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export(emap), newline="")))


def test_a_row_a_claim() -> None:
    first, second = rows(sample_map())
    assert tuple(first) == COLUMNS
    assert (first["id"], first["summary"], first["relations"]) == ("claim-1", "supported", "supports")
    assert first["works"] == "doi:10.5555/desk.(2015)<3>_2"
    assert second["directness"] == "population not stated, intervention matches, outcome differs"
    assert second["attribution"] == "dangling: according to"
    assert second["level"] == "laboratory measurement"


def test_a_persons_word_wins_and_no_summary_is_not_checked() -> None:
    emap = sample_map()
    work = emap.evidence[1].work
    emap = replace(emap, decisions=(Decision("claim-2", work, "mentions"),), summaries=())
    assert rows(emap)[1]["relations"] == "mentions"
    assert rows(emap)[1]["summary"] == "not checked"


def test_a_decision_on_a_paper_that_no_linker_judged_is_there() -> None:
    emap = sample_map()
    emap = replace(emap, decisions=(Decision("claim-1", "doi:10.5555/other", "disputes"),))
    first = rows(emap)[0]
    assert first["works"].split("; ")[1:] == ["doi:10.5555/other"]
    assert [first[c].split("; ")[1] for c in ("relations", "directness", "level")] == [
        "disputes",
        "not judged",
        "unknown",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", '"=1', " \t=1", "＝1", '"\u00a0@x', "\r=1", "'=1"])
def test_formulas_are_defused(text: str) -> None:
    emap = sample_map()
    emap = replace(emap, claims=(replace(emap.claims[0], text=text),))
    (row,) = rows(emap)
    assert row["text"].startswith("'")
    assert row["text"][1:] == " ".join(text.split())


def test_ordinary_text_is_untouched() -> None:
    assert rows(sample_map())[0]["text"] == "Wall slides relieve shoulder pain in office workers [1]."
