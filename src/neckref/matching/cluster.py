"""Records → groups of records that are one work. Precision first: what is not clear stays apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from neckref.matching.alike import Side, prepare_record
from neckref.matching.contradict import contradict, is_by_others, is_elsewhere, share_identifier
from neckref.matching.likeness import likeness_of, load_model
from neckref.model import Record
from neckref.text.similarity import same_title, similarity

_KNOWN = 2.0
"""Surer than any likeness: an identifier in common."""
_SAME_TITLE = 0.8
_LEAST_ALIKE = 50
"""Percentage of letters in common below which two titles are not compared further."""
_KEY_LETTERS = 24
_KEY_PEOPLE = 3
_LARGEST_BLOCK = 60


def cluster_records(records: Sequence[Record]) -> tuple[tuple[Record, ...], ...]:
    """Groups in order of their first record, each in the order given.

    Only records that share a key (identifier, part of the title, first page) are compared, and the surest pairs are
    put together first. A group never holds two records that contradict each other (`matching.contradict`): a record
    that fits one member but not another stays apart.
    """
    sides = [prepare_record(r) for r in records]
    scored = ((_score(sides[a], sides[b]), a, b) for a, b in _candidates(sides))
    least = load_model().merge
    groups = list(range(len(records)))
    members: dict[int, list[int]] = {i: [i] for i in groups}
    for _, a, b in sorted((s for s in scored if s[0] >= least), key=lambda s: (-s[0], s[1], s[2])):
        first, second = sorted((groups[a], groups[b]))
        if first == second or any(contradict(sides[i], sides[j]) for i in members[first] for j in members[second]):
            continue
        for i in members.pop(second):
            groups[i] = first
            members[first].append(i)
    return tuple(tuple(records[i] for i in sorted(members[g])) for g in sorted(members))


def same_work(a: Record, b: Record) -> bool:
    """Whether two records describe one work: an identifier in common and titles that agree, or a likeness
    (`matching.likeness`) that is hardly ever wrong, and in either case no contradiction."""
    return _score(prepare_record(a), prepare_record(b)) >= load_model().merge


def candidate_pairs(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Indices of the pairs that `cluster_records` compares, each once."""
    return _candidates([prepare_record(r) for r in records])


def _score(a: Side, b: Side) -> float:
    """How sure it is that two records are one work, 0 where anything contradicts."""
    if contradict(a, b):
        return 0.0
    if share_identifier(a, b):
        return _KNOWN if _title_allows(a, b) else 0.0
    return likeness_of(a, b) if fuzz.partial_ratio(a.text, b.text) >= _LEAST_ALIKE else 0.0


def _title_allows(a: Side, b: Side) -> bool:
    """A shared DOI is not enough: the abstracts of a meeting often share one. Where titles differ by more than a slip,
    people and page must not."""
    if not a.text or not b.text or same_title(a.title, b.title):
        return True
    return similarity(a.title, b.title) >= _SAME_TITLE and not is_elsewhere(a, b) and not is_by_others(a, b)


def _candidates(sides: Sequence[Side]) -> Iterator[tuple[int, int]]:
    """Pairs that share a key, each once; a key that nearly everybody has is told apart by year and first page."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, side in enumerate(sides):
        for key in _keys(side):
            blocks[key].append(i)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        for part in _split(block, sides):
            for pair in combinations(part, 2):
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _keys(side: Side) -> Iterator[tuple[str, str]]:
    for scheme, values in side.ids.items():
        yield from ((scheme, value) for value in values)
    if side.text:
        yield "head", side.text[:_KEY_LETTERS]
        yield "tail", side.text[-_KEY_LETTERS:]
        for name in side.surnames[:_KEY_PEOPLE]:
            yield "head", f"{name} {side.text[: _KEY_LETTERS // 3]}"
            yield "tail", f"{name} {side.text[-_KEY_LETTERS // 3 :]}"
    if side.page:
        yield "volume", f"{side.volume} {side.page}"
        yield "year", f"{side.year} {side.page}"


def _split(block: list[int], sides: Sequence[Side]) -> Iterator[list[int]]:
    if len(block) <= _LARGEST_BLOCK:
        yield block
        return
    parts: dict[str, list[int]] = defaultdict(list)
    for i in block:
        parts[f"{sides[i].year} {sides[i].page}"].append(i)
    for part in parts.values():
        yield from (part[i : i + _LARGEST_BLOCK] for i in range(0, len(part), _LARGEST_BLOCK))
