"""Plain dicts: every field of `Fields` and `Hints` is there, and everything is JSON."""

from __future__ import annotations

import json
from dataclasses import fields

from neckref.model import Fields, Finding, Hints, Identifier, Name, Span, Update
from neckref.model.plain import (
    plain_finding,
    plain_match,
    plain_reference,
    plain_value,
    plain_work,
)
from tests.samples import sample_map


def test_no_field_of_a_work_or_reference_is_forgotten() -> None:
    emap = sample_map()
    assert {f.name for f in fields(Fields)} <= plain_work(emap.works[0]).keys()
    renamed = {"container": "journal"}
    assert {renamed.get(f.name, f.name) for f in fields(Hints)} <= plain_reference(emap.references[0]).keys()


def test_reference_as_printed() -> None:
    plain = plain_reference(sample_map().references[0])
    assert plain["authors"] == [
        {"family": "Sørensen-Öz", "given": "A"},
        {"family": "van der Berg", "given": "J", "suffix": "Jr"},
    ]
    assert (plain["journal"], plain["pages"], plain["marker"], plain["doi"]) == ("J Desk Med", "10-19", "1", None)


def test_match_says_how_far() -> None:
    plain = plain_match(sample_map().matches[0])
    assert (plain["distance"], plain["coverage"], plain["gap"]) == (0.0, 0.9, 0.3)
    assert plain["penalties"][0] == {"name": "title", "weight": 3.0, "value": 0.0, "detail": "same"}


def test_a_finding_has_its_place() -> None:
    finding = Finding("NR1", "x", "note", "run", "m", "r", Span(1, 2))
    assert plain_finding(finding)["span"] == {"start": 1, "end": 2}


def test_values_of_dissent_are_json() -> None:
    value = (Name("A", "B"), Identifier("doi", "10.1/x"), Update("retraction"), 1, None, ("a",))
    plain = plain_value(value)
    assert json.loads(json.dumps(plain)) == plain
    assert plain[:2] == [{"family": "A", "given": "B"}, "doi:10.1/x"]
