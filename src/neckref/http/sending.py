"""Sending one question: its turn, as many tries as a fault deserves, and which services are left alone for the run."""

from __future__ import annotations

import base64
import random
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial
from urllib.parse import SplitResult, unquote, urlsplit

from neckref.errors import BadAnswer, SourceError, Throttled, Unreachable
from neckref.http.answer import HttpEvent, Question
from neckref.http.cache import add_parameters
from neckref.http.limits import Limits
from neckref.http.throttle import Clock, Throttle, parse_retry_after, seconds_until_budget
from neckref.http.wire import Message, Reply, Wire, WireError
from neckref.model import StoredAnswer

_WORTH_SAYING = 0.2
"""Seconds of waiting for a turn that nobody needs to know of."""


class Sender:
    """Sends questions on behalf of a client. Thread-safe; close it when done."""

    def __init__(
        self,
        wire: Wire,
        limits: Limits,
        clock: Clock,
        tell: Callable[[HttpEvent], None],
        *,
        agent: str,
        plain_agent: str,
    ) -> None:
        self.requests: Counter[str] = Counter()
        """Requests really sent, by service."""
        self._wire, self._limits, self._clock, self._tell = wire, limits, clock, tell
        self._agent, self._plain_agent = agent, plain_agent
        self._throttle = Throttle(clock)
        self._lock = threading.Lock()
        self._waited: dict[str, float] = defaultdict(float)
        """Seconds of pauses in this run, by service."""
        self._jitter = random.Random(0)  # noqa: S311 - spreads retries, hides nothing

    def close(self) -> None:
        """Closes all connections. Whoever still waits for an answer, or for a turn, is told so at once."""
        self._throttle.close()
        self._wire.close()

    def stopped(self, service: str, url: str) -> str | None:
        """Why a service at the host of an address is left alone for the rest of this run, or None."""
        return self._throttle.stopped(*_places(service, _host(urlsplit(url))))

    def send(self, asked: Question, stored: StoredAnswer | None) -> Reply:
        """A reply of status 200, 404 or 304, after as many tries as the fault deserves.

        A POST is tried again like a GET: here it is only ever a question too long for an address.
        """
        tries = self._limits.retries
        mended = False
        for attempt in range(tries + 1):
            try:
                reply = self._send(asked, stored)
            except WireError as failure:
                again = attempt < tries and failure.kind in ("silent", "cut") and not (failure.kind == "cut" and mended)
                mended = mended or failure.kind == "cut"
                if again:
                    self._wait(asked, failure.host, self._backoff(attempt), failure.cause)
                    continue
                raise self._give_up(asked, failure) from None
            if reply.status in (200, 404) or (reply.status == 304 and stored is not None):
                return reply
            pause = self._judge(asked, reply, attempt, last=attempt == tries)
            as_asked = reply.status in (429, 503) and reply.headers.get("retry-after")
            reason = f"HTTP {reply.status}, {'Retry-After' if as_asked else 'trying again'}"
            self._wait(asked, reply.host, pause, reason)
        raise AssertionError("unreachable: the last try returns or raises")

    def _send(self, asked: Question, stored: StoredAnswer | None) -> Reply:
        host = _host(urlsplit(asked.url))
        self._refuse_if_stopped(asked.service, host)
        turn = self._throttle.take_turn(
            asked.budget, _places(asked.service, host), partial(self._tell_of_turn, asked.service)
        )
        try:
            with self._throttle.first_contact(host):
                self._refuse_if_stopped(asked.service, host)
                try:
                    return self._exchange(asked, stored, host, turn.sent)
                except WireError as error:
                    if error.kind == "down":  # said here, before anybody else is let through
                        raise self._give_up(asked, error) from None
                    raise
        finally:
            turn.end()

    def _exchange(self, asked: Question, stored: StoredAnswer | None, host: str, on_sent: Callable[[], None]) -> Reply:
        with self._lock:
            self.requests[asked.service] += 1
        self._tell(HttpEvent(asked.service, "sent"))
        begun = self._clock.monotonic()
        reply = self._wire.exchange(
            Message(
                method=asked.method,
                url=add_parameters(asked.url, asked.secret_params),
                headers=self._request_headers(asked, stored),
                own_headers={"user-agent": self._plain_agent, "accept": asked.headers["accept"]},
                body=asked.body or asked.data,
                most=self._limits.page_bytes if asked.expect == "any" else self._limits.answer_bytes,
                trusted=asked.trusted,
                heard_before=self._throttle.has_answered(host),
            ),
            on_sent,
        )
        self._throttle.note_answer(host)
        self._throttle.learn(asked.budget, reply.headers)
        if reply.status == 200 and (spent := self._spent(asked, reply)) is not None:
            self._stop(asked, reply.host, spent)  # this answer was the last that the allowance was good for
        self._tell(HttpEvent(asked.service, "answered", self._clock.monotonic() - begun))
        return reply

    def _request_headers(self, asked: Question, stored: StoredAnswer | None) -> dict[str, str]:
        agent = self._agent if asked.trusted else self._plain_agent
        headers = {"user-agent": agent, **asked.headers, **asked.secret_headers}
        user = urlsplit(asked.url).netloc.rpartition("@")[0]
        if user:
            headers["authorization"] = "Basic " + base64.b64encode(unquote(user).encode()).decode()
        if stored is not None and stored.etag:
            headers["if-none-match"] = stored.etag
        if stored is not None and stored.last_modified:
            headers["if-modified-since"] = stored.last_modified
        if asked.body is not None:
            headers["content-type"] = "application/json"
        return headers

    # What to do about an answer that is none.

    def _judge(self, asked: Question, reply: Reply, attempt: int, *, last: bool) -> float:
        """Seconds to wait before the next try; raises where there is none."""
        service, status, now = asked.service, reply.status, self._clock.now()
        if status in (429, 403) and (spent := self._spent(asked, reply)) is not None:
            raise self._stop(asked, reply.host, spent)
        if status in (429, 503):
            asked_for = parse_retry_after(reply.headers.get("retry-after"), now)
            if asked_for is not None and asked_for > self._limits.longest_wait:
                reason = f"{service}: asks for a pause of {asked_for:.0f} s (HTTP {status}); run again after it"
                raise self._stop(asked, reply.host, Throttled(reason, retry_after=asked_for))
            if not last:
                return asked_for if asked_for is not None else self._backoff(attempt)
        if status == 429:
            reason = f"{service}: still asks us to slow down after {attempt + 1} tries (HTTP 429); run again later"
            raise self._stop(asked, reply.host, Throttled(reason))
        if status >= 500:
            if not last:
                return self._backoff(attempt)
            reason = f"{service}: fails with HTTP {status} after {attempt + 1} tries; run again later"
            raise self._stop(asked, reply.host, Unreachable(reason))
        if status == 401:
            reason = f"{service}: refuses the key (HTTP 401); correct it or leave it out"
            raise self._stop(asked, reply.host, BadAnswer(reason))
        raise BadAnswer(f"{service}: answered HTTP {status}, which is no answer to {_path(asked.url)}")

    def _spent(self, asked: Question, reply: Reply) -> Throttled | None:
        """Says so where the allowance is spent for longer than anybody waits."""
        empty_for = seconds_until_budget(reply.headers, self._clock.now())
        unknown = empty_for == float("inf")
        if empty_for is None or empty_for <= self._limits.longest_wait or (unknown and reply.status == 200):
            return None
        hours = "" if unknown else f" for {empty_for / 3600:.1f} h"
        reason = f"{asked.service}: the daily allowance is spent{hours}; run again later, or use a key"
        return Throttled(reason, retry_after=None if unknown else empty_for)

    def _give_up(self, asked: Question, failure: WireError) -> SourceError:
        reason = f"{asked.service}: {failure.cause}"
        if failure.kind in ("down", "silent"):
            error = Unreachable(f"{reason}; check the network, or use --offline")
            return self._stop(asked, failure.host, error, whole=failure.kind == "down")
        return Unreachable(f"{reason}; run again later") if failure.kind == "cut" else BadAnswer(reason)

    def _stop(self, asked: Question, host: str, error: SourceError, *, whole: bool = False) -> SourceError:
        """Leaves the service alone, or the whole host where nobody is there to talk to."""
        why = error.reason.removeprefix(f"{asked.service}: ")  # at a host that is down others are not asked either
        if self._throttle.stop(host if whole else _place(asked, host), why):
            self._tell(HttpEvent(asked.service, "down", reason=error.reason))
        return error

    def _refuse_if_stopped(self, service: str, host: str) -> None:
        reason = self._throttle.stopped(*_places(service, host))
        if reason is not None:
            raise Unreachable(f"{service}: {reason}")

    def _backoff(self, attempt: int) -> float:
        with self._lock:
            spread = self._jitter.uniform(0.5, 1.5)
        return float(self._limits.backoff_seconds * 2**attempt * spread)

    def _wait(self, asked: Question, host: str, seconds: float, reason: str) -> None:
        """Makes everybody wait who asks this service; the next turn does the waiting. Raises where it has been waited
        for long enough."""
        longer = self._throttle.pause(_place(asked, host), seconds)
        with self._lock:
            self._waited[asked.service] += longer
            waited = self._waited[asked.service]
        if waited > self._limits.all_waits:
            most = f"{self._limits.all_waits:.0f} s"
            text = f"{asked.service}: asks for pauses of more than {most} in all; run again later"
            raise self._stop(asked, host, Throttled(text))
        self._tell(HttpEvent(asked.service, "waiting", seconds, reason))

    def _tell_of_turn(self, service: str, seconds: float) -> None:
        if seconds > _WORTH_SAYING:
            self._tell(HttpEvent(service, "waiting", seconds, "its turn"))


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2].lower()


def _places(service: str, host: str) -> tuple[str, str]:
    """What may be paused or stopped: the host, and the service there. Behind one proxy or mirror all services share a
    host, and the trouble of one is not the trouble of the others."""
    return host, f"{service} at {host}"


def _place(asked: Question, host: str) -> str:
    """What answered: the service, or a host that it redirected to."""
    return _places(asked.service, host)[1] if host == _host(urlsplit(asked.url)) else host


def _path(url: str) -> str:
    return f"{urlsplit(url).path[-60:]!r}"
