"""Which claims are found in pages of several kinds: precision and recall of spans, and what is said of each claim.

    python benchmarks/claim_spans.py [FILE …] [--list] [--json]

A FILE holds pages with the claims a reviewer reads in them (default: both of
benchmarks/claim_pages; their heads say the form).
A claim is found where a span shares at least 0.8 of the characters of both (intersection over union). Kind, direction,
hedge and concepts are counted among the claims found: a concept where one covers the reviewer's phrase; advice and
instruction count as one kind. Beside neckref:
every sentence that ends like one is one claim. `--list` names each disagreement."""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neckref
from neckref.model import Claim, Reading, Span

HERE = Path(__file__).parent / "claim_pages"
FILES = (HERE / "open.toml", HERE / "held.toml")
SHARED = 0.8


@dataclass(frozen=True)
class Said:
    """One claim as the reviewer reads it."""

    kind: str
    direction: str | None
    hedged: bool
    phrases: tuple[str, ...]
    text: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", default=FILES)
    parser.add_argument("--list", action="store_true", help="name each disagreement")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    rows = [row for path in args.files for row in measure(path, listed=args.list)]
    if args.json:
        print(json.dumps({"rows": rows}, indent=1))
        return
    for row in rows:
        print("  ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items()))


def measure(path: Path, *, listed: bool = False) -> Iterator[dict[str, Any]]:
    pages = [(page["text"].strip(), read_claims(page["claims"])) for page in read_pages(path)]
    start = time.perf_counter()
    readings = [read_page(text) for text, _ in pages]
    seconds = time.perf_counter() - start
    counts = {"gold": 0, "found": 0, "spans": 0, "right": 0, "checkable": 0, "kind": 0, "direction": 0, "hedged": 0}
    phrases, covered, right_sentences, sentences = 0, 0, 0, 0
    for (_, said), reading in zip(pages, readings, strict=True):
        text = reading.article.text
        pairs = align([find_span(text, s.text) for s in said], [c.span for c in reading.claims])
        counts["gold"] += len(said)
        counts["found"] += len(reading.claims)
        counts["right"] += len(pairs)
        for mine, theirs in pairs.items():
            gold, claim = said[mine], reading.claims[theirs]
            counts["checkable"] += claim.checkable == (gold.kind not in ("advice", "instruction"))
            counts["kind"] += _kind(claim.kind) == _kind(gold.kind)
            counts["direction"] += claim.direction == gold.direction
            counts["hedged"] += claim.hedged == gold.hedged
            held = [find_span(text, p, claim.span.start) for p in gold.phrases]
            got = [any(_overlap(h, c.span) for c in claim.concepts) for h in held]
            phrases, covered = phrases + len(got), covered + sum(got)
            if listed:
                show(gold, claim, [p for p, g in zip(gold.phrases, got, strict=True) if not g])
        if listed:
            for n in sorted(set(range(len(said))) - pairs.keys()):
                print(f"  missed   {said[n].text}")
            for n in sorted(set(range(len(reading.claims))) - set(pairs.values())):
                print(f"  too much {reading.claims[n].kind}: {reading.claims[n].text}")
        spans = [s.span for s in reading.article.sentences if re.search(r"[.!]$", s.span.slice(text).rstrip())]
        sentences += len(spans)
        right_sentences += len(align([find_span(text, s.text) for s in said], spans))
    found = max(counts["right"], 1)
    yield _row("neckref", path, counts["right"], counts["found"], counts["gold"]) | {
        "checkable": counts["checkable"] / found,
        "kind": counts["kind"] / found,
        "direction": counts["direction"] / found,
        "hedged": counts["hedged"] / found,
        "concepts": covered / max(phrases, 1),
        "seconds": round(seconds, 2),
    }
    yield _row("every sentence", path, right_sentences, sentences, counts["gold"])


def read_pages(path: Path) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["page"]
    return pages


def read_claims(lines: str) -> list[Said]:
    said = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        kind, direction, phrases, text = (part.strip() for part in line.split("|"))
        way = direction.rstrip("?")
        named = tuple(p.strip() for p in phrases.split(";")) if phrases != "-" else ()
        said.append(Said(kind, None if way == "-" else way, direction.endswith("?"), named, text))
    return said


def read_page(text: str) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.txt")
        path.write_text(text, "utf-8")
        return neckref.read(path)


def find_span(text: str, words: str, start: int = 0) -> Span:
    """Where the words stand, whatever blanks are between them; the first place at or after `start`."""
    found = re.compile(r"\s+".join(map(re.escape, words.split()))).search(text, start)
    if found is None:
        raise SystemExit(f"not in the page: {words}")
    return Span(*found.span())


def align(gold: Sequence[Span], found: Sequence[Span]) -> dict[int, int]:
    """Index of a gold span → that of the span found for it, the most alike first, each once."""
    likes = sorted(((_share(g, f), -i, -j) for i, g in enumerate(gold) for j, f in enumerate(found)), reverse=True)
    pairs: dict[int, int] = {}
    for share, i, j in likes:
        if share >= SHARED and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return pairs


def show(gold: Said, claim: Claim, missing: Sequence[str]) -> None:
    told = gold.kind in ("advice", "instruction")
    wrong = [
        f"{name} {got} for {wanted}"
        for name, wanted, got in (
            ("checkable", not told, claim.checkable),
            ("kind", _kind(gold.kind), _kind(claim.kind)),
            ("direction", gold.direction, claim.direction),
            ("hedged", gold.hedged, claim.hedged),
        )
        if wanted != got
    ]
    wrong += [f"no concept {p!r}" for p in missing]
    if wrong:
        print(f"  {'; '.join(wrong)}: {claim.text}")


def _row(method: str, path: Path, right: int, found: int, gold: int) -> dict[str, Any]:
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return {
        "method": method,
        "group": path.stem,
        "claims": gold,
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
    }


def _kind(kind: str) -> str:
    return "told" if kind in ("advice", "instruction") else kind


def _share(a: Span, b: Span) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return max(shared, 0) / (max(a.end, b.end) - min(a.start, b.start))


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


if __name__ == "__main__":
    main()
