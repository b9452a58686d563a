"""What a clause says that something does to an outcome, and how surely it says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neckref.claims.words import EFFECT_NOUNS, EFFECTS, HEDGES, NEGATIONS, Word, find_words
from neckref.model import Concept, Span
from neckref.text.vocabulary import Vocabulary

_NO_CHANGE = re.compile(
    r"\b(?:(?:no|little|without)\s+(?:\w+\s+){0,2}(?:effect|difference|benefit|change|impact|influence)|"
    r"no\s+(?:better|worse|more\s+effective)\s+than|ineffective|(?:not|n['’]t|never)\s+(?:\w+\s+){0,2}"
    r"(?:effective|affect|change|alter|differ|help|work|better than|beneficial)|unchanged|"
    r"(?:as good as|equal to|similar to)\s+(?:placebo|sham|no treatment))\b",
    re.I,
)
_GOOD = re.compile(r"\b(?:effective|beneficial|useful|helpful|good\s+for|effectively|benefits?)\b", re.I)
_BAD = re.compile(r"\b(?:harmful|dangerous|unsafe|bad\s+for|detrimental|injurious)\b", re.I)
_TO_NOUN = {"cure", "heal", "help", "control", "release", "block", "strain", "support", "cause", "trigger", "damage",
            "harm", "benefit", "gain", "cut", "result", "lead", "limit", "aid", "fatigue", "increase", "decrease",
            "ease", "causes", "triggers", "results", "benefits", "treat"}  # fmt: skip
_BEFORE_NOUN = {"no", "known", "a", "an", "the", "of", "any", "its", "their", "your", "this", "some", "under", "with"}
_PASSIVE = {"is", "are", "was", "were", "be", "been", "being", "get", "gets"}


def is_hedged(text: str) -> bool:
    """Whether the clause says less than that it is so ("may", "can help", "seems to", "possibly")."""
    return HEDGES.search(text) is not None


def find_direction(text: str, concepts: Sequence[Concept], vocabulary: Vocabulary, offset: int = 0) -> str | None:
    """One of model.DIRECTIONS, or None where the clause says of no change.

    `concepts` are those of the clause, with spans shifted by `offset`. The verb decides together with the outcome
    it is nearest to: more of what is better when less ("increases pain") harms. Outcomes that a patient feels decide
    before surrogates: "strengthens the neck to reduce pain" reduces.
    """
    affected = [c for c in concepts if c.kind in ("outcome", "condition")]
    names = [c.span for c in concepts if c.kind in ("exercise", "treatment", "dose")]
    if affected and _NO_CHANGE.search(text):
        return "no change"
    found = _verb_directions(text, affected, names, vocabulary, offset)
    if found:
        felt = [d for d, outcome in found if outcome is not None and not _surrogate(outcome, vocabulary)]
        return felt[0] if felt else found[0][0]
    if any(c.kind in ("exercise", "treatment") for c in concepts):
        if _BAD.search(text):
            return "harms"
        if _GOOD.search(text):
            return "improves"
    return None


def effect_class(word: str) -> str | None:
    """What a verb or noun says ("more", "less", "relief", "good", "bad", "cause"), or None."""
    return EFFECTS.get(word) or EFFECT_NOUNS.get(word)


def is_negated(words: Sequence[Word], at: int) -> bool:
    """Whether one of the four words before `words[at]` denies it."""
    return any(w.text in NEGATIONS for w in words[max(0, at - 4) : at])


def _verb_directions(
    text: str, affected: Sequence[Concept], names: Sequence[Span], vocabulary: Vocabulary, offset: int
) -> list[tuple[str, Concept | None]]:
    words = find_words(text)
    found: list[tuple[str, Concept | None]] = []
    for at, word in enumerate(words):
        effect = effect_class(word.text)
        named = any(n.start <= word.start + offset < n.end for n in names)  # "strengthening exercise"
        if effect is None or named or _is_noun(words, at):
            continue
        outcome = _object(words, at, affected, offset)
        direction = _combine(effect, outcome, word, vocabulary, offset)
        if direction and is_negated(words, at):
            direction = "no change"
        if direction:
            found.append((direction, outcome))
    return found


def _is_noun(words: Sequence[Word], at: int) -> bool:
    """ "a cause of", "no cure": the same letters, not the verb."""
    before = words[at - 1].text if at else ""
    after = words[at + 1].text if at + 1 < len(words) else ""
    return words[at].text in _TO_NOUN and (before in _BEFORE_NOUN or after in ("of", "for"))


def _object(words: Sequence[Word], at: int, affected: Sequence[Concept], offset: int) -> Concept | None:
    """The outcome behind a verb, up to the next verb of effect; the one before it in the passive or where none is."""
    start = words[at].start + offset
    later = (
        w.start + offset for n, w in enumerate(words[at + 1 :], at + 1) if w.text in EFFECTS and not _is_noun(words, n)
    )
    limit = next(later, None)
    behind = [c for c in affected if c.span.end > start and (limit is None or c.span.start <= limit)]
    ahead = [c for c in affected if c.span.end <= start]
    passive = any(w.text in _PASSIVE for w in words[max(0, at - 3) : at]) and words[at].text.endswith("ed")
    if ahead and (passive or not behind):
        outcomes = [c for c in ahead if c.kind == "outcome"]
        return (outcomes or ahead)[-1] if words[at].text.endswith(("ed", "s")) else None
    outcomes = [c for c in behind if c.kind == "outcome"]
    return next(iter(outcomes or behind), None)


def _combine(effect: str, outcome: Concept | None, word: Word, vocabulary: Vocabulary, offset: int) -> str | None:
    if effect == "bad":
        return "harms"
    if outcome is None:
        return None if effect in ("more", "less", "cause", "relief") or word.text.startswith("help") else "improves"
    if outcome.span.start <= word.start + offset < outcome.span.end and effect in ("good", "more", "relief"):
        return "improves"  # the verb is part of the outcome's phrase: "relaxes the muscles", "lengthen muscles"
    better = "less" if outcome.kind == "condition" else vocabulary.terms[outcome.term].better
    match effect:
        case "good":
            return "improves"
        case "relief":
            return "reduces"
        case "more":
            return "harms" if better == "less" else "improves"
        case "less":
            return "harms" if better == "more" else "reduces"
    return {"less": "harms", "more": "improves"}.get(better or "")


def _surrogate(outcome: Concept, vocabulary: Vocabulary) -> bool:
    return vocabulary.terms[outcome.term].surrogate
