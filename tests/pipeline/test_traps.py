"""Each trap of tests/pipeline/traps.py gets the finding that names it, and no claim more credit than a strict reviewer
would give it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from neckref.model import EvidenceMap
from neckref.pipeline.run import run
from tests.fakes import services
from tests.fakes.api_server import FakeApis
from tests.pipeline import traps
from tests.pipeline.literature import quick_clock, settings_for

Maps = dict[str, EvidenceMap]


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maps]:
    plain = services.crossref_item
    with pytest.MonkeyPatch.context() as patch, FakeApis(traps.WORKS) as apis:
        patch.setattr("neckref.http.client.Clock", quick_clock)
        patch.setattr(services, "crossref_item", lambda work, *rest: {
            **plain(work, *rest), **traps.NOTICES.get(work.doi, {})
        })  # fmt: skip
        done = {}
        pages = {"heel": traps.HEEL_PAGE, "elbow": traps.ELBOW_PAGE, "back": traps.BACK_PAGE}
        for name, text in pages.items():
            folder = tmp_path_factory.mktemp(name)
            (folder / "page.md").write_text(text)
            done[name] = run(folder / "page.md", folder / "out", settings_for(apis, folder)).map
        yield done


def subjects(emap: EvidenceMap, name: str) -> set[str]:
    return {f.subject for f in emap.findings if f.name == name}


def verdicts(emap: EvidenceMap) -> dict[str, str]:
    return {s.claim.removeprefix("claim-"): s.verdict for s in emap.summaries}


def test_no_claim_gets_more_credit_than_its_papers_give(maps: Maps) -> None:
    nothing = "no support among the cited papers"
    heel = verdicts(maps["heel"])
    assert heel["1"] in (nothing, "supported indirectly"), "another disease was studied"
    assert heel["2"] == nothing, "what supports it was retracted"
    assert heel["3"] == "disputed"
    assert heel["4"] == "supported"
    assert heel["5"] == "not checked", "nobody knows its paper"
    assert (heel["6"], heel["7"]) == (nothing, nothing)
    assert verdicts(maps["elbow"])["4"] == nothing, "grip strength of children is no cure"
    back = verdicts(maps["back"])
    assert (back["1"], back["2"]) == ("supported", "supported indirectly"), "rats are not people"


@pytest.mark.parametrize(
    ("page", "name", "expected"),
    [
        ("heel", "retracted", {f"doi:{traps.MAGNET}"}),
        ("heel", "corrected", set()),
        ("heel", "unresolved-reference", {"ref-5"}),
        ("heel", "disputed-claim", {"claim-3"}),
        ("heel", "marked-elsewhere", {"claim-4"}),
        ("heel", "marker-without-reference", {"claim-7"}),
        ("heel", "dangling-attribution", {"attribution-1"}),
        ("elbow", "preprint-published", {f"doi:{traps.PREPRINT}"}),
        ("elbow", "corrected", {f"doi:{traps.FIXED}"}),
        ("elbow", "retracted", set()),
        ("elbow", "expression-of-concern", {f"doi:{traps.DOUBTED}"}),
        ("elbow", "metadata-mismatch", {"ref-2"}),
        ("elbow", "orphan-reference", {"ref-4"}),
        ("back", "duplicate-reference", {"ref-2"}),
        ("back", "identifier-mismatch", {"ref-3"}),
        ("back", "retracted", set()),
    ],
)
def test_each_trap_has_its_finding(maps: Maps, page: str, name: str, expected: set[str]) -> None:
    assert subjects(maps[page], name) == expected


def test_a_retraction_has_its_sources_and_its_date(maps: Maps) -> None:
    (found,) = [f for f in maps["heel"].findings if f.name == "retracted"]
    for part in ("crossref", "pubmed", "openalex", "2020-02-03", "10.5555/t.magnet.notice"):
        assert part in found.message


def test_the_preprint_and_the_article_stay_two_works(maps: Maps) -> None:
    match = maps["elbow"].match("ref-1")
    assert match is not None
    assert match.work == f"doi:{traps.PREPRINT}"


def test_nothing_is_called_made_up(maps: Maps) -> None:
    for emap in maps.values():
        words = " ".join(f"{f.message} {f.remedy}" for f in emap.findings).lower()
        assert not any(word in words for word in ("fabricat", "fake", "hallucinat", "invented", "does not exist"))
