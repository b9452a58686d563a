"""Markdown: rendered, and then read like a page that is nothing but the article."""

from __future__ import annotations

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from neckref.model import Reading
from neckref.readers import Reader
from neckref.readers.assemble import make_reading
from neckref.readers.decode import decode_bytes
from neckref.readers.html import make_html_document

_MAX_NESTING = 60
_MAX_OPEN = 500


def read_markdown(data: bytes, origin: str) -> Reading:
    """The Reading of a Markdown file: CommonMark with tables and footnotes. Spans are offsets into the rendered text,
    in which numbers of lists and footnotes are printed out. Raises UserError where the bytes are no text."""
    text, notes = decode_bytes(data, origin)
    text = _disarm(text)
    markdown = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    page = markdown.use(footnote_plugin).use(front_matter_plugin).render(text)
    return make_reading(make_html_document(f"<body>{page}</body>", origin, notes, whole=True), origin, "text/markdown")


def _disarm(text: str) -> str:
    """Paragraphs with many brackets that never close have them escaped: CommonMark parsers look for the end of each,
    which takes time that grows with the square of their number."""
    if text.count("[") - text.count("]") <= _MAX_OPEN:
        return text
    parts = text.split("\n\n")
    return "\n\n".join(p.replace("[", "\\[") if p.count("[") - p.count("]") > _MAX_OPEN else p for p in parts)


def _sniffs(head: bytes) -> bool:
    return False


reader = Reader(
    "markdown", (".md", ".markdown", ".mdown", ".mkd"), ("text/markdown", "text/x-markdown"), _sniffs, read_markdown
)
