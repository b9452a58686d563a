"""Unpaywall v2: https://api.unpaywall.org (`/v2/{doi}?email=` follows). One DOI a request; it needs an e-mail address.

OpenAlex carries the same data, so this source is optional: it says where a free copy is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from neckref.http import Budget, Client
from neckref.model import Fields, Found, Identifier, Lookup, Name, NotFound, Query, Unavailable
from neckref.sources.common import (
    expect_record,
    fetch_batches,
    make_record,
    name_from_display,
    number,
    parse_iso_date,
    person,
    plain,
    table,
    tables,
    text_of,
)


class Unpaywall:
    """Where a free copy of a work is (`Fields.url`)."""

    name = "unpaywall"
    schemes = frozenset({"doi"})
    searches = False
    knows_citing = False

    def __init__(self, client: Client, *, base_url: str, mailto: str | None = None) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._mailto = mailto
        self._budget = Budget("unpaywall", 10.0, 3)

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each DOI; one request for each."""
        asked = [[i] for i in dict.fromkeys(identifiers) if i.scheme == "doi"]
        if not self._mailto:
            reason = "unpaywall: needs an e-mail address; set NECKREF_MAILTO"
            return {batch[0]: Unavailable(reason) for batch in asked}
        return fetch_batches(asked, self._fetch)

    def search_records(self, query: Query) -> Lookup:
        """NotFound: the search of Unpaywall is not reliable and not used."""
        return NotFound()

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Nothing: Unpaywall knows no citations."""
        return {}

    def _fetch(self, batch: list[Identifier]) -> dict[Identifier, Lookup]:
        answer = self._client.get(
            self.name,
            f"{self._base}/v2/{quote(batch[0].value, safe='/')}",
            secret_params=(("email", self._mailto or ""),),
            expect="json",
            budget=self._budget,
            check=lambda a: expect_record(a, ("doi",), batch[0]),
        )
        if answer.status == 404:
            return {}
        item, doi = table(answer.json()), batch[0]
        record = make_record(self.name, doi.value, answer, item, identifiers=[doi], fields=parse_fields(item))
        return {doi: Found((record,))}


def create(client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> Unpaywall:
    """The Unpaywall source. A key is not used."""
    return Unpaywall(client, base_url=base_url, mailto=mailto)


def parse_fields(item: Mapping[str, Any]) -> Fields:
    """Fields of one record. `published_date` differs from Crossref's at times, so only the year is taken."""
    free = table(item.get("best_oa_location"))  # null where there is no free copy
    year = number(item.get("year"), 1400, 2200) or parse_iso_date(item.get("published_date"))[0]
    issns = (text_of(item.get("journal_issns")) or "").split(",")
    return Fields(
        title=plain(item.get("title")),
        authors=tuple(n for n in map(_author, tables(item.get("z_authors"))) if n is not None),
        year=year,
        journal=plain(item.get("journal_name")),
        publisher=plain(item.get("publisher")),
        issn=tuple(i.strip() for i in issns if i.strip()),
        type={"journal-article": "article-journal", "posted-content": "article"}.get(text_of(item.get("genre")) or ""),
        url=text_of(free.get("url_for_pdf")) or text_of(free.get("url")),
    )


def _author(author: Mapping[str, Any]) -> Name | None:
    """Since 2025 {"raw_author_name"}, before that {"given", "family"}."""
    if "family" in author:
        return person(author.get("family"), author.get("given"))
    return name_from_display(author.get("raw_author_name"))
