"""Reference, Work → Distance: which printed values agree with the work, field by field.

The printed entry itself is asked first (`matching.printed`), the parser's hints second: a value of the work that
stands in the entry agrees, wherever a parser would have cut it. What nothing explains counts against the work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from neckref.matching.merge import split_pages
from neckref.matching.printed import (
    MONTHS,
    Printed,
    find_abbreviated,
    find_person,
    find_text,
    prepare_printed,
    residue,
)
from neckref.model import Distance, Fields, Name, Penalty, Reference, Work
from neckref.text.names import initials, same_initials, surname
from neckref.text.similarity import (
    container_similarity,
    main_title,
    parse_roman,
    same_title,
    similarity,
    squeeze,
    title_marks,
)

WEIGHTS = {
    "title": 4.0,
    "authors": 3.0,
    "year": 1.5,
    "month": 0.1,
    "container": 1.0,
    "volume": 1.0,
    "issue": 0.3,
    "pages": 1.5,
    "identifier": 2.0,
}
"""What each field can count for. Title and people tell works apart best; a month is often the host's invention."""
_MOST_AUTHORS = 12
_WHOLE_TITLE = 25
"""Letters from which on a title weighs fully; a short one ("Editorial") tells little."""


def score_distance(reference: Reference, work: Work) -> Distance:
    """Penalties over all fields that both sides say, and how much of the whole weight that is."""
    scorer = _Scorer(reference, work.fields, prepare_printed(reference.raw))
    penalties = scorer.score()
    identifier = _identifier(reference, work)
    if identifier is not None:
        penalties.append(identifier)
    full = sum(WEIGHTS.values()) - WEIGHTS["month"] - WEIGHTS["identifier"]
    compared = sum(p.weight for p in penalties if p.name != "month")
    return Distance(tuple(penalties), min(1.0, compared / full))


