"""Who is believed: dissent stays visible, fake copies overrule nobody, preprints and notices are works of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from neckref.cli import app
from neckref.library import Library
from neckref.model import Identifier, Relation
from neckref.pipeline.assemble import load_map
from neckref.pipeline.fetch import FetchOptions, FetchResult, fetch
from neckref.pipeline.read import read_identifiers
from tests.fakes.api_server import FakeApis, FakeWork, Seen
from tests.fakes.works import Reply
from tests.pipeline.literature import quick_clock, settings_for

TRUE = FakeWork("Shoulder shrugs in office workers: a trial", doi="10.5555/true", pmid="81000000", year=2008,
                authors=(("Doe", "Jane"),), journal="Journal of Invented Exercise", volume="3", pages="1-9",
                abstract=(("", "Invented."),), mesh=("Neck Pain",))  # fmt: skip
COPY = replace(TRUE, doi="10.65215/copy", pmid=None, year=2025, journal=None, volume=None, pages=None,
               type="posted-content", known_to=("crossref", "openalex"))  # fmt: skip


class Dissenting(FakeApis):
    """OpenAlex and Crossref say what `swaps` makes of their answers."""

    swaps: tuple[tuple[str, str, str], ...] = ()

    def answer(self, seen: Seen) -> Reply:
        status, headers, body = super().answer(seen)
        for service, said, instead in self.swaps:
            if seen.service == service:
                body = body.replace(said.encode(), instead.encode())
        return status, headers, body


@pytest.fixture
def apis() -> Iterator[Dissenting]:
    with Dissenting([TRUE]) as server:
        yield server


def run(library: Library, apis: FakeApis, *printed: str) -> FetchResult:
    settings = settings_for(apis, library.path.parent)
    return fetch(library, read_identifiers(list(printed)), settings, FetchOptions(citing=0), clock=quick_clock())


@pytest.mark.parametrize("printed", ["pmid:81000000", "doi:10.5555/true"])
def test_a_work_that_openalex_merged_into_a_fake_copy_stays_what_it_is(
    apis: Dissenting, library: Library, printed: str
) -> None:
    """OpenAlex gives the PMID of the true paper to the copy, with its DOI, year and type."""
    apis.works = [TRUE, COPY]
    apis.swaps = (
        ("openalex", "https://doi.org/10.5555/true", "https://doi.org/10.65215/copy"),
        ("openalex", '"publication_year": 2008', '"publication_year": 2025'),
        ("openalex", "2008-01-01", "2025-03-02"),
        ("openalex", '"type": "article"', '"type": "preprint"'),
    )
    result = run(library, apis, printed)
    assert [(m.verdict, m.work) for m in result.matches] == [("certain", "doi:10.5555/true")]
    work = result.works["doi:10.5555/true"]
    assert (work.fields.year, work.fields.type) == (2008, "article-journal")
    assert not [i for i in work.identifiers if i.value.startswith("10.65215/")]
    assert {source for source, _ in work.records} >= {"crossref", "pubmed"}


def test_each_field_shows_who_says_it_and_who_dissents(
    apis: Dissenting, library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    apis.swaps = (("openalex", '"publication_year": 2008', '"publication_year": 2009'),
                  ("openalex", "2008-01-01", "2009-02-03"), ("crossref", '"volume": "3"', '"volume": "4"'))  # fmt: skip
    run(library, apis, "doi:10.5555/true")
    library.close()
    monkeypatch.chdir(library.path.parent)
    monkeypatch.setenv("COLUMNS", "160")
    assert app._run(["show", "doi:10.5555/true"]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.strip()}
    year = lines["year"].split()
    assert year[1:4] == ["2008", "crossref,", "pubmed"]
    assert year[-2:] == ["openalex:", "2009"]
    assert lines["volume"].split()[1] == "4"
    assert "pubmed: 3" in lines["volume"]
    assert lines["mesh"].split()[-2:] != ["openalex:", "Neck Pain"]
    assert app._run(["show", "ref-1", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["said_by"]["year"] == ["crossref", "pubmed"]
    assert shown["dissent"]["year"] == [{"source": "openalex", "value": 2009}]


def test_a_preprint_and_its_paper_are_two_works_with_a_relation(apis: Dissenting, library: Library) -> None:
    preprint = replace(TRUE, doi="10.5555/preprint", pmid=None, journal=None, volume=None, pages=None,
                       type="posted-content")  # fmt: skip
    apis.works = [TRUE, preprint]
    apis.swaps = (
        ("crossref", '"DOI": "10.5555/preprint",',
         '"DOI": "10.5555/preprint", "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/TRUE"}]},'),
    )  # fmt: skip
    result = run(library, apis, "doi:10.5555/true", "doi:10.5555/preprint")
    assert [m.work for m in result.matches] == ["doi:10.5555/true", "doi:10.5555/preprint"]
    relations = result.works["doi:10.5555/preprint"].fields.relations
    assert relations == (Relation("preprint-of", Identifier("doi", "10.5555/true")),)


def test_a_notice_is_related_and_not_itself_retracted(apis: Dissenting, library: Library) -> None:
    notice = FakeWork("Retraction: Shoulder shrugs in office workers", doi="10.5555/notice", year=2020,
                      authors=(("Doe", "Jane"),), journal="Journal of Invented Exercise")  # fmt: skip
    apis.works = [replace(TRUE, retracted_by="10.5555/notice"), notice]
    apis.swaps = (("crossref", '"DOI": "10.5555/notice", "title"',
                   '"DOI": "10.5555/notice", "update-to": [{"DOI": "10.5555/true", "type": "retraction"}], "title"'),
                  )  # fmt: skip
    result = run(library, apis, "doi:10.5555/true", "doi:10.5555/notice")
    assert [m.work for m in result.matches] == ["doi:10.5555/true", "doi:10.5555/notice"]
    held = load_map(library, settings_for(apis, library.path.parent))
    retracted = {w.id for w in held.works if w.retraction}
    assert retracted == {"doi:10.5555/true"}
    assert (
        Relation("notice-of", Identifier("doi", "10.5555/true")) in result.works["doi:10.5555/notice"].fields.relations
    )
