"""Library → EvidenceMap with everything that is derived: summaries, findings, how the sources did."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from neckref import registry
from neckref.auditing import Rule, list_not_checked, run_rules
from neckref.errors import UserError
from neckref.library import Library
from neckref.linking.summary import summarise_claims
from neckref.model import Asked, EvidenceMap, Summary
from neckref.settings import Settings, read_settings


def load_map(
    library: Library,
    settings: Settings | None = None,
    *,
    article: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> EvidenceMap:
    """Everything known of one article (by id; the latest without), findings included."""
    settings = settings or read_settings()
    emap = library.map(article)
    if article is not None and emap.article is None:
        raise UserError(f"the library holds no article {article!r}; `neckref doctor` lists what it holds")
    emap = replace(emap, sources=describe_sources(emap.asked))
    emap = replace(emap, summaries=_summaries(emap))
    findings = run_rules(emap, all_rules(), severities=settings.severities, select=select, ignore=ignore)
    return replace(emap, findings=findings, not_checked=list_not_checked(emap))


def all_rules() -> tuple[Rule, ...]:
    """Every rule of every installed family, by code."""
    families = (registry.load("rules", name) for name in registry.names("rules"))
    return tuple(sorted((rule for family in families for rule in family), key=lambda r: r.code))


def describe_sources(asked: Iterable[Asked]) -> dict[str, str]:
    """Source → one line: what it found, what it does not know, why it could not be asked."""
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, str] = {}
    for question in {(a.source, a.question): a for a in asked}.values():
        outcomes[question.source][question.outcome] += 1
        if question.reason:
            reasons.setdefault(question.source, question.reason)
    lines = {}
    for name in sorted(outcomes):
        count = outcomes[name]
        parts = [f"{count[o]} {o}" for o in ("found", "not found") if count[o]]
        if count["unavailable"]:
            parts.append(f"{count['unavailable']} could not be asked: {reasons[name].removeprefix(f'{name}: ')}")
        lines[name] = ", ".join(parts)
    return lines


def _summaries(emap: EvidenceMap) -> tuple[Summary, ...]:
    if "link" in emap.steps:
        return summarise_claims(emap)
    return tuple(Summary(c.id, "not checked", "Claims have not been linked to papers yet.") for c in emap.claims)