@dataclass(slots=True)
class _Scorer:
    """One comparison; `taken` are the printed words explained so far."""

    reference: Reference
    work: Fields
    printed: Printed
    taken: set[int] = field(default_factory=set)
    title_at: range = range(0)

    def score(self) -> list[Penalty]:
        title_fit = self._find_title()
        container_fit = self._find_container()
        self._take_dates()
        numbers = self._numbers()
        authors = self._authors()
        title = self._title(title_fit)
        container = self._container(container_fit)
        found = [title, authors, *numbers, container]
        order = list(WEIGHTS)
        return sorted((p for p in found if p is not None), key=lambda p: order.index(p.name))

    def _find_title(self) -> float:
        title = squeeze(self.work.title or "")
        if not title or self.printed.formal:
            return 0.0
        fit, where = find_text(self.printed, title)
        if fit < 0.8 and len(short := squeeze(main_title(self.work.title or ""))) < len(title):
            short_fit, short_where = find_text(self.printed, short)
            if short_fit >= 0.9:
                fit, where = short_fit - 0.05, short_where
        if fit >= 0.8:
            self.title_at = where
            self.taken.update(where)
        return fit

    def _title(self, fit: float) -> Penalty | None:
        title, hint = self.work.title, self.reference.hints.title
        if not title:
            return None
        weight = WEIGHTS["title"] * min(1.0, len(squeeze(title)) / _WHOLE_TITLE)
        shown = hint or "no title printed"
        value = 1.0
        if hint:
            value = min(value, 2.5 * (1 - similarity(hint, title)))
            if same_title(hint, title):
                value = min(value, 0.1)
        if fit >= 0.8:
            value = min(value, 2.5 * (1 - fit))
            shown = hint or " ".join(self.printed.shapes[i] for i in self.title_at)
        elif not self.printed.formal and (not hint or value >= 0.4):
            left = residue(self.printed, self.taken)
            if len("".join(left)) < 15:
                return None
        marks = self._mark_conflict(hint)
        if marks:
            return Penalty("title", weight, max(value, 0.8), f"{marks}: {shown} / {title}")
        return Penalty("title", weight, min(1.0, value), f"{shown} / {title}")

    def _mark_conflict(self, hint: str | None) -> str | None:
        """A number or notice word that only one side's title has."""
        own = title_marks(self.work.title or "")
        if self.title_at:
            start, stop = self.title_at.start, self.title_at.stop
            while start > 0 and start - 1 not in self.taken and self.title_at.start - start < 4:
                start -= 1
            while stop < len(self.printed.words) and stop not in self.taken and stop - self.title_at.stop < 4:
                stop += 1
            inside = title_marks(" ".join(self.printed.shapes[i] for i in self.title_at))
            around = title_marks(" ".join(self.printed.shapes[start:stop]))
            missing = [m for m in own - around if not _near_any(m, around - own)]
            extra = [m for m in around - own if not _near_any(m, own - around) and (m in inside or not m.isdigit())]
        elif hint:
            printed = title_marks(hint)
            missing, extra = sorted(own - printed), sorted(printed - own)
        else:
            return None
        if not missing and not extra:
            return None
        return "only one side says " + ", ".join(sorted({*missing, *extra}))

    def _find_container(self) -> float:
        journal = self.work.journal
        if not journal or self.printed.formal:
            return 0.0
        fit, where = find_text(self.printed, squeeze(journal), self.title_at)
        if fit < 0.85:
            short = find_abbreviated(self.printed, journal, self.title_at)
            if short:
                fit, where = 1.0, short
        if fit >= 0.85:
            self.taken.update(i for i in where if i not in self.title_at)
        return fit

    def _container(self, fit: float) -> Penalty | None:
        journal, hint = self.work.journal, self.reference.hints.container
        if not journal:
            return None
        if fit >= 0.85:
            return Penalty(
                "container", WEIGHTS["container"], min(1.0, 2.5 * (1 - fit)), f"{hint or journal} / {journal}"
            )
        if hint:
            value = min(1.0, 2 * (1 - container_similarity(hint, journal)))
            return Penalty("container", WEIGHTS["container"], value, f"{hint} / {journal}")
        left = residue(self.printed, self.taken)
        if self.printed.formal or len("".join(left)) < 6:
            return None
        return Penalty("container", WEIGHTS["container"], 1.0, f"{' '.join(left[:8])} / {journal}")

    def _take_dates(self) -> None:
        """A month's name and the day beside it are a date."""
        for i, word in enumerate(self.printed.words):
            if word in MONTHS and i not in self.taken and self.printed.shapes[i][0].isupper():
                self.taken.add(i)
                for j in (i - 1, i + 1):
                    if 0 <= j < len(self.printed.words) and j not in self.taken:
                        day = self.printed.words[j]
                        if day.isdigit() and len(day) <= 2 and 1 <= int(day) <= 31:
                            self.taken.add(j)

    def _numbers(self) -> list[Penalty]:
        """Year, volume, issue, pages and month."""
        work, hints = self.work, self.reference.hints
        first, last = split_pages(work.pages or "")
        found = [
            self._year(work.year, hints.year),
            self._number("volume", work.volume, hints.volume),
            self._number("issue", work.issue, hints.issue),
            self._number("pages", first or None, split_pages(hints.pages)[0] if hints.pages else None),
        ]
        if last:
            self._take(last)
            for i in self._free_numbers():
                if self.printed.words[i] and last.endswith(self.printed.words[i]):
                    self.taken.add(i)
        if hints.month and work.month:
            value = float(hints.month != work.month)
            found.append(Penalty("month", WEIGHTS["month"], value, f"{hints.month} / {work.month}"))
        return [p for p in found if p is not None]

    def _year(self, year: int | None, hint: int | None) -> Penalty | None:
        if year is None:
            return None
        weight = WEIGHTS["year"]
        if self._take(str(year)) or hint == year:
            return Penalty("year", weight, 0.0, f"{year} / {year}")
        near: list[tuple[float, str]] = []
        for i in self._free_numbers():
            word = self.printed.words[i]
            stem = word.rstrip("abcdef") if word[:4].isdigit() else word
            if len(stem) == 4 and stem.isdigit() and 1500 <= int(stem) <= 2100:
                near.append((_year_value(int(stem), year), word))
            elif len(word) == 4 and Levenshtein.distance(word, str(year)) == 1:
                near.append((0.3, word))
        if hint:
            near.append((_year_value(hint, year), str(hint)))
        if not near:
            return None
        value, shown = min(near)
        self._take(shown)
        return Penalty("year", weight, value, f"{shown} / {year}")

    def _number(self, name: str, value: str | None, hint: str | None) -> Penalty | None:
        if not value:
            return None
        wanted = squeeze(value).lstrip("0")
        if not wanted:
            return None
        weight = WEIGHTS[name]
        if self._take(wanted) or (hint and squeeze(hint).lstrip("0") == wanted):
            return Penalty(name, weight, 0.0, f"{value} / {value}")
        if name == "issue" and not hint:
            return None
        free = self._free_numbers()
        for i in free:
            word = self.printed.words[i].lstrip("0")
            if len(wanted) > 1 and len(word) == len(wanted) and Levenshtein.distance(word, wanted) == 1:
                self.taken.add(i)
                return Penalty(name, weight, 0.4, f"{word} / {value}")
        if hint:
            return Penalty(name, weight, 1.0, f"{hint} / {value}")
        unexplained = [w for w in (self.printed.words[i] for i in free) if any(c.isdigit() for c in w)]
        if unexplained:
            shown = " ".join(unexplained[:4])
            return Penalty(name, weight, 0.8, f"{shown} / {value}")
        return None

    def _take(self, wanted: str) -> bool:
        for i in self._free_numbers():
            word = self.printed.words[i]
            if word == wanted or word.lstrip("0") == wanted or str(parse_roman(word)) == wanted:
                self.taken.add(i)
                return True
        return False

    def _free_numbers(self) -> list[int]:
        if self.printed.formal:
            return []
        return [
            i
            for i, w in enumerate(self.printed.words)
            if i not in self.taken and (any(c.isdigit() for c in w) or parse_roman(w) is not None or len(w) == 1)
        ]

    def _authors(self) -> Penalty | None:
        people = self.work.authors
        if not people:
            return None
        weight, hints = WEIGHTS["authors"], self.reference.hints
        raw_value, found = (1.0, 0) if self.printed.formal else self._authors_in_raw(people[:_MOST_AUTHORS])
        detail = f"{_shown(hints.authors)} / {_shown(people)}"
        if hints.authors:
            value = _authors_by_hints(hints.authors, people)
            if found:
                value = min(value, raw_value)
            return Penalty("authors", weight, value, detail)
        if found:
            return Penalty("authors", weight, raw_value, detail)
        left = residue(self.printed, self.taken)
        if self.printed.formal or len("".join(left)) < 5:
            return None
        return Penalty("authors", weight, 0.8, f"{' '.join(left[:8])} / {_shown(people)}")

    def _authors_in_raw(self, people: Iterable[Name]) -> tuple[float, int]:
        """Penalty by what of the people stands in the entry, and how many do."""
        fits: list[float] = []
        for person in people:
            family = surname(person)
            if len(family) < 2:
                continue
            fit, where = find_person(self.printed, family, person, frozenset(self.taken))
            fits.append(fit)
            if fit:
                self._take_person(where, person)
        found = [i for i, f in enumerate(fits) if f]
        if not found:
            return 1.0, 0
        reach = fits[: found[-1] + 1]
        value = 1 - sum(reach) / len(reach)
        if not fits[0]:
            value = max(value, 0.5)
        elif fits[0] == 0.5:
            value = max(value, 0.4)
        return value, len(found)

    def _take_person(self, where: range, person: Name) -> None:
        """The surname's words, and the given names or initials that touch it."""
        self.taken.update(where)
        letters = initials(person)
        shapes = self.printed.shapes
        before, after = range(where.start - 1, max(-1, where.start - 4), -1), range(where.stop, where.stop + 3)
        for side in (before, after):
            for i in side:
                if i >= len(shapes) or not (shapes[i][0].isupper() and shapes[i].isalpha() and shapes[i][0] in letters):
                    break
                self.taken.add(i)


