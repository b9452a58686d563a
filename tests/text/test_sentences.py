"""Sentences: hard places of English and other text, and what stripped links leave behind."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.text.sentences import opens_sentence, split_sentences


def split(text: str) -> list[str]:
    return [span.slice(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Hansen et al. found that shrugs raise activity.", "The effect lasted."],
        ["See Fig. 3 for the muscles.", "Dr. Quist agrees."],
        ["Exercise vs. rest, e.g. walking, helped (95% CI 1.1 to 2.7).", "No harm was seen."],
        ["The difference was 1.9 points (p. 12).", "It held."],
        ["J. P. Hansen et al. (2008) wrote this.", "L. L. Olsen agreed."],
        ["Pain fell.[3]", "Strength rose.[4,5]", "Nobody fell."],
        ["Pain fell. [3]", "Strength rose. [4–6]", "Nobody fell."],
        ["Shrugs with weights (e.g., with 5-kg dumbbells) work.1", "The neck is freed.2"],
        ["“Move your neck.”", "That is what he said."],
        ["Is it safe?", "Yes!", "It is."],
        ["The U.S. National Library says so.", "Approx. 40% recover."],
        ["Take 5 mg.", "Then do 10 reps.", "Rest for 2 min.", "No. 3 is hard."],
        ["Visit www.example.org.", "It is free."],
        ["该研究发现疼痛减轻。", "力量也增加了。"],
        ["Die Übungen helfen z. B. gegen Schmerzen.", "Sie kosten ca. 10 Minuten."],
    ],
)
def test_splits_where_a_sentence_ends(sentences: list[str]) -> None:
    glue = "" if sentences[0].endswith("。") else " "
    text = glue.join(sentences).replace(".[3] ", ".[3] ")
    assert split(text) == sentences


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Drugs and toxins are among its causes, according to", "Since part of the trouble is a spasm, see a doctor."),
        ("Strong muscles ease the pain, according to", "Yoga and Pilates work to build strength."),
        ("Relaxants may help, according to", "With no known cure, the aim is to manage pain."),
        ("It helps, according to", "The muscles of the neck relax."),
        ("It helps, according to", "Massage is good for you."),
        ("It helps, according to", "Stretching strengthens your neck."),
        ("It fell, according to", "In one trial, it rose."),
        ("It is safe, as noted by", "If you are old, stop."),
        ("It was published in", "These exercises are easy."),
        ("Do it three times per week.", "recommends doing strength training early."),
    ],
)
def test_splits_behind_an_attribution_that_lost_its_source(before: str, after: str) -> None:
    assert split(f"{before} {after}") == [before, after]


@pytest.mark.parametrize(
    "sentence",
    [
        "It works, according to Hansen and colleagues, shrugs raise activity.",
        "According to Hansen and Olsen, shrugs raise activity.",
        "It works, according to Mayo Clinic.",
        "It works, according to Yoga Journal, and it is cheap.",
        "It works, according to the Lancet.",
        "It works, according to The Lancet.",
        "It works, according to Harvard researchers who studied 40 women.",
        "According to Cochrane reviewers, shrugs help.",
        "According to NHS guidelines the neck heals by itself.",
        "According to A study of 12 women, shrugs help.",
        "According to Dr. Lars L. Quist in his book, shrugs help.",
        "According to In Touch magazine it works.",
        "It was published in The Spine Journal in 2008.",
        "It was recommended by Jan van den Berg at a meeting.",
        "According to research, shrugs help.",
    ],
)
def test_keeps_an_attribution_with_its_source_whole(sentence: str) -> None:
    assert split(sentence) == [sentence]


def test_offsets_are_added() -> None:
    assert [s.start for s in split_sentences("One. Two.", 100)] == [100, 105]


def test_no_words_open_no_sentence() -> None:
    assert not opens_sentence([])


@given(st.text(st.sampled_from("aB1 .,;:!?[](){}\n\"'“”’。é-–…&according to"), max_size=300))
def test_every_visible_character_is_in_one_sentence(text: str) -> None:
    spans = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(s.slice(text) == s.slice(text).strip() != "" for s in spans)
    assert "".join("".join(s.slice(text).split()) for s in spans) == "".join(text.split())


@pytest.mark.parametrize("unit", ["(", "“x", "according to A ", "10.1/", "a. ", "[1] ", ". [1", "A.", "'"])
def test_time_is_linear_on_hostile_text(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    split_sentences(text)
    assert time.process_time() - start < 8
