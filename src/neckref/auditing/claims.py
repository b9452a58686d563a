"""NR3xx: claims and attributions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from neckref.auditing.run import Hit, Rule
from neckref.model import EvidenceMap

_NUMBER = re.compile(r"[\[(]?\d{1,3}[\]).]{0,2}")
_NUMERIC = re.compile(r"\[[\d\s,;–—-]{1,100}\]")
_RANGE = re.compile(r"\b(\d{1,3})\b(?:\s?[-–—]\s?(\d{1,3})\b)?")
_TOPICAL = ("mentions", "unclear")
"""Relations by which nothing is supported or disputed."""


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
    entries = _entries(emap)
    for claim in emap.claims:
        dangling = [a.text for a in emap.attributions if a.claim == claim.id and a.status == "dangling"]
        markers = [m for m in claim.markers if not any(m in text for text in dangling)]  # those are NR304's
        if markers and not claim.references:
            stand = "stands" if len(markers) == 1 else "stand"
            yield claim.id, f"{', '.join(markers)} {stand} for no entry of the list.", claim.span
        missing = sorted({n for m in markers for n in _numbers(m)} - entries) if claim.references else []
        if missing:
            stand = "stands" if len(missing) == 1 else "stand"
            printed = f"{', '.join(map(str, missing))} in {', '.join(markers)}"
            yield claim.id, f"{printed} {stand} for no entry of the list.", claim.span


def _numbers(marker: str) -> set[int]:
    """The numbers of a marker in brackets: "[1, 4-6]" → 1, 4, 5, 6; none of any other marker, nor a year."""
    ranges = _RANGE.findall(marker) if _NUMERIC.fullmatch(marker) else []
    return {n for first, last in ranges for n in range(int(first), int(last or first) + 1)}


def _entries(emap: EvidenceMap) -> set[int]:
    """Numbers that the list's entries go by: as printed before them, and by place."""
    printed = {int(r.marker.strip("[]().")) for r in emap.references if r.marker and _NUMBER.fullmatch(r.marker)}
    return printed | set(range(1, len(emap.references) + 1))


def _marked_elsewhere(emap: EvidenceMap) -> Iterable[Hit]:
    relations = emap.relations()
    standing = {w.id: w for w in emap.cited if w.retraction is None}
    entries = {m.work: m.reference for m in reversed(emap.matches) if m.resolved}
    works = {m.reference: m.work for m in emap.matches if m.resolved}
    for claim in emap.claims:
        marked = {works[r] for r in claim.references if r in works}
        bearing = {w for (c, w), relation in relations.items() if c == claim.id and relation not in _TOPICAL}
        others = [w for w in standing if w in bearing and relations[claim.id, w] != "disputes"]
        if marked and others and not marked & bearing:
            better = "; ".join(f"{entries[w]}, “{standing[w].fields.title}”" for w in others)
            yield (
                claim.id,
                f"“{_shorten(claim.text)}” is marked {', '.join(claim.markers)}, which does not bear on it; another "
                f"entry supports it: {better}.",
                claim.span,
            )


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
    Rule(
        "NR307",
        "marked-elsewhere",
        "warning",
        "The paper that the claim is marked with does not bear on it, but another entry of the list supports it.",
        "Check the marker: it may stand for the wrong entry.",
        _marked_elsewhere,
    ),
)
