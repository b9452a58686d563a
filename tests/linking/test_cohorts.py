"""One study in several papers is one study; two studies of one group are two."""

from __future__ import annotations

import time

import pytest

from neckref.linking.cohorts import group_studies, registrations
from neckref.model import Name, Work
from tests.linking.maps import make_work

GROUP = ("Aho", "Berg", "Cole")


def paper(name: str, title: str, abstract: str = "", authors: tuple[str, ...] = GROUP) -> Work:
    return make_work(name, title=title, abstract=abstract, authors=tuple(Name(a, "X") for a in authors))


def same_study(a: Work, b: Work) -> bool:
    return len(group_studies([a, b])) == 1


TRIAL = paper("trial", "Neck training for chronic neck pain in women: a randomized controlled trial",
              "180 women with chronic neck pain were randomly assigned.")  # fmt: skip


@pytest.mark.parametrize(
    ("title", "abstract", "authors", "one"),
    [
        ("Neck training and quality of life in women with chronic neck pain: one-year follow-up",
         "We randomized 180 women.", ("Cole", "Berg"), True),
        ("Predictors of adherence to neck training in women with chronic neck pain",
         "This is a secondary analysis of a randomized trial.", GROUP, True),
        ("Neck training and quality of life in women with chronic neck pain", "60 women were randomized.",
         GROUP, False),
        ("Neck training and quality of life in women with chronic neck pain", "180 women were randomized.",
         ("Cole", "Dahl"), False),
        ("Vitamin D and falls: a randomized trial", "180 women were randomized.", GROUP, False),
        ("Neck training for chronic neck pain in women: a systematic review", "Trials with 180 women were included.",
         GROUP, False),
    ],
)  # fmt: skip
def test_authors_subject_and_number_of_people_tell(
    title: str, abstract: str, authors: tuple[str, ...], one: bool
) -> None:
    other = paper("b", title, abstract, authors)
    assert same_study(TRIAL, other) == same_study(other, TRIAL) == one


def test_a_registration_number_is_enough() -> None:
    one = paper("a", "Tai chi for pain", "Forty people were randomized. NCT 01234567", ("Aho",))
    two = paper("b", "Sleep after tai chi", "A randomised trial (ClinicalTrials.gov NCT01234567).", ("Eder",))
    three = paper("c", "Sleep after tai chi", "A randomised trial (ClinicalTrials.gov NCT01234568).", ("Eder",))
    assert same_study(one, two)
    assert not same_study(one, three)


def test_two_versions_of_one_review_are_one() -> None:
    title = "Exercises for neck disorders"
    old, new = paper("a", title), paper("b", f"{title}: a Cochrane review update")
    assert not same_study(old, new)  # a review and what does not say that it is one
    old = paper("a", title, "We searched five databases for randomised trials.")
    assert same_study(old, new)


@pytest.mark.parametrize("number", ["ISRCTN 12345678", "ACTRN12612000123456", "DRKS00012345", "CRD42015012345"])
def test_numbers_of_other_registers(number: str) -> None:
    assert registrations(f"Registered ({number.lower()}).") == {number.replace(" ", "")}
    assert registrations("In 2012 we asked 12345678 people.") == frozenset()


def test_numbers_are_looked_for_without_delay() -> None:
    assert registrations("ChiCTR-TRC-12002345, ChiCTR2000030750") == {"CHICTR-TRC-12002345", "CHICTR2000030750"}
    start = time.process_time()
    assert registrations("ChiCTR-" * 20_000) == frozenset()
    assert time.process_time() - start < 2


def test_groups_join_through_a_third_paper_and_keep_their_order() -> None:
    a = paper("a", "Tai chi for pain", "NCT01234567", ("Aho",))
    b = paper("b", "Other matters", "ISRCTN12345678", ("Berg",))
    c = paper("c", "Alone", "", ("Cole",))
    both = paper("d", "Both", "NCT01234567, ISRCTN12345678", ("Eder",))
    ids = [[w.id[-1] for w in g] for g in group_studies([a, b, c, both])]
    assert ids == [["a", "b", "d"], ["c"]]
    assert group_studies([]) == ()
