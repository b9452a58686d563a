import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.linking.passages import find_candidates, sentence_role, split_abstract
from tests.linking.maps import make_work

ABSTRACT = (
    "BACKGROUND: Neck pain is common. It costs work.\nMETHODS: We randomised 60 adults (mean age 41.5 years).\n"
    "RESULTS: Pain fell by 1.9 points vs. control.\nCONCLUSIONS: Yoga helped."
)


def test_labels_give_roles_and_offsets_hold() -> None:
    work = make_work("x", title="Yoga", abstract=ABSTRACT)
    candidates = find_candidates(work)
    assert [c.role for c in candidates] == ["title", "background", "background", "method", "result", "conclusion"]
    for candidate in candidates:
        passage = candidate.passage
        assert getattr(work.fields, passage.field)[passage.start : passage.end] == passage.text
        assert (passage.kind, passage.source) == ("quote", "pubmed")


def test_compiled_words_are_a_summary_and_never_a_quote() -> None:
    work = make_work("x", "snapshot", title="Yoga", summary="Yoga lowered pain. Strength was not measured.")
    _, first, second = find_candidates(work)
    assert (first.passage.kind, first.passage.source, first.role) == ("summary", "snapshot", "result")
    assert second.role == "scope"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The aim of this study was to compare two exercises.", "background"),
        ("It remains unclear whether yoga helps.", "background"),
        ("Participants were recruited from two clinics.", "method"),
        ("Pain was significantly lower with yoga (P < 0.01).", "result"),
        ("In conclusion, yoga helps.", "conclusion"),
        ("Patients with neurological disease were excluded.", "scope"),
        ("Pain will be measured at 12 weeks.", "protocol"),
    ],
)
def test_cues_give_roles(text: str, role: str) -> None:
    assert sentence_role(text) == role


@settings(deadline=None)
@given(st.text(max_size=300))
def test_sentences_stand_where_they_say(text: str) -> None:
    for start, sentence, _ in split_abstract(text):
        assert text[start : start + len(sentence)] == sentence
