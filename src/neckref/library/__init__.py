"""The library: one SQLite file, and the only importer of sqlite3. docs/library.md describes the tables."""

from neckref.library.store import Library

__all__ = ["Library"]
