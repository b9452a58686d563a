"""Citation keys: readable, ASCII, all different, the same whatever the order of the works."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.model import Fields, Identifier, Name, Work
from neckref.text.citekeys import base_key, citekeys


def work(
    doi: str, title: str | None = "Muscle activation", family: str | None = "Andersen", year: int | None = 2008
) -> Work:
    authors = (Name(family, "L"),) if family is not None else ()
    return Work(f"doi:{doi}", (Identifier("doi", doi),), Fields(title=title, authors=authors, year=year))


@pytest.mark.parametrize(
    ("title", "family", "year", "key"),
    [
        ("Muscle activation and loading", "Andersen", 2008, "andersen2008muscle"),
        ("The effect of a stretch", "Sjøgaard", 2010, "sjogaard2010effect"),
        ("Is it in the neck?", "Earl-Boehm", 1999, "earlboehm1999neck"),
        ("«L'épaule» douloureuse", "van der Berg", 2001, "vanderberg2001epaule"),
        ("10.5% fewer pains", "Öz", 2001, "oz200110"),
        (None, None, None, "anonnd"),
        ("Боль в шее", "Иванов", 2020, "anon2020"),
        ("../../.ssh/x", "a/b\\c", 2020, "abc2020ssh"),
        ("x" * 300, "y" * 300, 2020, "y" * 40 + "2020" + "x" * 30),
    ],
)
def test_keys(title: str | None, family: str | None, year: int | None, key: str) -> None:
    assert base_key(work("10.1/a", title, family, year)) == key


def test_groups_go_by_their_name() -> None:
    fields = Fields(title="Heat", authors=(Name(literal="Quark Consortium"),), year=2011)
    assert base_key(Work("doi:10.1/a", (), fields)) == "quarkconsortium2011heat"


def test_same_keys_are_told_apart_in_the_order_of_ids() -> None:
    first, second, third = work("10.1/a"), work("10.1/b"), work("10.1/c", "Neck")
    want = {"doi:10.1/a": "andersen2008musclea", "doi:10.1/b": "andersen2008muscleb", "doi:10.1/c": "andersen2008neck"}
    assert citekeys((first, second, third)) == citekeys((third, second, first)) == want


def test_a_told_apart_key_never_meets_another_work() -> None:
    works = (work("10.1/a"), work("10.1/b"), work("10.1/c", "Musclea"))
    assert sorted(citekeys(works).values()) == ["andersen2008musclea", "andersen2008muscleb", "andersen2008musclec"]


def test_more_than_an_alphabet() -> None:
    keys = citekeys(work(f"10.1/{n:03d}") for n in range(30))
    assert keys["doi:10.1/025"].endswith("musclez")
    assert keys["doi:10.1/026"].endswith("muscleaa")


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=8), st.integers(1, 9999)), max_size=12))
def test_always_different_and_plain(rows: list[tuple[str, str, int]]) -> None:
    works = [work(f"10.1/{n}", title, family, year) for n, (title, family, year) in enumerate(rows)]
    keys = citekeys(works)
    assert len(keys) == len(set(keys.values())) == len(works)
    assert all(re.fullmatch("[a-z0-9]+", key) for key in keys.values())
    assert citekeys(reversed(works)) == keys
