"""The evidence map as a networkx graph, with measures and positions.

`build_graph` gives the public object; `measures` counts on it; `layout` places it for pictures.
"""

from neckref.graph.build import build_graph, edges_of, label_of, nodes_of

__all__ = ["build_graph", "edges_of", "label_of", "nodes_of"]
