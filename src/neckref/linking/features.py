"""Features of a claim and a sentence, for the small linear model of `neckref.linking.relation`.

All are plain counts and shares over words; none knows a topic. Two families: how much the sentence is about what
the claim is about (`RELATED`), and whether it points the same way (`POINTING`)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from neckref.linking.lexical import STOP, Text, overlap, rarest_missing, read_text, weight
from neckref.linking.passages import sentence_role

RELATED = (
    "overlap", "overlap_with_title", "overlap_document", "missing", "missing_with_title", "missing_document", "pairs",
    "jaccard", "order", "length", "claim_length", "number_found", "number_differs", "aligned", "hedged", "negated",
    "conclusion", "result", "background", "method", "position",
)  # fmt: skip
POINTING = (
    "nearest_all", "nearest_overlap", "aligned_mean", "aligned_best", "aligned_overlap", "against", "product",
    "negation_differs", "null", "null_overlap", "ratio", "number_found", "number_differs", "no_direction",
)  # fmt: skip
_RATIO = re.compile(
    r"\b(?:OR|RR|HR|IRR|odds ratios?|hazard ratios?|(?:relative|rate|risk) (?:risk|"
    r"ratio)s?)\b[^0-9.;]{0,30}(\d+[.\u00b7]\d+)",
    re.I,
)
_NULL = re.compile(
    r"\bno (?:\w+ ){0,3}(?:difference|effect|association|evidence|change|improvement|benefit|increase|reduction|"
    r"correlation)|"
    r"(?:did|was|were|does|do|is|are) not\b|not (?:significantly )?(?:associated|differ|different|affect|improve|"
    r"reduce|increase)",
    re.I,
)


def sentence_features(claim: Text, title: str, sentences: Sequence[str]) -> list[dict[str, float]]:
    """One dictionary a sentence, with the names of RELATED and POINTING."""
    heading = read_text(title)
    texts = [read_text(s) for s in sentences]
    document = heading.content.union(*(t.content for t in texts))
    found = []
    for number, (raw, text) in enumerate(zip(sentences, texts, strict=True)):
        position = number / max(1, len(sentences) - 1)
        role = sentence_role(raw, "", position)
        features = _related(claim, text, heading.content, document) | _pointing(claim, text, raw)
        features |= {name: float(role == name) for name in ("conclusion", "result", "background", "method")}
        found.append(features | {"position": position})
    return found


def _related(claim: Text, text: Text, heading: frozenset[str], document: frozenset[str]) -> dict[str, float]:
    wanted = claim.content
    mine, theirs = _plain_stems(claim), _plain_stems(text)
    pairs = set(pairwise(mine))
    numbers = claim.numbers
    return {
        "overlap": overlap(wanted, text.content),
        "overlap_with_title": overlap(wanted, text.content, heading),
        "overlap_document": overlap(wanted, document),
        "missing": rarest_missing(wanted, text.content) / 8,
        "missing_with_title": rarest_missing(wanted, text.content, heading) / 8,
        "missing_document": rarest_missing(wanted, document) / 8,
        "pairs": len(pairs & set(pairwise(theirs))) / max(1, len(pairs)),
        "jaccard": len(wanted & text.content) / max(1, len(wanted | text.content)),
        "order": _common_subsequence(mine, theirs) / max(1, len(mine)),
        "length": min(len(text.tokens), 60) / 60,
        "claim_length": min(len(claim.tokens), 30) / 30,
        "number_found": len(numbers & text.numbers) / len(numbers) if numbers else 0.0,
        "number_differs": float(bool(numbers) and bool(text.numbers) and not numbers & text.numbers),
    }


def _pointing(claim: Text, text: Text, raw: str) -> dict[str, float]:
    """Odd ones only: each turns its sign, or is zero, where the claim is turned into its opposite. What a claim looks
    like by itself (negated, hedged, short) says nothing of a paper and is left out."""
    common = claim.content & text.content
    mine, theirs = _nearest(claim, claim.content, 99), _nearest(text, common, 6)
    negated, claim_negated = _negated(text, common), bool(claim.negations)
    turned = -1 if negated != claim_negated else 1
    loss = -1 if bool(claim.losses) != bool(text.losses) else 1
    share = overlap(claim.content, text.content)
    null = float(_NULL.search(raw) is not None)
    aligned = _align(claim, text)
    sign = -1 if claim_negated else 1
    return aligned | {
        "nearest_all": float((mine or 1) * (theirs or 1) * turned * loss),
        "nearest_overlap": mine * theirs * turned * share,
        "aligned_overlap": aligned["aligned_best"] * share,
        "no_direction": float(not theirs),
        "negation_differs": float(negated != claim_negated),
        "negated": float(negated),
        "null": null,
        "null_overlap": null * share * sign,
        "ratio": _ratio(raw) * (mine or 1) * sign * share,
        "hedged": float(text.hedged),
    }


def _align(claim: Text, text: Text) -> dict[str, float]:
    """Direction words of both, each with the subject words around it (those behind it count double), compared
    pairwise: agreement weighted by how much of the surroundings is shared."""
    mine, theirs = _signed(claim), [(s, _around(text, i)) for i, s in _signed(text)]
    total = mean = best = 0.0
    sign = 0
    for at, own in mine:
        around = _around(claim, at)
        top, top_sign = 0.0, 0
        for other, their_around in theirs:
            shared = sum(weight(k) * min(around[k], their_around[k]) for k in around.keys() & their_around.keys())
            total, mean = total + shared, mean + shared * own * other
            if shared > top:
                top, top_sign = shared, own * other
        if top > best:
            best, sign = top, top_sign
    agreement = mean / total if total else 0.0
    whole = math.prod(s for _, s in mine) * math.prod(s for s, _ in theirs) if mine and theirs else 0
    return {
        "aligned": math.log1p(total),
        "aligned_mean": agreement * math.log1p(total),
        "aligned_best": sign * math.log1p(best),
        "against": float(sign < 0) * math.log1p(best),
        "product": float(whole),
    }


def _signed(text: Text) -> list[tuple[int, int]]:
    """Direction words, turned round by a negation up to four words before them."""
    return [(i, -s if any(0 < i - n <= 4 for n in text.negations) else s) for i, s in text.signs]


def _around(text: Text, at: int, reach: int = 7) -> dict[str, float]:
    found: dict[str, float] = {}
    for i in range(max(0, at - reach), min(len(text.stems), at + reach + 1)):
        if i != at and text.stems[i] in text.content:
            nearness = (1.0 if i > at else 0.5) / (1 + (abs(at - i) - 1) / 3)
            found[text.stems[i]] = max(found.get(text.stems[i], 0.0), nearness)
    return found


def _nearest(text: Text, subject: frozenset[str], reach: int) -> int:
    """Sign of the direction word nearest to a subject word, 0 where none is within reach."""
    places = [i for i, s in enumerate(text.stems) if s in subject]
    near = [(min(abs(i - p) for p in places), s) for i, s in text.signs] if places else []
    distance, sign = min(near, key=lambda n: n[0], default=(reach + 1, 0))
    return sign if distance <= reach else 0


def _negated(text: Text, subject: frozenset[str], reach: int = 6) -> bool:
    places = [i for i, s in enumerate(text.stems) if s in subject]
    return any(abs(n - p) <= reach for n in text.negations for p in places)


def _ratio(raw: str) -> int:
    match = _RATIO.search(raw)
    return (1 if float(match[1].replace("\u00b7", ".")) > 1 else -1) if match else 0


def _plain_stems(text: Text) -> list[str]:
    return [s for s, t in zip(text.stems, text.tokens, strict=True) if t not in STOP]


def _common_subsequence(a: Sequence[str], b: Sequence[str]) -> int:
    row = [0] * (len(b) + 1)
    for x in a:
        current = [0]
        for i, y in enumerate(b):
            current.append(row[i] + 1 if x == y else max(current[-1], row[i + 1]))
        row = current
    return row[-1]
