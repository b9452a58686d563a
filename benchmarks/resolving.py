"""Loose string → work: the judgement that `neckref fetch` makes, on labelled strings.

    python benchmarks/resolving.py DIR [--half report|choose|all] [--sample N] [--json] [--errors FILE]

DIR holds `catalogue.jsonl` (works that exist: doi, title, authors, journal, year, volume, issue, pages) and
`queries.jsonl` (`raw`, `doi` or null where the catalogue lacks the work, `style`, maybe `noise`). Each string is
parsed, turned into a query, searched for in the catalogue, and the candidates are clustered, merged, scored and
decided on by the code of `fetch`. Only the catalogue's search stands for a source: it ranks by shared letter groups.

A string is answered where the verdict is certain or likely. Precision: right among answered; recall: right among
those whose work is in the catalogue; wrong_certain: share of all strings answered `certain` with a wrong work; of
these, `same_string` counts the ones where the file has the same string labelled with the very work that was answered
(one paper under two DOIs, of which the catalogue holds one), and `wrong_certain_else` is the share of the others.
The peer takes the candidate with the best token-set ratio above the threshold that was best on the other half.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from neckref.matching import build_query, cluster_records, decide_match, merge_records
from neckref.model import Fields, Identifier, Match, Name, Record, Reference, Span
from neckref.text.citations import parse_reference
from neckref.text.similarity import squeeze

ROWS = 10
"""Candidates a query gets, about what one search page of an API gives."""


class Catalogue:
    """Records found by shared four-letter groups, weighted by rarity (tf-idf cosine)."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        postings: dict[str, list[int]] = defaultdict(list)
        for n, record in enumerate(records):
            for gram in _grams(_text(record)):
                postings[gram].append(n)
        self._weight = {gram: math.log(1 + len(records) / len(found)) for gram, found in postings.items()}
        self._postings = postings
        self._norm = [math.sqrt(sum(self._weight[g] ** 2 for g in _grams(_text(r)))) or 1.0 for r in records]

    def search(self, text: str, rows: int) -> list[Record]:
        """The `rows` most alike records."""
        scores: dict[int, float] = defaultdict(float)
        for gram in _grams(text):
            for n in self._postings.get(gram, ()):
                scores[n] += self._weight[gram] ** 2
        best = sorted(scores, key=lambda n: (-scores[n] / self._norm[n] ** 0.5, n))[:rows]
        return [self.records[n] for n in best]


def _grams(text: str) -> set[str]:
    letters = squeeze(text)
    return {letters[i : i + 4] for i in range(max(1, len(letters) - 3))}


def _text(record: Record) -> str:
    f = record.fields
    parts = [*(n.family or n.literal or "" for n in f.authors), f.title, f.journal, f.year, f.volume, f.pages]
    return " ".join(str(p) for p in parts if p)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Objects of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def record_of(line: dict[str, Any]) -> Record:
    """A catalogue line as the record of a source."""
    authors = tuple(
        Name(family=a.get("family"), given=a.get("given"), literal=a.get("name") or a.get("literal"))
        for a in line.get("authors") or ()
    )
    fields = Fields(
        title=line.get("title"), authors=authors, year=line.get("year"), journal=line.get("journal"),
        volume=line.get("volume"), issue=line.get("issue"), pages=line.get("pages"), type=line.get("type"),
    )  # fmt: skip
    return Record("catalogue", line["doi"], "", "", (Identifier("doi", line["doi"].lower()),), fields)


def reference_of(raw: str) -> Reference:
    """The loose entry as a reader would give it."""
    parsed = parse_reference(raw)
    return Reference("ref-1", raw, Span(0, len(raw)), parsed.hints, None, parsed.identifiers)


def resolve(catalogue: Catalogue, raw: str) -> Match:
    """The whole way of one reference."""
    reference = reference_of(raw)
    query = build_query(reference)
    records = catalogue.search(query.text, ROWS) if query else []
    return decide_match(reference, [merge_records(group) for group in cluster_records(records)])


def peer_scores(catalogue: Catalogue, raw: str) -> tuple[float, str | None]:
    """Best token-set ratio among the candidates, and whose it is."""
    candidates = catalogue.search(raw, ROWS)
    best = max(((fuzz.token_set_ratio(raw.lower(), _text(r).lower()), r.id) for r in candidates), default=(0.0, ""))
    return best[0], best[1].lower() or None


Twins = Mapping[tuple[str, str], Sequence[str]]
"""Style and DOI → squeezed strings labelled with it."""


def twins_of(queries: Iterable[dict[str, Any]]) -> Twins:
    """Strings of each work."""
    twins: dict[tuple[str, str], list[str]] = defaultdict(list)
    for query in queries:
        if query["doi"]:
            twins[query["style"], query["doi"].lower()].append(squeeze(query["raw"]))
    return twins


