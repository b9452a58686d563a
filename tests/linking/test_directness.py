"""People, intervention and outcome: three values each, with both phrases and why."""

from __future__ import annotations

import pytest

from neckref.linking.directness import judge_intervention, judge_outcome, judge_population
from neckref.linking.frame import frame_claim, frame_work
from neckref.model import Aspect
from neckref.text.vocabulary import load_vocabulary
from tests.linking.maps import make_claim, make_work

VOCABULARY = load_vocabulary()


def people(claim: str, title: str, method: str = "") -> Aspect:
    """Whether those of the paper are those of the claim."""
    work = make_work("w", title=title, abstract=f"METHODS: {method}" if method else None)
    return judge_population(
        frame_claim(make_claim(claim), VOCABULARY).people, frame_work(work, VOCABULARY).people, VOCABULARY
    )


@pytest.mark.parametrize(
    ("claim", "title", "method", "value", "reason"),
    [
        # condition against condition
        ("Yoga eases pain in neck pain.", "Yoga for neck pain", "", "matches", ""),
        ("Yoga eases pain in neck pain.", "Yoga for chronic neck pain", "", "matches", ""),
        ("Yoga eases pain in chronic neck pain.", "Yoga for neck pain", "", "not stated", "chronic neck pain"),
        ("Yoga eases pain in cervical dystonia.", "Yoga for neck pain", "", "differs", "Neck pain is not"),
        ("Yoga eases pain in cervical dystonia.", "Yoga for Parkinson's disease", "", "differs", "is not"),
        ("Stretching helps cervical dystonia.", "Stretching in congenital muscular torticollis", "", "differs", ""),
        # patients against healthy people
        ("Massage eases fibromyalgia.", "Massage", "30 healthy volunteers were massaged.", "differs", "Healthy people"),
        ("Massage eases fibromyalgia.", "Massage", "30 adults were massaged.", "not stated", ""),
        ("Massage eases fibromyalgia.", "Massage", "", "not stated", "who was studied"),
        # age
        ("Stretching helps adults with torticollis.", "Stretching in infants with torticollis", "", "differs", ""),
        ("Melatonin helps older adults with insomnia.", "Melatonin in children with insomnia", "", "differs", ""),
        ("Exercise helps children with asthma.", "Exercise in adults with asthma", "", "differs", "Adults"),
        ("Exercise helps asthma.", "Exercise in children with asthma", "", "differs", "children"),
        # sex
        ("Exercise helps men with asthma.", "Exercise in women with asthma", "", "differs", "women"),
        ("Exercise helps women with asthma.", "Exercise in women with asthma", "", "matches", ""),
        ("Exercise helps asthma.", "Exercise in women with asthma", "", "matches", ""),
        # species
        ("Running helps tendinopathy.", "Running and tendinopathy in rats", "", "differs", "done on rats"),
        ("Running helps tendinopathy.", "Running and tendinopathy in mice", "", "differs", "done on mice"),
        # groups that the claim itself names
        ("Exercise helps office workers with asthma.", "Exercise in office workers with asthma", "", "matches", ""),
        ("Exercise helps office workers with asthma.", "Exercise for asthma", "", "not stated", "office workers"),
        ("Exercise helps office workers.", "Exercise in nurses", "", "not stated", ""),
    ],
)  # fmt: skip
def test_people(claim: str, title: str, method: str, value: str, reason: str) -> None:
    aspect = people(claim, title, method)
    assert aspect.value == value, aspect
    assert reason in aspect.reason
    if value == "differs":
        assert aspect.reason
        assert aspect.work_phrase


@pytest.mark.parametrize(
    ("claim", "studied", "value"),
    [
        ("Weighted shoulder shrugs help.", "Shrugs with dumbbells", "matches"),
        ("Strength training helps.", "Leg press training", "matches"),
        ("Leg presses help.", "Strength training in general", "differs"),
        ("Rowing trains the core.", "One-arm row", "differs"),
        ("Yoga helps.", "Nothing of the kind", "not stated"),
    ],
)
def test_intervention(claim: str, studied: str, value: str) -> None:
    wanted = frame_claim(make_claim(claim), VOCABULARY).interventions
    found = tuple(c for c in VOCABULARY.find_concepts(studied) if c.kind == "exercise")
    aspect, met = judge_intervention(wanted, found, VOCABULARY)
    assert aspect.value == value, aspect
    assert bool(met) == (value == "matches")


@pytest.mark.parametrize(
    ("claim", "text", "value", "reason"),
    [
        ("Yoga reduces pain.", "Pain fell.", "matches", ""),
        ("Yoga reduces pain.", "Range of motion grew.", "differs", "stands in for"),
        ("Yoga reduces pain.", "Muscle strength grew.", "differs", "stands in for"),
        (
            "Shrugs strengthen the trapezius.",
            "EMG activity came to 102 %MVC.",
            "differs",
            "Muscle activity was measured",
        ),
        ("Yoga reduces pain.", "Anxiety fell.", "differs", "was measured, not"),
        ("Yoga reduces pain.", "Forty took part.", "not stated", ""),
    ],
)
def test_outcome(claim: str, text: str, value: str, reason: str) -> None:
    frame = frame_claim(make_claim(claim), VOCABULARY)
    aspect = judge_outcome(frame, VOCABULARY.find_concepts(text), text, Aspect("not stated"), VOCABULARY)
    assert aspect.value == value, aspect
    assert reason in aspect.reason
