"""Stored answers, offline, refresh, events, pages, and threads."""

from __future__ import annotations

import json
import time as realtime
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from neckref.errors import BadAnswer, SourceError, Unreachable
from neckref.http import Answer, Budget, Client, HttpEvent, MemoryStore
from tests.fakes.api_server import FakeApis, Fault
from tests.http.conftest import FAST, QUICK, FakeTime, ask

JSON = {"Content-Type": "application/json"}
DAY = 86400.0


def test_a_fresh_answer_is_not_asked_again(apis: FakeApis, client: Client, time: FakeTime) -> None:
    first = ask(client, f"{apis.url}/svc/good")
    time.sleep(29 * DAY)
    second = ask(client, f"{apis.url}/svc/good")
    assert (first.from_store, second.from_store, apis.count()) == (False, True, 1)
    assert (second.body, second.sha256, second.fetched_at) == (first.body, first.sha256, first.fetched_at)
    time.sleep(2 * DAY)
    assert not ask(client, f"{apis.url}/svc/good").from_store
    assert apis.count() == 2


def test_a_404_is_an_answer_with_a_short_life(apis: FakeApis, client: Client, time: FakeTime) -> None:
    assert ask(client, f"{apis.url}/svc/none").status == 404
    time.sleep(DAY / 2)
    assert ask(client, f"{apis.url}/svc/none").from_store
    time.sleep(DAY)
    assert not ask(client, f"{apis.url}/svc/none").from_store


def test_a_list_that_lacks_something_lives_no_longer_than_a_404(apis: FakeApis, client: Client, time: FakeTime) -> None:
    def rows(answer: Answer) -> list[object]:
        return list(answer.json()["rows"])

    apis.pages["/svc/some"] = (200, {"Content-Type": "application/json"}, b'{"rows": [1]}')
    for wanted, after_a_day in ((1, 0), (2, 1)):
        ask(client, f"{apis.url}/svc/some", check=rows, wanted=wanted)
        asked = apis.count()
        time.sleep(3600)
        ask(client, f"{apis.url}/svc/some", check=rows, wanted=wanted)
        assert apis.count() == asked
        time.sleep(86_400)
        ask(client, f"{apis.url}/svc/some", check=rows, wanted=wanted)
        assert apis.count() == asked + after_a_day


def test_offline_replays_and_never_sends(apis: FakeApis, store: MemoryStore, time: FakeTime) -> None:
    with Client(store=store, clock=time.clock) as online:
        ask(online, f"{apis.url}/svc/good", params=(("q", "a b"),), secret_params=(("mailto", "me@example.org"),))
    time.sleep(400 * DAY)
    with Client(store=store, clock=time.clock, offline=True) as offline:
        # Another mail address is no other question.
        answer = ask(
            offline, f"{apis.url}/svc/good", params=(("q", "a b"),), secret_params=(("mailto", "x@example.org"),)
        )
        assert answer.json() == {"ok": True}
        with pytest.raises(Unreachable, match=r"^svc: not in the library; offline$"):
            ask(offline, f"{apis.url}/svc/good", params=(("q", "other"),))
    assert apis.count() == 1


def test_refresh_asks_whether_anything_changed(apis: FakeApis, store: MemoryStore, time: FakeTime) -> None:
    headers = {**JSON, "ETag": '"v1"', "Last-Modified": "Mon, 05 Jan 2026 10:00:00 GMT"}
    apis.pages["/svc/good"] = (200, headers, b'{"v": 1}')
    with Client(store=store, clock=time.clock) as client:
        first = ask(client, f"{apis.url}/svc/good")
    time.sleep(60)
    with Client(store=store, clock=time.clock, refresh=True) as client:
        apis.pages["/svc/good"] = (304, {}, b"")
        confirmed = ask(client, f"{apis.url}/svc/good")
        assert confirmed.from_store
        assert confirmed.body == b'{"v": 1}'
        assert confirmed.fetched_at > first.fetched_at
        assert apis.seen[-1].headers["if-none-match"] == '"v1"'
        assert apis.seen[-1].headers["if-modified-since"] == headers["Last-Modified"]
        asked = apis.count()
        assert ask(client, f"{apis.url}/svc/good").from_store
        assert apis.count() == asked, "once in a run is enough"
    with Client(store=store, clock=time.clock, refresh=True) as client:
        apis.pages["/svc/good"] = (200, {**JSON, "ETag": '"v2"'}, b'{"v": 2}')
        assert ask(client, f"{apis.url}/svc/good").json() == {"v": 2}
    assert next(iter(store.answers.values())).etag == '"v2"'


