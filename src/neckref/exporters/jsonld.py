"""JSON-LD with schema.org's Article, Claim, citation and ClaimReview, and CiTO's relations.

A ClaimReview says that somebody has checked a claim, so there is one only for what a person has decided.
"""

from __future__ import annotations

import json
from typing import Any

from neckref.exporters._evidence import evidence_by_claim
from neckref.exporters._rdf import CITO, article_iri, claim_iri, iri, work_iris
from neckref.exporters._works import bibliography_works, clean, one_line, retraction_note, web_address
from neckref.model import Claim, Decision, Evidence, EvidenceMap, Name, Work

Node = dict[str, Any]

_CONTEXT = {
    "@vocab": "https://schema.org/",
    "cito": "http://purl.org/spar/cito/",
    **{f"cito:{name}": {"@type": "@id"} for name in CITO.values()},
}
_TYPES = {
    "article-journal": "ScholarlyArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "paper-conference": "ScholarlyArticle",
    "report": "Report",
    "software": "SoftwareSourceCode",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
# So that the text may stand inside <script> as it is.
_IN_SCRIPT = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def export(emap: EvidenceMap) -> str:
    """A self-contained JSON-LD document: article, claims, works and reviews in one `@graph`."""
    graph = [*_article(emap), *_claims(emap), *_works(emap), *_reviews(emap)]
    document = {"@context": _CONTEXT, "@graph": [_said(node) for node in graph]}
    return clean(json.dumps(document, ensure_ascii=False, indent=2)).translate(_IN_SCRIPT) + "\n"


def _said(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [])}


def _article(emap: EvidenceMap) -> list[Node]:
    if emap.article is None:
        return []
    iris = work_iris(emap)
    origin = emap.article.origin
    return [
        {
            "@id": article_iri(emap),
            "@type": "Article",
            "headline": one_line(emap.article.title),
            "url": iri(one_line(origin)) if origin.startswith(("http://", "https://")) else None,
            "citation": [{"@id": iris[w.id]} for w in bibliography_works(emap)],
            "hasPart": [{"@id": claim_iri(emap, c.id)} for c in emap.claims],
        }
    ]


def _claims(emap: EvidenceMap) -> list[Node]:
    evidence, iris = evidence_by_claim(emap), work_iris(emap)
    return [_claim(emap, c, [e for e in evidence.get(c.id, []) if e.work in iris], iris) for c in emap.claims]


def _claim(emap: EvidenceMap, claim: Claim, evidence: list[Evidence], iris: dict[str, str]) -> Node:
    node: Node = {
        "@id": claim_iri(emap, claim.id),
        "@type": "Claim",
        "identifier": claim.id,
        "text": one_line(claim.text),
        "appearance": {"@id": article_iri(emap)},
        "citation": [{"@id": i} for i in dict.fromkeys(iris[e.work] for e in evidence)],
    }
    for relation, name in CITO.items():
        node[f"cito:{name}"] = list(dict.fromkeys(iris[e.work] for e in evidence if e.relation == relation))
    return node


def _works(emap: EvidenceMap) -> list[Node]:
    iris = work_iris(emap)
    cited: dict[str, list[str]] = {}
    for c in emap.citations:
        if c.citing in iris and c.cited in iris:
            cited.setdefault(c.citing, []).append(iris[c.cited])
    return [_work(w, iris[w.id], sorted(set(cited.get(w.id, [])))) for w in emap.works]


def _work(work: Work, work_iri: str, cited: list[str]) -> Node:
    fields = work.fields
    container = {
        "@type": "Periodical" if fields.issn or fields.type == "article-journal" else "CreativeWork",
        "name": one_line(fields.journal),
        "issn": [one_line(i) for i in fields.issn],
    }
    return {
        "@id": work_iri,
        "@type": _TYPES.get(fields.type or "", "CreativeWork"),
        "name": one_line(fields.title),
        "author": {"@list": [_person(n) for n in fields.authors]} if fields.authors else None,
        "datePublished": _date(work),
        "isPartOf": _said(container) if fields.journal else None,
        "pagination": one_line(fields.pages),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": i.scheme, "value": one_line(i.value)} for i in work.identifiers
        ],
        "url": web_address(work),
        "creativeWorkStatus": retraction_note(work),
        "citation": [{"@id": i} for i in cited],
    }


def _person(name: Name) -> Node:
    if not name.family:
        return {"@type": "Organization", "name": one_line(str(name))}
    return _said(
        {
            "@type": "Person",
            "familyName": one_line(name.family),
            "givenName": one_line(name.given),
            "honorificSuffix": one_line(name.suffix),
        }
    )


def _date(work: Work) -> str | None:
    year, month, day = work.fields.year, work.fields.month, work.fields.day
    if not year:
        return None
    return "-".join([f"{year:04d}", *([f"{month:02d}"] if month else []), *([f"{day:02d}"] if month and day else [])])


def _reviews(emap: EvidenceMap) -> list[Node]:
    texts, iris = {c.id: c.text for c in emap.claims}, work_iris(emap)
    return [
        _review(emap, d, number, texts[d.claim], iris.get(d.work))
        for number, d in enumerate(emap.decisions, 1)
        if d.claim in texts
    ]


def _review(emap: EvidenceMap, decision: Decision, number: int, text: str, work: str | None) -> Node:
    return {
        "@id": f"{article_iri(emap)}#review-{number}",
        "@type": "ClaimReview",
        "itemReviewed": {"@id": claim_iri(emap, decision.claim)},
        "claimReviewed": one_line(text),
        "author": {"@type": "Person", "name": one_line(decision.person)} if decision.person else None,
        "datePublished": decision.decided_at,
        "reviewRating": {"@type": "Rating", "alternateName": decision.relation},
        "reviewBody": one_line(decision.note),
        "citation": {"@id": work} if work else None,
    }
