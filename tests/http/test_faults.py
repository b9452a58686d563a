"""The table of network faults, one test a row: what happened is said in one line, and nothing hangs or leaks."""

from __future__ import annotations

import gzip
import hashlib
import logging
import socket
import threading
import time as realtime
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from neckref.errors import BadAnswer, SourceError, Throttled, Unreachable
from neckref.http import Client, HttpEvent, Limits, MemoryStore
from neckref.http.wire import WireError, _allowed_redirect
from tests.fakes.api_server import FakeApis, Fault
from tests.http.conftest import FAST, QUICK, FakeTime, ask

JSON = {"Content-Type": "application/json"}


def raw(body: bytes, *headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: application/json", *headers, "", ""]).encode() + body


# No connection


def test_a_refused_connection_marks_the_host_down_at_once(client: Client) -> None:
    with pytest.raises(Unreachable, match=r"^svc: no connection to 127\.0\.0\.1 \(refused"):
        ask(client, "http://127.0.0.1:9/x", secret_params=(("api_key", "canary-key"),))
    with pytest.raises(Unreachable, match="refused"):
        ask(client, "http://127.0.0.1:9/another")
    assert client.requests["svc"] == 1
    assert client.stopped("svc", "http://127.0.0.1:9/") is not None
    with pytest.raises(Unreachable, match=r"^other: no connection to 127\.0\.0\.1 \(refused") as raised:
        client.get("other", "http://127.0.0.1:9/x", expect="json", budget=FAST)
    assert "svc" not in str(raised.value)


def test_a_name_that_does_not_resolve_marks_the_host_down_at_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(
        Unreachable, match=r"the name api\.example is not resolved; check the network, or use --offline"
    ):
        ask(client, "https://api.example/x?api_key=canary-key")
    assert client.requests["svc"] == 1


def test_a_look_up_without_an_answer_is_not_waited_for(time: FakeTime, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object, **__: object) -> None:
        realtime.sleep(2)

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    begun = realtime.monotonic()
    with (
        Client(limits=Limits(connect_seconds=0.2), clock=time.clock) as client,
        pytest.raises(Unreachable, match="not resolved"),
    ):
        ask(client, "https://api.example/x")
    assert realtime.monotonic() - begun < 1.9


def test_the_addresses_of_a_name_share_one_time_out_and_the_families_take_turns(
    time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    six = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (f"2001:db8::{n}", 443, 0, 0)) for n in range(1, 4)]
    four = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"198.51.100.{n}", 443)) for n in range(1, 3)]
    tried: list[str] = []

    def fail(sock: socket.socket, address: tuple[str, int]) -> None:
        tried.append(address[0])
        realtime.sleep(sock.gettimeout() or 9)
        raise TimeoutError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: six + four)
    monkeypatch.setattr(socket.socket, "connect", fail)
    begun = realtime.monotonic()
    limits = Limits(connect_seconds=0.4)
    with Client(limits=limits, clock=time.clock) as client, pytest.raises(Unreachable, match="in time"):
        ask(client, "https://api.example/x")
    assert realtime.monotonic() - begun < 1.6
    assert tried == ["2001:db8::1", "198.51.100.1", "2001:db8::2", "198.51.100.2", "2001:db8::3"]


