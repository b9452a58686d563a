"""Plain text: paragraphs, headings and lists are guessed from lines, their lengths and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from neckref.model import Link, Reading, Span
from neckref.readers import Reader
from neckref.readers.assemble import make_reading
from neckref.readers.decode import decode_bytes
from neckref.readers.document import Block, Document
from neckref.readers.furniture import find_furniture, is_byline
from neckref.readers.headings import classify_heading
from neckref.readers.references.likeness import score_likeness, starts_with_author
from neckref.readers.references.structure import BULLET

_NUMBERED = re.compile(r"[ \t]*(?:\[\d{1,4}\]|\(?\d{1,3}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*([-=_*~#·•—–])[ \t]*(?:\1[ \t]*){2,}$")
_HASHES = re.compile(r"#{1,6}[ \t]+(?=\S)")
_URL = re.compile(r"https?://[^\s<>\"'\])}]{3,2000}")
_NOT_HEADING = re.compile(
    r"https?:|www\.|\b10\.\d{4,9}/|@|\b(?:19|20)\d\d\b|[.,;!。，；：:]$|\b(?:according to|by|and|the|of|et al)$", re.I
)
_SENTENCE_END = re.compile(r"[.!?:。！？][\"”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the blanks around it."""

    start: int
    end: int
    text: str
    indent: int


def read_plain(data: bytes, origin: str) -> Reading:
    """The Reading of a text file. Raises UserError where the bytes are no text."""
    text, notes = decode_bytes(data, origin)
    return make_reading(make_plain_document(text, notes), origin, "text/plain")


