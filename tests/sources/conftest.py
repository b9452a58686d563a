"""A local server in place of all services, and a client that never really sleeps."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from neckref.http import Answer, Client, Clock, Limits, MemoryStore
from neckref.model import Found, Identifier, Lookup, Record
from tests.fakes.api_server import FakeApis, FakeWork, Fault

JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "text/xml; charset=UTF-8"}
WORKS = (
    FakeWork(
        title="Shrugs and the upper trapezius",
        doi="10.5555/shrug.1",
        pmid="9000001",
        pmcid="PMC700001",
        authors=(("Doe", "Jane"), ("van den Berg", "Piet")),
        year=2011,
        month=5,
        journal="Journal of Invented Exercise",
        volume="12",
        issue="3",
        pages="703-11",
        abstract=(("Aim", "To see whether p < 0.05 & more."), ("Results", "It was.")),
        mesh=("Electromyography", "Humans"),
        publication_types=("Journal Article", "Randomized Controlled Trial"),
        cites=("10.5555/shrug.2", "10.9999/elsewhere"),
    ),
    FakeWork(
        title="Rows and the lower trapezius",
        doi="10.5555/shrug.2",
        pmid="9000002",
        authors=(("Roe", "Richard"),),
        year=2008,
        journal="Journal of Invented Exercise",
        volume="9",
        pages="1-9",
        retracted_by="10.5555/notice",
    ),
)
ONE, TWO, NONE = (Identifier("doi", f"10.5555/shrug.{n}") for n in ("1", "2", "404"))


@pytest.fixture
def apis() -> Iterator[FakeApis]:
    with FakeApis(WORKS) as server:
        yield server


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def client(store: MemoryStore) -> Iterator[Client]:
    clock = Clock(monotonic=lambda: time.monotonic() * 1e6, sleep=lambda _: None)
    with Client(store=store, limits=Limits(read_seconds=2.0, backoff_seconds=0.001), clock=clock) as made:
        yield made


def found(lookup: Lookup | None) -> Record:
    """The one record of a Found."""
    assert isinstance(lookup, Found), lookup
    assert len(lookup.records) == 1
    return lookup.records[0]


def cited(lookup: Lookup) -> list[str]:
    """Cited ends of the citations of a Found, sorted."""
    assert isinstance(lookup, Found), lookup
    return sorted(c.cited for c in lookup.citations)


def says(value: Any, status: int = 200) -> Fault:
    """A JSON answer to play."""
    return Fault(status, JSON, json.dumps(value).encode())


def answer(value: Any = None) -> Answer:
    """An answer for parsers that only need its date."""
    return Answer(
        "svc", 200, "https://svc.example/x", "2026-01-02T03:04:05+00:00", "0" * 64, json.dumps(value).encode()
    )
