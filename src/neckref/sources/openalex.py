"""OpenAlex API: https://api.openalex.org (documentation: https://developers.openalex.org).

Endpoints: /works?filter=doi:a|b (100 a request, billed as one list call), /works/doi:… (a single work, free),
/works?search= and /works?filter=cites:W…. A key is optional; without one the daily allowance is small.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import quote

from neckref.errors import BadAnswer, SourceError
from neckref.http import Answer, Budget, Client
from neckref.model import Citation, Fields, Found, Identifier, Lookup, Query, Record, Update
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
    search_words,
    table,
    tables,
    text_of,
    unavailable,
    without_stop,
)
from neckref.text.identifiers import parse_doi, parse_pmcid, parse_pmid

BATCH = 100
"""Values in one filter, and works on one page."""
SELECT = ",".join(
    (
        "id",
        "doi",
        "title",
        "publication_year",
        "publication_date",
        "ids",
        "language",
        "primary_location",
        "type",
        "authorships",
        "biblio",
        "is_retracted",
        "cited_by_count",
        "referenced_works",
        "mesh",
        "abstract_inverted_index",
    )
)

# OpenAlex type → CSL 1.0.2 type.
_TYPES = {
    "article": "article-journal",
    "review": "article-journal",
    "letter": "article-journal",
    "editorial": "article-journal",
    "erratum": "article-journal",
    "retraction": "article-journal",
    "preprint": "article",
    "conference-paper": "paper-conference",
    "book-chapter": "chapter",
    "book": "book",
    "dissertation": "thesis",
    "dataset": "dataset",
    "report": "report",
    "standard": "standard",
    "reference-entry": "entry",
    "peer-review": "review",
}


class OpenAlex:
    """Metadata, abstract, MeSH, references and retraction flag; who cites a work."""

    name = "openalex"
    schemes = frozenset({"doi", "pmid", "openalex"})
    searches = True
    knows_citing = True

    def __init__(self, client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._params = (("mailto", mailto),) if mailto else ()
        # In a header, never in the address; a blank key would be answered 401, so it is not sent at all.
        self._headers = {"authorization": f"Bearer {key.strip()}"} if key and key.strip() else {}
        self._budget = Budget("openalex", 5.0, 2)  # 100/s are allowed; the allowance is per day, not per second

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each identifier, with the Citations of its reference list (to OpenAlex ids)."""
        asked: list[list[Identifier]] = []
        for scheme in ("doi", "pmid", "openalex"):
            same = [i for i in identifiers if i.scheme == scheme]
            # "|" and "," are operators of the filter language and cannot be escaped.
            asked += [[i] for i in same if set("|,") & set(i.value)]
            asked += batches((i for i in same if not set("|,") & set(i.value)), BATCH, 6000, _width)
        return fetch_batches(asked, self._fetch, workers=2)

    def search_records(self, query: Query) -> Lookup:
        """Candidates as OpenAlex ranks them: by title (and year) where there is one, else by the whole text."""
        params = [("search", search_words(query.title or query.text)), ("per_page", str(query.limit))]
        if query.year:
            params.append(("filter", f"publication_year:{query.year - 1}-{query.year + 1}"))
        try:
            answer = self._list(params, 1)
            pairs = [self._record(item, answer) for item in _results(answer)]
        except SourceError as error:
            return unavailable(error)
        return found_or_not([p[0] for p in pairs if p], [c for p in pairs if p for c in p[1]])

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Works that cite each one, most cited first, with their records."""
        answers = dict(self.fetch_records([i for i in identifiers if i.scheme in self.schemes]))
        for identifier, lookup in answers.items():
            if isinstance(lookup, Found):
                try:
                    answers[identifier] = self._citing(identifier, lookup.records[0], limit)
                except SourceError as error:
                    answers[identifier] = unavailable(error)
        return answers

    def _citing(self, cited: Identifier, record: Record, limit: int) -> Lookup:
        found: dict[str, Record] = {}
        cursor: str | None = "*"
        while cursor and len(found) < limit:
            params = [("filter", f"cites:{record.id}"), ("per_page", str(min(limit - len(found), BATCH)))]
            answer = self._list([*params, ("sort", "cited_by_count:desc"), ("cursor", cursor)])
            page = [p[0] for item in _results(answer) if (p := self._record(item, answer))]
            found |= {r.id: r for r in page}
            cursor = text_of(table(table(answer.json()).get("meta")).get("next_cursor")) if page else None
        records = list(found.values())[:limit]
        return found_or_not(records, [Citation(str(r.identifiers[0]), str(cited), self.name) for r in records])

    def _fetch(self, batch: list[Identifier]) -> dict[Identifier, Lookup]:
        if len(batch) == 1:
            return self._fetch_single(batch[0])
        wanted = "|".join(i.value for i in batch)
        answer = self._list([("filter", f"{batch[0].scheme}:{wanted}"), ("per_page", str(BATCH))], len(batch))
        found: dict[Identifier, Lookup] = {}
        for item in _results(answer):
            pair = self._record(item, answer)
            for identifier in pair[0].identifiers if pair else ():
                if identifier in batch and pair:
                    found.setdefault(identifier, Found((pair[0],), pair[1]))
        return found

    def _fetch_single(self, identifier: Identifier) -> dict[Identifier, Lookup]:
        # /works/doi:10.x/y costs nothing; /works/https://doi.org/10.x/y is billed.
        name = identifier.value if identifier.scheme == "openalex" else f"{identifier.scheme}:{identifier.value}"
        answer = self._ask(
            f"/works/{quote(name, safe='/:')}", [("select", SELECT)], lambda a: self._same(a, identifier)
        )
        pair = self._record(answer.json(), answer) if answer.status == 200 else None
        return {identifier: Found((pair[0],), pair[1])} if pair else {}

    def _same(self, answer: Answer, asked: Identifier) -> None:
        """Refuses another record. A merged OpenAlex id redirects to the work it became part of: that is an answer."""
        pair = self._record(answer.json(), answer) if answer.status == 200 else None
        if answer.status == 200 and (pair is None or (asked not in pair[0].identifiers and asked.scheme != "openalex")):
            raise BadAnswer(f"openalex: answered with another record than {asked}")

    def _list(self, params: Iterable[tuple[str, str]], wanted: int = 0) -> Answer:
        return self._ask("/works", [*params, ("select", SELECT)], _results, wanted)

    def _ask(
        self, path: str, params: list[tuple[str, str]], check: Callable[[Answer], object], wanted: int = 0
    ) -> Answer:
        return self._client.get(
            self.name,
            self._base + path,
            params=params,
            secret_params=self._params,
            secret_headers=self._headers,
            expect="json",
            budget=self._budget,
            check=check,
            wanted=wanted,
        )

    def _record(self, item: object, answer: Answer) -> tuple[Record, tuple[Citation, ...]] | None:
        work = table(item)
        own = _openalex_id(work.get("id"))
        if own is None:
            return None
        ids = table(work.get("ids"))
        identifiers = [
            parse_doi(text_of(work.get("doi")) or ""),
            parse_pmid(text_of(ids.get("pmid")) or ""),
            _pmcid(ids.get("pmcid")),
            own,
        ]
        record = make_record(self.name, own.value, answer, work, identifiers=identifiers, fields=parse_fields(work))
        cited = dict.fromkeys(map(_openalex_id, rows(work.get("referenced_works"))))
        ends = (Citation(str(record.identifiers[0]), str(c), self.name) for c in cited if c is not None and c != own)
        return record, tuple(ends)


def create(client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> OpenAlex:
    """The OpenAlex source."""
    return OpenAlex(client, base_url=base_url, mailto=mailto, key=key)


def parse_fields(work: Mapping[str, Any]) -> Fields:
    """Fields of one OpenAlex work object."""
    year, month, day = parse_whole_date(work.get("publication_date"))
    if (stated := number(work.get("publication_year"), 1400, 2200)) != year:
        year, month, day = stated or year, month if stated is None else None, None
    biblio, source = table(work.get("biblio")), table(table(work.get("primary_location")).get("source"))
    pages = "-".join(p for p in map(text_of, (biblio.get("first_page"), biblio.get("last_page"))) if p)
    # display_name belongs to a disambiguated profile and is sometimes another person's: the printed name counts.
    names = (
        name_from_display(a.get("raw_author_name") or table(a.get("author")).get("display_name"))
        for a in tables(work.get("authorships"))
    )
    return Fields(
        title=without_stop(plain(work.get("title"))),
        authors=tuple(n for n in names if n is not None),
        year=year,
        month=month,
        day=day,
        journal=plain(source.get("display_name")),
        volume=text_of(biblio.get("volume")),
        issue=text_of(biblio.get("issue")),
        pages=expand_pages(pages),
        issn=tuple(dict.fromkeys(i for i in map(text_of, rows(source.get("issn"))) if i)),
        type=_TYPES.get(text_of(work.get("type")) or ""),
        language=text_of(work.get("language")),
        url=text_of(table(work.get("primary_location")).get("landing_page_url")),
        abstract=parse_inverted_index(work.get("abstract_inverted_index")),
        mesh=tuple(dict.fromkeys(m for m in (plain(h.get("descriptor_name")) for h in tables(work.get("mesh"))) if m)),
        # True only: "is_retracted" comes from Retraction Watch, without notice or date.
        updates=(Update("retraction"),) if work.get("is_retracted") is True else (),
        cited_by_count=number(work.get("cited_by_count")),
    )


def parse_inverted_index(value: object) -> str | None:
    """The abstract that `abstract_inverted_index` {word: [positions]} stands for, or None."""
    placed = [
        (at, word)
        for word, positions in table(value).items()
        for at in rows(positions)
        if isinstance(at, int) and 0 <= at < 100_000
    ]
    text = " ".join(unescape(" ".join(word for _, word in sorted(placed))).split())
    return re.sub(r"^(?:Abstract|ABSTRACT)[:.]?\s+", "", text) or None


def _results(answer: Answer) -> list[Mapping[str, Any]]:
    if answer.status == 404:
        raise BadAnswer("openalex: has no list of works at this address; check the base address")
    return tables(expect_list(answer, table(answer.json()).get("results"), "a list of works"))


def _openalex_id(value: object) -> Identifier | None:
    found = re.fullmatch(r"(?:https?://openalex\.org/)?([Ww]\d{1,15})", value) if isinstance(value, str) else None
    return Identifier("openalex", found[1].upper()) if found else None


def _pmcid(value: object) -> Identifier | None:
    """ids.pmcid comes as ".../articles/PMC123", ".../articles/123" or bare."""
    found = re.search(r"(?:PMC|^|/)(\d{3,9})/?$", text_of(value) or "", re.I)
    return parse_pmcid(f"PMC{found[1]}") if found else None


def _width(identifier: Identifier) -> int:
    return len(quote(identifier.value + "|", safe=""))
