"""Nanopublications in TriG (nanopub.net, guidelines 2015): local and unsigned, one for each piece of evidence.

A person's decision takes the place of what linkers say of the same claim and work; "unclear" asserts nothing and
gives no nanopublication.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from neckref.exporters._evidence import decisions
from neckref.exporters._rdf import CITO, article_iri, claim_iri, iri, work_iris
from neckref.exporters._works import one_line
from neckref.model import Decision, Evidence, EvidenceMap, Work

_PREFIXES = {
    "cito": "http://purl.org/spar/cito/",
    "dct": "http://purl.org/dc/terms/",
    "np": "http://www.nanopub.org/nschema#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TEMP = "http://purl.org/nanopub/temp/"
"""The namespace the nanopub tools keep for what is not published yet."""


@dataclass(frozen=True, slots=True)
class _Statement:
    name: str
    claim: str
    work: str
    relation: str
    agent: str
    details: tuple[str, ...]
    passage: str | None = None
    created: str | None = None


def export(emap: EvidenceMap) -> str:
    """All evidence as nanopublications with head, assertion, provenance and publication info."""
    works = {w.id: w for w in emap.works}
    texts = {c.id: c.text for c in emap.claims}
    made = [
        _render(emap, s, texts[s.claim], works[s.work])
        for s in _statements(emap)
        if s.relation in CITO and s.work in works and s.claim in texts
    ]
    head = "".join(f"@prefix {name}: <{address}> .\n" for name, address in _PREFIXES.items())
    return "\n".join([head, *made])


def _statements(emap: EvidenceMap) -> list[_Statement]:
    decided = decisions(emap)
    found = [_of_evidence(n, e) for n, e in enumerate(emap.evidence, 1) if (e.claim, e.work) not in decided]
    return found + [_of_decision(n, d) for n, d in enumerate(decided.values(), 1)]


def _of_evidence(number: int, e: Evidence) -> _Statement:
    d = e.directness
    details = (
        f"Level: {e.level}" + (f", n = {e.n}" if e.n is not None else ""),
        f"Population {d.population.value}, intervention {d.intervention.value}, outcome {d.outcome.value}",
        e.reason,
    )
    passage = e.passage.text if e.passage and e.passage.kind == "quote" else None
    return _Statement(f"evidence-{number}", e.claim, e.work, e.relation, f"linker:{e.linker}", details, passage)


def _of_decision(number: int, d: Decision) -> _Statement:
    agent = f"person:{d.person}" if d.person else "person"
    return _Statement(f"decision-{number}", d.claim, d.work, d.relation, agent, (d.note,), created=d.decided_at)


def _render(emap: EvidenceMap, statement: _Statement, text: str, work: Work) -> str:
    base = f"{_TEMP}{iri(emap.article.id) if emap.article else 'none'}/{statement.name}"
    claim, source = f"<{claim_iri(emap, statement.claim)}>", f"<{work_iris(emap)[work.id]}>"
    head, assertion, provenance, info = (f"<{base}#{part}>" for part in ("Head", "assertion", "provenance", "pubinfo"))
    agent = f"<{iri('urn:x-neckref:' + one_line(statement.agent).replace('#', '%23'))}>"
    said = [f"{assertion} rdfs:comment {_literal(d)} ." for d in statement.details if one_line(d)]
    if statement.passage:
        said.append(f"{assertion} prov:wasQuotedFrom {source} ; prov:value {_literal(statement.passage)} .")
    created = f"<{base}> dct:created {_literal(statement.created)}^^xsd:dateTime ." if statement.created else ""
    graphs = {
        head: [
            f"<{base}> a np:Nanopublication ; np:hasAssertion {assertion} ; np:hasProvenance {provenance} ; "
            f"np:hasPublicationInfo {info} ."
        ],
        assertion: [
            f"{claim} a schema:Claim ; schema:text {_literal(text)} ; cito:{CITO[statement.relation]} {source} .",
            f"{source} dct:title {_literal(work.fields.title or work.id)} .",
        ],
        provenance: [
            f"{assertion} prov:wasAttributedTo {agent} ; prov:wasDerivedFrom <{article_iri(emap)}> , {source} .",
            *said,
        ],
        info: [f"<{base}> prov:wasAttributedTo {agent} ; rdfs:comment {_literal('Unsigned, made by neckref.')} ."]
        + ([created] if created else []),
    }
    return "\n".join("\n  ".join([f"{name} {{", *lines]) + "\n}" for name, lines in graphs.items()) + "\n"


def _literal(text: str) -> str:
    """JSON's escapes of a one-line string are a part of Turtle's (RDF 1.1 Turtle, 6.4)."""
    return json.dumps(one_line(text), ensure_ascii=False)
