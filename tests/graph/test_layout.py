from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from neckref.graph import build_graph, nodes_of
from neckref.graph.layout import (
    BOLD,
    LINE,
    MEDIUM,
    NAMED,
    NARROW,
    SIZE,
    WIDE,
    Frame,
    Layout,
    Spot,
    layout_evidence,
    layout_literature,
    order_by_similarity,
)
from neckref.graph.words import text_width
from neckref.model import EvidenceMap
from tests.samples import sample_map
from tests.views.maps import large_map


def _works(emap: EvidenceMap) -> list[str]:
    return [node for node, _ in nodes_of(build_graph(emap), "work")]


def _box(spot: Spot) -> tuple[float, float, float, float]:
    """Of the label: left, top, right, bottom."""
    long = max(text_width(line, SIZE * (1 if i else BOLD)) for i, line in enumerate(spot.lines))
    left = spot.label_x - long if spot.left else spot.label_x
    return left, spot.label_y - LINE + 4, left + long, spot.label_y + (len(spot.lines) - 1) * LINE


def _layouts(emap: EvidenceMap, frame: Frame) -> list[Layout]:
    graph, works = build_graph(emap), _works(emap)
    return [
        layout_evidence(graph, works[: len(works) // 2], works[len(works) // 2 :], frame),
        layout_literature(graph, works, frame),
    ]


@pytest.mark.parametrize("frame", [WIDE, MEDIUM, NARROW], ids=["wide", "medium", "narrow"])
@pytest.mark.parametrize("emap", [sample_map(), large_map()], ids=["sample", "large"])
def test_no_label_lies_on_another_label_or_mark_or_outside(emap: EvidenceMap, frame: Frame) -> None:
    for layout in _layouts(emap, frame):
        boxes = [_box(spot) for spot in layout.spots.values()]
        for a, b in combinations(boxes, 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        for box in boxes:
            assert box[0] >= 0
            assert box[2] <= frame.width
            assert box[3] <= layout.height
        for spot, (left, top, right, bottom) in zip(layout.spots.values(), boxes, strict=True):
            others = [s for s in layout.spots.values() if s is not spot]
            assert not any(left < s.x < right and top < s.y < bottom for s in others)


@pytest.mark.parametrize("frame", [WIDE, MEDIUM, NARROW], ids=["wide", "medium", "narrow"])
def test_of_very_many_papers_the_named_ones_stay_readable(frame: Frame) -> None:
    emap = large_map(NAMED + 40)
    layout = layout_literature(build_graph(emap), _works(emap), frame)
    named = [spot for spot in layout.spots.values() if not spot.shy]
    assert 0 < len(named) < NAMED
    for a, b in combinations(map(_box, named), 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    for a, b in combinations(layout.spots.values(), 2):
        assert (a.x - b.x) ** 2 + (a.y - b.y) ** 2 >= (a.radius + b.radius) ** 2


def test_x_grows_with_the_year_and_unknown_years_stand_apart() -> None:
    emap = large_map()
    graph = build_graph(emap)
    layout = layout_literature(graph, _works(emap))
    dated = sorted((graph.nodes[w]["year"], s.x) for w, s in layout.spots.items() if "year" in graph.nodes[w])
    assert [x for _, x in dated] == sorted(x for _, x in dated)
    undated = {s.x for w, s in layout.spots.items() if "year" not in graph.nodes[w]}
    assert len(undated) == 1
    assert undated.pop() < dated[0][1]
    assert layout.ticks[0][1] == "no year"
    assert all(later[0] - earlier[0] >= 36 for earlier, later in pairwise(layout.ticks))


def test_claims_stand_in_reading_order_without_overlap() -> None:
    emap = large_map()
    layout = layout_evidence(build_graph(emap), [])
    assert list(layout.cards) == [claim.id for claim in emap.claims]
    cards = list(layout.cards.values())
    assert all(a.y + a.height < b.y for a, b in pairwise(cards))


def test_the_same_map_gives_the_same_places() -> None:
    assert _layouts(large_map(), WIDE) == _layouts(large_map(), WIDE)


def test_a_name_too_long_for_its_place_keeps_its_year() -> None:
    emap = sample_map()
    spots = layout_literature(build_graph(emap), _works(emap), NARROW).spots
    assert spots["doi:10.5555/desk.(2015)<3>_2"].lines[0].endswith("… 2015")


def test_nothing_to_place_is_no_error() -> None:
    graph = build_graph(EvidenceMap(None))
    assert layout_evidence(graph, []).spots == {}
    assert layout_literature(graph, []).height > 0


def test_similar_papers_come_near() -> None:
    order = order_by_similarity(["a", "b", "c", "d", "e"], {("a", "d"): 3, ("b", "e"): 2, ("a", "c"): 1})
    assert set(order[:3]) == {"a", "c", "d"}
    assert set(order[3:]) == {"b", "e"}
