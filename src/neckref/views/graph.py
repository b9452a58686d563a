"""graph.html: the map to look around in, one file that loads nothing. The drawing is made here; the script moves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import networkx as nx

from neckref.graph import build_graph
from neckref.graph.layout import MEDIUM, NARROW, WIDE, layout_evidence, layout_literature
from neckref.model import LEVELS, RELATIONS, EvidenceMap
from neckref.views.compose import content_of
from neckref.views.content import Content
from neckref.views.drawing import Drawing, draw_evidence, draw_literature
from neckref.views.icons import DIRECTNESS_ICONS
from neckref.views.legend import legend_groups
from neckref.views.page import environment, own, policy
from neckref.views.report import anchors_of, reported
from neckref.views.selection import Selection, select
from neckref.views.style import page_css, plain_css, read_part

LIMIT = 1000
"""Papers drawn: beyond it the most relevant are, and the page says so."""
_SCRIPTS = ("picture.js", "panel.js", "finding.js", "keeping.js", "moving.js")
"""In the order in which they run, in one scope."""


def render(emap: EvidenceMap, report: str = "") -> str:
    """One HTML page with its own script that asks nobody for anything; the same map gives the same bytes.

    `report` is the relative address of the map's report where one lies beside the page: the panel then links to it.
    """
    content = content_of(emap)
    graph = build_graph(emap)
    chosen = select(emap, graph, LIMIT, LIMIT)
    shown = {*chosen.core, *chosen.around}
    anchors = anchors_of(reported(content)) if report else {}
    content = replace(content, papers=tuple(p for p in content.papers if p.id in shown))
    style = page_css("page.css", "drawing.css", "graph.css")
    script = "\n".join(['"use strict";', "(() => {", *map(read_part, _SCRIPTS), "})();"])
    data = {"claims": content.claims, "papers": content.papers, "report": report, "anchors": anchors}
    return environment().get_template("graph.html.jinja").render(
        content=content,
        note=chosen.note,
        empty=chosen.empty,
        report=report,
        pictures=[(view, size, d.width, d.height, own(d.body)) for view, size, d in _pictures(content, graph, chosen)],
        legend=[(heading, [(own(sample), words) for sample, words in rows]) for heading, rows in legend_groups()],
        relations=RELATIONS,
        directness=tuple(DIRECTNESS_ICONS),
        levels=[level for level in LEVELS if any(e.level == level for c in content.claims for e in c.evidence)],
        years=sorted({p.year for p in content.papers if p.year is not None}),
        within={p.id: len(set(p.cited_by)) for p in content.papers},
        style=own(style),
        script=own(script),
        data=own(script_json(data)),
        lone_css=own(script_json(plain_css("drawing.css"))),
        policy=policy(style, script),
    )  # fmt: skip


def script_json(value: object) -> str:
    """The value as JSON that cannot leave the `<script>` it stands in: <, >, &, U+2028 and U+2029 are escaped."""
    text = msgspec.json.encode(value).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _pictures(content: Content, graph: nx.MultiDiGraph[str], chosen: Selection) -> Iterator[tuple[str, str, Drawing]]:
    """Both views, each for three widths of screen."""
    works = (*chosen.core, *chosen.around)
    none_near = "None of the known papers is cited by the article or bears on a claim; the literature view shows them."
    for size, frame in (("wide", WIDE), ("medium", MEDIUM), ("narrow", NARROW)):
        layout = layout_evidence(graph, chosen.core, (), frame)
        yield "evidence", size, draw_evidence(content, graph, layout, chosen.empty or none_near)
        layout = layout_literature(graph, works, frame)
        yield "literature", size, draw_literature(content, graph, layout, chosen.empty)
