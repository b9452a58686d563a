"""Article → Reading. One file a format; what is common to all formats stands in `assemble` and `references`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from neckref.errors import UserError
from neckref.model import Reading

MAX_BYTES = 50 * 1024 * 1024
"""Largest article that is read; larger input is refused with UserError."""

_BINARY = (
    b"\x7fELF",
    b"MZ",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"SQLite format 3",
    b"RIFF",
    b"\xca\xfe",
)


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is recognised and read."""

    name: str
    suffixes: tuple[str, ...]
    """Lower-case file endings with their dot."""
    media_types: tuple[str, ...]
    sniffs: Callable[[bytes], bool]
    """Whether the first bytes (up to 4,096) can only be this format."""
    read: Callable[[bytes, str], Reading]
    """Bytes and origin → Reading with article and references; raises UserError where they cannot be read."""


def check_bytes(data: bytes, origin: str) -> None:
    """Raises UserError where an article is empty, too large, or a kind of file no reader takes."""
    if len(data) > MAX_BYTES:
        raise UserError(
            f"{origin} is {-(-len(data) >> 20)} MB; at most {MAX_BYTES >> 20} MB are read: cut it or split it"
        )
    if not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        raise UserError(f"{origin} is empty: give a file or address that holds an article")
    if data.startswith(_BINARY):
        raise UserError(f"{origin} is a binary file: give the article as text, HTML, Markdown, PDF, DOCX or JATS XML")


def choose_reader(readers: Iterable[Reader], data: bytes, origin: str, media_type: str | None = None) -> Reader:
    """The reader for an article: by its bytes, else its media type, else its file ending, else the one named "plain".

    Bytes go first because servers and file endings lie more often. Raises UserError where `data` is empty, too
    large or binary, or where no reader is left.
    """
    check_bytes(data, origin)
    known = sorted(readers, key=lambda r: r.name)
    head = data[:4096]
    for reader in known:
        if reader.sniffs(head):
            return reader
    kind = (media_type or "").partition(";")[0].strip().lower()
    suffix = PurePosixPath(urlsplit(origin).path if "://" in origin else origin.replace("\\", "/")).suffix.lower()
    for reader in known:
        if kind and kind in reader.media_types and kind != "text/plain":
            return reader
    for reader in known:
        if suffix in reader.suffixes:
            return reader
    for reader in known:
        if reader.name == "plain":
            return reader
    raise UserError(f"no installed reader takes {origin}: give it as text, HTML, Markdown, PDF, DOCX or JATS XML")
