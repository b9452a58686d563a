"""The article's text cut into blocks and pieces, so that a page can show claims where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from neckref.model import Article, EvidenceMap, Span

_BLANK_LINES = re.compile(r"\n[ \t\r]*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks."""

    text: str
    claims: tuple[str, ...] = ()
    dangling: bool = False
    reference: str | None = None
    ends: tuple[str, ...] = ()
    """Claims whose last character stands here."""
    starts: tuple[str, ...] = ()
    """Claims whose first character stands here."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading. Blocks in order, with the blank lines between them, are the article's text."""

    heading: bool
    pieces: tuple[Piece, ...]
    claims: tuple[str, ...]
    """Claims that begin in this block."""


def blocks_of(emap: EvidenceMap) -> tuple[Block, ...]:
    """The article from first to last line; nothing is left out, nothing moved."""
    article = emap.article
    if article is None:
        return ()
    headings = _heading_spans(article)
    return tuple(_block(emap, article, span, span in headings) for span in _spans(article.text, headings))


def _heading_spans(article: Article) -> frozenset[Span]:
    """A heading stands just before the text it heads: the last place of its title before the section begins. The
    article's own title is one where the text begins with it."""
    lead = len(article.text) - len(article.text.lstrip())
    first_line = article.text[lead:].partition("\n")[0].rstrip()
    spans = {Span(lead, lead + len(first_line))} if first_line and first_line == article.title else set()
    for section in article.sections:
        at = article.text.rfind(section.title, 0, section.span.start) if section.title else -1
        if at >= 0:
            spans.add(Span(at, at + len(section.title)))
    return frozenset(spans)


def _spans(text: str, headings: Iterable[Span]) -> list[Span]:
    cuts = [0, len(text)]
    for blank in _BLANK_LINES.finditer(text):
        cuts += [blank.start(), blank.end()]
    for heading in headings:
        cuts += [heading.start, heading.end]
    cuts.sort()
    spans = []
    for start, end in pairwise(cuts):
        part = text[start:end]
        if part.strip():
            lead = len(part) - len(part.lstrip())
            spans.append(Span(start + lead, start + len(part.rstrip())))
    return spans


def _block(emap: EvidenceMap, article: Article, span: Span, heading: bool) -> Block:
    claims = [c for c in emap.claims if _overlap(c.span, span)]
    dangling = [a for a in emap.attributions if a.status == "dangling" and _overlap(a.span, span)]
    references = [r for r in emap.references if _overlap(r.span, span)]
    cuts = {span.start, span.end}
    for other in (*(c.span for c in claims), *(a.span for a in dangling), *(r.span for r in references)):
        cuts |= {max(span.start, other.start), min(span.end, other.end)}
    pieces = []
    for start, end in pairwise(sorted(cuts)):
        here = Span(start, end)
        pieces.append(
            Piece(
                here.slice(article.text),
                claims=tuple(c.id for c in claims if c.span.contains(here)),
                dangling=any(a.span.contains(here) for a in dangling),
                reference=next((r.id for r in references if r.span.contains(here)), None),
                ends=tuple(c.id for c in claims if c.span.end == end),
                starts=tuple(c.id for c in claims if c.span.start == start),
            )
        )
    begun = tuple(c.id for c in claims if span.start <= c.span.start < span.end)
    return Block(heading, tuple(pieces), begun)


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
