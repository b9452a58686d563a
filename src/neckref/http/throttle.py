"""Pacing: how often each service may be asked, by how many at once, and which hosts are left alone for this run."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MARGIN = 1.1
"""Requests are spaced this much wider than the limit says."""
_LONGEST_NAP = 0.25
"""Seconds after which whoever waits looks whether it may go earlier, or not at all any more."""
ON_THE_WAY = 0.5
"""Seconds after which a request has surely reached the service, where its answer has not said so before."""
_LARGEST_RATE = 50.0
"""Requests a second that a service may state; more than that is a daily allowance."""


@dataclass(frozen=True, slots=True)
class Budget:
    """A named allowance that all requests of one class share. Start low: answers may correct it."""

    name: str
    per_second: float
    concurrency: int = 1


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, to be replaced in tests."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))


class _Pace:
    """State of one budget: who runs, guarded by `changed`; when the next may start, guarded by `gate`.

    Services count what arrives, in windows that begin anywhere. However long one request takes on its way and however
    quick the next is: where the one `burst` places before has surely arrived a whole window ago, there is never one too
    many in a window. It has arrived when its answer is there, or after ON_THE_WAY.
    """

    def __init__(self, budget: Budget) -> None:
        self.per_second = budget.per_second
        self.concurrency = budget.concurrency
        self.running = 0
        self.last_sent = float("-inf")
        self.arrived: deque[list[float]] = deque(maxlen=64)
        """The latest time at which each of the last requests has arrived, in a list of one; the newest last."""
        self.changed = threading.Condition()
        self.gate = threading.Lock()

    def next_start(self) -> float:
        """When the next request may leave, as far as this budget is concerned."""
        burst = min(max(int(self.per_second), 1), 64)
        start = self.last_sent + MARGIN / self.per_second
        if len(self.arrived) >= burst:
            start = max(start, self.arrived[-burst][0] + burst / self.per_second)
        return start


class Turn:
    """The right to send one request. Until it is sent nobody else of the budget sets out: however late a thread wakes
    up, and however long its connection takes, two requests never leave closer together than allowed."""

    def __init__(self, pace: _Pace, clock: Clock) -> None:
        self._pace = pace
        self._clock = clock
        self._arrived: list[float] = []

    def sent(self) -> None:
        """The request has left; the next one is counted from now."""
        if not self._arrived:
            now = self._clock.monotonic()
            self._arrived.append(now + ON_THE_WAY)
            self._pace.last_sent = now
            self._pace.arrived.append(self._arrived)
            self._pace.gate.release()

    def end(self) -> None:
        """The answer is there, or there will be none."""
        self.sent()
        self._arrived[0] = min(self._arrived[0], self._clock.monotonic())
        with self._pace.changed:
            self._pace.running -= 1
            self._pace.changed.notify()


class Throttle:
    """Turns for all budgets of a client, and the hosts that are paused or given up. Thread-safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._paces: dict[str, _Pace] = {}
        self._paused: dict[str, float] = {}
        self._stopped: dict[str, str] = {}
        self._answered: set[str] = set()
        self._first: dict[str, threading.Lock] = {}
        self._closed = threading.Event()

    def take_turn(self, budget: Budget, places: Sequence[str], on_wait: Callable[[float], None] | None = None) -> Turn:
        """Waits until a request may be sent. Call `sent` on the turn when it is, and `end` when its answer is there.

        `on_wait` is told beforehand for how many seconds the budget makes it wait (a pause is told by whoever began
        it). Returns early where one of the places has been stopped meanwhile: ask `stopped` before sending.
        """
        pace = self._pace(budget)
        with pace.changed:
            while pace.running >= pace.concurrency and not self._closed.is_set():
                pace.changed.wait(1.0)
            pace.running += 1
        pace.gate.acquire()
        turn = Turn(pace, self._clock)
        try:
            if on_wait is not None and (seconds := pace.next_start() - self._clock.monotonic()) > 0:
                on_wait(seconds)
            self._wait_until(pace.next_start, places)
        except BaseException:
            turn.end()
            raise
        return turn

    def learn(self, budget: Budget, headers: Mapping[str, str]) -> None:
        """Takes the limits an answer states for its class of requests. Crossref: x-rate-limit-limit,
        x-rate-limit-interval, x-concurrency-limit; NCBI: x-ratelimit-limit, a second. Senseless values are ignored."""
        limit = _number(headers.get("x-rate-limit-limit"))
        interval = _number((headers.get("x-rate-limit-interval") or "1s").strip().removesuffix("s"))
        if limit is None and _states_rate(headers):
            limit, interval = _header(headers, "limit"), 1.0
        concurrency = _number(headers.get("x-concurrency-limit"))
        pace = self._pace(budget)
        with pace.changed:
            if limit and interval:
                pace.per_second = min(max(limit / interval, 0.05), _LARGEST_RATE)
            if concurrency:
                pace.concurrency = min(max(int(concurrency), 1), 10)
                pace.changed.notify_all()

    def pause(self, place: str, seconds: float) -> float:
        """Nobody asks this place (a host, or a service at a host) for so long; a longer pause stands. Returns by how
        many seconds it is paused longer than before."""
        with self._lock:
            now = self._clock.monotonic()
            before = max(now, self._paused.get(place, now))
            self._paused[place] = max(before, now + seconds)
            return self._paused[place] - before

    def stop(self, place: str, reason: str) -> bool:
        """Leaves the place alone for the rest of the run; whether that is news."""
        with self._lock:
            news = place not in self._stopped
            self._stopped.setdefault(place, reason)
            return news

    def stopped(self, *places: str) -> str | None:
        """Why one of the places is left alone, or None."""
        if self._closed.is_set():
            return "interrupted"
        with self._lock:
            return next((self._stopped[p] for p in places if p in self._stopped), None)

    def close(self) -> None:
        """Leaves all hosts alone from now on."""
        self._closed.set()

    def first_contact(self, host: str) -> AbstractContextManager[object]:
        """Lets one request at a time through to a host that has not answered yet: where it is down, one is enough
        to find out."""
        with self._lock:
            if host in self._answered:
                return nullcontext()
            return self._first.setdefault(host, threading.Lock())

    def note_answer(self, host: str) -> None:
        """The host has answered in this run: a time-out later on is worth a retry."""
        with self._lock:
            self._answered.add(host)

    def has_answered(self, host: str) -> bool:
        """Whether the host has answered in this run."""
        with self._lock:
            return host in self._answered

    def _pace(self, budget: Budget) -> _Pace:
        with self._lock:
            return self._paces.setdefault(budget.name, _Pace(budget))

    def _wait_until(self, next_start: Callable[[], float], places: Sequence[str]) -> None:
        while self.stopped(*places) is None:
            start = next_start()
            with self._lock:
                until = max(start, *(self._paused.get(p, start) for p in places))
            seconds = until - self._clock.monotonic()
            if seconds <= 0:
                return
            self._clock.sleep(min(seconds, _LONGEST_NAP))


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds a Retry-After header asks for (RFC 9110 10.2.3: whole seconds or an HTTP date); a past date gives 0.
    None where there is no header or it makes no sense."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())


