"""Counts on the citations among the works of a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

import networkx as nx

from neckref.graph.build import edges_of, nodes_of

try:
    from neckref.graph import sparse
except ImportError:  # scipy comes with the extra `fast`
    sparse = None  # type: ignore[assignment]

LARGE = 10_000
"""Works above which sparse arrays are used, where scipy is installed."""


def citation_graph(graph: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    """The works and their citations alone: citing → cited, one edge a pair, no self-citation of a record."""
    works: nx.DiGraph[str] = nx.DiGraph()
    works.add_nodes_from(node for node, _ in nodes_of(graph, "work"))
    works.add_edges_from((a, b) for a, b, _ in edges_of(graph, "citation") if a != b)
    return works


def citations_within(citations: nx.DiGraph[str]) -> dict[str, int]:
    """Work → how many works of the set cite it."""
    return {node: int(degree) for node, degree in citations.in_degree()}


def pagerank(citations: nx.DiGraph[str], damping: float = 0.85, tolerance: float = 1e-6) -> dict[str, float]:
    """Work → PageRank (Page et al. 1999), summing to 1; works without references spread theirs evenly.

    `tolerance` is the sum of what all ranks still move by in the last round. The same figures as
    `networkx.pagerank`, which needs scipy for any graph; here it is used above 10,000 works, where installed.
    """
    size = citations.number_of_nodes()
    if not size:
        return {}
    matrix = large_matrix(citations)
    if matrix is not None:
        return dict(zip(matrix.ids, matrix.pagerank(damping, tolerance).tolist(), strict=True))
    rank = dict.fromkeys(citations, 1 / size)
    out = {node: degree for node, degree in citations.out_degree() if degree}
    for _ in range(200):
        lost = sum(value for node, value in rank.items() if node not in out)
        new = dict.fromkeys(citations, (1 - damping + damping * lost) / size)
        for node, degree in out.items():
            share = damping * rank[node] / degree
            for cited in citations.successors(node):
                new[cited] += share
        moved = sum(abs(new[node] - rank[node]) for node in rank)
        rank = new
        if moved < tolerance:
            break
    return rank


def cocitation(citations: nx.DiGraph[str]) -> Counter[tuple[str, str]]:
    """Pair of works (sorted) → how many works cite both (Small 1973).

    All pairs at any size, and making a dictionary of them takes longer than counting, so there is no sparse way for it:
    for large sets `sparse.CitationMatrix` has `cocitation_top` and `coupling` of chosen works.
    """
    return _shared(citations.successors(node) for node in citations)


def coupling(citations: nx.DiGraph[str]) -> Counter[tuple[str, str]]:
    """Pair of works (sorted) → how many references they share (Kessler 1963)."""
    return _shared(citations.predecessors(node) for node in citations)


def components(citations: nx.DiGraph[str]) -> list[set[str]]:
    """Groups of works that hang together, whoever cites whom; the largest first, then the one whose first id comes
    first."""
    matrix = large_matrix(citations)
    if matrix is not None:
        found: dict[int, set[str]] = {}
        for node, group in zip(matrix.ids, matrix.components().tolist(), strict=True):
            found.setdefault(group, set()).add(node)
        groups: Iterable[set[str]] = found.values()
    else:
        groups = nx.weakly_connected_components(citations)
    return sorted(groups, key=lambda group: (-len(group), min(group)))


def large_matrix(citations: nx.DiGraph[str]) -> sparse.CitationMatrix | None:
    """The citations as sparse arrays: above `LARGE` works, where scipy is installed; else None."""
    if sparse is None or citations.number_of_nodes() <= LARGE:
        return None
    return sparse.CitationMatrix.from_graph(citations)


def _shared(groups: Iterable[Iterable[str]]) -> Counter[tuple[str, str]]:
    pairs: Counter[tuple[str, str]] = Counter()
    for group in groups:
        pairs.update(combinations(sorted(group), 2))
    return pairs


def similarity(citations: nx.DiGraph[str]) -> Mapping[tuple[str, str], int]:
    """Pair of works (sorted) → co-citations plus shared references plus 1 where one cites the other."""
    return cocitation(citations) + coupling(citations) + Counter((min(e), max(e)) for e in citations.edges)


def most_relevant(graph: nx.MultiDiGraph[str], limit: int) -> tuple[str, ...]:
    """Ids of at most `limit` stored works, those a picture must show first.

    First what the article cites, then what bears on a claim, then neighbours of those by the number of links,
    then by PageRank; ties by id, so that the same map gives the same picture.
    """
    works = [node for node, data in nodes_of(graph, "work") if data["stored"]]
    bearing = {work for _, work, _ in edges_of(graph, "evidence")}
    core = {node for node in works if graph.nodes[node].get("cited")} | bearing
    citations = citation_graph(graph)
    rank = pagerank(citations)
    links = {node: sum(other in core for other in nx.all_neighbors(citations, node)) for node in works}

    def order(node: str) -> tuple[bool, bool, int, float, str]:
        return (not graph.nodes[node].get("cited"), node not in bearing, -links[node], -rank[node], node)

    return tuple(sorted(works, key=order)[:limit])
