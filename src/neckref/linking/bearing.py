"""Bearing: whether a work bears on a claim at all, and by which passage."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neckref.linking.agreement import relate
from neckref.linking.case import Case, Reading
from neckref.linking.directness import judge_intervention, judge_outcome, judge_population, measures_activity
from neckref.linking.frame import INTERVENTIONS, ClaimFrame, WorkFrame, find_regions, is_root
from neckref.linking.level import Level
from neckref.linking.passages import Candidate
from neckref.linking.unspoken import find_unspoken, find_wanted
from neckref.model import Aspect, Concept, Directness
from neckref.text.vocabulary import Vocabulary

_ARMS = re.compile(r"\b(?:groups?|arms?|intervention|treatment|training|program(?:me)?|exercises?|therapy)\b", re.I)
_ROLE_WEIGHT = {"result": 1.0, "conclusion": 0.9, "title": 0.5, "method": 0.4, "background": 0.1}


@dataclass(frozen=True, slots=True)
class Bearing:
    """One passage against one claim."""

    candidate: Candidate
    relation: str
    directness: Directness
    score: float
    reason: str


def judge_work(frame: ClaimFrame, work: WorkFrame, level: Level, vocabulary: Vocabulary) -> Bearing | None:
    """The strongest bearing of the work's passages on the claim; None where the work does not bear on it: it must
    share a specific intervention, or a general one together with a body region or the people, or (for a claim
    without intervention) the condition and an outcome."""
    if not _related(frame, work, vocabulary):
        return None
    case = Case(frame, work, level, judge_population(frame.people, work.people, vocabulary), vocabulary)
    bearings = [
        _judge_passage(case, candidate, concepts)
        for candidate, concepts in zip(work.candidates, work.concepts, strict=True)
        if candidate.role not in ("scope", "protocol")
    ]
    order = {"supports": 4, "disputes": 3, "partly supports": 2, "unclear": 1, "mentions": 0}
    best = max(bearings, key=lambda b: (order[b.relation], b.score), default=None)
    opposed = {b.relation for b in bearings} & {"supports", "disputes"}
    if best is not None and len(opposed) == 2:
        return Bearing(
            best.candidate, "unclear", best.directness, best.score, "Its passages speak for and against the claim."
        )
    return best


def _related(frame: ClaimFrame, work: WorkFrame, vocabulary: Vocabulary) -> bool:
    regions_meet = bool(frame.named_regions & work.regions or work.named_regions & frame.regions)
    apart = bool(frame.regions) and bool(work.regions) and not frame.regions & work.regions
    people_meet = any(
        vocabulary.compare(a.term, b.term) != "other"
        for a in frame.people.terms
        for b in work.people.terms
        if a.kind == b.kind == "condition"
    )
    if frame.interventions:
        studied = [c for c in work.subject if c.kind in INTERVENTIONS and not is_root(c.term, vocabulary)]
        titled = [c for c in work.titled if not is_root(c.term, vocabulary)]
        close = regions_meet or people_meet
        for wanted in frame.interventions:
            hows = {vocabulary.compare(f.term, wanted.term) for f in studied}
            if hows & {"same", "narrower"} and (close or (wanted.term not in frame.broad and not apart)):
                return True
            wider = any(vocabulary.compare(t.term, wanted.term) == "broader" for t in titled)
            if wider and (people_meet or find_regions(titled, vocabulary) & frame.regions):
                return True
        return _titled_alike(frame, work, people_meet, vocabulary)
    outcomes_meet = any(
        vocabulary.compare(a.term, b.term) != "other" for a in frame.outcomes for b in work.subject if a.kind == b.kind
    )
    named = {c.span for c in (*frame.claim.concepts, *frame.people.terms) if c.kind == "condition"}
    says_more = any(o.span not in named for o in frame.outcomes) or find_wanted(frame)
    return people_meet and outcomes_meet and bool(says_more) and not find_unspoken(frame, work)


def _titled_alike(frame: ClaimFrame, work: WorkFrame, people_meet: bool, vocabulary: Vocabulary) -> bool:
    """A claim about exercise as such, and a title about exercise as such with the claim's people or an outcome."""
    tops = {c.term for c in frame.interventions if is_root(c.term, vocabulary)} & {c.term for c in work.titled}
    titled = [c for c in work.titled if c.kind in ("outcome", "condition")]
    outcomes_meet = any(vocabulary.compare(t.term, o.term) != "other" for t in titled for o in frame.outcomes)
    return bool(tops) and (people_meet or outcomes_meet)


