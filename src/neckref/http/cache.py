"""Stored answers: what was asked (without secrets), what came back, when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from neckref.model import StoredAnswer

SECRET_PARAMETERS = frozenset({"api_key", "apikey", "key", "token", "access_token", "mailto", "email"})
"""Never part of a key or of a stored address, whichever way they came in."""


class AnswerStore(Protocol):
    """Where answers are kept. The client calls it from several threads, one call at a time."""

    def get_answer(self, key: str) -> StoredAnswer | None:
        """The answer of that key, or None."""
        ...

    def put_answer(self, answer: StoredAnswer) -> None:
        """Keeps an answer, in place of an older one of the same key."""
        ...


class MemoryStore:
    """An AnswerStore for as long as the process lives."""

    def __init__(self) -> None:
        self.answers: dict[str, StoredAnswer] = {}

    def get_answer(self, key: str) -> StoredAnswer | None:
        """The answer of that key, or None."""
        return self.answers.get(key)

    def put_answer(self, answer: StoredAnswer) -> None:
        """Keeps an answer."""
        self.answers[answer.key] = answer


def add_parameters(url: str, params: Iterable[tuple[str, str]]) -> str:
    """The address with parameters added, each value percent-encoded whole (`safe=''`)."""
    query = urlencode(list(params), quote_via=quote, safe="")
    if not query:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{query}"


def public_url(url: str) -> str:
    """The address without user, password, fragment and secret parameters; "" for what is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if any(name.lower() in SECRET_PARAMETERS for name, _ in pairs):
        kept = [(n, v) for n, v in pairs if n.lower() not in SECRET_PARAMETERS]
        query = urlencode(kept, quote_via=quote, safe="")
    else:
        query = parts.query
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))


def answer_key(method: str, url: str, accept: str, data: Mapping[str, str] | None, body: bytes | None) -> str:
    """Key of a request: method, public address, Accept, and what a POST carries, hashed. Free of secrets."""
    form = [(n, v) for n, v in (data or {}).items() if n.lower() not in SECRET_PARAMETERS]
    parts = (method, public_url(url), accept, urlencode(form), (body or b"").decode("utf-8", "replace"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def age_seconds(answer: StoredAnswer, now: datetime) -> float:
    """Seconds since it was fetched; infinite where the time cannot be read or lies in the future."""
    try:
        age = (now - datetime.fromisoformat(answer.fetched_at)).total_seconds()
    except (ValueError, TypeError):
        return float("inf")
    return age if age >= -60 else float("inf")
