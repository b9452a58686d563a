"""NCBI's E-utilities for PubMed: https://eutils.ncbi.nlm.nih.gov/entrez/eutils, one function a tool.

NCBI asks for `tool` and `email` with each request and allows 3 requests a second, 10 with a key. Errors come as 404
pages and, with status 200, as <ERROR> inside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from neckref.errors import BadAnswer
from neckref.http import Answer, Budget, Client
from neckref.model import Identifier
from neckref.sources.pubmed_xml import content
from neckref.text.identifiers import parse_pmid

CITED_IN, REFERENCES = "pubmed_pubmed_citedin", "pubmed_pubmed_refs"
"""Names of links that elink knows; both rest on the reference lists in PubMed Central."""
_NAME = "pubmed"


class Eutils:
    """Asks the tools; raises SourceError."""

    def __init__(self, client: Client, base_url: str, mailto: str | None, key: str | None) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        who = {"email": mailto or "", "api_key": (key or "").strip()}
        self._secret = {name: value for name, value in who.items() if value}
        self._budget = Budget("ncbi", 10.0, 3) if "api_key" in self._secret else Budget("ncbi", 3.0, 2)

    def esearch(self, term: str, most: int, wanted: int, **more: str) -> tuple[int, list[Identifier]]:
        """How many articles fit a term, and the PMIDs of at most so many. `wanted`: where fewer come, the answer is not
        kept for long."""
        fields = {"db": "pubmed", "retmode": "xml", "retmax": str(most), "term": term, **more}
        return _search_result(self._post("esearch.fcgi", fields, _found_ids, wanted))

    def efetch(self, pmids: Sequence[Identifier]) -> Answer:
        """The whole records of up to 200 PMIDs, as XML."""
        return self._post("efetch.fcgi", {"db": "pubmed", "retmode": "xml", "id": _joined(pmids)}, _check)

    def esummary(self, pmids: Sequence[Identifier]) -> dict[Identifier, int]:
        """How often each PMID is cited by articles in PubMed Central (PmcRefCount). A summary has neither abstract nor
        MeSH, but is a tenth of the record's size."""
        answer = self._post("esummary.fcgi", {"db": "pubmed", "retmode": "xml", "id": _joined(pmids)}, _check)
        found = {}
        for summary in answer.xml().iterfind("DocSum"):
            pmid, count = parse_pmid(content(summary.find("Id")) or ""), summary.find("Item[@Name='PmcRefCount']")
            if pmid is not None and (digits := content(count) or "").isdigit():
                found[pmid] = int(digits)
        return found

    def ecitmatch(self, citations: Sequence[Sequence[str]]) -> dict[int, Identifier]:
        """PMIDs of printed citations (journal, year, volume, first page, surname), by their place in the sequence;
        those that are not found, or stand for several articles, are left out."""
        lines = (
            "|".join(re.sub(r"[|\r\n]+", " ", part) for part in (*citation, str(n))) + "|\r"
            for n, citation in enumerate(citations)
        )
        answer = self._get("ecitmatch.cgi", [("bdata", "".join(lines))], _matched, expect="text", wanted=len(citations))
        return dict(_matched(answer))

    def elink(self, pmids: Sequence[Identifier], name: str) -> dict[Identifier, list[Identifier]]:
        """PMIDs linked to each PMID. `id` is sent once for each: a comma list would merge the answers."""
        params = [("dbfrom", "pubmed"), ("linkname", name), *(("id", i.value) for i in pmids)]
        found: dict[Identifier, list[Identifier]] = {}
        for links in self._get("elink.fcgi", params, _check).xml().iterfind("LinkSet"):
            own = parse_pmid(content(links.find("IdList/Id")) or "")
            others = (parse_pmid(content(i) or "") for i in links.iterfind(f"LinkSetDb[LinkName='{name}']/Link/Id"))
            if own is not None and own in pmids:
                found[own] = [i for i in others if i is not None]
        return found

    def _get(
        self,
        tool: str,
        params: Sequence[tuple[str, str]],
        check: Callable[[Answer], object],
        *,
        expect: Literal["xml", "text"] = "xml",
        wanted: int = 0,
    ) -> Answer:
        return self._client.get(
            _NAME,
            f"{self._base}/{tool}",
            params=(("db", "pubmed"), ("retmode", "xml"), *params, ("tool", "neckref")),
            secret_params=tuple(self._secret.items()),
            expect=expect,
            budget=self._budget,
            check=check,
            wanted=wanted,
        )

    def _post(self, tool: str, fields: Mapping[str, str], check: Callable[[Answer], object], wanted: int = 0) -> Answer:
        """By POST: a term of a hundred DOIs is too long for an address."""
        return self._client.get(
            _NAME,
            f"{self._base}/{tool}",
            method="POST",
            data={**fields, "tool": "neckref"},
            secret_data=self._secret,
            expect="xml",
            budget=self._budget,
            check=check,
            wanted=wanted,
        )


def _joined(pmids: Sequence[Identifier]) -> str:
    return ",".join(i.value for i in pmids)


def _search_result(answer: Answer) -> tuple[int, list[Identifier]]:
    root = answer.xml()
    count = content(root.find("Count")) or ""
    if not count.isdigit():
        raise BadAnswer("pubmed: answered a search without a count; try later")
    ids = (parse_pmid(content(i) or "") for i in root.iterfind("IdList/Id"))
    return int(count), [i for i in ids if i is not None]


def _check(answer: Answer) -> None:
    if answer.status == 404:
        raise BadAnswer("pubmed: has no such tool at this address; check the base address")
    found = re.search(rb"<ERROR>([^<]{0,150})", answer.body[:5000])
    if found:
        raise BadAnswer(f"pubmed: reports an error: {' '.join(found[1].decode('utf-8', 'replace').split())}")


def _found_ids(answer: Answer) -> list[Identifier]:
    _check(answer)
    return _search_result(answer)[1]


def _matched(answer: Answer) -> list[tuple[int, Identifier]]:
    """Lines "journal|year|volume|page|author|key|PMID"; instead of the PMID words where it was not found."""
    lines = [line.split("|") for line in answer.text.strip().splitlines()]
    if answer.status == 404 or not lines or any(len(line) < 7 or not line[5].isdigit() for line in lines):
        raise BadAnswer("pubmed: answered something else than citation matches; try later")
    found = ((int(line[5]), parse_pmid(line[6])) for line in lines)
    return [(n, pmid) for n, pmid in found if pmid is not None]
