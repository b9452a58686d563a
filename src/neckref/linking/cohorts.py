"""Cohorts: papers that report one and the same study, so that it is counted once.

Two papers report one study where they print the same number of registration, or share two authors and
(a) the title, or one title begins with the other (two versions of a review);
(b) three words of the title and the number of people, twenty at least; or
(c) three words of the title, one of them says that it follows up an earlier study or analyses it again, and one does
    not say how many people there were.
Centres are not in the records, so authors and the number of people stand in for them. A review is never one study with
what it reviews."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from neckref.linking.level import Level, judge_level
from neckref.linking.lexical import read_text
from neckref.model import Work
from neckref.text.normalise import fold

_NUMBER = re.compile(
    r"\b(?:NCT\s?\d{8}|ISRCTN\s?\d{8}|ACTRN\s?\d{14}|ChiCTR[-\w]{0,12}?\d{5,}|DRKS\s?\d{8}|UMIN\s?\d{9}|JPRN-\w+|NTR\s?\d{3,5}|"
    r"CTRI/\d{4}/\d{2,3}/\d{5,6}|IRCT\d{6,}\w*|EudraCT[ :]*\d{4}-\d{6}-\d{2}|CRD\s?\d{8,})\b",
    re.I,
)
_AGAIN = re.compile(
    r"\bfollow-?up (?:study |report |results? )?(?:of|to) (?:a|an|the|our|participants)\b|"
    r"\b(?:secondary|post-?hoc|ancillary|further|exploratory) (?:\w+ )?analys[ie]s\b|"
    r"\b(?:re-?analysis|continuation|extension) of\b|\b(?:one|two|three|five|\d+)-year follow-?up\b|"
    r"\bsame (?:\d+ )?(?:\w+ )?(?:patients|participants|women|men|people|subjects|cohort|trial|sample|population)\b",
    re.I,
)
_STUDIES = ("randomised trial", "controlled", "cohort", "case series", "laboratory measurement", "unknown")
_LEAST = 20
"""People; that two small studies of one group have equally many of them may be chance."""
_SHARED = 3
"""Words of both titles that carry the subject."""


@dataclass(frozen=True, slots=True)
class _Paper:
    work: Work
    level: Level
    numbers: frozenset[str]
    surnames: frozenset[str]
    title: str
    subject: frozenset[str]
    again: bool
    """It says that it follows up a study or analyses it again."""


def group_studies(works: Sequence[Work]) -> tuple[tuple[Work, ...], ...]:
    """The works in groups that report one study each, in order of the first of each."""
    groups: list[list[_Paper]] = []
    for paper in map(_read, works):
        joined = [g for g in groups if any(_is_one(paper, other) for other in g)]
        first = joined[0] if joined else []
        first += [p for g in joined[1:] for p in g]
        first.append(paper)
        groups = [g for g in groups if g is first or g not in joined] + ([] if joined else [first])
    return tuple(tuple(p.work for p in g) for g in groups)


def _is_one(a: _Paper, b: _Paper) -> bool:
    if (a.level.level == "systematic review") != (b.level.level == "systematic review"):
        return False
    if a.numbers & b.numbers:
        return True
    if len(a.surnames & b.surnames) < 2:
        return False
    short, long = sorted((a.title, b.title), key=len)
    if len(short) >= 20 and long.startswith(short):
        return True
    if a.level.level not in _STUDIES or b.level.level not in _STUDIES or len(a.subject & b.subject) < _SHARED:
        return False
    if a.level.n == b.level.n and (a.level.n or 0) >= _LEAST:
        return True
    return (a.again or b.again) and (a.level.n is None or b.level.n is None)


def _read(work: Work) -> _Paper:
    fields = work.fields
    text = " ".join(filter(None, (fields.title, fields.design, fields.abstract, fields.summary)))
    return _Paper(
        work,
        judge_level(fields),
        registrations(text),
        frozenset(fold(name.family).lower() for name in fields.authors if name.family),
        fold(fields.title or "").lower().rstrip(". "),
        read_text(fields.title or "").content,
        _AGAIN.search(text) is not None,
    )


def registrations(text: str) -> frozenset[str]:
    """Numbers of trials and reviews in registers, in capitals and without blanks."""
    return frozenset(re.sub(r"[\s:]", "", m.group().upper()) for m in _NUMBER.finditer(text))
