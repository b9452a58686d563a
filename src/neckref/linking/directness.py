"""Directness: whether the study's people, intervention and outcome are those of the claim (GRADE's indirectness)."""

from __future__ import annotations

import re

from neckref.linking.frame import ClaimFrame, People, WorkFrame, is_root
from neckref.linking.locate import cover
from neckref.model import Aspect, Concept
from neckref.text.vocabulary import Vocabulary

_YOUNG = ("infants", "children")
_ACTIVITY = re.compile(
    r"\bs?EMG\b|electromyogra|muscle (?:activit|activation)|\bMVI?C\b|(?:activity|activation) of the", re.I
)


def judge_population(claim: People, work: People, vocabulary: Vocabulary) -> Aspect:
    """Patients against healthy people, condition against condition, species, age and sex."""
    if work.animals:
        return Aspect("differs", claim.phrase, work.animals, f"The study was done on {work.animals}, not on people.")
    if work.phrase is None:
        return Aspect("not stated", claim.phrase, None, "The text does not say who was studied.")
    if claim.ages and work.ages and not set(claim.ages) & set(work.ages):
        reason = f"{_upper(work.ages[0])} were studied, not {claim.ages[0]}."
        return Aspect("differs", claim.phrase, work.phrase, reason)
    conditions = [c for c in claim.terms if c.kind == "condition"]
    studied = [c for c in work.terms if c.kind == "condition"]
    unmet = [
        wanted
        for wanted in conditions
        if not any(vocabulary.compare(c.term, wanted.term) in ("same", "narrower") for c in studied)
    ]
    if conditions and not unmet:
        return _same_people(claim, work, vocabulary)
    if unmet:
        wanted = unmet[0]
        hows = {vocabulary.compare(c.term, wanted.term) for c in studied if not is_root(c.term, vocabulary)}
        if "broader" in hows and not any(_is_sibling(c.term, wanted.term, vocabulary) for c in studied):
            reason = f"The text does not say whether it was {_label(wanted, vocabulary)}."
            return Aspect("not stated", wanted.phrase, work.phrase, reason)
        if studied:
            reason = f"{_upper(_label(studied[0], vocabulary))} is not {_label(wanted, vocabulary)}."
            return Aspect("differs", wanted.phrase, work.phrase, reason)
        if work.healthy:
            reason = f"Healthy people are not people with {_label(wanted, vocabulary)}."
            return Aspect("differs", wanted.phrase, work.phrase, reason)
        return Aspect("not stated", wanted.phrase, work.phrase, "The text names no condition.")
    if claim.phrase is None:
        return Aspect("not stated", None, work.phrase, "The claim does not say for whom.")
    return _plain_people(claim, work, vocabulary)


def judge_intervention(
    wanted: tuple[Concept, ...], found: tuple[Concept, ...], vocabulary: Vocabulary
) -> tuple[Aspect, tuple[Concept, ...]]:
    """The aspect, and those of the claim's interventions that the passage or its study is about: the same term
    or a kind of it. Words in common do not count ("rowing" is not "one-arm row")."""
    if not wanted:
        return Aspect("not stated", None, found[0].phrase if found else None, "The claim names no intervention."), ()
    met: dict[str, tuple[Concept, Concept]] = {}
    for claimed in wanted:
        for studied in found:
            if vocabulary.compare(studied.term, claimed.term) in ("same", "narrower"):
                met.setdefault(claimed.term, (claimed, studied))
    if met:
        claimed, studied = next(iter(met.values()))
        return Aspect("matches", claimed.phrase, studied.phrase), tuple(c for c, _ in met.values())
    for claimed in wanted:
        for studied in found:
            if not is_root(studied.term, vocabulary) and vocabulary.compare(studied.term, claimed.term) == "broader":
                reason = f"The study is about {studied.phrase} in general, not about {claimed.phrase}."
                return Aspect("differs", claimed.phrase, studied.phrase, reason), ()
    if found:
        other = next((c for c in found if not is_root(c.term, vocabulary)), found[0])
        reason = f"The passage is about {other.phrase}, not about {wanted[0].phrase}."
        return Aspect("differs", wanted[0].phrase, other.phrase, reason), ()
    return Aspect("not stated", wanted[0].phrase, None, "The text names no intervention."), ()


def is_outcome(studied: Concept, wanted: Concept, people: Aspect, vocabulary: Vocabulary) -> bool:
    """Whether what was studied is the claim's outcome or a kind of it. "Pain" measured in people with low back pain is
    low back pain; "migraine days" of people with migraine are migraine, and their "tremor" is essential tremor."""
    if vocabulary.compare(studied.term, wanted.term) in ("same", "narrower"):
        return True
    mine, theirs = wanted.phrase.lower(), studied.phrase.lower()
    if wanted.kind == "condition" and people.value == "matches" and (mine in theirs or mine.endswith(f" {theirs}")):
        return True
    ache = any(vocabulary.compare(wanted.term, pain) == "narrower" for pain in ("pain", "pain-condition"))
    of_these = people.value == "matches" and mine in (people.claim_phrase or "").lower()
    return studied.term == "pain" and ache and of_these


