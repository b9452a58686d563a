from __future__ import annotations

from dataclasses import replace

import pytest

from neckref.auditing import list_not_checked, run_rules, worst_severity
from neckref.errors import UserError
from neckref.model import (
    Asked,
    Decision,
    Distance,
    EvidenceMap,
    Finding,
    Hints,
    Identifier,
    Match,
    Name,
    Penalty,
    Relation,
    Summary,
    Update,
)
from neckref.pipeline.assemble import all_rules
from neckref.readers.bib import read_bib
from tests.samples import sample_map

MAP = replace(sample_map(), findings=(), steps=("read", "fetch", "link"))


def findings(emap: EvidenceMap, *codes: str) -> list[Finding]:
    return list(run_rules(emap, all_rules(), select=codes))


def with_hints(hints: Hints, **penalties: float) -> EvidenceMap:
    """The sample with its first reference alone, under other hints, and these penalties of its match."""
    distance = Distance(tuple(Penalty(n, 1.0, v, f"{n}: printed / recorded") for n, v in penalties.items()), 0.9)
    first = replace(MAP.references[0], hints=hints)
    match = replace(MAP.matches[0], distance=distance)
    return replace(MAP, references=(first,), matches=(match,))


def test_codes_and_names_are_unique_and_described() -> None:
    rules = all_rules()
    assert len({r.code for r in rules}) == len({r.name for r in rules}) == len(rules)
    for rule in rules:
        assert rule.why.endswith(".")
        assert rule.remedy.endswith(".")


def test_dangling_attribution_has_its_place() -> None:
    (found,) = findings(MAP, "dangling-attribution")
    assert found.code == "NR304"
    assert found.subject == "attribution-1"
    assert found.span == MAP.attributions[0].span


def test_orphan_is_a_paper_no_claim_rests_on_marked_or_not() -> None:
    (found,) = findings(MAP, "orphan-reference")
    assert found.subject == "ref-2"
    assert findings(replace(MAP, steps=("read", "fetch")), "orphan-reference") == []


def test_a_paper_that_is_only_on_topic_is_no_orphan() -> None:
    only = tuple(replace(e, relation="mentions") if e.claim == "claim-2" else e for e in MAP.evidence)
    emap = replace(MAP, evidence=only, decisions=())
    assert [f.subject for f in findings(emap, "topical-reference")] == ["ref-3"]
    assert [f.subject for f in findings(emap, "orphan-reference")] == ["ref-2"]
    assert findings(MAP, "topical-reference") == []


def test_an_estimate_outside_its_own_interval() -> None:
    first = MAP.cited[0]
    abstract = "RESULTS: Pain fell (SMD -1.28, 95% CI -1.18 to -0.75)."
    works = tuple(replace(w, fields=replace(w.fields, abstract=abstract)) if w is first else w for w in MAP.works)
    (found,) = findings(replace(MAP, works=works), "implausible-interval")
    assert "-1.28" in found.message
    assert findings(MAP, "implausible-interval") == []


def test_unmentioned_only_where_others_are_marked() -> None:
    assert [f.subject for f in findings(MAP, "unmentioned-reference")] == ["ref-2", "ref-3"]
    unmarked = replace(MAP, claims=tuple(replace(c, references=(), markers=()) for c in MAP.claims))
    assert findings(unmarked, "unmentioned-reference") == []


def test_retraction_names_who_says_so_and_a_correction_is_none() -> None:
    (found,) = findings(MAP, "retracted")
    assert found.severity == "error"
    assert "2013-05-01" in found.message
    assert "said by publisher" in found.message
    works = tuple(
        replace(w, fields=replace(w.fields, updates=tuple(replace(u, kind="correction") for u in w.fields.updates)))
        for w in MAP.works
    )
    corrected = replace(MAP, works=works)
    assert findings(corrected, "retracted") == []
    assert len(findings(corrected, "corrected")) == 1


def _updated(*updates: Update) -> EvidenceMap:
    works = tuple(replace(w, fields=replace(w.fields, updates=updates if w.fields.updates else ())) for w in MAP.works)
    return replace(MAP, works=works)


