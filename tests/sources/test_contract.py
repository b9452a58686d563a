"""What every source promises, over the registry."""

from __future__ import annotations

import inspect
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from neckref import registry
from neckref.http import Client, MemoryStore
from neckref.model import SCHEMES, Found, Identifier, NotFound, Query, Unavailable
from neckref.sources import CountsCitations, ListsReferences, MatchesCitations, Source
from tests.fakes.api_server import FakeApis, FakeWork, Fault
from tests.sources.conftest import JSON, NONE, ONE

NETWORK = (
    "crossref",
    "datacite",
    "doi",
    "europepmc",
    "openalex",
    "opencitations",
    "pubmed",
    "semanticscholar",
    "unpaywall",
)
ASKED = {
    "doi": [ONE, NONE],
    "pmid": [Identifier("pmid", "9000001"), Identifier("pmid", "404")],
    "pmcid": [Identifier("pmcid", "PMC700001")],
    "openalex": [Identifier("openalex", "W1234567")],
    "s2": [Identifier("s2", "0" * 40)],
}
QUERY = Query(
    "Shrugs and the upper trapezius Doe 2011",
    title="Shrugs and the upper trapezius",
    surnames=("Doe",),
    year=2011,
    journal="Journal of Invented Exercise",
    volume="12",
    first_page="703",
)


def make(name: str, client: Client, base_url: str, **more: Any) -> Source:
    source: Source = registry.load("sources", name)(
        client, base_url=base_url, **{"mailto": "canary@example.org", **more}
    )
    return source


def ask_everything(source: Source) -> list[Any]:
    identifiers = [i for scheme in source.schemes for i in ASKED.get(scheme, [])]
    lookups = list(source.fetch_records(identifiers).values())
    if source.searches:
        lookups.append(source.search_records(QUERY))
    if source.knows_citing:
        lookups += source.fetch_citing(identifiers, 5).values()
    if isinstance(source, ListsReferences):
        lookups += source.fetch_references(identifiers).values()
    if isinstance(source, MatchesCitations):
        lookups += source.match_citations([QUERY])
    if isinstance(source, CountsCitations):
        assert source.fetch_counts(identifiers) is not None
    return lookups


def test_the_network_sources_are_installed() -> None:
    assert {*NETWORK, "retractionwatch"} <= set(registry.names("sources"))


@pytest.mark.parametrize("name", [*NETWORK, "retractionwatch"])
def test_a_source_follows_the_protocol(name: str, client: Client) -> None:
    source = make(name, client, "http://127.0.0.1:9")
    assert source.name == name
    assert source.schemes <= set(SCHEMES)
    assert isinstance(source.searches, bool)
    for method in ("fetch_records", "search_records", "fetch_citing"):
        assert inspect.signature(getattr(source, method)) is not None
        assert getattr(source, method).__doc__
    assert source.fetch_records([]) == {}
    assert source.fetch_records([Identifier("isbn", "9780306406157")]) == {}


def test_who_can_do_more(client: Client) -> None:
    made = {name: make(name, client, "http://127.0.0.1:9") for name in NETWORK}
    can = {kind: {n for n, s in made.items() if isinstance(s, kind)}
           for kind in (ListsReferences, MatchesCitations, CountsCitations)}  # fmt: skip
    assert can == {
        ListsReferences: {"pubmed", "europepmc", "opencitations", "semanticscholar"},
        MatchesCitations: {"pubmed"},
        CountsCitations: {"pubmed"},
    }


@pytest.mark.parametrize("name", [*NETWORK, "retractionwatch"])
def test_a_source_that_cannot_be_asked_is_unavailable_never_not_found(name: str, client: Client) -> None:
    lookups = ask_everything(make(name, client, "http://127.0.0.1:9", key="canary-key"))
    assert lookups
    for lookup in lookups:
        assert isinstance(lookup, Unavailable)
        assert lookup.reason.startswith(f"{name}: ")
        assert "canary" not in lookup.reason
    assert client.requests[name] <= 1, "one refused connection is enough"


ANSWERS = {
    "a web page": Fault(200, {"Content-Type": "text/html"}, b"<html><h1>Maintenance</h1></html>"),
    "a web page that says it is JSON": Fault(200, JSON, b"<html><h1>Maintenance</h1></html>"),
    "an empty object": Fault(200, JSON, b"{}"),
    "null": Fault(200, JSON, b"null"),
    "an error inside": Fault(200, JSON, b'{"errCode": 404, "errMsg": "no", "error": "API rate limit exceeded"}'),
    "an error in XML": Fault(200, {"Content-Type": "text/xml"}, b"<e><ERROR>no such db</ERROR></e>"),
    "half of it": Fault(200, JSON, b'{"message": {"items": ['),
    "a refusal": Fault(400, JSON, b'{"status":"failed","message-type":"validation-failure","message":[{"type":"x"}]}'),
    "a wrong base address": Fault(404, {"Content-Type": "text/html"}, b"<html>nginx</html>"),
}


