"""Full-text search over works with SQLite's FTS5, in the library's own file.

`work_search` holds title and text, the text with its spelling variants (Porter stems, accents folded);
`work_indexed` says which row is which work and what was indexed, so that indexing is incremental; `work_vector`
keeps what a local model made of a work, where one was asked for. Callers hold the transaction."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from neckref.model import Work
from neckref.text.terms import latin, spelling_variants

TITLE, TEXT = 3.0, 1.0
"""Weights of the columns in BM25 (k1 1.2, b 0.75, as FTS5 has them)."""
RELATED = 0.1
"""What a point for a related word (a synonym, a broader term) counts."""
POSTINGS, RELATED_POSTINGS = (3_000, 20_000), 500
"""Rows that the words of a query may touch (at least and at most, else one in fifty), and the related words: common
words only cost time."""

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS work_indexed (row INTEGER PRIMARY KEY, work TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL)"
    " STRICT",
    "CREATE VIRTUAL TABLE IF NOT EXISTS work_search USING fts5 (title, text,"
    " tokenize = 'porter unicode61 remove_diacritics 2')",
    "CREATE TABLE IF NOT EXISTS work_vector (row INTEGER PRIMARY KEY, model TEXT NOT NULL, sha256 TEXT NOT NULL,"
    " vector BLOB NOT NULL) STRICT",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One work found."""

    work: str
    score: float
    """BM25, higher is better; comparable within one search only."""


def create_index(connection: sqlite3.Connection) -> None:
    """Make the search tables in a database that is not a library (a library has them by its migrations)."""
    for statement in SCHEMA:
        connection.execute(statement)


def index_works(connection: sqlite3.Connection, works: Iterable[Work]) -> int:
    """Bring the works into the index, or up to date in it; returns how many had changed."""
    changed = 0
    for work in works:
        fields = work.fields
        title = latin(fields.title or "")
        text = latin("\n".join(filter(None, (fields.abstract, fields.summary, *fields.mesh))))
        digest = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()
        known = connection.execute("SELECT row, sha256 FROM work_indexed WHERE work = ?", (work.id,)).fetchone()
        if known is not None and known[1] == digest:
            continue
        changed += 1
        if known is not None:
            connection.execute("DELETE FROM work_search WHERE rowid = ?", (known[0],))
        row = connection.execute(
            "INSERT INTO work_indexed (work, sha256) VALUES (?, ?)"
            " ON CONFLICT (work) DO UPDATE SET sha256 = excluded.sha256 RETURNING row",
            (work.id, digest),
        ).fetchone()[0]
        connection.execute(
            "INSERT INTO work_search (rowid, title, text) VALUES (?, ?, ?)",
            (row, title, " ".join([text, *spelling_variants(f"{title} {text}")])),
        )
    return changed


def remove_works(connection: sqlite3.Connection, works: Iterable[str]) -> None:
    """Take works out of the index, by id; unknown ones are no error."""
    for work in works:
        row = connection.execute("DELETE FROM work_indexed WHERE work = ? RETURNING row", (work,)).fetchone()
        if row is not None:
            connection.execute("DELETE FROM work_search WHERE rowid = ?", row)
            connection.execute("DELETE FROM work_vector WHERE row = ?", row)


def add_vectors(connection: sqlite3.Connection, model: str, vectors: Mapping[str, bytes]) -> None:
    """Keep the vectors of indexed works, by id; they replace those of another model."""
    connection.executemany(
        "INSERT OR REPLACE INTO work_vector SELECT row, ?, sha256, ? FROM work_indexed WHERE work = ?",
        [(model, vector, work) for work, vector in vectors.items()],
    )


def read_vectors(connection: sqlite3.Connection, model: str, works: Sequence[str]) -> dict[str, bytes]:
    """Those of the works' vectors that are of this model and stand for the works' present text, by work id."""
    return dict(
        connection.execute(
            "SELECT i.work, v.vector FROM work_indexed i JOIN work_vector v ON v.row = i.row AND v.sha256 = i.sha256"
            " WHERE v.model = ? AND i.work IN (SELECT value FROM json_each(?)) ORDER BY i.row",
            (model, json.dumps(list(works))),
        )
    )


def search_works(
    connection: sqlite3.Connection, words: Sequence[str], related: Sequence[str] = (), limit: int = 100
) -> tuple[Hit, ...]:
    """The works that hold most of the words, best first. A work must hold one of `words`; `related` words and
    phrases only move it up."""
    held = connection.execute("SELECT max(row) FROM work_indexed").fetchone()[0] or 0
    kept = _affordable(connection, words, min(max(POSTINGS[0], held // 50), POSTINGS[1]))
    scores = _scores(connection, kept, limit)
    if related and scores:
        extra = _scores(connection, _affordable(connection, related, RELATED_POSTINGS), limit)
        scores = {row: score + RELATED * extra.get(row, 0.0) for row, score in scores.items()}
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
    names = dict(
        connection.execute(
            f"SELECT row, work FROM work_indexed WHERE row IN ({', '.join('?' * len(best))})",
            [row for row, _ in best],
        )
    )
    return tuple(Hit(names[row], round(score, 4)) for row, score in best)


def _scores(connection: sqlite3.Connection, words: Sequence[str], limit: int) -> dict[int, float]:
    if not words:
        return {}
    expression = " OR ".join(_quoted(word) for word in words)
    ranked = connection.execute(
        "SELECT rowid, rank FROM work_search WHERE work_search MATCH ? AND rank MATCH ? ORDER BY rank LIMIT ?",
        (expression, f"bm25({TITLE}, {TEXT})", limit),
    )
    return {row: -score for row, score in ranked}


def _affordable(connection: sqlite3.Connection, words: Sequence[str], most: int) -> list[str]:
    """The rarest words (or phrases) that together stand in no more than `most` rows, at least one; unknown ones are
    left out. Nobody counts further than it matters: a common word stands in half of all rows."""
    counts = []
    for place, word in enumerate(words):
        rows = connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM work_search WHERE work_search MATCH ? LIMIT ?)",
            (_quoted(word), most + 1),
        ).fetchone()[0]
        if rows:
            counts.append((rows, place))
    kept: list[int] = []
    spent = 0
    for rows, place in sorted(counts):
        if kept and spent + rows > most:
            break
        kept.append(place)
        spent += rows
    return [words[place] for place in sorted(kept)]


def _quoted(word: str) -> str:
    doubled = word.replace('"', '""').replace("\0", " ")  # a query ends at a NUL
    return f'"{doubled}"'
