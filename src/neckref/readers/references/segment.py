"""Where each entry of a reference list begins and ends. Ways to cut are tried in the order of how sure they are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
from neckref.readers.references.structure import BULLET, is_person, parse_date, split_date
from neckref.text.identifiers import find_identifiers

_NUMBER = re.compile(
    r"[ \t]*(?:\[\s?\^?(?P<a>\d{1,4})\s?\]:?|\((?P<b>\d{1,4})\)|(?P<c>\d{1,4})\s?[.)\]:．、](?!\d)"
    r"|(?P<d>\d{1,4})(?=[ \t]+\S)|【(?P<e>\d{1,4})】|［(?P<f>\d{1,4})］|(?P<g>[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,4}))[ \t]*"
)
_ITEM_NUMBER = re.compile(r"(?:\[\d{1,3}\]|\(?\d{1,3}[.)])[ \t]+(?=\S)")
_LABEL = re.compile(r"[ \t]*\[(?P<label>[^\W\d_][\w+:.-]{1,28}\d{2,4}[a-z]?|[A-Z][A-Za-z+]{1,8}\d{2})\][ \t]+")
_INLINE = re.compile(
    r"(?<=[\w.);\]/,’”\"])[ \t]+(?:\[(?P<a>\d{1,4})\]|\((?P<b>\d{1,4})\)|(?P<c>\d{1,4})[.)])(?=[ \t]+\S)"
)
_AFTER_ENTRY = re.compile(
    r"(?:[\d)\]][A-Za-z]?\.|\d;|(?P<word>[^\W\d_A-Z]{2})\.|[–-][ivxl]{1,6}\.|https?://\S{4,200}|10\.\d{4,9}/\S{2,120})"
    r"[ \t]+(?=[^\W_a-z]|[\"“„«&]|[-–—]{3})"
)
_CONTINUES = re.compile(
    r"(?:[a-z(&]|[–—-] |(?:[A-Z]\.[ -]?){1,3}[,;]|\d{1,4}(?!\s?[.)\]]\s)|doi\b|https?:|www\.|10\.\d{4}|PMC?ID|"
    r"PubMed\b|Available\b|Retrieved\b|Accessed\b|pp?\.|Vol\b|\[(?:PubMed|Google|CrossRef|DOI|PMC|Full)|Epub\b|In: )"
)
_ADDENDUM = re.compile(
    r"\(?(?:(?:last |date )?accessed|retrieved|available|viewed|abgerufen|consult[ée]\w*)\b"
    r".{0,20}(?:\d|https?:|www\.|:)"
    r"|by (?-i:[A-Z])[^.]{3,200}$",
    re.I,
)
"""A line that says where or when an entry was seen, or who wrote it: never the first of an entry."""
_BY = re.compile(r"[Bb]y [A-Z][^.]{3,200}\.?$")
_OPEN_END = re.compile(
    r"(?:[,&:;(/…–-]|(?:[,;&]|\band) (?:[A-Z]\.[ -]?){1,3}|"
    r" (?i:and|of|the|in|for|with|on|a|an|to|by|from|und|et|y|de|der|die|des|"
    r"van|von))\s*$"
)
TOOLS = re.compile(
    r"(?:[\[(]?(?:pubmed(?: central)?|medline|google scholar|cross ?ref|pmc free article|free full text|full text|pdf|"
    r"abstract|doi|pmid|pmcid|link|view|source|web of science|scopus|article|cas|ads|math|"
    r"https?://\S++|10\.\d{4,9}/\S++|pmc\d++|\d{6,8}+)"
    r"[\])]?[\s:,;|·•.]*){1,12}$",
    re.I,
)
_TITLE_YEAR = re.compile(r"[^.()]{2,200}[.?!]? \((?:19|20)\d\d[a-z]?\)")
_AUTHORS_ONLY = re.compile(
    r"(?:\b[A-Z]\.|et al\.?|[Ee]ds?\.\)?|&? [^\W\d_]+),? \((?:19|20)\d\d[a-z]?(?:, [^()]{1,20})?\)[.:,]?$"
)
_BACKLINKS = re.compile(r"[\^↑]\s*(?:jump up(?: to)?:?\s*)?(?:[a-z](?:\s+|,\s*)){0,26}(?=\S)", re.I)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LONGEST = 14
_MAX_CHARS = 1600
_MOST_PLACES = 2
"""More volumes and pages than that no entry has; longer pieces are not even tried."""
_WRAPPED = 110
"""Longest line of a text whose lines are broken at a width."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its place, its printed marker, and its parts where lines tell them apart."""

    span: Span
    marker: str | None = None
    title: Span | None = None
    """Of the title line, where authors stand on lines of their own."""
    authors: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or a part of one that may begin an entry."""

    start: int
    end: int
    text: str
    indent: int
    gap: bool
    """Whether an empty line or a new block of the format stands before it."""
    head: bool = True
    """Whether it begins a printed line."""


def segment_entries(text: str, span: Span, starts: tuple[int, ...] = (), skip: tuple[Span, ...] = ()) -> list[Entry]:
    """Entries that `text` holds within `span`, in order, none overlapping.

    `starts`: offsets where the format itself begins a new block. `skip`: spans that belong to no entry (headings).
    """
    lines = list(_lines(text, span, frozenset(starts), skip))
    if not lines:
        return []
    for way in (_by_author_lines, _by_number, _by_label, _by_bullet, _by_bylines, _by_score):
        entries = way(text, lines)
        if entries:
            return [_without_backlinks(text, e) for e in entries]
    return []


def _without_backlinks(text: str, entry: Entry) -> Entry:
    """An entry without the "^ a b" that leads back to where it is cited."""
    found = _BACKLINKS.match(text, entry.span.start, entry.span.end)
    return replace(entry, span=Span(found.end(), entry.span.end)) if found else entry


def _lines(text: str, span: Span, starts: frozenset[int], skip: tuple[Span, ...]) -> Iterator[Line]:
    gap = True
    at = span.start
    begins = [s.start for s in skip]
    while at < span.end:
        end = text.find("\n", at, span.end)
        end = span.end if end < 0 else end
        raw = text[at:end]
        stripped = raw.strip()
        left = at + len(raw) - len(raw.lstrip())
        before = bisect_right(begins, left) - 1
        if not stripped or (before >= 0 and left < skip[before].end):
            gap = True
        else:
            fresh = gap or left in starts or (bool(starts) and any(left <= s < left + 12 for s in _near(starts, left)))
            yield Line(left, left + len(stripped), stripped, left - at, fresh)
            gap = False
        at = end + 1


def _near(starts: frozenset[int], left: int) -> Iterator[int]:
    """Block starts shortly behind a line's start: a printed number or bullet stands between them."""
    return (s for s in range(left, left + 12) if s in starts)


