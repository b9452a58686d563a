"""Records → groups of records that are one work. Precision first: what is not clear stays apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from neckref.model import Fields, Name, Record
from neckref.text.names import same_initials, surname
from neckref.text.normalise import words
from neckref.text.similarity import (
    STOP_WORDS,
    container_similarity,
    is_preprint_server,
    replaced_letters,
    same_title,
    similarity,
    squeeze,
    title_marks,
)

STRONG_SCHEMES = ("doi", "pmid", "pmcid", "openalex", "s2")
"""Schemes of which a work has one value only (an ISBN is shared by a book's chapters, an address by anything)."""
_PREPRINT_TYPES = frozenset({"article", "posted-content", "preprint"})
_GENERIC_LETTERS = 16
_TELLING_LETTERS = 40
"""Letters from which on a title is hardly given twice."""
_CONTAINED_LETTERS = 30
_SLIP_LETTERS = 4
_COLUMN = frozenset(
    words(
        "abstracts announcement annual board book chair column contents correspondence cover editor editorial editors "
        "erratum foreword guest index introduction issue letter letters memoriam message news notes obituary preface "
        "reply report review reviews"
    )
)
"""Words of titles that come back in every issue, where they are half of a short title."""
_JOURNAL = frozenset(words("j journal trans transactions rec record magazine letters bulletin"))
_MEETING = frozenset(words("conf conference proc proceedings symposium workshop congress meeting"))
_LARGEST_BLOCK = 60
_MOST_PEOPLE = 30


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
    shared = _share_identifier(a, b)
    if not first.title or not second.title:
        return shared
    if shared:
        pages = _same(_first_page(first.pages), _first_page(second.pages))
        return same_title(first.title, second.title, at_least=0.8) or (
            bool(pages) and similarity(first.title, second.title) >= 0.8
        )
    return _agree(first, second)


def _contradict(a: Record, b: Record) -> bool:
    """Whether two records cannot be one work, whatever else they share."""
    for scheme in STRONG_SCHEMES:
        first, second = _values(a, scheme), _values(b, scheme)
        if scheme in (*a.unverified, *b.unverified):
            continue  # a guess contradicts nothing
        if first and second and not set(first) & set(second):
            return True
    if _share_identifier(a, b):
        return False  # sources differ in what they call the type of one DOI
    x, y = a.fields, b.fields
    if x.type and y.type and (x.type in _PREPRINT_TYPES) != (y.type in _PREPRINT_TYPES):
        return True
    if x.journal and y.journal and is_preprint_server(x.journal) != is_preprint_server(y.journal):
        return True
    return bool(x.title and y.title) and title_marks(x.title or "") != title_marks(y.title or "")


def _share_identifier(a: Record, b: Record) -> bool:
    return any(i in b.identifiers for i in a.identifiers if i.scheme in STRONG_SCHEMES)


def _agree(a: Fields, b: Fields) -> bool:
    """Without a shared identifier: nothing that both say may contradict, and enough must be said."""
    years = abs(a.year - b.year) if a.year and b.year else None
    people = _compare_people(a.authors, b.authors)
    pages = _same(_first_page(a.pages), _first_page(b.pages))
    volume = _same(_number(a.volume), _number(b.volume))
    if people == "other" or pages is False or volume is False or (years or 0) > 1:
        return False
    journal = _same_container(a.journal, b.journal)
    titles = _compare_titles(a.title or "", b.title or "")
    letters = min(len(squeeze(t)) for t in (a.title or "", b.title or ""))
    if pages and volume and journal is not False:
        return titles in ("equal", "near") or (titles == "contained" and people != "missing")
    telling = titles == "equal" and letters >= _TELLING_LETTERS and people == "some"
    if journal is False and (_other_kind(a.journal, b.journal) or years or not (people == "same" or telling)):
        return False
    if years == 1 and not (journal or pages):
        return False
    several = people == "same" and min(len(a.authors), len(b.authors)) > 1
    if titles == "equal":
        if _is_column(a.title or "", letters):
            unnumbered = years == 0 and not a.volume and not b.volume
            return bool(pages and journal and (volume or unnumbered))
        if people == "same":
            return letters >= _GENERIC_LETTERS or (several and years == 0)
        unsaid = people == "missing" and years == 0 and journal is not False
        return letters >= _TELLING_LETTERS and (people in ("cut", "some") or unsaid or bool(journal and years == 0))
    if letters < _GENERIC_LETTERS or _is_column(a.title or "", letters) or people != "same":
        return False
    return titles == "near" or (titles == "contained" and (several or journal is not False or bool(pages)))


def _compare_titles(a: str, b: str) -> str:
    """ "equal" (but for form), "near" (slips, or a subtitle left out), "contained" (words cut off or put in front),
    or "other"."""
    first, second = squeeze(a), squeeze(b)
    if first == second:
        return "equal"
    if same_title(a, b, at_least=0.88) and (same_title(a, b) or replaced_letters(a, b) <= _SLIP_LETTERS):
        return "near"
    if sorted(words(a)) == sorted(words(b)):
        return "near"  # "Tutorial: X" and "X (tutorial)"
    short, long = sorted((first, second), key=len)
    if len(short) >= _CONTAINED_LETTERS and fuzz.partial_ratio(short, long) >= 95:
        return "contained"
    return "other"


def _is_column(title: str, letters: int) -> bool:
    telling = [w for w in words(title) if w not in STOP_WORDS and len(w) > 1]
    return letters < _TELLING_LETTERS and 2 * sum(w in _COLUMN for w in telling) >= len(telling)


def _other_kind(a: str | None, b: str | None) -> bool:
    """Whether one container is a journal and the other a meeting's proceedings."""
    first, second = set(words(a or "")), set(words(b or ""))
    return any(
        x & _JOURNAL and not x & _MEETING and y & _MEETING and not y & _JOURNAL
        for x, y in ((first, second), (second, first))
    )


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


def _compare_people(a: Sequence[Name], b: Sequence[Name]) -> str:
    """ "same" (in any order: some indexes sort), "cut" (the shorter list begins the much longer one), "some" (half of
    the shorter list), "other", or "missing" where one has none."""
    if not a or not b:
        return "missing"
    short, long = sorted((a[:_MOST_PEOPLE], b[:_MOST_PEOPLE]), key=len)
    pool = list(long)
    for name in short:
        hit = next((n for n in pool if _same_person(name, n)), None)
        if hit is not None:
            pool.remove(hit)
    found = len(long) - len(pool)
    if found < max(1, round(0.7 * len(short))):
        return "some" if 2 * _mentioned(short, long) >= len(short) else "other"
    if 2 * found >= len(long):
        return "same"
    whole = len(short) > 1 and found == len(short)
    return "cut" if whole or _same_person(short[0], long[0]) else "other"


def _mentioned(short: Sequence[Name], long: Sequence[Name]) -> int:
    """How many surnames of one list stand anywhere in the other: lists that were taken apart wrongly."""
    text = squeeze(" ".join(map(str, long)))
    known = {surname(name) for name in long}
    families = (surname(name) for name in short)
    return sum(len(family) > 3 and family in text and family not in known for family in families)


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
