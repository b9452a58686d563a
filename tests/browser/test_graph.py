from __future__ import annotations

import re
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
    expect(panel.get_by_role("link", name="DOI")).to_have_attribute("href", "https://doi.org/10.5555/emg;9")
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


def test_the_address_holds_view_search_filters_and_choice(open_page: Opener) -> None:
    page = open_page("sample-graph")
    page.get_by_role("button", name="Literature").click()
    page.fill("#search", "chin & tucks")
    page.get_by_role("button", name="Filters").click()
    page.uncheck("input[value='partly supports']")
    page.select_option("#level", "randomised trial")
    page.fill("#to", "2020")
    page.check("#problems")
    page.locator('#papers [data-go="doi:10.5555/emg;9"]').evaluate("button => button.click()")
    address = page.evaluate("location.hash")
    assert address == (
        "#doi%3A10.5555%2Femg%3B9&view=literature&search=chin%20%26%20tucks&level=randomised%20trial&to=2020"
        "&relation=supports%2Cdisputes%2Cmentions%2Cunclear&problems=only"
    )
    other = open_page("sample-graph", fragment=address)
    assert other.locator(SHOWN).get_attribute("data-view") == "literature"
    assert other.input_value("#search") == "chin & tucks"
    assert other.input_value("#to") == "2020"
    assert other.input_value("#level") == "randomised trial"
    assert not other.is_checked("input[value='partly supports']")
    assert other.is_checked("input[value=supports]")
    assert other.is_checked("#problems")
    expect(other.get_by_role("button", name="Filters (4)")).to_have_attribute("aria-expanded", "true")
    expect(other.locator(".panel h2")).to_contain_text("Electromyographic activity")
    assert other.evaluate("location.hash") == address
    other.get_by_role("button", name="Reset").click()
    assert other.evaluate("location.hash") == "#view=literature"


def test_the_years_stay_in_sight_and_go_back_to_their_place_in_a_file(open_page: Opener) -> None:
    page = open_page("large-graph", height=600)
    years = page.locator(f"{SHOWN} .years")
    top = years.bounding_box()["y"]  # type: ignore[index]
    page.evaluate("document.querySelector('.canvas').scrollTop = 200")
    expect(years).to_have_attribute("transform", re.compile("translate"))
    assert years.bounding_box()["y"] == pytest.approx(top, abs=1)  # type: ignore[index]
    with page.expect_download() as kept:
        page.get_by_role("button", name="SVG").click()
    assert not etree.parse(kept.value.path()).xpath("//*[@class='years']/@transform")


def test_the_link_is_said_to_be_copied_or_where_it_is(open_page: Opener) -> None:
    page = open_page("sample-graph", fragment="#claim-2")
    page.get_by_role("button", name="Link").click()
    expect(page.locator("[role=status]")).to_contain_text("address")
    assert page.evaluate("location.hash") == "#claim-2"


def test_a_way_from_any_claim_to_any_paper(open_page: Opener) -> None:
    page = open_page("sample-graph", fragment="#claim-1")
    panel = page.locator(".panel")
    panel.get_by_role("button", name="Find the way from here to a paper").click()
    expect(page.locator("[role=status]")).to_contain_text("Now pick a paper")
    page.locator('#papers [data-go="doi:10.5555/emg;9"]').click()
    steps = panel.locator(".way ol li")
    assert [text.split(":")[0] for text in steps.all_inner_texts()] == [
        "Claim 1", "Sørensen-Öz & van der Berg 2015", "Doe & Kjær 2012",
    ]  # fmt: skip
    assert page.locator(f"{SHOWN} .citation.on").count() == 1
    assert page.evaluate("location.hash") == "#doi%3A10.5555%2Femg%3B9&view=literature&way=claim-1"
    panel.get_by_label("From").select_option("claim-2")
    assert [text.split(":")[0] for text in steps.all_inner_texts()] == ["Claim 2", "Doe & Kjær 2012"]
    assert page.locator(f"{SHOWN} .edge.on").count() == 1
    page.locator('#papers [data-go="doi:10.5555/hip.1"]').click()
    panel.locator(".way summary").click()
    expect(panel.locator(".way")).to_contain_text("No way: no paper that bears on it is linked to this one")


def test_a_mark_without_room_for_its_name_says_it_when_pointed_at(open_page: Opener) -> None:
    page = open_page("dense-graph", fragment="#view=literature")
    shy = page.locator(f"{SHOWN} .node.shy").first
    assert shy.locator(".label").is_hidden()
    name = shy.locator(".label text").text_content()
    shy.hover()
    shown = page.locator(f"{SHOWN} > g:last-child .label text")
    expect(shown).to_have_text(name or "")
    page.hover("h1")
    expect(shown).to_have_count(0)


OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".canvas .picture:not([hidden]) :is(.node:not(.shy) .label, .box)")]
    .map(n => [n.textContent.slice(0, 30), n.getBoundingClientRect()]).filter(([, b]) => b.width);
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  return boxes.flatMap(([a, x], i) => boxes.slice(i + 1).filter(([, y]) => over(x, y)).map(([b]) => [a, b]));
}"""


@pytest.mark.parametrize("name", ["large-graph", "dense-graph"])
def test_no_label_lies_on_another_in_the_fonts_of_this_machine(open_page: Opener, name: str) -> None:
    page = open_page(name, width=390)
    for width, size in ((390, "narrow"), (768, "medium"), (1600, "wide")):
        page.set_viewport_size({"width": width, "height": 900})
        for view in ("Evidence", "Literature"):
            page.get_by_role("button", name=view).click()
            page.wait_for_selector(f"{SHOWN}[data-size={size}]")
            assert page.evaluate(OVERLAPS) == [], f"{view} at {width}"


def test_where_no_paper_stands_the_picture_says_why(open_page: Opener) -> None:
    page = open_page("bare-graph")
    expect(page.locator(f"{SHOWN} .instead").first).to_contain_text("No paper is shown: no reference was found")
    page.get_by_role("button", name="Literature").click()
    expect(page.locator(f"{SHOWN} .instead").first).to_be_visible()


def test_on_paper_lines_stay_and_buttons_go(open_page: Opener) -> None:
    page = open_page("sample-graph", fragment="#claim-1", width=1600)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(SHOWN).get_attribute("data-size") == "medium"
    assert page.locator(f"{SHOWN} .edge path.way").first.is_visible()
    assert page.locator(".bar").is_hidden()
    expect(page.locator(".panel")).to_contain_text("Wall slides reduced shoulder pain")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(SHOWN).get_attribute("data-size") == "wide"


def test_report_and_picture_lead_to_each_others_places(open_page: Opener) -> None:
    page = open_page("sample-report")
    page.get_by_role("link", name="Claim 2 in the picture").click()
    expect(page.locator(".panel h2")).to_have_text("Claim 2")
    page.get_by_role("link", name="This in the report").click()
    assert page.url.endswith("sample-report.html#claim-2")
    page.get_by_role("link", name="Quark Consortium 2011 in the picture").click()
    expect(page.locator(".panel h2")).to_have_text("Heat & cold in <hip> joints_50%")
    page.get_by_role("link", name="This in the report").click()
    expect(page.locator(":target h3").first).to_contain_text("Heat & cold in <hip> joints_50%")


@pytest.mark.parametrize("name", ["sample-graph", "sample-report"])
def test_without_scripts_everything_can_be_read(open_page: Opener, name: str) -> None:
    page = open_page(name, script=False)
    for words in ("Chin tucks strengthen the neck", "Electromyographic activity", "supported indirectly"):
        assert page.get_by_text(words).locator("visible=true").count() > 0
    if name == "sample-graph":
        assert page.locator(SHOWN).is_visible()
        assert page.locator("noscript .note").is_visible()
        assert page.locator(".bar").is_hidden()


@pytest.mark.parametrize("name", ["hostile-graph", "hostile-report", "hostile-review"])
def test_no_payload_runs(open_page: Opener, name: str) -> None:
    page = open_page(name)
    if name == "hostile-graph":
        for target in ("claim-1", "claim-2", "doi:10.5555/emg;9"):
            page.locator(f'table [data-go="{target}"]').click()
    page.mouse.move(400, 400)
    page.wait_for_timeout(100)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, object, math").count() == 0


@pytest.mark.parametrize("name", ["large-graph", "large-report", "large-review", "hostile-graph", "hostile-report"])
def test_no_width_makes_the_page_scroll_sideways(open_page: Opener, name: str) -> None:
    page = open_page(name)
    for width in (1600, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["sample-graph", "bare-graph", "sample-report", "sample-review"])
def test_axe_finds_nothing(open_page: Opener, name: str) -> None:
    page = open_page(name)
    if name == "sample-graph":
        page.locator('#claims [data-go="claim-2"]').click()
        page.get_by_role("button", name="Filters").click()
    for width in (390, 1600):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = Axe().run(page)
            assert found.violations_count == 0, f"{width} {scheme}: {found.generate_report()}"


def test_the_report_needs_no_script_and_its_links_lead_to_their_place(open_page: Opener) -> None:
    page = open_page("sample-report")
    page.get_by_role("link", name="Claim 2").first.click()
    assert page.evaluate("location.hash") == "#claim-2"
    assert page.locator("script").count() == 0
