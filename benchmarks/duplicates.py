"""One work, many records: which records are the same publication.

    python benchmarks/duplicates.py FILE [--out CLUSTERS] [--half report|choose|all] [--json] [--errors FILE]

FILE is labelled pairs (`COL name VAL value … <tab> … <tab> label` a line), or records as JSON lines (`id`, `title`,
`authors`, `year`, `journal`, `volume`, `issue`, `pages`, `doi`, `pmid`); of records the clusters are written to
`--out` as `{"id", "work"}` lines, and where the lines carry a `work` (or `cluster`) of their own, pairs within
clusters are counted against it. The peer is a fuzzy rule (token-sort ratio of title and authors, year within one),
its threshold chosen on the other half of the pairs.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from neckref.matching import cluster_records, same_work
from neckref.model import Fields, Name, Record
from neckref.text.identifiers import parse_doi, parse_pmid
from neckref.text.names import parse_names
from neckref.text.normalise import key


def record_of(line: dict[str, Any], source: str = "file") -> Record:
    """A line's record; authors may be a list of names or objects, or one string."""
    identifiers = [parse_doi(str(line["doi"])) if line.get("doi") else None]
    identifiers.append(parse_pmid(str(line["pmid"])) if line.get("pmid") else None)
    year = re.search(r"\d{4}", str(line.get("year") or ""))
    fields = Fields(
        title=line.get("title") or None, authors=_authors(line.get("authors")), year=int(year[0]) if year else None,
        journal=line.get("journal") or line.get("venue") or None, volume=_text(line.get("volume")),
        issue=_text(line.get("issue")), pages=_text(line.get("pages")),
    )  # fmt: skip
    return Record(source, str(line.get("id", "")), "", "", tuple(i for i in identifiers if i), fields)


def _authors(value: Any) -> tuple[Name, ...]:
    if isinstance(value, str):
        return parse_names(value)
    return tuple(
        name
        for part in value or ()
        for name in (
            parse_names(part)
            if isinstance(part, str)
            else (Name(part.get("family"), part.get("given"), None, part.get("literal") or part.get("name")),)
        )
    )


def _text(value: Any) -> str | None:
    return str(value).strip() or None if value is not None else None


def read_pair(line: str) -> tuple[Record, Record, bool]:
    """Both records of a labelled pair, and whether they are one work."""
    left, right, label = line.rstrip("\n").split("\t")
    return record_of(_columns(left)), record_of(_columns(right)), label.strip() == "1"


def _columns(text: str) -> dict[str, Any]:
    text = re.sub(r" ?(&#?\w+;) ?", lambda m: unescape(m[1]), text)  # the data's word splitting cut names at entities
    found = dict(re.findall(r"COL (\S+) VAL ?(.*?)\s*(?=COL \S+ VAL|$)", text))
    if "authors" in found:
        found["authors"] = [a.strip() for a in found["authors"].split(" , ") if a.strip()]
    return found


def half_of(text: str) -> str:
    """ "choose" or "report", by hash."""
    return "choose" if sha256(text.encode()).digest()[0] % 2 else "report"


def peer_score(a: Record, b: Record) -> float:
    """0 to 100."""
    if a.fields.year and b.fields.year and abs(a.fields.year - b.fields.year) > 1:
        return 0.0
    title = fuzz.token_sort_ratio(key(a.fields.title or ""), key(b.fields.title or ""))
    people = fuzz.token_sort_ratio(*(key(" ".join(map(str, r.fields.authors))) for r in (a, b)))
    return 0.7 * title + 0.3 * people


def measure(answers: Iterable[tuple[bool, bool]]) -> dict[str, float]:
    """Metrics of (said, is) pairs."""
    pairs = list(answers)
    right = sum(said and is_ for said, is_ in pairs)
    precision = right / max(1, sum(said for said, _ in pairs))
    recall = right / max(1, sum(is_ for _, is_ in pairs))
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"n": len(pairs), "precision": precision, "recall": recall, "f1": f1}


def run_pairs(lines: Sequence[str], half: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Table rows, and the pairs judged wrongly."""
    mine = [line for line in lines if half in ("all", half_of(line))]
    pairs = [read_pair(line) for line in mine]
    others = [read_pair(line) for line in lines if half_of(line) != half]
    started = time.perf_counter()
    said = [same_work(a, b) for a, b, _ in pairs]
    seconds = time.perf_counter() - started
    scored = [(peer_score(a, b), is_) for a, b, is_ in others]
    threshold = max(range(50, 100), key=lambda t: measure((s >= t, is_) for s, is_ in scored)["f1"])
    started = time.perf_counter()
    peer = [peer_score(a, b) >= threshold for a, b, _ in pairs]
    peer_seconds = time.perf_counter() - started
    truth = [is_ for _, _, is_ in pairs]
    rows = [
        {"method": "neckref", "group": "pairs", **measure(zip(said, truth, strict=True)), "seconds": seconds},
        {
            "method": f"fuzzy rule ≥ {threshold}",
            "group": "pairs",
            **measure(zip(peer, truth, strict=True)),
            "seconds": peer_seconds,
        },
    ]
    wrong = [f"{'+' if s else '-'}\t{line}" for s, is_, line in zip(said, truth, mine, strict=True) if s != is_]
    return rows, wrong


def run_records(lines: Sequence[dict[str, Any]], out: Path | None) -> list[dict[str, Any]]:
    """One row for clustering all the records; writes the clusters."""
    records = [record_of(line) for line in lines]
    started = time.perf_counter()
    clusters = cluster_records(records)
    seconds = time.perf_counter() - started
    if out:
        rows = [{"id": r.id, "work": group[0].id} for group in clusters for r in group]
        out.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    row: dict[str, Any] = {"method": "neckref", "group": "records", "n": len(records), "clusters": len(clusters)}
    label = next((k for k in ("work", "cluster") if lines and k in lines[0]), None)
    if label:
        truth: dict[Any, list[str]] = defaultdict(list)
        for line in lines:
            truth[line[label]].append(str(line["id"]))
        gold = {p for ids in truth.values() for p in combinations(sorted(ids), 2)}
        mine = {p for g in clusters for p in combinations(sorted(r.id for r in g), 2)}
        row |= measure((p in mine, p in gold) for p in gold | mine)
        row["n"] = len(records)
    return [row | {"seconds": seconds}]


def main() -> None:
    """Print one table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--half", choices=("report", "choose", "all"), default="report")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=Path, help="write the pairs judged wrongly here")
    options = parser.parse_args()
    lines = [line for line in options.file.read_text("utf-8").splitlines() if line.strip()]
    if lines and lines[0].lstrip().startswith("{"):
        rows = run_records([json.loads(line) for line in lines], options.out)
    else:
        rows, wrong = run_pairs(lines, options.half)
        if options.errors:
            options.errors.write_text("\n".join(wrong) + "\n", "utf-8")
    if options.json:
        print(json.dumps({"rows": rows}, indent=1))
        return
    for row in rows:
        print("  ".join(f"{k} {v:.4f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items()))


if __name__ == "__main__":
    main()
