"""A Mermaid flowchart, as GitHub and GitLab draw it inside Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from neckref.exporters._works import one_line
from neckref.graph import build_graph
from neckref.model import EvidenceMap

_SHAPES = {"article": ('[["', '"]]'), "claim": ('["', '"]'), "work": ('(["', '"])')}
_ARROWS = {"evidence": "==>", "reference": "-.->", "citation": "-->", "contains": "---"}
# Everything that quoted text of a flowchart, or the Markdown around it, could give a meaning.
_CODED = re.compile(r"[^\w\s.,:()'+-]", re.ASCII)


def export(emap: EvidenceMap) -> str:
    """The evidence graph as a flowchart from left to right; thick arrows are evidence, dotted ones references."""
    graph = build_graph(emap)
    ids = {node: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node, attributes in graph.nodes(data=True):
        left, right = _SHAPES.get(attributes["kind"], ('["', '"]'))
        lines.append(f"  {ids[node]}{left}{_text(_label(attributes))}{right}")
    for source, target, attributes in graph.edges(data=True):
        label = _edge_label(attributes)
        arrow = _ARROWS.get(attributes["kind"], "-->")
        text = f'|"{_text(label)}"|' if label else ""
        lines.append(f"  {ids[source]} {arrow}{text} {ids[target]}")
    return "\n".join(lines) + "\n"


def _label(attributes: Mapping[str, Any]) -> str:
    label, title = str(attributes.get("label", "")), str(attributes.get("title", ""))
    text = label if title in ("", label) else f"{label}: {title}"
    marks = [mark for mark in ("retracted", "orphan") if attributes.get(mark)]
    return f"{text} ({', '.join(marks)})" if marks else text


def _edge_label(attributes: Mapping[str, Any]) -> str:
    relation = attributes.get("decided") or attributes.get("relation") or ""
    return f"{relation} (indirect)" if relation and attributes.get("direct") is False else str(relation)


def _text(text: str) -> str:
    """Quoted text with entity codes (`#35;`), as Mermaid has them; letters of all scripts stay. Mermaid refuses a text
    without any letter."""
    return _CODED.sub(lambda m: m[0] if m[0].isalnum() else f"#{ord(m[0])};", one_line(text)) or "#8203;"
