"""Where the phrases of an aspect stand in article and paper, and what the numbers of a passage are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from neckref.model import Aspect, Claim, Concept, Directness, Fields, Figure, Passage, Span
from neckref.text.numbers import find_differences, find_estimates, find_levels

LONGEST = 60
"""Letters of a phrase; of concepts that stand further apart only the first one's is given."""
_FIELDS = ("title", "abstract", "summary", "population", "design")


def cover(concepts: Sequence[Concept], text: str, offset: int = 0) -> str | None:
    """The text's own words from the first concept to the last one; None without concepts."""
    here = [c for c in concepts if offset <= c.span.start and c.span.end <= offset + len(text)]
    if not here:
        return concepts[0].phrase if concepts else None
    start, end = min(c.span.start for c in here), max(c.span.end for c in here)
    return text[start - offset : end - offset] if end - start <= LONGEST else here[0].phrase


def locate_directness(
    directness: Directness, claim: Claim, article: str, passage: Passage, fields: Fields
) -> Directness:
    """The same with the offsets of its phrases: in the claim, else first in the article; in the passage, else first in
    title, abstract and what else the work holds. No offset where the words do not stand there."""

    def locate(aspect: Aspect, first: Iterable[str]) -> Aspect:
        field, span = _in_work(aspect.work_phrase, passage, fields, first)
        return replace(
            aspect, claim_span=_in_article(aspect.claim_phrase, claim, article), work_field=field, work_span=span
        )

    return Directness(
        locate(directness.population, ("population",)),
        locate(directness.intervention, ()),
        locate(directness.outcome, ()),
    )


def read_figures(passage: Passage) -> tuple[Figure, ...]:
    """The passage's numbers in order: shares of a maximum, differences, estimates with their intervals."""
    text = passage.text
    found = [("level", x.span, False) for x in find_levels(text)]
    found += [("difference", x.span, False) for x in find_differences(text)]
    found += [("estimate", x.span, x.outside) for x in find_estimates(text)]
    return tuple(
        Figure(kind, span.slice(text), passage.start + span.start, passage.start + span.end, outside)
        for kind, span, outside in sorted(found, key=lambda f: (f[1].start, f[0]))
    )


def _in_article(phrase: str | None, claim: Claim, article: str) -> Span | None:
    if phrase is None:
        return None
    found = _find(phrase, claim.text)
    if found:
        return Span(found.start + claim.span.start, found.end + claim.span.start)
    return _find(phrase, article)


def _in_work(
    phrase: str | None, passage: Passage, fields: Fields, first: Iterable[str]
) -> tuple[str | None, Span | None]:
    if phrase is None:
        return None, None
    found = _find(phrase, passage.text)
    if found:
        return passage.field, Span(found.start + passage.start, found.end + passage.start)
    for name in dict.fromkeys((*first, *_FIELDS)):
        found = _find(phrase, getattr(fields, name) or "")
        if found:
            return name, found
    return None, None


def _find(phrase: str, text: str) -> Span | None:
    match = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)
    return Span(*match.span()) if match else None
