"""What must never be written down, and texts without it."""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote, urlsplit

_SHORTEST = 4
"""Characters from which on a value is a secret: shorter ones would garble every text."""


class Secrets:
    """The keys, e-mail addresses and passwords that a client was given. Thread-safe."""

    def __init__(self, user_agent: str) -> None:
        self._lock = threading.Lock()
        self._values = set(re.findall(r"mailto:([^\s;,)]+)", user_agent))

    def learn(self, url: str, params: Iterable[tuple[str, str]], *carried: Mapping[str, str]) -> None:
        """Take in what goes along with a request: user and password of its address, parameters, headers, fields."""
        user = urlsplit(url).netloc.rpartition("@")[0]
        values = [unquote(user.partition(":")[2]), user, *(value for _, value in params)]
        values += [value.removeprefix("Bearer ") for fields in carried for value in fields.values()]
        with self._lock:
            for value in values:
                if len(value) >= _SHORTEST:
                    self._values |= {value, quote(value, safe=""), quote(value), value.replace("/", "\\/")}
            if user:
                self._values.add(base64.b64encode(unquote(user).encode()).decode())

    def redact(self, text: str) -> str:
        """The text with stars in place of every secret."""
        for secret in self._longest_first():
            text = text.replace(secret, "***")
        return text

    def redact_bytes(self, body: bytes) -> bytes:
        """The same for bytes: a service may echo the request (as in the address of a next page)."""
        for secret in self._longest_first():
            body = body.replace(secret.encode(), b"***")
        return body

    def _longest_first(self) -> list[str]:
        with self._lock:
            return sorted(self._values, key=len, reverse=True)
