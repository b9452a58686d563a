import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.linking.features import POINTING, RELATED, sentence_features
from neckref.linking.lexical import direction, overlap, read_text, stem
from neckref.linking.relation import Linear, judge_text, parse_model, score_relations

TITLE = "Dietary nitrate and blood pressure in adults with hypertension"
ABSTRACT = (
    "Hypertension is common, and beetroot juice is a cheap source of dietary nitrate.",
    "We randomly assigned 68 adults with hypertension to beetroot juice or a placebo juice for four weeks.",
    "Beetroot juice reduced systolic blood pressure by 7.7 mm Hg compared with placebo (P < 0.001).",
    "Heart rate was recorded at each visit.",
    "Daily beetroot juice lowers blood pressure in adults with hypertension.",
)


def test_the_sentence_with_the_finding_is_chosen() -> None:
    judgement = judge_text(
        "Beetroot juice reduces systolic blood pressure in adults with hypertension.", TITLE, ABSTRACT
    )
    assert judgement.relation == "supports"
    assert judgement.sentence in (2, 4)
    assert 0.5 < judgement.score <= 1


def test_a_text_on_something_else_says_nothing() -> None:
    judgement = judge_text("Ibuprofen slows fracture healing in mice.", TITLE, ABSTRACT)
    assert judgement.relation == "mentions"


def test_the_opposite_claim_is_not_supported() -> None:
    claim = "Beetroot juice increases systolic blood pressure in adults with hypertension."
    assert judge_text(claim, TITLE, ABSTRACT).relation in ("disputes", "unclear")


def test_without_text_nothing_is_decided() -> None:
    assert judge_text("Anything.", TITLE, ()).sentence is None


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=40), st.lists(st.text(max_size=80), max_size=6))
def test_any_text_gets_a_judgement_and_twice_the_same(claim: str, title: str, sentences: list[str]) -> None:
    first = judge_text(claim, title, sentences)
    assert first == judge_text(claim, title, sentences)
    assert 0 <= first.score <= 1
    assert first.relation in ("supports", "disputes", "mentions", "unclear")


def test_every_named_feature_is_there() -> None:
    for features in sentence_features(read_text("Juice lowers blood pressure."), TITLE, ABSTRACT):
        assert set(RELATED) | set(POINTING) <= set(features)


def test_probabilities_add_up() -> None:
    ones = {"bias": 0.1, "weights": [0.0] * len(RELATED)}
    related = {"bias": 0.1, "weights": [0.0] * (len(RELATED) + 11)}
    against = {"bias": -1.0, "weights": [0.0] * len(POINTING)}
    model = parse_model(json.dumps({"select": ones, "related": related, "against": against, "thresholds": {}}))
    chances, best = score_relations(model, sentence_features(read_text("Juice."), TITLE, ABSTRACT))
    assert sum(chances.values()) == pytest.approx(1)
    assert best == 0


def test_a_linear_model_saturates_without_overflow() -> None:
    assert Linear(0.0, (1e6,)).probability([1e6]) == pytest.approx(1)
    assert Linear(0.0, (1e6,)).probability([-1e6]) == pytest.approx(0)


@pytest.mark.parametrize(("word", "sign"), [("reduced", -1), ("ineffective", -1), ("improves", 1), ("table", 0)])
def test_direction_words(word: str, sign: int) -> None:
    assert direction(word) == sign


def test_stems_join_the_forms_of_a_word() -> None:
    assert len({stem(w) for w in ("inhibits", "inhibited", "inhibition", "inhibiting")}) == 1


def test_rare_words_weigh_more_in_the_overlap() -> None:
    wanted = read_text("nitrate in patients with hypertension treatment").content
    rare = overlap(wanted, read_text("nitrate").content)
    common = overlap(wanted, read_text("treatment").content)
    assert rare > common > 0
    assert overlap(wanted, wanted) == pytest.approx(1)
    assert overlap(frozenset(), wanted) == 0
