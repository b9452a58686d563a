"""JSON: the documented shape, offsets that hold, no surrogate that UTF-8 cannot carry."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec

from neckref.exporters.json import export
from tests.samples import TEXT, sample_map


def test_shape_and_offsets() -> None:
    data = json.loads(export(sample_map()))
    assert {"works", "claims", "evidence", "citations", "summaries", "references", "matches", "sources"} <= set(data)
    for part in ("claims", "references", "attributions"):
        for item in data[part]:
            assert TEXT[item["start"] : item["end"]] == item.get("raw", item.get("text"))
    assert data["summaries"] == {"claim-1": "supported", "claim-2": "supported indirectly"}
    first = data["evidence"][0]
    assert first["doi"] == "10.5555/desk.(2015)<3>_2"
    assert first["directness"] == {"population": "matches", "intervention": "matches", "outcome": "matches"}
    assert first["aspects"]["population"]["work_phrase"] == "60 office workers with shoulder pain"
    passage, work = first["passage"], next(w for w in data["works"] if w["id"] == first["work"])
    assert work[passage["field"]][passage["start"] : passage["end"]] == passage["text"]
    assert data["citations"][0] == {
        "citing": "doi:10.5555/desk.(2015)<3>_2", "cited": "doi:10.5555/emg;9", "said_by": "crossref",
    }  # fmt: skip


def test_work_says_who_said_what() -> None:
    works = {w["doi"]: w for w in json.loads(export(sample_map()))["works"]}
    trial = works["10.5555/desk.(2015)<3>_2"]
    assert trial["said_by"]["year"] == ["crossref", "pubmed"]
    assert trial["dissent"] == {"year": [{"source": "openalex", "value": 2014}]}
    assert trial["authors"][1] == {"family": "van der Berg", "given": "Jan", "suffix": "Jr."}
    assert works["10.5555/emg;9"]["unverified"] == ["volume"]
    assert works["10.5555/hip.1"]["updates"][0]["kind"] == "retraction"


def test_a_second_strict_parser_reads_it_and_surrogates_are_replaced() -> None:
    emap = sample_map()
    emap = replace(emap, claims=(replace(emap.claims[0], text="a\ud800b\u2028"),))
    data = msgspec.json.decode(export(emap).encode("utf-8"))
    assert data["claims"][0]["text"] == "a\ufffdb\u2028"
