"""The measures of `measures` on scipy sparse arrays, for graphs of ten thousand to millions of works.

Needs the extra `fast` (scipy). Works are rows and columns by number; `ids` gives their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

Numbers = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

_BLOCK = 2_000_000
"""Pairs held at once while counting co-citations: about 100 MB."""


@dataclass(frozen=True, eq=False)
class CitationMatrix:
    """Who cites whom: `matrix[a, b]` is 1 where work a cites work b."""

    ids: Sequence[str]
    matrix: csr_array
    """Square, 0 or 1, without a diagonal."""

    @classmethod
    def from_numbers(cls, citing: Numbers, cited: Numbers, ids: Sequence[str]) -> CitationMatrix:
        """From parallel arrays of row numbers; repeated pairs count once, self-citations not at all."""
        kept = citing != cited
        ones = np.ones(int(kept.sum()), dtype=np.int32)  # wide enough for the counts that products give
        size = len(ids)
        matrix = coo_array((ones, (citing[kept], cited[kept])), shape=(size, size)).tocsr()
        matrix.sum_duplicates()
        matrix.data.fill(1)
        return cls(ids, matrix)

    @classmethod
    def from_graph(cls, citations: nx.DiGraph[str]) -> CitationMatrix:
        """From a graph as `measures.citation_graph` gives it, with its nodes in its order."""
        ids = list(citations)
        number = {node: i for i, node in enumerate(ids)}
        out = [citations.adj[node] for node in ids]
        counts = np.fromiter(map(len, out), dtype=np.int32, count=len(ids))
        cited = np.fromiter((number[b] for b in chain.from_iterable(out)), dtype=np.int32, count=int(counts.sum()))
        return cls.from_numbers(np.repeat(np.arange(len(ids), dtype=np.int32), counts), cited, ids)

    @cached_property
    def cited_by(self) -> csr_array:
        """The matrix turned round: row b holds who cites work b."""
        return csr_array(self.matrix.T.tocsr())

    def citations_within(self) -> Numbers:
        """For each work how many of the others cite it."""
        return np.asarray(np.diff(self.cited_by.indptr), dtype=np.int32)

    def pagerank(self, damping: float = 0.85, tolerance: float = 1e-6) -> Floats:
        """As `measures.pagerank`."""
        size = len(self.ids)
        if not size:
            return np.zeros(0)
        degree = np.diff(self.matrix.indptr)
        share = np.divide(damping, degree, out=np.zeros(size), where=degree > 0)
        idle = degree == 0
        received = self.cited_by.astype(np.float64)  # once, because integers would be converted at every step
        rank = np.full(size, 1 / size)
        for _ in range(200):
            new = received @ (rank * share) + (1 - damping + damping * rank[idle].sum()) / size
            moved = np.abs(new - rank).sum()
            rank = new
            if moved < tolerance:
                break
        return np.asarray(rank, dtype=np.float64)

    def coupling(self, works: Sequence[int]) -> csr_array:
        """One row for each of `works`, one column for each work of the set: how many references both have."""
        return csr_array(self.matrix[np.asarray(works, dtype=np.int64)] @ self.cited_by)

    def cocitation_top(self, k: int) -> list[tuple[int, int, int]]:
        """The k pairs of works cited together most often, as (count, a, b) with a < b; ties by number of the work.

        Counts block by block, so that memory does not grow with the number of pairs, and from the most cited work
        down: no pair is cited together more often than the less cited of the two is cited, which ends the search.
        """
        size = len(self.ids)
        order = np.argsort(-self.citations_within(), kind="stable")
        cited = self.citations_within()[order]
        best = np.zeros((0, 3), dtype=np.int64)
        lists = _Lists.by_rank(self.matrix, order)
        start = 0
        while True:
            least = best[-1, 0] if len(best) == k else 1
            worth = int(np.searchsorted(-cited, -least, side="right"))
            if start >= worth:
                return [(int(count), int(a), int(b)) for count, a, b in best]
            end = lists.block(start)
            a, b = lists.pairs(start, end)
            found, counts = np.unique((a * size + b)[b < worth], return_counts=True)
            if len(counts) > k:
                at_least = np.bincount(counts)[::-1].cumsum()[::-1]  # count → pairs with so many or more
                least = max(least, int(np.count_nonzero(at_least >= k)) - 1)
            found, counts = found[counts >= least], counts[counts >= least]
            ends = np.sort(order[np.column_stack(np.divmod(found, size))], axis=1)
            every = np.vstack([best, np.column_stack([counts, ends])])
            best = every[np.lexsort((every[:, 2], every[:, 1], -every[:, 0]))[:k]]
            start = end

    def main_path(self) -> list[int]:
        """As `paths.main_path`. Counts of ways are exact, however many there are."""
        ring = connected_components(self.matrix, directed=True, connection="strong")[1]
        edges = self.matrix.tocoo()
        kept = ring[edges.row] != ring[edges.col]
        dag = coo_array((edges.data[kept], (edges.row[kept], edges.col[kept])), shape=self.matrix.shape).tocsr()
        if not dag.nnz:
            return []
        starts = dag.indptr.tolist()
        waiting = np.bincount(dag.indices, minlength=len(self.ids)).tolist()
        order = [node for node, count in enumerate(waiting) if not count]
        sources = order.copy()
        into = [int(not count) for count in waiting]
        for node in order:  # it grows while it is read
            for cited in dag.indices[starts[node] : starts[node + 1]].tolist():
                into[cited] += into[node]
                waiting[cited] -= 1
                if not waiting[cited]:
                    order.append(cited)
        onward = [1] * len(order)
        for node in reversed(order):
            cited = dag.indices[starts[node] : starts[node + 1]].tolist()
            if cited:
                onward[node] = sum([onward[c] for c in cited])

        def following(node: int) -> list[tuple[int, str, int]]:
            cited = dag.indices[starts[node] : starts[node + 1]].tolist()
            return [(-into[node] * onward[c], self.ids[c], c) for c in cited]

        *_, path = min((weight, self.ids[a], name, [a, b]) for a in sources for weight, name, b in following(a))
        while further := following(path[-1]):
            path.append(min(further)[2])
        return path

    def components(self) -> Numbers:
        """For each work the number of the group it hangs together with, whoever cites whom."""
        return np.asarray(connected_components(self.matrix, directed=True, connection="weak")[1], dtype=np.int32)


@dataclass(frozen=True, eq=False)
class _Lists:
    """Reference lists with works named by rank, each list in the order of the ranks."""

    works: Numbers
    """All lists, one behind the other."""
    ends: Numbers
    """For each place in `works` where its list ends."""
    places: Numbers
    """Places in `works`, those of the first rank first."""
    starts: Numbers
    """For each rank where its places begin; at last the number of all."""
    terms: npt.NDArray[np.int64]
    """For each rank how many pairs the ranks before it begin."""

    @classmethod
    def by_rank(cls, matrix: csr_array, order: npt.NDArray[np.int64]) -> _Lists:
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        ranked = csr_array((matrix.data, rank[matrix.indices], matrix.indptr), shape=matrix.shape)
        ranked.sort_indices()
        ends = np.repeat(ranked.indptr[1:], np.diff(ranked.indptr))
        numbered = csr_array((np.arange(ranked.nnz), ranked.indices, ranked.indptr), shape=matrix.shape).tocsc()
        places = numbered.data
        terms = np.concatenate([[0], np.cumsum(ends[places] - places - 1)])[numbered.indptr]
        return cls(ranked.indices, ends, places, numbered.indptr, terms)

    def block(self, start: int) -> int:
        """The rank before which to stop, so that those from `start` on begin about _BLOCK pairs; at least one."""
        return max(start + 1, int(np.searchsorted(self.terms, self.terms[start] + _BLOCK, side="right")) - 1)

    def pairs(self, start: int, end: int) -> tuple[npt.NDArray[np.int64], Numbers]:
        """Ranks of both works of each pair in each list whose first work is among `start` to `end`."""
        places = self.places[self.starts[start] : self.starts[end]]
        which, others = _ranges(places + 1, self.ends[places])
        return self.works[places].astype(np.int64)[which], self.works[others]


def _ranges(starts: npt.NDArray[Any], ends: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The whole numbers of each range from start to end, one range behind the other, and which range each is of."""
    lengths = (ends - starts).astype(np.int64)
    which = np.repeat(np.arange(len(lengths)), lengths)
    first = np.cumsum(lengths) - lengths
    return which, np.arange(len(which)) + (starts - first)[which]
