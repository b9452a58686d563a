from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.errors import UserError
from neckref.model import CONCEPT_KINDS
from neckref.text.vocabulary import Term, Vocabulary, load_vocabulary, parse_vocabulary

VOCABULARY = load_vocabulary()


def terms(text: str) -> list[str]:
    return [c.term for c in VOCABULARY.find_concepts(text)]


def test_the_bundled_vocabulary_is_sound() -> None:
    assert len(VOCABULARY.terms) > 700
    assert {t.kind for t in VOCABULARY.terms.values()} == set(CONCEPT_KINDS)
    for term in VOCABULARY.terms.values():
        assert set(term.broader) <= VOCABULARY.terms.keys(), term.id
        assert all(VOCABULARY.terms[b].kind == term.kind for b in term.broader), term.id
        assert all(VOCABULARY.terms[r].kind == "region" for r in term.regions), term.id
        assert term.id not in VOCABULARY.ancestors(term.id)
        assert all(m[0] == "D" and m[1:].isdigit() for m in term.mesh), term.id
        assert not term.surrogate or term.kind == "outcome", term.id
        assert term.better is None or term.kind == "outcome", term.id


def test_every_phrase_finds_its_term() -> None:
    for term in VOCABULARY.terms.values():
        for phrase in (term.label, *term.synonyms):
            found = VOCABULARY.find_concepts(phrase)
            assert any(c.term == term.id and c.phrase == phrase for c in found), (term.id, phrase, found)


def test_no_excluded_phrase_finds_its_term() -> None:
    for term in VOCABULARY.terms.values():
        for phrase in term.not_:
            assert term.id not in terms(phrase), (term.id, phrase)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rowing is a core workout", ["rowing", "core-exercise"]),
        ("a one-arm row", ["one-arm-row"]),
        ("Upright rows", ["upright-row"]),
        ("two rows of chairs", []),
        ("chest presses", ["chest-press"]),
        ("leg press", ["leg-press"]),
        ("overhead press", ["shoulder-press"]),
        ("press-ups", ["push-up"]),
        ("the free press", []),
        ("shoulder shrugs with weights", ["shoulder-shrug"]),
        ("She shrugged off the advice", []),
        ("shrug it off", []),
        ("a stroke patient", ["stroke-as-cause", "stroke", "patient"]),
        ("swimming strokes", ["swimming"]),
        ("heat stroke", []),
        ("spasmodic torticollis", ["cervical-dystonia"]),
        ("cervical dystonia", ["cervical-dystonia"]),
        ("congenital muscular torticollis", ["congenital-torticollis"]),
        ("neck pain", ["neck-pain", "neck-pain-intensity"]),
        ("torticollis", ["torticollis"]),
        ("ten men", ["man"]),
        ("TENS", ["tens"]),
        ("aids recovery", ["recovery"]),
        ("muscle strength", ["muscle-strength"]),
        ("the strength of evidence", []),
        ("Parkinson’s disease", ["parkinson-disease"]),
        ("COVID-19 and Covid-19", ["covid-19", "covid-19"]),
        ("Dolor cervical", []),
        ("scapular muscle activity", ["scapula", "muscle-activity"]),
        ("hip muscle strength", ["hip", "muscle-strength"]),
        ("the hip muscle", ["hip-muscle"]),
        ("neck pain relief", ["neck-pain", "neck-pain-intensity"]),
    ],
)
def test_words_that_look_alike_are_kept_apart(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_a_phrase_does_not_reach_over_punctuation() -> None:
    assert terms("the neck. Pain comes") == ["neck", "pain"]
    assert terms("the neck,\nshoulder") == ["neck", "shoulder"]
    assert terms("neck\npain") == ["neck-pain", "neck-pain-intensity"]


def test_torticollis_is_wider_than_its_forms() -> None:
    assert VOCABULARY.compare("cervical-dystonia", "torticollis") == "narrower"
    assert VOCABULARY.compare("torticollis", "congenital-torticollis") == "broader"
    assert VOCABULARY.compare("cervical-dystonia", "congenital-torticollis") == "other"
    assert VOCABULARY.compare("cervical-dystonia", "neck-pain") == "other"
    assert VOCABULARY.compare("stroke", "stroke") == "same"


def test_muscles_belong_to_regions_and_exercises_act_on_them() -> None:
    assert {"neck", "shoulder", "upper-back", "back"} <= VOCABULARY.ancestors("upper-trapezius")
    assert "hip" in VOCABULARY.ancestors("gluteus-medius")
    assert "neck" not in VOCABULARY.ancestors("gluteus-medius")
    assert "trapezius" in VOCABULARY.regions("shoulder-shrug")
    assert "trapezius" in VOCABULARY.regions("one-arm-row")
    assert "trapezius" not in VOCABULARY.regions("rowing")
    assert VOCABULARY.regions("nothing-known") == frozenset()


@pytest.mark.parametrize("term", ["muscle-activity", "muscle-strength", "range-of-motion", "muscle-size"])
def test_what_a_patient_does_not_feel_is_a_surrogate(term: str) -> None:
    assert VOCABULARY.terms[term].surrogate


@pytest.mark.parametrize("term", ["pain", "disability", "quality-of-life", "spasm", "neck-pain-intensity"])
def test_what_a_patient_feels_is_none(term: str) -> None:
    assert not VOCABULARY.terms[term].surrogate


def test_a_users_file_adds_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[term]]\nid = "neck-yoga"\nkind = "exercise"\nlabel = "neck yoga"\nbroader = ["yoga"]\n'
        'not = ["neck yoga mat"]\n'
        '[[term]]\nid = "pilates"\nkind = "treatment"\nlabel = "contrology"\n'
    )
    mine = load_vocabulary(path)
    assert [c.term for c in mine.find_concepts("Neck yoga on a neck yoga mat")] == ["neck-yoga", "neck", "yoga"]
    assert mine.compare("neck-yoga", "yoga") == "narrower"
    assert [c.kind for c in mine.find_concepts("contrology, Pilates")] == ["treatment"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[term", "not valid TOML"),
        ('[[term]]\nid = "a"', "needs id, kind and label"),
        ('[[term]]\nid = "a"\nkind = "planet"\nlabel = "a"', "is none of"),
        ('[[term]]\nid = "a"\nkind = "cause"\nlabel = "a"\nsynonyms = "b"', "must be a list"),
        ('[[term]]\nid = "a"\nkind = "outcome"\nlabel = "a"\nbetter = "up"', '"more" or "less"'),
    ],
)
def test_a_broken_file_says_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(UserError, match=message) as error:
        parse_vocabulary(text, "mine.toml")
    assert "mine.toml" in str(error.value)


