import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.library import search
from neckref.library.search import create_index, index_works, remove_works, search_works
from neckref.model import Fields, Work


def paper(name: str, title: str, abstract: str = "") -> Work:
    return Work(name, (), Fields(title=title, abstract=abstract))


PAPERS = (
    paper("shrug", "Muscle activity in the shoulder shrug", "Surface EMG of the trapezius was recorded."),
    paper("yoga", "Yoga for neck pain", "Yoga was compared with a waiting list. Interleukin IL-6 was measured."),
    paper("hip", "Hip exercises in runners", "The trapezius was not studied."),
)


@pytest.fixture
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    create_index(connection)
    index_works(connection, PAPERS)
    yield connection
    connection.close()


def found(index: sqlite3.Connection, *words: str, related: tuple[str, ...] = ()) -> list[str]:
    return [hit.work for hit in search_works(index, words, related)]


def test_the_best_stands_first_and_stems_count(index: sqlite3.Connection) -> None:
    assert found(index, "shrugs", "trapezius") == ["shrug", "hip"]
    assert found(index, "exercise") == ["hip"]
    assert found(index, "nothing") == []
    assert found(index) == []


def test_a_title_word_counts_more(index: sqlite3.Connection) -> None:
    index_works(index, [paper("title", "Balneotherapy", "x y z"), paper("text", "x y z", "Balneotherapy")])
    assert found(index, "balneotherapy") == ["title", "text"]


def test_spellings_meet(index: sqlite3.Connection) -> None:
    assert found(index, "il6") == ["yoga"]


def test_related_words_only_move_up(index: sqlite3.Connection) -> None:
    index_works(index, [paper("a", "Neck stretches", "one two three"), paper("b", "Neck stretches", "asana two three")])
    assert found(index, "stretches") == ["a", "b"]
    assert found(index, "stretches", related=("asana",)) == ["b", "a"]
    assert found(index, "unknownword", related=("asana",)) == []


def test_indexing_is_incremental(index: sqlite3.Connection) -> None:
    assert index_works(index, PAPERS) == 0
    assert index_works(index, [paper("yoga", "Pilates for neck pain")]) == 1
    assert found(index, "yoga") == []
    assert found(index, "pilates") == ["yoga"]
    remove_works(index, ["yoga", "never there"])
    assert found(index, "pilates") == []
    assert index.execute("SELECT count(*) FROM work_search").fetchone() == (2,)


def test_common_words_are_left_out_where_they_cost_too_much(
    index: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "POSTINGS", (1, 1))
    assert found(index, "trapezius", "runners") == ["hip"]


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), max_size=5))
def test_no_word_breaks_a_query(words: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    create_index(connection)
    index_works(connection, PAPERS)
    assert {hit.work for hit in search_works(connection, words, words)} <= {work.id for work in PAPERS}
    connection.close()


def test_vectors_stand_for_the_present_text_and_one_model(index: sqlite3.Connection) -> None:
    names = ["shrug", "yoga", "hip", "never there"]
    search.add_vectors(index, "m", {"shrug": b"1", "yoga": b"2", "never there": b"3"})
    assert search.read_vectors(index, "m", names) == {"shrug": b"1", "yoga": b"2"}
    assert search.read_vectors(index, "m", ["yoga"]) == {"yoga": b"2"}
    index_works(index, [paper("yoga", "Pilates for neck pain")])
    assert search.read_vectors(index, "m", names) == {"shrug": b"1"}
    remove_works(index, ["shrug"])
    assert search.read_vectors(index, "m", names) == {}
    search.add_vectors(index, "other", {"yoga": b"4"})
    assert search.read_vectors(index, "m", names) == {}
    assert search.read_vectors(index, "other", names) == {"yoga": b"4"}
