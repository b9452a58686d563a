"""graph.svg: claims, papers and lines between them on one sheet, with a legend; readable in print."""

from __future__ import annotations

from neckref.graph import build_graph
from neckref.graph.layout import WIDE, layout_evidence, layout_literature
from neckref.graph.words import wrap
from neckref.model import EvidenceMap
from neckref.views.compose import content_of
from neckref.views.content import Content
from neckref.views.drawing import draw_evidence, draw_literature, xml
from neckref.views.legend import legend_groups
from neckref.views.selection import select
from neckref.views.style import plain_css

_LIMIT, _AROUND = 120, 24
"""Papers drawn, and of them those around: more can't be read on a sheet."""


def render(emap: EvidenceMap) -> str:
    """A whole SVG 1.1 document, UTF-8, with title and description; the same map gives the same bytes."""
    content = content_of(emap)
    graph = build_graph(emap)
    chosen = select(emap, graph, _LIMIT, _AROUND)
    if content.claims or chosen.core:
        layout = layout_evidence(graph, chosen.core, chosen.around, WIDE)
        drawing = draw_evidence(content, graph, layout, chosen.empty, live=False)
    else:  # papers alone, fetched without an article
        layout = layout_literature(graph, chosen.around, WIDE)
        drawing = draw_literature(content, graph, layout, chosen.empty, live=False)
    down = f"Could not be asked: {', '.join(content.down)}." if content.down else ""
    head, top = _head(content, " ".join(filter(None, (down, chosen.note))), drawing.width)
    legend, below = _legend(drawing.width)
    height = top + drawing.height + below
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" width="{drawing.width:g}" height="{height:g}" '
        f'viewBox="0 0 {drawing.width:g} {height:g}" role="group" aria-labelledby="title desc" lang="en">\n'
        f'<title id="title">{xml(f"What “{content.title}” rests on")}</title>\n'
        f'<desc id="desc">{xml(_description(content))}</desc>\n'
        f"<style>{plain_css('drawing.css')}</style>\n"
        f'<rect class="ground" width="100%" height="100%"/>\n{head}\n'
        f'<g transform="translate(0 {top:g})">{drawing.body}</g>\n'
        f'<g transform="translate(0 {top + drawing.height:g})">{legend}</g>\n</svg>\n'
    )


def _head(content: Content, note: str, width: float) -> tuple[str, float]:
    lines = wrap(content.title, width - 40, 17, 2)
    out = [f'<text class="heading" x="16" y="{30 + 22 * i}">{xml(line)}</text>' for i, line in enumerate(lines)]
    y = 30.0 + 22 * (len(lines) - 1)
    for line in wrap(_counts(content), width - 40, 12, 2) + wrap(note, width - 40, 12, 4):
        y += 18
        out.append(f'<text class="quiet" x="16" y="{y:g}">{xml(line)}</text>')
    return "".join(out), y + 14


def _counts(content: Content) -> str:
    counts: dict[str, int] = {}
    for claim in content.claims:
        counts[claim.summary] = counts.get(claim.summary, 0) + 1
    parts = [f"{number} {words}" for words, number in counts.items()]
    total = len(content.claims)
    return f"{total} {'claim' if total == 1 else 'claims'}" + (": " + ", ".join(parts) if parts else "")


def _description(content: Content) -> str:
    lines = [
        f"Claim {e.claim_number} and {e.paper_label}: {e.relation}, {e.directness}, {e.level}."
        for claim in content.claims
        for e in claim.evidence
    ]
    return " ".join([_counts(content) + ".", *lines])


def _legend(width: float) -> tuple[str, float]:
    """Samples and words in columns, the two kinds of marks on lines above each other; the height they take."""
    relations, directness, papers, claims = legend_groups()
    columns = ((relations, directness), (papers,), (claims,))
    each = (width - 32) / len(columns)
    out = [f'<path class="divide" d="M16 8H{width - 16:g}"/>']
    low = 0.0
    for n, groups in enumerate(columns):
        x, y = 16 + each * n, 12.0
        for heading, rows in groups:
            y += 20
            out.append(f'<text class="strong" x="{x:g}" y="{y:g}">{xml(heading)}</text>')
            for sample, words in rows:
                y += 22
                out.append(f'<g transform="translate({x + 24:g} {y - 4:g})">{sample}</g>')
                out.append(f'<text class="quiet" x="{x + 56:g}" y="{y:g}">{xml(words)}</text>')
            y += 6
        low = max(low, y)
    return "".join(out), low + 16
