"""Reference: one loose entry as printed, and what could be read out of it."""

from __future__ import annotations

from dataclasses import dataclass

from neckref.model.article import Span

SCHEMES = ("doi", "pmid", "pmcid", "openalex", "s2", "isbn", "url", "record")
"""Identifier schemes, most trusted first: the first one a work has gives the work its id. `record` stands for a
record without any global identifier, as "source/id"."""


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A normalised identifier. Make one with `neckref.text.identifiers`, never by hand from input."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True)
class Name:
    """A person (`family`, maybe `given` and `suffix`), or a group (`literal` alone).

    `given` is kept as printed: full names or initials. A particle stays with `family` ("van den Dool").
    """

    family: str | None = None
    given: str | None = None
    suffix: str | None = None
    literal: str | None = None

    def __str__(self) -> str:
        if self.literal:
            return self.literal
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class Hints:
    """Fields of a printed reference; any may be absent, none is trusted."""

    authors: tuple[Name, ...] = ()
    authors_cut: bool = False
    """The list says it is not whole ("et al.", an ellipsis)."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    title: str | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    type: str | None = None
    """CSL type ("article-journal", "book", "chapter", "webpage", …) where the entry shows it."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """One loose entry. `raw` is verbatim: `span.slice(article.text) == raw`."""

    id: str
    """"ref-1", "ref-2", … in reading order."""
    raw: str
    span: Span
    hints: Hints
    marker: str | None = None
    """The number or label printed before the entry ("3", "Andersen2008"), without brackets."""
    identifiers: tuple[Identifier, ...] = ()
