"""Colours and style sheets of everything people look at: one palette, light and dark."""

from __future__ import annotations

import re
from importlib.resources import files

LIGHT = {
    "ground": "#f6f5f1",
    "paper": "#ffffff",
    "ink": "#1c2126",
    "soft": "#545d66",
    "dim": "#6b747d",
    "rule": "#d8d4ca",
    "edge": "#8a8f95",
    "link": "#1d4f82",
    "good": "#13633f",
    "half": "#1f5a8a",
    "bad": "#a11d1d",
    "warn": "#855000",
    "tint": "#eef3f8",
    "mark": "#fbf0c9",
}
DARK = {
    "ground": "#12161a",
    "paper": "#1a1f25",
    "ink": "#e9e6e0",
    "soft": "#aab2ba",
    "dim": "#8d969f",
    "rule": "#3a424b",
    "edge": "#6f7983",
    "link": "#90c3f3",
    "good": "#72d3a3",
    "half": "#8fc4f4",
    "bad": "#ff9d94",
    "warn": "#f0bb63",
    "tint": "#222b34",
    "mark": "#453b14",
}


def read_part(name: str) -> str:
    """Text of one of the files that lie beside this module (a style sheet or script)."""
    return files("neckref.views").joinpath(name).read_text(encoding="utf-8")


def page_css(*names: str) -> str:
    """The palette, following the reader's preferred scheme and always light in print, and the named sheets."""
    light, dark = _variables(LIGHT), _variables(DARK)
    scheme = f":root{{{light}color-scheme:light dark}}"
    dim = f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return "\n".join([scheme, dim, *map(read_part, names)])


def plain_css(name: str) -> str:
    """The sheet with the light colours written in, for readers that know no CSS variables (a lone SVG)."""
    return re.sub(r"var\(--([a-z]+)\)", lambda found: LIGHT[found[1]], read_part(name))


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())
