"""What was read of an article, and what hangs on it, as rows of its tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from neckref.library.rows import dump, parse
from neckref.model import (
    Article,
    Asked,
    Attribution,
    Citation,
    Claim,
    Decision,
    Evidence,
    EvidenceMap,
    Link,
    Match,
    Reading,
    Reference,
    Section,
    Sentence,
    Span,
    Work,
)

Select = Callable[[str, Sequence[Any]], list[Any]]
"""All rows of a query."""
_TABLES = ("step", "evidence", "match", "attribution", "claim", "reference")


@dataclass(frozen=True, slots=True)
class _ArticleData:
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    links: tuple[Link, ...]
    notes: tuple[str, ...]


def replace_reading(db: sqlite3.Connection, reading: Reading) -> None:
    """Put a reading in place of an older one of the same article; matches of references that are still there stay."""
    a = reading.article
    kept = db.execute("SELECT * FROM match WHERE article = ?", (a.id,)).fetchall()
    for table in _TABLES:
        db.execute(f"DELETE FROM {table} WHERE article = ?", (a.id,))
    db.execute("DELETE FROM article WHERE id = ?", (a.id,))
    data = dump({"sections": a.sections, "sentences": a.sentences, "links": a.links, "notes": a.notes})
    db.execute(
        "INSERT INTO article (id, origin, title, text, sha256, media_type, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (a.id, a.origin, a.title, a.text, a.sha256, a.media_type, data),
    )
    db.executemany(
        "INSERT INTO reference VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (a.id, n, r.id, r.raw, r.span.start, r.span.end, r.hints.title, r.hints.year, dump(r))
            for n, r in enumerate(reading.references)
        ),
    )
    db.executemany(
        "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (a.id, n, c.id, c.text, c.span.start, c.span.end, c.section, c.kind, int(c.checkable), dump(c))
            for n, c in enumerate(reading.claims)
        ),
    )
    db.executemany(
        "INSERT INTO attribution VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (a.id, n, t.id, t.text, t.span.start, t.span.end, t.claim, t.status, t.reference)
            for n, t in enumerate(reading.attributions)
        ),
    )
    insert_step(db, a.id, "read")
    known = {r.id for r in reading.references}
    db.executemany("INSERT INTO match VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (row for row in kept if row[1] in known))


def insert_step(db: sqlite3.Connection, article: str, name: str) -> None:
    """Note that a step of the chain was done, after all others."""
    db.execute(
        "INSERT OR REPLACE INTO step SELECT ?, ?, coalesce(max(seq), 0) + 1 FROM step WHERE article = ?",
        (article, name, article),
    )


def select_reading(select: Select, article: str | None) -> Reading | None:
    """What was read of an article (by id; the latest without), or None."""
    where, values = ("WHERE id = ?", (article,)) if article else ("ORDER BY seq DESC LIMIT 1", ())
    row = next(
        iter(select(f"SELECT id, origin, title, text, sha256, media_type, data FROM article {where}", values)), None
    )
    if row is None:
        return None
    parts = parse(row[6], _ArticleData)
    key = row[0]
    return Reading(
        Article(
            id=key,
            origin=row[1],
            title=row[2],
            text=row[3],
            sha256=row[4],
            media_type=row[5],
            sections=parts.sections,
            sentences=parts.sentences,
            links=parts.links,
            notes=parts.notes,
        ),
        tuple(parse(d, Reference) for (d,) in _of(select, "reference", key)),
        tuple(parse(d, Claim) for (d,) in _of(select, "claim", key)),
        tuple(
            Attribution(i, text, Span(start, end), claim, status, reference)
            for i, text, start, end, claim, status, reference in _of(
                select, "attribution", key, 'id, text, start, "end", claim, status, reference'
            )
        ),
    )


def select_map(select: Select, reading: Reading, works: Sequence[Work], citations: Sequence[Citation]) -> EvidenceMap:
    """All that hangs on one article. Of the works: the cited ones, those a citation ties to them, and those printed
    identifiers belong to."""
    key = reading.article.id
    matches = tuple(parse(d, Match) for (d,) in _of(select, "match", key, "data", "reference"))
    order = {r.id: n for n, r in enumerate(reading.references)}
    evidence = tuple(parse(d, Evidence) for (d,) in _of(select, "evidence", key, "data", "claim, work, linker"))
    decisions = _decisions(select, reading)
    centre = {m.work for m in matches if m.work} | {e.work for e in evidence} | {d.work for d in decisions}
    near = tuple(c for c in citations if c.citing in centre or c.cited in centre)
    around = centre | {end for c in near for end in (c.citing, c.cited)}
    printed = {i for r in reading.references for i in r.identifiers}
    columns = "source, question, outcome, at, reason, nullif(reference, '')"
    return EvidenceMap(
        article=reading.article,
        references=reading.references,
        claims=reading.claims,
        attributions=reading.attributions,
        works=tuple(w for w in works if w.id in around or printed.intersection(w.identifiers)),
        matches=tuple(sorted(matches, key=lambda m: order.get(m.reference, -1))),
        evidence=evidence,
        citations=near,
        decisions=decisions,
        asked=tuple(Asked(*row) for row in _of(select, "asked", key, columns, "source, question, reference")),
        steps=tuple(name for (name,) in _of(select, "step", key, "name")),
    )


def _decisions(select: Select, reading: Reading) -> tuple[Decision, ...]:
    """With the id that the work goes by now: a PMID's work gets its DOI's id once a source tells it."""
    ids = {claim.text: claim.id for claim in reading.claims}
    rows = select(
        "SELECT claim_text, coalesce((SELECT i.work FROM identifier i WHERE i.scheme || ':' || i.value = d.work), "
        "d.work) AS now, relation, note, person, decided_at FROM decision d WHERE article = ? "
        "ORDER BY claim_text, now, decided_at",
        (reading.article.id,),
    )
    return tuple(Decision(ids[row[0]], *row[1:]) for row in rows if row[0] in ids)


def _of(select: Select, table: str, article: str, columns: str = "data", order: str = "seq") -> list[Any]:
    return select(f"SELECT {columns} FROM {table} WHERE article = ? ORDER BY {order}", (article,))
