"""Loose reference strings → Hints: pieces are tagged with fields by a small trained model, then read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from neckref.model import Hints, Identifier, Span
from neckref.text.citations.features import describe_all
from neckref.text.citations.fields import Part, read_hints
from neckref.text.citations.tagger import Weights, load_weights, tag
from neckref.text.citations.tokens import split_tokens
from neckref.text.identifiers import find_identifiers

__all__ = ["ParsedReference", "Part", "parse_reference", "segment_reference"]

LONGEST = 4000
"""Characters of an entry that are read; no real one is longer."""


@dataclass(frozen=True, slots=True)
class ParsedReference:
    """What could be read out of one loose entry."""

    hints: Hints
    identifiers: tuple[Identifier, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)
    """By name of each field of `hints` that is set: 0 to 1, the marginal probability of its least certain piece."""
    parts: tuple[Part, ...] = ()
    """Fields as spans of the raw string, in reading order: "author", "title", "journal", "container", "date", …"""
    marker: str | None = None
    """The number or label printed before the entry, without brackets."""


def parse_reference(raw: str) -> ParsedReference:
    """Fields of one entry in any style. Never raises; a string that holds nothing gives empty hints.

    Time is linear in the length; characters after the first 4,000 are not read.
    """
    text = raw[:LONGEST]
    parts = segment_reference(text)
    identifiers = find_identifiers(text)
    hints, confidence = read_hints(text, parts, identifiers)
    number = next((p.span.slice(text) for p in parts if p.field == "number"), "")
    return ParsedReference(hints, identifiers, confidence, parts, number.strip("[](){}., ") or None)


def segment_reference(text: str, weights: Weights | None = None) -> tuple[Part, ...]:
    """Fields of one entry as spans of it, in order."""
    tokens = split_tokens(text)
    parts: list[Part] = []
    tagged = tag(describe_all(tokens), weights or load_weights())
    for token, (name, begins, certain) in zip(tokens, tagged, strict=True):
        last = parts[-1] if parts else None
        if last is not None and not begins and last.field == name:
            parts[-1] = Part(name, Span(last.span.start, token.end), min(last.confidence, certain))
        else:
            parts.append(Part(name, Span(token.start, token.end), certain))
    return tuple(parts)
