from neckref.linking.index import build_query, document_texts, fuse_scores, rerank
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
    words = {"a": 10.0, "b": 9.0, "c": 1.0}
    assert fuse_scores(words, {}) == {"a": 1.0, "b": 0.9, "c": 0.1}
    assert list(fuse_scores(words, {"a": 0.3, "b": 0.8})) == ["b", "a", "c"]
    assert list(fuse_scores(words, {"a": 0.3, "b": 0.3, "c": 0.9})) == ["c", "a", "b"]
    assert fuse_scores({"a": 2.0}, {"a": 0.5}) == {"a": 1.0}
    assert fuse_scores({}, {}) == {}


def test_a_cross_encoder_orders_the_first_only() -> None:
    order = rerank({"a": 3.0, "b": 2.0, "c": 1.0, "d": 0.5}, {"a": -1.0, "b": 4.0})
    assert order == {"b": 1.0, "a": 0.75, "c": 0.5, "d": 0.25}
    assert list(order) == ["b", "a", "c", "d"]


def test_a_model_reads_the_whole_and_each_sentence() -> None:
    work = Work("w", (), Fields(title="Shrugs", abstract="Twelve women lifted. Pain fell."))
    assert document_texts(work) == (
        "Shrugs. Twelve women lifted. Pain fell.", "Shrugs", "Twelve women lifted.", "Pain fell.",
    )  # fmt: skip
    assert document_texts(Work("w", (), Fields())) == ("",)
