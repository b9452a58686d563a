"""Every code fires on the one thing it is for, and nothing fires on an article that is in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from neckref.auditing import run_rules
from neckref.model import (
    Asked,
    Attribution,
    Distance,
    EvidenceMap,
    Fields,
    Identifier,
    Match,
    Penalty,
    Relation,
    Sourced,
    Span,
    Summary,
    Update,
    Work,
)
from neckref.pipeline.assemble import all_rules
from tests.samples import sample_map

SAMPLE = sample_map()
FIRST = SAMPLE.cited[0]
CLEAN = replace(
    SAMPLE,
    references=SAMPLE.references[:1],
    claims=SAMPLE.claims[:1],
    attributions=(),
    matches=SAMPLE.matches[:1],
    evidence=SAMPLE.evidence[:1],
    summaries=SAMPLE.summaries[:1],
    decisions=(),
    findings=(),
    asked=(Asked("crossref", "doi:10.5555/x", "found", "2026-01-02T03:04:05Z", None, "ref-1"),),
    steps=("read", "fetch", "link"),
)
OTHER = Identifier("doi", "10.5555/other")


def work(**fields: object) -> EvidenceMap:
    changed = replace(FIRST, fields=replace(FIRST.fields, **fields))  # type: ignore[arg-type]
    return replace(CLEAN, works=tuple(changed if w is FIRST else w for w in CLEAN.works))


def reference(**hints: object) -> EvidenceMap:
    first = CLEAN.references[0]
    return replace(CLEAN, references=(replace(first, hints=replace(first.hints, **hints)),))  # type: ignore[arg-type]


def notice(kind: str) -> EvidenceMap:
    return work(updates=(Update(kind, OTHER, "2020-01-01", "crossref (publisher)"),))


def summary(verdict: str) -> EvidenceMap:
    return replace(CLEAN, summaries=(Summary("claim-1", verdict, "Because."),))


def verdict(name: str) -> EvidenceMap:
    return replace(CLEAN, matches=(Match("ref-1", name, reason="Because."),))


def relation(kind: str) -> EvidenceMap:
    return replace(CLEAN, evidence=(replace(CLEAN.evidence[0], relation=kind),))


def printed(identifier: Identifier) -> EvidenceMap:
    return replace(CLEAN, references=(replace(CLEAN.references[0], identifiers=(identifier,)),))


def two_entries(second: Match, *markers: str) -> EvidenceMap:
    claim = replace(CLEAN.claims[0], markers=("[1]",), references=markers or ("ref-1",))
    return replace(CLEAN, references=SAMPLE.references[:2], matches=(*CLEAN.matches, second), claims=(claim,))


def penalty() -> EvidenceMap:
    distance = Distance((Penalty("volume", 1.0, 1.0, "4 / 3"),), 0.9)
    return replace(CLEAN, matches=(replace(CLEAN.matches[0], distance=distance),))


def unverified() -> EvidenceMap:
    doubtful = replace(FIRST, sourced={**FIRST.sourced, "volume": Sourced("3", ("snapshot",), (), False)})
    return replace(CLEAN, works=tuple(doubtful if w is FIRST else w for w in CLEAN.works))


def known_by_hand() -> EvidenceMap:
    return replace(CLEAN, works=(replace(FIRST, records=(("snapshot", "x"),)),))


def unrelated() -> Work:
    return Work("doi:10.5555/other", (OTHER,), Fields(title="Another paper"), {}, (("crossref", "y"),))


CASES: dict[str, Callable[[], EvidenceMap]] = {
    "NR101": lambda: printed(OTHER),
    "NR102": penalty,
    "NR103": lambda: reference(authors=CLEAN.references[0].hints.authors[:1]),
    "NR104": lambda: reference(month=3, day=1),
    "NR105": unverified,
    "NR201": lambda: verdict("doubtful"),
    "NR202": lambda: verdict("none"),
    "NR203": lambda: verdict("undecided"),
    "NR204": lambda: two_entries(Match("ref-2", "certain", FIRST.id), "ref-1", "ref-2"),
    "NR205": lambda: replace(CLEAN, evidence=()),
    "NR206": lambda: two_entries(Match("ref-2", "doubtful")),
    "NR207": lambda: relation("mentions"),
    "NR208": lambda: replace(CLEAN, references=(), matches=(), claims=(replace(CLEAN.claims[0], markers=()),)),
    "NR301": lambda: summary("no support among the cited papers"),
    "NR302": lambda: summary("disputed"),
    "NR303": lambda: summary("supported indirectly"),
    "NR304": lambda: replace(
        CLEAN, attributions=(Attribution("attribution-1", "experts say", Span(0, 4), None, "dangling", None),)
    ),
    "NR305": lambda: replace(CLEAN, claims=(replace(CLEAN.claims[0], markers=("[7]",), references=()),)),
    "NR306": lambda: summary("mixed"),
    "NR307": lambda: replace(
        two_entries(Match("ref-2", "certain", OTHER_ID), "ref-2"), works=(FIRST, unrelated())
    ),
    "NR401": lambda: notice("retraction"),
    "NR402": lambda: notice("expression-of-concern"),
    "NR403": lambda: notice("erratum"),
    "NR404": lambda: work(relations=(Relation("preprint-of", OTHER),)),
    "NR405": lambda: work(relations=(Relation("notice-of", OTHER),)),
    "NR406": lambda: work(abstract="RESULTS: Pain fell (SMD -1.28, 95% CI -1.18 to -0.75)."),
    "NR501": lambda: replace(CLEAN, asked=(Asked("pubmed", "x", "unavailable", "2026-01-02", "timed out"),)),
    "NR502": lambda: replace(CLEAN, steps=("read", "fetch")),
    "NR503": known_by_hand,
}  # fmt: skip
OTHER_ID = "doi:10.5555/other"
ALSO = {"NR204": {"NR103"}, "NR206": {"NR201"}, "NR307": {"NR205", "NR206"}}
"""What else such a map shows: one thing can be wrong in two ways."""


def codes(emap: EvidenceMap) -> set[str]:
    return {f.code for f in run_rules(emap, all_rules())}


def test_nothing_fires_on_an_article_in_order() -> None:
    assert codes(CLEAN) == set()


@pytest.mark.parametrize("code", [rule.code for rule in all_rules()])
def test_a_code_fires_on_what_it_is_for_and_no_other_does(code: str) -> None:
    found = codes(CASES[code]())
    assert code in found
    assert found - {code} == ALSO.get(code, set())
