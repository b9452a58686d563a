"""How long, how much, how often, and where to: the bounds of every exchange with a stranger."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlsplit

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one `Client`. Seconds and bytes; sizes are counted after decompression."""

    connect_seconds: float = 5.0
    read_seconds: float = 20.0
    """Longest silence between two pieces of an answer."""
    total_seconds: float = 60.0
    """From connecting to the last byte of an answer, TLS and redirects included, waiting for a turn excluded."""
    answer_bytes: int = 20 * MEGABYTE
    page_bytes: int = 100 * MEGABYTE
    expansion: int = 200
    """Decoded bytes for each byte on the wire, looked at from the first decoded megabyte on (gzip bombs)."""
    redirects: int = 5
    retries: int = 3
    backoff_seconds: float = 0.5
    """First pause before a retry; doubled each time, with jitter."""
    longest_wait: float = 60.0
    """A service that asks for a longer pause (Retry-After) is not asked again in this run."""
    all_waits: float = 300.0
    """Nor is one for whose pauses, all together, a run has waited so long. Waiting for a turn does not count."""


class TooLargeError(Exception):
    """A body passed its cap, or grew out of proportion while being unpacked."""


class PrivateAddressError(Exception):
    """A connection led to an address that is not public."""


def is_public_address(address: str) -> bool:
    """Whether an IP address (as `getpeername` gives it) is reachable by everybody.

    False for loopback, private, link-local, shared (100.64/10), multicast, reserved and unspecified addresses
    (IANA special-purpose registries), also where an IPv6 address carries such an IPv4 one inside.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64, RFC 6052
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public_address(str(inner))
    return ip.is_global and not ip.is_multicast


def is_web_address(url: str) -> bool:
    """Whether a text is an http or https address with a host, and a port that is one."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def is_private_host(host: str) -> bool:
    """Whether a host name says by itself that it is not public: an address that is not, or "localhost".

    Only the first of two checks: names are judged by the socket they led to, see `connections`.
    """
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return not is_public_address(name)


def read_capped(pieces: Iterable[bytes], wire_bytes: object, *, most: int, expansion: int) -> bytes:
    """All pieces joined; raises TooLargeError as soon as they pass `most`, or `expansion` times `wire_bytes()`."""
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > most:
            raise TooLargeError(f"more than {most // MEGABYTE or most} {'MB' if most >= MEGABYTE else 'bytes'}")
        on_wire = wire_bytes() if callable(wire_bytes) else 0
        if len(body) > MEGABYTE and on_wire and len(body) > expansion * on_wire:
            raise TooLargeError(f"{len(body) // on_wire} times larger unpacked than sent")
    return bytes(body)


class Deadline:
    """Shuts the connections of an exchange down once its time is up.

    A read time-out alone is no bound: a server that sends one byte each second never trips it, neither in its answer
    nor while TLS is agreed on.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._timer = threading.Timer(seconds, self.expire)
        self._timer.daemon = True

    def watch(self, sock: socket.socket | None) -> None:
        """The socket that is now in use; shut down at once where the time is up already.

        A handle of our own is kept: TLS takes the plain socket over, and a connection may be closed meanwhile.
        """
        if sock is None or sock.fileno() < 0:
            return
        handle = socket.socket(sock.family, sock.type, sock.proto, fileno=socket.dup(sock.fileno()))
        with self._lock:
            old, self._handle = self._handle, handle
            if old is not None:
                old.close()
        if self.passed:
            self.expire()

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._timer.cancel()
        with self._lock:
            if self._handle is not None:
                self._handle.close()
            self._handle = None

    def expire(self) -> None:
        """Ends the exchange now."""
        self.passed = True
        with self._lock, suppress(OSError):
            if self._handle is not None:
                self._handle.shutdown(socket.SHUT_RDWR)
