"""Hostile text in every field, through every registered exporter: a second parser reads the same things back."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

import bibtexparser
import networkx as nx
import pybtex.database
import pydot
import pytest
import rdflib
import rispy

from neckref import registry
from neckref.exporters.bibliography import render_bibliography
from neckref.model import EvidenceMap, Identifier, Name, Sourced, Work
from tests.samples import sample_map

pytestmark = [
    pytest.mark.filterwarnings(f"ignore::{kind}:{module}")
    for kind, module in (("DeprecationWarning", "pydot.*"), ("DeprecationWarning", "rdflib.*"))
]

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "img": '<img src=x onerror="alert(1)">',
    "close-script": "</script><script>alert(1)</script>",
    "javascript-url": "javascript:alert(1)",
    "data-url": "data:text/html,<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "line-separators": "a\u2028b\u2029c\x85d",
    "mathml": "<math><mtext><svg onload=alert(1)></mtext></math>",
    "input": r"\input{/etc/passwd}",
    "write18": r"\immediate\write18{id}\csname end\endcsname",
    "hat": "^^5cinput{x}",
    "entry": "}@article{x, title={y}}\n@comment{z}",
    "unbalanced-open": "{{{ a {",
    "unbalanced-close": "}}} b }",
    "tex-specials": "50% of #1 & $2 _x_ ~y^z",
    "backslash-end": "ends with \\",
    "newlines": "a\nb\r\nc\rd",
    "ris": "x\nTY  - JOUR\nER  - \n",
    "ris-nel": "x\x85TY  - JOUR\u2028ER  - ",
    "nul": "a\x00b",
    "formula": "=HYPERLINK(\"http://x\")",
    "formula-plus": "+1+1",
    "formula-at": "@SUM(1)",
    "formula-tab": "\t=1",
    "formula-quote": '"=1',
    "formula-wide": "＝1+1",
    "csi": "\x1b[31mred\x9b31m",
    "osc": "\x1b]8;;http://x\x07link\x1b]52;c;aGk=\x07",
    "bidi": "a\u202eb\u2066c\u2069",
    "zero-width": "a\u200bb",
    "path": "../../.ssh/x",
    "absolute": "/abs/CON\x00.",
    "long": "a" * 300,
    "cdata": "]]> & <a b='c'>",
    "dot": '"]; evil [label="x',
    "mermaid": '"] --> evil["x"]; click n0 "javascript:alert(1)" %%{init}%%',
    "markdown-link": "[x](javascript:alert(1)) `code` | cell",
    "surrogate": "a\ud800b",
    "noncharacter": "a\ufffe\uffffb",
    "turtle": '" . <a> <b> <c> . "\\',
    "empty": "",
}  # fmt: skip


def poisoned(payload: str) -> EvidenceMap:
    """The sample with the payload in every free text and in every identifier."""
    emap = sample_map()
    assert emap.article is not None
    ids = {w.id: f"doi:10.5555/{n}{payload}" for n, w in enumerate(emap.works)}

    def poison(work: Work) -> Work:
        fields = replace(
            work.fields, title=payload, journal=payload, authors=(Name(*3 * (payload,)), Name(literal=payload)),
            abstract=payload, volume=payload, issue=payload, pages=payload, publisher=payload, url=payload,
            issn=(payload,), summary=payload, language=payload,
        )  # fmt: skip
        said = {"title": Sourced(payload, (payload,), verified=False)}
        identifier = Identifier("doi", ids[work.id].removeprefix("doi:"))
        return Work(ids[work.id], (identifier, Identifier("pmid", payload)), fields, said, ((payload, payload),))

    return replace(
        emap,
        article=replace(emap.article, title=payload, origin=payload),
        works=tuple(map(poison, emap.works)),
        claims=tuple(replace(c, text=payload, section=payload, markers=(payload,)) for c in emap.claims),
        attributions=tuple(replace(a, text=payload) for a in emap.attributions),
        matches=tuple(replace(m, work=ids[m.work or ""], reason=payload) for m in emap.matches),
        evidence=tuple(
            replace(e, work=ids[e.work], reason=payload, linker=payload,
                    passage=replace(e.passage, text=payload) if e.passage else None)
            for e in emap.evidence
        ),
        citations=tuple(replace(c, citing=ids[c.citing], cited=ids[c.cited]) for c in emap.citations),
        decisions=tuple(replace(d, work=ids[d.work], note=payload, person=payload) for d in emap.decisions),
        summaries=tuple(replace(s, reason=payload) for s in emap.summaries),
    )  # fmt: skip


def read_bib(text: str) -> int:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert not library.comments
    read = pybtex.database.parse_string(text, "bibtex")
    assert [e.key for e in library.entries] == list(read.entries)
    assert all(re.fullmatch("[a-z0-9]+", e.key) for e in library.entries)
    for entry in library.entries:
        for field in entry.fields:
            assert not re.search(r"\\(input|write|immediate|csname)|\^\^", str(field.value)), field
    return len(library.entries)


def read_csl(text: str) -> int:
    return len(json.loads(text))


def read_ris(text: str) -> int:
    assert len(re.findall("^TY  - ", text, re.M)) == len(re.findall("^ER  - ", text, re.M))
    return len(rispy.loads(text))


def read_csv(text: str) -> int:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert all(len(row) == 11 for row in rows)
    assert not [c for row in rows for c in row if re.match(r"""[\s"']*[=+\-@＝]""", c) and not c.startswith("'")]
    return len(rows) - 1


