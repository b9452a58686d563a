from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from neckref.model import Asked, Aspect, Claim, EvidenceMap, Finding, Match, Span
from neckref.views.compose import content_of
from neckref.views.marked import blocks_of
from neckref.views.report import groups_of, render, reported, rules_of
from tests.samples import sample_map
from tests.views.maps import large_map, odd_maps


def _text(emap: EvidenceMap) -> str:
    return " ".join(html.document_fromstring(render(emap)).body.text_content().split())


def _groups(emap: EvidenceMap) -> dict[str, list[tuple[str, str]]]:
    content = content_of(emap)
    papers = [p for p in content.papers if p.numbers or p.claims]
    return {group.title: [(item.lead, item.text) for item in group.items] for group in groups_of(content, papers)}


def test_what_to_act_on() -> None:
    groups = _groups(sample_map())
    assert groups["Retracted"] == [("Quark Consortium 2011", "Heat & cold in <hip> joints_50%")]
    assert groups["Supported only indirectly"] == [("Claim 2", "Chin tucks strengthen the neck")]
    assert groups["“According to” nobody"] == [("Claim 2", "“according to”")]
    assert groups["References no claim rests on"] == [("Reference 2", "Heat & cold in <hip> joints_50%")]
    assert groups["Not checked"] == [("", "crossref could not be asked: connection refused; 1 question open.")]
    assert "Disputed" not in groups


def test_findings_of_unknown_rules_are_not_lost() -> None:
    emap = sample_map()
    new = (
        Finding("X1", "own-rule", "error", "claim-1", "The dose is missing.", "Say how often."),
        Finding("NR402", "expression-of-concern", "warning", emap.works[0].id, "A concern was raised.", "Read it."),
        Finding("NR503", "retraction-unknown", "note", emap.works[0].id, "Status unknown.", "Ask again."),
        Finding("NR102", "metadata-mismatch", "warning", "ref-1", "Another year is printed.", "Correct it."),
    )
    groups = _groups(replace(emap, findings=(*emap.findings, *new)))
    assert groups["Also to look at"] == [
        ("Claim 1", "The dose is missing."),
        ("Sørensen-Öz & van der Berg 2015", "A concern was raised."),
    ]
    assert ("", "Status unknown.") in groups["Not checked"]
    assert groups["References to correct or confirm"] == [("Reference 1", "Another year is printed.")]
    root = html.document_fromstring(render(replace(emap, findings=(*emap.findings, *new))))
    assert "The dose is missing. Say how often." in root.xpath("string(//*[@id='claim-1'])")


def test_not_found_and_could_not_ask_look_different() -> None:
    [group] = [g for g in groups_of(content_of(large_map()), []) if g.title == "References not found, or in doubt"]
    assert [item.lead for item in group.items] == ["Reference 6", "Reference 7"]
    assert "could not be asked" in group.items[0].more[0]
    assert "Not found by anyone asked" in group.items[1].more[0]
    unmatched = content_of(replace(sample_map(), matches=()))
    [group] = [g for g in groups_of(unmatched, []) if g.title == "References not found, or in doubt"]
    assert [item.more for item in group.items] == [("Not looked up.",)] * 3
    assert group.items[0].text.startswith(unmatched.references[0].raw[:30])


def test_quotes_are_quotes_and_summaries_say_that_they_are_none() -> None:
    root = html.document_fromstring(render(sample_map()))
    [first] = root.xpath("//*[@id='claim-1']")
    assert (
        first.xpath("string(.//blockquote)") == "“Wall slides reduced shoulder pain by 1.9 points (95% CI 1.1 to 2.7).”"
    )
    [second] = root.xpath("//*[@id='claim-2']")
    assert not second.xpath(".//blockquote")
    assert second.xpath("string(.//div[@class='digest']/b)") == "Summary, not a quote (summary, from snapshot)"


