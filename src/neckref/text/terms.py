"""Words of a text for full-text search: what to look for, and the spellings it may have in print."""

from __future__ import annotations

import re

_GREEK = {
    "\u03b1": "alpha", "\u03b2": "beta", "\u03b3": "gamma", "\u03b4": "delta", "\u03b5": "epsilon", "\u03b6": "zeta",
    "\u03b7": "eta", "\u03b8": "theta", "\u03ba": "kappa", "\u03bb": "lambda", "\u03bc": "mu", "\u00b5": "mu",
    "\u03c0": "pi", "\u03c1": "rho", "\u03c3": "sigma", "\u03c4": "tau", "\u03c6": "phi", "\u03c7": "chi",
    "\u03c8": "psi", "\u03c9": "omega",
}  # fmt: skip
_LATIN = str.maketrans(_GREEK | {k.upper(): v for k, v in _GREEK.items() if k != "\u00b5"})
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"(?<![^\W_])[^\W_]+(?:[-/+'\u2019\u2010-\u2013][^\W_]+)+")
_MIXED = re.compile(r"\b(?:[A-Za-z]+\d+[A-Za-z0-9]*|\d+[A-Za-z]+)\b")
_COMMON = frozenset(
    "a an the of in on at to for from by with and or is are was were be been being has have had do does did that this "  # noqa: SIM905
    "these those it its as than then into not no nor can could may might will would should shall which who whom whose "
    "when where while whereas there their our we they such both each either between among during after before over "
    "under within without via per more most less least very only some any all other if but however thus also using "
    "used use show shown shows showed found find findings suggest suggests suggested result results resulted study "
    "studies data here play plays role roles known compared versus vs effect effects affect affects lead leads led due "
    "high associated association related relation patient patients".split()
)


def latin(text: str) -> str:
    """Greek letters by name: "TNF-\u03b1" → "TNF-alpha"."""
    return text.translate(_LATIN)


def query_words(text: str) -> tuple[str, ...]:
    """Lower-case words worth searching for, each once, in order; all of them where only common ones are there."""
    words = tuple(dict.fromkeys(_WORD.findall(latin(text).lower())))
    return tuple(w for w in words if w not in _COMMON) or words


def spelling_variants(text: str) -> tuple[str, ...]:
    """Other spellings of the text's hyphened and mixed words: "IL-6" → "il6"; "IL6" → "il", "6", "il6"."""
    text = latin(text)
    found = ["".join(_WORD.findall(m.group().lower())) for m in _JOINED.finditer(text)]
    for match in _MIXED.finditer(text):
        word = match.group().lower()
        found += [*re.findall(r"[a-z]+|\d+", word), word]
    return tuple(dict.fromkeys(found))
