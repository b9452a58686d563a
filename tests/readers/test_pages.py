"""How sites print their sources: folded away, without numbers, as links, in tables, or in the page's metadata only."""

from __future__ import annotations

import pytest

from neckref.model import Reading
from neckref.readers.html import read_html
from tests.readers.reading import check_spans, sentences

FIRST = "Hansen PB, Olsen MK. Shrugs at the desk. J Desk Med. 2011;14(2):101-10."
SECOND = "Quist T. Neck exercises that last. Work Body 2013;3:22-31."
THIRD = "Lund A. Sitting well. Spine Notes. 2009;1:3-9."
ITEMS = f"<ol><li>{FIRST}</li><li>{SECOND}</li></ol>"
LINES = f"<p>1. {FIRST}<br>2. {SECOND}</p>"


def read(extra: str, one: str = "", two: str = "", head: str = "") -> Reading:
    page = (
        f"<!doctype html><html><head><title>Neck care | Site</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        "<article><h1>Neck care</h1><p>Neck pain is common in office workers, and it may last for years when nothing "
        f"is done about it.{one}</p><p>Shrugs with weights make the neck strong, and they ease the pain of most "
        f"people.{two}</p>{extra}</article><footer>© Site 2020.</footer></body></html>"
    )
    reading = read_html(page.encode(), "x.html")
    check_spans(reading)
    return reading


def entries(reading: Reading) -> list[str]:
    return [" ".join(r.raw.split()) for r in reading.references]


FOLDED = {
    "details": f"<details><summary>References</summary>{ITEMS}</details>",
    "button": f"<div><button aria-expanded='false'>Show references</button>"
    f"<div style='display:none'>{ITEMS}</div></div>",
    "count": f"<div id='article-sources'><button>2 sources</button><div hidden>{ITEMS}</div></div>",
    "tab": "<div class='elementor-toggle'><div class='elementor-tab-title'><a href=''>References</a></div>"
    f"<div class='elementor-tab-content' style='display:none;'>{LINES}</div></div>",
    "widget": f"<div class='elementor-widget-text-editor'><p><strong>References:</strong></p>{LINES}</div>",
    "roles": f"<div role='doc-endnotes' aria-label='References'>{ITEMS}</div>",
    "blocks": f"<h2 class='wp-block-heading'>References</h2>{ITEMS}<div class='sharedaddy'><h3>Share this:</h3><ul>"
    "<li><a href='/t'>Twitter</a></li></ul></div><div class='jp-relatedposts'><h3><em>Related</em></h3>"
    "<a href='/x'>Ten stretches</a></div>",
    "preface": "<h2>Sources</h2><p>Our site has strict rules for its sources and relies on reviewed studies only. "
    f"You can read more on how we keep what we write right in our editorial policy.</p>{ITEMS}",
    "pairs": f"<h2>References</h2><table><tr><td>[1]</td><td>{FIRST}</td><td>[2]</td><td>{SECOND}</td></tr></table>",
    "headed table": "<h2>References</h2><table><tr><th>No.</th><th>Reference</th></tr>"
    f"<tr><td>1</td><td>{FIRST}</td></tr><tr><td>2</td><td>{SECOND}</td></tr></table>",
    "comments": f"<h2>References</h2>{ITEMS}<section><h3>2 Comments</h3><p>Bob, May 3, 2020</p>"
    "<p>See https://doi.org/10.5555/x.9 please.</p></section>",
    "may like": f"<h2>Further reading</h2>{ITEMS}<h2>You might also like</h2><ul><li>{THIRD}</li></ul>",
}


@pytest.mark.parametrize("name", FOLDED)
def test_list_is_found_however_the_site_shows_it(name: str) -> None:
    reading = read(FOLDED[name])
    assert entries(reading) == [FIRST, SECOND]
    assert [r.marker for r in reading.references] == ["1", "2"]
    assert len(sentences(reading)) == 2


def test_encyclopedia_entries_lose_their_backlinks() -> None:
    tagged = (
        "<h2>References</h2><ol class='references'><li id='cite_note-a-1'><span class='mw-cite-backlink'>^ "
        f"<a href='#cite_ref-a_1-0'><sup>a</sup></a></span> <cite>{FIRST}</cite></li><li>^ <a href='#x'>a</a> "
        f"<a href='#y'>b</a> {SECOND}</li></ol>"
    )
    cited = "<sup class='reference'><a href='#cite_note-a-1'><span>[</span>1<span>]</span></a></sup>"
    reading = read(tagged, cited)
    assert entries(reading) == [FIRST, SECOND]
    assert sentences(reading)[0].endswith("about it.[1]")
    printed = read(f"<h2>References</h2><p>^ a b {FIRST}</p><p>^ {SECOND}</p><p>^ Jump up to: a b c {THIRD}</p>")
    assert entries(printed) == [FIRST, SECOND, THIRD]


