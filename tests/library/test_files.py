from __future__ import annotations

import random
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from neckref.errors import LibraryError
from neckref.library import Library, files
from neckref.library.migrations import APPLICATION_ID, MIGRATIONS
from tests.fakes.killing import run_and_kill


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


def close_while_others_read(path: Path) -> None:
    """Closes a library again and again under the hands of threads that read and write."""

    def use(library: Library) -> None:
        with suppress(LibraryError):
            while True:
                library.get_answer("key")

    for _ in range(30):
        library = Library(path)
        threads = [threading.Thread(target=use, args=(library,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        library.close()
        for thread in threads:
            thread.join(10)
            assert not thread.is_alive()


def test_closing_while_others_read_crashes_nobody(tmp_path: Path) -> None:
    assert not run_and_kill(60, close_while_others_read, tmp_path / "neckref.db")


def write_on(path: Path) -> None:
    """Commits a small record after another until somebody ends it."""
    from tests.library.test_store import record

    with Library(path) as library:
        for n in range(100_000):
            library.add_records([record("crossref", f"10.5555/{n}", "T" * 500)])


def test_killed_at_a_hundred_random_moments_the_library_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "neckref.db"
    chance = random.Random(3)
    most = 0
    for _ in range(100):
        assert run_and_kill(chance.uniform(0, 0.08), write_on, path)
        if path.exists():
            with Library(path, readonly=True) as library:
                assert library.check() == ()
                assert len(library.records()) >= most
                most = len(library.records())
    assert most > 0


def test_a_reader_undoes_what_a_killed_writer_left_half_done(tmp_path: Path) -> None:
    path, copy = tmp_path / "neckref.db", tmp_path / "killed.db"
    Library(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA cache_size = 1")
        db.execute("BEGIN IMMEDIATE")
        db.executemany(
            "INSERT INTO citation VALUES (?, ?, 'x')", ((f"doi:10.5555/{n}", "doi:10.5555/b") for n in range(5000))
        )
        for suffix in ("", "-journal"):
            copy.with_name(copy.name + suffix).write_bytes(path.with_name(path.name + suffix).read_bytes())
        db.execute("ROLLBACK")
    with Library(copy, readonly=True) as library:
        assert library.check() == ()
        assert library.citations() == ()
