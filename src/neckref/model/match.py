"""Distance and Match: how far a reference is from a work, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass

VERDICTS = ("certain", "likely", "doubtful", "none", "undecided")
"""`none`: everyone asked, nobody knows it (or nothing fits). `undecided`: somebody could not be asked."""


@dataclass(frozen=True, slots=True)
class Penalty:
    """How much one field disagrees."""

    name: str
    weight: float
    """Share of the whole that the field can count for, before normalising."""
    value: float
    """0 (agrees) to 1 (disagrees wholly)."""
    detail: str = ""
    """Both values, for people."""


@dataclass(frozen=True, slots=True)
class Distance:
    """Named penalties over the fields that could be compared."""

    penalties: tuple[Penalty, ...]
    coverage: float
    """Share of the full weight that could be compared at all, 0 to 1. A low one caps the verdict."""

    @property
    def total(self) -> float:
        """Weighted mean of the penalties, 0 (same) to 1; 1.0 where nothing could be compared."""
        weight = sum(p.weight for p in self.penalties)
        if not weight:
            return 1.0
        return sum(p.weight * p.value for p in self.penalties) / weight


@dataclass(frozen=True, slots=True)
class Match:
    """Reference → Work, with why."""

    reference: str
    verdict: str
    """One of VERDICTS."""
    work: str | None = None
    """Id of the work; set for certain and likely, None for none and undecided, the best guess for doubtful."""
    distance: Distance | None = None
    runner_up: str | None = None
    runner_up_distance: Distance | None = None
    gap: float | None = None
    """Distance of the runner-up minus that of the winner; None without a runner-up."""
    decided_by: str = "rule"
    """"rule" or "person"."""
    reason: str = ""
    """One sentence."""

    @property
    def resolved(self) -> bool:
        """Whether the reference stands for `work`."""
        return self.work is not None and self.verdict in ("certain", "likely")