def test_both_phrases_of_directness_are_shown() -> None:
    text = _text(sample_map())
    assert "differs; article: “strengthen”; paper: “activity of the deep neck flexors”." in text
    assert "EMG amplitude is not strength." in text
    assert "not stated; article: not stated; paper: “healthy volunteers”." in text


def test_only_words_that_stand_there_are_quoted() -> None:
    emap = sample_map()
    aspect = Aspect("differs", "cervical dystonia", "runners", "They are not the same.")
    evidence = replace(emap.evidence[0], directness=replace(emap.evidence[0].directness, population=aspect))
    text = _text(replace(emap, evidence=(evidence,)))
    assert "differs; article: cervical dystonia; paper: runners. They are not the same." in text


def test_doubts_dates_and_decisions_are_shown() -> None:
    text = _text(sample_map())
    assert "Not verified by snapshot: volume." in text
    assert "year: 2015 by crossref, pubmed, but 2014 by openalex." in text
    assert "sources asked 2026-01-02" in text
    assert "Decided by R. Reviewer 2026-01-02: read it" in text
    assert "it does not mean that there is none" in text


@pytest.mark.parametrize("emap", [sample_map(), large_map()], ids=["sample", "large"])
def test_the_article_is_shown_whole_and_in_its_order(emap: EvidenceMap) -> None:
    assert emap.article is not None
    shown = ["".join(piece.text for piece in block.pieces) for block in blocks_of(emap)]
    assert "".join("".join(shown).split()) == "".join(emap.article.text.split())
    begun = [claim for block in blocks_of(emap) for claim in block.claims]
    assert begun == [claim.id for claim in emap.claims]
    if emap.article.title == "What helps a stiff neck at the desk":
        assert [b.pieces[0].text for b in blocks_of(emap) if b.heading] == [
            "Stretches", "Strength", "Rest and work", "References",
        ]  # fmt: skip


def test_claims_that_overlap_are_both_marked() -> None:
    emap = sample_map()
    first = emap.claims[0]
    part = Claim("claim-3", "shoulder pain", Span(first.span.start + 20, first.span.start + 33), "", "harm", True)
    pieces = [p for b in blocks_of(replace(emap, claims=(*emap.claims, part))) for p in b.pieces]
    [both] = [p for p in pieces if len(p.claims) == 2]
    assert both.text == "shoulder pain"
    assert [p.ends for p in pieces if p.ends] == [("claim-3",), ("claim-1",), ("claim-2",)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty", "No claim was found in this library, which holds papers only."),
        ("no claims", "No claim was found in the article."),
        ("nothing asked", "No source was asked."),
        ("no summaries", "2 not checked"),
    ],
)
def test_what_is_missing_is_said(name: str, words: str) -> None:
    assert words in _text(odd_maps()[name])


def test_without_an_article_the_papers_themselves_are_reported() -> None:
    text = _text(odd_maps()["works only"])
    assert "Shoulder exercises at work: a systematic review" in text
    assert "Retracted (1)" in text


def test_a_doubtful_match_is_a_guess_and_not_the_paper() -> None:
    emap = sample_map()
    doubtful = Match("ref-1", "doubtful", emap.matches[0].work, reason="The year differs.")
    text = _text(replace(emap, matches=(doubtful, *emap.matches[1:]), evidence=()))
    assert "Doubtful: not counted as found" in text
    assert "Best guess: Sørensen-Öz & van der Berg 2015. The year differs." in text


def test_references_are_told_apart_where_only_some_have_a_marker() -> None:
    emap = sample_map()
    first, second = emap.references[:2]
    names = [r.number for r in content_of(replace(emap, references=(replace(first, marker=None), second))).references]
    assert names == ["1", "2"]
    marked = (replace(first, marker=None), replace(second, marker="1"))
    assert [r.number for r in content_of(replace(emap, references=marked)).references] == ["2", "1"]


