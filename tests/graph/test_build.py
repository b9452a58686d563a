from __future__ import annotations

import io
from dataclasses import replace

import networkx as nx
import pytest

from neckref.graph import build_graph, edges_of, label_of, nodes_of
from neckref.model import Citation, Decision, EvidenceMap, Fields, Identifier, Name, Work
from tests.samples import sample_map, sample_works

TRIAL, RETRACTED, EMG, REVIEW = (work.id for work in sample_works())


def _work(**fields: object) -> Work:
    return Work("doi:10.5555/x", (Identifier("doi", "10.5555/x"),), Fields(**fields))  # type: ignore[arg-type]


def test_nodes_and_edges_of_the_sample() -> None:
    graph = build_graph(sample_map())
    assert [node for node, _ in nodes_of(graph, "claim")] == ["claim-1", "claim-2"]
    assert {node for node, _ in nodes_of(graph, "work")} == {TRIAL, RETRACTED, EMG, REVIEW}
    assert graph.nodes[RETRACTED]["retracted"] is True
    assert graph.nodes[RETRACTED]["orphan"] is True
    assert [node for node, data in nodes_of(graph, "work") if not data["cited"]] == [REVIEW]
    [(_, _, evidence)] = [e for e in edges_of(graph, "evidence") if e[0] == "claim-2"]
    assert (evidence["relation"], evidence["outcome"], evidence["direct"]) == ("partly supports", "differs", False)
    assert (evidence["level"], evidence["n"], evidence["linker"]) == ("laboratory measurement", 11, "rules")
    assert {(a, b, d["said_by"]) for a, b, d in edges_of(graph, "citation")} == {
        (TRIAL, EMG, "crossref"),
        (REVIEW, TRIAL, "openalex; opencitations"),
    }
    assert {(b, d["verdict"]) for _, b, d in edges_of(graph, "reference")} == {
        (TRIAL, "certain"), (RETRACTED, "likely"), (EMG, "likely"),
    }  # fmt: skip


def test_attributes_are_scalars_any_format_can_hold() -> None:
    graph = build_graph(sample_map())
    for _, data in graph.nodes(data=True):
        assert all(isinstance(value, (str, int, float, bool)) for value in data.values())
    for _, _, data in graph.edges(data=True):
        assert all(isinstance(value, (str, int, float, bool)) for value in data.values())
    buffer = io.BytesIO()
    nx.write_graphml(graph, buffer)
    buffer.seek(0)
    again = nx.read_graphml(buffer, force_multigraph=True)
    assert (again.number_of_nodes(), again.number_of_edges()) == (graph.number_of_nodes(), graph.number_of_edges())


def test_a_persons_decision_stands_on_the_edge_or_makes_one() -> None:
    emap = replace(
        sample_map(), decisions=(Decision("claim-1", TRIAL, "disputes"), Decision("claim-2", TRIAL, "mentions"))
    )
    graph = build_graph(emap)
    assert graph.edges["claim-1", TRIAL, "evidence:rules"]["decided"] == "disputes"
    assert graph.edges["claim-2", TRIAL, "evidence:person"]["relation"] == "mentions"


def test_papers_known_by_identifier_only_are_nodes_but_not_stored() -> None:
    emap = replace(sample_map(), citations=(Citation("doi:10.5555/nobody", TRIAL, "crossref"),))
    graph = build_graph(emap)
    assert graph.nodes["doi:10.5555/nobody"]["stored"] is False
    assert graph.has_edge("doi:10.5555/nobody", TRIAL)


def test_without_an_article_there_are_works_only() -> None:
    graph = build_graph(EvidenceMap(None, works=sample_works()))
    assert {data["kind"] for _, data in graph.nodes(data=True)} == {"work"}
    assert build_graph(EvidenceMap(None)).number_of_nodes() == 0


@pytest.mark.parametrize(
    ("authors", "year", "expected"),
    [
        (("Doe",), 2012, "Doe 2012"),
        (("Doe", "Kjær"), 2012, "Doe & Kjær 2012"),
        (("Doe", "Kjær", "Øst"), None, "Doe et al."),
        ((), 2012, "A title 2012"),
    ],
)
def test_label_of(authors: tuple[str, ...], year: int | None, expected: str) -> None:
    names = tuple(Name(family=family) for family in authors)
    assert label_of(_work(title="A title: with more", authors=names, year=year)) == expected


def test_label_of_a_work_of_which_nothing_is_known_is_its_id() -> None:
    assert label_of(_work()) == "doi:10.5555/x"
