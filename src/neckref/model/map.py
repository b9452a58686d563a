"""EvidenceMap: all that is known of one article's evidence, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from neckref.model.article import Article
from neckref.model.claim import Attribution, Claim
from neckref.model.evidence import Decision, Evidence, Summary
from neckref.model.finding import Finding
from neckref.model.lookup import Asked
from neckref.model.match import Match
from neckref.model.reference import Reference
from neckref.model.work import Citation, Work


@dataclass(frozen=True, slots=True)
class EvidenceMap:
    """What linkers, audit rules, exporters and views are given. Sorted, so that outputs are stable:
    claims, references and attributions in reading order, works by id, citations as tuples."""

    article: Article | None
    """None where the library holds works only (`fetch doi:…` without an article)."""
    references: tuple[Reference, ...] = ()
    claims: tuple[Claim, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    works: tuple[Work, ...] = ()
    """The cited works and those around them."""
    matches: tuple[Match, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    citations: tuple[Citation, ...] = ()
    decisions: tuple[Decision, ...] = ()
    summaries: tuple[Summary, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[tuple[str, str, str], ...] = ()
    """(subject, what was not checked, why): silence that must not look like a pass."""
    asked: tuple[Asked, ...] = ()
    steps: tuple[str, ...] = ()
    """What was done so far: "read", "fetch", "link". What is missing was not run, which is not a pass."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Source name → one line on how it went in the latest run ("3 found", "could not ask: …")."""

    def work(self, work_id: str | None) -> Work | None:
        """The work of that id, or None."""
        return next((w for w in self.works if w.id == work_id), None)

    def match(self, reference_id: str) -> Match | None:
        """The match of that reference, or None where it was never looked up."""
        return next((m for m in self.matches if m.reference == reference_id), None)

    def relations(self) -> dict[tuple[str, str], str]:
        """(claim, work) → how the work bears on the claim: a person's latest word, else the first linker's that is more
        than a mention ("partly supports" for support that is not direct)."""
        said: dict[tuple[str, str], str] = {}
        for e in self.evidence:
            if said.get((e.claim, e.work)) in (None, "mentions", "unclear"):
                indirect = e.relation == "supports" and not e.directness.direct
                said[e.claim, e.work] = "partly supports" if indirect else e.relation
        latest = sorted(self.decisions, key=lambda d: d.decided_at)
        return said | {(d.claim, d.work): d.relation for d in latest}

    @property
    def cited(self) -> tuple[Work, ...]:
        """Works that a reference of the article resolved to, in reading order, each once."""
        ids = dict.fromkeys(m.work for m in self.matches if m.resolved)
        return tuple(w for w in map(self.work, ids) if w is not None)
