"""Which papers a picture shows, and the sentence that says what it leaves out."""

from __future__ import annotations

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
    """What is not shown and why, in sentences; "" where all is."""
    empty: str
    """Why no paper is shown; "" where one is."""


def select(emap: EvidenceMap, graph: nx.MultiDiGraph[str], limit: int, around: int) -> Selection:
    """At most `limit` papers, of which at most `around` are neither cited by the article nor bear on a claim."""
    stored = [node for node, data in nodes_of(graph, "work") if data["stored"]]
    bearing = {work for _, work, _ in edges_of(graph, "evidence")}
    shown = most_relevant(graph, limit)
    core = tuple(node for node in shown if graph.nodes[node].get("cited") or node in bearing)
    rest = tuple(node for node in shown if node not in set(core))[:around]
    note = " ".join(_notes(emap, graph, len(stored), len(core) + len(rest)))
    return Selection(core, rest, note, "" if stored else _why_empty(emap))


def _notes(emap: EvidenceMap, graph: nx.MultiDiGraph[str], stored: int, shown: int) -> list[str]:
    notes = []
    if shown < stored:
        notes.append(
            f"Shows the {shown:,} most relevant of {stored:,} papers: those the article cites, those that bear on a "
            f"claim, and the ones most linked to these. {stored - shown:,} are left out; the exports hold all."
        )
    bare = sum(1 for _, data in nodes_of(graph, "work") if not data["stored"])
    if bare:
        papers = "paper is" if bare == 1 else "papers are"
        notes.append(f"{bare:,} more {papers} known only by an identifier in somebody's citations and not drawn.")
    if emap.article is not None and emap.article.sentences and not emap.claims:
        notes.append("No claim was found in the article.")
    return notes


def _why_empty(emap: EvidenceMap) -> str:
    """With counts: read, asked, answered. An answer is not yet a paper: what does not fit the reference is none."""
    if emap.article is None:
        return "No paper is shown: this library holds none yet."
    if not emap.references:
        where = "article" if emap.article.sentences else "list"
        return f"No paper is shown: no reference was found in the {where}, so that there was nothing to look up."
    read = f"No paper is shown: {_count(len(emap.references), 'reference')} read"
    if not emap.asked:
        return f"{read}, and no source was asked yet."
    told, unknown, failed = (
        sum(asked.outcome == outcome for asked in emap.asked) for outcome in ("found", "not found", "unavailable")
    )
    return (
        f"{read}, {_count(len(emap.asked), 'question')} asked. {told:,} brought papers, of which none fits well; "
        f"{unknown:,} found nothing; {failed:,} could not be asked."
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
