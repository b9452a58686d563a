"""GEXF, DOT, Mermaid, Cytoscape: the same nodes and edges as the graph, with their labels."""

from __future__ import annotations

import io
import json

import networkx as nx
import pydot
import pytest

from neckref.exporters import cytoscape, dot, gexf, mermaid
from neckref.graph import build_graph
from tests.samples import sample_map


def test_gexf_reads_back_with_all_attributes() -> None:
    graph, read = build_graph(sample_map()), nx.read_gexf(io.BytesIO(gexf.export(sample_map()).encode()))
    assert set(read) == set(graph)
    for node, attributes in graph.nodes(data=True):
        assert {k: v for k, v in read.nodes[node].items() if k in attributes} == attributes
    kinds = sorted(a["kind"] for _, _, a in graph.edges(data=True))
    assert sorted(a["kind"] for _, _, a in read.edges(data=True)) == kinds


@pytest.mark.filterwarnings("ignore::DeprecationWarning:pydot.*")
def test_dot_reads_back() -> None:
    graph = build_graph(sample_map())
    (read,) = pydot.graph_from_dot_data(dot.export(sample_map()))
    assert {n.get_name().strip('"') for n in read.get_nodes()} == set(graph)
    assert len(read.get_edges()) == graph.number_of_edges()
    label = read.get_node('"doi:10.5555/hip.1"')[0].get("label")
    assert label == '"Quark Consortium 2011: Heat & cold in <hip> joints_50%"'


def test_mermaid_says_relation_and_marks() -> None:
    text = mermaid.export(sample_map())
    assert '==>|"partly supports (indirect)"|' in text
    assert "joints_50#37; (retracted, orphan)" in text


def test_cytoscape_reads_back_equal() -> None:
    graph, read = build_graph(sample_map()), nx.cytoscape_graph(json.loads(cytoscape.export(sample_map())))
    assert set(read) == set(graph)
    assert read.number_of_edges() == graph.number_of_edges()
    assert read.nodes["claim-1"]["title"] == "Wall slides relieve shoulder pain in office workers [1]."
