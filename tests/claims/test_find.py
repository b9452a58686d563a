from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.claims import find_claims
from neckref.claims.find import LONGEST
from neckref.model import Reading, Reference
from neckref.text.vocabulary import load_vocabulary
from tests.claims.articles import check_spans, make_article, make_reference, one, read
from tests.claims.test_gold import GOLD

VOCABULARY = load_vocabulary()

NUMBERED = [make_reference(n, f"Author{n}", year=2000 + n, title=f"Paper {n}", marker=str(n)) for n in range(1, 6)]
AUTHORS = [
    make_reference(1, "Østby", "Lind", year=2015, title="Migraine and neck pain"),
    make_reference(2, "Farkas", year=2014, title="Strength training for headache"),
]


def test_an_exercise_page_with_markers() -> None:
    reading = read(
        "Exercises for Low Back Pain",
        ["Low back pain is a common complaint [1].", "Most people recover within six weeks without surgery [2]."],
        ["Regular walking reduces pain and improves function in people with chronic low back pain [1-3,5].",
         "Bed rest makes back pain worse, but staying active speeds recovery.[4]"],
        ["Lie on your back.", "Hold for 10 seconds.", "Is it enough?"],
        references=NUMBERED,
    )  # fmt: skip
    kinds = [(c.kind, c.direction, c.references) for c in reading.claims]
    assert kinds == [
        ("definition", None, ("ref-1",)),
        ("prognosis", None, ("ref-2",)),
        ("exercise", "reduces", ("ref-1", "ref-2", "ref-3", "ref-5")),
        ("harm", "harms", ("ref-4",)),
        ("exercise", "improves", ("ref-4",)),
        ("instruction", None, ()),
        ("instruction", None, ()),
    ]
    assert reading.claims[2].markers == ("[1-3,5]",)
    assert reading.attributions == ()
    walking = [c.term for c in reading.claims[2].concepts]
    assert "walking" in walking
    assert reading.claims[2].population == ("chronic-low-back-pain",)


def test_a_drug_page() -> None:
    reading = read(
        "Baclofen: dose and side effects",
        ["Baclofen is a muscle relaxant used to treat spasticity.", "The usual dose is 5 mg three times a day.",
         "Common side effects include drowsiness and dizziness.", "Do not drive if you feel sleepy.",
         "Baclofen was no better than placebo for pain.", "There is little evidence that it helps cervical dystonia."],
    )  # fmt: skip
    found = [(c.kind, c.direction, c.checkable) for c in reading.claims]
    assert found == [
        ("treatment", "improves", True),
        ("treatment", None, True),
        ("harm", None, True),
        ("instruction", None, False),
        ("treatment", "no change", True),
        ("treatment", None, True),
    ]
    assert "baclofen" in [c.term for c in reading.claims[2].concepts if c.kind == "treatment"]
    assert reading.claims[5].hedged
    assert "cervical-dystonia" in reading.claims[5].population


def test_a_page_in_author_year_style() -> None:
    reading = read(
        "Migraine and the neck",
        ["Migraine is a neurological disorder.", "Neck pain is common in people with migraine (Østby & Lind, 2015).",
         "Strength training did not reduce headache frequency in office workers (Farkas, 2014; Nemo, 2016)."],
        ["Farkas (2014) found that shrugs relieve headache.", "The study also showed less pain."],
        references=AUTHORS,
    )  # fmt: skip
    assert [c.references for c in reading.claims] == [(), ("ref-1",), ("ref-2",), ("ref-2",), ()]
    assert reading.claims[2].direction == "no change"
    assert reading.claims[2].population == ("office-worker", "migraine")
    found = [(a.text, a.status, a.reference) for a in reading.attributions]
    assert found == [
        ("Nemo, 2016", "dangling", None),
        ("Farkas (2014)", "resolved", "ref-2"),
        ("The study also showed", "resolved", "ref-2"),
    ]


def test_a_page_without_claims() -> None:
    reading = read(
        "About us",
        ["Welcome to our site.", "We were founded in 2009.", "Contact us by email.", "What would you like to read?"],
        ["The office is open on Monday.", "Follow us."],
    )
    assert (reading.claims, reading.attributions) == ((), ())


def test_an_empty_article_gives_nothing() -> None:
    assert read("", []).claims == ()


def test_text_of_the_reference_list_is_not_read() -> None:
    article = make_article("Neck pain", ["Shrugs reduce neck pain.", "Yoga reduces neck pain in women."])
    entry = article.sentences[1].span
    reading = find_claims(
        Reading(article, (Reference("ref-1", entry.slice(article.text), entry, AUTHORS[0].hints),)), VOCABULARY
    )
    assert [c.text for c in reading.claims] == ["Shrugs reduce neck pain."]


def test_a_link_to_a_cited_paper_resolves_the_words_around_it() -> None:
    cited = [make_reference(1, "Doe", year=2001, title="Yoga", url="https://example.org/paper")]
    reading = read(
        "Yoga", ["Yoga reduces pain, according to researchers"], references=cited, link="https://example.org/paper/"
    )
    assert [(a.status, a.reference) for a in reading.attributions] == [("resolved", "ref-1")]
    assert reading.claims[0].references == ("ref-1",)


