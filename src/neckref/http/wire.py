"""One exchange with one service: redirects, deadline, size, and every fault of the line told apart."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    LocationValueError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from neckref.http.connections import Sessions, exchange
from neckref.http.limits import (
    Deadline,
    Limits,
    PrivateAddressError,
    TooLargeError,
    is_private_host,
    is_web_address,
    read_capped,
)

_FAULTS = (requests.RequestException, HTTPError, OSError, ValueError, TooLargeError, PrivateAddressError)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole, whatever its status."""

    status: int
    url: str
    """Address after redirects; may hold secrets of ours."""
    host: str
    """Host that was asked first: the one to pause or to stop."""
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One request as it goes out."""

    method: str
    url: str
    """With secrets."""
    headers: Mapping[str, str]
    own_headers: Mapping[str, str]
    """What another host may see after a redirect."""
    body: bytes | Mapping[str, str] | None
    """A JSON text, or the fields of a form."""
    most: int
    """Bytes of the body, unpacked."""
    trusted: bool
    """The host of `url` was configured: any address will do. Else only public ones."""
    heard_before: bool
    """The host has answered in this run: a connect time-out is then "silent" (worth a retry), else "down"."""


class WireError(Exception):
    """No reply. `kind`: "down" (no connection: do not try again), "silent" (no answer in time), "cut" (the answer
    broke off or came garbled, or where it redirected to cannot be reached), "refused" (we do not want it: too large, a
    bad redirect)."""

    def __init__(self, kind: Literal["down", "silent", "cut", "refused"], host: str, cause: str) -> None:
        super().__init__(cause)
        self.kind = kind
        self.host = host
        self.cause = cause


class Wire:
    """Sends requests; keeps one session a host. Thread-safe."""

    def __init__(self, limits: Limits, is_public: Callable[[str], bool]) -> None:
        self._limits = limits
        self._is_public = is_public
        self._sessions = Sessions()
        self._running: set[Deadline] = set()
        self._lock = threading.Lock()

    def close(self) -> None:
        """Closes all connections and ends the exchanges that are under way."""
        with self._lock:
            running = list(self._running)
        for deadline in running:
            deadline.expire()
        self._sessions.close()

    def exchange(self, message: Message, on_sent: Callable[[], None]) -> Reply:
        """The reply to one request, redirects followed; raises WireError. `on_sent` is called when it has left.

        A redirect to another host is sent `own_headers` alone, is never trusted, and keeps neither body nor secrets.
        """
        with self._deadline() as deadline:
            return self._follow(message, on_sent, deadline)

    def _follow(self, message: Message, on_sent: Callable[[], None], deadline: Deadline) -> Reply:
        first = here = urlsplit(message.url)
        host = _netloc(first)
        for _ in range(self._limits.redirects + 1):
            guarded = not message.trusted or _origin(here) != _origin(first)
            if guarded and is_private_host(here.hostname or "") and not self._is_public(here.hostname or ""):
                raise WireError("refused", host, "leads to a private address, which is never followed")
            headers = message.headers if _origin(here) == _origin(first) else message.own_headers
            exchange.deadline, exchange.sent = deadline, on_sent
            exchange.allowed = self._is_public if guarded else None
            try:
                reply = self._hop(message, here, headers, guarded=guarded, host=host)
            except _FAULTS as error:
                if not deadline.passed:
                    failure = _failure(error, host, here.hostname or "", message.heard_before)
                    if here.hostname != first.hostname and failure.kind in ("down", "silent"):
                        failure.kind = "cut"  # whoever redirected there is neither down nor silent
                    raise failure from None
            finally:
                exchange.deadline = exchange.allowed = exchange.sent = None
            if deadline.passed:
                seconds = self._limits.total_seconds
                raise WireError("silent", host, f"the answer was not complete after {seconds:g} s")
            target = reply.headers.get("location")
            if reply.status not in _REDIRECTS or not target:
                return reply
            here = _allowed_redirect(message.method, here, target, host)
        raise WireError("refused", host, f"redirects more than {self._limits.redirects} times")

    def _hop(
        self, message: Message, parts: SplitResult, headers: Mapping[str, str], *, guarded: bool, host: str
    ) -> Reply:
        session = self._sessions.session(parts, trusted=not guarded)
        address = parts._replace(netloc=_netloc(parts), fragment="").geturl()
        response = session.request(
            message.method,
            address,
            headers={"accept-encoding": "gzip, deflate", **headers},
            data=message.body,
            stream=True,
            allow_redirects=False,
            timeout=(self._limits.connect_seconds, self._limits.read_seconds),
        )
        with response:
            pieces = response.raw.stream(65536, decode_content=True)
            body = read_capped(pieces, response.raw.tell, most=message.most, expansion=self._limits.expansion)
        names = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, address, host, names, body)

    @contextmanager
    def _deadline(self) -> Iterator[Deadline]:
        with Deadline(self._limits.total_seconds) as deadline:
            with self._lock:
                self._running.add(deadline)
            try:
                yield deadline
            finally:
                with self._lock:
                    self._running.discard(deadline)


def _allowed_redirect(method: str, here: SplitResult, target: str, host: str) -> SplitResult:
    """Where a redirect leads; raises WireError where it must not be followed."""
    try:
        address = urljoin(here.geturl(), target)
    except ValueError:
        address = ""
    if not is_web_address(address):
        raise WireError("refused", host, "redirects to what is no web address, which is never followed")
    there = urlsplit(address)
    if here.scheme == "https" and there.scheme == "http":
        raise WireError("refused", host, "redirects from https to http, which is never followed")
    if method != "GET":
        raise WireError("refused", host, "redirects what was posted to it, which is never followed")
    return there


def _failure(error: BaseException, host: str, name: str, heard_before: bool) -> WireError:
    """What an exception of the line means. Its own text is never used: it holds the address with its secrets."""
    causes = _chain(error)

    def of(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if of(TooLargeError):
        detail = next(str(c) for c in causes if isinstance(c, TooLargeError))
        return WireError("refused", host, f"sends too much ({detail}); the answer was cut off")
    if of(PrivateAddressError):
        return WireError("refused", host, "leads to a private address, which is never followed")
    if of(requests.exceptions.ProxyError):
        return WireError("down", host, f"the proxy gives no connection to {name}")
    if of(NameResolutionError, socket.gaierror):
        return WireError("down", host, f"the name {name} is not resolved")
    if of(NewConnectionError):
        return WireError("down", host, f"no connection to {name} (refused or unreachable)")
    if of(ConnectTimeoutError, requests.ConnectTimeout):
        return WireError("silent" if heard_before else "down", host, f"no connection to {name} in time")
    if of(SSLError, requests.exceptions.SSLError):
        return WireError("down", host, f"the certificate or the TLS connection of {name} is not good")
    if of(ReadTimeoutError, requests.ReadTimeout, TimeoutError):
        return WireError("silent", host, f"{name} does not answer in time")
    if of(DecodeError, requests.exceptions.ContentDecodingError):
        return WireError("cut", host, "sent a garbled (compressed) answer")
    if of(LocationValueError, requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema):
        return WireError("refused", host, "the address is not valid; check the setting of its base address")
    if isinstance(error, ValueError) and not isinstance(error, HTTPError):
        return WireError("refused", host, "the key, or the address, holds characters that cannot be sent; correct it")
    return WireError("cut", host, "the answer broke off")


def _chain(error: BaseException) -> list[BaseException]:
    """The exception with all it wraps, by cause, context and urllib3's `reason`."""
    seen: list[BaseException] = []
    todo: list[object] = [error]
    while todo:
        current = todo.pop()
        if isinstance(current, BaseException) and current not in seen:
            seen.append(current)
            todo += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]
    return seen


def _netloc(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2].lower()


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
