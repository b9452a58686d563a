"""The file format, as a list of named migrations: `user_version` is the number of them applied.

A migration that was released is never edited; a change of the format is a new one at the end.
"""

from __future__ import annotations

from neckref.library.search import SCHEMA

APPLICATION_ID = 0x4E524546
"""`PRAGMA application_id`: "NREF"."""

MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "0001-first",
        (
            """CREATE TABLE answer (
                key TEXT PRIMARY KEY, url TEXT NOT NULL, status INTEGER NOT NULL, content_type TEXT NOT NULL,
                fetched_at TEXT NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL, etag TEXT, last_modified TEXT
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE article (
                seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, origin TEXT NOT NULL, title TEXT NOT NULL,
                text TEXT NOT NULL, sha256 TEXT NOT NULL, media_type TEXT NOT NULL, data TEXT NOT NULL
            ) STRICT""",
            """CREATE TABLE reference (
                article TEXT NOT NULL REFERENCES article (id), seq INTEGER NOT NULL, id TEXT NOT NULL,
                raw TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, title TEXT, year INTEGER,
                data TEXT NOT NULL, PRIMARY KEY (article, id)
            ) STRICT""",
            """CREATE TABLE claim (
                article TEXT NOT NULL REFERENCES article (id), seq INTEGER NOT NULL, id TEXT NOT NULL,
                text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, section TEXT NOT NULL,
                kind TEXT NOT NULL, checkable INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (article, id)
            ) STRICT""",
            """CREATE TABLE attribution (
                article TEXT NOT NULL REFERENCES article (id), seq INTEGER NOT NULL, id TEXT NOT NULL,
                text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, claim TEXT,
                status TEXT NOT NULL, reference TEXT, PRIMARY KEY (article, id)
            ) STRICT""",
            """CREATE TABLE record (
                source TEXT NOT NULL, id TEXT NOT NULL, fetched_at TEXT NOT NULL, payload_sha256 TEXT NOT NULL,
                title TEXT, year INTEGER, data TEXT NOT NULL, PRIMARY KEY (source, id)
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE work (
                id TEXT PRIMARY KEY, title TEXT, year INTEGER, journal TEXT, abstract TEXT, data TEXT NOT NULL
            ) STRICT""",
            """CREATE TABLE identifier (
                scheme TEXT NOT NULL, value TEXT NOT NULL, work TEXT NOT NULL REFERENCES work (id) ON DELETE CASCADE,
                PRIMARY KEY (scheme, value)
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE match (
                article TEXT NOT NULL, reference TEXT NOT NULL, verdict TEXT NOT NULL, work TEXT,
                distance REAL, gap REAL, decided_by TEXT NOT NULL, data TEXT NOT NULL,
                PRIMARY KEY (article, reference), FOREIGN KEY (article, reference) REFERENCES reference (article, id)
            ) STRICT""",
            """CREATE TABLE citation (
                citing TEXT NOT NULL, cited TEXT NOT NULL, said_by TEXT NOT NULL, PRIMARY KEY (citing, cited, said_by)
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE evidence (
                article TEXT NOT NULL, claim TEXT NOT NULL, work TEXT NOT NULL, linker TEXT NOT NULL,
                relation TEXT NOT NULL, level TEXT NOT NULL, n INTEGER, score REAL NOT NULL, data TEXT NOT NULL,
                PRIMARY KEY (article, claim, work, linker), FOREIGN KEY (article, claim) REFERENCES claim (article, id)
            ) STRICT""",
            """CREATE TABLE decision (
                article TEXT NOT NULL, claim TEXT NOT NULL, claim_text TEXT NOT NULL, work TEXT NOT NULL,
                relation TEXT NOT NULL, note TEXT NOT NULL, person TEXT NOT NULL, decided_at TEXT NOT NULL,
                PRIMARY KEY (article, claim_text, work)
            ) STRICT""",
            """CREATE TABLE asked (
                article TEXT NOT NULL, source TEXT NOT NULL, question TEXT NOT NULL, outcome TEXT NOT NULL,
                at TEXT NOT NULL, reason TEXT, reference TEXT NOT NULL DEFAULT '',
                PRIMARY KEY (article, source, question, reference)
            ) STRICT""",
            """CREATE TABLE step (
                article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE, name TEXT NOT NULL,
                seq INTEGER NOT NULL, PRIMARY KEY (article, name)
            ) STRICT""",
            "CREATE INDEX citation_cited ON citation (cited)",
            "CREATE INDEX identifier_work ON identifier (work)",
        ),
    ),
    ("0002-search", SCHEMA),
)
