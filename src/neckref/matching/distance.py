"""Reference, Work → Distance: which printed values agree with the work, field by field.

The printed entry itself is asked first (`matching.printed`), the parser's hints second: a value of the work that
stands in the entry agrees, wherever a parser would have cut it. What nothing explains counts against the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import Levenshtein

from neckref.matching.merge import split_pages
from neckref.matching.printed import (
    MONTHS,
    Printed,
    covered,
    find_abbreviated,
    find_joined,
    find_person,
    find_text,
    given_beside,
    is_telling,
    prepare_printed,
    residue,
    trim,
)
from neckref.model import Distance, Fields, Name, Penalty, Reference, Work
from neckref.text.names import initials, same_initials, surname
from neckref.text.normalise import words
from neckref.text.similarity import (
    added_marks,
    container_similarity,
    differing_marks,
    is_preprint_server,
    main_title,
    parse_roman,
    replaced_letters,
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
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NEXT_DOOR = 5
_MOST_AUTHORS = 12
_LONGEST_LIST = 60
_OTHER_MARK = 0.55
"""Penalty of a title that differs in a number or notice word: enough to settle it unless the place agrees."""
_OTHER_WORD = 5
"""Letters in a row that are no slip any more."""
_OTHER_TITLE = 10
"""Letters left unexplained from which on they are another title."""
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
    used: set[str] = field(default_factory=set)
    """Numbers found to be a field's."""
    title_at: range = range(0)
    title_start: int = 0
    reserved: int = -1
    title_text: str = ""
    placed: bool = False
    """The first page is right."""

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
        first = self.printed.words[0] if self.printed.words else ""
        if first.isdigit() and len(first) <= 3 and not title.startswith(first):
            self.taken.add(0)  # the entry's number in its list
        listed = range(1) if 0 in self.taken else range(0)
        fit, start, end = find_text(self.printed, title, listed)
        if fit < 0.8 and len(short := squeeze(main_title(self.work.title or ""))) < len(title):
            short_fit, short_start, short_end = find_text(self.printed, short, listed)
            if short_fit >= 0.9:
                fit, start, end = short_fit - 0.05, short_start, short_end
        if fit >= 0.8:
            start, end = trim(self.printed, title, start, end)
            self.title_at = covered(self.printed, start, end)
            self.title_start, self.title_text = start, self.printed.text[start:end]
            self.taken.update(self.title_at)
            self._reserve_part()
        return fit

    def _reserve_part(self) -> None:
        """The number of a part, right after the title, is no volume."""
        after = self.printed.words[self.title_at.stop : self.title_at.stop + 2]
        if after and after[0] == "part":
            self.reserved = self.title_at.stop + 1
        elif after and len(after[0]) > 1 and parse_roman(after[0]) is not None:
            self.reserved = self.title_at.stop

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
            shown = hint or self._words(self.title_at)
        elif value >= 0.4 and not self._prints_title(hint):
            return None
        difference = self._difference(hint, title)
        if difference:
            return Penalty("title", weight, max(value, _OTHER_MARK), f"{difference}: {shown} / {title}")
        return Penalty("title", weight, min(1.0, value), f"{shown} / {title}")

    def _prints_title(self, hint: str | None) -> bool:
        """Whether the entry has a title at all, by what is left when people and place are explained."""
        if self.printed.formal:
            return hint is not None
        left = residue(self.printed, self.taken)
        if self.placed and self.work.journal and not (hint and self.reference.hints.container):
            return False  # one text at most, and the page is right: what is left belongs to the container or the people
        if hint:
            return self._is_left(hint, left) or len("".join(left)) >= _OTHER_TITLE
        container = set(words(self.reference.hints.container or ""))
        return len("".join(w for w in left if w not in container)) >= _OTHER_TITLE

    def _is_left(self, hint: str, left: tuple[str, ...]) -> bool:
        """Whether most words of a hint are unexplained: else the parser took other fields' words for it."""
        named = {w for w in words(hint) if is_telling(w)}
        return 2 * len(named & set(left)) > len(named)

    def _difference(self, hint: str | None, title: str) -> str | None:
        """What makes a nearly equal title another one's, in words."""
        if self.title_at:
            left, right = self._beside_title()
            printed, around = self._title_words(), self._words(range(left.start, right.stop))
        elif hint:
            printed = around = hint
        else:
            return None
        marks = set(differing_marks(printed, title, around))
        if self.title_at:
            added = added_marks(self._words(left)) | added_marks(self._words(right))
            marks |= added - (title_marks(title) - title_marks(printed))
        if marks:
            return f"only one says {', '.join(sorted(marks))}"
        if self.title_text and replaced_letters(self.title_text, self._compared(title)) >= _OTHER_WORD:
            return "another word"
        return None

    def _title_words(self) -> str:
        """The words found for the title; a number that reaches in from outside is none of them."""
        start, stop = self.title_at.start, self.title_at.stop
        first, last = self.printed.starts[start], self.printed.starts[stop]
        if first < self.title_start and self.printed.words[start].isdigit():
            start += 1
        if last > self.title_start + len(self.title_text) and self.printed.words[stop - 1].isdigit():
            stop -= 1
        return self._words(range(start, stop))

    def _compared(self, title: str) -> str:
        """The title, or its main part where only that is printed."""
        return title if len(self.title_text) > 0.8 * len(squeeze(title)) else main_title(title)

    def _words(self, where: range) -> str:
        return " ".join(self.printed.shapes[i] for i in where)

    def _beside_title(self) -> tuple[range, range]:
        """Up to four unexplained words on either side of the title ("Reply to", "Part II")."""
        start, stop = self.title_at.start, self.title_at.stop
        while start > max(0, self.title_at.start - 4) and start - 1 not in self.taken:
            start -= 1
        while stop < min(len(self.printed.words), self.title_at.stop + 4) and stop not in self.taken:
            stop += 1
        return range(start, self.title_at.start), range(self.title_at.stop, stop)

    def _find_container(self) -> float:
        journal = self.work.journal
        if not journal or self.printed.formal:
            return 0.0
        fit, start, end = find_text(self.printed, squeeze(journal), self.title_at)
        where = covered(self.printed, start, end) if fit else range(0)
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
            if self.work.type == "article" and hint and container_similarity(hint, self.work.publisher or "") < 0.5:
                return Penalty("container", WEIGHTS["container"], 1.0, f"{hint} / a preprint")
            return None
        if fit >= 0.85:
            return Penalty(
                "container", WEIGHTS["container"], min(1.0, 2.5 * (1 - fit)), f"{hint or journal} / {journal}"
            )
        left = residue(self.printed, self.taken)
        if hint and (self.printed.formal or self._is_left(hint, left)):
            value = min(1.0, 2 * (1 - container_similarity(hint, journal)))
            return Penalty("container", WEIGHTS["container"], value, f"{hint} / {journal}")
        if self.printed.formal or len("".join(left)) < 6:
            return None
        value = 1.0 if is_preprint_server(" ".join(left)) and not is_preprint_server(journal) else 0.7
        return Penalty("container", WEIGHTS["container"], value, f"{' '.join(left[:8])} / {journal}")

    def _take_dates(self) -> None:
        """A month's name and the day beside it are a date."""
        for i, word in enumerate(self.printed.words):
            if word in MONTHS and i not in self.taken and self.printed.shapes[i][0].isupper():
                self.taken.add(i)
                days = (j for j in (i + 1, i - 1) if j not in self.taken and self._is_day(j))
                if (day := next(days, None)) is not None:
                    self.taken.add(day)
                    self.used.add(self.printed.words[day].lstrip("0"))

    def _is_day(self, i: int) -> bool:
        word = self.printed.words[i] if 0 <= i < len(self.printed.words) else ""
        return word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31

    def _numbers(self) -> list[Penalty]:
        """Year, volume, issue, pages and month."""
        work, hints = self.work, self.reference.hints
        first, last = split_pages(work.pages or "")
        found = [
            self._year(work.year, hints.year),
            self._number("pages", first or None, split_pages(hints.pages)[0] if hints.pages else None),
        ]
        self.placed = found[1] is not None and found[1].value == 0.0
        if last:
            ends = self._take(last)
            found[1] = self._first_page_off(found[1], ends)
            short = (i for i in self._free_numbers() if last.endswith(self.printed.words[i]))
            if not ends and (at := next(short, None)) is not None and found[1] and not found[1].value:
                self.taken.add(at)  # "703-11"
        found += [
            self._number("volume", work.volume, hints.volume),
            self._number("issue", work.issue, hints.issue),
        ]
        if hints.month and work.month:
            value = float(hints.month != work.month)
            found.append(Penalty("month", WEIGHTS["month"], value, f"{hints.month} / {work.month}"))
        return [p for p in found if p is not None]

    def _first_page_off(self, pages: Penalty | None, ends: bool) -> Penalty | None:
        """Where the last page is right, a wrong first one is a misprint."""
        return replace(pages, value=min(pages.value, 0.4)) if pages and ends else pages

    def _year(self, year: int | None, hint: int | None) -> Penalty | None:
        if year is None:
            return None
        weight = WEIGHTS["year"]
        if self._take(str(year)) or hint == year:
            self.used.add(str(year))
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
        wanted = squeeze(value or "").lstrip("0")
        if not wanted:
            return None
        weight = WEIGHTS[name]
        printed = squeeze(hint or "").lstrip("0")
        if self._take(wanted) or printed == wanted:
            self.used.add(wanted)
            return Penalty(name, weight, 0.0, f"{value} / {value}")
        if printed in self.used:
            printed = ""  # the parser took another field's number for this one
        if not any(c.isdigit() for c in wanted) or (name == "issue" and not printed):
            return None
        free = self._free_numbers()
        for i in free:
            word = self.printed.words[i].lstrip("0")
            if _is_slip(word, wanted):
                self.taken.add(i)
                return Penalty(name, weight, _slip_value(word, wanted), f"{word} / {value}")
        if printed:
            return Penalty(name, weight, 1.0, f"{hint} / {value}")
        unexplained = [w for w in (self.printed.words[i] for i in free) if any(c.isdigit() for c in w)]
        if unexplained:
            return Penalty(name, weight, 0.8, f"{' '.join(unexplained[:4])} / {value}")
        return None

    def _take(self, wanted: str) -> bool:
        for i, word, roman in self.printed.numbers:
            if i not in self.taken and i != self.reserved and wanted in (word, roman, self.printed.words[i]):
                self.taken.add(i)
                return True
        where = find_joined(self.printed, wanted, self.taken) if len(wanted) > 1 else range(0)
        self.taken.update(where)
        return bool(where)

    def _free_numbers(self) -> list[int]:
        return [i for i, _, _ in self.printed.numbers if i not in self.taken and i != self.reserved]

    def _authors(self) -> Penalty | None:
        people, hints = tuple(p for p in self.work.authors if surname(p)), self.reference.hints.authors
        if not people:
            return None
        value, found = (1.0, 0) if self.printed.formal else self._authors_in_raw(people)
        if hints:
            by_hints = _authors_by_hints(hints, people)
            value = min(value, by_hints) if found else by_hints
            found = max(found, min(len(hints), len(people)))
        elif not found:
            if self.printed.formal or len("".join(residue(self.printed, self.taken))) < 5:
                return None
            value = 0.8
        weight = WEIGHTS["authors"] * {1: 0.7, 2: 0.85}.get(found, 1.0)
        return Penalty("authors", weight, value, f"{_shown(hints)} / {_shown(people)}")

    def _authors_in_raw(self, people: Sequence[Name]) -> tuple[float, int]:
        """Penalty by which of the people stand in the entry, and how many do. A beginning of the list is enough."""
        fits: list[float] = []
        for i, person in enumerate(people[:_LONGEST_LIST]):
            family = surname(person)
            if len(family) < 2 and family.isascii():
                continue
            fit, where = find_person(self.printed, family, person, self.taken, exact=i >= _MOST_AUTHORS)
            fits.append(fit)
            if fit:
                self._take_person(where, person)
        found = [i for i, f in enumerate(fits) if f]
        if not found:
            return 1.0, 0
        reach = fits[: found[-1] + 1][:_MOST_AUTHORS]
        value = 1 - sum(reach) / len(reach)
        if not fits[0]:
            value = max(value, 0.5)
        elif fits[0] == 0.5:
            value = max(value, 0.4)
        return value, len(found)

    def _take_person(self, where: range, person: Name) -> None:
        """The surname's words, and the given names or initials that touch it."""
        self.taken.update(where)
        expected = initials(person)
        for step, at in ((1, where.stop), (-1, where.start - 1)):
            options = given_beside(self.printed, range(at, at + 4 * step, step))
            fits = [count for letters, count in options if expected.startswith(letters) or letters.startswith(expected)]
            if expected and fits:
                self.taken.update(range(at, at + fits[-1] * step, step))


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


def _is_slip(printed: str, wanted: str) -> bool:
    """One character replaced, or a letter too many ("29p" for 29)."""
    if len(printed) == len(wanted) > 1:
        return Levenshtein.distance(printed, wanted) == 1
    return len(printed) == len(wanted) + 1 and wanted.isdigit() and printed.strip(_LETTERS) == wanted


def _slip_value(printed: str, wanted: str) -> float:
    """One wrong character: a slip, unless it makes a number next to the right one, which may be the next paper's."""
    near = printed.isdigit() and wanted.isdigit() and abs(int(printed) - int(wanted)) <= _NEXT_DOOR
    return 0.6 if near else 0.4


def _shown(people: tuple[Name, ...]) -> str:
    if not people:
        return "nobody"
    return "; ".join(str(p) for p in people[:3]) + ("; …" if len(people) > 3 else "")
