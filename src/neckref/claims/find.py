"""Sentences of an article → its claims and attributions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from neckref.claims.attributions import Mention, find_mentions, resolve
from neckref.claims.carry import (
    Context,
    ReadSentence,
    acting_after,
    goes_on_about_harm,
    inherit,
    is_effect,
    narrow,
    within,
)
from neckref.claims.concepts import find_claim_concepts, find_population, find_subject
from neckref.claims.contained import find_contained, find_purpose
from neckref.claims.direction import find_direction, is_hedged
from neckref.claims.forms import decide_form, first_word, says_nothing
from neckref.claims.kinds import decide_kind, is_assertion
from neckref.claims.markers import Marker, ReferenceIndex, find_markers
from neckref.claims.split import Part, is_clause, split_clauses, split_effects, trim
from neckref.claims.words import MODALS, NOT_ONLY
from neckref.model import Attribution, Claim, Link, Reading, Sentence, Span
from neckref.text.vocabulary import Vocabulary

LONGEST = 2_000
"""Characters of a sentence, over twice what people write; a longer one lacks its full stops and would take minutes."""
_WARNING = re.compile(r"\b(?:not|never|avoid|stop|skip|n['’]t)\b[^.]*\b(?:because|since|as)\s*$", re.I)
_CONTRAST = re.compile(r";|\b(?:but|yet|however)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A part with its form, before it becomes a claim. Offsets into the sentence."""

    part: Part
    form: str | None
    warns: bool = False
    """It is the reason of a warning ("Do not …, because …")."""


def find_claims(reading: Reading, vocabulary: Vocabulary) -> Reading:
    """The reading with `claims` and `attributions` in reading order, found sentence by sentence.

    Every sentence that says something a study could bear on gives at least one claim; advice and instructions are
    kept as claims that are not checkable, and what they say of the world is a claim of its own span. Questions,
    navigation and lead-ins give none, nor do sentences longer than `LONGEST`, which a note of the article counts. For
    each claim and attribution `span.slice(article.text) == text`.
    """
    article = reading.article
    subject = find_subject(article, vocabulary)
    kinds = [c.kind for c in vocabulary.find_concepts(article.title)]
    default = next((k for k in kinds if k in ("exercise", "treatment")), "definition")
    context = Context(vocabulary, ReferenceIndex(reading.references), subject, default)
    links = sorted(article.links, key=lambda link: link.span)
    listed = {r.span for r in reading.references}
    linked = listed & {link.span for link in links}
    entries = sorted(listed - linked)
    paragraphs = Counter(s.paragraph for s in article.sentences)
    sentences = [s for s in article.sentences if s.span.end - s.span.start <= LONGEST]
    for sentence in sentences:
        # Linked words are a reference in running text ("a 2010 review"), unless they are all the paragraph has.
        alone = sentence.span in linked and paragraphs[sentence.paragraph] == 1
        if not alone and not _overlaps(sentence.span, entries):
            inside = _starting_in(sentence.span, links)
            _read_sentence(article.text, sentence, inside, context)
    if left_out := len(article.sentences) - len(sentences):
        count = "One stretch" if left_out == 1 else f"{left_out:,} stretches"
        note = f"{count} of more than {LONGEST:,} characters without a full stop: not read for claims."
        article = replace(article, notes=(*article.notes, note))
    return replace(reading, article=article, claims=tuple(context.claims), attributions=tuple(context.attributions))


def _read_sentence(article: str, sentence: Sentence, links: Sequence[Link], context: Context) -> None:
    if sentence.paragraph != context.paragraph:
        context.paragraph, context.population, context.source = sentence.paragraph, (), ()
    text = sentence.span.slice(article)
    if says_nothing(text):
        return
    offset = sentence.span.start
    read = ReadSentence(
        text=text,
        offset=offset,
        section=sentence.section,
        mentions=find_mentions(text, context.vocabulary, context.index),
        markers=find_markers(text, context.index, links, offset),
        concepts=find_claim_concepts(text, context.vocabulary, offset),
    )
    made: list[Claim] = []
    for statement in _statements(read, context.vocabulary):
        claim = _claim(read, statement, context)
        if claim is not None:
            made.append(claim)
    made.sort(key=lambda c: (c.span.start, -c.span.end))
    numbered = [replace(c, id=f"claim-{len(context.claims) + n}") for n, c in enumerate(made, 1)]
    _attribute(read, numbered, context)
    context.claims += numbered


