from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.text.display import escape_control, json_text


@given(st.text())
def test_text_comes_back_from_json_and_obeys_no_terminal(text: str) -> None:
    written = json_text({"a": [text]})
    assert json.loads(written) == {"a": [text]}
    assert all(c == "\n" or (c >= " " and not "\x7f" <= c <= "\x9f") for c in written)


def test_letters_stay_and_bidi_and_surrogates_do_not() -> None:
    assert json_text("Kjær 姓 \u202e\u2066\x9b\udcff") == '"Kjær 姓 \\u202e\\u2066\\u009b\ufffd"\n'


def test_what_json_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text(float("nan"))


def test_controls_are_shown() -> None:
    assert escape_control("a\x1b[31m\u202eb\tc\n") == "a\\u001b[31m\\u202eb\tc\n"