def judge_outcome(
    frame: ClaimFrame, found: tuple[Concept, ...], text: str, people: Aspect, vocabulary: Vocabulary
) -> Aspect:
    """The same outcome, a surrogate in its place, or another one. Muscle activity is neither strength nor relief."""
    if not frame.outcomes:
        return Aspect("not stated", None, found[0].phrase if found else None, "The claim names no outcome.")
    phrase = cover(frame.outcomes, frame.claim.text, frame.claim.span.start)
    quoted = ", ".join(f"\u201c{p}\u201d" for p in dict.fromkeys(c.phrase for c in frame.outcomes))
    outcomes = [c for c in found if c.kind in ("outcome", "condition")]
    for wanted in frame.outcomes:
        for studied in outcomes:
            if is_outcome(studied, wanted, people, vocabulary):
                return Aspect("matches", wanted.phrase, studied.phrase)
    surrogate = next((c for c in outcomes if c.term in vocabulary.terms and vocabulary.terms[c.term].surrogate), None)
    activity = _ACTIVITY.search(text)
    if activity:
        words = surrogate.phrase if surrogate else activity.group()
        return Aspect("differs", phrase, words, f"Muscle activity was measured, not {quoted}.")
    if surrogate:
        reason = f"{_upper(surrogate.phrase)} stands in for {quoted}; it is not what the claim says."
        return Aspect("differs", phrase, surrogate.phrase, reason)
    named = next((c for c in outcomes if c.kind == "outcome"), None)
    if named:
        return Aspect("differs", phrase, named.phrase, f"{_upper(named.phrase)} was measured, not {quoted}.")
    return Aspect("not stated", phrase, None, "The passage names no outcome of the claim.")


def measures_activity(work: WorkFrame) -> bool:
    """Whether what the study measured is muscle activity (EMG), by its title, design or results."""
    texts = [work.work.fields.title or "", work.work.fields.design or ""]
    texts += [c.text for c in work.candidates if c.role in ("result", "method")]
    return any(_ACTIVITY.search(text) for text in texts)


def _is_sibling(term: str, wanted: str, vocabulary: Vocabulary) -> bool:
    """Neither a kind of the other, and both kinds of the same, below the top."""
    shared = vocabulary.ancestors(term) & vocabulary.ancestors(wanted)
    return vocabulary.compare(term, wanted) == "other" and any(not is_root(s, vocabulary) for s in shared)


def _same_people(claim: People, work: People, vocabulary: Vocabulary) -> Aspect:
    young = next((age for age in _YOUNG if age in work.ages), None)
    if young and young not in claim.ages and "adults" not in work.ages:
        return Aspect("differs", claim.phrase, work.phrase, f"The study was done on {young}.")
    wanted = next((age for age in _YOUNG if age in claim.ages), None)
    if wanted and work.ages and wanted not in work.ages:
        return Aspect("differs", claim.phrase, work.phrase, f"The claim is about {wanted}, the study is not.")
    if len(claim.sexes) == 1 and len(work.sexes) == 1 and claim.sexes != work.sexes:
        return Aspect("differs", claim.phrase, work.phrase, f"The study was done on {work.sexes[0]}.")
    for group in claim.groups:
        if not any(vocabulary.compare(c.term, group.term) in ("same", "narrower") for c in work.terms):
            reason = f"The text does not say whether they were {group.phrase}."
            return Aspect("not stated", claim.phrase, work.phrase, reason)
    return Aspect("matches", claim.phrase, work.phrase)


def _plain_people(claim: People, work: People, vocabulary: Vocabulary) -> Aspect:
    """The claim names people without a condition ("office workers", "adults")."""
    for wanted in claim.terms:
        if any(vocabulary.compare(c.term, wanted.term) in ("same", "narrower") for c in work.terms):
            return _same_people(claim, work, vocabulary)
    said = " ".join([work.phrase or "", *(c.phrase for c in work.terms)])
    asked = set(re.findall(r"\w{3,}", (claim.phrase or "").lower()))
    if asked and asked <= set(re.findall(r"\w{3,}", said.lower())):
        return _same_people(claim, work, vocabulary)
    return Aspect("not stated", claim.phrase, work.phrase, "The text does not say whether they are the same people.")


def _label(concept: Concept, vocabulary: Vocabulary) -> str:
    term = vocabulary.terms.get(concept.term)
    return term.label if term else concept.phrase


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
