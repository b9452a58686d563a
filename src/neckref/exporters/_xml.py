"""What GraphML and GEXF share: escaped values, typed attribute declarations, and edges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

from neckref.exporters._works import clean

_MARKED = re.compile('[&<>"]')
_TYPES: dict[type, str] = {str: "string", bool: "boolean", int: "long", float: "double"}


class Keys:
    """Attributes as they come up while elements are written; declared in the end, when all their types are known."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._ids: dict[str, str] = {}
        self._seen: dict[tuple[str, type], str] = {}

    def id_of(self, name: str, value: object) -> str:
        """Id of the attribute's declaration."""
        known = self._seen.get((name, type(value)))
        if known is None:
            known = self._ids.setdefault(name, f"{self._prefix}{len(self._ids)}")
            self._seen[name, type(value)] = known
        return known

    def declared(self) -> Iterator[tuple[str, str, str]]:
        """(id, name, type) of each attribute, in order of first use. Where values differ in type, it is string."""
        for name, key in self._ids.items():
            kinds = [kind for seen, kind in self._seen if seen == name]
            yield key, name, _TYPES.get(kinds[0], "string") if len(kinds) == 1 else "string"


def edges_written(
    graph: nx.MultiDiGraph[str], content: Callable[[Mapping[str, Any]], str]
) -> Iterator[tuple[str, str, str]]:
    """Both ends of each edge and what `content` makes of its attributes.

    Edges are many and alike: each kind of attributes is written out once.
    """
    alike: dict[tuple[tuple[str, Any], ...], str] = {}
    last: Mapping[str, Any] | None = None
    text = ""
    for source, targets in graph.adjacency():
        for target, parallel in targets.items():
            for attributes in parallel.values():
                if attributes != last:
                    kind = tuple(attributes.items())
                    plain = all(type(value) is str for _, value in kind)  # among numbers 1 == 1.0 == True
                    text = (plain and alike.get(kind)) or content(attributes)
                    last = attributes if plain else None
                    if plain:
                        alike[kind] = text
                yield source, target, text


def xml_text(value: object) -> str:
    """A value as element content; a parser gives it back unchanged but for characters XML forbids."""
    if isinstance(value, str):
        if value.isprintable() and not _MARKED.search(value):
            return value
        return escape(clean(value)).replace("\r", "&#13;")
    return str(value).lower() if isinstance(value, bool) else str(value)


def xml_attribute(value: object) -> str:
    """A value as a quoted attribute; line breaks and tabs survive the parser's normalisation."""
    if not isinstance(value, str):
        return f'"{xml_text(value)}"'
    if value.isprintable() and not _MARKED.search(value):
        return f'"{value}"'
    return quoteattr(clean(value))
