"""Crossref's quirks, one test each, on invented works."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.http import Client
from neckref.model import Fields, Found, Identifier, Name, NotFound, Query, Relation, Unavailable, Update
from neckref.sources import crossref
from tests.fakes.api_server import FakeApis, FakeWork, Fault
from tests.sources.conftest import NONE, ONE, TWO, cited, found, says
from tests.sources.test_common import JUNK

QUERY = Query("Shrugs and the upper trapezius Doe 2011")
NOTICE = {"DOI": "10.5555/NOTICE", "type": "retraction", "label": "Retraction", "record-id": "7"}
DATED = {"updated": {"date-parts": [[2019, 7, 26]], "date-time": "2019-07-26T00:00:00Z"}}


def source(apis: FakeApis, client: Client, mailto: str | None = "me@example.org") -> crossref.Crossref:
    return crossref.create(client, base_url=apis.urls["crossref"] + "/", mailto=mailto)


def item(**more: Any) -> dict[str, Any]:
    return {"DOI": "10.5555/shrug.1", "type": "journal-article", "title": ["Shrugs"], **more}


def fields(**more: Any) -> Fields:
    return crossref.parse_fields(item(**more))


# Asking


def test_fifty_dois_a_request(apis: FakeApis, client: Client) -> None:
    apis.works = [FakeWork(title=f"Work {n}", doi=f"10.5555/n{n}") for n in range(101)]
    answers = source(apis, client).fetch_records([Identifier("doi", f"10.5555/n{n}") for n in range(101)])
    assert all(isinstance(a, Found) for a in answers.values())
    assert sorted(s.path for s in apis.seen) == ["/works", "/works", "/works/10.5555%2Fn100"]
    assert {s.query.get("rows") for s in apis.seen if s.path == "/works"} == {"50"}
    assert {s.query["mailto"] for s in apis.seen} == {"me@example.org"}


def test_long_dois_make_smaller_batches(apis: FakeApis, client: Client) -> None:
    asked = [Identifier("doi", f"10.5555/{'<' * 30}{'x' * 100}{n}") for n in range(40)]
    source(apis, client).fetch_records(asked)
    assert apis.count() > 1
    assert all(len(s.query["filter"]) < 3000 for s in apis.seen)


def test_a_doi_with_a_comma_is_asked_alone_and_escaped(apis: FakeApis, client: Client) -> None:
    comma = Identifier("doi", "10.5555/a,b;c(1998)66:4<261::aid-qua1>3.0.co;2-t")
    apis.works = [FakeWork(title="Old style", doi=comma.value), FakeWork(title="New style", doi=ONE.value)]
    answers = source(apis, client).fetch_records([comma, ONE])
    assert found(answers[comma]).fields.title == "Old style"
    assert found(answers[ONE]).fields.title == "New style"
    assert "/works/10.5555%2Fa%2Cb%3Bc%281998%2966%3A4%3C261%3A%3Aaid-qua1%3E3.0.co%3B2-t" in [
        s.path for s in apis.seen
    ]


def test_misses_are_silent_in_a_list_and_a_plain_text_404_alone(apis: FakeApis, client: Client) -> None:
    assert isinstance(source(apis, client).fetch_records([ONE, NONE])[NONE], NotFound)
    assert isinstance(source(apis, client).fetch_records([NONE])[NONE], NotFound)


def test_other_records_than_those_asked_are_not_taken(apis: FakeApis, client: Client) -> None:
    other = item(DOI="10.5555/other")
    apis.play("crossref", says({"message": {"items": [other, item(DOI="10.5555/SHRUG.1")]}}), says({"message": other}))
    answers = source(apis, client).fetch_records([ONE, TWO])
    assert isinstance(answers[ONE], Found)
    assert isinstance(answers[TWO], NotFound)
    wrong = source(apis, client).fetch_records([TWO])[TWO]
    assert isinstance(wrong, Unavailable)
    assert "another record than doi:10.5555/shrug.2" in wrong.reason


def test_a_search_sends_the_text_and_reads_the_best_first(apis: FakeApis, client: Client) -> None:
    answer = source(apis, client).search_records(QUERY)
    assert isinstance(answer, Found)
    assert answer.records[0].identifiers == (ONE,)
    assert apis.seen[0].query["query.bibliographic"] == QUERY.text


def test_a_search_leaves_components_out_and_puts_preprints_last(apis: FakeApis, client: Client) -> None:
    kinds = ["posted-content", "component", "peer-review", "grant", "journal-article"]
    items = [item(DOI=f"10.5555/{n}", type=kind) for n, kind in enumerate(kinds)]
    apis.play("crossref", says({"message": {"items": items}}))
    answer = source(apis, client).search_records(QUERY)
    assert isinstance(answer, Found)
    assert [r.id for r in answer.records] == ["10.5555/4", "10.5555/0"]


def test_nothing_found_is_not_found(apis: FakeApis, client: Client) -> None:
    apis.play("crossref", says({"message": {"items": [], "total-results": 0}}))
    assert source(apis, client).search_records(QUERY) == NotFound()


def test_a_refusal_whose_message_is_a_list_is_unavailable(apis: FakeApis, client: Client) -> None:
    refusal = {"status": "failed", "message-type": "validation-failure", "message": [{"type": "x", "value": "y"}]}
    apis.play("crossref", says(refusal, 400), says(refusal, 200))
    for _ in range(2):
        assert isinstance(source(apis, client).search_records(QUERY), Unavailable)


def test_lists_and_single_records_have_a_budget_each(apis: FakeApis) -> None:
    """As documented with an e-mail address: lists 3/s, single records 10/s, 3 at once; a comma makes a DOI single."""
    apis.limits = {"crossref list": (3, 3), "crossref single": (10, 3)}
    apis.latency = 0.03
    begun = time.monotonic()
    ended = {}
    with Client() as real, ThreadPoolExecutor(2) as pool:
        asked = source(apis, real)
        singles = [Identifier("doi", f"10.5555/x,{n}") for n in range(9)]
        lists = [Identifier("doi", f"10.5555/n{n}") for n in range(250)]
        for name, identifiers in (("single", singles), ("list", lists)):
            done = pool.submit(asked.fetch_records, identifiers)
            done.add_done_callback(lambda _, name=name: ended.setdefault(name, time.monotonic() - begun))  # type: ignore[misc]
    assert apis.violations == []
    assert (apis.count(), len([s for s in apis.seen if s.kind == "crossref list"])) == (14, 5)
    assert ended["single"] < ended["list"], "nine singles do not wait for the lists"


def test_limits_that_answers_state_are_kept_for_their_class(apis: FakeApis) -> None:
    apis.limits = {"crossref list": (2, 1), "crossref single": (10, 3)}
    with Client() as real:
        source(apis, real).fetch_records([ONE])
        source(apis, real).fetch_records([Identifier("doi", f"10.5555/n{n}") for n in range(250)])
    assert apis.violations == []
    at = [s.at for s in apis.seen if s.kind == "crossref list"]
    assert len(at) == 5
    assert all(b - a > 0.45 for a, b in itertools.pairwise(at[1:]))


# Reading


def test_reference_lists_become_citations(apis: FakeApis, client: Client) -> None:
    references = [{"DOI": "10.5555/SHRUG.2"}, {"DOI": "https://doi.org/10.5555/shrug.2"}, {"unstructured": "A. Nobody"},
                  {"DOI": "10.5555/shrug.1"}, {"DOI": None}, "text", {"DOI": "not a doi"}]  # fmt: skip
    apis.play("crossref", says({"message": item(reference=references)}))
    assert cited(source(apis, client).fetch_records([ONE])[ONE]) == ["doi:10.5555/shrug.2"]


def test_print_comes_before_issue_and_online() -> None:
    dates = {
        "published-online": {"date-parts": [[2010, 12, 30]]},
        "issued": {"date-parts": [[2010, 12, 30]]},
        "published-print": {"date-parts": [[2011, 5]]},
    }
    made = fields(**dates)
    assert (made.year, made.month, made.day) == (2011, 5, None)
    del dates["published-print"]
    assert fields(**dates).year == 2010


@pytest.mark.parametrize("parts", [[[None]], [[]], [], None, [None], "2008", [["n.d."]]])
def test_an_empty_issue_date_is_no_date(parts: object) -> None:
    assert fields(issued={"date-parts": parts}).year is None
    online = {"date-parts": [[1998]]}
    made = fields(issued={"date-parts": parts}, **{"published-online": online})
    assert (made.year, made.month) == (1998, None)


def test_names_of_all_kinds() -> None:
    authors = [{"family": "Doe", "given": "AJ"}, {"family": "Doantam Phan", "sequence": "first"},
               {"name": "The Neck Group"}, {"family": "King", "given": "M.", "suffix": "Jr."},
               {"family": None}, None, {"affiliation": []}]  # fmt: skip
    assert fields(author=authors).authors == (
        Name(family="Doe", given="AJ"),
        Name(family="Phan", given="Doantam"),
        Name(literal="The Neck Group"),
        Name(family="King", given="M.", suffix="Jr."),
    )
    assert fields(author=None).authors == ()


@pytest.mark.parametrize(
    ("title", "subtitle", "meant"),
    [
        ([], [], None),
        (None, None, None),
        (["Shrugs\n   <i>in vivo</i>  "], [], "Shrugs in vivo"),
        (["Shrugs"], ["A trial"], "Shrugs: A trial"),
        (["Shrugs: a trial"], ["A Trial"], "Shrugs: a trial"),
        ("Shrugs as CSL", None, "Shrugs as CSL"),
        ([None, "Second"], None, "Second"),
    ],
)
def test_titles(title: object, subtitle: object, meant: str | None) -> None:
    assert fields(title=title, subtitle=subtitle).title == meant


def test_an_article_number_stands_in_for_pages() -> None:
    assert fields(**{"article-number": "e0117575"}).pages == "e0117575"
    assert fields(**{"article-number": "12", "page": "1-9"}).pages == "1-9"


def test_entities_in_the_journal() -> None:
    assert fields(**{"container-title": ["Pain &amp; Necks", "P&N"]}).journal == "Pain & Necks"


def test_types_are_csl_types() -> None:
    kinds = ("journal-article", "posted-content", "book-chapter", "monograph", "dissertation", "unknown-kind", None)
    assert [fields(type=k).type for k in kinds] == [
        "article-journal", "article", "chapter", "book", "thesis", None, None]  # fmt: skip


def test_a_retracted_work_is_told_by_updated_by_once_a_notice() -> None:
    listed = [{**NOTICE, **DATED, "source": "publisher"}, {**NOTICE, **DATED, "source": "retraction-watch"},
              {"DOI": "10.5555/erratum", "type": "erratum"}, {"type": None}, "x"]  # fmt: skip
    notice, erratum = Identifier("doi", "10.5555/notice"), Identifier("doi", "10.5555/erratum")
    assert fields(**{"updated-by": listed}).updates == (
        Update("retraction", notice, "2019-07-26", "publisher, retraction-watch"),
        Update("correction", erratum, None, None),
    )


def test_a_notice_is_not_taken_for_retracted() -> None:
    made = fields(**{"update-to": [{**NOTICE, "DOI": "10.5555/original", **DATED}]})
    assert made.updates == ()
    assert made.relations == (Relation("notice-of", Identifier("doi", "10.5555/original")),)


def test_preprints_and_versions_are_relations() -> None:
    def target(doi: str) -> list[dict[str, str]]:
        return [{"id-type": "doi", "id": doi, "asserted-by": "subject"}]

    relation = {
        "is-preprint-of": target("10.5555/final"),
        "has-version": target("10.5555/v2"),
        "is-cited-by": target("10.5555/x"),
        "has-preprint": [{"id-type": "uri", "id": "https://x.example"}, None],
    }
    made = fields(relation=relation).relations
    assert {(r.kind, r.identifier.value) for r in made} == {
        ("preprint-of", "10.5555/final"),
        ("version-of", "10.5555/v2"),
    }


def test_a_book_has_its_isbn_and_a_chapter_does_not(apis: FakeApis, client: Client) -> None:
    for kind, expected in (("monograph", 2), ("book-chapter", 1)):
        apis.play("crossref", says({"message": item(type=kind, ISBN=["9780306406157", "bad"])}))
        with Client() as fresh:
            record = found(source(apis, fresh).fetch_records([ONE])[ONE])
        assert len(record.identifiers) == expected


KEYS = sorted(
    [
        "DOI",
        "title",
        "subtitle",
        "author",
        "issued",
        "published-print",
        "container-title",
        "volume",
        "issue",
        "page",
        "article-number",
        "publisher",
        "ISSN",
        "type",
        "language",
        "URL",
        "abstract",
        "updated-by",
        "update-to",
        "relation",
        "reference",
        "is-referenced-by-count",
        "ISBN",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JUNK))
def test_no_junk_in_any_field_loses_the_record(junk: dict[str, Any]) -> None:
    made = crossref.parse_fields({**item(publisher="Kept"), **junk})
    assert "publisher" in junk or made.publisher == "Kept"


def test_faults_of_one_batch_leave_the_others(apis: FakeApis, client: Client) -> None:
    apis.works = [FakeWork(title=f"Work {n}", doi=f"10.5555/n{n}") for n in range(100)]
    apis.play("crossref", Fault(400))
    answers = source(apis, client).fetch_records([Identifier("doi", f"10.5555/n{n}") for n in range(100)])
    kinds = [type(a) for a in answers.values()]
    assert (kinds.count(Found), kinds.count(Unavailable)) == (50, 50)
