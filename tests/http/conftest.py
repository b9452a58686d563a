"""A local server, and clients that don't waste the tests' time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from neckref.http import Answer, Budget, Client, Clock, Limits, MemoryStore
from tests.fakes.api_server import FakeApis

FAST = Budget("fast", per_second=1000.0, concurrency=8)
QUICK = Limits(connect_seconds=1.0, read_seconds=0.3, total_seconds=2.0, backoff_seconds=0.01)


class FakeTime:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []
        self._lock = threading.Lock()

    def monotonic(self) -> float:
        with self._lock:
            return self.seconds

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.seconds += seconds
            self.slept.append(seconds)

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.monotonic() - 1000.0)

    @property
    def clock(self) -> Clock:
        return Clock(monotonic=self.monotonic, sleep=self.sleep, now=self.now)


@pytest.fixture
def apis() -> Iterator[FakeApis]:
    with FakeApis() as server:
        server.pages["/svc/good"] = (200, {"Content-Type": "application/json"}, b'{"ok": true}')
        server.pages["/svc/page"] = (200, {"Content-Type": "text/html"}, b"<html><p>Hello</p></html>")
        yield server


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def client(time: FakeTime, store: MemoryStore) -> Iterator[Client]:
    with Client(store=store, limits=QUICK, clock=time.clock) as made:
        yield made


def ask(client: Client, url: str, **more: Any) -> Answer:
    """A question to the service "svc"."""
    return client.get("svc", url, **{"expect": "json", "budget": FAST, **more})
