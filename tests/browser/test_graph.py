from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]
SHOWN = ".canvas .picture:not([hidden])"


def _node(name: str) -> str:
    return f'{SHOWN} .node[data-id="{name}"]'


def test_hover_shows_the_neighbours(open_page: Opener) -> None:
    page = open_page("large-graph")
    page.hover(_node("claim-6"))
    lit = page.eval_on_selector_all(f"{SHOWN} .node.on", "all => all.map(n => n.dataset.id)")
    assert set(lit) == {"claim-6", "doi:10.5555/large.001", "doi:10.5555/large.003"}
    page.hover("h1")
    assert page.locator(f"{SHOWN}.hot").count() == 0


def test_click_opens_the_claim_and_leads_on_to_the_paper(open_page: Opener) -> None:
    page = open_page("sample-graph")
    page.click(_node("claim-2"))
    panel = page.locator(".panel")
    expect(panel.locator("h2")).to_have_text("Claim 2")
    expect(panel.locator("mark")).to_have_text("Chin tucks strengthen the neck")
    expect(panel).to_contain_text("Summary, not a quote (summary, from snapshot)")
    expect(panel).to_contain_text("EMG amplitude is not strength.")
    assert page.evaluate("location.hash") == "#claim-2"
    panel.get_by_role("button", name="Doe & Kjær 2012").click()
    expect(panel.locator("h2")).to_have_text("Electromyographic activity of the deep neck flexors during chin tucks")
    expect(panel).to_contain_text("11 people")
    expect(panel).to_contain_text("Not verified by snapshot: volume.")
    expect(panel.locator("a")).to_have_attribute("href", "https://doi.org/10.5555/emg;9")
    page.keyboard.press("Escape")
    expect(panel.locator("h2")).to_have_text("At a glance")
    assert page.evaluate("location.hash") == ""


def test_a_paper_around_shows_its_way_from_the_claims(open_page: Opener) -> None:
    page = open_page("sample-graph", fragment="#doi%3A10.5555%2Freview")
    panel = page.locator(".panel")
    expect(panel).to_contain_text("Shoulder exercises at work")
    assert [text.split(":")[0] for text in panel.locator("ol li").all_inner_texts()] == [
        "Claim 1", "Sørensen-Öz & van der Berg 2015", "Øst 2019",
    ]  # fmt: skip
    panel.get_by_role("button", name="Show this way").click()
    assert page.locator(f"{SHOWN} .citation.on").count() == 1


def test_search_narrows_picture_and_table_and_ignores_accents(open_page: Opener) -> None:
    page = open_page("sample-graph")
    page.fill("#search", "sorensen-oz")
    expect(page.locator("[role=status]")).to_have_text("0 of 2 claims and 1 of 4 papers match.")
    expect(page.locator("#papers tbody tr:visible")).to_have_count(1)
    assert page.locator(f"{_node('doi:10.5555/hip.1')}.off").count() == 1
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("#papers tbody tr:visible")).to_have_count(4)
    expect(page.locator("[role=status]")).to_have_text("")


@pytest.mark.parametrize(
    ("change", "claims", "papers"),
    [
        (("uncheck", "input[value=supports]"), 1, 1),
        (("uncheck", "input[value=indirect]"), 1, 1),
        (("select", "randomised trial"), 1, 1),
        (("fill", "#from", "2015"), 2, 2),
        (("fill", "#to", "2011"), 2, 1),
        (("check", "#problems"), 1, 1),
    ],
    ids=["relation", "directness", "level", "from", "to", "problems"],
)
def test_filters(open_page: Opener, change: tuple[str, ...], claims: int, papers: int) -> None:
    page = open_page("sample-graph")
    page.get_by_role("button", name="Filters").click()
    match change:
        case ("uncheck", box):
            page.uncheck(box)
        case ("check", box):
            page.check(box)
        case ("select", level):
            page.select_option("#level", level)
        case ("fill", field, value):
            page.fill(field, value)
    expect(page.locator("#claims tbody tr:visible")).to_have_count(claims)
    expect(page.locator("#papers tbody tr:visible")).to_have_count(papers)


