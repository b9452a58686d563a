"""What a clause says that something does to an outcome, and how surely it says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from neckref.claims.words import EFFECT_NOUNS, EFFECTS, HEDGES, NEGATIONS, NOT_ONLY, Word, find_words
from neckref.model import Concept, Span
from neckref.text.vocabulary import Vocabulary

_ORDERED = re.compile(
    r"\b(?:may|might|can|could)\s(?:also\s|sometimes\s)?(?:be\s)?(?:prescribed?|recommend(?:ed)?|suggest(?:ed)?|advised?|"
    r"order(?:ed)?|offer(?:ed)?|refer(?:red)?)\b",
    re.I,
)
"""What a doctor may do leaves what the treatment does as sure as it is."""
_NO_CHANGE = re.compile(
    r"\b(?:(?:no|little|without)\s+(?:\w+\s+){0,2}(?:effect|difference|benefit|change|impact|influence)|no\s+(?:\w+\s+){1,4}(?:is|are|was|were)\s+(?:better|superior)|"
    r"no\s+more\s+effective|ineffective|"
    r"(?:no|not|neither|nor)\s+(?:\w+\s+){0,4}(?:(?:better|worse|more\s+effective)\s+than|superior)|"
    r"(?:not|never|neither)\s+(?:\w+\s+){0,3}(?:effective|affects?|changes?|alters?|differ|help|work|beneficial)|"
    r"unlikely\s+to\s+(?:help|benefit|work|improve|relieve|reduce|ease)|"
    r"unchanged|(?:equal|similar)\s+to\s+(?:placebo|sham|no treatment))\b|"
    r"n['’]t\s+(?:\w+\s+){0,2}(?:affect|change|alter|differ|help|work)\b",
    re.I,
)
_NO_EVIDENCE = re.compile(
    r"\b(?:no|little|not\s(?:enough|much)|insufficient|scant|lack\sof)\s(?:\w+\s){0,2}(?:evidence|proof)\b|"
    r"\b(?:unclear|unknown|uncertain|not\s(?:clear|known|proven))\b",
    re.I,
)
_WORSE = re.compile(
    r"\b(?:make|makes|making|made|get|gets)\b[^.;]{0,80}\b(?:worse|harder|more\s(?:difficult|likely|frequent|severe|painful))\b",
    re.I,
)
_GOOD = re.compile(
    r"\b(?:(?<!less\s)effective|better\s+than|superior|beneficial|useful|helpful|(?:good|great|ideal|excellent)\s+for|"
    r"works?\s(?:even\s)?(?:better|faster)|beats?|outperform(?:s|ed)?|"
    r"bring(?:s|ing)?\s+back|well\s+supported|effectively|benefits?|"
    r"for\s+(?:an?\s+)?(?:strong|stronger|better|good|improved|greater|more))\b",
    re.I,
)
_BAD = re.compile(
    r"\b(?:harmful|dangerous|unsafe|bad\s+for|detrimental|injurious|(?:carr(?:y|ies)|poses?|comes?\s+with)\s[^.;,]{0,30}\brisks?)\b",
    re.I,
)
_LOADS = re.compile(
    r"\bputs?\s(?:(?P<less>no|little|less)\s)?(?:\w+\s){0,2}(?:stress|strain|pressure|load)\son\b", re.I
)
_MAKES = re.compile(r"\bmakes?\s(?:you|people|patients|them|some\speople|the\s\w+)\s(?:feel\s|very\s)?", re.I)
_WHEN = re.compile(r"\s(?:when|once|if|unless)\s", re.I)
"""What follows says when something holds, not what it does."""
_FEWER = frozenset({"fewer", "less"})
_CHANCE = frozenset({"risk", "risks", "chance", "chances", "odds", "likelihood", "incidence", "rate", "rates"})
_NOUN_TOO = frozenset(
    {"cure", "heal", "help", "control", "release", "block", "strain", "support", "cause", "trigger", "damage", "harm",
     "benefit", "gain", "cut", "result", "lead", "limit", "aid", "fatigue", "increase", "decrease", "ease", "causes",
     "triggers", "results", "benefits", "treat", "building", "supports", "slow", "lower"}
)  # fmt: skip
_BEFORE_NOUN = frozenset(
    {"no", "known", "a", "an", "the", "of", "any", "its", "their", "your", "this", "some", "under", "with", "without"}
)
_OVERACTIVE = frozenset({"overactive", "spastic", "dystonic", "hyperactive", "affected", "tight"})
_PASSIVE = frozenset({"is", "are", "was", "were", "be", "been", "being", "get", "gets"})
_ADJECTIVES = frozenset({"less", "fewer", "better", "greater"})
_TURNED = re.compile(r"\b(?:(?P<harm>less\s+likely)|more\s+slowly|slower|less\s+(?:well|quickly|often))\b", re.I)


_PHRASAL = re.compile(
    r"\b(?:(?P<less>(?:brings?|brought|cuts?|keeps?|kept)\s(?:down|away|at\sbay)|"
    r"(?:lengthen|extend|prolong)(?:s|ed)?\s(?:the\s)?time\sto)|"
    r"(?P<more>speed(?:s|ed)?\sup|(?:shorten|reduce|cut)(?:s|ed)?\s(?:the\s)?time\sto))\b",
    re.I,
)


def _as_verb(found: re.Match[str]) -> str:
    """A verb of several words as one of the same length, so that offsets stay: "brings down" → "reduces", "shortens the
    time to" → "hastens"."""
    return ("reduces" if found["less"] else "hastens").ljust(len(found.group()))


