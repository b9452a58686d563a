"""One `requests.Session` a host, whose connections obey a deadline and, for strangers, stay on public addresses."""

from __future__ import annotations

import logging
import queue
import socket
import threading
import time
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from itertools import zip_longest
from typing import Any, cast
from urllib.parse import SplitResult

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.response import HTTPResponse

from neckref.http.limits import Deadline, PrivateAddressError

# urllib3 logs each request line with its query at DEBUG level: keys and addresses would stand there.
logging.getLogger("urllib3.connectionpool").addFilter(lambda record: record.levelno > logging.INFO)


class Exchange(threading.local):
    """What the connections of this thread must obey right now."""

    deadline: Deadline | None = None
    allowed: Callable[[str], bool] | None = None
    """Says of an address whether it may be connected to; None: the host is trusted."""
    sent: Callable[[], None] | None = None
    """Called when the request has left."""


exchange = Exchange()


def _open_socket(connection: HTTPConnection) -> socket.socket:
    """A connected socket, within the connect time-out in all: for looking the name up and for trying its addresses.

    urllib3's own way has no bound for the look-up and gives every address the whole time-out; a machine without a
    network would wait long for each host. It also lets each address be judged before it is connected to: the very one,
    so that a name that changes between two look-ups (DNS rebinding) gains nothing.
    """
    name = connection.proxy.host if connection.proxy is not None else connection.host
    seconds = float(connection.timeout) if isinstance(connection.timeout, int | float) else 5.0
    until = time.monotonic() + seconds
    guard = exchange.allowed if connection.proxy is None else None
    addresses = _look_up(connection, seconds)
    failure: OSError | None = None
    for left, (family, kind, protocol, _, address) in zip(range(len(addresses), 0, -1), addresses, strict=True):
        if guard is not None and not guard(str(address[0])):
            raise PrivateAddressError
        sock = socket.socket(family, kind, protocol)
        try:
            for option in connection.socket_options or ():
                sock.setsockopt(*option)
            sock.settimeout(max((until - time.monotonic()) / min(left, 2), 0.05))
            sock.connect(address)
        except OSError as error:
            sock.close()
            failure = error
        except BaseException:
            sock.close()
            raise
        else:
            sock.settimeout(seconds)
            if exchange.deadline is not None:
                exchange.deadline.watch(sock)
            return sock
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, f"no connection to {name} in time")
    raise NewConnectionError(connection, f"no connection to {name}: {failure}")


def _look_up(connection: HTTPConnection, seconds: float) -> list[Any]:
    """`getaddrinfo` of the connection's host. It cannot be interrupted, so a thread of its own waits for it."""
    host, port = connection._dns_host.strip("[]"), connection.port
    answer: queue.SimpleQueue[list[Any] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.put(error if isinstance(error, OSError) else socket.gaierror(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty:
        found = socket.gaierror("no answer in time")
    if isinstance(found, list):
        # IPv6 and IPv4 in turns: where one of them is not routed, the other is not far.
        families = [[a for a in found if a[0] == family] for family in dict.fromkeys(a[0] for a in found)]
        return [a for turn in zip_longest(*families) for a in turn if a is not None]
    reason = found if isinstance(found, socket.gaierror) else socket.gaierror(str(found))
    raise NameResolutionError(host, connection, reason)


class _Watched:
    """What both kinds of connection do the same way."""

    def _new_conn(self) -> socket.socket:
        return _open_socket(cast("HTTPConnection", self))

    def getresponse(self) -> HTTPResponse:
        if exchange.sent is not None:
            exchange.sent()
        if exchange.deadline is not None:
            exchange.deadline.watch(cast("HTTPConnection", self).sock)
        return cast("HTTPResponse", super().getresponse())  # type: ignore[misc]


class _Connection(_Watched, HTTPConnection):  # type: ignore[misc]
    pass


class _TlsConnection(_Watched, HTTPSConnection):  # type: ignore[misc]
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS = {"http": _Pool, "https": _TlsPool}


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _POOLS
        return manager


class Sessions:
    """The sessions of one client, by scheme, host, port and whether the host is trusted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: dict[tuple[str, str, bool], requests.Session] = {}

    def session(self, parts: SplitResult, trusted: bool) -> requests.Session:
        """The session for an address; connections are never shared between trusted and guarded use."""
        key = (parts.scheme, parts.netloc.rpartition("@")[2].lower(), trusted)
        with self._lock:
            if key not in self._sessions:
                self._sessions[key] = _new_session()
            return self._sessions[key]

    def close(self) -> None:
        """Closes all connections."""
        with self._lock:
            for session in self._sessions.values():
                session.close()
            self._sessions.clear()


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: even where it does not follow a redirect, requests would read its body, whole and without bounds."""
        return


def _new_session() -> requests.Session:
    session = _Session()
    adapter = _Adapter(pool_maxsize=16, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.headers.clear()
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.auth = lambda request: request  # nothing from ~/.netrc
    return session
