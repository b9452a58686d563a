"""Makes `src/neckref/data/likeness/model.json`, the model of `neckref.matching.likeness`.

    python benchmarks/train_likeness.py --pairs FILE … --works CATALOGUE

FILE holds labelled pairs as for `duplicates.py`; CATALOGUE holds works as JSON lines, of which `planted.py` makes
records with look-alikes. Only the "choose" half of either is used (pairs by the hash of their line, works by that of
their DOI); the other is for reporting. Seeds are fixed: the same input gives the same file.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from duplicates import half_of, read_pair, record_of
from planted import Line, plant
from sklearn.model_selection import StratifiedKFold
from sklearn.tree import DecisionTreeRegressor

from neckref.matching.alike import FEATURES, compare_fields, prepare_record
from neckref.matching.cluster import candidate_pairs
from neckref.matching.contradict import contradict
from neckref.matching.likeness import Model, Tree, score_features
from neckref.model import Record

OUT = Path(__file__).parents[1] / "src" / "neckref" / "data" / "likeness" / "model.json"
TREES, DEPTH, RATE, LEAF = 200, 4, 0.08, 10
FOLDS = 5
EACH = 3000.0
"""Weight of the pairs of a folder, and of the planted ones, however many they are."""
PROMISED = 0.99
STEPS = np.arange(0.2, 0.985, 0.01)
"""Thresholds that are tried, on the labelled pairs only: many planted look-alikes nobody could tell apart."""

Pair = tuple[Record, Record, bool]
Values = np.ndarray[Any, np.dtype[np.float64]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, nargs="+", required=True)
    parser.add_argument("--works", type=Path, required=True)
    options = parser.parse_args()
    sources = sorted({file.parent for file in options.pairs})
    sets = [[p for file in options.pairs if file.parent == source for p in read_pairs(file)] for source in sources]
    sets.append(planted_pairs(options.works))
    pairs = [pair for some in sets for pair in some]
    group = np.array([i for i, some in enumerate(sets) for _ in some])
    weights = np.array([EACH / len(some) for some in sets for _ in some])
    values = np.array([compare_fields(prepare_record(a), prepare_record(b)) for a, b, _ in pairs])
    truth = np.array([is_ for *_, is_ in pairs])
    unseen = out_of_fold(values, truth, weights, group)
    barred = np.array([contradict(prepare_record(a), prepare_record(b)) for a, b, _ in pairs])
    real = [group == i for i in range(len(sources))]
    merge = lowest(unseen * ~barred, truth, real)
    likely = best_f1(unseen, truth, real)
    bias, trees = boost(values, truth, weights)
    data = {"features": list(FEATURES), "merge": merge, "likely": likely, "bias": bias, "trees": trees}
    OUT.write_text(json.dumps(data, separators=(",", ":")).replace("],[", "],\n[") + "\n", "utf-8")
    for name, some, mine in zip(
        [*(s.name for s in sources), "planted"], sets, [group == i for i in range(len(sets))], strict=True
    ):
        for at, said in (("merge", (unseen >= merge) & ~barred), ("likely", unseen >= likely)):
            right = (said & truth & mine).sum()
            rates = f"precision {right / (said & mine).sum():.4f}  recall {right / (truth & mine).sum():.4f}"
            print(f"{name:22}{len(some):6} pairs  {at:7}{rates}")
    print({"merge": merge, "likely": likely, "bytes": OUT.stat().st_size})


def read_pairs(file: Path) -> list[Pair]:
    lines = (line for line in file.read_text("utf-8").splitlines() if line.strip())
    return [read_pair(line) for line in lines if half_of(line) == "choose"]


def planted_pairs(works: Path) -> list[Pair]:
    """Pairs that clustering would compare and that nothing bars: what the model has to judge."""
    known: list[Line] = [json.loads(line) for line in works.read_text("utf-8").splitlines() if line.strip()]
    lines = plant([w for w in known if half_of(w["doi"]) == "choose"], random.Random(1))
    records = [record_of(line | {"doi": None, "pmid": None}) for line in lines]
    found = [(records[i], records[j], lines[i]["work"] == lines[j]["work"]) for i, j in candidate_pairs(records)]
    return [(a, b, same) for a, b, same in found if not contradict(prepare_record(a), prepare_record(b))]


def boost(values: Values, truth: Values, weights: Values) -> tuple[float, list[Any]]:
    """Gradient boosting of the log-likelihood by Newton steps, the trees bound to grow with agreement."""
    bias = float(np.log(np.average(truth, weights=weights) / (1 - np.average(truth, weights=weights))))
    total = np.full(len(truth), bias)
    trees = []
    for seed in range(TREES):
        chance = 1 / (1 + np.exp(-total))
        curve = np.maximum(chance * (1 - chance), 1e-4)
        tree = DecisionTreeRegressor(
            max_depth=DEPTH, min_samples_leaf=LEAF, monotonic_cst=list(FEATURES.values()), random_state=seed
        ).fit(values, np.clip((truth - chance) / curve, -4, 4), sample_weight=weights * curve)
        total += RATE * tree.predict(values)
        trees.append(_render(tree.tree_, 0))
    return round(bias, 4), trees


def _render(tree: Any, node: int) -> Any:
    if tree.children_left[node] == -1:
        return round(RATE * float(tree.value[node].ravel()[0]), 4)
    sides = (_render(tree, child[node]) for child in (tree.children_left, tree.children_right))
    # Values are compared as float32 there and as float here: a threshold lies between two values, so three more
    # digits than those have are enough.
    return [int(tree.feature[node]), round(float(tree.threshold[node]), 6), *sides]


def to_tree(data: Any) -> Tree:
    return (data[0], data[1], to_tree(data[2]), to_tree(data[3])) if isinstance(data, list) else data


def out_of_fold(values: Values, truth: Values, weights: Values, group: Values) -> Values:
    """Likeness of each pair by a model that has not seen it."""
    unseen = np.zeros(len(truth))
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(values, 2 * group + truth):
        bias, trees = boost(values[train], truth[train], weights[train])
        model = Model(bias, tuple(map(to_tree, trees)), 1.0, 0.5)
        unseen[test] = [score_features(model, tuple(row)) for row in values[test]]
    return unseen


def lowest(chance: Values, truth: Values, sets: Sequence[Values]) -> float:
    """The least likeness from which on the promised share is right, averaged over the sets."""
    good = [at for at in STEPS if np.mean([truth[mine & (chance >= at)].mean() for mine in sets]) >= PROMISED]
    return round(float(min(good, default=STEPS[-1])), 2)


def best_f1(chance: Values, truth: Values, sets: Sequence[Values]) -> float:
    """The likeness with the best F1, averaged over the sets."""

    def f1(at: float, mine: Values) -> float:
        said = (chance >= at) & mine
        return float(2 * (said & truth).sum() / (said.sum() + (truth & mine).sum()))

    return round(float(max(STEPS, key=lambda at: sum(f1(at, mine) for mine in sets))), 2)


if __name__ == "__main__":
    main()