def test_an_unreachable_network_takes_no_retries(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[HttpEvent] = []
    client._on_event = events.append
    for n in range(5):
        with pytest.raises(Unreachable):
            ask(client, f"http://127.0.0.1:9/{n}")
    assert [e.kind for e in events] == ["sent", "down"]


@pytest.mark.parametrize(("heard_before", "tries"), [(False, 1), (True, 4)])
def test_a_connect_timeout_is_worth_a_retry_only_where_the_host_has_answered(
    apis: FakeApis, client: Client, monkeypatch: pytest.MonkeyPatch, heard_before: bool, tries: int
) -> None:
    url = f"{apis.url}/svc/good"
    if heard_before:
        ask(client, url)
        client._sender._wire._sessions.close()

    def fail(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(socket.socket, "connect", fail)
    with pytest.raises(Unreachable, match=r"no connection to 127\.0\.0\.1 in time"):
        ask(client, url + "?again")
    assert client.requests["svc"] == tries + heard_before


def test_a_proxy_that_is_down_is_named_without_its_password(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://user:canary-pass@127.0.0.1:9")
    with pytest.raises(Unreachable, match=r"the proxy gives no connection to api\.example") as caught:
        ask(client, "https://api.example/x")
    assert "canary" not in str(caught.value)


def test_bad_tls_is_reported(apis: FakeApis, client: Client) -> None:
    with pytest.raises(Unreachable, match="TLS connection"):
        ask(client, apis.url.replace("http:", "https:") + "/svc/good")


# No answer in time


def test_silence_is_retried_three_times_and_then_stops_the_host(apis: FakeApis, client: Client) -> None:
    apis.play("svc", Fault(delay=0.6), times=4)
    with pytest.raises(Unreachable, match="does not answer in time"):
        ask(client, f"{apis.url}/svc/good")
    assert client.requests["svc"] == 4
    with pytest.raises(Unreachable):
        ask(client, f"{apis.url}/svc/other")
    assert client.requests["svc"] == 4


def test_silence_once_is_mended_by_a_retry(apis: FakeApis, client: Client) -> None:
    apis.play("svc", Fault(delay=0.6))
    assert ask(client, f"{apis.url}/svc/good").json() == {"ok": True}


@pytest.mark.parametrize(
    "raw_answer", [raw(b"x" * 500, "Content-Length: 500"), raw(b"x" * 500), b"HTTP/1.1 200 OK\r\n" * 50]
)
def test_a_slow_drip_ends_at_the_deadline(apis: FakeApis, time: FakeTime, raw_answer: bytes) -> None:
    limits = Limits(read_seconds=0.3, total_seconds=0.4, retries=0)
    apis.play("svc", Fault(raw=raw_answer, drip=0.05))
    begun = realtime.monotonic()
    with (
        Client(limits=limits, clock=time.clock) as client,
        pytest.raises(Unreachable, match=r"not complete after 0\.4 s"),
    ):
        ask(client, f"{apis.url}/svc/good")
    assert realtime.monotonic() - begun < 8


@contextmanager
def dripping(*pieces: bytes, pause: float) -> Iterator[int]:
    """A server that reads nothing and sends its pieces with pauses; its port."""
    over = threading.Event()

    def serve(listener: socket.socket) -> None:
        while not over.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                with connection:
                    for piece in pieces:
                        connection.sendall(piece)
                        if over.wait(pause):
                            return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        yield int(listener.getsockname()[1])
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_a_drip_while_tls_is_agreed_on_ends_at_the_deadline(time: FakeTime) -> None:
    """A record of 16 kB is announced and then sent byte by byte: no read time-out would ever pass."""
    record = b"\x16\x03\x03\x40\x00" + b"\x02\x00\x3f\xfc" + b"\x03" * 1000
    limits = Limits(connect_seconds=1.0, read_seconds=1.0, total_seconds=0.5, retries=0)
    begun = realtime.monotonic()
    with (
        dripping(*(record[n : n + 1] for n in range(len(record))), pause=0.05) as port,
        Client(limits=limits, clock=time.clock) as client,
        pytest.raises(Unreachable, match=r"not complete after 0\.5 s"),
    ):
        ask(client, f"https://127.0.0.1:{port}/")
    assert realtime.monotonic() - begun < 4


def test_slow_redirects_share_one_deadline(apis: FakeApis, time: FakeTime) -> None:
    apis.pages["/svc/round"] = (302, {"Location": "/svc/round"}, b"")
    apis.latency = 0.3
    limits = Limits(total_seconds=0.7, retries=0)
    with (
        Client(limits=limits, clock=time.clock) as client,
        pytest.raises(Unreachable, match=r"not complete after 0\.7 s"),
    ):
        ask(client, f"{apis.url}/svc/round")
    assert len(apis.seen) <= 3


def test_what_is_said_names_service_cause_remedy_and_address(apis: FakeApis, client: Client) -> None:
    apis.play("svc", Fault(500), times=4)
    with pytest.raises(Unreachable) as raised:
        ask(client, f"{apis.url}/svc/good?query=long")
    assert str(raised.value) == f"svc: fails with HTTP 500 after 4 tries; run again later ({apis.url}/svc/good)"


# "Not now"


def test_retry_after_in_seconds_is_waited_for(apis: FakeApis, client: Client, time: FakeTime) -> None:
    apis.play("svc", Fault(429, {"Retry-After": "7"}))
    assert ask(client, f"{apis.url}/svc/good").status == 200
    assert sum(time.slept) == pytest.approx(7, abs=0.1)


def test_retry_after_as_a_date_is_waited_for(apis: FakeApis, client: Client, time: FakeTime) -> None:
    date = format_datetime(time.now() + timedelta(seconds=20), usegmt=True)
    apis.play("svc", Fault(503, {"Retry-After": date}))
    assert ask(client, f"{apis.url}/svc/good").status == 200
    assert sum(time.slept) == pytest.approx(20, abs=1)


@pytest.mark.parametrize("value", ["-1", "1e3", "nan", "", "soon", "9" * 400])
def test_a_senseless_retry_after_never_kills_the_request(
    apis: FakeApis, client: Client, time: FakeTime, value: str
) -> None:
    apis.play("svc", Fault(429, {"Retry-After": value}))
    if value.isdigit():
        with pytest.raises(Throttled):
            ask(client, f"{apis.url}/svc/good")
    else:
        assert ask(client, f"{apis.url}/svc/good").status == 200
        assert sum(time.slept) < 1


def test_a_long_pause_stops_the_host_for_this_run(apis: FakeApis, client: Client, time: FakeTime) -> None:
    apis.play("svc", Fault(429, {"Retry-After": "3600"}))
    with pytest.raises(Throttled, match="asks for a pause of 3600 s") as caught:
        ask(client, f"{apis.url}/svc/good")
    assert caught.value.retry_after == 3600
    with pytest.raises(SourceError, match="pause of 3600 s"):
        ask(client, f"{apis.url}/svc/good")
    assert apis.count() == 1
    assert time.slept == []


def test_pauses_add_up_to_a_budget_of_the_run(apis: FakeApis, client: Client, time: FakeTime) -> None:
    """A service that answers, but wants a minute before each answer, does not hold a run up for an hour."""
    for n in range(5):
        apis.play("svc", Fault(429, {"Retry-After": "60"}), Fault(200, JSON, b"{}"))
        ask(client, f"{apis.url}/svc/good?{n}")
    apis.play("svc", Fault(429, {"Retry-After": "60"}))
    with pytest.raises(Throttled, match="pauses of more than 300 s in all"):
        ask(client, f"{apis.url}/svc/good?last")
    assert client.stopped("svc", apis.url)
    assert time.monotonic() < 1000 + 330


def test_a_pause_holds_for_all_threads_of_the_host(apis: FakeApis, client: Client, time: FakeTime) -> None:
    apis.play("svc", Fault(429, {"Retry-After": "30"}))
    ask(client, f"{apis.url}/svc/good?first")
    before = time.monotonic()
    client._sender._throttle.pause(f"127.0.0.1:{apis.port}", 30)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: ask(client, f"{apis.url}/svc/good?{n}"), range(4)))
    assert time.monotonic() - before >= 30


def test_429_without_a_header_backs_off_and_then_stops_the_host(apis: FakeApis, client: Client) -> None:
    apis.play("svc", Fault(429, {}, b"<html><body><h1>429 Too Many Requests</h1>"), times=9)
    with pytest.raises(Throttled, match="after 4 tries"):
        ask(client, f"{apis.url}/svc/good")
    with pytest.raises(SourceError):
        ask(client, f"{apis.url}/svc/good")
    assert apis.count() == 4


@pytest.mark.parametrize(
    "headers",
    [
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30000"},
        {"x-ratelimit-remaining-usd": "0", "x-ratelimit-reset": "30000"},
        {"x-ratelimit-remaining": "3", "x-ratelimit-credits-required": "10", "x-ratelimit-reset": "30000"},
        {"RateLimit-Remaining": "0", "RateLimit-Reset": "30000"},
    ],
)
def test_a_spent_allowance_is_not_asked_again(apis: FakeApis, client: Client, headers: dict[str, str]) -> None:
    apis.play("svc", Fault(429, headers), times=4)
    with pytest.raises(Throttled, match=r"daily allowance is spent for 8\.3 h") as caught:
        ask(client, f"{apis.url}/svc/good")
    assert caught.value.retry_after == 30000
    assert apis.count() == 1


def test_the_last_answer_of_an_allowance_is_kept_and_nothing_more_is_asked(apis: FakeApis, client: Client) -> None:
    apis.play("svc", Fault(200, {**JSON, "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30000"}, b'{"v": 1}'))
    assert ask(client, f"{apis.url}/svc/good?last").json() == {"v": 1}
    with pytest.raises(SourceError, match=r"allowance is spent for 8\.3 h"):
        ask(client, f"{apis.url}/svc/good?more")
    assert ask(client, f"{apis.url}/svc/good?last").from_store
    assert apis.count() == 1


def test_ncbi_counts_down_a_second_and_not_a_day(apis: FakeApis, client: Client, time: FakeTime) -> None:
    """x-ratelimit-limit 3 and -remaining 0 come with every third answer, and with its 429 and Retry-After."""
    counted = {"X-RateLimit-Limit": "3", "X-RateLimit-Remaining": "0"}
    apis.play("svc", Fault(200, {**JSON, **counted}, b"{}"), Fault(429, {**counted, "Retry-After": "2"}))
    ask(client, f"{apis.url}/svc/good?one")
    assert ask(client, f"{apis.url}/svc/good?two").json() == {"ok": True}
    assert client.stopped("svc", apis.url) is None
    assert time.monotonic() < 1010


def test_a_spent_allowance_without_a_reset_is_not_asked_again(apis: FakeApis, client: Client) -> None:
    apis.play("svc", Fault(403, {"X-RateLimit-Remaining": "0"}))
    with pytest.raises(Throttled, match="daily allowance is spent"):
        ask(client, f"{apis.url}/svc/good")
    assert apis.count() == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_burst_of_errors_is_tried_four_times_then_the_circuit_opens(
    apis: FakeApis, client: Client, store: MemoryStore, status: int
) -> None:
    apis.play("svc", Fault(status, JSON, b'{"message": "down"}'), times=9)
    with pytest.raises(Unreachable, match=f"HTTP {status} after 4 tries"):
        ask(client, f"{apis.url}/svc/good")
    with pytest.raises(Unreachable):
        ask(client, f"{apis.url}/svc/good")
    assert apis.count() == 4
    assert store.answers == {}


def test_errors_that_pass_are_retried(apis: FakeApis, client: Client, time: FakeTime) -> None:
    apis.play("svc", Fault(500), Fault(503))
    assert ask(client, f"{apis.url}/svc/good").json() == {"ok": True}
    assert apis.count() == 3
    assert len(time.slept) == 2


def test_a_refused_key_is_said_so_and_stops_the_host(apis: FakeApis, client: Client) -> None:
    apis.play("svc", Fault(401, JSON, b'{"error": "Invalid API key canary-key"}'))
    with pytest.raises(BadAnswer, match="refuses the key") as caught:
        ask(client, f"{apis.url}/svc/good", secret_headers={"authorization": "Bearer canary-key"})
    assert "canary" not in str(caught.value)
    assert client.stopped("svc", apis.url) is not None


def test_services_behind_one_host_have_their_troubles_apart(apis: FakeApis, client: Client) -> None:
    apis.play("svc", Fault(503), times=4)
    with pytest.raises(Unreachable, match="svc: fails with HTTP 503"):
        ask(client, f"{apis.url}/svc/good")
    other = client.get("other", f"{apis.url}/svc/good", expect="json", budget=FAST)
    assert other.json() == {"ok": True}
    with pytest.raises(Unreachable, match="svc: fails with HTTP 503"):
        ask(client, f"{apis.url}/svc/other")


@pytest.mark.parametrize("status", [204, 206, 400, 403, 406, 410, 422, 451])
def test_other_answers_are_neither_retried_nor_stored(
    apis: FakeApis, client: Client, store: MemoryStore, status: int
) -> None:
    apis.play("svc", Fault(status))
    with pytest.raises(BadAnswer, match=f"HTTP {status}"):
        ask(client, f"{apis.url}/svc/good")
    assert apis.count() == 1
    assert store.answers == {}


# Broken answers


@pytest.mark.parametrize(
    "broken",
    [
        raw(b'{"ok"', "Content-Length: 100"),
        raw(b'64\r\n{"ok"', "Transfer-Encoding: chunked"),
        raw(b'5\r\n{"ok"\r\n', "Transfer-Encoding: chunked"),
        raw(gzip.compress(b'{"ok": true}')[:-9] + b"garbagegarbage", "Content-Encoding: gzip", "Content-Length: 37"),
        b"",
        b"nonsense\r\n\r\n",
    ],
)
def test_an_answer_cut_short_is_asked_again_once(
    apis: FakeApis, client: Client, store: MemoryStore, broken: bytes
) -> None:
    apis.play("svc", Fault(raw=broken))
    assert ask(client, f"{apis.url}/svc/good").json() == {"ok": True}
    apis.play("svc", Fault(raw=broken), times=4)
    with pytest.raises(Unreachable, match=r"broke off|garbled"):
        ask(client, f"{apis.url}/svc/other")
    assert apis.count() == 4
    assert len(store.answers) == 1
    assert client.stopped("svc", apis.url) is None


def test_truncated_json_of_the_right_length_is_reported_and_not_stored(
    apis: FakeApis, client: Client, store: MemoryStore, caplog: pytest.LogCaptureFixture
) -> None:
    apis.play("svc", Fault(200, JSON, b'{"items": [1, 2'))
    with caplog.at_level(logging.DEBUG), pytest.raises(BadAnswer, match="svc: sent JSON that cannot be read"):
        ask(client, f"{apis.url}/svc/good")
    assert store.answers == {}
    assert any("sha256" in m and "items" in m for m in caplog.messages)


def test_the_log_keeps_hash_and_beginning_of_what_is_no_answer(
    apis: FakeApis, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "neckref.http")
    body = b'{"begins": "so", "goes on": "' + b"x" * 500
    apis.play("svc", Fault(200, JSON, body))
    with pytest.raises(BadAnswer, match="JSON that cannot be read"):
        ask(client, f"{apis.url}/svc/good")
    assert hashlib.sha256(body).hexdigest() in caplog.text
    assert '{"begins": "so"' in caplog.text
    assert "x" * 200 not in caplog.text


@pytest.mark.parametrize("kind", ["text/html", "application/json", ""])
@pytest.mark.parametrize("expect", ["json", "xml"])
def test_a_web_page_with_status_200_is_no_answer(apis: FakeApis, client: Client, kind: str, expect: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    apis.play("svc", Fault(200, headers, b"\n<!DOCTYPE html><html><body>Maintenance</body></html>"))
    with pytest.raises(BadAnswer, match="instead of"):
        ask(client, f"{apis.url}/svc/good", expect=expect)


def test_a_missing_content_type_is_no_error(apis: FakeApis, client: Client) -> None:
    apis.play("svc", Fault(200, {}, b'{"ok": true}'))
    assert ask(client, f"{apis.url}/svc/good").json() == {"ok": True}


def test_malformed_xml_keeps_what_came_before_the_break_but_is_not_stored(
    apis: FakeApis, client: Client, store: MemoryStore
) -> None:
    apis.play("svc", Fault(200, {"Content-Type": "text/xml"}, b"<s><a>1</a><a>2</a><a>3</s>"))
    answer = ask(client, f"{apis.url}/svc/good", expect="xml")
    found, broken = answer.xml_elements("a")
    assert [e.text for e in found] == ["1", "2"]
    assert broken is not None
    assert "line 1" in broken
    assert store.answers == {}
    with pytest.raises(BadAnswer, match="broken XML"):
        answer.xml()


# Too much


def test_a_gzip_bomb_is_not_unpacked(apis: FakeApis, client: Client) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    apis.play("svc", Fault(200, {**JSON, "Content-Encoding": "gzip"}, bomb))
    with pytest.raises(BadAnswer, match=r"larger unpacked than sent|more than 20 MB"):
        ask(client, f"{apis.url}/svc/good")
    assert apis.count() == 1


@pytest.mark.parametrize("endless", [False, True])
def test_a_body_beyond_the_cap_is_cut_off(apis: FakeApis, time: FakeTime, endless: bool) -> None:
    chunk = b"1000\r\n" + b" " * 4096 + b"\r\n"
    never_done = Fault(raw=raw(chunk * 200, "Transfer-Encoding: chunked"))
    apis.play("svc", never_done if endless else Fault(200, JSON, b" " * 300_000))
    limits = Limits(answer_bytes=100_000)
    with Client(limits=limits, clock=time.clock) as client, pytest.raises(BadAnswer, match="sends too much"):
        ask(client, f"{apis.url}/svc/good")
    assert apis.count() == 1


# Elsewhere


@pytest.mark.parametrize("key", ["“pasted”", "two\nlines"])
def test_a_key_that_cannot_be_sent_is_said_so(apis: FakeApis, client: Client, key: str) -> None:
    with pytest.raises(BadAnswer, match="holds characters that cannot be sent") as caught:
        ask(client, f"{apis.url}/svc/good", secret_headers={"x-api-key": key})
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://a..example/x", "http://*.example:x/", "http://[::1/x", "", f"http://{'a' * 70}.example/"]
)
def test_a_base_address_that_is_none_is_said_so(client: Client, url: str) -> None:
    with pytest.raises(SourceError, match=r"not valid|not resolved"):
        ask(client, url)


def test_redirects_on_the_same_host_are_followed(apis: FakeApis, client: Client) -> None:
    apis.pages["/svc/old"] = (301, {"Location": "/svc/good"}, b"")
    answer = ask(client, f"{apis.url}/svc/old", secret_headers={"x-api-key": "canary-key"})
    assert answer.url.endswith("/svc/good")
    assert [s.headers.get("x-api-key") for s in apis.seen] == ["canary-key"] * 2


def test_the_body_of_a_redirect_is_bounded_too(apis: FakeApis, time: FakeTime) -> None:
    apis.play("svc", Fault(302, {"Location": "/svc/good"}, b" " * 300_000))
    limits = Limits(answer_bytes=100_000)
    with Client(limits=limits, clock=time.clock) as client, pytest.raises(BadAnswer, match="sends too much"):
        ask(client, f"{apis.url}/svc/old")


def test_a_redirect_to_a_host_that_is_down_says_nothing_of_the_service(apis: FakeApis, client: Client) -> None:
    apis.pages["/svc/away"] = (302, {"Location": "http://public.invalid/x"}, b"")
    with pytest.raises(Unreachable, match=r"public\.invalid is not resolved"):
        ask(client, f"{apis.url}/svc/away")
    assert client.stopped("svc", apis.url) is None
    assert ask(client, f"{apis.url}/svc/good").status == 200


def test_a_redirect_loop_ends_after_five(apis: FakeApis, client: Client) -> None:
    apis.pages["/svc/loop"] = (302, {"Location": "/svc/loop"}, b"")
    with pytest.raises(BadAnswer, match="redirects more than 5 times"):
        ask(client, f"{apis.url}/svc/loop")
    assert apis.count() == 6


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://x.example/", "gopher://x/", "javascript:alert(1)", "http://[::1", "http://a:99999/"],
)
def test_redirects_to_other_schemes_are_refused(apis: FakeApis, client: Client, target: str) -> None:
    apis.pages["/svc/away"] = (302, {"Location": target}, b"")
    with pytest.raises(BadAnswer, match="never followed"):
        ask(client, f"{apis.url}/svc/away")
    assert apis.count() == 1


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.9.9.9", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "10.1.2.3", "169.254.169.254", "192.168.0.1",
     "100.64.0.1", "localhost", "2130706433", "0x7f.1", "[fe80::1]", "[64:ff9b::7f00:1]"],
)  # fmt: skip
def test_redirects_to_private_addresses_are_refused(apis: FakeApis, time: FakeTime, host: str) -> None:
    with FakeApis() as victim:
        victim.pages["/svc/secret"] = (200, JSON, b'{"secret": 1}')
        apis.pages["/svc/away"] = (302, {"Location": f"http://{host}:{victim.port}/svc/secret"}, b"")
        limits = Limits(connect_seconds=0.2, retries=0)
        with Client(limits=limits, clock=time.clock) as client, pytest.raises(SourceError):
            ask(client, f"{apis.url}/svc/away")
        assert victim.seen == []


