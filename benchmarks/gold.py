"""How far claims and evidence agree with what a strict reviewer wrote down: percent, and Cohen's kappa.

    python benchmarks/gold.py [DIR] [--list] [--json]
    python benchmarks/gold.py --labels          the labels with their reasons, as docs/gold.md shows them

DIR holds one TOML file per article (default: benchmarks/gold, with the bundled article) whose `article` is "bundled" or
a text file beside it. Works come from the package's own snapshot: nobody is asked. Beside neckref, on the same
questions: the commonest label everywhere, and a rule on shared words ("mentions" where a paper's text holds a third of
the claim's words, "supports" above one half). `--list` names each disagreement. Reasons per label: docs/gold.md."""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neckref
from neckref.model import Claim, Evidence, EvidenceMap, Span

HERE = Path(__file__).parent / "gold"
ASPECTS = ("population", "intervention", "outcome")
NONE = "none"
"""The paper does not bear on the claim: no row."""
Pair = tuple[str, str, str]
"""(what is asked, the reviewer's answer, the method's)."""


@dataclass(frozen=True)
class Gold:
    """One claim of the reviewer's, where it stands."""

    span: Span
    labels: Mapping[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path, nargs="?", default=HERE)
    parser.add_argument("--list", action="store_true", help="name each disagreement")
    parser.add_argument("--labels", action="store_true", help="print the labels, and measure nothing")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.labels:
        print("\n\n".join(render_labels(path) for path in sorted(args.dir.glob("*.toml"))))
        return
    rows: list[dict[str, Any]] = []
    for path in sorted(args.dir.glob("*.toml")):
        start = time.perf_counter()
        questions = compare(path)
        seconds = time.perf_counter() - start
        rows += [{"article": path.stem, **row, "seconds": round(seconds, 2)} for row in measure(questions)]
        if args.list:
            for group, pairs in questions["neckref"].items():
                for asked, wanted, got in pairs:
                    if wanted != got:
                        print(f"{path.stem} {group}: {asked!r} gold {wanted}, neckref {got}")
    if args.json:
        print(json.dumps({"rows": rows}, indent=1))
    else:
        show(rows)


def compare(path: Path) -> dict[str, dict[str, list[Pair]]]:
    """Method → group → pairs of answers, for one article."""
    gold = tomllib.loads(path.read_text("utf-8"))
    emap = read_map(None if gold["article"] == "bundled" else path.parent / gold["article"])
    assert emap.article is not None
    claims = [Gold(find_span(emap.article.text, c["text"]), c) for c in gold["claim"]]
    aligned = align(claims, emap.claims)
    papers: dict[str, str] = gold["papers"]
    missing = [p for p in papers.values() if p not in {w.id for w in emap.cited}]
    if missing:
        raise SystemExit(f"{path.name}: not among the cited works: {', '.join(missing)}")
    return {
        "neckref": answers(claims, aligned, papers, emap),
        "shared words": {"relation": relations(claims, papers, by_words(claims, emap))},
    }


