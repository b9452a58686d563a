"""What tests of readers share."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from pathlib import Path

from neckref.model import Reading
from neckref.readers import Reader, choose_reader

ARTICLES = Path(__file__).parent / "articles"
READERS: tuple[Reader, ...] = tuple(
    import_module(f"neckref.readers.{name}").reader for name in ("docx", "html", "jats", "markdown", "pdf", "plain")
)


def read_article(name: str) -> Reading:
    """The Reading of one of the bundled articles, by the reader its bytes and name choose."""
    data = (ARTICLES / name).read_bytes()
    return choose_reader(READERS, data, name).read(data, name)


def read_plain(text: str) -> Reading:
    return next(r for r in READERS if r.name == "plain").read(text.encode(), "article.txt")


def sentences(reading: Reading) -> list[str]:
    return [" ".join(s.span.slice(reading.article.text).split()) for s in reading.article.sentences]


def check_spans(reading: Reading) -> None:
    """What must hold for every Reading."""
    article = reading.article
    for reference in reading.references:
        assert reference.span.slice(article.text) == reference.raw
        assert reference.raw == reference.raw.strip() != ""
    for before, after in pairwise(reading.references):
        assert before.span.end <= after.span.start
    for sentence in article.sentences:
        words = sentence.span.slice(article.text)
        assert words == words.strip() != ""
    for before, after in pairwise(article.sentences):
        assert before.span.end <= after.span.start
        assert before.paragraph <= after.paragraph
    for link in article.links:
        assert link.span.slice(article.text).strip()
        assert link.url.startswith(("http://", "https://"))
    assert [r.id for r in reading.references] == [f"ref-{n}" for n in range(1, len(reading.references) + 1)]
    assert not reading.claims and not reading.attributions