def _by_number(text: str, lines: list[Line]) -> list[Entry] | None:
    """Numbered entries: a line begins one where its number goes on with the sequence. Numbers may be lost (a gap of
    up to three) and may begin again at 1 behind an empty line."""
    heads: list[tuple[int, int, str]] = []  # line, start of the content, marker
    last: int | None = None
    style: str | None = None
    same = 0
    for n, line in enumerate(lines):
        found = _NUMBER.match(line.text)
        if not found:
            continue
        kind = str(found.lastgroup)
        printed = found[kind].translate(_SUPERSCRIPTS)
        number = int(printed)
        first = last is None and (number <= 3 or kind not in "cd" or _goes_on(lines, n, number)) and n <= 3
        first = first and (n == 0 or line.gap or lines[n - 1].text.endswith(":"))
        follows = (
            last is not None and kind == style and (number == last + 1 or (kind != "d" and last < number <= last + 3))
        )
        again = last is not None and kind == style and number == 1 and line.gap and kind != "d"
        if first or follows or again:
            same += again and last == 1
            heads.append((n, line.start + found.end(), printed))
            last, style = number, kind
    if not heads or (len(heads) < 2 and (style == "d" or len(lines) > 6 or heads[0][0] > 0)):
        return None
    if style == "d" and len(heads) * 3 < len(lines) and len(heads) < 5:
        return None
    numbered = 2 * same < len(heads)
    entries = []
    bounds = [h[0] for h in heads[1:]] + [len(lines)]
    for (n, start, printed), stop in zip(heads, bounds, strict=True):
        body = [lines[n], *_continuation(lines, n + 1, stop)]
        if start >= body[-1].end:
            continue
        marker = printed if numbered else None
        entries += _split_inline(text, Span(start, body[-1].end), marker)
    claimed = [e.span for e in entries]
    loose = [
        line for line in lines if not any(line.start < s.end and s.start < line.end for s in _around(claimed, line))
    ]
    return sorted([*entries, *_loose(text, loose)], key=lambda e: e.span.start)


def _goes_on(lines: list[Line], at: int, number: int) -> bool:
    """Whether the next number of a sequence begins one of the next lines."""
    return any(
        (found := _NUMBER.match(line.text)) is not None and found[str(found.lastgroup)] == str(number + 1)
        for line in lines[at + 1 : at + 8]
    )


def _around(spans: list[Span], line: Line) -> list[Span]:
    at = bisect_right(spans, line.start, key=lambda s: s.start)
    return spans[max(0, at - 1) : at + 1]


