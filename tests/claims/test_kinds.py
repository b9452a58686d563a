from __future__ import annotations

import pytest

from tests.claims.articles import one, read


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Shoulder shrugs reduce neck pain.", "exercise"),
        ("Tai chi is as good as physiotherapy for neck pain.", "exercise"),
        ("Massage relieves muscle tension.", "treatment"),
        ("Baclofen is used to treat spasticity.", "treatment"),
        ("Your doctor may recommend surgery.", "treatment"),
        ("Baclofen can cause drowsiness.", "harm"),
        ("Yoga was associated with better sleep.", "exercise"),
        ("Common side effects include drowsiness and nausea.", "harm"),
        ("Neck strengthening exercises could increase spasm.", "harm"),
        ("Surgery carries risks such as infection and bleeding.", "harm"),
        ("Cervical dystonia is sometimes caused by injury.", "cause"),
        ("Smoking causes lung cancer.", "cause"),
        ("Hypertension is a risk factor for stroke.", "cause"),
        ("The cause of cervical dystonia is not known.", "cause"),
        ("There is no known cure for cervical dystonia.", "prognosis"),
        ("Most people with neck pain recover within six weeks.", "prognosis"),
        ("Back pain usually goes away by itself.", "prognosis"),
        ("Cervical dystonia is a rare movement disorder.", "definition"),
        ("The trapezius is a large muscle of the upper back.", "definition"),
        ("Symptoms include head tilt and neck pain.", "definition"),
        ("Low back pain affects about 80% of adults.", "definition"),
    ],
)
def test_kinds_of_claims_about_the_world(sentence: str, kind: str) -> None:
    claim = one(sentence)
    assert (claim.kind, claim.checkable) == (kind, True)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("You should see a doctor if the pain gets worse.", "advice"),
        ("It is important to warm up.", "advice"),
        ("Talk to your doctor before starting an exercise program.", "advice"),
        ("We recommend resting in a dark room.", "advice"),
        ("Avoid exercises that cause pain.", "advice"),
        ("Do not drink alcohol while taking baclofen.", "advice"),
        ("Adults should exercise at least three times per week.", "advice"),
        ("Stretch as far as it does not hurt.", "instruction"),
        ("Lie on your back with your knees bent.", "instruction"),
        ("Slowly turn your head to the right.", "instruction"),
        ("Then repeat on the other side.", "instruction"),
        ("While seated, lift your shoulders toward your ears.", "instruction"),
        ("Hold the stretch for 20 seconds.", "instruction"),
        ("One hand holds the shoulder down while gently turning the head.", "instruction"),
        ("Do not lift your head.", "instruction"),
    ],
)
def test_what_tells_someone_what_to_do_is_not_checkable(sentence: str, kind: str) -> None:
    claim = one(sentence)
    assert (claim.kind, claim.checkable, claim.direction) == (kind, False, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Is yoga good for neck pain?",
        "Read more about neck pain.",
        "Here are five exercises for the neck.",
        "Here is how to do shoulder shrugs.",
        "This article describes exercises for neck pain.",
        "There are several ways to treat neck pain.",
        "Let's look at neck exercises.",
        "Neck Exercises",
        "Shoulder shrugs and rows",
        "Medically reviewed by a physical therapist.",
        "This information is not a substitute for medical advice.",
        "Share this exercise on social media.",
        "Our clinic offers physiotherapy in three towns.",
        "I tried yoga last year.",
        "Parking is available behind the building.",
        "Prices include tax.",
        "…",
        "Why?",
        "42.",
    ],
)
def test_sentences_that_claim_nothing(sentence: str) -> None:
    assert read("Neck exercises", [sentence]).claims == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Exercise helps people with neck pain.",
        "Rest relieves pain.",
        "Stretching improves flexibility.",
        "Walking reduces stress in older adults.",
        "Exercise for 12 weeks improves quality of life.",
        "Work stress can trigger headaches.",
    ],
)
def test_nouns_that_are_spelt_like_commands_are_no_commands(sentence: str) -> None:
    claim = one(sentence)
    assert claim.checkable
    assert claim.text == sentence


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [
        ("Stretch your calf daily to reduce stiffness.",
         [("Stretch your calf daily to reduce stiffness.", True), ("Stretch your calf daily", False)]),
        ("Avoid deadlifts that can increase back pain.",
         [("Avoid deadlifts that can increase back pain.", False), ("deadlifts that can increase back pain.", True)]),
        ("It is best to walk every day to prevent stroke.",
         [("It is best to walk every day", False), ("walk every day to prevent stroke.", True)]),
        ("To strengthen the thigh, sit on a chair.", [("To strengthen the thigh, sit on a chair.", True)]),
        ("Turn your head to look to the right.", [("Turn your head to look to the right.", False)]),
        ("Ask your doctor about ways to reduce pain.", [("Ask your doctor about ways to reduce pain.", False)]),
    ],
)  # fmt: skip
def test_what_advice_says_of_the_world_is_a_claim_of_its_own(sentence: str, texts: list[tuple[str, bool]]) -> None:
    assert [(c.text, c.checkable) for c in read("Exercises", [sentence]).claims] == texts


def test_a_shared_subject_makes_no_command() -> None:
    claims = read("Exercises", ["Massage relieves pain but does not cure dystonia, and should be done daily."]).claims
    assert [c.kind for c in claims] == ["treatment", "treatment", "advice"]
