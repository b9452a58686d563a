"""Bibliography files that were read, written back; where an entry and the records say the same, whatever the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from neckref.model import Article, EvidenceMap, Fields, Hints, Name, Reference, Work
from neckref.text.names import same_initials, surname
from neckref.text.similarity import container_similarity, squeeze

_PAGES = re.compile(r"\s*[-\u2010-\u2015]+\s*")


def rewrite(emap: EvidenceMap, article: Article, entry: Callable[[Reference, Work], str]) -> str:
    """The text of a bibliography file with each resolved entry as `entry` writes it. Everything else stays as it is."""
    works = {w.id: w for w in emap.works}
    resolved = {m.reference: works[m.work] for m in emap.matches if m.resolved and m.work in works}
    parts, at = [], 0
    for reference in sorted(emap.references, key=lambda r: r.span):
        work = resolved.get(reference.id)
        if work is not None and reference.span.start >= at:
            parts += [article.text[at : reference.span.start], entry(reference, work)]
            at = reference.span.end
    return "".join([*parts, article.text[at:]])


def agreeing(reference: Reference, work: Work) -> frozenset[str]:
    """Names of the `Fields` on which both say the same but for case, accents, abbreviation and notation, with "date"
    for year, month and day together, and schemes of the identifiers both have. What only one of them says is not
    among them."""
    hints, fields = reference.hints, work.fields
    shared = (i.scheme for i in reference.identifiers if i in work.identifiers)
    return frozenset([*_agreeing(hints, fields), *shared])


def _agreeing(hints: Hints, fields: Fields) -> Iterator[str]:
    texts = {"title": hints.title, "volume": hints.volume, "issue": hints.issue}
    yield from (name for name, text in texts.items() if text and squeeze(text) == squeeze(getattr(fields, name) or ""))
    containers = {"journal": hints.container, "publisher": hints.publisher}
    for name, text in containers.items():
        said = getattr(fields, name)
        if text and said and container_similarity(text, said) == 1.0:
            yield name
    yield from (n for n in ("year", "month") if getattr(hints, n) and getattr(hints, n) == getattr(fields, n))
    if fields.year and hints.year and _begins(_date(hints), _date(fields)):
        yield "date"
    if hints.pages and fields.pages and _begins(_ends(hints.pages), _ends(fields.pages)):
        yield "pages"
    if not hints.authors_cut and _same_people(hints.authors, fields.authors):
        yield "authors"


def _begins(printed: Sequence[object], recorded: Sequence[object]) -> bool:
    """Whether what is printed says all that is recorded, and maybe more."""
    return printed[: len(recorded)] == recorded


def _date(said: Hints | Fields) -> list[int | None]:
    parts = [said.year, said.month, said.day]
    return parts[: parts.index(None)] if None in parts else parts


def _ends(pages: str) -> list[str]:
    """First and last page, the last one written out: "377-95" → ["377", "395"]."""
    first, *rest = (squeeze(p) for p in _PAGES.split(pages))
    if not rest or not rest[0]:
        return [first]
    return [first, first[: -len(rest[0])] + rest[0] if len(rest[0]) < len(first) else rest[0]]


def _same_people(a: Sequence[Name], b: Sequence[Name]) -> bool:
    return bool(a) and len(a) == len(b) and all(map(_same_person, a, b))


def _same_person(a: Name, b: Name) -> bool:
    return surname(a) == surname(b) and same_initials(a, b) is not False
