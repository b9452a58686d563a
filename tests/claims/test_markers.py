from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.claims import find_claims
from neckref.claims.markers import ReferenceIndex, expand_numbers, find_markers, split_authors
from neckref.model import Hints, Identifier, Link, Name, Reading, Reference, Span
from neckref.text.identifiers import find_identifiers
from neckref.text.vocabulary import load_vocabulary
from tests.claims.articles import check_spans, make_article, make_reference

NUMBERED = ReferenceIndex([make_reference(n, f"Author{n}", year=2000 + n, marker=str(n)) for n in range(1, 8)])
NAMED = ReferenceIndex(
    [
        make_reference(1, "Andersen", "Kjær", "Hansen", year=2008, title="Shrugs in women", journal="Phys Ther"),
        make_reference(2, "Andersen", "Zebis", year=2012, title="Scapular muscle activity"),
        make_reference(3, "van den Dool", "Visser", year=2013, title="Cervical dystonia"),
        make_reference(4, "O'Leary", year=2010, title="Flexors a"),
        make_reference(5, "O'Leary", year=2010, title="Flexors b"),
    ]
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3", "3"),
        ("1-3", "1 2 3"),
        ("1–3,5", "1 2 3 5"),
        ("2, 4; 6", "2 4 6"),
        ("5-3", "5 3"),
        ("1,1", "1"),
        ("1-999", "1 999"),
    ],
)
def test_ranges_and_lists_are_expanded(text: str, numbers: str) -> None:
    assert " ".join(expand_numbers(text)) == numbers


@pytest.mark.parametrize(
    ("text", "marker", "references"),
    [
        ("Shrugs help [3].", "[3]", "ref-3"),
        ("Shrugs help [1–3, 5].", "[1–3, 5]", "ref-1 ref-2 ref-3 ref-5"),
        ("Shrugs help.¹,³", "¹,³", "ref-1 ref-3"),
        ("Shrugs help.²⁻⁴", "²⁻⁴", "ref-2 ref-3 ref-4"),
        ("Shrugs help.2,3 More", "2,3", "ref-2 ref-3"),
        ("Shrugs help (4).", "(4)", "ref-4"),
        ("Shrugs help [^6].", "[^6]", "ref-6"),
        ("Shrugs help [9].", "[9]", ""),
    ],
)
def test_numeric_markers(text: str, marker: str, references: str) -> None:
    (found,) = find_markers(text, NUMBERED)
    assert found.text == marker == found.span.slice(text)
    assert " ".join(found.references) == references


@pytest.mark.parametrize(
    "text",
    [
        "an area of 12 m² here",
        "25 kg/m² is much",
        "in women (n = 12) and men",
        "by 3 (2) points",
        "in (2008) here",
        "of 10³ cells",
        "a score (99) was given",
        "about 3.5 points",
    ],
)
def test_numbers_that_are_no_markers(text: str) -> None:
    assert find_markers(text, NUMBERED) == ()


def test_round_brackets_count_only_where_the_list_is_numbered() -> None:
    assert find_markers("Shrugs help (2).", NAMED) == ()
    assert find_markers("Shrugs help [2].", NAMED)[0].references == ("ref-2",)  # by its place in the list


@pytest.mark.parametrize(
    ("text", "marker", "references"),
    [
        ("Shrugs help (Andersen et al., 2008).", "Andersen et al., 2008", "ref-1"),
        ("Shrugs help (Andersen & Zebis 2012).", "Andersen & Zebis 2012", "ref-2"),
        ("Andersen and colleagues (2008) found more.", "Andersen and colleagues (2008)", "ref-1"),
        ("Andersen, Kjær and Hansen (2008) found more.", "Andersen, Kjær and Hansen (2008)", "ref-1"),
        ("as van den Dool et al. (2013) say", "van den Dool et al. (2013)", "ref-3"),
        ("Andersen et al. found more.", "Andersen et al.", "ref-1 ref-2"),
        ("It helps (O’Leary, 2010b).", "O’Leary, 2010b", "ref-5"),
        ("It helps (Nobody, 1999).", "Nobody, 1999", ""),
        ("It helps (Andersen, 1999).", "Andersen, 1999", ""),
        ("Kjær (2008) is second author", "Kjær (2008)", "ref-1"),
    ],
)
def test_author_year_markers(text: str, marker: str, references: str) -> None:
    (found,) = find_markers(text, NAMED)
    assert found.text == marker == found.span.slice(text)
    assert " ".join(found.references) == references


def test_several_works_in_one_bracket() -> None:
    found = find_markers("Both help (e.g. Andersen et al., 2008; van den Dool & Visser, 2013).", NAMED)
    assert [m.references for m in found] == [("ref-1",), ("ref-3",)]


