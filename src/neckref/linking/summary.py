"""Summary: what the cited papers add up to for one claim, as a strict reviewer would put it (GRADE's words)."""

from __future__ import annotations

from collections.abc import Iterable

from neckref.linking.cohorts import group_studies
from neckref.model import Claim, Evidence, EvidenceMap, Summary

_NOT_CHECKABLE = {
    "advice": "It is advice: no study says whether to follow it.",
    "instruction": "It is an instruction and says nothing of the world.",
}
_NAMES = {
    "systematic review": "systematic review",
    "randomised trial": "randomised trial",
    "controlled": "controlled study",
    "cohort": "cohort study",
    "case series": "case series",
    "laboratory measurement": "laboratory measurement",
    "narrative": "narrative text",
    "unknown": "study of unknown design",
}
_WORDS = {1: "One", 2: "Two", 3: "Three"}
Row = tuple[Evidence | None, str]
"""Evidence (None for a person's decision without any) and the id of its work."""
_DECIDED = {"supports": "supports", "partly supports": "indirect", "disputes": "disputes"}


def summarise_claims(emap: EvidenceMap) -> tuple[Summary, ...]:
    """One Summary a claim, in reading order. A person's decision on a claim and a work stands in place of all
    linkers' evidence on that pair; a retracted work counts for nothing."""
    return tuple(_summarise(claim, emap) for claim in emap.claims)


def _summarise(claim: Claim, emap: EvidenceMap) -> Summary:
    votes: dict[str, list[Row]] = {"supports": [], "indirect": [], "disputes": []}
    retracted: list[str] = []
    for work_id, vote, evidence in _votes(claim, emap):
        work = emap.work(work_id)
        if vote and work is not None and work.retraction is not None:
            retracted.append(work_id)
        elif vote:
            votes[vote].append((evidence, work_id))
    if not claim.checkable and not any(votes.values()):
        return Summary(claim.id, "not checked", _NOT_CHECKABLE.get(claim.kind, "No study could bear on it."))
    counts = {vote: _count(rows, emap) for vote, rows in votes.items() if rows}
    if votes["supports"] and votes["disputes"]:
        reason = f"{counts['supports']} for it, {_lower(counts['disputes'])} against{_joint(votes, emap)}."
        return Summary(claim.id, "mixed", reason)
    if votes["indirect"] and votes["disputes"]:
        reason = (
            f"{counts['indirect']} for it, only indirectly; {_lower(counts['disputes'])} against{_joint(votes, emap)}."
        )
        return Summary(claim.id, "mixed", reason)
    if votes["supports"]:
        judged = all(evidence is not None for evidence, _ in votes["supports"])
        direct = " directly on its people, intervention and outcome" if judged else ""
        return Summary(claim.id, "supported", f"{counts['supports']}{direct}.")
    if votes["disputes"]:
        return Summary(claim.id, "disputed", f"{counts['disputes']} against it: {_why(votes['disputes'])}")
    if votes["indirect"]:
        return Summary(claim.id, "supported indirectly", f"{counts['indirect']}: {_why(votes['indirect'])}")
    return _nothing(claim, emap, retracted)


def _votes(claim: Claim, emap: EvidenceMap) -> Iterable[tuple[str, str | None, Evidence | None]]:
    """(work, "supports" | "indirect" | "disputes" | None, evidence) for each work; a decision first, without evidence:
    what a person said is not what a linker saw."""
    decided = {d.work: d for d in emap.decisions if d.claim == claim.id and emap.work(d.work) is not None}
    for work_id, decision in decided.items():
        yield work_id, _DECIDED.get(decision.relation), None
    for evidence in emap.evidence:
        if evidence.claim == claim.id and evidence.work not in decided:
            yield evidence.work, _vote(evidence), evidence


def _vote(evidence: Evidence) -> str | None:
    if evidence.linker == "person":
        return _DECIDED.get(evidence.relation)
    if evidence.relation == "supports":
        return "supports" if evidence.directness.direct else "indirect"
    return _DECIDED.get(evidence.relation)


