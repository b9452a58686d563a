"""SARIF 2.1.0: what the standard's schema says of the objects neckref writes, with no property beyond them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft7Validator

from neckref.auditing import run_rules
from neckref.auditing.renderers import render_sarif
from neckref.model import EvidenceMap, Finding, Span
from neckref.pipeline.assemble import all_rules
from tests.exporters.test_injection import PAYLOADS
from tests.samples import sample_map

STRING = {"type": "string"}
URI = {"type": "string", "pattern": r"^(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$"}  # RFC 3986
LINE = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}


def obj(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties, "additionalProperties": False}


MESSAGE = obj("text", text=STRING)
RULE = obj(
    "id",
    id=STRING,
    name=STRING,
    shortDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=obj("", level=LEVEL),
)
LOCATION = obj(
    "",
    physicalLocation=obj(
        "artifactLocation",
        artifactLocation=obj("", uri=URI),
        region=obj("", startLine=LINE, startColumn=LINE, endLine=LINE, endColumn=LINE),
    ),
    logicalLocations={"type": "array", "uniqueItems": True, "items": obj("", name=STRING)},
)
RESULT = obj(
    "message",
    ruleId=STRING,
    level=LEVEL,
    message=MESSAGE,
    locations={"type": "array", "items": LOCATION},
    partialFingerprints={"type": "object", "additionalProperties": STRING},
)
RUN = obj(
    "tool",
    tool=obj(
        "driver",
        driver=obj(
            "name", name=STRING, informationUri=URI, rules={"type": "array", "uniqueItems": True, "items": RULE}
        ),
    ),
    automationDetails=obj("", id=STRING),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": ["array", "null"], "items": RESULT},
)
SCHEMA = obj("version runs", **{"$schema": URI}, version={"const": "2.1.0"}, runs={"type": "array", "items": RUN})

RULES = all_rules()
BASE = replace(sample_map(), steps=("read", "fetch", "link"))


def errors(emap: EvidenceMap) -> list[str]:
    return [e.message for e in Draft7Validator(SCHEMA).iter_errors(json.loads(render_sarif(emap, RULES)))]


def test_findings_of_the_sample_are_valid() -> None:
    emap = replace(BASE, findings=run_rules(BASE, RULES))
    assert len(emap.findings) > 5
    assert errors(emap) == []


def test_an_empty_run_is_valid() -> None:
    assert errors(EvidenceMap(None)) == []


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_and_names_stay_valid(payload: str) -> None:
    assert BASE.article is not None
    finding = Finding("NR304", "dangling-attribution", "warning", payload, payload, payload, Span(5, 9))
    assert errors(replace(BASE, article=replace(BASE.article, origin=payload), findings=(finding,))) == []


def test_the_schema_refuses_what_the_standard_refuses() -> None:
    document = json.loads(render_sarif(replace(BASE, findings=run_rules(BASE, RULES)), RULES))
    document["runs"][0]["results"][0]["level"] = "fatal"
    document["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a b"
    del document["runs"][0]["tool"]["driver"]["name"]
    assert len(list(Draft7Validator(SCHEMA).iter_errors(document))) == 3
