"""Evidence, Decision and Summary: what a work says of a claim."""

from __future__ import annotations

from dataclasses import dataclass

from neckref.model.article import Span

RELATIONS = ("supports", "partly supports", "disputes", "mentions", "unclear")
LEVELS = (
    "systematic review",
    "randomised trial",
    "controlled",
    "cohort",
    "case series",
    "laboratory measurement",
    "narrative",
    "unknown",
)
ASPECT_VALUES = ("matches", "differs", "not stated")
FIGURE_KINDS = ("level", "difference", "estimate")
SUMMARIES = (
    "supported",
    "supported indirectly",
    "disputed",
    "mixed",
    "no support among the cited papers",
    "not checked",
)


@dataclass(frozen=True, slots=True)
class Passage:
    """The words a judgement rests on."""

    kind: str
    """"quote" (verbatim from a stored text) or "summary" (in the words of whoever compiled the record)."""
    field: str
    """Field of the work's `Fields` it stands in: "title", "abstract", "summary"."""
    start: int
    end: int
    """Offsets into that field: the field sliced there equals `text`."""
    text: str
    source: str
    """Name of the source whose text it is."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """Whether population, intervention or outcome of the study is that of the claim, with both phrases."""

    value: str
    """One of ASPECT_VALUES."""
    claim_phrase: str | None = None
    work_phrase: str | None = None
    reason: str = ""
    """One sentence where they differ."""
    claim_span: Span | None = None
    """Where `claim_phrase` stands in the article."""
    work_field: str | None = None
    """Field of the work's `Fields` that `work_phrase` stands in."""
    work_span: Span | None = None
    """Where in that field."""


@dataclass(frozen=True, slots=True)
class Directness:
    """GRADE's indirectness, in three parts."""

    population: Aspect
    intervention: Aspect
    outcome: Aspect

    @property
    def direct(self) -> bool:
        """All three match."""
        return all(a.value == "matches" for a in (self.population, self.intervention, self.outcome))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the passage, read as what it is."""

    kind: str
    """One of FIGURE_KINDS: a share of a maximum ("102 %MVC"), how much more or less (never to be shown as a level), or
    an estimate with its interval."""
    text: str
    """As printed."""
    start: int
    end: int
    """Offsets into the field of the passage."""
    outside: bool = False
    """The estimate lies outside its own interval."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Claim → Work, by one linker or one person."""

    claim: str
    work: str
    relation: str
    """One of RELATIONS."""
    directness: Directness
    level: str
    """One of LEVELS."""
    passage: Passage | None
    linker: str
    """Name of the linker, or "person"."""
    score: float
    """0 to 1; comparable within one linker only."""
    n: int | None = None
    """Number of people studied, where stated."""
    level_note: str = ""
    """Where the publication type says something else than the text."""
    reason: str = ""
    """One sentence: why this relation."""
    figures: tuple[Figure, ...] = ()
    """Those of the passage, in order."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on a claim and a work. No rerun overwrites it."""

    claim: str
    work: str
    relation: str
    note: str = ""
    person: str = ""
    decided_at: str = ""
    """ISO 8601 UTC time."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the cited papers add up to for one claim."""

    claim: str
    verdict: str
    """One of SUMMARIES."""
    reason: str
    """One sentence."""
