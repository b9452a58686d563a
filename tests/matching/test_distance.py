"""What counts against a work, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.matching import decide_match, score_distance
from neckref.model import Distance, Work
from neckref.text.citations import parse_reference

from .makers import reference, work

TITLE = "Resistance training of the neck extensors in office workers with chronic pain"
PAPER = work(
    "doi:10.5555/neck.1", "Andersen, Lars L; Kjær, Michael; Wang, Dong-Po; van der Berg, Jan", title=TITLE, year=2011,
    journal="Journal of Strength and Conditioning Research", volume="26", issue="9", pages="2408-2416",
    type="article-journal",
)  # fmt: skip
JOURNAL = "Journal of Strength and Conditioning Research"
APA = f"Andersen, L. L., Kjær, M., Wang, D.-P., & van der Berg, J. (2011). {TITLE}. {JOURNAL}, 26(9), 2408–2416."
STYLES = {
    "apa": APA,
    "vancouver": f"3. Andersen LL, Kjaer M, Wang DP, et al. {TITLE}. J Strength Cond Res. 2011;26(9):2408-16.",
    "mla": f"Andersen, Lars L., et al. “{TITLE}.” {JOURNAL} 26.9 (2011): 2408-2416.",
    "wrapped": APA.replace(" neck ", "\n   neck ").replace("Conditioning", "Condi\ntioning"),
    "capitals": APA.upper(),
    "listed": f"{TITLE} June 14, 2011\n • Lars L Andersen\n • Michael Kjaer\n • Dong-Po Wang",
    "acs": "(7) Andersen, L. L.; Kjær, M.; Wang, D.-P.; van der Berg, J. J. Strength Cond. Res. 2011, 26, 2408–2416.",
    "aip": "7 L.L. Andersen, M. Kjaer, D.-P. Wang, and J. van der Berg, J. Strength Cond. Res. 26, 2408 (2011).",
}


def _parsed(raw: str) -> Distance:
    return score_distance(_reference(raw), PAPER)


def _reference(raw: str):  # type: ignore[no-untyped-def]
    found = parse_reference(raw)
    bare = reference(raw)
    return type(bare)(bare.id, raw, bare.span, found.hints, None, found.identifiers)


def _values(distance: Distance) -> dict[str, float]:
    return {p.name: p.value for p in distance.penalties}


@pytest.mark.parametrize("style", STYLES)
def test_every_style_agrees(style: str) -> None:
    distance = _parsed(STYLES[style])
    assert max(_values(distance).values()) <= 0.1, distance
    assert decide_match(_reference(STYLES[style]), [PAPER]).verdict in ("certain", "likely")


@pytest.mark.parametrize(
    ("name", "right", "wrong", "low", "high"),
    [
        ("year", "(2011)", "(2012)", 0.3, 0.3),
        ("year", "(2011)", "(2O11)", 0.3, 0.3),
        ("year", "(2011)", "(2019)", 1.0, 1.0),
        ("volume", " 26(", " 27(", 0.6, 0.6),
        ("volume", " 26(", " 96(", 0.4, 0.4),
        ("volume", " 26(", " 26b(", 0.4, 0.4),
        ("pages", "2408–2416", "2708–2716", 0.4, 0.4),
        ("pages", "2408–2416", "17–19", 0.8, 1.0),
        ("authors", "Andersen, L. L.", "Anderssen, L. L.", 0.01, 0.2),
        ("authors", "Andersen, L. L.", "Andersen, C. H.", 0.1, 0.5),
        ("authors", "Andersen, L. L., Kjær, M., Wang, D.-P., & van der Berg, J.", "Quark, Z., Nobody, E.", 0.8, 1.0),
        ("title", "extensors", "extensors", 0.0, 0.0),
        ("title", "extensors", "extensers", 0.01, 0.2),
        ("title", "neck extensors", "hip flexors", 0.5, 1.0),
        ("title", f"{TITLE}.", f"{TITLE}: Part II.", 0.5, 1.0),
        ("title", f"{TITLE}.", f"Erratum to: {TITLE}.", 0.5, 1.0),
        ("container", "Journal of Strength and Conditioning Research", "Clinical Biomechanics", 0.7, 1.0),
        ("container", "Journal of Strength and Conditioning Research", "medRxiv", 0.7, 1.0),
    ],
)
def test_one_thing_wrong(name: str, right: str, wrong: str, low: float, high: float) -> None:
    assert right in APA
    values = _values(_parsed(APA.replace(right, wrong)))
    assert low <= values[name] <= high, values
    others = {n: v for n, v in values.items() if n not in (name, "month")}
    if name in ("year", "volume", "pages", "authors"):
        assert max(others.values()) <= 0.1, others


def test_a_cut_list_is_no_mismatch_but_a_gap_is() -> None:
    assert _values(_parsed(f"Andersen LL, Kjær M. {TITLE}. 2011"))["authors"] == 0.0
    assert _values(_parsed(f"Andersen LL, van der Berg J. {TITLE}. 2011"))["authors"] > 0.1
    assert _values(_parsed(f"Kjær M, Wang DP. {TITLE}. 2011"))["authors"] >= 0.4


def test_an_identifier_is_one_penalty_among_others() -> None:
    assert _values(_parsed(APA + " https://doi.org/10.5555/NECK.1"))["identifier"] == 0.0
    assert _values(_parsed(APA + " doi:10.5555/other"))["identifier"] == 1.0
    assert "identifier" not in _values(_parsed(APA + " PMID: 123"))


def test_a_formal_record_is_compared_by_its_fields() -> None:
    raw = "@article{a11, title={" + TITLE + "}, note={Erratum to be checked, 1999, see also Part 2}}"
    entry = reference(raw, "Andersen, L. L.; Kjær, M.", title=TITLE, year=2011, volume="26", pages="2408--2416")
    values = _values(score_distance(entry, PAPER))
    assert set(values) == {"title", "authors", "year", "volume", "pages"}
    assert max(values.values()) == 0.0


def test_more_agreement_is_never_farther() -> None:
    for change in (("2011", "2014"), ("2408–2416", "9–16"), (" 26(9)", " 7(1)"), ("neck extensors", "elbow")):
        assert _parsed(APA).total < _parsed(APA.replace(*change)).total


def test_a_preprint_is_not_its_article() -> None:
    preprint = work("doi:10.5555/pre", "Andersen, Lars L; Kjær, Michael", title=TITLE, year=2010, type="article",
                    publisher="Cold Harbor")  # fmt: skip
    assert not decide_match(_reference(APA), [preprint]).resolved
    printed = f"Andersen LL, Kjær M. {TITLE}. bioRxiv. 2011."
    assert not decide_match(_reference(printed), [PAPER]).resolved


def test_an_edition_years_later_is_not_this_one() -> None:
    assert not decide_match(_reference(f"Andersen LL, Kjær M. {TITLE}. 2016"), [PAPER]).resolved
    assert decide_match(_reference(APA.replace("(2011)", "(2016)")), [PAPER]).resolved


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_never_raises_and_stays_in_bounds(raw: str) -> None:
    distance = _parsed(raw)
    assert 0.0 <= distance.total <= 1.0
    assert 0.0 <= distance.coverage <= 1.0
    assert all(0.0 <= p.value <= 1.0 and p.weight > 0 for p in distance.penalties)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(sorted(set(STYLES) - {"acs", "aip"})),
    st.lists(st.integers(0, 400), max_size=3),
    st.sampled_from(" \n\t\u00a0\u200b"),
)
def test_stray_blanks_do_no_harm(style: str, places: list[int], blank: str) -> None:
    raw = STYLES[style]
    for place in places:
        at = place % len(raw)
        raw = raw[:at] + blank + raw[at:]
    match = decide_match(_reference(raw), [PAPER])
    assert match.work == PAPER.id


def test_a_work_that_says_nothing_is_infinitely_far() -> None:
    distance = score_distance(_reference(APA), Work("doi:10.5555/x", (), type(PAPER.fields)()))
    assert (distance.total, distance.coverage) == (1.0, 0.0)
