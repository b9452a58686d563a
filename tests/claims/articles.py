"""Articles built by hand: a title and paragraphs given as lists of sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from neckref.claims import find_claims
from neckref.model import Article, Claim, Hints, Link, Name, Reading, Reference, Sentence, Span
from neckref.text.vocabulary import load_vocabulary


def make_article(title: str, *paragraphs: Sequence[str], tail: str = "") -> Article:
    """Sentences joined by blanks, paragraphs by blank lines; `tail` is text without sentences (a reference list)."""
    text, sentences = f"{title}\n\n", []
    for number, paragraph in enumerate(paragraphs):
        for sentence in paragraph:
            sentences.append(Sentence(Span(len(text), len(text) + len(sentence)), "", number))
            text += sentence + " "
        text = text[:-1] + "\n\n"
    text += tail
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Article(sha[:12], "test", title, text, sha, "text/plain", (), tuple(sentences))


def make_reference(
    number: int, *surnames: str, year: int | None = None, title: str = "", journal: str | None = None,
    marker: str | None = None, cut: bool = False, url: str | None = None,
) -> Reference:  # fmt: skip
    authors = tuple(Name(family=s, given="A") for s in surnames)
    hints = Hints(authors=authors, year=year, title=title or None, container=journal, authors_cut=cut, url=url)
    raw = f"{', '.join(surnames)}. {title}. {journal or ''} {year or ''}".strip()
    return Reference(f"ref-{number}", raw, Span(0, 0), hints, marker)


def read(
    title: str, *paragraphs: Sequence[str], references: Sequence[Reference] = (), link: str | None = None
) -> Reading:
    """The reading of an article; `link` is an address put on its last sentence's last word."""
    article = make_article(title, *paragraphs)
    if link:
        last = article.sentences[-1].span
        start = article.text.rindex(" ", last.start, last.end) + 1
        article = Article(**{n: getattr(article, n) for n in Article.__dataclass_fields__} | {
            "links": (Link(Span(start, last.end), link),)
        })  # fmt: skip
    reading = find_claims(Reading(article, tuple(references)), load_vocabulary())
    check_spans(reading)
    return reading


def one(sentence: str, title: str = "Neck exercises") -> Claim:
    """The only claim of one sentence."""
    (claim,) = read(title, [sentence]).claims
    return claim


def check_spans(reading: Reading) -> None:
    """Everything found is printed where it says."""
    text = reading.article.text
    for claim in reading.claims:
        assert claim.span.slice(text) == claim.text
        assert claim.text == claim.text.strip() != ""
        for concept in claim.concepts:
            assert concept.span.slice(text) == concept.phrase
    for attribution in reading.attributions:
        assert attribution.span.slice(text) == attribution.text != ""
    ids = {c.id for c in reading.claims}
    assert all(a.claim is None or a.claim in ids for a in reading.attributions)
    assert [c.id for c in reading.claims] == [f"claim-{n}" for n in range(1, len(reading.claims) + 1)]
    assert [c.span.start for c in reading.claims] == sorted(c.span.start for c in reading.claims)
