"""Strings made safe for people's eyes: terminals obey control characters, and bidi marks reorder what is shown."""

from __future__ import annotations

import json
import re
from typing import Any

_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff\ud800-\udfff]"
)

# What a JSON text may hold as it is, but a terminal or an editor would obey.
_ESCAPED_IN_JSON = {n: f"\\u{n:04x}" for n in (*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def escape_control(text: str) -> str:
    """The text with control, bidi, zero-width and lone surrogate characters as visible escapes (CWE-150).

    Newline and tab stay.
    """
    return _ODD.sub(lambda m: f"\\u{ord(m.group()):04x}", text)


def json_text(value: Any) -> str:
    """A JSON text for people and programs: two blanks of indent, letters of all scripts as they are, a line feed at the
    end. Strings keep their values, so offsets hold; controls and bidi overrides are written as `\\u009b`. A lone
    surrogate, which UTF-8 cannot carry, is U+FFFD. Raises ValueError for NaN and infinities, which JSON lacks."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.translate(_ESCAPED_IN_JSON).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
