from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from lxml import html

from neckref.model import Asked
from neckref.views import graph, selection
from neckref.views.graph import render, script_json
from neckref.views.report import render as render_report
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
        [evidence] = root.xpath(f"//*[@data-view='evidence'][@data-size='{size}']")
        assert len(evidence.xpath(".//*[contains(@class, 'node claim')]")) == 13
        [literature] = root.xpath(f"//*[@data-view='literature'][@data-size='{size}']")
        assert len(literature.xpath(".//*[contains(@class, 'node work')]")) == 50
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
        ("empty", "No paper is shown: this library holds none yet."),
        ("no references", "no reference was found in the article, so that there was nothing to look up"),
        ("nothing asked", "3 references read, and no source was asked yet"),
        ("no claims", "No claim was found in the article."),
    ],
)
def test_an_empty_picture_says_why(name: str, words: str) -> None:
    assert words in " ".join(html.document_fromstring(render(odd_maps()[name])).body.text_content().split())


def test_the_place_of_the_papers_says_why_there_is_none_with_counts() -> None:
    asked = tuple(
        Asked("crossref", f"search: {n}", outcome, "2026-01-02T10:00:00Z")
        for n, outcome in enumerate(("found", "found", "not found", "unavailable"))
    )
    emap = replace(odd_maps()["nothing asked"], asked=asked)
    root = html.document_fromstring(render(emap))
    for view in ("evidence", "literature"):
        for picture in root.xpath(f"//*[@data-view='{view}'][@data-size]"):
            words = " ".join(picture.xpath(".//*[@class='instead']/text()"))
            assert words == (
                "No paper is shown: 3 references read, 4 questions asked. 2 brought papers, of which none fits well; "
                "1 found nothing; 1 could not be asked."
            )


def test_papers_without_a_place_beside_the_claims_are_told_of() -> None:
    emap = replace(sample_map(), matches=(), evidence=(), decisions=(), findings=())
    root = html.document_fromstring(render(emap))
    words = " ".join(root.xpath("//*[@data-view='evidence'][@data-size='wide']//*[@class='instead']/text()"))
    assert words.startswith("None of the known papers is cited by the article")
    assert not root.xpath("//*[@data-view='literature'][@data-size]//*[@class='instead']")


def test_without_claims_there_is_one_view() -> None:
    root = html.document_fromstring(render(odd_maps()["works only"]))
    assert not root.xpath("//button[@data-view]")
    assert "papers at their year" in root.text_content()


def test_why_empty_speaks_of_a_list_where_there_is_no_article() -> None:
    emap = odd_maps()["no references"]
    assert emap.article
    listed = replace(emap, article=replace(emap.article, origin="identifiers", sentences=()), claims=())
    chosen = selection.select(listed, graph.build_graph(listed), 10, 10)
    assert "no reference was found in the list" in chosen.empty
    assert chosen.note == ""


def test_of_very_many_papers_only_what_matters_most_is_named() -> None:
    emap = large_map(150)
    root = html.document_fromstring(render(emap))
    for literature in root.xpath("//*[@data-view='literature'][@data-size]"):
        marks = literature.xpath(".//*[contains(@class, 'node work')]")
        named = [mark for mark in marks if "shy" not in mark.get("class")]
        assert len(marks) == 150
        assert len(named) == 60
        cited = {m.work for m in emap.matches if m.resolved}
        assert cited <= {mark.get("data-id") for mark in named}


def test_the_panel_is_told_where_the_report_has_it() -> None:
    page = render(sample_map(), "report.html")
    data = json.loads(html.document_fromstring(page).xpath("string(//*[@id='data'])"))
    anchors = html.document_fromstring(render_report(sample_map())).xpath("//*[@class='paper']/@id")
    assert data["report"] == "report.html"
    assert sorted(data["anchors"].values()) == sorted(anchors)
    assert "report.html" not in render(sample_map())


def test_selection_counts_what_it_leaves_out() -> None:
    emap = large_map()
    chosen = selection.select(emap, graph.build_graph(emap), 30, 5)
    assert len(chosen.around) == 5
    shown = len(chosen.core) + 5
    assert f"Shows the {shown} most relevant of 50 papers" in chosen.note
    assert f"{50 - shown} are left out; the exports hold all." in chosen.note
    assert "1 more paper is known only by an identifier" in chosen.note


def test_an_empty_picture_is_not_shown() -> None:
    shown = html.document_fromstring(render(sample_map())).xpath("//*[@class='stage']")[0]
    assert "hidden" not in shown.attrib
    page = html.document_fromstring(render(odd_maps()["empty"]))
    for name in ("bar", "filters", "stage", "legend", "tables"):
        assert "hidden" in page.xpath(f"//*[@class='{name}' or @class='{name} idle']")[0].attrib
