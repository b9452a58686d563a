"""A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001): the field of each piece.

Weights are trained by `benchmarks/train_citations.py`; here they are only read. Labels are "B-…" where a field
begins and "I-…" inside one, so an I can only follow a B or I of its own field.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from neckref.text.citations.features import TEMPLATES

_BEAM = 900
"""States this far below a piece's best (in hundredths of a nat) are dropped: e^-9."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights in hundredths of a nat, as integers, so that every machine finds the same best path."""

    fields: tuple[str, ...]
    """State 2·f is the beginning of field f, state 2·f + 1 its inside."""
    tables: tuple[dict[str, list[list[int]]], ...]
    """For each of TEMPLATES: value → [state, weight] pairs."""
    arcs: tuple[tuple[int, ...], ...]
    """arcs[to][from]."""


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
    tables = tuple(raw["tables"].get(name, {}) for name in TEMPLATES)
    return Weights(tuple(raw["fields"]), tables, tuple(map(tuple, arcs)))


def tag(rows: Sequence[Sequence[str]], weights: Weights) -> list[tuple[str, bool, float]]:
    """For each piece (a row of features) its field, whether a field begins there, and how sure that is (0 to 1).

    The best path by Viterbi; the certainty of a piece is its state's marginal probability by forward-backward.
    """
    if not rows:
        return []
    lattice = [_score(row, weights) for row in rows]
    alive = _prune(lattice)
    path = _best_path(lattice, alive, weights)
    certain = _marginals(lattice, alive, path, weights)
    return [(weights.fields[s >> 1], not s & 1, p) for s, p in zip(path, certain, strict=True)]


def _score(row: Sequence[str], weights: Weights) -> list[int]:
    scores = [0] * (2 * len(weights.fields))
    for table, value in zip(weights.tables, row, strict=True):
        pairs = table.get(value)
        if pairs:
            for state, weight in pairs:
                scores[state] += weight
    return scores


def _prune(lattice: Sequence[Sequence[int]]) -> list[list[int]]:
    """States worth looking at: those near the best, and an inside only where its field can have begun."""
    alive: list[list[int]] = []
    open_fields: set[int] = set()
    for at, scores in enumerate(lattice):
        floor = max(max(scores[::2]), max((scores[2 * f + 1] for f in open_fields), default=-(10**9))) - _BEAM
        states = [s for s, x in enumerate(scores) if x >= floor and (not s & 1 or s >> 1 in open_fields)]
        if at == 0:
            states = [s for s in states if not s & 1] or [max(range(0, len(scores), 2), key=scores.__getitem__)]
        if all(s & 1 for s in states):
            states.append(max(range(0, len(scores), 2), key=scores.__getitem__))
        open_fields = {s >> 1 for s in states}
        alive.append(states)
    return alive


def _sources(state: int, before: Sequence[int]) -> Sequence[int]:
    return [s for s in before if s >> 1 == state >> 1] if state & 1 else before


def _best_path(lattice: Sequence[Sequence[int]], alive: Sequence[Sequence[int]], weights: Weights) -> list[int]:
    best = {s: lattice[0][s] for s in alive[0]}
    back: list[dict[int, int]] = []
    for scores, before, states in zip(lattice[1:], alive, alive[1:], strict=False):
        came: dict[int, int] = {}
        now: dict[int, int] = {}
        for state in states:
            arc = weights.arcs[state]
            top, origin = -(10**9), before[0]
            for s in _sources(state, before):
                value = best[s] + arc[s]
                if value > top:
                    top, origin = value, s
            now[state] = top + scores[state]
            came[state] = origin
        best = now
        back.append(came)
    state = max(best, key=best.__getitem__)
    path = [state]
    for came in reversed(back):
        state = came[state]
        path.append(state)
    return path[::-1]


def _marginals(
    lattice: Sequence[Sequence[int]], alive: Sequence[Sequence[int]], path: Sequence[int], weights: Weights
) -> list[float]:
    potentials = []
    for scores, states in zip(lattice, alive, strict=True):
        top = max(scores[s] for s in states)
        potentials.append({s: exp((scores[s] - top) / 100) for s in states})
    arcs = _arc_factors(weights)
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
def _exp_table(arcs: tuple[tuple[int, ...], ...]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(exp(w / 100) for w in row) for row in arcs)


def _arc_factors(weights: Weights) -> tuple[tuple[float, ...], ...]:
    return _exp_table(weights.arcs)
