from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from neckref.errors import LibraryError
from neckref.library import Library, files
from neckref.library.migrations import APPLICATION_ID, MIGRATIONS

WRITER = """
import sys
from neckref.library import Library
from neckref.model import Fields, Identifier, Record
library = Library(sys.argv[1])
print("open", flush=True)
for n in range(100_000):
    key = f"10.5555/{n}"
    record = Record("crossref", key, "2026-01-01", "0" * 64, (Identifier("doi", key),), Fields(title="T" * 500))
    library.add_records([record])
"""


def test_a_new_library_has_its_identity(tmp_path: Path) -> None:
    path = tmp_path / "neckref.db"
    Library(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        tables = db.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        assert {name: strict for name, strict in tables if not name.startswith("sqlite_")}.keys() >= {"work", "claim"}
    assert [p.name for p in tmp_path.iterdir()] == ["neckref.db"]


def test_all_tables_are_strict(tmp_path: Path) -> None:
    path = tmp_path / "neckref.db"
    Library(path).close()
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        assert [name for name, strict in rows if not strict and not name.startswith("sqlite_")] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"This is no database at all, just a letter to the editor.\n" * 40, "not a neckref library or is damaged"),
    ],
)
def test_files_that_are_no_library_are_refused_and_stay(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "neckref.db"
    path.write_bytes(content)
    with pytest.raises(LibraryError, match=says):
        Library(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE photo (id)")
    with pytest.raises(LibraryError, match="not a neckref library"):
        Library(path)


def test_a_newer_format_is_refused_with_both_numbers(tmp_path: Path) -> None:
    path = tmp_path / "neckref.db"
    Library(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match=f"format 99, this neckref knows up to {len(MIGRATIONS)}: upgrade"):
        Library(path)


def test_an_older_format_is_migrated_after_a_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "neckref.db"
    Library(path).close()
    more = (*MIGRATIONS, ("9999-test", ("CREATE TABLE extra (x TEXT) STRICT",)))
    monkeypatch.setattr(files, "MIGRATIONS", more)
    Library(path).close()
    backup = tmp_path / f"neckref.db.format-{len(MIGRATIONS)}.bak"
    with closing(sqlite3.connect(path)) as db, closing(sqlite3.connect(backup)) as old:
        assert db.execute("PRAGMA user_version").fetchone() == (len(more),)
        assert db.execute("SELECT count(*) FROM extra").fetchone() == (0,)
        assert old.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def test_a_failing_migration_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "neckref.db"
    Library(path).close()
    before = path.read_bytes()
    broken = (*MIGRATIONS, ("9999-test", ("CREATE TABLE extra (x TEXT) STRICT", "CREATE TABLE extra (x TEXT) STRICT")))
    monkeypatch.setattr(files, "MIGRATIONS", broken)
    with pytest.raises(LibraryError):
        Library(path)
    assert path.read_bytes() == before


def test_readonly_never_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no library at"):
        Library(tmp_path / "none.db", readonly=True)
    assert list(tmp_path.iterdir()) == []


def test_missing_folder_and_folder_as_file(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="does not exist: make it"):
        Library(tmp_path / "no" / "neckref.db")
    with pytest.raises(LibraryError, match="is a folder"):
        Library(tmp_path)


def test_a_locked_library_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "neckref.db"
    Library(path).close()
    monkeypatch.setattr(files, "BUSY_MILLISECONDS", 50)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LibraryError, match="locked by another process"):
            Library(path)
        other.execute("ROLLBACK")


def test_a_truncated_library_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "neckref.db"
    Library(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LibraryError), Library(path) as library:
        assert library.check() == ()
        library.works()


def test_disk_full_keeps_what_was_there(tmp_path: Path) -> None:
    from tests.library.test_store import record

    with Library(tmp_path / "neckref.db") as library:
        library.add_records([record("crossref", "10.5555/a", "A")])
        library._db.execute("PRAGMA max_page_count = 40")
        with pytest.raises(LibraryError, match="could not be written"):
            library.add_records([record("crossref", f"10.5555/{n}", "T" * 5000) for n in range(200)])
        assert len(library.records()) == 1
        assert library.check() == ()


def test_killed_at_any_moment_the_library_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "neckref.db"
    for round_ in range(8):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, cwd=Path.cwd())
        assert process.stdout is not None
        if round_:
            process.stdout.readline()
        time.sleep(0.013 * round_)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with Library(path) as library:
            assert library.check() == ()
