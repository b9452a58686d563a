"""What is told while a fetch works: how each source is doing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from neckref.http import HttpEvent
from neckref.library import Library
from neckref.pipeline.ask import advance
from neckref.pipeline.events import Event, SourceState
from neckref.pipeline.fetch import FetchOptions, fetch
from neckref.pipeline.read import read_identifiers
from tests.fakes.api_server import FakeApis, Fault
from tests.pipeline.literature import SHRUG, WORKS, quick_clock, settings_for

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_events_count_what_each_source_was_asked_and_say_why_it_waits(tmp_path: Path) -> None:
    events: list[Event] = []
    with FakeApis(WORKS) as apis, Library(tmp_path / "neckref.db") as library:
        apis.play("crossref", Fault(429, {"Retry-After": "9"}, b"<html>slow down</html>"))
        apis.play("europepmc", Fault(500), times=9)
        settings = settings_for(apis, tmp_path)
        begun = datetime.now(UTC)
        result = fetch(library, read_identifiers([f"doi:{SHRUG}"]), settings, None, events.append, clock=quick_clock())
        counted = {name: apis.count(name) for name in ("crossref", "openalex", "europepmc")}
    states = [e.state for e in events if e.state is not None]
    last = {s.source: s for s in states}
    for name, count in counted.items():
        assert (last[name].asked, last[name].answered) == (count, count), name
        assert result.sources[name]["requests"] == count
    waiting = next(s for s in states if s.source == "crossref" and s.waiting_until)
    assert waiting.reason == "HTTP 429, Retry-After"
    assert waiting.waiting_until is not None
    assert timedelta(seconds=8) < waiting.waiting_until - begun < timedelta(seconds=15)
    assert last["europepmc"].down
    assert "HTTP 500" in (last["europepmc"].reason or "")
    assert not last["crossref"].down


def test_what_the_library_answers_is_asked_nobody(tmp_path: Path) -> None:
    events: list[Event] = []
    with FakeApis(WORKS) as apis, Library(tmp_path / "neckref.db") as library:
        settings = settings_for(apis, tmp_path)
        reading, once = read_identifiers([f"doi:{SHRUG}"]), FetchOptions(sources=("crossref",))
        fetch(library, reading, settings, once, clock=quick_clock())
        fetch(library, reading, settings, once, events.append, clock=quick_clock())
    (*_, last) = [e.state for e in events if e.state is not None]
    assert (last.asked, last.answered, last.from_store > 0) == (0, 0, True)


def test_of_two_waits_the_longer_one_stands_and_none_follows_the_end() -> None:
    state = advance(SourceState("crossref"), HttpEvent("crossref", "waiting", 30, "HTTP 429, Retry-After"), NOW)
    same = advance(state, HttpEvent("crossref", "waiting", 1, "its turn"), NOW)
    assert same == state
    assert same.waiting_until == NOW + timedelta(seconds=30)
    later = advance(state, HttpEvent("crossref", "waiting", 1, "its turn"), NOW + timedelta(minutes=1))
    assert later.reason == "its turn"
    down = advance(state, HttpEvent("crossref", "down", reason="crossref: no connection"), NOW)
    assert (down.down, down.waiting_until) == (True, None)
    assert advance(down, HttpEvent("crossref", "waiting", 1, "its turn"), NOW) == down
