"""The graph that GraphML, GEXF and Cytoscape JSON hold."""

from __future__ import annotations

import networkx as nx

from neckref.graph import build_graph
from neckref.graph.communities import add_communities
from neckref.model import EvidenceMap


def graph_of(emap: EvidenceMap, communities: bool) -> nx.MultiDiGraph[str]:
    """Nodes and edges as `neckref.graph.build_graph` describes them; where wanted, works with their `community`."""
    graph = build_graph(emap)
    if communities:
        add_communities(graph)
    return graph
