"""Reference, Work → Distance: which printed values agree with the work, field by field.

The printed entry itself is asked first (`matching.printed`), the parser's hints second: a value of the work that
stands in the entry agrees, wherever a parser would have cut it. What nothing explains counts against the work.
"""

from __future__ import annotations

import re

from neckref.matching.entry import Entry
from neckref.matching.numbers import compare_numbers
from neckref.matching.people import compare_authors
from neckref.matching.printed import prepare_printed
from neckref.matching.titles import compare_container, compare_title, find_container, find_title
from neckref.matching.weights import FULL_WEIGHT, WEIGHTS
from neckref.model import Distance, Penalty, Reference, Work
from neckref.text.normalise import words

_IDENTIFIERS = re.compile(r"\S+://\S+|\b10\.\d{4,9}/\S+|\b(?:doi|pmid|pmcid|isbn|openalex|s2)\b\s*:?\s*\S*", re.I)
_FEW_WORDS = 2
_ORDER = {name: i for i, name in enumerate(WEIGHTS)}


def score_distance(reference: Reference, work: Work) -> Distance:
    """Penalties over all fields that both sides say, and how much of the whole weight that is."""
    if is_bare(reference):
        penalty = _compare_identifiers(reference, work)
        return Distance((penalty,), penalty.weight / FULL_WEIGHT) if penalty else Distance((), 0.0)
    entry, fields = Entry(prepare_printed(reference.raw), reference.hints), work.fields
    title_fit = find_title(entry, fields.title)
    container_fit = find_container(entry, fields.journal)
    entry.take_dates()
    found = [
        *compare_numbers(entry, fields),
        compare_authors(entry, fields.authors),
        compare_title(entry, fields, title_fit),
        compare_container(entry, fields, container_fit),
        _compare_identifiers(reference, work),
    ]
    penalties = sorted((p for p in found if p is not None), key=lambda p: _ORDER[p.name])
    compared = sum(p.weight for p in penalties if p.name != "month")
    return Distance(tuple(penalties), min(1.0, compared / FULL_WEIGHT))


def is_bare(reference: Reference) -> bool:
    """Whether the entry is an identifier and no more than a word or two beside it ("PMID: 123", "source")."""
    hints = reference.hints
    if not reference.identifiers or any((hints.title, hints.authors, hints.container, hints.volume, hints.pages)):
        return False
    return len(words(_IDENTIFIERS.sub(" ", reference.raw))) <= _FEW_WORDS


def _compare_identifiers(reference: Reference, work: Work) -> Penalty | None:
    """A printed identifier is one penalty among others: it may be misprinted, or another work's."""
    held = {i.scheme: i.value for i in work.identifiers if i.scheme not in ("url", "isbn")}
    shared = [i for i in reference.identifiers if i.scheme in held]
    if not shared:
        return None
    wrong = next((i for i in shared if i.value != held[i.scheme]), None)
    shown = wrong or shared[0]
    return Penalty("identifier", WEIGHTS["identifier"], float(wrong is not None), f"{shown} / {held[shown.scheme]}")
