from neckref.linking.index import build_query, document_text, fuse_scores, rerank
from neckref.model import Fields, Work
from neckref.text.vocabulary import Term, Vocabulary

WORDS = Vocabulary(
    [
        Term("exercise", "exercise", "exercise"),
        Term("strength", "exercise", "strength training", broader=("exercise",)),
        Term("shrug", "exercise", "shoulder shrug", synonyms=("trapezius lift",), broader=("strength",)),
    ]
)


def test_the_claims_words_without_common_ones() -> None:
    assert build_query("The shoulder shrug is good for the neck").words == ("shoulder", "shrug", "good", "neck")


def test_synonyms_and_broader_terms_but_not_the_top() -> None:
    query = build_query("A shoulder shrug helps", WORDS)
    assert query.related == ("shoulder shrug", "trapezius lift", "strength training")
    assert build_query("Strength training helps", WORDS).related == ("strength training",)


def test_without_a_vocabulary_nothing_is_added() -> None:
    assert build_query("A shoulder shrug helps").related == ()


def test_words_and_likeness_are_one_score() -> None:
    words = {"a": 10.0, "b": 9.0}
    assert list(fuse_scores(words, {})) == ["a", "b"]
    assert list(fuse_scores(words, {"a": 0.3, "b": 0.8, "c": 0.6, "d": 0.0})) == ["b", "a", "c", "d"]
    assert list(fuse_scores({}, {"a": 0.1, "b": 0.8})) == ["b", "a"]
    assert list(fuse_scores({"a": 1.0}, {"a": 0.5})) == ["a"]


def test_a_cross_encoder_orders_the_first_only() -> None:
    assert list(rerank({"a": 3.0, "b": 2.0, "c": 1.0}, {"a": -1.0, "b": 4.0})) == ["b", "a", "c"]


def test_a_model_reads_title_and_abstract() -> None:
    assert document_text(Work("w", (), Fields(title="Shrugs", abstract="Twelve women."))) == "Shrugs. Twelve women."
    assert document_text(Work("w", (), Fields())) == ""
