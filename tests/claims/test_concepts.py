from __future__ import annotations

import pytest

from neckref.claims.concepts import find_claim_concepts, find_subject
from neckref.text.vocabulary import load_vocabulary
from tests.claims.articles import make_article, one, read

VOCABULARY = load_vocabulary()


def found(text: str, kind: str) -> list[str]:
    return [c.term for c in find_claim_concepts(text, VOCABULARY) if c.kind == kind]


@pytest.mark.parametrize(
    ("text", "phrase", "term"),
    [
        ("Train three times per week.", "three times per week", "three-times-weekly"),
        ("Train 4 to 5 times a week.", "4 to 5 times a week", "dose-frequency"),
        ("Hold for 20-30 seconds.", "20-30 seconds", "dose-duration"),
        ("A 12-week programme.", "12-week", "dose-duration"),
        ("Do 3 sets of 12 repetitions.", "3 sets of 12 repetitions", "dose-repetitions"),
        ("Lift 80% of 1RM.", "80% of 1RM", "dose-load"),
        ("Use a 5 kg dumbbell.", "5 kg", "dose-load"),
        ("Take 10 mg per day.", "10 mg per day", "dose-amount"),
        ("Inject 300 units.", "300 units", "dose-amount"),
        ("Every six weeks, repeat.", "Every six weeks", "dose-frequency"),
    ],
)
def test_doses_in_numbers(text: str, phrase: str, term: str) -> None:
    assert [(c.phrase, c.term) for c in find_claim_concepts(text, VOCABULARY) if c.kind == "dose"] == [(phrase, term)]


@pytest.mark.parametrize("text", ["aged 60 years", "a 6-month-old baby", "about 80% of adults", "in 2012", "page 12"])
def test_numbers_that_are_no_doses(text: str) -> None:
    assert found(text, "dose") == []


def test_what_brings_something_about_is_a_cause() -> None:
    text = "It may occur as a result of trauma, stroke or tumors."
    assert found(text, "cause") == ["trauma", "stroke-as-cause", "tumour-as-cause"]
    assert found(text, "condition") == []
    assert found("Yoga helps people with stroke.", "cause") == []
    assert found("Yoga helps people with stroke.", "condition") == ["stroke"]
    assert found("A stroke can cause paralysis.", "cause") == ["stroke-as-cause"]


def test_what_something_is_compared_with_is_a_comparator() -> None:
    assert found("Yoga reduces pain more than massage.", "comparator") == ["massage"]
    assert found("Yoga reduces pain compared with no treatment.", "comparator") == ["no-treatment"]
    assert found("It is easier in infants as compared to adults.", "comparator") == ["adult"]
    assert found("It is easier in infants as compared to adults.", "population") == ["infant"]


def test_the_subject_is_that_of_the_title() -> None:
    assert find_subject(make_article("Exercises for low back pain in older adults"), VOCABULARY) == (
        "low-back-pain",
        "older-adult",
    )


def test_else_of_the_first_definition() -> None:
    article = make_article("What helps", ["Stroke care varies.", "Migraine is a disease.", "Stroke differs."])
    assert find_subject(article, VOCABULARY) == ("migraine",)


def test_else_what_is_named_most() -> None:
    article = make_article("What helps", ["Yoga helps with asthma.", "Asthma and diabetes improve."])
    assert find_subject(article, VOCABULARY) == ("asthma",)
    assert find_subject(make_article("What helps", ["Yoga helps with asthma."]), VOCABULARY) == ()


def test_a_claims_own_condition_wins() -> None:
    assert one("Yoga reduces pain in women with fibromyalgia.").population == ("woman", "fibromyalgia")
    assert one("Yoga reduces pain.", "Yoga for fibromyalgia").population == ("fibromyalgia",)


def test_wide_words_say_nothing_of_whom_it_is_about() -> None:
    assert one("Yoga helps patients with this disease.", "Yoga for asthma").population == ("asthma",)


def test_a_pronoun_takes_what_acts_from_the_sentence_before() -> None:
    first, second = read("Drugs", ["Baclofen relieves spasticity.", "It can cause drowsiness."]).claims
    assert ("treatment", "baclofen", "Baclofen") in [(c.kind, c.term, c.phrase) for c in second.concepts]
    assert second.kind == "harm"
    assert first.direction == "reduces"


def test_a_predicate_takes_what_acts_from_its_sentence() -> None:
    _, harm = read("Drugs", ["Ibuprofen relieves pain but increases the risk of bleeding."]).claims
    assert "ibuprofen" in [c.term for c in harm.concepts]
    assert (harm.kind, harm.direction) == ("harm", "harms")


def test_what_a_harm_leads_to_is_not_whom_it_is_about() -> None:
    assert one("Oral steroids may lead to osteoporosis.", "Asthma care").population == ("asthma",)
    assert one("Oral steroids may cause fractures in people with diabetes.", "Asthma care").population == ("diabetes",)


def test_for_whom_is_not_what_it_is_compared_with() -> None:
    claim = one("Opioids are no better than placebo for low back pain.")
    kinds = {(c.kind, c.term) for c in claim.concepts}
    assert ("comparator", "placebo") in kinds
    assert ("condition", "low-back-pain") in kinds
    assert claim.population == ("low-back-pain",)
