"""Distances → Match: which work is meant, or honestly none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from neckref.matching.distance import is_bare, score_distance
from neckref.matching.weights import WEIGHTS
from neckref.model import Distance, Match, Penalty, Reference, Work

CERTAIN = 0.06
LIKELY = 0.2
LIKELY_IN_PLACE = 0.3
"""Where people, page and volume are right, the title may be printed worse."""
DOUBTFUL = 0.4
GAP = 0.05
"""The runner-up must be at least this much farther away."""
CERTAIN_COVERAGE = 0.45
LIKELY_COVERAGE = 0.3
"""A bare "2019" agrees with anything: below these shares of comparable weight a verdict is capped."""


def decide_match(reference: Reference, works: Sequence[Work], *, unavailable: Sequence[str] = ()) -> Match:
    """The verdict on a reference among all works that came up for it.

    `unavailable`: names of sources that could not be asked; where nothing fits, the verdict is then "undecided"
    instead of "none". Ties are broken by the work's id, so that the order of `works` does not matter.
    """
    scored = sorted(
        ((score_distance(reference, w), w) for w in works), key=lambda s: (s[0].total, -s[0].coverage, s[1].id)
    )
    if not scored or scored[0][0].total > DOUBTFUL:
        return _nothing(reference, scored, unavailable)
    distance, work = scored[0]
    runner_up = scored[1] if len(scored) > 1 else None
    gap = runner_up[0].total - distance.total if runner_up else None
    verdict, reason = _judge(distance)
    if is_bare(reference):
        verdict, reason = "certain", "Only an identifier is printed, and it is this work's."
    if runner_up and gap is not None and gap < GAP and "doubtful" not in (verdict, _judge(runner_up[0])[0]):
        other = ", ".join(p.name for p in _off(runner_up[0]))
        if other and not _off(distance):
            verdict, reason = "likely", f"Fits better than {runner_up[1].id}, which differs in {other}."
        else:
            verdict, reason = "doubtful", f"Two works fit: {work.id} and {runner_up[1].id}."
    return Match(
        reference.id,
        verdict,
        work.id,
        distance,
        runner_up[1].id if runner_up else None,
        runner_up[0] if runner_up else None,
        gap,
        reason=reason,
    )


def _judge(distance: Distance) -> tuple[str, str]:
    """Verdict and reason by the distance alone."""
    value = {p.name: p.value for p in distance.penalties}
    off = _off(distance)
    differs = ", ".join(p.name for p in off)
    if value.get("identifier") == 0.0 and not off:
        verdict = "certain" if distance.coverage >= CERTAIN_COVERAGE else "likely"
        return verdict, "The printed identifier is the work's and nothing contradicts it."
    if value.get("title", 0.0) >= 0.5 and not _placed(value):
        return "doubtful", f"The title differs{f' ({differs})' if differs != 'title' else ''}."
    if distance.coverage < LIKELY_COVERAGE:
        return "doubtful", f"Only {distance.coverage:.0%} of what a reference can say could be compared."
    weight = {p.name: p.weight for p in distance.penalties}
    if "title" not in value and not _settled(value, weight):
        return "doubtful", "No title is printed, and what is printed does not settle it."
    if "title" in value and value.get("pages", 1.0) > 0.0 and value.get("container", 0.0) >= 0.8:
        return "doubtful", f"It came out elsewhere (differs in {differs})."
    if not _placed(value) and value.get("year", 0.0) >= 0.6:
        return "doubtful", f"It may be another edition (differs in {differs})."
    little = weight.get("title", 0.0) < WEIGHTS["title"]
    if ("authors" not in value or little) and max(value.get("volume", 0.0), value.get("pages", 0.0)) >= 0.8:
        return "doubtful", f"A title and people of many works, and it differs in {differs}."
    exact = _placed(value) and max(value.get("issue", 0.0), value.get("container", 0.0)) < 0.4
    if "authors" not in value and little and off and not exact:
        return "doubtful", f"Nobody is named, and it differs in {differs}."
    people = weight.get("authors", 0.0) >= 0.8 * WEIGHTS["authors"]
    sure = weight.get("title", 0.0) >= 0.5 * WEIGHTS["title"] or (people and _placed(value))
    if distance.total <= CERTAIN and distance.coverage >= CERTAIN_COVERAGE and not off and sure:
        return "certain", "All that is printed agrees."
    if distance.total <= (LIKELY_IN_PLACE if exact and value.get("authors", 0.0) < 0.4 else LIKELY):
        return "likely", f"Agrees but for {differs}." if differs else "What is printed agrees, but it is little."
    return "doubtful", f"Comes nearest, but differs in {differs}."


def _off(distance: Distance) -> list[Penalty]:
    """Fields that differ by more than a slip of form; a month is no evidence."""
    return [p for p in distance.penalties if p.value >= 0.25 and p.name != "month"]


def _placed(value: Mapping[str, float]) -> bool:
    """Whether the entry stands at this page of this volume (or year)."""
    return value.get("pages", 1.0) == 0.0 and min(value.get("volume", 1.0), value.get("year", 1.0)) == 0.0


def _settled(value: Mapping[str, float], weight: Mapping[str, float]) -> bool:
    """Whether an entry without title is one work's: the page of a volume, or a misprint in one of them with people,
    container and year right; where neither side has volume or page, people, container and year alone."""
    people = "authors" in value and value["authors"] <= 0.25
    if value.get("container", 1.0) > 0.5:
        several = weight.get("authors", 0.0) >= 0.8 * WEIGHTS["authors"]
        return people and several and value.get("pages", 1.0) == 0.0 and value.get("year", 1.0) == 0.0
    if _placed(value):
        return "authors" not in value or value["authors"] <= 0.6
    places = [value[name] for name in ("volume", "pages") if name in value]
    return people and value.get("year", 1.0) == 0.0 and (not places or max(places) <= 0.5)


def _nothing(reference: Reference, scored: Sequence[tuple[Distance, Work]], unavailable: Sequence[str]) -> Match:
    nearest = scored[0] if scored else None
    if unavailable:
        verdict, reason = "undecided", f"Nothing found fits, and {', '.join(unavailable)} could not be asked."
    elif nearest:
        verdict, reason = "none", f"None of the {len(scored)} works found fits."
    else:
        verdict, reason = "none", "Nobody who was asked knows it."
    return Match(
        reference.id,
        verdict,
        runner_up=nearest[1].id if nearest else None,
        runner_up_distance=nearest[0] if nearest else None,
        reason=reason,
    )
