"""The tagger against plain enumeration of all paths."""

import itertools
import json
from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.text.citations.features import TEMPLATES
from neckref.text.citations.tagger import (
    Weights,
    build_lattice,
    calibrate,
    find_paths,
    load_weights,
    measure_certainty,
    parse_weights,
)
from neckref.text.citations.tokens import split_tokens

FIELDS = ["author", "date", "title"]


def small_weights(state: list[tuple[str, int, int]], arcs: list[tuple[int, int, int]]) -> Weights:
    table: dict[str, str] = {}
    for value, s, weight in state:
        table[value] = f"{table.get(value, '')} {s} {weight}"
    return parse_weights(json.dumps({"fields": FIELDS, "arcs": arcs, "tables": {"w": table}}).encode())


def rows_of(words: str) -> list[list[str]]:
    return [[w if name == "w" else "" for name in TEMPLATES] for w in words]


def every_path(
    words: str, state: list[tuple[str, int, int]], arcs: list[tuple[int, int, int]]
) -> dict[tuple[int, ...], int]:
    own = {(v, s): 0 for v in words for s in range(6)}
    for value, s, weight in state:
        own[value, s] = own.get((value, s), 0) + weight
    arc = {(a, b): w for a, b, w in arcs}
    found = {}
    for path in itertools.product(range(6), repeat=len(words)):
        legal = path[0] % 2 == 0 and all(b % 2 == 0 or a // 2 == b // 2 for a, b in itertools.pairwise(path))
        if legal:
            scores = [own[v, s] for v, s in zip(words, path, strict=True)]
            found[path] = sum(scores) + sum(arc.get(pair, 0) for pair in itertools.pairwise(path))
    return found


_WEIGHT = st.integers(-150, 150)
_STATE = st.dictionaries(st.tuples(st.sampled_from("abc"), st.integers(0, 5)), _WEIGHT, max_size=12)
_ARCS = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), _WEIGHT, max_size=8)


@settings(max_examples=60, deadline=None)
@given(_STATE, _ARCS, st.text("abc", min_size=1, max_size=4))
def test_best_paths_are_those_of_enumeration(
    state: dict[tuple[str, int], int], arcs: dict[tuple[int, int], int], words: str
) -> None:
    listed, pairs = [(v, s, w) for (v, s), w in state.items()], [(a, b, w) for (a, b), w in arcs.items()]
    weights = small_weights(listed, pairs)
    paths = every_path(words, listed, pairs)
    lattice = build_lattice(rows_of(words), weights)
    best = sorted(paths.values(), reverse=True)
    found = find_paths(lattice, weights, 5)
    near = [x for x in best[:5] if best[0] - x < 300]
    assert [score for score, _ in found][: len(near)] == near
    assert all(paths[tuple(path)] == score for score, path in found)


@settings(max_examples=40, deadline=None)
@given(_STATE, _ARCS, st.text("abc", min_size=1, max_size=4))
def test_certainty_is_the_share_of_all_paths(
    state: dict[tuple[str, int], int], arcs: dict[tuple[int, int], int], words: str
) -> None:
    listed, pairs = [(v, s, w) for (v, s), w in state.items()], [(a, b, w) for (a, b), w in arcs.items()]
    weights = small_weights(listed, pairs)
    paths = every_path(words, listed, pairs)
    lattice = build_lattice(rows_of(words), weights)
    [(_, path)] = find_paths(lattice, weights, 1)
    total = sum(exp(x / 100) for x in paths.values())
    for at, certain in enumerate(measure_certainty(lattice, path, weights)):
        share = sum(exp(x / 100) for p, x in paths.items() if p[at] == path[at]) / total
        assert certain == pytest.approx(share, abs=0.03)  # paths out of the beam are left out


def test_the_trained_weights_know_the_fields_that_hints_are_read_from() -> None:
    fields = set(load_weights().fields)
    assert {"author", "date", "title", "journal", "container", "volume", "pages", "publisher", "url", "doi"} <= fields


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("2008 Jun;88(6):703-11.", ["2008", "Jun;", "88", "(6):", "703-11."]),
        ("Holm,J.L.(2008)", ["Holm,", "J.", "L.", "(2008)"]),
        ("doi:10.5555/a(b)c https://x.org/a,b", ["doi:10.5555/a(b)c", "https://x.org/a,b"]),
        ("1Applied Necks", ["1", "Applied", "Necks"]),
        ("vol.3 3.5 nih.gov", ["vol.", "3", "3.5", "nih.gov"]),
    ],
)
def test_pieces(text: str, pieces: list[str]) -> None:
    assert [t.text for t in split_tokens(text)] == pieces


@given(st.text(max_size=100))
def test_pieces_are_all_of_the_text_but_blanks(text: str) -> None:
    tokens = split_tokens(text)
    assert "".join(t.text for t in tokens) == "".join(text.split())
    assert all(text[t.start : t.end] == t.text for t in tokens)


@given(st.floats(0, 1), st.floats(0, 1))
def test_calibrated_certainty_keeps_the_order_and_stays_within_bounds(a: float, b: float) -> None:
    weights = load_weights()
    low, high = sorted((calibrate("title", a, weights), calibrate("title", b, weights)))
    assert 0 < low <= high < 1
    assert (a <= b) == (calibrate("title", a, weights) <= calibrate("title", b, weights)) or low == high


def test_without_scale_certainty_is_left_alone() -> None:
    assert calibrate("title", 0.8, small_weights([], [])) == pytest.approx(0.8)
