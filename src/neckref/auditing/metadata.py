"""NR1xx: what is printed, against what the sources say of the same work."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Iterator

from neckref.auditing.run import Hit, Rule
from neckref.model import EvidenceMap, Identifier, Match, Reference, Work

_FIELDS = {
    "title": ("title", 0.03),
    "authors": ("names", 0.03),
    "container": ("journal", 0.35),
    "volume": ("volume", 0.0),
    "issue": ("issue", 0.0),
    "pages": ("pages", 0.0),
    "year": ("year", 0.0),
}
"""Penalty → word for people, and the penalty above which it is a difference and not a matter of form."""


def _resolved(emap: EvidenceMap) -> Iterator[tuple[Reference, Match, Work]]:
    for reference in emap.references:
        match = emap.match(reference.id)
        work = emap.work(match.work) if match and match.resolved else None
        if match is not None and work is not None:
            yield reference, match, work


def _identifier_mismatch(emap: EvidenceMap) -> Iterable[Hit]:
    for reference, _, work in _resolved(emap):
        for identifier in reference.identifiers:
            own = work.identifier(identifier.scheme)
            if identifier.scheme not in ("doi", "pmid", "pmcid") or identifier in work.identifiers:
                continue
            owner = next((w for w in emap.works if identifier in w.identifiers), None)
            printed = f"{identifier.scheme.upper()} {identifier.value}"
            if owner is not None:
                message = f"The printed {printed} belongs to another paper: “{owner.fields.title}”."
                yield reference.id, message, reference.span
            elif own is not None:
                message = f"The printed {printed} is not the one of “{work.fields.title}” ({own}); "
                yield reference.id, message + _standing(emap, identifier), reference.span


def _standing(emap: EvidenceMap, identifier: Identifier) -> str:
    """What came of asking for an identifier that is of no work held."""
    outcomes = {a.outcome for a in emap.asked if a.question == str(identifier)}
    return "no source that was asked knows it." if outcomes == {"not found"} else "it could not be looked up."


def _metadata_mismatch(emap: EvidenceMap) -> Iterable[Hit]:
    for reference, match, work in _resolved(emap):
        for penalty in match.distance.penalties if match.distance else ():
            word, tolerated = _FIELDS.get(penalty.name, ("", 1.0))
            if penalty.value > tolerated:
                yield reference.id, f"Printed {word} differs from the record: {_both(penalty.detail)}.", reference.span
        hints, fields = reference.hints, work.fields
        same_year = hints.year == fields.year
        if same_year and hints.month and fields.month and hints.month != fields.month:
            yield (
                reference.id,
                f"Printed date differs from the record: {_date(hints.year, hints.month, hints.day)} is printed, "
                f"{_date(fields.year, fields.month, fields.day)} is recorded.{_placeholder(reference)}",
                reference.span,
            )


def _authors_cut(emap: EvidenceMap) -> Iterable[Hit]:
    for reference, _, work in _resolved(emap):
        printed, known = len(reference.hints.authors), len(work.fields.authors)
        if printed and printed < known and not reference.hints.authors_cut:
            yield (
                reference.id,
                f"The author list is cut after {printed} of {known} names without “et al.”; "
                f"missing: {', '.join(str(a) for a in work.fields.authors[printed:][:5])}"
                f"{' and others' if known - printed > 5 else ''}.",
                reference.span,
            )


def _unconfirmed_date(emap: EvidenceMap) -> Iterable[Hit]:
    for reference, _, work in _resolved(emap):
        hints, fields = reference.hints, work.fields
        same_month = hints.year == fields.year and hints.month == (fields.month or hints.month)
        if hints.day and same_month and hints.day != fields.day:
            recorded = _date(fields.year, fields.month, fields.day)
            yield (
                reference.id,
                f"No source confirms the day of the printed date {_date(hints.year, hints.month, hints.day)}; "
                f"{recorded} is recorded.{_placeholder(reference)}",
                reference.span,
            )


def _unverified(emap: EvidenceMap) -> Iterable[Hit]:
    for reference, _, work in _resolved(emap):
        doubtful = [name for name, said in work.sourced.items() if not said.verified]
        if doubtful:
            yield (
                reference.id,
                f"Not verified in a published source: {', '.join(doubtful)} of “{work.fields.title}”.",
                reference.span,
            )


def _both(detail: str) -> str:
    """ "2008 / 2009" in words; as it is where the dividing stroke also stands in a value."""
    printed, _, recorded = detail.partition(" / ")
    return f"“{printed}” is printed, “{recorded}” is recorded" if detail.count(" / ") == 1 else detail


def _date(year: int | None, month: int | None, day: int | None) -> str:
    parts = [str(day) if day and month else "", month_name[month] if month else "", str(year) if year else "no date"]
    return " ".join(part for part in parts if part)


def _placeholder(reference: Reference) -> str:
    first_or_last = (reference.hints.month, reference.hints.day) == (12, 31) or reference.hints.day == 1
    return " It looks like a placeholder of the host site." if first_or_last else ""


RULES = (
    Rule(
        "NR101",
        "identifier-mismatch",
        "error",
        "A printed DOI, PMID or PMCID is not that of the paper the entry describes: another's, or nobody's.",
        "Correct the identifier, or the entry.",
        _identifier_mismatch,
    ),
    Rule(
        "NR102",
        "metadata-mismatch",
        "warning",
        "A printed title, name, date, journal, volume, issue or page disagrees with the record of the same paper.",
        "Compare with the paper and correct the entry.",
        _metadata_mismatch,
    ),
    Rule(
        "NR103",
        "authors-cut",
        "note",
        "Fewer authors are printed than the paper has, and nothing says that the list goes on.",
        "Print all authors, or add “et al.”.",
        _authors_cut,
    ),
    Rule(
        "NR104",
        "unconfirmed-date",
        "note",
        "A day is printed that no source knows; host sites invent days where they only have a month or a year.",
        "Print the date as recorded.",
        _unconfirmed_date,
    ),
    Rule(
        "NR105",
        "unverified-metadata",
        "note",
        "The work is known by a hand-compiled record, and nobody has confirmed these of its fields.",
        "Run `neckref fetch` with a network, or look the paper up.",
        _unverified,
    ),
)
