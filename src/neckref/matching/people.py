"""The people of a work, looked for in a printed entry."""

from __future__ import annotations

from collections.abc import Sequence

from neckref.matching.entry import Entry
from neckref.matching.printed import find_person, given_beside
from neckref.matching.weights import WEIGHTS
from neckref.model import Name, Penalty
from neckref.text.names import initials, same_initials, surname
from neckref.text.similarity import similarity

_MOST = 12
"""People that count; of further ones only the words are explained."""
_LONGEST = 60
_FEW = {1: 0.7, 2: 0.85}
"""Share of the weight that one or two people have: surnames are shared by many."""
_NOBODY_FOUND = 0.8
_FIRST_MISSING = 0.5
_FIRST_OTHER_INITIALS = 0.4
_SKIPPED = 0.15
_MISSPELT = 0.15


def compare_authors(entry: Entry, authors: Sequence[Name]) -> Penalty | None:
    """A beginning of the list is enough ("et al." or not); None where nobody is named."""
    people, hints = tuple(p for p in authors if surname(p)), entry.hints.authors
    if not people:
        return None
    value, found = (1.0, 0) if entry.printed.formal else _find_people(entry, people)
    shown = "as in the entry" if found else "nobody"
    if hints:
        by_hints = _compare_lists(hints, people)
        value = min(value, by_hints) if found else by_hints
        found = max(found, min(len(hints), len(people)))
        shown = _shown(hints)
    elif not found:
        if entry.printed.formal or len("".join(entry.left())) < 5:
            return None
        value = _NOBODY_FOUND
    return Penalty("authors", WEIGHTS["authors"] * _FEW.get(found, 1.0), value, f"{shown} / {_shown(people)}")


def _find_people(entry: Entry, people: Sequence[Name]) -> tuple[float, int]:
    """Penalty by which of the people stand in the entry, and how many do."""
    fits: list[float] = []
    for i, person in enumerate(people[:_LONGEST]):
        family = surname(person)
        if len(family) < 2 and family.isascii():
            continue
        fit, where = find_person(entry.printed, family, person, entry.taken, exact=i >= _MOST)
        fits.append(fit)
        if fit:
            _take_person(entry, where, person)
    found = [i for i, f in enumerate(fits) if f]
    if not found:
        return 1.0, 0
    reach = fits[: found[-1] + 1][:_MOST]
    value = 1 - sum(reach) / len(reach)
    if not fits[0]:
        value = max(value, _FIRST_MISSING)
    elif fits[0] <= 0.5:
        value = max(value, _FIRST_OTHER_INITIALS)
    return value, len(found)


def _take_person(entry: Entry, where: range, person: Name) -> None:
    """The surname's words, and the given names or initials that touch it, are explained."""
    entry.taken.update(where)
    expected = initials(person)
    for step, at in ((1, where.stop), (-1, where.start - 1)):
        options = given_beside(entry.printed, range(at, at + 4 * step, step))
        fits = [count for letters, count in options if expected.startswith(letters) or letters.startswith(expected)]
        if expected and fits:
            entry.taken.update(range(at, at + fits[-1] * step, step))


def _compare_lists(printed: tuple[Name, ...], people: tuple[Name, ...]) -> float:
    """Share of printed people that the work does not have; the first counts more, other initials half. People left
    out in front or in between are a mismatch, people left out at the end are none."""
    pool = dict(enumerate(people))
    missing = 0.0
    for i, name in enumerate(printed[:_MOST]):
        weight = 1.5 if i == 0 else 1.0
        alike = [n for n, person in pool.items() if _same_surname(name, person)]
        hit = next((n for n in alike if same_initials(name, pool[n]) is not False), None)
        if hit is not None:
            missing += 0.0 if surname(name) == surname(pool[hit]) else weight * _MISSPELT
        else:
            missing += weight * (0.5 if alike else 1.0)
            hit = alike[0] if alike else None
        if hit is not None:
            del pool[hit]
    found = [n for n in range(len(people)) if n not in pool]
    skipped = found and found[-1] >= len(found)
    least = 0.0 if not skipped else _FIRST_OTHER_INITIALS if 0 in pool else _SKIPPED
    return min(1.0, max(least, missing / (min(len(printed), _MOST) + 0.5)))


def _same_surname(a: Name, b: Name) -> bool:
    first, second = surname(a), surname(b)
    if first == second:
        return True
    return min(len(first), len(second)) >= 5 and similarity(first, second) >= 0.8


def _shown(people: tuple[Name, ...]) -> str:
    return "; ".join(str(p) for p in people[:3]) + ("; …" if len(people) > 3 else "")