def test_an_old_answer_stands_in_for_a_service_that_is_down(apis: FakeApis, client: Client, time: FakeTime) -> None:
    fetched = ask(client, f"{apis.url}/svc/good").fetched_at
    ask(client, f"{apis.url}/svc/none")
    time.sleep(90 * DAY)
    apis.play("svc", Fault(400), times=3)
    again = ask(client, f"{apis.url}/svc/good")
    assert (again.from_store, again.fetched_at) == (True, fetched)
    with pytest.raises(BadAnswer):  # an old "not found" does not: nobody can say that it still holds
        ask(client, f"{apis.url}/svc/none")
    client._refresh = True
    with pytest.raises(BadAnswer):  # nor where the user asked for news
        ask(client, f"{apis.url}/svc/good")


def test_what_the_check_refuses_is_not_stored(apis: FakeApis, client: Client, store: MemoryStore) -> None:
    def refuse(answer: Answer) -> None:
        raise BadAnswer(f"svc: error inside a {answer.status}")

    for path in ("good", "none"):
        with pytest.raises(BadAnswer, match="error inside"):
            ask(client, f"{apis.url}/svc/{path}", check=refuse)
    assert store.answers == {}


def test_stored_answers_hold_what_a_person_can_check(apis: FakeApis, client: Client, store: MemoryStore) -> None:
    ask(client, f"{apis.url}/svc/good", params=(("filter", "doi:10.1/a,doi:10.2/b"),))
    (stored,) = store.answers.values()
    assert stored.url == f"{apis.url}/svc/good?filter=doi%3A10.1%2Fa%2Cdoi%3A10.2%2Fb"
    assert (stored.status, stored.content_type, stored.body) == (200, "application/json", b'{"ok": true}')
    assert stored.fetched_at == "2026-01-01T00:00:00+00:00"


def test_a_stored_time_that_makes_no_sense_counts_as_old(apis: FakeApis, client: Client, store: MemoryStore) -> None:
    ask(client, f"{apis.url}/svc/good")
    for nonsense in ("", "yesterday", "2026-01-01", "2999-01-01T00:00:00+00:00"):
        (stored,) = store.answers.values()
        store.put_answer(replace(stored, fetched_at=nonsense))
        assert not ask(client, f"{apis.url}/svc/good").from_store


def test_posts_are_told_apart_by_what_they_carry(apis: FakeApis, client: Client, store: MemoryStore) -> None:
    url = f"{apis.url}/svc/good"
    for data in ({"id": "1"}, {"id": "2"}, {"id": "1"}):
        ask(client, url, method="POST", data=data, secret_data={"api_key": "canary-key"})
    ask(client, url, method="POST", json={"ids": ["1"]})
    assert apis.count() == 3
    assert len(store.answers) == 3
    assert json.loads(apis.seen[-1].body) == {"ids": ["1"]}
    assert "canary" not in repr(store.answers)


def test_events_tell_what_happens(apis: FakeApis, store: MemoryStore, time: FakeTime) -> None:
    events: list[HttpEvent] = []
    with Client(store=store, clock=time.clock, limits=QUICK, on_event=events.append) as client:
        apis.play("svc", Fault(429, {"Retry-After": "3"}))
        ask(client, f"{apis.url}/svc/good")
        ask(client, f"{apis.url}/svc/good")
        with pytest.raises(SourceError):
            ask(client, "http://127.0.0.1:9/")
    kinds = [e.kind for e in events]
    assert kinds == ["sent", "answered", "waiting", "sent", "answered", "from store", "sent", "down"]
    assert events[2].seconds == 3
    assert events[2].reason == "HTTP 429, Retry-After"


