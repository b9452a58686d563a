"""Careful reading of loose payloads."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.errors import Throttled
from neckref.model import Found, Identifier, Name, NotFound, Unavailable
from neckref.sources import common, europepmc, opencitations

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (
            "Natural activation of kinase p110α (\n   <i>PIK3CA</i>\n  )",
            "Natural activation of kinase p110α ( PIK3CA )",
        ),
        ("vitamin D<sub>3</sub> and Ca<sup>2+</sup>", "vitamin D3 and Ca2+"),
        ("Pain &amp; function", "Pain & function"),
        ("a &amp;lt;i&amp;gt;b&amp;lt;/i&amp;gt;", "a <i>b</i>"),
        ("a &lt;i&gt;b&lt;/i&gt; c", "a b c"),
        ("p<0.05 and q>3 stay", "p<0.05 and q>3 stay"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math> = 2", "x = 2"),
        ("  ", None),
        (None, None),
        (["a"], None),
    ],
)
def test_plain_text_keeps_the_words(printed: object, meant: str | None) -> None:
    assert common.plain(printed) == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("<jats:title>ABSTRACT</jats:title><jats:p>One  line.</jats:p>", "One line."),
        (
            "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim</jats:title>"
            "<jats:p>A &lt; B.</jats:p></jats:sec>"
            "<jats:sec><jats:title>Results:</jats:title><jats:p>C.</jats:p><jats:p>D.</jats:p></jats:sec>",
            "Aim: A < B.\nResults: C.\nD.",
        ),
        ("<h4>Objective</h4>This study.<h4>Methods</h4>We did.", "Objective: This study.\nMethods: We did."),
        ("Plain text with 5 > 3.", "Plain text with 5 > 3."),
        ("<jats:p>x <jats:italic>y</jats:italic> H<jats:sub>2</jats:sub>O</jats:p>", "x y H2O"),
        ("<jats:title>Abstract</jats:title>", None),
        ("", None),
        (7, None),
    ],
)
def test_abstracts_become_lines_with_labels(printed: object, meant: str | None) -> None:
    assert common.plain_abstract(printed) == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("703-711", "703-711"),
        ("841-9", "841-849"),
        ("1280-87", "1280-1287"),
        ("S12-5", "S12-S15"),
        ("S12-S15", "S12-S15"),
        ("525 - 535", "525-535"),
        ("703–711", "703-711"),
        ("e4375", "e4375"),
        ("e4375-e4375", "e4375"),
        ("1137-46; discussion 1147", "1137-1146"),
        ("261-272", "261-272"),
        ("99-101", "99-101"),
        ("ii-iv", "ii-iv"),
        ("", None),
        ("-", None),
        (12, "12"),
        (None, None),
    ],
)
def test_pages(printed: object, meant: str | None) -> None:
    assert common.expand_pages(printed) == meant


@given(st.integers(1, 9999), st.integers(0, 999))
def test_abbreviated_pages_are_expanded_to_what_was_meant(first: int, more: int) -> None:
    last = first + more
    full, short = str(last), str(last)
    if len(str(first)) == len(full):
        same = next((n for n, (a, b) in enumerate(zip(str(first), full, strict=True)) if a != b), len(full) - 1)
        short = full[same:]
    expected = str(first) if more == 0 else f"{first}-{full}"
    assert common.expand_pages(f"{first}-{short}") == expected


@pytest.mark.parametrize(
    ("family", "given_names", "meant"),
    [
        ("Doe", "Jane", Name(family="Doe", given="Jane")),
        ("Doantam Phan", None, Name(family="Phan", given="Doantam")),
        ("van den Berg", None, Name(family="van den Berg")),
        ("Plato", None, Name(family="Plato")),
        (None, "The Neck Group", Name(literal="The Neck Group")),
        ("", "", None),
        (3, None, None),
    ],
)
def test_people(family: object, given_names: object, meant: Name | None) -> None:
    assert common.person(family, given_names) == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Jane Q. Doe", Name(family="Doe", given="Jane Q.")),
        ("Doe, Jane", Name(family="Doe", given="Jane")),
        ("Piet van den Berg", Name(family="van den Berg", given="Piet")),
        ("Plato", Name(family="Plato")),
        (None, None),
    ],
)
def test_names_as_displayed(printed: object, meant: Name | None) -> None:
    assert common.name_from_display(printed) == meant


@pytest.mark.parametrize(
    ("parts", "meant"),
    [
        ((2008, 5, 3), (2008, 5, 3)),
        (("2008", "05"), (2008, 5, None)),
        ((None,), (None, None, None)),
        (("n.d.", 3), (None, None, None)),
        ((2008, 13, 3), (2008, None, None)),
        ((2008, None, 3), (2008, None, None)),
        ((0, 0, 0), (None, None, None)),
        ((True, 1), (None, None, None)),
        ((2008.0,), (2008, None, None)),
    ],
)
def test_dates(parts: tuple[object, ...], meant: tuple[int | None, ...]) -> None:
    assert common.date_parts(*parts) == meant


def test_iso_dates() -> None:
    assert common.parse_iso_date("2008-05-03T00:00:00Z") == (2008, 5, 3)
    assert common.parse_iso_date("2008") == (2008, None, None)
    assert common.parse_iso_date("May 2008") == (None, None, None)


def test_a_first_of_the_month_may_be_filled_in() -> None:
    assert common.parse_whole_date("2008-05-03") == (2008, 5, 3)
    assert common.parse_whole_date("2008-05-01") == (2008, 5, None)
    assert common.parse_whole_date("2008-01-01") == (2008, None, None)
    assert common.parse_whole_date(None) == (None, None, None)
    assert common.iso_date(2008, 5) == "2008-05"
    assert common.iso_date(None) is None


@given(JUNK)
def test_no_junk_raises(value: object) -> None:
    for read in (common.text_of, common.plain, common.plain_abstract, common.table, common.rows, common.tables,
                 common.first_text, common.number, common.date_parts, common.parse_iso_date, common.expand_pages,
                 common.person, common.name_from_display, common.update_kind):  # fmt: skip
        assert read(value) == read(value)


HOSTILE = [
    "<",
    "<title>",
    "<jats:p ",
    "&amp;",
    "A ",
    "A",
    "-",
    "1-",
    "10.1/",
    "[ ",
    "(",
    " ",
    "<h4>",
    "a, ",
    "A'",
    "<p\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    begun = time.process_time()
    for read in (common.plain, common.plain_abstract, common.expand_pages, common.person, common.name_from_display,
                 common.search_words, opencitations.parse_ids):  # fmt: skip
        read(text)
    opencitations.parse_fields({"title": text, "author": text, "venue": text, "publisher": text})
    europepmc.parse_fields({"title": text, "authorString": text, "abstractText": text})
    assert time.process_time() - begun < 5


@given(st.lists(st.integers(0, 300), max_size=200), st.integers(1, 60), st.integers(10, 400))
def test_batches_hold_everything_once_within_both_bounds(numbers: list[int], size: int, length: int) -> None:
    asked = [Identifier("doi", f"10.1/{n}") for n in numbers]
    made = list(common.batches(asked, size, length, lambda i: len(i.value)))
    assert [i for batch in made for i in batch] == list(dict.fromkeys(asked))
    assert all(0 < len(b) <= size for b in made)
    assert all(len(b) == 1 or sum(len(i.value) for i in b) <= length for b in made)


def test_a_batch_that_fails_is_unavailable_and_the_others_are_not() -> None:
    good, missing, bad = (Identifier("doi", f"10.1/{n}") for n in "abc")

    def fetch(batch: list[Identifier]) -> dict[Identifier, Found]:
        if bad in batch:
            raise Throttled("svc: slow down", retry_after=9)
        return {good: Found()}

    answers = common.fetch_batches([[good, missing], [bad]], fetch)
    assert answers == {good: Found(), missing: NotFound(), bad: Unavailable("svc: slow down", 9)}


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("Patient's necks: a 2-year trial (n = 3) OR more?", "Patient necks 2-year trial 3 more"),
        ("TITLE:\"x\" AND O'Neill's test*", "TITLE O'Neill test"),
        ("naïve Übungen | α-waves, 5", "naïve Übungen α-waves 5"),
        ("", ""),
    ],
)
def test_search_words(title: str, meant: str) -> None:
    assert common.search_words(title) == meant


def test_payload_hashes_do_not_depend_on_the_order_of_keys() -> None:
    assert common.payload_hash({"a": 1, "b": [2]}) == common.payload_hash({"b": [2], "a": 1})
    assert common.payload_hash({"a": 1}) != common.payload_hash({"a": 2})


def test_update_kinds() -> None:
    assert common.update_kind("Expression of concern") == "expression-of-concern"
    assert common.update_kind("partial_retraction") == "partial-retraction"
    assert common.update_kind("corrigendum") == "correction"
    assert common.update_kind("addendum") == "addendum"
    assert common.update_kind(None) is None
