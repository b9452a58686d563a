"""Match → rows of a waterfall, for people."""

from __future__ import annotations

from dataclasses import dataclass

from neckref.model import Distance, Match


@dataclass(frozen=True, slots=True)
class Row:
    """One step of the waterfall. The steps of one work add up to its `total`."""

    work: str | None
    """Id of the work; None only where nothing was compared."""
    role: str
    """"winner" or "runner-up"."""
    field: str
    """Name of the penalty, or "total"."""
    step: float
    """What the field adds to the distance, 0 to 1."""
    running: float
    """The distance so far, 0 to 1."""
    detail: str
    """Both values."""


def explain_match(match: Match) -> tuple[Row, ...]:
    """Steps of the winner, then of the runner-up, heaviest first, each closed by a row "total"."""
    rows: list[Row] = []
    if match.distance is not None:
        rows += _waterfall(match.work, "winner", match.distance)
    if match.runner_up_distance is not None:
        rows += _waterfall(match.runner_up, "runner-up", match.runner_up_distance)
    return tuple(rows)


def _waterfall(work: str | None, role: str, distance: Distance) -> list[Row]:
    whole = sum(p.weight for p in distance.penalties) or 1.0
    steps = sorted(((p.weight * p.value / whole, p) for p in distance.penalties), key=lambda s: -s[0])
    rows, running = [], 0.0
    for step, penalty in steps:
        running += step
        rows.append(Row(work, role, penalty.name, step, running, penalty.detail))
    coverage = f"{distance.coverage:.0%} of the weight could be compared"
    return [*rows, Row(work, role, "total", 0.0, distance.total, coverage)]
