"""A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001): the field of each piece.

Weights are trained by `benchmarks/train_citations.py`; here they are only read. Labels are "B-…" where a field
begins and "I-…" inside one, so an I can only follow a B or I of its own field.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp, log
from operator import add, getitem
from typing import NamedTuple

from neckref.text.citations.features import TEMPLATES

_BEAM = 500
"""States whose best path is this far below the best (in hundredths of a nat) are dropped: e^-5."""
_LANE = 32
BEND = 3.0
"""Log-odds (0.95) up to which certainties are scaled by another slope."""
_ZERO = 1 << 31


class Table(dict[str, int]):
    """Value of one template → the weights of all states as one number, 32 bits a state, so that adding two numbers
    adds all states at once. Built from "state weight state weight …" at first use; an unknown value weighs nothing."""

    def __init__(self, printed: Mapping[str, str]) -> None:
        super().__init__()
        self._printed = printed

    def __missing__(self, value: str) -> int:
        printed = self._printed.get(value)
        if printed is None:
            return 0
        numbers = [int(x) for x in printed.split()]
        packed = self[value] = sum(w << (_LANE * s) for s, w in zip(numbers[::2], numbers[1::2], strict=True))
        return packed


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights in hundredths of a nat, as integers, so that every machine finds the same best path."""

    fields: tuple[str, ...]
    """State 2·f is the beginning of field f, state 2·f + 1 its inside."""
    tables: tuple[Table, ...]
    """One for each of TEMPLATES."""
    arcs: tuple[tuple[int, ...], ...]
    """arcs[to][from]."""
    leaving: tuple[tuple[int, ...], ...]
    """leaving[from][field]: of the arc to the beginning of a field."""
    marks: Mapping[str, int]
    """Of whole segmentations (see `ranking`)."""
    slope: float = 1.0
    bend: float = 0.0
    offsets: Mapping[str, float] = field(default_factory=dict)
    """Logistic scaling (Platt 1999) of a field's certainty: log-odds times `slope`, plus those under BEND times `bend`,
    plus the field's offset."""


@cache
def load_weights() -> Weights:
    """The trained weights of the package; read at first use."""
    return parse_weights(gzip.decompress(files("neckref.data").joinpath("citations.json.gz").read_bytes()))


def parse_weights(data: bytes) -> Weights:
    """Weights from the JSON that `benchmarks/train_citations.py` writes."""
    raw = json.loads(data)
    n = 2 * len(raw["fields"])
    arcs = [[0] * n for _ in range(n)]
    for begin, end, weight in raw["arcs"]:
        arcs[end][begin] = weight
    tables = tuple(Table(raw["tables"].get(name, {})) for name in TEMPLATES)
    leaving = tuple(zip(*arcs[::2], strict=True))
    scale = raw.get("scale", {"slope": 1.0, "offsets": {}})
    return Weights(
        tuple(raw["fields"]), tables, tuple(map(tuple, arcs)), leaving, raw.get("marks", {}), scale["slope"],
        scale.get("bend", 0.0), scale["offsets"],
    )  # fmt: skip


def log_odds(certain: float) -> float:
    """Log-odds of a probability, which is kept between e^-9 and 1 - e^-9."""
    bounded = min(max(certain, exp(-9)), 1 - exp(-9))
    return log(bounded / (1 - bounded))


def calibrate(name: str, certain: float, weights: Weights) -> float:
    """How often fields that the tagger finds this certain are right, as measured when the weights were trained."""
    odds = log_odds(certain)
    return 1 / (1 + exp(-weights.slope * odds - weights.bend * min(odds, BEND) - weights.offsets.get(name, 0.0)))


class Lattice(NamedTuple):
    """Scores of each piece's states, and the states worth looking at."""

    scores: Sequence[Sequence[int]]
    alive: Sequence[Sequence[int]]


def build_lattice(rows: Sequence[Sequence[str]], weights: Weights) -> Lattice:
    """Scores of the pieces (one row of features each; at least one), and by a beam the states worth looking at."""
    count = 2 * len(weights.fields)
    bias = sum(_ZERO << (_LANE * state) for state in range(count))
    scores = [_unpack(sum(map(getitem, weights.tables, row), bias), count) for row in rows]
    best = _beam({s: scores[0][s] for s in range(0, count, 2)})
    forward = [best]
    for here in scores[1:]:
        ways = [[x + w for w in weights.leaving[b]] for b, x in best.items()]
        begins = list(map(add, here[::2], map(max, *ways) if len(ways) > 1 else ways[0]))
        floor = max(begins) - _BEAM
        now = {2 * field: x for field, x in enumerate(begins) if x >= floor}
        for s in {b | 1 for b in best}:
            arc = weights.arcs[s]
            now[s] = here[s] + max([best[b] + arc[b] for b in (s - 1, s) if b in best])
        best = _beam(now)
        forward.append(best)
    return Lattice(scores, _narrow(forward, scores, weights))


