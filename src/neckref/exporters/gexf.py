"""GEXF 1.2 for Gephi (gexf.net). Written by hand: networkx' writer puts the clock's date into the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import networkx as nx

from neckref.exporters._graphs import graph_of
from neckref.exporters._xml import Keys, edges_written, xml_attribute
from neckref.model import EvidenceMap

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    '  <graph mode="static" defaultedgetype="directed">\n'
)


def export(emap: EvidenceMap, communities: bool = False) -> str:
    """The evidence graph as GEXF; nodes and edges as `neckref.graph.build_graph` describes them."""
    return render_gexf(graph_of(emap, communities))


def render_gexf(graph: nx.MultiDiGraph[str]) -> str:
    """A graph with scalar attributes as GEXF; a node's `label` is its label, everything else an attribute."""
    node_keys, edge_keys = Keys("n"), Keys("e")
    ids = {node: xml_attribute(node) for node in graph.nodes}
    nodes = [
        f"      <node id={ids[node]} label={xml_attribute(attributes.get('label', node))}>"
        f"{_values(attributes, node_keys)}</node>\n"
        for node, attributes in graph.nodes(data=True)
    ]
    edges = [
        f'      <edge id="edge-{number}" source={ids[source]} target={ids[target]}>{values}</edge>\n'
        for number, (source, target, values) in enumerate(edges_written(graph, lambda a: _values(a, edge_keys)))
    ]
    declared = [*_declare("node", node_keys), *_declare("edge", edge_keys)]
    tail = "    </edges>\n  </graph>\n</gexf>\n"
    return "".join(chain([_HEAD], declared, ["    <nodes>\n"], nodes, ["    </nodes>\n    <edges>\n"], edges, [tail]))


def _declare(domain: str, keys: Keys) -> Iterator[str]:
    rows = [
        f'      <attribute id="{key}" title={xml_attribute(name)} type="{kind}"/>\n'
        for key, name, kind in keys.declared()
    ]
    if rows:
        yield from (f'    <attributes class="{domain}" mode="static">\n', *rows, "    </attributes>\n")


def _values(attributes: Mapping[str, Any], keys: Keys) -> str:
    rows = [
        f'<attvalue for="{keys.id_of(name, value)}" value={xml_attribute(value)}/>'
        for name, value in attributes.items()
        if name != "label"
    ]
    return f"<attvalues>{''.join(rows)}</attvalues>" if rows else ""
