from dataclasses import replace

import pytest

from neckref.linking.summary import summarise_claims
from neckref.model import (
    Aspect,
    Decision,
    Directness,
    Evidence,
    EvidenceMap,
    Match,
    Name,
    Summary,
    Update,
    Work,
)
from tests.linking.maps import make_claim, make_map, make_work

SAME, OTHER = Aspect("matches"), Aspect("differs", "a", "b", "Neck pain is not cervical dystonia.")
DIRECT, INDIRECT = Directness(SAME, SAME, SAME), Directness(OTHER, SAME, SAME)
ONE = make_work("one", title="One", abstract="A result.")
TWO = make_work("two", title="Two", abstract="A result.")


def evidence(work: Work, relation: str, directness: Directness = DIRECT, linker: str = "cited") -> Evidence:
    return Evidence("claim-1", work.id, relation, directness, "randomised trial", None, linker, 0.5)


def summary(*rows: Evidence, emap: EvidenceMap | None = None, **changes: object) -> Summary:
    emap = emap or make_map((make_claim("Yoga reduces neck pain."),), (ONE, TWO))
    return summarise_claims(replace(emap, evidence=rows, **changes))[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([evidence(ONE, "supports")], "supported"),
        ([evidence(ONE, "supports", INDIRECT)], "supported indirectly"),
        ([evidence(ONE, "partly supports")], "supported indirectly"),
        ([evidence(ONE, "disputes")], "disputed"),
        ([evidence(ONE, "supports"), evidence(TWO, "disputes")], "mixed"),
        ([evidence(ONE, "partly supports"), evidence(TWO, "disputes")], "mixed"),
        ([evidence(ONE, "mentions"), evidence(TWO, "unclear")], "no support among the cited papers"),
        ([], "no support among the cited papers"),
    ],
)
def test_verdicts(rows: list[Evidence], verdict: str) -> None:
    assert summary(*rows).verdict == verdict


def test_every_summary_has_one_sentence_of_reason() -> None:
    for rows in ([evidence(ONE, "supports")], [evidence(ONE, "supports", INDIRECT)], [], [evidence(ONE, "mentions")]):
        reason = summary(*rows).reason
        assert reason.endswith(".")
        assert reason[0].isupper() or reason[0].isdigit()


def test_indirectness_is_named() -> None:
    assert "Neck pain is not cervical dystonia" in summary(evidence(ONE, "supports", INDIRECT)).reason


def test_a_decision_stands_above_all_linkers() -> None:
    rows = (evidence(ONE, "supports"), evidence(ONE, "disputes", linker="other"))
    rejected = Decision("claim-1", ONE.id, "mentions")
    assert summary(*rows, decisions=(rejected,)).verdict == "no support among the cited papers"
    accepted = Decision("claim-1", TWO.id, "supports")
    assert summary(decisions=(accepted,)).verdict == "supported"


def test_a_decision_is_not_called_what_a_linker_saw() -> None:
    accepted = Decision("claim-1", ONE.id, "supports")
    found = summary(evidence(ONE, "partly supports", INDIRECT), decisions=(accepted,))
    assert (found.verdict, found.reason) == ("supported", "One paper, by a person's decision.")
    gone = Decision("claim-1", "doi:10.5555/gone", "supports")
    assert summary(decisions=(gone,)).verdict == "no support among the cited papers"


@pytest.mark.parametrize("verdict", ["none", "doubtful", "undecided"])
def test_a_claim_whose_own_reference_is_not_identified_is_not_checked(verdict: str) -> None:
    emap = make_map((replace(make_claim("Yoga reduces neck pain."), references=("ref-2",)),), (ONE, TWO))
    found = summary(emap=replace(emap, matches=(emap.matches[0], Match("ref-2", verdict))))
    assert (found.verdict, found.reason) == (
        "not checked", "The reference it is marked with could not be identified.",
    )  # fmt: skip


def test_two_linkers_on_one_paper_are_one_paper() -> None:
    reason = summary(evidence(ONE, "supports"), evidence(ONE, "supports", linker="other")).reason
    assert reason.startswith("One randomised trial")


def test_a_retracted_paper_supports_nothing_and_an_erratum_changes_nothing() -> None:
    for kind, verdict in (("retraction", "no support among the cited papers"), ("correction", "supported")):
        work = replace(ONE, fields=replace(ONE.fields, updates=(Update(kind),)))
        emap = make_map((make_claim("Yoga reduces neck pain."),), (work,))
        found = summary(evidence(work, "supports"), emap=emap)
        assert found.verdict == verdict
        assert ("retracted" in found.reason) == (kind == "retraction")


def test_advice_is_not_checked() -> None:
    emap = make_map((make_claim("Do yoga.", checkable=False, kind="advice"),), (ONE,))
    found = summary(emap=emap)
    assert (found.verdict, found.reason) == ("not checked", "It is advice: no study says whether to follow it.")


def test_without_an_answer_nothing_was_checked() -> None:
    emap = make_map((make_claim("Yoga reduces neck pain."),), (ONE, TWO))
    unasked = tuple(Match(r.id, "undecided") for r in emap.references)
    found = summary(emap=replace(emap, matches=unasked, works=()))
    assert (found.verdict, found.reason) == ("not checked", "2 references could not be looked up.")
    half = summary(emap=replace(emap, matches=(emap.matches[0], unasked[1])))
    assert half.verdict == "no support among the cited papers"
    assert "1 reference could not be looked up" in half.reason


def test_a_title_alone_is_no_check_and_no_references_none() -> None:
    bare = make_work("bare", title="Yoga for neck pain")
    found = summary(emap=make_map((make_claim("Yoga reduces neck pain."),), (bare,)))
    assert (found.verdict, found.reason) == ("not checked", "Of 1 cited paper only the title is known.")
    assert summary(emap=make_map((make_claim("Yoga reduces neck pain."),), ())).verdict == "not checked"


def authored(name: str, abstract: str) -> Work:
    title = f"Neck training for chronic neck pain in women, {name}"
    return make_work(name, title=title, abstract=abstract, authors=(Name("Aho"), Name("Berg")))


def test_one_study_in_two_papers_is_counted_once() -> None:
    papers = [authored(n, "180 women with neck pain were randomized.") for n in ("a", "b")]
    emap = make_map((make_claim("Yoga reduces neck pain."),), (*papers, TWO))
    found = summary(*(evidence(p, "supports") for p in papers), emap=emap)
    assert found.reason.startswith("One randomised trial (in 2 papers)")
    found = summary(*(evidence(p, "supports") for p in (*papers, TWO)), emap=emap)
    assert found.reason.startswith("Two randomised trials (in 3 papers)")
    found = summary(evidence(papers[0], "supports"), evidence(papers[1], "disputes"), emap=emap)
    assert (found.verdict, found.reason) == (
        "mixed", "One randomised trial for it, one randomised trial against; papers of one study stand on both sides.",
    )  # fmt: skip
