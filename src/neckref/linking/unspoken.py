"""Unspoken: what a claim says beside its concepts, and whether a work ever speaks of it."""

from __future__ import annotations

import re

from neckref.linking.frame import ClaimFrame, WorkFrame
from neckref.linking.lexical import is_known, overlap, read_text, stem, weight

_EVERYDAY = frozenset(
    stem(w)
    for w in "you your doctor doctors physician help helps helping try good well many people person way ways want need "  # noqa: SIM905
    "goal manage managing work works working get make makes take often usually really gently easily simple "
    "regular regularly daily add added adding addition alone attack attacks "
    "short shortly long longer run runs term week weeks month months first time times "
    "ease eases eased easing soothe soothes calm calms".split()
)


def find_wanted(frame: ClaimFrame) -> frozenset[str]:
    """Stems of what the claim says beside its concepts and everyday words."""
    covered = {s for c in (*frame.interventions, *frame.outcomes) for s in read_text(c.phrase).stems}
    covered |= {s for c in frame.people.terms for s in read_text(c.phrase).stems}
    everyday = {stem(w) for w in re.findall(r"\b[a-z]+\b", frame.claim.text) if not is_known(stem(w))}
    return read_text(frame.claim.text).content - covered - everyday - _EVERYDAY


def find_unspoken(frame: ClaimFrame, work: WorkFrame) -> str | None:
    """The weightiest word of the claim that the work never uses, where such words are most of what the claim says
    beside its concepts: then the concepts are only a part of what it is about."""
    wanted = find_wanted(frame)
    spoken = frozenset[str]().union(*(read_text(c.text).stems for c in work.candidates))
    if not wanted or overlap(wanted, spoken) >= 0.5:
        return None
    return max(sorted(wanted - spoken), key=weight)
