"""PDFs: columns, hyphenation, page headers."""

from __future__ import annotations

import pytest

from neckref.errors import UserError
from neckref.readers.pdf import read_pdf
from neckref.readers.pdflayout import PdfLine, lay_out, order_columns
from tests.readers.pdfs import Text, column, make_pdf
from tests.readers.reading import check_spans, sentences

LEFT = [
    "Neck pain is common in office workers and",
    "often lasts for years. Shrugs help strength-",
    "ening the trapezius in women. The",
    "side-lying position is easy. It was measured",
    "in a laboratory with electrodes on the skin",
    "of every worker. The measuring was done by",
]
RIGHT = [
    "two nurses on one day. Weights of two kilograms",
    "were lifted ten times. Pain fell over",
    "ten weeks in the trained group, and it did",
    "not fall in the others [1]. This column reads on",
    "after the first one and ends here. The last",
    "lines of it say nothing new at all.",
]
LISTED = [
    (0, "1. Hansen PB, Olsen MK. Shrugs at the"),
    (12, "desk: a ran-"),
    (12, "domised trial. J Desk Med. 2011;14(2):"),
    (12, "101-10. doi:10.5555/"),
    (12, "desk.2011.42"),
    (0, "2. Quist T. Neck exercises that last. Work"),
    (12, "Body 2013;3:22-31."),
]


def page(number: int, *texts: Text) -> list[Text]:
    return [(60, 810, 8, "Journal of Desk Medicine 2011"), *texts, (290, 30, 8, str(number))]


PAGES = [
    page(12, (60, 760, 18, "Neck care at work"), *column(60, 720, LEFT), *column(310, 720, RIGHT)),
    page(13, (60, 760, 12, "References"), *((60.0 + x, 740.0 - 12 * n, 9.0, t) for n, (x, t) in enumerate(LISTED))),
    page(14, *column(60, 760, ["3. Lund A. Sitting well. Spine Notes. 2009;1:3-9."], 9)),
]


def test_two_columns_hyphens_page_headers_and_a_list_over_two_pages() -> None:
    reading = read_pdf(make_pdf(PAGES), "a.pdf")
    check_spans(reading)
    assert reading.article.title == "Neck care at work"
    assert "6 page headers" in reading.article.notes[0]
    said = sentences(reading)
    assert said[:3] == [
        "Neck pain is common in office workers and often lasts for years.",
        "Shrugs help strengthening the trapezius in women.",
        "The side-lying position is easy.",
    ]
    assert "The measuring was done by two nurses on one day." in said
    first, second, third = reading.references
    assert [r.marker for r in reading.references] == ["1", "2", "3"]
    assert [str(i) for i in first.identifiers] == ["doi:10.5555/desk.2011.42"]
    assert "randomised" in first.raw and "Journal of Desk Medicine" not in reading.article.text
    assert second.raw.endswith("22-31.") and third.raw.startswith("Lund A.")


def test_a_broken_page_tree_is_no_traceback() -> None:
    data = make_pdf(PAGES).replace(b"/Kids [", b"/Kids [2 0 R ")
    reading = read_pdf(data, "a.pdf")
    assert reading.references


def line(x: float, y: float, text: str, size: float = 10) -> PdfLine:
    return PdfLine(x, y, x + 5 * len(text), y + size, size, False, text)


def test_one_column_stays_one() -> None:
    lines = [
        line(60, 700 - 12 * n, f"line number {n} over the whole width of the printed page here") for n in range(20)
    ]
    assert order_columns(lines, 0, 600) == [lines]


def test_a_wide_line_parts_the_columns() -> None:
    left = [line(60, 700 - 12 * n, f"left {n}") for n in range(12)]
    right = [line(320, 700 - 12 * n, f"right {n}") for n in range(12)]
    wide = line(60, 700 - 12 * 6 + 6, "w" * 100)
    order = [x.text for c in order_columns([*left, *right, wide], 0, 600) for x in c]
    assert order == [
        *(f"left {n}" for n in range(6)), *(f"right {n}" for n in range(6)), "w" * 100,
        *(f"left {n}" for n in range(6, 12)), *(f"right {n}" for n in range(6, 12)),
    ]  # fmt: skip


@pytest.mark.parametrize("pages", [[], [[]], [[], [line(10, 10, "x")]]])
def test_empty_pages(pages: list[list[PdfLine]]) -> None:
    assert lay_out(pages, 600).text in ("", "x")


def test_usual_sections_are_headings_in_any_print() -> None:
    lines = ["Introduction", "Neck pain is common in office workers.", "Methods", "Shrugs were done daily."]
    reading = read_pdf(make_pdf([[(60, 790, 16, "Neck care"), *column(60, 760, lines)]]), "a.pdf")
    assert [s.title for s in reading.article.sections] == ["Introduction", "Methods"]
    assert sentences(reading) == ["Neck pain is common in office workers.", "Shrugs were done daily."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (make_pdf(PAGES, encrypt=True), "encrypted: save it without a password"),
        (make_pdf(PAGES)[:900], "cut short: download"),
        (make_pdf([[], []]), "no text layer"),
        (b"%PDF-1.4\n" + b"\0" * 1000, "cannot be read as PDF"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        read_pdf(data, "a.pdf")
    assert "\n" not in str(caught.value)
