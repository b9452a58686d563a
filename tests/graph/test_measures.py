from __future__ import annotations

import networkx as nx
import pytest

from neckref.graph import build_graph
from neckref.graph.measures import (
    citation_graph,
    citations_within,
    cocitation,
    components,
    coupling,
    most_relevant,
    pagerank,
    similarity,
)
from tests.samples import sample_map, sample_works

EDGES = [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("c", "y"), ("x", "y")]


def _citations() -> nx.DiGraph[str]:
    return nx.DiGraph(EDGES)


def test_counts_by_hand() -> None:
    citations = _citations()
    assert citations_within(citations) == {"a": 0, "b": 0, "c": 0, "x": 2, "y": 4}
    assert cocitation(citations) == {("x", "y"): 2}
    assert coupling(citations) == {
        ("a", "b"): 2, ("a", "c"): 1, ("b", "c"): 1, ("a", "x"): 1, ("b", "x"): 1, ("c", "x"): 1,
    }  # fmt: skip
    assert similarity(citations)["x", "y"] == 3
    assert components(nx.DiGraph([("b", "a"), ("d", "c"), ("e", "d")])) == [{"c", "d", "e"}, {"a", "b"}]


def test_pagerank_solves_its_own_equation() -> None:
    citations = _citations()
    rank = pagerank(citations)
    assert sum(rank.values()) == pytest.approx(1)
    lost = sum(rank[node] for node in citations if citations.out_degree(node) == 0)
    for node in citations:
        given = sum(rank[other] / citations.out_degree(other) for other in citations.predecessors(node))
        assert rank[node] == pytest.approx((1 - 0.85) / 5 + 0.85 * (given + lost / 5), abs=1e-7)
    assert pagerank(nx.DiGraph()) == {}


def test_citation_graph_drops_self_citations_and_claims() -> None:
    graph = build_graph(sample_map())
    graph.add_edge("doi:10.5555/hip.1", "doi:10.5555/hip.1", kind="citation")
    citations = citation_graph(graph)
    assert len(citations) == 4
    assert citations.number_of_edges() == 2


def test_most_relevant_puts_the_articles_papers_first() -> None:
    graph = build_graph(sample_map())
    trial, retracted, emg, review = (work.id for work in sample_works())
    assert most_relevant(graph, 10) == (emg, trial, retracted, review)
    assert most_relevant(graph, 2) == (emg, trial)
