"""Where the entries of a list without any marks begin and end: the best cut of its lines, by points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from neckref.model import Span
from neckref.readers.references.likeness import (
    count_dates,
    count_places,
    ends_entry,
    has_year,
    score_likeness,
    starts_with_author,
)
from neckref.readers.references.parts import ADDENDUM, CONTINUES, OPEN_END, TOOLS, Entry, Line, bare
from neckref.readers.references.structure import split_date
from neckref.text.identifiers import find_identifiers

_AFTER_ENTRY = re.compile(
    r"(?:[\d)\]][A-Za-z]?\.|\d;|(?P<word>[^\W\d_A-Z]{2})\.|[–-][ivxl]{1,6}\.|https?://\S{4,200}|10\.\d{4,9}/\S{2,120})"
    r"[ \t]+(?=[^\W_a-z]|[\"“„«&]|[-–—]{3})"
)
_TITLE_YEAR = re.compile(r"[^.()]{2,200}[.?!]? \((?:19|20)\d\d[a-z]?\)")
_AUTHORS_ONLY = re.compile(
    r"(?:\b[A-Z]\.|et al\.?|[Ee]ds?\.\)?|&? [^\W\d_]+),? \((?:19|20)\d\d[a-z]?(?:, [^()]{1,20})?\)[.:,]?$"
)
_LONGEST = 14
_MAX_CHARS = 1600
_MOST_PLACES = 2
"""More volumes and pages than that no entry has; longer pieces are not even tried."""
_ONE_A_LINE = 2.5
"""Points for a line of a list that is printed one entry a line to begin an entry, and lost for a cut within a line."""
_JOURNAL_FIRST = re.compile(r"[^\d;:]{3,60}? (?:19|20)\d\d(?: [A-Z][a-z]{2,8}\.?(?: \d{1,2})?)?\s?;\s?\(?\d")
"""A journal with its year and volume, which can be the rest of an entry: "AAPS J. 2013 Jan;15"."""
_HOST = re.compile(r"[^.,\d]{3,50}, (?:https?://|www\.|doi:)")
"""Where something is kept, before its address: "JSTOR, https://…" goes on with an entry."""
_SECOND_DATE, _SECOND_DATE_CROWDED = 1.0, 2.5
"""Points lost for a second date in an entry, where empty lines part entries and where nothing does."""
_DIGIT = re.compile(r"\d")
_WRAPPED = 110
"""Longest line of a text whose lines are broken at a width."""


def cut_by_score(text: str, lines: list[Line]) -> list[Entry]:
    """The best cut of unmarked lines: what each entry looks like alone, and each boundary, give points.

    Dynamic programme over lines (and places within lines that can begin an entry); entries have at most _LONGEST of
    them, so time is linear in the number of lines.
    """
    units = list(_units(text, lines))
    width = max((len(line.text) + line.indent for line in lines), default=0)
    dated = sum(has_year(u.text) for u in units)
    authored = 2 * sum(starts_with_author(u.text) for u in units) >= dated
    bonus = _score_breaks(lines, width)
    inside = -_ONE_A_LINE if bonus == _ONE_A_LINE else 0.0
    edges = [0.0]
    for before, unit in pairwise(units):
        head = text[unit.start : unit.start + 240]
        own = 0.0 if unit.gap else bonus if unit.head else inside
        edges.append(own + _score_edge(before, unit, head, width=width, authored=authored))
    second = _SECOND_DATE if sum(line.gap for line in lines) > 2 else _SECOND_DATE_CROWDED
    back = _find_best(text, units, edges, 1.0 if 2 * dated >= len(units) else 0.0, second)
    entries = []
    end = len(units)
    while end:
        entries.append(Entry(Span(units[back[end]].start, units[end - 1].end)))
        end = back[end]
    return entries[::-1]


def _find_best(text: str, units: list[Line], edges: list[float], undated: float, second: float) -> list[int]:
    """For each number of units, where the last entry of their best cut begins. `edges`: points for an entry to begin
    at a unit; `undated`, `second`: points that an entry loses without a year, and for a second date."""
    places = [0, *accumulate(count_places(u.text) for u in units)]
    best = [0.0] * (len(units) + 1)
    back = [0] * (len(units) + 1)
    for end in range(1, len(units) + 1):
        best[end] = float("-inf")
        for start in range(end - 1, max(-1, end - 1 - _LONGEST), -1):
            long = units[end - 1].end - units[start].start > _MAX_CHARS
            if start < end - 1 and (long or places[end] - places[start] > _MOST_PLACES):
                break
            if start and edges[start] <= -2.5:
                continue
            piece = text[units[start].start : units[end - 1].end]
            value = best[start] + edges[start] + _score_entry(piece, second) - (0.0 if has_year(piece) else undated)
            if value > best[end]:
                best[end], back[end] = value, start
            if edges[start] >= 3.5:
                break
        if best[end] == float("-inf"):
            best[end], back[end] = best[end - 1] - 5, end - 1
    return back


def _score_breaks(lines: list[Line], width: int) -> float:
    """Points for an entry to begin with a line that no empty line stands before, from how the list as a whole is
    printed: one entry a line, entries parted by empty lines, or neither."""
    breaks = [(a, b) for a, b in pairwise(lines) if not b.gap]
    ended = sum(_ended_on_purpose(a, b, width) for a, b in breaks)
    spaced = len(lines) - len(breaks)
    if spaced >= 2 and len(lines) >= 1.5 * spaced and sum(has_year(x.text) for x in lines) <= 1.2 * spaced:
        return -4.0  # title, authors and journal on lines of their own
    if len(breaks) >= 3 and ended >= 0.8 * len(breaks):
        return _ONE_A_LINE
    if width > _WRAPPED:
        return 1.0
    return -1.5 if spaced >= 3 and len(lines) <= 8 * spaced else 0.0


def _ended_on_purpose(before: Line, line: Line, width: int) -> bool:
    """Whether the next word would have fitted on the line before."""
    return len(line.text.partition(" ")[0]) + 1 < width - len(before.text) - before.indent - 0.1 * width


def _units(text: str, lines: list[Line]) -> Iterator[Line]:
    for line in lines:
        cuts = [m.end() for m in _AFTER_ENTRY.finditer(line.text) if _can_cut(line.text, m)]
        bounds = [0, *cuts, len(line.text)]
        for n, (start, end) in enumerate(pairwise(bounds)):
            piece = line.text[start:end].rstrip()
            if piece:
                yield Line(
                    line.start + start, line.start + start + len(piece), piece, line.indent, line.gap and n == 0, n == 0
                )


def _can_cut(line: str, found: re.Match[str]) -> bool:
    """Whether an entry may begin in the middle of a line: behind pages, a year or an address, and before authors or
    anything that is dated."""
    right = line[found.end() : found.end() + 200]
    if len(right) <= 20 or found.end() <= 20:
        return False
    if found["word"]:
        return found["word"] != "al" and has_year(right) and starts_with_author(right, sure=True)
    return has_year(right) or starts_with_author(right, sure=True)


def _score_edge(before: Line, line: Line, head: str, *, width: int, authored: bool) -> float:
    """Points for an entry to begin here: positive where the print says so, negative where it says the opposite.

    `head`: the text from here on. `authored`: most entries of the list begin with authors.
    """
    score = 3.0 if line.gap else 0.0
    if starts_with_author(line.text):
        score += 1.5
    elif line.text[0] in '"“„«‘':
        score += 0.5
    elif (split_date(line.text)[1] or (0, None))[1] is not None:
        score += 1.0  # a title with a whole date behind it
    elif authored:
        score += 0.5 if _TITLE_YEAR.match(head) else -1.0 if line.gap else -2.0
    score -= 6.0 if not line.head and _HOST.match(line.text) else 0.0
    score -= 2.0 if CONTINUES.match(line.text) else 0.0
    score -= 3.0 if not line.head and _JOURNAL_FIRST.match(line.text) and not has_year(before.text) else 0.0
    score += 0.5 if ends_entry(before.text) else -0.5
    score -= 4.0 if OPEN_END.search(before.text[-16:]) else 0.0
    if line.indent != before.indent and not line.gap:
        score += 1.5 if line.indent < before.indent else -1.5
    if line.head and not line.gap:
        score += 1.8 if _ended_on_purpose(before, line, width) else -0.7
    if TOOLS.fullmatch(bare(line)) or ADDENDUM.match(line.text):
        score -= 6.0
    return score


def _score_entry(piece: str, second: float) -> float:
    if len(piece) < 45 and not _DIGIT.search(piece):
        return -1.5
    places = count_places(piece)
    dois = len({i for i in find_identifiers(piece) if i.scheme == "doi"}) if piece.count("10.") > 1 else 0
    extra = max(0, places - 1) + max(0, dois - 1) + (1 if _AUTHORS_ONLY.search(piece[-80:]) and places == 0 else 0)
    dates = second * min(2, max(0, count_dates(piece) - 1))
    return max(-1.5, min(score_likeness(piece), 4.0) - 2.0) - 2.5 * extra - dates
