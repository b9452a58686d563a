"""Strings made safe for people's eyes: terminals obey control characters, and bidi marks reorder what is shown."""

from __future__ import annotations

import re

_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff\ud800-\udfff]"
)


def escape_control(text: str) -> str:
    """The text with control, bidi, zero-width and lone surrogate characters as visible escapes (CWE-150).

    Newline and tab stay.
    """
    return _ODD.sub(lambda m: f"\\u{ord(m.group()):04x}", text)
