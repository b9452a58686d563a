"""Every bundled article, one a style: its references, its sentences, and nothing else."""

from __future__ import annotations

import pytest

from neckref.model import Name, Reference
from tests.readers.reading import ARTICLES, check_spans, read_article, sentences

NAMES = sorted(path.name for path in ARTICLES.iterdir())


def begins(references: tuple[Reference, ...]) -> list[str]:
    return [" ".join(r.raw.split())[:24] for r in references]


def ids(reference: Reference) -> list[str]:
    return [str(i) for i in reference.identifiers]


@pytest.mark.parametrize("name", NAMES)
def test_spans_hold(name: str) -> None:
    check_spans(read_article(name))


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("apa.txt", 3), ("cards.html", 2), ("chinese.txt", 2), ("clinic.html", 2), ("encyclopedia.html", 4),
        ("footnotes.md", 4), ("german.txt", 3), ("harvard.txt", 3), ("ieee_acs.txt", 3), ("journal.xml", 3),
        ("mla.txt", 3), ("none.txt", 0), ("oneline.txt", 3), ("stripped.txt", 2), ("unheaded.txt", 3),
        ("vancouver.txt", 6), ("wrapped.txt", 2),
    ],
)  # fmt: skip
def test_finds_each_reference_once(name: str, count: int) -> None:
    assert len(read_article(name).references) == count


def test_every_article_is_counted() -> None:
    assert len(NAMES) == 17


def test_stripped_page_with_title_date_and_author_bullets() -> None:
    reading = read_article("stripped.txt")
    first, second = reading.references
    assert first.hints.title == "Wall Slides and Pulleys in Adults With a Stiff Shoulder After a Fracture"
    assert first.hints.authors[:3] == (
        Name("Sorensen", "Anna B"), Name("van den Dool", "Jan"), Name("Quist-Lund", "Maria T"),
    )  # fmt: skip
    assert (first.hints.year, first.hints.month, first.hints.day) == (2011, 3, 1)
    assert second.hints.title == "Scapular activity in selected pulling exercises at low and high loads"
    assert (second.hints.year, second.hints.month, second.hints.day) == (2014, 11, 30)
    assert first.raw.startswith("Wall Slides") and first.raw.endswith("Ida Moe")


def test_stripped_page_is_split_where_its_links_were() -> None:
    said = sentences(read_article("stripped.txt"))
    assert "It may come from swelling or scarring of the capsule according to" in said
    assert "Pulleys and sticks help to guide the arm upwards without force." in said
    assert "recommends doing them after a warm bath." in said
    assert len(said) == 11


def test_stripped_page_whose_heading_was_lost_has_a_section_without_title() -> None:
    reading = read_article("stripped.txt")
    assert [s.title for s in reading.article.sections] == [
        "",
        "Stretching Exercises",
        "Daily Program",
        "",
        "Dig Deeper",
    ]
    assert [s.section for s in reading.article.sentences][-2:] == ["", ""]
    assert reading.article.title == "Loosening a Stiff Shoulder"


def test_numbered_list_keeps_markers_identifiers_and_ibid() -> None:
    references = read_article("vancouver.txt").references
    assert [r.marker for r in references] == ["1", "2", "3", "4", "5", "6"]
    assert ids(references[0]) == ["doi:10.5555/desk.2011.0042"]
    assert ids(references[1]) == ["pmid:12345678"]
    assert ids(references[3]) == ids(references[4]) == ["pmcid:PMC1234567"]
    assert references[4].raw == "Ibid."
    assert references[0].raw.endswith("0042.") and "\n" in references[0].raw
    assert references[5].hints.url == "https://example.org/sitting"


def test_hanging_indents_and_a_doi_over_two_lines() -> None:
    references = read_article("apa.txt").references
    assert begins(references) == ["Hansen, P. B., & Olsen, ", "Quist, T., van den Berg,", "World Body Council. (201"]
    assert ids(references[0]) == ["doi:10.5555/desk.2011.0042"]
    assert references[0].hints.url is None or "desk.2011.0042" in references[0].hints.url


