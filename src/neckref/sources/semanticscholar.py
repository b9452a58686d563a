"""Semantic Scholar Academic Graph: https://api.semanticscholar.org/graph/v1.

Endpoints: POST /paper/batch (500 ids a request, answered in order, null for a miss), /paper/search/match (one title),
/paper/{id}/citations and /paper/{id}/references. Without a key all the world shares one pool and 429 is common; with
one: 1 request a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import quote

from neckref.errors import BadAnswer, SourceError
from neckref.http import Answer, Budget, Client
from neckref.model import Citation, Fields, Found, Identifier, Lookup, NotFound, Query, Record
from neckref.sources.common import (
    batches,
    expand_pages,
    expect_list,
    fetch_batches,
    found_or_not,
    make_record,
    name_from_display,
    number,
    parse_whole_date,
    plain,
    rows,
    table,
    tables,
    text_of,
    unavailable,
)
from neckref.text.identifiers import parse_doi, parse_identifier, parse_pmcid, parse_pmid

BATCH = 500
LONGEST = 1000
"""Rows of one page of a list."""
FIELDS = "externalIds,title,abstract,year,publicationDate,venue,journal,authors,publicationTypes,citationCount"

_PREFIXES = {"doi": "DOI:", "pmid": "PMID:", "pmcid": "PMCID:", "s2": ""}
# publicationTypes → PubMed's words, where they mean the same.
_PUBLICATION_TYPES = {"Review": "Review", "MetaAnalysis": "Meta-Analysis", "CaseReport": "Case Reports",
                      "ClinicalTrial": "Clinical Trial", "Editorial": "Editorial",
                      "LettersAndComments": "Letter"}  # fmt: skip
_TYPES = {"JournalArticle": "article-journal", "Conference": "paper-conference", "Book": "book",
          "BookSection": "chapter", "Dataset": "dataset"}  # fmt: skip


class SemanticScholar:
    """Metadata and abstracts across disciplines, and who cites a work."""

    name = "semanticscholar"
    schemes = frozenset({"doi", "pmid", "pmcid", "s2"})
    searches = True
    knows_citing = True

    def __init__(self, client: Client, *, base_url: str, key: str | None = None) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._headers = {"x-api-key": key.strip()} if key and key.strip() else {}
        self._budget = Budget("semanticscholar", 0.9, 1)

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each identifier; 500 a request. Reference lists are often empty: `fetch_references`."""
        asked = batches((i for i in identifiers if i.scheme in self.schemes), BATCH)
        return fetch_batches(asked, self._fetch, workers=1)

    def search_records(self, query: Query) -> Lookup:
        """The one paper whose title fits best. Nothing close comes as 404, or as 200 with an empty list."""
        if not query.title:
            return NotFound()
        params = (("query", query.title[:300]), ("fields", FIELDS))
        try:
            answer = self._ask("/paper/search/match", params)
            if answer.status == 404:
                return NotFound()
            papers = tables(table(answer.json()).get("data"))
            return found_or_not([r for p in papers if (r := self._record(p, answer))])
        except SourceError as error:
            return unavailable(error)

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Papers that cite each one, with their records (without abstract where the publisher keeps it)."""

        def ask(batch: list[Identifier]) -> dict[Identifier, Lookup]:
            cited = batch[0]
            pairs = self._listed(cited, "citations", limit)
            ends = [Citation(str(i), str(cited), self.name) for i, _ in pairs]
            return {cited: found_or_not([r for _, r in pairs if r is not None], ends)}

        return fetch_batches([[i] for i in identifiers if i.scheme in self.schemes], ask, workers=1)

    def fetch_references(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """Papers that each one cites, with their records; one request for each."""

        def ask(batch: list[Identifier]) -> dict[Identifier, Lookup]:
            citing = batch[0]
            pairs = self._listed(citing, "references", LONGEST)
            ends = [Citation(str(citing), str(i), self.name) for i, _ in pairs]
            return {citing: found_or_not([r for _, r in pairs if r is not None], ends)}

        return fetch_batches([[i] for i in identifiers if i.scheme in self.schemes], ask, workers=1)

    def _listed(
        self, paper: Identifier, what: Literal["citations", "references"], limit: int
    ) -> list[tuple[Identifier, Record | None]]:
        """Papers in one of a paper's two lists; without a record where its id is null but it has another."""
        params = (("fields", FIELDS), ("limit", str(min(limit, LONGEST))))
        answer = self._ask(f"/paper/{quote(_name(paper), safe=':/')}/{what}", params)
        if answer.status == 404:
            return []
        end = "citingPaper" if what == "citations" else "citedPaper"
        # "data" is null where the publisher withholds the list.
        papers = [table(row.get(end)) for row in tables(table(answer.json()).get("data"))]
        named = ((_identifiers(p), self._record(p, answer)) for p in papers)
        return [(ids[0], record) for ids, record in named if ids and paper not in ids][:limit]

    def _fetch(self, batch: list[Identifier]) -> dict[Identifier, Lookup]:
        answer = self._client.get(
            self.name,
            f"{self._base}/paper/batch",
            method="POST",
            params=(("fields", FIELDS),),
            json={"ids": [_name(i) for i in batch]},
            secret_headers=self._headers,
            expect="json",
            budget=self._budget,
            check=_check_batch,
        )
        found: dict[Identifier, Lookup] = {}
        for identifier, paper in zip(batch, rows(answer.json()), strict=False):
            record = self._record(table(paper), answer)
            if record is not None and identifier in record.identifiers:
                found[identifier] = Found((record,))
        return found

    def _ask(self, path: str, params: Sequence[tuple[str, str]]) -> Answer:
        return self._client.get(
            self.name,
            self._base + path,
            params=params,
            secret_headers=self._headers,
            expect="json",
            budget=self._budget,
            check=_check,
        )

    def _record(self, paper: Mapping[str, Any], answer: Answer) -> Record | None:
        own = _paper_id(paper)
        if own is None:  # null in lists, for papers that are only known by name
            return None
        fields = parse_fields(paper)
        return make_record(self.name, own.value, answer, paper, identifiers=_identifiers(paper), fields=fields)


