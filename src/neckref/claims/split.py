"""Compound sentences → the parts that each say one thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from neckref.claims.words import (
    ADVISORY,
    AMBIGUOUS,
    AUXILIARIES,
    EFFECTS,
    FINITE,
    IMPERATIVE,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECT_STARTS,
    Word,
    find_words,
)

_LEADING = re.compile(r"(?:since|because|although|though|while|whereas|as|even though)\s", re.I)
_NO_CURE = re.compile(r"with(?:out)?\s+(?:no|any|a)\s+(?:\w+\s+)?(?:cure|treatment)[^,;]{0,40},\s*", re.I)
_YES_NO = re.compile(
    r"(?:(?:yes|no|ok|okay|contrary\sto\s(?:\w+\s)?(?:belief|opinion)|fortunately|unfortunately|luckily)[,.!]|"
    r"the\s(?:good|bad)\snews(?:\sis\sthat|\sis)?)\s+",
    re.I,
)
_LABEL = re.compile(r"(?:[\w’'-]+\s){0,3}[\w’'-]+(?::|\s[-–—])\s+", re.I)
"""What stands before a colon or a dash: "Bottom line: …", "Heel slides - bend …"."""
_BECAUSE = re.compile(r",?\s(?:because|since|as)\s", re.I)
"""The one cut in a sentence with a condition: it holds of what it stands behind."""
_AS_FOLLOWS = re.compile(r"[^:.;]{3,120}\bas\sfollows:\s+", re.I)
_CONDITIONAL = re.compile(r"(?:if|when|whenever|unless|once|should|in case)\s", re.I)
_CONJUNCTION = re.compile(
    r"(?P<semi>\s*;\s*(?:(?:however|therefore|instead|in addition),?\s)?)|(?P<colon>:\s+)"
    r"|(?P<sub>,?\s(?:because|whereas|although|though|even though|(?<=,\s)since|(?<=,\s)while|(?<=,\s)as|(?<=,\s)so)\s)"
    r"|(?P<comma>,\s(?:and|but|yet|or)\s)|(?P<bare>\s(?:and|but)\s)(?:that\s)?|(?P<which>,\s(?:which|who)\s)"
    r"|(?P<stop>(?<=[^\W\d_]{3}[.!?])\s+(?=[A-Z]))",
    re.I,
)
_TAIL = re.compile(r",\s(?:(?:thereby|thus|possibly|therefore|often|sometimes|while|even)\s)?(?=[a-z]+ing\b)")
_LIST = re.compile(r"(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s)(?=(?:(?:to|thus|also|then|possibly)\s)?([a-z]+)\b)")
_TRIM = ",;:–—-"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text that says one thing."""

    start: int
    end: int
    inherits: bool = False
    """It has no subject of its own: what acts is named in the part before."""


def split_clauses(text: str, start: int, end: int) -> tuple[Part, ...]:
    """Clauses of the sentence at `text[start:end]` with what each says for itself, in order and trimmed; none where
    it is blank.

    Cut are clauses with subject and verb of their own, contrasts, and reasons ("Since …, …"). Conditions
    ("If …, …") stay with what they limit.
    """
    return tuple(trimmed for p in _clauses(text, start, end) if (trimmed := trim(text, p)) is not None)


def split_effects(text: str, part: Part) -> tuple[Part, ...]:
    """Cut further where verbs in a row say different things of their objects ("promote proper posture and reduce
    spasms"), or a participle says what follows ("…, helping reduce tension"). At least one part, trimmed."""
    return tuple(trimmed for p in _effects(text, part) if (trimmed := trim(text, p)) is not None)


