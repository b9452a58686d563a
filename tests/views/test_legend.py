from __future__ import annotations

import re

from neckref.model import RELATIONS, SUMMARIES
from neckref.views.graph import render
from neckref.views.icons import DIRECTNESS_ICONS, RETRACTED_ICON, SUMMARY_ICONS, class_of
from neckref.views.legend import legend_groups
from tests.views.maps import large_map


def test_every_mark_a_picture_can_hold_is_in_the_legend() -> None:
    rows = [row for _, group in legend_groups() for row in group]
    samples = " ".join(sample for sample, _ in rows)
    words = " | ".join(word for _, word in rows)
    for relation in RELATIONS:
        assert f'class="edge {class_of(relation)}"' in samples
        assert f"{relation}:" in words
    for directness in DIRECTNESS_ICONS:
        assert f'class="edge supports {class_of(directness)}"' in samples
        assert f"{directness}:" in words
    assert [word for _, word in rows if word in SUMMARIES] == [*SUMMARIES]
    assert all(icon in samples for icon in (*SUMMARY_ICONS.values(), RETRACTED_ICON))
    drawn = set(re.findall(r'<(?:g|path|circle|rect|text) class="([^"]+)"', render(large_map()).partition("stage")[2]))
    for kind in ("work cited", "work near", "orphanring", "citation"):
        assert any(kind in classes for classes in drawn)
        assert kind in samples
