from __future__ import annotations

import pytest

from neckref.model import Fields, Found, Identifier, NotFound, Query
from neckref.sources.snapshot import Snapshot, create

SNAPSHOT = create()


def test_every_record_has_an_identity_a_title_and_the_day_it_was_compiled() -> None:
    assert len(SNAPSHOT.records) == 42
    for record in SNAPSHOT.records:
        assert record.identifiers
        assert record.fields.title
        assert record.fetched_at == "2026-11-24"
        assert len(record.payload_sha256) == 64


def test_identifiers_belong_to_one_record_each() -> None:
    held = [i for record in SNAPSHOT.records for i in record.identifiers]
    assert len(held) == len(set(held))


def test_unverified_names_only_what_is_there() -> None:
    known = set(Fields.__dataclass_fields__) | {"doi", "pmid", "pmcid"}
    for record in SNAPSHOT.records:
        schemes = {i.scheme for i in record.identifiers}
        for name in record.unverified:
            assert name in known
            assert name in schemes or getattr(record.fields, name) not in (None, ()), (record.id, name)


def test_summaries_are_nobodys_words() -> None:
    """A finding stated as fact carries no quotation marks."""
    for record in SNAPSHOT.records:
        assert not set('"“”') & set(record.fields.summary or "")


@pytest.mark.parametrize(
    ("identifier", "surname"),
    [
        (Identifier("doi", "10.2522/ptj.20070304"), "Andersen"),
        (Identifier("pmid", "22488226"), "McBeth"),
        (Identifier("pmcid", "PMC2877013"), "Salo"),
    ],
)
def test_fetch_by_each_scheme(identifier: Identifier, surname: str) -> None:
    answer = SNAPSHOT.fetch_records([identifier, Identifier("doi", "10.5555/none")])
    found = answer[identifier]
    assert isinstance(found, Found)
    assert found.records[0].fields.authors[0].family == surname
    assert answer[Identifier("doi", "10.5555/none")] == NotFound()


def test_search_by_title_survives_case_and_a_misprint() -> None:
    found = SNAPSHOT.search_records(Query("", title="HIP MUSCLE ACTIVTY during 3 side-lying exercises in runners"))
    assert isinstance(found, Found)
    assert found.records[0].id == "mcbeth2012"


def test_search_without_a_title_offers_every_namesake_of_the_year() -> None:
    found = SNAPSHOT.search_records(Query("", surnames=("Andersen",), year=2008))
    assert isinstance(found, Found)
    assert {r.id for r in found.records} == {"andersen2008", "andersenrct2008", "andersenjap2008"}


def test_nothing_like_it() -> None:
    assert SNAPSHOT.search_records(Query("", title="Migration of Arctic terns")) == NotFound()


def test_groups_and_urls() -> None:
    text = """
    compiled = 2020-01-02
    [[record]]
    id = "x"
    url = "https://example.org/page"
    title = "T"
    authors = ["{Some Group}", "Doe, J"]
    """
    (record,) = Snapshot(text).records
    assert [str(a) for a in record.fields.authors] == ["Some Group", "J Doe"]
    assert record.identifiers == (Identifier("url", "https://example.org/page"),)