def test_several_notices_of_one_retraction_are_one_finding() -> None:
    crossref = Update("retraction", Identifier("doi", "10.5555/notice"), "2013-05-01", "crossref (publisher)")
    pubmed = Update("retraction", Identifier("pmid", "77"), "2013-05", "pubmed")
    concern = Update("expression-of-concern", None, "2012", "crossref")
    (found,) = findings(_updated(pubmed, crossref, concern), "retracted")
    assert "said by pubmed, notice pmid:77; said by crossref (publisher), notice doi:10.5555/notice" in found.message


def test_a_reinstated_work_is_not_retracted() -> None:
    retracted, reinstated = Update("retraction", None, "2013-05-01"), Update("reinstatement", None, "2014-01-01")
    assert findings(_updated(retracted, reinstated), "retracted") == []
    assert len(findings(_updated(replace(retracted, date="2015"), reinstated), "retracted")) == 1


@pytest.mark.parametrize(("kind", "name"), [("preprint-of", "preprint-published"), ("notice-of", "notice-cited")])
def test_relations(kind: str, name: str) -> None:
    relation = Relation(kind, Identifier("doi", "10.5555/other"))
    first = MAP.cited[0]
    works = tuple(replace(w, fields=replace(w.fields, relations=(relation,))) if w is first else w for w in MAP.works)
    (found,) = findings(replace(MAP, works=works), name)
    assert "10.5555/other" in found.message
    assert found.span == MAP.references[0].span


def test_expression_of_concern() -> None:
    first = MAP.cited[0]
    concern = (Update("expression-of-concern", None, None, None),)
    works = tuple(replace(w, fields=replace(w.fields, updates=concern)) if w is first else w for w in MAP.works)
    assert len(findings(replace(MAP, works=works), "NR402")) == 1


def test_a_printed_month_that_is_not_the_papers() -> None:
    hints = Hints(authors=MAP.references[0].hints.authors, year=2015, month=12, day=31, title="T")
    (found,) = findings(with_hints(hints), "metadata-mismatch")
    assert "31 December 2015 is printed, March 2015 is recorded" in found.message
    assert "placeholder" in found.message


def test_a_day_nobody_knows_is_unconfirmed_not_wrong() -> None:
    hints = Hints(authors=MAP.references[0].hints.authors, year=2015, month=3, day=1, title="T")
    assert findings(with_hints(hints), "metadata-mismatch") == []
    (found,) = findings(with_hints(hints), "unconfirmed-date")
    assert found.severity == "note"


def test_penalties_become_mismatches_only_above_matters_of_form() -> None:
    hints = MAP.references[0].hints
    assert findings(with_hints(hints, title=0.01, container=0.2, volume=0.0), "NR102") == []
    found = findings(with_hints(hints, title=0.5, volume=1.0, pages=0.5), "NR102")
    assert {f.message.split(" differs")[0] for f in found} == {"Printed title", "Printed volume", "Printed pages"}


def test_authors_cut_without_a_word() -> None:
    hints = Hints(authors=(Name("Sørensen-Öz", "A"),), year=2015)
    (found,) = findings(with_hints(hints), "authors-cut")
    assert "1 of 2" in found.message
    assert "van der Berg" in found.message
    assert findings(with_hints(replace(hints, authors_cut=True)), "authors-cut") == []
    assert findings(with_hints(replace(hints, authors=())), "authors-cut") == []


def test_unverified_fields_are_named() -> None:
    (found,) = findings(MAP, "unverified-metadata")
    assert found.subject == "ref-3"
    assert "volume" in found.message


def test_a_printed_doi_of_another_paper() -> None:
    other = MAP.works[-1].identifiers[0]
    first = replace(MAP.references[0], identifiers=(other,))
    (found,) = findings(replace(MAP, references=(first, *MAP.references[1:])), "NR101")
    assert found.severity == "error"
    assert other.value in found.message


