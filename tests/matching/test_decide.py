from __future__ import annotations

import pytest

from neckref.matching import build_query, decide_match, explain_match, score_distance
from neckref.model import Fields, Hints, Identifier, Reference, Span, Work

from .makers import reference, work

TITLE = "Wall slides for shoulder pain in office workers: a randomised trial"
TRIAL = work(
    "doi:10.5555/trial", "Sørensen Anna; van den Dool Jan; Kjær M", title=TITLE, year=2015,
    journal="Journal of Desk Medicine", volume="3", issue="2", pages="110-119",
)  # fmt: skip
OTHER = work(
    "doi:10.5555/other", "Sørensen Anna; Kjær M", title="Chin tucks and electromyography in healthy volunteers",
    year=2015, journal="Journal of Desk Medicine", volume="3", issue="4", pages="210-215",
)  # fmt: skip
FULL = f"Sorensen A, van den Dool J, Kjaer M. {TITLE}. J Desk Med. 2015;3(2):110-9."


def test_full_reference_is_certain() -> None:
    found = decide_match(reference(FULL), [OTHER, TRIAL])
    assert (found.verdict, found.work, found.runner_up) == ("certain", TRIAL.id, OTHER.id)


def test_misprints_resolve_and_show() -> None:
    misprints = (
        ("2015", "2014", "year"),
        ("110-9", "111-9", "pages"),
        ("Sorensen A", "Sorenson A", "authors"),
        ("Sorensen A", "Sorensen B", "authors"),
    )
    for right, wrong, name in misprints:
        found = decide_match(reference(FULL.replace(right, wrong)), [OTHER, TRIAL])
        assert (found.work, found.resolved) == (TRIAL.id, True), wrong
        assert found.distance is not None
        assert {p.name: p.value for p in found.distance.penalties}[name] > 0, wrong


def test_title_less_reference_needs_its_place() -> None:
    whole = "A. Sørensen, J. van den Dool, and M. Kjær, J. Desk Med. 3, 110 (2015)"
    assert decide_match(reference(whole), [OTHER, TRIAL]).work == TRIAL.id
    assert not decide_match(reference("A. Sørensen, J. Desk Med. (2015)"), [OTHER, TRIAL]).resolved
    assert not decide_match(reference(whole.replace("110", "377").replace(" 3,", " 9,")), [OTHER, TRIAL]).resolved


def test_little_is_not_enough() -> None:
    for raw in ("2015", "Sørensen 2015", "J Desk Med", ""):
        assert not decide_match(reference(raw), [TRIAL]).resolved, raw


def test_a_notice_is_not_the_work() -> None:
    for change in ("Erratum: Wall slides", "Reply to: Wall slides", "Comment on: Wall slides"):
        raw = FULL.replace("Wall slides", change).replace("110-9", "388")
        assert not decide_match(reference(raw), [TRIAL]).resolved, change


def test_ambiguity_is_an_answer() -> None:
    same = {"title": "Botulinum toxin for cervical dystonia", "authors": "Doe J", "journal": "Reviews"}
    works = [work("doi:10.5555/pub3", **same, year=2017), work("doi:10.5555/pub4", **same, year=2020)]
    unclear = decide_match(reference("Doe J. Botulinum toxin for cervical dystonia. Reviews."), works)
    assert (unclear.verdict, unclear.resolved) == ("doubtful", False)
    assert unclear.reason == "Two works fit: doi:10.5555/pub3 and doi:10.5555/pub4."
    for year, doi in ((2017, "pub3"), (2020, "pub4")):
        clear = decide_match(reference(f"Doe J. Botulinum toxin for cervical dystonia. Reviews. {year}."), works)
        assert (clear.work, clear.resolved) == (f"doi:10.5555/{doi}", True)


