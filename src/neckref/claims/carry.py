"""What one part of a text leaves unsaid because another has said it: what acts, of whom, of what harm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from neckref.claims.attributions import Mention
from neckref.claims.forms import first_word
from neckref.claims.markers import Marker, ReferenceIndex
from neckref.claims.split import Part
from neckref.claims.words import EFFECTS, PRONOUNS, find_words
from neckref.model import Attribution, Claim, Concept
from neckref.text.vocabulary import Vocabulary

_ACTING = ("exercise", "treatment")
_OF_BEFORE = re.compile(
    r"(?:(?:the|its|most|more|very|high|higher|low|lower|large|common|possible|other|serious|rare|mild|usual|typical|"
    r"starting|main)\s){0,4}"
    r"(?:side[\s-]effects?|adverse\s\w+|risks|complications|doses?|dosage|benefits|difference|effects?)\b",
    re.I,
)
"""Openings that speak of the exercise or treatment of the sentence before."""
_FOLLOWS = re.compile(
    r"\b(?:caus(?:e|es|ed|ing)|lead(?:s|ing)?\sto|risks?\s(?:of|such\sas)|results?\sin|triggers?|complications?)\b",
    re.I,
)
_POINTS = re.compile(r"\b(?:it|them|both|these)\b", re.I)
_THAT_IT = re.compile(r"\b(?:that|whether|if)\s(?:it|they)\b", re.I)
_SAYS_ONLY = re.compile(
    r"(?:(?:another|one|a\ssecond|a\sfurther|other|two\sother)\s(?:\w+\s){0,2}(?:trials?|study|studies|reviews?)\b|"
    r"(?:great|good|ideal|perfect|excellent)\sfor\b|no\s(?:benefit|effect|difference|improvement)\b)",
    re.I,
)
"""Openings of what is said without naming what acts: "Another trial showed no benefit"."""
_OF_DISEASE = re.compile(
    r"^(?:this|these|such|both)\s(?:\w+\s)?(?:conditions?|disorders?|diseases?|syndromes?|symptoms?|problems?|muscles?|pains?|"
    r"people|patients|injur\w+|children|adults)\b|^it\s(?:is|was|may\sbe)\s(?:\w+\s){0,4}(?:condition|disorder|disease|"
    r"syndrome|important|best)\b",
    re.I,
)
"""A pronoun that stands for a disease, for people or for nothing."""
_OF_HARM = re.compile(
    r"(?:they|these|this|the most (?:common|frequent|serious)(?: ones)?)\s(?:\w+\s)?(?:includes?|are)\b|"
    r"(?:it|they|this)\s(?:is|are)\s(?:more|less|most|usually|often|rarely|mostly)\b",
    re.I,
)
"""What goes on about the harm that was named before."""
_HARM_SECTION = re.compile(r"\b(?:risks?|side[\s-]effects?|complications?|dangers?|harms?|safety|adverse)\b", re.I)


@dataclass(slots=True)
class Context:
    """What carries over from sentence to sentence."""

    vocabulary: Vocabulary
    index: ReferenceIndex
    subject: tuple[str, ...]
    default_kind: str
    paragraph: int = -1
    population: tuple[str, ...] = ()
    """Of the paragraph so far."""
    acting: tuple[Concept, ...] = ()
    """Exercises and treatments of the claim before."""
    source: tuple[str, ...] = ()
    """References of the attribution before, in the same paragraph."""
    kind: str = ""
    """Of the claim before."""
    claims: list[Claim] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence with what was found in it. Offsets of `mentions` and `markers` are into `text`."""

    text: str
    offset: int
    section: str
    mentions: tuple[Mention, ...]
    markers: tuple[Marker, ...]
    concepts: tuple[Concept, ...]
    """Spans are offsets into the article."""


def inherit(read: ReadSentence, part: Part, own: Sequence[Concept], context: Context) -> tuple[Concept, ...]:
    """Exercises and treatments that act in a part without naming them: those named before it in the sentence, or
    those of the claim before where the part opens with a pronoun."""
    if any(c.kind in _ACTING for c in own):
        return ()
    before = tuple(c for c in read.concepts if c.span.end <= read.offset + part.start and c.kind in _ACTING)
    words = read.text[part.start : part.end]
    unsaid = any(c.kind == "comparator" for c in own) or _begins_with_verb(words, own, read.offset + part.start)
    if before and (part.inherits or unsaid or _POINTS.search(words)):
        return before
    spoken = read.text if part.inherits else words
    opens = first_word(spoken).partition("'")[0] in PRONOUNS or _THAT_IT.search(words) or _SAYS_ONLY.match(words)
    if (opens and not _OF_DISEASE.search(spoken)) or _OF_BEFORE.match(words):
        return context.acting
    return ()


def _begins_with_verb(words: str, own: Sequence[Concept], start: int) -> bool:
    """Whether the part does something of which no concept is the subject: "but repeated shots may …"."""
    verb = next((w for w in find_words(words) if w.text in EFFECTS), None)
    return verb is not None and all(c.span.start >= start + verb.start for c in own)


def is_effect(concept: Concept, read: ReadSentence) -> bool:
    """Whether a condition is what is said to follow ("may lead to osteoporosis"), not who is spoken of."""
    at = concept.span.start - read.offset
    return (
        concept.kind == "condition"
        and _FOLLOWS.search(read.text, 0, max(at, 0)) is not None
        and not read.text[:at].endswith("with ")
    )


def narrow(population: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """Without a wider word for the article's subject: "the torticollis" on a page about spasmodic torticollis."""
    wider = {a for t in context.subject for a in context.vocabulary.ancestors(t)}
    if any(context.vocabulary.terms[t].kind == "population" and t not in context.subject for t in population):
        return population
    kept = tuple(t for t in population if t not in wider)
    return kept or context.subject


def within(concepts: Iterable[Concept], part: Part, offset: int) -> tuple[Concept, ...]:
    return tuple(c for c in concepts if part.start <= c.span.start - offset and c.span.end - offset <= part.end)


def acting_after(
    read: ReadSentence, form: str | None, concepts: Sequence[Concept], context: Context
) -> tuple[Concept, ...]:
    """What "this" stands for in the next sentence. After an instruction it is the exercise that is being taught."""
    named = tuple(c for c in concepts if c.kind in _ACTING)
    if form is None:
        return named or context.acting
    named = named or tuple(c for c in read.concepts if c.kind in _ACTING)
    return named or tuple(c for c in context.acting if c.kind == "exercise")


def goes_on_about_harm(words: str, kind: str, read: ReadSentence, context: Context) -> bool:
    """Whether a part of no direction is about a harm by what stands around it: a heading, or the claim before."""
    if context.kind == "harm" and _OF_HARM.match(words):
        return True
    return kind in ("definition", "cause") and _HARM_SECTION.search(read.section) is not None
