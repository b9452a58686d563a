from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.claims.split import Part, is_clause, split_clauses, split_effects


def parts(text: str) -> list[str]:
    return [text[p.start : p.end] for c in split_clauses(text, 0, len(text)) for p in split_effects(text, c)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yoga reduces pain.", ["Yoga reduces pain."]),
        ("Yoga reduces pain; Pilates improves strength.", ["Yoga reduces pain", "Pilates improves strength."]),
        ("Yoga reduces pain, but it does not cure dystonia.", ["Yoga reduces pain", "it does not cure dystonia."]),
        ("Ibuprofen relieves pain but increases bleeding.", ["Ibuprofen relieves pain", "increases bleeding."]),
        ("Statins lower cholesterol and may reduce strokes.", ["Statins lower cholesterol", "may reduce strokes."]),
        ("Because muscles are weak, pain follows.", ["muscles are weak", "pain follows."]),
        ("Yoga improves strength, reducing pain.", ["Yoga improves strength", "reducing pain."]),
        ("Yoga improves strength and reduces pain.", ["Yoga improves strength", "reduces pain."]),
        ("Yoga reduces pain and relieves spasm.", ["Yoga reduces pain and relieves spasm."]),
        ("Yoga and Pilates improve strength and balance.", ["Yoga and Pilates improve strength and balance."]),
        ("If pain stays, surgery is needed, but it is rare.", ["If pain stays, surgery is needed, but it is rare."]),
        ("Tai chi is an art. Swelling is caused by heat.", ["Tai chi is an art.", "Swelling is caused by heat."]),
        ("Yoga is approved by Prof. Smith.", ["Yoga is approved by Prof. Smith."]),
        ("Weakness of, e.g., the back and neck.", ["Weakness of, e.g., the back and neck."]),
        ("Squats strengthen the thigh, while cycling improves endurance.",
         ["Squats strengthen the thigh", "cycling improves endurance."]),
    ],
)  # fmt: skip
def test_parts(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_a_predicate_takes_its_subject_from_before() -> None:
    text = "Ibuprofen relieves pain but increases bleeding."
    assert [p.inherits for p in split_clauses(text, 0, len(text))] == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yoga is good", True),
        ("the pain comes back", True),
        ("in the neck", False),
        ("improves strength", False),
        ("Yoga and Pilates", False),
        ("exercises that are hard", False),
        ("", False),
    ],
)
def test_is_clause(text: str, expected: bool) -> None:
    assert is_clause(text, 0, len(text)) is expected


WORDS = st.sampled_from(
    [
        "yoga",
        "reduces",
        "pain",
        "and",
        "but",
        ",",
        ";",
        "because",
        "improves",
        "strength",
        "which",
        "may",
        "that",
        "is",
        "a",
        "disorder",
        "as",
        "result",
        "of",
        "injury",
        "helping",
        "relax",
        "if",
        "since",
        "with",
        "no",
        "known",
        "cure",
        ".",
        "(",
        ")",
        "do",
        "not",
        "the",
        "neck",
        "according",
        "to",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_parts_of_any_text_are_inside_in_order_and_not_blank(text: str) -> None:
    clauses = split_clauses(text, 0, len(text))
    found = [p for c in clauses for p in split_effects(text, c)]
    for group in (clauses, found):
        assert all(text[p.start : p.end].strip() for p in group)
        ends = [0, *(x for p in group for x in (p.start, p.end))]
        assert ends == sorted(ends)
    assert all(isinstance(p, Part) for p in found)
