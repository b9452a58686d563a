"""A small server on loopback on which a person decides claim by claim."""

from __future__ import annotations

import json
import secrets
import sys
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from neckref import registry
from neckref.errors import NeckrefError, UserError
from neckref.library import Library
from neckref.pipeline.assemble import load_map
from neckref.pipeline.decide import decide, find_claim, find_work
from neckref.settings import Settings, read_settings

_LARGEST = 64 * 1024


class ReviewServer(ThreadingHTTPServer):
    """Serves one library's review page at `address` and takes decisions from it, and from nobody else.

    Only requests that name this host are answered (no DNS rebinding), the page needs the key of its address, and a
    decision needs the page's token in a header that no other site can set.
    """

    daemon_threads = True

    def __init__(self, library: Library, settings: Settings | None = None, port: int = 0) -> None:
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise UserError(f"cannot serve on port {port}: {error.strerror}; choose another with --port") from error
        self.library = library
        self.settings = settings or read_settings()
        self.token = secrets.token_urlsafe(24)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up (a closed tab) is no error; anything else is told as ever."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """What to open in the browser."""
        return f"http://127.0.0.1:{self.server_address[1]}/?key={self.token}"

    def page(self) -> str:
        """The review page as it stands now."""
        text: str = registry.load("views", "review")(load_map(self.library, self.settings), self.token)
        return text

    def take(self, said: dict[str, Any]) -> dict[str, Any]:
        """Store one decision, or withdraw it where the relation is empty; returns what is held now."""
        claim, work, relation, note, person = (
            str(said.get(name) or "") for name in ("claim", "work", "relation", "note", "person")
        )
        held: dict[str, Any] = {"relation": None}
        if relation:
            held = asdict(decide(self.library, claim, work, relation, note=note, person=person))
        else:
            emap = self.library.map()
            article = emap.article.id if emap.article else ""
            self.library.remove_decision(article, find_claim(emap, claim).text, find_work(emap, work).id)
        return {**held, "decisions": len(self.library.map().decisions)}


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if not self._is_ours():
            self._send(HTTPStatus.FORBIDDEN, b"This address is not served here.", "text/plain")
        elif self.path == f"/?key={self.server.token}":
            self._send(HTTPStatus.OK, self.server.page().encode("utf-8", "backslashreplace"), "text/html")
        else:
            self._send(HTTPStatus.NOT_FOUND, b"Open the address that neckref review printed.", "text/plain")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        allowed = (
            self._is_ours()
            and self.path == "/decisions"
            and secrets.compare_digest(self.headers.get("X-Neckref-Token", "").encode(), self.server.token.encode())
            and self.headers.get_content_type() == "application/json"
        )
        if not allowed or not length.isdigit() or int(length) > _LARGEST:
            self.close_connection = True
            self._say(HTTPStatus.FORBIDDEN, {"error": "not from the review page: reload it"})
            return
        try:
            said = json.loads(self.rfile.read(int(length)))
            if not isinstance(said, dict):
                raise UserError("a decision must be an object")
            self._say(HTTPStatus.OK, self.server.take(said))
        except (ValueError, RecursionError):
            self._say(HTTPStatus.BAD_REQUEST, {"error": "not JSON"})
        except NeckrefError as error:
            self._say(HTTPStatus.BAD_REQUEST, {"error": str(error)})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Nothing: the address holds the key."""

    def _is_ours(self) -> bool:
        port = self.server.server_address[1]
        hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        origin = self.headers.get("Origin")
        return self.headers.get("Host") in hosts and origin in (None, *(f"http://{h}" for h in hosts))

    def _say(self, status: HTTPStatus, value: dict[str, Any]) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _send(self, status: HTTPStatus, body: bytes, media_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        self.end_headers()
        self.wfile.write(body)
