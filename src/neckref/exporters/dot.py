"""DOT for Graphviz: `neckref export --dot | dot -Tsvg`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from neckref.exporters._works import one_line
from neckref.graph import build_graph
from neckref.model import EvidenceMap

_SHAPES = {"article": "folder", "claim": "box", "work": "ellipse"}
_STYLES = {"evidence": "bold", "reference": "dashed", "citation": "solid", "contains": "dotted"}
_ENTITY = re.compile(r"&(?=#?\w+;)")


def export(emap: EvidenceMap) -> str:
    """The evidence graph as a DOT digraph; relation and kind of an edge show without colour."""
    graph = build_graph(emap)
    lines = ["digraph neckref {", "  rankdir=LR;"]
    for node, attributes in graph.nodes(data=True):
        shape = _SHAPES.get(attributes["kind"], "ellipse")
        lines.append(f"  {_quote(node)} [label={_quote(_label(attributes))}, shape={shape}, {_rest(attributes)}];")
    for source, target, attributes in graph.edges(data=True):
        style = _STYLES.get(attributes["kind"], "solid")
        label = attributes.get("decided") or attributes.get("relation") or ""
        lines.append(
            f"  {_quote(source)} -> {_quote(target)} [label={_quote(label)}, style={style}, {_rest(attributes)}];"
        )
    return "\n".join([*lines, "}"]) + "\n"


def _label(attributes: Mapping[str, Any]) -> str:
    label, title = str(attributes.get("label", "")), str(attributes.get("title", ""))
    return label if title in ("", label) else f"{label}: {title}"


def _rest(attributes: Mapping[str, Any]) -> str:
    """Everything else under the attributes' own names, which Graphviz leaves alone; `label` is taken."""
    return ", ".join(f"neckref_{name}={_quote(value)}" for name, value in attributes.items() if name != "label")


def _quote(value: object) -> str:
    """A double-quoted ID. A backslash would start an escape such as `\\N`, and an entity would be read as one."""
    text = one_line(str(value)).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_ENTITY.sub("&amp;", text)}"'
