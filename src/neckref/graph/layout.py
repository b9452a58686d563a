"""Positions for pictures: the same map always gives the same picture, and no two labels overlap.

All lengths are in pixels of the picture at its natural size; y grows downwards. Papers stand at their year on x.
On y each paper goes to the free place nearest to where its links pull it; a place is free where its label fits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from math import sqrt
from typing import Any

import networkx as nx

from neckref.graph.build import edges_of, nodes_of
from neckref.graph.measures import citation_graph, citations_within, similarity
from neckref.graph.words import text_width, wrap


@dataclass(frozen=True, slots=True)
class Frame:
    """How much room there is: for wide screens and paper, for tablets and beside a panel, for phones."""

    width: float
    claims: float
    """Width of a claim's card; a card narrower than 80 shows its number only."""
    gutter: float
    """Room between cards and papers, for the lines."""
    label: float
    """Width of a paper's label."""
    lines: int
    """Lines of a paper's title."""
    tail: float
    """Room after the last year, for its papers' labels."""
    margin: float = 16
    top: float = 40
    """Room for the year axis."""


WIDE = Frame(width=1120, claims=372, gutter=96, label=222, lines=3, tail=240)
MEDIUM = Frame(width=740, claims=286, gutter=60, label=168, lines=3, tail=184)
NARROW = Frame(width=364, claims=34, gutter=56, label=156, lines=3, tail=24, margin=12)

LINE = 15.0
"""Height of a line of a label."""
SIZE = 12.0
"""Font size of labels."""
BOLD = 1.13
"""How much wider the first line of a label is, which is bold."""
GAP = 11.0
"""From a mark to its label."""
ALONE = 25
"""Up to so many papers each has a row to itself, so that no line to one runs through the words of another."""
FEW = 8
"""Up to so many papers there is room for as much of each title as the frame allows; beyond it, for two lines."""
NAMED = 120
"""Up to so many papers of a literature each is named; beyond it only those that matter most, so that the whole of it
is seen at once."""


@dataclass(frozen=True, slots=True)
class Card:
    """A claim: its box and its words."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    low: bool = False
    """Nothing is linked to it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A paper: the centre and radius of its mark, and its label."""

    x: float
    y: float
    radius: float
    lines: tuple[str, ...]
    """First who and when, then the title and warnings."""
    label_x: float
    """Where the lines begin, or end where the label stands on the left."""
    label_y: float
    """Baseline of the first line."""
    left: bool = False
    shy: bool = False
    """The label has no room of its own: it is shown only while the mark is pointed at."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of one picture."""

    width: float
    height: float
    cards: Mapping[str, Card] = field(default_factory=dict)
    spots: Mapping[str, Spot] = field(default_factory=dict)
    ticks: tuple[tuple[float, str], ...] = ()
    """Position on x and words of each mark on the year axis."""
    divide: float | None = None
    """y of the line between the papers and those around them, where both are drawn."""


def layout_evidence(
    graph: nx.MultiDiGraph[str], works: Sequence[str], around: Sequence[str] = (), frame: Frame = WIDE
) -> Layout:
    """Claims in reading order on the left, `works` by year on the right near their claims, `around` below."""
    cards = _cards(graph, frame)
    left = frame.margin + (frame.claims + frame.gutter if cards else 0)
    scale = _YearScale(graph, (*works, *around), left, frame.width - frame.margin - frame.tail)
    lines = frame.lines if len(works) <= FEW else 2
    row = _row(graph, works, lines)
    place = _Places(
        graph, frame, scale, top=frame.top + row / 2, row=row, radius=lambda _: 9.0, lines=lines,
        alone=len(works) <= ALONE,
    )  # fmt: skip
    spots = place.near(works, _pull(graph, works, cards))
    bottom = max([frame.top + 40, *(c.y + c.height for c in cards.values()), *(_foot(s) for s in spots.values())])
    divide = None
    if around:
        divide = bottom + 26
        short = _Places(graph, frame, scale, top=divide + 34, row=24, radius=lambda _: 5.0).near(around, {})
        spots |= short
        bottom = max(_foot(s) for s in short.values())
    return Layout(frame.width, bottom + frame.margin, cards, spots, scale.ticks(), divide)


def layout_literature(graph: nx.MultiDiGraph[str], works: Sequence[str], frame: Frame = WIDE) -> Layout:
    """Papers by year; those with shared references, shared citers or a link between them come near on y.

    Of more than NAMED only those the article cites, those taken back and the most cited are named.
    """
    citations = citation_graph(graph).subgraph(works)
    within = citations_within(citations)
    few, dense = len(works) <= ALONE, len(works) > NAMED
    right = frame.width - frame.margin - (frame.tail if few else min(frame.tail, 150))
    scale = _YearScale(graph, works, frame.margin, right)
    order = order_by_similarity(sorted(works, key=lambda w: (graph.nodes[w].get("year", 0), w)), similarity(citations))
    lines = 2 if few else 0

    def radius(node: str) -> float:
        cited, often = bool(graph.nodes[node]["cited"]), sqrt(within[node])
        if dense:
            return max(8.0 if cited else 0.0, min(9.0, 3 + 1.1 * often))
        return min(16.0, (8 if cited else 5) + 2.2 * often)

    place = _Places(
        graph, frame, scale, top=frame.top + 24, row=_row(graph, works, lines) if lines else 20 if dense else 36,
        radius=radius, lines=lines, shy=_unnamed(graph, works, within) if dense else frozenset(),
    )  # fmt: skip
    spots = place.stream(order, 8 if dense else 3)
    bottom = max((_foot(s) for s in spots.values()), default=frame.top + 40)
    return Layout(frame.width, bottom + frame.margin, {}, spots, scale.ticks())


