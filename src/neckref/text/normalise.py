"""Strings made comparable. What is printed is never changed; these make keys."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

_FOLD = str.maketrans(
    {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "ð": "d", "Ð": "D", "þ": "th",
     "Þ": "Th", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ĸ": "k", "ŋ": "n", "ŧ": "t"}
)  # fmt: skip
_ACCENTS = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")
"""Only behind Latin letters: elsewhere such marks make another letter (Cyrillic й, Japanese が)."""
_TAG = re.compile(
    r"</?([A-Za-z][\w:.-]{0,30})(?:\s+[\w:.-]{1,40}\s?=\s?(?:\"[^\"<>]{0,300}\"|'[^'<>]{0,300}'|[^\s\"'<>]{1,300})){0,20}\s*/?>"
)
"""A tag with proper attributes or none: "x <N and p> y" is no tag."""
_BLOCKS = frozenset("p br div li ul ol tr td th h1 h2 h3 h4 sec title abstracttext list list-item label".split())  # noqa: SIM905
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """ASCII-like form without accents: "Sjøgaard" → "Sjogaard", "Uluğ" → "Ulug". Other scripts stay."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLD))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


def words(text: str) -> list[str]:
    """Folded, case-folded words and numbers, in order."""
    return _WORD.findall(fold(text).casefold())


def key(text: str) -> str:
    """Words joined by one space: equal keys are the same text but for case, accents and punctuation."""
    return " ".join(words(text))


def strip_markup(text: str) -> str:
    """Text of a title or abstract that carries HTML, JATS or MathML tags and entities, plain or escaped once;
    spaces folded. Tags of blocks part words, others do not."""
    return " ".join(_TAG.sub(_gap, unescape(_TAG.sub(_gap, text))).split())


def _gap(tag: re.Match[str]) -> str:
    return " " if tag[1].lower().rpartition(":")[2] in _BLOCKS else ""
