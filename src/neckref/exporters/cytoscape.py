"""Cytoscape.js JSON, which Cytoscape desktop reads as .cyjs: the elements of `networkx.cytoscape_data`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import networkx as nx

from neckref.exporters._graphs import graph_of
from neckref.exporters._works import clean
from neckref.model import EvidenceMap

_encode = msgspec.json.Encoder().encode
_HEAD = b'{"data": [], "directed": true, "multigraph": true, "elements": {"nodes": [\n'


def export(emap: EvidenceMap, communities: bool = False) -> str:
    """The evidence graph as `{"data", "directed", "multigraph", "elements": {"nodes", "edges"}}`."""
    return render_cytoscape(graph_of(emap, communities))


def render_cytoscape(graph: nx.MultiDiGraph[str]) -> str:
    """A graph with scalar attributes, one element a line. What is no number (NaN) is null."""
    nodes = (
        {"data": {**attributes, "id": node, "value": node, "name": attributes.get("label", node)}}
        for node, attributes in graph.nodes(data=True)
    )
    parts = [_HEAD, b",\n".join(map(_line, nodes)), b'\n], "edges": [\n', b",\n".join(_edges(graph)), b"\n]}}\n"]
    text = b"".join(parts).decode()
    return text if text.isascii() and "\x7f" not in text else clean(text)


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[bytes]:
    for source, targets in graph.adjacency():
        for target, parallel in targets.items():
            for key, attributes in parallel.items():
                yield _line({"data": {**attributes, "source": source, "target": target, "key": key}})


def _line(element: dict[str, dict[str, Any]]) -> bytes:
    try:
        return _encode(element)
    except UnicodeEncodeError:  # lone surrogates, which UTF-8 cannot carry
        return _encode({"data": {k: clean(v) if isinstance(v, str) else v for k, v in element["data"].items()}})
