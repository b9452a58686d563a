"""PubMed through NCBI's E-utilities: https://eutils.ncbi.nlm.nih.gov/entrez/eutils.

Endpoints: efetch (records), esearch (DOI → PMID, and titles), ecitmatch (journal, year, volume, page → PMID), elink
(who cites). esummary is not used: it has neither abstract nor MeSH. NCBI asks for `tool` and `email` with each
request and allows 3 requests a second, 10 with a key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from neckref.errors import BadAnswer, SourceError
from neckref.http import Answer, Budget, Client
from neckref.model import Citation, Found, Identifier, Lookup, NotFound, Query, Record, Unavailable
from neckref.sources.common import batches, fetch_batches, found_or_not, payload_hash, unavailable
from neckref.sources.pubmed_xml import Element, content, parse_citations, parse_fields, parse_identifiers
from neckref.text.identifiers import parse_pmid
from neckref.text.normalise import words

PMIDS = 200
"""Ids in one efetch request."""
DOIS = 100
"""DOIs in one esearch request."""
LINKS = 50
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
        self._client = client
        self._base = base_url.rstrip("/")
        who = {"email": mailto or "", "api_key": (key or "").strip()}
        self._secret = {name: value for name, value in who.items() if value}
        self._budget = Budget("ncbi", 10.0, 3) if "api_key" in self._secret else Budget("ncbi", 3.0, 2)

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each PMID or DOI, with the Citations of its reference list where PubMed has one."""
        pmids = batches((i for i in identifiers if i.scheme == "pmid"), PMIDS)
        dois = batches((i for i in identifiers if i.scheme == "doi"), DOIS)
        return fetch_batches([*pmids, *dois], self._fetch)

    def search_records(self, query: Query) -> Lookup:
        """Candidates: by journal, year, volume and first page where all are known, else by words of the title; for a
        subject by its phrases in title, abstract and (by PubMed's own mapping) MeSH."""
        try:
            pmids = self._match_citation(query) or self._search(_term(query), query.limit)
            found = self._fetch(pmids) if pmids else {}
        except SourceError as error:
            return unavailable(error)
        pairs = [found[i] for i in pmids if i in found]
        missing = [p for p in pairs if isinstance(p, Unavailable)]
        hits = [p for p in pairs if isinstance(p, Found)]
        if missing and not hits:
            return missing[0]
        return found_or_not([p.records[0] for p in hits], [c for p in hits for c in p.citations])

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Citations from articles in PubMed Central (elink pubmed_pubmed_citedin), without records."""
        answers: dict[Identifier, Lookup] = {}
        pmids = {i: i for i in identifiers if i.scheme == "pmid"}
        for doi, lookup in self.fetch_records([i for i in identifiers if i.scheme == "doi"]).items():
            own = [i for i in lookup.records[0].identifiers if i.scheme == "pmid"] if isinstance(lookup, Found) else []
            if own:
                pmids[own[0]] = doi
            else:
                answers[doi] = lookup

        def ask(batch: list[Identifier]) -> dict[Identifier, Lookup]:
            return {p: self._cited_in(citing[:limit], pmids[p]) for p, citing in self._links(batch).items()}

        for pmid, lookup in fetch_batches(batches(pmids, LINKS), ask).items():
            answers[pmids[pmid]] = lookup
        return answers

    def _fetch(self, batch: list[Identifier]) -> dict[Identifier, Lookup]:
        """Records of PMIDs or DOIs. A DOI is found through its PMID and matched by the record's own DOI."""
        if batch and batch[0].scheme == "doi":
            pmids = self._search_dois(batch)
            found = self._fetch(pmids) if pmids else {}
            by_doi: dict[Identifier, Lookup] = {}
            for lookup in found.values():
                if isinstance(lookup, Unavailable):
                    # One of the records did not arrive, and nobody knows whose it was.
                    by_doi = {**dict.fromkeys(batch, lookup), **by_doi}
                elif isinstance(lookup, Found):
                    by_doi |= {i: lookup for i in lookup.records[0].identifiers if i in batch}
            return by_doi
        answer = self._ask("efetch.fcgi", {"db": "pubmed", "retmode": "xml", "id": ",".join(i.value for i in batch)})
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
        term = " OR ".join(f'"{i.value}"[doi]' for i in dois)
        most = 2 * len(dois) + 10
        answer = self._ask(
            "esearch.fcgi", {"db": "pubmed", "retmode": "xml", "term": term, "retmax": str(most)}, len(dois)
        )
        count, ids = _search_result(answer)
        if count <= most:
            return ids
        if len(dois) == 1:
            return []
        half = len(dois) // 2
        return self._search_dois(dois[:half]) + self._search_dois(dois[half:])

    def _search(self, term: str, limit: int) -> list[Identifier]:
        if not term:
            return []
        fields = {"db": "pubmed", "retmode": "xml", "retmax": str(limit), "sort": "relevance"}
        _, ids = _search_result(self._ask("esearch.fcgi", {**fields, "term": term}, 1))
        return ids[:limit]

    def _match_citation(self, query: Query) -> list[Identifier]:
        if not (query.journal and query.year and query.volume and query.first_page):
            return []
        author = query.surnames[0] if query.surnames else ""
        parts = (query.journal, str(query.year), query.volume, query.first_page, author, "1")
        line = "|".join(re.sub(r"[|\r\n]+", " ", part) for part in parts) + "|\r"
        answer = self._client.get(
            self.name,
            f"{self._base}/ecitmatch.cgi",
            params=(("db", "pubmed"), ("retmode", "xml"), ("bdata", line), ("tool", "neckref")),
            secret_params=tuple(self._secret.items()),
            expect="text",
            budget=self._budget,
            check=_check_citation_match,
        )
        found = (parse_pmid(row.rstrip("|").rpartition("|")[2]) for row in answer.text.splitlines() if "|" in row)
        return [i for i in found if i is not None]

    def _links(self, pmids: list[Identifier]) -> dict[Identifier, list[Identifier]]:
        """PMIDs that cite each of the PMIDs. `id` is sent once for each: a comma list would merge the answers."""
        answer = self._client.get(
            self.name,
            f"{self._base}/elink.fcgi",
            params=(
                ("dbfrom", "pubmed"),
                ("db", "pubmed"),
                ("linkname", "pubmed_pubmed_citedin"),
                ("retmode", "xml"),
                ("tool", "neckref"),
                *(("id", i.value) for i in pmids),
            ),
            secret_params=tuple(self._secret.items()),
            expect="xml",
            budget=self._budget,
            check=_check,
        )
        found: dict[Identifier, list[Identifier]] = {}
        for links in answer.xml().iterfind("LinkSet"):
            own = parse_pmid(content(links.find("IdList/Id")) or "")
            others = (parse_pmid(content(i) or "") for i in links.iterfind("LinkSetDb/Link/Id"))
            if own in pmids:
                found[own] = [i for i in others if i is not None]
        return found

    def _cited_in(self, citing: list[Identifier], cited: Identifier) -> Lookup:
        return found_or_not([], [Citation(str(i), str(cited), self.name) for i in citing]) if citing else NotFound()

    def _ask(self, tool: str, fields: Mapping[str, str], wanted: int = 0) -> Answer:
        # By POST: a term of a hundred DOIs is too long for an address.
        return self._client.get(
            self.name,
            f"{self._base}/{tool}",
            method="POST",
            data={**fields, "tool": "neckref"},
            secret_data=self._secret,
            expect="xml",
            budget=self._budget,
            check=_found_ids if wanted else _check,
            wanted=wanted,
        )

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


def _search_result(answer: Answer) -> tuple[int, list[Identifier]]:
    root = answer.xml()
    count = content(root.find("Count")) or ""
    if not count.isdigit():
        raise BadAnswer("pubmed: answered a search without a count; try later")
    ids = (parse_pmid(content(i) or "") for i in root.iterfind("IdList/Id"))
    return int(count), [i for i in ids if i is not None]


def _check(answer: Answer) -> None:
    """Errors come as 404 pages and, with status 200, as <ERROR> inside."""
    if answer.status == 404:
        raise BadAnswer("pubmed: has no such tool at this address; check the base address")
    found = re.search(rb"<ERROR>([^<]{0,150})", answer.body[:5000])
    if found:
        raise BadAnswer(f"pubmed: reports an error: {' '.join(found[1].decode('utf-8', 'replace').split())}")


def _found_ids(answer: Answer) -> list[Identifier]:
    _check(answer)
    return _search_result(answer)[1]


def _check_citation_match(answer: Answer) -> None:
    lines = answer.text.strip().splitlines()
    if answer.status == 404 or not lines or any(line.count("|") < 5 for line in lines):
        raise BadAnswer("pubmed: answered something else than citation matches; try later")


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
