"""GraphML: networkx reads back the graph it was made of."""

from __future__ import annotations

import networkx as nx
import pytest

from neckref.exporters.graphml import export, render_graphml
from neckref.graph import build_graph
from tests.samples import sample_map


def same(a: nx.MultiDiGraph, b: nx.MultiDiGraph) -> bool:
    edges = [sorted((s, t, sorted(d.items())) for s, t, d in g.edges(data=True)) for g in (a, b)]
    return dict(a.nodes(data=True)) == dict(b.nodes(data=True)) and edges[0] == edges[1]


def test_reads_back_equal() -> None:
    graph = build_graph(sample_map())
    read = nx.parse_graphml(export(sample_map()), force_multigraph=True)
    assert graph.number_of_edges() > 5
    assert same(graph, read)


@pytest.mark.parametrize("text", ["a & <b> \"c\" 'd' ]]>", "line\nbreak\ttab\rreturn", "é α 𝛼", "&amp;", ""])
def test_text_comes_back_as_it_was(text: str) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node(text or "n", label=text, year=2001, share=0.1, yes=True)
    graph.add_edge(text or "n", text or "n", label=text)
    graph.add_edge(text or "n", text or "n", label=text)
    read = nx.parse_graphml(render_graphml(graph), force_multigraph=True)
    assert same(graph, read)


def test_illegal_characters_are_left_out() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("n", label="a\x00\x1b\ufffe\ud800b")
    assert nx.parse_graphml(render_graphml(graph)).nodes["n"]["label"] == "ab"


def test_mixed_types_become_strings() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a", x=1)
    graph.add_node("b", x="one")
    assert nx.parse_graphml(render_graphml(graph)).nodes["a"]["x"] == "1"
