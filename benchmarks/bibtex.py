"""Reading and writing .bib files: neckref beside bibtexparser 2 and pybtex, on generated entries and on real files.

    python benchmarks/bibtex.py DIR [--entries 100000] [--runs 3] [--peers-entries 10000] [--json]

DIR holds .bib files of any origin (searched in all sub-folders). They are read once by each program: how many entries
each finds, how many files raise, and how many blocks neckref lists as unreadable. The generated entries are invented;
pybtex takes minutes over 100,000, so it and others may be timed on fewer with `--peers-entries`, and rates compared.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bibtexparser
import pybtex.database

from neckref.errors import NeckrefError
from neckref.exporters import bibtex
from neckref.model import EvidenceMap, Fields, Identifier, Name, Work
from neckref.readers.bib import read_bib

Row = dict[str, Any]

_WORDS = """activity analysis between cervical chronic clinical effects EMG exercise function in intervention isometric
muscle neck of office pain patients randomised shoulder strength study trapezius trial training women with work the
α-level"""
_SYLLABLES = "an ber ço dvo ek fer gar häg io jør kjæ ló mül nu ö pe ra so ta vi"
_GIVEN = "Anna,Bo C.,Dé,E.-L.,Finn,Göran,Hans,Ida J.,Kai,Lars M.,Niels"
WORDS, SYLLABLES, GIVEN = _WORDS.split(), _SYLLABLES.split(), _GIVEN.split(",")
JOURNALS = ("Journal of Desk Medicine", "Work & Health", "Archives of Shoulders", "EMG Letters", "Neck")


def make_works(count: int, seed: int = 7) -> tuple[Work, ...]:
    """Invented articles: 1 to 8 authors, titles of 6 to 14 words, all usual fields."""
    rng = random.Random(seed)
    works = []
    for n in range(count):
        names = tuple(
            Name("".join(rng.choices(SYLLABLES, k=3)).capitalize(), rng.choice(GIVEN)) for _ in range(rng.randint(1, 8))
        )
        title = " ".join(rng.choices(WORDS, k=rng.randint(6, 14))).capitalize()
        first = rng.randint(1, 900)
        fields = Fields(
            title=title, authors=names, year=rng.randint(1970, 2025), month=rng.randint(1, 12),
            journal=rng.choice(JOURNALS), volume=str(rng.randint(1, 90)), issue=str(rng.randint(1, 12)),
            pages=f"{first}-{first + 9}", issn=("1234-5679",), type="article-journal",
        )  # fmt: skip
        doi = f"10.5555/b_{n:06d}"
        works.append(Work(f"doi:{doi}", (Identifier("doi", doi), Identifier("pmid", str(10**7 + n))), fields))
    return tuple(works)


def timed(function: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """Median CPU seconds over the runs (others may share the machine), and the last result."""
    seconds, result = [], None
    for _ in range(runs):
        result = None
        start = time.process_time()
        result = function()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds), result


def row(method: str, group: str, seconds: float, entries: int, found: int) -> Row:
    return {
        "method": method, "group": group, "entries": entries, "found": found, "seconds": round(seconds, 3),
        "entries_per_second": round(entries / seconds),
    }  # fmt: skip


def bench_generated(entries: int, peers_entries: int, runs: int) -> list[Row]:
    rows = []
    works = make_works(entries)
    seconds, text = timed(lambda: bibtex.export(EvidenceMap(None, works=works)), runs)
    rows.append(row("neckref", "write", seconds, entries, text.count("\n@") + text.startswith("@")))
    data = text.encode()
    seconds, library = timed(lambda: bibtexparser.parse_string(text), runs)
    rows.append(row("bibtexparser 2", "read", seconds, entries, len(library.entries)))
    seconds, reading = timed(lambda: read_bib(data, "generated.bib"), runs)
    rows.append(row("neckref", "read", seconds, entries, len(reading.references)))
    del reading
    few = bibtex.export(EvidenceMap(None, works=works[:peers_entries])) if peers_entries < entries else text
    library = bibtexparser.parse_string(few)
    seconds, out = timed(lambda: bibtexparser.write_string(library), 1)
    rows.append(row("bibtexparser 2", "write", seconds, len(library.entries), out.count("\n@") + out.startswith("@")))
    seconds, database = timed(lambda: pybtex.database.parse_string(few, "bibtex"), 1)
    rows.append(row("pybtex", "read", seconds, len(library.entries), len(database.entries)))
    seconds, out = timed(lambda: database.to_string("bibtex"), 1)
    rows.append(row("pybtex", "write", seconds, len(library.entries), out.count("\n@") + out.startswith("@")))
    return rows


def bench_files(folder: Path) -> list[Row]:
    """Every .bib file below the folder, read once by each program."""
    files = sorted(p for p in folder.rglob("*.bib") if p.is_file())
    return [
        _count("neckref", files, lambda p: _neckref(p.read_bytes())),
        _count("bibtexparser 2", files, lambda p: (len(bibtexparser.parse_file(str(p)).entries), 0)),
        _count("pybtex", files, lambda p: (len(pybtex.database.parse_file(str(p), "bibtex").entries), 0)),
    ]


def _neckref(data: bytes) -> tuple[int, int]:
    try:
        reading = read_bib(data, "file.bib")
    except NeckrefError:  # an empty file, said so in one line
        return 0, 1
    return len(reading.references), len(reading.article.notes)


def _count(method: str, files: list[Path], read: Callable[[Path], tuple[int, int]]) -> Row:
    found = listed = raised = 0
    start = time.perf_counter()
    for path in files:
        try:
            entries, notes = read(path)
        except Exception:
            raised += 1
        else:
            found, listed = found + entries, listed + notes
    seconds = time.perf_counter() - start
    return {
        "method": method, "group": "real files", "files": len(files), "found": found, "raised": raised,
        "listed": listed, "seconds": round(seconds, 3),
    }  # fmt: skip


def add_ratios(rows: list[Row]) -> None:
    """To neckref's rows: seconds an entry beside each peer's (below 1 is faster)."""
    for ours in rows:
        if ours["method"] != "neckref" or ours["group"] not in ("read", "write"):
            continue
        for peer in rows:
            if peer["group"] == ours["group"] and peer is not ours:
                ours[f"time_vs_{peer['method']}"] = round(peer["entries_per_second"] / ours["entries_per_second"], 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--peers-entries", type=int, default=100_000, help="entries for what takes minutes")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    rows = bench_generated(args.entries, args.peers_entries, args.runs) + bench_files(args.folder)
    add_ratios(rows)
    if args.json:
        print(json.dumps({"rows": rows}))
        return
    for r in rows:
        print("  ".join(f"{name}={value}" for name, value in r.items()))


if __name__ == "__main__":
    main()
