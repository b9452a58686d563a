"""Europe PMC's quirks, one test each, on invented results."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.http import Client
from neckref.model import Fields, Found, Identifier, Name, NotFound, Query, Relation, Unavailable, Update
from neckref.sources import europepmc
from tests.fakes.api_server import FakeApis, FakeWork
from tests.sources.conftest import NONE, ONE, cited, found, says
from tests.sources.test_common import JUNK


def source(apis: FakeApis, client: Client) -> europepmc.EuropePmc:
    return europepmc.create(client, base_url=apis.urls["europepmc"])


def item(**more: Any) -> dict[str, Any]:
    return {"id": "9000001", "source": "MED", "doi": "10.5555/SHRUG.1", "title": "Shrugs.", **more}


def fields(**more: Any) -> Fields:
    return europepmc.parse_fields(item(**more))


def results(*items: dict[str, Any]) -> Any:
    return says({"version": "6.9", "hitCount": len(items), "resultList": {"result": list(items)}})


def test_fifty_identifiers_of_all_schemes_in_one_query(apis: FakeApis, client: Client) -> None:
    apis.works = [FakeWork(title=f"Work {n}", doi=f"10.5555/n{n}") for n in range(48)]
    apis.works += [FakeWork(title="By PMID", pmid="77"), FakeWork(title="By PMCID", pmcid="PMC8888")]
    asked = [Identifier("doi", f"10.5555/n{n}") for n in range(48)]
    asked += [Identifier("pmid", "77"), Identifier("pmcid", "PMC8888")]
    answers = source(apis, client).fetch_records(asked)
    assert all(isinstance(a, Found) for a in answers.values())
    assert apis.count() == 1
    query = apis.seen[0].query["query"]
    assert query.startswith('DOI:"10.5555/n0" OR DOI:"10.5555/n1"')
    assert query.endswith("(EXT_ID:77 AND SRC:MED) OR PMCID:PMC8888")
    assert apis.seen[0].query["resultType"] == "core"


def test_of_several_sources_the_most_trusted_counts(apis: FakeApis, client: Client) -> None:
    apis.play(
        "europepmc",
        results(item(source="PPR", id="PPR1"), item(source="AGR", id="A1"), item(), item(source="PMC", id="PMC1")),
    )
    record = found(source(apis, client).fetch_records([ONE])[ONE])
    assert record.id == "MED:9000001"
    assert [str(i) for i in record.identifiers] == ["doi:10.5555/shrug.1", "pmid:9000001"]


def test_the_same_number_in_another_source_is_no_pmid(apis: FakeApis, client: Client) -> None:
    apis.play("europepmc", results(item(source="AGR", doi=None)))
    pmid = Identifier("pmid", "9000001")
    assert source(apis, client).fetch_records([pmid])[pmid] == NotFound()


def test_an_error_with_status_200_is_unavailable(apis: FakeApis, client: Client) -> None:
    apis.play(
        "europepmc", says({"version": "6.9", "errCode": 404, "errMsg": "Invalid page size. Max page size is 1000."})
    )
    answer = source(apis, client).fetch_records([ONE])[ONE]
    assert isinstance(answer, Unavailable)
    assert "Invalid page size" in answer.reason


def test_no_hits_are_not_found(apis: FakeApis, client: Client) -> None:
    assert source(apis, client).fetch_records([NONE])[NONE] == NotFound()
    assert source(apis, client).search_records(Query("q", title="zzz")) == NotFound()


def test_a_search_says_nothing_in_the_query_language(apis: FakeApis, client: Client) -> None:
    query = Query("x", title='Shrugs: "AND" (rows) OR NOT necks*?', surnames=("O'Doe",), year=2011)
    source(apis, client).search_records(query)
    assert apis.seen[0].query["query"] == ("""TITLE:(Shrugs rows necks) AND AUTH:"O'Doe" AND PUB_YEAR:[2010 TO 2012]""")


def test_citing_works_come_with_whole_records(apis: FakeApis, client: Client) -> None:
    row = {"id": "31", "source": "MED", "title": "Citing.", "authorString": "Doe J.", "pubYear": 2014}
    unknown = {"id": "32", "source": "MED", "title": "Of which no more is known"}
    preprint = {"id": "PPR9", "source": "PPR", "title": "No identifier"}
    whole = {**row, "doi": "10.5555/citing", "abstractText": "The abstract.", "pmid": "31",
             "pubTypeList": {"pubType": ["Retracted Publication"]}}  # fmt: skip
    listed = says({"hitCount": 3, "citationList": {"citation": [row, unknown, preprint]}})
    apis.play("europepmc", results(item()), listed, results(whole))
    answer = source(apis, client).fetch_citing([ONE], 10)[ONE]
    assert isinstance(answer, Found)
    (record,) = answer.records
    assert (record.id, record.fields.abstract) == ("MED:31", "The abstract.")
    assert record.fields.updates == (Update("retraction", asserted_by="europepmc"),)
    assert [(c.citing, c.cited) for c in answer.citations] == [
        ("doi:10.5555/citing", str(ONE)), ("pmid:32", str(ONE))]  # fmt: skip
    assert [seen.path for seen in apis.seen] == ["/search", "/MED/9000001/citations", "/search"]


def test_names_are_read_out_of_the_line_where_there_is_no_list() -> None:
    made = europepmc.parse_fields({"authorString": "Doe J, Neck Group, van Berg PQ."})
    assert made.authors == (
        Name(family="Doe", given="J"),
        Name(family="Neck Group"),
        Name(family="van Berg", given="PQ"),
    )


def test_citations_stay_where_their_records_cannot_be_had(apis: FakeApis, client: Client) -> None:
    listed = says({"citationList": {"citation": [{"id": "31", "source": "MED"}]}})
    apis.play("europepmc", results(item()), listed, says({"errCode": 500, "errMsg": "down"}))
    answer = source(apis, client).fetch_citing([ONE], 10)[ONE]
    assert isinstance(answer, Found)
    assert answer.records == ()
    assert [c.citing for c in answer.citations] == ["pmid:31"]


@pytest.mark.parametrize("played", [says({}, 404), says({"hitCount": 0, "citationList": {"citation": []}})])
def test_no_citations_come_in_two_forms(apis: FakeApis, client: Client, played: Any) -> None:
    apis.play("europepmc", results(item()), played)
    assert source(apis, client).fetch_citing([ONE], 10)[ONE] == NotFound()


def test_matched_references_become_citations(apis: FakeApis, client: Client) -> None:
    rows = [{"id": "31", "source": "MED", "match": "Y"}, {"match": "N", "title": "Unmatched"},
            {"id": "IND4", "source": "AGR", "doi": "10.5555/Cited"}, {"id": "9000001", "source": "MED"}]  # fmt: skip
    apis.play("europepmc", results(item()), says({"hitCount": 4, "referenceList": {"reference": rows}}))
    answer = source(apis, client).fetch_references([ONE])[ONE]
    assert cited(answer) == ["doi:10.5555/cited", "pmid:31"]
    assert [s.path for s in apis.seen] == ["/search", "/MED/9000001/references"]
    assert apis.seen[1].query["pageSize"] == "1000"


@pytest.mark.parametrize("played", [says({}, 404), says({"hitCount": 0, "referenceList": {"reference": []}})])
def test_no_references_come_in_two_forms(apis: FakeApis, client: Client, played: Any) -> None:
    apis.play("europepmc", results(item()), played)
    assert source(apis, client).fetch_references([ONE])[ONE] == NotFound()


def test_a_list_that_is_an_error_is_unavailable(apis: FakeApis, client: Client) -> None:
    apis.play("europepmc", results(item()), says({"errCode": 404, "errMsg": "Invalid page size"}))
    assert isinstance(source(apis, client).fetch_references([ONE])[ONE], Unavailable)


def test_core_fields() -> None:
    made = fields(
        abstractText="<h4>Objective</h4>To see.<h4>Results</h4>p &lt; 0.05",
        meshHeadingList={"meshHeading": [{"majorTopic_YN": "N", "descriptorName": "Neck"}]},
        pubTypeList={"pubType": ["research-article", "Journal Article", "Randomized Controlled Trial"]},
        journalInfo={"volume": "12", "issue": "3", "yearOfPublication": 2011, "monthOfPublication": 5,
                     "journal": {"title": "J Invented", "issn": "0000-0000", "essn": "1111-1111"}},
        pageInfo="703-11", language="eng", citedByCount=7, isOpenAccess="N",
        authorList={"author": [{"fullName": "Doe J", "firstName": "Jane", "lastName": "Doe", "initials": "J"},
                               {"collectiveName": "Neck Group"}]},
    )  # fmt: skip
    assert made == Fields(
        title="Shrugs",
        authors=(Name(family="Doe", given="Jane"), Name(literal="Neck Group")),
        year=2011,
        month=5,
        journal="J Invented",
        volume="12",
        issue="3",
        pages="703-711",
        issn=("0000-0000", "1111-1111"),
        type="article-journal",
        language="en",
        abstract="Objective: To see.\nResults: p < 0.05",
        mesh=("Neck",),
        publication_types=("Journal Article", "Randomized Controlled Trial"),
        cited_by_count=7,
    )


def test_a_preprint_has_book_details_instead() -> None:
    made = fields(source="PPR", bookOrReportDetails={"publisher": "bioInvented", "yearOfPublication": 2020})
    assert (made.type, made.journal, made.year) == ("article", "bioInvented", 2020)


def test_retractions_corrections_and_versions() -> None:
    made = fields(
        pubTypeList={"pubType": ["Retracted Publication"]},
        commentCorrectionList={
            "commentCorrection": [
                {"id": "41", "source": "MED", "type": "Erratum in"},
                {"source": "PPR", "id": "PPR3", "type": "Preprint in", "reference": "bioX. doi: 10.5555/pre."},
                {"id": "42", "source": "MED", "type": "Comment in"},
                {"type": "Retraction in", "reference": "J. doi: 10.5555/notice"},
            ]
        },
    )
    assert made.updates == (
        Update("correction", Identifier("pmid", "41"), None, "europepmc"),
        Update("retraction", Identifier("doi", "10.5555/notice"), None, "europepmc"),
    )
    assert made.relations == (Relation("has-preprint", Identifier("doi", "10.5555/pre")),)
    bare = fields(pubTypeList={"pubType": ["Retracted Publication"]}).updates
    assert bare == (Update("retraction", asserted_by="europepmc"),)


KEYS = ["title", "authorList", "authorString", "journalInfo", "pubYear", "pageInfo", "language", "pubTypeList",
        "meshHeadingList", "abstractText", "commentCorrectionList", "bookOrReportDetails", "citedByCount"]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JUNK))
def test_no_junk_in_any_field_loses_the_record(junk: dict[str, Any]) -> None:
    made = europepmc.parse_fields({**item(), **junk})
    assert made.type == "article-journal"


def test_a_subject_is_asked_by_its_phrases(apis: FakeApis, client: Client) -> None:
    source(apis, client).search_records(Query("x", topics=(("Tai Chi", 'ta"iji'), ("neck pain",)), limit=7))
    (asked,) = [s.query for s in apis.seen]
    assert asked["query"].startswith('("Tai Chi" OR "ta')
    assert asked["query"].endswith(') AND ("neck pain")')
    assert asked["pageSize"] == "7"
