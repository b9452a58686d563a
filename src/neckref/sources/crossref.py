"""Crossref REST API: https://api.crossref.org (documentation: /swagger-ui).

Endpoints: /works?filter=doi:a,doi:b for batches, /works/{doi} for a DOI that holds a comma, and
/works?query.bibliographic= for a loose reference. `mailto` is sent along (the "polite" pool) where it is set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from neckref.errors import BadAnswer, SourceError
from neckref.http import Answer, Budget, Client
from neckref.model import Citation, Fields, Found, Identifier, Lookup, Name, NotFound, Query, Record, Relation, Update
from neckref.sources.common import (
    batches,
    cited_dois,
    date_parts,
    expand_pages,
    expect_list,
    expect_record,
    fetch_batches,
    first_text,
    iso_date,
    make_record,
    number,
    person,
    plain,
    plain_abstract,
    rows,
    table,
    tables,
    text_of,
    unavailable,
    update_kind,
)
from neckref.text.identifiers import parse_doi, parse_isbn
from neckref.text.normalise import key

BATCH = 50
ADDRESS_LENGTH = 3000

# Crossref type → CSL 1.0.2 type.
_TYPES = {
    "journal-article": "article-journal",
    "posted-content": "article",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "reference-entry": "entry",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "proceedings": "book",
    "report": "report",
    "report-component": "report",
    "standard": "standard",
    "dissertation": "thesis",
    "dataset": "dataset",
    "peer-review": "review",
}
_WHOLE_BOOKS = frozenset({"book", "monograph", "edited-book", "reference-book"})
_NO_CANDIDATES = frozenset({"component", "peer-review", "grant", "journal", "journal-issue", "journal-volume"})
_RELATIONS = {
    "is-preprint-of": "preprint-of",
    "has-preprint": "has-preprint",
    "is-version-of": "version-of",
    "has-version": "version-of",
    "is-same-as": "version-of",
    "is-identical-to": "version-of",
}


class Crossref:
    """Metadata, reference lists with DOIs, and retraction notices for DOIs registered at Crossref."""

    name = "crossref"
    schemes = frozenset({"doi"})
    searches = True
    knows_citing = False

    def __init__(self, client: Client, *, base_url: str, mailto: str | None = None) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._mailto = (("mailto", mailto),) if mailto else ()
        # Pools since December 2025: single records 5/s, with mailto 10/s and 3 at once; lists 1/s, with mailto 3/s.
        # Every answer's x-rate-limit-* and x-concurrency-limit headers correct these.
        self._single = Budget("crossref single", 10.0, 3) if mailto else Budget("crossref single", 5.0, 1)
        self._list = Budget("crossref list", 3.0, 3) if mailto else Budget("crossref list", 1.0, 1)

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each DOI, with the Citations of its reference list; 50 DOIs a request."""
        dois = [i for i in identifiers if i.scheme == "doi"]
        alone = [[i] for i in dois if "," in i.value]  # a comma separates filters and cannot be escaped
        together = batches((i for i in dois if "," not in i.value), BATCH, ADDRESS_LENGTH, _width)
        return fetch_batches([*together, *alone], self._fetch)

    def search_records(self, query: Query) -> Lookup:
        """Candidates as Crossref ranks them; components and the like left out, posted content last."""
        params = (("query.bibliographic", query.text[:500]), ("rows", str(query.limit)))
        try:
            answer = self._get("/works", params, self._list, _items, 1)
            found = [self._record(item, answer) for item in _items(answer) if item.get("type") not in _NO_CANDIDATES]
        except SourceError as error:
            return unavailable(error)
        found.sort(key=lambda pair: pair is not None and pair[0].fields.type == "article")
        records = tuple(pair[0] for pair in found if pair)
        citations = tuple(c for pair in found if pair for c in pair[1])
        return Found(records, citations) if records else NotFound()

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Nothing: who cites a work is open to members of Crossref only."""
        return {}

    def _fetch(self, batch: list[Identifier]) -> dict[Identifier, Lookup]:
        if len(batch) == 1:
            path = f"/works/{quote(batch[0].value, safe='')}"
            answer = self._get(path, (), self._single, lambda a: expect_record(a, ("message", "DOI"), batch[0]))
            pair = self._record(_message(answer), answer) if answer.status == 200 else None
            return {batch[0]: Found((pair[0],), pair[1])} if pair else {}
        wanted = ",".join(f"doi:{i.value}" for i in batch)
        answer = self._get("/works", (("filter", wanted), ("rows", str(len(batch)))), self._list, _items, len(batch))
        found: dict[Identifier, Lookup] = {}
        for item in _items(answer):
            pair = self._record(item, answer)
            if pair is not None and pair[0].identifiers[0] in batch:
                found[pair[0].identifiers[0]] = Found((pair[0],), pair[1])
        return found

    def _get(
        self,
        path: str,
        params: Sequence[tuple[str, str]],
        budget: Budget,
        check: Callable[[Answer], object],
        wanted: int = 0,
    ) -> Answer:
        return self._client.get(
            self.name,
            self._base + path,
            params=params,
            secret_params=self._mailto,
            expect="json",
            budget=budget,
            check=check,
            wanted=wanted,
        )

    def _record(self, item: object, answer: Answer) -> tuple[Record, tuple[Citation, ...]] | None:
        message = table(item)
        doi = parse_doi(text_of(message.get("DOI")) or "")
        if doi is None:
            return None
        isbns = rows(message.get("ISBN")) if message.get("type") in _WHOLE_BOOKS else []
        identifiers = [doi, *(parse_isbn(i) for i in isbns if isinstance(i, str))]
        fields = parse_fields(message)
        record = make_record(self.name, doi.value, answer, message, identifiers=identifiers, fields=fields)
        references = (reference.get("DOI") for reference in tables(message.get("reference")))
        return record, cited_dois(doi, references, self.name)


def create(client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> Crossref:
    """The Crossref source. A key is not used."""
    return Crossref(client, base_url=base_url, mailto=mailto)


def parse_fields(message: Mapping[str, Any]) -> Fields:
    """Fields of one work as Crossref sends it (also as CSL JSON through doi.org, where titles are plain strings)."""
    year, month, day = _date(message)
    kind = text_of(message.get("type")) or ""
    authors = [_name(author) for author in tables(message.get("author"))]
    return Fields(
        title=_title(message),
        authors=tuple(a for a in authors if a is not None),
        year=year,
        month=month,
        day=day,
        journal=first_text(message.get("container-title")),
        volume=text_of(message.get("volume")),
        issue=text_of(message.get("issue")),
        pages=expand_pages(message.get("page")) or text_of(message.get("article-number")),
        publisher=plain(message.get("publisher")),
        issn=tuple(dict.fromkeys(i for i in map(text_of, rows(message.get("ISSN"))) if i)),
        type=_TYPES.get(kind, kind if kind in _TYPES.values() else None),
        language=text_of(message.get("language")),
        url=text_of(message.get("URL")),
        abstract=plain_abstract(message.get("abstract")),
        updates=_updates(message),
        relations=_relations(message),
        cited_by_count=number(message.get("is-referenced-by-count")),
    )


def _items(answer: Answer) -> list[Mapping[str, Any]]:
    if answer.status == 404:  # an invalid cursor, a wrong base address: never "no such work"
        raise BadAnswer("crossref: has no list of works at this address; check the base address")
    return tables(expect_list(answer, _message(answer).get("items"), "a list of works"))


def _message(answer: Answer) -> Mapping[str, Any]:
    """`message`; in refusals it is a list."""
    return table(table(answer.json()).get("message")) if answer.status == 200 else {}


def _width(identifier: Identifier) -> int:
    return len(quote(f"doi:{identifier.value},", safe=""))


def _title(message: Mapping[str, Any]) -> str | None:
    """`title`, with `subtitle` after a colon where the title does not hold it already."""
    title, subtitle = first_text(message.get("title")), first_text(message.get("subtitle"))
    if title and subtitle and key(subtitle) not in key(title):
        return f"{title.rstrip(':')}: {subtitle}"
    return title or subtitle


def _name(author: Mapping[str, Any]) -> Name | None:
    """A person, or a group that has `name` (in CSL JSON `literal`) alone."""
    if group := author.get("name") or author.get("literal"):
        return person(None, group)
    return person(author.get("family"), author.get("given"), author.get("suffix"))


def _date(message: Mapping[str, Any]) -> tuple[int | None, int | None, int | None]:
    """The date a bibliography prints: of print, else of issue, else online. `[[null]]` counts as absent."""
    for field in ("published-print", "issued", "published", "published-online"):
        parts = rows(table(message.get(field)).get("date-parts"))
        date = date_parts(*rows(parts[0])[:3]) if parts and rows(parts[0]) else (None, None, None)
        if date[0] is not None:
            return date
    return None, None, None


def _updates(message: Mapping[str, Any]) -> tuple[Update, ...]:
    """`updated-by`: notices about this work. `update-to` is the other direction and marks a notice itself.

    One notice may be listed twice, by "publisher" and by "retraction-watch": it is one update asserted by both.
    """
    found: dict[tuple[str, Identifier | None], Update] = {}
    for entry in tables(message.get("updated-by")):
        kind, notice = update_kind(entry.get("type")), parse_doi(text_of(entry.get("DOI")) or "")
        if kind is None:
            continue
        parts = rows(table(entry.get("updated")).get("date-parts"))
        date = iso_date(*date_parts(*rows(parts[0])[:3])) if parts and rows(parts[0]) else None
        source = text_of(entry.get("source"))
        known = found.get((kind, notice))
        if known is not None:
            both = dict.fromkeys(s for s in (known.asserted_by, source) if s)
            date, source = known.date or date, ", ".join(both) or None
        found[kind, notice] = Update(kind, notice, date, source)
    return tuple(found.values())


def _relations(message: Mapping[str, Any]) -> tuple[Relation, ...]:
    notices = (parse_doi(text_of(entry.get("DOI")) or "") for entry in tables(message.get("update-to")))
    found = [Relation("notice-of", doi) for doi in notices if doi is not None]
    for word, targets in table(message.get("relation")).items():
        for target in tables(targets):
            doi = parse_doi(text_of(target.get("id")) or "") if target.get("id-type") == "doi" else None
            if word in _RELATIONS and doi is not None:
                found.append(Relation(_RELATIONS[word], doi))
    return tuple(dict.fromkeys(found))
