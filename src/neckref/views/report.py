"""report.html: what an editor reads. First what to act on, then the article with each claim's evidence beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from neckref.model import SUMMARIES, EvidenceMap
from neckref.views.compose import content_of
from neckref.views.content import ClaimView, Content, FindingView, PaperView, ReferenceView
from neckref.views.marked import blocks_of
from neckref.views.page import environment, own, policy
from neckref.views.style import page_css

SAID = ("no-support", "disputed-claim", "mixed-evidence", "indirect-support", "dangling-attribution", "retracted")
"""Findings that a claim's summary or a mark already says."""
_UNFOUND = ("Not found", "Undecided", "Doubtful", "Not looked up")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the summary and where it leads."""

    lead: str
    text: str
    href: str
    more: tuple[str, ...] = ()
    """Further sentences, each on a line of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind to look at."""

    icon: str
    title: str
    meaning: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """All that one rule found."""

    code: str
    name: str
    severity: str
    remedy: str
    """What to do, where it is the same for all; "" otherwise."""
    findings: tuple[FindingView, ...]


def render(emap: EvidenceMap, graph: str = "") -> str:
    """One HTML page without scripts that loads nothing; the same map gives the same bytes.

    `graph` is the relative address of the map's graph page where one lies beside the report: claims and papers then
    link to their place in it.
    """
    content = content_of(emap)
    prose = bool(emap.claims or (emap.article and emap.article.sentences))
    style = page_css("page.css", "drawing.css", "report.css")
    papers = reported(content)
    return environment().get_template("report.html.jinja").render(
        content=content,
        claims={claim.id: claim for claim in content.claims},
        references={reference.id: reference for reference in content.references},
        blocks=blocks_of(emap) if prose else (),
        prose=prose,
        papers=papers,
        around=len(content.papers) - len(papers),
        anchors=anchors_of(papers),
        graph=graph,
        labels={paper.id: paper.label for paper in content.papers},
        said=SAID,
        groups=groups_of(content, papers),
        rules=rules_of(content.findings),
        tally=[(verdict, sum(c.summary == verdict for c in content.claims)) for verdict in SUMMARIES],
        style=own(style),
        policy=policy(style),
    )  # fmt: skip


def reported(content: Content) -> list[PaperView]:
    """The papers of the report: cited ones in the order of the references, then those that bear on a claim; where
    there is no article, all."""
    order = {reference.paper: n for n, reference in reversed(list(enumerate(content.references)))}
    papers = [p for p in content.papers if p.numbers or p.claims or not content.origin]
    return sorted(papers, key=lambda p: order.get(p.id, len(order)) if p.numbers else len(order))


def anchors_of(papers: Sequence[PaperView]) -> dict[str, str]:
    """By id of a paper: the name of its place in the report."""
    return {paper.id: f"paper-{n}" for n, paper in enumerate(papers, 1)}


def groups_of(content: Content, papers: Sequence[PaperView]) -> tuple[Group, ...]:
    """What an editor can act on, most pressing first; groups of nothing are left out."""
    groups = (
        _retracted(content, papers), *_claim_groups(content), *_reference_groups(content, papers),
        _others(content, papers), _unchecked(content),
    )  # fmt: skip
    return tuple(group for group in groups if group.items)


def rules_of(findings: Iterable[FindingView]) -> tuple[Rule, ...]:
    """The findings by rule and severity, in the order in which the rules come up; none is left out."""
    groups: dict[tuple[str, str, str], list[FindingView]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.name, finding.severity), []).append(finding)
    return tuple(
        Rule(*head, found[0].remedy if len({f.remedy for f in found}) == 1 else "", tuple(found))
        for head, found in groups.items()
    )


def _retracted(content: Content, papers: Sequence[PaperView]) -> Group:
    def resting(paper: PaperView) -> str:
        numbers = dict.fromkeys(
            e.claim_number
            for c in content.claims
            for e in c.evidence
            if e.paper == paper.id and e.relation in ("supports", "partly supports")
        )
        return f"{_claims(numbers)} {'rests' if len(numbers) == 1 else 'rest'} on it." if numbers else ""

    return Group(
        "disputed", "Retracted", "Somebody says that the paper was withdrawn. Rest no claim on it.",
        tuple(
            Item(p.label, p.title, f"#paper-{n}", tuple(filter(None, (resting(p),))))
            for n, p in enumerate(papers, 1)
            if p.retracted
        ),
    )  # fmt: skip


def _claims(numbers: Iterable[int]) -> str:
    """ "Claim 3", "Claims 3, 5"."""
    words = [str(number) for number in numbers]
    return f"Claim{'' if len(words) == 1 else 's'} {', '.join(words)}"


def _claim_groups(content: Content) -> Iterable[Group]:
    def of(*verdicts: str) -> tuple[Item, ...]:
        return tuple(_claim_item(c) for c in content.claims if c.summary in verdicts)

    yield Group(
        "disputed", "Disputed", "At least one paper says otherwise.", of("disputed", "mixed")
    )  # fmt: skip
    yield Group(
        "no support among the cited papers", "Rest on nothing among the cited papers",
        "No paper the article cites says this. It may still be true: cite a paper that shows it, or say less.",
        of("no support among the cited papers"),
    )  # fmt: skip
    yield Group(
        "supported indirectly", "Supported only indirectly",
        "The papers studied other people, another treatment or another outcome than the sentence speaks of.",
        of("supported indirectly"),
    )  # fmt: skip
    claims = {claim.id: claim for claim in content.claims}
    yield Group(
        "disputed", "“According to” nobody",
        "These words name a source, but the source is missing from the text.",
        tuple(
            Item(f"Claim {claims[c].number}", f"“{words}”", f"#{c}", (_short(claims[c].text),))
            if c in claims
            else Item("Text", f"“{words}”", "#article")
            for words, c in content.dangling
        ),
    )  # fmt: skip


def _reference_groups(content: Content, papers: Sequence[PaperView]) -> Iterable[Group]:
    by_paper = {paper.id: paper for paper in papers}
    orphans = [r for r in content.references if r.paper in by_paper and by_paper[r.paper].orphan]
    yield Group(
        "no support among the cited papers", "References no claim rests on",
        "By the evidence, none of the article's claims rests on these papers.",
        tuple(_reference_item(r, by_paper[r.paper].title if r.paper else r.raw) for r in orphans),
    )  # fmt: skip
    yield Group(
        "not checked", "References not found, or in doubt", "Nothing is counted on these until somebody has looked.",
        tuple(
            # Why one is undecided is the same for all where the network is down; its card says it.
            _reference_item(r, r.raw, f"{r.verdict}. {'' if r.verdict.startswith('Undecided') else r.reason}")
            for r in content.references
            if r.verdict.startswith(_UNFOUND)
        ),
    )  # fmt: skip
    other = [(r, [f.message for f in r.findings if f.name != "orphan-reference"]) for r in content.references]
    yield Group(
        "mixed", "References to correct or confirm",
        "The entry as printed and the record of the paper do not agree, or the record is not confirmed.",
        tuple(_reference_item(r, *m) for r, m in other if m and not r.verdict.startswith(_UNFOUND)),
    )  # fmt: skip


def _others(content: Content, papers: Sequence[PaperView]) -> Group:
    """Whatever no other group holds, also findings of rules that neckref does not know."""
    places = {claim.id: f"#{claim.id}" for claim in content.claims}
    places |= {paper.id: f"#paper-{n}" for n, paper in enumerate(papers, 1)}
    references = {reference.id for reference in content.references}
    items = tuple(
        Item(f.about, f.message, places.get(f.subject, "#findings"))
        for f in content.findings
        if f.name not in SAID and f.subject not in references and not f.code.startswith("NR5")
    )
    return Group("mixed", "Also to look at", "Found by other checks.", items)


def _unchecked(content: Content) -> Group:
    items = [_claim_item(c, c.reason) for c in content.claims if c.summary == "not checked" and c.checkable]
    if content.unavailable:
        items.append(Item("", content.unavailable, "#sources"))
    items += [
        Item("", f.message, "#findings")
        for f in content.findings
        if f.code.startswith("NR5") and f.name != "source-not-asked"
    ]
    beyond = [c for c in content.claims if c.summary == "not checked" and not c.checkable]
    if beyond:
        words = "Advice or instructions, which no study can show to be true or false."
        items.append(Item(_claims(c.number for c in beyond), words, f"#{beyond[0].id}"))
    return Group("not checked", "Not checked", "Not looked at is not the same as in order.", tuple(items))


def _claim_item(claim: ClaimView, more: str = "") -> Item:
    text = _short(claim.text) + (f" {more}" if more else "")
    return Item(f"Claim {claim.number}", text, f"#{claim.id}")


def _reference_item(reference: ReferenceView, *texts: str) -> Item:
    first, *more = (_short(text, 240) for text in texts)
    return Item(f"Reference {reference.number}", first, f"#{reference.id}", tuple(more))


def _short(text: str, limit: int = 160) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= limit else folded[: limit - 1].rsplit(" ", 1)[0] + "…"
