"""Agreement: what a passage that bears on a claim says of it, with the reason in one sentence. Strict by design:
support needs a result on the claim's intervention and outcome with the claim's direction, and whatever takes it back,
leaves it open or is said of something else withholds it."""

from __future__ import annotations

import re

from neckref.linking import occurrence
from neckref.linking.arms import given_together, had_by_all, not_against_nothing
from neckref.linking.case import Case, Reading
from neckref.linking.comparison import agree, rank_sense, read_claim
from neckref.linking.directness import is_outcome
from neckref.linking.effect import compare_senses, find_clause, is_hedged, read_effect, valence
from neckref.linking.frame import INTERVENTIONS, ClaimFrame, is_root, widen_regions
from neckref.linking.unspoken import find_unspoken
from neckref.model import Concept, Directness, Span
from neckref.text.vocabulary import Vocabulary

_SENSES = {"improves": "better", "reduces": "down", "harms": "worse", "no change": "none"}
_STRENGTH = re.compile(r"strength|strong|stabil|muscle", re.I)
_COMPARED = re.compile(
    r"\b(?:than|versus|vs\.?|compared (?:with|to)|relative to|rather than|instead of|unlike|except|without|not|nor|"
    r"over|against)\s+(?:(?:by|with|in|after|for|the|a|an|those|of|that|given|taking|getting|treated|assigned|to|on|receiving|using|doing|sham|usual)\s+){0,4}$",
    re.I,
)
"""What stands behind it is what something else was compared with, or what did not do it."""
_OPEN = re.compile(
    r"\b(?:unknown|unclear|uncertain|inconclusive|not (?:yet )?known|remains? to be)\b|"
    r"\b(?:more|further|larger|better) (?:[\w-]+ ){0,3}(?:trials|studies|research|evidence)\b[^.;]{0,20}\b"
    r"(?:needed|required|warranted|necessary)\b",
    re.I,
)
"""Says that nobody knows."""
_FEW = re.compile(
    r"\bin (?:one|two|three|four|five|six|seven|eight|nine|\d{1,2})(?: of \w+)? "
    r"(?:patients?|participants?|people|subjects?|women|men|cases?|children)\b",
    re.I,
)
"""A count of people, and no comparison."""
_TAKEN_BACK = re.compile(
    r"\bnot (?:\w+ )?clinically|\bclinically (?:irrelevant|unimportant|insignificant|trivial)|"
    r"\bof (?:doubtful|uncertain|no) clinical|\bbelow the minim\w+|"
    r"\b(?:smaller|weaker|lesser)\b[^.;]{0,30}\bthan\b|\bonly (?:in|among|when|for)\b|\bhigh risk of bias|"
    r"\b(?:not?|nor|neither)\b[^.;]{0,60}\b(?:placebo|sham)\b|"
    r",[^,;]{0,40}\b(?:was|were|did|does|do|is|are) not\s*\.?$|"
    r"\bbut not\b[^.;]{0,20}\b(?:compared|comparison|than|versus|relative)\b",
    re.I,
)
_LESS = re.compile(r"\b(?:lower|less|fewer|worse|poorer|slower)\b", re.I)
_NO_EFFECT = re.compile(
    r"\bno (?:\w+ ){0,2}(?:effect|change|difference|benefit|improvement|impact)|ineffective|useless|"
    r"(?:n[o']t|never|cannot) (?:\w+ )?(?:affect|change|help|improve|reduce|relieve|prevent|work|treat|cure)",
    re.I,
)
"""Says that something has no effect; "does not make pain worse" says only that it does no harm."""
_UNTIL = re.compile(r"\b(?:times?|days|weeks|months) (?:to|until) (?:\w+ )?$", re.I)
_COMPARING = ("systematic review", "randomised trial", "controlled", "cohort")
"""Designs that can tell an effect from what would have come about anyway."""
_NEAR = 25
"""Letters between a direction word and the condition it is about."""


