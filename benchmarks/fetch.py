"""DOIs → records: requests, seconds and broken limits against a local server that enforces the documented ones.

    python benchmarks/fetch.py [--dois 10,100,1000] [--latency 0.1] [--rounds 1] [--peer-most 1000] [--json]

The server answers in the shapes of Crossref, OpenAlex and PubMed after `--latency` seconds, allows what they document
(Crossref with an e-mail address: lists 3/s, single records 10/s, 3 at once; PubMed 3/s; OpenAlex 100/s) and answers 429
beyond it. "complete" is metadata, abstract, MeSH, publication type, reference list and retraction of every DOI, the
three sources side by side; "crossref" is what Crossref alone knows. The peer is habanero (`pip install habanero`),
which asks Crossref for one DOI at a time. `complete` counts the DOIs for which everything asked for arrived.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.fakes.api_server import FakeApis, FakeWork

from neckref import registry
from neckref.http import Client, MemoryStore
from neckref.model import Fields, Found, Identifier

LIMITS = {"crossref list": (3.0, 3), "crossref single": (10.0, 3), "pubmed": (3.0, 3), "openalex": (100.0, 100)}
EVERYTHING = ("crossref", "openalex", "pubmed")
MAILTO = "someone@example.org"
Run = Callable[[Mapping[str, str], list[str]], int]


def make_works(count: int) -> list[FakeWork]:
    """Invented works, each citing two others; every fiftieth is retracted."""
    return [
        FakeWork(
            title=f"Effect of invented exercise {n} on invented pain",
            doi=f"10.5555/benchmark.{n:05}",
            pmid=str(30_000_000 + n),
            authors=(("Doe", "Jane"), ("Roe", "Richard")),
            year=2000 + n % 25,
            journal="Journal of Invented Exercise",
            volume=str(n % 40),
            pages=f"{n}-{n + 8}",
            abstract=(("Aim", "To see whether it helps."), ("Results", "It did, a little.")),
            mesh=("Neck Pain", "Humans"),
            publication_types=("Randomized Controlled Trial",),
            cites=(f"10.5555/benchmark.{(n + 1) % count:05}", f"10.5555/benchmark.{(n + 7) % count:05}"),
            retracted_by=f"10.5555/notice.{n}" if n % 50 == 0 else None,
        )
        for n in range(count)
    ]


def fetch_with_neckref(urls: Mapping[str, str], dois: Sequence[str], sources: Sequence[str]) -> int:
    """Number of DOIs for which everything that the sources together know has arrived."""
    asked = [Identifier("doi", doi) for doi in dois]
    with Client(store=MemoryStore()) as client, ThreadPoolExecutor(len(sources)) as pool:
        made = [registry.load("sources", name)(client, base_url=urls[name], mailto=MAILTO) for name in sources]
        answers = list(pool.map(lambda source: source.fetch_records(asked), made))
    complete = 0
    for n, doi in enumerate(asked):
        found = [a[doi] for a in answers if isinstance(a.get(doi), Found)]
        fields = [f.records[0].fields for f in found]
        known = bool(fields) and any(f.citations for f in found) and _agrees(fields, retracted=n % 50 == 0)
        complete += known and (
            len(sources) == 1 or all(any(getattr(f, w) for f in fields) for w in ("abstract", "mesh"))
        )
    return complete


def fetch_with_habanero(urls: Mapping[str, str], dois: Sequence[str]) -> int:
    """Number of DOIs that habanero brought a record with references for."""
    from habanero import Crossref

    client = Crossref(base_url=urls["crossref"], mailto=MAILTO)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answers = client.works(ids=list(dois), warn=True)
    return sum(bool(a and a["message"].get("reference")) for a in (answers if isinstance(answers, list) else [answers]))


def _agrees(fields: Sequence[Fields], retracted: bool) -> bool:
    return any(u.kind == "retraction" for f in fields for u in f.updates) == retracted and all(f.title for f in fields)


def serve(wire: Connection, works: list[FakeWork], latency: float) -> None:
    """The services, in a process of their own: addresses go out first, requests and broken limits when asked."""
    with FakeApis(works, latency=latency, limits=LIMITS) as apis:
        wire.send(apis.urls)
        wire.recv()
        wire.send((apis.count(), apis.violations))


def measure(name: str, works: list[FakeWork], latency: float, rounds: int, run: Run) -> dict[str, Any]:
    """One row: the median of the rounds' seconds; violations of all rounds."""
    seconds, requests, complete, violations = [], 0, 0, []
    for _ in range(rounds):
        here, there = multiprocessing.Pipe()
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(there, works, latency))
        server.start()
        urls = here.recv()
        begun = time.perf_counter()
        complete = run(urls, [w.doi or "" for w in works])
        seconds.append(time.perf_counter() - begun)
        here.send("stop")
        requests, broken = here.recv()
        violations += broken
        server.join()
    for line in violations:
        print(f"{name}: {line}", file=sys.stderr)
    return {
        "method": name,
        "group": f"{len(works)} DOIs",
        "requests": requests,
        "seconds": round(statistics.median(seconds), 2),
        "violations": len(violations),
        "complete": complete,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dois", default="10,100,1000")
    parser.add_argument("--latency", type=float, default=0.1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--peer-most", type=int, default=1000, help="the peer is left out beyond so many DOIs")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    try:
        import habanero  # noqa: F401
    except ImportError:
        options.peer_most = 0
        print("habanero is not installed: neckref is shown alone", file=sys.stderr)
    table = []
    for count in map(int, options.dois.split(",")):
        shared = (make_works(count), options.latency, options.rounds)
        table.append(measure("neckref complete", *shared, lambda a, d: fetch_with_neckref(a, d, EVERYTHING)))
        table.append(measure("neckref crossref", *shared, lambda a, d: fetch_with_neckref(a, d, ("crossref",))))
        if count <= options.peer_most:
            table.append(measure("habanero crossref", *shared, fetch_with_habanero))
            table[-2]["ratio"] = round(table[-1]["seconds"] / table[-2]["seconds"], 1)
    if options.json:
        print(json.dumps({"rows": table}, indent=1))
        return
    print(f"{'method':20}{'group':>12}{'requests':>10}{'seconds':>9}{'violations':>12}{'complete':>10}{'× faster':>10}")
    for row in table:
        ratio = row.get("ratio", "")
        print(f"{row['method']:20}{row['group']:>12}{row['requests']:>10}{row['seconds']:>9}", end="")
        print(f"{row['violations']:>12}{row['complete']:>10}{ratio:>10}")


if __name__ == "__main__":
    main()
