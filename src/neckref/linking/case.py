"""Case: one claim against one work, and one passage of it."""

from __future__ import annotations

from dataclasses import dataclass

from neckref.linking.frame import ClaimFrame, WorkFrame
from neckref.linking.level import Level
from neckref.linking.passages import Candidate
from neckref.model import Aspect, Concept, Directness
from neckref.text.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Case:
    """One claim against one work."""

    frame: ClaimFrame
    work: WorkFrame
    level: Level
    population: Aspect
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Reading:
    """One passage in a case: its concepts, and those of the claim's interventions it is about."""

    candidate: Candidate
    concepts: tuple[Concept, ...]
    met: tuple[Concept, ...]
    directness: Directness
