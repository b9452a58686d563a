"""Makes `src/neckref/data/relation/`: word weights and the three linear models of `neckref.linking.relation`.

    python benchmarks/train_relation.py SCIFACT [--excerpts HEALTHVER]

Weights are learned from SciFact's half 0 (by a hash of the paper), thresholds from out-of-fold probabilities of the
same half; HealthVer's half 0 gives only the thresholds for excerpts. Half 1 of both is for `verdicts.py`. Seeds are
fixed: the same input gives the same files."""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from claims import Case, read_cases
from neckref.linking import lexical
from neckref.linking.features import POINTING, RELATED, sentence_features
from neckref.linking.relation import Linear, Model, related_values, score_relations

DATA = Path(__file__).parents[1] / "src" / "neckref" / "data" / "relation"
RELATIONS = ("supports", "disputes", "mentions")
ABSTRACTS = {"supports": 0.82, "disputes": 0.95, "mentions": 0.74}
EXCERPTS = {"supports": 0.85, "disputes": 0.95, "mentions": 0.82}
LEAST = 15
"""A threshold is the lowest one above which at least LEAST cases are decided, a target share of them rightly, by the
mean of REPEATS probabilities of models that have not seen the paper. A wrong "disputes" does the most harm; a wrong
"mentions" credits nobody, and for abstracts it is asked just so much that 0.40 of half 0 is decided. An excerpt lacks
the rest of its abstract, so more is asked of it. Only half 0 is looked at."""
FOLDS = 10
REPEATS = 5
NEVER = 1.01

Features = tuple[list[dict[str, float]], list[dict[str, float]]]
"""Of the sentences, and of the title (none or one)."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scifact", type=Path)
    parser.add_argument("--excerpts", type=Path)
    args = parser.parse_args()
    write_word_weights(args.scifact)
    cases = [c for c in read_cases(args.scifact) if c.half == 0]
    features = [read_features(c) for c in cases]
    model = fit(cases, features)
    thresholds = {"abstract": choose_thresholds(cases, out_of_fold(cases, features), ABSTRACTS)}
    thresholds["excerpt"] = dict.fromkeys(RELATIONS, NEVER)
    if args.excerpts:
        excerpts = [c for c in read_cases(args.excerpts) if c.half == 0]
        chances = [score_relations(model, *read_features(c))[0] for c in excerpts]
        thresholds["excerpt"] = choose_thresholds(excerpts, chances, EXCERPTS)
    (DATA / "model.json").write_text(render_model(model, thresholds), encoding="utf-8")
    print(json.dumps(thresholds, indent=1))


def write_word_weights(folder: Path) -> None:
    """Inverse document frequencies of stems in the corpus."""
    documents = [json.loads(line) for line in (folder / "corpus.jsonl").read_text("utf-8").splitlines()]
    table = lexical.document_frequencies([" ".join([d["title"], *d["abstract"]]) for d in documents])
    weights = {s: w for s, w in table.items() if not s[0].isdigit()}
    text = json.dumps({"unseen": round(math.log(len(documents) / 4), 2), "weights": weights}, separators=(",", ":"))
    (DATA / "word-weights.json").write_text(text + "\n", encoding="utf-8")


def read_features(case: Case) -> Features:
    claim = lexical.read_text(case.claim)
    return sentence_features(claim, case.title, case.sentences), sentence_features(
        claim, "", [case.title] if case.title else []
    )


def fit(cases: list[Case], features: list[Features]) -> Model:
    """The three models; evidence sentences are those marked by SciFact's annotators."""
    told = [(c, f, t) for c, (f, t) in zip(cases, features, strict=True) if c.label != "mentions"]
    rows = [([s[n] for n in RELATED], i in c.gold) for c, f, _ in told for i, s in enumerate(f)]
    select = logistic(rows, 0.1)
    logits = [[select.logit([s[n] for n in RELATED]) for s in f] for f, _ in features]
    rows = [(related_values(f, z), c.label != "mentions") for c, (f, _), z in zip(cases, features, logits, strict=True)]
    related = logistic(rows, 0.03)
    rows, weights = [], []
    for case, sentences, titles in told:
        chosen = max(range(len(sentences)), key=lambda i: select.logit([sentences[i][n] for n in RELATED]))
        for i in sorted(case.gold | {chosen}):
            rows.append(([sentences[i][n] for n in POINTING], case.label == "disputes"))
            weights.append(1 / len(case.gold) if i in case.gold else 0.5)
        rows += [([t[n] for n in POINTING], case.label == "disputes") for t in titles]
        weights += [0.5] * len(titles)
    return Model(select, related, logistic(rows, 0.1, weights), {})


def logistic(rows: list[tuple[list[float], bool]], c: float, weights: list[float] | None = None) -> Linear:
    """L2-regularised logistic regression on standardised features, given back in the features' own scale."""
    scaler = StandardScaler()
    values = scaler.fit_transform(np.array([r[0] for r in rows]))
    model = LogisticRegression(C=c, max_iter=5000).fit(values, [r[1] for r in rows], sample_weight=weights)
    own = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (own * scaler.mean_).sum())
    return Linear(round(bias, 5), tuple(round(float(w), 5) for w in own))


def out_of_fold(cases: list[Case], features: list[Features]) -> list[dict[str, float]]:
    """Mean probabilities of each case by models that have not seen its paper."""
    chances = [dict.fromkeys(RELATIONS, 0.0) for _ in cases]
    titles = [c.title for c in cases]
    for seed in range(REPEATS):
        for train, test in GroupKFold(FOLDS, shuffle=True, random_state=seed).split(cases, groups=titles):
            model = fit([cases[i] for i in train], [features[i] for i in train])
            for i in test:
                for relation, chance in score_relations(model, *features[i])[0].items():
                    chances[i][relation] += chance / REPEATS
    return chances


def choose_thresholds(
    cases: list[Case], chances: list[dict[str, float]], targets: dict[str, float]
) -> dict[str, float]:
    """Per relation the least probability it is said at, NEVER where none reaches its target."""
    rows = {r: [(p[r], c.label == r) for c, p in zip(cases, chances, strict=True)] for r in RELATIONS}
    return {relation: lowest_threshold(rows[relation], targets[relation]) for relation in RELATIONS}


def lowest_threshold(rows: list[tuple[float, bool]], target: float) -> float:
    """The least probability above which the share of right ones reaches the target."""
    found, right = NEVER, 0
    for count, (chance, correct) in enumerate(sorted(rows, reverse=True), 1):
        right += correct
        if count >= LEAST and right / count >= target:
            found = round(chance, 3)
    return found


def render_model(model: Model, thresholds: dict[str, dict[str, float]]) -> str:
    data = {
        n: {"bias": m.bias, "weights": m.weights} for n in ("select", "related", "against") if (m := getattr(model, n))
    }
    return json.dumps({**data, "thresholds": thresholds}, indent=1) + "\n"


if __name__ == "__main__":
    main()
