from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.matching.alike import FEATURES, compare_fields, prepare_record
from neckref.matching.likeness import compare_likeness, load_model, score_features
from neckref.model import Record

from .makers import record

BASE: dict[str, Any] = {
    "title": "Wall slides for shoulder pain in office workers", "year": 2015, "journal": "Journal of Desk Medicine",
    "volume": "3", "pages": "10-19", "authors": "Doe Jane; Kjær Mia",
}  # fmt: skip
RECORDS = st.builds(
    lambda title, authors, journal, **rest: record(title=title, authors=authors, journal=journal, **rest),
    title=st.one_of(
        st.none(), st.text(max_size=60),
        st.sampled_from([BASE["title"], "wall slides", "Editorial", "Wall slides for shoulder pain: part II", "II …"]),
    ),
    authors=st.sampled_from(["", "Doe J", "Doe Jane; Kjær Mia", "Jane Doe", "van den Dool Jan", "等; 王 小明"]),
    journal=st.sampled_from([None, "", "Journal of Desk Medicine", "J Desk Med", "medRxiv", "Proc. Desk Conf."]),
    year=st.sampled_from([None, 2015, 2016, 2021]), volume=st.sampled_from([None, "3", "03", "IV"]),
    pages=st.sampled_from([None, "10-19", "S10", "e77", "1"]),
)  # fmt: skip


def _likeness(**changes: Any) -> float:
    return compare_likeness(record(**BASE), record(**BASE | changes))


@settings(max_examples=120, deadline=None)
@given(RECORDS, RECORDS)
def test_order_does_not_matter(a: Record, b: Record) -> None:
    first, second = prepare_record(a), prepare_record(b)
    assert compare_fields(first, second) == compare_fields(second, first)
    assert 0.0 <= compare_likeness(a, b) == compare_likeness(b, a) <= 1.0


@settings(max_examples=120, deadline=None)
@given(RECORDS, RECORDS, st.sampled_from([n for n, up in FEATURES.items() if up]), st.floats(0, 3))
def test_more_agreement_never_speaks_against_one_work(a: Record, b: Record, name: str, more: float) -> None:
    values = compare_fields(prepare_record(a), prepare_record(b))
    at = list(FEATURES).index(name)
    raised = (*values[:at], values[at] + more, *values[at + 1 :])
    assert score_features(load_model(), raised) >= score_features(load_model(), values)


@pytest.mark.parametrize(
    "unsaid",
    [
        ("year",),
        ("journal",),
        ("volume",),
        ("pages",),
        ("authors",),
        ("journal", "volume", "pages"),
        ("year", "journal"),
    ],
    ids="-".join,
)
def test_what_is_not_said_is_no_disagreement(unsaid: tuple[str, ...]) -> None:
    other = {"year": 2019, "journal": "Acta Gait", "volume": "9", "pages": "99", "authors": "Roe P"}
    missing = _likeness(**{name: "" if name == "authors" else None for name in unsaid})
    assert missing >= _likeness(**{name: other[name] for name in unsaid})
    assert missing >= load_model().likely


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Wall slides for shoulder pain in …"},
        {"title": "J. Doe, M. Kjaer. Wall slides for shoulder pain in office workers", "authors": "Doe J"},
        {"title": "wallslides for shoulder painin office workers"},
        {"title": "Wall slides for shoulder pain in office workers (abstract only)"},
        {"authors": "Doe J"},
        {"authors": "Jane Doe; Mia Kjær"},
        {"journal": "J. Desk Med."},
        {"year": 2016},
    ],
    ids=lambda c: " ".join(c.values()) if "year" not in c else "year",
)
def test_another_form_of_a_record_is_alike(changes: dict[str, Any]) -> None:
    scraped = {"volume": None, "pages": None}
    assert compare_likeness(record(**BASE | scraped), record(**BASE | scraped | changes)) >= load_model().likely


def test_without_a_title_nothing_is_alike() -> None:
    assert _likeness(title=None) == 0.0
    assert compare_likeness(record(title="?!"), record(title="?!")) == 0.0


def test_merging_asks_for_more_than_likeness() -> None:
    model = load_model()
    assert 0.3 < model.likely < model.merge < 1.0
