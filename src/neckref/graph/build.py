"""EvidenceMap → networkx.MultiDiGraph. Attributes are plain scalars, so that any graph format can hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx

from neckref.model import Citation, Claim, Decision, Evidence, EvidenceMap, Work
from neckref.model.work import Fields

ARTICLE = "article"
"""Id of the article's node; claims and works keep their own ids."""


def build_graph(emap: EvidenceMap) -> nx.MultiDiGraph[str]:
    """Everything in the map as nodes and edges; what nobody said is an absent attribute, never None.

    Nodes (`kind`): "article"; "claim" with `order`, `summary`, `reason`, `checkable`, `dangling`
    (it is said on the word of a source that is missing); "work" with `title`, `year`,
    `doi`, `cited` (a reference of the article stands for it), `orphan` (the audit says no claim rests on it),
    `retracted`, `stored` (False for papers known by nothing but an identifier in a citation).

    Edges (`kind`): "contains" article → claim; "reference" article → work with the match's `verdict`; "evidence"
    claim → work with `relation`, the three aspects of directness, `direct`, `level`, `linker`, and `decided` where a
    person has spoken; "citation" work → work with `said_by` (sources joined by "; ").
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    if emap.article is not None:
        title = emap.article.title or emap.article.origin
        graph.add_node(ARTICLE, kind="article", label=title, title=title, origin=emap.article.origin)
    _add_claims(graph, emap)
    _add_works(graph, emap)
    _add_references(graph, emap)
    _add_evidence(graph, emap.evidence, emap.decisions)
    _add_citations(graph, emap.citations)
    return graph


def nodes_of(graph: nx.MultiDiGraph[str], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Id and attributes of each node of that kind, in order."""
    return ((node, data) for node, data in graph.nodes(data=True) if data["kind"] == kind)


def edges_of(graph: nx.MultiDiGraph[str], kind: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Both ends and attributes of each edge of that kind, in order."""
    return ((a, b, data) for a, b, data in graph.edges(data=True) if data["kind"] == kind)


def label_of(work: Work) -> str:
    """A paper in a few words, as a reader would call it: "Andersen et al. 2008"."""
    return _label(work.fields) or work.id


def _label(fields: Fields) -> str:
    names = [a.family or a.literal or "" for a in fields.authors]
    if not names:
        who = (fields.title or "").split(":")[0][:40]
    elif len(names) == 1:
        who = names[0]
    elif len(names) == 2:
        who = f"{names[0]} & {names[1]}"
    else:
        who = f"{names[0]} et al."
    return " ".join(part for part in (who, str(fields.year or "")) if part)


def _add_claims(graph: nx.MultiDiGraph[str], emap: EvidenceMap) -> None:
    summaries = {s.claim: s for s in emap.summaries}
    dangling = {a.claim for a in emap.attributions if a.status == "dangling"}
    for order, claim in enumerate(emap.claims, 1):
        summary = summaries.get(claim.id)
        graph.add_node(claim.id, **_claim_attributes(claim, order), dangling=claim.id in dangling)
        if summary is not None:
            graph.nodes[claim.id].update(summary=summary.verdict, reason=summary.reason)
        if emap.article is not None:
            graph.add_edge(ARTICLE, claim.id, key="contains", kind="contains")


def _claim_attributes(claim: Claim, order: int) -> dict[str, Any]:
    return {
        "kind": "claim",
        "label": f"Claim {order}",
        "title": claim.text,
        "section": claim.section,
        "claim_kind": claim.kind,
        "checkable": claim.checkable,
        "order": order,
    }


def _add_works(graph: nx.MultiDiGraph[str], emap: EvidenceMap) -> None:
    cited = {m.work for m in emap.matches if m.resolved}
    by_reference = {m.reference: m.work for m in emap.matches}
    orphans = {by_reference.get(f.subject) for f in emap.findings if f.name == "orphan-reference"}
    for work in emap.works:
        attributes: dict[str, Any] = {
            "kind": "work",
            "label": label_of(work),
            "title": work.fields.title,
            "year": work.fields.year,
            "doi": work.doi,
            "pmid": work.identifier("pmid"),
            "journal": work.fields.journal,
            "authors": "; ".join(map(str, work.fields.authors)) or None,
            "cited_by_count": work.fields.cited_by_count,
            "cited": work.id in cited,
            "orphan": work.id in orphans,
            "retracted": work.retraction is not None,
            "stored": True,
        }
        graph.add_node(work.id, **_said(attributes))


def _said(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None}


def _add_references(graph: nx.MultiDiGraph[str], emap: EvidenceMap) -> None:
    if emap.article is None:
        return
    for match in emap.matches:
        if match.work is not None and match.resolved and match.work in graph:
            graph.add_edge(
                ARTICLE, match.work, key=match.reference, kind="reference", reference=match.reference,
                verdict=match.verdict,
            )  # fmt: skip


def _add_evidence(graph: nx.MultiDiGraph[str], evidence: Iterable[Evidence], decisions: Iterable[Decision]) -> None:
    decided = {(d.claim, d.work): d for d in decisions}
    for item in evidence:
        if item.claim not in graph or item.work not in graph:
            continue
        decision = decided.get((item.claim, item.work))
        attributes = {
            "kind": "evidence",
            "relation": item.relation,
            "population": item.directness.population.value,
            "intervention": item.directness.intervention.value,
            "outcome": item.directness.outcome.value,
            "direct": item.directness.direct,
            "level": item.level,
            "n": item.n,
            "linker": item.linker,
            "score": item.score,
            "passage": item.passage.kind if item.passage else None,
            "decided": decision.relation if decision else None,
        }
        graph.add_edge(item.claim, item.work, key=f"evidence:{item.linker}", **_said(attributes))
    for (claim, work), decision in decided.items():
        if claim in graph and work in graph and not graph.has_edge(claim, work):
            graph.add_edge(
                claim, work, key="evidence:person", kind="evidence", relation=decision.relation, linker="person",
                decided=decision.relation,
            )  # fmt: skip


def _add_citations(graph: nx.MultiDiGraph[str], citations: Iterable[Citation]) -> None:
    said: dict[tuple[str, str], list[str]] = {}
    for citation in citations:
        said.setdefault((citation.citing, citation.cited), []).append(citation.said_by)
    for (citing, cited), sources in sorted(said.items()):
        for end in (citing, cited):
            if end not in graph:
                graph.add_node(
                    end, kind="work", label=end, cited=False, orphan=False, retracted=False, stored=False
                )  # fmt: skip
        graph.add_edge(citing, cited, key="citation", kind="citation", said_by="; ".join(sorted(set(sources))))
