"""Loose reference strings → Hints: pieces are tagged with fields by a small trained model, then read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from neckref.model import Hints, Identifier, Span
from neckref.text.citations.features import Word, describe, describe_all
from neckref.text.citations.fields import Part, read_hints
from neckref.text.citations.ranking import score_segments, segments_of
from neckref.text.citations.tagger import (
    Lattice,
    Weights,
    build_lattice,
    calibrate,
    find_paths,
    load_weights,
    measure_certainty,
)
from neckref.text.citations.tokens import HOST, split_tokens
from neckref.text.identifiers import find_identifiers, parse_url

__all__ = ["ParsedReference", "Part", "parse_reference", "segment_reference"]

_RESOLVER = re.compile(r"//(?:dx\.)?doi\.org/|ncbi\.nlm\.nih\.gov/", re.I)
LONGEST = 4000
"""Characters of an entry that are read; no real one is longer."""
SURE = 0.95
"""A path whose least certain piece is surer than this is taken without looking at others."""
CANDIDATES = 8
"""Paths that are compared as a whole."""
FAR = 500
"""A path this much worse (in hundredths of a nat) than the best is not looked at again."""


@dataclass(frozen=True, slots=True)
class ParsedReference:
    """What could be read out of one loose entry."""

    hints: Hints
    identifiers: tuple[Identifier, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)
    """By name of each field of `hints` that is set: 0 to 1, how often such a field is right (see docs/parsing.md)."""
    parts: tuple[Part, ...] = ()
    """Fields as spans of the raw string, in reading order: "author", "title", "journal", "container", "date", …"""
    marker: str | None = None
    """The number or label printed before the entry, without brackets."""


def parse_reference(raw: str, weights: Weights | None = None) -> ParsedReference:
    """Fields of one entry in any style. Never raises; a string that holds nothing gives empty hints.

    Time is linear in the length; characters after the first 4,000 are not read. `weights` are the package's own
    unless given.
    """
    text = raw[:LONGEST]
    parts = segment_reference(text, weights)
    identifiers = _find_all_identifiers(text, parts)
    hints, confidence = read_hints(text, parts, identifiers)
    number = next((p.span.slice(text) for p in parts if p.field == "number"), "")
    return ParsedReference(hints, identifiers, confidence, parts, number.strip("[](){}., ") or None)


def _find_all_identifiers(text: str, parts: Sequence[Part]) -> tuple[Identifier, ...]:
    """Identifiers of the entry and, last, its address where that is not one of a DOI, PMID or PMCID."""
    found = find_identifiers(text)
    tagged = [p.span.slice(text) for p in parts if p.field == "url"]
    whole = next((t for t in tagged if "//" in t), None) or next(iter(re.findall(r"https?://\S+", text)), None)
    printed = whole or next(iter(tagged), text)
    address = parse_url(printed) or (parse_url("http://" + printed.strip("(<[ ")) if HOST.match(printed) else None)
    if address is None or _RESOLVER.search(address.value):
        return found
    return (*found, address)


def segment_reference(text: str, weights: Weights | None = None) -> tuple[Part, ...]:
    """Fields of one entry as spans of it, in order."""
    weights = weights or load_weights()
    tokens = split_tokens(text)
    if not tokens:
        return ()
    words = [describe(t.text) for t in tokens]
    lattice = build_lattice(describe_all(tokens, words), weights)
    [(_, path)] = find_paths(lattice, weights, 1)
    certain = measure_certainty(lattice, path, weights)
    if min(certain) < SURE:
        path = choose_path(words, lattice, weights)
        certain = measure_certainty(lattice, path, weights)
    return tuple(
        Part(name, Span(tokens[a].start, tokens[b - 1].end), calibrate(name, min(certain[a:b]), weights))
        for name, a, b in segments_of(path, weights.fields)
    )


def choose_path(words: Sequence[Word], lattice: Lattice, weights: Weights) -> list[int]:
    """The tagger's best path, or one of its next best that makes the better whole."""
    [(top, best), *others] = find_paths(lattice, weights, CANDIDATES)
    others = [(score, path) for score, path in others if top - score < FAR]
    if not others or not weights.marks:
        return best

    def rank(candidate: tuple[int, list[int]]) -> int:
        return candidate[0] + score_segments(segments_of(candidate[1], weights.fields), words, weights.marks)

    return max([(top, best), *others], key=rank)[1]