def _statements(read: ReadSentence, vocabulary: Vocabulary) -> Iterator[_Statement]:
    for segment in _segments(read.text, read.mentions):
        said: list[Part] = []
        for clause in split_clauses(read.text, segment.start, segment.end):
            form = _form(read, clause)
            if form is None:
                said += split_effects(read.text, clause)
                continue
            yield from _told(read, clause, form, vocabulary)
            yield from _stated(read, said, vocabulary)
            said = []
        yield from _stated(read, said, vocabulary)


def _stated(read: ReadSentence, parts: Sequence[Part], vocabulary: Vocabulary) -> Iterator[_Statement]:
    for part in _join(read, parts, vocabulary):
        yield _Statement(part, None, _WARNING.search(read.text, 0, part.start) is not None)


def _told(read: ReadSentence, clause: Part, form: str, vocabulary: Vocabulary) -> Iterator[_Statement]:
    """Advice or an instruction, and what it says of the world on the side."""
    own = within(read.concepts, clause, read.offset)
    # "Stretch daily to reduce stiffness" claims as a whole; what is told is its first part.
    purpose = find_purpose(read.text, clause, own, read.offset)
    told = trim(read.text, Part(clause.start, purpose)) if purpose is not None else clause
    if told is not None:
        yield _Statement(told, form)
    inner = find_contained(read.text, clause, own, read.offset)
    yield from _stated(read, inner, vocabulary)


def _join(read: ReadSentence, parts: Sequence[Part], vocabulary: Vocabulary) -> list[Part]:
    """Parts that share the subject of the one before go with it, so that a claim can be read by itself; apart stays
    what says the contrary, what is sure or unsure where the other is not, and what has a citation of its own."""
    joined: list[Part] = []
    for part in parts:
        if joined and part.inherits and not _stands_apart(read, joined[-1], part, vocabulary):
            joined[-1] = Part(joined[-1].start, part.end, joined[-1].inherits)
        else:
            joined.append(part)
    return joined


def _stands_apart(read: ReadSentence, before: Part, part: Part, vocabulary: Vocabulary) -> bool:
    if NOT_ONLY.search(read.text, before.start, before.end):
        return False
    if _CONTRAST.search(read.text, before.end, part.start):
        return True
    if any(before.start <= m.span.start < part.start for m in read.markers):
        return True
    words, earlier = read.text[part.start : part.end], read.text[before.start : before.end]
    if first_word(words) in MODALS and is_hedged(words) != is_hedged(earlier):
        return True
    acting = [
        c for c in read.concepts if c.kind in ("exercise", "treatment") and c.span.end <= read.offset + part.start
    ]
    ways = [
        find_direction(text, [*extra, *within(read.concepts, p, read.offset)], vocabulary, read.offset + p.start)
        for text, p, extra in ((earlier, before, ()), (words, part, acting))
    ]
    return any((ways[0] == way) != (ways[1] == way) for way in ("harms", "no change")) and ways[1] is not None


def _form(read: ReadSentence, clause: Part) -> str | None:
    words = read.text[clause.start : clause.end]
    advised = any(m.advises and clause.start <= m.span.start < clause.end for m in read.mentions)
    if advised:
        return "advice"
    return decide_form(words, within(read.concepts, clause, read.offset), subject=clause.inherits)


def _claim(read: ReadSentence, statement: _Statement, context: Context) -> Claim | None:
    part, vocabulary = statement.part, context.vocabulary
    words = read.text[part.start : part.end]
    own = within(read.concepts, part, read.offset)
    concepts = own if statement.form else (*inherit(read, part, own, context), *own)
    start = read.offset + part.start
    direction = find_direction(words, concepts, vocabulary, start)
    if statement.form is None and (says_nothing(words, part=True) or not is_assertion(words, concepts, direction)):
        return None
    if statement.form is not None and words.rstrip().endswith(":"):
        return None
    kind = statement.form or decide_kind(words, concepts, direction, context.default_kind)
    if statement.form is None and direction not in ("improves", "reduces", "no change"):
        kind = "harm" if statement.warns or goes_on_about_harm(words, kind, read, context) else kind
    context.kind = kind
    about = [c for c in concepts if not (kind == "harm" and is_effect(c, read))]
    population = find_population(about, context.population or context.subject, vocabulary)
    if not context.population:  # the paragraph's first claim says whom it is about
        context.population = narrow(population, context)
    context.acting = acting_after(read, statement.form, concepts, context)
    markers = _marked(part, read)
    return Claim(
        id="",
        text=words,
        span=Span(start, read.offset + part.end),
        section=read.section,
        kind=kind,
        checkable=statement.form is None,
        concepts=concepts,
        direction=direction if kind in ("exercise", "treatment", "harm", "cause") else None,
        hedged=statement.form is None and is_hedged(words),
        population=population,
        markers=tuple(m.text for m in markers),
        references=tuple(dict.fromkeys(r for m in markers for r in m.references)),
    )