def _continuation(lines: list[Line], start: int, stop: int) -> list[Line]:
    """Lines that belong to the entry above: up to an empty line, unless what follows can only be the rest of it."""
    body: list[Line] = []
    for n in range(start, stop):
        line = lines[n]
        if line.gap and not _is_rest(lines[n - 1], line, first=n == start):
            break
        body.append(line)
    return body


def _is_rest(before: Line, line: Line, *, first: bool) -> bool:
    """Whether a line behind a gap can only be the rest of the entry above."""
    lone = first and len(before.text) < 6  # the number stands on a line of its own
    rest = TOOLS.fullmatch(_bare(line)) or _OPEN_END.search(before.text[-40:]) or _CONTINUES.match(line.text)
    return lone or rest is not None


def _loose(text: str, lines: list[Line]) -> list[Entry]:
    """Entries among lines that stand outside of a numbered list, only those that can be nothing else."""
    if not lines:
        return []
    return [e for e in _by_score(text, lines) if score_likeness(e.span.slice(text)) >= 3.5]


def _split_inline(text: str, span: Span, marker: str | None) -> list[Entry]:
    """An entry cut where the next numbers stand in the same line: "… 703-11. 2. Hansen …"."""
    if marker is None:
        return [Entry(span)]
    entries = []
    start, number, style = span.start, int(marker), None
    for found in _INLINE.finditer(text, span.start, span.end):
        kind = str(found.lastgroup)
        follows = number < int(found[kind]) <= number + 2 and style in (None, kind) and found.start() - start >= 15
        left, right = text[start : found.start()], text[found.end() : found.end() + 400].lstrip()
        if not follows or not ends_entry(left) or right[0].islower() or right[0].isdigit():
            continue
        if style is None and (score_likeness(left) < 1 or score_likeness(right) < 1):
            continue
        entries.append(Entry(Span(start, found.start()), str(number)))
        start, number, style = text.index(right[0], found.end()), int(found[kind]), kind
    return [*entries, Entry(Span(start, span.end), str(number))]


def _by_label(text: str, lines: list[Line]) -> list[Entry] | None:
    """Entries behind a label ("[Hansen2008] …")."""
    heads = [(n, found) for n, line in enumerate(lines) if (found := _LABEL.match(line.text))]
    if not heads or heads[0][0] > 2:
        return None
    bounds = [n for n, _ in heads[1:]] + [len(lines)]
    return [
        Entry(
            Span(lines[n].start + found.end(), [lines[n], *_continuation(lines, n + 1, stop)][-1].end), found["label"]
        )
        for (n, found), stop in zip(heads, bounds, strict=True)
    ]


def _by_author_lines(text: str, lines: list[Line]) -> list[Entry] | None:
    """A title line, then each author on a bulleted or numbered line of their own."""
    bullets = [_is_item(line) for line in lines]
    people = [bullet and is_person(_content(line)) for bullet, line in zip(bullets, lines, strict=True)]
    lone = people == [False, True] and split_date(lines[0].text)[1] is not None
    if not lone and (sum(people) < 2 or people[0] or sum(people) < 0.45 * sum(bullets)):
        return None
    entries: list[Entry] = []
    title: list[Line] = []
    authors: list[Line] = []

    def close() -> None:
        if title:
            at = tuple(Span(a.end - len(_content(a)), a.end) for a in authors)
            start = title[0].end - len(_content(title[0]))
            number = _ITEM_NUMBER.match(title[0].text)
            marker = number[0].strip(" .[]()") if number else None
            entries.append(Entry(Span(start, (authors or title)[-1].end), marker, Span(start, title[-1].end), at))
        title.clear()
        authors.clear()

    for line, person in zip(lines, people, strict=True):
        if person and title:
            authors.append(line)
            continue
        whole = title and (split_date(title[-1].text)[1] is not None or (line.gap and not parse_date(line.text)))
        if authors or whole or (title and _is_item(line)):
            close()
        if not person:
            title.append(line)
    close()
    return entries


def _by_bylines(text: str, lines: list[Line]) -> list[Entry] | None:
    """A title line, then "By …", then where it appeared."""
    heads = [n - 1 for n, line in enumerate(lines) if n and _BY.match(line.text) and not _BY.match(lines[n - 1].text)]
    if len(heads) < 2 or heads[0] != 0:
        return None
    bounds = [*heads[1:], len(lines)]
    return [Entry(Span(lines[a].start, lines[b - 1].end)) for a, b in zip(heads, bounds, strict=True)]


def put_authors_first(entry: str) -> str:
    """An entry whose second line is "By …", in the order that entries have: authors, title, the rest."""
    lines = [line for line in entry.split("\n") if line.strip()]
    if len(lines) < 2 or not _BY.match(lines[1]):
        return entry
    title, by, *rest = (line.strip().rstrip(".") for line in lines)
    return ". ".join((by[3:], title, *rest))


