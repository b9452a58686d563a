"""EvidenceMap → Content: the words of every page are chosen here."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import TypeVar

from neckref.graph import label_of
from neckref.model import (
    RELATIONS,
    Aspect,
    Claim,
    Evidence,
    EvidenceMap,
    Finding,
    Match,
    Reference,
    Summary,
    Work,
)
from neckref.views import phrases
from neckref.views.content import (
    AspectView,
    ClaimView,
    Content,
    EvidenceView,
    FindingView,
    PaperView,
    ReferenceView,
)

K = TypeVar("K")
V = TypeVar("V")


def content_of(emap: EvidenceMap) -> Content:
    """The map in the words and order in which people read it."""
    return _Builder(emap).build()


class _Builder:
    def __init__(self, emap: EvidenceMap) -> None:
        self._map = emap
        self._numbers = {claim.id: n for n, claim in enumerate(emap.claims, 1)}
        self._works = {work.id: work for work in emap.works}
        self._reference_numbers = _reference_numbers(emap.references)
        self._owner = {a.id: a.claim for a in emap.attributions}
        self._decisions = {(d.claim, d.work): d for d in emap.decisions}
        self._evidence = [self._evidence_view(e) for e in emap.evidence if e.work in self._works]
        stored = {(c.citing, c.cited) for c in emap.citations if c.citing in self._works and c.cited in self._works}
        self._cites = _grouped(sorted(stored))
        self._cited_by = _grouped((cited, citing) for citing, cited in sorted(stored))
        self._about_paper = _grouped((e.paper, e) for e in self._evidence)
        self._about_claim = _grouped((e.claim, e) for e in self._evidence)
        self._found = _grouped((f.subject, f) for f in emap.findings)
        self._references_of = _grouped((m.work, m.reference) for m in emap.matches if m.resolved)

    def build(self) -> Content:
        emap = self._map
        article = emap.article
        asked = sorted(a.at[:10] for a in emap.asked)
        dates = "" if not asked else asked[0] if asked[0] == asked[-1] else f"{asked[0]} to {asked[-1]}"
        dangling = [a for a in emap.attributions if a.status == "dangling"]
        return Content(
            title=(article.title or article.origin) if article else "Papers in this library",
            origin=phrases.origin(article) if article else "",
            notes=article.notes if article else (),
            claims=tuple(map(self._claim, emap.claims)),
            papers=tuple(map(self._paper, emap.works)),
            references=tuple(map(self._reference, emap.references)),
            findings=tuple(map(self._finding, emap.findings)),
            dangling=tuple((a.text, a.claim) for a in dangling),
            unavailable=self._unavailable(),
            down=tuple(sorted({a.source for a in emap.asked if a.outcome == "unavailable"})),
            sources=tuple(sorted(emap.sources.items())),
            dates=dates,
        )

    def _unavailable(self) -> str:
        failed = [a for a in self._map.asked if a.outcome == "unavailable"]
        names = sorted({a.source for a in failed})
        whys = {phrases.why(a) or "no reason given" for a in failed}
        why = f": {whys.pop()}" if len(whys) == 1 else " (why: in the table of sources)"
        left = f"{len(failed)} {'question' if len(failed) == 1 else 'questions'} open"
        return f"{', '.join(names)} could not be asked{why}; {left}." if failed else ""

    def _finding(self, finding: Finding) -> FindingView:
        return FindingView(
            finding.code,
            finding.name,
            finding.severity,
            finding.subject,
            self._about(finding.subject),
            finding.message,
            finding.remedy,
        )

    def _about(self, subject: str) -> str:
        if subject in self._numbers:
            return f"Claim {self._numbers[subject]}"
        if subject in self._reference_numbers:
            return f"Reference {self._reference_numbers[subject]}"
        if subject in self._works:
            return label_of(self._works[subject])
        claim = self._owner.get(subject)
        if claim in self._numbers:
            return f"Claim {self._numbers[claim]}"
        return {"run": "The run", "article": "The article"}.get(subject, subject)

    def _findings(self, *subjects: str) -> tuple[FindingView, ...]:
        return tuple(self._finding(f) for subject in subjects for f in self._found.get(subject, ()))

    def _claim(self, claim: Claim) -> ClaimView:
        summary = next(
            (s for s in self._map.summaries if s.claim == claim.id),
            Summary(claim.id, "not checked", "" if claim.checkable else "Nothing a study could show."),
        )
        owned = [a for a in self._map.attributions if a.claim == claim.id]
        before, after = phrases.context(self._map.article, claim)
        return ClaimView(
            id=claim.id,
            number=self._numbers[claim.id],
            text=claim.text,
            before=before,
            after=after,
            section=claim.section,
            kind=claim.kind,
            checkable=claim.checkable,
            summary=summary.verdict,
            reason=summary.reason,
            evidence=tuple(sorted(self._about_claim.get(claim.id, ()), key=lambda e: RELATIONS.index(e.relation))),
            dangling=tuple(a.text for a in owned if a.status == "dangling"),
            markers=claim.markers,
            findings=self._findings(claim.id, *(a.id for a in owned)),
        )

    def _evidence_view(self, evidence: Evidence) -> EvidenceView:
        work = self._works[evidence.work]
        passage = evidence.passage
        return EvidenceView(
            claim=evidence.claim,
            claim_number=self._numbers.get(evidence.claim, 0),
            paper=evidence.work,
            paper_label=label_of(work),
            paper_title=work.fields.title or work.id,
            relation=self._relation(evidence),
            decision=self._decision(evidence),
            directness=phrases.directness_word(evidence.directness),
            aspects=(
                self._aspect("Who was studied", evidence.directness.population, work),
                self._aspect("What was done", evidence.directness.intervention, work),
                self._aspect("What was measured", evidence.directness.outcome, work),
            ),
            level=evidence.level,
            level_note=evidence.level_note,
            n=evidence.n,
            quote=passage.text if passage and passage.kind == "quote" else None,
            summary=passage.text if passage and passage.kind == "summary" else None,
            passage_from=phrases.passage_from(passage, self._date(passage.source, work) if passage else ""),
            numbers=phrases.numbers(evidence.figures),
            linker=evidence.linker,
            reason=evidence.reason,
        )

    def _date(self, source: str, work: Work) -> str:
        """The day that source told of the work; where it was asked by other words, the day it last told anything."""
        told = [a for a in self._map.asked if a.source == source and a.outcome == "found"]
        names = {str(i) for i in work.identifiers}
        own = [a for a in told if a.question in names]
        return max((a.at[:10] for a in own or told), default="")

    def _summary_from(self, work: Work) -> str:
        sourced = work.sourced.get("summary")
        return ", ".join(filter(None, (*sourced.said_by, self._date(sourced.said_by[0], work)))) if sourced else ""

    def _aspect(self, name: str, aspect: Aspect, work: Work) -> AspectView:
        words = ""
        if aspect.claim_phrase or aspect.work_phrase:
            text = self._map.article.text if self._map.article else None
            fields = work.fields
            known = (fields.title, fields.abstract, fields.summary, fields.population, fields.design, *fields.mesh)
            ours, theirs = phrases.quoted(aspect.claim_phrase, [text]), phrases.quoted(aspect.work_phrase, known)
            words = f"article: {ours}; paper: {theirs}."
        return AspectView(name, aspect.value, words, aspect.reason)

    def _relation(self, evidence: Evidence) -> str:
        decision = self._decisions.get((evidence.claim, evidence.work))
        return decision.relation if decision else evidence.relation

    def _decision(self, evidence: Evidence) -> str:
        decision = self._decisions.get((evidence.claim, evidence.work))
        if decision is None:
            return ""
        who = " ".join(part for part in (decision.person or "a person", decision.decided_at[:10]) if part)
        note = f": {decision.note}" if decision.note else ""
        return f"Decided by {who}{note}"

    def _paper(self, work: Work) -> PaperView:
        fields = work.fields
        mine = self._about_paper.get(work.id, [])
        references = self._references_of.get(work.id, [])
        findings = self._findings(work.id, *references)
        return PaperView(
            id=work.id,
            label=label_of(work),
            title=fields.title or work.id,
            authors=phrases.authors(work),
            year=fields.year,
            where=phrases.where(work),
            links=phrases.links_of(work),
            level=next((e.level for e in mine if e.level != "unknown"), ""),
            n=fields.sample_size or next((e.n for e in mine if e.n is not None), None),
            design=fields.design or ", ".join(fields.publication_types),
            population=fields.population or "",
            abstract=fields.abstract,
            summary=fields.summary,
            summary_from=self._summary_from(work),
            retracted=work.retraction is not None,
            notices=tuple(phrases.notice(u.kind, u.date, u.asserted_by) for u in fields.updates),
            orphan=bool(self._numbers) and any(f.name == "orphan-reference" for f in findings),
            numbers=tuple(self._reference_numbers.get(r, r) for r in references),
            claims=tuple(dict.fromkeys(e.claim for e in mine)),
            references=tuple(self._cites.get(work.id, ())),
            cited_by=tuple(self._cited_by.get(work.id, ())),
            cited_by_count=fields.cited_by_count,
            sources=", ".join(dict.fromkeys(source for source, _ in work.records)),
            doubts=phrases.doubts(work),
            findings=findings,
        )

    def _reference(self, reference: Reference) -> ReferenceView:
        match = self._map.match(reference.id)
        asked = [a for a in self._map.asked if a.reference == reference.id]
        return ReferenceView(
            id=reference.id,
            number=self._reference_numbers[reference.id],
            raw=reference.raw,
            verdict=phrases.VERDICT_WORDS[match.verdict] if match else "Not looked up",
            reason=match.reason if match else "",
            paper=match.work if match and match.work in self._works else None,
            compared=phrases.compared(match),
            coverage=phrases.coverage(match),
            runner_up=self._runner_up(match),
            asked=tuple(dict.fromkeys(map(phrases.answer, asked))),
            findings=self._findings(reference.id),
        )

    def _runner_up(self, match: Match | None) -> str:
        if match is None or match.runner_up not in self._works or match.runner_up_distance is None:
            return ""
        other = self._works[match.runner_up]
        gap = f", {match.gap:.2f} further away" if match.gap is not None else ""
        return f"Next nearest: {label_of(other)}, “{other.fields.title}”{gap}."


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _reference_numbers(references: Iterable[Reference]) -> dict[str, str]:
    """What each reference is called: its marker, else the next number that no marker and no other one has."""
    references = tuple(references)
    taken = {r.marker for r in references}
    free = (str(n) for n in count(1) if str(n) not in taken)
    return {r.id: r.marker or next(free) for r in references}