def test_the_keyboard_reaches_everything(open_page: Opener) -> None:
    page = open_page("sample-graph")
    page.focus(".canvas")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.id") == "claim-1"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.id") == "claim-2"
    assert page.eval_on_selector_all(f"{SHOWN} .node.on", "all => all.map(n => n.dataset.id)") == [
        "claim-2", "doi:10.5555/emg;9",
    ]  # fmt: skip
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.classList.contains('work')")
    seen = set()
    page.keyboard.press("Home")
    for _ in range(3):
        seen.add(page.evaluate("document.activeElement.dataset.id"))
        page.keyboard.press("ArrowDown")
    assert {"claim-1", "claim-2"} <= seen
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator(".panel h2")).to_be_focused()
    expect(page.locator(".panel h2")).to_have_text("Claim 1")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.id") == "claim-1"
    reached = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("(document.activeElement.textContent || document.activeElement.id).trim().slice(0, 12)")
        )
    assert {"Evidence", "Literature", "Reset", "SVG", "PNG", "Print", "Filters", "Chin tucks s", "Øst 2019"} <= reached


def test_deep_link_opens_the_claim(open_page: Opener) -> None:
    page = open_page("large-graph", fragment="#claim-8")
    expect(page.locator(".panel h2")).to_have_text("Claim 8")
    assert page.locator(f"{_node('claim-8')}.chosen").count() == 1
    page.evaluate("location.hash = '#claim-3'")
    expect(page.locator(".panel h2")).to_have_text("Claim 3")
    page.evaluate("location.hash = '#nothing%E0%A4%A'")
    expect(page.locator(".panel h2")).to_have_text("Claim 3")


def test_literature_view_zoom_and_reset(open_page: Opener) -> None:
    page = open_page("large-graph")
    page.get_by_role("button", name="Literature").click()
    expect(page.locator(SHOWN)).to_have_count(1)
    assert page.locator(f"{SHOWN} .work").count() == 50
    width = page.locator(SHOWN).bounding_box()["width"]  # type: ignore[index]
    page.get_by_role("button", name="Zoom in").click()
    assert page.locator(SHOWN).bounding_box()["width"] == pytest.approx(width * 1.25, rel=0.01)  # type: ignore[index]
    page.get_by_role("button", name="Reset").click()
    assert page.locator(SHOWN).bounding_box()["width"] == pytest.approx(width, rel=0.01)  # type: ignore[index]


def test_what_is_left_out_stays_said_whatever_is_searched(open_page: Opener) -> None:
    page = open_page("large-graph")
    note = page.get_by_text("1 more paper is known only by an identifier")
    expect(note).to_be_visible()
    page.fill("#search", "sleep")
    expect(note).to_be_visible()


def test_tables_sort_both_ways(open_page: Opener) -> None:
    page = open_page("sample-graph")
    button = page.locator("#papers").get_by_role("button", name="Year")
    years = "#papers tbody td[data-label=Year]"
    button.click()
    assert page.locator(years).all_inner_texts() == ["2011", "2012", "2015", "2019"]
    expect(page.locator("#papers th[aria-sort=ascending]")).to_have_text("Year")
    button.click()
    assert page.locator(years).all_inner_texts() == ["2019", "2015", "2012", "2011"]


def test_svg_and_png_can_be_kept(open_page: Opener) -> None:
    page = open_page("sample-graph")
    with page.expect_download() as kept:
        page.get_by_role("button", name="SVG").click()
    root = etree.parse(kept.value.path()).getroot()
    assert root.tag.endswith("svg")
    assert "var(--" not in etree.tostring(root, encoding="unicode")
    with page.expect_download() as kept:
        page.get_by_role("button", name="PNG").click()
    assert kept.value.suggested_filename == "evidence.png"
    assert kept.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["hostile-graph", "hostile-report"])
def test_no_payload_runs(open_page: Opener, name: str) -> None:
    page = open_page(name)
    if name == "hostile-graph":
        for target in ("claim-1", "claim-2", "doi:10.5555/emg;9"):
            page.locator(f'table [data-go="{target}"]').click()
    page.mouse.move(400, 400)
    page.wait_for_timeout(100)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, object").count() == 0


@pytest.mark.parametrize("width", [390, 1600])
@pytest.mark.parametrize("name", ["large-graph", "large-report"])
def test_no_width_makes_the_page_scroll_sideways(open_page: Opener, name: str, width: int) -> None:
    page = open_page(name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["sample-graph", "sample-report"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(open_page: Opener, name: str, width: int, scheme: str) -> None:
    page = open_page(name, width=width, scheme=scheme)
    if name == "sample-graph":
        page.locator('#claims [data-go="claim-2"]').click()
        page.get_by_role("button", name="Filters").click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_report_needs_no_script_and_its_links_lead_to_their_place(open_page: Opener) -> None:
    page = open_page("sample-report")
    page.get_by_role("link", name="Claim 2").first.click()
    assert page.evaluate("location.hash") == "#claim-2"
    assert page.locator("script").count() == 0
