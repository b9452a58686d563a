"""Loose string → fields: exact-field F1 on tagged reference strings.

    python benchmarks/parsing.py FILE [--half report|choose|all] [--sample N] [--peer N] [--reliability] [--json]
                                    [--errors N]

FILE is XML: `<dataset>` of `<sequence>`s with one element a field (`author`, `title`, `journal` or `container-title`,
`date`, `volume`, `pages`, `publisher`, `location`, `doi`, `url`, …). The string is the fields' texts joined by blanks.
A field is right where the text found equals the tagged text after punctuation and blanks are trimmed at the ends;
nothing else is forgiven. `journal` and `container-title` count as one field. `volume` holds the issue where the data
has it there. `seen` counts strings that the weights were trained on: figures hold for strings never seen only, so
the half "report" of the training file is measured with weights trained on the other half (`--weights`).

`year`, `volume number` and `first page` compare values instead of text, so that refextract (GPL, development only),
which gives values and rewrites journals' names, can stand beside; it sees the first `--peer` strings.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from tagged import Fields, count_fields, fingerprint, half_of, raw_text, read_tagged, tally

from neckref.text.citations import parse_reference
from neckref.text.citations.dates import parse_date
from neckref.text.citations.fields import parse_pages, parse_volume
from neckref.text.citations.tagger import Weights, parse_weights

ROUNDS = 300
VALUES = ("year", "volume number", "first page")
Found = list[tuple[str, str]]


def find_with_neckref(text: str, weights: Weights | None = None) -> Found:
    """Fields as printed, and values."""
    parsed = parse_reference(text, weights)
    hints = parsed.hints
    found = [(p.field, p.span.slice(text)) for p in parsed.parts]
    return found + _values(hints.year, hints.volume, hints.pages)


def find_with_refextract(text: str) -> Found:
    """refextract's fields under the names of the data; the first entry it makes of the string and what it adds."""
    from refextract import extract_references_from_string

    names = {
        "author": "author",
        "title": "title",
        "journal_title": "journal",
        "doi": "doi",
        "url": "url",
        "publisher": "publisher",
        "isbn": "isbn",
    }
    merged: dict[str, list[str]] = {}
    for entry in extract_references_from_string(text, is_only_references=True):
        for name, values in entry.items():
            merged.setdefault(name, []).extend(v for v in values if v not in merged.get(name, []))
    found = [(label, re.sub(r"^doi:", "", v)) for name, label in names.items() for v in merged.get(name, [])]
    year = next(iter(merged.get("year", [])), None)
    return found + _values(
        year, next(iter(merged.get("journal_volume", [])), None), next(iter(merged.get("journal_page", [])), None)
    )


def gold_values(fields: Fields) -> Found:
    """Values of the first tagged date, volume and pages."""
    first: dict[str, str] = {}
    for name, text in fields:
        first.setdefault(name, text)
    year = next((y for n, t in fields if n == "date" and (y := parse_date(t).year)), None)
    return _values(year, parse_volume(first.get("volume", ""))[0], parse_pages(first.get("pages", "")))


def _values(year: object, volume: object, pages: object) -> Found:
    first = str(pages or "").split("-")[0]
    return [(name, str(value)) for name, value in zip(VALUES, (year, volume, first), strict=True) if value]


def measure(
    method: str, find: Callable[[str], Found], entries: Sequence[Fields]
) -> tuple[list[dict[str, Any]], list[Found]]:
    """Rows of one method: by field, and one for all fields with the speed."""
    texts = [raw_text(e) for e in entries]
    find(texts[0])  # loads what is loaded once
    start = time.process_time()  # of one core; the machine may be busy
    found = [find(t) for t in texts]
    seconds = time.process_time() - start
    per_entry = [_without_empty(tally([g + gold_values(g)], [f])) for g, f in zip(entries, found, strict=True)]
    totals: dict[str, list[int]] = {}
    for counts in per_entry:
        for name, numbers in counts.items():
            totals[name] = [a + b for a, b in zip(totals.get(name, [0, 0, 0]), numbers, strict=True)]
    spans = _bootstrap(per_entry, totals)
    rows = []
    for name, (right, given, there) in sorted(totals.items(), key=lambda x: -x[1][2]):
        rows.append(
            {
                "method": method,
                "group": name,
                "n": there,
                "precision": _share(right, given),
                "recall": _share(right, there),
                "f1": _share(2 * right, given + there),
                "f1_low": spans[name][0],
                "f1_high": spans[name][1],
                "seconds": round(seconds, 3),
            }
        )
    fields = [v for n, v in totals.items() if n not in VALUES]
    right, given, there = (sum(v[i] for v in fields) for i in range(3))
    whole = sum(all(r == g == t for n, (r, g, t) in c.items() if n not in VALUES) for c in per_entry)
    rows.append(
        {
            "method": method,
            "group": "all fields",
            "n": there,
            "precision": _share(right, given),
            "recall": _share(right, there),
            "f1": _share(2 * right, given + there),
            "entries": len(entries),
            "whole_entries": _share(whole, len(entries)),
            "seconds": round(seconds, 3),
            "strings_per_second": round(len(entries) / seconds, 1),
        }
    )
    return rows, found


BANDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 1.0)


def measure_reliability(entries: Sequence[Fields], weights: Weights) -> list[dict[str, Any]]:
    """By band of confidence: how many fields, their mean confidence, and the share that equals the tagged text."""
    points: list[tuple[float, bool]] = []
    for fields in entries:
        text, want = raw_text(fields), count_fields(fields)
        for part in parse_reference(text, weights).parts:
            right = count_fields([(part.field, part.span.slice(text))])
            points += [(part.confidence, right <= want)] if right else []
    rows = []
    for low, high in pairwise(BANDS):
        band = [(p, right) for p, right in points if low <= p < high]
        rows.append(
            {
                "method": "neckref",
                "group": f"confidence {low}–{high}",
                "n": len(band),
                "stated": _share(sum(p for p, _ in band), len(band)),
                "right": _share(sum(right for _, right in band), len(band)),
            }
        )
    return rows


def _without_empty(counts: dict[str, tuple[int, int, int]]) -> dict[str, tuple[int, int, int]]:
    return {name: numbers for name, numbers in counts.items() if any(numbers)}


def _bootstrap(
    per_entry: Sequence[dict[str, tuple[int, int, int]]], totals: dict[str, list[int]]
) -> dict[str, tuple[float, float]]:
    """95 % interval of each field's F1 over resampled entries."""
    rng = random.Random(0)
    values: dict[str, list[float]] = {name: [] for name in totals}
    for _ in range(ROUNDS):
        right: Counter[str] = Counter()
        both: Counter[str] = Counter()
        for counts in rng.choices(per_entry, k=len(per_entry)):
            for name, (r, g, t) in counts.items():
                right[name] += r
                both[name] += g + t
        for name, found in values.items():
            found.append(_share(2 * right[name], both[name]))
    return {n: (sorted(v)[int(0.025 * ROUNDS)], sorted(v)[int(0.975 * ROUNDS) - 1]) for n, v in values.items()}


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def main() -> None:
    """Prints one table, or its rows as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", choices=("report", "choose", "all"), default="all")
    parser.add_argument("--weights", type=Path, help="a file of benchmarks/train_citations.py; default: the package's")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--peer", type=int, default=100, help="strings the peer is shown; 0: no peer")
    parser.add_argument("--errors", type=int, default=0, help="entries with a wrong field to print")
    parser.add_argument("--reliability", action="store_true", help="add rows: stated confidence and share right")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    entries = [e for e in read_tagged(options.file) if options.half in ("all", half_of(raw_text(e)))]
    entries = entries[: options.sample]
    path = options.weights or files("neckref.data").joinpath("citations.json.gz")
    content = gzip.decompress(path.read_bytes())
    weights = parse_weights(content)
    find = partial(find_with_neckref, weights=weights)
    rows, found = measure("neckref", find, entries)
    seen = set(json.loads(content).get("seen", ()))
    rows[-1]["seen"] = sum(fingerprint(raw_text(e)) in seen for e in entries)
    rows += measure_reliability(entries, weights) if options.reliability else []
    if options.peer:
        rows += measure("neckref, peer's strings", find, entries[: options.peer])[0]
        try:
            rows += measure("refextract", find_with_refextract, entries[: options.peer])[0]
        except ImportError:
            rows.append({"method": "refextract", "group": "not installed"})
    if options.json:
        print(json.dumps({"rows": rows}))
        return
    for row in rows:
        print("  ".join(f"{v:<24}" if isinstance(v, str) else f"{k} {v}" for k, v in row.items()))
    wrong = [
        (g, f)
        for g, f in zip(entries, found, strict=True)
        if any(len(set(c)) > 1 for c in tally([g + gold_values(g)], [f]).values())
    ]
    for gold, got in wrong[: options.errors]:
        print("\ntagged", *(f"[{n}] {t}" for n, t in gold), "\nfound ", *(f"[{n}] {t}" for n, t in got))


if __name__ == "__main__":
    main()