def test_the_printed_year_tells_neighbouring_editions_apart() -> None:
    same = {"title": "Botulinum toxin for cervical dystonia", "authors": "Doe J; Roe A", "journal": "Reviews"}
    works = [work("doi:10.5555/pub3", **same, year=2016), work("doi:10.5555/pub4", **same, year=2017)]
    found = decide_match(reference("Doe J, Roe A. Botulinum toxin for cervical dystonia. Reviews. 2017."), works)
    assert (found.verdict, found.work) == ("likely", "doi:10.5555/pub4")
    assert found.reason == "Fits better than doi:10.5555/pub3, which differs in year."


def test_a_printed_doi_of_another_title_is_doubtful() -> None:
    found = decide_match(reference(FULL + " doi:10.5555/other"), [OTHER])
    assert not found.resolved
    both = decide_match(reference(FULL + " doi:10.5555/other"), [OTHER, TRIAL])
    assert both.work == TRIAL.id


def test_a_bare_identifier_resolves() -> None:
    found = decide_match(reference("https://doi.org/10.5555/trial"), [TRIAL])
    assert (found.verdict, found.work) == ("certain", TRIAL.id)


def test_silence_is_not_an_answer() -> None:
    assert decide_match(reference(FULL), []).verdict == "none"
    silent = decide_match(reference(FULL), [], unavailable=("crossref", "pubmed"))
    assert (silent.verdict, silent.work) == ("undecided", None)
    assert "crossref, pubmed" in silent.reason


def test_order_of_works_does_not_matter() -> None:
    assert decide_match(reference(FULL), [OTHER, TRIAL]) == decide_match(reference(FULL), [TRIAL, OTHER])


def test_waterfall_adds_up() -> None:
    rows = explain_match(decide_match(reference(FULL.replace("2015", "2014")), [OTHER, TRIAL]))
    assert {r.role for r in rows} == {"winner", "runner-up"}
    for role in ("winner", "runner-up"):
        steps = [r for r in rows if r.role == role]
        assert steps[-1].field == "total"
        assert abs(sum(r.step for r in steps) - steps[-1].running) < 1e-9


def test_distance_names_both_values() -> None:
    penalty = {p.name: p for p in score_distance(reference(FULL.replace("2015", "2014")), TRIAL).penalties}["year"]
    assert penalty.detail == "2014 / 2015"


def test_query_without_title_names_the_place() -> None:
    loose = reference(
        "Doe J, J Desk Med 3, 110 (2015)", "Doe J", container="J Desk Med", volume="3", pages="110-9", year=2015
    )
    query = build_query(loose)
    assert query is not None
    assert (query.text, query.first_page) == ("Doe J Desk Med 3 110 2015", "110")
    assert build_query(reference("2015")) is None


@pytest.mark.parametrize(
    "raw",
    ["doi:10.5555/a", "doi: 10.5555/a-47.1.15", "https://doi.org/10.5555/a", "PMID: 123", "source", "2010 review"],
)
def test_a_bare_identifier_is_certain_when_it_is_known(raw: str) -> None:
    doi, pmid = Identifier("doi", "10.5555/a"), Identifier("pmid", "123")
    entry = Reference("ref-1", raw, Span(0, len(raw)), Hints(), identifiers=(pmid if "123" in raw else doi,))
    known = Work("doi:10.5555/a", (doi, pmid), Fields(title="Some paper", volume="123", year=2009), {}, ())
    match = decide_match(entry, [known])
    assert (match.verdict, match.work) == ("certain", known.id)
    assert decide_match(entry, []).verdict == "none"


def test_a_bare_identifier_of_two_works_is_ambiguous() -> None:
    doi = Identifier("doi", "10.5555/supplement")
    entry = Reference("ref-1", "doi:10.5555/supplement", Span(0, 22), Hints(), identifiers=(doi,))
    works = [Work(f"w{n}", (doi,), Fields(title=f"Abstract {n}"), {}, ()) for n in (1, 2)]
    assert decide_match(entry, works).verdict == "doubtful"
