from __future__ import annotations

import pytest

from neckref.claims.direction import find_direction, is_hedged
from neckref.text.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def direction(text: str) -> str | None:
    return find_direction(text, VOCABULARY.find_concepts(text, 7), VOCABULARY, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yoga shortens the time to recovery", "improves"),
        ("Exercise in the evening does not harm sleep", "no change"),
        ("Shrugs reduce neck pain", "reduces"),
        ("Shrugs reduced neck pain by 40%", "reduces"),
        ("Pain was reduced by shrugs", "reduces"),
        ("Shrugs relieve spasm", "reduces"),
        ("Vaccines prevent influenza", "reduces"),
        ("Shrugs improve quality of life", "improves"),
        ("Shrugs increase strength", "improves"),
        ("Shrugs strengthen the neck", "improves"),
        ("Rows strengthen the neck to reduce pain", "reduces"),
        ("Shrugs increase neck pain", "harms"),
        ("Sit-ups aggravate back pain", "harms"),
        ("Bed rest weakens the back", "harms"),
        ("Bed rest reduces strength", "harms"),
        ("Baclofen causes drowsiness", "harms"),
        ("Baclofen makes fatigue worse", "harms"),
        ("Ibuprofen increases the risk of bleeding", "harms"),
        ("Shrugs do not reduce neck pain", "no change"),
        ("Shrugs do not increase neck pain", "no change"),
        ("Walking does not add to jarring of the neck", "no change"),
        ("Shrugs had no effect on pain", "no change"),
        ("There was no difference in pain between yoga and Pilates", "no change"),
        ("Injections are no better than placebo", "no change"),
        ("Glucosamine neither reduced pain nor stiffness", "no change"),
        ("Botulinum toxin is effective", "improves"),
        ("Smoking is harmful and yoga dangerous", "harms"),
        ("There is no evidence that yoga reduces pain", None),
        ("It is unclear whether yoga reduces pain", None),
        ("Yoga compared with no treatment reduces pain", "reduces"),
        ("Squats are a strengthening exercise", None),
        ("The neck has seven vertebrae", None),
        ("Pain comes and goes", None),
        ("People who exercise have less pain", "reduces"),
        ("There is no cure for dystonia", None),
        ("Statins lower cholesterol", "reduces"),
        ("Swimming is less likely than running to trigger symptoms", "reduces"),
        ("Yoga was associated with better quality of life", "improves"),
        ("Wounds of smokers heal more slowly", "harms"),
        ("Patients walk without aid after knee replacement", None),
        ("It is better to rest", None),
    ],
)
def test_direction(text: str, expected: str | None) -> None:
    assert direction(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yoga may help", True),
        ("Yoga can help reduce pain", True),
        ("Yoga could help", True),
        ("Yoga might help", True),
        ("Yoga seems to help", True),
        ("Yoga possibly helps", True),
        ("Yoga helps", False),
        ("Yoga reduces pain", False),
    ],
)
def test_hedging(text: str, expected: bool) -> None:
    assert is_hedged(text) is expected
