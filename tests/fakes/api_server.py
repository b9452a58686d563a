"""A local server that answers like the public scholarly APIs, for a set of works given as plain data.

    with FakeApis([FakeWork(title="…", doi="10.5555/a", …)]) as apis:
        Crossref(client, base_url=apis.urls["crossref"])

It counts requests (`apis.count("crossref")`, `apis.seen`), can enforce limits (`limits={"crossref list": (3, 3)}`
gives 429 beyond them and lists each breach in `apis.violations`), adds `latency`, and plays faults
(`apis.play("crossref", Fault(status=503), times=2)`). Services: crossref, openalex, pubmed, europepmc,
opencitations, doi; anything else is served from `apis.pages` (path → (status, headers, body)).
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

from tests.fakes import biomedical, services
from tests.fakes.works import FakeWork, Fault, Literature, Reply, Seen

__all__ = ["FakeApis", "FakeWork", "Fault", "Seen"]

_SERVICES: Mapping[str, Callable[[Literature, Seen], Reply]] = {
    "crossref": services.crossref,
    "openalex": services.openalex,
    "pubmed": biomedical.pubmed,
    "europepmc": biomedical.europepmc,
    "opencitations": services.opencitations,
    "semanticscholar": services.semanticscholar,
    "doi": services.doi,
}
_OTHERS = ("unpaywall", "datacite")


class FakeApis:
    """The server; use it as a context manager. `urls`: service → base address."""

    def __init__(
        self,
        works: Iterable[FakeWork] = (),
        *,
        latency: float = 0.0,
        limits: Mapping[str, tuple[float, int]] | None = None,
    ) -> None:
        self._works = list(works)
        self._known: dict[str, Literature] = {}
        self.latency = latency
        self.limits = dict(limits or {})
        self.seen: list[Seen] = []
        self.violations: list[str] = []
        self.pages: dict[str, Reply] = {}
        self.confirms = False
        """Whether answers carry an ETag, and a 304 follows where it is sent back."""
        self.confirmed = 0
        self._faults: dict[str, deque[Fault]] = {}
        self._lock = threading.Lock()
        self._running: dict[str, int] = {}
        self._starts: dict[str, deque[float]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def urls(self) -> dict[str, str]:
        return {name: f"{self.url}/{name}" for name in (*_SERVICES, *_OTHERS)}

    def __enter__(self) -> FakeApis:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def count(self, service: str | None = None) -> int:
        """Requests that arrived, of one service or of all."""
        return sum(service in (None, s.service) for s in self.seen)

    def play(self, service: str, *faults: Fault, times: int = 1) -> None:
        """The next requests to the service get these faults, in order, the whole row `times` times over."""
        with self._lock:
            self._faults.setdefault(service, deque()).extend(faults * times)

    def recover(self) -> None:
        """Forget all faults that were not played yet."""
        with self._lock:
            self._faults.clear()

    @property
    def works(self) -> list[FakeWork]:
        return self._works

    @works.setter
    def works(self, works: Iterable[FakeWork]) -> None:
        with self._lock:
            self._works, self._known = list(works), {}

    def known(self, service: str) -> Literature:
        """Works that the service knows; doi.org knows all."""
        with self._lock:
            if service not in self._known:
                self._known[service] = Literature(w for w in self._works if service in ("doi", *w.known_to))
            return self._known[service]

    # Called by the handler, in threads.

    def admit(self, seen: Seen) -> Fault | None:
        """Notes the request; the fault to play, or a 429 where it breaks a limit."""
        with self._lock:
            self.seen.append(seen)
            running = self._running[seen.kind] = self._running.get(seen.kind, 0) + 1
            starts = self._starts.setdefault(seen.kind, deque())
            while starts and seen.at - starts[0] >= 1.0:
                starts.popleft()
            starts.append(seen.at)
            if seen.kind in self.limits:
                per_second, concurrency = self.limits[seen.kind]
                if running > concurrency or len(starts) > per_second:
                    self.violations.append(f"{seen.kind}: {running} at once, {len(starts)} in a second")
                    return Fault(429, {"Retry-After": "1"}, b"<html><body><h1>429 Too Many Requests</h1>")
            faults = self._faults.get(seen.service)
            return faults.popleft() if faults else None

    def leave(self, seen: Seen) -> None:
        with self._lock:
            self._running[seen.kind] -= 1

    def confirm(self, seen: Seen, status: int, sent: dict[str, str], content: bytes) -> Reply:
        """The answer, or a 304 in its place where the client holds it already."""
        if not self.confirms or status != 200:
            return status, sent, content
        tag = f'"{sha256(content).hexdigest()[:16]}"'
        if seen.headers.get("if-none-match") == tag:
            with self._lock:
                self.confirmed += 1
            return 304, {"ETag": tag}, b""
        return status, {**sent, "ETag": tag}, content

    def answer(self, seen: Seen) -> Reply:
        if seen.service in _SERVICES:
            return _SERVICES[seen.service](self.known(seen.service), seen)
        return self.pages.get("/" + seen.service + seen.path, (404, {"Content-Type": "text/html"}, b"<html>no</html>"))


def _handler(apis: FakeApis) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            service, _, rest = parts.path.lstrip("/").partition("/")
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            form = body.decode() if "form-urlencoded" in (self.headers.get("Content-Type") or "") else ""
            pairs = parse_qsl(parts.query, keep_blank_values=True) + parse_qsl(form, keep_blank_values=True)
            kind = service
            if service == "crossref":
                kind = "crossref list" if rest == "works" else "crossref single"
            headers = {n.lower(): v for n, v in self.headers.items()}
            seen = Seen(service, kind, self.command, "/" + rest, tuple(pairs), headers, body, time.monotonic())
            fault = apis.admit(seen)
            left = False
            try:
                time.sleep(apis.latency)
                if fault is not None and fault.raw is not None:
                    self._send_raw(fault)
                    return
                if fault is not None:
                    time.sleep(fault.delay)
                    status, sent, content = fault.status, dict(fault.headers), fault.body
                else:
                    status, sent, content = apis.confirm(seen, *apis.answer(seen))
                if seen.service == "crossref" and seen.kind in apis.limits:
                    per_second, concurrency = apis.limits[seen.kind]
                    sent |= {
                        "X-Rate-Limit-Limit": str(int(per_second)),
                        "X-Rate-Limit-Interval": "1s",
                        "X-Concurrency-Limit": str(concurrency),
                    }
                apis.leave(seen)
                left = True
                with suppress(OSError):
                    self.send_response(status)
                    for name, value in sent.items():
                        self.send_header(name, value)
                    if "Content-Length" not in sent and status not in (204, 304):
                        self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
            finally:
                if not left:
                    apis.leave(seen)

        do_POST = do_GET  # noqa: N815

        def _send_raw(self, fault: Fault) -> None:
            self.close_connection = True
            time.sleep(fault.delay)
            raw = fault.raw or b""
            with suppress(OSError):
                if not fault.drip:
                    self.wfile.write(raw)
                for at in range(len(raw) if fault.drip else 0):
                    self.wfile.write(raw[at : at + 1])
                    time.sleep(fault.drip)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    return Handler
