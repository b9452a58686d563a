"""What is asked, and what is not: duplicates, what is fresh, what is known already, what has to be confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from neckref.http import Clock
from neckref.library import Library
from neckref.pipeline.fetch import FetchOptions, FetchResult, fetch
from neckref.pipeline.read import read_identifiers
from tests.fakes.api_server import FakeApis, Fault
from tests.pipeline.literature import HIP, SCAPULAR, SHRUG, quick_clock, settings_for

UNKNOWN = "10.5555/nobody.knows"


def run(
    library: Library, apis: FakeApis, printed: list[str], options: FetchOptions | None = None, *, days: float = 0
) -> FetchResult:
    """A fetch so many days from now."""
    clock = quick_clock()
    later = Clock(clock.monotonic, clock.sleep, lambda: datetime.now(UTC) + timedelta(days=days))
    settings = settings_for(apis, library.path.parent)
    return fetch(library, read_identifiers(printed), settings, options, clock=later)


def test_forms_of_one_doi_are_one_question(library: Library, apis: FakeApis) -> None:
    forms = [
        f"doi:{SHRUG}",
        f"doi:{SHRUG.upper()}",
        f"https://doi.org/{SHRUG}",
        f"http://dx.doi.org/{SHRUG.upper()}",
        f"https://doi.org/{SHRUG.replace('/', '%2F')}",
        SHRUG,
    ]
    result = run(library, apis, forms, FetchOptions(citing=0, sources=("crossref", "openalex")))
    assert [(m.verdict, m.work) for m in result.matches] == [("certain", f"doi:{SHRUG}")] * len(forms)
    assert result.sources["crossref"]["asked"] == apis.count("crossref") == 1
    assert result.sources["openalex"]["found"] == 1 + 2  # and what it cites is called


def test_a_paper_printed_under_two_identifiers_is_asked_of_each_source_once(library: Library, apis: FakeApis) -> None:
    result = run(library, apis, [f"doi:{SHRUG}", "pmid:18339796"], FetchOptions(citing=0))
    assert {m.work for m in result.matches} == {f"doi:{SHRUG}"}
    fetched = [s.query for s in apis.seen if s.service == "pubmed" and s.path == "/efetch.fcgi"]
    assert len(fetched) == 1
    assert fetched[0]["id"] == "18339796"


def test_europepmc_is_not_asked_for_what_pubmed_told(library: Library, apis: FakeApis) -> None:
    run(library, apis, [f"doi:{SHRUG}"], FetchOptions(citing=0))
    assert apis.count("pubmed") > 0
    assert apis.count("europepmc") == 0
    run(library, apis, [f"doi:{HIP}"], FetchOptions(citing=0))  # without an abstract anywhere
    assert apis.count("europepmc") > 0


def test_a_trusted_answer_spares_the_agencies(library: Library, apis: FakeApis) -> None:
    run(library, apis, [f"doi:{SHRUG}"], FetchOptions(citing=0))
    assert {s.service for s in apis.seen} <= {"crossref", "openalex", "pubmed", "opencitations"}
    run(library, apis, [f"doi:{UNKNOWN}"], FetchOptions(citing=0))
    assert {s.service for s in apis.seen} >= {"doi", "datacite"}


def test_refresh_has_the_services_confirm_what_is_stored(library: Library, apis: FakeApis) -> None:
    apis.confirms = True
    first = run(library, apis, [f"doi:{SHRUG}", f"doi:{SCAPULAR}"])
    stored = {a.key: a for a in library.answers()}
    asked = apis.count()
    second = run(library, apis, [f"doi:{SHRUG}", f"doi:{SCAPULAR}"], FetchOptions(refresh=True), days=1)
    again = apis.seen[asked:]
    confirmed = [s for s in again if "if-none-match" in s.headers]
    assert apis.confirmed == len(confirmed) > 5
    assert sum(row["requests"] for row in second.sources.values()) == len(again)
    assert second.matches == first.matches
    assert {a.key: (a.sha256, a.body) for a in library.answers()} == {k: (a.sha256, a.body) for k, a in stored.items()}
    assert all(a.fetched_at > stored[a.key].fetched_at for a in library.answers() if a.etag)


def test_refresh_brings_what_has_changed(library: Library, apis: FakeApis) -> None:
    apis.confirms = True
    run(library, apis, [f"doi:{SHRUG}"], FetchOptions(citing=0))
    apis.works = [replace(w, year=2009) if w.doi == SHRUG else w for w in apis.works]
    result = run(library, apis, [f"doi:{SHRUG}"], FetchOptions(citing=0, refresh=True))
    assert result.works[f"doi:{SHRUG}"].fields.year == 2009


def test_not_found_is_asked_again_after_a_day_and_found_after_a_month(library: Library, apis: FakeApis) -> None:
    printed, once = [f"doi:{SHRUG}", f"doi:{UNKNOWN}"], FetchOptions(citing=0, sources=("doi",))
    agencies = f"/doiRA/{SHRUG},{UNKNOWN}"
    run(library, apis, printed, once)
    assert [s.path for s in apis.seen] == [agencies, f"/{SHRUG}"]
    run(library, apis, printed, once, days=0.9)
    assert apis.count() == 2
    run(library, apis, printed, once, days=2)
    assert [s.path for s in apis.seen[2:]] == [agencies]
    run(library, apis, printed, once, days=33)
    assert [s.path for s in apis.seen[3:]] == [agencies, f"/{SHRUG}"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500),
        Fault(429, {"Retry-After": "9999"}),
        Fault(200, {"Content-Type": "text/html"}, b"<html>Maintenance</html>"),
        Fault(200, {"Content-Type": "application/json"}, b'{"status": "ok", "mess'),
    ],
    ids=["error", "slow down", "web page", "cut"],
)
def test_what_failed_is_not_stored_and_asked_again(library: Library, apis: FakeApis, fault: Fault) -> None:
    once = FetchOptions(citing=0, sources=("crossref",))
    apis.play("crossref", fault, times=4)
    first = run(library, apis, [f"doi:{SHRUG}"], once)
    assert [m.verdict for m in first.matches] == ["undecided"]
    assert library.answers() == ()
    apis.recover()
    second = run(library, apis, [f"doi:{SHRUG}"], once)
    assert [m.verdict for m in second.matches] == ["certain"]