def measure(answers: Iterable[tuple[dict[str, Any], str | None, bool]], twins: Twins) -> dict[str, float]:
    """Metrics of (query, answer, certain) triples."""
    count: Counter[str] = Counter()
    for query, answer, certain in answers:
        gold = query["doi"].lower() if query["doi"] else None
        count["all"] += 1
        count["known"] += gold is not None
        count["answered"] += answer is not None
        count["right"] += answer is not None and answer == gold
        if certain and answer is not None and answer != gold:
            count["wrong_certain"] += 1
            text = squeeze(query["raw"])
            count["same"] += any(fuzz.ratio(text, t) >= 94 for t in twins.get((query["style"], answer), ()))
    precision = count["right"] / count["answered"] if count["answered"] else 0.0
    recall = count["right"] / count["known"] if count["known"] else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "n": count["all"], "precision": precision, "recall": recall, "f1": f1,
        "coverage": count["answered"] / max(1, count["all"]),
        "wrong_certain": count["wrong_certain"] / max(1, count["all"]), "same_string": count["same"],
        "wrong_certain_else": (count["wrong_certain"] - count["same"]) / max(1, count["all"]),
    }  # fmt: skip


def half_of(raw: str) -> str:
    """ "choose" or "report", by the string's hash: never by its place in the file."""
    return "choose" if sha256(raw.encode()).digest()[0] % 2 else "report"


def best_threshold(scored: Sequence[tuple[dict[str, Any], float, str | None]]) -> float:
    """The peer's threshold with the best F1."""

    def f1(at: int) -> float:
        return measure(((q, a if s >= at else None, False) for q, s, a in scored), {})["f1"]

    return max(range(50, 100), key=f1)


def run(folder: Path, half: str, sample: int | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Table rows and the errors."""
    catalogue = Catalogue([record_of(line) for line in read_lines(folder / "catalogue.jsonl")])
    queries = read_lines(folder / "queries.jsonl")
    mine = [q for q in queries if half in ("all", half_of(q["raw"]))]
    other = [q for q in queries if half_of(q["raw"]) != half]
    if sample:
        mine, other = mine[:: max(1, len(mine) // sample)], other[:: max(1, len(other) // sample)]
    twins = twins_of(queries)
    started = time.perf_counter()
    results = [(q, resolve(catalogue, q["raw"])) for q in mine]
    seconds = time.perf_counter() - started
    threshold = best_threshold([(q, *peer_scores(catalogue, q["raw"])) for q in other])
    started = time.perf_counter()
    peers = [(q, *peer_scores(catalogue, q["raw"])) for q in mine]
    peer_seconds = time.perf_counter() - started
    answers = {
        "neckref": ([(q, _doi(m), m.verdict == "certain") for q, m in results], seconds),
        f"token set ≥ {threshold:.0f}": (
            [(q, a if s >= threshold else None, False) for q, s, a in peers],
            peer_seconds,
        ),
    }
    rows = [
        {"method": method, "group": group, **measure(part, twins), "seconds": took if group == "all" else None}
        for method, (triples, took) in answers.items()
        for group, part in _groups(triples)
    ]
    return rows, [_error(q, m) for q, m in results if _doi(m) != (q["doi"] or "").lower() and (q["doi"] or _doi(m))]


def _groups(triples: list[tuple[dict[str, Any], str | None, bool]]) -> Iterable[tuple[str, list[Any]]]:
    yield "all", triples
    for name in ("style", "noise"):
        for value in sorted({str(t[0][name]) for t in triples if name in t[0]}):
            yield f"{name} {value}", [t for t in triples if str(t[0].get(name)) == value]


def _doi(match: Match) -> str | None:
    return match.work.removeprefix("doi:") if match.resolved and match.work else None


def _error(query: dict[str, Any], match: Match) -> dict[str, Any]:
    distance = match.distance or match.runner_up_distance
    penalties = distance.penalties if distance else ()
    return {
        **query, "found": match.work == f"doi:{query['doi']}" or match.runner_up == f"doi:{query['doi']}",
        "verdict": match.verdict, "work": match.work, "runner_up": match.runner_up, "gap": match.gap,
        "reason": match.reason, "total": distance and round(distance.total, 3),
        "coverage": distance and round(distance.coverage, 2),
        "penalties": {p.name: [round(p.value, 2), p.detail] for p in penalties},
    }  # fmt: skip


def main() -> None:
    """Print one table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("report", "choose", "all"), default="report")
    parser.add_argument("--sample", type=int, help="about so many strings of each half")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=Path, help="write wrong and missed answers here, one JSON object a line")
    options = parser.parse_args()
    rows, errors = run(options.folder, options.half, options.sample)
    if options.errors:
        options.errors.write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in errors), "utf-8")
    if options.json:
        print(json.dumps({"rows": rows}, indent=1))
        return
    print(
        f"{'method':18}{'group':40}{'n':>6}{'P':>8}{'R':>8}{'F1':>8}"
        f"{'answered':>10}{'wrong certain':>15}{'same string':>13}{'s':>8}"
    )
    for r in rows:
        took = f"{r['seconds']:.1f}" if r["seconds"] else ""
        print(
            f"{r['method']:18}{r['group']:40}{r['n']:6}{r['precision']:8.4f}{r['recall']:8.4f}{r['f1']:8.4f}"
            f"{r['coverage']:10.4f}{r['wrong_certain']:15.5f}{r['same_string']:13}{took:>8}"
        )


if __name__ == "__main__":
    main()
