"""Lines that are no part of what an article says: page headers and footers, page numbers, by-lines."""

from __future__ import annotations

import re
from collections import Counter

_PAGE = re.compile(r"(?:[-–—|\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*)$", re.I)
_DIGITS = re.compile(r"\d+")


_BYLINE = re.compile(
    r"(?:by|(?:medically |fact[- ]|expert |clinically )?(?:written|reviewed|checked|edited|authored) (?:by|on)|"
    r"(?:last )?(?:updated|reviewed|modified)|published|posted|photo|image|credit|caption|getty images)\b"
    r"(?:(?: credit| by| on)?\s*[:|]|\s*[—–-]\s*|\s+(?:(?-i:[A-Z])|on\b|by\b|\d)).{0,90}$"
    r"|[|·•]|(?:\d+|page \d+(?: of \d+)?|\d+ min(?:ute)?s? read)$",
    re.I,
)


def is_byline(line: str) -> bool:
    """Whether a line of its own says who wrote, checked or photographed, or when: no part of what the article says."""
    return len(line) < 110 and not line.endswith(".") and _BYLINE.match(line) is not None


def find_furniture(text: str) -> frozenset[int]:
    """Offsets (of the first character that is not blank) of such lines in a text whose pages end with form feeds.

    A line among the first or last three of a page counts where it is a page number, or where at least half of the
    pages (and three of them) have it, numbers aside. Empty for a text without form feeds.
    """
    if "\f" not in text:
        return frozenset()
    pages: list[list[tuple[int, str]]] = []
    at = 0
    for page in text.split("\f"):
        lines, start = [], at
        for raw in page.split("\n"):
            if raw.strip():
                lines.append((start + len(raw) - len(raw.lstrip()), raw.strip()))
            start += len(raw) + 1
        pages.append(lines)
        at += len(page) + 1
    pages = [p for p in pages if p]
    seen = Counter(key for page in pages for key in {_key(line) for _, line in _rim(page)})
    least = max(3, (len(pages) + 1) // 2)
    return frozenset(
        start
        for page in pages
        for start, line in _rim(page)
        if (_PAGE.match(line) and len(pages) > 1) or (seen[_key(line)] >= least and len(line) < 160)
    )


def _rim(page: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return page if len(page) <= 6 else [*page[:3], *page[-3:]]


def _key(line: str) -> str:
    return _DIGITS.sub("#", line).casefold()
