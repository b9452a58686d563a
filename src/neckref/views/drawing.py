"""Marks on the page: a layout drawn as SVG. The same drawing is the lone file and the live one in graph.html."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians, sin

import networkx as nx

from neckref.graph import edges_of
from neckref.graph.layout import LINE, Card, Layout, Spot
from neckref.graph.words import wrap
from neckref.views.content import ClaimView, Content, EvidenceView, PaperView
from neckref.views.icons import DIRECTNESS_ICONS, RELATION_ICONS, RETRACTED_ICON, SUMMARY_ICONS, class_of

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(text: str) -> str:
    """Text safe in XML content and attributes; characters XML 1.0 forbids become U+FFFD."""
    return escape(_ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text))


@dataclass(frozen=True, slots=True)
class Drawing:
    """The inside of a picture, and its size in pixels."""

    width: float
    height: float
    body: str


def draw_evidence(
    content: Content, graph: nx.MultiDiGraph[str], layout: Layout, empty: str = "", live: bool = True
) -> Drawing:
    """Claims, papers, and the lines between them by relation and directness; without papers `empty` in their place.

    `live` marks are buttons for a script; otherwise papers are links to where they can be read.
    """
    claims = {claim.id: claim for claim in content.claims}
    papers = {paper.id: paper for paper in content.papers}
    around = {work for work in layout.spots if not _core(papers[work])}
    parts = [_axis(layout), _citations(graph, layout, lambda citing, cited: (citing in around) != (cited in around))]
    parts += _edges(content, layout)
    parts += [_card(claims[node], card, live) for node, card in layout.cards.items()]
    parts += [_spot(papers[node], spot, live) for node, spot in layout.spots.items()]
    return _sheet(layout, parts, empty)


def _sheet(layout: Layout, parts: list[str], empty: str) -> Drawing:
    """The parts and the years as a drawing; where no paper has a place, the words why in their place."""
    if layout.ticks:
        parts.append(_years(layout))
    if layout.spots or not empty:
        return Drawing(layout.width, layout.height, "\n".join(parts))
    left = max((card.x + card.width + 40 for card in layout.cards.values()), default=24)
    lines = wrap(empty, layout.width - left - 16, 13, 20)
    words = (f'<text class="instead" x="{left:g}" y="{62 + 20 * n}">{xml(line)}</text>' for n, line in enumerate(lines))
    return Drawing(layout.width, max(layout.height, 62 + 20 * len(lines)), "\n".join([*parts, *words]))


def draw_literature(
    content: Content, graph: nx.MultiDiGraph[str], layout: Layout, empty: str = "", live: bool = True
) -> Drawing:
    """Papers and who cites whom; without papers `empty` in their place. `live` as for `draw_evidence`."""
    papers = {paper.id: paper for paper in content.papers}
    dense = any(spot.shy for spot in layout.spots.values())
    parts = [
        _axis(layout),
        _citations(graph, layout, lambda citing, cited: True, "citations dense" if dense else "citations"),
    ]
    if papers and not any(p.references or p.cited_by for p in content.papers):
        words = "No citation between these papers is known."
        parts.append(f'<text class="quiet halo" x="16" y="{layout.height - 6:g}">{words}</text>')
    parts += [_spot(papers[node], spot, live) for node, spot in layout.spots.items()]
    return _sheet(layout, parts, empty)


def _core(paper: PaperView) -> bool:
    return bool(paper.numbers or paper.claims)


def _axis(layout: Layout) -> str:
    bottom = layout.height - 12
    out = [f'<path class="axis" d="M{x:g} 26V{bottom:g}"/>' for x, _ in layout.ticks]
    if layout.divide is not None:
        left = layout.ticks[0][0] - 20 if layout.ticks else 16
        out.append(f'<path class="divide" d="M{left:g} {layout.divide:g}H{layout.width - 16:g}"/>')
        out.append(f'<text class="quiet halo" x="{left:g}" y="{layout.divide + 16:g}">Papers around them</text>')
    return f'<g aria-hidden="true">{"".join(out)}</g>'


def _years(layout: Layout) -> str:
    """The words of the axis, above all else, on a ground of their own: a script keeps them in sight."""
    words = (
        f'<text class="quiet" x="{x:g}" y="18" text-anchor="middle">{xml(year)}</text>' for x, year in layout.ticks
    )
    ground = f'<path class="ground" d="M0 0H{layout.width:g}V26H0Z"/>'
    return f'<g class="years" aria-hidden="true">{ground}{"".join(words)}</g>'


def _edges(content: Content, layout: Layout) -> list[str]:
    drawn = [e for claim in content.claims for e in lines_of(claim)]
    drawn = [e for e in drawn if e.claim in layout.cards and e.paper in layout.spots]
    starts = _spread([e.claim for e in drawn])
    ends = _spread([e.paper for e in drawn])
    numbers = Counter(e.paper for e in drawn)
    out = []
    for edge, start, end in zip(drawn, starts, ends, strict=True):
        card, spot = layout.cards[edge.claim], layout.spots[edge.paper]
        half = min(70.0, 16.0 * (numbers[edge.paper] - 1))  # half the fan of lines at a mark, in degrees
        out.append(_edge(edge, card, spot, start, radians(end * half)))
    return out


def lines_of(claim: ClaimView) -> list[EvidenceView]:
    """One line for each linker's word, but a single one where a person has decided."""
    kept: dict[tuple[str, str], EvidenceView] = {}
    for evidence in claim.evidence:
        kept.setdefault((evidence.paper, "" if evidence.decision else evidence.linker), evidence)
    return list(kept.values())