def _authors_by_hints(printed: tuple[Name, ...], people: tuple[Name, ...]) -> float:
    """Share of printed people that the work does not have; a list cut short is no mismatch."""
    pool = list(people)
    missing = 0.0
    for i, name in enumerate(printed[:_MOST_AUTHORS]):
        weight = 1.5 if i == 0 else 1.0
        hit = next((p for p in pool if _same_surname(name, p) and same_initials(name, p) is not False), None)
        if hit is None:
            hit = next((p for p in pool if _same_surname(name, p)), None)
            missing += weight * (0.5 if hit is not None else 1.0)
        if hit is not None:
            pool.remove(hit)
    return min(1.0, missing / (min(len(printed), _MOST_AUTHORS) + 0.5))


def _same_surname(a: Name, b: Name) -> bool:
    first, second = surname(a), surname(b)
    if first == second:
        return True
    return min(len(first), len(second)) >= 5 and similarity(first, second) >= 0.8


def _identifier(reference: Reference, work: Work) -> Penalty | None:
    held = {i.scheme: i.value for i in work.identifiers if i.scheme not in ("url", "isbn")}
    shared = [i for i in reference.identifiers if i.scheme in held]
    if not shared:
        return None
    wrong = next((i for i in shared if i.value != held[i.scheme]), None)
    shown = wrong or shared[0]
    return Penalty("identifier", WEIGHTS["identifier"], float(wrong is not None), f"{shown} / {held[shown.scheme]}")


def _year_value(printed: int, year: int) -> float:
    difference = abs(printed - year)
    return {0: 0.0, 1: 0.3, 2: 0.6}.get(difference, 1.0)


def _near_any(mark: str, others: Iterable[str]) -> bool:
    """A number one slip away from another of its length is a misprint, not another part."""
    return len(mark) > 2 and any(len(o) == len(mark) and Levenshtein.distance(mark, o) == 1 for o in others)


def _shown(people: tuple[Name, ...]) -> str:
    if not people:
        return "nobody"
    return "; ".join(str(p) for p in people[:3]) + ("; …" if len(people) > 3 else "")