@pytest.mark.parametrize(
    ("name", "fault"),
    # A 404 for a single DOI cannot be told from a wrong base address.
    [
        (name, fault)
        for name in NETWORK
        for fault in ANSWERS
        if fault != "a wrong base address" or name not in ("doi", "unpaywall", "semanticscholar")
    ],
)
def test_what_is_no_answer_is_unavailable_and_not_stored(
    apis: FakeApis, client: Client, store: MemoryStore, name: str, fault: str
) -> None:
    apis.play(name, ANSWERS[fault], times=200)
    source = make(name, client, apis.urls[name])
    scheme = next(s for s in ("doi", "pmid") if s in source.schemes)
    lookups = list(source.fetch_records(ASKED[scheme]).values())
    if source.searches:
        lookups.append(source.search_records(QUERY))
    assert {type(lookup) for lookup in lookups} == {Unavailable}
    assert store.answers == {}


@pytest.mark.parametrize("name", ["crossref", "openalex", "pubmed", "europepmc", "opencitations", "doi"])
def test_records_say_who_when_and_what(apis: FakeApis, client: Client, name: str) -> None:
    lookups = make(name, client, apis.urls[name]).fetch_records([ONE, NONE])
    assert isinstance(lookups[NONE], NotFound)
    lookup = lookups[ONE]
    assert isinstance(lookup, Found)
    (record,) = lookup.records
    assert record.source == name
    assert ONE in record.identifiers
    assert len(record.payload_sha256) == 64
    assert record.fetched_at.endswith("+00:00")
    fields = record.fields
    assert (fields.title or "").casefold() == "shrugs and the upper trapezius"
    assert [str(a) for a in fields.authors] == ["Jane Doe", "Piet van den Berg"]
    assert (fields.year, fields.journal) == (2011, "Journal of Invented Exercise")
    assert (fields.volume, fields.issue, fields.pages) == ("12", "3", "703-711")
    assert fields.type == "article-journal"
    assert all(c.said_by == name and c.citing == str(ONE) for c in lookup.citations)


@pytest.mark.parametrize("name", ["crossref", "openalex", "pubmed", "europepmc"])
def test_a_second_run_asks_nothing(apis: FakeApis, client: Client, name: str) -> None:
    source = make(name, client, apis.urls[name])
    first = source.fetch_records([ONE, NONE])
    count = apis.count()
    assert source.fetch_records([ONE, NONE]) == first
    assert apis.count() == count


@pytest.mark.parametrize("name", ["crossref", "openalex", "pubmed", "europepmc"])
def test_offline_gives_the_same_records(apis: FakeApis, store: MemoryStore, client: Client, name: str) -> None:
    first = make(name, client, apis.urls[name]).fetch_records([ONE, NONE])
    with Client(store=store, offline=True) as offline:
        again = make(name, offline, apis.urls[name], mailto=None)
        assert again.fetch_records([ONE, NONE]) == first
        other = again.fetch_records([Identifier("doi", "10.5555/never.asked")])
    assert [type(lookup) for lookup in other.values()] == [Unavailable]


@pytest.mark.parametrize("name", ["crossref", "openalex", "pubmed", "europepmc"])
def test_a_loose_reference_is_found(apis: FakeApis, client: Client, name: str) -> None:
    lookup = make(name, client, apis.urls[name]).search_records(QUERY)
    assert isinstance(lookup, Found)
    assert ONE in lookup.records[0].identifiers


@pytest.mark.parametrize("name", ["openalex", "pubmed", "europepmc", "opencitations"])
def test_who_cites_is_told(apis: FakeApis, client: Client, name: str) -> None:
    two = Identifier("doi", "10.5555/shrug.2")
    lookup = make(name, client, apis.urls[name]).fetch_citing([two], 10)[two]
    assert isinstance(lookup, Found)
    (citation,) = lookup.citations
    assert citation.cited == str(two)
    assert citation.citing in (str(ONE), "pmid:9000001")
    assert citation.said_by == name


def test_a_thousand_dois_take_at_most_sixty_requests(client: Client) -> None:
    works = [
        FakeWork(title=f"Work number {n}", doi=f"10.5555/work.{n:04}", pmid=str(10_000 + n), abstract=(("", "Text."),),
                 mesh=("Neck",), cites=(f"10.5555/work.{n + 1:04}",))
        for n in range(1000)
    ]  # fmt: skip
    asked = [Identifier("doi", w.doi or "") for w in works]
    with FakeApis(works) as apis:
        for name in ("crossref", "openalex", "pubmed"):
            lookups = make(name, client, apis.urls[name]).fetch_records(asked)
            assert Counter(type(lookup) for lookup in lookups.values()) == {Found: 1000}
        assert apis.count() <= 60
        assert [apis.count(s) for s in ("crossref", "openalex", "pubmed")] == [20, 10, 15]


def test_no_canary_is_stored_or_said(apis: FakeApis, client: Client, store: MemoryStore, tmp_path: Path) -> None:
    for name in NETWORK:
        apis.play(name, Fault(200, JSON, b'{"errCode": 1, "errMsg": "bad canary@example.org"}'))
        lookups = ask_everything(make(name, client, apis.urls[name], key="canary-key"))
        assert "canary" not in repr(lookups)
    assert any("canary" in repr(seen) for seen in apis.seen)
    assert "canary" not in repr(store.answers)
    assert json.dumps([a.url for a in store.answers.values()]).count("@") == 0
