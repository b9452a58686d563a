"""Quirks of OpenCitations, Semantic Scholar, Unpaywall, DataCite, doi.org and Retraction Watch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from neckref.http import Client
from neckref.model import Citation, Found, Identifier, Name, NotFound, Query, Relation, Unavailable, Update
from neckref.sources import datacite, doi, opencitations, retractionwatch, semanticscholar, unpaywall
from tests.fakes.api_server import FakeApis, FakeWork, Fault
from tests.sources.conftest import NONE, ONE, TWO, cited, found, says

S2 = Identifier("s2", "a" * 40)


# OpenCitations


def row(citing: str, cited_ids: str = "omid:br/061 doi:10.5555/shrug.1") -> dict[str, str]:
    return {
        "oci": "1-2",
        "citing": citing,
        "cited": cited_ids,
        "creation": "",
        "timespan": "",
        "journal_sc": "no",
        "author_sc": "no",
    }


def test_multi_ids_are_one_work_and_the_doi_comes_first() -> None:
    ids = opencitations.parse_ids("omid:br/061 pmid:33 doi:10.5555/B doi:10.5555/a.v1 openalex:W1")
    assert [str(i) for i in ids] == ["doi:10.5555/b", "doi:10.5555/a.v1", "pmid:33"]
    assert opencitations.parse_ids("") == opencitations.parse_ids(None) == ()


def test_citations_of_a_work(apis: FakeApis, client: Client) -> None:
    rows = [row("omid:br/1 doi:10.5555/x pmid:5"), row("omid:br/1 doi:10.5555/x pmid:5"), row("omid:br/2"),
            row("doi:10.5555/y", "doi:10.5555/another"), row("pmid:6"), row("doi:10.5555/shrug.1")]  # fmt: skip
    apis.play("opencitations", says(rows))
    answer = opencitations.create(client, base_url=apis.urls["opencitations"], key="token").fetch_citing([ONE], 9)[ONE]
    assert isinstance(answer, Found)
    assert answer.citations == tuple(Citation(c, str(ONE), "opencitations") for c in ("doi:10.5555/x", "pmid:6"))
    assert apis.seen[0].path == "/index/v2/citations/doi:10.5555/shrug.1"
    assert apis.seen[0].headers["authorization"] == "token"


def test_meta_is_asked_for_ten_at_a_time(apis: FakeApis, client: Client) -> None:
    apis.works = [FakeWork(title=f"Work {n}", doi=f"10.5555/n{n}") for n in range(20)]
    asked = [Identifier("doi", f"10.5555/n{n}") for n in range(20)]
    answers = opencitations.create(client, base_url=apis.urls["opencitations"]).fetch_records(asked)
    assert all(isinstance(a, Found) for a in answers.values())
    assert apis.count() == 2


def test_rows_of_meta() -> None:
    made = opencitations.parse_fields(
        {
            "title": "Shrugs And Rows",
            "author": "Doe, Jane [orcid:0000 omid:ra/1]; Neck Group [omid:ra/2]; ",
            "pub_date": "2011-05",
            "venue": "Journal [Of] Things [issn:1234-567X omid:br/9]",
            "publisher": "Press [crossref:2]",
            "page": "703-711",
            "volume": "",
            "type": "journal article",
        }
    )
    assert made.authors == (Name(family="Doe", given="Jane"), Name(literal="Neck Group"))
    assert (made.journal, made.publisher, made.issn) == ("Journal [Of] Things", "Press", ("1234-567X",))
    assert (made.year, made.month, made.volume, made.type) == (2011, 5, None, "article-journal")


def test_a_wrong_token_is_unavailable(apis: FakeApis, client: Client) -> None:
    apis.play("opencitations", Fault(403, {"Content-Type": "text/plain"}, b"Invalid token canary"))
    answer = opencitations.create(client, base_url=apis.urls["opencitations"], key="canary").fetch_citing([ONE], 9)[ONE]
    assert isinstance(answer, Unavailable)
    assert "canary" not in answer.reason


def test_references_of_a_work(apis: FakeApis, client: Client) -> None:
    mine, theirs = "doi:10.5555/shrug.1", "doi:10.5555/another"
    rows = [row(mine, "omid:br/1 doi:10.5555/x pmid:5"), row(theirs, "doi:10.5555/y"), row(mine, "omid:br/2")]
    apis.play("opencitations", says(rows))
    answer = opencitations.create(client, base_url=apis.urls["opencitations"]).fetch_references([ONE])[ONE]
    assert cited(answer) == ["doi:10.5555/x"]
    assert apis.seen[0].path == "/index/v2/references/doi:10.5555/shrug.1"


# Semantic Scholar


def paper(**more: Any) -> dict[str, Any]:
    ids = {"DOI": "10.5555/SHRUG.1", "PubMed": "9000001", "PubMedCentral": "700001", "CorpusId": 1}
    return {
        "paperId": "a" * 40,
        "externalIds": ids,
        "title": "Shrugs",
        "authors": [{"authorId": "1", "name": "J. Doe"}],
        **more,
    }


def scholar(apis: FakeApis, client: Client, key: str | None = None) -> semanticscholar.SemanticScholar:
    return semanticscholar.create(client, base_url=apis.urls["semanticscholar"], key=key)


def test_a_batch_is_answered_in_order_with_null_for_a_miss(apis: FakeApis, client: Client) -> None:
    pmcid = Identifier("pmcid", "PMC700001")
    apis.play("semanticscholar", says([None, paper(), paper()]))
    answers = scholar(apis, client, "k123").fetch_records([NONE, ONE, pmcid])
    assert answers[NONE] == NotFound()
    assert [str(i) for i in found(answers[ONE]).identifiers] == [
        "doi:10.5555/shrug.1", "pmid:9000001", "pmcid:PMC700001", str(S2)]  # fmt: skip
    assert isinstance(answers[pmcid], Found)
    assert json.loads(apis.seen[0].body) == {"ids": ["DOI:10.5555/shrug.404", "DOI:10.5555/shrug.1", "PMCID:700001"]}
    assert apis.seen[0].headers["x-api-key"] == "k123"


def test_an_answer_out_of_order_is_not_taken(apis: FakeApis, client: Client) -> None:
    apis.play("semanticscholar", says([paper(), None]))
    assert scholar(apis, client).fetch_records([TWO, ONE]) == {TWO: NotFound(), ONE: NotFound()}


@pytest.mark.parametrize(
    "played", [says({"error": "Title match not found"}, 404), says({"data": []}), says({"data": None})]
)
def test_no_match_comes_in_two_forms(apis: FakeApis, client: Client, played: Fault) -> None:
    apis.play("semanticscholar", played)
    assert scholar(apis, client).search_records(Query("x", title="Shrugs")) == NotFound()


def test_nulls_and_types_of_papers(apis: FakeApis, client: Client) -> None:
    made = semanticscholar.parse_fields(
        paper(
            abstract=None,
            year=2024,
            publicationDate=None,
            journal=None,
            venue="Necks",
            publicationTypes=["Review", "MetaAnalysis"],
        )
    )
    assert (made.abstract, made.year, made.journal) == (None, 2024, "Necks")
    assert made.publication_types == ("Review", "Meta-Analysis")
    assert semanticscholar.parse_fields(paper(publicationTypes=None, authors=None)).authors == ()


def test_citing_papers_without_id_or_list(apis: FakeApis, client: Client) -> None:
    citing = paper(paperId="b" * 40, externalIds={"DOI": "10.5555/citing"})
    rows = {"data": [{"citingPaper": citing}, {"citingPaper": paper(paperId=None)}, {"citingPaper": None}]}
    apis.play("semanticscholar", says(rows), says({"data": None}))
    answers = scholar(apis, client).fetch_citing([ONE, TWO], 5)
    assert isinstance(answers[ONE], Found)
    assert [c.citing for c in answers[ONE].citations] == ["doi:10.5555/citing"]
    assert answers[TWO] == NotFound()


def test_papers_that_one_cites_come_also_without_an_id(apis: FakeApis, client: Client) -> None:
    whole = paper(paperId="b" * 40, externalIds={"DOI": "10.5555/whole"})
    named = paper(paperId=None, externalIds={"DOI": "10.5555/named"})
    rows = [{"citedPaper": p} for p in (whole, named, paper(paperId=None, externalIds=None), None)]
    apis.play("semanticscholar", says({"data": rows}), says({"data": None}))
    answers = scholar(apis, client).fetch_references([ONE, TWO])
    assert cited(answers[ONE]) == ["doi:10.5555/named", "doi:10.5555/whole"]
    assert found(answers[ONE]).id == "b" * 40
    assert answers[TWO] == NotFound()
    assert apis.seen[0].path == "/paper/DOI:10.5555/shrug.1/references"


def test_the_shared_pool_is_given_up_after_four_tries(apis: FakeApis, client: Client) -> None:
    apis.play("semanticscholar", says({"message": "Too Many Requests", "code": "429"}, 429), times=9)
    answers = scholar(apis, client).fetch_records([ONE])
    assert isinstance(answers[ONE], Unavailable)
    assert apis.count() == 4


@pytest.mark.parametrize(
    "played",
    [says({"message": "Forbidden"}, 403), says({"error": "bad fields"}, 400), says({"message": "Internal"}, 500)],
    ids=["region", "fields", "error"],
)
def test_errors_under_both_names_are_unavailable(apis: FakeApis, client: Client, played: Fault) -> None:
    apis.play("semanticscholar", played, times=4)
    assert isinstance(scholar(apis, client).fetch_records([ONE])[ONE], Unavailable)


def test_the_fake_answers_in_the_order_asked(apis: FakeApis, client: Client) -> None:
    answers = scholar(apis, client).fetch_records([TWO, NONE, ONE])
    assert [type(answers[i]) for i in (TWO, NONE, ONE)] == [Found, NotFound, Found]
    assert cited(scholar(apis, client).fetch_references([ONE])[ONE]) == [str(TWO)]


# Unpaywall


def test_a_free_copy_and_authors_of_both_ages(apis: FakeApis, client: Client) -> None:
    old = {"doi": "10.5555/SHRUG.1", "title": "Shrugs", "year": 2011, "z_authors": [{"given": "Jane", "family": "Doe"}],
           "best_oa_location": {"url": "https://x.example/a", "url_for_pdf": "https://x.example/a.pdf"}}  # fmt: skip
    new = {"doi": "10.5555/shrug.2", "z_authors": [{"raw_author_name": "Richard Roe"}], "best_oa_location": None}
    apis.play("unpaywall", says(old))
    source = unpaywall.create(client, base_url=apis.urls["unpaywall"], mailto="me@example.org")
    fields = found(source.fetch_records([ONE])[ONE]).fields
    assert (fields.url, fields.authors) == ("https://x.example/a.pdf", (Name(family="Doe", given="Jane"),))
    assert apis.seen[0].path == "/v2/10.5555/shrug.1"
    apis.play("unpaywall", says(new))
    fields = found(source.fetch_records([TWO])[TWO]).fields
    assert (fields.url, fields.authors) == (None, (Name(family="Roe", given="Richard"),))
    assert unpaywall.parse_fields({"z_authors": None}).authors == ()


def test_without_an_address_nothing_is_asked(apis: FakeApis, client: Client) -> None:
    answer = unpaywall.create(client, base_url=apis.urls["unpaywall"]).fetch_records([ONE])[ONE]
    assert answer == Unavailable("unpaywall: needs an e-mail address; set NECKREF_MAILTO")
    assert apis.count() == 0


def test_an_address_that_unpaywall_does_not_like_is_unavailable_and_an_unknown_doi_not_found(
    apis: FakeApis, client: Client
) -> None:
    source = unpaywall.create(client, base_url=apis.urls["unpaywall"], mailto="test@example.com")
    apis.play("unpaywall", says({"error": True, "message": "Please use your own email address"}, 422))
    answer = source.fetch_records([ONE])[ONE]
    assert isinstance(answer, Unavailable)
    assert "422" in answer.reason
    assert source.fetch_records([NONE])[NONE] == NotFound()


# DataCite


def attributes(**more: Any) -> dict[str, Any]:
    return {"doi": "10.5555/shrug.1", "titles": [{"title": None}, {"title": "A <i>thesis</i>"}], **more}


def test_records_of_datacite(apis: FakeApis, client: Client) -> None:
    related = [
        {"relatedIdentifier": "10.5555/SHRUG.2", "relatedIdentifierType": "DOI", "relationType": "References"},
        {"relatedIdentifier": "10.5555/v1", "relatedIdentifierType": "DOI", "relationType": "IsNewVersionOf"},
        {"relatedIdentifier": "1234-5678", "relatedIdentifierType": "ISSN", "relationType": "IsPartOf"},
    ]
    made = attributes(
        creators=[{"name": "Doe, Jane", "familyName": "Doe", "givenName": "Jane"}, {"name": "Roe, R."},
                  {"name": "Neck Institute", "nameType": "Organizational"}],
        dates=[{"date": "circa 2010", "dateType": "Issued"}], publicationYear=2010, publisher={"name": "Univ"},
        descriptions=[{"descriptionType": "Methods", "description": "no"},
                      {"descriptionType": "Abstract", "description": "<p>Yes.</p>"}],
        types={"citeproc": "thesis", "resourceTypeGeneral": "Text"}, relatedIdentifiers=related,
    )  # fmt: skip
    apis.play("datacite", says({"data": {"id": "10.5555/shrug.1", "attributes": made}}))
    answer = datacite.create(client, base_url=apis.urls["datacite"]).fetch_records([ONE])[ONE]
    fields = found(answer).fields
    assert fields.title == "A thesis"
    assert fields.authors == (
        Name(family="Doe", given="Jane"), Name(family="Roe", given="R."), Name(literal="Neck Institute"))  # fmt: skip
    assert (fields.year, fields.publisher, fields.abstract, fields.type) == (2010, "Univ", "Yes.", "thesis")
    assert cited(answer) == ["doi:10.5555/shrug.2"]
    assert fields.relations == (Relation("version-of", Identifier("doi", "10.5555/v1")),)


def test_datacite_in_batches_and_not_found(apis: FakeApis, client: Client) -> None:
    json_api = {"Content-Type": "application/vnd.api+json; charset=utf-8"}
    body = json.dumps({"data": [{"id": ONE.value, "attributes": attributes()}]}).encode()
    apis.play("datacite", Fault(200, json_api, body), says({"errors": [{"status": "404", "title": "x"}]}, 404))
    source = datacite.create(client, base_url=apis.urls["datacite"])
    answers = source.fetch_records([ONE, NONE])
    assert (type(answers[ONE]), answers[NONE]) == (Found, NotFound())
    assert apis.seen[0].query["query"] == 'doi:("10.5555/shrug.1" OR "10.5555/shrug.404")'
    assert source.fetch_records([NONE])[NONE] == NotFound()


# doi.org


def test_content_negotiation_keeps_its_accept_header_through_the_agency(apis: FakeApis) -> None:
    with FakeApis() as agency:
        csl = {"DOI": "10.5555/shrug.1", "title": "Shrugs", "type": "article-journal", "container-title": "J",
               "author": [{"family": "Doe", "given": "J"}, {"literal": "Neck Group"}]}  # fmt: skip
        agency.pages["/works/x"] = (200, {"Content-Type": doi.CSL}, json.dumps(csl).encode())
        apis.play("doi", Fault(302, {"Location": f"{agency.url}/works/x"}))
        with Client(is_public=lambda _: True) as client:
            record = found(doi.create(client, base_url=apis.urls["doi"]).fetch_records([ONE])[ONE])
        assert agency.seen[0].headers["accept"] == doi.CSL
    assert (record.fields.title, record.fields.journal, record.fields.type) == ("Shrugs", "J", "article-journal")
    assert record.fields.authors == (Name(family="Doe", given="J"), Name(literal="Neck Group"))


@pytest.mark.parametrize(
    "played", [Fault(406), Fault(200, {"Content-Type": "text/html"}, b"<html>landing page</html>")]
)
def test_an_agency_that_does_not_negotiate_is_unavailable(apis: FakeApis, client: Client, played: Fault) -> None:
    apis.play("doi", played)
    assert isinstance(doi.create(client, base_url=apis.urls["doi"]).fetch_records([ONE])[ONE], Unavailable)


def test_agencies_of_dois(apis: FakeApis, client: Client) -> None:
    assert doi.create(client, base_url=apis.urls["doi"]).fetch_agencies([ONE, NONE]) == {ONE: "Crossref", NONE: None}
    with Client(offline=True) as offline:
        assert doi.create(offline, base_url=apis.urls["doi"]).fetch_agencies([ONE]) == {}


def test_of_many_dois_one_request_says_which_exist(apis: FakeApis, client: Client) -> None:
    asked = [ONE, *(Identifier("doi", f"10.5555/nowhere.{n}") for n in range(9)), TWO]
    answers = doi.create(client, base_url=apis.urls["doi"]).fetch_records(asked)
    assert {i for i, a in answers.items() if isinstance(a, Found)} == {ONE, TWO}
    assert sum(a == NotFound() for a in answers.values()) == 9
    assert [s.path[:8] for s in apis.seen] == ["/doiRA/1", "/10.5555", "/10.5555"]


@pytest.mark.parametrize("played", [Fault(404), says({"no": "list"}), says([{"DOI": NONE.value, "status": "Unknown"}])])
def test_without_agencies_each_doi_is_asked_for(apis: FakeApis, client: Client, played: Fault) -> None:
    apis.play("doi", played)
    answers = doi.create(client, base_url=apis.urls["doi"]).fetch_records([ONE, NONE])
    assert (type(answers[ONE]), answers[NONE]) == (Found, NotFound())
    assert apis.count() == 3


# Retraction Watch

HEADER = ("Record ID,Title,Journal,Author,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,"
          "OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\n")  # fmt: skip
ROWS = (
    '1,"Shrugs, retracted",J Invented,Jane Doe;R. Roe,7/31/2024 14:00,10.5555/NOTICE,0,5/1/2011 0:00,10.5555/SHRUG.1,'
    "9000001,Retraction,+Reason;\n"
    "2,Shrugs,J Invented,Müller,1/2/2020 0:00,unavailable,77,5/1/2011 0:00,10.5555/shrug.1,0,Expression of concern,\n"
    "3,Other,J,,bad date,unavailable,0,,unavailable,0,Retraction,\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_notices_from_the_file(tmp_path: Path, client: Client, encoding: str) -> None:
    path = tmp_path / "retraction_watch.csv"
    path.write_bytes((HEADER + ROWS).encode(encoding))
    source = retractionwatch.create(client, base_url=str(path))
    pmid = Identifier("pmid", "9000001")
    answers = source.fetch_records([ONE, pmid, TWO])
    record = found(answers[ONE])
    assert record.fields.updates == (
        Update("retraction", Identifier("doi", "10.5555/notice"), "2024-07-31", "retraction-watch"),
        Update("expression-of-concern", Identifier("pmid", "77"), "2020-01-02", "retraction-watch"),
    )
    assert record.fields.title == "Shrugs, retracted"
    assert [str(a) for a in record.fields.authors] == ["Jane Doe", "R. Roe"]
    assert (record.id, record.fields.year) == ("1", 2011)
    assert isinstance(answers[pmid], Found)
    assert answers[TWO] == NotFound()


@pytest.mark.parametrize("content", [None, b"", b"a,b\n1,2\n", b"\xff\xfe\x00\x00"])
def test_a_missing_or_wrong_file_is_unavailable(tmp_path: Path, client: Client, content: bytes | None) -> None:
    path = tmp_path / "x.csv"
    if content is not None:
        path.write_bytes(content)
    answer = retractionwatch.create(client, base_url=str(path)).fetch_records([ONE])[ONE]
    assert isinstance(answer, Unavailable)
    assert answer.reason.startswith("retractionwatch: ")
    assert "\n" not in answer.reason