def test_a_wait_for_a_turn_is_told_before_it_begins(apis: FakeApis, time: FakeTime) -> None:
    told: list[tuple[HttpEvent, float]] = []

    def listen(event: HttpEvent) -> None:
        if event.kind == "waiting":
            told.append((event, time.monotonic()))

    with Client(clock=time.clock, limits=QUICK, on_event=listen) as client:
        begun = time.monotonic()
        for _ in range(2):
            ask(client, f"{apis.url}/svc/good", budget=Budget("slow", per_second=0.1))
    ((event, at),) = told
    assert (event.service, event.reason) == ("svc", "its turn")
    assert event.seconds == pytest.approx(11.0, abs=0.5)
    assert at - begun < 1.0


def test_a_user_and_password_in_a_base_address_are_sent_but_never_kept(
    apis: FakeApis, client: Client, store: MemoryStore
) -> None:
    ask(client, apis.url.replace("//", "//user:canary%20pass@") + "/svc/good")
    assert apis.seen[0].headers["authorization"] == "Basic dXNlcjpjYW5hcnkgcGFzcw=="
    assert "canary" not in repr(store.answers)
    assert f"{apis.url}/svc/good" == next(iter(store.answers.values())).url


# Pages


def test_a_page_of_any_kind_is_read_with_its_charset(apis: FakeApis, store: MemoryStore, time: FakeTime) -> None:
    apis.pages["/svc/latin"] = (200, {"Content-Type": "text/html; charset=ISO-8859-1"}, "Grüße".encode("latin-1"))
    with Client(store=store, clock=time.clock, is_public=lambda _: True) as client:
        assert client.fetch_page(f"{apis.url}/svc/page").text == "<html><p>Hello</p></html>"
        assert client.fetch_page(f"{apis.url}/svc/latin").text == "Grüße"
        assert client.fetch_page(f"{apis.url}/svc/page").from_store
        assert client.fetch_page(f"{apis.url}/svc/gone").status == 404


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "/etc/passwd", "", "http://", "data:text/html,x"]
)
def test_only_web_addresses_are_pages(client: Client, url: str) -> None:
    with pytest.raises(Unreachable, match="only http and https"):
        client.fetch_page(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "2130706433"])
def test_a_page_on_a_private_address_is_refused(apis: FakeApis, client: Client, host: str) -> None:
    with pytest.raises(SourceError):
        client.fetch_page(f"http://{host}:{apis.port}/svc/page")
    assert apis.seen == []


# Threads


def test_many_threads_keep_to_the_limits(apis: FakeApis) -> None:
    apis.limits = {"svc": (20, 3)}
    apis.latency = 0.02
    with Client() as client, ThreadPoolExecutor(8) as pool:
        budget = Budget("svc", 20.0, 3)
        answers = pool.map(lambda n: ask(client, f"{apis.url}/svc/good?{n}", budget=budget), range(30))
        assert all(a.status == 200 for a in answers)
    assert apis.violations == []
    assert client.requests == {"svc": 30}


def test_a_store_is_used_by_one_thread_at_a_time(apis: FakeApis, time: FakeTime) -> None:
    class Guarded(MemoryStore):
        inside = 0

        def get_answer(self, key: str):  # type: ignore[no-untyped-def]
            self.inside += 1
            assert self.inside == 1
            found = super().get_answer(key)
            self.inside -= 1
            return found

    with Client(store=Guarded(), clock=time.clock) as client, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: ask(client, f"{apis.url}/svc/good?{n % 5}", budget=FAST), range(40)))


def test_closing_ends_what_is_under_way_and_all_waiting(apis: FakeApis) -> None:
    apis.play("svc", Fault(delay=20))
    client = Client()

    def one(n: int) -> str:
        try:
            ask(client, f"{apis.url}/svc/good?{n}", budget=Budget("slow", 0.2, 1))
        except SourceError as error:
            return error.reason
        return "answered"

    with ThreadPoolExecutor(3) as pool:
        begun = realtime.monotonic()
        waiting = [pool.submit(one, n) for n in range(3)]
        while not apis.seen:
            realtime.sleep(0.01)
        client.close()
        reasons = [w.result() for w in waiting]
    assert realtime.monotonic() - begun < 5
    assert all(r != "answered" for r in reasons)
    assert len(apis.seen) == 1
