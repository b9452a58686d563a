"""Which source is asked what, and after whom: schedules, citations matched together, works asked for once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from neckref.library import Library
from neckref.pipeline.fetch import FetchOptions, FetchResult, fetch
from neckref.pipeline.read import read, read_identifiers
from tests.fakes.api_server import FakeApis, FakeWork, Fault
from tests.pipeline.literature import quick_clock, settings_for

WORDS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "omicron")
COUNT = len(WORDS)


def make_works() -> list[FakeWork]:
    """Papers that are told apart by volume and page alone; a paper cites the one before."""
    return [
        FakeWork(f"Neck exercise {word} in office workers", doi=f"10.5555/r{n}", pmid=str(80_000_000 + n),
                 authors=(("Doe", "Jane"), ("Roe", "Richard")), year=2001 + n, journal="Journal of Invented Exercise",
                 volume=str(10 + n), issue="1", pages=f"{100 + n}-{109 + n}", abstract=(("", f"About {word}."),),
                 mesh=("Neck Pain",), cites=(f"10.5555/r{n - 1}",) if n else ())
        for n, word in enumerate(WORDS)
    ]  # fmt: skip


@pytest.fixture
def apis() -> Iterator[FakeApis]:
    with FakeApis(make_works()) as server:
        yield server


def fetch_printed(library: Library, apis: FakeApis) -> FetchResult:
    """A page that prints all the papers as loose references, without identifiers."""
    page = library.path.with_name("page.txt")
    lines = [
        f"{n + 1}. Doe J, Roe R. {w.title}. {w.journal}. {w.year};{w.volume}({w.issue}):{w.pages}."
        for n, w in enumerate(make_works())
    ]
    page.write_text("Necks\n\nExercise helps [1].\n\nReferences\n\n" + "\n".join(lines) + "\n")
    settings = settings_for(apis, library.path.parent)
    return fetch(library, read(page, settings), settings, FetchOptions(citing=0), clock=quick_clock())


def test_whole_printed_citations_are_matched_in_one_request_and_never_searched(
    library: Library, apis: FakeApis
) -> None:
    result = fetch_printed(library, apis)
    assert [(m.verdict, m.work) for m in result.matches] == [("certain", f"doi:10.5555/r{n}") for n in range(COUNT)]
    assert all(w.fields.abstract and "crossref" in {s for s, _ in w.records} for w in result.works.values())
    paths = Counter(s.path for s in apis.seen)
    assert paths["/ecitmatch.cgi"] == 1
    assert not [s for s in apis.seen if "query.bibliographic" in s.query or "search" in s.query]
    assert apis.count() < COUNT


def test_what_cannot_be_matched_is_searched_for(library: Library, apis: FakeApis) -> None:
    apis.works = [replace(w, known_to=("crossref", "openalex")) if w.doi == "10.5555/r3" else w for w in apis.works]
    result = fetch_printed(library, apis)
    assert {m.verdict for m in result.matches} == {"certain"}
    assert [s.service for s in apis.seen if "query.bibliographic" in s.query] == ["crossref"]


def test_a_match_that_could_not_be_asked_does_not_stand_in_the_way(library: Library, apis: FakeApis) -> None:
    apis.play("pubmed", Fault(200, {"Content-Type": "text/html"}, b"<html>Maintenance</html>"))
    result = fetch_printed(library, apis)
    assert {m.verdict for m in result.matches} == {"certain"}


def test_what_is_asked_does_not_depend_on_who_is_quicker(library: Library, apis: FakeApis, tmp_path: Path) -> None:
    """Crossref and the lane of OpenAlex, PubMed and Europe PMC run side by side."""
    asked = []
    for slow in ("crossref", "openalex", "pubmed"):
        apis.seen.clear()
        apis.play(slow, Fault(503, {"Retry-After": "0"}, delay=0.3))
        settings = settings_for(apis, tmp_path)
        with Library(tmp_path / f"{slow}.db") as held:
            reading = read_identifiers([f"doi:{w.doi}" for w in make_works()])
            fetch(held, reading, settings, FetchOptions(citing=0), clock=quick_clock())
        asked.append(sorted({(s.service, s.path, s.query.get("filter"), s.query.get("id")) for s in apis.seen},
                            key=str))  # fmt: skip
    assert asked[0] == asked[1] == asked[2]


def test_pubmed_is_asked_while_crossref_still_waits(library: Library, apis: FakeApis) -> None:
    apis.play("crossref", Fault(200, {"Content-Type": "application/json"}, b"{}", delay=1.0))
    settings = settings_for(apis, library.path.parent)
    elsewhere = apis.urls["crossref"].replace("127.0.0.1", "localhost")  # else all wait for the first answer of a host
    settings = replace(settings, base_urls={**settings.base_urls, "crossref": elsewhere})
    fetch(library, read_identifiers(["doi:10.5555/r1", "doi:10.5555/r2"]), settings, FetchOptions(citing=0))
    first = min(s.at for s in apis.seen if s.service == "crossref")
    assert min(s.at for s in apis.seen if s.service == "pubmed") < first + 0.9


def test_doi_org_is_asked_only_for_what_datacite_does_not_know(library: Library, apis: FakeApis) -> None:
    thesis = {"id": "10.5555/thesis", "attributes": {"doi": "10.5555/thesis", "titles": [{"title": "A thesis"}]}}
    apis.pages["/datacite/dois"] = apis.pages["/datacite/dois/10.5555%2Fthesis"] = (
        200, {"Content-Type": "application/vnd.api+json"}, json.dumps({"data": [thesis]}).encode()
    )  # fmt: skip
    settings = settings_for(apis, library.path.parent)
    reading = read_identifiers(["doi:10.5555/thesis", "doi:10.5555/nowhere"])
    result = fetch(library, reading, settings, FetchOptions(citing=0), clock=quick_clock())
    assert [m.verdict for m in result.matches] == ["certain", "none"]
    assert [s.path for s in apis.seen if s.service == "doi"] == ["/10.5555/nowhere"]


@pytest.mark.parametrize(
    ("down", "most"),
    [((), 4 + 2 + 1), (("openalex",), 4 + 2 + 3), (("pubmed",), 4 + 2 + 2), (("openalex", "pubmed"), 4 + 2 + 2 + 4)],
)
def test_others_complete_what_a_spent_source_leaves_and_still_in_batches(
    library: Library, down: tuple[str, ...], most: int
) -> None:
    """Requests for 200 DOIs of Crossref, OpenAlex, PubMed and Europe PMC; two may be under way when one is refused."""
    works = [
        FakeWork(f"Work number {n}", doi=f"10.5555/w{n}", pmid=str(60_000_000 + n), year=2000, mesh=("Neck",),
                 abstract=(("", "Text."),), cites=("10.5555/w0",))
        for n in range(200)
    ]  # fmt: skip
    with FakeApis(works) as apis:
        for service in down:
            apis.play(service, Fault(429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30000"}), times=50)
        settings = settings_for(apis, library.path.parent)
        reading = read_identifiers([f"doi:{w.doi}" for w in works])
        result = fetch(library, reading, settings, FetchOptions(citing=0), clock=quick_clock())
        assert apis.count() <= most
    assert {m.verdict for m in result.matches} == {"certain"}
    assert all(w.fields.abstract and w.fields.mesh for w in result.works.values())
    assert set(result.unavailable) == set(down)
