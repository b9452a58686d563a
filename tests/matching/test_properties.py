"""What holds of every match, whatever is printed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.matching import cluster_records, decide_match, explain_match, merge_records, score_distance
from neckref.model import Reference, Span, Work
from neckref.text.citations import parse_reference

from .makers import record, reference, work

BASE: dict[str, Any] = {
    "title": "Wall slides for shoulder pain in office workers", "year": 2015, "journal": "Journal of Desk Medicine",
    "volume": "3", "issue": "2", "pages": "110-119", "authors": "Sørensen Anna; van den Dool Jan; Kjær Mia",
}  # fmt: skip
TRIAL = work("doi:10.5555/trial", **BASE)
OTHER = work("doi:10.5555/other", **BASE | {"title": "Chin tucks and gait", "pages": "210-215", "authors": "Doe Jane"})
FULL = "Sorensen A, van den Dool J, Kjaer M. {title}. J Desk Med. {year};3(2):110-9."
FORMS = (
    FULL.format(title=BASE["title"], year=2015),
    "A. Sørensen, J. van den Dool, and M. Kjær, J. Desk Med. 3, 110 (2015)",
    "Sørensen, A., & Kjær, M. (2015). Wall slides for shoulder pain in office workers.",
    "Wall slides for shoulder pain in office workers. 2015",
    "Sorensen 2015",
    "doi:10.5555/trial",
)


def read(raw: str) -> Reference:
    """An entry with what the parser makes of it, as `fetch` gets it."""
    parsed = parse_reference(raw)
    return Reference("ref-1", raw, Span(0, len(raw)), parsed.hints, None, parsed.identifiers)


@settings(max_examples=120, deadline=None)
@given(st.one_of(st.text(max_size=120), st.sampled_from(FORMS)), st.sampled_from([TRIAL, OTHER]))
def test_distances_are_shares_and_explained_wholly(raw: str, candidate: Work) -> None:
    distance = score_distance(read(raw), candidate)
    assert 0.0 <= distance.total <= 1.0
    assert 0.0 <= distance.coverage <= 1.0
    match = decide_match(read(raw), [candidate])
    assert match.resolved == (match.verdict in ("certain", "likely"))
    for row in explain_match(match):
        assert 0.0 <= row.step <= row.running + 1e-9


@pytest.mark.parametrize("raw", FORMS)
def test_what_two_works_fit_equally_is_never_resolved(raw: str) -> None:
    twin = replace(TRIAL, id="doi:10.5555/twin", identifiers=TRIAL.identifiers if raw == FORMS[-1] else ())
    for works in ([TRIAL, twin], [twin, TRIAL], [OTHER, twin, TRIAL]):
        found = decide_match(read(raw), works)
        assert not found.resolved, (raw, found.reason)


def test_two_dois_of_one_paper_are_seen_as_two() -> None:
    """Of records, as `fetch` gets them: nothing but the DOI tells them apart, so both are named and none is chosen."""
    records = [record(ids=f"doi:10.5555/{n}", **BASE) for n in ("one", "two")]
    found = decide_match(read(FORMS[0]), [merge_records(group) for group in cluster_records(records)])
    assert (found.verdict, found.reason) == ("doubtful", "Two works fit: doi:10.5555/one and doi:10.5555/two.")
    named = decide_match(read(FORMS[0] + " doi:10.5555/two"), [merge_records([r]) for r in records])
    assert named.work == "doi:10.5555/two"


@settings(max_examples=60, deadline=None)
@given(st.permutations([TRIAL, OTHER, work("doi:10.5555/pub2", **BASE | {"year": 2012})]), st.sampled_from(FORMS))
def test_order_of_works_does_not_matter(works: list[Work], raw: str) -> None:
    assert decide_match(read(raw), works) == decide_match(read(raw), sorted(works, key=lambda w: w.id))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["year", "pages", "volume"]), st.sampled_from(FORMS[:2]))
def test_farther_is_never_nearer(name: str, raw: str) -> None:
    steps = {
        "year": ("2015", ["2015", "2016", "2017", "2021"]),
        "pages": ("110", ["110", "111", "377"]),
        "volume": ("3", ["3", "8"]),
    }
    right, printed = steps[name]
    values = []
    for number in printed:
        changed = raw.replace(f"{right}(2)", f"{number}(2)").replace(f" {right},", f" {number},")
        if name != "volume":
            changed = raw.replace(right, number, 1).replace("110-9", "110-9")
        penalties = {p.name: p.value for p in score_distance(read(changed), TRIAL).penalties}
        values.append(penalties.get(name, 0.0))
    assert values[0] == 0.0
    assert all(a <= b for a, b in pairwise(values)), values


ABSENT: dict[str, dict[str, Any]] = {
    "part II of it": {"title": f"{BASE['title']}: part II", "pages": "324-333"},
    "erratum": {"title": f"Erratum: {BASE['title']}", "pages": "388", "issue": "4"},
    "reply": {"title": f"{BASE['title']}: authors' reply", "pages": "390"},
    "edition": {"year": 2019, "volume": "7", "issue": "1", "pages": "20-41"},
    "edition without a place": {"year": 2019, "volume": None, "issue": "3", "pages": None},
    "preprint": {"journal": "medRxiv", "volume": None, "issue": None, "pages": None, "type": "article"},
    "meeting abstract": {"journal": "Gait and Posture", "volume": "9", "issue": "S1", "pages": "S77", "year": 2014},
    "same people and year": {"title": "Wall slides for elbow stiffness in dental nurses", "pages": "226-235"},
    "another in the same issue": {"title": "Chin tucks at work", "pages": "120-129", "authors": "Doe Jane"},
}


@pytest.mark.parametrize("raw", FORMS[:2], ids=["vancouver", "no title"])
@pytest.mark.parametrize("change", ABSENT.values(), ids=ABSENT)
def test_a_look_alike_is_not_taken_where_the_work_is_missing(change: dict[str, Any], raw: str) -> None:
    found = decide_match(read(raw), [work("doi:10.5555/look-alike", **BASE | change)])
    assert not found.resolved, found.reason


@pytest.mark.parametrize("change", ABSENT.values(), ids=ABSENT)
def test_the_work_itself_is_found_beside_a_look_alike(change: dict[str, Any]) -> None:
    found = decide_match(read(FORMS[0]), [work("doi:10.5555/look-alike", **BASE | change), TRIAL])
    assert (found.work, found.resolved) == (TRIAL.id, True), found.reason


def test_a_year_behind_a_misprinted_bracket_is_no_part_of_the_title() -> None:
    raw = f"Sorensen, A., & Kjaer, M. (2015T. {BASE['title']}. Journal of Desk Medicine, 3(2), 110-119."
    assert decide_match(read(raw), [TRIAL]).resolved


def test_an_issue_in_the_place_of_the_volume_is_no_other_volume() -> None:
    numbered = work("doi:10.5555/a", **BASE | {"volume": "103", "issue": "15", "pages": None})
    printed = reference("A. Sørensen, J. van den Dool, M. Kjær, Journal of Desk Medicine 15 (2015)", volume="15")
    assert "volume" not in {p.name for p in score_distance(printed, numbered).penalties}
