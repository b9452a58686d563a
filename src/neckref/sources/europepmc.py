"""Europe PMC REST: https://www.ebi.ac.uk/europepmc/webservices/rest (documentation: europepmc.org/RestfulWebService).

Endpoints: /search?resultType=core for batches of identifiers and for loose references, /{source}/{id}/citations for
who cites, /{source}/{id}/references for who is cited. No key; no published limit, so it is asked gently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import quote

from neckref.errors import BadAnswer, SourceError
from neckref.http import Answer, Budget, Client
from neckref.model import Citation, Fields, Found, Identifier, Lookup, Name, Query, Record, Relation, Update
from neckref.sources.common import (
    batches,
    date_parts,
    expand_pages,
    expect_list,
    fetch_batches,
    found_or_not,
    make_record,
    number,
    person,
    plain,
    plain_abstract,
    rows,
    search_words,
    table,
    tables,
    text_of,
    unavailable,
    without_stop,
)
from neckref.sources.languages import two_letters
from neckref.text.identifiers import parse_doi, parse_pmcid, parse_pmid

BATCH = 50
LONGEST = 1000
"""Rows of one page of a list."""
PHRASES = 8
"""Synonyms of one subject that go into a search."""

# `source` of a result, most trusted first: the same DOI may stand under several.
_SOURCES = {"MED": "article-journal", "PMC": "article-journal", "AGR": "article-journal", "CBA": "article-journal",
            "PPR": "article", "ETH": "thesis", "NBK": "book", "HIR": "report", "PAT": "patent",
            "CTX": "report"}  # fmt: skip
# commentCorrectionList/commentCorrection/type on the work a notice is about …
_UPDATES = {
    "retraction in": "retraction",
    "partial retraction in": "partial-retraction",
    "erratum in": "correction",
    "expression of concern in": "expression-of-concern",
    "corrected and republished in": "corrected-and-republished",
}
# … and on the notice, or between versions.
_RELATIONS = {
    "retraction of": "notice-of",
    "partial retraction of": "notice-of",
    "erratum for": "notice-of",
    "expression of concern for": "notice-of",
    "preprint in": "has-preprint",
    "preprint of": "preprint-of",
    "update in": "version-of",
    "update of": "version-of",
}


class EuropePmc:
    """Abstracts, MeSH, publication types and retractions without a key; who cites a work."""

    name = "europepmc"
    schemes = frozenset({"doi", "pmid", "pmcid"})
    searches = True
    knows_citing = True

    def __init__(self, client: Client, *, base_url: str, mailto: str | None = None) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._secret = (("email", mailto),) if mailto else ()
        self._budget = Budget("europepmc", 4.0, 2)

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each identifier; 50 in one query."""
        asked = batches((i for i in identifiers if i.scheme in self.schemes), BATCH, 5000, lambda i: len(_term(i)) * 2)
        return fetch_batches(asked, self._fetch, workers=2)

    def search_records(self, query: Query) -> Lookup:
        """Candidates by title words, first surname and year (one more or less); for a subject by its phrases; else by
        the whole text."""
        title = search_words(query.title or query.text)
        terms = [f"TITLE:({title})" if query.title else f"({title})"]
        if query.topics:
            terms = [f"({' OR '.join(_phrase(p) for p in group[:PHRASES])})" for group in query.topics[:2]]
        if query.title and query.surnames:
            terms.append(f'AUTH:"{_quotable(query.surnames[0])}"')
        if query.year:
            terms.append(f"PUB_YEAR:[{query.year - 1} TO {query.year + 1}]")
        try:
            answer = self._search(" AND ".join(terms), query.limit)
            records = [r for item in _results(answer) if (r := self._record(item, answer))]
        except SourceError as error:
            return unavailable(error)
        return found_or_not(records)

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Works that cite each one, with their records. The rows of a citation list are too short for a record: one
        would take the place of the whole record of a work that is asked for itself."""
        answers = dict(self.fetch_records(identifiers))
        listed: dict[Identifier, list[Identifier]] = {}
        for identifier, lookup in answers.items():
            if isinstance(lookup, Found):
                try:
                    listed[identifier] = self._listed(lookup.records[0].id, "citations", limit)
                except SourceError as error:
                    answers[identifier] = unavailable(error)
        found = self.fetch_records([citing for ids in listed.values() for citing in ids])
        for cited, ids in listed.items():
            lookups = [found[citing] for citing in ids]
            records = [r for lookup in lookups if isinstance(lookup, Found) for r in lookup.records]
            ends = [
                lk.records[0].identifiers[0] if isinstance(lk, Found) else i for i, lk in zip(ids, lookups, strict=True)
            ]
            answers[cited] = found_or_not(records, [Citation(str(end), str(cited), self.name) for end in ends])
        return answers

    def fetch_references(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """Whom each work cites, as far as Europe PMC matched its references, without records; one request for each."""
        answers = dict(self.fetch_records(identifiers))

        def ask(batch: list[Identifier]) -> dict[Identifier, Lookup]:
            identifier = batch[0]
            lookup = answers[identifier]
            if not isinstance(lookup, Found):
                return {identifier: lookup}
            record = lookup.records[0]
            cited = (i for i in self._listed(record.id, "references", LONGEST) if i not in record.identifiers)
            ends = [Citation(str(identifier), str(i), self.name) for i in cited]
            return {identifier: found_or_not([], ends)}

        return fetch_batches([[i] for i in answers], ask, workers=2)

    def _listed(self, record: str, what: Literal["citations", "references"], limit: int) -> list[Identifier]:
        """Works in one of the two lists of a record, by the first identifier each is known under."""
        source, _, own = record.partition(":")
        answer = self._client.get(
            self.name,
            f"{self._base}/{source}/{quote(own, safe='')}/{what}",
            params=(("format", "json"), ("page", "1"), ("pageSize", str(min(limit, LONGEST)))),
            secret_params=self._secret,
            expect="json",
            budget=self._budget,
            check=_check_list,
        )
        if answer.status == 404:  # seen where a work has no citations
            return []
        listed = tables(table(table(answer.json()).get(f"{what[:-1]}List")).get(what[:-1]))[:limit]
        return list(dict.fromkeys(ids[0] for row in listed if (ids := _identifiers(row))))

    def _fetch(self, batch: list[Identifier]) -> dict[Identifier, Lookup]:
        answer = self._search(" OR ".join(map(_term, batch)), 1000)
        records = [r for item in _results(answer) if (r := self._record(item, answer))]
        order = list(_SOURCES)
        records.sort(key=lambda r: order.index(s) if (s := r.id.partition(":")[0]) in order else len(order))
        found: dict[Identifier, Lookup] = {}
        for record in records:
            for identifier in record.identifiers:
                if identifier in batch:
                    found.setdefault(identifier, Found((record,)))
        return found

    def _search(self, query: str, size: int, wanted: int = 1) -> Answer:
        return self._client.get(
            self.name,
            f"{self._base}/search",
            params=(("query", query), ("resultType", "core"), ("format", "json"), ("pageSize", str(size))),
            secret_params=self._secret,
            expect="json",
            budget=self._budget,
            check=_results,
            wanted=wanted,
        )

    def _record(self, item: Mapping[str, Any], answer: Answer) -> Record | None:
        source, own = text_of(item.get("source")), text_of(item.get("id"))
        if source is None or own is None:
            return None
        identifiers = _identifiers(item)
        if not identifiers:
            return None
        fields = parse_fields(item)
        return make_record(self.name, f"{source}:{own}", answer, item, identifiers=identifiers, fields=fields)


def create(client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> EuropePmc:
    """The Europe PMC source. A key is not used."""
    return EuropePmc(client, base_url=base_url, mailto=mailto)


def _identifiers(item: Mapping[str, Any]) -> list[Identifier]:
    """Of a result or a row of a citation list; `id` is a PMID or PMCID where `source` says so."""
    source, own = text_of(item.get("source")), text_of(item.get("id")) or ""
    found = (
        parse_doi(text_of(item.get("doi")) or ""),
        parse_pmid(text_of(item.get("pmid")) or (own if source == "MED" else "")),
        parse_pmcid(text_of(item.get("pmcid")) or (own if source == "PMC" else "")),
    )
    return [i for i in found if i is not None]


def parse_fields(item: Mapping[str, Any]) -> Fields:
    """Fields of one core result."""
    issue, journal = table(item.get("journalInfo")), table(table(item.get("journalInfo")).get("journal"))
    book = table(item.get("bookOrReportDetails"))  # preprints have this instead of journalInfo
    year, month, _ = date_parts(
        issue.get("yearOfPublication") or item.get("pubYear") or book.get("yearOfPublication"),
        issue.get("monthOfPublication"),
    )
    journals = (journal.get("title"), book.get("publisher"))
    types = rows(table(item.get("pubTypeList")).get("pubType"))
    corrections = tables(table(item.get("commentCorrectionList")).get("commentCorrection"))
    mesh = tables(table(item.get("meshHeadingList")).get("meshHeading"))
    # Publishers' own words ("research-article", "correction") stand among PubMed's; those begin with a capital.
    publication_types = tuple(dict.fromkeys(t for t in map(text_of, types) if t and t[0].isupper()))
    return Fields(
        title=without_stop(plain(item.get("title"))),
        authors=tuple(_names(item)),
        year=year,
        month=month,
        journal=next((j for j in map(plain, journals) if j), None),
        volume=text_of(issue.get("volume")),
        issue=text_of(issue.get("issue")),
        pages=expand_pages(item.get("pageInfo")),
        issn=tuple(i for i in (text_of(journal.get("issn")), text_of(journal.get("essn"))) if i),
        type=_SOURCES.get(text_of(item.get("source")) or ""),
        language=two_letters(text_of(item.get("language"))),
        abstract=plain_abstract(item.get("abstractText")),
        mesh=tuple(dict.fromkeys(m for m in (plain(h.get("descriptorName")) for h in mesh) if m)),
        publication_types=publication_types,
        updates=_updates(corrections, publication_types),
        relations=_relations(corrections),
        cited_by_count=number(item.get("citedByCount")),
    )


def _names(item: Mapping[str, Any]) -> list[Name]:
    listed = tables(table(item.get("authorList")).get("author"))
    if listed:
        found = (
            person(None, a.get("collectiveName"))
            if a.get("collectiveName")
            else person(a.get("lastName") or a.get("fullName"), a.get("firstName") or a.get("initials"))
            for a in listed
        )
        return [n for n in found if n is not None]
    # authorString: "Schoenfeld JD, Haas-Kogan DA."
    listed_names = (text_of(item.get("authorString")) or "").rstrip(".").split(",")
    names = (re.fullmatch(r"(.+?)(?: ([A-Z]{1,4}))?", name.strip()) for name in listed_names)
    return [Name(family=n[1], given=n[2]) for n in names if n is not None]


def _updates(corrections: list[Mapping[str, Any]], types: tuple[str, ...]) -> tuple[Update, ...]:
    found = [
        Update(kind, _target(item), asserted_by="europepmc")
        for item in corrections
        if (kind := _UPDATES.get((text_of(item.get("type")) or "").lower()))
    ]
    if "Retracted Publication" in types and not any(u.kind == "retraction" for u in found):
        found.append(Update("retraction", asserted_by="europepmc"))
    return tuple(dict.fromkeys(found))


def _relations(corrections: list[Mapping[str, Any]]) -> tuple[Relation, ...]:
    found = (
        Relation(kind, target)
        for item in corrections
        if (kind := _RELATIONS.get((text_of(item.get("type")) or "").lower())) and (target := _target(item))
    )
    return tuple(dict.fromkeys(found))


def _target(item: Mapping[str, Any]) -> Identifier | None:
    """The other publication: by its id where that is a PMID, else by the DOI in `reference`."""
    if item.get("source") == "MED" and (pmid := parse_pmid(text_of(item.get("id")) or "")):
        return pmid
    found = re.search(r"10\.\d{4,9}/\S+", text_of(item.get("reference")) or "")
    return parse_doi(found[0]) if found else None


def _results(answer: Answer) -> list[Mapping[str, Any]]:
    """Results of a search. Errors come with status 200: {"errCode": 404, "errMsg": …} and no resultList."""
    body = table(answer.json())
    _refuse_error(answer, body)
    return tables(expect_list(answer, table(body.get("resultList")).get("result"), "a list of results"))


def _check_list(answer: Answer) -> None:
    if answer.status == 200:
        _refuse_error(answer, table(answer.json()))


def _refuse_error(answer: Answer, body: Mapping[str, Any]) -> None:
    if answer.status == 404:
        raise BadAnswer("europepmc: has no search at this address; check the base address")
    if "errCode" in body:
        raise BadAnswer(f"europepmc: reports an error: {str(body.get('errMsg'))[:120]}")


def _term(identifier: Identifier) -> str:
    value = _quotable(identifier.value)
    if identifier.scheme == "pmid":
        return f"(EXT_ID:{value} AND SRC:MED)"
    return f"PMCID:{value}" if identifier.scheme == "pmcid" else f'DOI:"{value}"'


def _phrase(text: str) -> str:
    return f'"{_quotable(text)}"'


def _quotable(text: str) -> str:
    """A text that can stand between quotation marks in a query."""
    return text.replace("\\", "").replace('"', "")
