"""HTML: the article of a page without its menus and adverts, but with its reference list and link targets."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

import trafilatura
from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from neckref.errors import UserError
from neckref.model import Reading
from neckref.readers import Reader
from neckref.readers.assemble import make_reading
from neckref.readers.decode import decode_bytes
from neckref.readers.document import Document, Writer
from neckref.readers.furniture import is_byline
from neckref.readers.headings import classify_heading
from neckref.readers.markup import Piece, walk_markup
from neckref.readers.metadata import read_citations

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # that it finds no main text is no news for the user
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_PROLOG = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_SNIFF = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_SITE = re.compile(r"\s+[|–—·•:]\s+[^|–—·•]{2,40}$|\s+-\s+[^|–—·•-]{2,40}$")
_JUDGED = 5_000_000
"""Characters of a page up to which the main text is looked for; of longer pages all is kept that is no menu."""


def read_html(data: bytes, origin: str) -> Reading:
    """The Reading of a page. Raises UserError where it holds no text."""
    declared = _CHARSET.search(data[:4096])
    text, notes = decode_bytes(data, origin, declared[1].decode("ascii") if declared else None)
    return make_reading(make_html_document(text, origin, notes), origin, "text/html")


def make_html_document(page: str, origin: str, notes: tuple[str, ...] = (), *, whole: bool = False) -> Document:
    """The article of a page as a Document. `whole`: the page is nothing but the article (rendered Markdown, DOCX)."""
    root = _parse(page, origin)
    base = root.find(".//base[@href]")
    address = origin if "://" in origin else ""
    pieces = walk_markup(root, base.get("href") or address if base is not None else address)
    pieces = [part for piece in pieces for part in _split_labels(piece)]
    for piece in pieces:
        if piece.kind != "paragraph":
            continue
        if classify_heading(piece.text) == "references":
            piece.kind = "heading"
        elif is_byline(piece.text.strip()):
            piece.kind = "aside"
    if whole:
        _head_first(pieces)
    title = _find_title(root, pieces)
    if not whole and len(page) <= _JUDGED:
        pieces, left = _keep_main(page, pieces, title)
        notes = (*notes, f"Left out {left} blocks around the article (menus, adverts).") if left else notes
    if not pieces:
        raise UserError(f"{origin} holds no text that can be read: save the page from a browser and give that file")
    hidden = [] if whole else _only_in_metadata(root, pieces)
    if hidden:
        pieces += [Piece("heading", "References", 2), *(Piece("item", c, lead="• ", tight=True) for c in hidden)]
        notes = (*notes, f"Added {len(hidden)} references that only the page's metadata names.")
    writer = Writer()
    for n, piece in enumerate(pieces):
        tight = piece.tight and n > 0 and pieces[n - 1].kind == piece.kind
        writer.add_block(
            piece.kind, piece.text, level=piece.level, lead=piece.lead, marker=piece.marker,
            links=piece.links, tight=tight, continued=piece.continued,
        )  # fmt: skip
    return writer.make_document(title, notes)


def _split_labels(piece: Piece) -> list[Piece]:
    """A paragraph in which a line of its own names a reference list ("<b>Sources</b><br>…") as paragraph, heading and
    paragraph."""
    lines = piece.text.split("\n")
    if piece.kind != "paragraph" or len(lines) < 2:
        return [piece]
    at = next((n for n, line in enumerate(lines[:-1]) if classify_heading(line) == "references"), None)
    if at is None:
        return [piece]
    start = len("\n".join(lines[:at])) + (at > 0)
    end = start + len(lines[at])
    bounds = ((piece.kind, 0, start), ("heading", start, end), (piece.kind, end, len(piece.text)))
    return [piece.cut(kind, a, b) for kind, a, b in bounds if piece.text[a:b].strip()]


def _parse(page: str, origin: str) -> etree._Element:
    parser = HTMLParser(remove_pis=True, remove_comments=True, huge_tree=True)
    try:
        prolog = _PROLOG.match(page)
        return document_fromstring(page[prolog.end() :] if prolog else page, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UserError(f"{origin} cannot be read as HTML ({error}): save the page from a browser again") from error


def _only_in_metadata(root: etree._Element, pieces: list[Piece]) -> list[str]:
    """Citations of the metadata, where the page shows no list of references."""
    if any(classify_heading(p.text) == "references" for p in pieces if p.kind == "heading"):
        return []
    shown = " ".join(_key(p.text) for p in pieces)
    return [c for c in read_citations(root) if _key(c)[:40] not in shown]


def _head_first(pieces: list[Piece]) -> None:
    """A short first line without a full stop is the title, whatever its style was."""
    first = pieces[0] if pieces else None
    if first and first.kind == "paragraph" and len(first.text) <= 110 and first.text.strip()[-1] not in ".,;:!":
        first.kind, first.level = "heading", 1


def _find_title(root: etree._Element, pieces: list[Piece]) -> str:
    for piece in pieces:
        if piece.kind == "heading" and piece.level == 1 and not classify_heading(piece.text):
            return " ".join(piece.text.split())
    for meta in root.iter("meta"):
        if (meta.get("property") or "").lower() == "og:title" and (meta.get("content") or "").strip():
            return " ".join((meta.get("content") or "").split())
    element = root.find(".//title")
    words = " ".join((element.text or "").split()) if element is not None else ""
    first = next((p.text for p in pieces if p.kind == "heading" and not classify_heading(p.text)), "")
    return _SITE.sub("", words) or words or " ".join(first.split())


def _keep_main(page: str, pieces: list[Piece], title: str) -> tuple[list[Piece], int]:
    """Pieces from the first to the last that trafilatura takes for main text, with the title before and reference
    lists wherever they stand; and how many were left out."""
    found = trafilatura.bare_extraction(page, include_comments=False, favor_recall=True, deduplicate=False)
    text = getattr(found, "text", None) or ""
    kept = {k for k in (_key(line.lstrip("-•0123456789. ")) for line in text.splitlines()) if len(k) > 20}
    hits = [n for n, p in enumerate(pieces) if _key(p.text) in kept]
    if not hits:
        return pieces, 0
    first, last = hits[0], hits[-1]
    while first > 0 and (pieces[first - 1].kind == "heading" or _is_prose(pieces[first - 1])):
        first -= 1
    while last + 1 < len(pieces) and _is_prose(pieces[last + 1]):
        last += 1
    chosen = []
    listed = False
    for n, piece in enumerate(pieces):
        if piece.kind == "heading" or classify_heading(piece.text) == "references":
            kind = classify_heading(piece.text)
            listed = kind in ("references", "maybe") or (listed and kind is None and piece.level > 2)
        inside = first <= n <= last
        heads = piece.kind == "heading" and piece.level == 1 and " ".join(piece.text.split()) == title
        if inside or heads or listed or piece.kind == "note":
            chosen.append(piece)
    return _without_menus(chosen), len(pieces) - len(chosen)


def _is_prose(piece: Piece) -> bool:
    linked = sum(x.span.end - x.span.start for x in piece.links)
    words = piece.text.strip()
    return (
        piece.kind == "paragraph"
        and len(words) > 80
        and linked < 0.3 * len(words)
        and words.endswith(tuple('.!?”"])。'))
    )


def _without_menus(pieces: Iterable[Piece]) -> list[Piece]:
    return [p for p in pieces if p.kind != "paragraph" or p.text.strip().lower() not in _LABELS]


_LABELS = frozenset({"advertisement", "ad", "advertisements", "sponsored", "share", "tweet", "pin", "print", "email"})


def _key(text: str) -> str:
    """The first letters, without the digits that markers bring in."""
    return re.sub(r"[\W\d_]+", "", text[:400])[:60].casefold()


def _sniffs(head: bytes) -> bool:
    return _SNIFF.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


reader = Reader("html", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), _sniffs, read_html)