def _is_item(line: Line) -> bool:
    return (BULLET.match(line.text) or _ITEM_NUMBER.match(line.text)) is not None


def _content(line: Line) -> str:
    """A line without the bullet or number before it."""
    found = BULLET.match(line.text) or _ITEM_NUMBER.match(line.text)
    return line.text[found.end() :] if found else line.text


def _by_bullet(text: str, lines: list[Line]) -> list[Entry] | None:
    """Bulleted entries, each with the lines under it."""
    heads = [n for n, line in enumerate(lines) if BULLET.match(line.text) and not line.text.startswith(("——", "---"))]
    if not heads or (len(heads) < 2 and heads[0] != 0) or (len(heads) * 8 < len(lines)):
        return None
    depth = min(lines[n].indent for n in heads)
    top = [n for n in heads if lines[n].indent <= depth + 1 or not TOOLS.fullmatch(_bare(lines[n]))]
    bounds = [*top[1:], len(lines)]
    entries = _loose(text, lines[: top[0]])
    for n, stop in zip(top, bounds, strict=True):
        body = [lines[n], *_continuation(lines, n + 1, stop)]
        entries.append(Entry(Span(lines[n].end - len(_bare(lines[n])), body[-1].end)))
        entries += _loose(text, lines[n + len(body) : stop])
    return entries


def _bare(line: Line) -> str:
    found = BULLET.match(line.text)
    return line.text[found.end() :] if found else line.text


def _by_score(text: str, lines: list[Line]) -> list[Entry]:
    """The best cut of unmarked lines: what each entry looks like alone, and each boundary, give points.

    Dynamic programme over lines (and places within lines that can begin an entry); entries have at most _LONGEST of
    them, so time is linear in the number of lines.
    """
    units = list(_units(text, lines))
    width = max((len(line.text) + line.indent for line in lines), default=0)
    dated = sum(has_year(u.text) for u in units)
    authored = 2 * sum(starts_with_author(u.text) for u in units) >= dated
    undated = 1.0 if 2 * dated >= len(units) else 0.0
    bonus = _score_breaks(lines, width)
    edges = [0.0]
    for before, unit in pairwise(units):
        head = text[unit.start : unit.start + 240]
        own = bonus if unit.head and not unit.gap else 0.0
        edges.append(own + _score_edge(before, unit, head, width=width, authored=authored))
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
            value = best[start] + edges[start] + _score_entry(piece) - (0.0 if has_year(piece) else undated)
            if value > best[end]:
                best[end], back[end] = value, start
            if edges[start] >= 3.5:
                break
        if best[end] == float("-inf"):
            best[end], back[end] = best[end - 1] - 5, end - 1
    entries = []
    end = len(units)
    while end:
        entries.append(Entry(Span(units[back[end]].start, units[end - 1].end)))
        end = back[end]
    return entries[::-1]


def _score_breaks(lines: list[Line], width: int) -> float:
    """Points for an entry to begin with a line that no empty line stands before, from how the list as a whole is
    printed: one entry a line, entries parted by empty lines, or neither."""
    breaks = [(a, b) for a, b in pairwise(lines) if not b.gap]
    ended = sum(_ended_on_purpose(a, b, width) for a, b in breaks)
    spaced = len(lines) - len(breaks)
    if len(breaks) >= 3 and ended >= 0.8 * len(breaks):
        return 2.5
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
    score -= 2.0 if _CONTINUES.match(line.text) else 0.0
    score += 0.5 if ends_entry(before.text) else -0.5
    score -= 4.0 if _OPEN_END.search(before.text[-16:]) else 0.0
    if line.indent != before.indent and not line.gap:
        score += 1.5 if line.indent < before.indent else -1.5
    if line.head and not line.gap:
        score += 1.8 if _ended_on_purpose(before, line, width) else -0.7
    if TOOLS.fullmatch(_bare(line)) or _ADDENDUM.match(line.text):
        score -= 6.0
    return score


def _score_entry(piece: str) -> float:
    if len(piece) < 45 and not any(c.isdigit() for c in piece):
        return -1.5
    places = count_places(piece)
    dois = len({i for i in find_identifiers(piece) if i.scheme == "doi"}) if piece.count("10.") > 1 else 0
    extra = max(0, places - 1) + max(0, dois - 1) + (1 if _AUTHORS_ONLY.search(piece[-80:]) and places == 0 else 0)
    dates = 1.0 * min(2, max(0, count_dates(piece) - 1))
    return max(-1.5, min(score_likeness(piece), 4.0) - 2.0) - 2.5 * extra - dates
