"""DOIs → records: requests, seconds, memory, broken limits, against a local server that enforces the documented ones.

    python benchmarks/fetch.py [--dois 10,100,1000] [--large 10000] [--latency 0.1] [--rounds 1] [--json]

The server answers in the shapes of Crossref, OpenAlex and PubMed after `--latency` seconds, allows what they document
(Crossref with an e-mail address: lists 3/s, single records 10/s, 3 at once; PubMed 3/s; OpenAlex 100/s) and answers 429
beyond it. Every row runs in a process of its own, whose peak of resident memory is `mb`; loading is not timed.

- "neckref fetch": the whole command from identifiers to a library on disk: asked, stored, merged, matched.
- "neckref printed": the same for references that are printed without identifiers, in a .bib file.
- "neckref complete": metadata, abstract, MeSH, publication type, reference list and retraction of every DOI from the
  three sources side by side, in memory. "neckref crossref": what Crossref alone knows.
- "habanero crossref" (`pip install habanero`) asks Crossref for one DOI at a time; "manubot doi" (`pip install
  manubot`) asks doi.org for one at a time (its look-ups of short DOIs and PMIDs, two more requests each, are left out).

`complete` counts the DOIs for which everything that was asked for arrived. `ratio`: how many times longer the peer took
than the whole "neckref fetch", which does more; `ratio_same` than neckref with Crossref alone, the same work;
`ratio_requests`: how many times the requests of the whole fetch.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.fakes.api_server import FakeApis, FakeWork

from neckref import registry
from neckref.http import Client, MemoryStore
from neckref.library import Library
from neckref.model import Fields, Found, Identifier
from neckref.pipeline.fetch import FetchOptions, fetch
from neckref.pipeline.read import read, read_identifiers
from neckref.settings import Settings

LIMITS = {"crossref list": (3.0, 3), "crossref single": (10.0, 3), "pubmed": (3.0, 3), "openalex": (100.0, 100)}
EVERYTHING = ("crossref", "openalex", "pubmed")
MAILTO = "someone@example.org"
Run = Callable[[Mapping[str, str], Sequence[str]], int]


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


def fetch_whole(urls: Mapping[str, str], dois: Sequence[str]) -> int:
    """Number of DOIs that end as a whole work in a library on disk."""
    settings = Settings(base_urls=urls, mailto=MAILTO)
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "neckref.db") as library:
        reading = read_identifiers([f"doi:{doi}" for doi in dois])
        result = fetch(library, reading, settings, FetchOptions(citing=0))
        citing = {c.citing for c in library.citations()}
    complete = 0
    for n, match in enumerate(result.matches):
        work = result.works.get(match.work or "")
        if work is not None and match.verdict == "certain" and work.id in citing:
            complete += _agrees([work.fields], retracted=n % 50 == 0) and bool(
                work.fields.abstract and work.fields.mesh
            )
    return complete


def fetch_printed(urls: Mapping[str, str], dois: Sequence[str]) -> int:
    """Number of references, printed without identifiers in a .bib file, that end as the certain and right work."""
    entries = (
        f"@article{{k{n}, author={{Doe, Jane and Roe, Richard}}, title={{{w.title}}}, journal={{{w.journal}}}, "
        f"year={{{w.year}}}, volume={{{w.volume}}}, pages={{{w.pages}}}}}"
        for n, w in enumerate(make_works(len(dois)))
    )
    settings = Settings(base_urls=urls, mailto=MAILTO)
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "neckref.db") as library:
        (Path(folder) / "printed.bib").write_text("\n".join(entries))
        reading = read(Path(folder) / "printed.bib", settings)
        result = fetch(library, reading, settings, FetchOptions(citing=0))
    found = zip(result.matches, dois, strict=True)
    return sum(match.verdict == "certain" and match.work == f"doi:{doi}" for match, doi in found)


def fetch_complete(urls: Mapping[str, str], dois: Sequence[str]) -> int:
    """Number of DOIs for which everything that three sources together know has arrived."""
    return _fetch_from(EVERYTHING, urls, dois)


def fetch_from_crossref(urls: Mapping[str, str], dois: Sequence[str]) -> int:
    """Number of DOIs for which what Crossref knows has arrived."""
    return _fetch_from(("crossref",), urls, dois)


def _fetch_from(sources: Sequence[str], urls: Mapping[str, str], dois: Sequence[str]) -> int:
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


def fetch_with_manubot(urls: Mapping[str, str], dois: Sequence[str]) -> int:
    """Number of DOIs that manubot brought a titled CSL item for."""
    from manubot.cite import doi as manubot

    manubot.content_negotiation_url_default = urls["doi"] + "/"
    return sum(bool(manubot.get_doi_csl_item_default(doi).get("title")) for doi in dois)


METHODS: dict[str, Run] = {
    "neckref fetch": fetch_whole,
    "neckref printed": fetch_printed,
    "neckref complete": fetch_complete,
    "neckref crossref": fetch_from_crossref,
    "habanero crossref": fetch_with_habanero,
    "manubot doi": fetch_with_manubot,
}
PEERS = {"habanero": "habanero crossref", "manubot": "manubot doi"}


def _agrees(fields: Sequence[Fields], retracted: bool) -> bool:
    return any(u.kind == "retraction" for f in fields for u in f.updates) == retracted and all(f.title for f in fields)


def serve(wire: Connection, works: list[FakeWork], latency: float) -> None:
    """The services, in a process of their own: addresses go out first, requests and broken limits when asked."""
    with FakeApis(works, latency=latency, limits=LIMITS) as apis:
        wire.send(apis.urls)
        wire.recv()
        wire.send((apis.count(), apis.violations))


def work_off(wire: Connection, name: str, urls: Mapping[str, str], dois: Sequence[str]) -> None:
    """One run, in a process of its own: DOIs that came complete, seconds, peak of resident memory in MB."""
    for source in registry.names("sources"):
        registry.load("sources", source)
    read_identifiers(["doi:10.5555/warm.up"])
    begun = time.perf_counter()
    complete = METHODS[name](urls, dois)
    seconds = time.perf_counter() - begun
    wire.send((complete, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def measure(name: str, works: list[FakeWork], latency: float, rounds: int) -> dict[str, Any]:
    """One row: the median of the rounds' seconds; violations of all rounds."""
    context = multiprocessing.get_context("spawn")
    seconds, requests, complete, peak, violations = [], 0, 0, 0.0, []
    for _ in range(rounds):
        here, there = context.Pipe()
        server = context.Process(target=serve, args=(there, works, latency))
        server.start()
        urls = here.recv()
        ours, theirs = context.Pipe()
        client = context.Process(target=work_off, args=(theirs, name, urls, [w.doi or "" for w in works]))
        client.start()
        theirs.close()
        complete, took, peak = ours.recv()
        client.join()
        seconds.append(took)
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
        "mb": round(peak),
        "violations": len(violations),
        "complete": complete,
    }


