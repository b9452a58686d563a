"""Document → Reading: what all formats share once their text and blocks are known."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right

from neckref.model import Article, Reading, Reference, Section, Sentence, Span
from neckref.readers.document import Block, Document
from neckref.readers.references import find_references
from neckref.text.sentences import has_verb, split_sentences

_ENDED = re.compile(r"[.!?…:;。！？][\"'”’)\]\d,–-]*$")
_WORDS = re.compile(r"\w+")
_FEW = 12


def make_reading(
    document: Document, origin: str, media_type: str, references: tuple[Reference, ...] | None = None
) -> Reading:
    """The Reading of a document: sections, sentences of running text, references.

    `references`: given where the format marks them itself; then none are looked for.
    """
    if references is None:
        references, closed = find_references(document)
    else:
        closed = tuple(sorted(r.span for r in references))
    closed = _merge(closed)
    inline = tuple(r.span for r in references if _open_parts(r.span, closed))
    sha256 = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
    sections = _sections(document)
    article = Article(
        id=sha256[:12],
        origin=origin,
        title=document.title,
        text=document.text,
        sha256=sha256,
        media_type=media_type,
        sections=sections,
        sentences=tuple(_sentences(document, sections, closed, inline)),
        links=tuple(sorted(document.links, key=lambda link: link.span)),
        notes=document.notes,
    )
    return Reading(article, references)


def _sections(document: Document) -> tuple[Section, ...]:
    text = document.text
    headings = [b for b in document.blocks if b.kind == "heading"]
    start = 0
    if headings and headings[0].span.slice(text) == document.title and not text[: headings[0].span.start].strip():
        start = headings.pop(0).span.end
    bounds = [*(h.span.start for h in headings), len(text)]
    sections = [Section("", Span(start, bounds[0]))] if text[start : bounds[0]].strip() else []
    for heading, end in zip(headings, bounds[1:], strict=True):
        title = " ".join(heading.span.slice(text).split())
        sections.append(Section(title, Span(heading.span.end, end)))
    return tuple(sections)


def _sentences(
    document: Document, sections: tuple[Section, ...], closed: tuple[Span, ...], inline: tuple[Span, ...]
) -> list[Sentence]:
    text = document.text
    found: list[Sentence] = []
    paragraph = 0
    for block in document.blocks:
        if block.kind not in ("paragraph", "item", "note"):
            continue
        parts = _open_parts(block.span, closed)
        whole = parts == [block.span]
        split = [s for part in parts for s in split_sentences(part.slice(text), part.start)]
        spans = [s for s in _rejoin(split, inline) if whole or _is_sentence(s.slice(text))]
        if not spans or not _is_running(document, block, spans):
            continue
        at = bisect_right(sections, block.span.start, key=lambda s: s.span.start) - 1
        section = sections[at].title if at >= 0 else ""
        found += (Sentence(span, section, paragraph) for span in spans)
        paragraph += 1
    return found


def _is_sentence(words: str) -> bool:
    """Whether what is left of a block beside references is a sentence: no number ("1."), no back link."""
    return _ENDED.search(words[-4:]) is not None and any(c.isalpha() for c in words)


def _merge(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Sorted spans as disjoint ones."""
    out: list[Span] = []
    for span in spans:
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def _open_parts(span: Span, closed: tuple[Span, ...]) -> list[Span]:
    """What of a span lies outside of all closed ones (sorted by start)."""
    parts = []
    at = span.start
    first = max(0, bisect_right(closed, span.start, key=lambda s: s.start) - 1)
    for other in closed[first:]:
        if other.start >= span.end:
            break
        if other.end <= at:
            continue
        if other.start > at:
            parts.append(Span(at, other.start))
        at = max(at, other.end)
    if at < span.end:
        parts.append(Span(at, span.end))
    return parts


def _rejoin(spans: list[Span], inline: tuple[Span, ...]) -> list[Span]:
    """Sentences that were cut within a reference that stands in brackets are one."""
    out: list[Span] = []
    for span in spans:
        at = bisect_right(inline, span.start - 1, key=lambda s: s.start) - 1
        if out and at >= 0 and inline[at].start < span.start < inline[at].end:
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return out


def _is_running(document: Document, block: Block, spans: list[Span]) -> bool:
    """Whether a block says something. A few words without a verb or a full stop ("Latest news", "New bikes June 2018")
    are a menu's or a list's, and so is an item of three words or of only a link."""
    words = block.span.slice(document.text)
    if not any(c.isalpha() for c in words):
        return False
    if block.kind == "paragraph":
        if len(spans) > 1 or _ENDED.search(words[-4:]):
            return True
        return len(_WORDS.findall(words)) > _FEW or has_verb(words)
    first = bisect_right(document.links, block.span.start - 1, key=lambda x: x.span.start)
    linked = 0
    for link in document.links[first:]:
        if link.span.start >= block.span.end:
            break
        linked += link.span.end - link.span.start
    wordy = len(_WORDS.findall(words)) > 3 or words.rstrip().endswith((".", "!", "。"))
    return wordy and linked < 0.8 * len(words)
