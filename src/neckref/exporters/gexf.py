"""GEXF 1.2 for Gephi (gexf.net). Written by hand: networkx' writer puts the clock's date into the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from neckref.exporters._xml import Keys, attribute_keys, xml_attribute
from neckref.graph import build_graph
from neckref.model import EvidenceMap

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    '  <graph mode="static" defaultedgetype="directed">\n'
)


def export(emap: EvidenceMap) -> str:
    """The evidence graph as GEXF; nodes and edges as `neckref.graph.build_graph` describes them."""
    return render_gexf(build_graph(emap))


def render_gexf(graph: nx.MultiDiGraph[str]) -> str:
    """A graph with scalar attributes as GEXF; a node's `label` is its label, everything else an attribute."""
    node_keys = attribute_keys("n", (_rest(a) for _, a in graph.nodes(data=True)))
    edge_keys = attribute_keys("e", (_rest(a) for _, _, a in graph.edges(data=True)))
    ids = {node: xml_attribute(node) for node in graph.nodes}
    parts = [_HEAD, *_declare("node", node_keys), *_declare("edge", edge_keys), "    <nodes>\n"]
    for node, attributes in graph.nodes(data=True):
        label = xml_attribute(attributes.get("label", node))
        parts.append(f"      <node id={ids[node]} label={label}>{_values(attributes, node_keys)}</node>\n")
    parts.append("    </nodes>\n    <edges>\n")
    for number, (source, target, attributes) in enumerate(graph.edges(data=True)):
        parts.append(
            f'      <edge id="edge-{number}" source={ids[source]} target={ids[target]}>'
            f"{_values(attributes, edge_keys)}</edge>\n"
        )
    parts.append("    </edges>\n  </graph>\n</gexf>\n")
    return "".join(parts)


def _rest(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if name != "label"}


def _declare(domain: str, keys: Keys) -> Iterable[str]:
    if keys:
        yield f'    <attributes class="{domain}" mode="static">\n'
        for name, (key, kind) in keys.items():
            yield f'      <attribute id="{key}" title={xml_attribute(name)} type="{kind}"/>\n'
        yield "    </attributes>\n"


def _values(attributes: Mapping[str, Any], keys: Keys) -> str:
    rows = [f'<attvalue for="{keys[n][0]}" value={xml_attribute(v)}/>' for n, v in _rest(attributes).items()]
    return f"<attvalues>{''.join(rows)}</attvalues>" if rows else ""
