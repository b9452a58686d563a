"""Article: what was read, and where each part stands in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of character offsets into `Article.text`."""

    start: int
    end: int

    def slice(self, text: str) -> str:
        """The exact text this span stands for."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it; `title` is "" for text before the first heading."""

    title: str
    span: Span
    """From the end of the heading to the start of the next one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of running text (never a heading or a reference entry)."""

    span: Span
    section: str
    paragraph: int
    """Number of the paragraph it stands in, from 0, over the whole article."""


@dataclass(frozen=True, slots=True)
class Link:
    """Linked words and where they lead; only http and https targets are kept."""

    span: Span
    url: str


@dataclass(frozen=True, slots=True)
class Article:
    """The text of one article. Everything derived from it points back by Span."""

    id: str
    """First 12 hex digits of `sha256`."""
    origin: str
    """File path or address, as given."""
    title: str
    text: str
    sha256: str
    """Of `text` in UTF-8."""
    media_type: str
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reader repaired, left out or could not read, one sentence each."""
