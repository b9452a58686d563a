from __future__ import annotations

import random

import networkx as nx
import pytest

from neckref.errors import UserError
from neckref.exporters import cytoscape, gexf, graphml
from neckref.graph import build_graph, nodes_of
from neckref.graph import communities as module
from neckref.graph.communities import add_communities, communities
from neckref.model import Citation
from tests.samples import sample_map


def planted(sizes: list[int], seed: int = 3) -> nx.DiGraph:
    """Groups that cite ten works of their own and one of another."""
    rng = random.Random(seed)
    groups = [[f"{letter}{n:02d}" for n in range(size)] for letter, size in zip("abc", sizes, strict=True)]
    everybody = [node for group in groups for node in group]
    graph = nx.DiGraph()
    for group in groups:
        for node in group:
            graph.add_edges_from((node, other) for other in [*rng.sample(group, 10), rng.choice(everybody)])
    graph.remove_edges_from([(node, node) for node in everybody])
    return graph


def test_planted_groups_are_found_the_largest_first() -> None:
    found = communities(planted([20, 40, 30]))
    assert {(node[0], number) for node, number in found.items()} == {("b", 1), ("c", 2), ("a", 3)}


def test_the_order_of_nodes_and_edges_does_not_matter() -> None:
    graph = planted([30, 30, 30])
    turned = nx.DiGraph()
    turned.add_nodes_from(reversed(list(graph)))
    turned.add_edges_from(reversed(list(graph.edges)))
    assert communities(turned) == communities(graph)


def test_works_without_citations_belong_to_none() -> None:
    graph = nx.DiGraph([("a", "b")])
    graph.add_node("alone")
    assert communities(graph) == {"a": 1, "b": 1}
    assert communities(nx.DiGraph()) == {}


def test_a_higher_resolution_gives_more_communities() -> None:
    graph = planted([30, 30, 30])
    assert max(communities(graph, 5.0).values()) > max(communities(graph).values())


def test_modularity_is_that_of_networkx_and_near_louvains() -> None:
    graph = planted([30, 40, 50]).to_undirected().to_directed()
    found = communities(graph)
    groups = [{n for n in found if found[n] == number} for number in set(found.values())]
    ours = nx.community.modularity(graph.to_undirected(), groups)
    louvain = nx.community.louvain_communities(graph.to_undirected(), seed=1)
    assert ours >= nx.community.modularity(graph.to_undirected(), louvain) - 0.01


def test_exports_hold_them_where_wanted() -> None:
    emap = sample_map()
    graph = build_graph(emap)
    add_communities(graph)
    numbers = {node: data["community"] for node, data in nodes_of(graph, "work") if "community" in data}
    assert numbers
    assert set(numbers.values()) <= set(range(1, len(numbers) + 1))
    assert isinstance(emap.citations[0], Citation)
    for form, name in ((graphml, 'attr.name="community"'), (gexf, 'title="community"'), (cytoscape, '"community":1')):
        assert name in form.export(emap, communities=True)
        assert name not in form.export(emap)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "leiden_csr", None)
    with pytest.raises(UserError, match=r"neckref\[communities\]"):
        communities(nx.DiGraph([("a", "b")]))