def is_hedged(text: str) -> bool:
    """Whether the clause says less than that it is so ("may", "can help", "seems to", "possibly")."""
    return HEDGES.search(_ORDERED.sub(" ", text)) is not None


def find_direction(text: str, concepts: Sequence[Concept], vocabulary: Vocabulary, offset: int = 0) -> str | None:
    """One of model.DIRECTIONS, or None where the clause says of no effect.

    `concepts` are those of the clause, with spans shifted by `offset`. The verb decides together with the outcome
    it is nearest to: more of what is better when less ("increases pain") harms. Outcomes that a patient feels decide
    before surrogates: "strengthens the neck to reduce pain" reduces. That there is no evidence of an effect is none
    of the directions.
    """
    text = NOT_ONLY.sub(lambda m: " " * len(m.group()), text)
    affected = [c for c in concepts if c.kind in ("outcome", "condition")]
    names = [c.span for c in concepts if c.kind not in ("outcome", "condition", "region", "population")]
    acting = any(c.kind in ("exercise", "treatment") for c in concepts)
    if _NO_EVIDENCE.search(text):
        return None
    text = _PHRASAL.sub(_as_verb, text)
    if (limit := _WHEN.search(text)) and any(w.text in EFFECTS for w in find_words(text, 0, limit.start())):
        text = text[: limit.start()]
    if _NO_CHANGE.search(text) and (affected or acting):
        return "no change"
    if affected and (worse := _WORSE.search(text)):
        before = [w.text for w in find_words(text, 0, worse.start())][-3:]
        return "no change" if NEGATIONS & set(before) else "harms"
    if loaded := _LOADS.search(text):
        return "no change" if loaded["less"] else "harms"
    if (made := _MAKES.search(text)) and _bad_at(made.end() + offset, affected, vocabulary):
        return "harms"
    found = _Clause(find_words(text), offset, affected, names, acting, vocabulary).directions()
    if found:
        felt = [d for d, outcome in found if outcome is not None and not vocabulary.terms[outcome.term].surrogate]
        return _turned(text, felt[0] if felt else found[0][0])
    if acting and _BAD.search(text):
        return "harms"
    return "improves" if acting and _GOOD.search(text) else None


def _bad_at(at: int, affected: Sequence[Concept], vocabulary: Vocabulary) -> bool:
    return any(
        c.span.start == at and (c.kind == "condition" or vocabulary.terms[c.term].better == "less") for c in affected
    )


def _turned(text: str, direction: str) -> str:
    """ "less likely to trigger symptoms", "heals more slowly": the other way round."""
    found = _TURNED.search(text)
    if found and direction == "harms" and found["harm"]:
        return "reduces"
    return "harms" if found and direction == "improves" and not found["harm"] else direction


