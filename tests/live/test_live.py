"""The real APIs, for those who have a network: `make live`. Off by default."""

from __future__ import annotations

from pathlib import Path

import pytest

import neckref
from neckref import registry
from neckref.http import Client
from neckref.model import Found, Identifier, Query, Unavailable
from neckref.pipeline.ask import open_sources
from neckref.pipeline.fetch import FetchOptions
from neckref.pipeline.read import read_identifiers

pytestmark = pytest.mark.live

SHRUG = Identifier("doi", "10.2522/ptj.20070304")
DOIS = ["doi:10.2522/ptj.20070304", "doi:10.1519/jsc.0b013e31823f8d24", "doi:10.4085/1062-6050-47.1.15"]
RETRACTED = "doi:10.1016/s0140-6736(97)11096-0"


@pytest.mark.parametrize("name", ["crossref", "openalex", "pubmed", "europepmc"])
def test_a_source_knows_the_paper_by_identifier_and_by_search(name: str) -> None:
    with Client() as client:
        (source,) = open_sources(client, neckref.read_settings(), [name])
        answer = source.fetch_records([SHRUG])[SHRUG]
        assert isinstance(answer, Found), answer
        assert "muscle activation" in (answer.records[0].fields.title or "").lower()
        title = "Muscle activation during selected strength exercises in women with chronic neck muscle pain"
        found = source.search_records(Query(f"{title} Andersen 2008", title, ("Andersen",), 2008))
        assert isinstance(found, Found), found
        assert any(SHRUG in record.identifiers for record in found.records)


def test_who_cites_it() -> None:
    with Client() as client:
        (source,) = open_sources(client, neckref.read_settings(), ["opencitations"])
        answer = source.fetch_citing([SHRUG], 5)[SHRUG]
        assert isinstance(answer, Found), answer
        assert answer.citations


def test_no_source_is_unavailable_for_lack_of_manners() -> None:
    with Client() as client:
        for source in open_sources(client, neckref.read_settings()):
            if SHRUG.scheme in source.schemes:
                answer = source.fetch_records([SHRUG]).get(SHRUG)
                assert not isinstance(answer, Unavailable), (source.name, answer)
    assert "crossref" in registry.names("sources")


def test_the_bundled_article_and_what_it_rests_on(tmp_path: Path) -> None:
    with neckref.Library(tmp_path / "neckref.db") as library:
        result = neckref.fetch(library, neckref.read())
        emap = neckref.link(library)
    assert [m.work for m in result.matches] == DOIS
    assert "supported" not in {s.verdict for s in emap.summaries}
    assert [f.subject for f in emap.findings if f.name == "orphan-reference"] == ["ref-3"]


def test_a_famous_retraction(tmp_path: Path) -> None:
    with neckref.Library(tmp_path / "neckref.db") as library:
        neckref.fetch(library, read_identifiers([RETRACTED]), options=FetchOptions(citing=0))
        assert "retracted" in {f.name for f in neckref.audit(library)}
