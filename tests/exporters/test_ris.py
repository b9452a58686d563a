"""RIS: written through rispy, read back by rispy and by a plain line reader of the specification's form."""

from __future__ import annotations

import re

import pytest
import rispy

from neckref.exporters.ris import export
from neckref.model import EvidenceMap, Fields, Work
from tests.samples import sample_map


def records(text: str) -> list[list[tuple[str, str]]]:
    """Tag lines by record: `XX  - value`, from TY to ER."""
    found: list[list[tuple[str, str]]] = []
    for line in text.splitlines():
        if not line:
            continue
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - ?(.*)", line)
        assert match, line
        if match[1] == "TY":
            found.append([])
        found[-1].append((match[1], match[2].rstrip()))
    assert all(r[-1][0] == "ER" for r in found)
    return found


def test_both_readers_agree() -> None:
    text = export(sample_map())
    by_line, by_rispy = records(text), rispy.loads(text)
    assert len(by_line) == len(by_rispy) == 3
    trial = by_line[2]
    assert [v for tag, v in trial if tag == "AU"] == ["Sørensen-Öz, Anna-Lena", "van der Berg, Jan, Jr."]
    assert by_rispy[2]["authors"] == ["Sørensen-Öz, Anna-Lena", "van der Berg, Jan, Jr."]
    single = dict(trial)
    assert (single["TY"], single["PY"], single["DA"], single["SP"], single["EP"]) == (
        "JOUR", "2015", "2015/03//", "10", "19",
    )  # fmt: skip
    assert (single["DO"], single["AN"]) == ("10.5555/desk.(2015)<3>_2", "99000001")
    assert by_rispy[0]["notes"] == ["Unverified: volume"]
    assert by_rispy[1]["notes"] == ["Retraction 2013-05-01"]


def test_an_empty_map_is_empty() -> None:
    assert export(EvidenceMap(None)) == ""


@pytest.mark.parametrize(
    ("kind", "journal", "expected"),
    [("post", "A site", "ELEC"), ("chapter", "A book", "CHAP"), ("patent", "x", "GEN"), (None, "A journal", "JOUR")],
)
def test_a_container_alone_makes_no_journal_article(kind: str | None, journal: str, expected: str) -> None:
    work = Work("doi:10.5555/a", (), Fields(type=kind, journal=journal))
    assert export(EvidenceMap(None, works=(work,))).startswith(f"TY  - {expected}\n")
