"""Whole segmentations of one entry compared: what a chain over neighbouring pieces cannot see.

The tagger's best few paths are scored again with marks of whole fields (a second title, a bracket left open, a
publisher of twelve words), by weights trained on held-out paths (`benchmarks/train_citations.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from neckref.text.citations.features import Word

Segment = tuple[str, int, int]
"""Field, first piece, piece after the last."""


def segments_of(path: Sequence[int], fields: Sequence[str]) -> list[Segment]:
    """Fields of a path of states (2·f begins field f, 2·f + 1 goes on)."""
    cuts = [i for i, state in enumerate(path) if not state & 1 or i == 0]
    return [(fields[path[a] >> 1], a, b) for a, b in zip(cuts, [*cuts[1:], len(path)], strict=True)]


_WEIGHTY = ("title", "journal", "container", "editor", "publisher", "location", "volume", "pages", "url")
"""Fields of which some go together and others do not."""


def describe_segments(segments: Sequence[Segment], words: Sequence[Word]) -> Iterator[str]:
    """Marks of one segmentation, each a string that may bear a weight."""
    names = [s[0] for s in segments]
    seen: dict[str, int] = {}
    before = "^"
    two = "^"
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield f"{before}>{name}"
        yield f"{two}>{before}>{name}"
        two, before = before, name
    yield f"{before}>$"
    yield f"{two}>{before}>$"
    for name, count in seen.items():
        yield f"#{name}{min(count, 3)}"
    for name in ("title", "author", "journal", "container", "date", "publisher"):
        if name not in seen:
            yield f"#{name}0"
    yield f"{names[0]}…{names[-1]}"
    for at, name in enumerate(_WEIGHTY):
        for other in _WEIGHTY[at + 1 :]:
            yield f"{name} {'+' if name in seen else '-'} {other} {'+' if other in seen else '-'}"
    for name, a, b in segments:
        yield from _describe_one(name, words[a:b], words[a - 1] if a else None)
    for (name, _, end), (other, _, _) in pairwise(segments):
        yield f"{name}|{other} {words[end - 1].trail} {words[end].kind}"


def _describe_one(name: str, words: Sequence[Word], before: Word | None) -> Iterator[str]:
    first, last, size = words[0], words[-1], len(words)
    yield f"{name} n{size if size < 4 else 4 if size < 6 else 6 if size < 9 else 9 if size < 15 else 15}"
    yield f"{name} end {last.trail}"
    yield f"{name} ends {last.kind} {last.trail}"
    yield f"{name} starts {first.kind}"
    yield f"{name} first {first.lower}"
    yield f"{name} last {last.lower}"
    if before is not None:
        yield f"{name} after {before.trail}"
    kinds = {w.kind for w in words}
    for kind in kinds:
        yield f"{name} has {kind}"
    if size <= 4:
        yield f"{name} = {' '.join(w.lower for w in words)}"
    opened = sum(w.lead.count("(") - w.trail.count(")") for w in words)
    yield f"{name} () {max(-1, min(1, opened))}"
    quotes = sum(w.quotes for w in words)
    if quotes:
        yield f'{name} "" {min(quotes, 3)}'
        closed = next((i for i, w in enumerate(words) if w.closes), size - 1)
        yield f"{name} goes on {min(size - 1 - closed, 2)}"
    stops = sum(w.trail[:1] in (".", "?", "!") and len(w.lower) > 3 for w in words[:-1])
    yield f"{name} stops {min(stops, 3)}"
    commas = sum(w.trail[:1] in (",", ";") for w in words[:-1])
    yield f"{name} commas {min(commas, 3)}"
    yield f"{name} colons {min(sum(w.trail[:1] == ':' for w in words[:-1]), 2)}"
    known = [w.known[:-1] for w in words if w.known]
    for mark in {c for code in known for c in code}:
        yield f"{name} lex {mark}"
    low = sum(w.kind == "word" for w in words)
    yield f"{name} low {4 * low // size}"
    if known:
        yield f"{name} names {4 * sum('g' in code or 'f' in code for code in known) // len(known)}"


def score_segments(segments: Sequence[Segment], words: Sequence[Word], weights: Mapping[str, int]) -> int:
    """Sum of the weights of a segmentation's marks."""
    return sum(weights.get(mark, 0) for mark in describe_segments(segments, words))
