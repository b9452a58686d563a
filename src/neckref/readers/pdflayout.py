"""Lines of PDF pages → text in reading order: columns, paragraphs, headings, hyphenation, page headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neckref.readers.headings import classify_heading
from neckref.readers.lines import join_lines

_SENTENCE_END = re.compile(r"[.!?:][\"”’)\]]*(?:\[\d[\d,–-]*\])?$")
_SECTION = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*\.? )?(?:abstract|introduction|background|(?:materials? and )?methods?|methods and "
    r"materials|results|results and discussion|discussion|limitations|conclusions?|acknowledge?ments?)[.:]?$",
    re.I,
)
"""The usual parts of a paper, which are headings whatever they are printed in."""
_PAGE = re.compile(r"(?:[-–—|\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*)$", re.I)


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One printed line; places and size in points, y from the foot of the page."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    text: str


@dataclass(frozen=True, slots=True)
class PdfText:
    """Text of a PDF. `headings`: offsets of lines printed as headings. `left_out`: page headers and footers."""

    text: str
    headings: frozenset[int]
    title: str
    left_out: int


def lay_out(pages: Sequence[Sequence[PdfLine]], width: float) -> PdfText:
    """The text of all pages. `width` of a page in points."""
    pages, left_out = _without_furniture(pages)
    body = _body_size(pages)
    parts: list[str] = []
    headings: set[int] = set()
    at = 0
    for kind, lines in _paragraphs(pages, width, body):
        words = " ".join(x.text for x in lines) if kind == "heading" else join_lines(_indented(lines))
        gap = "\n\n" if parts else ""
        if kind == "rest":
            gap = "\n"
        if kind == "heading":
            headings.add(at + len(gap))
        parts += (gap, words)
        at += len(gap) + len(words)
    return PdfText("".join(parts), frozenset(headings), _title(pages, body), left_out)


def _without_furniture(pages: Sequence[Sequence[PdfLine]]) -> tuple[list[list[PdfLine]], int]:
    """Pages without page numbers and without lines that come again at the head or foot of most pages."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _rim(page)})
    least = max(2, (len(pages) + 1) // 2)
    out = []
    left_out = 0
    for page in pages:
        rim = set(_rim(page))
        kept = []
        for line in page:
            again = len(pages) > 1 and seen[_key(line)] >= least and len(line.text) < 160
            if line not in rim or not (again or _PAGE.match(line.text)):
                kept.append(line)
        left_out += len(page) - len(kept)
        out.append(kept)
    return out, left_out


def _rim(page: Sequence[PdfLine]) -> list[PdfLine]:
    """Lines at the two highest and two lowest places of a page."""
    heights = sorted({round(x.y0) for x in page})
    outer = {*heights[:2], *heights[-2:]}
    return [x for x in page if round(x.y0) in outer]


def _key(line: PdfLine) -> str:
    return re.sub(r"\d+", "#", line.text).casefold()


def _body_size(pages: Sequence[Sequence[PdfLine]]) -> float:
    """The size most characters are printed in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _title(pages: Sequence[Sequence[PdfLine]], body: float) -> str:
    """The largest print on the first page, where it is larger than the body's."""
    first = [x for x in (pages[0] if pages else []) if len(x.text) > 3]
    largest = max((x.size for x in first), default=0.0)
    if largest < 1.15 * body:
        return ""
    return " ".join(x.text for x in sorted(first, key=lambda x: -x.y0) if x.size > 0.97 * largest)[:300]


def order_columns(lines: Sequence[PdfLine], left: float, right: float, depth: int = 0) -> list[list[PdfLine]]:
    """Lines of a page as columns in reading order, each from top to bottom. A line over both columns (a title, a wide
    figure's caption) parts the page into an upper and a lower half."""
    lines = sorted(lines, key=lambda x: (-x.y1, x.x0))
    gutter = _find_gutter(lines, left, right) if depth < 2 else None
    if gutter is None:
        return [list(lines)] if lines else []
    out: list[list[PdfLine]] = []
    band: list[PdfLine] = []

    def close() -> None:
        out.extend(order_columns([x for x in band if (x.x0 + x.x1) / 2 < gutter], left, gutter, depth + 1))
        out.extend(order_columns([x for x in band if (x.x0 + x.x1) / 2 >= gutter], gutter, right, depth + 1))
        band.clear()

    wide: list[PdfLine] = []
    for line in lines:
        if line.x0 < gutter - 3 and line.x1 > gutter + 3:
            if band:
                close()
            wide.append(line)
        else:
            if wide:
                out.append(wide)
                wide = []
            band.append(line)
    close()
    if wide:
        out.append(wide)
    return [c for c in out if c]


def _find_gutter(lines: Sequence[PdfLine], left: float, right: float) -> float | None:
    """An x that few lines cross and that has several lines side by side on both sides, or None."""
    best: tuple[float, float] | None = None
    span = right - left
    for step in range(25, 76):
        x = left + span * step / 100
        before = [a for a in lines if a.x1 <= x + 1]
        after = [a for a in lines if a.x0 >= x - 1]
        crossing = len(lines) - len(before) - len(after)
        if min(len(before), len(after)) < 5 or crossing > 0.35 * len(lines):
            continue
        beside = sum(any(abs(a.y0 - b.y0) < a.size * 0.8 for b in before) for a in after)
        if beside < 0.4 * min(len(before), len(after)):
            continue
        score = crossing + abs(step - 50) / 100
        if best is None or score < best[0]:
            best = (score, x)
    return best[1] if best else None


def _paragraphs(pages: Sequence[Sequence[PdfLine]], width: float, body: float) -> Iterator[tuple[str, list[PdfLine]]]:
    """("heading" | "paragraph" | "rest", lines); "rest" goes on with the paragraph of the column before."""
    listed = False
    last: PdfLine | None = None
    for page in pages:
        for column in order_columns(page, 0.0, width):
            group: list[PdfLine] = []
            kind = "paragraph"
            for n, line in enumerate(column):
                following = column[n + 1] if n + 1 < len(column) else None
                fresh = "heading" if _is_heading(line, body) else "paragraph"
                if group and (fresh != kind or _parts(group, line, following, listed=listed, kind=kind)):
                    yield _kind(kind, group, last, n - len(group)), group
                    listed = listed or (kind == "heading" and classify_heading(group[0].text) == "references")
                    last, group = group[-1], []
                group.append(line)
                kind = fresh
            if group:
                yield _kind(kind, group, last, len(column) - len(group)), group
                listed = listed or (kind == "heading" and classify_heading(group[0].text) == "references")
                last = group[-1]


def _kind(kind: str, group: list[PdfLine], last: PdfLine | None, at: int) -> str:
    """A paragraph at the top of a column goes on with the one before where that has no end."""
    goes_on = kind == "paragraph" and at == 0 and last is not None and not _SENTENCE_END.search(last.text)
    similar = goes_on and last is not None and abs(last.size - group[0].size) < 0.6
    return (
        "rest" if similar and (group[0].text[:1].islower() or (last is not None and last.text.endswith("-"))) else kind
    )


def _is_heading(line: PdfLine, body: float) -> bool:
    if len(line.text) > 160 or not any(c.isalpha() for c in line.text):
        return False
    if classify_heading(line.text) == "references" or _SECTION.match(line.text):
        return True
    large = line.size >= 1.12 * body
    return large or (
        line.bold and line.size >= 0.95 * body and len(line.text) < 90 and not line.text.endswith((".", ","))
    )


def _parts(group: list[PdfLine], line: PdfLine, following: PdfLine | None, *, listed: bool, kind: str) -> bool:
    """Whether a new paragraph begins at `line`."""
    above = group[-1]
    gap = above.y0 - line.y1
    if gap > 0.6 * max(above.size, 1.0) or gap < -3 * above.size or abs(above.size - line.size) > 1.2:
        return True
    if kind == "heading" or listed:
        return False
    left = min(x.x0 for x in group)
    indented = line.x0 > left + 6 and (following is None or following.x0 < line.x0 - 4)
    return indented and bool(_SENTENCE_END.search(above.text))


def _indented(lines: list[PdfLine]) -> list[str]:
    left = min(x.x0 for x in lines)
    return [("    " if x.x0 > left + 6 else "") + x.text for x in lines]
