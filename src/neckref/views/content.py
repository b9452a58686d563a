"""What the pages say, as plain values. Templates and scripts add layout, never judgement."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AspectView:
    """One part of directness, in words."""

    name: str
    value: str
    words: str
    """What each side says, in quotation marks where it stands there to the letter; "" where neither says anything."""
    reason: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One paper beside one claim."""

    claim: str
    claim_number: int
    paper: str
    paper_label: str
    paper_title: str
    relation: str
    decision: str
    """A person's word with name, date and note; "" where none has spoken."""
    directness: str
    aspects: tuple[AspectView, ...]
    level: str
    level_note: str
    n: int | None
    quote: str | None
    """Verbatim words of the paper."""
    summary: str | None
    """Words of whoever compiled the record: never shown as a quote."""
    passage_from: str
    numbers: str
    """Those of the passage, each with what it is."""
    linker: str
    reason: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as people read it."""

    code: str
    name: str
    severity: str
    subject: str
    """Id of the claim, reference, attribution or work."""
    about: str
    """The same for people: "Claim 3"."""
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with all that is said of it."""

    id: str
    number: int
    text: str
    before: str
    after: str
    section: str
    kind: str
    checkable: bool
    summary: str
    reason: str
    evidence: tuple[EvidenceView, ...]
    dangling: tuple[str, ...]
    markers: tuple[str, ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class PaperView:
    """A work with all that is said of it."""

    id: str
    label: str
    title: str
    authors: str
    year: int | None
    where: str
    links: tuple[tuple[str, str], ...]
    level: str
    n: int | None
    design: str
    population: str
    abstract: str | None
    summary: str | None
    summary_from: str
    retracted: bool
    notices: tuple[str, ...]
    orphan: bool
    numbers: tuple[str, ...]
    """Numbers of the article's references that stand for it; empty for papers around them."""
    claims: tuple[str, ...]
    references: tuple[str, ...]
    cited_by: tuple[str, ...]
    cited_by_count: int | None
    sources: str
    doubts: tuple[str, ...]
    """Unverified fields, and fields on which sources disagree, one sentence each."""
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A printed reference and what became of it."""

    id: str
    number: str
    raw: str
    verdict: str
    reason: str
    paper: str | None
    compared: tuple[tuple[str, str, str], ...]
    """Field, how well it agrees, both values."""
    coverage: str
    runner_up: str
    asked: tuple[str, ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All of one article's pages."""

    title: str
    origin: str
    notes: tuple[str, ...]
    claims: tuple[ClaimView, ...]
    papers: tuple[PaperView, ...]
    references: tuple[ReferenceView, ...]
    findings: tuple[FindingView, ...]
    dangling: tuple[tuple[str, str | None], ...]
    """Words of each attribution that names nobody, and its claim."""
    unavailable: str
    """Who could not be asked and how much is open, in one sentence; "" where everybody answered."""
    down: tuple[str, ...]
    """Names of the sources that could not be asked."""
    sources: tuple[tuple[str, str], ...]
    dates: str
    """First and last day on which sources were asked, "" where nobody was."""
