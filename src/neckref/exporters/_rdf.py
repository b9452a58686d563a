"""Names of things in the RDF formats."""

from __future__ import annotations

from urllib.parse import quote

from neckref.exporters._works import one_line, web_address
from neckref.model import EvidenceMap, Fields, Work

# Relation → property of CiTO 2.8 from the claim to the work. "unclear" asserts nothing.
CITO = {
    "supports": "isSupportedBy",
    "partly supports": "isQualifiedBy",
    "disputes": "isDisputedBy",
    "mentions": "isDiscussedBy",
}


def iri(text: str) -> str:
    """An address as an IRI: whatever RDF does not allow inside `<…>` is percent-encoded."""
    return quote(text, safe="/:?#[]@!$&'()*+,;=%-._~")


def work_iri(work: Work) -> str:
    """The address of the work's DOI or other identifier, else a name of our own."""
    by_identifier = Work(work.id, work.identifiers, Fields())
    return iri(web_address(by_identifier) or f"urn:x-neckref:work:{quote(one_line(work.id), safe='')}")


def work_iris(emap: EvidenceMap) -> dict[str, str]:
    """Work id → IRI."""
    return {w.id: work_iri(w) for w in emap.works}


def article_iri(emap: EvidenceMap) -> str:
    """A name made of the text's hash: the same text has the same name everywhere."""
    return f"urn:x-neckref:article:{quote(emap.article.sha256, safe='') if emap.article else 'none'}"


def claim_iri(emap: EvidenceMap, claim: str) -> str:
    """The article's name with the claim's id as fragment."""
    return f"{article_iri(emap)}#{quote(one_line(claim), safe='')}"
