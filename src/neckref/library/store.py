"""Library: what was read, answered, judged and decided, in one SQLite file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from neckref.errors import LibraryError
from neckref.library.articles import insert_step, replace_reading, select_map, select_reading
from neckref.library.files import explain, open_database
from neckref.library.rows import dump, parse, parse_work
from neckref.library.search import (
    Hit,
    add_vectors,
    index_works,
    read_vectors,
    remove_works,
    search_works,
)
from neckref.model import (
    Asked,
    Citation,
    Decision,
    Evidence,
    EvidenceMap,
    Match,
    Reading,
    Record,
    StoredAnswer,
    Work,
)


class Library:
    """An open library. Use it as a context manager; every write is one transaction.

    All methods raise LibraryError, with the file unchanged, where the file cannot be read or written.
    """

    def __init__(self, path: Path | str, *, readonly: bool = False) -> None:
        self.path = Path(path)
        self._lock = threading.RLock()
        self._db = open_database(self.path, readonly=readonly)

    def close(self) -> None:
        """Close the file; safe to call twice. Waits for what another thread has under way: SQLite gives its memory back
        at once, and the interpreter would crash. Whoever comes later gets a LibraryError."""
        with self._lock:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- answers of sources (what http keeps and `--offline` replays) ---

    def get_answer(self, key: str) -> StoredAnswer | None:
        """The stored answer to a request, or None."""
        row = self._one("SELECT * FROM answer WHERE key = ?", (key,))
        return StoredAnswer(*row) if row else None

    def put_answer(self, answer: StoredAnswer) -> None:
        """Store an answer; an older one under the same key is replaced."""
        names = StoredAnswer.__dataclass_fields__
        with self.transaction():
            self._db.execute(
                f"INSERT OR REPLACE INTO answer VALUES ({', '.join('?' * len(names))})",
                tuple(getattr(answer, name) for name in names),
            )

    def answers(self) -> tuple[StoredAnswer, ...]:
        """All stored answers, by key."""
        return tuple(StoredAnswer(*row) for row in self._all("SELECT * FROM answer ORDER BY key"))

    # --- articles ---

    def add_reading(self, reading: Reading) -> None:
        """Store an article with its references, claims and attributions, and make it the current one.

        Reading the same text again replaces what was read out of it; decisions stay.
        """
        with self.transaction():
            replace_reading(self._db, reading)

    def reading(self, article: str | None = None) -> Reading | None:
        """What was read of an article (by id; the current one without), or None in an empty library."""
        return select_reading(self._all, article)

    # --- records, works, citations ---

    def add_records(self, records: Iterable[Record]) -> None:
        """Store what sources said; a newer answer on the same publication replaces the source's older one."""
        with self.transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (r.source, r.id, r.fetched_at, r.payload_sha256, r.fields.title, r.fields.year, dump(r))
                    for r in records
                ),
            )

    def records(self) -> tuple[Record, ...]:
        """All records, by source and id."""
        return tuple(parse(d, Record) for (d,) in self._all("SELECT data FROM record ORDER BY source, id"))

    def rebuild_works(self, merge: Callable[[Sequence[Record]], Sequence[Work]]) -> tuple[Work, ...]:
        """Replace all works by `merge(all records)`, in one transaction with the reading of the records: two
        processes that add records at the same time both end up with works of all of them."""
        with self.transaction():
            works = tuple(merge(self.records()))
            held, now = dict(self._all("SELECT id, data FROM work")), {w.id: dump(w) for w in works}
            gone = held.keys() - now
            changed = [w for w in works if held.get(w.id) != now[w.id]]
            self._db.execute("DELETE FROM identifier")
            self._db.executemany("DELETE FROM work WHERE id = ?", [(work,) for work in gone])
            self._db.executemany(
                "INSERT OR REPLACE INTO work VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (w.id, w.fields.title, w.fields.year, w.fields.journal, w.fields.abstract, now[w.id])
                    for w in changed
                ),
            )
            remove_works(self._db, gone)
            index_works(self._db, [w for w in changed if w.id in held])  # new ones are indexed when somebody searches
            # A shared DOI of different works (a supplement's meeting abstracts) belongs to the first of them.
            self._db.executemany(
                "INSERT OR IGNORE INTO identifier VALUES (?, ?, ?)",
                ((i.scheme, i.value, w.id) for w in works for i in w.identifiers),
            )
        return works

    def works(self) -> tuple[Work, ...]:
        """All works, by id."""
        return tuple(parse_work(d) for (d,) in self._all("SELECT data FROM work ORDER BY id"))

    def add_citations(self, citations: Iterable[Citation]) -> None:
        """Store citations as asserted; the same assertion is kept once."""
        with self.transaction():
            self._db.executemany(
                "INSERT OR IGNORE INTO citation VALUES (?, ?, ?)", ((c.citing, c.cited, c.said_by) for c in citations)
            )

    def citations(self) -> tuple[Citation, ...]:
        """All citations, with both ends named by the works they belong to where these are held."""
        held = {f"{scheme}:{value}": work for scheme, value, work in self._all("SELECT * FROM identifier")}
        named = {
            Citation(held.get(citing, citing), held.get(cited, cited), said_by)
            for citing, cited, said_by in self._all("SELECT citing, cited, said_by FROM citation")
        }
        return tuple(sorted(c for c in named if c.citing != c.cited))

    # --- judgements ---

    def add_matches(self, article: str, matches: Iterable[Match]) -> None:
        """Store matches; one that a person decided is never replaced by a rule's."""
        with self.transaction():
            self._db.executemany(
                """INSERT INTO match VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (article, reference) DO UPDATE SET
                verdict = excluded.verdict, work = excluded.work, distance = excluded.distance, gap = excluded.gap,
                decided_by = excluded.decided_by, data = excluded.data
                WHERE match.decided_by <> 'person' OR excluded.decided_by = 'person'""",
                (
                    (article, m.reference, m.verdict, m.work, m.distance and m.distance.total, m.gap, m.decided_by,
                     dump(m))
                    for m in matches
                ),
            )  # fmt: skip

    def add_asked(self, article: str, asked: Iterable[Asked]) -> None:
        """Replace what was asked in earlier runs for an article by what was asked in this one; closes "fetch"."""
        with self.transaction():
            insert_step(self._db, article, "fetch")
            self._db.execute("DELETE FROM asked WHERE article = ?", (article,))
            self._db.executemany(
                "INSERT OR REPLACE INTO asked VALUES (?, ?, ?, ?, ?, ?, ?)",
                ((article, a.source, a.question, a.outcome, a.at, a.reason, a.reference or "") for a in asked),
            )

    def add_evidence(self, article: str, evidence: Iterable[Evidence]) -> None:
        """Replace the linkers' evidence of an article; raises LibraryError for a passage that is not verbatim
        at its place in the stored text."""
        evidence = tuple(evidence)
        works = {w.id: w for w in self.works()}
        for e in evidence:
            _check_passage(e, works)
        with self.transaction():
            insert_step(self._db, article, "link")
            self._db.execute("DELETE FROM evidence WHERE article = ?", (article,))
            self._db.executemany(
                "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((article, e.claim, e.work, e.linker, e.relation, e.level, e.n, e.score, dump(e)) for e in evidence),
            )

    def add_decision(self, article: str, decision: Decision, claim_text: str) -> None:
        """Store a person's word; it hangs on the claim's text, so that it outlives a renumbering."""
        d = decision
        with self.transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (article, d.claim, claim_text, d.work, d.relation, d.note, d.person, d.decided_at),
            )

    def remove_decision(self, article: str, claim_text: str, work: str) -> None:
        """Withdraw a person's word on a claim and a work; nothing happens where there is none."""
        with self.transaction():
            self._db.execute(
                "DELETE FROM decision WHERE article = ? AND claim_text = ? AND work = ?", (article, claim_text, work)
            )

    def map(self, article: str | None = None) -> EvidenceMap:
        """All that is held of one article (the current one without id), without summaries and findings: those
        are derived. Works are the cited ones, those a citation ties to them, and those printed identifiers belong to;
        all works without an article."""
        reading = self.reading(article)
        if reading is None:
            return EvidenceMap(None, works=self.works(), citations=self.citations())
        return select_map(self._all, reading, self.works(), self.citations())

    def check(self) -> tuple[str, ...]:
        """What `PRAGMA integrity_check` and `foreign_key_check` complain about; empty where all is well."""
        problems = [text for (text,) in self._all("PRAGMA integrity_check") if text != "ok"]
        problems += [f"row of {row[0]} points to nothing" for row in self._all("PRAGMA foreign_key_check")]
        return tuple(problems)

    def search_works(self, words: Sequence[str], related: Sequence[str] = (), limit: int = 100) -> tuple[Hit, ...]:
        """Works that hold most of the words, best first (BM25); works that are new since the last search are indexed
        before. All of those indexed are held, so that two counts tell whether there are any."""
        if self._one("SELECT (SELECT count(*) FROM work) > (SELECT count(*) FROM work_indexed)")[0]:
            with self.transaction():
                new = self._all("SELECT data FROM work WHERE id NOT IN (SELECT work FROM work_indexed)")
                index_works(self._db, (parse_work(data) for (data,) in new))
        with self._lock:
            try:
                return search_works(self._db, words, related, limit)
            except sqlite3.Error as error:
                raise explain(error, self.path) from error

    def add_vectors(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep a model's vectors of works, by work id."""
        with self.transaction():
            add_vectors(self._db, model, vectors)

    def vectors(self, model: str, works: Sequence[str]) -> dict[str, bytes]:
        """A model's vectors of these works, by work id, where they stand for the works' present text."""
        with self._lock:
            return read_vectors(self._db, model, works)

    def copy_to(self, path: Path) -> None:
        """A whole copy without free pages (VACUUM INTO), so that the same content gives the same file."""
        with self._lock:
            try:
                self._db.execute("VACUUM INTO ?", (str(path),))
            except sqlite3.Error as error:
                raise explain(error, path) from error

    def counts(self) -> dict[str, int]:
        """Rows of each table that people ask about."""
        tables = ("article", "reference", "claim", "answer", "record", "work", "citation", "evidence", "decision")
        return {name: self._one(f"SELECT count(*) FROM {name}")[0] for name in tables}

    # --- within ---

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write transaction (BEGIN IMMEDIATE); nested calls join the outer one."""
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield
                self._db.execute("COMMIT")
            except BaseException as error:
                # SQLite has rolled back by itself after some errors (disk full); then there is nothing left to undo.
                with suppress(sqlite3.OperationalError):
                    self._db.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise explain(error, self.path) from error
                raise

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            try:
                return self._db.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise explain(error, self.path) from error

    def _one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        return next(iter(self._all(sql, values)), None)


def _check_passage(evidence: Evidence, works: dict[str, Work]) -> None:
    passage = evidence.passage
    if passage is None:
        return
    work = works.get(evidence.work)
    text = getattr(work.fields, passage.field, None) if work else None
    if not isinstance(text, str) or text[passage.start : passage.end] != passage.text:
        raise LibraryError(
            f"refused: the passage for {evidence.claim} does not stand in the {passage.field} of {evidence.work}"
        )