def test_sources_that_could_not_be_asked_are_one_sentence_with_each_name_once() -> None:
    emap = sample_map()
    asked = [
        Asked(source, "search: x", "unavailable", "2026-01-02T10:00:00Z", f"{source}: no {source} there", "ref-1")
        for source in ("openalex", "crossref", "crossref")
    ]
    content = content_of(replace(emap, asked=tuple(asked)))
    assert content.unavailable == (
        "crossref, openalex could not be asked (why: in the table of sources); 3 questions open."
    )
    assert content.references[0].asked == (
        "openalex: could not be asked (no openalex there)",
        "crossref: could not be asked (no crossref there)",
    )


def test_the_bundled_article_is_named_in_words() -> None:
    emap = sample_map()
    assert emap.article
    assert content_of(emap).origin == emap.article.origin
    bundled = replace(emap, article=replace(emap.article, origin="neckref:article"))
    assert content_of(bundled).origin == "The article that comes with neckref"


def test_a_finding_does_not_repeat_the_reason_above_it() -> None:
    emap = sample_map()
    reason = "Nothing found fits, and crossref could not be asked."
    finding = Finding("NR203", "could-not-ask", "warning", "ref-1", f"Undecided: {reason}", "Fetch again.")
    emap = replace(emap, matches=(Match("ref-1", "undecided", reason=reason),), evidence=(), findings=(finding,))
    page = html.document_fromstring(render(emap))
    assert page.get_element_by_id("ref-1").text_content().count(reason) == 1
    assert "Fetch again." in page.get_element_by_id("ref-1").text_content()


def test_a_list_of_references_is_not_shown_as_an_article() -> None:
    emap = sample_map()
    assert emap.article
    article = replace(emap.article, origin="identifiers", sentences=(), sections=())
    text = _text(replace(emap, article=article, claims=(), attributions=(), evidence=(), summaries=(), findings=()))
    assert "A list of references, without claims." in text
    assert "Given by identifier" in text
    assert "The article and what it rests on" not in text


def test_findings_stand_by_rule_and_none_is_left_out() -> None:
    emap = sample_map()
    twice = (
        *emap.findings,
        Finding("NR401", "retracted", "error", emap.works[0].id, "Retracted too.", "Do not rest a claim on it."),
        Finding("NR303", "dangling-attribution", "warning", "attribution-1", "Nobody again.", "Another remedy."),
    )
    content = content_of(replace(emap, findings=twice))
    rules = {rule.code: rule for rule in rules_of(content.findings)}
    assert sum(len(rule.findings) for rule in rules.values()) == len(twice)
    assert rules["NR401"].remedy == "Do not rest a claim on it."
    assert rules["NR303"].remedy == ""
    text = _text(replace(emap, findings=twice))
    for finding in twice:
        assert finding.message in text
        assert finding.remedy in text


def test_claims_and_papers_lead_to_their_place_in_the_picture() -> None:
    page = html.document_fromstring(render(sample_map(), "graph.html"))
    links = page.xpath("//a[@class='pictured']/@href")
    assert links[:2] == ["graph.html#claim-1", "graph.html#claim-2"]
    assert "graph.html#doi%3A10.5555%2Fdesk.%282015%29%3C3%3E_2" in links
    assert "graph.html" not in render(sample_map())


def test_a_retracted_paper_says_which_claims_rest_on_it() -> None:
    emap = sample_map()
    retracted = next(w for w in emap.works if w.retraction)
    moved = tuple(replace(e, work=retracted.id, passage=None) for e in emap.evidence)
    content = content_of(replace(emap, evidence=moved, decisions=()))
    [group] = [g for g in groups_of(content, reported(content)) if g.title == "Retracted"]
    assert [item.more for item in group.items] == [("Claims 1, 2 rest on it.",)]
    content = content_of(emap)
    [group] = [g for g in groups_of(content, reported(content)) if g.title == "Retracted"]
    assert [item.more for item in group.items] == [()]
