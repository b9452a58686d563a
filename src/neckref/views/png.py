"""The picture as PNG, for places that take no SVG. Drawn by resvg, without a browser."""

from __future__ import annotations

import re

from resvg_py import svg_to_bytes

from neckref.model import EvidenceMap
from neckref.views.svg import render

_LONGEST = 16_000
"""Pixels of the longer side at most: beyond it few viewers open an image."""


def render_png(emap: EvidenceMap, zoom: float = 2.0) -> bytes:
    """graph.svg at `zoom` pixels a unit (fewer where a side would pass 16,000), in the fonts of this machine."""
    svg = render(emap)
    sides = [float(side) for side in re.findall(r'(?:width|height)="([\d.]+)"', svg[:600])]
    return bytes(svg_to_bytes(svg_string=svg, zoom=min(zoom, _LONGEST / max(sides))))
