"""Pages as sites of different makes print them; all are written for these tests."""

from __future__ import annotations

import pytest

from neckref.model import Reading
from neckref.readers.html import read_html
from neckref.readers.markdown import read_markdown
from neckref.readers.plain import read_plain
from tests.readers.reading import sentences

ONE = "Oduya R, Lindqvist H. Stiff shoulders at work. J Shoulder Elbow Surg. 2012;21(4):553-9."
TWO = "Baines T, Wu X, et al. Stretching for stiff shoulders: a review. Phys Ther Rev. 2015 Jan;20(2):101–112."
THREE = "Kelton PR. Heat or cold? Clin Rehabil 2016; 30: 866-74."
PROSE = "<p>Stiff shoulders are common among adults, and most of them get better within two years without surgery.</p>"


def raws(reading: Reading) -> list[str]:
    return [r.raw for r in reading.references]


def html(body: str) -> Reading:
    return read_html(f"<html><body><article>{body}</article></body></html>".encode(), "page.html")


@pytest.mark.parametrize(
    "label",
    ["<b>Sources</b>", "<strong>References:</strong>", "Quellen und weiterführende Literatur", "Key references"],
)
def test_a_label_and_entries_parted_by_line_breaks_in_one_paragraph(label: str) -> None:
    reading = html(f"<h2>Stiff shoulders</h2>{PROSE}<p>{label}<br>{ONE}<br>{TWO}<br>{THREE}<br></p>")
    assert raws(reading) == [ONE, TWO, THREE]
    assert reading.article.title == "Stiff shoulders"
    assert len(sentences(reading)) == 1


def test_numbers_printed_behind_bullets_are_markers() -> None:
    items = "".join(f'<li id="B{n}"><span>{n}.</span><cite>{e}</cite></li>' for n, e in enumerate((ONE, TWO, THREE), 1))
    reading = html(f"<h1>Shoulders</h1>{PROSE}<h2>References</h2><ul>{items}</ul>")
    assert [(r.marker, r.raw) for r in reading.references] == [("1", ONE), ("2", TWO), ("3", THREE)]


def test_one_number_among_bullets_numbers_nothing() -> None:
    reading = html(
        f"<h1>Shoulders</h1>{PROSE}<h2>References</h2><ul><li>1. {ONE}</li><li>{TWO}</li><li>{THREE}</li></ul>"
    )
    assert len(reading.references) == 3


def test_footnotes_in_paragraphs_lose_their_way_back() -> None:
    notes = "".join(f'<p id="fn{n}">{n}. {e} <a href="#ref{n}">↩</a></p>' for n, e in enumerate((ONE, TWO, THREE), 1))
    reading = html(
        "<h1>Shoulders</h1><p>Stretching helps most people with a stiff shoulder within a few weeks."
        "<sup><a href='#fn1'>1</a>,<a href='#fn3'>3</a></sup> Heat alone does not help anybody."
        f"<a href='#fn2'><sup>2</sup></a></p><hr><div>{notes}</div>"
    )
    assert [(r.marker, r.raw) for r in reading.references] == [("1", ONE), ("2", TWO), ("3", THREE)]
    assert sentences(reading) == [
        "Stretching helps most people with a stiff shoulder within a few weeks.[1,3]",
        "Heat alone does not help anybody.[2]",
    ]


def test_short_names_above_entries_are_no_entries() -> None:
    reading = html(
        f"<h1>Shoulders</h1>{PROSE}<h2>References</h2><dl><dt>Oduya 2012</dt><dd>{ONE}</dd>"
        f"<dt>Baines 2015a</dt><dd>{TWO}</dd></dl>"
    )
    assert raws(reading) == [ONE, TWO]


def test_title_authors_and_journal_on_lines_of_their_own() -> None:
    entry = "Stretching against injection for shoulder stiffness<br>Mellor RB, Bennell KA, et al.<br>BMJ, 2018"
    other = "Diagnosis and care of shoulder stiffness<br>Speers CJ, Bhogal GS.<br>Br J Gen Pract, October 2017"
    reading = html(f"<h1>Shoulders</h1>{PROSE}<h2>Explore in depth</h2><p>{entry}</p><p>{other}</p><p>More pages</p>")
    assert [r.hints.title for r in reading.references] == [entry.partition("<br>")[0], other.partition("<br>")[0]]
    assert [[a.family for a in r.hints.authors] for r in reading.references] == [
        ["Mellor", "Bennell"],
        ["Speers", "Bhogal"],
    ]


