"""What counts as running text, and what a reference in it does not take away."""

from __future__ import annotations

from neckref.readers.html import read_html
from neckref.readers.markdown import read_markdown
from tests.readers.reading import check_spans, read_plain, sentences


def test_links_behind_words_take_no_sentence_away() -> None:
    page = (
        "<article><h1>Knees</h1><p>Sore knees trouble one in ten men, according to a "
        "<a href='https://pubmed.ncbi.nlm.nih.gov/1111111/'>2010 review</a>. Squats ease the pain of sore knees "
        "(<a href='https://doi.org/10.5555/knee.2'>source</a>).</p></article>"
    )
    reading = read_html(page.encode(), "x.html")
    assert [r.raw for r in reading.references] == ["2010 review", "source"]
    assert sentences(reading) == [
        "Sore knees trouble one in ten men, according to a 2010 review.",
        "Squats ease the pain of sore knees (source).",
    ]


def test_footnotes_are_a_list_of_their_own_with_their_own_numbers() -> None:
    text = (
        "# Necks\n\nShrugs ease necks [^1]. Rest harms (Quist, 2013).\n\n## References\n\n"
        "Quist, T. (2013). Neck exercises that last. *Work Body*, 3(1), 22-31.\n\n"
        "[^1]: Hansen PB, Olsen MK. Shrugs at the desk. J Desk Med. 2011;14(2):101-10.\n"
    )
    reading = read_markdown(text.encode(), "x.md")
    check_spans(reading)
    assert [(r.raw[:9], r.marker) for r in reading.references] == [("Quist, T.", None), ("Hansen PB", "1")]
    assert sentences(reading) == ["Shrugs ease necks [1].", "Rest harms (Quist, 2013)."]


def test_lines_of_a_menu_or_news_list_are_no_sentences() -> None:
    text = (
        "Our Story\n\nWe opened in 1998. Come and visit us!\n\n"
        "Latest news\nNew spin bikes June 01, 2018\nYoga teacher joins September 12, 2019\n"
    )
    assert sentences(read_plain(text)) == ["We opened in 1998.", "Come and visit us!"]


def test_by_lines_are_no_sentences() -> None:
    page = (
        "<article><h1>Necks</h1><p>By Jane Roe, medically reviewed on March 3, 2021</p><p>Medically reviewed by "
        "Ann Lee, MD — Updated on May 4, 2020</p><p>Shrugs ease the pain of stiff necks in office workers.</p>"
        "</article>"
    )
    assert sentences(read_html(page.encode(), "x.html")) == ["Shrugs ease the pain of stiff necks in office workers."]


def test_a_sentence_without_full_stop_stays_one() -> None:
    assert sentences(read_plain("Necks\n\nShrugs with weights improve the strength of the neck\n")) == [
        "Shrugs with weights improve the strength of the neck"
    ]
