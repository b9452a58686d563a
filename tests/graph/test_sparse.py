"""The sparse measures give the answers of the plain ones."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.graph import measures, paths

sparse = pytest.importorskip("neckref.graph.sparse", reason="scipy is not installed (extra fast)", exc_type=ImportError)

EDGES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=60)


def _graph(edges: Iterable[tuple[int, int]]) -> nx.DiGraph[str]:
    citations: nx.DiGraph[str] = nx.DiGraph()
    citations.add_nodes_from(f"w{n:02}" for n in range(13))
    citations.add_edges_from((f"w{a:02}", f"w{b:02}") for a, b in edges if a != b)
    return citations


@given(EDGES)
@settings(max_examples=60, deadline=None)
def test_same_answers(edges: list[tuple[int, int]]) -> None:
    citations = _graph(edges)
    matrix = sparse.CitationMatrix.from_graph(citations)
    ids = list(matrix.ids)
    assert dict(zip(ids, matrix.citations_within().tolist(), strict=True)) == measures.citations_within(citations)
    assert dict(zip(ids, matrix.pagerank(tolerance=1e-12).tolist(), strict=True)) == pytest.approx(
        measures.pagerank(citations, tolerance=1e-12)
    )
    coupled = matrix.coupling(range(len(ids))).toarray()
    assert {
        (ids[a], ids[b]): coupled[a, b] for a in range(13) for b in range(a + 1, 13) if coupled[a, b]
    } == measures.coupling(citations)
    groups: dict[int, set[str]] = {}
    for node, group in zip(ids, matrix.components().tolist(), strict=True):
        groups.setdefault(group, set()).add(node)
    assert {frozenset(g) for g in groups.values()} == set(map(frozenset, nx.weakly_connected_components(citations)))


@pytest.mark.parametrize("block", [1, 7, 10**6])
@given(edges=EDGES)
@settings(max_examples=30, deadline=None)
def test_most_cocited_pairs_whatever_the_blocks(block: int, edges: list[tuple[int, int]]) -> None:
    citations = _graph(edges)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sparse, "_BLOCK", block)
        top = sparse.CitationMatrix.from_graph(citations).cocitation_top(5)
    every = sorted(
        ((n, a, b) for (a, b), n in measures.cocitation(citations).items()), key=lambda t: (-t[0], t[1], t[2])
    )
    assert [(n, f"w{a:02}", f"w{b:02}") for n, a, b in top] == every[:5]


def test_pagerank_is_that_of_networkx() -> None:
    citations = nx.gnp_random_graph(60, 0.05, seed=3, directed=True)
    expected = nx.pagerank(citations, tol=1e-14)
    assert measures.pagerank(citations, tolerance=1e-12) == pytest.approx(expected)


def test_repeated_and_self_citations_do_not_count() -> None:
    import numpy as np

    matrix = sparse.CitationMatrix.from_numbers(np.array([0, 0, 1]), np.array([1, 1, 1]), ["a", "b"])
    assert matrix.matrix.toarray().tolist() == [[0, 1], [0, 0]]


def test_large_graphs_go_the_sparse_way_with_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    citations = _graph([(1, 2), (2, 3), (4, 2), (5, 6)])
    plain = measures.pagerank(citations, tolerance=1e-12)
    monkeypatch.setattr(measures, "LARGE", 3)
    assert measures.pagerank(citations, tolerance=1e-12) == pytest.approx(plain)


@given(EDGES)
@settings(max_examples=60, deadline=None)
def test_every_measure_gives_the_same_on_large_graphs(edges: list[tuple[int, int]]) -> None:
    citations = _graph(edges)
    functions = (measures.components, measures.citations_within, paths.main_path)
    plain = [function(citations) for function in functions]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measures, "LARGE", 3)
        assert [function(citations) for function in functions] == plain


def test_ways_are_counted_exactly_where_there_are_more_than_any_float_holds() -> None:
    citations: nx.DiGraph[str] = nx.DiGraph()
    for step in range(200):  # 3 ways at each step: 3 ** 200 in all, and one more through the last z
        citations.add_edges_from((f"{step:03}", f"{step:03}{way}") for way in "abc")
        citations.add_edges_from((f"{step:03}{way}", f"{step + 1:03}") for way in "abc")
    citations.add_edges_from([("199z", "200"), ("198c", "199z")])
    plain = paths.main_path(citations)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measures, "LARGE", 3)
        assert paths.main_path(citations) == plain
    assert plain[:3] == ["000", "000a", "001"]


def test_nothing_is_no_error() -> None:
    matrix = sparse.CitationMatrix.from_graph(nx.DiGraph())
    assert matrix.pagerank().tolist() == []
    assert matrix.cocitation_top(3) == []
