"""One `requests.Session` a host, whose connections obey a deadline and, for strangers, stay on public addresses."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import SplitResult

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import HTTPResponse

from neckref.http.limits import Deadline, PrivateAddressError

# urllib3 logs each request line with its query at DEBUG level: keys and addresses would stand there.
logging.getLogger("urllib3.connectionpool").addFilter(lambda record: record.levelno > logging.INFO)


class Exchange(threading.local):
    """What the connections of this thread must obey right now."""

    deadline: Deadline | None = None
    allowed: Callable[[str], bool] | None = None
    """Says of the connected peer's address whether it may be talked to; None: the host is trusted."""


exchange = Exchange()


def _checked(sock: socket.socket, proxied: bool) -> socket.socket:
    # The peer of the socket itself is judged: a name looked up twice can give two answers (DNS rebinding).
    if exchange.deadline is not None:
        exchange.deadline.watch(sock)
    if exchange.allowed is not None and not proxied and not exchange.allowed(sock.getpeername()[0]):
        sock.close()
        raise PrivateAddressError
    return sock


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn(), self.proxy is not None)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        if exchange.deadline is not None:
            exchange.deadline.watch(self.sock)
        return super().getresponse()


class _TlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn(), self.proxy is not None)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        if exchange.deadline is not None:
            exchange.deadline.watch(self.sock)
        return super().getresponse()


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


def _new_session() -> requests.Session:
    session = requests.Session()
    adapter = _Adapter(pool_maxsize=16, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.headers.clear()
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.auth = lambda request: request  # nothing from ~/.netrc
    return session
