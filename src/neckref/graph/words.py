"""How wide words are and how they break, without a font at hand."""

from __future__ import annotations

import unicodedata

_NARROW = frozenset("iljtfrI.,;:'|!()[]{}- \u2019\u2018")
_BROAD = frozenset("mwMW@%\u2014\u2026")


def text_width(text: str, size: float) -> float:
    """Width in pixels, rather too much than too little, in any usual sans-serif at that font size."""
    return sum(map(_share, text)) * size


def _share(char: str) -> float:
    if char in _NARROW:
        return 0.36
    if char in _BROAD:
        return 0.95
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    if unicodedata.combining(char):
        return 0.0
    return 0.72 if char.isupper() else 0.585


def wrap(text: str, width: float, size: float, lines: int) -> tuple[str, ...]:
    """The text in at most `lines` lines none of which is wider than `width`; what does not fit ends in "…".

    Spaces are folded; a word longer than a line is cut.
    """
    rest = " ".join(text.split())
    out: list[str] = []
    while rest and len(out) < lines:
        last = len(out) == lines - 1
        line, rest = _break(rest, width, size)
        out.append(_shorten(line + (" " + rest if rest else ""), width, size) if last and rest else line)
    return tuple(out)


def _break(text: str, width: float, size: float) -> tuple[str, str]:
    end = _fitting(text, width, size)
    if end == len(text):
        return text, ""
    space = text.rfind(" ", 0, end + 1)
    if space > 0:
        return text[:space], text[space + 1 :]
    return text[: max(1, end)], text[max(1, end) :].lstrip()


def _fitting(text: str, width: float, size: float) -> int:
    used = 0.0
    for i, char in enumerate(text):
        used += _share(char) * size
        if used > width:
            return i
    return len(text)


def _shorten(text: str, width: float, size: float) -> str:
    end = _fitting(text, width - text_width("…", size), size)
    return text[:end].rstrip(" ,;:") + "…"