def _narrow(forward: Sequence[Mapping[int, int]], scores: Sequence[Sequence[int]], weights: Weights) -> list[list[int]]:
    """States of which some path through the whole entry is within the beam of the best path."""
    after = dict.fromkeys(forward[-1], 0)
    floor = max(forward[-1].values()) - _BEAM
    alive: list[list[int]] = []
    for at in range(len(scores) - 1, -1, -1):
        here, best = scores[at], forward[at]
        alive.append([s for s, x in after.items() if best[s] + x >= floor])
        before: dict[int, int] = {}
        for s in alive[-1] if at else ():
            arc, own = weights.arcs[s], here[s] + after[s]
            for b in _sources(s, forward[at - 1]):
                value = own + arc[b]
                if value > before.get(b, -(10**9)):
                    before[b] = value
        after = before
    return alive[::-1]


def _unpack(packed: int, count: int) -> list[int]:
    lanes = memoryview(packed.to_bytes(4 * count, "little")).cast("I").tolist()
    return [lane - _ZERO for lane in lanes]


def _beam(scores: Mapping[int, int]) -> dict[int, int]:
    floor = max(scores.values()) - _BEAM
    return {s: x for s, x in scores.items() if x >= floor}


def _sources(state: int, before: Iterable[int]) -> Iterable[int]:
    """States that can come before one: any before a beginning, those of its own field before an inside."""
    return [s for s in before if s >> 1 == state >> 1] if state & 1 else before


def find_paths(lattice: Lattice, weights: Weights, count: int) -> list[tuple[int, list[int]]]:
    """The `count` best paths with their scores, best first (list Viterbi)."""
    best = {s: [(lattice.scores[0][s], 0, 0)] for s in lattice.alive[0]}
    columns = [best]
    for scores, before, states in zip(lattice.scores[1:], lattice.alive, lattice.alive[1:], strict=False):
        now: dict[int, list[tuple[int, int, int]]] = {}
        for state in states:
            arc, own = weights.arcs[state], scores[state]
            ways = [
                (x + arc[s] + own, s, rank)
                for s in _sources(state, before)
                for rank, (x, _, _) in enumerate(best[s])
            ]  # fmt: skip
            now[state] = sorted(ways, reverse=True)[:count] if len(ways) > 1 else ways
        best = now
        columns.append(best)
    ends = sorted(((x, s, rank) for s, ways in best.items() for rank, (x, _, _) in enumerate(ways)), reverse=True)
    return [(score, _walk_back(columns, state, rank)) for score, state, rank in ends[:count]]


def _walk_back(columns: Sequence[dict[int, list[tuple[int, int, int]]]], state: int, rank: int) -> list[int]:
    path = []
    for column in reversed(columns):
        path.append(state)
        _, state, rank = column[state][rank]
    return path[::-1]


def measure_certainty(lattice: Lattice, path: Sequence[int], weights: Weights) -> list[float]:
    """For each piece of a path how probable its state is, over all paths (forward-backward)."""
    alive, arcs = lattice.alive, _arc_factors(weights.arcs)
    potentials = []
    for scores, states in zip(lattice.scores, alive, strict=True):
        top = max(scores[s] for s in states)
        potentials.append({s: exp((scores[s] - top) / 100) for s in states})
    forward = [potentials[0]]
    for before, states, here in zip(alive, alive[1:], potentials[1:], strict=False):
        last = forward[-1]
        now = {s: here[s] * sum(last[b] * arcs[s][b] for b in _sources(s, before)) for s in states}
        total = sum(now.values()) or 1.0
        forward.append({s: x / total for s, x in now.items()})
    backward = dict.fromkeys(alive[-1], 1.0)
    certain = [0.0] * len(path)
    for at in range(len(path) - 1, -1, -1):
        mass = {s: forward[at][s] * backward[s] for s in alive[at]}
        certain[at] = mass[path[at]] / (sum(mass.values()) or 1.0)
        if at:
            pushed = dict.fromkeys(alive[at - 1], 0.0)
            for s in alive[at]:
                flow = backward[s] * potentials[at][s]
                for b in _sources(s, alive[at - 1]):
                    pushed[b] += flow * arcs[s][b]
            total = max(pushed.values()) or 1.0
            backward = {s: x / total for s, x in pushed.items()}
    return certain


@cache
def _arc_factors(arcs: tuple[tuple[int, ...], ...]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(exp(w / 100) for w in row) for row in arcs)
