"""Graph measures beside networkx, rustworkx and igraph, on generated citation graphs of 10 references a work.

    python benchmarks/graph.py [--nodes 10000 100000 1000000] [--json]

Work n cites ten others, low numbers more often (the square of a uniform number), half of them in its own one of FIELDS
fields. Each method runs in a process of its own, so that `mb` is its peak memory, imports and edge list included;
seconds are CPU time, of all threads together. Tasks: build the graph from two arrays of numbers; PageRank (damping
0.85; at the end ranks move by less than 1e-6 in sum, but igraph's by its own measure); references that 100 works share
with all others; the 100 pairs cited together most often; groups that hang together; communities (Leiden, Louvain for
networkx; the figure is their modularity); and GraphML, GEXF and Cytoscape JSON (rustworkx: node-link JSON) of the same
works with a title, a year and a kind each, made ready for each method beforehand. SLOW says what is left out.
"""

from __future__ import annotations

import argparse
import heapq
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

METHODS = ("neckref", "networkx", "rustworkx", "igraph")
TASKS = ("build", "pagerank", "coupling", "cocitation", "components", "communities", "graphml", "gexf", "json")
FORMATS = ("graphml", "gexf", "json")
FIELDS = 100
"""Groups of works, by the remainder of their numbers."""
SLOW = {("networkx", "cocitation"): 100_000, ("networkx", "communities"): 100_000, ("igraph", "coupling"): 100_000}
SLOW |= {(method, form): 100_000 for method in METHODS for form in FORMATS}
"""Most nodes a method is given a task with."""


