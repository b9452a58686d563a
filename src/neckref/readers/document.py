"""What every format is first turned into: one text, and the blocks that stand in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from neckref.model import Link, Span


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, footnote or aside, with its place in the text."""

    kind: str
    """"heading", "paragraph", "item", "note" (a footnote) or "aside" (caption, table, by-line: never running text)."""
    span: Span
    level: int = 0
    """Of a heading: 1 is the highest; 0 where the format does not say."""
    marker: str | None = None
    """Of an item or note: the number or label before it, which stands in the text before `span`."""
    continued: bool = False
    """Whether it goes on with the item before (its second paragraph)."""


@dataclass(frozen=True, slots=True)
class Document:
    """Text with blocks in reading order. Blocks do not overlap."""

    title: str
    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    guessed: bool = False
    """Whether the blocks are guesses from printed lines, and not what the format says."""


@dataclass(slots=True)
class Writer:
    """Puts a Document together block by block, for formats that carry their structure."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    at: int = 0

    def add_block(
        self,
        kind: str,
        text: str,
        *,
        level: int = 0,
        lead: str = "",
        marker: str | None = None,
        links: tuple[Link, ...] | list[Link] = (),
        tight: bool = False,
        continued: bool = False,
    ) -> None:
        """Adds one block; `lead` is printed before it ("3. "), `links` are relative to `text`, `tight` means that it
        follows the block before on the next line instead of behind an empty one."""
        stripped = text.strip()
        if not stripped:
            return
        shift = text.index(stripped[0])
        gap = ("\n" if tight else "\n\n") if self.parts else ""
        start = self.at + len(gap) + len(lead)
        self.parts += (gap, lead, stripped)
        self.at = start + len(stripped)
        self.blocks.append(Block(kind, Span(start, self.at), level, marker, continued))
        for link in links:
            begin, end = max(0, link.span.start - shift), min(len(stripped), link.span.end - shift)
            if begin < end:
                self.links.append(Link(Span(start + begin, start + end), link.url))

    def make_document(self, title: str, notes: tuple[str, ...] = ()) -> Document:
        """The Document of all that was added."""
        return Document(title, "".join(self.parts), tuple(self.blocks), tuple(self.links), notes)
