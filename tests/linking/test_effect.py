import pytest

from neckref.linking.effect import compare_senses, read_effect, valence
from neckref.model import Span


def sense(text: str, outcome: str) -> str | None:
    at = text.index(outcome)
    effect = read_effect(text, Span(at, at + len(outcome)))
    return effect.sense if effect else None


@pytest.mark.parametrize(
    ("text", "outcome", "expected"),
    [
        ("Yoga reduced pain.", "pain", "down"),
        ("Pain decreased and strength increased.", "strength", "up"),
        ("Pain decreased and strength increased.", "Pain", "down"),
        ("Strength increased, but pain did not change.", "pain", "none"),
        ("Strength increased, but pain did not change.", "Strength", "up"),
        ("There was no significant difference in pain between groups.", "pain", "none"),
        ("Yoga did not reduce pain.", "pain", "none"),
        ("Tai chi lowered pain against a waiting list and did not differ from exercise.", "pain", "down"),
        ("Tai chi lowered pain and did not differ from exercise.", "pain", None),
        ("There was no evidence that yoga reduced pain.", "pain", "none"),
        ("Pain worsened.", "Pain", "worse"),
        ("Quality of life improved.", "Quality of life", "better"),
        ("Pain was lower with yoga (P = 0.31).", "Pain", None),
        ("Pain was lower with yoga (P = 0.01).", "Pain", "down"),
        ("Pain was assessed with a scale.", "Pain", None),
        ("The lower trapezius and pain were assessed.", "pain", None),
    ],
)
def test_what_became_of_the_outcome(text: str, outcome: str, expected: str | None) -> None:
    assert sense(text, outcome) == expected


def test_names_of_exercises_hold_no_direction() -> None:
    text = "The lateral lift increase protocol and pain"
    at = text.index("pain")
    assert read_effect(text, Span(at, at + 4), (Span(4, 25),)) is None


@pytest.mark.parametrize(
    ("claimed", "found", "outcome", "expected"),
    [
        ("down", "better", "pain", "same"),
        ("better", "down", "pain", "same"),
        ("better", "up", "pain", "opposite"),
        ("better", "up", "strength", "same"),
        ("better", "up", "serum level", None),
        ("down", "up", "serum level", "opposite"),
        ("better", "none", "pain", "none"),
        ("none", "none", "pain", "same"),
        ("none", "down", "pain", "opposite"),
    ],
)
def test_senses_compare_by_what_people_want(claimed: str, found: str, outcome: str, expected: str | None) -> None:
    assert compare_senses(claimed, found, valence(outcome)) == expected
