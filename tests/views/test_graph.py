from __future__ import annotations

import json
import re

import pytest
from lxml import html

from neckref.views import graph, selection
from neckref.views.graph import render, script_json
from tests.samples import sample_map
from tests.views.maps import large_map, odd_maps


def test_script_json_cannot_leave_its_element() -> None:
    value = "</script><!-- & \u2028\u2029"
    text = script_json(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


def test_both_views_in_three_sizes_show_every_claim_and_paper() -> None:
    root = html.document_fromstring(render(large_map()))
    for size in ("wide", "medium", "narrow"):
        [evidence] = root.xpath(f"//*[@class='picture'][@data-view='evidence'][@data-size='{size}']")
        assert len(evidence.xpath(".//*[contains(@class, 'claim')]")) == 13
        [literature] = root.xpath(f"//*[@class='picture'][@data-view='literature'][@data-size='{size}']")
        assert len(literature.xpath(".//*[contains(@class, 'work')]")) == 50
        assert literature.xpath(".//*[@class='citation']")


def test_the_table_holds_the_same_as_the_picture() -> None:
    root = html.document_fromstring(render(large_map()))
    assert len(root.xpath("//table[@id='claims']/tbody/tr")) == 13
    rows = root.xpath("//table[@id='papers']/tbody/tr")
    assert len(rows) == 50
    [orphan] = [row for row in rows if "ORPHAN" in row.text_content()]
    assert "reference 9" in orphan.text_content()
    [retracted] = [row for row in rows if "RETRACTED" in row.text_content()]
    assert "reference 4" in retracted.text_content()


def test_each_line_names_relation_and_directness_and_differs_in_shape() -> None:
    page = render(sample_map())
    assert re.search(r'class="edge supports direct" data-a="claim-1"', page)
    assert re.search(r'class="edge partly indirect" data-a="claim-2"', page)


def test_over_the_limit_the_most_relevant_are_drawn_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "LIMIT", 20)
    page = render(large_map())
    root = html.document_fromstring(page)
    assert len(root.xpath("//table[@id='papers']/tbody/tr")) == 20
    assert "Shows the 20 most relevant of 50 papers" in page
    assert "RETRACTED" in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty", "No paper is shown: 0 references read, and no source was asked yet."),
        ("no references", "no reference was found in the article"),
        ("nothing asked", "3 references read, and no source was asked yet"),
        ("no claims", "No checkable claim was found in the article."),
    ],
)
def test_an_empty_picture_says_why(name: str, words: str) -> None:
    assert words in render(odd_maps()[name])


def test_selection_counts_what_it_leaves_out() -> None:
    emap = large_map()
    chosen = selection.select(emap, graph.build_graph(emap), 30, 5)
    assert len(chosen.around) == 5
    assert f"Shows the {len(chosen.core) + 5} most relevant of 50 papers" in chosen.note
    assert "1 more paper is known only by an identifier" in chosen.note


def test_an_empty_picture_is_not_shown() -> None:
    shown = html.document_fromstring(render(sample_map())).xpath("//*[@class='stage']")[0]
    assert "hidden" not in shown.attrib
    page = html.document_fromstring(render(odd_maps()["empty"]))
    for name in ("bar", "filters", "stage", "legend", "tables"):
        assert "hidden" in page.xpath(f"//*[@class='{name}']")[0].attrib