def _spread(ends: Sequence[str]) -> list[float]:
    """Offsets from -1 to 1 that keep lines with the same end apart."""
    totals = Counter(ends)
    seen: dict[str, int] = {}
    out = []
    for end in ends:
        seen[end] = seen.get(end, 0) + 1
        out.append((2 * seen[end] - 1) / totals[end] - 1)
    return out


def _edge(edge: EvidenceView, card: Card, spot: Spot, start: float, angle: float) -> str:
    """From the right side of a card to the left side of a mark, where it arrives at that angle (downwards, radians)."""
    x0, y0 = card.x + card.width + 6, card.y + card.height / 2 + start * (card.height / 2 - 8)
    x1, y1 = spot.x - (spot.radius + 9) * cos(angle), spot.y + (spot.radius + 9) * sin(angle)
    bend = max(30.0, min((x1 - x0) / 2, 160))
    way = f"M{x0:.1f} {y0:.1f}C{x0 + bend:.1f} {y0:.1f} {x1 - bend:.1f} {y1:.1f} {x1 - 4:.1f} {y1:.1f}"
    return (
        f'<g class="edge {class_of(edge.relation)} {class_of(edge.directness)}" data-a="{xml(edge.claim)}" '
        f'data-b="{xml(edge.paper)}" data-relation="{xml(edge.relation)}" data-directness="{xml(edge.directness)}" '
        f'data-level="{xml(edge.level)}" aria-hidden="true">'
        f'<path class="way" d="{way}"/>'
        f'<g transform="translate({x0:.1f} {y0:.1f})">{DIRECTNESS_ICONS[edge.directness]}</g>'
        f'<g transform="translate({x1:.1f} {y1:.1f})">{RELATION_ICONS[edge.relation]}</g>'
        "</g>"
    )


