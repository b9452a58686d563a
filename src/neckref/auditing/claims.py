"""NR3xx: claims and attributions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from neckref.auditing.run import Hit, Rule
from neckref.model import EvidenceMap


def _summarised(verdict: str) -> Callable[[EvidenceMap], Iterable[Hit]]:
    def check(emap: EvidenceMap) -> Iterable[Hit]:
        claims = {c.id: c for c in emap.claims}
        for summary in emap.summaries:
            if summary.verdict == verdict and summary.claim in claims:
                claim = claims[summary.claim]
                yield claim.id, f"“{_shorten(claim.text)}” {summary.reason}", claim.span

    return check


def _dangling(emap: EvidenceMap) -> Iterable[Hit]:
    for attribution in emap.attributions:
        if attribution.status == "dangling":
            words = " ".join(attribution.text.split())
            yield attribution.id, f"“{_shorten(words)}” leads to no source in the article.", attribution.span


def _marker(emap: EvidenceMap) -> Iterable[Hit]:
    for claim in emap.claims:
        if claim.markers and not claim.references:
            yield claim.id, f"{', '.join(claim.markers)} stands for no entry of the list.", claim.span


def _shorten(text: str, length: int = 90) -> str:
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"


RULES = (
    Rule(
        "NR301",
        "no-support",
        "warning",
        "None of the cited papers supports the claim. Other papers may: `neckref find` looks for them.",
        "Cite a paper that shows it, soften the claim, or leave it out.",
        _summarised("no support among the cited papers"),
    ),
    Rule(
        "NR302",
        "disputed-claim",
        "error",
        "A cited paper reports the opposite, or no effect.",
        "Read the passage and change the claim, or say why it still stands.",
        _summarised("disputed"),
    ),
    Rule(
        "NR303",
        "indirect-support",
        "note",
        "The papers that bear on the claim studied other people, another exercise or another outcome.",
        "Say what was studied, or cite a paper that studied just this.",
        _summarised("supported indirectly"),
    ),
    Rule(
        "NR304",
        "dangling-attribution",
        "warning",
        "The text says that somebody says so, but the source is missing or stands for no entry of the list.",
        "Name the source and list it.",
        _dangling,
    ),
    Rule(
        "NR305",
        "marker-without-reference",
        "warning",
        "A marker in the text stands for no entry of the list.",
        "Add the entry, or correct the marker.",
        _marker,
    ),
    Rule(
        "NR306",
        "mixed-evidence",
        "warning",
        "Some of the cited papers support the claim and others dispute it.",
        "Say so in the text.",
        _summarised("mixed"),
    ),
)
