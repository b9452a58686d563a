"""Year, volume, issue, pages and month of a work, looked for among the numbers of a printed entry."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from neckref.matching.entry import Entry
from neckref.matching.merge import split_pages
from neckref.matching.weights import WEIGHTS
from neckref.model import Fields, Penalty
from neckref.text.similarity import squeeze

_YEARS = range(1500, 2101)
_SLIP = 0.4
_NEXT_DOOR = 5
_NEIGHBOUR = 0.6
"""Penalty of a number at most `_NEXT_DOOR` away: a slip, or the next paper's page."""
_UNEXPLAINED = 0.8
"""Penalty where other numbers are printed, and nobody says which is which."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def compare_numbers(entry: Entry, work: Fields) -> list[Penalty]:
    """Penalties of what both say. Each printed number serves one field, the most telling first."""
    hints = entry.hints
    first, last = split_pages(work.pages or "")
    year = _compare_year(entry, work.year)
    pages = _compare_number(entry, "pages", first or None, split_pages(hints.pages)[0] if hints.pages else None)
    entry.placed = pages is not None and pages.value == 0.0
    if last:
        pages = _compare_last_page(entry, pages, last)
    volume = _compare_number(entry, "volume", work.volume, hints.volume)
    issue = _compare_number(entry, "issue", work.issue, hints.issue)
    if volume and volume.value and issue and not issue.value and not hints.issue and _alike(hints.volume, work.issue):
        volume = None  # where the volume is left out, some styles print the issue in its place
    month = None
    if hints.month and work.month:
        month = Penalty("month", WEIGHTS["month"], float(hints.month != work.month), f"{hints.month} / {work.month}")
    return [p for p in (year, month, volume, issue, pages) if p is not None]


def _compare_year(entry: Entry, year: int | None) -> Penalty | None:
    if year is None:
        return None
    weight, hint = WEIGHTS["year"], entry.hints.year
    if entry.take_number(str(year)) or hint == year:
        entry.used.add(str(year))
        return Penalty("year", weight, 0.0, f"{year} / {year}")
    near: list[tuple[float, str]] = []
    for i in entry.free_numbers():
        word = entry.printed.words[i]
        stem = word.rstrip("abcdef") if word[:4].isdecimal() else word  # "2008a"
        if len(stem) == 4 and stem.isdecimal() and int(stem) in _YEARS:
            near.append((_year_value(int(stem), year), word))
        elif len(word) == 4 and Levenshtein.distance(word, str(year)) == 1:
            near.append((_year_value(year + 1, year), word))
    if hint:
        near.append((_year_value(hint, year), str(hint)))
    if not near:
        return None
    value, shown = min(near)
    entry.take_number(shown)
    return Penalty("year", weight, value, f"{shown} / {year}")


def _year_value(printed: int, year: int) -> float:
    return {0: 0.0, 1: 0.3, 2: 0.6}.get(abs(printed - year), 1.0)


def _compare_number(entry: Entry, name: str, value: str | None, hint: str | None) -> Penalty | None:
    wanted = squeeze(value or "").lstrip("0")
    if not wanted:
        return None
    weight = WEIGHTS[name]
    printed = squeeze(hint or "").lstrip("0")
    if entry.take_number(wanted) or printed == wanted:
        entry.used.add(wanted)
        return Penalty(name, weight, 0.0, f"{value} / {value}")
    if printed in entry.used:
        printed = ""  # the parser took another field's number for this one
    if not any(c.isdigit() for c in wanted) or (name == "issue" and not printed):
        return None
    free = entry.free_numbers()
    for i in free:
        word = entry.printed.words[i].lstrip("0")
        if _is_slip(word, wanted):
            entry.taken.add(i)
            return Penalty(name, weight, _slip_value(word, wanted), f"{word} / {value}")
    if printed:
        return Penalty(name, weight, 1.0, f"{hint} / {value}")
    unexplained = [w for w in (entry.printed.words[i] for i in free) if any(c.isdigit() for c in w)]
    if unexplained:
        return Penalty(name, weight, _UNEXPLAINED, f"{' '.join(unexplained[:4])} / {value}")
    return None


def _compare_last_page(entry: Entry, pages: Penalty | None, last: str) -> Penalty | None:
    """The last page explains its number too; where it is right, a wrong first one is a misprint."""
    if entry.take_number(last):
        return replace(pages, value=min(pages.value, _SLIP)) if pages else None
    short = next((i for i in entry.free_numbers() if last.endswith(entry.printed.words[i])), None)
    if short is not None and entry.placed:
        entry.taken.add(short)  # "703-11"
    return pages


def _alike(a: str | None, b: str | None) -> bool:
    return bool(a and b) and squeeze(a or "").lstrip("0") == squeeze(b or "").lstrip("0")


def _is_slip(printed: str, wanted: str) -> bool:
    """One character replaced, or a letter too many ("29p" for 29)."""
    if len(printed) == len(wanted) > 1:
        return Levenshtein.distance(printed, wanted) == 1
    return len(printed) == len(wanted) + 1 and wanted.isdecimal() and printed.strip(_LETTERS) == wanted


def _slip_value(printed: str, wanted: str) -> float:
    near = printed.isdecimal() and wanted.isdecimal() and abs(int(printed) - int(wanted)) <= _NEXT_DOOR
    return _NEIGHBOUR if near else _SLIP