def _card(claim: ClaimView, card: Card, live: bool) -> str:
    idle = " idle" if card.low else ""
    icon = SUMMARY_ICONS.get(claim.summary, SUMMARY_ICONS["not checked"])
    head = (
        f'<g class="node claim{idle}"{_button(claim.id, f"Claim {claim.number}, {claim.summary}: {claim.text}", live)}>'
        f'<rect class="box" x="{card.x:g}" y="{card.y:g}" width="{card.width:g}" height="{card.height:g}" rx="6"/>'
    )
    if not card.lines:
        middle = card.y + card.height / 2
        high = middle if card.low else card.y + 2
        return (
            f'{head}<text class="strong" x="{card.x + 6:g}" y="{middle + 4:g}" font-size="11">{claim.number}</text>'
            f'<g transform="translate({card.x + card.width - 2:g} {high:g})">'
            f"{icon}</g></g>"
        )
    inset = 50 if card.low else 34
    y = card.y + (17 if card.low else 21)
    parts = [head, f'<text class="strong" x="{card.x + (0 if card.low else 12):g}" y="{y:g}">{claim.number}</text>']
    if card.low:
        parts.append(f'<g transform="translate({card.x + 33:g} {y - 4:g})">{icon}</g>')
    for line in card.lines:
        parts.append(f'<text x="{card.x + inset:g}" y="{y:g}">{xml(line)}</text>')
        y += 16
    if claim.dangling:
        parts.append(f'<text class="alarm" x="{card.x + inset:g}" y="{y:g}">SOURCE MISSING</text>')
        y += 16
    if not card.low:
        words = claim.summary if claim.checkable else f"{claim.kind}: {claim.summary}"
        parts.append(f'<g transform="translate({card.x + 17:g} {y:g})">{icon}</g>')
        parts.append(f'<text class="quiet" x="{card.x + inset:g}" y="{y + 4:g}">{xml(words)}</text>')
    return "".join(parts) + "</g>"


def _spot(paper: PaperView, spot: Spot, live: bool) -> str:
    state = ("cited" if paper.numbers else "near") + (" shy" if spot.shy else "")
    r = spot.radius
    problems = [w for w, on in (("retracted", paper.retracted), ("orphan", paper.orphan)) if on]
    about = ", ".join([paper.label, *problems])
    out = [f'<g class="node work {state}"{_button(paper.id, f"{about}: {paper.title}", live)}>']
    if paper.orphan:
        out.append(f'<circle class="orphanring" cx="{spot.x:g}" cy="{spot.y:g}" r="{r + 4:g}"/>')
    out.append(f'<circle class="disc" cx="{spot.x:g}" cy="{spot.y:g}" r="{r:g}"/>')
    if paper.numbers:
        out.append(f'<text class="number" x="{spot.x:g}" y="{spot.y + 3.6:g}">{xml(paper.numbers[0][:3])}</text>')
    if paper.retracted:
        out.append(f'<g transform="translate({spot.x + r + 1:.1f} {spot.y - r:.1f})">{RETRACTED_ICON}</g>')
    out.append(_label(spot))
    mark = "".join(out) + "</g>"
    return mark if live or not paper.links else f'<a href="{xml(paper.links[0][1])}">{mark}</a>'


def _button(node: str, name: str, live: bool) -> str:
    return f' data-id="{xml(node)}" tabindex="-1" role="button" aria-label="{xml(name)}"' if live else ""


def _label(spot: Spot) -> str:
    anchor = "end" if spot.left else "start"
    out = []
    for i, line in enumerate(spot.lines):
        kind = "strong" if i == 0 else "alarm" if line.startswith(("RETRACTED", "ORPHAN")) else "quiet"
        at = f'x="{spot.label_x:g}" y="{spot.label_y + i * LINE:g}" text-anchor="{anchor}"'
        out.append(f'<text class="{kind} halo" {at}>{xml(line)}</text>')
    return f'<g class="label">{"".join(out)}</g>'


def _citations(
    graph: nx.MultiDiGraph[str], layout: Layout, drawn: Callable[[str, str], bool], name: str = "citations"
) -> str:
    out = []
    spots: Mapping[str, Spot] = layout.spots
    for citing, cited, _ in edges_of(graph, "citation"):
        if citing == cited or citing not in spots or cited not in spots:
            continue
        if drawn(citing, cited):
            out.append(_citation(citing, cited, spots[citing], spots[cited]))
    return f'<g class="{name}" aria-hidden="true">{"".join(out)}</g>'


def _citation(citing: str, cited: str, a: Spot, b: Spot) -> str:
    """A thin bow from one paper to the other; the later one cites the earlier."""
    mx, my = (a.x + b.x) / 2 - (b.y - a.y) * 0.12, (a.y + b.y) / 2 + (b.x - a.x) * 0.12
    return (
        f'<path class="citation" data-a="{xml(citing)}" data-b="{xml(cited)}" '
        f'd="M{a.x:.1f} {a.y:.1f}Q{mx:.1f} {my:.1f} {b.x:.1f} {b.y:.1f}"/>'
    )
