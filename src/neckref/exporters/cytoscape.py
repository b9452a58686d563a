"""Cytoscape.js JSON, which Cytoscape desktop reads as .cyjs: the elements of `networkx.cytoscape_data`."""

from __future__ import annotations

import json
from collections.abc import Iterator

import networkx as nx

from neckref.exporters._works import clean
from neckref.graph import build_graph
from neckref.model import EvidenceMap

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode


def export(emap: EvidenceMap) -> str:
    """The evidence graph as `{"data", "directed", "multigraph", "elements": {"nodes", "edges"}}`."""
    return render_cytoscape(build_graph(emap))


def render_cytoscape(graph: nx.MultiDiGraph[str]) -> str:
    """A graph with scalar attributes, one element a line."""
    head = '{"data": [], "directed": true, "multigraph": true, "elements": {"nodes": [\n'
    nodes = (
        {"data": {**attributes, "id": node, "value": node, "name": attributes.get("label", node)}}
        for node, attributes in graph.nodes(data=True)
    )
    parts = [head, ",\n".join(map(_encode, nodes)), '\n], "edges": [\n', ",\n".join(_edges(graph)), "\n]}}\n"]
    return clean("".join(parts))


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    for source, targets in graph.adjacency():
        for target, parallel in targets.items():
            for key, attributes in parallel.items():
                yield _encode({"data": {**attributes, "source": source, "target": target, "key": key}})
