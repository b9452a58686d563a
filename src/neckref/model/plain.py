"""Nouns → plain dicts, in the shapes of docs/exports.md: what `--json` prints. Pure; standard library only.

Absent values are `None` (never left out), so that a reader of the JSON need not guess. Names are CSL-JSON name
objects. `start` and `end` are character offsets into the article's text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from neckref.model.article import Article, Span
from neckref.model.claim import Attribution, Claim
from neckref.model.evidence import Aspect, Decision, Directness, Evidence, Passage
from neckref.model.finding import Finding
from neckref.model.match import Distance, Match
from neckref.model.reference import Identifier, Name, Reference
from neckref.model.work import Citation, Update, Work

Plain = dict[str, Any]


def plain_article(article: Article) -> Plain:
    """`{"id", "origin", "title", "sha256", "media_type", "characters", "sections", "notes"}`, without the text."""
    return {
        "id": article.id,
        "origin": article.origin,
        "title": article.title,
        "sha256": article.sha256,
        "media_type": article.media_type,
        "characters": len(article.text),
        "sections": [{"title": s.title, "start": s.span.start, "end": s.span.end} for s in article.sections],
        "notes": list(article.notes),
    }


def plain_claim(claim: Claim) -> Plain:
    """`{"id", "text", "start", "end", "section", "kind", "checkable", "concepts", "markers", …}`."""
    return {
        "id": claim.id,
        "text": claim.text,
        "start": claim.span.start,
        "end": claim.span.end,
        "section": claim.section,
        "kind": claim.kind,
        "checkable": claim.checkable,
        "concepts": [
            {"kind": c.kind, "term": c.term, "phrase": c.phrase, "start": c.span.start, "end": c.span.end}
            for c in claim.concepts
        ],
        "markers": list(claim.markers),
        "references": list(claim.references),
        "direction": claim.direction,
        "hedged": claim.hedged,
        "population": list(claim.population),
    }


def plain_reference(reference: Reference) -> Plain:
    """`{"id", "raw", "start", "end", "title", "authors", "year", …, "doi", "pmid", "pmcid", "marker"}`: as printed."""
    hints = reference.hints
    return {
        "id": reference.id,
        "raw": reference.raw,
        "start": reference.span.start,
        "end": reference.span.end,
        "title": hints.title,
        "authors": plain_names(hints.authors),
        "authors_cut": hints.authors_cut,
        "year": hints.year,
        "month": hints.month,
        "day": hints.day,
        "journal": hints.container,
        "volume": hints.volume,
        "issue": hints.issue,
        "pages": hints.pages,
        "publisher": hints.publisher,
        "type": hints.type,
        "url": hints.url,
        "doi": _identifier(reference.identifiers, "doi"),
        "pmid": _identifier(reference.identifiers, "pmid"),
        "pmcid": _identifier(reference.identifiers, "pmcid"),
        "marker": reference.marker,
    }


def plain_attribution(attribution: Attribution) -> Plain:
    """`{"id", "text", "start", "end", "claim", "status", "reference"}`."""
    return {
        "id": attribution.id,
        "text": attribution.text,
        "start": attribution.span.start,
        "end": attribution.span.end,
        "claim": attribution.claim,
        "status": attribution.status,
        "reference": attribution.reference,
    }


def plain_work(work: Work) -> Plain:
    """All fields of a work under the names of `Fields`, its identifiers, and by field who says it, who says
    otherwise and what nobody has verified."""
    fields = work.fields
    return {
        "id": work.id,
        "doi": work.doi,
        "pmid": work.identifier("pmid"),
        "pmcid": work.identifier("pmcid"),
        "identifiers": [str(i) for i in work.identifiers],
        "type": fields.type,
        "title": fields.title,
        "authors": plain_names(fields.authors),
        "year": fields.year,
        "month": fields.month,
        "day": fields.day,
        "journal": fields.journal,
        "volume": fields.volume,
        "issue": fields.issue,
        "pages": fields.pages,
        "publisher": fields.publisher,
        "issn": list(fields.issn),
        "language": fields.language,
        "url": fields.url,
        "abstract": fields.abstract,
        "summary": fields.summary,
        "design": fields.design,
        "population": fields.population,
        "sample_size": fields.sample_size,
        "mesh": list(fields.mesh),
        "publication_types": list(fields.publication_types),
        "updates": [plain_update(u) for u in fields.updates],
        "relations": [{"kind": r.kind, "identifier": str(r.identifier)} for r in fields.relations],
        "cited_by_count": fields.cited_by_count,
        "said_by": {name: list(s.said_by) for name, s in sorted(work.sourced.items())},
        "dissent": {
            name: [{"source": d.source, "value": plain_value(d.value)} for d in s.dissent]
            for name, s in sorted(work.sourced.items())
            if s.dissent
        },
        "unverified": [name for name, s in sorted(work.sourced.items()) if not s.verified],
        "records": [{"source": source, "id": record} for source, record in work.records],
    }


def plain_update(update: Update) -> Plain:
    """`{"kind", "notice", "date", "asserted_by"}`."""
    return {
        "kind": update.kind,
        "notice": str(update.notice) if update.notice else None,
        "date": update.date,
        "asserted_by": update.asserted_by,
    }


def plain_match(match: Match) -> Plain:
    """`{"reference", "verdict", "work", "distance", "gap", "runner_up", "penalties", …}`; distances 0 to 1."""
    return {
        "reference": match.reference,
        "verdict": match.verdict,
        "work": match.work,
        "distance": _total(match.distance),
        "coverage": round(match.distance.coverage, 4) if match.distance else None,
        "gap": None if match.gap is None else round(match.gap, 4),
        "runner_up": match.runner_up,
        "runner_up_distance": _total(match.runner_up_distance),
        "penalties": [
            {"name": p.name, "weight": p.weight, "value": round(p.value, 4), "detail": p.detail}
            for p in (match.distance.penalties if match.distance else ())
        ],
        "decided_by": match.decided_by,
        "reason": match.reason,
    }


def plain_evidence(evidence: Evidence, doi: str | None) -> Plain:
    """`{"claim", "work", "doi", "relation", "directness", "aspects", "level", "n", "passage", "linker", "score",
    "figures", …}`.

    `directness` holds the three values; the phrases and reasons behind them are in `aspects`.
    """
    return {
        "claim": evidence.claim,
        "work": evidence.work,
        "doi": doi,
        "relation": evidence.relation,
        "directness": plain_directness(evidence.directness),
        "aspects": {
            "population": plain_aspect(evidence.directness.population),
            "intervention": plain_aspect(evidence.directness.intervention),
            "outcome": plain_aspect(evidence.directness.outcome),
        },
        "level": evidence.level,
        "level_note": evidence.level_note,
        "n": evidence.n,
        "passage": plain_passage(evidence.passage) if evidence.passage else None,
        "linker": evidence.linker,
        "score": evidence.score,
        "reason": evidence.reason,
        "figures": [
            {"kind": f.kind, "text": f.text, "start": f.start, "end": f.end, "outside": f.outside}
            for f in evidence.figures
        ],
    }


def plain_directness(directness: Directness) -> dict[str, str]:
    """The three values: "matches", "differs" or "not stated"."""
    return {
        "population": directness.population.value,
        "intervention": directness.intervention.value,
        "outcome": directness.outcome.value,
    }


def plain_aspect(aspect: Aspect) -> Plain:
    """`{"value", "claim_phrase", "claim_span", "work_phrase", "work_field", "work_span", "reason"}`; the first span is
    in the article, the second in that field of the work."""
    return {
        "value": aspect.value,
        "claim_phrase": aspect.claim_phrase,
        "claim_span": _plain_span(aspect.claim_span),
        "work_phrase": aspect.work_phrase,
        "work_field": aspect.work_field,
        "work_span": _plain_span(aspect.work_span),
        "reason": aspect.reason,
    }


def _plain_span(span: Span | None) -> Plain | None:
    return {"start": span.start, "end": span.end} if span else None


def plain_passage(passage: Passage) -> Plain:
    """`{"kind", "field", "start", "end", "text", "source"}`; offsets into that field of the work."""
    return {
        "kind": passage.kind,
        "field": passage.field,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "source": passage.source,
    }


def plain_citation(citation: Citation) -> dict[str, str]:
    """`{"citing", "cited", "said_by"}`."""
    return {"citing": citation.citing, "cited": citation.cited, "said_by": citation.said_by}


def plain_decision(decision: Decision) -> dict[str, str]:
    """`{"claim", "work", "relation", "note", "person", "decided_at"}`."""
    return {
        "claim": decision.claim,
        "work": decision.work,
        "relation": decision.relation,
        "note": decision.note,
        "person": decision.person,
        "decided_at": decision.decided_at,
    }


def plain_finding(finding: Finding) -> Plain:
    """`{"code", "name", "severity", "subject", "message", "remedy", "span": {"start", "end"} | None}`."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "subject": finding.subject,
        "message": finding.message,
        "remedy": finding.remedy,
        "span": plain_span(finding.span) if finding.span else None,
    }


def plain_span(span: Span) -> dict[str, int]:
    """`{"start", "end"}`."""
    return {"start": span.start, "end": span.end}


def plain_names(names: Iterable[Name]) -> list[dict[str, str]]:
    """CSL-JSON name objects with only the parts a name has: `{"family", "given", "suffix"}` or `{"literal"}`."""
    parts = ("family", "given", "suffix", "literal")
    return [{part: value for part in parts if (value := getattr(name, part))} for name in names]


def plain_value(value: object) -> Any:
    """A field's value as JSON can hold it: names as objects, identifiers and updates plain, tuples as lists."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Name():
            return plain_names([value])[0]
        case Update():
            return plain_update(value)
        case Identifier():
            return str(value)
        case tuple() | list():
            return [plain_value(v) for v in value]
    return str(value)


def _identifier(identifiers: Iterable[Identifier], scheme: str) -> str | None:
    return next((i.value for i in identifiers if i.scheme == scheme), None)


def _total(distance: Distance | None) -> float | None:
    return None if distance is None else round(distance.total, 4)
