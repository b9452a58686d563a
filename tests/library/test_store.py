from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from neckref.errors import LibraryError
from neckref.library import Library, store
from neckref.library.search import index_works
from neckref.model import (
    Asked,
    Citation,
    Decision,
    Fields,
    Identifier,
    Match,
    Reading,
    Record,
    StoredAnswer,
    Work,
)
from tests.samples import sample_map

MAP = sample_map()
assert MAP.article is not None
READING = Reading(MAP.article, MAP.references, MAP.claims, MAP.attributions)


def record(source: str, key: str, title: str) -> Record:
    return Record(source, key, "2026-01-01", "0" * 64, (Identifier("doi", key),), Fields(title=title))


def as_works(records: object) -> list[Work]:
    return [
        Work(f"doi:{r.id}", r.identifiers, r.fields, {}, ((r.source, r.id),))
        for r in records  # type: ignore[attr-defined]
    ]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "neckref.db")


def fill(library: Library) -> None:
    assert MAP.article is not None
    library.add_reading(READING)
    library.rebuild_works(lambda _: MAP.works)
    library.add_citations(MAP.citations)
    library.add_matches(MAP.article.id, MAP.matches)
    library.add_asked(MAP.article.id, MAP.asked)
    library.add_evidence(MAP.article.id, MAP.evidence)
    library.add_decision(MAP.article.id, MAP.decisions[0], MAP.claims[0].text)


def test_a_map_comes_back_as_it_was_stored(library: Library) -> None:
    fill(library)
    held = library.map()
    assert held == replace(MAP, summaries=(), findings=(), sources={}, steps=("read", "fetch", "link"))


def test_the_latest_article_is_the_current_one_and_older_ones_stay(library: Library) -> None:
    assert MAP.article is not None
    library.add_reading(READING)
    other = replace(MAP.article, id="ffffffffffff", text="Another.", sha256="f" * 64, sentences=(), sections=())
    library.add_reading(Reading(other))
    assert library.reading() == Reading(other)
    assert library.reading(MAP.article.id) == READING
    assert library.reading("none") is None


def test_reading_the_same_text_again_keeps_matches_and_decisions_and_drops_evidence(library: Library) -> None:
    fill(library)
    library.add_reading(READING)
    held = library.map()
    assert held.matches == MAP.matches
    assert held.decisions == MAP.decisions
    assert held.evidence == ()
    assert held.steps == ("read",)


def test_a_decision_follows_its_claim_to_a_new_number(library: Library) -> None:
    assert MAP.article is not None
    fill(library)
    first, second = MAP.claims
    renumbered = (replace(second, id="claim-1"), replace(first, id="claim-2"))
    library.add_reading(replace(READING, claims=renumbered))
    assert [d.claim for d in library.map().decisions] == ["claim-2"]


def test_a_decision_follows_its_work_to_a_new_id(library: Library) -> None:
    assert MAP.article is not None
    fill(library)
    work = next(w for w in MAP.works if w.identifier("pmid") and w.id.startswith("doi:"))
    old = replace(MAP.decisions[0], work=f"pmid:{work.identifier('pmid')}", relation="mentions")
    library.add_decision(MAP.article.id, old, MAP.claims[0].text)
    assert (work.id, "mentions") in {(d.work, d.relation) for d in library.map().decisions}


def test_no_rule_replaces_a_match_that_a_person_made(library: Library) -> None:
    assert MAP.article is not None
    fill(library)
    mine = Match("ref-2", "certain", MAP.works[0].id, decided_by="person")
    library.add_matches(MAP.article.id, [mine])
    library.add_matches(MAP.article.id, MAP.matches)
    assert library.map().match("ref-2") == mine


def test_a_passage_that_is_not_verbatim_is_refused_and_nothing_changes(library: Library) -> None:
    assert MAP.article is not None
    fill(library)
    evidence = MAP.evidence[0]
    assert evidence.passage is not None
    moved = replace(evidence, passage=replace(evidence.passage, start=evidence.passage.start + 1))
    with pytest.raises(LibraryError, match="refused"):
        library.add_evidence(MAP.article.id, [moved])
    assert library.map().evidence == MAP.evidence


def test_works_are_rebuilt_from_all_records(library: Library) -> None:
    library.add_records([record("crossref", "10.5555/a", "A")])
    library.add_records([record("openalex", "10.5555/b", "B"), record("crossref", "10.5555/a", "A, corrected")])
    works = library.rebuild_works(as_works)
    assert [w.fields.title for w in works] == ["A, corrected", "B"]
    assert library.works() == works