def create(client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> SemanticScholar:
    """The Semantic Scholar source."""
    return SemanticScholar(client, base_url=base_url, key=key)


def parse_fields(paper: Mapping[str, Any]) -> Fields:
    """Fields of one paper object. Year and venue may be those of a preprint of the same work."""
    year, month, day = parse_whole_date(paper.get("publicationDate"))
    if (stated := number(paper.get("year"), 1400, 2200)) is not None and stated != year:
        year, month, day = stated, None, None
    journal = table(paper.get("journal"))
    types = [t for t in map(text_of, rows(paper.get("publicationTypes"))) if t]
    names = (name_from_display(a.get("name")) for a in tables(paper.get("authors")))
    return Fields(
        title=plain(paper.get("title")),
        authors=tuple(n for n in names if n is not None),
        year=year,
        month=month,
        day=day,
        journal=plain(journal.get("name")) or plain(paper.get("venue")),
        volume=text_of(journal.get("volume")),
        pages=expand_pages(journal.get("pages")),
        type=next((_TYPES[t] for t in types if t in _TYPES), None),
        abstract=plain(paper.get("abstract")),
        publication_types=tuple(dict.fromkeys(_PUBLICATION_TYPES[t] for t in types if t in _PUBLICATION_TYPES)),
        cited_by_count=number(paper.get("citationCount")),
    )


def _paper_id(paper: Mapping[str, Any]) -> Identifier | None:
    return parse_identifier(f"s2:{text_of(paper.get('paperId')) or ''}")


def _identifiers(paper: Mapping[str, Any]) -> list[Identifier]:
    ids = table(paper.get("externalIds"))
    found = (
        parse_doi(text_of(ids.get("DOI")) or ""),
        parse_pmid(text_of(ids.get("PubMed")) or ""),
        parse_pmcid(f"PMC{text_of(ids.get('PubMedCentral')) or ''}"),
        _paper_id(paper),
    )
    return [i for i in found if i is not None]


def _name(identifier: Identifier) -> str:
    value = identifier.value.removeprefix("PMC") if identifier.scheme == "pmcid" else identifier.value
    return _PREFIXES[identifier.scheme] + value


def _check(answer: Answer) -> None:
    if answer.status == 200 and "data" not in table(answer.json()):
        raise BadAnswer("semanticscholar: answered without papers; try later")


def _check_batch(answer: Answer) -> None:
    if answer.status == 404:
        raise BadAnswer("semanticscholar: has no batch look-up at this address; check the base address")
    expect_list(answer, answer.json(), "a list of papers")
