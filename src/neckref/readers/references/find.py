"""Document → References: the lists under a heading, lists without one, footnotes, and links behind words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from neckref.model import Hints, Identifier, Link, Reference, Span
from neckref.readers.document import Block, Document
from neckref.readers.furniture import is_byline
from neckref.readers.headings import classify_heading, find_label
from neckref.readers.lines import join_lines
from neckref.readers.references.likeness import (
    begins_like_entry,
    find_in_prose,
    has_year,
    score_likeness,
    starts_with_author,
)
from neckref.readers.references.parts import TOOLS, Entry
from neckref.readers.references.segment import put_authors_first, segment_entries
from neckref.readers.references.structure import BULLET, is_person, parse_date, parse_lines
from neckref.text.citations import parse_reference
from neckref.text.identifiers import find_identifiers

_JUNK = re.compile(
    r"(?:advertisement|ad\b|show (?:all|more|less)|back to (?:top|article)|share\b|view (?:all|more)|see (?:all|more)|"
    r"hide\b|"
    r"expand\b|collapse\b|read more|print\b|e-?mail\b|cite this|download\b|©|\(c\) |copyright|all rights reserved|"
    r"last (?:updated|reviewed|modified)|top\b|menu\b|next\b|previous\b|none\.?$|no references|"
    r"references? (?:are )?available|n/a$|"
    r"tags?:|filed under|posted in|follow us|subscribe|sign up|click here|↑|\^$|page \d+)",
    re.I,
)
_IBID = re.compile(r"\s*(?:ibid(?:em)?|id\.|op\. ?cit)\b", re.I)
_SAME_AUTHORS = re.compile(r"\s*[-–—_]{3,12}[.,]")
_PRINTED = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|doi:\s?)?10\.\d{4,9}/[^\s\"'<>|\\^`{}]{2,200}|\bPMID:?\s?\d{5,8}\b|\bPMC\d{4,9}\b"
    r"|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/(?:pubmed|pmc))/\S{1,100}",
    re.I,
)
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{25,300}(?:\([^()\[\]\n]{1,20}\)[^()\[\]\n]{0,200}){0,3})[)\]]")
_LONG = 20_000
_LEAD = 20
"""Longest gap between blocks in which a number or bullet can stand."""
_KEY = re.compile(
    r"(?P<name>[^\W\d_][\w’'‐-]+)(?: [^\W\d_][\w’'‐-]+| &| et al\.?){0,4},? \(?(?:19|20)\d\d[a-z]?\)?[.:]?"
)
"""A short name of an entry, printed above it as a label: "Hilton 2014"."""
_SURE = 3.5
"""Likeness from which a text can hardly be anything but an entry."""
_IN_TEXT = 4.5
"""The same for one that stands in running text."""
_LONE = 5.0
"""The same for a text that no other entry stands beside."""


def find_references(document: Document) -> tuple[tuple[Reference, ...], tuple[Span, ...]]:
    """References in reading order, and the spans of text that are no running text because of them or because they
    stand outside of the article (related articles, comments)."""
    outside, regions = _regions(document)
    entries: list[Entry] = []
    closed = list(outside)
    for heading, span in regions:
        found = _list_entries(document, span, certain=heading == "references")
        entries += found
        if heading == "references":
            closed.append(span)
    entries += _unheaded(document, [*closed, *(e.span for e in entries)])
    closed += [e.span for e in entries]
    entries += _parenthesised(document, closed)
    references = [_make_reference(document, e) for e in sorted(entries, key=lambda e: e.span.start)]
    references = _resolve_ibid(references)
    references += _linked(document, references, outside)
    references.sort(key=lambda r: r.span)
    numbered = tuple(replace(r, id=f"ref-{n}") for n, r in enumerate(references, 1))
    return numbered, tuple(sorted(closed))


def _regions(document: Document) -> tuple[list[Span], list[tuple[str, Span]]]:
    """Spans outside of the article, and (kind of heading, span) of each list that a heading or label announces."""
    outside: list[Span] = []
    regions: list[tuple[str, Span]] = []
    blocks = document.blocks
    n = 0
    while n < len(blocks):
        block = blocks[n]
        words = block.span.slice(document.text) if block.span.end - block.span.start < _LONG else ""
        kind = classify_heading(words)
        if kind in ("maybe", "outside") and block.kind != "heading":
            kind = None
        if kind is None:
            start, label = find_label(words)
            least = 1 if label == "references" else _SURE
            if label and block.kind != "heading" and score_likeness(words[start:]) >= least:
                regions.append((label, Span(block.span.start + start, block.span.end)))
                outside.append(Span(block.span.start, block.span.start + start))
            n += 1
            continue
        stop = _find_stop(document, n, kind)
        end = _begin_of(document, stop) if stop < len(blocks) else len(document.text)
        if kind == "outside":
            outside.append(Span(block.span.start, end))
        else:
            regions.append((kind, Span(block.span.end, end)))
        n = stop
    return outside, regions


def _begin_of(document: Document, n: int) -> int:
    """Where block `n` begins with the number or bullet that is printed before it."""
    start = document.blocks[n].span.start
    before = document.blocks[n - 1].span.end if n else 0
    return max(before, document.text.rfind("\n", 0, start) + 1) if start - before < _LEAD else start


_ENDS = {"references": ("references", "outside"), "maybe": ("references",), "outside": ("references",)}
"""By kind of heading: what a line that is no heading must say to end the part below it."""


def _find_stop(document: Document, at: int, kind: str) -> int:
    """Number of the first block behind a list or an outside part that does not belong to it."""
    blocks, text = document.blocks, document.text
    own = blocks[at].level
    for n in range(at + 1, len(blocks)):
        block = blocks[n]
        words = block.span.slice(text)[:300]
        if block.kind == "heading":
            other = classify_heading(words)
            if other is not None and not (other == "maybe" and block.level > own > 0):
                return n
            if block.level:
                if block.level <= own or not own:
                    return n
                continue
            if _is_prose(document, n + 1) and (kind == "outside" or score_likeness(words) < 1):
                return n
        elif kind == "references" and n == at + 1 and _is_prose(document, n) and _is_preface(document, n):
            continue
        elif classify_heading(words) in _ENDS[kind] or (
            kind != "outside" and (_is_first_note(document, n, at) or _is_prose(document, n))
        ):
            return n
    return len(blocks)


def _is_preface(document: Document, n: int) -> bool:
    """Whether a list begins behind block `n`, a paragraph that says something of it ("We rely on studies …")."""
    following = document.blocks[n + 1 : n + 2]
    return bool(following) and (
        following[0].kind == "item" or score_likeness(following[0].span.slice(document.text)) >= 2
    )


def _is_first_note(document: Document, n: int, heading: int) -> bool:
    """Whether block `n` is the first footnote behind a list of something else: footnotes are a list of their own."""
    before = document.blocks[n - 1]
    return document.blocks[n].kind == "note" and n - 1 > heading and before.kind in ("paragraph", "item")


def _is_prose(document: Document, n: int) -> bool:
    """Whether block `n` is a paragraph of running text."""
    if n >= len(document.blocks):
        return False
    block = document.blocks[n]
    words = block.span.slice(document.text)[:1200]
    return (
        block.kind == "paragraph" and len(words) > 120 and max(score_likeness(words), score_likeness(words[:300])) < 0
    )


def _list_entries(document: Document, span: Span, *, certain: bool) -> list[Entry]:
    """The entries of one list that hold up: under a certain heading all but furniture, else what looks like one."""
    first = bisect_left(document.blocks, span.start, key=lambda b: b.span.start)
    last = bisect_left(document.blocks, span.end, key=lambda b: b.span.start)
    inside = document.blocks[first:last]
    starts = () if document.guessed else tuple(b.span.start for b in inside if b.kind != "heading" and not b.continued)
    preface = (inside[0].span,) if inside and _is_prose(document, first) else ()
    skip = (*preface, *(b.span for b in inside if b.kind == "heading" and _is_subheading(document, b)))
    entries = segment_entries(document.text, span, starts, skip)
    entries = _without_keys(document.text, entries)
    marked = [e if e.marker else replace(e, marker=_anchored(document, e)) for e in entries]
    held = [e for e in marked if _holds_up(document, e, certain=certain)]
    if certain or not held:
        return held
    again = [e for e in marked if e.span > held[0].span and _IBID.match(e.span.slice(document.text))]
    return sorted({*held, *again}, key=lambda e: e.span)


def _without_keys(text: str, entries: list[Entry]) -> list[Entry]:
    """Entries without the labels among them ("Hilton 2014" above "Hilton MP, …")."""
    raws = [e.span.slice(text)[:60] for e in entries]
    return [
        e
        for e, raw, after in zip(entries, raws, [*raws[1:], ""], strict=False)
        if not ((found := _KEY.fullmatch(raw)) and after.startswith(found["name"]))
    ]


def _anchored(document: Document, entry: Entry) -> str | None:
    """The number that the article's links to an entry show, where the entry itself prints none."""
    at = bisect_left(document.blocks, entry.span.start, key=lambda b: b.span.start)
    block = document.blocks[at] if at < len(document.blocks) else None
    return block.marker if block and block.span.start == entry.span.start and not document.guessed else None


