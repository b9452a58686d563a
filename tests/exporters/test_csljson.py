"""CSL-JSON: read back by citeproc-py, and the parts of the schema it has no word for."""

from __future__ import annotations

import json

import pytest
from citeproc.source.json import CiteProcJSON

from neckref.exporters.csljson import csl_item, csl_items, export
from neckref.model import EvidenceMap, Fields, Identifier, Name, Work
from tests.samples import sample_map


@pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupported. custom")
def test_citeproc_reads_all_items() -> None:
    items = json.loads(export(sample_map()))
    source = CiteProcJSON(items)
    assert sorted(source) == ["doe2012electromyographic", "quarkconsortium2011heat", "sorensenoz2015wall"]
    trial = source["sorensenoz2015wall"]
    assert str(trial["title"]) == "Wall slides for shoulder pain: a randomised trial"
    assert trial["issued"]["year"] == 2015
    assert [str(n["family"]) for n in trial["author"]] == ["Sørensen-Öz", "Berg"]


def test_identifiers_particles_and_doubts() -> None:
    items = {i["id"]: i for i in json.loads(export(sample_map()))}
    trial = items["sorensenoz2015wall"]
    assert trial["DOI"] == "10.5555/desk.(2015)<3>_2"
    assert trial["PMID"] == "99000001"
    assert trial["author"][1] == {
        "family": "Berg",
        "given": "Jan",
        "non-dropping-particle": "van der",
        "suffix": "Jr.",
    }
    assert items["quarkconsortium2011heat"]["author"] == [{"literal": "Quark Consortium"}]
    assert items["quarkconsortium2011heat"]["note"] == "Retraction 2013-05-01"
    assert items["doe2012electromyographic"]["custom"] == {"unverified": ["volume"]}


def test_a_date_stops_at_the_first_unknown_part() -> None:
    work = Work("doi:10.1/x", (Identifier("doi", "10.1/x"),), Fields(year=2001, day=4, authors=(Name(),)))
    item = csl_item("k", work)
    assert item["issued"] == {"date-parts": [[2001]]}
    assert "author" not in item
    assert item["type"] == "document"


@pytest.mark.parametrize(
    ("kind", "journal", "expected"),
    [
        ("webpage", "A site", "webpage"),
        ("a word of a plug-in", "A journal", "document"),
        (None, "A journal", "article-journal"),
        (None, None, "document"),
    ],
)
def test_only_words_of_the_schema_are_types(kind: str | None, journal: str | None, expected: str) -> None:
    work = Work("doi:10.5555/a", (), Fields(type=kind, journal=journal))
    assert csl_items(EvidenceMap(None, works=(work,)))[0]["type"] == expected