def _unnamed(graph: nx.MultiDiGraph[str], works: Sequence[str], within: Mapping[str, int]) -> frozenset[str]:
    """All but those the article cites, those taken back, and the most cited ones, as many as stay readable."""
    must = [w for w in works if graph.nodes[w]["cited"] or graph.nodes[w]["retracted"]]
    often = sorted(works, key=lambda w: (-within[w], w))
    named = list(dict.fromkeys([*must, *often]))[: max(NAMED // 2, len(must))]
    return frozenset(works) - frozenset(named)


def order_by_similarity(nodes: Sequence[str], similar: Mapping[tuple[str, str], int]) -> list[str]:
    """The nodes on a line, similar ones near each other: linked groups together, largest first, and inside a group
    repeatedly sorted by the weighted mean place of their neighbours (the barycentre method, Sugiyama et al. 1981)."""
    near: dict[str, list[tuple[str, int]]] = {node: [] for node in nodes}
    for (a, b), weight in sorted(similar.items()):
        if a in near and b in near:
            near[a].append((b, weight))
            near[b].append((a, weight))
    start = {node: i for i, node in enumerate(nodes)}
    links = nx.Graph(pair for pair in similar if pair[0] in near and pair[1] in near)
    links.add_nodes_from(nodes)
    groups = [sorted(group, key=start.__getitem__) for group in nx.connected_components(links)]
    line: list[str] = []
    for group in sorted(groups, key=lambda g: (-len(g), start[g[0]])):
        line += _settle(group, near)
    return line


def _settle(group: list[str], near: Mapping[str, list[tuple[str, int]]]) -> list[str]:
    for _ in range(10):
        at = {node: i for i, node in enumerate(group)}

        def mean(node: str, at: dict[str, int] = at) -> float:
            total = 1 + sum(weight for _, weight in near[node])
            return (at[node] + sum(at[other] * weight for other, weight in near[node])) / total

        group = sorted(group, key=lambda node: (mean(node), at[node]))
    return group


def _row(graph: nx.MultiDiGraph[str], works: Iterable[str], lines: int) -> float:
    """Height of a row in which a label of that many lines of title fits, also below a mark."""
    warnings = max((len(marks(graph.nodes[work])) for work in works), default=0)
    return (1 + lines + warnings) * LINE + 32


def _foot(spot: Spot) -> float:
    return max(spot.y + spot.radius + 5, spot.label_y + (len(spot.lines) - 1) * LINE + 8)


def _cards(graph: nx.MultiDiGraph[str], frame: Frame) -> dict[str, Card]:
    """Claims without a line take one line, with no word of their verdict but its icon: there may be very many."""
    linked = {claim for claim, _, _ in edges_of(graph, "evidence")}
    cards = {}
    y = frame.top
    before = True
    for node, data in nodes_of(graph, "claim"):
        low = node not in linked
        lines: tuple[str, ...] = ()
        height = 28.0 if low else 32.0
        if frame.claims >= 80:
            lines = wrap(data["title"], frame.claims - (58 if low else 46), SIZE + 0.5, 1 if low else 3)
            height = len(lines) * 16 + (8 if low else 36) + (16 if data["dangling"] else 0)
        y += 5 if before != low else 0
        cards[node] = Card(frame.margin, y, frame.claims, height, lines, low)
        y += height + (2 if low else 10)
        before = low
    return cards


def _pull(graph: nx.MultiDiGraph[str], works: Iterable[str], cards: Mapping[str, Card]) -> dict[str, float]:
    """Where on y a paper's claims are: those it says something of, and only where there are none, those it mentions."""
    near: dict[str, tuple[set[str], set[str]]] = {work: (set(), set()) for work in works}
    for claim, work, data in edges_of(graph, "evidence"):
        if claim in cards and work in near:
            near[work][data.get("decided", data["relation"]) in ("mentions", "unclear")].add(claim)
    pull = {}
    for work, (strong, weak) in near.items():
        if strong or weak:
            middles = [cards[claim].y + cards[claim].height / 2 for claim in sorted(strong or weak)]
            pull[work] = sum(middles) / len(middles)
    return pull


class _YearScale:
    """Years on x; works of no known year stand in a column before the first year."""

    def __init__(self, graph: nx.MultiDiGraph[str], works: Sequence[str], left: float, right: float) -> None:
        self._years = {w: int(graph.nodes[w]["year"]) for w in works if "year" in graph.nodes[w]}
        self._missing = len(self._years) < len(works)
        self._left = left + 20
        self._start = self._left + (60 if self._missing else 0)
        self._end = right - 20
        self._first = min(self._years.values(), default=0)
        self._last = max(self._years.values(), default=0)

    def x(self, work: str) -> float:
        return self._at(self._years[work]) if work in self._years else self._left

    def _at(self, year: int) -> float:
        if self._first == self._last:
            return (self._start + self._end) / 2
        return self._start + (year - self._first) / (self._last - self._first) * (self._end - self._start)

    def ticks(self) -> tuple[tuple[float, str], ...]:
        ticks = [(self._left, "no year")] if self._missing else []
        if self._years:
            span, room = self._last - self._first, max(2, int((self._end - self._start) / 70))
            step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 500, 10_000) if span / s <= room)
            years = [y for y in range(self._first, self._last + 1) if y % step == 0]
            if len(years) < 2:
                years = sorted({self._first, self._last})
            ticks += [(self._at(year), str(year)) for year in years]
        return tuple((round(x, 1), words) for x, words in ticks)