def test_only_what_is_new_or_changed_is_indexed_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    indexed: list[str] = []

    def watched(db: sqlite3.Connection, works: Iterable[Work]) -> int:
        works = list(works)
        indexed.extend(w.id for w in works)
        return index_works(db, works)

    monkeypatch.setattr(store, "index_works", watched)
    works = {name: Work(name, (), Fields(title=title)) for name, title in (("a", "Yoga"), ("b", "Pilates"))}

    def found(word: str) -> list[str]:
        return [hit.work for hit in library.search_works([word])]

    library.rebuild_works(lambda _: list(works.values()))
    assert (found("yoga"), found("pilates")) == (["a"], ["b"])
    assert indexed == ["a", "b"]
    works["c"] = Work("c", (), Fields(title="Yoga again"))
    library.rebuild_works(lambda _: list(works.values()))
    assert sorted(found("yoga")) == ["a", "c"]
    assert indexed[2:] == ["c"]
    works["a"] = Work("a", (), Fields(title="Swimming"))
    del works["b"]
    library.rebuild_works(lambda _: list(works.values()))
    assert (found("swimming"), found("yoga"), found("pilates")) == (["a"], ["c"], [])
    assert indexed[3:] == ["a"]
    assert library.works() == (works["a"], works["c"])


def test_citations_name_the_works_they_belong_to(library: Library) -> None:
    work = Work(
        "doi:10.5555/a", (Identifier("doi", "10.5555/a"), Identifier("openalex", "W1")), Fields(title="A"), {}, ()
    )
    library.rebuild_works(lambda _: [work])
    library.add_citations([Citation("openalex:W1", "doi:10.5555/z", "openalex"), Citation("W9", "openalex:W1", "x")])
    library.add_citations([Citation("doi:10.5555/a", "openalex:W1", "self")])
    assert library.citations() == (
        Citation("W9", "doi:10.5555/a", "x"),
        Citation("doi:10.5555/a", "doi:10.5555/z", "openalex"),
    )


def test_answers_are_kept_byte_for_byte(library: Library) -> None:
    answer = StoredAnswer("k", "https://example.org/x", 200, "application/json", "2026-01-01T00:00:00Z", "ab", b"\x00{")
    library.put_answer(answer)
    assert library.get_answer("k") == answer
    assert library.get_answer("other") is None
    assert library.answers() == (answer,)


def test_asked_is_replaced_by_the_next_run(library: Library) -> None:
    assert MAP.article is not None
    fill(library)
    again = Asked("openalex", "doi:10.5555/a", "found", "2026-02-02T00:00:00Z", reference="ref-1")
    library.add_asked(MAP.article.id, [again])
    assert library.map().asked == (again,)


def test_a_failed_transaction_leaves_everything_as_it_was(library: Library) -> None:
    library.add_records([record("crossref", "10.5555/a", "A")])
    with pytest.raises(RuntimeError), library.transaction():
        library.add_records([record("crossref", "10.5555/b", "B")])
        raise RuntimeError
    assert len(library.records()) == 1


def test_threads_write_side_by_side(library: Library) -> None:
    def write(n: int) -> None:
        for i in range(10):
            library.add_records([record("crossref", f"10.5555/{n}-{i}", "T")])

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(library.records()) == 40
    assert library.check() == ()


def test_two_connections_see_each_others_work(tmp_path: Path) -> None:
    path = tmp_path / "neckref.db"
    with Library(path) as one, Library(path) as two:
        one.add_records([record("crossref", "10.5555/a", "A")])
        two.add_records([record("crossref", "10.5555/b", "B")])
        one.rebuild_works(as_works)
        assert len(two.works()) == 2


def test_counts(library: Library) -> None:
    fill(library)
    assert library.counts()["claim"] == 2
    assert library.counts()["decision"] == 1


def test_unknown_decision_is_not_lost_when_its_claim_goes(library: Library) -> None:
    assert MAP.article is not None
    fill(library)
    library.add_reading(replace(READING, claims=()))
    assert library.map().decisions == ()
    library.add_reading(READING)
    assert library.map().decisions == (Decision("claim-1", MAP.decisions[0].work, "supports", "read it", "R. Reviewer",
                                                "2026-01-02T03:04:05Z"),)  # fmt: skip
