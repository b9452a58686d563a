"""Phrases with offsets that hold, and numbers read as what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neckref.linking.cited import link
from neckref.linking.locate import cover, read_figures
from neckref.model import Article, Aspect, Concept, Directness, Evidence, Passage, Span
from neckref.text.vocabulary import load_vocabulary
from tests.linking.maps import make_claim, make_map, make_work
from tests.samples import TEXT, sample_map

TRIAL = make_work(
    "trial", title="Yoga for chronic neck pain: a randomized controlled trial",
    abstract="METHODS: 80 women with chronic neck pain were randomly assigned to yoga or usual care.\n"
    "RESULTS: Yoga reduced pain by 18 points (95% CI 9 to 27) compared with usual care.",
)  # fmt: skip


def aspects(directness: Directness) -> tuple[Aspect, Aspect, Aspect]:
    return directness.population, directness.intervention, directness.outcome


def rows(article: str, claim: str, population: tuple[str, ...] = ()) -> tuple[Evidence, ...]:
    """Evidence for a claim that stands at offset 100 of its article."""
    text = article.ljust(100)[:100] + claim
    emap = make_map((make_claim(claim, population=population),), (TRIAL,))
    emap = replace(emap, article=Article("a", "a", "A", text, "0", "text/plain"))
    return link(emap, load_vocabulary())


def test_every_phrase_is_the_words_of_article_and_paper_at_its_offsets() -> None:
    emap = sample_map()
    found = link(emap, load_vocabulary())
    assert found
    for row in found:
        work = emap.work(row.work)
        assert work is not None
        for aspect in aspects(row.directness):
            if aspect.claim_phrase is not None:
                assert aspect.claim_span is not None
                assert aspect.claim_span.slice(TEXT) == aspect.claim_phrase
            if aspect.work_phrase is not None:
                assert aspect.work_field is not None and aspect.work_span is not None
                assert aspect.work_span.slice(getattr(work.fields, aspect.work_field)) == aspect.work_phrase


def test_who_the_article_is_about_is_said_in_its_own_words_not_the_vocabularys() -> None:
    (row,) = rows("Wry neck and what to do", "Yoga reduces pain.", ("torticollis",))
    people = row.directness.population
    assert people.claim_phrase == "Wry neck"
    assert people.claim_span == Span(0, 8)
    assert people.value == "differs"


def test_a_phrase_outside_the_article_has_no_offset() -> None:
    (row,) = rows("", "Yoga reduces pain.", ("cervical-dystonia",))
    assert row.directness.population.claim_span is None


def test_the_words_from_the_first_concept_to_the_last_are_given() -> None:
    text = "Yoga helps women with chronic neck pain"
    terms = [c for c in load_vocabulary().find_concepts(text, 10) if c.kind in ("population", "condition")]
    assert cover(terms, text, 10) == "women with chronic neck pain"
    far = Concept("condition", "x", "pain", Span(500, 504))
    assert cover([terms[0], far], text + " " * 500, 10) == "women"
    assert cover([far], text, 10) == "pain"
    assert cover([], text) is None


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Activity came to 102 ± 11 %MVC.", [("level", "102 ± 11 %MVC", False)]),
        ("The lower part was more active (Δ13-30 %).", [("difference", "Δ13-30 %", False)]),
        ("It fell by 12 points.", [("difference", "by 12 points", False)]),
        ("Pain fell by 1.9 points (95% CI 2.1 to 2.7).", [("difference", "by 1.9 points", False),
                                                          ("estimate", "1.9 points (95% CI 2.1 to 2.7", True)]),
        ("It fell.", []),
    ],
)  # fmt: skip
def test_a_difference_is_no_level_and_an_estimate_outside_its_interval_is_marked(
    text: str, figures: list[tuple[str, str, bool]]
) -> None:
    field = "xx " + text
    found = read_figures(Passage("quote", "abstract", 3, len(field), text, "pubmed"))
    assert [(f.kind, f.text, f.outside) for f in found] == figures
    assert all(field[f.start : f.end] == f.text for f in found)


def test_the_figures_of_the_passage_are_given_with_the_evidence() -> None:
    (row,) = rows("", "Yoga reduces pain in chronic neck pain.")
    assert [f.kind for f in row.figures] == ["difference", "estimate"]