def is_clause(text: str, start: int, end: int) -> bool:
    """Whether the words have a subject and a finite verb behind it, as far as a list of verbs can tell."""
    words = find_words(text, start, end)
    if not words or words[0].text in AUXILIARIES:
        return False
    if words[0].text in PREPOSITIONS - {"since", "as", "than"}:
        if words[0].text in _NEARLY and len(words) > 1 and words[1].text[0].isdigit():
            return any(_finite(words, at) for at in range(2, min(len(words), 14)))
        # "in rare cases it can lead to …"
        return any(a.text in PRONOUNS and b.text in FINITE for a, b in pairwise(words[1:9]))
    return any(_finite(words, at) for at in range(1, min(len(words), 14)))


def trim(text: str, part: Part) -> Part | None:
    """The part without blanks and connecting punctuation at its ends; None where nothing is left."""
    start, end = part.start, part.end
    while start < end and (text[start] in _TRIM or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _TRIM or text[end - 1].isspace()):
        end -= 1
    return Part(start, end, part.inherits) if any(c.isalnum() for c in text[start:end]) else None


def _finite(words: Sequence[Word], at: int) -> bool:
    word = words[at].text
    before = words[at - 1].text
    if word not in FINITE:
        return word in AMBIGUOUS and (before in _BEFORE_VERB or before.endswith("ly"))
    if (
        before in ("to", "a", "an", "the", "your", "their", "its", "of", "that", "which", "who")
        and word not in AUXILIARIES
    ):
        return False
    relative = any(w.text in ("that", "which", "who") for w in words[max(0, at - 2) : at])
    return not (
        relative or (word.endswith("ed") and at + 1 < len(words) and words[at + 1].text in ("by", "from", "with"))
    )


def _clauses(text: str, start: int, end: int) -> list[Part]:
    start, cuts = _leading(text, start, end)
    parts: list[Part] = []
    inherits = False
    at = start
    for cut_start, cut_end in cuts:
        parts.append(Part(at, cut_start))
        at = cut_end
    conditional = _CONDITIONAL.match(text, at, end) is not None
    for found in _CONJUNCTION.finditer(text, at, end):
        if not conditional or _BECAUSE.fullmatch(found.group()):
            if found.start() < at or "(" in text[at : found.start()].rsplit(")", 1)[-1]:
                continue
            kind = _cut_at(text, at, found, end)
            if kind:
                parts.append(Part(at, found.start(), inherits))
                at, inherits = found.end(), kind == "inherits"
    return [*parts, Part(at, end, inherits)]


def _leading(text: str, start: int, end: int) -> tuple[int, list[tuple[int, int]]]:
    """Start behind a leading conjunction or a phrase without a verb ("With no known cure, …"), and the cut at the end
    of a leading clause."""
    if found := _NO_CURE.match(text, start, end):
        return found.end(), []
    if found := _YES_NO.match(text, start, end):
        start = found.end()
    if (found := _AS_FOLLOWS.match(text, start, end) or _LABEL.match(text, start, end)) and _labels(text, found, end):
        start = found.end()
    found = _LEADING.match(text, start, end)
    comma = text.find(",", start, end)
    if found and comma > 0 and is_clause(text, found.end(), comma):
        return found.end(), [(comma, comma + 1)]
    return start, []


def _labels(text: str, found: re.Match[str], end: int) -> bool:
    """Whether the words before a colon are only a heading for what follows: a clause or a command."""
    label = find_words(text, found.start(), found.end())
    if any(w.text in FINITE for w in label) or label[0].text in IMPERATIVE | ADVISORY:
        return found.re is _AS_FOLLOWS
    follow = find_words(text, found.end(), min(end, found.end() + 60))
    return is_clause(text, found.end(), end) or (bool(follow) and follow[0].text in IMPERATIVE | ADVISORY)