def read_json(text: str) -> int:
    return len(json.loads(text)["works"])


def read_graph(graph: nx.Graph) -> int:
    return sum(a["kind"] == "work" for _, a in graph.nodes(data=True))


def read_graphml(text: str) -> int:
    graph = nx.parse_graphml(text, force_multigraph=True)
    assert graph.number_of_edges() == 9
    return read_graph(graph)


def read_gexf(text: str) -> int:
    graph = nx.read_gexf(io.BytesIO(text.encode()))
    assert graph.number_of_edges() == 9
    return read_graph(graph)


def read_dot(text: str) -> int:
    (graph,) = pydot.graph_from_dot_data(text)
    assert len(graph.get_edges()) == 9
    assert all(set(n.get_attributes()) >= {"label", "shape"} for n in graph.get_nodes())
    return sum(n.get("shape") == "ellipse" for n in graph.get_nodes())


def read_mermaid(text: str) -> int:
    first, *lines = text.splitlines()
    assert first == "flowchart LR"
    quoted = r'"[\w\s.,:()\'+;#-]+"'
    nodes = [x for x in lines if re.fullmatch(rf"  n\d+(\[\[{quoted}\]\]|\[{quoted}\]|\(\[{quoted}\]\))", x)]
    edges = [x for x in lines if re.fullmatch(rf"  n\d+ (==>|-\.->|-->|---)(\|{quoted}\|)? n\d+", x)]
    assert len(nodes) + len(edges) == len(lines)
    assert len(edges) == 9
    return sum('(["' in node for node in nodes)


def read_cytoscape(text: str) -> int:
    return read_graph(nx.cytoscape_graph(json.loads(text)))


def read_jsonld(text: str) -> int:
    assert not re.search("[<>&\u2028\u2029]", text)
    graph = rdflib.Graph().parse(data=text, format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    assert len(list(graph.subjects(rdflib.RDF.type, schema.Claim))) == 2
    assert len(list(graph.subjects(rdflib.RDF.type, schema.ClaimReview))) == 1
    return len(set(graph.subjects(rdflib.RDF.type, schema.ScholarlyArticle)))


def read_nanopub(text: str) -> int:
    data = rdflib.Dataset(default_union=True)
    data.parse(data=text, format="trig")
    kind = rdflib.URIRef("http://www.nanopub.org/nschema#Nanopublication")
    return len(set(data.subjects(rdflib.RDF.type, kind)))


def read_bibliography(text: str) -> int:
    return len([entry for entry in text.split("\n\n") if entry.strip()])


# What reads each format back, and how many things there must be.
READERS: dict[str, tuple[Callable[[str], int], int]] = {
    "bibliography": (read_bibliography, 3),
    "biblatex": (read_bib, 3),
    "bibtex": (read_bib, 3),
    "csl-json": (read_csl, 3),
    "csv": (read_csv, 2),
    "cytoscape": (read_cytoscape, 4),
    "dot": (read_dot, 4),
    "gexf": (read_gexf, 4),
    "graphml": (read_graphml, 4),
    "json": (read_json, 4),
    "jsonld": (read_jsonld, 4),
    "mermaid": (read_mermaid, 4),
    "nanopub": (read_nanopub, 2),
    "ris": (read_ris, 3),
}
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x9b\ud800-\udfff]")


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
@pytest.mark.parametrize("name", registry.names("exporters"))
def test_nothing_gets_out(name: str, payload: str) -> None:
    text = registry.load("exporters", name)(poisoned(payload))
    text.encode("utf-8")
    assert not CONTROLS.search(text)
    read, count = READERS[name]
    assert read(text) == count


def test_every_built_in_is_read_back() -> None:
    assert set(READERS) <= set(registry.names("exporters"))


class _Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_html_bibliography_has_only_its_own_tags(payload: str) -> None:
    tags = _Tags()
    tags.feed(render_bibliography(poisoned(payload), "apa", "html"))
    assert {t for t, _ in tags.seen} <= {"ol", "li", "i", "b", "sup", "sub"}
    assert [a for _, attrs in tags.seen for a in attrs] == [("class", "bibliography")]


@pytest.mark.parametrize("payload", ["script", "markdown-link", "attribute", "cdata"])
def test_markdown_bibliography_is_text(payload: str) -> None:
    text = render_bibliography(poisoned(PAYLOADS[payload]), "vancouver", "markdown")
    assert not re.search(r"(?<!\\)[<>\[\]`|]", text)


def test_xml_stays_well_formed_for_a_second_parser() -> None:
    for payload in PAYLOADS.values():
        for name in ("graphml", "gexf"):
            root = ET.fromstring(registry.load("exporters", name)(poisoned(payload)))
            assert root.tag.endswith(("graphml", "gexf"))
