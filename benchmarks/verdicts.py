"""What a text says of a claim: precision of what is decided, coverage, macro-F1, and the sentence it is decided by.

    python benchmarks/verdicts.py DIR [--all] [--nli FOLDER] [--json]

DIR holds SciFact's `corpus.jsonl` and `claims*.jsonl`, or CSV files with evidence, claim and label. The half that
weights and thresholds were chosen on is left out unless --all is given. Beside neckref, on the same cases: always the
commonest label, a rule on shared words and negation, and logistic regression on TF-IDF and their cosine, which learns
from the other half. FOLDER holds a local model (`neckref.linking.entailment`): it answers every case. Intervals are of
95 %: Wilson's for precision, the bootstrap's over cases for macro-F1."""

from __future__ import annotations

import argparse
import json
import math
import re
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
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
    parser.add_argument("--nli", type=Path, help="folder of a local model (train_nli.py makes one)")
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
    if args.nli:
        methods["neckref with a local model"] = lambda cs: by_model(args.nli, cs)
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


def by_model(folder: Path, cases: Sequence[Case]) -> list[Answer]:
    """The likeliest relation by a local model, never "unclear"."""
    from neckref.linking.entailment import load_model  # an extra: not everybody who runs this has it

    model = load_model(folder)
    judged = [model.judge_text(c.claim, c.title, c.sentences) for c in cases]
    return [(j.relation, j.sentence) for j in judged]


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
    pairs = [(c.label, a[0]) for c, a in zip(cases, answers, strict=True)]
    for relation in RELATIONS:
        said = sum(got == relation for _, got in pairs)
        there = sum(label == relation for label, _ in pairs)
        right = sum(label == got == relation for label, got in pairs)
        row |= {
            f"{relation}_decided": said,
            f"{relation}_precision": right / said if said else None,
            f"{relation}_interval": wilson(right, said),
            f"{relation}_recall": right / there if there else None,
        }
    decided = [label == got for label, got in pairs if got != "unclear"]
    row |= {
        "precision": sum(decided) / len(decided) if decided else None,
        "interval": wilson(sum(decided), len(decided)),
        "coverage": len(decided) / len(cases),
        "f1": macro_f1(pairs),
        "f1_interval": bootstrap(pairs),
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


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 of the classes that occur among the labels; what is not decided counts against recall."""
    scores = []
    for relation in {label for label, _ in pairs}:
        right = sum(label == got == relation for label, got in pairs)
        scores.append(2 * right / (sum(g == relation for _, g in pairs) + sum(w == relation for w, _ in pairs)))
    return statistics.mean(scores)


def wilson(right: int, count: int) -> list[float] | None:
    """95 % interval of a share."""
    if not count:
        return None
    z, share = 1.96, right / count
    middle, width = share + z * z / (2 * count), z * math.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2)
    return [round((middle + side * width) / (1 + z * z / count), 3) for side in (-1, 1)]


def bootstrap(pairs: Sequence[tuple[str, str]], rounds: int = 500) -> list[float]:
    """95 % interval of macro-F1 over cases drawn again."""
    draws = np.random.default_rng(7).integers(0, len(pairs), (rounds, len(pairs)))
    scores = [macro_f1([pairs[i] for i in draw]) for draw in draws]
    return [round(float(q), 3) for q in np.quantile(scores, (0.025, 0.975))]


def show(folder: Path, cases: Sequence[Case], rows: Sequence[dict[str, object]]) -> None:
    counts = ", ".join(f"{sum(c.label == r for c in cases)} {r}" for r in RELATIONS)
    print(f"{folder.name}: {len(cases)} cases ({counts})")
    heads = "".join(f"{r:>24}" for r in RELATIONS)
    print(f"{'method':<29}{heads}{'precision':>19}{'coverage':>10}{'macro-F1':>19}{'sentence F1':>13}{'ms':>8}")
    for row in rows:
        cells = [f"{measured(row, f'{r}_precision', f'{r}_interval')} of {row[f'{r}_decided']}" for r in RELATIONS]
        print(
            f"{row['method']:<29}"
            + "".join(f"{cell:>24}" for cell in cells)
            + f"{measured(row, 'precision', 'interval'):>19}{number(row['coverage']):>10}"
            + f"{measured(row, 'f1', 'f1_interval'):>19}{number(row.get('sentence_f1')):>13}{row['ms_per_case']:>8}"
        )


def measured(row: Mapping[str, object], name: str, interval: str) -> str:
    """ "0.83 (0.71-0.90)"."""
    ends = row[interval]
    return f"{number(row[name])} ({ends[0]:.2f}-{ends[1]:.2f})" if isinstance(ends, list) else number(row[name])


def number(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "-"


if __name__ == "__main__":
    main()
