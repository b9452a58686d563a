"""Relation of a claim and a text without a vocabulary: three small linear models over plain word features.

The strict rules for claims whose concepts are known are in `neckref.linking.bearing`; this is for any claim and any
abstract, and it decides only where it is sure. The weights are data (`data/relation/model.json`, made by
`benchmarks/train_relation.py`; docs/linking.md is their data card)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from neckref.linking.features import POINTING, RELATED, sentence_features
from neckref.linking.lexical import read_text

SECOND = ("overlap", "overlap_with_title", "pairs", "order")
TOP = ("overlap", "pairs", "order", "jaccard")
SHORT = 4
"""Texts with fewer sentences are excerpts: without the rest of the abstract, more is asked of them."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a text says of a claim."""

    relation: str
    """"supports", "disputes", "mentions" (says nothing on the claim) or "unclear" (not decided)."""
    sentence: int | None
    """Index of the sentence that bears on the claim most; None for a text without sentences."""
    score: float
    """Probability of the relation by the model, or of the likeliest one where it is unclear; 0 to 1."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic model."""

    bias: float
    weights: tuple[float, ...]

    def logit(self, values: Sequence[float]) -> float:
        """The log odds."""
        return self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True))

    def probability(self, values: Sequence[float]) -> float:
        """0 to 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.logit(values)))))


@dataclass(frozen=True, slots=True)
class Model:
    """Which sentence; whether the text says anything on the claim; whether it speaks against it."""

    select: Linear
    related: Linear
    against: Linear
    thresholds: Mapping[str, Mapping[str, float]]
    """"abstract" or "excerpt" → relation → the least probability it is decided at."""


def judge_text(claim_text: str, title: str, sentences: Sequence[str]) -> Judgement:
    """What the title and sentences of an abstract (or of an excerpt, with an empty title) say of the claim."""
    if not sentences:
        return Judgement("unclear", None, 0.0)
    chances, best = score_words(claim_text, title, sentences)
    thresholds = _load_model().thresholds["excerpt" if not title or len(sentences) < SHORT else "abstract"]
    decided = [r for r, chance in chances.items() if chance >= thresholds[r]]
    relation = max(decided, key=lambda r: chances[r] - thresholds[r], default="unclear")
    return Judgement(relation, best, round(chances.get(relation, max(chances.values())), 3))


def score_words(claim_text: str, title: str, sentences: Sequence[str]) -> tuple[dict[str, float], int]:
    """Probabilities of supports, disputes and mentions by the bundled model, and the index of the best sentence."""
    claim = read_text(claim_text)
    titles = sentence_features(claim, "", [title] if title else [])
    return score_relations(_load_model(), sentence_features(claim, title, sentences), titles)


def score_relations(
    model: Model, features: Sequence[Mapping[str, float]], title: Sequence[Mapping[str, float]] = ()
) -> tuple[dict[str, float], int]:
    """Probabilities of supports, disputes and mentions, which add up to 1, and the index of the best sentence. Which
    way the text points is asked of the three likest sentences and of the title, which often is the finding itself."""
    logits = [model.select.logit([f[n] for n in RELATED]) for f in features]
    order = sorted(range(len(features)), key=lambda i: (-logits[i], i))[:3]
    asked = [(logits[i], features[i]) for i in order]
    asked += [(model.select.logit([f[n] for n in RELATED]), f) for f in title]
    top = max(logit for logit, _ in asked)
    shares = [math.exp(logit - top) for logit, _ in asked]
    against = sum(
        share * model.against.probability([f[n] for n in POINTING]) for share, (_, f) in zip(shares, asked, strict=True)
    ) / sum(shares)
    related = model.related.probability(related_values(features, logits))
    return {
        "supports": related * (1 - against),
        "disputes": related * against,
        "mentions": 1 - related,
    }, order[0]


def related_values(features: Sequence[Mapping[str, float]], logits: Sequence[float]) -> list[float]:
    """Input of the model `related`: the best sentence, the second, and what the whole text reaches at most."""
    order = sorted(range(len(features)), key=lambda i: (-logits[i], i))
    first, second = order[0], order[min(1, len(order) - 1)]
    return [
        *(features[first][n] for n in RELATED),
        logits[first],
        logits[second],
        sum(logits) / len(logits),
        *(max(f[n] for f in features) for n in TOP),
        *(features[second][n] for n in SECOND),
    ]


def parse_model(text: str) -> Model:
    """The model of a JSON text, as benchmarks/train_relation.py writes it."""
    data = json.loads(text)
    linear = {n: Linear(data[n]["bias"], tuple(data[n]["weights"])) for n in ("select", "related", "against")}
    return Model(**linear, thresholds=data["thresholds"])


@cache
def _load_model() -> Model:
    return parse_model(files("neckref.data").joinpath("relation", "model.json").read_text("utf-8"))
