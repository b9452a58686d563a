from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.matching import cluster_records, merge_records
from neckref.model import Record

from .makers import record

BASE = {"title": "Wall slides for shoulder pain in office workers", "year": 2015, "journal": "Journal of Desk Medicine",
        "volume": "3", "pages": "10-19", "authors": "Doe J; Kjær M"}  # fmt: skip


def _sizes(*records: Record) -> list[int]:
    return [len(group) for group in cluster_records(records)]


def test_one_work_from_several_sources() -> None:
    crossref = record("crossref", "doi:10.5555/a", **BASE)
    pubmed = record(
        "pubmed", "pmid:7 doi:10.5555/a", **BASE | {"title": "Wall slides for shoulder pain in office workers."}
    )
    nameless = record("europepmc", "pmid:7", title=BASE["title"])
    loose = record("semanticscholar", "s2:abc", **BASE | {"authors": "Doe John; Kjaer Mø", "journal": "J Desk Med"})
    assert _sizes(crossref, pubmed, nameless, loose) == [4]


@pytest.mark.parametrize(
    ("change_a", "change_b"),
    [
        ({"ids": "doi:10.5555/pub3"}, {"ids": "doi:10.5555/pub4", "year": 2016}),
        ({"title": "Wall slides for shoulder pain: part I"}, {"title": "Wall slides for shoulder pain: part II"}),
        ({"title": "Wall slides for shoulder pain"}, {"title": "Erratum: Wall slides for shoulder pain"}),
        ({"title": "Wall slides for shoulder pain"}, {"title": "Wall slides for shoulder pain - reply"}),
        ({"type": "article-journal"}, {"type": "article"}),
        ({"year": 2015}, {"year": 2019}),
        ({"pages": "10-19"}, {"pages": "110-119"}),
        ({"authors": "Andersen LL"}, {"authors": "Andersen CH"}),
        ({"ids": "doi:10.5555/supp", "title": "Abstract 12. Pain in dancers"},
         {"ids": "doi:10.5555/supp", "title": "Abstract 31. Gait after stroke"}),
        ({"ids": "doi:10.5555/supp", "title": "Pain and gait in dancers", "pages": "S4"},
         {"ids": "doi:10.5555/supp", "title": "Pain and gait in nurses", "pages": "S5"}),
        ({"pages": "10-19"}, {"pages": "S10", "year": 2014}),
        ({"volume": "3"}, {"volume": "4"}),
        ({"journal": "Journal of Desk Medicine"}, {"journal": "Acta Gait (suppl 1)", "pages": None}),
        ({"authors": "Doe J"}, {"authors": "Roe P; Poe E"}),
    ],
    ids=["editions", "parts", "erratum", "reply", "preprint", "year", "pages", "initials", "shared doi",
         "abstracts nearly of one title", "supplement's page", "volume", "container", "people"],
)  # fmt: skip
def test_different_works_stay_apart(change_a: dict[str, object], change_b: dict[str, object]) -> None:
    assert _sizes(record(**BASE | change_a), record(**BASE | change_b)) == [1, 1]


def test_an_unverified_identifier_contradicts_nothing() -> None:
    guess = record("snapshot", "doi:10.5555/guess pmid:7", unverified=("doi",), **BASE)
    known = record("crossref", "doi:10.5555/a", **BASE)
    assert _sizes(guess, known) == [2]
    assert merge_records([guess, known]).id == "doi:10.5555/a"


def test_a_slip_in_a_title_does_not_part_records_of_one_identifier() -> None:
    typo = record(
        "openalex", "doi:10.5555/a openalex:W1", **BASE | {"title": "Wall slides for sholder pain in office workers"}
    )
    assert _sizes(record("crossref", "doi:10.5555/a", **BASE), typo) == [2]


def test_preprint_server_and_journal_stay_apart() -> None:
    loose = BASE | {"volume": None, "pages": None}
    assert _sizes(record(**loose), record(**loose | {"journal": "medRxiv"})) == [1, 1]


def test_many_records_of_one_title_stay_fast_and_right() -> None:
    boards = [
        record(title="Editorial Board", journal="Work", year=2000 + n % 9, volume=str(n), pages="i") for n in range(400)
    ]
    assert len(cluster_records(boards)) == 400


@pytest.mark.parametrize(
    "changes",
    [{"pages": "e117"}, {"pages": "1-10"}, {"volume": "03"}, {"year": 2016}, {"authors": "Kjær M; Doe J"},
     {"title": "Wall slides for sholder pain in office workers"}, {"title": f"{BASE['title']}.".upper()},
     {"title": "Wall slides for shoulder pain in …", "pages": None}, {"year": None, "volume": None, "pages": None}],
    ids=["article number", "counted from one", "leading zero", "year online", "sorted people", "slip", "capitals",
         "cut title", "nothing but title, people and journal"],
)  # fmt: skip
def test_another_database_prints_the_same_work(changes: dict[str, object]) -> None:
    assert _sizes(record(**BASE), record(**BASE | changes)) == [2]


def test_a_record_that_says_little_does_not_join_two_editions() -> None:
    first, later = record(**BASE), record(**BASE | {"year": 2019, "volume": "7", "pages": "101-109"})
    bridge = record(title=BASE["title"], authors="Doe J; Kjær M")
    for order in ((first, bridge, later), (bridge, later, first), (later, first, bridge)):
        groups = [{r.fields.year for r in group} - {None} for group in cluster_records(order)]
        assert all(len(years) <= 1 for years in groups)


def test_generic_title_needs_the_same_place() -> None:
    board = {"title": "Editorial board", "journal": "Work", "year": 2016}
    assert _sizes(record(**board, volume="3", pages="IFC"), record(**board, volume="4", pages="IFC")) == [1, 1]
    assert _sizes(record(**board, volume="3", pages="IFC"), record(**board, volume="3", pages="IFC")) == [2]


def test_a_group_never_holds_two_dois() -> None:
    first = record("crossref", "doi:10.5555/a pmid:7", **BASE)
    second = record("crossref", "doi:10.5555/b", **BASE)
    bridge = record("pubmed", "pmid:7", **BASE)
    for order in ((first, bridge, second), (second, bridge, first), (bridge, second, first)):
        for group in cluster_records(order):
            assert len({i for r in group for i in r.identifiers if i.scheme == "doi"}) <= 1


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.builds(
            lambda doi, title, year: record(ids=doi, title=title, year=year, authors="Doe J"),
            st.sampled_from(["", "doi:10.5555/a", "doi:10.5555/b", "pmid:1", "doi:10.5555/a pmid:1"]),
            st.sampled_from(
                [None, "Wall slides for shoulder pain at work", "Chin tucks on EMG in healthy volunteers", "II"]
            ),
            st.sampled_from([None, 2015, 2016, 2020]),
        ),
        max_size=8,
    )
)
def test_every_record_is_in_one_group(records: list[Record]) -> None:
    groups = cluster_records(records)
    assert sorted(id(r) for g in groups for r in g) == sorted(map(id, records))
    for group in groups:
        for scheme in ("doi", "pmid"):
            assert len({i.value for r in group for i in r.identifiers if i.scheme == scheme}) <= 1