def seconds_until_budget(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until a spent allowance is filled again, `inf` where unknown; None where nothing says it is spent.

    OpenAlex: x-ratelimit-remaining (credits), -remaining-usd, -credits-required, -reset (seconds to midnight UTC);
    older RateLimit-* names. A reset given as a Unix time is understood too. NCBI counts down its requests of a second
    under the same names: that is no allowance, and its Retry-After says how long to wait.
    """
    if _states_rate(headers):
        return None
    remaining = _header(headers, "remaining")
    dollars = _header(headers, "remaining-usd")
    required = _header(headers, "credits-required") or 1.0
    if not ((remaining is not None and remaining < required) or (dollars is not None and dollars <= 0)):
        return None
    reset = _header(headers, "reset")
    if reset is None:
        return float("inf")
    return max(0.0, reset - now.timestamp()) if reset > 1e9 else reset


def _states_rate(headers: Mapping[str, str]) -> bool:
    """Whether x-ratelimit-limit is that of a second: a small number that never says when it begins anew."""
    limit = _header(headers, "limit")
    return limit is not None and limit <= _LARGEST_RATE and _header(headers, "reset") is None


def _header(headers: Mapping[str, str], name: str) -> float | None:
    for prefix in ("x-ratelimit-", "ratelimit-"):
        if (value := _number(headers.get(prefix + name))) is not None:
            return value
    return None


def _number(text: str | None) -> float | None:
    """A finite number that is not negative, or None."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < 1e12 else None