def compare(rows: Sequence[dict[str, Any]]) -> None:
    """Adds to each peer's row how many times more it took than the whole fetch, and than Crossref alone."""
    whole, same = (next(row for row in rows if row["method"] == f"neckref {name}") for name in ("fetch", "crossref"))
    for row in rows:
        if row["method"] in PEERS.values():
            row["ratio"] = round(row["seconds"] / whole["seconds"], 1)
            row["ratio_same"] = round(row["seconds"] / same["seconds"], 1)
            row["ratio_requests"] = round(row["requests"] / whole["requests"], 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dois", default="10,100,1000")
    parser.add_argument("--large", default="10000", help="numbers of DOIs for which only the whole fetch is measured")
    parser.add_argument("--latency", type=float, default=0.1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--peer-most", type=int, default=1000, help="the peers are left out beyond so many DOIs")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    missing = [name for name in PEERS if find_spec(name) is None]
    for name in missing:
        print(f"{name} is not installed: it is left out", file=sys.stderr)
    table = []
    for count in map(int, filter(None, options.dois.split(","))):
        peers = [m for name, m in PEERS.items() if name not in missing and count <= options.peer_most]
        works = make_works(count)
        ours = [name for name in METHODS if name not in PEERS.values()]
        rows = [measure(name, works, options.latency, options.rounds) for name in [*ours, *peers]]
        compare(rows)
        table += rows
    for count in map(int, filter(None, options.large.split(","))):
        table.append(measure("neckref fetch", make_works(count), options.latency, options.rounds))
    if options.json:
        print(json.dumps({"rows": table}, indent=1))
        return
    columns = {"requests": "requests", "seconds": "seconds", "mb": "MB", "violations": "violations",
               "complete": "complete", "ratio": "× fetch", "ratio_same": "× crossref",
               "ratio_requests": "× requests"}  # fmt: skip
    print(f"{'method':18}{'group':>11}" + "".join(f"{title:>11}" for title in columns.values()))
    for row in table:
        print(f"{row['method']:18}{row['group']:>11}" + "".join(f"{row.get(name, ''):>11}" for name in columns))


if __name__ == "__main__":
    main()
