"""Whole entries: no style is assumed, and nothing that is thrown at the parser makes it raise or slow."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.model import Name
from neckref.text.citations import LONGEST, parse_reference


def test_vancouver_with_everything() -> None:
    parsed = parse_reference(
        "12. Holm LL, Brandt M, Sjølund K, et al. Effect of two kinds of exercise on chronic neck pain. "
        "J Phys Ther. 2008 Jun;88(6):703-11. doi: 10.5555/jpt.2008.17. PMID: 18163"
    )
    hints = parsed.hints
    assert hints.authors == (Name("Holm", "LL"), Name("Brandt", "M"), Name("Sjølund", "K"))
    assert hints.authors_cut
    assert (hints.year, hints.month) == (2008, 6)
    assert hints.title == "Effect of two kinds of exercise on chronic neck pain"
    assert hints.container == "J Phys Ther"
    assert (hints.volume, hints.issue, hints.pages) == ("88", "6", "703-711")
    assert hints.type == "article-journal"
    assert [str(i) for i in parsed.identifiers] == ["doi:10.5555/jpt.2008.17", "pmid:18163"]
    assert parsed.marker == "12"
    assert set(parsed.confidence) >= {"authors", "year", "title", "container", "volume", "issue", "pages"}
    assert all(0 < p <= 1 for p in parsed.confidence.values())


@pytest.mark.parametrize(
    "raw",
    [
        "Holm, L. L., & Brandt, M. (2008). Strength training in neck pain. Journal of Neck Care, 88(6), 703–711.",
        "Holm LL, Brandt M. Strength training in neck pain. J Neck Care. 2008;88(6):703-11.",
        'Holm, Lars L., and Mary Brandt. "Strength Training in Neck Pain." Journal of Neck Care 88.6 (2008): 703-711.',
        "L. L. Holm and M. Brandt, “Strength training in neck pain,” J. Neck Care, vol. 88, no. 6, pp. 703–711, 2008.",
        "Holm, L.L. and Brandt, M., 2008. Strength training in neck pain. Journal of Neck Care, 88(6), pp.703-711.",
        "[4] Holm LL, Brandt M (2008) Strength training in neck pain. J Neck Care 88:703–711",
    ],
)
def test_one_article_in_many_styles(raw: str) -> None:
    hints = parse_reference(raw).hints
    assert [n.family for n in hints.authors] == ["Holm", "Brandt"]
    assert hints.year == 2008
    assert hints.title is not None and hints.title.lower() == "strength training in neck pain"
    assert hints.container is not None and hints.container.startswith("J")
    assert (hints.volume, hints.pages) == ("88", "703-711")


def test_journal_only() -> None:
    hints = parse_reference("[3] S. E. Holm, G. Brandt, Nano Lett. 2010, 10, 1012.").hints
    assert [n.family for n in hints.authors] == ["Holm", "Brandt"]
    assert (hints.title, hints.container) == (None, "Nano Lett")
    assert (hints.year, hints.volume, hints.pages) == (2010, "10", "1012")


def test_two_numbers_before_the_year_are_volume_and_page() -> None:
    hints = parse_reference("1 H.J. Holm and J.S. Brandt, Academy of Neck Journal 41, 88 (1998).").hints
    assert (hints.volume, hints.pages, hints.year) == ("41", "88", 1998)


def test_a_label_before_the_entry_is_no_author() -> None:
    hints = parse_reference("Source: Holm LL et al., Physical Therapy 2008; 88: 703-711").hints
    assert (hints.authors, hints.authors_cut) == ((Name("Holm", "LL"),), True)


@pytest.mark.parametrize("raw", ["Neck Ther 2008;88:703-11", "Work Body 2013;3:22", "J Neck Care. 2010;15(2):1-9."])
def test_a_journal_alone_is_no_author(raw: str) -> None:
    hints = parse_reference(raw).hints
    assert not hints.authors
    assert hints.title is None
    assert hints.container == raw.partition(" 20")[0].strip(".")
    assert hints.year in (2008, 2010, 2013)
    assert hints.volume is not None


def test_no_date_is_no_given_name() -> None:
    hints = parse_reference("Holm (n.d.) Neck stretches at work. Neck Clinic.").hints
    assert hints.authors == (Name("Holm"),)
    assert hints.year is None
    assert hints.title == "Neck stretches at work"


@pytest.mark.parametrize(
    ("raw", "families"),
    [
        ("J.y. Holm, F.d. Brandt. Neck work and rest. J Neck. 2010;10:1-5.", ["Holm", "Brandt"]),
        ("Ming Holm and Hai Bin Brandt. Neck work and rest. J Neck. 2010;10:1-5.", ["Holm", "Bin Brandt"]),
        ("Doe J. Neck work and rest. J Neck. 2010;10:1-5.", ["Doe"]),
    ],
)
def test_authors_end_where_the_title_begins(raw: str, families: list[str]) -> None:
    hints = parse_reference(raw).hints
    assert [n.family for n in hints.authors] == families
    assert (hints.title, hints.container, hints.year) == ("Neck work and rest", "J Neck", 2010)
    assert (hints.volume, hints.pages) == ("10", "1-5")


@pytest.mark.parametrize(
    ("raw", "families", "title", "container"),
    [
        (
            "王伟, 李娜. 颈部训练对疼痛的影响. 颈部医学杂志. 2015;30(4):345-350.",
            ["王伟", "李娜"],
            "颈部训练对疼痛的影响",
            "颈部医学杂志",
        ),
        (
            "山田太郎、鈴木一郎：頸部痛に対する運動療法の効果。頸部学会誌 30(4)：345-350，2015",
            ["山田太郎", "鈴木一郎"],
            "頸部痛に対する運動療法の効果",
            "頸部学会誌",
        ),
    ],
)
def test_scripts_without_blanks(raw: str, families: list[str], title: str, container: str) -> None:
    hints = parse_reference(raw).hints
    assert [n.family for n in hints.authors] == families
    assert (hints.title, hints.container) == (title, container)
    assert (hints.year, hints.volume, hints.issue, hints.pages) == (2015, "30", "4", "345-350")


@pytest.mark.parametrize("bullet", [" • ", "\n• "])
def test_author_bullets_under_a_title_line(bullet: str) -> None:
    hints = parse_reference(
        bullet.join(["Strength training for neck pain", "Lars Holm, Mary Brandt", "J Neck 2008"])
    ).hints
    assert hints.title == "Strength training for neck pain"
    assert [str(n) for n in hints.authors] == ["Lars Holm", "Mary Brandt"]
    assert (hints.container, hints.year) == ("J Neck", 2008)


def test_a_series_is_no_title() -> None:
    hints = parse_reference(
        "K. Holm, Lecture Notes in Neck Science, Vol. 1234, Springer, Berlin, 1986, pp. 10-20."
    ).hints
    assert (hints.title, hints.container, hints.volume) == (None, "Lecture Notes in Neck Science", "1234")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Holm, J. (2012, March 3). Neck pain at work. The Guardian. https://www.example.org/x", "webpage"),
        ("Holm J. Neck strain. PhD thesis, University of Oslo, 2009.", "thesis"),
        (
            "M. Holm. Neck models. In Proceedings of the 5th International Conference on Necks, pages 1-9, 1998.",
            "paper-conference",
        ),
        ("https://pubmed.ncbi.nlm.nih.gov/18163/", None),
    ],
)
def test_types(raw: str, kind: str | None) -> None:
    assert parse_reference(raw).hints.type == kind


def test_a_book() -> None:
    parsed = parse_reference(
        "Holm, George, and Mark Brandt. Necks We Live By. Chicago: University of Chicago Press, 2003."
    )
    hints = parsed.hints
    assert [str(n) for n in hints.authors] == ["George Holm", "Mark Brandt"]
    assert (hints.title, hints.publisher, hints.year) == ("Necks We Live By", "University of Chicago Press", 2003)
    assert hints.type == "book"


def test_a_web_page_and_the_day_it_was_visited() -> None:
    parsed = parse_reference("Mayo Clinic. Cervical dystonia. https://www.example.org/dystonia. Accessed May 3, 2020.")
    assert parsed.hints.authors == (Name(literal="Mayo Clinic"),)
    assert parsed.hints.title == "Cervical dystonia"
    assert parsed.hints.url == "https://www.example.org/dystonia"
    assert parsed.hints.year is None
    assert parsed.hints.type == "webpage"


@pytest.mark.parametrize("raw", ["", " ", "\x00", "....", "()", "\u202e\u200b", "—", "10.", "\ud800"])
def test_nothing_gives_nothing(raw: str) -> None:
    parsed = parse_reference(raw)
    assert parsed.hints.year is None
    assert not parsed.identifiers


def _check_parts(raw: str) -> None:
    parsed = parse_reference(raw)
    at = 0
    covered = ""
    for part in parsed.parts:
        assert at <= part.span.start < part.span.end <= min(len(raw), LONGEST)
        assert 0 <= part.confidence <= 1
        at = part.span.end
        covered += part.span.slice(raw)
    assert "".join(covered.split()) == "".join(raw[:LONGEST].split())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_parts_slice_back_and_lose_nothing(raw: str) -> None:
    _check_parts(raw)


_BITS = st.sampled_from(
    [
        "Holm LL,",
        "et al.",
        "(2008).",
        "2008 Jun;88(6):703-11.",
        "In",
        "Eds.",
        "“",
        "”",
        "pp. 1–2",
        "https://x.org/a",
        "doi:10.5555/a",
        "vol. 3",
        "London:",
        "n.d.",
        "…",
        "PMID: 1",
        "&",
        "Neck pain?",
        "\t",
        "\n",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_BITS, max_size=14).map(" ".join))
def test_bits_of_entries_in_any_order(raw: str) -> None:
    _check_parts(raw)


@pytest.mark.parametrize(
    "junk", ["a", " ", "(", ".", "a. ", "1-", "doi:", "10.5555/", "&", "A, ", "é", "2008;", "\n", '"', "<a "]
)
def test_junk_takes_less_than_a_second(junk: str) -> None:
    raw = junk * (100_000 // len(junk))
    start = time.process_time()
    parse_reference(raw)
    assert time.process_time() - start < 5
