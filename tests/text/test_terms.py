import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.text.terms import latin, query_words, spelling_variants


@pytest.mark.parametrize(
    ("text", "variants"),
    [("IL-6", ("il6",)), ("IL6", ("il", "6", "il6")), ("TNF-α", ("tnfalpha",)), ("plain words", ())],
)
def test_variants(text: str, variants: tuple[str, ...]) -> None:
    assert spelling_variants(text) == variants


def test_a_word_without_end_takes_no_time() -> None:
    start = time.process_time()
    assert spelling_variants("a" * 100_000 + " IL-6") == ("il6",)
    assert time.process_time() - start < 2


def test_greek_letters_by_name() -> None:
    assert latin("NF-κB and Δ") == "NF-kappaB and delta"


def test_words_once_and_without_common_ones() -> None:
    assert query_words("The pain, the PAIN of the neck") == ("pain", "neck")
    assert query_words("to be or not to be") == ("to", "be", "or", "not")


@settings(deadline=None)
@given(st.text(max_size=100))
def test_any_text(text: str) -> None:
    words = query_words(text)
    assert len(set(words)) == len(words)
    assert all(words)
    spelling_variants(text)
