"""What every view owes its reader, whatever the map."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from lxml import etree, html

from neckref import registry
from neckref.model import EvidenceMap
from neckref.views.graph import render as render_graph
from neckref.views.report import render as render_report
from neckref.views.svg import render as render_svg
from tests.samples import sample_map
from tests.views.maps import hostile_map, large_map, odd_maps

PAGES = {"report": render_report, "graph": render_graph}
MAPS = {"sample": sample_map(), "large": large_map(), "hostile": hostile_map(), **odd_maps()}
BANNED = re.compile(r"fabricat|you should take|we recommend|cure[sd]? by", re.IGNORECASE)


def test_the_views_enter_by_the_plug_in_door() -> None:
    assert {"graph", "png", "report", "svg"} <= set(registry.names("views"))
    assert registry.load("views", "report") is render_report
    assert registry.load("views", "graph") is render_graph
    assert registry.load("views", "svg") is render_svg


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("emap", MAPS.values(), ids=MAPS)
def test_a_page_is_whole_and_loads_nothing(name: str, emap: EvidenceMap) -> None:
    page = PAGES[name](emap)
    root = html.document_fromstring(page)
    assert page.startswith("<!doctype html>")
    assert not root.xpath("//link | //iframe | //img | //object | //embed | //base | //form")
    assert not root.xpath("//@style")
    assert not [a for a in root.xpath("//@*") if a.attrname.startswith("on")]
    for href in root.xpath("//a/@href"):
        assert href.startswith(("#", "https://", "http://"))
    for link in root.xpath("//a[starts-with(@href, 'http')]"):
        assert link.get("rel") == "noopener noreferrer"
    assert page == PAGES[name](emap)
    assert not BANNED.search(page)


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_names_the_very_style_and_script(name: str) -> None:
    page = PAGES[name](sample_map())
    [policy] = html.document_fromstring(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for tag in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page, re.DOTALL):
        assert f"'sha256-{b64encode(sha256(tag.encode()).digest()).decode()}'" in policy
    assert ("script-src" in policy) == (name == "graph")
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("emap", MAPS.values(), ids=MAPS)
def test_every_inner_link_leads_somewhere_and_ids_are_unique(name: str, emap: EvidenceMap) -> None:
    root = html.document_fromstring(PAGES[name](emap))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in root.xpath("//a/@href | //*[local-name()='use']/@href") if href.startswith("#")}
    assert targets <= set(ids)


@pytest.mark.parametrize("emap", MAPS.values(), ids=MAPS)
def test_svg_is_valid_xml_with_title_and_description(emap: EvidenceMap) -> None:
    svg = render_svg(emap)
    root = etree.fromstring(svg.encode())
    space = {"s": "http://www.w3.org/2000/svg"}
    assert root.find("s:title", space).text
    assert root.find("s:desc", space).text
    assert not root.xpath("//s:script | //@onload | //@onclick", namespaces=space)
    assert all(href.startswith(("https://", "http://")) for href in root.xpath("//@href"))
    assert "var(" not in svg
    assert svg == render_svg(emap)


def test_svg_words_say_what_the_marks_show() -> None:
    text = " ".join(etree.fromstring(render_svg(sample_map()).encode()).itertext())
    for words in (
        "RETRACTED",
        "ORPHAN: no claim rests on it",
        "2015",
        "Sørensen-Öz & van der Berg 2015",
        "Papers around",
    ):
        assert words in text
    assert "Claim 1 and Sørensen-Öz & van der Berg 2015: supports, direct, randomised trial." in text
    for word in ("partly supports", "disputes", "indirect", "not all stated", "no support among the cited papers"):
        assert word in text


def test_svg_papers_lead_to_where_they_can_be_read() -> None:
    root = etree.fromstring(render_svg(sample_map()).encode())
    links = root.xpath("//s:a", namespaces={"s": "http://www.w3.org/2000/svg"})
    assert {a.get("href") for a in links} >= {"https://doi.org/10.5555/hip.1", "https://doi.org/10.5555/review"}
    assert len(links) == 4
    assert not root.xpath("//@tabindex | //@data-id")


def test_png_is_one() -> None:
    picture = registry.load("views", "png")(sample_map(), zoom=1)
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert width == 1120
    assert height > 300


def _marks(page: str) -> tuple[set[str], set[str]]:
    """Names of all elements and attributes."""
    root = etree.fromstring(page.encode()) if page.startswith("<?xml") else html.document_fromstring(page)
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    return {e.tag for e in elements}, {name for e in elements for name in e.attrib}


@pytest.mark.parametrize("name", registry.names("views"))
def test_no_payload_becomes_markup_in_any_view(name: str) -> None:
    """Over the table of payloads: whatever foreign text says, a page has the elements and attributes it always has."""
    render = registry.load("views", name)
    drawn = render(hostile_map())
    if isinstance(drawn, bytes):
        assert drawn.startswith(b"\x89PNG")
        return
    usual = [_marks(render(emap)) for emap in (sample_map(), large_map())]
    elements, attributes = _marks(drawn)
    assert elements <= usual[0][0] | usual[1][0]
    assert attributes <= usual[0][1] | usual[1][1]
    assert drawn.count("<script") == render(sample_map()).count("<script")
    assert "503377" not in drawn
    for href in re.findall(r'href="([^"]*)"', drawn):
        assert href.startswith(("#", "https://", "http://"))


def test_hostile_text_cannot_leave_the_data_of_a_script() -> None:
    page = render_graph(hostile_map())
    scripts = html.document_fromstring(page).xpath("//script")
    assert len(scripts) == 3
    assert not set("<>&\u2028\u2029") & set(scripts[0].text)
    assert "hacked=1</script>" not in page