def _judge_passage(case: Case, candidate: Candidate, concepts: tuple[Concept, ...]) -> Bearing:
    frame, work, vocabulary = case.frame, case.work, case.vocabulary
    here = tuple(c for c in concepts if c.kind in INTERVENTIONS)
    intervention, met = judge_intervention(frame.interventions, here, vocabulary)
    if intervention.value != "matches" and (not here or intervention.value == "not stated"):
        intervention, met = _from_study(case, candidate, intervention)
    elif intervention.value != "matches" and _is_shorter(case, here):
        titled = tuple(c for c in work.titled if c.kind in INTERVENTIONS)
        intervention, met = judge_intervention(frame.interventions, titled, vocabulary)
    outcome = judge_outcome(frame, concepts, candidate.text, case.population, vocabulary)
    # What the authors of a measurement conclude about strength or relief is what they hope for, not what they measured.
    hoped = case.level.level == "laboratory measurement" and candidate.role == "conclusion"
    if (outcome.value == "not stated" or hoped) and measures_activity(work):
        outcome = judge_outcome(frame, work.subject, work.work.fields.title or "", case.population, vocabulary)
        outcome = outcome if outcome.value == "differs" else Aspect("not stated", outcome.claim_phrase)
    if frame.implied and intervention.value == "matches":
        reason = f"The study is about {intervention.work_phrase}; the claim is about {intervention.claim_phrase}."
        intervention, met = Aspect("differs", intervention.claim_phrase, intervention.work_phrase, reason), ()
    directness = Directness(case.population, intervention, outcome)
    relation, reason = relate(case, Reading(candidate, concepts, met, directness))
    values = {"matches": 1.0, "not stated": 0.4, "differs": 0.2}
    parts = (values[a.value] for a in (case.population, intervention, outcome))
    score = _ROLE_WEIGHT.get(candidate.role, 0.3) * 0.4 + 0.2 * sum(parts)
    return Bearing(candidate, relation, directness, round(min(score, 1.0), 3), reason)


def _is_shorter(case: Case, here: tuple[Concept, ...]) -> bool:
    """Whether all that a passage names are wider terms for what the title names and the claim is about ("botulinum
    toxin" in a study of botulinum toxin type A)."""
    titled = [c for c in case.work.titled if c.kind in INTERVENTIONS]
    wanted = judge_intervention(case.frame.interventions, tuple(titled), case.vocabulary)[0].value == "matches"
    compare = case.vocabulary.compare
    return wanted and all(
        not is_root(c.term, case.vocabulary) and any(compare(c.term, t.term) == "broader" for t in titled) for c in here
    )


def _named_shortly(named: tuple[Concept, ...], text: str) -> bool:
    """Whether a text calls by its first word what the title names in full ("relaxation" for "relaxation training")."""
    firsts = {c.phrase.split()[0].lower() for c in named if " " in c.phrase}
    return bool(firsts & set(re.findall(r"[a-z]{6,}", text.lower())))


def _from_study(case: Case, candidate: Candidate, here: Aspect) -> tuple[Aspect, tuple[Concept, ...]]:
    """A result that speaks of "the training group" is about the intervention in the study's title."""
    work, wanted = case.work, case.frame.interventions
    named = tuple(c for c in work.titled if c.kind in INTERVENTIONS)
    aspect, met = judge_intervention(wanted, named, case.vocabulary)
    if aspect.value != "not stated" and (_ARMS.search(candidate.text) or _named_shortly(named, candidate.text)):
        return aspect, met
    studied = tuple(c for c in work.subject if c.kind in INTERVENTIONS)
    general, _ = judge_intervention(wanted, studied, case.vocabulary)
    if general.value == "matches":
        return Aspect(
            "not stated", general.claim_phrase, general.work_phrase, "The passage itself does not name it."
        ), ()
    return (general if general.value == "differs" else here), ()
