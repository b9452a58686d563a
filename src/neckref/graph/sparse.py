"""The measures of `measures` on scipy sparse arrays, for graphs of ten thousand to millions of works.

Needs the extra `fast` (scipy). Works are rows and columns by number; `ids` gives their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

Numbers = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

_BLOCK = 2_000_000
"""Pairs held at once while counting co-citations: about 50 MB."""


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
        return csr_array(self.matrix[list(works)] @ self.cited_by)

    def cocitation_top(self, k: int) -> list[tuple[int, int, int]]:
        """The k pairs of works cited together most often, as (count, a, b) with a < b; ties by number of the work.

        Counts block by block, so that memory does not grow with the number of pairs.
        """
        best = np.zeros((0, 3), dtype=np.int64)
        for start, end in self._blocks():
            product = coo_array(self.cited_by[start:end] @ self.matrix)
            kept = np.flatnonzero(product.row + start < product.col)
            count = product.data[kept]
            # only what may be among the k is looked at more closely
            least = max(best[-1, 0] if len(best) == k else 1, np.partition(count, -k)[-k] if len(count) > k else 1)
            kept, count = kept[count >= least], count[count >= least]
            found = np.column_stack([count, product.row[kept] + start, product.col[kept]]).astype(np.int64)
            found = np.vstack([best, found])
            best = found[np.lexsort((found[:, 2], found[:, 1], -found[:, 0]))[:k]]
        return [(int(count), int(a), int(b)) for count, a, b in best]

    def components(self) -> Numbers:
        """For each work the number of the group it hangs together with, whoever cites whom."""
        return np.asarray(connected_components(self.matrix, directed=True, connection="weak")[1], dtype=np.int32)

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """Ranges of works whose co-citations have at most about _BLOCK terms, or a single work."""
        degree = np.diff(self.matrix.indptr).astype(np.int64)
        terms = np.concatenate([[0], np.cumsum(degree[self.cited_by.indices])])[self.cited_by.indptr]
        start, size = 0, len(self.ids)
        while start < size:
            end = max(start + 1, int(np.searchsorted(terms, terms[start] + _BLOCK, side="right")) - 1)
            yield start, min(end, size)
            start = end