def relate(case: Case, reading: Reading) -> tuple[str, str]:
    """One of RELATIONS, and why."""
    directness = reading.directness
    if case.level.protocol:
        return "mentions", "A trial protocol reports no results."
    if reading.candidate.role not in ("result", "conclusion"):
        return "mentions", "The passage names the subject and reports no result."
    if directness.intervention.value != "matches":
        return "mentions", directness.intervention.reason or "The passage is not about the claim's intervention."
    if directness.outcome.value == "differs":
        symptom = _symptom(case, reading)
        return _relate_symptom(case, reading, symptom) if symptom else _relate_surrogate(case, directness)
    if not case.frame.outcomes and (compared := read_claim(case.frame, case.vocabulary)):
        how = agree(compared, reading.candidate.text, reading.concepts, (None, None), case.vocabulary)
        if how == "same":
            return _relate_agreement(case, reading, is_hedged(reading.candidate.text))
        return "unclear", "The claim compares two interventions and names no outcome."
    if directness.outcome.value != "matches":
        return "mentions", "The passage does not report the claim's outcome."
    return _relate_effect(case, reading)


def _symptom(case: Case, reading: Reading) -> Concept | None:
    """What the passage reports of a condition that the claim says is relieved, where it is something people feel."""
    frame = case.frame
    if case.population.value != "matches" or any(o.kind != "condition" for o in frame.outcomes):
        return None
    if frame.claim.kind == "cause" or frame.claim.direction not in ("improves", "reduces"):
        return None
    terms = case.vocabulary.terms
    felt = (c for c in reading.concepts if c.kind == "outcome" and c.term in terms)
    return next((c for c in felt if terms[c.term].better and not terms[c.term].surrogate), None)


def _relate_symptom(case: Case, reading: Reading, symptom: Concept) -> tuple[str, str]:
    """Relief of one symptom is a part of what "relieves the disease" says, never all of it; none is no denial."""
    text = reading.candidate.text
    masked = tuple(c.span for c in reading.concepts if c.kind in INTERVENTIONS)
    effect = read_effect(text, symptom.span, masked)
    worth = _worth(symptom, text, case.vocabulary)
    turned = _TAKEN_BACK.search(text) or (worth > 0 and _LESS.search(text))
    if effect is None or effect.hedged or rank_sense(effect.sense, worth) != "better" or turned:
        return "mentions", reading.directness.outcome.reason
    if (
        _OPEN.search(text)
        or _other_subject(case, reading, symptom)
        or had_by_all(case, reading)
        or find_unspoken(case.frame, case.work)
    ):
        return "mentions", reading.directness.outcome.reason
    if case.level.level not in _COMPARING or read_claim(case.frame, case.vocabulary):
        return "mentions", reading.directness.outcome.reason
    wanted = ", ".join(dict.fromkeys(c.phrase for c in case.frame.outcomes))
    return "partly supports", f"The passage reports {symptom.phrase}, one part of {wanted}."


def _relate_surrogate(case: Case, directness: Directness) -> tuple[str, str]:
    """Activity of the muscle bears on a claim about its strength, one step removed; on relief it says nothing, nor
    on the strength of another part of the body."""
    frame, said_of = case.frame, widen_regions(case.frame.said_regions, case.vocabulary)
    elsewhere = said_of and not (frame.said_regions & case.work.regions or case.work.named_regions & said_of)
    said = " ".join([frame.claim.text, *(c.phrase for c in frame.outcomes)])
    activity = directness.outcome.reason.startswith("Muscle activity")
    phrase = directness.intervention.claim_phrase
    exact = any(c.term not in frame.broad and c.phrase == phrase for c in frame.interventions)
    gains = _SENSES.get(frame.claim.direction or "improves") in ("better", "up")
    if activity and exact and gains and not elsewhere and _STRENGTH.search(said):
        return "partly supports", directness.outcome.reason
    return "mentions", directness.outcome.reason


