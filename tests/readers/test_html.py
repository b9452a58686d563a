"""The ways pages print a reference list, and what must not be taken for one."""

from __future__ import annotations

import pytest

from neckref.readers.html import read_html
from tests.readers.reading import check_spans, sentences

FIRST = "Hansen PB, Olsen MK. Shrugs at the desk. J Desk Med. 2011;14(2):101-10."
SECOND = "Quist T. Neck exercises that last. Work Body 2013;3:22-31."
THIRD = "Lund A. Sitting well. Spine Notes. 2009;1:3-9."
SAID = [
    "Neck pain is common in office workers, and it may last for years when nothing is done about it.",
    "Shrugs with weights make the neck strong, and they ease the pain of most people.",
]
ITEMS = f"<li>{FIRST}</li><li>{SECOND}</li><li>{THIRD}</li>"
LISTS = {
    "lines": f"<p><strong>References</strong></p><p>1. {FIRST}<br>2. {SECOND}<br/>3. {THIRD}</p>",
    "lines without numbers": f"<p><b>References:</b><br>{FIRST}<br>{SECOND}<br>{THIRD}</p>",
    "label": f"<p><em>Sources:</em> {FIRST} {SECOND} {THIRD}</p>",
    "paragraphs": f"<h3>Sources</h3><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>",
    "superscripts": f"<h4>References</h4><p><sup>1</sup> {FIRST}</p><p><sup>2</sup>{SECOND}</p>"
    f"<p><sup>3</sup> {THIRD}</p>",
    "no real heading": f"<div>References</div><div><div>{FIRST}</div><div>{SECOND}</div><div>{THIRD}</div></div>",
    "table": "<h3>References</h3><table>"
    + "".join(f"<tr><td>{n}</td><td>{e}</td></tr>" for n, e in enumerate((FIRST, SECOND, THIRD), 1))
    + "</table>",
    "footer": f"</article><footer><h2>References</h2><ul>{ITEMS}</ul><p>© 2020 Me</p></footer><article>",
    "folded": f"<button>12 Sources</button><div hidden class='references-panel'><ol>{ITEMS}</ol></div>",
    "button": f"<section><button>References</button><div><ol>{ITEMS}</ol></div></section>",
    "no heading": f"<ol>{ITEMS}</ol>",
    "aside": f"<aside><h2>Sources</h2><ul>{ITEMS}</ul></aside>",
    "more behind": f"<h2>References</h2><ol>{ITEMS}</ol><h2>Related articles</h2><ul><li><a href='/x'>"
    "Ten stretches (2019)</a></li></ul><h2>About the author</h2><p>Jane wrote since 1999 for J Health 12:3-4.</p>",
}
NONE = {
    "menu": "<ul class='nav'><li><a href='/1999'>Archive 1999</a></li></ul>",
    "advert": "<div class='ad-slot'><p>Smith J. Best pillows. Sleep Well. 2010;1:2-3.</p></div>",
    "cookies": "<div id='cookie-banner'><p>We use cookies. Read Smith J. Privacy. 2010;1:2-3.</p></div>",
    "related": "<h2>You may also like</h2><ul><li><a href='/x'>Ten stretches (2019)</a></li></ul>",
    "comments": "<h2>Comments (2)</h2><p>Smith J. Privacy. Sleep Well. 2010;1:2-3. See doi:10.5555/x.1</p>",
    "weak heading": "<h2>Read more</h2><ul><li><a href='/x'>Our guide to pillows</a></li><li>Neck facts 2019</li></ul>",
}


def page(extra: str) -> bytes:
    head = "<!doctype html><html><head><title>Neck care | Site</title></head><body><nav><a href='/'>Home</a></nav>"
    body = "".join(f"<p>{s}</p>" for s in SAID)
    return (
        f"{head}<article><h1>Neck care</h1>{body}{extra}</article><footer>© Site 2020.</footer></body></html>".encode()
    )


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_found_however_they_are_printed(name: str) -> None:
    reading = read_html(page(LISTS[name]), "x.html")
    check_spans(reading)
    assert [" ".join(r.raw.split()) for r in reading.references] == [FIRST, SECOND, THIRD]
    assert sentences(reading) == SAID
    assert reading.article.title == "Neck care"


@pytest.mark.parametrize("name", NONE)
def test_what_only_looks_like_a_list_yields_none(name: str) -> None:
    reading = read_html(page(NONE[name]), "x.html")
    assert reading.references == ()
    assert sentences(reading)[:2] == SAID


def test_links_to_papers_are_references_whatever_their_words() -> None:
    links = (
        "<p>One <a href='https://pubmed.ncbi.nlm.nih.gov/111111/'>study</a>, "
        "<a href='http://dx.doi.org/10.5555%2Fx.3'>another</a> and "
        "<a href='https://www.ncbi.nlm.nih.gov/pmc/articles/PMC2222222/'>a third</a> say that shrugs help necks.</p>"
    )
    reading = read_html(page(links), "x.html")
    assert [(r.raw, str(r.identifiers[0])) for r in reading.references] == [
        ("study", "pmid:111111"), ("another", "doi:10.5555/x.3"), ("a third", "pmcid:PMC2222222"),
    ]  # fmt: skip


def test_relative_links_lead_somewhere_only_where_the_address_is_known() -> None:
    data = page("<p>There is <a href='/more'>more to read</a> about the neck on this page of ours.</p>")
    assert read_html(data, "x.html").article.links == ()
    assert read_html(data, "https://example.org/neck").article.links[0].url == "https://example.org/more"


def test_deep_nesting_is_bounded() -> None:
    reading = read_html(page("<div class=menu>" * 20_000 + "x"), "x.html")
    assert sentences(reading) == SAID


def test_a_number_that_leads_to_a_paper_is_a_marker() -> None:
    cited = (
        "<p>Pulls help the neck of office workers as well.<sup><a href='https://doi.org/10.5555/x.3'>7</a></sup></p>"
    )
    reading = read_html(page(cited), "x.html")
    assert sentences(reading)[-1] == "Pulls help the neck of office workers as well.[7]"
    assert [(r.raw, r.marker) for r in reading.references] == [("[7]", "7")]