def render_labels(path: Path) -> str:
    """The labels of one article as a Markdown table, in reading order."""
    gold = tomllib.loads(path.read_text("utf-8"))
    lines = ["| # | claim | kind | says | papers | summary | why |", "|---|---|---|---|---|---|---|"]
    for number, claim in enumerate(gold["claim"], 1):
        said = [claim.get("direction", "–"), *(["hedged"] if claim.get("hedged") else [])]
        kind = claim["kind"] + ("" if claim["checkable"] else ", not checkable")
        papers = "; ".join(f"{name} {' · '.join(values)}" for name, values in claim.get("papers", {}).items())
        cells = (claim["text"], kind, ", ".join(said), papers or "none", claim["verdict"], claim["reason"])
        lines.append(f"| {number} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def read_map(article: Path | None) -> EvidenceMap:
    """The article read, its references looked up in the snapshot alone, and its claims linked."""
    settings = neckref.Settings(base_urls=dict.fromkeys(neckref.Settings().base_urls, "http://127.0.0.1:9"))
    with tempfile.TemporaryDirectory() as folder, neckref.Library(Path(folder) / "neckref.db") as library:
        reading = neckref.read() if article is None else neckref.read(str(article))
        neckref.fetch(library, reading, settings)
        return neckref.link(library, settings)


def find_span(text: str, words: str) -> Span:
    """Where the reviewer's words stand; SystemExit where they do not, or more than once."""
    if text.count(words) != 1:
        raise SystemExit(f"stands {text.count(words)} times in the article: {words}")
    return Span(at := text.index(words), at + len(words))


def align(gold: Iterable[Gold], claims: Iterable[Claim]) -> dict[Span, Claim]:
    """Each gold span with the claim that shares most of it, at least half of both together; one to one."""
    pairs = sorted(
        ((shared(g.span, c.span), g.span, c) for g in gold for c in claims), key=lambda p: (-p[0], p[1], p[2].id)
    )
    found: dict[Span, Claim] = {}
    for share, span, claim in pairs:
        if share >= 0.5 and span not in found and claim not in found.values():
            found[span] = claim
    return found


def shared(a: Span, b: Span) -> float:
    """Intersection over union, in letters."""
    both = max(0, min(a.end, b.end) - max(a.start, b.start))
    return both / (a.end - a.start + b.end - b.start - both)


def answers(
    gold: list[Gold], aligned: Mapping[Span, Claim], papers: Mapping[str, str], emap: EvidenceMap
) -> dict[str, list[Pair]]:
    """Group → pairs. A claim the tool does not have counts as one without evidence, and as missed; a claim only the
    tool has counts as extra, and each of its rows as one too many."""
    verdicts = {s.claim: s.verdict for s in emap.summaries}
    rows = {(e.claim, e.work): e for e in emap.evidence}
    extra = [c for c in emap.claims if c not in aligned.values()]
    out: dict[str, list[Pair]] = {
        "claim": [(g.labels["text"], "claim", "claim" if g.span in aligned else NONE) for g in gold]
        + [(c.text, NONE, "claim") for c in extra]
    }
    met = [(g.labels, aligned[g.span]) for g in gold if g.span in aligned]
    out["kind"] = [(g["text"], g["kind"], c.kind) for g, c in met]
    out["checkable"] = [(g["text"], str(g["checkable"]), str(c.checkable)) for g, c in met]
    out["direction"] = [(g["text"], g.get("direction", NONE), c.direction or NONE) for g, c in met]
    out["hedged"] = [(g["text"], str(g.get("hedged", False)), str(c.hedged)) for g, c in met if c.checkable]
    got = {(span, p): e.relation for span, c in aligned.items() for p in papers.values() if (e := rows.get((c.id, p)))}
    out["relation"] = relations(gold, papers, got)
    out["relation"] += [
        (c.text, NONE, e.relation) for c in extra for p in papers.values() if (e := rows.get((c.id, p)))
    ]
    out["directness"] = [
        (f"{labels['text'][:40]}… {name}: {aspect}", wanted, getattr(row.directness, aspect).value)
        for labels, claim in met
        for name, (_, *aspects) in labels.get("papers", {}).items()
        if (row := rows.get((claim.id, papers[name])))
        for aspect, wanted in zip(ASPECTS, aspects, strict=True)
    ]
    out["level, n"] = [pair for labels, claim in met for pair in _designs(labels, claim, papers, rows)]
    out["summary"] = [(g["text"], g["verdict"], verdicts.get(c.id, NONE)) for g, c in met]
    return out


def _designs(
    labels: Mapping[str, Any], claim: Claim, papers: Mapping[str, str], rows: Mapping[tuple[str, str], Evidence]
) -> Iterable[Pair]:
    for field in ("level", "n"):
        for name, wanted in labels.get(field, {}).items():
            if row := rows.get((claim.id, papers[name])):
                yield f"{labels['text'][:40]}… {name}: {field}", str(wanted), str(getattr(row, field))


def relations(gold: list[Gold], papers: Mapping[str, str], got: Mapping[tuple[Span, str], str]) -> list[Pair]:
    """One pair for each claim and paper."""
    return [
        (f"{g.labels['text'][:60]}… {name}", _label(g, name), got.get((g.span, paper), NONE))
        for g in gold
        for name, paper in papers.items()
    ]


def _label(gold: Gold, paper: str) -> str:
    label: str = gold.labels.get("papers", {}).get(paper, [NONE])[0]
    return label


def by_words(gold: list[Gold], emap: EvidenceMap) -> dict[tuple[Span, str], str]:
    """The peer: relation of a claim's words and a paper's, by the share of the claim's words that the paper has."""
    found = {}
    for work in emap.cited:
        spoken = _words(f"{work.fields.title} {work.fields.abstract} {work.fields.summary}")
        for g in gold:
            claim = _words(g.labels["text"])
            share = len(claim & spoken) / max(1, len(claim))
            if share >= 1 / 3:
                found[g.span, work.id] = "supports" if share >= 0.5 else "mentions"
    return found


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))


def measure(questions: Mapping[str, Mapping[str, list[Pair]]]) -> list[dict[str, Any]]:
    """Rows of the table: agreement in percent, Cohen's kappa, the number of pairs; for claims precision and recall."""
    rows = []
    for method, groups in questions.items():
        for group, pairs in groups.items():
            row: dict[str, Any] = {"method": method, "group": group, "n": len(pairs)}
            same = sum(w == g for _, w, g in pairs)
            if group == "claim":
                row |= {"precision": _round(same, sum(g != NONE for _, _, g in pairs)),
                        "recall": _round(same, sum(w != NONE for _, w, _ in pairs))}  # fmt: skip
                row["f1"] = _round(2 * same, len(pairs) + same)
            else:
                row |= {"agreement": _round(same, len(pairs)), "kappa": kappa(pairs)}
            if group == "relation":
                credited = [w for _, w, g in pairs if g in ("supports", "partly supports", "disputes")]
                wrong = sum(g in ("supports", "partly supports", "disputes") and w != g for _, w, g in pairs)
                row |= {"decided": len(credited), "wrong_certain": wrong}
            rows.append(row)
    for group, pairs in questions["neckref"].items():
        if group != "claim" and pairs:
            common = Counter(w for _, w, _ in pairs).most_common(1)[0][0]
            share = _round(sum(w == common for _, w, _ in pairs), len(pairs))
            rows.append(
                {"method": "commonest label", "group": group, "n": len(pairs), "agreement": share, "kappa": 0.0}
            )
    return rows


def kappa(pairs: list[Pair]) -> float | None:
    """Cohen's kappa: agreement beyond what both would reach by chance; None where chance alone gives all of it."""
    total = len(pairs)
    if not total:
        return None
    wanted, got = Counter(w for _, w, _ in pairs), Counter(g for _, _, g in pairs)
    observed = sum(w == g for _, w, g in pairs) / total
    chance = sum(wanted[label] * got[label] for label in wanted) / total**2
    return None if chance == 1 else round((observed - chance) / (1 - chance), 3)


def _round(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def show(rows: list[dict[str, Any]]) -> None:
    columns = ("article", "method", "group", "n", "agreement", "kappa", "precision", "recall", "f1", "decided",
               "wrong_certain")  # fmt: skip
    print("| " + " | ".join(columns) + " |\n|" + "---|" * len(columns))
    for row in rows:
        print("| " + " | ".join("–" if row.get(c) is None else str(row[c]) for c in columns) + " |")


if __name__ == "__main__":
    main()
