"""Bytes → JSON or XML, strictly: what is no proper answer is refused, never guessed at."""

from __future__ import annotations

import json
import math
import re
from io import BytesIO
from typing import Any

from lxml import etree

_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_XML_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse_json(body: bytes) -> Any:
    """The value of a JSON text (RFC 8259). Raises ValueError that says what is wrong.

    Refused: broken or empty text, a key twice in one object, nesting beyond the parser's depth. NaN, Infinity and
    numbers too large for a float become None; half a surrogate pair becomes U+FFFD, so that it can be stored.
    """
    text = body.decode("utf-8-sig", "replace")
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=lambda _: None, parse_float=_finite)
    except RecursionError:
        raise ValueError("JSON nested too deeply") from None
    return _mended(value) if _SURROGATE_ESCAPE.search(body) else value


def parse_xml(body: bytes) -> etree._Element:
    """The root element. Raises ValueError that says at which byte the text breaks. No entity is expanded, and no DTD
    loaded."""
    try:
        return etree.fromstring(body, etree.XMLParser(**_XML_OPTIONS))
    except etree.XMLSyntaxError as error:
        raise ValueError(_what_broke(body, error)) from None


def parse_xml_elements(body: bytes, tag: str | tuple[str, ...]) -> tuple[list[etree._Element], str | None]:
    """All complete elements of that name before the end or the break, and what broke (None: nothing did)."""
    found: list[etree._Element] = []
    try:
        for _, element in etree.iterparse(BytesIO(body), events=("end",), tag=tag, **_XML_OPTIONS):
            found.append(element)
    except etree.XMLSyntaxError as error:
        return found, _what_broke(body, error)
    return found, None


def is_whole_xml(body: bytes) -> bool:
    """Whether the body is well-formed XML from beginning to end."""
    try:
        parse_xml(body)
    except ValueError:
        return False
    return True


def looks_like_html(body: bytes) -> bool:
    """Whether the body begins as a web page does."""
    head = body[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def _what_broke(body: bytes, error: etree.XMLSyntaxError) -> str:
    """Where and why, in one line; places are bytes of the body, counted from 0."""
    line, column = error.position
    at = sum(len(before) + 1 for before in body.split(b"\n")[: max(line - 1, 0)]) + max(column - 1, 0)
    return f"broken XML at byte {min(at, len(body))}: {error.msg}"[:200]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("JSON object with a key twice")
    return made


def _finite(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None


def _mended(value: Any) -> Any:
    """The value without lone surrogates; paired escapes were joined by the parser already."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    return value
