"""What GraphML and GEXF share: escaped values, typed attribute declarations, and edges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

from neckref.exporters._works import clean

_TYPES: dict[type, str] = {str: "string", bool: "boolean", int: "long", float: "double"}


class Keys:
    """Attributes as they come up while elements are written; declared in the end, when all their types are known."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._types: dict[str, set[type]] = {}
        self._ids: dict[str, str] = {}

    def id_of(self, name: str, value: object) -> str:
        """Id of the attribute's declaration."""
        self._types.setdefault(name, set()).add(type(value))
        return self._ids.setdefault(name, f"{self._prefix}{len(self._ids)}")

    def declared(self) -> Iterator[tuple[str, str, str]]:
        """(id, name, type) of each attribute, in order of first use. Where values differ in type, it is string."""
        for name, kinds in self._types.items():
            yield self._ids[name], name, _TYPES.get(next(iter(kinds)), "string") if len(kinds) == 1 else "string"


def edges_written(
    graph: nx.MultiDiGraph[str], content: Callable[[Mapping[str, Any]], str]
) -> Iterator[tuple[str, str, str]]:
    """Both ends of each edge and what `content` makes of its attributes.

    Edges are many and alike: each kind of attributes is written out once.
    """
    written: dict[tuple[Any, ...], str] = {}
    for source, targets in graph.adjacency():
        for target, parallel in targets.items():
            for attributes in parallel.values():
                # the types too, because 1 == 1.0 == True
                kind = (*attributes, *attributes.values(), *map(type, attributes.values()))
                if kind not in written:
                    written[kind] = content(attributes)
                yield source, target, written[kind]


def xml_text(value: object) -> str:
    """A value as element content; a parser gives it back unchanged but for characters XML forbids."""
    if isinstance(value, str):
        if value.isprintable() and "&" not in value and "<" not in value and ">" not in value:
            return value
        return escape(clean(value)).replace("\r", "&#13;")
    return str(value).lower() if isinstance(value, bool) else str(value)


def xml_attribute(value: object) -> str:
    """A value as a quoted attribute; line breaks and tabs survive the parser's normalisation."""
    return quoteattr(clean(value)) if isinstance(value, str) else f'"{xml_text(value)}"'
