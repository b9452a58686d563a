"""Query and Lookup: a question to a source, and its answer."""

from __future__ import annotations

from dataclasses import dataclass

from neckref.model.work import Citation, Record


@dataclass(frozen=True, slots=True)
class Query:
    """A search for one loose reference; sources use what they can."""

    text: str
    """One line for a bibliographic search: title, two or three surnames, year."""
    title: str | None = None
    surnames: tuple[str, ...] = ()
    year: int | None = None
    journal: str | None = None
    volume: str | None = None
    first_page: str | None = None
    topics: tuple[tuple[str, ...], ...] = ()
    """For a search by subject: phrases in groups; a work should hold one phrase of each group."""
    limit: int = 5
    """Candidates wanted."""


@dataclass(frozen=True, slots=True)
class Found:
    """The source answered with at least one record or citation; whether they fit is judged elsewhere."""

    records: tuple[Record, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class NotFound:
    """The source was asked, answered properly, and knows nothing."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The source could not be asked. Never the same as NotFound, and never stored as an answer."""

    reason: str
    """One line without secrets."""
    retry_after: float | None = None
    """Seconds."""


Lookup = Found | NotFound | Unavailable


@dataclass(frozen=True, slots=True)
class Asked:
    """One question put to one source in a run, and how it went: the run's memory of what was checked."""

    source: str
    question: str
    """`str()` of an identifier, or "search: …"."""
    outcome: str
    """"found", "not found" or "unavailable"."""
    at: str
    """ISO 8601 UTC time of the answer (or of the failure)."""
    reason: str | None = None
    reference: str | None = None
    """Id of the reference it was asked for, if for one."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer as it came, status 200 or 404. Nothing in it is secret."""

    key: str
    url: str
    status: int
    content_type: str
    fetched_at: str
    """ISO 8601 UTC time it was fetched, or confirmed by the service (304)."""
    sha256: str
    """Of `body`."""
    body: bytes
    """Unpacked, otherwise as sent."""
    etag: str | None = None
    last_modified: str | None = None
