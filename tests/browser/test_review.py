"""The review page in a real browser, against the real server."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from neckref.library import Library
from neckref.pipeline.review import ReviewServer
from tests.library.test_store import fill


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ReviewServer]:
    with Library(tmp_path / "neckref.db") as library:
        fill(library)
        with ReviewServer(library) as running:
            thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            yield running
            running.shutdown()
            thread.join()


def post(server: ReviewServer, said: object, **headers: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    sent = {"Content-Type": "application/json", "X-Neckref-Token": server.token} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    connection.request("POST", "/decisions", json.dumps(said), sent)
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    return answer.status, body


SAID = {"claim": "claim-2", "work": "ref-3", "relation": "disputes", "note": "n", "person": "Ann"}


def test_a_decision_is_stored_at_once_and_can_be_withdrawn(server: ReviewServer) -> None:
    status, held = post(server, SAID)
    assert (status, held["relation"], held["decisions"]) == (200, "disputes", 2)
    assert {d.person for d in server.library.map().decisions} == {"Ann", "R. Reviewer"}
    status, held = post(server, SAID | {"relation": ""})
    assert (status, held["relation"], held["decisions"]) == (200, None, 1)


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Neckref_Token": "wrong"},
        {"Content_Type": "text/plain"},
        {"Host": "evil.example"},
        {"Origin": "https://evil.example"},
        {"Content_Length": "999999999"},
    ],
)
def test_other_sites_cannot_decide(server: ReviewServer, headers: dict[str, str]) -> None:
    status, _ = post(server, SAID, **headers)
    assert status == 403
    assert len(server.library.map().decisions) == 1


@pytest.mark.parametrize("said", [[], {}, SAID | {"claim": "claim-99"}, SAID | {"relation": "proves"}])
def test_nonsense_is_refused_in_words(server: ReviewServer, said: object) -> None:
    status, body = post(server, said)
    assert status == 400
    assert body["error"]


@pytest.mark.parametrize(("error", "told"), [(ConnectionResetError(), False), (KeyError("x"), True)])
def test_a_browser_that_hangs_up_is_no_error(
    server: ReviewServer, error: Exception, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise error
    except Exception:
        server.handle_error(None, ("127.0.0.1", 1))
    assert bool(capsys.readouterr().err) == told


def test_the_page_needs_its_key(server: ReviewServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request("GET", "/")
    assert connection.getresponse().status == 404
    connection.close()


@pytest.mark.browser
def test_in_the_browser(server: ReviewServer, browser: Any) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(server.address)
    form = page.locator("form.decision[data-claim=claim-2]").first
    form.locator(".accept").click()
    form.locator("output", has_text="partly supports, decided by").wait_for()
    page.locator("#person").fill("Ann")
    form.locator("select").select_option("disputes")
    form.locator("output", has_text="disputes, decided by Ann").wait_for()
    form.locator("input[name=note]").fill("<b>not bold</b>")
    form.locator("input[name=note]").press("Enter")
    page.reload()
    assert page.locator("form.decision[data-claim=claim-2] input[name=note]").first.input_value() == "<b>not bold</b>"
    held = {d.claim: d for d in server.library.map().decisions}
    assert (held["claim-2"].relation, held["claim-2"].note) == ("disputes", "<b>not bold</b>")
    assert errors == []
    page.close()
