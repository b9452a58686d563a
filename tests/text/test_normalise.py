"""Keys of strings: accents go where they are accents, markup goes where it is markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.text.normalise import fold, key, strip_markup, words


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Sjøgaard", "Sjogaard"),
        ("Uluğ", "Ulug"),
        ("Ærøskøbing", "AEroskobing"),
        ("Straße", "Strasse"),
        ("Łukasz Đorđević", "Lukasz Dordevic"),
        ("ﬁbromyalgia", "fibromyalgia"),
        ("plain", "plain"),
    ],
)
def test_latin_letters_lose_their_accents(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@pytest.mark.parametrize("printed", ["йод", "が", "각도", "Ἑλλάς".replace("Ἑ", "Ε"), "हिन्दी"])
def test_other_scripts_stay(printed: str) -> None:
    assert key(fold(printed)) == key(printed)
    assert fold("йод") != "иод"


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_are_folded_and_numbers_stay() -> None:
    assert words("Neck-pain, 2nd ed. (Søgaard)") == ["neck", "pain", "2nd", "ed", "sogaard"]
    assert key("Neck  Pain:") == key("neck pain")


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Effect of <i>E. coli</i> on CO<sub>2</sub>", "Effect of E. coli on CO2"),
        ("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One. Two."),
        ("line<br/>break", "line break"),
        ("&lt;i&gt;Escaped&lt;/i&gt; &amp; more", "Escaped & more"),
        ("p &lt; 0.05 and x &gt; 3", "p < 0.05 and x > 3"),
        ("where x <N and p> 2", "where x <N and p> 2"),
        ('<mml:math display="inline"><mml:mi>α</mml:mi></mml:math> rhythm', "α rhythm"),
    ],
)
def test_markup_goes_and_inequalities_stay(marked: str, plain: str) -> None:
    assert strip_markup(marked) == plain
