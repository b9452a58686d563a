"""doi.org content negotiation: https://doi.org/{doi} with Accept: application/vnd.citationstyles.csl+json.

The resolver redirects to the agency a DOI is registered at; the Accept header goes along. Its 404 is the one answer
that means "this DOI does not exist" at any agency. /doiRA/{doi} names the agency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from neckref.errors import BadAnswer, SourceError
from neckref.http import Answer, Budget, Client
from neckref.model import Found, Identifier, Lookup, NotFound, Query
from neckref.sources.common import (
    batches,
    cited_dois,
    expect_list,
    expect_record,
    fetch_batches,
    make_record,
    table,
    tables,
    text_of,
)
from neckref.sources.crossref import parse_fields
from neckref.text.identifiers import parse_doi

CSL = "application/vnd.citationstyles.csl+json"
AGENCY_BATCH = 20
NO_SUCH_DOI = "DOI does not exist"
"""`status` of a DOI that is registered nowhere."""


class Doi:
    """CSL JSON of any DOI, whatever its agency; one request (and the agency's) for each."""

    name = "doi"
    schemes = frozenset({"doi"})
    searches = False
    knows_citing = False

    def __init__(self, client: Client, *, base_url: str, mailto: str | None = None) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        # Crossref, where most redirects lead, allows 5 single records a second and one at a time.
        self._budget = Budget("doi.org", 4.0, 1)

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each DOI. NotFound means that the DOI is registered nowhere; of several DOIs, one request says
        first for which of them that holds."""
        dois = [i for i in dict.fromkeys(identifiers) if i.scheme == "doi"]
        nowhere = {i for i, agency in self.fetch_agencies(dois).items() if agency is None} if len(dois) > 1 else set()
        return fetch_batches([[i] for i in dois if i not in nowhere], self._fetch, workers=1) | {
            i: NotFound() for i in nowhere
        }

    def search_records(self, query: Query) -> Lookup:
        """NotFound: a resolver has no search."""
        return NotFound()

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Nothing: a resolver knows no citations."""
        return {}

    def fetch_agencies(self, identifiers: Sequence[Identifier]) -> dict[Identifier, str | None]:
        """Registration agency ("Crossref", "DataCite", …) of each DOI, None for one that does not exist; whatever
        could not be learnt is left out."""
        found: dict[Identifier, str | None] = {}
        for batch in batches((i for i in identifiers if i.scheme == "doi" and "," not in i.value), AGENCY_BATCH, 2000):
            joined = ",".join(quote(i.value, safe="/") for i in batch)
            try:
                answer = self._client.get(
                    self.name,
                    f"{self._base}/doiRA/{joined}",
                    expect="json",
                    budget=self._budget,
                    check=_agencies,
                    wanted=len(batch),
                )
            except SourceError:
                continue
            told = _agencies(answer)
            found |= {doi: told[doi] for doi in batch if doi in told}
            absent = (row for row in tables(answer.json()) if text_of(row.get("status")) == NO_SUCH_DOI)
            dois = (parse_doi(text_of(row.get("DOI")) or "") for row in absent)
            found |= {doi: None for doi in dois if doi is not None and doi in batch}
        return found

    def _fetch(self, batch: list[Identifier]) -> dict[Identifier, Lookup]:
        answer = self._client.get(
            self.name,
            f"{self._base}/{quote(batch[0].value, safe='/')}",
            headers={"accept": CSL},
            accept=(CSL,),
            expect="json",
            budget=self._budget,
            check=lambda a: expect_record(a, ("DOI",), batch[0]),
        )
        if answer.status == 404:
            return {}
        item, doi = table(answer.json()), batch[0]
        record = make_record(self.name, doi.value, answer, item, identifiers=[doi], fields=parse_fields(item))
        references = (reference.get("DOI") for reference in tables(item.get("reference")))
        return {doi: Found((record,), cited_dois(doi, references, self.name))}


def create(client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> Doi:
    """The doi.org source. A key is not used."""
    return Doi(client, base_url=base_url, mailto=mailto)


def _agencies(answer: Answer) -> dict[Identifier, str]:
    """Agencies by DOI, of an answer [{"DOI", "RA"}, {"DOI", "status": "DOI does not exist"}, …]."""
    if answer.status == 404:
        raise BadAnswer("doi: has no agency look-up at this address; check the base address")
    rows = tables(expect_list(answer, answer.json(), "a list of agencies"))
    named = ((parse_doi(text_of(row.get("DOI")) or ""), text_of(row.get("RA"))) for row in rows)
    return {doi: agency for doi, agency in named if doi is not None and agency}
