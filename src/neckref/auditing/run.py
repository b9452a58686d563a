"""Running the rules, and saying what could not be checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from neckref.errors import UserError
from neckref.model import SEVERITIES, EvidenceMap, Finding, Span

Hit = tuple[str, str, Span | None]
"""Subject (an id), message in one sentence, and where it stands in the article."""

KNOWS_RETRACTIONS = ("crossref", "pubmed", "openalex", "europepmc", "retractionwatch")
"""Sources whose records say whether a work was retracted."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. `docs/rules.md` is generated from these."""

    code: str
    name: str
    severity: str
    why: str
    """What it means, for the docs: one or two sentences."""
    remedy: str
    check: Callable[[EvidenceMap], Iterable[Hit]]


def run_rules(
    emap: EvidenceMap,
    rules: Iterable[Rule],
    *,
    severities: Mapping[str, str] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """Findings by code, then by place. `select` and `ignore` take codes, prefixes of codes ("NR3") and names;
    `severities` maps them to another severity, or to "off". Raises UserError for an unknown one of either."""
    findings = []
    rules = tuple(rules)
    check_names(rules, [*select, *ignore])
    check_severities(rules, severities or {})
    for rule in sorted(rules, key=lambda r: r.code):
        severity = _severity(rule, severities or {})
        wanted = (not select or _named(rule, select)) and not _named(rule, ignore)
        if severity != "off" and wanted:
            findings += [
                Finding(rule.code, rule.name, severity, subject, message, rule.remedy, span)
                for subject, message, span in rule.check(emap)
            ]
    return tuple(sorted(findings, key=lambda f: (f.code, f.span.start if f.span else -1, f.subject, f.message)))


def check_names(rules: Iterable[Rule], names: Iterable[str]) -> None:
    """Raises UserError for a name that fits no rule: selecting nothing by mistake would look like a pass."""
    known = tuple(rules)
    for name in names:
        if not any(_named(rule, (name,)) for rule in known):
            raise UserError(
                f"no finding is called {name!r}: give a code (NR304), a family (NR3) or a name (dangling-attribution)"
            )


def check_severities(rules: Iterable[Rule], severities: Mapping[str, str]) -> None:
    """Raises UserError for a severity that is none, or one of a finding that does not exist."""
    check_names(rules, severities)
    for name, severity in severities.items():
        if severity not in (*SEVERITIES, "off"):
            raise UserError(f"severity of {name} must be one of {', '.join(SEVERITIES)} or off, got {severity!r}")


def worst_severity(findings: Iterable[Finding]) -> str | None:
    """The most severe one's severity, or None without findings."""
    return max((f.severity for f in findings), key=SEVERITIES.index, default=None)


def list_not_checked(emap: EvidenceMap) -> tuple[tuple[str, str, str], ...]:
    """(subject, what was not checked, why): silence that must not look like a pass."""
    rows: list[tuple[str, str, str]] = []
    for step, what in (("fetch", "references against the sources"), ("link", "claims against the papers")):
        if step not in emap.steps:
            rows.append(("run", what, f"`neckref {step}` has not been run"))
    down = {a.source: a.reason or "no reason given" for a in emap.asked if a.outcome == "unavailable"}
    rows += [
        ("run", f"source {name}", f"could not ask: {reason.removeprefix(f'{name}: ')}")
        for name, reason in sorted(down.items())
    ]
    if emap.article is not None:
        rows += [("article", "an entry that is not read", text) for text in emap.article.notes if ": not read" in text]
    rows += [
        (m.reference, "which work it is", "not found so far, and a source could not be asked")
        for m in emap.matches
        if m.verdict == "undecided"
    ]
    rows += [
        (work.id, "retraction status", "no source that records retractions answered")
        for work in emap.cited
        if not {source for source, _ in work.records} & set(KNOWS_RETRACTIONS)
    ]
    rows += [(c.id, "support", f"{c.kind}: no study can show it") for c in emap.claims if not c.checkable]
    return tuple(rows)


def _named(rule: Rule, names: Sequence[str]) -> bool:
    return any(rule.name == name or (len(name) > 1 and rule.code.startswith(name.upper())) for name in names)


def _severity(rule: Rule, severities: Mapping[str, str]) -> str:
    for name, severity in severities.items():
        if _named(rule, (name,)):
            return severity
    return rule.severity
