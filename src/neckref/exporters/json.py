"""The whole map as JSON, for programs. The shape is stable; docs/exports.md documents it."""

from __future__ import annotations

from neckref.model import EvidenceMap
from neckref.model.plain import (
    Plain,
    plain_article,
    plain_attribution,
    plain_citation,
    plain_claim,
    plain_decision,
    plain_evidence,
    plain_finding,
    plain_match,
    plain_reference,
    plain_work,
)
from neckref.text.display import json_text


def export(emap: EvidenceMap) -> str:
    """Everything but the article's text."""
    return json_text(plain_map(emap))


def plain_map(emap: EvidenceMap) -> Plain:
    """The map as plain dicts and lists."""
    dois = {work.id: work.doi for work in emap.works}
    return {
        "article": plain_article(emap.article) if emap.article else None,
        "works": [plain_work(w) for w in emap.works],
        "claims": [plain_claim(c) for c in emap.claims],
        "evidence": [plain_evidence(e, dois.get(e.work)) for e in emap.evidence],
        "citations": [plain_citation(c) for c in emap.citations],
        "summaries": {s.claim: s.verdict for s in emap.summaries},
        "reasons": {s.claim: s.reason for s in emap.summaries},
        "references": [plain_reference(r) for r in emap.references],
        "matches": [plain_match(m) for m in emap.matches],
        "attributions": [plain_attribution(a) for a in emap.attributions],
        "decisions": [plain_decision(d) for d in emap.decisions],
        "findings": [plain_finding(f) for f in emap.findings],
        "not_checked": [{"subject": s, "check": what, "reason": why} for s, what, why in emap.not_checked],
        "sources": dict(emap.sources),
    }