def _relate_effect(case: Case, reading: Reading) -> tuple[str, str]:
    frame, concepts, text = case.frame, reading.concepts, reading.candidate.text
    masked = tuple(c.span for c in concepts if c.kind in INTERVENTIONS)
    wanted, found = _outcome_pair(case, reading)
    effect = read_effect(text, found.span, masked) if found else None
    claimed = _claimed_sense(frame, wanted)
    if claimed and wanted and found:
        own = Span(wanted.span.start - frame.claim.span.start, wanted.span.end - frame.claim.span.start)
        claimed = claimed if _is_time(frame.claim.text, own) == _is_time(text, found.span) else None
    compared = read_claim(frame, case.vocabulary)
    worth = _worth(found, text, case.vocabulary) if found else 0
    if not compared and found is not None and (other := _other_subject(case, reading, found)):
        return "unclear", other
    if effect is None or found is None or claimed is None:
        return "unclear", "The passage names intervention and outcome, but not what became of it."
    if _OPEN.search(text):
        return "unclear", "The passage says that it is not known."
    if compared:
        senses = (rank_sense(claimed, worth), rank_sense(effect.sense, worth))
        how = agree(compared, text, concepts, senses, case.vocabulary)
    elif reason := had_by_all(case, reading) or (effect.sense == "none" and not_against_nothing(case, reading)):
        return "unclear", reason
    else:
        how = compare_senses(claimed, effect.sense, worth)
    if reason := occurrence.differs(frame.claim, text, found):
        return "unclear", reason
    if how is None and compared:
        return "unclear", "The passage does not make the claim's comparison."
    if how is None:
        return "unclear", "Whether the change is the one the claim says cannot be told."
    if word := find_unspoken(frame, case.work):
        return "unclear", f"The paper never speaks of \u201c{word}\u2026\u201d."
    if how != "same":
        return _relate_contrary(case, text, how, effect.hedged)
    return _relate_agreement(case, reading, effect.hedged)


def _relate_contrary(case: Case, text: str, how: str, hedged: bool) -> tuple[str, str]:
    """The passage reports no effect ("none") or the opposite one."""
    words = "reports no effect" if how == "none" else "reports the opposite"
    if case.population.value == "differs":
        return "unclear", f"The passage {words}, but in other people."
    if hedged or _FEW.search(text):
        return "unclear", f"The passage {words}, with reservations or in a few people."
    observed = case.level.level == "cohort" and case.frame.claim.kind in ("exercise", "treatment")
    if case.level.level not in _COMPARING or observed:
        return "unclear", f"The passage {words}, but the text describes no design that could tell."
    return "disputes", f"The passage {words}."


def _relate_agreement(case: Case, reading: Reading, hedged: bool) -> tuple[str, str]:
    """The direction is the claim's: whether the passage covers all that the claim says."""
    frame, terms = case.frame, {c.term for c in reading.concepts}
    if frame.claim.direction != "no change" and _TAKEN_BACK.search(reading.candidate.text):
        return (
            "unclear",
            "The passage reports it and takes it back: too small to matter, or not against all comparators.",
        )
    if len(reading.met) < len({c.term for c in frame.interventions}):
        if given_together(frame):
            return "mentions", f"Only {reading.directness.intervention.claim_phrase} was studied, not both together."
        return "partly supports", f"Only {reading.directness.intervention.claim_phrase} was studied."
    missing = [w.phrase for w in frame.outcomes if not _meets(w, reading.concepts, case)]
    if missing:
        return "partly supports", f"The passage reports {reading.directness.outcome.work_phrase}, not {missing[0]}."
    if frame.comparators and not terms & {c.term for c in frame.comparators}:
        return "partly supports", "The passage does not make the claim's comparison."
    if hedged and not frame.claim.hedged:
        return "partly supports", "The passage says it with reservations."
    if case.population.value == "differs":
        return "partly supports", f"The passage says it of other people. {case.population.reason}"
    if case.level.level not in _COMPARING:
        return "partly supports", "The text describes no design that could tell."
    if case.level.level == "cohort" and frame.claim.kind in ("exercise", "treatment"):
        return "partly supports", "People were observed; nobody was given the intervention to compare."
    return "supports", "The passage reports the claim's intervention, outcome and direction."


