from neckref.linking.index import build_query
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
