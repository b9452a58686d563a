"""The one place that talks to the network: every answer is bounded, paced, checked, stored and free of secrets."""

from __future__ import annotations

import base64
import hashlib
import json as jsonlib
import logging
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Literal
from urllib.parse import SplitResult, quote, unquote, urlsplit

from neckref.errors import BadAnswer, SourceError, Throttled, Unreachable
from neckref.http.answer import ACCEPT, Answer, Expect, HttpEvent, Params, Question, replay
from neckref.http.cache import AnswerStore, add_parameters, age_seconds, answer_key, public_url
from neckref.http.limits import Limits, is_public_address, is_web_address
from neckref.http.payload import is_whole_xml, looks_like_html
from neckref.http.throttle import Budget, Clock, Throttle, parse_retry_after, seconds_until_budget
from neckref.http.wire import Message, Reply, Wire, WireError
from neckref.model import StoredAnswer

log = logging.getLogger("neckref.http")

_CONTACT = re.compile(r"[;,]?\s*mailto:[^\s;,)]+")
_PAGES = Budget("pages", per_second=2.0, concurrency=2)
_WORTH_SAYING = 0.2
"""Seconds of waiting for a turn that nobody needs to know of."""


class Client:
    """Asks services on behalf of the sources. Thread-safe; close it when done.

    `offline`: answers come from the store alone. `refresh`: stored answers are confirmed with the service first.
    A "mailto:" in `user_agent` is told to the services as configured, never to where they redirect or to pages.
    `max_age` and `negative_age`: seconds for which a stored 200 or 404 is not asked again.
    Every failure is a `SourceError` (Throttled, BadAnswer, Unreachable) whose text is one line: service, cause, what
    to do, without key, e-mail address or password.
    """

    def __init__(
        self,
        *,
        store: AnswerStore | None = None,
        offline: bool = False,
        refresh: bool = False,
        on_event: Callable[[HttpEvent], None] | None = None,
        limits: Limits | None = None,
        max_age: float = timedelta(days=30).total_seconds(),
        negative_age: float = timedelta(days=1).total_seconds(),
        user_agent: str = "neckref",
        clock: Clock | None = None,
        is_public: Callable[[str], bool] = is_public_address,
    ) -> None:
        self.offline = offline
        self.requests: Counter[str] = Counter()
        """Requests really sent, by service."""
        self._store = store
        self._refresh = refresh
        self._on_event = on_event
        self._limits = limits or Limits()
        self._ages = {200: max_age, 404: negative_age}
        self._user_agent = user_agent
        self._plain_agent = _CONTACT.sub("", user_agent)
        self._clock = clock or Clock()
        self._throttle = Throttle(self._clock)
        self._wire = Wire(self._limits, is_public)
        self._secrets = set(re.findall(r"mailto:([^\s;,)]+)", user_agent))
        self._lock = threading.Lock()
        self._jitter = random.Random(0)  # noqa: S311 - spreads retries, hides nothing

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections. Whoever still waits for an answer, or for a turn, is told so at once."""
        self._throttle.close()
        self._wire.close()

    def get(
        self,
        service: str,
        url: str,
        *,
        params: Params = (),
        secret_params: Params = (),
        headers: Mapping[str, str] | None = None,
        secret_headers: Mapping[str, str] | None = None,
        expect: Expect,
        budget: Budget,
        method: Literal["GET", "POST"] = "GET",
        data: Mapping[str, str] | None = None,
        secret_data: Mapping[str, str] | None = None,
        json: Any = None,
        check: Callable[[Answer], object] | None = None,
        wanted: int = 0,
        accept: Sequence[str] = (),
    ) -> Answer:
        """The answer to one question, from the store where it is fresh, else from the service.

        The host of `url` is trusted as configured (http and loopback included); wherever it redirects to is not.
        `secret_*` are sent along, but are part of no key, stored address, log line or error. `expect` says what a
        200 must hold; `accept` names content types beyond those. `check` may raise a SourceError for an answer that is
        an error in disguise: it is called before anything is stored, for 200 and 404 alike. `wanted`: where `check`
        gives a list of fewer, something was not found, and the stored answer lives no longer than a 404.
        """
        if not is_web_address(url):
            raise BadAnswer(f"{service}: the address of the service is not valid; correct its setting")
        self._learn_secrets(url, secret_params, secret_headers or {}, secret_data or {})
        sent_headers = {"accept": ACCEPT[expect], **{n.lower(): v for n, v in (headers or {}).items()}}
        body = jsonlib.dumps(json, sort_keys=True).encode() if json is not None else None
        asked = Question(
            service=service,
            url=add_parameters(url, params),
            key=answer_key(method, add_parameters(url, params), sent_headers["accept"], data, body),
            secret_params=tuple(secret_params),
            headers=sent_headers,
            secret_headers=dict(secret_headers or {}),
            expect=expect,
            accept=tuple(accept),
            budget=budget,
            method=method,
            data={**(data or {}), **(secret_data or {})} if data or secret_data else None,
            body=body,
            check=check,
            wanted=wanted,
        )
        return self._answer(asked)

    def fetch_page(self, url: str) -> Answer:
        """An article by its address. Only public http and https addresses, at most `Limits.page_bytes`; a connection
        to a private, loopback or link-local address is refused on every hop."""
        if not is_web_address(url):
            raise Unreachable(
                f"page: only http and https addresses can be read, not {self.redact(public_url(url))!r:.100}"
            )
        accept = ACCEPT["any"]
        page = Question(
            service="page",
            url=url,
            key=answer_key("GET", url, accept, None, None),
            headers={"accept": accept},
            expect="any",
            budget=_PAGES,
            trusted=False,
        )
        return self._answer(page)

    def redact(self, text: str) -> str:
        """The text without any secret this client was given."""
        with self._lock:
            secrets = sorted(self._secrets, key=len, reverse=True)
        for secret in secrets:
            text = text.replace(secret, "***")
        return text

    def _without_secrets(self, body: bytes) -> bytes:
        """The body as it came, but for what a service echoes of the request (as in the address of a next page)."""
        with self._lock:
            secrets = sorted(self._secrets, key=len, reverse=True)
        for secret in secrets:
            body = body.replace(secret.encode(), b"***")
        return body

    def stopped(self, service: str, url: str) -> str | None:
        """Why a service at the host of an address is left alone for the rest of this run, or None."""
        return self._throttle.stopped(*_places(service, _host(urlsplit(url))))

    # The way of one question: store, then service, then store.

    def _answer(self, asked: Question) -> Answer:
        stored = self._stored(asked.key)
        fresh = stored is not None and age_seconds(stored, self._clock.now()) < self._life(asked, stored)
        if stored is not None and (self.offline or (fresh and not self._refresh)):
            self._tell(HttpEvent(asked.service, "from store"))
            return replay(asked.service, stored)
        if self.offline:
            raise Unreachable(f"{asked.service}: not in the library; offline")
        try:
            answer = self._ask(asked, stored)
        except SourceError as error:
            if stored is None or self._refresh or stored.status != 200:
                raise
            # Old but right beats nothing: the record carries the day it was fetched.
            self._tell(HttpEvent(asked.service, "from store", reason=error.reason))
            return replay(asked.service, stored)
        return answer

    def _life(self, asked: Question, stored: StoredAnswer) -> float:
        """Seconds for which a stored answer is not asked again; short where it lacks something that was wanted."""
        status = stored.status
        if status == 200 and asked.wanted and asked.check is not None:
            found = asked.check(replay(asked.service, stored))
            status = 404 if isinstance(found, list) and len(found) < asked.wanted else 200
        return self._ages.get(status, 0.0)

    def _ask(self, asked: Question, stored: StoredAnswer | None) -> Answer:
        reply = self._send_patiently(asked, stored)
        now = self._clock.now().isoformat(timespec="seconds")
        if reply.status == 304 and stored is not None:
            confirmed = replace(stored, fetched_at=now)
            self._keep(confirmed)
            return replay(asked.service, confirmed)
        body = self._without_secrets(reply.body) if asked.trusted else reply.body
        answer = Answer(
            service=asked.service,
            status=reply.status,
            url=public_url(self.redact(reply.url)),
            fetched_at=now,
            sha256=hashlib.sha256(body).hexdigest(),
            body=body,
            headers=reply.headers,
        )
        try:
            whole = self._examine(answer, asked)
        except SourceError as error:
            log.debug("%s: sha256 %s, begins %r", asked.service, answer.sha256, self.redact(answer.text[:200]))
            raise type(error)(self.redact(error.reason), retry_after=error.retry_after) from None
        if whole:
            self._keep(
                StoredAnswer(
                    key=asked.key,
                    url=public_url(self.redact(asked.url)),
                    status=answer.status,
                    content_type=reply.headers.get("content-type", ""),
                    fetched_at=now,
                    sha256=answer.sha256,
                    body=answer.body,
                    etag=reply.headers.get("etag"),
                    last_modified=reply.headers.get("last-modified"),
                )
            )
        return answer

    def _examine(self, answer: Answer, asked: Question) -> bool:
        """Whether the answer is whole and may be stored; raises BadAnswer where it is none."""
        whole = True
        if answer.status == 200 and asked.expect in ("json", "xml"):
            kind = answer.content_type
            named = not kind or asked.expect in kind or kind in asked.accept or kind == "text/plain"
            if looks_like_html(answer.body) or not named:
                raise BadAnswer(
                    f"{asked.service}: answered {kind or 'a web page'} instead of {asked.expect}; try later"
                )
            if asked.expect == "json":
                answer.json()
            else:
                whole = is_whole_xml(answer.body)
        if asked.check is not None:
            asked.check(answer)
        return whole

    def _send_patiently(self, asked: Question, stored: StoredAnswer | None) -> Reply:
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
        self._tell(HttpEvent(asked.service, "answered", self._clock.monotonic() - begun))
        return reply

    def _request_headers(self, asked: Question, stored: StoredAnswer | None) -> dict[str, str]:
        agent = self._user_agent if asked.trusted else self._plain_agent
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
        if status in (429, 403):
            empty_for = seconds_until_budget(reply.headers, now)
            if empty_for is not None and empty_for > self._limits.longest_wait:
                hours = f" for {empty_for / 3600:.1f} h" if empty_for < float("inf") else ""
                reason = f"{service}: the daily allowance is spent{hours}; run again later, or use a key"
                raise self._stop(asked, reply.host, Throttled(reason, retry_after=_finite(empty_for)))
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

    def _give_up(self, asked: Question, failure: WireError) -> SourceError:
        reason = f"{asked.service}: {failure.cause}"
        if failure.kind in ("down", "silent"):
            error = Unreachable(f"{reason}; check the network, or use --offline")
            return self._stop(asked, failure.host, error, whole=failure.kind == "down")
        return Unreachable(f"{reason}; run again later") if failure.kind == "cut" else BadAnswer(reason)

    def _stop(self, asked: Question, host: str, error: SourceError, *, whole: bool = False) -> SourceError:
        """Leaves the service alone, or the whole host where nobody is there to talk to."""
        if self._throttle.stop(host if whole else _place(asked, host), error.reason):
            self._tell(HttpEvent(asked.service, "down", reason=error.reason))
        return error

    def _refuse_if_stopped(self, service: str, host: str) -> None:
        reason = self._throttle.stopped(*_places(service, host))
        if reason is not None:
            raise Unreachable(reason if reason.startswith(f"{service}:") else f"{service}: {reason}")

    def _backoff(self, attempt: int) -> float:
        with self._lock:
            spread = self._jitter.uniform(0.5, 1.5)
        return float(self._limits.backoff_seconds * 2**attempt * spread)

    def _wait(self, asked: Question, host: str, seconds: float, reason: str) -> None:
        """Makes everybody wait who asks this service; the next turn does the waiting."""
        self._tell(HttpEvent(asked.service, "waiting", seconds, reason))
        self._throttle.pause(_place(asked, host), seconds)

    # The store, the secrets, the events.

    def _stored(self, key: str) -> StoredAnswer | None:
        if self._store is None:
            return None
        with self._lock:
            return self._store.get_answer(key)

    def _keep(self, answer: StoredAnswer) -> None:
        if self._store is not None:
            with self._lock:
                self._store.put_answer(answer)

    def _learn_secrets(self, url: str, params: Params, headers: Mapping[str, str], data: Mapping[str, str]) -> None:
        userinfo = urlsplit(url).netloc.rpartition("@")[0]
        values = [v for _, v in params] + [v.removeprefix("Bearer ") for v in headers.values()] + list(data.values())
        values += [unquote(userinfo.partition(":")[2]), userinfo]
        with self._lock:
            for value in values:
                if len(value) >= 4:
                    self._secrets |= {value, quote(value, safe=""), quote(value)}

    def _tell_of_turn(self, service: str, seconds: float) -> None:
        if seconds > _WORTH_SAYING:
            self._tell(HttpEvent(service, "waiting", seconds, "its turn"))

    def _tell(self, event: HttpEvent) -> None:
        log.debug("%s %s %s", event.service, event.kind, event.reason or "")
        if self._on_event is not None:
            self._on_event(event)


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


def _finite(seconds: float) -> float | None:
    return seconds if seconds < float("inf") else None
