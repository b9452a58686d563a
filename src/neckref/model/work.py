"""Record, Work and Citation: what one source said, and what we hold of a publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neckref.model.reference import Identifier, Name

TAKES_BACK = ("retraction", "withdrawal", "removal")
"""Kinds of updates that take a whole work back; a correction or a partial retraction does not."""


@dataclass(frozen=True, slots=True)
class Update:
    """A later notice about a work, as a source asserts it."""

    kind: str
    """"retraction", "partial-retraction", "withdrawal", "removal", "expression-of-concern", "correction",
    "reinstatement" or another word of the source, lower-case with hyphens."""
    notice: Identifier | None = None
    date: str | None = None
    """ISO date, as precise as the source is."""
    asserted_by: str | None = None
    """In a record: where the source has it from ("retraction-watch", "publisher"), if it says so. In a work: every
    source that says it, with that in brackets ("crossref (publisher), pubmed")."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Another publication that is not this work but belongs to it; never a reason to merge."""

    kind: str
    """"preprint-of", "has-preprint", "version-of", "notice-of" (this one is a notice about the other), …"""
    identifier: Identifier


@dataclass(frozen=True, slots=True)
class Fields:
    """What can be said of a publication. `None` or `()` means that nobody said it."""

    title: str | None = None
    authors: tuple[Name, ...] = ()
    year: int | None = None
    month: int | None = None
    day: int | None = None
    journal: str | None = None
    """Container: journal, book or site."""
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    """First and last page joined by "-", or an article number."""
    publisher: str | None = None
    issn: tuple[str, ...] = ()
    type: str | None = None
    """CSL 1.0.2 type: "article-journal", "chapter", "book", "webpage", "article" (preprint), …"""
    language: str | None = None
    url: str | None = None
    abstract: str | None = None
    """Plain text; parts of a structured abstract on lines of their own, "LABEL: text"."""
    mesh: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    """PubMed's words: "Randomized Controlled Trial", "Retracted Publication", …"""
    updates: tuple[Update, ...] = ()
    relations: tuple[Relation, ...] = ()
    cited_by_count: int | None = None
    summary: str | None = None
    """Findings in the words of whoever compiled the record: shown as a summary, never as a quote."""
    design: str | None = None
    """Design in a few words, by whoever compiled the record."""
    population: str | None = None
    """Who was studied, in a few words."""
    sample_size: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What ONE source said of one publication; stored as answered and never edited."""

    source: str
    id: str
    """The source's own id of it (a DOI, a PMID, "W2741809807")."""
    fetched_at: str
    """ISO 8601 UTC time of the answer; for the snapshot the date it was compiled."""
    payload_sha256: str
    identifiers: tuple[Identifier, ...]
    fields: Fields
    unverified: tuple[str, ...] = ()
    """Names of fields (and identifier schemes) the source itself marks as not verified."""


@dataclass(frozen=True, slots=True)
class Dissent:
    """A source that says something else."""

    source: str
    value: Any


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value with who says it and who says otherwise."""

    value: Any
    said_by: tuple[str, ...]
    dissent: tuple[Dissent, ...] = ()
    verified: bool = True
    """False where everyone who says it marks it as unverified."""


@dataclass(frozen=True, slots=True)
class Work:
    """A publication: the records of it merged. `fields` holds the values, `sourced` who stands behind each."""

    id: str
    """`str()` of its most trusted identifier ("doi:10.2522/ptj.20070304")."""
    identifiers: tuple[Identifier, ...]
    fields: Fields
    sourced: Mapping[str, Sourced] = field(default_factory=dict)
    """By field name, and by scheme for identifiers; only what somebody said."""
    records: tuple[tuple[str, str], ...] = ()
    """(source, record id) of each record merged, in order of trust."""

    def identifier(self, scheme: str) -> str | None:
        """The value of the work's identifier of that scheme, or None."""
        return next((i.value for i in self.identifiers if i.scheme == scheme), None)

    @property
    def doi(self) -> str | None:
        """Lower-case DOI without resolver, or None."""
        return self.identifier("doi")

    @property
    def retraction(self) -> Update | None:
        """The latest notice that takes the work back. None where no source tells of one ("none found", never "not
        retracted"), or where a later notice reinstates the work.

        Crossref's `updated-by`, OpenAlex' `is_retracted` and Retraction Watch arrive as updates, PubMed's word also as
        a publication type alone. A notice without a date counts as the earliest.
        """
        notices = [u for u in self.fields.updates if u.kind in (*TAKES_BACK, "reinstatement")]
        if not notices and "Retracted Publication" in self.fields.publication_types:
            return Update("retraction")
        last = max(notices, key=lambda u: (u.date or "", u.kind in TAKES_BACK), default=None)
        return last if last and last.kind in TAKES_BACK else None


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """Work → Work. Both ends are ids of works or `str()` of an identifier no stored work has yet."""

    citing: str
    cited: str
    said_by: str