def test_a_printed_doi_that_is_nobodys() -> None:
    stray = Identifier("doi", "10.5555/misprint")
    first = replace(MAP.references[0], identifiers=(stray, MAP.works[0].identifiers[0]))
    emap = replace(MAP, references=(first, *MAP.references[1:]))
    assert "it could not be looked up" in findings(emap, "NR101")[0].message
    asked = (Asked("crossref", str(stray), "not found", "2026-01-01", None, "ref-1"),)
    (found,) = findings(replace(emap, asked=asked), "NR101")
    assert found.message.endswith("no source that was asked knows it.")
    right = replace(MAP.references[0], identifiers=MAP.works[0].identifiers)
    assert findings(replace(MAP, references=(right, *MAP.references[1:])), "NR101") == []


def test_a_mismatch_says_which_side_is_printed() -> None:
    (found,) = findings(with_hints(MAP.references[0].hints, volume=1.0), "NR102")
    assert (
        found.message == "Printed volume differs from the record: “volume: printed” is printed, “recorded” is recorded."
    )


def test_a_retraction_that_only_the_publication_type_tells() -> None:
    work = MAP.works[0]
    typed = replace(work, fields=replace(work.fields, publication_types=("Retracted Publication",)))
    works = (typed, *MAP.works[1:])
    assert work.id in {f.subject for f in findings(replace(MAP, works=works), "NR401")}
    assert work.id not in {f.subject for f in findings(MAP, "NR401")}


def test_a_marker_that_stands_for_the_wrong_entry() -> None:
    def marked(*references: str) -> EvidenceMap:
        return replace(MAP, claims=(replace(MAP.claims[0], references=references), *MAP.claims[1:]))

    assert findings(MAP, "marked-elsewhere") == []
    (found,) = findings(marked("ref-2"), "marked-elsewhere")
    assert (found.code, found.subject, found.span) == ("NR307", "claim-1", MAP.claims[0].span)
    assert "ref-1" in found.message
    assert findings(marked("ref-1", "ref-2"), "marked-elsewhere") == []
    assert findings(marked(), "marked-elsewhere") == []
    decided = (Decision("claim-1", MAP.works[0].id, "mentions"),)
    assert findings(replace(marked("ref-2"), decisions=decided), "marked-elsewhere") == []


@pytest.mark.parametrize(
    ("verdict", "name"),
    [("doubtful", "ambiguous-reference"), ("none", "unresolved-reference"), ("undecided", "could-not-ask")],
)
def test_what_is_not_resolved_is_three_things(verdict: str, name: str) -> None:
    emap = replace(MAP, matches=(Match("ref-1", verdict, reason="Because."),))
    assert [f.name for f in findings(emap, "NR201", "NR202", "NR203")] == [name]


def test_an_article_without_references_is_no_pass() -> None:
    emap = replace(MAP, references=(), matches=(), evidence=())
    (found,) = findings(emap, "no-references")
    assert (found.code, found.subject) == ("NR208", "article")
    assert found.message.startswith("2 claims")
    assert findings(MAP, "no-references") == []
    assert findings(replace(emap, claims=()), "no-references") == []


def test_duplicates_name_the_first() -> None:
    same = replace(MAP.matches[1], work=MAP.matches[0].work)
    (found,) = findings(replace(MAP, matches=(MAP.matches[0], same)), "NR204")
    assert found.subject == "ref-2"
    assert "ref-1" in found.message


@pytest.mark.parametrize(
    ("verdict", "name", "severity"),
    [
        ("no support among the cited papers", "no-support", "warning"),
        ("disputed", "disputed-claim", "error"),
        ("supported indirectly", "indirect-support", "note"),
        ("mixed", "mixed-evidence", "warning"),
    ],
)
def test_summaries_become_findings(verdict: str, name: str, severity: str) -> None:
    emap = replace(MAP, summaries=(Summary("claim-1", verdict, "Because."),))
    (found,) = findings(emap, name)
    assert (found.subject, found.severity, found.span) == ("claim-1", severity, MAP.claims[0].span)


def test_marker_without_reference() -> None:
    claims = (replace(MAP.claims[0], markers=("[9]",), references=()), MAP.claims[1])
    (found,) = findings(replace(MAP, claims=claims), "NR305")
    assert "[9]" in found.message