def _cut_at(text: str, start: int, found: re.Match[str], end: int) -> str | None:
    """ "own" where a clause follows, "inherits" where a predicate without subject does, None where not to cut."""
    before = find_words(text, start, found.start())
    after = find_words(text, found.end(), min(end, found.end() + 200))
    first = after[0].text if after else ""
    told = bool(before) and before[0].text in IMPERATIVE | ADVISORY
    if found["colon"] and before and (first in IMPERATIVE | ADVISORY or (told and is_clause(text, found.end(), end))):
        return "own"
    if found["sub"] and told and is_clause(text, found.end(), end):
        return "own"
    if not after or not any(w.text in FINITE or w.text in EFFECTS for w in before[1:]):
        return None
    if found["stop"]:  # two sentences that were taken for one
        return "own" if before[-1].text not in _SHORTENED and is_clause(text, start, found.start()) else None
    contrast = found.group().strip(" ,").lower() in ("but", "yet")
    predicate = (
        first in MODALS
        or (contrast and first == "also")
        or first in _OPENERS_OF_PREDICATE
        or (contrast and first in FINITE)
    )
    if found["which"]:
        # "… that do not jar the neck, which might increase pain": jarring might, not what is denied.
        if any(w.text in NEGATIONS for w in before):
            return None
        return "inherits" if first in FINITE or first in MODALS else None
    if (found["semi"] or found["sub"]) and first in IMPERATIVE | ADVISORY:
        return "own"
    if found["semi"] and is_clause(text, start, found.start()) and any(w.text in FINITE for w in after[1:]):
        return "own"
    risky = first in FINITE and any(w.text in _RISKY for w in after[:6])
    if (predicate or risky) and (found["comma"] or found["bare"]):
        return "inherits"
    if contrast and any(w.text in FINITE or w.text in EFFECTS for w in after[1:10]):
        return "own"
    if not is_clause(text, start, found.start()):
        return None
    if found["bare"] and not contrast and "that" not in found.group() and first not in SUBJECT_STARTS | PRONOUNS:
        return None
    return "own" if first not in EFFECTS and is_clause(text, found.end(), end) else None


_NEARLY = frozenset({"about", "around", "over", "under"})
_BEFORE_VERB = frozenset({"also", "often", "never", "always", "all", "both", "they", "we", "you", "people", "patients"})
"""Behind these a word that may be a noun is a verb: "Scans rarely help"."""
_RISKY = frozenset({"risk", "risks", "side-effects", "complications"})
_SHORTENED = frozenset({"etc", "approx", "prof", "figs", "incl", "esp", "univ", "dept", "assoc", "inst"})
_OPENERS_OF_PREDICATE = frozenset({"does", "do", "doesn't", "don't", "is", "are", "isn't", "aren't", "has", "have"})


def _effects(text: str, part: Part) -> list[Part]:
    words = find_words(text, part.start, part.end)
    verbs = [n for n, w in enumerate(words) if w.text in EFFECTS and not w.text.startswith(("help", "result"))]
    if len(verbs) < 2 or _CONDITIONAL.match(text, part.start, part.end):
        return [part]
    first = words[verbs[0]]
    for found in sorted(
        (f for p in (_LIST, _TAIL) for f in p.finditer(text, first.end, part.end)), key=lambda f: f.start()
    ):
        verb = next((words[n] for n in verbs if words[n].start >= found.end()), None)
        between = find_words(text, found.end(), verb.start) if verb else []
        if verb is None or any(w.text not in _BEFORE_EFFECT for w in between):
            continue
        listed = found.re is _LIST
        if listed and (verb.text.endswith("ing") != first.text.endswith("ing") or first.end >= found.start()):
            continue
        negated = any(w.text in NEGATIONS for w in words if w.end <= found.start())
        if _sense(EFFECTS[verb.text]) != _sense(EFFECTS[first.text]) and not negated:
            head = Part(part.start, found.start(), part.inherits)
            return [head, *_effects(text, Part(found.end(), part.end, True))]
    return [part]


_BEFORE_EFFECT = frozenset({"to", "also", "possibly", "thus", "then", "helping", "help", "helps", "even", "often"})


def _sense(effect: str) -> str:
    return {"more": "good", "relief": "less", "cause": "bad"}.get(effect, effect)