@pytest.mark.parametrize(
    "text", ["(Updated June 2012)", "(Reviewed, 2012)", "In 2012 we met", "(Monday 2012)", "(since 2008)"]
)
def test_dates_are_no_authors(text: str) -> None:
    assert find_markers(text, NAMED) == ()


def test_a_link_to_a_reference_is_a_marker() -> None:
    doi = Identifier("doi", "10.5555/a.b")
    index = ReferenceIndex([Reference("ref-1", "x", Span(0, 0), make_reference(1, "Doe").hints, None, (doi,))])
    text = "It helps, a trial says."
    (found,) = find_markers(text, index, [Link(Span(112, 117), "https://doi.org/10.5555/A.B")], offset=100)
    assert found.references == ("ref-1",)
    assert found.text == "trial"
    assert find_markers(text, index, [Link(Span(112, 117), "https://example.org")], offset=100) == ()


def test_split_authors() -> None:
    assert split_authors("Andersen, Kjær and Hansen") == ("Andersen", "Kjær", "Hansen")
    assert split_authors("Andersen et al.") == ("Andersen",)
    assert split_authors("Sjøgaard & Holm") == ("Sjøgaard", "Holm")


@given(st.lists(st.integers(1, 7), min_size=1, max_size=6))
def test_every_number_of_a_list_is_found(numbers: list[int]) -> None:
    (found,) = find_markers(f"It helps [{', '.join(map(str, numbers))}].", NUMBERED)
    assert found.references == tuple(dict.fromkeys(f"ref-{n}" for n in numbers))


@given(st.text(max_size=300))
def test_markers_of_any_text_are_printed_there_and_do_not_overlap(text: str) -> None:
    found = find_markers(text, NUMBERED)
    assert all(m.span.slice(text) == m.text for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def _linked(sentences: list[str], links: dict[str, str]) -> Reading:
    """The reading of a web page whose linked words became references where they stand."""
    article = make_article("Exercise and neck pain", sentences)
    spans = {words: Span(at := article.text.index(words), at + len(words)) for words in links}
    references = tuple(
        Reference(f"ref-{n}", words, spans[words], Hints(url=url), None, find_identifiers(url))
        for n, (words, url) in enumerate(links.items(), 1)
    )
    article = replace(article, links=tuple(Link(spans[words], url) for words, url in links.items()))
    reading = find_claims(Reading(article, references), load_vocabulary())
    check_spans(reading)
    return reading


def test_linked_words_tie_the_claim_to_the_paper_behind_them() -> None:
    reading = _linked(
        ["Strength training reduces neck pain (source).", "A 2010 review shows that yoga relieves neck pain.",
         "Pilates eases tension, according to a trial.", "Tai chi lowers stress."],
        {"source": "https://doi.org/10.5555/one", "2010 review": "https://pubmed.ncbi.nlm.nih.gov/20465854/",
         "a trial": "https://example.org/trial"},
    )  # fmt: skip
    assert [(c.references, c.markers) for c in reading.claims] == [
        (("ref-1",), ("source",)),
        (("ref-2",), ("2010 review",)),
        (("ref-3",), ("a trial",)),
        ((), ()),
    ]
    assert [a.status for a in reading.attributions] == ["resolved", "resolved"]


def test_a_sentence_that_is_all_link_is_a_claim_in_running_text_and_a_title_by_itself() -> None:
    url = {"Yoga relieves neck pain.": "https://doi.org/10.5555/one"}
    running = _linked(["Yoga relieves neck pain.", "Tai chi lowers stress."], url)
    assert [c.references for c in running.claims] == [("ref-1",), ()]
    assert _linked(["Yoga relieves neck pain."], url).claims == ()


def test_linked_words_do_not_count_among_the_numbered_places_of_a_list() -> None:
    linked = Reference("ref-1", "source", Span(0, 6), Hints(), identifiers=(Identifier("pmid", "1"),))
    listed = Reference("ref-2", "Doe J. Shrugs. 2012.", Span(10, 30), Hints((Name("Doe", "J"),), title="Shrugs"))
    index = ReferenceIndex((linked, listed))
    assert index.by_label("1") == "ref-2"
    assert index.by_label("2") is None


def test_a_group_with_a_year_is_its_reference_and_an_unknown_one_is_as_before() -> None:
    group = Hints(authors=(Name(literal="World Health Organization"),), year=2020)
    index = ReferenceIndex([Reference("ref-1", "World Health Organization. 2020.", Span(0, 32), group)])
    for text in ("The World Health Organization (2020) says so.", "It helps (World Health Organization, 2020)."):
        assert [m.references for m in find_markers(text, index)] == [("ref-1",)]
    assert [m.references for m in find_markers("The World Bank (2019) says so.", index)] == [()]
