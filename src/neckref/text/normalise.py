"""Strings made comparable. What is printed is never changed; these make keys."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

_FOLD = str.maketrans(
    {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "ð": "d", "Ð": "D", "þ": "th",
     "Þ": "Th", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ĸ": "k", "ŋ": "n", "ŧ": "t"}
)  # fmt: skip
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """ASCII-like form without accents: "Sjøgaard" → "Sjogaard", "Uluğ" → "Ulug". Other scripts stay."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLD))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Folded, case-folded words and numbers, in order."""
    return _WORD.findall(fold(text).casefold())


def key(text: str) -> str:
    """Words joined by one space: equal keys are the same text but for case, accents and punctuation."""
    return " ".join(words(text))


def strip_markup(text: str) -> str:
    """Text of a title or abstract that carries HTML, JATS or MathML tags and entities; spaces folded."""
    return " ".join(unescape(_TAG.sub("", text)).split())
