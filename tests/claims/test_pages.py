"""Whole pages of several kinds against what a reviewer reads in them (benchmarks/claim_pages), and single forms."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.claims.articles import one, read

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("claim_spans", BENCHMARKS / "claim_spans.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("name", "least"), [("open", 0.95), ("held", 0.85)])
def test_pages_are_read_as_a_reviewer_reads_them(bench: ModuleType, name: str, least: float) -> None:
    ours, sentences = bench.measure(BENCHMARKS / "claim_pages" / f"{name}.toml")
    assert ours["f1"] >= least > sentences["f1"]
    assert ours["checkable"] >= 0.97
    assert ours["kind"] >= 0.8
    assert ours["concepts"] >= 0.95


def said(*sentences: str, title: str = "Knee exercises") -> list[tuple[str, str, str | None]]:
    return [(c.text, c.kind, c.direction) for c in read(title, list(sentences)).claims]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "Bottom line: squats are safe for the knee.",
            ["squats are safe for the knee."],
        ),
        ("Heel slides - bend your knee slowly.", ["bend your knee slowly."]),
        (
            "The exercise is carried out as follows: lean forward and swing the arm.",
            ["lean forward and swing the arm."],
        ),
        (
            "Stretching eases knee pain; after a year no difference from placebo was found.",
            ["Stretching eases knee pain", "after a year no difference from placebo was found."],
        ),
        (
            "Opioids are no better than placebo for knee pain and carry a risk of addiction.",
            ["Opioids are no better than placebo for knee pain", "carry a risk of addiction."],
        ),
        (
            "Statins can cause muscle pain, and in rare cases they can damage the kidneys.",
            ["Statins can cause muscle pain", "in rare cases they can damage the kidneys."],
        ),
        (
            "If you have a fracture, you may need to avoid squats, because they can cause pain.",
            ["If you have a fracture, you may need to avoid squats", "they can cause pain."],
        ),
        ("Research from the United States shows that yoga relieves knee pain.", ["yoga relieves knee pain."]),
    ],
)
def test_where_sentences_are_cut(sentence: str, parts: list[str]) -> None:
    assert [text for text, _, _ in said(sentence)] == parts


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Ibuprofen brings down a fever.", "reduces"),
        ("Surgery cures night pain.", "reduces"),
        ("Exercise lowers the risk of a new episode.", "reduces"),
        ("Opioids don't work for knee pain.", "no change"),
        ("Neither surgery nor physiotherapy proved superior to exercise for knee pain.", "no change"),
        ("Pilates puts no stress on the joints.", "no change"),
        ("Codeine can make you constipated.", "harms"),
        ("Repeated steroid injections may speed up cartilage loss.", "harms"),
        ("Ibuprofen gel causes fewer side effects.", "reduces"),
        ("Physiotherapy is less effective than surgery.", None),
    ],
)
def test_what_is_said_to_follow(sentence: str, direction: str | None) -> None:
    assert one(sentence, "Treatment").direction == direction


def test_a_warnings_reason_is_a_harm() -> None:
    assert said("Do not take ibuprofen in pregnancy, because it may affect the circulation.")[1][1] == "harm"


def test_what_side_effects_include_is_a_harm() -> None:
    kinds = [k for _, k, _ in said("Ibuprofen has common side effects.", "They include headaches and dizziness.")]
    assert kinds == ["harm", "harm"]


def test_this_after_an_instruction_is_the_exercise_taught() -> None:
    claims = read("Knee care", ["Do a squat.", "Hold for five seconds.", "This strengthens the thigh."]).claims
    assert "squat" in {c.term for c in claims[-1].concepts}


@pytest.mark.parametrize(
    "sentence",
    [
        "You can buy ibuprofen from supermarkets.",
        "Contact us for prices.",
        "This leaflet explains how to look after your knee.",
        "5 moves for stronger knees!",
        "Our clinic helps people with knee pain every day.",
        "Yamato TP, Maher CG, Saragiotto BT, et al. Pilates for low back pain.",
    ],
)
def test_what_claims_nothing(sentence: str) -> None:
    assert said(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "checkable"),
    [
        ("Contact us at once if you cannot breathe.", False),
        ("Stop if the knee pain gets worse.", False),
        ("Massage and heat ease knee pain.", True),
        ("Exercise alone won't reverse osteoporosis.", True),
    ],
)
def test_commands_and_nouns_that_look_like_them(sentence: str, checkable: bool) -> None:
    assert one(sentence).checkable is checkable


def test_single_drugs_are_kinds_of_their_class() -> None:
    terms: dict[str, Any] = {c.term: c for c in one("Simvastatin lowers cholesterol more than pravastatin.").concepts}
    assert "simvastatin" in terms
    assert "statin" not in terms
