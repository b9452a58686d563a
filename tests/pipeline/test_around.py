"""The papers around the cited ones: who cites them, how many are brought, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.library import Library
from neckref.model import Citation, Fields, Found, Identifier, NotFound, Record
from neckref.pipeline import around
from neckref.pipeline.around import choose_citing
from neckref.pipeline.fetch import FetchOptions, FetchResult, fetch
from neckref.pipeline.read import read_identifiers
from tests.fakes.api_server import FakeApis, FakeWork
from tests.pipeline.literature import quick_clock, settings_for

CENTRE = "10.5555/centre"


def literature() -> list[FakeWork]:
    """A paper that ten others cite; citing paper n is itself cited n times, by papers that nobody asks for."""
    centre = FakeWork("The paper in the middle", doi=CENTRE, pmid="90000000", year=2001, cites=("10.5555/old",))
    old = FakeWork("What it rests on", doi="10.5555/old", year=1990, cites=("10.5555/older",))
    older = FakeWork("What that rests on", doi="10.5555/older", year=1980, cites=("10.5555/oldest",))
    oldest = FakeWork("Where it all began", doi="10.5555/oldest", year=1970)
    citing = [
        FakeWork(f"Citing paper number {n}", doi=f"10.5555/c{n}", pmid=str(91_000_000 + n), year=2010 + n,
                 cites=(CENTRE,))
        for n in range(10)
    ]  # fmt: skip
    fans = [FakeWork(f"Fan {k} of {n}", doi=f"10.5555/f{n}.{k}", cites=(f"10.5555/c{n}",))
            for n in range(10) for k in range(n)]  # fmt: skip
    return [centre, old, older, oldest, *citing, *fans]


@pytest.fixture
def apis() -> Iterator[FakeApis]:
    with FakeApis(literature()) as server:
        yield server


def run(library: Library, apis: FakeApis, options: FetchOptions, down: tuple[str, ...] = ()) -> FetchResult:
    settings = settings_for(apis, library.path.parent)
    settings = replace(settings, base_urls={**settings.base_urls, **dict.fromkeys(down, "http://127.0.0.1:9")})
    return fetch(library, read_identifiers([f"doi:{CENTRE}"]), settings, options, clock=quick_clock())


def citing(library: Library) -> set[str]:
    return {c.citing for c in library.citations() if c.cited == f"doi:{CENTRE}"}


def test_the_most_cited_citing_works_come_whoever_names_them(library: Library, apis: FakeApis) -> None:
    result = run(library, apis, FetchOptions(citing=3))
    assert citing(library) == {"doi:10.5555/c9", "doi:10.5555/c8", "doi:10.5555/c7"}
    assert result.citing_left_out == 7
    assert result.plain()["citing_left_out"] == 7
    for n in (7, 8, 9):
        fields = result.works[f"doi:10.5555/c{n}"].fields
        assert (fields.title, fields.year) == (f"Citing paper number {n}", 2010 + n)
    said_by = {c.said_by for c in library.citations() if c.citing == "doi:10.5555/c9"}
    assert said_by >= {"openalex", "opencitations", "pubmed"}
    assert "doi:10.5555/c0" not in result.works


def test_without_openalex_summaries_say_which_are_the_most_cited(library: Library, apis: FakeApis) -> None:
    run(library, apis, FetchOptions(citing=3, sources=("crossref", "pubmed")))
    assert {w.doi for w in library.works() if f"doi:{w.doi}" in citing(library)} == {
        "10.5555/c9", "10.5555/c8", "10.5555/c7"}  # fmt: skip
    assert [s.path for s in apis.seen].count("/esummary.fcgi") == 1


def test_with_openalex_nothing_is_counted_again(library: Library, apis: FakeApis) -> None:
    run(library, apis, FetchOptions(citing=3))
    assert "/esummary.fcgi" not in [s.path for s in apis.seen]


@pytest.mark.parametrize(
    ("listed_by", "asked", "says"),
    [
        (("elink",), [("pubmed", "/elink.fcgi")], "pubmed"),
        (("europepmc",), [("europepmc", "/MED/90000000/references")], "europepmc"),
        (("opencitations",), [("opencitations", f"/index/v2/references/doi:{CENTRE}")], "opencitations"),
        (("crossref",), [], "crossref"),
    ],
)
def test_a_missing_reference_list_is_asked_for_until_somebody_tells_it(
    library: Library, apis: FakeApis, listed_by: tuple[str, ...], asked: list[tuple[str, str]], says: str
) -> None:
    apis.works = [replace(w, listed_by=listed_by, pmid=w.pmid or "90000001") if w.doi in (CENTRE, "10.5555/old") else w
                  for w in apis.works]  # fmt: skip
    result = run(library, apis, FetchOptions(citing=0))
    assert Citation(f"doi:{CENTRE}", "doi:10.5555/old", says) in library.citations()
    assert result.works["doi:10.5555/old"].fields.title == "What it rests on"
    lists = {(s.service, s.path) for s in apis.seen if "references" in s.path or s.path == "/elink.fcgi"}
    assert lists >= set(asked)
    assert bool(lists) == bool(asked)


@pytest.mark.parametrize("down", [("openalex",), ("openalex", "europepmc", "pubmed")])
def test_without_openalex_as_many_come_and_have_their_titles(
    library: Library, apis: FakeApis, down: tuple[str, ...]
) -> None:
    result = run(library, apis, FetchOptions(citing=2), down=down)
    assert len(citing(library)) == 2
    assert result.citing_left_out == 8
    assert all(result.works[work].fields.title for work in citing(library))


def test_none_are_asked_for_where_none_are_wanted(library: Library, apis: FakeApis) -> None:
    result = run(library, apis, FetchOptions(citing=0))
    assert citing(library) == set()
    assert result.citing_left_out == 0


def test_depth_two_brings_the_references_of_references(library: Library, apis: FakeApis) -> None:
    shallow = run(library, apis, FetchOptions(citing=0))
    assert "doi:10.5555/old" in shallow.works
    assert "doi:10.5555/older" not in shallow.works
    deep = run(library, apis, FetchOptions(citing=0, depth=2))
    assert deep.works["doi:10.5555/older"].fields.title == "What that rests on"
    assert "doi:10.5555/oldest" not in deep.works
    assert deep.left_out == 0


def test_what_the_bound_leaves_out_is_counted(
    library: Library, apis: FakeApis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(around, "AROUND", 0)
    result = run(library, apis, FetchOptions(citing=0, depth=2, sources=("crossref",)))
    assert "doi:10.5555/old" not in result.works
    assert result.left_out == 1


def test_a_large_run_says_how_many_papers_around_it_leaves(
    library: Library, apis: FakeApis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(around, "SMALL", 0)
    result = run(library, apis, FetchOptions(sources=("crossref",)))
    assert result.left_out == 1
    assert run(library, apis, FetchOptions(citing=1)).works["doi:10.5555/c9"].fields.year == 2019


def named(source: str, number: int, count: int | None) -> Record:
    identifier = Identifier("doi", f"10.5555/{number}")
    return Record(source, identifier.value, "2026-01-01", "0" * 64, (identifier,), Fields(cited_by_count=count))


@given(
    counts=st.dictionaries(st.integers(0, 30), st.integers(0, 50), max_size=12),
    bare=st.sets(st.integers(0, 40), max_size=12),
    limit=st.integers(0, 15),
)
def test_never_more_than_the_limit_and_never_a_less_cited_one(
    counts: dict[int, int], bare: set[int], limit: int
) -> None:
    ranked = [named("openalex", n, c) for n, c in counts.items()]
    lookups = [
        Found(tuple(ranked), tuple(Citation(f"doi:10.5555/{n}", "doi:x", "openalex") for n in counts)),
        Found((), tuple(Citation(f"doi:10.5555/{n}", "doi:x", "opencitations") for n in sorted(bare))),
        NotFound(),
    ]
    kept, left_out = choose_citing(lookups, limit)
    assert len(kept) == min(limit, len({*counts, *bare}))
    assert left_out == max(0, max(len(counts), len(bare)) - limit)
    inside = [counts.get(int(k.rpartition("/")[2]), 0) for k in kept]
    outside = [c for n, c in counts.items() if f"doi:10.5555/{n}" not in kept]
    assert min(inside, default=50) >= max(outside, default=0) or not kept