def _segments(text: str, mentions: Sequence[Mention]) -> list[Part]:
    """Stretches of a sentence between attributions that can be taken out of it."""
    segments: list[Part] = []
    start = 0
    for mention in mentions:
        if mention.side == "before":
            rest = text[mention.span.end :].strip(" .,;!?”\"'’)")
            if rest and not is_clause(text, mention.span.end, len(text)) and not rest[:1].isupper():
                continue  # in the middle of what is said
            if not is_clause(text, start, mention.span.start) and rest:
                continue
            segments.append(Part(start, mention.span.start))
            start = mention.span.end
        elif mention.side == "after" and mention.cut is not None:
            lead = text[start : mention.span.start].strip(" ,")
            if lead and is_clause(text, start, mention.span.start):
                segments.append(Part(start, mention.span.start))
            start = mention.cut
    segments.append(Part(start, len(text)))
    return [t for s in segments if (t := trim(text, s)) is not None]


def _attribute(read: ReadSentence, claims: Sequence[Claim], context: Context) -> None:
    """Attributions of the mentions, of names in the sentence that a reference answers to, and of author-year markers
    that none answers to."""
    loose = [m for m in read.markers if m.authors and (m.narrative or not m.references)]
    named = [
        Mention(m.span, m.text, "after" if m.narrative else "before")
        for m in loose
        if not any(s.span.start < m.span.end and m.span.start < s.span.end for s in read.mentions)
    ]
    for mention in sorted([*read.mentions, *named], key=lambda m: m.span):
        ids = resolve(mention, read.markers, read.concepts, context.index, context.vocabulary)
        if not ids and mention.definite:
            ids = context.source
        context.source = ids
        span = Span(mention.span.start + read.offset, mention.span.end + read.offset)
        context.attributions.append(
            Attribution(
                id=f"attribution-{len(context.attributions) + 1}",
                text=mention.span.slice(read.text),
                span=span,
                claim=_nearest(span, mention.side, claims, context),
                status="resolved" if ids else "dangling",
                reference=ids[0] if ids else None,
            )
        )


def _nearest(span: Span, side: str, claims: Sequence[Claim], context: Context) -> str | None:
    """Id of the claim an attribution is made for: that around it, else the nearest on its side, else the one before."""
    around = [c for c in claims if c.span.contains(span)]
    if around:
        return around[0].id
    before = [c for c in claims if c.span.end <= span.start]
    after = [c for c in claims if c.span.start >= span.end]
    if side == "after" and after:
        return after[0].id
    if before:
        return before[-1].id
    if after:
        return after[0].id
    return context.claims[-1].id if context.claims and side == "before" else None


def _marked(part: Part, read: ReadSentence) -> tuple[Marker, ...]:
    """Markers inside a part; where it has none, those of the attribution beside it ("…, a 2008 trial [3] found"), else
    those at the sentence's end, which count for it too."""
    inside = tuple(m for m in read.markers if part.start <= m.span.start < part.end)
    if inside:
        return inside
    beside = [
        mention.span
        for mention in read.mentions
        if (mention.side == "before" and not _words_between(read.text, part.end, mention.span.start))
        or (mention.side == "after" and not _words_between(read.text, mention.cut or mention.span.end, part.start))
    ]
    attributed = tuple(m for m in read.markers if any(s.start <= m.span.start < s.end for s in beside))
    if attributed:
        return attributed
    tail = len(read.text.rstrip(" .!?)]”\"'"))
    return tuple(m for m in read.markers if m.span.start >= part.end and m.span.end >= tail)


def _words_between(text: str, start: int, end: int) -> bool:
    return end < start or any(c.isalnum() for c in text[start:end])


def _overlaps(span: Span, entries: Sequence[Span]) -> bool:
    """Whether one of the sorted spans, which do not overlap each other, shares text with the span."""
    at = bisect_left(entries, span.end, key=lambda s: s.start)
    return at > 0 and entries[at - 1].end > span.start


def _starting_in(span: Span, links: Sequence[Link]) -> Sequence[Link]:
    """Links of the sorted ones that lie in the span."""
    low = bisect_left(links, span.start, key=lambda link: link.span.start)
    high = bisect_left(links, span.end, key=lambda link: link.span.start)
    return [link for link in links[low:high] if link.span.end <= span.end]
