"""JSON-LD and nanopublications, read back by rdflib and asked in SPARQL."""

from __future__ import annotations

import pytest
import rdflib

from neckref.exporters import jsonld, nanopub
from neckref.model import EvidenceMap
from tests.samples import sample_map

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
PREFIXES = """
PREFIX s: <https://schema.org/> PREFIX cito: <http://purl.org/spar/cito/> PREFIX np: <http://www.nanopub.org/nschema#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dct: <http://purl.org/dc/terms/>
"""


def ask(graph: rdflib.Graph, query: str) -> list[tuple[str, ...]]:
    return sorted(tuple(str(v) for v in row) for row in graph.query(PREFIXES + query))  # type: ignore[union-attr]


def test_jsonld_claims_cite_works_with_their_relation() -> None:
    graph = rdflib.Graph().parse(data=jsonld.export(sample_map()), format="json-ld")
    assert ask(graph, "SELECT ?n ?w { ?c a s:Claim; s:identifier ?n; cito:isSupportedBy ?w }") == [
        ("claim-1", "https://doi.org/10.5555/desk.%282015%29%3C3%3E_2")
    ]
    assert ask(graph, "SELECT ?n ?t { ?c a s:Claim; s:identifier ?n; s:citation/s:name ?t }") == [
        ("claim-1", "Wall slides for shoulder pain: a randomised trial"),
        ("claim-2", "Electromyographic activity of the deep neck flexors during chin tucks"),
    ]
    assert len(ask(graph, "SELECT ?w { ?a a s:Article; s:citation ?w }")) == 3


def test_only_what_a_person_decided_is_reviewed() -> None:
    graph = rdflib.Graph().parse(data=jsonld.export(sample_map()), format="json-ld")
    query = """SELECT ?n ?who ?r { ?v a s:ClaimReview; s:itemReviewed/s:identifier ?n; s:author/s:name ?who;
        s:reviewRating/s:alternateName ?r }"""
    assert ask(graph, query) == [("claim-1", "R. Reviewer", "supports")]


def test_nanopublications_have_their_four_graphs() -> None:
    data = rdflib.Dataset()
    data.parse(data=nanopub.export(sample_map()), format="trig")
    query = """SELECT ?n ?relation ?agent {
        GRAPH ?h { ?n a np:Nanopublication; np:hasAssertion ?a; np:hasProvenance ?p; np:hasPublicationInfo ?i }
        GRAPH ?a { ?claim a s:Claim; ?relation ?work . ?work dct:title ?title }
        GRAPH ?p { ?a prov:wasAttributedTo ?agent; prov:wasDerivedFrom ?work }
        GRAPH ?i { ?n prov:wasAttributedTo ?agent } }"""
    base = "http://purl.org/nanopub/temp/0123456789ab/"
    assert ask(data, query) == [
        (base + "decision-1", "http://purl.org/spar/cito/isSupportedBy", "urn:x-neckref:person:R.%20Reviewer"),
        (base + "evidence-2", "http://purl.org/spar/cito/isQualifiedBy", "urn:x-neckref:linker:rules"),
    ]


def test_without_an_article_there_are_only_works() -> None:
    emap = EvidenceMap(None, works=sample_map().works)
    graph = rdflib.Graph().parse(data=jsonld.export(emap), format="json-ld")
    assert len(ask(graph, "SELECT ?w { ?w a s:ScholarlyArticle }")) == 4
    data = rdflib.Dataset()
    data.parse(data=nanopub.export(emap), format="trig")
    assert len(data) == 0
