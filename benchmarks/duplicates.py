"""One work, many records: which records are the same publication.

    python benchmarks/duplicates.py FILE [--out CLUSTERS] [--half report|choose|all] [--runs N] [--json] [--errors FILE]

FILE is labelled pairs (`COL name VAL value … <tab> … <tab> label` a line), or records as JSON lines (`id`, `title`,
`authors`, `year`, `journal`, `volume`, `issue`, `pages`, `doi`, `pmid`); of records the clusters are written to
`--out` as `{"id", "work"}` lines, and where the lines carry a `work` (or `cluster`) of their own, pairs within
clusters are counted against it.

Pairs have two rows of ours: `neckref (precision first)` is what merges records in a library (`same_work`),
`neckref (best F1)` says one work where that is likelier than not (`compare_likeness` at the bundled model's second
threshold). Both thresholds are bundled and not chosen here. Peers: a fuzzy rule (token-sort ratio of title and authors,
year within one) and, where installed, Splink, their thresholds chosen on the other half of the pairs. `f1_low` and
`f1_high` are a bootstrap interval of 95 %; `seconds` is the median of the runs.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from html import unescape
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import splink_peer
from rapidfuzz import fuzz

from neckref.matching import cluster_records, same_work
from neckref.matching.likeness import compare_likeness, load_model
from neckref.model import Fields, Name, Record
from neckref.text.identifiers import parse_doi, parse_pmid
from neckref.text.names import parse_names
from neckref.text.normalise import key

T = TypeVar("T")


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
    """0 to 1."""
    if a.fields.year and b.fields.year and abs(a.fields.year - b.fields.year) > 1:
        return 0.0
    title = fuzz.token_sort_ratio(key(a.fields.title or ""), key(b.fields.title or ""))
    people = fuzz.token_sort_ratio(*(key(" ".join(map(str, r.fields.authors))) for r in (a, b)))
    return (0.7 * title + 0.3 * people) / 100


def measure(answers: Iterable[tuple[bool, bool]]) -> dict[str, float]:
    """Metrics of (said, is) pairs."""
    return _rates(Counter(answers))


def _rates(count: Counter[tuple[bool, bool]]) -> dict[str, float]:
    right = count[True, True]
    precision = right / max(1, right + count[True, False])
    recall = right / max(1, right + count[False, True])
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"n": count.total(), "precision": precision, "recall": recall, "f1": f1}


def interval(answers: Sequence[tuple[bool, bool]], draws: int = 400) -> dict[str, float]:
    """Bootstrap interval (95 %) of F1."""
    rng, count = random.Random(1), Counter(answers)
    cells, weights = list(count), list(count.values())
    drawn = sorted(_rates(Counter(rng.choices(cells, weights, k=len(answers))))["f1"] for _ in range(draws))
    return {"f1_low": drawn[round(0.025 * draws)], "f1_high": drawn[round(0.975 * draws) - 1]}


def timed(work: Callable[[], T], runs: int) -> tuple[T, float]:
    """The result and the median time in seconds."""
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - started)
    return result, median(seconds)


def run_pairs(lines: Sequence[str], half: str, runs: int = 1) -> tuple[list[dict[str, Any]], list[str]]:
    """Table rows, and the pairs judged wrongly by the precision-first row."""
    mine = [line for line in lines if half in ("all", half_of(line))]
    pairs = [read_pair(line) for line in mine]
    others = [read_pair(line) for line in lines if half_of(line) != half]
    likely = load_model().likely
    said = {
        "neckref (precision first)": timed(lambda: [same_work(a, b) for a, b, _ in pairs], runs),
        "neckref (best F1)": timed(lambda: [compare_likeness(a, b) >= likely for a, b, _ in pairs], runs),
    }
    for name, score in _peers().items():
        at = best_threshold(score(others), [is_ for *_, is_ in others])
        scores, seconds = timed(lambda score=score: score(pairs), runs)  # type: ignore[misc]
        said[f"{name} ≥ {at:.2f}"] = [s >= at for s in scores], seconds
    truth = [is_ for *_, is_ in pairs]
    rows = [
        {"method": method, "group": "pairs", **measure(both), **interval(both), "seconds": seconds}
        for method, (answers, seconds) in said.items()
        for both in [list(zip(answers, truth, strict=True))]
    ]
    first = next(iter(said.values()))[0]
    return rows, [f"{'+' if s else '-'}\t{line}" for s, is_, line in zip(first, truth, mine, strict=True) if s != is_]


Pairs = Sequence[tuple[Record, Record, bool]]


def _peers() -> dict[str, Callable[[Pairs], list[float]]]:
    peers: dict[str, Callable[[Pairs], list[float]]] = {"fuzzy rule": lambda p: [peer_score(a, b) for a, b, _ in p]}
    if find_spec("splink"):
        peers["splink"] = lambda p: splink_peer.score_pairs([(a, b) for a, b, _ in p]) if p else []
    return peers


def best_threshold(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """The one of a hundred steps with the best F1."""
    steps = [n / 100 for n in range(1, 100)]
    return max(steps, key=lambda at: measure((s >= at, is_) for s, is_ in zip(scores, truth, strict=True))["f1"])


def run_records(lines: Sequence[dict[str, Any]], out: Path | None, runs: int = 1) -> list[dict[str, Any]]:
    """Rows for clustering all the records; writes ours."""
    records = [record_of(line) for line in lines]
    clusters, seconds = timed(lambda: cluster_records(records), runs)
    ids = [[r.id for r in group] for group in clusters]
    if out:
        rows = [{"id": i, "work": group[0]} for group in ids for i in group]
        out.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    methods = {"neckref": (ids, seconds)}
    if find_spec("splink"):
        groups, took = timed(lambda: splink_peer.cluster(records, 0.95), runs)
        methods["splink ≥ 0.95"] = [[records[n].id for n in group] for group in groups], took
    label = next((k for k in ("work", "cluster") if lines and k in lines[0]), None)
    truth: dict[Any, list[str]] = defaultdict(list)
    for line in lines if label else ():
        truth[line[label]].append(str(line["id"]))
    gold = _together(truth.values())
    made = []
    for method, (groups, took) in methods.items():
        mine = _together(groups)
        rates = _rates(Counter((p in mine, p in gold) for p in gold | mine)) if label else {}
        made.append({"method": method, "group": "records", **rates, "n": len(records), "clusters": len(groups)})
        made[-1]["seconds"] = took
    return made


def _together(groups: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def main() -> None:
    """Print one table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--half", choices=("report", "choose", "all"), default="report")
    parser.add_argument("--runs", type=int, default=3, help="times are medians of so many runs")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=Path, help="write the pairs judged wrongly here")
    options = parser.parse_args()
    lines = [line for line in options.file.read_text("utf-8").splitlines() if line.strip()]
    if lines and lines[0].lstrip().startswith("{"):
        rows = run_records([json.loads(line) for line in lines], options.out, options.runs)
    else:
        rows, wrong = run_pairs(lines, options.half, options.runs)
        if options.errors:
            options.errors.write_text("\n".join(wrong) + "\n", "utf-8")
    if options.json:
        print(json.dumps({"rows": rows}, indent=1))
        return
    for row in rows:
        print("  ".join(f"{k} {v:.4f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items()))


if __name__ == "__main__":
    main()