@dataclass(frozen=True, slots=True)
class _Clause:
    words: Sequence[Word]
    offset: int
    affected: Sequence[Concept]
    """Outcomes and conditions."""
    names: Sequence[Span]
    """Exercises, treatments, comparators …: verbs inside them say nothing ("strengthening exercise")."""
    acting: bool
    """An exercise or treatment is named."""
    vocabulary: Vocabulary

    def directions(self) -> list[tuple[str, Concept | None]]:
        """Direction and outcome of each verb of effect, in order."""
        found: list[tuple[str, Concept | None]] = []
        for at, word in enumerate(self.words):
            effect = EFFECTS.get(word.text) or EFFECT_NOUNS.get(word.text)
            if effect is None or self._named(word) or self._is_noun(at) or self._wanted_weak(at):
                continue
            outcome = self._object(at)
            if outcome is None and word.text in _ADJECTIVES:
                continue
            direction = self._combine(effect, outcome, at)
            negated = any(w.text in NEGATIONS and not self._named(w) for w in self.words[max(0, at - 4) : at])
            if negated and (direction or self.acting):
                direction = "no change"
            if direction:
                found.append((direction, outcome))
        return found

    def _named(self, word: Word) -> bool:
        conditions = (c.span for c in self.affected if c.kind == "condition")
        return any(n.start <= word.start + self.offset < n.end for n in (*self.names, *conditions))

    def _is_noun(self, at: int) -> bool:
        """ "a cause of", "no cure": the same letters, not the verb."""
        before = self.words[at - 1].text if at else ""
        after = self.words[at + 1].text if at + 1 < len(self.words) else ""
        return self.words[at].text in _NOUN_TOO and (before in _BEFORE_NOUN or after in ("of", "for"))

    def _wanted_weak(self, at: int) -> bool:
        """ "weaken the overactive muscles" is what a treatment is for."""
        after = {w.text for w in self.words[at + 1 : at + 4]}
        return self.words[at].text.startswith("weaken") and bool(after & _OVERACTIVE)

    def _object(self, at: int) -> Concept | None:
        """The outcome behind a verb, up to the next verb; the one before it in the passive or where none is behind."""
        word, start = self.words[at], self.words[at].start + self.offset
        later = (n for n in range(at + 1, len(self.words)) if self.words[n].text in EFFECTS and not self._is_noun(n))
        following = next(later, None)
        limit = None if following is None else self.words[following].start + self.offset
        behind = [c for c in self.affected if c.span.end > start and (limit is None or c.span.start <= limit)]
        other = [c for c in behind if c.span.start > start]
        behind = other if other and any(c.span == Span(start, word.end + self.offset) for c in behind) else behind
        ahead = [c for c in self.affected if c.span.end <= start]
        if word.text in _ADJECTIVES:
            return next((c for c in behind if c.span.start - (word.end + self.offset) <= 1), None)
        passive = word.text.endswith("ed") and any(w.text in _PASSIVE for w in self.words[max(0, at - 3) : at])
        if ahead and (passive or not behind):
            outcomes = [c for c in ahead if c.kind == "outcome"]
            return (outcomes or ahead)[-1] if word.text.endswith(("ed", "s")) else None
        outcomes = [c for c in behind if c.kind == "outcome"]
        return next(iter(outcomes or behind), None)

    def _combine(self, effect: str, outcome: Concept | None, at: int) -> str | None:
        word = self.words[at]
        start = word.start + self.offset
        if effect == "bad":
            return "harms"
        if effect == "cause" and any(w.text in _FEWER for w in self.words[at + 1 : at + 3]):
            return "reduces"
        if outcome is None:
            acted = bool(self.names) and self.names[0].end <= start
            if effect in ("less", "relief", "more") and any(w.text in _CHANCE for w in self.words[at + 1 : at + 5]):
                return "harms" if effect == "more" else "reduces"  # "lowers the risk of" what the vocabulary lacks
            if word.text == "relief" and acted:
                return "reduces"
            if effect == "cause":
                return "harms" if acted and word.text.startswith("caus") else None
            return "improves" if effect == "good" and (acted or not word.text.startswith("help")) else None
        if outcome.span.start <= start < outcome.span.end:
            if effect not in ("good", "more", "relief") or self.vocabulary.terms[outcome.term].better == "less":
                return None  # "weight gain", "bone loss"
            return "improves"  # the verb is part of the outcome's phrase: "relaxes the muscles", "lengthen muscles"
        better = "less" if outcome.kind == "condition" else self.vocabulary.terms[outcome.term].better
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