class _Places:
    """One band of rows: gives each paper a place whose row is free over the length of its mark and label."""

    def __init__(
        self,
        graph: nx.MultiDiGraph[str],
        frame: Frame,
        scale: _YearScale,
        *,
        top: float,
        row: float,
        radius: Callable[[str], float],
        lines: int = 0,
        alone: bool = False,
        shy: Collection[str] = (),
    ) -> None:
        self._graph, self._frame, self._scale, self._radius = graph, frame, scale, radius
        self._top, self._row, self._lines, self._alone, self._shy = top, row, lines, alone, shy
        self._taken: list[list[tuple[float, float]]] = []

    def near(self, works: Sequence[str], pull: Mapping[str, float]) -> dict[str, Spot]:
        """Each in the free row nearest to its pull; what nothing pulls comes after, from the first unused row on."""
        spots = {}
        pulled = sorted((w for w in works if w in pull), key=lambda w: (pull[w], self._scale.x(w), w))
        for work in pulled:
            spots[work] = self._put(work, _outward(max(0, round((pull[work] - self._top) / self._row))))
        after = len(self._taken)
        for work in sorted((w for w in works if w not in pull), key=lambda w: (self._scale.x(w), w)):
            spots[work] = self._put(work, count(after))
        return spots

    def stream(self, order: Sequence[str], back: int) -> dict[str, Spot]:
        """In the given order down the band, each in the first free one of the last `back` rows begun."""
        return {work: self._put(work, count(max(0, len(self._taken) - back))) for work in order}

    def _put(self, work: str, rows: Iterable[int]) -> Spot:
        data = self._graph.nodes[work]
        x, r = self._scale.x(work), round(self._radius(work), 1)
        lines: tuple[str, ...] = (_name(data, self._frame.label),)
        if self._lines:
            lines += wrap(data.get("title", ""), self._frame.label, SIZE, self._lines) + marks(data)
        long = max(text_width(lines[0], SIZE * BOLD), *(text_width(line, SIZE) for line in lines))
        left = x + r + GAP + long > self._frame.width - 4
        label_x = x + r + GAP
        label_y = 4.0
        if left:  # a line of evidence comes from the left, so that many lines of words go below the mark
            label_x = x + r if self._lines else x - r - GAP
            label_y = r + 15 if self._lines else 4.0
        shy = work in self._shy
        reach = (x - r - 5, x + r + 5)
        if not shy:
            reach = (min(reach[0], label_x - long * left), max(reach[1], label_x + long * (not left)))
        number = self._free(rows, (0, self._frame.width) if self._alone else reach)
        y = self._top + number * self._row
        return Spot(round(x, 1), round(y, 1), r, lines, round(label_x, 1), round(y + label_y, 1), left, shy)

    def _free(self, rows: Iterable[int], reach: tuple[float, float]) -> int:
        for number in rows:
            self._taken += [[] for _ in range(number + 1 - len(self._taken))]
            if all(reach[1] < start or end < reach[0] for start, end in self._taken[number]):
                self._taken[number].append(reach)
                return number
        raise AssertionError("rows never end")


def _name(data: Mapping[str, Any], width: float) -> str:
    """Who and when in one line. Where there is no room for all of it, the year stays whole."""
    label, year = str(data["label"]), f" {data.get('year', '')}"
    if text_width(label, SIZE * BOLD) <= width or not label.endswith(year):
        return "".join(wrap(label, width, SIZE * BOLD, 1))
    return "".join(wrap(label.removesuffix(year), width - text_width(year, SIZE * BOLD), SIZE * BOLD, 1)) + year


def _outward(wanted: int) -> Iterator[int]:
    """That row, then its neighbours, the upper first: a line to a later paper then runs above the words of an earlier
    one that is pulled to the same place."""
    yield wanted
    for step in count(1):
        if wanted >= step:
            yield wanted - step
        yield wanted + step


def marks(data: Mapping[str, object]) -> tuple[str, ...]:
    """Words that stand under a paper's title where something is wrong with it."""
    words = []
    if data.get("retracted"):
        words.append("RETRACTED")
    if data.get("orphan"):
        words.append("ORPHAN: no claim rests on it")
    return tuple(words)
