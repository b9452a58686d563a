"""References that a page names only in its metadata: JSON-LD `citation` (schema.org) and `citation_reference`
tags (Highwire Press, as Google Scholar reads them)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

_MOST = 1000
_DEEPEST = 12
_SHORT = 15
_BLANKS = re.compile(r"\s+")


def read_citations(root: etree._Element) -> list[str]:
    """Entries on one line each, in the page's order, each once; at most 1,000."""
    found: dict[str, None] = {}
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or "").lower():
            for citation in _cited(_load(element.text or ""), 0):
                found.setdefault(_one_line(citation))
    for element in root.iter("meta"):
        if (element.get("name") or "").lower() == "citation_reference":
            found.setdefault(_highwire(element.get("content") or ""))
    return [entry for entry in found if len(entry) > _SHORT][:_MOST]


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _cited(node: Any, depth: int) -> Iterator[Any]:
    """Everything that stands under a key "citation"."""
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for child in node:
            yield from _cited(child, depth + 1)
    elif isinstance(node, dict):
        for key, child in node.items():
            if key == "citation":
                yield from child if isinstance(child, list) else [child]
            else:
                yield from _cited(child, depth + 1)


def _one_line(citation: Any) -> str:
    """A citation as a line: "Authors. Title. Container. Date. Address"."""
    if not isinstance(citation, dict):
        return _tidy(citation)
    container = citation.get("isPartOf") or citation.get("publisher")
    address = next((a for k in ("sameAs", "identifier", "@id", "url") if (a := _name(citation.get(k)))), "")
    parts = (
        ", ".join(filter(None, map(_name, _listed(citation.get("author"))))),
        _name(citation.get("name") or citation.get("headline") or citation.get("text")),
        _name(container),
        _name(citation.get("datePublished")),
        address,
    )
    return ". ".join(p.rstrip(".") for p in parts if p)


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("value") or value.get("@id")
    return _tidy(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _tidy(value: Any) -> str:
    return _BLANKS.sub(" ", value).strip()[:2000] if isinstance(value, str) else ""


def _highwire(content: str) -> str:
    """ "citation_title=…; citation_author=…; …" as a line; a content without such keys is a whole entry already."""
    if "citation_" not in content:
        return _tidy(content)
    pairs = [part.strip().partition("=")[::2] for part in content.split(";")]
    fields: dict[str, list[str]] = {}
    for key, value in pairs:
        if value.strip():
            fields.setdefault(key.removeprefix("citation_"), []).append(_tidy(value))
    first = {k: v[0] for k, v in fields.items()}
    volume = first.get("volume", "") + (f"({first['issue']})" if "issue" in first else "")
    pages = "-".join(first[k] for k in ("firstpage", "lastpage") if k in first)
    parts = (
        ", ".join(fields.get("author", [])),
        first.get("title", ""),
        first.get("journal_title", ""),
        first.get("publication_date", first.get("year", ""))
        + (f";{volume}" if volume else "")
        + (f":{pages}" if pages else ""),
        f"doi:{first['doi']}" if "doi" in first else "",
    )
    return ". ".join(p.rstrip(".") for p in parts if p)
