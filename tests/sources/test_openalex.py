"""OpenAlex' quirks, one test each, on invented works."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.http import Client
from neckref.model import Found, Identifier, Name, NotFound, Query, Unavailable, Update
from neckref.sources import openalex
from tests.fakes.api_server import FakeApis, FakeWork, Fault
from tests.sources.conftest import JSON, NONE, ONE, TWO, cited, found, says
from tests.sources.test_common import JUNK


def source(apis: FakeApis, client: Client, key: str | None = None) -> openalex.OpenAlex:
    return openalex.create(client, base_url=apis.urls["openalex"], key=key)


def item(**more: Any) -> dict[str, Any]:
    return {"id": "https://openalex.org/W123", "doi": "https://doi.org/10.5555/SHRUG.1", "title": "Shrugs", **more}


def test_a_hundred_a_request_with_pages_of_a_hundred(apis: FakeApis, client: Client) -> None:
    apis.works = [FakeWork(title=f"Work {n}", doi=f"10.5555/n{n}") for n in range(200)]
    answers = source(apis, client).fetch_records([Identifier("doi", f"10.5555/n{n}") for n in range(200)])
    assert all(isinstance(a, Found) for a in answers.values())
    assert apis.count() == 2
    assert {s.query["per_page"] for s in apis.seen} == {"100"}


def test_a_single_doi_takes_the_free_form(apis: FakeApis, client: Client) -> None:
    source(apis, client).fetch_records([ONE])
    assert apis.seen[0].path == "/works/doi:10.5555/shrug.1"


def test_a_doi_with_an_operator_is_asked_alone(apis: FakeApis, client: Client) -> None:
    odd = Identifier("doi", "10.5555/a,b")
    apis.works = [
        FakeWork(title="Odd", doi=odd.value),
        FakeWork(title="One", doi=ONE.value),
        FakeWork(title="Two", doi=TWO.value),
    ]
    answers = source(apis, client).fetch_records([odd, ONE, TWO])
    assert [found(a).fields.title for a in (answers[odd], answers[ONE], answers[TWO])] == ["Odd", "One", "Two"]
    assert apis.count() == 2


@pytest.mark.parametrize(
    ("key", "sent"), [("k123", "Bearer k123"), (" k123 ", "Bearer k123"), ("", None), ("  ", None), (None, None)]
)
def test_a_blank_key_is_not_sent(apis: FakeApis, client: Client, key: str | None, sent: str | None) -> None:
    source(apis, client, key).fetch_records([ONE])
    assert apis.seen[0].headers.get("authorization") == sent
    assert "api_key" not in apis.seen[0].query


@pytest.mark.parametrize("status", [401, 403])
def test_a_bad_key_is_unavailable_and_not_tried_again(apis: FakeApis, client: Client, status: int) -> None:
    apis.play("openalex", says({"error": "Unauthorized", "message": "invalid api key"}, status))
    assert isinstance(source(apis, client).fetch_records([ONE])[ONE], Unavailable)
    assert apis.count() == 1


def test_an_html_404_is_not_found(apis: FakeApis, client: Client) -> None:
    assert source(apis, client).fetch_records([NONE])[NONE] == NotFound()


def test_a_spent_budget_is_unavailable_after_one_request(apis: FakeApis, client: Client) -> None:
    spent = Fault(429, {**JSON, "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "40000"}, b'{"error": "Rate limit"}')
    apis.play("openalex", spent, times=5)
    answer = source(apis, client).fetch_records([ONE])[ONE]
    assert isinstance(answer, Unavailable)
    assert answer.retry_after == 40000
    assert "allowance is spent" in answer.reason
    assert isinstance(source(apis, client).fetch_records([TWO])[TWO], Unavailable)
    assert apis.count() == 1


def test_identifiers_in_all_their_forms(apis: FakeApis, client: Client) -> None:
    for pmcid in (
        "https://www.ncbi.nlm.nih.gov/pmc/articles/700001",
        "https://x.example/pmc/articles/PMC700001",
        "PMC700001",
    ):
        ids = {"pmid": "https://pubmed.ncbi.nlm.nih.gov/9000001", "pmcid": pmcid}
        apis.play("openalex", says(item(ids=ids)))
        with Client() as fresh:
            record = found(source(apis, fresh).fetch_records([ONE])[ONE])
        assert [str(i) for i in record.identifiers] == [
            "doi:10.5555/shrug.1", "pmid:9000001", "pmcid:PMC700001", "openalex:W123"]  # fmt: skip
        assert record.id == "W123"


def test_pmids_and_openalex_ids_are_asked_too(apis: FakeApis, client: Client) -> None:
    own = Identifier("openalex", apis.works[1].openalex)
    pmid = Identifier("pmid", "9000001")
    answers = source(apis, client).fetch_records([own, pmid])
    assert found(answers[own]).identifiers[0] == TWO
    assert found(answers[pmid]).identifiers[0] == ONE


def test_a_merged_id_is_answered_by_what_it_became(apis: FakeApis, client: Client) -> None:
    apis.pages["/openalex/works/W9"] = (301, {}, b"")
    apis.play("openalex", Fault(301, {"Location": f"{apis.urls['openalex']}/works/W123"}), says(item()))
    merged = Identifier("openalex", "W9")
    assert found(source(apis, client).fetch_records([merged])[merged]).id == "W123"


def test_another_record_is_not_taken(apis: FakeApis, client: Client) -> None:
    apis.play("openalex", says(item(doi="https://doi.org/10.65215/copy")))
    assert isinstance(source(apis, client).fetch_records([ONE])[ONE], Unavailable)


def test_references_are_openalex_ids(apis: FakeApis, client: Client) -> None:
    listed = ["https://openalex.org/W1", "https://openalex.org/W1", "W2", None, 5, "https://openalex.org/W123"]
    apis.play("openalex", says(item(referenced_works=listed)))
    assert cited(source(apis, client).fetch_records([ONE])[ONE]) == ["openalex:W1", "openalex:W2"]


def test_citing_works_are_paged_to_the_limit(apis: FakeApis, client: Client) -> None:
    apis.works += [FakeWork(title=f"Citing {n}", doi=f"10.5555/c{n}", cites=(ONE.value,)) for n in range(5)]
    answer = source(apis, client).fetch_citing([ONE], 3)[ONE]
    assert isinstance(answer, Found)
    assert len(answer.records) == len(answer.citations) == 3
    assert {c.cited for c in answer.citations} == {str(ONE)}
    assert apis.seen[-1].query["per_page"] == "3"


def test_a_search_takes_operators_out_of_the_title(apis: FakeApis, client: Client) -> None:
    source(apis, client).search_records(Query("x", title='Shrugs, rows | "necks": a (trial)?', year=2011))
    assert apis.seen[0].query["search"] == "Shrugs rows necks trial"
    assert apis.seen[0].query["filter"] == "publication_year:2010-2012"


def test_the_abstract_is_put_together_by_position() -> None:
    index = {
        "Necks": [1, 4],
        "Abstract": [0],
        "and": [2],
        "p&lt;0.05": [5],
        "more": [3],
        "junk": "x",
        "odd": [None, -1],
    }
    assert openalex.parse_inverted_index(index) == "Necks and more Necks p<0.05"
    assert openalex.parse_inverted_index(None) is None
    assert openalex.parse_inverted_index({}) is None


def test_printed_names_count_not_profiles() -> None:
    authorships = [
        {"raw_author_name": "M Doe", "author": {"display_name": "Muhammad Another Doe"}},
        {"raw_author_name": None, "author": {"display_name": "Piet van den Berg"}},
        {"author": None},
    ]
    names = openalex.parse_fields(item(authorships=authorships)).authors
    assert names == (Name(family="Doe", given="M"), Name(family="van den Berg", given="Piet"))


def test_retraction_is_a_flag() -> None:
    assert openalex.parse_fields(item(is_retracted=True)).updates == (Update("retraction"),)
    for value in (False, None, "false", 1):
        assert openalex.parse_fields(item(is_retracted=value)).updates == ()


def test_nulls_everywhere() -> None:
    made = openalex.parse_fields(
        item(title=None, biblio=None, primary_location=None, mesh=None, publication_date=None, ids=None)
    )
    assert (made.title, made.year, made.journal, made.pages, made.mesh) == (None, None, None, None, ())
    assert openalex.parse_fields(item(primary_location={"source": None})).journal is None


def test_pages_dates_and_full_stops() -> None:
    made = openalex.parse_fields(
        item(
            title="Shrugs.",
            publication_year=2011,
            publication_date="2011-05-02",
            biblio={"volume": "12", "issue": None, "first_page": "703", "last_page": "711"},
        )
    )
    assert (made.title, made.year, made.month, made.day, made.pages) == ("Shrugs", 2011, 5, 2, "703-711")
    for date, known in (("2011-05-01", (5, None)), ("2011-01-01", (None, None)), ("2011-01-02", (1, 2))):
        parsed = openalex.parse_fields(item(publication_year=2011, publication_date=date))
        assert (parsed.year, parsed.month, parsed.day) == (2011, *known)
    disagreeing = openalex.parse_fields(item(publication_year=2012, publication_date="2011-05-02"))
    assert (disagreeing.year, disagreeing.month) == (2012, None)


KEYS = sorted(k for k in openalex.SELECT.split(",") if k != "id")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JUNK))
def test_no_junk_in_any_field_loses_the_record(junk: dict[str, Any]) -> None:
    made = openalex.parse_fields({**item(), **junk})
    assert "title" in junk or made.title == "Shrugs"
