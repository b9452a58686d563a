"""Ways through the graph: from a claim to a paper, and the main line of a literature."""

from __future__ import annotations

import networkx as nx

from neckref.graph.build import edges_of
from neckref.graph.measures import large_matrix


def evidence_path(graph: nx.MultiDiGraph[str], claim: str, work: str) -> list[str]:
    """The shortest way from a claim over the papers that bear on it, and citations in either direction, to a paper.

    Both ends included; empty where there is none. A paper that only mentions what the claim is about is no step.
    Of equally short ways the one whose ids come first.
    """
    links: nx.Graph[str] = nx.Graph()
    links.add_edges_from((a, b) for a, b, data in edges_of(graph, "evidence") if data["relation"] != "mentions")
    links.add_edges_from((a, b) for a, b, _ in edges_of(graph, "citation"))
    if claim not in links or work not in links:
        return []
    distance = nx.single_source_shortest_path_length(links, work)
    if claim not in distance:
        return []
    path = [claim]
    while path[-1] != work:
        path.append(min(n for n in links[path[-1]] if distance[n] == distance[path[-1]] - 1))
    return path


def main_path(citations: nx.DiGraph[str]) -> list[str]:
    """The main path, from the newest work to the oldest: at each step the citation most ways run through.

    Weights are search path counts (Batagelj 2003, "Efficient algorithms for citation network analysis", after Hummon
    and Doreian 1989): for each citation, on how many ways from a source to a sink it lies. Citations inside a circle
    (papers that cite each other) are left out, because no way has an end there. Ties by id.
    """
    matrix = large_matrix(citations)
    if matrix is not None:
        return [matrix.ids[number] for number in matrix.main_path()]
    ring = {node: i for i, group in enumerate(nx.strongly_connected_components(citations)) for node in group}
    dag: nx.DiGraph[str] = nx.DiGraph()
    dag.add_edges_from((a, b) for a, b in citations.edges if ring[a] != ring[b])
    if not dag:
        return []
    order = list(nx.topological_sort(dag))
    into = {node: 1 for node in order if not dag.in_degree(node)}
    for node in order:
        into.setdefault(node, sum(into[a] for a in dag.predecessors(node)))
    onward = {node: 1 for node in order if not dag.out_degree(node)}
    for node in reversed(order):
        onward.setdefault(node, sum(onward[b] for b in dag.successors(node)))
    _, start, second = min((-into[a] * onward[b], a, b) for a, b in dag.edges if not dag.in_degree(a))
    path = [start, second]
    while following := list(dag.successors(path[-1])):
        path.append(min(following, key=lambda b: (-into[path[-1]] * onward[b], b)))
    return path
