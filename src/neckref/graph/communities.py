"""Communities: groups of works that cite each other more than the rest (Leiden; Traag, Waltman and van Eck 2019).

Needs the extra `communities` (graspologic-native, MIT; scipy).
"""

from __future__ import annotations

import networkx as nx

from neckref.errors import UserError
from neckref.graph.measures import citation_graph

try:
    import numpy as np
    import numpy.typing as npt
    from graspologic_native import leiden_csr
    from scipy.sparse import csr_array

    from neckref.graph.sparse import CitationMatrix
except ImportError:
    leiden_csr = None

_SEED = 1


def add_communities(graph: nx.MultiDiGraph[str]) -> None:
    """To each work of `build.build_graph`'s graph that has a citation in it: `community`, the number of its group.

    Raises UserError where the extra is not installed.
    """
    for work, number in communities(citation_graph(graph)).items():
        graph.nodes[work]["community"] = number


def communities(citations: nx.DiGraph[str], resolution: float = 1.0) -> dict[str, int]:
    """Work → number of its community, 1 for the largest; of equally large ones the one whose first id comes first.

    Works without any citation in the set belong to none and are left out. A higher `resolution` gives more and smaller
    communities. The same citations give the same answer, in whatever order they come. Raises UserError where the extra
    is not installed.
    """
    if leiden_csr is None:
        raise UserError("communities need `pip install 'neckref[communities]'`")
    linked = sorted(node for node in citations if citations.degree(node))
    ordered: nx.DiGraph[str] = nx.DiGraph()
    ordered.add_nodes_from(linked)
    ordered.add_edges_from(citations.edges)
    groups, _ = leiden(CitationMatrix.from_graph(ordered).matrix, resolution)
    _, first, sizes = np.unique(groups, return_index=True, return_counts=True)
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(1, len(sizes) + 1)
    return dict(zip(linked, rank[groups].tolist(), strict=True))


def leiden(matrix: csr_array, resolution: float = 1.0) -> tuple[npt.NDArray[np.int64], float]:
    """Group of each row of a square matrix of citations, which count the same in both directions, and the modularity
    of the whole (0 where there is no citation)."""
    size = matrix.shape[0]
    if not matrix.nnz:
        return np.arange(size), 0.0
    both = csr_array(matrix + matrix.T)
    both.sort_indices()
    quality, found = leiden_csr(
        both.indptr.astype(np.int64), both.indices.astype(np.int32), both.data.astype(np.float64), size,
        resolution=resolution, seed=_SEED,
    )  # fmt: skip
    groups = np.arange(size, 2 * size)  # rows without a citation are groups of their own
    groups[list(found)] = list(found.values())
    return np.unique(groups, return_inverse=True)[1], float(quality)
