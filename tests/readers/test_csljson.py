"""Reading CSL-JSON: exact spans of items, values of any type, and where the JSON breaks off."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.errors import UserError
from neckref.exporters import csljson
from neckref.model import Identifier, Name, Reading
from neckref.readers.csljson import read_csljson, reader
from tests.samples import sample_map

ITEM = {
    "id": "key2015",
    "type": "article-journal",
    "title": "Wall <i>slides</i>",
    "author": [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der", "suffix": "Jr."},
        {"literal": "Quark Consortium"},
    ],
    "issued": {"date-parts": [["2015", 3, 9]]},
    "container-title": "Journal of Desk Medicine",
    "volume": 3,
    "issue": "2",
    "page": "10–19",
    "DOI": "10.5555/DESK_2",
    "PMID": "99000001",
    "URL": "https://a.example/x",
}


def read(text: str) -> Reading:
    reading = read_csljson(text.encode("utf-8", "replace"), "my.json")
    for reference in reading.references:
        assert reference.span.slice(reading.article.text) == reference.raw
    return reading


@pytest.mark.parametrize("wrap", ["%s", "[%s]", '{"items": [%s]}', "\n [\n  %s , ]", '{"references":[%s]}'])
def test_all_fields_however_wrapped(wrap: str) -> None:
    (reference,) = read(wrap % json.dumps(ITEM, indent=1)).references
    hints = reference.hints
    assert json.loads(reference.raw) == ITEM
    assert hints.authors == (Name("van der Berg", "Jan", "Jr."), Name(literal="Quark Consortium"))
    assert (hints.title, hints.container) == ("Wall slides", "Journal of Desk Medicine")
    assert (hints.year, hints.month, hints.day) == (2015, 3, 9)
    assert (hints.volume, hints.issue, hints.pages) == ("3", "2", "10-19")
    assert reference.marker == "key2015"
    assert reference.identifiers == (Identifier("doi", "10.5555/desk_2"), Identifier("pmid", "99000001"))


@pytest.mark.parametrize(
    "odd",
    [
        {"title": ["A", "B"], "author": None, "issued": {"date-parts": [[None]]}},
        {"title": "A", "author": "Doe", "issued": {"date-parts": []}, "volume": None},
        {"title": "A", "author": [None, {}, {"family": None}], "issued": "2001"},
        {"title": "A", "issued": {"raw": "spring 2001"}, "page": {"first": 1}, "id": 7},
        {"title": "A", "issued": {"date-parts": [[2001, 13, 40, 5]]}, "DOI": ["10.1/x"], "URL": "javascript:alert(1)"},
        {"title": "A", "issued": {"date-parts": [["1" * 5000, "7" * 5000]]}},
        {"title": "A", "issued": {"date-parts": [[10**30]]}},
    ],
)
def test_odd_types_degrade_field_by_field(odd: dict[str, object]) -> None:
    (reference,) = read(json.dumps([odd])).references
    assert reference.hints.title == "A"
    assert reference.hints.year in (None, 2001)
    assert reference.hints.month is None
    assert reference.hints.url is None


def test_line_separators_inside_a_string_are_blanks() -> None:
    reading = read_csljson('[{"id": "a", "title": "One\u2028two", "type": "book"}]'.encode(), "x.json")
    assert reading.references[0].hints.title == "One two"


def test_what_breaks_off_is_listed_with_its_line() -> None:
    reading = read('[{"title": "A"},\n 7,\n {"name": "no item"},\n {"title": "B"},\n {"title": ')
    assert [r.hints.title for r in reading.references] == ["A", "B"]
    assert [n[:17] for n in reading.article.notes] == ["Line 2: not read,", "Line 3: not read,", "Line 5: not read "]


@pytest.mark.parametrize(
    "text", ["not json", '{"article": {}, "works": []}', "[" * 100_000, "[}", "NaN", "[" + "1" * 5000 + "]"]
)
def test_other_text_is_the_users_error(text: str) -> None:
    with pytest.raises(UserError, match="is not CSL-JSON"):
        read(text)


def test_an_empty_list_holds_nothing() -> None:
    assert read("[]").references == ()


def test_reads_back_what_was_exported() -> None:
    emap = sample_map()
    by_doi = {r.identifiers[0].value: r.hints for r in read(csljson.export(emap)).references}
    for work in emap.cited:
        hints, fields = by_doi[work.doi or ""], work.fields
        assert (hints.title, hints.authors, hints.year, hints.month, hints.pages, hints.type) == (
            fields.title, fields.authors, fields.year, fields.month, fields.pages, fields.type,
        )  # fmt: skip


def test_sniffs() -> None:
    assert reader.sniffs(json.dumps([ITEM]).encode())
    assert reader.sniffs(b'{"id": "x", "type": "book"}')
    assert not reader.sniffs(b'{"article": {"id": 1}}')
    assert not reader.sniffs(b"[1] Doe J. Shoulders.")


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["family", "given", "date-parts", "literal", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*ITEM, "editor", "publisher"]), json_values, max_size=6))
def test_no_value_raises(item: dict[str, object]) -> None:
    assert len(read(json.dumps([item | {"title": "A"}])).references) == 1
