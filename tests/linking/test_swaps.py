"""The bundled article rewritten for other diseases, citing the same three papers: no support may come of it.

A tool that links by shared words credits the papers all the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

import neckref
from neckref.linking.cited import link
from neckref.linking.summary import summarise_claims
from neckref.model import EvidenceMap, Match
from neckref.text.vocabulary import load_vocabulary
from tests.linking.test_abstracts import papers

NAMES = {
    "knee osteoarthritis": "Knee Osteoarthritis",
    "migraine": "Migraine",
    "carpal tunnel syndrome": "Carpal Tunnel Syndrome",
    "low back pain": "Low Back Pain",
    "tennis elbow": "Tennis Elbow",
    "Parkinson's disease": "Parkinson's Disease",
    "asthma": "Asthma",
}
PARTS: dict[str, Mapping[str, str]] = {
    "knee osteoarthritis": {"neck": "knee", "upper back and shoulders": "thighs and calves", "shoulder": "thigh",
                            "shoulders": "thighs", "Weighted shoulder shrugs": "Weighted lunges"},
    "migraine": {"neck": "jaw", "upper back and shoulders": "face and jaw",
                 "Weighted shoulder shrugs": "Jaw exercises"},
    "carpal tunnel syndrome": {"neck": "wrist", "upper back and shoulders": "forearms and hands", "shoulder": "forearm",
                               "Weighted shoulder shrugs": "Weighted wrist curls"},
    "low back pain": {"neck": "lower back", "upper back and shoulders": "trunk", "shoulder": "trunk",
                      "Weighted shoulder shrugs": "Planks and bird dogs"},
    "tennis elbow": {"neck": "elbow", "upper back and shoulders": "forearms", "shoulder": "forearm",
                     "Weighted shoulder shrugs": "Weighted triceps extensions"},
}  # fmt: skip


def rewritten(disease: str, swaps: Mapping[str, str], folder: Path) -> EvidenceMap:
    """The article about another disease (and another part of the body), judged against the three papers."""
    text = files("neckref.data").joinpath("article.txt").read_text("utf-8")
    body, listed = text.split("Explore In Depth")
    for old in ("spasmodic torticollis", "torticollis"):
        body = body.replace(old.title(), NAMES[disease]).replace(old.capitalize(), disease.capitalize())
        body = body.replace(old, disease)
    for old in sorted(swaps, key=len, reverse=True):
        body = body.replace(old, swaps[old]).replace(old.capitalize(), swaps[old].capitalize())
    (folder / "article.txt").write_text(f"{body}Explore In Depth{listed}", "utf-8")
    reading = neckref.read(str(folder / "article.txt"))
    assert len(reading.references) == 3
    works = papers()
    emap = EvidenceMap(
        reading.article, reading.references, reading.claims, works=tuple(sorted(works.values(), key=lambda w: w.id)),
        matches=tuple(Match(ref, "certain", work.id) for ref, work in works.items()),
    )  # fmt: skip
    emap = replace(emap, evidence=link(emap, load_vocabulary()))
    return replace(emap, summaries=summarise_claims(emap))


@pytest.mark.parametrize("disease", NAMES)
def test_another_disease_leaves_the_shrugs_alone_indirectly_supported(disease: str, tmp_path: Path) -> None:
    emap = rewritten(disease, {}, tmp_path)
    texts = {c.id: c.text for c in emap.claims}
    supported = {texts[s.claim]: s.verdict for s in emap.summaries if "supported" in s.verdict}
    assert set(supported.values()) <= {"supported indirectly"}
    assert all("shrugs" in text for text in supported)
    for row in emap.evidence:
        assert row.relation in ("mentions", "unclear", "partly supports")
        assert row.directness.population.value != "matches"
    assert not [e for e in emap.evidence if e.work.endswith("hip")]


@pytest.mark.parametrize("disease", PARTS)
def test_another_disease_of_another_part_of_the_body_is_supported_in_nothing(disease: str, tmp_path: Path) -> None:
    emap = rewritten(disease, PARTS[disease], tmp_path)
    assert len([c for c in emap.claims if c.checkable]) >= 15
    assert not [s for s in emap.summaries if "support" in s.verdict and not s.verdict.startswith("no support")]
    assert not [e for e in emap.evidence if e.relation != "mentions"]


def test_shrugs_said_to_strengthen_another_part_are_not_supported(tmp_path: Path) -> None:
    swaps = {"upper back and shoulders and so stabilize the neck": "thighs and so stabilize the knee"}
    emap = rewritten("knee osteoarthritis", swaps, tmp_path)
    assert any("shrugs help build strength in the thighs" in c.text for c in emap.claims)
    assert {e.relation for e in emap.evidence} <= {"mentions"}