def test_several_entries_on_one_line_behind_a_label() -> None:
    reading = read_article("oneline.txt")
    assert begins(reading.references) == [
        "Hansen PB, Olsen MK. Shr",
        "Quist T, Berg A. Neck ex",
        "Lund A. Sitting well. Sp",
    ]
    assert sentences(reading) == ["The neck has seven vertebrae.", "It turns the head to both sides."]


@pytest.mark.parametrize(
    "name", ["mla.txt", "harvard.txt", "ieee_acs.txt", "unheaded.txt", "german.txt", "chinese.txt"]
)
def test_sentences_are_running_text_only(name: str) -> None:
    assert len(sentences(read_article(name))) == 2


def test_page_without_references_yields_none() -> None:
    reading = read_article("none.txt")
    assert reading.references == ()
    assert sentences(reading) == [
        "Your neck is stiff after a long day.",
        "In 2008, researchers found that 40% of people hurt.",
        "You can stretch.",
    ]


def test_encyclopedia_page_keeps_list_links_and_markers() -> None:
    reading = read_article("encyclopedia.html")
    link, first, second, third = reading.references
    assert link.raw == "study" and ids(link) == ["pmid:23456789"]
    assert first.marker == "1" and ids(first) == ["doi:10.5555/desk.1"] and "^" not in first.raw
    assert ids(second) == ["pmid:2345678"] and second.hints.url is None
    assert third.raw.startswith("Lund A.") and ids(third) == ["pmcid:PMC1234567"]
    said = sentences(reading)
    assert said[:3] == [
        "Neck pain is common in office workers, and it may last for years.[1]",
        "Weighted shrugs raise the activity of the trapezius.[2,3]",
        "The room is 10 m² wide.",
    ]
    text = reading.article.text
    for word in ("pillows", "Ten stretches", "Great!", "©", "var old", "Jane Doe", "[edit]"):
        assert word not in text
    assert reading.article.title == "Neck care"


def test_cards_of_papers_with_nested_author_lists() -> None:
    first, second = read_article("cards.html").references
    assert first.hints.title == "Wall Slides and Pulleys in Adults With a Stiff Shoulder"
    assert [str(a) for a in first.hints.authors] == ["Anna B Sorensen", "Jan van den Dool"]
    assert (second.hints.year, second.hints.month, second.hints.day) == (2014, 11, 30)


def test_folded_source_list_and_url_encoded_doi() -> None:
    first, second = read_article("clinic.html").references
    assert first.raw == "Body Clinic: Back Pain Basics"
    assert ids(second) == ["doi:10.5555/back.2010.7"]


def test_footnotes_that_are_no_references_are_left() -> None:
    references = read_article("footnotes.md").references
    assert begins(references) == [
        "study",
        "Hansen PB, Olsen MK. Shr",
        "Quist T. Neck exercises ",
        "Lund A. Sitting well. Sp",
    ]


def test_tagged_references_are_taken_as_tagged() -> None:
    reading = read_article("journal.xml")
    first, second, third = reading.references
    assert first.raw.startswith("Hansen PB, Olsen MK, et al.") and first.marker == "1"
    assert first.hints.title == "Shrugs at the desk" and first.hints.container == "J Desk Med"
    assert first.hints.authors_cut and first.hints.pages == "101-110" and ids(first) == ["doi:10.5555/desk.1"]
    assert second.raw == "Quist T. Neck exercises that last. Work Body. 2013;3:22-31."
    assert second.hints.month == 3 and second.hints.type == "article-journal" and ids(second) == ["pmid:12345678"]
    assert third.hints.year == 2009
    assert sentences(reading)[2:4] == ["Neck pain is common [1].", "Shrugs help [2,3]."]
    assert not any("caption" in s for s in sentences(reading))


def test_weak_heading_takes_only_what_looks_like_a_reference() -> None:
    reading = read_article("wrapped.txt")
    assert begins(reading.references) == ["Hansen PB, Olsen MK. Shr", "Neck strength and pain i"]
    assert sentences(reading)[0] == "Neck pain is common among people who sit all day long."
    assert "Shrug both shoulders ten times with a weight in each hand." in sentences(reading)
