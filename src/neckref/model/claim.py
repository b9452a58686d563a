"""Claim and Attribution: what the article says of the world, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass

from neckref.model.article import Article, Span
from neckref.model.reference import Reference

CLAIM_KINDS = ("exercise", "treatment", "harm", "cause", "prognosis", "definition", "advice", "instruction")
CONCEPT_KINDS = ("exercise", "treatment", "region", "condition", "population", "outcome", "cause", "comparator", "dose")
DIRECTIONS = ("improves", "reduces", "no change", "harms")


@dataclass(frozen=True, slots=True)
class Concept:
    """A phrase of a text that the vocabulary knows. `span` is in the text it was found in."""

    kind: str
    """One of CONCEPT_KINDS."""
    term: str
    """The vocabulary's id of the term ("shoulder-shrug")."""
    phrase: str
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence, or a part of one, that says something of the world."""

    id: str
    """"claim-1", "claim-2", … in reading order."""
    text: str
    span: Span
    section: str
    kind: str
    """One of CLAIM_KINDS."""
    checkable: bool
    """Whether a study could bear on it at all; advice and instructions are not checkable."""
    concepts: tuple[Concept, ...] = ()
    """Spans are offsets into the article."""
    direction: str | None = None
    """One of DIRECTIONS: what the intervention is said to do to the outcome."""
    hedged: bool = False
    """"may", "might", "can help", …"""
    population: tuple[str, ...] = ()
    """Condition and population terms the claim is about: its own, else the article's subject."""
    markers: tuple[str, ...] = ()
    """In-text markers as printed ("[3]", "Andersen et al., 2008")."""
    references: tuple[str, ...] = ()
    """Ids of the references the markers stand for."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """ "According to …": words that name a source for a claim, or whose source is lost."""

    id: str
    """"attribution-1", … in reading order."""
    text: str
    span: Span
    claim: str | None
    """Id of the claim it is made for."""
    status: str
    """"dangling" (the source is lost or matches no reference) or "resolved"."""
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one article says by itself, before anyone is asked."""

    article: Article
    references: tuple[Reference, ...] = ()
    claims: tuple[Claim, ...] = ()
    attributions: tuple[Attribution, ...] = ()
