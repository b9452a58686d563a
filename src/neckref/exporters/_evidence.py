"""What the claim formats share: evidence by claim, with a person's word above a linker's."""

from __future__ import annotations

from collections import defaultdict

from neckref.model import Decision, Evidence, EvidenceMap


def evidence_by_claim(emap: EvidenceMap) -> dict[str, list[Evidence]]:
    """Claim id → its evidence in the map's order."""
    found: defaultdict[str, list[Evidence]] = defaultdict(list)
    for evidence in emap.evidence:
        found[evidence.claim].append(evidence)
    return dict(found)


def decisions(emap: EvidenceMap) -> dict[tuple[str, str], Decision]:
    """(claim id, work id) → the latest word of a person on them."""
    return {(d.claim, d.work): d for d in sorted(emap.decisions, key=lambda d: d.decided_at)}
