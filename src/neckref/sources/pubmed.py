"""PubMed through NCBI's E-utilities (see `eutils`).

efetch for records, esearch for DOIs and titles, ecitmatch for printed citations, elink for who cites and who is cited,
esummary for how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from neckref.errors import SourceError
from neckref.http import Answer, Client
from neckref.model import Citation, Found, Identifier, Lookup, NotFound, Query, Record, Unavailable
from neckref.sources.common import batches, fetch_batches, found_or_not, payload_hash, unavailable
from neckref.sources.eutils import CITED_IN, REFERENCES, Eutils
from neckref.sources.pubmed_xml import Element, parse_citations, parse_fields, parse_identifiers
from neckref.text.normalise import words

PMIDS = 200
"""Ids in one request for records or summaries."""
DOIS = 100
"""DOIs in one search."""
LINKS = 50
"""PMIDs in one request for links."""
CITATIONS = 25
"""Printed citations in one request; they stand in its address."""
PHRASES = 8
"""Synonyms of one subject that go into a search."""
_EMPTY_WORDS = frozenset({"the", "and", "for", "with", "from", "into", "than", "that", "their", "are", "was", "were"})


class PubMed:
    """Abstracts, MeSH, publication types, retractions and reference lists of the biomedical literature."""

    name = "pubmed"
    schemes = frozenset({"pmid", "doi"})
    searches = True
    knows_citing = True

    def __init__(self, client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> None:
        self._tools = Eutils(client, base_url, mailto, key)

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each PMID or DOI, with the Citations of its reference list where PubMed has one."""
        answers = self._fetch_pmids(i for i in identifiers if i.scheme == "pmid")
        return answers | self._fetch_dois([i for i in identifiers if i.scheme == "doi"])

    def search_records(self, query: Query) -> Lookup:
        """Candidates by words of the title; for a subject by its phrases in title, abstract and (by PubMed's own
        mapping) MeSH."""
        term = _term(query)
        try:
            pmids = self._tools.esearch(term, query.limit, 1, sort="relevance")[1][: query.limit] if term else []
        except SourceError as error:
            return unavailable(error)
        return _together(self._fetch_pmids(pmids).values())

    def match_citations(self, queries: Sequence[Query]) -> Sequence[Lookup | None]:
        """The article that has exactly this journal, year, volume and first page, for each query that names them."""
        whole = {n: q for n, q in enumerate(queries) if q.journal and q.year and q.volume and q.first_page}
        answers: list[Lookup | None] = [NotFound() if n in whole else None for n in range(len(queries))]
        matched: dict[int, Identifier] = {}
        for at in range(0, len(whole), CITATIONS):
            batch = list(whole)[at : at + CITATIONS]
            try:
                found = self._tools.ecitmatch([_citation(whole[n]) for n in batch])
            except SourceError as error:
                for n in batch:
                    answers[n] = unavailable(error)
            else:
                matched |= {batch[place]: pmid for place, pmid in found.items() if place < len(batch)}
        records = self._fetch_pmids(matched.values())
        for n, pmid in matched.items():
            answers[n] = records[pmid]
        return answers

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Citations from articles in PubMed Central, without records."""
        linked = self._fetch_links(identifiers, CITED_IN)
        return {i: self._cite(a[:limit], i) if isinstance(a, list) else a for i, a in linked.items()}

    def fetch_references(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """Citations of articles by their reference lists in PubMed Central, without records."""
        linked = self._fetch_links(identifiers, REFERENCES)
        return {
            i: found_or_not([], [Citation(str(i), str(cited), self.name) for cited in a]) if isinstance(a, list) else a
            for i, a in linked.items()
        }

    def fetch_counts(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, int]:
        """How often each PMID is cited within PubMed Central."""
        counts: dict[Identifier, int] = {}

        def ask(batch: list[Identifier]) -> dict[Identifier, Lookup]:
            counts.update(self._tools.esummary(batch))
            return {}

        fetch_batches(batches((i for i in identifiers if i.scheme == "pmid"), PMIDS), ask)
        return counts

    def _fetch_pmids(self, pmids: Iterable[Identifier]) -> dict[Identifier, Lookup]:
        return fetch_batches(batches(pmids, PMIDS), self._fetch)

    def _fetch_dois(self, dois: Sequence[Identifier]) -> dict[Identifier, Lookup]:
        """Records of DOIs: searches give the PMIDs of all of them, and each record says itself whose it is."""
        pmids: set[Identifier] = set()

        def search(batch: list[Identifier]) -> dict[Identifier, Lookup]:
            pmids.update(self._search_dois(batch))
            return {}

        answers = fetch_batches(batches(dois, DOIS), search)
        records = self._fetch_pmids(sorted(pmids, key=lambda i: int(i.value)))
        # A record that did not arrive may be that of any DOI.
        missing = next((lookup for lookup in records.values() if isinstance(lookup, Unavailable)), None)
        if missing is not None:
            answers |= {doi: missing for doi, answer in answers.items() if isinstance(answer, NotFound)}
        for lookup in records.values():
            if isinstance(lookup, Found):
                answers |= {i: lookup for i in lookup.records[0].identifiers if i in answers}
        return answers

    def _fetch(self, batch: list[Identifier]) -> dict[Identifier, Lookup]:
        answer = self._tools.efetch(batch)
        articles, broken = answer.xml_elements(("PubmedArticle", "PubmedBookArticle"))
        lookups: dict[Identifier, Lookup] = {}
        for article in articles:
            made = self._record(article, answer)
            own = [i for i in made[0].identifiers if i in batch] if made else []
            if made and own:
                lookups[own[0]] = Found((made[0],), made[1])
        if broken is not None:
            cut = Unavailable(f"pubmed: sent {broken}; {len(articles)} records before it were kept")
            lookups = {**dict.fromkeys(batch, cut), **lookups}
        return lookups

    def _search_dois(self, dois: list[Identifier]) -> list[Identifier]:
        """PMIDs of a batch of DOIs. PubMed drops or reinterprets a term it does not know: when it then finds far too
        much, the batch is asked in halves."""
        most = 2 * len(dois) + 10
        count, ids = self._tools.esearch(" OR ".join(f'"{i.value}"[doi]' for i in dois), most, len(dois))
        if count <= most:
            return ids
        if len(dois) == 1:
            return []
        half = len(dois) // 2
        return self._search_dois(dois[:half]) + self._search_dois(dois[half:])

    def _fetch_links(self, identifiers: Sequence[Identifier], name: str) -> dict[Identifier, list[Identifier] | Lookup]:
        """PMIDs linked to each PMID or DOI, or why there are none; a work may be asked for under both."""
        answers: dict[Identifier, list[Identifier] | Lookup] = {}
        pmids = {i: i for i in identifiers if i.scheme == "pmid"}
        for doi, lookup in self.fetch_records([i for i in identifiers if i.scheme == "doi"]).items():
            own = [i for i in lookup.records[0].identifiers if i.scheme == "pmid"] if isinstance(lookup, Found) else []
            if own:
                pmids[doi] = own[0]
            else:
                answers[doi] = lookup

        linked: dict[Identifier, list[Identifier]] = {}

        def ask(batch: list[Identifier]) -> dict[Identifier, Lookup]:
            linked.update(self._tools.elink(batch, name))
            return {}

        missing = fetch_batches(batches(dict.fromkeys(pmids.values()), LINKS), ask)
        return answers | {i: linked[pmid] if pmid in linked else missing[pmid] for i, pmid in pmids.items()}

    def _cite(self, citing: Sequence[Identifier], cited: Identifier) -> Lookup:
        return found_or_not([], [Citation(str(i), str(cited), self.name) for i in citing])

    def _record(self, article: Element, answer: Answer) -> tuple[Record, tuple[Citation, ...]] | None:
        identifiers = parse_identifiers(article)
        pmid = next((i for i in identifiers if i.scheme == "pmid"), None)
        if pmid is None:
            return None
        digest = payload_hash(etree.tostring(article, encoding="utf-8", with_tail=False))
        record = Record(self.name, pmid.value, answer.fetched_at, digest, identifiers, parse_fields(article))
        return record, parse_citations(article, identifiers[0], self.name)


def create(client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> PubMed:
    """The PubMed source."""
    return PubMed(client, base_url=base_url, mailto=mailto, key=key)


def _together(lookups: Iterable[Lookup]) -> Lookup:
    """One answer of several: what was found, else why nothing could be had."""
    answers = list(lookups)
    hits = [a for a in answers if isinstance(a, Found)]
    missing = next((a for a in answers if isinstance(a, Unavailable)), None)
    if missing is not None and not hits:
        return missing
    return found_or_not([a.records[0] for a in hits], [c for a in hits for c in a.citations])


def _citation(query: Query) -> tuple[str, ...]:
    surname = query.surnames[0] if query.surnames else ""
    return query.journal or "", str(query.year), query.volume or "", query.first_page or "", surname


def _term(query: Query) -> str:
    """PubMed's search term (NLM, PubMed Help: field tags and Boolean operators), "" where there is nothing to ask."""
    if query.topics:
        return " AND ".join(f"({' OR '.join(map(_quoted, group[:PHRASES]))})" for group in query.topics[:2])
    chosen = [w for w in words(query.title or "") if len(w) > 2 and w not in _EMPTY_WORDS][:10]
    terms = [f"{w}[title]" for w in chosen]
    if terms and query.year:
        terms.append(f"{query.year - 1}:{query.year + 1}[pdat]")
    return " AND ".join(terms)


def _quoted(phrase: str) -> str:
    plain = " ".join(words(phrase))
    return f'"{plain}"[tiab] OR "{plain}"[mh]'
