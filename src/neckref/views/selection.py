"""Which papers a picture shows, and the sentence that says what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from neckref.graph import edges_of, nodes_of
from neckref.graph.measures import most_relevant
from neckref.model import EvidenceMap


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids of papers in the order of their relevance."""

    core: tuple[str, ...]
    """What the article cites or what bears on a claim."""
    around: tuple[str, ...]
    """What those cite or are cited by."""
    note: str
    """One sentence or two on what is not shown and why; "" where all is."""


def select(emap: EvidenceMap, graph: nx.MultiDiGraph[str], limit: int, around: int) -> Selection:
    """At most `limit` papers, of which at most `around` are neither cited by the article nor bear on a claim."""
    stored = [node for node, data in nodes_of(graph, "work") if data["stored"]]
    bearing = {work for _, work, _ in edges_of(graph, "evidence")}
    shown = most_relevant(graph, limit)
    core = tuple(node for node in shown if graph.nodes[node].get("cited") or node in bearing)
    rest = tuple(node for node in shown if node not in set(core))[:around]
    return Selection(core, rest, " ".join(_notes(emap, graph, stored, len(core) + len(rest))))


def _notes(emap: EvidenceMap, graph: nx.MultiDiGraph[str], stored: Sequence[str], shown: int) -> list[str]:
    notes = []
    if not stored:
        notes.append(_why_empty(emap))
    if shown < len(stored):
        notes.append(
            f"Shows the {shown:,} most relevant of {len(stored):,} papers: those the article cites, those that bear on "
            "a claim, and the ones most linked to these. The exports hold all."
        )
    bare = sum(1 for _, data in nodes_of(graph, "work") if not data["stored"])
    if bare:
        papers = "paper is" if bare == 1 else "papers are"
        notes.append(f"{bare:,} more {papers} known only by an identifier in somebody's citations and not drawn.")
    if emap.article is not None and not emap.claims:
        notes.append("No checkable claim was found in the article.")
    return notes


def _why_empty(emap: EvidenceMap) -> str:
    asked = len(emap.asked)
    found = sum(a.outcome == "found" for a in emap.asked)
    failed = sum(a.outcome == "unavailable" for a in emap.asked)
    references = len(emap.references)
    if not references and emap.article is not None:
        return "No paper is shown: no reference was found in the article."
    if not asked:
        return f"No paper is shown: {_count(references, 'reference')} read, and no source was asked yet."
    return (
        f"No paper is shown: {_count(references, 'reference')} read, {_count(asked, 'question')} asked, "
        f"{found} answered with a paper, {failed} could not be asked."
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
