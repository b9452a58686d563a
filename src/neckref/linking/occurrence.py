"""Occurrence: how often something comes ("the risk of back pain") is another outcome than how bad it is."""

from __future__ import annotations

import re

from neckref.model import Concept

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


def differs(claim: str, passage: str, outcome: Concept) -> str | None:
    """Why the passage is about how often the outcome (found there) comes and the claim about how bad it is, or the
    other way round; None where both may be about the same."""
    often = bool(_OFTEN.search(claim))
    if not often and _BEFORE.search(passage[: outcome.span.start]):
        return f"The passage is about how often {outcome.phrase} comes, the claim about how bad it is."
    if re.search(r"\bprevent", claim, re.I) and not _OFTEN.search(passage):
        return f"The claim is about prevention, the passage about how bad {outcome.phrase} is."
    return None