def test_sections_are_kept_and_the_reading_is_not_changed() -> None:
    article = make_article("Yoga", ["Yoga reduces pain."])
    before = Reading(article, tuple(AUTHORS))
    after = find_claims(before, VOCABULARY)
    assert (after.article, after.references, before.claims) == (article, before.references, ())
    assert after == find_claims(before, VOCABULARY)
    assert after.claims[0].span == article.sentences[0].span


@pytest.mark.parametrize(
    "piece",
    [
        "according to ",
        "A 2008 study in ",
        "(Andersen et al., ",
        "yoga and pain, ",
        "X, ",
        "A b ",
        "[1",
        "(see ",
        "may ",
        "“",
        "than ",
        "and massage ",
        "it is; ",
    ],
)
def test_no_sentence_takes_long(piece: str) -> None:
    article = make_article("Neck pain", [piece * (LONGEST // len(piece))] * 5)
    start = time.process_time()
    find_claims(Reading(article, tuple(NUMBERED)), VOCABULARY)
    assert time.process_time() - start < 4


def test_what_is_too_long_for_a_sentence_is_not_read_and_counted_in_a_note() -> None:
    long = "Exercise reduces neck pain, " + "and massage " * 40_000 + "does not."
    start = time.process_time()
    reading = read("Neck pain", [long, "Yoga reduces neck pain."], [long])
    assert time.process_time() - start < 4
    assert [c.text for c in reading.claims] == ["Yoga reduces neck pain."]
    assert reading.article.notes == (
        "2 stretches of more than 2,000 characters without a full stop: not read for claims.",
    )
    assert read("Neck pain", ["Yoga reduces neck pain."]).article.notes == ()


PIECES = st.sampled_from(
    [g[0] for g in GOLD]
    + [w for g in GOLD for w in g[0].split()[:6]]
    + ["according to", "[1–3]", "(Andersen et al., 2008)", "¹", ".", ",", ";", "says", "A 2008 study in", "found that"]
    + ["\n", "do not"]
)


@settings(deadline=None)
@given(st.lists(st.lists(st.one_of(PIECES, st.text(max_size=30)), min_size=1, max_size=8).map(" ".join), max_size=6))
def test_any_text_gives_spans_that_hold(sentences: list[str]) -> None:
    article = make_article("Exercises for neck pain", sentences)
    reading = find_claims(Reading(article, tuple(NUMBERED)), VOCABULARY)
    check_spans(reading)
    ids = {r.id for r in reading.references}
    for claim in reading.claims:
        assert set(claim.references) <= ids
        assert claim.checkable == (claim.kind not in ("advice", "instruction"))
        assert any(s.span.contains(claim.span) for s in reading.article.sentences)
    for attribution in reading.attributions:
        assert (attribution.status == "resolved") == (attribution.reference in ids)


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("Yoga improves strength, reducing pain.", ["Yoga improves strength, reducing pain."]),
        ("Yoga improves strength, which helps lower pain.", ["Yoga improves strength, which helps lower pain."]),
        ("Yoga improves strength and reduces pain.", ["Yoga improves strength and reduces pain."]),
        # the contrary, surer or less sure, or cited by itself: each is checked apart
        ("Ibuprofen relieves pain and increases the risk of bleeding.",
         ["Ibuprofen relieves pain", "increases the risk of bleeding."]),
        ("Ibuprofen relieves pain but does not reduce swelling.",
         ["Ibuprofen relieves pain", "does not reduce swelling."]),
        ("Statins lower cholesterol and may reduce strokes.", ["Statins lower cholesterol", "may reduce strokes."]),
        ("Yoga improves strength [1] and reduces pain [2].", ["Yoga improves strength [1]", "reduces pain [2]."]),
        ("Yoga not only reduces stress but also improves balance.",
         ["Yoga not only reduces stress but also improves balance."]),
        ("With no known cure, stretching relieves pain.", ["stretching relieves pain."]),
        ("There is no known cure, but stretching relieves pain.",
         ["There is no known cure", "stretching relieves pain."]),
        ("Your doctor may prescribe baclofen to reduce spasm.",
         ["Your doctor may prescribe baclofen to reduce spasm."]),
        ("Do strength training early, before daily work tires the neck muscles.",
         ["Do strength training early, before daily work tires the neck muscles.",
          "daily work tires the neck muscles."]),
    ],
)  # fmt: skip
def test_a_claim_can_be_read_by_itself(sentence: str, claims: list[str]) -> None:
    reading = read("Back pain", [sentence], references=NUMBERED)
    assert [c.text for c in reading.claims] == claims


def test_what_a_doctor_may_prescribe_is_not_what_it_may_do() -> None:
    assert not one("Your doctor may prescribe baclofen to reduce spasm.").hedged
    assert not one("Baclofen, which your doctor may prescribe, reduces spasm.").hedged
    assert one("Baclofen, which your doctor may prescribe, may reduce spasm.").hedged


@pytest.mark.parametrize(
    ("sentence", "kind", "direction"),
    [
        ("Yoga not only reduces stress but also improves balance.", "exercise", "reduces"),
        ("Botulinum toxin weakens the overactive muscles and eases pain.", "treatment", "reduces"),
        ("Smoking is a leading cause of heart disease.", "cause", None),
        ("Asthma is a chronic lung disease.", "definition", None),
    ],
)
def test_what_sounds_like_the_contrary(sentence: str, kind: str, direction: str | None) -> None:
    claim = one(sentence)
    assert (claim.kind, claim.direction) in [(kind, direction), (kind, direction or "harms")]