def test_markers_of_an_unnumbered_list_are_those_that_lead_to_it() -> None:
    listed = f"<h2>References</h2><ul><li id='refB'>{SECOND}</li><li id='refA'>{FIRST}</li></ul>"
    reading = read(listed, "<sup><a href='#refA'>1</a></sup>", "<sup><a href='#refB'>2</a></sup>")
    assert [(r.marker, r.raw) for r in reading.references] == [("2", SECOND), ("1", FIRST)]
    assert [r.marker for r in read(listed).references] == [None, None]


def test_lists_that_do_not_start_at_one() -> None:
    listed = f"<h2>References</h2><ol start='5'><li>{FIRST}</li><li>{SECOND}</li></ol><ol start=7><li>{THIRD}</li></ol>"
    assert [r.marker for r in read(listed).references] == ["5", "6", "7"]


def test_titles_with_a_host_or_date_only() -> None:
    listed = [
        "Body Clinic: Back pain basics. bodyclinic.org",
        "National Neck Institute. “Sitting.” Updated March 3, 2019.",
        "neckinfo.org: “Stretching.”",
        "Neck exercises. (n.d.). nni.example.org/exercises",
        "How to sit",
    ]
    items = "".join(f"<li>{e}</li>" for e in listed[:-1]) + f"<li><a href='https://example.org/a'>{listed[-1]}</a></li>"
    reading = read(f"<h2>Sources</h2><ul>{items}</ul><p>Reviewed by Ann Lee, MD on March 1, 2020</p><p>© 2020 Us</p>")
    assert entries(reading) == listed
    first, *others = [r.hints.title for r in reading.references]
    assert (first or "").endswith("Back pain basics")  # the site before the colon may count as a part of the title
    assert others == ["Sitting", "Stretching", "Neck exercises", "How to sit"]
    assert reading.references[4].hints.url == "https://example.org/a"


def test_lines_that_add_to_an_entry_begin_none() -> None:
    reading = read(
        f"<h2>References</h2><p>{FIRST}</p><p>https://doi.org/10.5555/desk.1</p><p>Neck Body. Sitting. 2019.<br>"
        "Available at: https://example.org/sit<br>Accessed 3 May 2020</p>"
        "<p>Neck Institute. Facts.</p><p>Accessed March 3, 2020.</p>"
    )
    assert [e[:9] for e in entries(reading)] == ["Hansen PB", "Neck Body", "Neck Inst"]
    assert [str(i) for r in reading.references for i in r.identifiers] == [
        "doi:10.5555/desk.1", "url:https://example.org/sit",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "authors",
    ["<ol><li>Peter B Hansen</li><li>Maria K Olsen</li></ol>", "<p>By Peter B Hansen and Maria K Olsen</p>"],
)
def test_authors_under_the_title(authors: str) -> None:
    other = "<p>Neck exercises that last{0}</p>" + authors.replace("Peter B Hansen", "Tom Quist")
    one, two = ("", "") if "By" in authors else (". June 1, 2011", ". May 2, 2013")
    more = "<p>J Desk Med, {0}</p>" if "By" in authors else ""
    listed = f"<p>Shrugs at the desk{one}</p>{authors}{more.format(2011)}{other.format(two)}{more.format(2013)}"
    first, second = read(f"<h2>References</h2>{listed}").references
    assert (first.hints.title, first.hints.year) == ("Shrugs at the desk", 2011)
    assert [a.family for a in first.hints.authors] == ["Hansen", "Olsen"]
    assert (second.hints.title, second.hints.year) == ("Neck exercises that last", 2013)
    assert second.hints.authors[0].family == "Quist"


def test_metadata_counts_where_the_page_shows_no_list() -> None:
    data = (
        f'{{"@type":"Article","citation":["{FIRST}",'
        '{"@type":"ScholarlyArticle","name":"Neck exercises that last","author":'
        '[{"name":"T Quist"}],"datePublished":"2013","sameAs":"https://doi.org/10.5555/desk.2"}]}'
    )
    head = f'<script type="application/ld+json">{data}</script>'
    reading = read("", head=head)
    assert entries(reading) == [FIRST, "T Quist. Neck exercises that last. 2013. https://doi.org/10.5555/desk.2"]
    assert "only the page's metadata" in reading.article.notes[-1]
    assert entries(read(f"<h2>References</h2>{ITEMS}", head=head)) == [FIRST, SECOND]


def test_citation_tags_count_too() -> None:
    head = (
        '<meta name="citation_reference" content="citation_title=Shrugs at the desk; citation_author=PB Hansen; '
        "citation_author=MK Olsen; citation_journal_title=J Desk Med; citation_volume=14; citation_issue=2; "
        'citation_publication_date=2011; citation_firstpage=101; citation_doi=10.5555/desk.1">'
    )
    assert entries(read("", head=head)) == [
        "PB Hansen, MK Olsen. Shrugs at the desk. J Desk Med. 2011;14(2):101. doi:10.5555/desk.1"
    ]


@pytest.mark.parametrize("data", ["{", "[" * 100_000, '{"citation": 3}', '{"citation": [null, {"author": 1}]}'])
def test_broken_metadata_is_left(data: str) -> None:
    assert read("", head=f'<script type="application/ld+json">{data}</script>').references == ()
