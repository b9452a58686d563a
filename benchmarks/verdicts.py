"""What a text says of a claim: precision of what is decided, coverage, macro-F1, and the sentence it is decided by.

    python benchmarks/verdicts.py DIR [--all] [--json]

DIR holds SciFact's `corpus.jsonl` and `claims*.jsonl`, or CSV files with evidence, claim and label. The half that
weights and thresholds were chosen on is left out unless --all is given. Beside neckref, on the same cases: always the
commonest label, a rule on shared words and negation, and logistic regression on TF-IDF and their cosine, which learns
from the other half."""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from claims import Case, read_cases
from neckref.linking.relation import judge_text

RELATIONS = ("supports", "disputes", "mentions")
Answer = tuple[str, int | None]
_NEGATION = re.compile(r"\b(?:no|not|never|neither|nor|without|lack|fail\w*|cannot)\b|n't\b", re.I)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--all", action="store_true", help="report on both halves, also the one learned from")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    cases = read_cases(args.dir)
    test = cases if args.all else [c for c in cases if c.half == 1]
    learn = [c for c in cases if c.half == 0]
    methods: dict[str, Callable[[Sequence[Case]], list[Answer]]] = {
        "neckref": lambda cs: [answer(c) for c in cs],
        "words and negation": lambda cs: [by_words(c) for c in cs],
        "tf-idf + logistic regression": lambda cs: by_tfidf(learn, cs),
        "commonest label": lambda cs: [commonest(learn)] * len(cs),
    }
    rows = []
    for name, method in methods.items():
        start = time.perf_counter()
        answers = method(test)
        rows.append(measure(name, test, answers, time.perf_counter() - start))
    if args.json:
        print(json.dumps({"rows": rows}, indent=1))
    else:
        show(args.dir, test, rows)


def answer(case: Case) -> Answer:
    judgement = judge_text(case.claim, case.title, case.sentences)
    return judgement.relation, judgement.sentence


def by_words(case: Case) -> Answer:
    """Most shared words; supports above half of the claim's words, disputes where negation differs."""
    claim = set(re.findall(r"\w{3,}", case.claim.lower()))
    shares = [len(claim & set(re.findall(r"\w{3,}", s.lower()))) / max(1, len(claim)) for s in case.sentences]
    best = max(range(len(shares)), key=lambda i: (shares[i], -i))
    if shares[best] < 0.5:
        return "mentions", best
    same = bool(_NEGATION.search(case.claim)) == bool(_NEGATION.search(case.sentences[best]))
    return ("supports" if same else "disputes"), best


def by_tfidf(learn: Sequence[Case], test: Sequence[Case]) -> list[Answer]:
    texts = [" ".join([c.title, *c.sentences]) for c in (*learn, *test)]
    claims = [c.claim for c in (*learn, *test)]
    vectors = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2).fit(
        texts[: len(learn)] + claims[: len(learn)]
    )
    a, b = vectors.transform(claims), vectors.transform(texts)
    cosine = np.asarray(a.multiply(b).sum(axis=1))
    rows = hstack([a, b, cosine * 10]).tocsr()
    model = LogisticRegression(max_iter=3000, C=3).fit(rows[: len(learn)], [c.label for c in learn])
    return [(str(label), None) for label in model.predict(rows[len(learn) :])]


def commonest(learn: Sequence[Case]) -> Answer:
    labels = [c.label for c in learn]
    return max(RELATIONS, key=labels.count), None


def measure(name: str, cases: Sequence[Case], answers: Sequence[Answer], seconds: float) -> dict[str, object]:
    """Precision and recall a class over all cases (undecided ones count against recall), and the sentence's
    precision, recall and F1 over cases with marked sentences."""
    row: dict[str, object] = {"method": name, "group": "all", "cases": len(cases)}
    scores = []
    for relation in RELATIONS:
        said = [c.label == relation for c, a in zip(cases, answers, strict=True) if a[0] == relation]
        there = sum(c.label == relation for c in cases)
        precision = sum(said) / len(said) if said else None
        recall = sum(said) / there if there else None
        row |= {f"{relation}_decided": len(said), f"{relation}_precision": precision, f"{relation}_recall": recall}
        if there:
            scores.append(2 * sum(said) / (len(said) + there))
    decided = [c.label == a[0] for c, a in zip(cases, answers, strict=True) if a[0] != "unclear"]
    row |= {
        "precision": sum(decided) / len(decided) if decided else None,
        "coverage": len(decided) / len(cases),
        "f1": statistics.mean(scores),
        "interval": interval(decided),
    }
    marked = [(c.gold, a[1]) for c, a in zip(cases, answers, strict=True) if c.gold and a[1] is not None]
    if marked:
        hits = sum(i in gold for gold, i in marked)
        row |= {
            "sentence_precision": hits / len(marked),
            "sentence_recall": hits / sum(len(gold) for gold, _ in marked),
            "sentence_f1": 2 * hits / (len(marked) + sum(len(gold) for gold, _ in marked)),
        }
    return row | {"seconds": round(seconds, 3), "ms_per_case": round(1000 * seconds / len(cases), 3)}


def interval(right: Sequence[bool], rounds: int = 1000) -> list[float] | None:
    """95 % bootstrap interval of a share."""
    if not right:
        return None
    values = np.array(right, dtype=float)
    means = np.random.default_rng(7).choice(values, (rounds, len(values))).mean(axis=1)
    return [round(float(q), 3) for q in np.quantile(means, (0.025, 0.975))]


def show(folder: Path, cases: Sequence[Case], rows: Sequence[dict[str, object]]) -> None:
    counts = ", ".join(f"{sum(c.label == r for c in cases)} {r}" for r in RELATIONS)
    print(f"{folder.name}: {len(cases)} cases ({counts})")
    heads = "".join(f"{r:>14}" for r in RELATIONS)
    print(f"{'method':<30}{heads}{'precision':>11}{'coverage':>10}{'macro-F1':>10}{'sentence F1':>13}{'ms':>8}")
    for row in rows:
        cells = [f"{number(row[f'{r}_precision'])} of {row[f'{r}_decided']}" for r in RELATIONS]
        print(
            f"{row['method']:<30}"
            + "".join(f"{cell:>14}" for cell in cells)
            + f"{number(row['precision']):>11}{number(row['coverage']):>10}{number(row['f1']):>10}"
            + f"{number(row.get('sentence_f1')):>13}{row['ms_per_case']:>8}"
        )


def number(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "-"


if __name__ == "__main__":
    main()