def generate(nodes: int) -> tuple[np.ndarray, np.ndarray]:
    """Citing and cited, as numbers, without repeats and self-citations."""
    rng = np.random.default_rng(7)
    citing = np.repeat(np.arange(nodes, dtype=np.int64), 10)
    cited = (nodes * rng.random(nodes * 10) ** 2).astype(np.int64)
    own = rng.random(nodes * 10) < 0.5
    cited[own] += (citing[own] % FIELDS) - (cited[own] % FIELDS)
    pairs = np.unique((citing * nodes + cited)[citing != cited])
    return (pairs // nodes).astype(np.int32), (pairs % nodes).astype(np.int32)


def tasks_of(method: str, citing: np.ndarray, cited: np.ndarray, nodes: int) -> dict[str, Callable[[], Any]]:
    """Task → what runs it and returns something to compare; the graph is built by "build", which runs first."""
    seeds = list(range(0, nodes, nodes // 100))[:100]
    return {"neckref": _neckref, "networkx": _networkx, "rustworkx": _rustworkx, "igraph": _igraph}[method](
        citing, cited, nodes, seeds
    )


def _neckref(citing: np.ndarray, cited: np.ndarray, nodes: int, seeds: list[int]) -> dict[str, Callable[[], Any]]:
    from neckref.exporters.cytoscape import render_cytoscape
    from neckref.exporters.gexf import render_gexf
    from neckref.exporters.graphml import render_graphml
    from neckref.graph.communities import leiden
    from neckref.graph.sparse import CitationMatrix

    held: dict[str, Any] = {}

    def build() -> int:
        held["m"] = CitationMatrix.from_numbers(citing, cited, range(nodes))
        return held["m"].cited_by.nnz  # in both directions, as the others hold it

    return {
        "build": build,
        "pagerank": lambda: float(held["m"].pagerank().max()),
        "coupling": lambda: int(held["m"].coupling(seeds).sum()),
        "cocitation": lambda: sum(count for count, _, _ in held["m"].cocitation_top(100)),
        "components": lambda: len(set(held["m"].components().tolist())),
        "communities": lambda: round(leiden(held["m"].matrix)[1], 3),
        "graphml": lambda: len(_write(render_graphml(_attributed(nodes)))),
        "gexf": lambda: len(_write(render_gexf(_attributed(nodes)))),
        "json": lambda: len(_write(render_cytoscape(_attributed(nodes)))),
    }


def _networkx(citing: np.ndarray, cited: np.ndarray, nodes: int, seeds: list[int]) -> dict[str, Callable[[], Any]]:
    import networkx as nx

    held: dict[str, Any] = {}

    def build() -> int:
        held["g"] = nx.DiGraph()
        held["g"].add_nodes_from(range(nodes))
        held["g"].add_edges_from(zip(citing.tolist(), cited.tolist(), strict=True))
        return held["g"].number_of_edges()

    def coupling() -> int:
        total = 0
        for seed in seeds:
            total += sum(held["g"].in_degree(cited) for cited in held["g"].successors(seed))
            shared: Counter[int] = Counter()
            for cited in held["g"].successors(seed):
                shared.update(held["g"].predecessors(cited))
        return total

    def cocitation() -> int:
        pairs: Counter[tuple[int, int]] = Counter()
        for node in held["g"]:
            pairs.update(combinations(sorted(held["g"].successors(node)), 2))
        return sum(heapq.nlargest(100, pairs.values()))

    def communities() -> float:
        both = held["g"].to_undirected()
        found = nx.community.louvain_communities(both, seed=1)
        return round(nx.community.modularity(both, found), 3)

    return {
        "build": build,
        "pagerank": lambda: max(nx.pagerank(held["g"], tol=1e-6 / nodes, max_iter=200).values()),
        "coupling": coupling,
        "cocitation": cocitation,
        "components": lambda: nx.number_weakly_connected_components(held["g"]),
        "communities": communities,
        "graphml": lambda: _written(lambda path: nx.write_graphml(_attributed(nodes), path)),
        "gexf": lambda: _written(lambda path: nx.write_gexf(_attributed(nodes), path)),
        "json": lambda: len(_write(json.dumps(nx.cytoscape_data(_attributed(nodes), name="label")))),
    }


def _rustworkx(citing: np.ndarray, cited: np.ndarray, nodes: int, seeds: list[int]) -> dict[str, Callable[[], Any]]:
    import rustworkx as rx

    held: dict[str, Any] = {}

    def build() -> int:
        held["g"] = rx.PyDiGraph(multigraph=False)
        held["g"].add_nodes_from(range(nodes))
        held["g"].add_edges_from_no_data(list(zip(citing.tolist(), cited.tolist(), strict=True)))
        return held["g"].num_edges()

    return {
        "build": build,
        "pagerank": lambda: max(rx.pagerank(held["g"], tol=1e-6 / nodes, max_iter=200).values()),
        "components": lambda: rx.number_weakly_connected_components(held["g"]),
        "graphml": lambda: _written(lambda path: rx.write_graphml(_in_rustworkx(nodes), path)),
        "json": lambda: len(_write(rx.node_link_json(_in_rustworkx(nodes), node_attrs=_strings, edge_attrs=_strings))),
    }


def _igraph(citing: np.ndarray, cited: np.ndarray, nodes: int, seeds: list[int]) -> dict[str, Callable[[], Any]]:
    import igraph

    held: dict[str, Any] = {}

    def build() -> int:
        held["g"] = igraph.Graph(n=nodes, edges=np.column_stack([citing, cited]), directed=True)
        return held["g"].ecount()

    return {
        "build": build,
        "pagerank": lambda: max(held["g"].pagerank()),
        "coupling": lambda: sum(map(sum, held["g"].bibcoupling(seeds))),
        "components": lambda: len(held["g"].connected_components(mode="weak")),
        "communities": lambda: round(
            held["g"].as_undirected().community_leiden("modularity", n_iterations=1).modularity, 3
        ),
        "graphml": lambda: _written(_in_igraph(nodes).write_graphml),
    }


@cache
def _attributed(nodes: int) -> Any:
    import networkx as nx

    citing, cited = generate(nodes)
    graph: Any = nx.MultiDiGraph()
    for n in range(nodes):
        graph.add_node(f"doi:10.5555/{n}", kind="work", title=f"Pain & <strength>, part {n}", year=1970 + n % 50)
    for a, b in zip(citing.tolist(), cited.tolist(), strict=True):
        graph.add_edge(f"doi:10.5555/{a}", f"doi:10.5555/{b}", kind="citation", said_by="crossref")
    return graph


@cache
def _in_rustworkx(nodes: int) -> Any:
    import rustworkx as rx

    graph = rx.PyDiGraph()
    graph.add_nodes_from([{"id": node, **data} for node, data in _attributed(nodes).nodes(data=True)])
    citing, cited = generate(nodes)
    edge = {"kind": "citation", "said_by": "crossref"}
    graph.add_edges_from([(a, b, edge) for a, b in zip(citing.tolist(), cited.tolist(), strict=True)])
    return graph


def _strings(data: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in data.items()}


@cache
def _in_igraph(nodes: int) -> Any:
    import igraph

    citing, cited = generate(nodes)
    graph = igraph.Graph(n=nodes, edges=np.column_stack([citing, cited]), directed=True)
    names, data = zip(*_attributed(nodes).nodes(data=True), strict=True)
    graph.vs["id"] = names
    for name in data[0]:
        graph.vs[name] = [each[name] for each in data]
    graph.es["kind"], graph.es["said_by"] = ["citation"] * len(citing), ["crossref"] * len(citing)
    return graph


def _written(write: Callable[[str], Any]) -> int:
    """Bytes of the file that `write` makes."""
    with tempfile.NamedTemporaryFile() as file:
        write(file.name)
        return Path(file.name).stat().st_size


def _write(text: str) -> bytes:
    with tempfile.TemporaryFile() as file:
        data = text.encode()
        file.write(data)
    return data


def measure(method: str, nodes: int, task: str) -> dict[str, Any]:
    """CPU seconds (median of three, of up to 21 where they are short, or one of over 5 s), peak MB, and the figure the
    task gave."""
    citing, cited = generate(nodes)
    tasks = tasks_of(method, citing, cited, nodes)
    if task not in tasks:
        return {}
    if task in FORMATS:  # building the graph is not the writer's time
        {"rustworkx": _in_rustworkx, "igraph": _in_igraph}.get(method, _attributed)(nodes)
    elif task != "build":
        tasks["build"]()
    times = []
    while sum(times) < 5 and (len(times) < 3 or (len(times) < 21 and sum(times) < 0.5)):
        start = time.process_time()
        figure = tasks[task]()
        times.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": round(statistics.median(times), 4), "mb": round(peak), "figure": figure}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--nodes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--methods", nargs="+", default=METHODS, choices=METHODS)
    parser.add_argument("--tasks", nargs="+", default=TASKS, choices=TASKS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", nargs=3, metavar=("METHOD", "NODES", "TASK"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one[0], int(args.one[1]), args.one[2])))
        return
    rows = []
    for nodes in args.nodes:
        for task in args.tasks:
            for method in args.methods:
                if nodes > SLOW.get((method, task), nodes):
                    continue
                command = [sys.executable, str(Path(__file__)), "--one", method, str(nodes), task]
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                row = json.loads(done.stdout) if done.returncode == 0 else {}
                if row:
                    rows.append({"method": method, "group": f"{task} {nodes}", **row})
                elif done.returncode:
                    print(f"{method} {task} {nodes}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
    if args.json:
        print(json.dumps({"rows": rows}))
        return
    base = {row["group"]: row["seconds"] for row in rows if row["method"] == "networkx"}
    print(f"{'task and nodes':24} {'method':10} {'CPU s':>10} {'× networkx':>11} {'MB':>7}  figure")
    for row in rows:
        ratio = f"{base[row['group']] / row['seconds']:.1f}" if row["group"] in base and row["seconds"] > 0 else "—"
        print(f"{row['group']:24} {row['method']:10} {row['seconds']:10.4f} {ratio:>11} {row['mb']:7}  {row['figure']}")


if __name__ == "__main__":
    main()
