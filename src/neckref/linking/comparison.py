"""Comparison: a claim that one intervention does better than another, or no better, and what a passage says of the two.

Such a claim needs a passage that holds the same two against each other; what one does by itself is no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from neckref.linking.frame import INTERVENTIONS, ClaimFrame
from neckref.model import Concept
from neckref.text.vocabulary import Vocabulary

_THAN = re.compile(
    r"\b(?:than|compared (?:with|to)|in comparison (?:with|to)|relative to|versus|vs|superior to|inferior to|"
    r"equivalent to|comparable (?:to|with)|similar to|differ\w* from|as \w+ as)\b",
    re.I,
)
_EQUAL = re.compile(
    r"\bas (?:good|well|effective|safe|much|helpful|beneficial|useful)\w* as\b|"
    r"\b(?:no|not|any) (?:\w+ )?(?:better|worse|more|less|superior|inferior)\b|\bno (?:\w+ ){0,3}differen|"
    r"\b(?:did|do|does|was|were) not (?:\w+ )?differ|\bequal(?:ly)?\b|\bequivalent\b|\bcomparable\b|\bsimilar(?:ly)?\b",
    re.I,
)
_BETTER = re.compile(r"\b(?:better|superior|more effective(?:ly)?|more efficacious|outperform\w*)\b", re.I)
_WORSE = re.compile(r"\b(?:worse|inferior|less effective(?:ly)?)\b", re.I)
_OPENS = 3
"""Letters before words that compare at the very beginning ("Compared with B, A …")."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`first` against `second`, as terms."""

    first: frozenset[str]
    second: frozenset[str]
    sense: str | None
    """How the first does: "better", "worse", "equal"; None where only the outcome tells."""


def read_comparison(text: str, concepts: Sequence[Concept], offset: int = 0) -> Comparison | None:
    """The interventions that a sentence holds against each other; None where it does not, or where they cannot be told
    apart. Spans of the concepts are offsets into the text plus `offset`."""
    acting = sorted((c for c in concepts if c.kind in INTERVENTIONS), key=lambda c: c.span.start)
    sense = "equal" if _EQUAL.search(text) else "better" if _BETTER.search(text) else None
    sense = "worse" if sense is None and _WORSE.search(text) else sense
    for match in _THAN.finditer(text):
        first = [c.term for c in acting if c.span.end <= match.start() + offset]
        second = [c.term for c in acting if c.span.start >= match.end() + offset]
        if not first and match.start() < _OPENS and len(second) > 1:
            first, second = second[1:], second[:1]
        if first and second and not set(first) & set(second):
            return Comparison(frozenset(first), frozenset(second), sense)
    terms = list(dict.fromkeys(c.term for c in acting))
    if sense == "equal" and len(terms) == 2:
        return Comparison(frozenset(terms[:1]), frozenset(terms[1:]), sense)
    return None


def read_claim(frame: ClaimFrame, vocabulary: Vocabulary) -> Comparison | None:
    """What the claim holds against each other; a reader of claims has marked the second as a comparator."""
    terms = vocabulary.terms
    against = [replace(c, kind=terms[c.term].kind) for c in frame.comparators if c.term in terms]
    return read_comparison(frame.claim.text, [*frame.interventions, *against], frame.claim.span.start)


def agree(
    claimed: Comparison,
    text: str,
    concepts: Sequence[Concept],
    senses: tuple[str | None, str | None],
    vocabulary: Vocabulary,
) -> str | None:
    """How a sentence's comparison of the claim's two interventions agrees: "same", "opposite" or "none"; None where it
    makes another one. `senses` are those of claim and sentence where their words of comparison do not tell."""
    found = read_comparison(text, concepts)
    side = compare_sides(claimed, found, vocabulary) if found else 0
    mine, theirs = claimed.sense or senses[0], (found.sense if found else None) or senses[1]
    return compare_outcomes(mine, theirs, side) if side and mine and theirs else None


def rank_sense(sense: str, worth: int) -> str | None:
    """The sense of an effect (`effect.Effect`) on an outcome as one of a Comparison; `worth` is -1 where less of it is
    wanted, 1 where more."""
    value = {"none": 0, "better": 1, "worse": -1, "up": worth, "down": -worth}[sense]
    return "equal" if sense == "none" else {1: "better", -1: "worse"}.get(value)


def compare_sides(claimed: Comparison, found: Comparison, vocabulary: Vocabulary) -> int:
    """1 where the same stands first in both, -1 where the sides are changed, 0 where it is another comparison."""
    if _meet(found.first, claimed.first, vocabulary) and _meet(found.second, claimed.second, vocabulary):
        return 1
    if _meet(found.first, claimed.second, vocabulary) and _meet(found.second, claimed.first, vocabulary):
        return -1
    return 0


def compare_outcomes(claimed: str, found: str, side: int) -> str:
    """ "same", "opposite" or "none" of two senses of a Comparison. Who is said to be no better may be worse."""
    found = {"better": "worse", "worse": "better"}.get(found, found) if side < 0 else found
    if claimed == found or (claimed == "equal" and found == "worse"):
        return "same"
    return "none" if found == "equal" else "opposite"


def _meet(studied: Iterable[str], wanted: Iterable[str], vocabulary: Vocabulary) -> bool:
    wanted = tuple(wanted)
    return any(vocabulary.compare(s, w) in ("same", "narrower") for s in studied for w in wanted)
