"""NR5xx: the run itself: what was not asked and not run."""

from __future__ import annotations

from collections.abc import Iterable

from neckref.auditing.run import Hit, Rule, list_not_checked
from neckref.model import EvidenceMap


def _sources(emap: EvidenceMap) -> Iterable[Hit]:
    for subject, what, why in list_not_checked(emap):
        if what.startswith("source "):
            yield subject, f"{what.removeprefix('source ')} was not asked: {why.removeprefix('could not ask: ')}.", None


def _steps(emap: EvidenceMap) -> Iterable[Hit]:
    for subject, what, why in list_not_checked(emap):
        if why.startswith("`neckref "):
            yield subject, f"Not checked: {what}; {why}.", None


def _retractions(emap: EvidenceMap) -> Iterable[Hit]:
    for subject, what, why in list_not_checked(emap):
        if what == "retraction status":
            work = emap.work(subject)
            yield subject, f"Retraction status of “{work.fields.title if work else subject}” is unknown: {why}.", None


RULES = (
    Rule(
        "NR501",
        "source-not-asked",
        "note",
        "A source could not be asked, so nothing it knows is in this report.",
        "Run `neckref fetch` again when it can be reached; `neckref doctor` shows why.",
        _sources,
    ),
    Rule(
        "NR502",
        "check-not-run",
        "warning",
        "A step of the chain was not run, so its checks say nothing.",
        "Run the step that is named, or `neckref run`.",
        _steps,
    ),
    Rule(
        "NR503",
        "retraction-unknown",
        "note",
        "No source that records retractions answered for this work; that is not the same as “not retracted”.",
        "Run `neckref fetch` again with a network.",
        _retractions,
    ),
)
