"""OpenCitations Index v2 and Meta v1: https://api.opencitations.net (`/index/v2` and `/meta/v1` follow).

Endpoints: /meta/v1/metadata/{ids joined by "__"} for records, /index/v2/citations/{id} for who cites and
/index/v2/references/{id} for who is cited, both unpaged. An identifier needs its prefix: a bare DOI is answered with an
empty list, like one that nobody cites.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import quote

from neckref.errors import BadAnswer
from neckref.http import Answer, Budget, Client
from neckref.model import Citation, Fields, Found, Identifier, Lookup, Name, NotFound, Query
from neckref.sources.common import (
    batches,
    expand_pages,
    expect_list,
    fetch_batches,
    found_or_not,
    make_record,
    parse_iso_date,
    plain,
    tables,
    text_of,
)
from neckref.text.identifiers import parse_doi, parse_pmcid, parse_pmid

META_BATCH = 10
"""Fifteen ids in one request are answered with HTTP 500 (seen, not documented)."""

_TYPES = {"journal article": "article-journal", "book": "book", "book chapter": "chapter", "dissertation": "thesis",
          "proceedings article": "paper-conference", "report": "report", "dataset": "dataset",
          "posted content": "article"}  # fmt: skip


class OpenCitations:
    """Open citation data: who cites a work, from the reference lists deposited at Crossref, PubMed and others."""

    name = "opencitations"
    schemes = frozenset({"doi", "pmid"})
    searches = False
    knows_citing = True

    def __init__(self, client: Client, *, base_url: str, key: str | None = None) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._headers = {"authorization": key.strip()} if key and key.strip() else {}
        self._budget = Budget("opencitations", 3.0, 2)  # 180 a minute for each address

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each identifier from Meta (titles come Title-Cased there), ten a request; no Citations."""
        asked = batches((i for i in identifiers if i.scheme in self.schemes), META_BATCH)
        return fetch_batches(asked, self._fetch, workers=2)

    def search_records(self, query: Query) -> Lookup:
        """NotFound: OpenCitations has no search."""
        return NotFound()

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Citations of each identifier, one request for each, without records."""

        def ask(batch: list[Identifier]) -> dict[Identifier, Lookup]:
            ends = self._ends(batch[0], "citations")[:limit]
            return {batch[0]: found_or_not([], [Citation(str(i), str(batch[0]), self.name) for i in ends])}

        return fetch_batches([[i] for i in identifiers if i.scheme in self.schemes], ask, workers=2)

    def fetch_references(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """Whom each work cites, one request for each, without records."""

        def ask(batch: list[Identifier]) -> dict[Identifier, Lookup]:
            ends = self._ends(batch[0], "references")
            return {batch[0]: found_or_not([], [Citation(str(batch[0]), str(i), self.name) for i in ends])}

        return fetch_batches([[i] for i in identifiers if i.scheme in self.schemes], ask, workers=2)

    def _ends(self, identifier: Identifier, what: Literal["citations", "references"]) -> list[Identifier]:
        """The other ends of the rows of a work, each once; a row that is not about the work is not taken."""
        own, other = ("cited", "citing") if what == "citations" else ("citing", "cited")
        listed = self._rows(f"/index/v2/{what}/{identifier.scheme}:{quote(identifier.value, safe='/')}")
        rows = (row for row in tables(listed.json()) if identifier in parse_ids(row.get(own)))
        ends = (ids[0] for row in rows if (ids := parse_ids(row.get(other))))
        return [i for i in dict.fromkeys(ends) if i != identifier]

    def _fetch(self, batch: list[Identifier]) -> dict[Identifier, Lookup]:
        joined = "__".join(f"{i.scheme}:{i.value}" for i in batch)
        answer = self._rows(f"/meta/v1/metadata/{quote(joined, safe='/:')}")
        found: dict[Identifier, Lookup] = {}
        for row in tables(answer.json()):
            own = parse_ids(row.get("id"))
            if own:
                record = make_record(self.name, str(own[0]), answer, row, identifiers=own, fields=parse_fields(row))
                found |= {i: Found((record,)) for i in own if i in batch}
        return found

    def _rows(self, path: str) -> Answer:
        return self._client.get(
            self.name,
            self._base + path,
            secret_headers=self._headers,
            expect="json",
            budget=self._budget,
            check=_check,
        )


def create(client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> OpenCitations:
    """The OpenCitations source; the key is its optional access token."""
    return OpenCitations(client, base_url=base_url, key=key)


def parse_ids(value: object) -> tuple[Identifier, ...]:
    """Identifiers in "omid:br/06… doi:10.x/y pmid:123", DOIs first; two DOIs are a preprint and its article."""
    ids = (word.partition(":") for word in (text_of(value) or "").split())
    parsers = {"doi": parse_doi, "pmid": parse_pmid, "pmcid": parse_pmcid}
    found = [made for scheme, _, rest in ids if scheme in parsers and (made := parsers[scheme](rest)) is not None]
    return tuple(dict.fromkeys(sorted(found, key=lambda i: i.scheme)))


def parse_fields(row: Mapping[str, Any]) -> Fields:
    """Fields of one row of Meta, where everything is a string and "" means nothing."""
    year, month, day = parse_iso_date(row.get("pub_date"))
    people = (_person(part) for part in (text_of(row.get("author")) or "").split(";"))
    return Fields(
        title=plain(row.get("title")),
        authors=tuple(p for p in people if p is not None),
        year=year,
        month=month,
        day=day,
        journal=_without_ids(row.get("venue")),
        volume=text_of(row.get("volume")),
        issue=text_of(row.get("issue")),
        pages=expand_pages(row.get("page")),
        publisher=_without_ids(row.get("publisher")),
        issn=tuple(re.findall(r"issn:([\dXx-]+)", text_of(row.get("venue")) or "")),
        type=_TYPES.get((text_of(row.get("type")) or "").lower()),
    )


def _without_ids(value: object) -> str | None:
    """ "Journal Name [issn:1234-5678 omid:br/06]" without the bracket."""
    return plain(re.sub(r" ?\[[^\[\]]*\]$", "", text_of(value) or ""))


def _person(part: str) -> Name | None:
    name = _without_ids(part)
    if name is None:
        return None
    family, comma, given = (piece.strip() for piece in name.partition(","))
    return Name(family=family, given=given or None) if comma and family else Name(literal=family or given)


def _check(answer: Answer) -> None:
    if answer.status == 404:
        raise BadAnswer("opencitations: has no such operation at this address; check the base address")
    expect_list(answer, answer.json(), "a list of rows")
