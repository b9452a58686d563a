from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from neckref.errors import UserError
from neckref.pipeline.read import BUNDLED, is_identifier, read, read_identifiers
from tests.fakes.api_server import FakeApis


def test_the_bundled_article() -> None:
    reading = read()
    assert reading.article.origin == BUNDLED
    assert [r.hints.year for r in reading.references] == [2008, 2012, 2012]
    assert [len(r.hints.authors) for r in reading.references] == [5, 5, 4]
    assert [a.status for a in reading.attributions] == ["dangling"] * 4
    assert len(reading.claims) > 15


def test_standard_input_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Neck exercises reduce pain.")))
    reading = read("-")
    assert (reading.article.origin, len(reading.claims)) == ("standard input", 1)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(UserError, match="standard input is empty"):
        read("-")


def test_everything_slices_back() -> None:
    reading = read()
    text = reading.article.text
    assert hashlib.sha256(text.encode()).hexdigest() == reading.article.sha256
    for claim in reading.claims:
        assert claim.span.slice(text) == claim.text
        for concept in claim.concepts:
            assert concept.span.slice(text) == concept.phrase
    for reference in reading.references:
        assert reference.span.slice(text) == reference.raw
    for attribution in reading.attributions:
        assert attribution.span.slice(text) == attribution.text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.txt", None, "no such file"),
        ("empty.txt", b"", "is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
        ("large.txt", b"x " * (26 * 1024 * 1024), "at most 50 MB"),
        ("log.txt", b"neck pain " * 1_000_000, "log.txt is 10 MB; at most 4 MB"),
        ("log.txt", b"x " * (2 * 1024 * 1024 + 1), "log.txt is 5 MB; at most 4 MB"),
        ("page.html", b"<html><body>" + b"<p>Neck pain.</p>" * 1_000_000, "at most 8 MB"),
        ("book.txt", b"Rest. " * 60_000, "60,000 sentences; at most 50,000"),
    ],
)
def test_articles_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | None, says: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError, match=says) as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_a_folder_is_not_an_article(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        read(tmp_path)


def test_identifiers() -> None:
    reading = read_identifiers(["doi:10.5555/a", "PMID:12", "https://doi.org/10.5555/B"])
    assert [str(r.identifiers[0]) for r in reading.references] == ["doi:10.5555/a", "pmid:12", "doi:10.5555/b"]
    for reference in reading.references:
        assert reference.span.slice(reading.article.text) == reference.raw
    with pytest.raises(UserError, match="neither a file nor an identifier"):
        read_identifiers(["doi:nonsense"])


@pytest.mark.parametrize(
    ("argument", "expected"),
    [("doi:10.1/x", True), ("PMID:1", True), ("10.5555/a", True), ("https://doi.org/10.1/x", True),
     ("article.txt", False), ("https://example.org/a", False), ("refs.bib", False)],
)  # fmt: skip
def test_what_is_an_identifier(argument: str, expected: bool) -> None:
    assert is_identifier(argument) is expected


def test_a_page_on_a_private_address_is_never_fetched() -> None:
    with FakeApis() as apis:
        apis.pages["/page.html"] = (200, {"Content-Type": "text/html"}, b"<p>secret</p>")
        with pytest.raises(UserError, match="cannot read http://127"):
            read(f"{apis.url}/page.html")
        assert apis.count() == 0
