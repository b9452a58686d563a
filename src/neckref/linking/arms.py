"""Arms: what the groups of a study had. A difference between groups that all had the claim's intervention, or its
absence, says nothing of it."""

from __future__ import annotations

import re
from itertools import pairwise

from neckref.linking.case import Case, Reading
from neckref.linking.effect import UNTREATED
from neckref.linking.frame import INTERVENTIONS, ClaimFrame, is_root
from neckref.model import Concept
from neckref.text.vocabulary import Vocabulary

_BOTH = re.compile(
    r"\b(?:both|all|either|two|three) (?:\w+ )?(?:groups|arms|interventions|treatments|programs|conditions)\b|"
    r"\b(?:alike|equally|similarly)\b|"
    r"\b(?:high|higher|large|larger|full)[- ](?:dose|intensity|volume)\b[^.;]{0,60}"
    r"\b(?:low|lower|smaller|standard|reduced)\b|"
    r"\b(?:low|lower|small|standard|reduced)[- ](?:dose|intensity|volume)\b[^.;]{0,60}"
    r"\b(?:high|higher|larger|full)\b",
    re.I,
)
"""Groups that all had it, if not as much of it."""
_TOGETHER = re.compile(
    r"\s*(?:plus|\+|combined with|in combination with|together with|added to|in addition to|as an adjunct to)"
    r"\s(?:\w+\s)?",
    re.I,
)
_BESIDE = re.compile(
    r"\b(?:in addition to|added? to|adding \w+ to|add-on to|adjunct\w* to|adjuvant to|on top of)\s(?:\w+\s)?$", re.I
)
_ALONE = re.compile(r"\s+alone\b", re.I)
_DIFFERENCE = re.compile(r"\bdiffer\w*|\bsimilar|\bcomparable|\bequal|\bequivalent|\bbetween\b|\bthan\b", re.I)
_SUBGROUP = re.compile(
    r"\bsubgroup|\bpost[- ]hoc\b|^(?:\w+: )?(?:in|among) (?:\w+ )?(?:older|younger|aged|over|under)\b|"
    r"^(?:\w+: )?(?:in|among) \w+ (?:older|younger|aged|over|under)\b",
    re.I,
)


def had_by_all(case: Case, reading: Reading) -> str | None:
    """Why a difference between the groups says nothing of the claim's intervention: all of them had it."""
    text = reading.candidate.text
    if added := _added(case, reading):
        return f"It was studied together with {added.phrase}."
    if _BOTH.search(text) or _compares_kinds(case.frame, reading.concepts, case.vocabulary):
        return "The passage compares groups that both had the intervention."
    if UNTREATED.search(text):
        return None
    wanted = {w.term for w in case.frame.interventions}
    for candidate, concepts in zip(case.work.candidates, case.work.concepts, strict=True):
        for concept in concepts:
            mine = any(_is_kind(concept.term, w, case.vocabulary) for w in wanted)
            beside = _BESIDE.search(candidate.text[: concept.span.start]) or _ALONE.match(
                candidate.text, concept.span.end
            )
            others = [
                c for c in concepts
                if c.kind in INTERVENTIONS
                and not is_root(c.term, case.vocabulary)
                and not any(_is_kind(c.term, w, case.vocabulary) for w in wanted)
            ]  # fmt: skip
            if mine and beside and others and candidate.role not in ("background", "scope"):
                return f"All groups had {concept.phrase}: {others[0].phrase} was studied."
    return None


def not_against_nothing(case: Case, reading: Reading) -> str | None:
    """Why "no difference" is not "no effect": the other group had something too, or nobody says what it had; or only
    some of the people are spoken of."""
    text = reading.candidate.text
    if _SUBGROUP.search(text) or _SUBGROUP.search(case.work.work.fields.title or ""):
        return "The passage reports no effect, in a part of the people."
    if not _DIFFERENCE.search(text) or UNTREATED.search(text):
        return None
    wanted = {w.term for w in case.frame.interventions}
    acting = [c for c in reading.concepts if c.kind in INTERVENTIONS and not is_root(c.term, case.vocabulary)]
    others = [c for c in acting if not any(_is_kind(c.term, w, case.vocabulary) for w in wanted)]
    told = [c.text for c in case.work.candidates if c.role in ("title", "method", "result")]
    if not others and any(UNTREATED.search(t) for t in told):
        return None
    return "No difference from something else is not no effect."


def _added(case: Case, reading: Reading) -> Concept | None:
    """What stands beside the claim's intervention in the passage as one with it ("calcium plus vitamin D")."""
    wanted = {w.term for w in case.frame.interventions}
    acting = [c for c in reading.concepts if c.kind in INTERVENTIONS]
    for first, second in pairwise(acting):
        if _TOGETHER.fullmatch(reading.candidate.text[first.span.end : second.span.start]):
            pair = [c for c in (first, second) if not any(_is_kind(c.term, w, case.vocabulary) for w in wanted)]
            if len(pair) == 1:
                return pair[0]
    return None


def given_together(frame: ClaimFrame) -> bool:
    """Whether the claim is about two interventions given together ("physiotherapy added to botulinum toxin")."""
    text, offset = frame.claim.text, frame.claim.span.start
    pairs = pairwise(sorted(frame.interventions, key=lambda c: c.span.start))
    return any(_TOGETHER.fullmatch(text[a.span.end - offset : b.span.start - offset]) for a, b in pairs)


def _is_kind(term: str, wanted: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.compare(term, wanted) in ("same", "narrower")


def _compares_kinds(frame: ClaimFrame, concepts: tuple[Concept, ...], vocabulary: Vocabulary) -> bool:
    """Two different kinds of the claim's intervention in one sentence: one was the other's comparator."""
    kinds = {
        c.term
        for c in concepts
        for wanted in frame.interventions
        if vocabulary.compare(c.term, wanted.term) == "narrower"
    }
    return len(kinds) > 1
