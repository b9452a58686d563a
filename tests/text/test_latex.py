"""LaTeX text both ways: protected capitals, escaped characters, accents of all notations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.text.latex import decode_latex, escape_latex, plain_title, protect_title


@pytest.mark.parametrize(
    ("title", "protected"),
    [
        ("Wall slides for pain: a trial", "Wall slides for pain: a trial"),
        ("Effects of EMG biofeedback in Danish workers", "Effects of {EMG} biofeedback in {Danish} workers"),
        ("McKenzie method: Maitland or COVID-19?", "{McKenzie} method: Maitland or {COVID}-19?"),
        ("Effect of Neck Exercise on Workers with EMG", "Effect of Neck Exercise on Workers with {EMG}"),
        ("Vitamin D and the C5 root", "Vitamin {D} and the {C5} root"),
        ("SHOULDER PAIN IN WORKERS", "SHOULDER PAIN IN WORKERS"),
        ("“Text neck”: Fact or fiction", "“Text neck”: Fact or fiction"),
        ("IL-1β & TNF-α_50%", r"{IL}-1{$\beta$} \& {TNF}-{$\alpha$}\_50\%"),
        ("", ""),
    ],
)  # fmt: skip
def test_capitals(title: str, protected: str) -> None:
    assert protect_title(title) == protected


def test_german_nouns_are_kept_in_titles_of_their_language() -> None:
    title = "Wirksamkeit Von Übungen"
    assert protect_title(title, "de") == "Wirksamkeit {Von} {Übungen}"


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"S{\o}gaard", "Søgaard"),
        (r"{\"O}z", "Öz"),
        (r"\'{e}t\'e", "été"),
        (r"Mar{\'\i}a", "María"),
        (r"Dvo\v{r}\'ak", "Dvořák"),
        (r"\c{C}elik", "Çelik"),
        (r"Erd\H{o}s", "Erdős"),
        (r"{\AA}sa Stra{\ss}e", "Åsa Straße"),
        (r"$\alpha$ and {$\Delta$}", "α and Δ"),
        (r"50\% of \#1 \& \$2\_x", "50% of #1 & $2_x"),
        (r"{{Deep} {N}eck}", "Deep Neck"),
        (r"H\textsubscript{2}O", "H₂O"),
        (r"\emph{in vivo} \textbf{x}", "in vivo x"),
        (r"a~b", "a b"),
        ("a\n  b", "a b"),
        (r"{\textless}i{\textgreater}", "<i>"),
        ("plain", "plain"),
    ],
)
def test_decodes(latex: str, text: str) -> None:
    assert decode_latex(latex) == text


@given(st.text())
def test_escaped_text_has_balanced_braces(text: str) -> None:
    depth = 0
    for char in escape_latex(text):
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0


@given(st.text("\\{}$~%#'\"`^ab \n@", max_size=40))
def test_decoding_never_raises(text: str) -> None:
    assert isinstance(decode_latex(text), str)


def test_titles_lose_tags_and_nothing_else() -> None:
    assert plain_title("H<sub>2</sub>O in <i>vivo</i>") == "H2O in vivo"
    assert plain_title("p < 0.05 in <hip> joints") == "p < 0.05 in <hip> joints"
