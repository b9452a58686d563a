"""The three papers of the bundled article, against everything that could be mistaken for them.

Bibliographic facts only; the article's list gives title, a cut author list and an invented day.
"""

from __future__ import annotations

import pytest

from neckref.matching import build_query, decide_match
from neckref.model import Name, Reference, Work

from .makers import reference, work

A08 = work(
    "doi:10.2522/ptj.20070304 pmid:18339796",
    "Andersen LL; Kjær M; Andersen CH; Hansen PB; Zebis MK; Hansen K; Sjøgaard G",
    title="Muscle activation during selected strength exercises in women with chronic neck muscle pain",
    year=2008, month=6, journal="Physical Therapy", volume="88", issue="6", pages="703-711",
)  # fmt: skip
A12 = work(
    "doi:10.1519/jsc.0b013e31823f8d24",
    "Andersen CH; Zebis MK; Saervoll C; Sundstrup E; Jakobsen MD; Sjøgaard G; Andersen LL",
    title="Scapular muscle activity from selected strengthening exercises performed at low and high intensities",
    year=2012, month=9, journal="Journal of Strength and Conditioning Research", volume="26", issue="9",
    pages="2408-2416",
)  # fmt: skip
M12 = work(
    "doi:10.4085/1062-6050-47.1.15 pmid:22488226",
    "McBeth JM; Earl-Boehm JE; Cobb SC; Huddleston WE",
    title="Hip muscle activity during 3 side-lying hip-strengthening exercises in distance runners",
    year=2012, month=1, journal="Journal of Athletic Training", volume="47", issue="1", pages="15-23",
)  # fmt: skip
NEIGHBOURS = (
    work("doi:10.1002/art.23256", "Andersen LL; Kjær M; Søgaard K; Hansen L; Kryger AI; Sjøgaard G",
         title="Effect of two contrasting types of physical exercise on chronic neck muscle pain", year=2008,
         journal="Arthritis & Rheumatism", volume="59", pages="84-91"),
    work("doi:10.1152/japplphysiol.91057.2008", "Andersen LL; Andersen CH; Zebis MK; Nielsen PK; Søgaard K; Sjøgaard G",
         title="Effect of physical training on function of chronically painful muscles: a randomized controlled trial",
         year=2008, journal="Journal of Applied Physiology", volume="105", pages="1796-1801"),
    work("doi:10.2522/ptj.20090167", "Andersen LL; Andersen CH; Mortensen OS; Poulsen OM; Bjørnlund IBT; Zebis MK",
         title="Muscle activation and perceived loading during rehabilitation exercises: comparison of dumbbells and "
         "elastic resistance", year=2010, journal="Physical Therapy"),
    work("doi:10.1016/j.pain.2010.11.016", "Andersen LL; Saervoll CA; Mortensen OS; Poulsen OM; Hannerz H; Zebis MK",
         title="Effectiveness of small daily amounts of progressive resistance training for frequent neck/shoulder "
         "pain: randomised controlled trial", year=2011, journal="Pain", volume="152", pages="440-446"),
    work("doi:10.3390/app10030756", title="Electromyographic evaluation of specific elastic band exercises targeting "
         "neck and shoulder muscle activation", year=2020, journal="Applied Sciences", volume="10", pages="756"),
)  # fmt: skip
WORKS = (*NEIGHBOURS, M12, A12, A08)

LISTED = [
    (
        "Muscle Activation During Selected Strength Exercises in Women With Chronic Neck Muscle Pain June 01, 2008\n"
        "  • Lars L Andersen\n  • Michael Kjaer\n  • Christoffer H Andersen\n  • Peter B Hansen\n  • Mette K Zebis",
        A08,
    ),
    (
        "Scapular muscle activity from selected strengthening exercises performed at low and high intensities. "
        "September 01, 2012\n  • Christoffer H Andersen\n  • Mette K Zebis\n  • Charlotte Saervoll\n"
        "  • Emil Sundstrup\n  • Markus D Jakobsen",
        A12,
    ),
    (
        "Hip muscle activity during 3 side-lying hip-strengthening exercises in distance runners. December 31, 2012\n"
        "  • Joseph M. McBeth\n  • Jennifer E. Earl-Boehm\n  • Stephen C. Cobb\n  • Wendy E. Huddleston",
        M12,
    ),
]


def _listed(raw: str, month: int | None = None) -> Reference:
    title, *people = raw.split("\n")
    shown = tuple(Name(p.rsplit(" ", 1)[1], p.rsplit(" ", 1)[0].strip(" •")) for p in people)
    bare = reference(raw, title=title.rsplit(" ", 3)[0], year=int(title[-4:]), month=month)
    return Reference(
        bare.id, raw, bare.span, type(bare.hints)(shown, title=bare.hints.title, year=bare.hints.year, month=month)
    )


@pytest.mark.parametrize("parsed", [True, False], ids=["parsed", "unparsed"])
@pytest.mark.parametrize(("raw", "expected"), LISTED, ids=["A08", "A12", "M12"])
def test_cited_paper_is_found_among_its_neighbours(raw: str, expected: Work, parsed: bool) -> None:
    found = decide_match(_listed(raw) if parsed else reference(raw), WORKS)
    assert (found.work, found.verdict) == (expected.id, "certain")
    assert found.gap is not None
    assert found.gap > 0.3


def test_invented_month_and_cut_list_cost_nearly_nothing() -> None:
    found = decide_match(_listed(LISTED[2][0], month=12), WORKS)
    assert found.verdict == "certain"
    assert found.distance is not None
    assert {p.name: p.value for p in found.distance.penalties}["month"] == 1.0
    assert found.distance.total < 0.02


@pytest.mark.parametrize(("raw", "expected"), LISTED, ids=["A08", "A12", "M12"])
def test_without_the_paper_no_neighbour_takes_its_place(raw: str, expected: Work) -> None:
    others = [w for w in WORKS if w is not expected]
    found = decide_match(_listed(raw), others)
    assert (found.verdict, found.resolved) == ("none", False)
    assert decide_match(_listed(raw), others, unavailable=["crossref"]).verdict == "undecided"


def test_two_andersens_are_told_apart_by_initials() -> None:
    base = {"title": "Training of the neck at work", "year": 2010, "journal": "Work"}
    lars, christoffer = work("doi:10.5555/l", "Andersen LL", **base), work("doi:10.5555/c", "Andersen CH", **base)
    for raw, expected in (
        ("Andersen LL. Training of the neck at work. Work. 2010.", lars),
        ("Andersen, C. H. (2010). Training of the neck at work. Work.", christoffer),
        ("Christoffer H Andersen: Training of the neck at work, Work (2010)", christoffer),
    ):
        found = decide_match(reference(raw), [lars, christoffer])
        assert (found.work, found.resolved) == (expected.id, True), raw


def test_query_of_a_listed_paper() -> None:
    query = build_query(_listed(LISTED[0][0]))
    assert query is not None
    assert query.text.endswith("Pain Andersen Kjaer Hansen 2008") or query.text.endswith("Andersen Kjaer Andersen 2008")
    assert query.year == 2008