def test_an_entry_ends_before_the_number_of_the_footnote_behind_it() -> None:
    text = f"# Shoulders\n\nHeat helps.[^a]\n\n## References\n\n1. {ONE}\n2. {TWO}\n\n[^a]: {THREE}\n"
    assert raws(read_markdown(text.encode(), "a.md")) == [ONE, TWO, THREE]


def test_a_doi_broken_behind_a_full_stop_and_ibid_in_notes() -> None:
    text = (
        "Shoulders\n\nHeat helps stiff shoulders, as some trials have found in the last years.\n\nNotes\n\n"
        "1. Baines T. Heat for shoulders. Cochrane Database Syst Rev 2016;3:CD005523. doi: 10.1002/14651858.\n"
        "CD005523.pub3\n2. Ibid., 36–38.\n3. " + THREE + "\n"
    )
    references = read_plain(text.encode(), "a.txt").references
    assert [i.value for i in references[0].identifiers] == ["10.1002/14651858.cd005523.pub3"]
    assert references[1].hints == references[0].hints
    assert len(references) == 3


def test_a_dash_stands_for_the_authors_of_the_entry_before() -> None:
    text = (
        "Calm\n\nSitting still calms people.\n\nWorks Cited\n\n"
        "Kabat, Jon. Living Through It. Revised ed., Bantam Books, 2013.\n---. Wherever You Are. Hyperion, 1994.\n"
    )
    first, second = read_plain(text.encode(), "a.txt").references
    assert second.hints.authors == first.hints.authors
    assert second.hints.title == "Wherever You Are"


def test_whole_entries_in_running_text_and_behind_a_label_in_a_line() -> None:
    text = (
        "Shoulders\n\nMost stiff shoulders get better. The landmark study is "
        + ONE[:-1]
        + ", which many clinics follow. "
        "Few read [" + THREE[:-1] + "] today.\n\nFurther reading: " + TWO + "\n"
    )
    reading = read_plain(text.encode(), "a.txt")
    assert raws(reading) == [ONE[:-1], THREE[:-1], TWO]
    assert sentences(reading)[1] == f"The landmark study is {ONE[:-1]}, which many clinics follow."


def test_where_a_paper_is_kept_begins_no_entry() -> None:
    kept = ONE + " Taylor & Francis Online, https://doi.org/10.1080/1750984X.2011.631026. Accessed 3 Feb. 2020."
    text = f"Shoulders\n\nThey are stiff.\n\nWorks Cited\n\n{kept}\n\n{TWO}\n"
    assert raws(read_plain(text.encode(), "a.txt")) == [kept, TWO]


def test_read_on_links_are_outside_in_any_language() -> None:
    for label in ("Lees ook", "Lesen Sie auch", "Läs också", "À lire aussi", "Lea también"):
        text = f"Schouders\n\nZe zijn stijf.\n\nBronnen\n\n- {ONE}\n- {TWO}\n\n{label}\n- Vijf tips (2020)\n"
        assert raws(read_plain(text.encode(), "a.txt")) == [ONE, TWO]


def test_a_list_ends_before_a_box_of_news() -> None:
    body = f"<h1>Shoulders</h1>{PROSE}<h2>Reference</h2><p>{ONE}</p><p>{TWO}</p></div>"
    news = '<div class="block">Latest news<ul><li><a href="/n1">Charity run 2021 in the city park</a></li></ul></div>'
    assert raws(html(body + news)) == [ONE, TWO]


def test_remarks_of_editors_are_no_sentences() -> None:
    said = "Most of them get better within a year, but some of them stay stiff for the rest of their lives."
    reading = html(f'<h1>Shoulders</h1>{PROSE}<p>{said}<sup class="noprint">[citation needed]</sup></p>')
    assert sentences(reading)[-1] == said


@pytest.mark.parametrize(
    "part",
    [
        f'<section id="respond"><h3>2 Responses</h3><ol class="commentlist"><li>See {ONE}</li></ol></section>',
        '<div class="related-posts"><h3>You may also like</h3><ul><li><a href="https://doi.org/10.1000/x1">Ice</a>'
        "</li></ul></div>",
        f"<h2>Image sources</h2><p>{ONE}</p>",
        f"<h2>How to cite this article</h2><p>{ONE}</p>",
        f'<div class="author-box"><h4>About the author</h4><p>Sam lifts. He wrote {ONE}</p></div>',
    ],
)
def test_what_is_not_the_articles_own_is_no_reference(part: str) -> None:
    assert raws(html(f"<h1>Shoulders</h1>{PROSE}{PROSE}{part}")) == []
