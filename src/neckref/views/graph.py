"""graph.html: the map to look around in, one file that loads nothing. The drawing is made here; the script moves it."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import networkx as nx

from neckref.graph import build_graph
from neckref.graph.layout import MEDIUM, NARROW, WIDE, Frame, layout_evidence, layout_literature
from neckref.model import LEVELS, RELATIONS, EvidenceMap
from neckref.views.compose import content_of
from neckref.views.content import Content
from neckref.views.drawing import Drawing, draw_evidence, draw_literature
from neckref.views.icons import DIRECTNESS_ICONS
from neckref.views.legend import legend_rows
from neckref.views.page import environment, own, policy
from neckref.views.selection import Selection, select
from neckref.views.style import page_css, plain_css, read_part

LIMIT = 1000
"""Papers drawn: beyond it the most relevant are, and the page says so."""


def render(emap: EvidenceMap) -> str:
    """One HTML page with its own script that asks nobody for anything; the same map gives the same bytes."""
    content = content_of(emap)
    graph = build_graph(emap)
    chosen = select(emap, graph, LIMIT, LIMIT)
    shown = {*chosen.core, *chosen.around}
    content = replace(content, papers=tuple(p for p in content.papers if p.id in shown))
    pictures = []
    for size, frame in (("wide", WIDE), ("medium", MEDIUM), ("narrow", NARROW)):
        pictures.append(("evidence", size, _evidence(content, graph, chosen, frame)))
        works = (*chosen.core, *chosen.around)
        pictures.append(("literature", size, draw_literature(content, graph, layout_literature(graph, works, frame))))
    style = page_css("page.css", "drawing.css", "graph.css")
    script = read_part("graph.js")
    return environment().get_template("graph.html.jinja").render(
        content=content,
        note=chosen.note,
        pictures=[(view, size, d.width, d.height, own(d.body)) for view, size, d in pictures],
        legend=[(own(sample), words) for sample, words in legend_rows()],
        relations=RELATIONS,
        directness=tuple(DIRECTNESS_ICONS),
        levels=[level for level in LEVELS if any(e.level == level for c in content.claims for e in c.evidence)],
        years=sorted({p.year for p in content.papers if p.year is not None}),
        within={p.id: len(set(p.cited_by)) for p in content.papers},
        style=own(style),
        script=own(script),
        data=own(script_json(content)),
        lone_css=own(script_json(plain_css("drawing.css"))),
        policy=policy(style, script),
    )  # fmt: skip


def script_json(value: object) -> str:
    """The value as JSON that cannot leave the `<script>` it stands in: <, >, &, U+2028 and U+2029 are escaped."""
    text = msgspec.json.encode(value).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _evidence(content: Content, graph: nx.MultiDiGraph[str], chosen: Selection, frame: Frame) -> Drawing:
    return draw_evidence(content, graph, layout_evidence(graph, chosen.core, (), frame))
