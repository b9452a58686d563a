"""Works as plain data, the requests and faults of the fake services, and what their answers have in common."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

Reply = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True)
class FakeWork:
    """One publication; every field may be left out."""

    title: str
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    authors: tuple[tuple[str, str], ...] = ()
    """(family, given)."""
    year: int | None = None
    month: int | None = None
    journal: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    type: str = "journal-article"
    abstract: tuple[tuple[str, str], ...] = ()
    """(label, text); one part with an empty label for an unstructured one."""
    mesh: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ("Journal Article",)
    cites: tuple[str, ...] = ()
    """DOIs of its reference list."""
    retracted_by: str | None = None
    """DOI of the retraction notice."""
    known_to: tuple[str, ...] = ("crossref", "openalex", "pubmed", "europepmc", "opencitations", "semanticscholar")
    listed_by: tuple[str, ...] | None = None
    """Services that tell its reference list; None: all that know the work."""

    @cached_property
    def openalex(self) -> str:
        """An OpenAlex id made from title and DOI: the same in every run, another one for every work."""
        return f"W{int(sha256(f'{self.doi} {self.title}'.encode()).hexdigest()[:12], 16)}"

    @cached_property
    def s2(self) -> str:
        """A Semantic Scholar paper id."""
        return sha256(f"{self.doi} {self.title}".encode()).hexdigest()[:40]

    def cites_in(self, service: str) -> tuple[str, ...]:
        """The reference list as the service tells it."""
        return self.cites if self.listed_by is None or service in self.listed_by else ()


@dataclass(frozen=True)
class Fault:
    """What is sent instead of an answer. `raw` goes out as it is and the connection is closed."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    raw: bytes | None = None
    delay: float = 0.0
    """Seconds of silence before it."""
    drip: float = 0.0
    """Seconds between two bytes of `raw`."""


@dataclass(frozen=True)
class Seen:
    """One request."""

    service: str
    kind: str
    """Class it is limited as ("crossref list")."""
    method: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    """Parameters of the address and of a posted form."""
    headers: Mapping[str, str]
    body: bytes
    at: float

    @property
    def query(self) -> dict[str, str]:
        """Parameters by name; the last one of a name counts."""
        return dict(self.pairs)


class Literature(list[FakeWork]):
    """The works one service knows, found by their identifiers."""

    @cached_property
    def by_doi(self) -> Mapping[str, FakeWork]:
        """Lower-case DOI → work."""
        return {w.doi.lower(): w for w in reversed(self) if w.doi}

    @cached_property
    def by_pmid(self) -> Mapping[str, FakeWork]:
        """PMID → work."""
        return {w.pmid: w for w in reversed(self) if w.pmid}

    @cached_property
    def by_openalex(self) -> Mapping[str, FakeWork]:
        """OpenAlex id → work."""
        return {w.openalex: w for w in self}

    @cached_property
    def _cited(self) -> Counter[str]:
        return Counter(doi for w in self for doi in set(w.cites))

    def cited_by(self, work: FakeWork) -> int:
        """How many of the works cite it."""
        return self._cited[work.doi] if work.doi else 0

    def citing(self, *cited: FakeWork) -> list[FakeWork]:
        """Works that cite one of them."""
        dois = {w.doi for w in cited if w.doi}
        return [w for w in self if dois.intersection(w.cites)]

    def search(self, text: str, most: int) -> list[FakeWork]:
        """Works that share words with the text, most shared first."""
        wanted = _words(text)
        scored = [(len(wanted & _words(f"{w.title} {' '.join(f for f, _ in w.authors)} {w.year}")), w) for w in self]
        return [w for score, w in sorted(scored, key=lambda s: -s[0]) if score > 1][:most]


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"\w+", text.casefold()) if len(w) > 2}


def json_reply(value: Any, status: int = 200) -> Reply:
    """The value as JSON."""
    return status, {"Content-Type": "application/json"}, json.dumps(value).encode()


def xml_reply(text: str) -> Reply:
    """The elements as an XML document."""
    return 200, {"Content-Type": "text/xml; charset=UTF-8"}, ('<?xml version="1.0" ?>\n' + text).encode()