def _is_subheading(document: Document, block: Block) -> bool:
    words = block.span.slice(document.text)
    return block.level > 0 or (len(words.split()) <= 3 and not any(c.isdigit() for c in words))


def _holds_up(document: Document, entry: Entry, *, certain: bool) -> bool:
    raw = entry.span.slice(document.text)
    if entry.authors:
        return True
    links = _links_within(document.links, entry.span)
    if any(find_identifiers(link.url) for link in links):
        return True
    if (_JUNK.match(raw) or is_byline(raw) or parse_date(raw)) and score_likeness(raw) < 3:
        return False
    if _IBID.match(raw):
        return certain
    score = score_likeness(raw)
    at = bisect_left(document.blocks, entry.span.start, key=lambda b: b.span.start)
    if at < len(document.blocks) and document.blocks[at].kind == "note" and score < 1:
        return False
    if not certain:
        return score >= 2.5 or (score >= 1.5 and _is_dated_title(raw))
    linked = sum(link.span.end - link.span.start for link in links) > 0.8 * len(raw)
    return (score > -1.5 or linked) and len(raw) >= 8 and any(c.isalpha() for c in raw)


def _is_dated_title(raw: str) -> bool:
    hints = parse_lines(raw, [])
    return hints is not None and len(raw.split()) >= 5


