"""What GraphML and GEXF share: typed attribute declarations and escaped values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from neckref.exporters._works import clean

Keys = dict[str, tuple[str, str]]
"""Attribute name → (id of its declaration, type: "string", "boolean", "long" or "double")."""

_TYPES: dict[type, str] = {str: "string", bool: "boolean", int: "long", float: "double"}


def attribute_keys(prefix: str, rows: Iterable[Mapping[str, Any]]) -> Keys:
    """A declaration an attribute, in order of first use. Where values differ in type, the type is string."""
    types: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            types.setdefault(name, set()).add(type(value))
    return {
        name: (f"{prefix}{number}", _TYPES.get(next(iter(kinds)), "string") if len(kinds) == 1 else "string")
        for number, (name, kinds) in enumerate(types.items())
    }


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
