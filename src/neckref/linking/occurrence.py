"""Occurrence: how often something comes ("the risk of back pain") is another outcome than how bad it is."""

from __future__ import annotations

import re

from neckref.model import Claim, Concept

_OFTEN = re.compile(
    r"\b(?:prevent\w*|prophyla\w*|incidence|risk|odds|recurr\w*|relapse\w*|prevalence|onset|develop(?:s|ed|ing|ment)?|"
    r"episodes?|attacks?|frequency|frequent\w*|number|rates?|days|new|causes?|caused|triggers?|lead(?:s|ing)? to|"
    r"cases?|likel\w+|chance|common|trouble|prone)\b",
    re.I,
)
_BEFORE = re.compile(
    r"\b(?:incidence|risk|recurrences?|prevalence|onset|development|episodes?|rates?|odds|cases) of (?:\w+ ){0,2}$",
    re.I,
)


def differs(claim: Claim, passage: str, outcome: Concept) -> str | None:
    """Why the passage is about how often the outcome (found there) comes and the claim about how bad it is, or the
    other way round; None where both may be about the same. A harm that comes more often is what a harm is."""
    often = claim.kind in ("harm", "cause") or bool(_OFTEN.search(claim.text))
    if not often and _BEFORE.search(passage[: outcome.span.start]):
        return f"The passage is about how often {outcome.phrase} comes, the claim about how bad it is."
    if re.search(r"\bprevent", claim.text, re.I) and not _OFTEN.search(passage):
        return f"The claim is about prevention, the passage about how bad {outcome.phrase} is."
    return None
