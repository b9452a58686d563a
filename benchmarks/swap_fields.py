"""Tagged entries with words of others in their fields: what stays is how an entry is printed (order, marks, brackets,
"In", quotation marks), so that a tagger learns real styles without learning their few titles by heart.

Deterministic: the same entries, works and seed give the same result.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

from citation_draw import abbreviate
from tagged import Fields

_SHARE = 0.75
"""Fields whose words are exchanged."""
_WORDED = ("title", "container", "journal", "publisher", "location", "collection")
_PEOPLE = ("author", "editor")
_LEAD = re.compile(r"[\W_]*(?:(?:in|dans|en|ser\.)\b[\W_]*)?", re.I)
_TRAIL = re.compile(r"[\W_]*$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DIGITS = re.compile(r"\d+")
_MANNERS = (
    r"\W*(?:in\b\W*)?[^\W\d_a-z]\.",  # initials first
    r"\W*(?:in\b\W*)?[\w’'-]+ [A-Z]{1,3}\b",
    r"\W*(?:in\b\W*)?[\w’'-]+,",
    r";",
    r"&",
    r"\band\b",
    r"et\.? al",
    r"\W*in\b",
    r"\W*(?:edited|ed\.|trans)",
    r"(?:eds?\.?|editors?|hrsg\.?|dir\.?)\W*$",
    r"\([^()]*\)\W*$",
)
"""What tells ways of printing names apart; names are exchanged only between fields that are alike in all of these."""


def swap_fields(entries: Sequence[Fields], works: Sequence[dict[str, Any]], count: int, seed: int) -> Iterator[Fields]:
    """`count` entries, each a tagged one whose fields hold words of other entries or works, and other numbers."""
    rng = random.Random(seed)
    words: dict[str, list[str]] = {name: [] for name in _WORDED}
    people: dict[tuple[str, str], list[str]] = {}
    for fields in entries:
        for name, text in fields:
            if name in words:
                words[name].append(_split(text)[1])
            elif name in _PEOPLE:
                people.setdefault((name, _manner(text)), []).append(text)
    words["title"] += [w["title"] for w in works]
    words["journal"] += [w["journal"] for w in works if w.get("journal")]
    words = {name: [t for t in texts if len(t) > 1 and _is_whole(t)] for name, texts in words.items()}
    for _ in range(count):
        fields = rng.choice(entries)
        yield [(name, _swap(rng, name, text, words, people)) for name, text in fields]


def _split(text: str) -> tuple[str, str, str]:
    """Marks and "In" before the words, the words, marks behind them."""
    start = _LEAD.match(text).end()  # type: ignore[union-attr]
    end = max(start, _TRAIL.search(text).start())  # type: ignore[union-attr]
    return text[:start], text[start:end], text[end:]


def _is_whole(text: str) -> bool:
    """Whether brackets and quotation marks that are opened are closed, too."""
    return all(text.count(a) == text.count(b) for a, b in ("()", "[]", "“”", "«»", "‘’")) and text.count('"') % 2 == 0


def _manner(text: str) -> str:
    last = text.rstrip()[-1:]
    return "".join("01"[re.search(p, text, re.I if p.islower() else 0) is not None] for p in _MANNERS) + last


def _swap(
    rng: random.Random, name: str, text: str, words: dict[str, list[str]], people: dict[tuple[str, str], list[str]]
) -> str:
    if rng.random() > _SHARE:
        return text
    if name in _PEOPLE:
        return rng.choice(people[name, _manner(text)])
    if words.get(name):
        lead, core, trail = _split(text)
        new = rng.choice(words[name])
        if name == "journal" and "." in core:
            new = abbreviate(new, ".").rstrip(".")
        return lead + new + trail
    if name == "date":
        year = str(rng.randint(1930, 2023))
        return _YEAR.sub(lambda m: year, text)
    if name in ("volume", "pages", "number"):
        return _DIGITS.sub(lambda m: _number(rng, len(m[0])), text)
    return text


def _number(rng: random.Random, size: int) -> str:
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(min(size, 9) - 1))