def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot read vocabulary"):
        load_vocabulary(tmp_path / "none.toml")


def test_a_circle_of_broader_terms_ends() -> None:
    circle = Vocabulary([Term("a", "cause", "a", broader=("b",)), Term("b", "cause", "b", broader=("a", "missing"))])
    assert circle.ancestors("a") == {"b", "missing"}


PHRASES = [t.label for t in VOCABULARY.terms.values()]


@given(
    st.lists(st.one_of(st.sampled_from(PHRASES), st.text(max_size=12)), max_size=12).map(" ".join), st.integers(0, 99)
)
def test_concepts_of_any_text_are_printed_there_in_order(text: str, offset: int) -> None:
    found = VOCABULARY.find_concepts(text, offset)
    for concept in found:
        assert text[concept.span.start - offset : concept.span.end - offset] == concept.phrase
        assert VOCABULARY.terms[concept.term].kind == concept.kind
    assert [c.span for c in found] == sorted(c.span for c in found)


@given(st.sampled_from(PHRASES))
def test_case_does_not_matter_but_for_abbreviations(phrase: str) -> None:
    if not any(word.isupper() for word in phrase.split()):
        assert terms(phrase.capitalize()) == terms(phrase)


def test_time_grows_with_the_text_and_no_faster() -> None:
    # A megabyte takes about a second; a third of it has three here, for coverage and busy machines.
    text = "Weighted shoulder shrugs reduce neck pain in office workers (see Table 2). " * 4_500
    start = time.process_time()
    assert len(VOCABULARY.find_concepts(text)) > 17_000
    assert time.process_time() - start < 10
