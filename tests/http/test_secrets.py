"""Keys, e-mail addresses and passwords are in no log line, error, stored answer or key, whatever happens."""

from __future__ import annotations

import hashlib
import logging
import traceback

import pytest

from neckref.errors import SourceError
from neckref.http import Client, HttpEvent, MemoryStore
from neckref.http.cache import answer_key, public_url
from tests.fakes.api_server import FakeApis, Fault
from tests.http.conftest import FAST, QUICK, FakeTime

ECHO = b'{"error": "bad key canary-key from canary@example.org (canary%40example.org)"'
FAULTS = [
    Fault(401, {}, ECHO),
    Fault(403, {}, ECHO),
    Fault(400, {}, ECHO),
    Fault(500, {}, ECHO),
    Fault(429, {"Retry-After": "999"}, ECHO),
    Fault(200, {"Content-Type": "application/json"}, ECHO),
    Fault(200, {"Content-Type": "text/html"}, ECHO),
    Fault(302, {"Location": "file:///canary-key"}),
    Fault(302, {"Location": "http://127.0.0.1:9/?api_key=canary-key&mailto=canary@example.org"}),
    Fault(raw=b"canary-key"),
    Fault(delay=0.5),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_secret_gets_out(
    apis: FakeApis, time: FakeTime, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("urllib3", "urllib3.connectionpool", "requests", "neckref.http"):
        caplog.set_level(logging.DEBUG, name)
    apis.play("svc", fault, times=4)
    store, events, errors = MemoryStore(), list[HttpEvent](), list[str]()
    with Client(store=store, limits=QUICK, clock=time.clock, on_event=events.append) as client:
        for method in ("GET", "POST"):
            try:
                client.get(
                    "svc",
                    apis.url.replace("//", "//user:canary-pass@") + "/svc/good",
                    method=method,
                    secret_params=(("mailto", "canary@example.org"), ("api_key", "canary-key")),
                    secret_headers={"authorization": "Bearer canary-key", "user-agent": "x (canary@example.org)"},
                    data={"id": "1"} if method == "POST" else None,
                    secret_data={"email": "canary@example.org"} if method == "POST" else None,
                    expect="json",
                    budget=FAST,
                )
            except SourceError as error:
                errors += [str(error), repr(error), "".join(traceback.format_exception(error))]
                assert "\n" not in str(error)
                assert str(error).startswith("svc: ")
    assert any("canary@example.org" in str(s) for s in apis.seen), "the canary was sent at all"
    for written in (caplog.text, repr(store.answers), repr(events), *errors):
        assert "canary" not in written


def test_a_good_answer_keeps_no_canary(apis: FakeApis, client: Client, store: MemoryStore) -> None:
    answer = client.get(
        "svc",
        f"{apis.url}/svc/good?mailto=canary@example.org&a=1",
        secret_params=(("api_key", "canary-key"),),
        expect="json",
        budget=FAST,
    )
    assert "canary" not in repr(answer) + repr(store.answers)
    assert answer.url == f"{apis.url}/svc/good?a=1"


def test_an_answer_that_echoes_the_request_is_stored_without_its_secrets(
    apis: FakeApis, client: Client, store: MemoryStore
) -> None:
    echo = b'{"next": "https://x.example/?email=canary%40example.org&api_key=canary-key", "by": "canary@example.org"}'
    apis.play("svc", Fault(200, {"Content-Type": "application/json"}, echo))
    secrets = (("email", "canary@example.org"), ("api_key", "canary-key"))
    answer = client.get("svc", f"{apis.url}/svc/good", secret_params=secrets, expect="json", budget=FAST)
    assert answer.json() == {"next": "https://x.example/?email=***&api_key=***", "by": "***"}
    (stored,) = store.answers.values()
    assert "canary" not in repr(stored)
    assert hashlib.sha256(stored.body).hexdigest() == stored.sha256 == answer.sha256


def test_keys_do_not_depend_on_secrets() -> None:
    plain = answer_key("GET", "https://a.example/x?q=1", "application/json", None, None)
    for url in (
        "https://u:p@a.example/x?q=1",
        "https://a.example/x?api_key=k&q=1&mailto=m",
        "https://a.example/x?q=1&EMAIL=m",
    ):
        assert answer_key("GET", url, "application/json", None, None) == plain
    assert answer_key("GET", "https://a.example/x?q=2", "application/json", None, None) != plain
    assert answer_key("GET", "https://a.example/x?q=1", "text/html", None, None) != plain
    form = answer_key("POST", "https://a.example/x", "a", {"id": "1", "api_key": "k"}, None)
    assert form == answer_key("POST", "https://a.example/x", "a", {"id": "1"}, None)


def test_public_urls_keep_their_spelling_where_nothing_is_secret() -> None:
    url = "https://a.example/x?filter=doi:10.1/a,doi:10.2/b&b=%2F"
    assert public_url(url) == url
