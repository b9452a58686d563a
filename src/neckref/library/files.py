"""Opening the library file: what it must be, what is refused, and how it gets from one format to the next."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from neckref.errors import LibraryError
from neckref.library.migrations import APPLICATION_ID, MIGRATIONS

BUSY_MILLISECONDS = 10_000
_NEEDED = (3, 37)
"""STRICT tables (sqlite.org/stricttables.html)."""


def open_database(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """A connection to a library of the current format, made if it does not exist (unless `readonly`).

    Raises LibraryError, and changes nothing, for a file that is not a library, is newer, empty or unreadable.
    """
    if sqlite3.sqlite_version_info < _NEEDED:
        raise LibraryError(f"SQLite {sqlite3.sqlite_version} is too old: neckref needs 3.37 or later")
    if path.is_dir():
        raise LibraryError(f"{path} is a folder: give the library a file name with --library")
    if not path.exists():
        if readonly:
            raise LibraryError(f"no library at {path}: run `neckref fetch` or `neckref run` first")
        _create(path)
    elif path.stat().st_size == 0:
        raise LibraryError(f"{path} is empty (0 bytes): restore it from a backup, or delete it and fetch again")
    if readonly:
        _roll_back(path)
    connection = _connect(path, readonly=readonly)
    try:
        _check(connection, path)
        if not readonly:
            _migrate(connection, path)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise explain(error, path) from error
    except LibraryError:
        connection.close()
        raise
    return connection


def explain(error: sqlite3.Error, path: Path) -> LibraryError:
    """The same failure as one line that says what to do."""
    text = str(error)
    if "closed" in text:
        return LibraryError(f"{path} has been closed")
    if "locked" in text or "busy" in text:
        return LibraryError(f"{path} is locked by another process: wait until it ends, then run the command again")
    if "readonly" in text:
        return LibraryError(f"{path} cannot be written: check its permissions and those of its folder")
    if "full" in text or "disk I/O" in text:
        return LibraryError(f"{path} could not be written ({text}): free some space; what was stored before is intact")
    if "unable to open" in text:
        return LibraryError(f"{path} cannot be opened: check its permissions and those of its folder")
    return LibraryError(
        f"{path} is not a neckref library or is damaged ({text}): restore a backup, or `sqlite3 {path.name} .recover`"
    )


def _connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?mode={'ro' if readonly else 'rw'}"
    try:
        connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None, check_same_thread=False
        )
        # The rollback journal with FULL survives a crash at any moment and needs no shared memory; WAL before
        # 3.51.3 can lose commits when one process checkpoints while another writes (sqlite.org/wal.html).
        for pragma in (
            "foreign_keys = ON",
            f"busy_timeout = {BUSY_MILLISECONDS}",
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "synchronous = FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error as error:
        raise explain(error, path) from error
    return connection


def _roll_back(path: Path) -> None:
    """Undo what a killed process left half-written: SQLite does so at the first read, but only where it may write
    (sqlite.org/lockingv3.html#hot_journals). Where it may not, the reader is told that the file cannot be read."""
    if path.with_name(f"{path.name}-journal").exists():
        with suppress(LibraryError, sqlite3.Error), closing(_connect(path, readonly=False)) as connection:
            connection.execute("PRAGMA user_version").fetchone()


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise LibraryError(f"{path} is a database, but not a neckref library: name another file with --library")
    if version > len(MIGRATIONS):
        raise LibraryError(
            f"{path} has format {version}, this neckref knows up to {len(MIGRATIONS)}: upgrade neckref to open it"
        )


def _create(path: Path) -> None:
    """Make the file under another name first: a crash half-way never leaves an empty library behind."""
    if not path.parent.is_dir():
        raise LibraryError(f"the folder {path.parent} does not exist: make it, or name another library")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise LibraryError(f"cannot write in {path.parent}: {error.strerror}") from error
    temporary = Path(name)
    try:
        with closing(_connect(temporary, readonly=False)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _apply(connection, 0)
        temporary.chmod(0o644)
        with suppress(FileExistsError):  # another process was quicker: its library is the library
            os.link(temporary, path)
    except sqlite3.Error as error:
        raise explain(error, path) from error
    finally:
        temporary.unlink(missing_ok=True)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == len(MIGRATIONS):
        return
    backup = path.with_name(f"{path.name}.format-{version}.bak")
    with closing(sqlite3.connect(backup)) as copy:
        connection.backup(copy)
    _apply(connection, version)


def _apply(connection: sqlite3.Connection, version: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for _, statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
