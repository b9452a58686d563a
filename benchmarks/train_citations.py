"""Trains the weights of `neckref.text.citations`: `train_citations.py TAGGED.xml WORKS.jsonl [--check N] [--out FILE]`.

Deterministic for one version of python-crfsuite: the same files and options give the same weights.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pycrfsuite
from citation_draw import Entry, Stock, read_works
from render_citations import render_entries
from swap_fields import swap_fields
from tagged import Fields, count_fields, fingerprint, half_of, raw_text, read_tagged, tally

from neckref.text.citations import CANDIDATES, FAR, segment_reference
from neckref.text.citations.features import TEMPLATES, describe, describe_all
from neckref.text.citations.fields import clean, clean_container, clean_title
from neckref.text.citations.ranking import describe_segments, segments_of
from neckref.text.citations.tagger import BEND, Weights, build_lattice, find_paths, log_odds, parse_weights
from neckref.text.citations.tokens import split_tokens
from neckref.text.names import parse_names

FOLDS = 2
Sequence_ = tuple[list[list[str]], list[str]]


def label_entry(entry: Entry) -> Sequence_:
    """Features and labels of an entry's pieces; a piece belongs to the field it begins in."""
    text = "".join(t for _, t in entry)
    ends: list[int] = []
    for _, part in entry:
        ends.append((ends[-1] if ends else 0) + len(part))
    tokens = split_tokens(text)
    labels: list[str] = []
    at, last = 0, -1
    for token in tokens:
        while token.start >= ends[at]:
            at += 1
        labels.append(("I-" if at == last else "B-") + entry[at][0])
        last = at
    words = [describe(t.text) for t in tokens]
    rows = [[f"{n}={v}" for n, v in zip(TEMPLATES, row, strict=True) if v] for row in describe_all(tokens, words)]
    return rows, labels


def stock_of(entries: Iterable[Fields], works: Sequence[dict[str, Any]]) -> Stock:
    """Bits to render from: those of tagged entries and the names of works' authors."""
    bits: dict[str, list[str]] = {}
    for fields in entries:
        for name, text in fields:
            bits.setdefault(name, []).append(text)
    people = [n for text in bits.get("author", []) for n in parse_names(text)]
    families = [n.family for n in people if n.family and len(n.family) > 1]
    givens = [n.given for n in people if n.given and len(n.given.strip(".")) > 2 and n.given.isalpha()]
    for work in works:
        for author in work.get("authors") or ():
            families += [author["family"]] if author.get("family") else []
            given = str(author.get("given") or "").split(" ")[0]
            givens += [given] if len(given) > 2 and given.isalpha() else []
    titles = [t for t in (clean_title(x) for x in bits.get("title", [])) if t]
    return Stock(
        titles=titles + [w["title"] for w in works],
        containers=[c for c in map(clean_container, bits.get("container", [])) if c],
        journals=[c for c in map(clean_container, bits.get("journal", [])) if c] * 2
        + [w["journal"] for w in works if w.get("journal")],
        publishers=[c for c in map(clean, bits.get("publisher", [])) if c],
        places=[c for c in map(clean, bits.get("location", [])) if c],
        families=families,
        givens=givens,
        literal={name: bits.get(name, []) for name in ("genre", "edition", "note", "collection")},
    )


