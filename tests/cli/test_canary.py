"""Keys, the e-mail address and passwords stand in nothing that any command writes, whatever the services do."""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from neckref.cli import app
from tests.fakes.api_server import FakeApis, Fault, Seen
from tests.fakes.works import Reply
from tests.pipeline.literature import WORKS, quick_clock

FORMATS = ("bibtex", "biblatex", "csl-json", "ris", "csv", "json", "jsonld", "nanopub", "graphml", "gexf", "dot",
           "mermaid", "cytoscape")  # fmt: skip
AUDITS = ("text", "json", "markdown", "html", "sarif", "github")
PASSWORD = "canary-password"
WORDS = (b"canary", base64.b64encode(f"user:{PASSWORD}".encode()), b"Y2FuYXJ5")

Run = Callable[..., tuple[int, bytes]]


class Echoing(FakeApis):
    """Services that say back in every answer what they were sent."""

    def answer(self, seen: Seen) -> Reply:
        status, headers, body = super().answer(seen)
        said = " ".join([*(f"{n}={v}" for n, v in seen.pairs), *seen.headers.values()])
        if body.startswith(b"{"):
            body = json.dumps({**json.loads(body), "echo": said}).encode()
        elif body.startswith(b"<?xml"):
            body += f"<!-- {said.replace('--', '- -')} -->".encode()
        return status, headers, body


@pytest.fixture
def apis() -> Iterator[FakeApis]:
    with Echoing(WORKS) as server:
        yield server


@pytest.fixture
def run(
    apis: FakeApis,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    caplog: pytest.LogCaptureFixture,
) -> Run:
    """Runs a command with keys, an address and passwords set; gives its exit code, and all that was printed or logged
    (whatever the libraries log, too)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("neckref.http.client.Clock", quick_clock)
    for name, url in apis.urls.items():
        mirrored = name in ("crossref", "pubmed")  # behind a mirror that wants a password
        monkeypatch.setenv(f"NECKREF_{name.upper()}_URL", url.replace("//", f"//user:{PASSWORD}@") if mirrored else url)
    for name in ("OPENALEX", "NCBI", "S2"):
        monkeypatch.setenv(f"{name}_API_KEY", f"canary-{name.lower()}")
    monkeypatch.setenv("NECKREF_MAILTO", "canary@example.org")
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:{PASSWORD}@127.0.0.1:9")
    caplog.set_level(1)
    for name in ("urllib3", "urllib3.connectionpool", "requests", "neckref.http"):
        caplog.set_level(1, name)

    def call(*arguments: str) -> tuple[int, bytes]:
        caplog.clear()
        code = app._run(list(arguments))
        printed = capfdbinary.readouterr()
        said = printed.out + printed.err + caplog.text.encode()
        assert b"Traceback" not in said
        return code, said

    return call


def written(folder: Path) -> dict[str, bytes]:
    """Name → content of every file, also of those inside bundles."""
    found: dict[str, bytes] = {}
    for path in (p for p in folder.rglob("*") if p.is_file()):
        found[path.name] = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as bundle:
                found |= {f"{path.name}/{name}": bundle.read(name) for name in bundle.namelist()}
    return found


def assert_clean(name: str, content: bytes) -> None:
    """No secret in it; what is found is shown with what stands around it."""
    for word in WORDS:
        at = content.lower().find(word.lower())
        assert at < 0, f"{name}: {content[max(0, at - 60) : at + 60]!r}"


def test_nothing_that_is_written_holds_a_secret(apis: FakeApis, run: Run, tmp_path: Path) -> None:
    said = {"run": run("run", "-o", "out")}
    library = ("--library", "out/neckref.db")
    for form in FORMATS:
        said[form] = run("export", f"--{form}", "-o", f"x.{form}", *library)
    for form in AUDITS:
        said[form] = run("audit", "--format", form, *library)
    said["bundle"] = run("bundle", "b.zip", *library)
    said["verify"] = run("verify", "b.zip")
    for command in (
        ["show", "ref-1"],
        ["explain", "ref-1"],
        ["diff"],
        ["doctor"],
        ["fetch", "--refresh", "--json"],
    ):
        said[command[0]] = run(*command, *library)
    assert {name: code for name, (code, _) in said.items() if code} == {}
    sent = "".join(f"{s.pairs} {s.headers}" for s in apis.seen)
    for secret in ("canary-openalex", "canary-ncbi", "canary-s2", "canary@example.org", "Basic "):
        assert secret in sent, "it was sent at all"
    files = written(tmp_path)
    assert len(files) > 25
    for name, content in [*files.items(), *((name, out) for name, (_, out) in said.items())]:
        assert_clean(name, content)


FAULTS = {
    "refused": Fault(401, {}, b"bad key canary-openalex"),
    "slow down": Fault(429, {"Retry-After": "999"}, b"canary@example.org asks too often"),
    "broken": Fault(500, {}, b"canary"),
    "page": Fault(200, {"Content-Type": "text/html"}, b"<html>canary@example.org</html>"),
    "cut": Fault(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{canary"),
    "away": Fault(302, {"Location": "https://public.invalid/?email=canary@example.org"}),
    "private": Fault(302, {"Location": "http://10.0.0.1/canary-openalex"}),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_nor_does_what_is_said_of_a_fault(apis: FakeApis, run: Run, tmp_path: Path, fault: Fault) -> None:
    for service in apis.urls:
        apis.play(service, fault, times=60)
    said = {"fetch": run("fetch", "doi:10.5555/unknown", "--citing", "0")}
    said["audit"] = run("audit", "--format", "json")
    said["diff"] = run("diff")
    said["doctor"] = run("doctor")
    assert apis.count() > 4
    assert said["fetch"][0] == 3
    for name, content in [*written(tmp_path).items(), *((name, out) for name, (_, out) in said.items())]:
        assert_clean(name, content)
