from __future__ import annotations

import networkx as nx

from neckref.graph import build_graph
from neckref.graph.paths import evidence_path, main_path
from tests.samples import sample_map, sample_works

TRIAL, RETRACTED, EMG, REVIEW = (work.id for work in sample_works())


def test_evidence_path_runs_over_evidence_and_citations() -> None:
    graph = build_graph(sample_map())
    assert evidence_path(graph, "claim-1", TRIAL) == ["claim-1", TRIAL]
    assert evidence_path(graph, "claim-1", REVIEW) == ["claim-1", TRIAL, REVIEW]
    assert evidence_path(graph, "claim-2", REVIEW) == ["claim-2", EMG, TRIAL, REVIEW]
    assert evidence_path(graph, "claim-1", RETRACTED) == []
    assert evidence_path(graph, "claim-9", TRIAL) == []


def test_a_mention_is_no_step() -> None:
    graph = build_graph(sample_map())
    graph.edges["claim-1", TRIAL, "evidence:rules"]["relation"] = "mentions"
    assert evidence_path(graph, "claim-1", TRIAL) == []


def test_of_equally_short_ways_the_first_by_id_and_no_list_of_all() -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge("claim-1", "s0", kind="evidence", relation="supports")
    for step in range(40):  # 2 ** 40 shortest ways
        for way in "ba":
            graph.add_edge(f"s{step}", f"{way}{step}", kind="citation")
            graph.add_edge(f"{way}{step}", f"s{step + 1}", kind="citation")
    path = evidence_path(graph, "claim-1", "s40")
    assert path[:4] == ["claim-1", "s0", "a0", "s1"]
    assert len(path) == 82


def test_main_path_takes_the_citation_most_ways_run_through() -> None:
    #   f → d → b → a     ways from f: through d 2 (b, c), through e 1
    #   f → e → a,  d → c → a
    citations: nx.DiGraph[str] = nx.DiGraph(
        [("f", "d"), ("f", "e"), ("d", "b"), ("d", "c"), ("b", "a"), ("c", "a"), ("e", "a")]
    )
    assert main_path(citations) == ["f", "d", "b", "a"]


def test_main_path_leaves_circles_out() -> None:
    assert main_path(nx.DiGraph([("a", "b"), ("b", "a")])) == []
    assert main_path(nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")])) == ["b", "c"]
    assert main_path(nx.DiGraph()) == []
