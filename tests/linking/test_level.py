import time

import pytest

from neckref.linking.level import find_sample_size, judge_level
from neckref.model import Fields


@pytest.mark.parametrize(
    ("title", "abstract", "level"),
    [
        (
            "Yoga for neck pain: a systematic review and meta-analysis",
            "We searched three databases.",
            "systematic review",
        ),
        ("Yoga for neck pain", "We searched MEDLINE and Embase for trials.", "systematic review"),
        ("Yoga for neck pain", "Sixty adults were randomly assigned to yoga or no treatment.", "randomised trial"),
        ("Yoga for neck pain: a randomised controlled trial", "Pain fell.", "randomised trial"),
        ("Yoga for neck pain", "A non-randomised study with a control group.", "controlled"),
        ("Computer work and neck pain", "A prospective cohort of 900 office workers.", "cohort"),
        ("Deep brain stimulation in dystonia: a case series", "Four patients are described.", "case series"),
        ("Trapezius activity in the shrug", "Surface EMG was recorded in 12 women.", "laboratory measurement"),
        ("EMG of the shrug", "Exercises were done in randomised order; EMG was recorded.", "laboratory measurement"),
        (
            "EMG after training",
            "Women were randomised to 10 weeks of training or control; EMG rose.",
            "randomised trial",
        ),
        ("Neck pain: a review", "Causes are described.", "narrative"),
        ("Neck pain guideline", "The panel recommends exercise.", "narrative"),
        ("Neck pain", "It hurts.", "unknown"),
    ],
)
def test_the_text_says_what_was_done(title: str, abstract: str, level: str) -> None:
    assert judge_level(Fields(title=title, abstract=abstract)).level == level


def test_an_acute_emg_study_typed_as_a_trial_is_a_measurement_and_says_so() -> None:
    found = judge_level(
        Fields(
            title="Muscle activation during strength exercises",
            abstract="EMG was recorded in 12 women during five exercises.",
            publication_types=("Journal Article", "Randomized Controlled Trial"),
        )
    )
    assert found.level == "laboratory measurement"
    assert found.note == "Publication type says randomised trial; the text describes a laboratory measurement."


def test_the_type_counts_where_the_text_is_silent() -> None:
    found = judge_level(Fields(title="Yoga and pain", publication_types=("Randomized Controlled Trial",)))
    assert (found.level, found.note) == ("randomised trial", "Design taken from the publication type.")


def test_a_protocol_has_no_level() -> None:
    found = judge_level(Fields(title="Yoga for neck pain: study protocol of a randomised trial"))
    assert found.protocol
    assert found.level == "unknown"
    assert judge_level(Fields(title="Yoga for neck pain: an ongoing trial")).protocol


def test_a_title_without_end_takes_no_time() -> None:
    start = time.process_time()
    assert not judge_level(Fields(title="ongoing " * 12_000)).protocol
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("We randomised 60 office workers with shoulder pain.", 60),
        ("Twelve female workers with myalgia took part.", 12),
        ("Nine trials with 1,144 participants were included.", 1144),
        ("We included nine RCTs with 1144 participants.", 1144),
        ("A cohort (N = 350) was followed.", 350),
        ("Of 80 patients, 40 women had yoga.", 80),
        ("Participants aged 30-60 years did 3 exercises for 12 weeks in 2019.", None),
        ("In 2008 women were studied.", None),
    ],
)
def test_the_number_of_people(text: str, n: int | None) -> None:
    assert find_sample_size(text) == n


def test_a_compiled_sample_size_wins() -> None:
    assert judge_level(Fields(title="EMG", summary="In 12 women.", sample_size=11)).n == 11
