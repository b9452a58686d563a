"""How likely two records without a common identifier are one work, by a small bundled model.

The model is a sum of shallow decision trees over `alike.FEATURES`, made by `benchmarks/train_likeness.py` (its card:
`data/likeness/README.md`). It only grows with agreement, and gives the same answer for the same records everywhere.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from neckref.matching.alike import FEATURES, Side, compare_fields, prepare_record
from neckref.model import Record

Tree = float | tuple[int, float, Any, Any]
"""A leaf's log-odds, or (feature, threshold, tree where the value is at most that, tree where it is more)."""


@dataclass(frozen=True, slots=True)
class Model:
    bias: float
    trees: tuple[Tree, ...]
    merge: float
    """Likeness from which records are merged: hardly ever wrong."""
    likely: float
    """Likeness from which two records are more likely one work than not (best F1)."""


@cache
def load_model() -> Model:
    """The bundled model. Raises ValueError where it was made for other features."""
    data = json.loads(files("neckref.data").joinpath("likeness", "model.json").read_text("utf-8"))
    if data["features"] != list(FEATURES):
        raise ValueError("the likeness model was made for other features")
    return Model(data["bias"], tuple(map(_tree, data["trees"])), data["merge"], data["likely"])


def compare_likeness(a: Record, b: Record) -> float:
    """From 0 (two works) to 1 (one work), by what both say; identifiers are not asked. 0 without a title."""
    return likeness_of(prepare_record(a), prepare_record(b))


def likeness_of(a: Side, b: Side) -> float:
    """The same for prepared records."""
    if not a.text or not b.text:
        return 0.0
    return score_features(load_model(), compare_fields(a, b))


def score_features(model: Model, values: tuple[float, ...]) -> float:
    """Likeness by the values of `FEATURES`."""
    total = model.bias
    for tree in model.trees:
        node = tree
        while type(node) is tuple:  # quicker than isinstance, 500 times a pair
            node = node[2] if values[node[0]] <= node[1] else node[3]
        total += cast("float", node)
    return 1 / (1 + math.exp(-total))


def _tree(data: Any) -> Tree:
    return (data[0], data[1], _tree(data[2]), _tree(data[3])) if isinstance(data, list) else float(data)
