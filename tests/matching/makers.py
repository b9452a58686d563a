"""Short makers of records, works and references for the tests of matching."""

from __future__ import annotations

from typing import Any

from neckref.matching import merge_records
from neckref.model import Fields, Hints, Identifier, Name, Record, Reference, Span, Work
from neckref.text.identifiers import find_identifiers


def names(text: str) -> tuple[Name, ...]:
    """ "Andersen LL; Kjær, Michael" → Names; a part without a blank is a group."""
    found = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        family, _, given = part.partition(", ") if ", " in part else part.rpartition(" ")
        found.append(Name(family=family, given=given) if family else Name(literal=given))
    return tuple(found)


def record(source: str = "crossref", ids: str = "", authors: str = "", **fields: Any) -> Record:
    """A record; `ids` as "doi:10.5555/x pmid:5"."""
    identifiers = tuple(Identifier(*i.split(":", 1)) for i in ids.split())
    unverified = fields.pop("unverified", ())
    values = Fields(authors=names(authors), **fields)
    return Record(
        source,
        identifiers[0].value if identifiers else "x",
        "2026-01-01T00:00:00Z",
        "",
        identifiers,
        values,
        unverified,
    )


def work(ids: str = "", authors: str = "", **fields: Any) -> Work:
    """A work of one record."""
    return merge_records([record("crossref", ids, authors, **fields)])


def reference(raw: str, authors: str = "", **hints: Any) -> Reference:
    """A loose entry with what a parser would have read."""
    return Reference(
        "ref-1", raw, Span(0, len(raw)), Hints(authors=names(authors), **hints), None, find_identifiers(raw)
    )
