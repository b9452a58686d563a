"""Papers that may bear on a claim, in the order in which somebody should look at them. Nothing here is evidence yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from neckref.linking.cited import judge_claim
from neckref.linking.frame import ClaimFrame, WorkFrame, extend_vocabulary, frame_claim, frame_work, is_root
from neckref.linking.level import Level, judge_level
from neckref.model import Claim, Concept, Evidence, Work
from neckref.text.vocabulary import Vocabulary

_SHARED = {"intervention": 0.4, "condition": 0.3, "outcome": 0.15}
"""What sharing a concept adds to a score whose textual part is at most 1."""
_LEVELS = {"systematic review": 0.25, "randomised trial": 0.2, "controlled": 0.1, "cohort": 0.05}
"""Reviews and trials first (the pyramid of evidence-based medicine)."""
_BEARS = {"supports": 0.4, "disputes": 0.4, "partly supports": 0.3}
"""What says something on the claim, for or against it, comes before what only names its subject."""
_PROTOCOL, _RETRACTED = -0.4, -1.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One paper to look at, and why it is here."""

    work: Work
    score: float
    """Higher is better; comparable within one search only."""
    why: tuple[str, ...]
    level: Level
    evidence: Evidence | None
    """What the linker would say of it; None where it sees no bearing."""


def suggest_works(
    claim: Claim, works: Iterable[Work], scores: Mapping[str, float], vocabulary: Vocabulary, limit: int
) -> tuple[Suggestion, ...]:
    """The best `limit` of the works that a search found (`scores`: work id → BM25)."""
    vocabulary = extend_vocabulary(vocabulary, [claim])
    frame = frame_claim(claim, vocabulary)
    best = max(scores.values(), default=0.0) or 1.0
    found = [_suggest(frame, work, scores[work.id] / best, vocabulary) for work in works if work.id in scores]
    return tuple(sorted(found, key=lambda s: (-s.score, s.work.id))[:limit])


def _suggest(frame: ClaimFrame, work: Work, textual: float, vocabulary: Vocabulary) -> Suggestion:
    studied, level = frame_work(work, vocabulary), judge_level(work.fields)
    score, why = textual, []
    for name, mine in (
        ("intervention", frame.interventions),
        ("condition", frame.people.terms),
        ("outcome", frame.outcomes),
    ):
        shared = _shared(mine, studied, vocabulary)
        if shared:
            score += _SHARED[name]
            why.append(f"same {name}: {', '.join(shared)}")
    score += _LEVELS.get(level.level, 0.0)
    if level.level in _LEVELS:
        why.append(level.level + (f", n = {level.n}" if level.n else ""))
    if level.protocol:
        score += _PROTOCOL
        why.append("protocol or registration: no results yet")
    if work.retraction is not None:
        score += _RETRACTED
        why.append("retracted")
    evidence = judge_claim(frame, studied, level, vocabulary)
    score += _BEARS.get(evidence.relation, 0.0) if evidence else 0.0
    return Suggestion(work, round(score, 4), tuple(why or ["the same words"]), level, evidence)


def _shared(mine: Iterable[Concept], studied: WorkFrame, vocabulary: Vocabulary) -> list[str]:
    """Phrases of the claim whose term, or a kind of it, the work is about."""
    theirs = {c.term for c in (*studied.subject, *studied.people.terms, *(c for p in studied.concepts for c in p))}
    return list(
        dict.fromkeys(
            c.phrase
            for c in mine
            if not is_root(c.term, vocabulary)
            and any(vocabulary.compare(t, c.term) in ("same", "narrower") for t in theirs)
        )
    )
