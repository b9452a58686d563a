"""Cytoscape.js JSON, which Cytoscape desktop reads as .cyjs; through networkx."""

from __future__ import annotations

import json

import networkx as nx

from neckref.exporters._works import clean
from neckref.graph import build_graph
from neckref.model import EvidenceMap


def export(emap: EvidenceMap) -> str:
    """The evidence graph as `{"data", "directed", "multigraph", "elements": {"nodes", "edges"}}`."""
    data = nx.cytoscape_data(build_graph(emap), name="label")
    return clean(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"
