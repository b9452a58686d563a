"""NR2xx: references as such: found, ambiguous, doubled, used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from neckref.auditing.run import Hit, Rule
from neckref.model import EvidenceMap


def _with_verdict(verdict: str, message: str) -> Callable[[EvidenceMap], Iterable[Hit]]:
    def check(emap: EvidenceMap) -> Iterable[Hit]:
        for reference in emap.references:
            match = emap.match(reference.id)
            if match is not None and match.verdict == verdict:
                nearest = match.reason if verdict != "none" or match.runner_up else ""
                yield reference.id, f"{message} {nearest}".rstrip(), reference.span

    return check


def _duplicate(emap: EvidenceMap) -> Iterable[Hit]:
    by_work: dict[str, list[str]] = defaultdict(list)
    spans = {r.id: r.span for r in emap.references}
    for match in emap.matches:
        if match.resolved and match.work:
            by_work[match.work].append(match.reference)
    for same in by_work.values():
        for later in same[1:]:
            yield later, f"The same paper as {same[0]}.", spans.get(later)


def _orphan(emap: EvidenceMap) -> Iterable[Hit]:
    if "link" not in emap.steps or not emap.claims:
        return
    used = {e.work for e in emap.evidence} | {d.work for d in emap.decisions if d.relation != "unclear"}
    for reference in emap.references:
        match = emap.match(reference.id)
        work = emap.work(match.work) if match and match.resolved else None
        if work is not None and work.id not in used:
            yield (
                reference.id,
                f"No claim of the article rests on this paper: “{work.fields.title}”.",
                reference.span,
            )


def _topical(emap: EvidenceMap) -> Iterable[Hit]:
    said = {work: {e.relation for e in emap.evidence if e.work == work} for work in {e.work for e in emap.evidence}}
    decided = {d.work for d in emap.decisions}
    for reference in emap.references:
        match = emap.match(reference.id)
        work = emap.work(match.work) if match and match.resolved else None
        relations = said.get(work.id, set()) if work is not None and work.id not in decided else set()
        if work is not None and relations and relations <= {"mentions", "unclear"}:
            yield (
                reference.id,
                f"Only the subject is shared: no claim is supported or disputed by “{work.fields.title}”.",
                reference.span,
            )


def _unmentioned(emap: EvidenceMap) -> Iterable[Hit]:
    mentioned = {r for claim in emap.claims for r in claim.references}
    mentioned |= {a.reference for a in emap.attributions if a.reference}
    if not mentioned:
        return
    for reference in emap.references:
        if reference.id not in mentioned:
            yield reference.id, "Other references are marked in the text, this one is not.", reference.span


def _none(emap: EvidenceMap) -> Iterable[Hit]:
    claims = sum(claim.checkable for claim in emap.claims)
    if emap.article is not None and not emap.references and claims:
        number = (
            "One claim that a study could show has" if claims == 1 else f"{claims} claims that studies could show have"
        )
        yield "article", f"{number} no reference to rest on: no list of references was found.", None


RULES = (
    Rule(
        "NR201",
        "ambiguous-reference",
        "warning",
        "Several works fit the entry about equally well, or the best one does not fit well enough.",
        "Add what tells them apart: a DOI, the journal, volume and pages.",
        _with_verdict("doubtful", "Cannot say which work this is."),
    ),
    Rule(
        "NR202",
        "unresolved-reference",
        "warning",
        "All sources were asked and none knows a work that fits. That says nothing about whether the work exists.",
        "Check the entry against the paper, or add an identifier.",
        _with_verdict("none", "No source that was asked knows such a work."),
    ),
    Rule(
        "NR203",
        "could-not-ask",
        "warning",
        "The entry is unresolved, but a source could not be asked: this is not the same as not found.",
        "Run `neckref fetch` again when the source can be reached.",
        _with_verdict("undecided", "Undecided: a source could not be asked."),
    ),
    Rule(
        "NR204",
        "duplicate-reference",
        "warning",
        "Two entries of the list are the same paper.",
        "Keep one of them.",
        _duplicate,
    ),
    Rule(
        "NR205",
        "orphan-reference",
        "warning",
        "By the evidence, no claim of the article rests on this paper, whether it is marked in the text or not.",
        "Say in the text what the paper shows, or remove it from the list.",
        _orphan,
    ),
    Rule(
        "NR206",
        "unmentioned-reference",
        "note",
        "The article marks its other references in the text, but never this one.",
        "Add a marker where it is used, or remove the entry.",
        _unmentioned,
    ),
    Rule(
        "NR207",
        "topical-reference",
        "note",
        "The paper is about the subject of a claim, but it neither supports nor disputes any.",
        "Say in the text what the paper shows, or cite one that studied the claim.",
        _topical,
    ),
    Rule(
        "NR208",
        "no-references",
        "warning",
        "The article makes claims that could be checked, but lists no references, so none of them was.",
        "List the papers that the claims rest on; `neckref find` looks for some.",
        _none,
    ),
)
