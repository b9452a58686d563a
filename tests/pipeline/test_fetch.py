from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from neckref.errors import UserError
from neckref.library import Library
from neckref.model import Citation, Reading
from neckref.pipeline.assemble import load_map
from neckref.pipeline.export import export
from neckref.pipeline.fetch import FetchOptions, FetchResult
from neckref.pipeline.fetch import fetch as fetch_at_its_pace
from neckref.pipeline.link import link
from neckref.pipeline.read import read, read_identifiers
from neckref.settings import Settings
from tests.fakes.api_server import FakeApis, FakeWork, Fault
from tests.pipeline.literature import HIP, SCAPULAR, SHRUG, quick_clock, settings_for

DOIS = [f"doi:{SHRUG}", f"doi:{SCAPULAR}", f"doi:{HIP}"]


def fetch(library: Library, reading: Reading, settings: Settings, options: FetchOptions | None = None) -> FetchResult:
    """The real thing, without waiting for anybody's rate limit."""
    return fetch_at_its_pace(library, reading, settings, options, clock=quick_clock())


def test_the_bundled_article_resolves_by_search(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    settings = settings_for(apis, tmp_path)
    result = fetch(library, read(None, settings), settings)
    assert [m.work for m in result.matches] == DOIS
    assert {m.verdict for m in result.matches} == {"certain"}
    assert result.undecided == ()
    assert result.unavailable == {}
    shrug = result.works[DOIS[0]]
    assert shrug.identifier("pmid") == "18339796"
    assert {source for source, _ in shrug.records} >= {"crossref", "openalex", "pubmed", "snapshot"}
    assert shrug.fields.mesh == ("Electromyography", "Neck Pain")
    assert shrug.fields.abstract is not None


def test_citations_say_who_asserts_them_and_neighbours_have_titles(
    apis: FakeApis, library: Library, tmp_path: Path
) -> None:
    settings = settings_for(apis, tmp_path)
    result = fetch(library, read(None, settings), settings)
    citations = library.map().citations
    assert Citation(DOIS[0], "doi:10.5555/cited.1", "crossref") in citations
    assert Citation(DOIS[1], DOIS[0], "crossref") in citations
    assert any(c.citing == "doi:10.5555/later" and c.cited == DOIS[0] for c in citations)
    assert result.works["doi:10.5555/cited.2"].fields.title == "Second paper that is cited"
    assert result.works["doi:10.5555/later"].fields.year == 2015
    held = {w.id for w in library.map().works}
    assert held >= {*DOIS, "doi:10.5555/cited.1", "doi:10.5555/later"}
    assert "doi:10.1002/art.23256" not in held


def test_a_second_run_asks_nothing(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    settings = settings_for(apis, tmp_path)
    first = fetch(library, read(None, settings), settings)
    asked = apis.count()
    second = fetch(library, read(None, settings), settings)
    assert apis.count() == asked
    assert second.matches == first.matches
    assert second.works == first.works


def test_offline_replays_the_same_bytes(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    settings = settings_for(apis, tmp_path)
    fetch(library, read(None, settings), settings)
    first = [export(link(library, settings), form) for form in ("json", "bibtex", "graphml")]
    asked = apis.count()
    fetch(library, read(None, settings), settings, FetchOptions(offline=True))
    assert [export(link(library, settings), form) for form in ("json", "bibtex", "graphml")] == first
    assert apis.count() == asked


def test_refresh_asks_again(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    settings = settings_for(apis, tmp_path)
    fetch(library, read_identifiers([DOIS[0]]), settings)
    asked = apis.count()
    fetch(library, read_identifiers([DOIS[0]]), settings, FetchOptions(refresh=True))
    assert apis.count() > asked


def test_identifiers_are_references(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    settings = settings_for(apis, tmp_path)
    result = fetch(library, read_identifiers([DOIS[0], "pmid:22488226"]), settings)
    assert [(m.verdict, m.work) for m in result.matches] == [("certain", DOIS[0]), ("certain", DOIS[2])]


def test_not_found_by_all_is_none(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    settings = settings_for(apis, tmp_path)
    result = fetch(library, read_identifiers(["doi:10.5555/nobody.knows"]), settings)
    assert [(m.verdict, m.work) for m in result.matches] == [("none", None)]
    assert result.sources["crossref"]["not_found"] == 1
    assert result.sources["crossref"]["unavailable"] == 0


def test_could_not_ask_is_undecided(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    apis.play("crossref", Fault(500, {}, b""), times=20)
    settings = settings_for(apis, tmp_path)
    result = fetch(library, read_identifiers(["doi:10.5555/nobody.knows"]), settings)
    assert [m.verdict for m in result.matches] == ["undecided"]
    assert result.undecided == ("ref-1",)
    assert result.sources["crossref"]["unavailable"] == 1
    assert "crossref" in result.unavailable


def test_one_source_down_does_not_stop_the_others(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    settings = settings_for(apis, tmp_path)
    down = replace(settings, base_urls={**settings.base_urls, "crossref": "http://127.0.0.1:9"})
    result = fetch(library, read(None, down), down)
    assert [m.work for m in result.matches] == DOIS
    assert "crossref" in result.unavailable
    assert result.undecided == ()


def test_nonsense_is_unavailable_never_not_found(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    for service in ("crossref", "openalex", "europepmc", "pubmed"):
        apis.play(service, Fault(200, {"Content-Type": "text/html"}, b"<html>Down for maintenance</html>"), times=30)
    settings = settings_for(apis, tmp_path)
    result = fetch(library, read_identifiers(["doi:10.5555/nobody.knows"]), settings)
    assert [m.verdict for m in result.matches] == ["undecided"]
    for service in ("crossref", "openalex", "europepmc"):
        assert result.sources[service]["not_found"] == 0, service


def test_a_printed_doi_of_another_paper_is_a_finding(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Shrugs\n\nShoulder shrugs strengthen the trapezius [1].\n\nReferences\n\n"
        "1. McBeth JM, Earl-Boehm JE, Cobb SC, Huddleston WE. Hip muscle activity during 3 side-lying "
        "hip-strengthening exercises in distance runners. "
        f"J Athl Train. 2012;47(1):15-23. doi:{SHRUG}\n"
    )
    settings = settings_for(apis, tmp_path)
    result = fetch(library, read(page, settings), settings)
    assert result.matches[0].work == DOIS[2]
    codes = {f.code for f in load_map(library, settings).findings if f.subject == "ref-1"}
    assert "NR101" in codes


def test_a_retraction_is_found_by_every_source_that_knows(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    settings = settings_for(apis, tmp_path)
    fetch(library, read_identifiers(["doi:10.5555/retracted"]), settings)
    emap = load_map(library, settings)
    (work,) = emap.cited
    assert {u.kind for u in work.fields.updates} == {"retraction"}
    assert "NR401" in {f.code for f in emap.findings}


def test_only_the_named_source_is_asked(apis: FakeApis, library: Library, tmp_path: Path) -> None:
    settings = settings_for(apis, tmp_path)
    fetch(library, read_identifiers([DOIS[0]]), settings, FetchOptions(sources=("crossref",)))
    assert {s.service for s in apis.seen} == {"crossref"}
    with pytest.raises(UserError, match="no source named 'scholar'"):
        fetch(library, read_identifiers([DOIS[0]]), settings, FetchOptions(sources=("scholar",)))


def test_without_any_network_the_snapshot_answers(library: Library, tmp_path: Path) -> None:
    settings = Settings(base_urls=dict.fromkeys(Settings().base_urls, "http://127.0.0.1:9"))
    result = fetch(library, read(None, settings), settings)
    assert [m.work for m in result.matches] == DOIS
    assert {source for w in DOIS for source, _ in result.works[w].records} == {"snapshot"}
    assert result.undecided == ()


def test_a_thousand_identifiers_take_at_most_sixty_requests(library: Library, tmp_path: Path) -> None:
    works = [
        FakeWork(f"Paper number {n} on some subject", doi=f"10.5555/w{n}", pmid=str(10_000_000 + n), year=2000,
                 authors=(("Doe", "J"),), journal="Journal of Numbers", volume="1", pages=str(n),
                 mesh=("Humans",), abstract=(("", f"Abstract {n}."),), cites=("10.5555/w0",))
        for n in range(1000)
    ]  # fmt: skip
    with FakeApis(works) as apis:
        settings = settings_for(apis, tmp_path)
        result = fetch(library, read_identifiers([f"doi:10.5555/w{n}" for n in range(1000)]), settings)
        assert apis.count() <= 60
        assert sum(row["requests"] for row in result.sources.values()) == apis.count()
    assert {m.verdict for m in result.matches} == {"certain"}
    for n in (0, 999):
        work = result.works[f"doi:10.5555/w{n}"]
        assert work.fields.abstract == f"Abstract {n}."
        assert work.fields.mesh == ("Humans",)
    assert {c.cited for c in library.citations()} >= {"doi:10.5555/w0"}
