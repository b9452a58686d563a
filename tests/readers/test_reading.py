"""Choosing a reader, and what is refused."""

from __future__ import annotations

import pytest

from neckref.errors import UserError
from neckref.readers import MAX_BYTES, choose_reader
from neckref.registry import load, names
from tests.readers.pdfs import make_pdf
from tests.readers.reading import READERS

TEXT = b"Neck care\n\nThe neck hurts.\n"


@pytest.mark.parametrize(
    ("data", "origin", "media_type", "name"),
    [
        (TEXT, "a.txt", None, "plain"),
        (TEXT, "a", None, "plain"),
        (TEXT, "a.md", None, "markdown"),
        (TEXT, "https://example.org/a.md?x=1", "text/plain; charset=utf-8", "markdown"),
        (TEXT, "https://example.org/a", "text/markdown", "markdown"),
        (b"<!DOCTYPE html><p>x", "a.txt", None, "html"),
        (b"\xef\xbb\xbf \n<html><p>x", "https://example.org/", None, "html"),
        (b"<p>no prolog</p>", "https://example.org/", "text/html; charset=utf-8", "html"),
        (b"<p>no prolog</p>", "a.HTM", None, "html"),
        (b"%PDF-1.4\n", "a.txt", None, "pdf"),
        (b"<?xml version='1.0'?><article><body/></article>", "a.txt", None, "jats"),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "paper", None, "docx"),
    ],
)
def test_bytes_go_before_media_type_before_file_ending(
    data: bytes, origin: str, media_type: str | None, name: str
) -> None:
    assert choose_reader(READERS, data, origin, media_type).name == name


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \r\n\x00\x00", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "is a binary file"),
        (b"x" * (MAX_BYTES + 1), "at most 50 MB"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(UserError, match=says) as refused:
        choose_reader(READERS, data, "a.txt")
    assert "a.txt" in str(refused.value) and "\n" not in str(refused.value) and ":" in str(refused.value)


def test_no_readers_at_all() -> None:
    with pytest.raises(UserError, match="no installed reader"):
        choose_reader([], TEXT, "a.txt")


def test_readers_are_registered_under_their_own_names() -> None:
    assert {"docx", "html", "jats", "markdown", "pdf", "plain"} <= set(names("readers"))
    for name in ("docx", "html", "jats", "markdown", "pdf", "plain"):
        assert load("readers", name).name == name


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("plain", bytes(range(1, 9)) * 40 + b"\xff\xfe\x80" * 30, "is binary"),
        ("plain", b"\x00\x01\x02\xff" * 200, "is binary"),
        ("plain", "\u200b\u202e \n".encode(), "holds no text"),
        ("html", b"<html><body><script>1</script></body></html>", "holds no text"),
        ("html", b"<!-- -->", "no text|cannot be read"),
        ("jats", b"<html><p>x</p></html>", "no JATS article"),
        ("jats", b"<article/>", "without any text"),
        ("jats", b"no xml at all", "not well-formed"),
        ("docx", b"PK\x03\x04 cut off", "damaged"),
        ("docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .doc"),
        ("pdf", b"%PDF-1.4 cut off", "cannot be read as PDF|no text layer"),
        ("pdf", make_pdf([[]]), "OCR"),
        ("pdf", make_pdf([[(60, 700, 10, "secret")]], encrypt=True), "encrypted"),
    ],
)
def test_unreadable_input_is_refused_in_one_line(name: str, data: bytes, says: str) -> None:
    reader = next(r for r in READERS if r.name == name)
    with pytest.raises(UserError, match=says) as refused:
        reader.read(data, "given.file")
    assert "given.file" in str(refused.value) and "\n" not in str(refused.value)