def _count(rows: list[Row], emap: EvidenceMap) -> str:
    """ "Two randomised trials (one of them in 3 papers); one cohort study": studies, not papers."""
    by_work = {work_id: evidence for evidence, work_id in rows}
    studies = group_studies([w for w in map(emap.work, by_work) if w is not None])
    sizes: dict[str, list[int]] = {}
    for papers in studies:
        evidence = by_work[papers[0].id]
        name = _NAMES[evidence.level] if evidence else "paper, by a person's decision"
        sizes.setdefault(name, []).append(len(papers))
    parts = [_name_studies(name, papers) for name, papers in sizes.items()]
    return "; ".join([parts[0], *map(_lower, parts[1:])])


def _name_studies(name: str, papers: list[int]) -> str:
    head, joint, tail = name.partition(" of ") if " of " in name else name.partition(",")
    plural = {"case series": "case series", "study": "studies"}.get(head, f"{head}s".replace("studys", "studies"))
    count = len(papers)
    words = f"{_WORDS.get(count, str(count))} {head if count == 1 else plural}{joint}{tail}"
    several = sum(p for p in papers if p > 1) - sum(p > 1 for p in papers)
    return f"{words} (in {count + several} papers)" if several else words


def _joint(votes: dict[str, list[Row]], emap: EvidenceMap) -> str:
    """Whether papers of one study stand on both sides."""
    sides = {work_id: vote == "disputes" for vote, rows in votes.items() for _, work_id in rows}
    studies = group_studies([w for w in map(emap.work, sides) if w is not None])
    return (
        "; papers of one study stand on both sides" if any(len({sides[w.id] for w in s}) > 1 for s in studies) else ""
    )


def _why(rows: list[Row]) -> str:
    evidence = rows[0][0]
    if evidence is None:
        return "by a person's decision."
    parts = [
        f"the {name} differs ({aspect.reason.rstrip('.')})"
        if aspect.value == "differs"
        else f"the {name} is not stated"
        for name, aspect in (
            ("population", evidence.directness.population),
            ("intervention", evidence.directness.intervention),
            ("outcome", evidence.directness.outcome),
        )
        if aspect.value != "matches"
    ]
    if parts:
        return f"{', '.join(parts)}."
    return _lower(evidence.reason) if evidence.reason else "see the passage."


def _nothing(claim: Claim, emap: EvidenceMap, retracted: list[str]) -> Summary:
    unasked = [r.id for r in emap.references if (m := emap.match(r.id)) is None or m.verdict == "undecided"]
    missing = f"{_number(len(unasked), 'reference')} could not be looked up" if unasked else ""
    unknown = [r.id for r in emap.references if (m := emap.match(r.id)) and m.verdict in ("none", "doubtful")]
    cited = emap.cited
    readable = [w for w in cited if w.fields.abstract or w.fields.summary]
    if retracted:
        return Summary(claim.id, "no support among the cited papers", "What would bear on it has been retracted.")
    if not emap.references:
        return Summary(claim.id, "not checked", "The article lists no references.")
    if not readable:
        if cited:
            why = f"Of {_number(len(cited), 'cited paper')} only the title is known"
            return Summary(claim.id, "not checked", f"{why}{'; ' + missing if missing else ''}.")
        why = f"{missing[:1].upper()}{missing[1:]}" if missing else "None of its references could be identified"
        return Summary(claim.id, "not checked", f"{why}.")
    if claim.references and set(claim.references) <= {*unasked, *unknown}:
        which = "The reference it is marked with" if len(claim.references) == 1 else "None of its marked references"
        known = "could not" if len(claim.references) == 1 else "could"
        return Summary(claim.id, "not checked", f"{which} {known} be identified.")
    mentioned = sum(e.claim == claim.id for e in emap.evidence)
    tail = f" ({missing})" if missing else ""
    reason = (
        f"{_number(mentioned, 'cited paper').capitalize()} touch{'es' if mentioned == 1 else ''} on it without "
        f"bearing it out"
        if mentioned
        else "None of the cited papers bears on it"
    )
    return Summary(claim.id, "no support among the cited papers", f"{reason}{tail}.")


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
