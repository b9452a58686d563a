from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from neckref.graph.words import text_width, wrap


@given(st.text(max_size=200), st.floats(30, 400), st.integers(1, 4))
def test_no_line_is_too_wide_and_none_too_many(text: str, width: float, lines: int) -> None:
    out = wrap(text, width, 12, lines)
    assert len(out) <= lines
    assert all(text_width(line, 12) <= width for line in out)


@given(st.lists(st.text("abcde", min_size=1, max_size=8), max_size=12))
def test_with_enough_room_every_word_is_kept(words: list[str]) -> None:
    assert " ".join(wrap(" ".join(words), 120, 12, 100)).split() == words


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrap("one two three four five six", 60, 12, 1) == ("one two…",)
    assert wrap("  one\n two ", 300, 12, 2) == ("one two",)
    assert wrap("", 100, 12, 2) == ()