def _unheaded(document: Document, taken: list[Span]) -> list[Entry]:
    """Entries of lists that no heading announces, and footnotes: only what can be nothing else."""
    text = document.text
    closed = sorted(taken)
    run: list[Block] = []
    found: list[Entry] = []

    def close() -> None:
        while run and not _looks_listed(text, run[-1]):
            run.pop()
        if run:
            found.extend(_run_entries(document, run))
        run.clear()

    for block in document.blocks:
        if block.kind in ("heading", "aside") or _overlaps(block.span, closed):
            if block.kind == "heading" and run and _is_dated_title(block.span.slice(text)):
                continue
            close()
        elif _looks_listed(text, block, within=bool(run)):
            run.append(block)
        else:
            close()
    close()
    return found


def _parenthesised(document: Document, closed: list[Span]) -> list[Entry]:
    """Whole entries within running text, in brackets or without."""
    spans = sorted(closed)
    found: list[Entry] = []
    for matches in (_IN_BRACKETS.finditer(document.text), find_in_prose(document.text)):
        likely = [m for m in matches if starts_with_author(m[1]) and score_likeness(m[1]) >= _IN_TEXT]
        own = [span for m in likely if not _overlaps(span := Span(*m.span(1)), spans)]
        found += map(Entry, own)
        spans = sorted((*spans, *own))
    return found


def _looks_listed(text: str, block: Block, *, within: bool = False) -> bool:
    """Whether a block can be nothing but a part of a list; `within`: of a list that has begun above it."""
    least = 1.5 if within else _SURE
    raw = block.span.slice(text)[:2000]
    if block.kind == "note":
        return score_likeness(raw) >= 2.0
    lines = raw.split("\n")
    if len(lines) > 2 and sum(is_person(x[m.end() :]) for x in lines if (m := BULLET.match(x))) >= 2:
        return True
    if block.kind == "item" and is_person(raw):
        return True
    first = lines[0] if len(lines) > 3 and score_likeness(lines[0]) >= least else raw[:700]
    fits = block.kind == "item" or begins_like_entry(first) or (within and has_year(first))
    return fits and score_likeness(first) >= least


def _run_entries(document: Document, run: list[Block]) -> list[Entry]:
    """Entries of blocks that make a list. Where most are surely entries, the others need less to be taken for some."""
    text = document.text
    line = text.rfind("\n", 0, run[0].span.start) + 1
    lead = text[line : run[0].span.start]
    start = line if len(lead) < 12 else run[0].span.start
    starts = () if document.guessed else tuple(b.span.start for b in run if not b.continued)
    entries = segment_entries(text, Span(start, run[-1].span.end), starts)
    entries = [e if e.marker else replace(e, marker=_anchored(document, e)) for e in entries]
    scores = [score_likeness(e.span.slice(text)) for e in entries]
    noted = any(b.kind == "note" for b in run)
    sure = sum(s >= _SURE for s in scores)
    least = 1.0 if sure >= 3 and 2 * sure >= len(entries) else 2.0 if noted else 3.0
    kept = [(e, s) for e, s in zip(entries, scores, strict=True) if e.authors or s >= least]
    lone = len(kept) == 1 and not kept[0][0].authors and run[0].kind != "note"
    return [e for e, s in kept if not lone or s >= _LONE]


