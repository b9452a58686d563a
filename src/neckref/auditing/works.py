"""NR4xx: what became of the cited papers. No marker means "none found", never "not retracted"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from neckref.auditing.run import Hit, Rule
from neckref.model import TAKES_BACK, EvidenceMap, Span, Update, Work
from neckref.text.numbers import check_intervals


def _updated(*kinds: str) -> Callable[[EvidenceMap], Iterable[Hit]]:
    """A check for notices of these kinds: one finding for all of a kind that a work has."""

    def check(emap: EvidenceMap) -> Iterable[Hit]:
        for work in emap.cited:
            for kind in kinds:
                notices = [u for u in work.fields.updates if u.kind == kind] or _typed(work, kind)
                if notices and not (kind in TAKES_BACK and work.retraction is None):  # reinstated since
                    date = min((u.date for u in notices if u.date), key=lambda d: (-len(d), d), default=None)
                    when = f" on {date}" if date else ""
                    yield (
                        work.id,
                        f"{kind.replace('-', ' ').capitalize()}{when} of “{work.fields.title}” "
                        f"({'; '.join(_said(u) for u in notices)}).",
                        _where(emap, work),
                    )

    return check


def _typed(work: Work, kind: str) -> list[Update]:
    """A retraction that is told by the publication type alone, without a notice."""
    told = work.retraction
    if kind != "retraction" or told is None or work.fields.updates:
        return []
    types = work.sourced.get("publication_types")
    return [replace(told, asserted_by=", ".join(types.said_by))] if types else [told]


def _said(update: Update) -> str:
    notice = f", notice {update.notice}" if update.notice else ""
    return f"said by {update.asserted_by or 'a source'}{notice}"


def _related(kind: str, message: Callable[[Work, str], str]) -> Callable[[EvidenceMap], Iterable[Hit]]:
    """A check for works that stand in this relation to another publication, which `message` is given as text."""

    def check(emap: EvidenceMap) -> Iterable[Hit]:
        for work in emap.cited:
            for relation in work.fields.relations:
                if relation.kind == kind:
                    yield work.id, message(work, str(relation.identifier)), _where(emap, work)

    return check


_preprint = _related(
    "preprint-of", lambda w, other: f"This preprint has been published as {other}: “{w.fields.title}”."
)
_notice = _related(
    "notice-of", lambda _, other: f"The entry stands for a notice about {other}, not for the paper itself."
)


def _intervals(emap: EvidenceMap) -> Iterable[Hit]:
    for work in emap.cited:
        abstract = work.fields.abstract or ""
        for estimate in check_intervals(abstract):
            yield (
                work.id,
                f"An estimate lies outside its own interval in the abstract of “{work.fields.title}”: "
                f"{' '.join(estimate.span.slice(abstract).split())}.",
                _where(emap, work),
            )


def _where(emap: EvidenceMap, work: Work) -> Span | None:
    resolved = {m.work: m.reference for m in reversed(emap.matches) if m.resolved}
    return next((r.span for r in emap.references if r.id == resolved.get(work.id)), None)


RULES = (
    Rule(
        "NR401",
        "retracted",
        "error",
        "A source marks the cited paper as retracted, withdrawn or removed. A correction is not a retraction.",
        "Rest no claim on it; cite it only to say that it was retracted.",
        _updated(*TAKES_BACK, "partial-retraction"),
    ),
    Rule(
        "NR402",
        "expression-of-concern",
        "warning",
        "The journal has published a concern about the cited paper.",
        "Read the notice before you rest a claim on the paper.",
        _updated("expression-of-concern"),
    ),
    Rule(
        "NR403",
        "corrected",
        "note",
        "The cited paper has a correction or an erratum.",
        "Check that what the article says still holds.",
        _updated("correction", "erratum", "corrigendum", "addendum"),
    ),
    Rule(
        "NR404",
        "preprint-published",
        "note",
        "The cited preprint has since been published, perhaps changed.",
        "Cite the published version.",
        _preprint,
    ),
    Rule(
        "NR405",
        "notice-cited",
        "warning",
        "The cited item is a retraction or correction notice.",
        "Cite the paper that was meant, with its status.",
        _notice,
    ),
    Rule(
        "NR406",
        "implausible-interval",
        "note",
        "A number in the paper's abstract lies outside the confidence interval printed with it: one is misprinted.",
        "Look the numbers up in the full text before you repeat them.",
        _intervals,
    ),
)
