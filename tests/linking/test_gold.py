"""Agreement with the labels of docs/gold.md: what it says is measured is what comes out."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from neckref.model import CLAIM_KINDS, RELATIONS, Span

ROOT = Path(__file__).parents[2]
LABELS = sorted((ROOT / "benchmarks" / "gold").glob("*.toml"))


@pytest.fixture(scope="module")
def gold() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold", ROOT / "benchmarks" / "gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gold"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", LABELS, ids=lambda p: p.stem)
def test_nothing_is_credited_or_disputed_wrongly(path: Path, gold: ModuleType) -> None:
    rows = {r["group"]: r for r in gold.measure(gold.compare(path)) if r["method"] == "neckref"}
    assert rows["relation"]["wrong_certain"] == 0
    assert rows["relation"]["kappa"] >= {"bundled": 0.8, "neck-pain": 0.7}.get(path.stem, 0.5)
    assert rows["claim"]["f1"] >= 0.9
    assert rows["checkable"]["agreement"] == 1.0
    assert rows["kind"]["agreement"] >= 0.9


@pytest.mark.parametrize("path", LABELS, ids=lambda p: p.stem)
def test_the_page_shows_the_labels_as_they_are(path: Path, gold: ModuleType) -> None:
    assert gold.render_labels(path) in (ROOT / "docs" / "gold.md").read_text("utf-8")


@pytest.mark.parametrize("path", LABELS, ids=lambda p: p.stem)
def test_labels_use_the_words_of_the_model(path: Path, gold: ModuleType) -> None:
    for claim in gold.tomllib.loads(path.read_text("utf-8"))["claim"]:
        assert claim["kind"] in CLAIM_KINDS
        assert claim["reason"].endswith(".")
        assert all(relation in RELATIONS for relation, *_ in claim.get("papers", {}).values())


def test_kappa_and_overlap(gold: ModuleType) -> None:
    assert gold.kappa([("", "a", "a"), ("", "b", "b")]) == 1.0
    assert gold.kappa([("", "a", "b"), ("", "b", "a")]) == -1.0
    assert gold.kappa([("", "a", "a")]) is None
    assert gold.kappa([]) is None
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: the textbook's 0.4
    pairs = [
        ("", w, g) for w, g, n in (("y", "y", 20), ("y", "n", 5), ("n", "y", 10), ("n", "n", 15)) for _ in range(n)
    ]
    assert gold.kappa(pairs) == 0.4
    assert gold.shared(Span(0, 10), Span(5, 15)) == pytest.approx(1 / 3)
    assert gold.shared(Span(0, 5), Span(5, 10)) == 0