def _overlaps(span: Span, spans: list[Span]) -> bool:
    at = bisect_right(spans, span.end - 1, key=lambda s: s.start) - 1
    return any(s.start < span.end and span.start < s.end for s in spans[max(0, at - 3) : at + 1])


def _make_reference(document: Document, entry: Entry) -> Reference:
    raw = entry.span.slice(document.text)
    ordered = put_authors_first(raw)
    printed = unwrap_entry(ordered)
    title = entry.title.slice(document.text) if entry.title else ordered
    authors = [a.slice(document.text) for a in entry.authors]
    hints = parse_lines(title, authors)
    identifiers: tuple[Identifier, ...] = find_identifiers(printed)
    if hints is None:
        parsed = parse_reference(printed if not authors else unwrap_entry(title))
        hints = parsed.hints
        identifiers = tuple(dict.fromkeys((*parsed.identifiers, *identifiers)))
        if authors:
            listed = parse_lines("x 2000", authors)
            hints = replace(hints, authors=listed.authors if listed else hints.authors)
    links = _links_within(document.links, entry.span)
    behind = tuple(i for link in links for i in find_identifiers(link.url))
    url = hints.url or next((x.url for x in links if _is_own_address(x, document.text, printed)), None)
    return Reference(
        "", raw, entry.span, replace(hints, url=url), entry.marker, tuple(dict.fromkeys((*identifiers, *behind)))
    )


def _is_own_address(link: Link, text: str, printed: str) -> bool:
    """Whether a link in an entry leads to the thing itself: not to PubMed or a search, and not cut by a line end."""
    words = link.span.slice(text)
    if find_identifiers(link.url):
        return False
    if words != link.url:
        return TOOLS.fullmatch(words) is None
    return not printed.partition(words)[2][:1].isalnum()


def unwrap_entry(raw: str) -> str:
    """An entry on one line; words, DOIs and addresses that a line end broke are whole again."""
    return " ".join(join_lines(raw.split("\n")).split()) if "\n" in raw else raw


def _links_within(links: tuple[Link, ...], span: Span) -> tuple[Link, ...]:
    first = bisect_left(links, span.start, key=lambda x: x.span.start)
    last = bisect_left(links, span.end, key=lambda x: x.span.start)
    return links[first:last]


def _resolve_ibid(references: list[Reference]) -> list[Reference]:
    """ "Ibid." says what the entry before it says, and "———" names its authors."""
    out: list[Reference] = []
    for reference in references:
        if out and len(reference.raw) < 60 and _IBID.match(reference.raw):
            out.append(replace(reference, hints=out[-1].hints, identifiers=out[-1].identifiers))
        elif out and _SAME_AUTHORS.match(reference.raw) and not reference.hints.authors:
            out.append(replace(reference, hints=replace(reference.hints, authors=out[-1].hints.authors)))
        else:
            out.append(reference)
    return out


def _linked(document: Document, listed: list[Reference], outside: list[Span]) -> list[Reference]:
    """Papers that only a link or a printed identifier in the running text names."""
    known = {i for r in listed for i in r.identifiers}
    closed = sorted([*outside, *(r.span for r in listed)])
    found: list[Reference] = []
    candidates = [(link.span, link.url) for link in document.links]
    candidates += [(Span(m.start(), m.end()), m.group()) for m in _PRINTED.finditer(document.text)]
    for span, target in sorted(candidates):
        identifiers = find_identifiers(target) if not found or span.start >= found[-1].span.end else ()
        if not identifiers or known.issuperset(identifiers) or _overlaps(span, closed):
            continue
        known.update(identifiers)
        raw = span.slice(document.text)
        if raw == target:
            raw = raw.rstrip(".,;:)]") if raw.count("(") < raw.count(")") else raw.rstrip(".,;:]")
        url = target if target.startswith("http") and raw != target else None
        number = re.fullmatch(r"\[?(\d{1,4})\]?", raw)
        own = Span(span.start, span.start + len(raw))
        found.append(Reference("", raw, own, Hints(url=url), number[1] if number else None, identifiers))
    return found
