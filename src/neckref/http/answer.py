"""Questions to services and their answers, as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree

from neckref.errors import BadAnswer
from neckref.http.payload import parse_json, parse_xml, parse_xml_elements
from neckref.http.throttle import Budget
from neckref.model import StoredAnswer

Expect = Literal["json", "xml", "text", "any"]
Params = Sequence[tuple[str, str]]

ACCEPT = {
    "json": "application/json",
    "xml": "application/xml, text/xml",
    "text": "text/plain, */*;q=0.5",
    "any": "text/html, application/xhtml+xml, */*;q=0.8",
}


@dataclass(frozen=True, slots=True)
class HttpEvent:
    """Something a progress display may show."""

    service: str
    kind: Literal["sent", "answered", "from store", "waiting", "down"]
    seconds: float | None = None
    """How long it took (answered) or will take (waiting)."""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A proper answer: status 200, or 404 for "no such thing"."""

    service: str
    status: int
    url: str
    """Public address it came from, after redirects."""
    fetched_at: str
    """ISO 8601 UTC time."""
    sha256: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case; for a stored answer only content-type, etag and last-modified."""
    from_store: bool = False
    _parsed: list[Any] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def content_type(self) -> str:
        """Media type in lower case without parameters, "" where none was sent."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text: in the charset of the content type, else UTF-8; what does not decode becomes U+FFFD."""
        charset = self.headers.get("content-type", "").lower().partition("charset=")[2].partition(";")[0].strip("\"' ")
        try:
            return self.body.decode(charset or "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The JSON value, strictly read and read once: not to be changed. Raises BadAnswer."""
        if not self._parsed:
            try:
                self._parsed.append(parse_json(self.body))
            except ValueError as error:
                raise BadAnswer(f"{self.service}: sent JSON that cannot be read ({_short(error)})") from None
        return self._parsed[0]

    def xml(self) -> etree._Element:
        """The XML root; raises BadAnswer."""
        try:
            return parse_xml(self.body)
        except ValueError as error:
            raise BadAnswer(f"{self.service}: sent {_short(error)}") from None

    def xml_elements(self, tag: str | tuple[str, ...]) -> tuple[list[etree._Element], str | None]:
        """All complete elements of a name, and what broke after them (None: nothing)."""
        return parse_xml_elements(self.body, tag)


@dataclass(frozen=True, slots=True)
class Question:
    """One request as it will be sent, and its key."""

    service: str
    url: str
    key: str
    headers: Mapping[str, str]
    expect: Expect
    budget: Budget
    secret_params: tuple[tuple[str, str], ...] = ()
    secret_headers: Mapping[str, str] = field(default_factory=dict)
    accept: tuple[str, ...] = ()
    method: str = "GET"
    data: Mapping[str, str] | None = None
    body: bytes | None = None
    check: Callable[[Answer], object] | None = None
    wanted: int = 0
    trusted: bool = True


def replay(service: str, stored: StoredAnswer) -> Answer:
    """The answer that was stored."""
    headers = {"content-type": stored.content_type, "etag": stored.etag, "last-modified": stored.last_modified}
    return Answer(
        service=service,
        status=stored.status,
        url=stored.url,
        fetched_at=stored.fetched_at,
        sha256=stored.sha256,
        body=stored.body,
        headers={name: value for name, value in headers.items() if value},
        from_store=True,
    )


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
