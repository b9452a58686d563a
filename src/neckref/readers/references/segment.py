"""Where each entry of a reference list begins and ends. Ways to cut are tried in the order of how sure they are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from neckref.model import Span
from neckref.readers.references.cut import cut_by_score
from neckref.readers.references.likeness import ends_entry, score_likeness, starts_with_author
from neckref.readers.references.parts import CONTINUES, OPEN_END, TOOLS, Entry, Line, bare
from neckref.readers.references.structure import BULLET, is_person, parse_date, split_date

_NUMBER = re.compile(
    r"[ \t]*(?:\[\s?\^?(?P<a>\d{1,4})\s?\]:?|\((?P<b>\d{1,4})\)|(?P<c>\d{1,4})\s?[.)\]:．、](?!\d)"
    r"|(?P<d>\d{1,4})(?=[ \t]+\S)|【(?P<e>\d{1,4})】|［(?P<f>\d{1,4})］|(?P<g>[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,4}))[ \t]*"
)
_ITEM_NUMBER = re.compile(r"(?:\[\d{1,3}\]|\(?\d{1,3}[.)])[ \t]+(?=\S)")
_LABEL = re.compile(r"[ \t]*\[(?P<label>[^\W\d_][\w+:.-]{1,28}\d{2,4}[a-z]?|[A-Z][A-Za-z+]{1,8}\d{2})\][ \t]+")
_BY = re.compile(r"[Bb]y [A-Z][^.]{3,200}\.?$")
_INLINE = re.compile(
    r"(?<=[\w.);\]/,’”\"])[ \t]+(?:\[(?P<a>\d{1,4})\]|\((?P<b>\d{1,4})\)|(?P<c>\d{1,4})[.)])(?=[ \t]+\S)"
)
_BACKLINKS = re.compile(r"[\^↑]\s*(?:jump up(?: to)?:?\s*)?(?:[a-z](?:\s+|,\s*)){0,26}(?=\S)", re.I)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def segment_entries(text: str, span: Span, starts: tuple[int, ...] = (), skip: tuple[Span, ...] = ()) -> list[Entry]:
    """Entries that `text` holds within `span`, in order, none overlapping.

    `starts`: offsets where the format itself begins a new block. `skip`: spans that belong to no entry (headings).
    """
    lines = list(_lines(text, span, frozenset(starts), skip))
    if not lines:
        return []
    for way in (_by_author_lines, _by_number, _by_label, _by_bullet, _by_bylines, _by_indent, cut_by_score):
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
        found = _match_number(line)
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
    bullets = sum(BULLET.match(line.text) is not None for line in lines)
    if BULLET.match(lines[heads[0][0]].text) and 2 * len(heads) < bullets:
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


def _match_number(line: Line) -> re.Match[str] | None:
    """The number a line begins with; where a bullet stands before it, only one with a mark ("• 1. Hansen …")."""
    bullet = BULLET.match(line.text)
    found = _NUMBER.match(line.text, bullet.end() if bullet else 0)
    return None if bullet and found and found.lastgroup == "d" else found


def _goes_on(lines: list[Line], at: int, number: int) -> bool:
    """Whether the next number of a sequence begins one of the next lines."""
    return any(
        (found := _match_number(line)) is not None and found[str(found.lastgroup)] == str(number + 1)
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
    rest = TOOLS.fullmatch(bare(line)) or OPEN_END.search(before.text[-40:]) or CONTINUES.match(line.text)
    return lone or rest is not None


def _loose(text: str, lines: list[Line]) -> list[Entry]:
    """Entries among lines that stand outside of a numbered list, only those that can be nothing else."""
    if not lines:
        return []
    return [e for e in cut_by_score(text, lines) if score_likeness(e.span.slice(text)) >= 3.5]


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


def _by_indent(text: str, lines: list[Line]) -> list[Entry] | None:
    """Hanging indents: every line further in goes on with the entry above."""
    depth = min(line.indent for line in lines)
    heads = [n for n, line in enumerate(lines) if line.indent <= depth + 1]
    hanging = [line for line in lines if line.indent > depth + 1]
    if heads[0] != 0 or len(heads) < 2 or len(hanging) * 4 < len(lines) or any(line.gap for line in hanging):
        return None
    bounds = [*heads[1:], len(lines)]
    return [Entry(Span(lines[a].start, lines[b - 1].end)) for a, b in zip(heads, bounds, strict=True)]


def put_authors_first(entry: str) -> str:
    """An entry whose second line is "By …" or authors under a title, in the order that entries have: authors, title,
    the rest."""
    lines = [line.strip() for line in entry.split("\n") if line.strip()]
    if len(lines) < 2 or not (_BY.match(lines[1]) or (len(lines) > 2 and _is_title_over_authors(lines))):
        return entry
    title, by, *rest = (line.rstrip(".") for line in lines)
    return ". ".join((by.removeprefix("By ").removeprefix("by "), title, *rest))


def _is_title_over_authors(lines: list[str]) -> bool:
    title = lines[0]
    return (
        starts_with_author(lines[1], sure=True)
        and not starts_with_author(title)
        and len(title.split()) > 3
        and not any(c.isdigit() for c in title)
        and not OPEN_END.search(title[-16:])
    )


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
    top = [n for n in heads if lines[n].indent <= depth + 1 or not TOOLS.fullmatch(bare(lines[n]))]
    bounds = [*top[1:], len(lines)]
    entries = _loose(text, lines[: top[0]])
    for n, stop in zip(top, bounds, strict=True):
        body = [lines[n], *_continuation(lines, n + 1, stop)]
        entries.append(Entry(Span(lines[n].end - len(bare(lines[n])), body[-1].end)))
        entries += _loose(text, lines[n + len(body) : stop])
    return entries