def train(entries: Sequence[Fields], works: Sequence[dict[str, Any]], options: argparse.Namespace) -> bytes:
    """The weights file's content: the tagger's weights, then those of whole segmentations, trained on paths that
    taggers found in entries they were not trained on."""
    if options.marks:
        taken = json.loads(gzip.decompress(options.marks.read_bytes()))
        whole = {"marks": taken["marks"], "scale": taken["scale"]}
    else:
        whole = train_whole(entries, works, options)
    content = train_tagger(entries, works, options) | whole
    content["seen"] = sorted(fingerprint(raw_text(e)) for e in entries)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def train_whole(
    entries: Sequence[Fields], works: Sequence[dict[str, Any]], options: argparse.Namespace
) -> dict[str, Any]:
    """Weights of whole segmentations, and how certainties are scaled: both from entries held out of the tagger."""
    examples: list[list[Example]] = [[] for _ in range(FOLDS)]
    held_out: list[list[tuple[Fields, Weights]]] = [[] for _ in range(FOLDS)]
    smaller = {"rendered": options.rendered // FOLDS, "swapped": options.swapped // FOLDS}
    for fold in range(FOLDS if options.rank else 0):
        held = [e for i, e in enumerate(entries) if i % FOLDS == fold]
        rest = [e for i, e in enumerate(entries) if i % FOLDS != fold]
        tagger = train_tagger(rest, works, argparse.Namespace(**vars(options) | smaller))
        weights = parse_weights(json.dumps(tagger).encode())
        examples[fold] = [example_of([(n, t + " ") for n, t in e], weights) for e in held]
        if options.rendered:
            fresh = render_entries(works, stock_of(held, works), len(held), seed=2 + fold)
            examples[fold] += [example_of(e, weights) for e in fresh]
        held_out[fold] = [(e, weights) for e in held]
    judged: list[tuple[Fields, Weights]] = []
    for fold in range(FOLDS if options.rank else 0):  # by marks that have not seen the entries either
        marks = train_marks([e for n, own in enumerate(examples) for e in own if n != fold and len(e) > 1])
        judged += [(e, replace(weights, marks=marks)) for e, weights in held_out[fold]]
    marks = train_marks([e for own in examples for e in own if len(e) > 1])
    return {"marks": marks, "scale": train_scale(judged)}


Example = list[tuple[float, float, list[str]]]
"""An entry's candidates: the tagger's score, how right it is (F1 of fields), and its marks."""


def example_of(entry: Entry, weights: Weights) -> Example:
    """Candidates for one entry whose fields are known."""
    text = "".join(t for _, t in entry)
    tokens = split_tokens(text)
    words = [describe(t.text) for t in tokens]
    gold = count_fields([(n, t.strip()) for n, t in entry])
    lattice = build_lattice(describe_all(tokens, words), weights)
    paths = find_paths(lattice, weights, CANDIDATES)
    out: Example = []
    for score, path in paths:
        if paths[0][0] - score >= FAR:
            break
        segments = segments_of(path, weights.fields)
        found = count_fields([(n, text[tokens[a].start : tokens[b - 1].end]) for n, a, b in segments])
        right = 2 * (gold & found).total() / max(1, gold.total() + found.total())
        out.append((score / 100, right, list(describe_segments(segments, words))))
    return out


def train_marks(
    examples: Sequence[Example], epochs: int = 12, rate: float = 0.1, decay: float = 0.002
) -> dict[str, int]:
    """A log-linear model over each entry's candidates (AdaGrad, decaying weights); weights in hundredths."""
    weights: dict[str, float] = {}
    squares: dict[str, float] = {}
    order = list(range(len(examples)))
    for epoch in range(epochs):
        random.Random(epoch).shuffle(order)
        for i in order:
            example = examples[i]
            totals = [base + sum(weights.get(m, 0.0) for m in marks) for base, _, marks in example]
            best = max(right for _, right, _ in example)
            good = [right > best - 1e-9 for _, right, _ in example]
            shares = _softmax(totals)
            wanted = _softmax([t if g else -1e9 for t, g in zip(totals, good, strict=True)])
            slope: dict[str, float] = {}
            for (_, _, marks), have, want in zip(example, shares, wanted, strict=True):
                if abs(have - want) > 1e-4:
                    for mark in marks:
                        slope[mark] = slope.get(mark, 0.0) + have - want
            for mark, pull in slope.items():
                g = pull + decay * weights.get(mark, 0.0)
                squares[mark] = squares.get(mark, 0.1) + g * g
                weights[mark] = weights.get(mark, 0.0) - rate * g / squares[mark] ** 0.5
    return {mark: round(100 * w) for mark, w in sorted(weights.items()) if abs(w) >= 0.04}


def train_scale(judged: Sequence[tuple[Fields, Weights]], rounds: int = 3000) -> dict[str, Any]:
    """Slopes and offsets that make certainties of fields in held-out entries mean how often they are right (logistic
    regression by gradient descent; offsets are held near their common value)."""
    points: list[tuple[str, float, bool]] = []
    for fields, weights in judged:
        text = raw_text(fields)
        want = count_fields(fields)
        for part in segment_reference(text, weights):
            right = count_fields([(part.field, part.span.slice(text))])
            points += [(part.field, log_odds(part.confidence), right <= want)] if right else []
    names = sorted({name for name, _, _ in points})
    slope, bend, common, own = 1.0, 0.0, 0.0, dict.fromkeys(names, 0.0)
    for _ in range(rounds if points else 0):
        pull_slope = pull_bend = pull_common = 0.0
        pull = {name: 10 * value for name, value in own.items()}
        for name, odds, right in points:
            low = min(odds, BEND)
            miss = 1 / (1 + math.exp(-slope * odds - bend * low - common - own[name])) - right
            pull_slope += miss * odds
            pull_bend += miss * low
            pull_common += miss
            pull[name] += miss
        slope -= 0.1 * pull_slope / len(points)
        bend -= 0.1 * pull_bend / len(points)
        common -= 2 * pull_common / len(points)
        for name in names:
            own[name] -= 2 * pull[name] / len(points)
    return {
        "slope": round(slope, 3),
        "bend": round(bend, 3),
        "offsets": {name: round(common + own[name], 3) for name in names},
    }


def _softmax(values: Sequence[float]) -> list[float]:
    top = max(values)
    powers = [math.exp(v - top) for v in values]
    return [p / sum(powers) for p in powers]


def train_tagger(
    entries: Sequence[Fields], works: Sequence[dict[str, Any]], options: argparse.Namespace
) -> dict[str, Any]:
    """The tagger's part of the weights file."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=options.verbose)
    for fields in entries:
        rows, labels = label_entry([(name, text + " ") for name, text in fields])
        items = pycrfsuite.ItemSequence(rows)
        for _ in range(options.copies):
            trainer.append(items, labels)
    for fields in swap_fields(entries, works, options.swapped, seed=3):
        rows, labels = label_entry([(name, text + " ") for name, text in fields])
        trainer.append(pycrfsuite.ItemSequence(rows), labels)
    if options.rendered:
        for entry in render_entries(works, stock_of(entries, works), options.rendered, seed=1):
            rows, labels = label_entry(entry)
            trainer.append(pycrfsuite.ItemSequence(rows), labels)
    trainer.set_params(
        {"c1": options.c1, "c2": options.c2, "max_iterations": options.iterations, "feature.possible_transitions": True}
    )
    with tempfile.NamedTemporaryFile(suffix=".crf") as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
        info = tagger.info()
    return dump_weights(info.state_features, info.transitions, tagger.labels(), options.floor)


def dump_weights(
    state: dict[tuple[str, str], float], arcs: dict[tuple[str, str], float], labels: Sequence[str], floor: int
) -> dict[str, Any]:
    """Weights in hundredths, those under `floor` left out, in a fixed order."""
    fields = sorted({label[2:] for label in labels})
    index = {f"{mark}-{name}": 2 * i + (mark == "I") for i, name in enumerate(fields) for mark in "BI"}
    tables: dict[str, dict[str, list[list[int]]]] = {}
    for (attribute, label), weight in state.items():
        name, _, value = attribute.partition("=")
        if abs(round(100 * weight)) >= floor:
            tables.setdefault(name, {}).setdefault(value, []).append([index[label], round(100 * weight)])
    return {
        "fields": fields,
        "arcs": sorted([index[a], index[b], round(100 * w)] for (a, b), w in arcs.items()),
        "tables": {
            name: {value: _print_weights(table[value]) for value in sorted(table)}
            for name, table in sorted(tables.items())
        },
    }


def _print_weights(pairs: Sequence[Sequence[int]]) -> str:
    return " ".join(f"{state} {weight}" for state, weight in sorted(pairs))


def segment(fields: Fields, weights: Weights) -> list[tuple[str, str]]:
    """Fields the tagger finds in an entry."""
    text = raw_text(fields)
    return [(p.field, p.span.slice(text)) for p in segment_reference(text, weights)]


def show(gold: Sequence[Fields], found: Sequence[Sequence[tuple[str, str]]]) -> None:
    """One line a field."""
    for name, (right, given, there) in sorted(tally(gold, found).items(), key=lambda x: -x[1][2]):
        precision, recall = right / max(given, 1), right / max(there, 1)
        f1 = 2 * right / max(given + there, 1)
        print(f"{name:16} n {there:5}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    whole = sum(all(r == g == t for r, g, t in tally([a], [b]).values()) for a, b in zip(gold, found, strict=True))
    print(f"{'whole entry':16} n {len(gold):5}  {whole / len(gold):.3f}")


def main() -> None:
    """Trains and writes, or checks options by cross-validation in the choosing half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tagged", type=Path)
    parser.add_argument("works", type=Path)
    parser.add_argument("--out", type=Path, help="weights file to write (.json.gz)")
    parser.add_argument(
        "--check", type=int, help="folds of a cross-validation within the choosing half; writes nothing"
    )
    parser.add_argument("--one", action="store_true", help="with --check: the first fold only")
    parser.add_argument("--rendered", type=int, default=2000)
    parser.add_argument("--swapped", type=int, default=3000, help="tagged entries with words of others in their fields")
    parser.add_argument("--rank", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--c1", type=float, default=0.0)
    parser.add_argument("--c2", type=float, default=0.4)
    parser.add_argument("--iterations", type=int, default=90)
    parser.add_argument("--floor", type=int, default=4)
    parser.add_argument("--all", action="store_true", help="train on both halves of TAGGED")
    parser.add_argument(
        "--marks", type=Path, help="take the weights of whole segmentations and of certainty from this file"
    )
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    entries = [e for e in read_tagged(options.tagged) if options.all or half_of(raw_text(e)) == "choose"]
    works = [w for w in read_works(options.works) if half_of(w["title"]) == "choose"]
    start = time.perf_counter()
    if options.check:
        fold_of = [hashlib.sha256(raw_text(e).encode()).digest()[1] % options.check for e in entries]
        gold, found = [], []
        for fold in range(1 if options.one else options.check):
            weights = parse_weights(
                train([e for e, f in zip(entries, fold_of, strict=True) if f != fold], works, options)
            )
            held = [e for e, f in zip(entries, fold_of, strict=True) if f == fold]
            gold += held
            found += [segment(e, weights) for e in held]
        show(gold, found)
        for a, b in [
            (a, b)
            for a, b in zip(gold, found, strict=True)
            if any(len({r, g, t}) > 1 for r, g, t in tally([a], [b]).values())
        ][: options.errors]:
            print("\nG", *(f"[{n}] {t}" for n, t in a), "\nP", *(f"[{n}] {t}" for n, t in b))
    elif options.out:
        data = gzip.compress(train(entries, works, options), 9, mtime=0)
        options.out.write_bytes(data)
        print(f"{len(data)} bytes", file=sys.stderr)
    print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
