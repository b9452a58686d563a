from __future__ import annotations

import pytest

from tests.claims.articles import make_reference, read

REFERENCES = (
    make_reference(
        1, "Andersen", "Kjær", year=2008, journal="Physical Therapy", marker="1",
        title="Muscle activation in strength exercises in women with neck pain",
    ),
    make_reference(2, "Andersen", "Zebis", year=2012, title="Scapular muscle activity at two intensities", marker="2"),
    make_reference(3, "McBeth", year=2012, title="Hip muscle activity in runners", marker="3"),
)  # fmt: skip

LOST = [
    ("Shrugs reduce neck pain, according to", "according to"),
    ("Shrugs reduce neck pain, according to.", "according to"),
    ("Shrugs reduce neck pain, according to Since yoga helps too, stretch daily.", "according to"),
    ("Shrugs reduce neck pain, according to Yoga and Pilates build strength.", "according to"),
    ("Muscle relaxants relieve spasms, according to With no known cure, the goal is to ease pain.", "according to"),
    ("recommends doing shrugs every morning.", "recommends"),
    ("suggests that yoga relieves neck pain.", "suggests"),
    ("However, recommends resting the neck.", "recommends"),
    ("A 2019 study in found that yoga relieves neck pain.", "A 2019 study in found"),
    ("Research published in the shows that yoga relieves neck pain.", "Research published in the shows"),
    ("Heat relaxes the muscles, says.", "says"),
    ("The study, published in found that yoga relieves neck pain.", "The study, published in found"),
    ("A report by states that yoga relieves neck pain.", "A report by states"),
    ("Training three times a week is recommended by.", "recommended by"),
]
VAGUE = [
    ("Studies show that yoga relieves neck pain.", "Studies show"),
    ("Experts recommend shrugs twice a week.", "Experts recommend"),
    ("Some recent research suggests that yoga eases neck pain.", "Some recent research suggests"),
    ("Yoga relieves neck pain, researchers found.", "researchers found"),
    ("In one small study, yoga relieved neck pain.", "In one small study"),
    ("Doctors recommend losing weight.", "Doctors recommend"),
    ("Data from the registry show that migraine is common.", "Data from the registry show"),
]
NAMED = [
    ("According to the Mayo Clinic, yoga relieves neck pain.", "According to the Mayo Clinic"),
    ("Yoga relieves neck pain, according to Dr. Jane Doe.", "according to Dr. Jane Doe"),
    ("The American Academy of Testing recommends yoga for neck pain.", "The American Academy of Testing recommends"),
    ("Yoga relieves neck pain, says Dr. Jane Doe.", "says Dr. Jane Doe"),
    (
        "A 2010 study in the Journal of Nothing found that yoga relieves neck pain.",
        "A 2010 study in the Journal of Nothing found",
    ),
    ("Yoga relieves neck pain (Nobody et al., 1999).", "Nobody et al., 1999"),
    ("Nordby and colleagues found that yoga relieves neck pain.", "Nordby and colleagues found"),
]


@pytest.mark.parametrize(("sentence", "text"), LOST + VAGUE + NAMED)
def test_sources_that_no_reference_answers_to_are_dangling(sentence: str, text: str) -> None:
    reading = read("Neck exercises", [sentence], references=REFERENCES)
    (attribution,) = reading.attributions
    assert (attribution.text, attribution.status, attribution.reference) == (text, "dangling", None)
    assert attribution.claim is not None


@pytest.mark.parametrize(
    ("sentence", "text", "reference"),
    [
        ("A 2008 study in Physical Therapy found that shrugs activate the trapezius.",
         "A 2008 study in Physical Therapy found", "ref-1"),
        ("A 2008 study in Physical Therapy by Andersen showed that shrugs activate the trapezius.",
         "A 2008 study in Physical Therapy by Andersen showed", "ref-1"),
        ("Andersen and colleagues (2012) reported high activity in shrugs.", "Andersen and colleagues (2012)", "ref-2"),
        ("According to Andersen et al. (2008), shrugs activate the trapezius.",
         "According to Andersen et al. (2008)", "ref-1"),
        ("McBeth found that clams activate the hip muscles.", "McBeth found", "ref-3"),
        ("Studies show that shrugs activate the trapezius [2].", "Studies show", "ref-2"),
        ("A study from 2008 found that strength exercises activate neck muscles in women.",
         "A study from 2008 found", "ref-1"),
    ],
)  # fmt: skip
def test_sources_that_a_reference_answers_to_are_resolved(sentence: str, text: str, reference: str) -> None:
    reading = read("Neck exercises", [sentence], references=REFERENCES)
    (attribution,) = reading.attributions
    assert (attribution.text, attribution.status, attribution.reference) == (text, "resolved", reference)
    assert attribution.claim == reading.claims[0].id


@pytest.mark.parametrize(
    "sentence",
    [
        "A study from 2012 found that shrugs activate the trapezius.",  # two references of that year
        "A 2010 study in Physical Therapy found that shrugs activate the trapezius.",  # other year
        "A 2008 study found that aspirin prevents stroke.",  # other subject
        "Andersen (1999) found that shrugs activate the trapezius.",
    ],
)
def test_a_source_is_not_guessed(sentence: str) -> None:
    (attribution,) = read("Neck exercises", [sentence], references=REFERENCES).attributions
    assert attribution.status == "dangling"


@pytest.mark.parametrize(
    "sentence",
    [
        "We recommend shrugs for neck pain.",
        "Your doctor may recommend surgery.",
        "Doctors may prescribe botulinum toxin for cervical dystonia.",
        "Your physiotherapist recommends exercises that suit you.",
        "Train according to your ability.",
        "Choose the weight according to how strong you are.",
        "Exercise is recommended for people with neck pain.",
        "Follow the programme recommended by your doctor.",
        "As shown in Figure 2, the shoulders rise.",
        "The treatment was described by patients as painful.",
        "Botulinum toxin showed no effect on swallowing.",
        "It is known that yoga relieves neck pain.",
        "The exercises found below strengthen the neck.",
        "Notes on posture are below.",
        "Patients reported less pain after yoga.",
        "The FDA approved botulinum toxin for cervical dystonia.",
        "X-rays show the bones of the neck.",
        "This finding suggests that pain is common.",
        "Exercises recommended for the neck are shown below.",
    ],
)
def test_words_that_name_no_source(sentence: str) -> None:
    assert read("Neck exercises", [sentence], references=REFERENCES).attributions == ()


def test_a_source_spoken_of_again_is_the_same() -> None:
    reading = read(
        "Neck exercises",
        [
            "A 2008 study in Physical Therapy found that shrugs activate the trapezius.",
            "The study also found less pain.",
        ],
        ["This study showed that rows strengthen the back."],
        references=REFERENCES,
    )
    assert [a.reference for a in reading.attributions] == ["ref-1", "ref-1", None]


def test_the_claim_is_what_is_said_not_who_says_it() -> None:
    said = "shrugs reduce neck pain"
    for sentence in (
        f"According to the Mayo Clinic, {said}.",
        f"Studies show that {said}.",
        f"S{said[1:]}, according to Dr. Jane Doe.",
        f"S{said[1:]}, researchers found.",
        f"In one small study, {said}.",
    ):
        (claim,) = read("Neck exercises", [sentence]).claims
        assert claim.text.lower().rstrip(".") == said, sentence


def test_advice_of_others_is_advice() -> None:
    (claim,) = read("Neck exercises", ["Experts recommend shrugs twice a week."]).claims
    assert (claim.kind, claim.checkable, claim.direction) == ("advice", False, None)
