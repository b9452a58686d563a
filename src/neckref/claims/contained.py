"""What advice and instructions say of the world on the side ("exercises that could increase spasm")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neckref.claims.forms import is_referral
from neckref.claims.split import Part, split_effects
from neckref.claims.words import EFFECTS, find_words
from neckref.model import Concept

_WORSE = re.compile(r"makes?\b[^,;]{1,60}\bworse\b", re.I)
_STOP = re.compile(r"[,;]|\.\s")
_ACTORS = ("exercise", "treatment", "cause")
_RELATIVE = re.compile(
    r"\s(?:that|which)\s(?P<modal>(?:can|could|may|might|will)\s)?(?:\w+ly\s)?(?P<verb>[a-z]+)\b", re.I
)
_PURPOSE = re.compile(
    r"(?:^|,?\s)(?:(?:in\sorder\s|so\sas\s)?to\s(?:help\s(?:to\s)?)?(?P<verb>[a-z]+)\b"
    r"|for\s(?P<noun>(?:an?\s|the\s|better\s|good\s|more\s|improved\s|greater\s|stronger\s)[^,.;]{2,60})"
    r"|so\sthat\s(?P<so>(?:the|your|it|they|you)\b[^.;]{3,80})"
    r"|which\s(?:can\s|may\s|will\s)?(?:helps?\s)?(?P<which>[a-z]+)\b)",
    re.I,
)
_REASON = re.compile(r",?\s(?:before|because|since|as)\s", re.I)
_OPENING = re.compile(
    r"(?:it\sis|it's|it’s)\s(?:\w+\s)?(?:important|best|advisable|essential|wise|recommended|crucial|vital|a\sgood\sidea|"
    r"necessary|better)\s(?:to|that|for\syou\sto)\s",
    re.I,
)
_COMMAND = re.compile(r"(?:perform|do|try|use|practi[cs]e)\s", re.I)
_LEAD = re.compile(r"(?:aside|apart|besides|in\saddition|if|when|once|after|before|while)\b[^,]{2,120},\s+", re.I)


def find_contained(text: str, part: Part, concepts: Sequence[Concept], offset: int = 0) -> tuple[Part, ...]:
    """Parts of advice or an instruction that claim something, each with its own span. Concept spans are shifted by
    `offset`.

    Three forms: something named that may do something ("… exercises that could increase spasm"), a purpose that is
    an outcome ("stretch daily to reduce stiffness": that stretching does), and a reason given as a clause.
    """
    found = [*_relative(text, part, concepts, offset), *_reasons(text, part, concepts, offset)]
    if find_purpose(text, part, concepts, offset) is not None:
        found += split_effects(text, Part(_behind_opening(text, part), part.end))
    return tuple(dict.fromkeys(found))


def find_purpose(text: str, part: Part, concepts: Sequence[Concept], offset: int = 0) -> int | None:
    """Where the purpose of advice or an instruction begins, if it is an outcome; None for "to look to the right"."""
    if is_referral(text[part.start : part.end]):
        return None
    for m in _PURPOSE.finditer(text, _behind_opening(text, part), part.end):
        verb = m["verb"] or m["which"]
        if m["so"] and any(EFFECTS.get(w.text, "bad") not in ("bad", "cause") for w in find_words(m["so"])):
            return m.start()
        if verb and EFFECTS.get(verb.lower(), "bad") in ("bad", "cause"):
            continue
        at = m.end() - len(m["noun"] or m["so"] or "") if verb is None else m.end() - len(verb)
        if _outcome(concepts, at + offset, part.end + offset, felt_only=verb is None):
            return m.start()
    return None


def _behind_opening(text: str, part: Part) -> int:
    """Where what is told begins: behind "It is important to", "If …,", "Perform"."""
    start = part.start
    for opening in (_OPENING, _LEAD, _COMMAND):
        if opened := opening.match(text, start, part.end):
            start = opened.end()
    return start


def _relative(text: str, part: Part, concepts: Sequence[Concept], offset: int) -> list[Part]:
    found = []
    for m in _RELATIVE.finditer(text, part.start, part.end):
        heads = [c for c in concepts if c.kind in _ACTORS and 0 <= m.start() - (c.span.end - offset) <= 1]
        stop = _STOP.search(text, m.end(), part.end)
        end = stop.start() if stop else part.end
        acts = m["verb"].lower() in EFFECTS or _WORSE.match(text, m.start("verb"), end)
        # "Avoid exercises that cause pain" picks out exercises; "that could" says what exercises can do.
        specific = bool(heads) and (m["modal"] or heads[0].term != "exercise")
        if acts and specific and _outcome(concepts, m.start("verb") + offset, end + offset):
            found.append(Part(heads[0].span.start - offset, end))
    return found


def _reasons(text: str, part: Part, concepts: Sequence[Concept], offset: int) -> list[Part]:
    found = []
    for m in _REASON.finditer(text, part.start, part.end):
        words = find_words(text, m.end(), part.end)
        effects = [EFFECTS[w.text] for w in words[1:8] if w.text in EFFECTS]
        acts = bool(effects) and words[0].text not in EFFECTS
        hurts = "bad" in effects and any(c.kind == "region" and c.span.start >= m.end() + offset for c in concepts)
        subject = len(words) > 2 and not words[0].text.endswith("ing") and words[0].text not in ("you", "your")
        if acts and subject and (hurts or _outcome(concepts, m.end() + offset, part.end + offset)):
            found.append(Part(m.end(), part.end))
    return found


def _outcome(concepts: Sequence[Concept], start: int, end: int, *, felt_only: bool = False) -> bool:
    kinds = ("outcome",) if felt_only else ("outcome", "condition")
    return any(c.kind in kinds and start < c.span.end <= end for c in concepts)