def test_a_public_name_that_leads_to_a_private_socket_is_refused(
    apis: FakeApis, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the name is judged by the socket it led to, before anything is sent."""
    real = socket.getaddrinfo

    def rebound(host: Any, *rest: Any, **more: Any) -> Any:
        return real("127.0.0.1" if host == "public.example" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    apis.pages["/svc/away"] = (302, {"Location": f"http://public.example:{apis.port}/svc/good"}, b"")
    for refused in (
        lambda: ask(client, f"{apis.url}/svc/away"),
        lambda: client.fetch_page(f"http://public.example:{apis.port}/svc/page"),
    ):
        with pytest.raises(BadAnswer, match="private address"):
            refused()
    assert [s.path for s in apis.seen] == ["/away"]


def test_secrets_and_own_headers_stay_behind_when_the_host_changes(apis: FakeApis, time: FakeTime) -> None:
    with FakeApis() as other:
        other.pages["/svc/good"] = (200, JSON, b'{"ok": true}')
        apis.pages["/svc/away"] = (302, {"Location": f"{other.url}/svc/good"}, b"")
        agent = "neckref/1 (https://x.example; mailto:canary@example.org)"
        with Client(limits=QUICK, clock=time.clock, is_public=lambda _: True, user_agent=agent) as client:
            ask(
                client,
                f"{apis.url}/svc/away",
                headers={"accept": "application/special+json", "x-own": "1"},
                secret_headers={"authorization": "Bearer canary-key", "x-api-key": "canary-key"},
                secret_params=(("mailto", "canary@example.org"),),
            )
            client.fetch_page(f"{other.url}/svc/good?page")
        assert apis.seen[0].headers["user-agent"] == agent
        assert other.seen[0].headers["user-agent"] == "neckref/1 (https://x.example)"
        seen, page = other.seen
        assert "canary" not in str(page)
        assert seen.headers["accept"] == "application/special+json"
        assert not {"authorization", "x-api-key", "x-own"} & set(seen.headers)
        assert "canary" not in str(seen)


def test_https_is_never_left_for_http() -> None:
    secure, plain = urlsplit("https://a.example/x"), urlsplit("http://a.example/x")
    with pytest.raises(WireError, match="from https to http"):
        _allowed_redirect("GET", secure, "http://a.example/", "a.example")
    assert _allowed_redirect("GET", plain, "https://a.example/", "a.example").scheme == "https"
    assert _allowed_redirect("GET", secure, "/y?z", "a.example").geturl() == "https://a.example/y?z"


def test_what_was_posted_is_not_sent_elsewhere(apis: FakeApis, client: Client) -> None:
    apis.pages["/svc/away"] = (307, {"Location": "/svc/good"}, b"")
    with pytest.raises(BadAnswer, match="posted"):
        ask(client, f"{apis.url}/svc/away", method="POST", data={"a": "b"})