def make_plain_document(text: str, notes: tuple[str, ...] = (), headings: frozenset[int] = frozenset()) -> Document:
    """Text with the blocks found in it. `headings`: offsets of lines that are known to be headings."""
    lines = list(_lines(text))
    furniture = find_furniture(text)
    if furniture:
        lines = [line for line in lines if line.start not in furniture]
        notes = (*notes, f"Left out {len(furniture)} page headers, footers and page numbers.")
    chunks = list(_chunks(text, lines))
    wrapped = _is_wrapped(chunks)
    blocks: list[Block] = []
    gaps = [text.count("\n", a[-1].end, b[0].start) for a, b in pairwise(chunks)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0
    for n, chunk in enumerate(chunks):
        if n and gaps[n - 1] > usual and _has_lost_heading(text, chunk, blocks):
            blocks.append(Block("heading", Span(chunk[0].start, chunk[0].start)))
        blocks += _blocks(chunk, wrapped=wrapped, followed=n + 1 < len(chunks), headings=headings)
    blocks = _demote(text, blocks)
    first = blocks[0] if blocks else None
    title = " ".join(first.span.slice(text).split()) if first and first.kind == "heading" else ""
    if first and title and classify_heading(title):
        title = ""
    links = tuple(
        Link(Span(m.start(), m.start() + len(m.group().rstrip(".,;:!?"))), m.group().rstrip(".,;:!?"))
        for m in _URL.finditer(text)
    )
    return Document(title, text, tuple(blocks), links, notes, guessed=True)


def _has_lost_heading(text: str, chunk: list[Line], before: list[Block]) -> bool:
    """Behind a wider gap than usual, running text that no heading stands over: its heading was lost, and what
    follows does not belong to the section before. It becomes a section without a title."""
    words = text[chunk[0].start : chunk[-1].end]
    return before[-1].kind == "paragraph" and len(words) > 120 and score_likeness(words) < 1


def _lines(text: str) -> Iterator[Line]:
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        indent = raw.index(stripped[0]) if stripped else 0
        yield Line(at + indent, at + indent + len(stripped), stripped, indent)
        at += len(raw) + 1


def _chunks(text: str, lines: list[Line]) -> Iterator[list[Line]]:
    """Lines between empty lines and rules; a line that names a reference list is a chunk of its own."""
    chunk: list[Line] = []
    for line in lines:
        rule = _RULE.match(line.text)
        if rule and len(chunk) == 1 and rule[1] in "=-" and _may_head(chunk[0].text):
            yield chunk  # an underlined heading
            chunk = []
        elif not line.text or rule:
            if chunk:
                yield chunk
            chunk = []
        elif _HASHES.match(line.text) or _names_list(line.text, first=not chunk):
            if chunk:
                yield chunk
            yield [line]
            chunk = []
        else:
            chunk.append(line)
    if chunk:
        yield chunk


def _names_list(line: str, *, first: bool) -> bool:
    if len(line) > 80:
        return False
    kind = classify_heading(line)
    return kind == "references" or (first and kind is not None)


def _is_wrapped(chunks: list[list[Line]]) -> bool:
    """Whether lines are broken at a width: most inner lines are of like length, and none is as long as a paragraph."""
    inner = [len(line.text) for chunk in chunks for line in chunk[:-1] if not BULLET.match(line.text)]
    everything = sorted(len(line.text) for chunk in chunks for line in chunk)
    if len(inner) < 3 or not everything:
        return False
    long = everything[int(len(everything) * 0.95)]
    return long <= 130 and sum(n > 0.6 * long for n in inner) > 0.5 * len(inner)


def _blocks(chunk: list[Line], *, wrapped: bool, followed: bool, headings: frozenset[int]) -> Iterator[Block]:
    first = chunk[0]
    if len(chunk) == 1:
        yield _single(first, followed=followed, known=first.start in headings)
        return
    start = 0
    if first.start in headings or (not wrapped and _heads_chunk(chunk)):
        yield _heading(first)
        start = 1
    group: list[Line] = []
    lone = not wrapped and _are_lone_lines(chunk)
    for line in chunk[start:]:
        if group and (lone or _begins_block(group, line, wrapped=wrapped)):
            yield _block(group)
            group = []
        group.append(line)
    if group:
        yield _block(group)


def _single(line: Line, *, followed: bool, known: bool) -> Block:
    if known or classify_heading(line.text) or _HASHES.match(line.text):
        return _heading(line)
    if is_byline(line.text):
        return Block("aside", Span(line.start, line.end))
    if followed and _may_head(line.text):
        return _heading(line)
    return _block([line])


def _heading(line: Line) -> Block:
    hashes = _HASHES.match(line.text)
    start = line.start + (hashes.end() if hashes else 0)
    end = start + len(line.text[start - line.start :].rstrip("# ")) if hashes else line.end
    return Block("heading", Span(start, end), line.text.index(" ") if hashes else 0)


def _may_head(line: str) -> bool:
    """Whether a line that stands alone is a heading: short, without the end of a sentence, not a list item."""
    return (
        len(line) <= 110
        and len(line.split()) <= 14
        and not line[0].islower()
        and not BULLET.match(line)
        and not _NOT_HEADING.search(line)
        and any(c.isalpha() for c in line)
    )


def _heads_chunk(chunk: list[Line]) -> bool:
    """Whether the first of several unwrapped lines heads them."""
    first, second = chunk[0].text, chunk[1].text
    return _may_head(first) and len(second) > max(90, 2 * len(first)) and not BULLET.match(second)


def _are_lone_lines(chunk: list[Line]) -> bool:
    """Whether lines stand under one another as those of a menu or a list of news do: all are short, all begin like a
    line of their own, and none but the last ends as a sentence or goes on."""
    return all(len(x.text) < 80 and (x.text[0].isupper() or x.text[0].isdigit()) for x in chunk) and not any(
        _SENTENCE_END.search(x.text) or x.text[-1] in ",;-–(&" for x in chunk[:-1]
    )


def _begins_block(group: list[Line], line: Line, *, wrapped: bool) -> bool:
    if BULLET.match(line.text) or _NUMBERED.match(line.text):
        return True
    before = group[-1].text
    if line.indent > group[0].indent and (BULLET.match(group[0].text) or starts_with_author(group[0].text)):
        return False
    if line.text[0].islower() or before[-1] in ",-–(" or not _SENTENCE_END.search(before):
        return not wrapped and (len(before) > 130 or bool(BULLET.match(group[0].text))) and not line.text[0].islower()
    return not wrapped


def _block(group: list[Line]) -> Block:
    first, end = group[0], group[-1].end
    found = BULLET.match(first.text) or _NUMBERED.match(first.text)
    if found and first.start + found.end() < end:
        marker = found.group().strip(" \t.()[]") or None
        return Block("item", Span(first.start + found.end(), end), marker=marker)
    return Block("paragraph", Span(first.start, end))


def _demote(text: str, blocks: list[Block]) -> list[Block]:
    """Headings that head nothing (a run of four or more lone lines) are a menu or a list, not headings."""
    out = list(blocks)
    n = 0
    while n < len(out):
        stop = n
        while stop < len(out) and _is_plain_heading(text, out[stop]):
            stop += 1
        if stop - n >= 4:
            for k in range(n + (n == 0), stop - (stop < len(out) and out[stop].kind == "paragraph")):
                out[k] = Block("aside", out[k].span)
        n = max(stop, n + 1)
    return out


def _is_plain_heading(text: str, block: Block) -> bool:
    words = block.span.slice(text)
    return block.kind == "heading" and bool(words) and not classify_heading(words)


def _sniffs(head: bytes) -> bool:
    return False


reader = Reader("plain", (".txt", ".text", ".asc", ""), ("text/plain",), _sniffs, read_plain)