@pytest.mark.parametrize(
    ("marker", "missing"),
    [("[1,9]", "9 in [1,9] stands"), ("[1, 7–9]", "7, 8, 9 in [1, 7–9] stand"), ("[1-3]", ""), ("[ 2 ]", ""),
     ("Doe, 2012", ""), ("¹", ""), ("[9-1]", ""), ("[1,]", ""), ("[2008]", ""), ("[1, 2008–2010]", "")],
)  # fmt: skip
def test_a_marker_of_several_numbers_tells_the_missing_one(marker: str, missing: str) -> None:
    claims = (replace(MAP.claims[0], markers=(marker,), references=("ref-1",)), MAP.claims[1])
    found = [f.message for f in findings(replace(MAP, claims=claims), "NR305")]
    assert found == ([f"{missing} for no entry of the list."] if missing else [])


@pytest.mark.parametrize("text", ["Nobody, 2014", "according to Nobody, 2014"])
def test_a_marker_that_is_a_dangling_attribution_is_told_once(text: str) -> None:
    claims = (replace(MAP.claims[0], markers=("Nobody, 2014",), references=()), MAP.claims[1])
    dangling = replace(MAP.attributions[0], text=text, claim="claim-1", status="dangling")
    emap = replace(MAP, claims=claims, attributions=(dangling,))
    assert [f.code for f in findings(emap, "NR304", "NR305")] == ["NR304"]


def test_silence_is_listed() -> None:
    emap = replace(MAP, steps=("read",), matches=(Match("ref-1", "undecided"),))
    what = {(subject, check) for subject, check, _ in list_not_checked(emap)}
    assert ("run", "references against the sources") in what
    assert ("run", "claims against the papers") in what
    assert ("run", "source crossref") in what
    assert ("ref-1", "which work it is") in what
    assert {f.name for f in findings(emap, "NR5")} == {"source-not-asked", "check-not-run"}


def test_entries_of_a_bibliography_that_could_not_be_read_are_listed_with_their_line() -> None:
    reading = read_bib(b"@article{a, title={A}}\n@article{b, title={never closed\n", "my.bib")
    ((subject, what, why),) = [
        row for row in list_not_checked(EvidenceMap(reading.article, reading.references)) if row[0] == "article"
    ]
    assert (subject, what) == ("article", "an entry that is not read")
    assert why.startswith("Line 2: not read: ")


def test_retraction_status_is_unknown_where_nobody_who_knows_answered() -> None:
    known = {w.id for w in MAP.cited if w.records[0][0] != "snapshot"}
    unknown = {f.subject for f in findings(MAP, "retraction-unknown")}
    assert unknown == {w.id for w in MAP.cited} - known
    assert unknown


def test_select_ignore_and_severities() -> None:
    everything = run_rules(MAP, all_rules())
    assert {f.code[:3] for f in run_rules(MAP, all_rules(), select=["NR3"])} == {"NR3"}
    assert not [f for f in run_rules(MAP, all_rules(), ignore=["NR304", "retracted"]) if f.code in ("NR304", "NR401")]
    raised = run_rules(MAP, all_rules(), severities={"dangling-attribution": "error"}, select=["NR304"])
    assert [f.severity for f in raised] == ["error"]
    off = run_rules(MAP, all_rules(), severities={"NR304": "off"})
    assert len(off) == len(everything) - 1
    for wrong in ({"select": ["NR9"]}, {"ignore": ["dangling"]}, {"severities": {"NR999": "off"}}):
        with pytest.raises(UserError, match="no finding is called"):
            run_rules(MAP, all_rules(), **wrong)
    with pytest.raises(UserError, match="severity of NR304"):
        run_rules(MAP, all_rules(), severities={"NR304": "fatal"})


def test_findings_are_in_order_and_the_worst_is_known() -> None:
    everything = run_rules(MAP, all_rules())
    assert [f.code for f in everything] == sorted(f.code for f in everything)
    assert worst_severity(everything) == "error"
    assert worst_severity(()) is None


def test_a_map_without_an_article() -> None:
    emap = EvidenceMap(None, works=MAP.works, asked=(Asked("x", "q", "unavailable", "2026", "why"),))
    assert {f.name for f in run_rules(emap, all_rules())} == {"source-not-asked", "check-not-run"}