def _worth(outcome: Concept, text: str, vocabulary: Vocabulary) -> int:
    """-1 for what people want less of, 1 for more of, 0 unknown: by the vocabulary, else by the words. Of the time
    until what they want, less is wanted."""
    term = vocabulary.terms.get(outcome.term)
    if _is_time(text, outcome.span):
        return -1
    if term is not None and term.better:
        return -1 if term.better == "less" else 1
    return -1 if outcome.kind == "condition" else valence(outcome.phrase)


def _is_time(text: str, outcome: Span) -> bool:
    """Whether the time until the outcome is spoken of ("time to recovery", "recovery time")."""
    return bool(_UNTIL.search(text[: outcome.start]) or re.match(r"\s+times?\b", text[outcome.end :]))


def _outcome_pair(case: Case, reading: Reading) -> tuple[Concept | None, Concept | None]:
    """The claim's outcome and where the passage has it, best where it speaks of the claim's intervention."""
    for wanted in case.frame.outcomes:
        places = [c for c in reading.concepts if is_outcome(c, wanted, case.population, case.vocabulary)]
        if places:
            return wanted, next((c for c in places if not _other_subject(case, reading, c)), places[0])
    return None, None


def _other_subject(case: Case, reading: Reading, outcome: Concept) -> str | None:
    """Why the passage says what it says of the outcome not of the claim's intervention: that is what another one was
    compared with ("walking, but not yoga"), or another clause is about it. None where there is no such reason."""
    text = reading.candidate.text
    start, end = find_clause(text, outcome.span)
    acting = [c for c in reading.concepts if c.kind in INTERVENTIONS and not is_root(c.term, case.vocabulary)]
    mine = [
        c
        for c in acting
        if any(case.vocabulary.compare(c.term, w.term) in ("same", "narrower") for w in case.frame.interventions)
    ]
    others = [c for c in acting if c not in mine and start <= c.span.start < end]
    there = [c for c in mine if start <= c.span.start < end]
    if mine and not there and others:
        return f"The passage says it of {others[0].phrase}."
    before = [c for c in others if c.span.end <= outcome.span.start and not _COMPARED.search(text[: c.span.start])]
    if there and before and all(c.span.start >= outcome.span.end for c in there):
        return f"The passage says it of {before[0].phrase}."
    if there and all(_COMPARED.search(text[: c.span.start]) for c in there):
        return "The passage has it only as what something else is compared with."
    return None


def _meets(wanted: Concept, concepts: tuple[Concept, ...], case: Case) -> bool:
    return any(
        case.vocabulary.compare(c.term, wanted.term) != "other"
        or is_outcome(c, wanted, case.population, case.vocabulary)
        for c in concepts
    )


def _claimed_sense(frame: ClaimFrame, wanted: Concept | None) -> str | None:
    if frame.claim.direction == "no change" and not _NO_EFFECT.search(frame.claim.text):
        return None
    if wanted is None:
        return None
    offset = frame.claim.span.start
    at = Span(wanted.span.start - offset, wanted.span.end - offset)
    masked = tuple(Span(c.span.start - offset, c.span.end - offset) for c in frame.interventions)
    effect = read_effect(frame.claim.text, at, masked)
    near = effect is not None and max(effect.cue.start - at.end, at.start - effect.cue.end) <= _NEAR
    if wanted.kind == "condition" and not near:
        return None
    if frame.claim.direction is not None and not _is_time(frame.claim.text, at):
        return _SENSES.get(frame.claim.direction)
    return effect.sense if effect else None
