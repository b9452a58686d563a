from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.text.similarity import (
    abbreviates,
    container_similarity,
    main_title,
    parse_roman,
    same_title,
    similarity,
    squeeze,
    title_marks,
)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Phys Ther", "Physical Therapy"),
        ("J Strength Cond Res", "Journal of Strength and Conditioning Research"),
        ("J. Athl. Train.", "Journal of Athletic Training"),
        ("Proc. Natl. Acad. Sci.", "Proceedings of the National Academy of Sciences"),
        ("JAMA", "Journal of the American Medical Association"),
    ],
)
def test_journal_abbreviations(short: str, full: str) -> None:
    assert abbreviates(short, full)
    assert container_similarity(full, short) == 1.0


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Phys Ther", "Pediatric Physical Therapy"),
        ("Pain", "Physical Therapy"),
        ("J Physiol", "Journal of Pain"),
        ("", "Pain"),
    ],
)
def test_other_journals(short: str, full: str) -> None:
    assert not abbreviates(short, full)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Wall slides at work.", "WALL-SLIDES at Work", True),
        ("Wall slides in office workers: a trial", "Wall slides in office workers", True),
        ("Exercise for the neck. Part I", "Exercise for the neck. Part II", False),
        ("Exercise for the neck in 2010", "Exercise for the neck in 2011", False),
        ("Erratum to: Exercise for the neck", "Exercise for the neck", False),
        ("Exercise for the neck", "Exercise for the knee and hip", False),
    ],
)
def test_same_title(a: str, b: str, same: bool) -> None:
    assert same_title(a, b) is same
    assert same_title(b, a) is same


def test_marks_and_main_title() -> None:
    assert title_marks("Reply: Part II of 3") == {"reply", "2", "3"}
    assert main_title("Neck pain: a review") == "Neck pain: a review"
    assert main_title("Neck pain in office workers: a review") == "Neck pain in office workers"


@pytest.mark.parametrize("piece", ["95% CI ", "1. ", " ", "reply "])
def test_a_title_without_end_takes_no_time(piece: str) -> None:
    start = time.process_time()
    title = piece * (100_000 // len(piece))
    assert sum(map(len, title_marks(title))) < 100_000
    assert main_title(f"Neck pain in office workers{title}x")
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "value"), [("IV", 4), ("lxiii", 63), ("XC", 90), ("iiii", None), ("vii", 7), ("", None)]
)
def test_roman(text: str, value: int | None) -> None:
    assert parse_roman(text) == value


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, b) == similarity(b, a)
    assert similarity(a, a.upper()) == 1.0 or squeeze(a) != squeeze(a.upper())
