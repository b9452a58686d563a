"""Two records → how far they agree, field by field, as numbers that only grow with agreement.

What one side does not say is 0: no evidence either way. Agreement is above, disagreement below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from neckref.model import Record
from neckref.text.names import initials, surname
from neckref.text.normalise import words
from neckref.text.similarity import (
    STOP_WORDS,
    container_similarity,
    is_preprint_server,
    main_title,
    replaced_letters,
    squeeze,
    title_marks,
)

FEATURES = {
    "title letters": 1,
    "title inside": 1,
    "title words in any order": 1,
    "main title": 1,
    "title without brackets": 1,
    "title and people": 1,
    "words of the shorter title": 1,
    "words of the longer title": 1,
    "numbers and notices in titles": 1,
    "other words": 1,
    "length of title": 0,
    "no column": 1,
    "first author": 1,
    "people found": 1,
    "people of the longer list": 1,
    "surnames anywhere": 1,
    "letters of names": 1,
    "number of people": 0,
    "year": 1,
    "container": 1,
    "kind of container": 1,
    "volume": 1,
    "issue": 1,
    "first page": 1,
    "place": 1,
    "place said": 0,
    "rest said": 0,
}
"""What is compared, in the order of `compare_fields` (place: volume, issue and page together; said: by both); 1 where
more can only speak for one work, 0 where it is the measure of the others."""

_BRACKETED = re.compile(r"\([^()]*\)|\[[^][]*\]")
_COLUMN = frozenset(
    words(
        "abstracts announcement annual board book chair column contents correspondence cover editor editorial editors "
        "erratum foreword guest index introduction issue letter letters memoriam message news notes obituary preface "
        "reply report review reviews"
    )
)
"""Words of titles that come back in every issue, where they are half of a short title."""
_TELLING_LETTERS = 40
"""Letters from which on a title is hardly given twice."""
_JOURNAL = frozenset(words("j journal trans transactions rec record magazine letters bulletin"))
_MEETING = frozenset(words("conf conference proc proceedings symposium workshop congress meeting"))
_MOST_PEOPLE = 30
_YEARS_APART = {0: 1.0, 1: -0.3, 2: -0.6}
_MOST_REPLACED = 20


STRONG_SCHEMES = ("doi", "pmid", "pmcid", "openalex", "s2")
"""Schemes of which a work has one value only (an ISBN is shared by a book's chapters, an address by anything)."""


@dataclass(frozen=True, slots=True)
class Side:
    """One record in the forms that are compared."""

    ids: dict[str, frozenset[str]]
    """Values by strong scheme."""
    guessed: frozenset[str]
    """What the source marks as unverified."""
    title: str
    text: str
    """The title's letters and digits."""
    main: str
    """Those before a subtitle."""
    bare: str
    """Those outside brackets."""
    words: tuple[str, ...]
    """The title's words but for small ones."""
    marks: frozenset[str]
    column: bool
    surnames: tuple[str, ...]
    letters: tuple[str, ...]
    """Initials, person by person."""
    names: str
    """Letters of all names."""
    type: str | None
    year: int | None
    journal: str | None
    preprint: bool
    """Whether the container is a preprint server."""
    kind: str | None
    """ "journal" or "meeting", where the container's name says it."""
    volume: str | None
    issue: str | None
    page: str | None


def prepare_record(record: Record) -> Side:
    """The forms of a record that `compare_fields` and `matching.contradict` need."""
    fields = record.fields
    title, people = fields.title or "", fields.authors[:_MOST_PEOPLE]
    ids: dict[str, frozenset[str]] = {}
    for identifier in record.identifiers:
        if identifier.scheme in STRONG_SCHEMES:
            ids[identifier.scheme] = ids.get(identifier.scheme, frozenset()) | {identifier.value}
    return Side(
        ids=ids,
        guessed=frozenset(record.unverified),
        title=title,
        text=squeeze(title),
        main=squeeze(main_title(title)),
        bare=squeeze(_BRACKETED.sub(" ", title)),
        words=tuple(w for w in words(title) if w not in STOP_WORDS),
        marks=title_marks(title),
        column=is_column(title),
        surnames=tuple(surname(p) for p in people),
        letters=tuple(initials(p) for p in people),
        names=squeeze(" ".join(map(str, people))),
        type=fields.type,
        year=fields.year,
        journal=fields.journal,
        preprint=is_preprint_server(fields.journal or ""),
        kind=_kind(fields.journal),
        volume=_number(fields.volume),
        issue=_number(fields.issue),
        page=first_page(fields.pages),
    )


def compare_fields(a: Side, b: Side) -> tuple[float, ...]:
    """A value for each of `FEATURES`, the same whichever side comes first."""
    return (*_compare_titles(a, b), *_compare_people(a, b), *_compare_places(a, b))


def _compare_titles(a: Side, b: Side) -> tuple[float, ...]:
    short, long = sorted((a, b), key=lambda s: (len(s.text), s.text, s.title, s.names))
    if not short.text:
        return (0.0,) * 12
    return (
        fuzz.ratio(short.text, long.text) / 100,
        fuzz.partial_ratio(short.text, long.text) / 100,
        fuzz.token_sort_ratio(" ".join(short.words), " ".join(long.words)) / 100,
        max(fuzz.ratio(short.main, long.text), fuzz.ratio(short.text, long.main)) / 100,
        fuzz.ratio(short.bare, long.bare) / 100,
        fuzz.token_set_ratio(_everything(short), _everything(long)) / 100,
        _share_of_words(short, long, ""),
        _share_of_words(long, short, short.names),
        _compare_marks(a.marks, b.marks),
        -min(replaced_letters(short.title, long.title), _MOST_REPLACED) / _MOST_REPLACED,
        min(len(short.text), _TELLING_LETTERS) / _TELLING_LETTERS,
        -float(a.column or b.column),
    )


def _everything(side: Side) -> str:
    return " ".join((*side.words, *side.surnames))


def _share_of_words(of: Side, other: Side, beside: str) -> float:
    """Share of the letters of one title's words that stand in the other title, misspelt or run together, or
    `beside`."""
    known = set(other.words)
    found = sum(len(w) for w in of.words if _stands_in(w, known, other.text, beside))
    whole = sum(map(len, of.words))
    return found / whole if whole else 1.0


def _stands_in(word: str, known: set[str], text: str, beside: str) -> bool:
    if word in known or (len(word) > 3 and (word in text or word in beside)):
        return True
    return len(word) > 4 and any(fuzz.ratio(word, w) >= 80 for w in known if abs(len(w) - len(word)) <= 2)


def _compare_marks(a: frozenset[str], b: frozenset[str]) -> float:
    if a == b:
        return 1.0 if a else 0.5
    return -1.0 if a - b and b - a else -0.5


def _compare_people(a: Side, b: Side) -> tuple[float, ...]:
    if not a.surnames or not b.surnames:
        return (0.0,) * 6
    short, long = sorted((a, b), key=_people_first)
    found = same_people(a, b)
    anywhere = found + max(mentioned(short, long), mentioned(long, short))
    return (
        1.0 if _same_person(a, 0, b, 0) else -1.0,
        2 * found / len(short.surnames) - 1,
        2 * found / len(long.surnames) - 1,
        2 * min(1.0, anywhere / len(short.surnames)) - 1,
        2 * max(fuzz.ratio(a.names, b.names), fuzz.token_sort_ratio(*(" ".join(sorted(s.surnames)) for s in (a, b))))
        / 100
        - 1,
        min(len(short.surnames), 6) / 6,
    )  # fmt: skip


def _people_first(side: Side) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    return len(side.surnames), side.surnames, side.letters


def same_people(a: Side, b: Side) -> int:
    """How many people are on both sides, in any order: some indexes sort."""
    short, long = sorted((a, b), key=_people_first)
    pool = list(range(len(long.surnames)))
    for i in range(len(short.surnames)):
        hit = next((j for j in pool if _same_person(short, i, long, j)), None)
        if hit is not None:
            pool.remove(hit)
    return len(long.surnames) - len(pool)


def mentioned(of: Side, other: Side) -> int:
    """How many surnames of one side stand in the names or the title of the other, but not as surnames: lists that
    were taken apart wrongly ("S Jayavel" for J Shanmugasundaram Jayavel, "Jones, P. Pain at work" as a title)."""
    known = frozenset(other.surnames)
    return sum(
        len(name) > 3 and name not in known and (name in other.names or name in other.text) for name in of.surnames
    )


def _same_person(a: Side, i: int, b: Side, j: int) -> bool:
    first, second = a.surnames[i], b.surnames[j]
    if first != second and fuzz.ratio(first, second) < 80:
        return False
    x, y = a.letters[i], b.letters[j]
    return not x or not y or x.startswith(y) or y.startswith(x)


def _compare_places(a: Side, b: Side) -> tuple[float, ...]:
    year = _YEARS_APART.get(abs(a.year - b.year), -1.0) if a.year and b.year else 0.0
    container = 2 * container_similarity(a.journal, b.journal) - 1 if a.journal and b.journal else 0.0
    kind = 0.0 if not a.kind or not b.kind else 1.0 if a.kind == b.kind else -1.0
    place = (_same(a.volume, b.volume), _same(a.issue, b.issue), _same(a.page, b.page))
    rest = (a.year and b.year, a.journal and b.journal, a.surnames and b.surnames)
    return year, container, kind, *place, sum(place), sum(map(abs, place)), float(sum(map(bool, rest)))


def _same(a: str | None, b: str | None) -> float:
    return 0.0 if not a or not b else 1.0 if a == b else -1.0


def is_column(title: str) -> bool:
    """Whether a title comes back in every issue ("Editorial", "Book reviews")."""
    telling = [w for w in words(title) if w not in STOP_WORDS and len(w) > 1]
    return len(squeeze(title)) < _TELLING_LETTERS and 2 * sum(w in _COLUMN for w in telling) >= len(telling)


def first_page(pages: str | None) -> str | None:
    """ "pp. 0609-12" → "609", "E12" → "e12"."""
    found = re.match(r"\s*(?:pp?\.?\s*)?([A-Za-z]*)0*([0-9]+[A-Za-z]?|[A-Za-z]+)", pages or "")
    return (found[1] + found[2]).casefold() if found else None


def _number(text: str | None) -> str | None:
    return text.strip().lstrip("0").casefold() or None if text else None


def _kind(container: str | None) -> str | None:
    found = set(words(container or ""))
    journal, meeting = bool(found & _JOURNAL), bool(found & _MEETING)
    return None if journal == meeting else "journal" if journal else "meeting"
