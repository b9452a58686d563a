"""Any works, through every format: a second, independent reader finds the same works with the same fields."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess

import bibtexparser
import networkx as nx
import pybtex.database
import pytest
import rdflib
import rispy
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.exporters import biblatex, bibtex, csljson, cytoscape, dot, gexf, graphml, jsonld, nanopub, ris
from neckref.exporters import csv as claims_csv
from neckref.graph import build_graph
from neckref.model import EvidenceMap, Fields, Identifier, Name, Work
from neckref.text.latex import decode_latex
from tests.samples import sample_map

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*"),
    pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupported"),
]

FAMILIES = ["van der Berg", "de la Cruz", "Ortega y Gasset", "O'Brien", "Sørensen-Öz", "d'Arc", "Müller", "Nuñez", "Li",
            "Αλεξίου", "García Márquez", "Smith and Sons", "Van den Dool", "'t Hooft", "Łukasiewicz"]  # fmt: skip
GIVENS = ["Anne-Marie", "J.-P.", "Jan", "L L", "Ç.", "Ørjan B.", "X"]
PERSONS = st.builds(
    Name, st.sampled_from(FAMILIES), st.sampled_from(GIVENS), st.sampled_from([None, None, "Jr.", "III"])
)
GROUPS = st.builds(
    Name, literal=st.sampled_from(["WHO", "The PEDro Group", "Centers for Disease Control and Prevention", "AT&T"])
)
WORDS = ["muscle", "EMG", "α-level", "H₂O", "Effects", "p < 0.05", "50%", "μg", "x_y", "{braced}", "of", "β₂", "A&E",
         "Über", "naïve", "#1", "10⁻³", "$5", "~", "≥", "C++", "back\\slash"]  # fmt: skip
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join).filter(lambda t: t.strip("~"))
DOIS = st.text("abc019.-_;()<>:/#%&$", min_size=1, max_size=14).map(lambda tail: f"10.5555/{tail}x")
FIELDS = st.builds(
    Fields,
    title=TITLES,
    authors=st.lists(PERSONS | GROUPS, max_size=5).map(tuple),
    year=st.integers(1900, 2030),
    month=st.none() | st.integers(1, 12),
    journal=TITLES,
    volume=st.none() | st.sampled_from(["3", "12A", "S1"]),
    issue=st.none() | st.sampled_from(["2", "1-2", "Suppl 1"]),
    pages=st.none() | st.sampled_from(["10-19", "e77", "S12-S19"]),
    type=st.just("article-journal"),
)
WORKS = st.lists(st.tuples(DOIS, FIELDS), min_size=1, max_size=6, unique_by=lambda pair: pair[0]).map(
    lambda pairs: tuple(Work(f"doi:{doi}", (Identifier("doi", doi),), fields) for doi, fields in pairs)
)
FEW = settings(max_examples=40, deadline=None)


def by_doi(works: tuple[Work, ...]) -> dict[str, Fields]:
    return {w.doi or "": w.fields for w in works}


def plain(text: str) -> str:
    """Text as it reads: Unicode has two signs for micro, and none for a raised minus in LaTeX."""
    return " ".join(text.replace("\u00b5", "μ").split())


@FEW
@given(WORKS)
def test_bibtex_and_biblatex_by_pybtex(works: tuple[Work, ...]) -> None:
    for form, container in ((bibtex, "journal"), (biblatex, "journaltitle")):
        read = pybtex.database.parse_string(form.export(EvidenceMap(None, works=works)), "bibtex").entries
        assert len(read) == len(works)
        for entry in read.values():
            doi = entry.fields["doi"]
            fields = by_doi(works)[re.sub(r"\\([_%#$&])", r"\1", doi) if form is bibtex else doi]
            assert decode_latex(entry.fields["title"]) == plain(fields.title or "")
            assert decode_latex(entry.fields[container]) == plain(fields.journal or "")
            assert decode_latex(entry.fields.get("pages", "")).replace("--", "-") == (fields.pages or "")
            assert (entry.fields.get("volume"), entry.fields.get("number")) == (fields.volume, fields.issue)
            year = entry.fields["year"] if form is bibtex else entry.fields["date"][:4]
            assert year == str(fields.year)
            people = [
                (
                    decode_latex(" ".join([*p.prelast_names, *p.last_names])),
                    decode_latex(" ".join([*p.first_names, *p.middle_names])),
                    " ".join(p.lineage_names),
                )
                for p in entry.persons.get("author", ())
            ]
            assert people == [(n.family or n.literal, n.given or "", n.suffix or "") for n in fields.authors]


@FEW
@given(WORKS)
def test_bibtex_and_biblatex_by_bibtexparser(works: tuple[Work, ...]) -> None:
    for form in (bibtex, biblatex):
        library = bibtexparser.parse_string(form.export(EvidenceMap(None, works=works)))
        assert not library.failed_blocks
        titles = sorted(decode_latex(e["title"]) for e in library.entries)
        assert titles == sorted(plain(w.fields.title or "") for w in works)
        assert len({e.key for e in library.entries}) == len(works)


@FEW
@given(WORKS)
def test_ris_by_rispy(works: tuple[Work, ...]) -> None:
    records = rispy.loads(ris.export(EvidenceMap(None, works=works)))
    assert len(records) == len(works)
    for record in records:
        fields = by_doi(works)[record["doi"]]
        first, _, last = (fields.pages or "").partition("-")
        assert record["title"] == fields.title
        assert record["secondary_title"] == fields.journal
        assert record["year"] == str(fields.year)
        assert (record.get("volume"), record.get("number")) == (fields.volume, fields.issue)
        assert (record.get("start_page", ""), record.get("end_page", "")) == (first, last)
        assert record.get("authors", []) == [
            n.literal or ", ".join(p for p in (n.family, n.given, n.suffix) if p) for n in fields.authors
        ]


@FEW
@given(WORKS)
def test_csl_json_by_citeproc(works: tuple[Work, ...]) -> None:
    source = CiteProcJSON(json.loads(csljson.export(EvidenceMap(None, works=works))))
    assert len(source) == len(works)
    for item in source.values():
        fields = by_doi(works)[str(item["DOI"])]
        assert str(item["title"]) == fields.title
        assert str(item["container_title"]) == fields.journal
        assert item["issued"]["year"] == fields.year
        people = [
            " ".join(str(n[part]) for part in ("non-dropping-particle", "family") if n.get(part))
            if n.get("family")
            else str(n["name"] if "name" in n else n["literal"])
            for n in item.get("author", [])
        ]
        assert people == [n.family or n.literal for n in fields.authors]


def same_graph(a: nx.MultiDiGraph, b: nx.MultiDiGraph, but: tuple[str, ...] = ()) -> bool:
    """The same nodes and edges with the same attributes, but for what a format adds."""

    def kept(attributes: dict[str, object]) -> dict[str, object]:
        return {k: v for k, v in attributes.items() if k not in but}

    edges = [sorted((s, t, sorted(kept(d).items())) for s, t, d in g.edges(data=True)) for g in (a, b)]
    nodes = [{node: kept(data) for node, data in g.nodes(data=True)} for g in (a, b)]
    return edges[0] == edges[1] and nodes[0] == nodes[1]


@FEW
@given(WORKS)
def test_graph_formats_by_networkx(works: tuple[Work, ...]) -> None:
    for emap in (EvidenceMap(None, works=works), sample_map()):
        graph = build_graph(emap)
        assert same_graph(graph, nx.parse_graphml(graphml.export(emap), force_multigraph=True))
        in_gexf = nx.MultiDiGraph(nx.read_gexf(io.BytesIO(gexf.export(emap).encode())))
        assert same_graph(graph, in_gexf, ("id",))
        in_cytoscape = nx.cytoscape_graph(json.loads(cytoscape.export(emap)))
        assert same_graph(graph, in_cytoscape, ("id", "name", "value", "key", "source", "target"))


@pytest.mark.slow
@pytest.mark.parametrize("emap", [sample_map(), EvidenceMap(None)], ids=["sample", "empty"])
def test_dot_by_graphviz(emap: EvidenceMap) -> None:
    if not shutil.which("dot"):
        pytest.skip("graphviz is not installed")
    done = subprocess.run(["dot", "-Tjson0"], input=dot.export(emap).encode(), capture_output=True, check=True)
    assert done.stderr == b""
    read, graph = json.loads(done.stdout), build_graph(emap)
    objects = read.get("objects", [])
    assert [o["name"] for o in objects] == list(graph)
    for o, (_, data) in zip(objects, graph.nodes(data=True), strict=True):
        assert {k.removeprefix("neckref_") for k in o if k.startswith("neckref_")} == {
            name
            for name, value in data.items()
            if name != "label" and value != ""  # Graphviz leaves out empty ones
        }
        assert o["neckref_title"] == str(data["title"])
    ends = [(objects[e["tail"]]["name"], objects[e["head"]]["name"]) for e in read.get("edges", [])]
    assert sorted(ends) == sorted((s, t) for s, t in graph.edges())


@FEW
@given(WORKS)
def test_jsonld_by_rdflib(works: tuple[Work, ...]) -> None:
    graph = rdflib.Graph().parse(data=jsonld.export(EvidenceMap(None, works=works)), format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    found = {}
    for node in graph.subjects(rdflib.RDF.type, schema.ScholarlyArticle):
        doi = next(str(graph.value(i, schema.value)) for i in graph.objects(node, schema.identifier))
        people = graph.value(node, schema.author)
        names = [
            str(graph.value(p, schema.familyName) or graph.value(p, schema.name))
            for p in (graph.items(people) if people else ())
        ]
        journal = graph.value(graph.value(node, schema.isPartOf), schema.name)
        found[doi] = (
            str(graph.value(node, schema.name)), names, str(journal), str(graph.value(node, schema.datePublished))[:4]
        )  # fmt: skip
    assert found == {
        doi: (f.title, [n.family or n.literal for n in f.authors], f.journal, str(f.year))
        for doi, f in by_doi(works).items()
    }


def test_nanopublications_by_rdflib_quote_and_name_what_they_rest_on() -> None:
    emap = sample_map()
    data = rdflib.Dataset(default_union=True)
    data.parse(data=nanopub.export(emap), format="trig")
    schema, prov = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("http://www.w3.org/ns/prov#")
    texts = {str(o) for o in data.objects(None, schema.text)}
    assert texts == {c.text for c in emap.claims}
    quotes = {str(o) for o in data.objects(None, prov.value)}
    assert quotes <= {e.passage.text for e in emap.evidence if e.passage and e.passage.kind == "quote"}
    works = {str(o) for o in data.objects(None, rdflib.URIRef("http://purl.org/dc/terms/title"))}
    assert works <= {w.fields.title for w in emap.works}
    assert works


def test_claims_by_a_reader_of_rfc_4180() -> None:
    emap = sample_map()
    rows = list(csv.DictReader(io.StringIO(claims_csv.export(emap), newline=""), strict=True))
    assert [r["id"] for r in rows] == [c.id for c in emap.claims]
    assert [r["text"] for r in rows] == [c.text for c in emap.claims]
    for row in rows:
        evidence = [e for e in emap.evidence if e.claim == row["id"]]
        assert row["works"].split("; ") == [e.work for e in evidence]
        assert row["level"].split("; ") == [e.level for e in evidence]
        assert len(row["relations"].split("; ")) == len(row["directness"].split("; ")) == len(evidence)
