"""The one place that talks to the network: every answer is bounded, paced, checked, stored and free of secrets."""

from __future__ import annotations

import hashlib
import json as jsonlib
import logging
import re
import threading
from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

from neckref.errors import BadAnswer, SourceError, Unreachable
from neckref.http.answer import ACCEPT, Answer, Expect, HttpEvent, Params, Question, replay
from neckref.http.cache import AnswerStore, add_parameters, age_seconds, answer_key, public_url
from neckref.http.limits import Limits, is_public_address, is_web_address
from neckref.http.payload import is_whole_xml, looks_like_html
from neckref.http.secrets import Secrets
from neckref.http.sending import Sender
from neckref.http.throttle import Budget, Clock
from neckref.http.wire import Wire
from neckref.model import StoredAnswer

log = logging.getLogger("neckref.http")

_CONTACT = re.compile(r"[;,]?\s*mailto:[^\s;,)]+")
_PAGES = Budget("pages", per_second=2.0, concurrency=2)


class Client:
    """Asks services on behalf of the sources. Thread-safe; close it when done.

    `offline`: answers come from the store alone. `refresh`: stored answers are confirmed with the service first.
    A "mailto:" in `user_agent` is told to the services as configured, never to where they redirect or to pages.
    `max_age` and `negative_age`: seconds for which a stored 200 or 404 is not asked again.
    Every failure is a `SourceError` (Throttled, BadAnswer, Unreachable) whose text is one line: service, cause, what
    to do, address, without key, e-mail address or password.
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
        self._store = store
        self._refresh = refresh
        self._on_event = on_event
        self._limits = limits or Limits()
        self._ages = {200: max_age, 404: negative_age}
        self._clock = clock or Clock()
        self._sender = Sender(
            Wire(self._limits, is_public),
            self._limits,
            self._clock,
            self._tell,
            agent=user_agent,
            plain_agent=_CONTACT.sub("", user_agent),
        )
        self._secrets = Secrets(user_agent)
        self._renewed: set[str] = set()
        """Keys of answers that came, or were confirmed, in this run."""
        self._lock = threading.Lock()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def requests(self) -> Mapping[str, int]:
        """Requests really sent, by service."""
        return self._sender.requests

    def close(self) -> None:
        """Closes all connections. Whoever still waits for an answer, or for a turn, is told so at once."""
        self._sender.close()

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
        gives fewer, something was not found, and the stored answer lives no longer than a 404.
        """
        if not is_web_address(url):
            raise BadAnswer(f"{service}: the address of the service is not valid; correct its setting")
        self._secrets.learn(url, secret_params, secret_headers or {}, secret_data or {})
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
        return self._secrets.redact(text)

    def stopped(self, service: str, url: str) -> str | None:
        """Why a service at the host of an address is left alone for the rest of this run, or None."""
        return self._sender.stopped(service, url)

    # The way of one question: store, then service, then store.

    def _answer(self, asked: Question) -> Answer:
        stored = self._stored(asked.key)
        fresh = stored is not None and age_seconds(stored, self._clock.now()) < self._life(asked, stored)
        if self._refresh and asked.key not in self._renewed:
            fresh = False
        if stored is not None and (self.offline or fresh):
            self._tell(HttpEvent(asked.service, "from store"))
            return replay(asked.service, stored)
        if self.offline:
            raise Unreachable(f"{asked.service}: not in the library; offline")
        try:
            return self._ask(asked, stored)
        except SourceError as error:
            if stored is None or self._refresh or stored.status != 200:
                where = public_url(self.redact(asked.url)).partition("?")[0][:120]
                raise type(error)(f"{error.reason} ({where})", retry_after=error.retry_after) from None
            # Old but right beats nothing: the record carries the day it was fetched.
            self._tell(HttpEvent(asked.service, "from store", reason=error.reason))
            return replay(asked.service, stored)

    def _life(self, asked: Question, stored: StoredAnswer) -> float:
        """Seconds for which a stored answer is not asked again; short where it lacks something that was wanted."""
        status = stored.status
        if status == 200 and asked.wanted and asked.check is not None:
            found = asked.check(replay(asked.service, stored))
            status = 404 if isinstance(found, Sized) and len(found) < asked.wanted else 200
        return self._ages.get(status, 0.0)

    def _ask(self, asked: Question, stored: StoredAnswer | None) -> Answer:
        reply = self._sender.send(asked, stored)
        now = self._clock.now().isoformat(timespec="seconds")
        if reply.status == 304 and stored is not None:
            confirmed = replace(stored, fetched_at=now)
            self._keep(confirmed)
            return replay(asked.service, confirmed)
        body = self._secrets.redact_bytes(reply.body) if asked.trusted else reply.body
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

    # The store, the secrets, the events.

    def _stored(self, key: str) -> StoredAnswer | None:
        if self._store is None:
            return None
        with self._lock:
            return self._store.get_answer(key)

    def _keep(self, answer: StoredAnswer) -> None:
        self._renewed.add(answer.key)
        if self._store is not None:
            with self._lock:
                self._store.put_answer(answer)

    def _tell(self, event: HttpEvent) -> None:
        log.debug("%s %s %s", event.service, event.kind, event.reason or "")
        if self._on_event is not None:
            self._on_event(event)
