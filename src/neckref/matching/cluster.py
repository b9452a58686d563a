"""Records → groups of records that are one work. Precision first: what is not clear stays apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from neckref.model import Fields, Name, Record
from neckref.text.names import same_initials, surname
from neckref.text.similarity import container_similarity, same_title, similarity, squeeze, title_marks

STRONG_SCHEMES = ("doi", "pmid", "pmcid", "openalex", "s2")
"""Schemes of which a work has one value only (an ISBN is shared by a book's chapters, an address by anything)."""
_PREPRINT_TYPES = frozenset({"article", "posted-content", "preprint"})
_GENERIC_LETTERS = 30
_LARGEST_BLOCK = 60


def cluster_records(records: Sequence[Record]) -> tuple[tuple[Record, ...], ...]:
    """Groups in order of their first record, each in the order given.

    Only records that share a key (identifier, title, first page in a volume) are compared. A group never holds
    two values of one identifier scheme: a record that fits one member but contradicts another stays apart.
    """
    groups = list(range(len(records)))
    members: dict[int, list[int]] = {i: [i] for i in groups}
    for a, b in _candidates(records):
        first, second = sorted((groups[a], groups[b]))
        if first == second or not same_work(records[a], records[b]):
            continue
        if any(_contradict(records[i], records[j]) for i in members[first] for j in members[second]):
            continue
        for i in members.pop(second):
            groups[i] = first
            members[first].append(i)
    return tuple(tuple(records[i] for i in sorted(members[g])) for g in sorted(members))


def same_work(a: Record, b: Record) -> bool:
    """Whether two records describe one work: an identifier in common and titles that agree, or agreement of title,
    people and place of publication. Contradicting identifiers, a preprint and its article, a work and a notice
    about it, parts and editions are different works."""
    if _contradict(a, b):
        return False
    first, second = a.fields, b.fields
    shared = any(set(_values(a, s)) & set(_values(b, s)) for s in STRONG_SCHEMES)
    if not first.title or not second.title:
        return shared
    if shared:
        return same_title(first.title, second.title, at_least=0.8)
    return same_title(first.title, second.title) and _agree(first, second)


def _contradict(a: Record, b: Record) -> bool:
    for scheme in STRONG_SCHEMES:
        first, second = set(_values(a, scheme)), set(_values(b, scheme))
        if first and second and not first & second:
            return True
    types = {a.fields.type, b.fields.type} - {None}
    if len(types) == 2 and len(types & _PREPRINT_TYPES) == 1:
        return True
    titles = a.fields.title, b.fields.title
    return bool(titles[0] and titles[1]) and title_marks(titles[0] or "") != title_marks(titles[1] or "")


def _agree(a: Fields, b: Fields) -> bool:
    """Without a shared identifier: the rest must agree as far as both say it, and enough must be said."""
    if a.year and b.year and abs(a.year - b.year) > 1:
        return False
    people = _same_people(a.authors, b.authors)
    pages = _same(_first_page(a.pages), _first_page(b.pages))
    volume = _same(_number(a.volume), _number(b.volume))
    journal = _same_container(a.journal, b.journal)
    if people is False or pages is False or volume is False:
        return False
    if journal is False and not (volume and pages):
        return False
    generic = len(squeeze(a.title or "")) < _GENERIC_LETTERS
    if generic:
        return bool(pages and (volume or journal))
    return bool(people) or bool(pages and volume)


def _candidates(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Pairs that share a key, each once; a key that nearly everybody has is told apart by first page."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, record in enumerate(records):
        for key in _keys(record):
            blocks[key].append(i)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        for part in _split(block, records):
            for pair in combinations(part, 2):
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _keys(record: Record) -> Iterator[tuple[str, str]]:
    for identifier in record.identifiers:
        if identifier.scheme in STRONG_SCHEMES:
            yield identifier.scheme, identifier.value
    fields = record.fields
    title = squeeze(fields.title or "")
    if title:
        yield "head", title[:24]
        yield "tail", title[-24:]
    page = _first_page(fields.pages)
    if page and fields.volume:
        yield "place", f"{fields.volume} {page} {fields.year}"


def _split(block: list[int], records: Sequence[Record]) -> Iterator[list[int]]:
    if len(block) <= _LARGEST_BLOCK:
        yield block
        return
    parts: dict[str, list[int]] = defaultdict(list)
    for i in block:
        fields = records[i].fields
        parts[f"{fields.year} {_first_page(fields.pages)}"].append(i)
    for part in parts.values():
        yield from (part[i : i + _LARGEST_BLOCK] for i in range(0, len(part), _LARGEST_BLOCK))


def _values(record: Record, scheme: str) -> tuple[str, ...]:
    return tuple(i.value for i in record.identifiers if i.scheme == scheme)


def _same_people(a: Sequence[Name], b: Sequence[Name]) -> bool | None:
    """Whether the shorter list is among the longer (in any order: some indexes sort); None where one is empty."""
    if not a or not b:
        return None
    short, long = sorted((a, b), key=len)
    pool = list(long)
    for name in short[:10]:
        hit = next((n for n in pool if _same_person(name, n)), None)
        if hit is not None:
            pool.remove(hit)
    found = len(long) - len(pool)
    return found >= max(1, round(0.7 * min(len(short), 10)))


def _same_person(a: Name, b: Name) -> bool:
    first, second = surname(a), surname(b)
    return (first == second or similarity(first, second) >= 0.8) and same_initials(a, b) is not False


def _same(a: str | None, b: str | None) -> bool | None:
    return None if not a or not b else a == b


def _same_container(a: str | None, b: str | None) -> bool | None:
    return None if not a or not b else container_similarity(a, b) >= 0.8


def _first_page(pages: str | None) -> str | None:
    found = re.match(r"\s*(?:pp?\.?\s*)?([A-Za-z]*)0*([0-9]+[A-Za-z]?|[A-Za-z]+)", pages or "")
    return (found[1] + found[2]).casefold() if found else None


def _number(text: str | None) -> str | None:
    return text.strip().lstrip("0").casefold() if text else None
