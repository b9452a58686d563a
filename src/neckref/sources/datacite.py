"""DataCite REST: https://api.datacite.org (documentation: https://support.datacite.org/docs/api).

Endpoint: /dois?query=doi:("a" OR "b") for batches, /dois/{doi} for one: theses, datasets, reports and preprints
that are not registered at Crossref.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from neckref.errors import BadAnswer
from neckref.http import Answer, Budget, Client
from neckref.model import Citation, Fields, Found, Identifier, Lookup, Name, NotFound, Query, Record, Relation
from neckref.sources.common import (
    batches,
    date_parts,
    expand_pages,
    expect_list,
    expect_record,
    fetch_batches,
    first_text,
    make_record,
    name_from_display,
    parse_iso_date,
    person,
    plain,
    plain_abstract,
    table,
    tables,
    text_of,
)
from neckref.text.identifiers import parse_doi

BATCH = 50

# types.resourceTypeGeneral → CSL, where types.citeproc does not say it.
_TYPES = {"JournalArticle": "article-journal", "Preprint": "article", "Dissertation": "thesis", "Dataset": "dataset",
          "Software": "software", "Report": "report", "Book": "book", "BookChapter": "chapter",
          "ConferencePaper": "paper-conference"}  # fmt: skip
_CSL = frozenset(_TYPES.values()) | {"article", "webpage", "graphic", "song", "motion_picture"}
_RELATIONS = {"IsPreprintOf": "preprint-of", "HasPreprint": "has-preprint", "IsVersionOf": "version-of",
              "HasVersion": "version-of", "IsNewVersionOf": "version-of", "IsPreviousVersionOf": "version-of",
              "IsIdenticalTo": "version-of", "IsVariantFormOf": "version-of"}  # fmt: skip


class DataCite:
    """Metadata of DOIs registered at DataCite."""

    name = "datacite"
    schemes = frozenset({"doi"})
    searches = False
    knows_citing = False

    def __init__(self, client: Client, *, base_url: str, mailto: str | None = None) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._secret = (("mailto", mailto),) if mailto else ()
        self._budget = Budget("datacite", 3.0 if mailto else 1.6, 2)  # 1,000 or 500 in five minutes

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each DOI, with Citations from its related identifiers."""
        asked = batches((i for i in identifiers if i.scheme == "doi"), BATCH, 3000, lambda i: len(quote(i.value)) + 10)
        return fetch_batches(asked, self._fetch, workers=2)

    def search_records(self, query: Query) -> Lookup:
        """NotFound: DataCite is asked for DOIs only."""
        return NotFound()

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Nothing: DataCite is not asked who cites."""
        return {}

    def _fetch(self, batch: list[Identifier]) -> dict[Identifier, Lookup]:
        if len(batch) == 1:
            path = f"/dois/{quote(batch[0].value, safe='')}"
            answer = self._get(path, (), lambda a: expect_record(a, ("data", "id"), batch[0]))
            items = [_data(answer)]
        else:
            wanted = " OR ".join('"' + i.value.replace('"', "") + '"' for i in batch)
            params = (("query", f"doi:({wanted})"), ("page[size]", str(len(batch))))
            answer = self._get("/dois", params, _items)
            items = list(_items(answer))
        found: dict[Identifier, Lookup] = {}
        for item in items:
            pair = self._record(table(item), answer)
            if pair is not None and pair[0].identifiers[0] in batch:
                found[pair[0].identifiers[0]] = Found((pair[0],), pair[1])
        return found

    def _get(self, path: str, params: Sequence[tuple[str, str]], check: Callable[[Answer], object]) -> Answer:
        return self._client.get(
            self.name,
            self._base + path,
            params=params,
            secret_params=self._secret,
            headers={"accept": "application/vnd.api+json"},
            accept=("application/vnd.api+json",),
            expect="json",
            budget=self._budget,
            check=check,
        )

    def _record(self, item: Mapping[str, Any], answer: Answer) -> tuple[Record, tuple[Citation, ...]] | None:
        attributes = table(item.get("attributes"))
        doi = parse_doi(text_of(attributes.get("doi")) or text_of(item.get("id")) or "")
        if doi is None:
            return None
        fields = parse_fields(attributes)
        record = make_record(self.name, doi.value, answer, item, identifiers=[doi], fields=fields)
        cited = [r for w, r in _related(attributes) if w in ("References", "Cites") and r != doi]
        return record, tuple(Citation(str(doi), str(c), self.name) for c in dict.fromkeys(cited))


def create(client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> DataCite:
    """The DataCite source. A key is not used."""
    return DataCite(client, base_url=base_url, mailto=mailto)


def parse_fields(attributes: Mapping[str, Any]) -> Fields:
    """Fields of `data.attributes`. Any title may be null, and dates are free text."""
    container, types = table(attributes.get("container")), table(attributes.get("types"))
    issued = next((d.get("date") for d in tables(attributes.get("dates")) if d.get("dateType") == "Issued"), None)
    date = parse_iso_date(issued)
    if date[0] is None:
        date = date_parts(attributes.get("publicationYear"))
    abstracts = (
        d.get("description") for d in tables(attributes.get("descriptions")) if d.get("descriptionType") == "Abstract"
    )
    pages = "-".join(p for p in map(text_of, (container.get("firstPage"), container.get("lastPage"))) if p)
    csl = text_of(types.get("citeproc"))
    publisher = attributes.get("publisher")
    people = (_name(c) for c in tables(attributes.get("creators")))
    return Fields(
        title=first_text([t.get("title") for t in tables(attributes.get("titles"))]),
        authors=tuple(p for p in people if p is not None),
        year=date[0],
        month=date[1],
        day=date[2],
        journal=plain(container.get("title")),
        volume=text_of(container.get("volume")),
        issue=text_of(container.get("issue")),
        pages=expand_pages(pages),
        publisher=plain(table(publisher).get("name") if isinstance(publisher, dict) else publisher),
        type=csl if csl in _CSL else _TYPES.get(text_of(types.get("resourceTypeGeneral")) or ""),
        language=text_of(attributes.get("language")),
        url=text_of(attributes.get("url")),
        abstract=next((a for a in map(plain_abstract, abstracts) if a), None),
        relations=tuple(Relation(_RELATIONS[w], r) for w, r in _related(attributes) if w in _RELATIONS),
    )


def _related(attributes: Mapping[str, Any]) -> list[tuple[str, Identifier]]:
    related = tables(attributes.get("relatedIdentifiers"))
    dois = (
        (r, parse_doi(text_of(r.get("relatedIdentifier")) or ""))
        for r in related
        if r.get("relatedIdentifierType") == "DOI"
    )
    return list(dict.fromkeys((text_of(r.get("relationType")) or "", doi) for r, doi in dois if doi is not None))


def _name(creator: Mapping[str, Any]) -> Name | None:
    if creator.get("familyName"):
        return person(creator.get("familyName"), creator.get("givenName"))
    if creator.get("nameType") == "Organizational":
        return person(None, creator.get("name"))
    return name_from_display(creator.get("name"))


def _items(answer: Answer) -> list[Any]:
    if answer.status == 404:
        raise BadAnswer("datacite: has no list of DOIs at this address; check the base address")
    return expect_list(answer, table(answer.json()).get("data"), "a list of DOIs")


def _data(answer: Answer) -> Mapping[str, Any]:
    return table(table(answer.json()).get("data")) if answer.status == 200 else {}
