"""EvidenceMap → Content: the words of every page are chosen here."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import TypeVar
from urllib.parse import quote, urlsplit

from neckref.graph import label_of
from neckref.model import (
    RELATIONS,
    Article,
    Asked,
    Aspect,
    Claim,
    Directness,
    Evidence,
    EvidenceMap,
    Finding,
    Match,
    Reference,
    Sentence,
    Sourced,
    Summary,
    Work,
)
from neckref.views.content import (
    AspectView,
    ClaimView,
    Content,
    EvidenceView,
    FindingView,
    PaperView,
    ReferenceView,
)

K = TypeVar("K")
V = TypeVar("V")

VERDICT_WORDS = {
    "certain": "Found: certain",
    "likely": "Found: likely",
    "doubtful": "Doubtful: not counted as found",
    "none": "Not found by anyone asked",
    "undecided": "Undecided: a source could not be asked",
}
_LABELS = {"doi": "DOI", "pmid": "PubMed", "pmcid": "PubMed Central", "openalex": "OpenAlex", "s2": "Semantic Scholar"}
_ADDRESSES = {
    "doi": "https://doi.org/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
    "openalex": "https://openalex.org/",
    "s2": "https://www.semanticscholar.org/paper/",
}


def content_of(emap: EvidenceMap) -> Content:
    """The map in the words and order in which people read it."""
    return _Builder(emap).build()


def directness_word(directness: Directness) -> str:
    """ "direct", "indirect" where an aspect differs, else "not all stated"."""
    values = [aspect.value for aspect in (directness.population, directness.intervention, directness.outcome)]
    if "differs" in values:
        return "indirect"
    return "direct" if directness.direct else "not all stated"


def links_of(work: Work) -> tuple[tuple[str, str], ...]:
    """Words and address of each place the paper can be seen at; https or http only."""
    links = [
        (f"{_LABELS[i.scheme]} {i.value}", _ADDRESSES[i.scheme] + quote(i.value, safe="/:;().-_"))
        for i in work.identifiers
        if i.scheme in _ADDRESSES
    ]
    url = work.fields.url
    if url and not links and urlsplit(url).scheme in ("http", "https"):
        links.append((urlsplit(url).netloc or url, url))
    return tuple(links)


class _Builder:
    def __init__(self, emap: EvidenceMap) -> None:
        self._map = emap
        self._numbers = {claim.id: n for n, claim in enumerate(emap.claims, 1)}
        self._works = {work.id: work for work in emap.works}
        self._reference_numbers = _reference_numbers(emap.references)
        self._owner = {a.id: a.claim for a in emap.attributions}
        self._decisions = {(d.claim, d.work): d for d in emap.decisions}
        self._evidence = [self._evidence_view(e) for e in emap.evidence if e.work in self._works]
        stored = {(c.citing, c.cited) for c in emap.citations if c.citing in self._works and c.cited in self._works}
        self._cites = _grouped(sorted(stored))
        self._cited_by = _grouped((cited, citing) for citing, cited in sorted(stored))
        self._about_paper = _grouped((e.paper, e) for e in self._evidence)
        self._about_claim = _grouped((e.claim, e) for e in self._evidence)
        self._found = _grouped((f.subject, f) for f in emap.findings)
        self._references_of = _grouped((m.work, m.reference) for m in emap.matches if m.resolved)

    def build(self) -> Content:
        emap = self._map
        article = emap.article
        asked = sorted(a.at[:10] for a in emap.asked)
        dates = "" if not asked else asked[0] if asked[0] == asked[-1] else f"{asked[0]} to {asked[-1]}"
        dangling = [a for a in emap.attributions if a.status == "dangling"]
        return Content(
            title=(article.title or article.origin) if article else "Papers in this library",
            origin=_origin(article) if article else "",
            notes=article.notes if article else (),
            claims=tuple(map(self._claim, emap.claims)),
            papers=tuple(map(self._paper, emap.works)),
            references=tuple(map(self._reference, emap.references)),
            findings=tuple(map(self._finding, emap.findings)),
            dangling=tuple((a.text, a.claim) for a in dangling),
            unavailable=self._unavailable(),
            down=tuple(sorted({a.source for a in emap.asked if a.outcome == "unavailable"})),
            sources=tuple(sorted(emap.sources.items())),
            dates=dates,
        )

    def _unavailable(self) -> str:
        failed = [a for a in self._map.asked if a.outcome == "unavailable"]
        names = sorted({a.source for a in failed})
        whys = {_why(a) or "no reason given" for a in failed}
        why = f": {whys.pop()}" if len(whys) == 1 else " (why: in the table of sources)"
        left = f"{len(failed)} {'question' if len(failed) == 1 else 'questions'} open"
        return f"{', '.join(names)} could not be asked{why}; {left}." if failed else ""

    def _finding(self, finding: Finding) -> FindingView:
        return FindingView(
            finding.code,
            finding.name,
            finding.severity,
            finding.subject,
            self._about(finding.subject),
            finding.message,
            finding.remedy,
        )

    def _about(self, subject: str) -> str:
        if subject in self._numbers:
            return f"Claim {self._numbers[subject]}"
        if subject in self._reference_numbers:
            return f"Reference {self._reference_numbers[subject]}"
        if subject in self._works:
            return label_of(self._works[subject])
        claim = self._owner.get(subject)
        if claim in self._numbers:
            return f"Claim {self._numbers[claim]}"
        return "The run" if subject == "run" else subject

    def _findings(self, *subjects: str) -> tuple[FindingView, ...]:
        return tuple(self._finding(f) for subject in subjects for f in self._found.get(subject, ()))

    def _claim(self, claim: Claim) -> ClaimView:
        summary = next(
            (s for s in self._map.summaries if s.claim == claim.id),
            Summary(claim.id, "not checked", "" if claim.checkable else "Nothing a study could show."),
        )
        owned = [a for a in self._map.attributions if a.claim == claim.id]
        before, after = _context(self._map.article, claim)
        return ClaimView(
            id=claim.id,
            number=self._numbers[claim.id],
            text=claim.text,
            before=before,
            after=after,
            section=claim.section,
            kind=claim.kind,
            checkable=claim.checkable,
            summary=summary.verdict,
            reason=summary.reason,
            evidence=tuple(sorted(self._about_claim.get(claim.id, ()), key=lambda e: RELATIONS.index(e.relation))),
            dangling=tuple(a.text for a in owned if a.status == "dangling"),
            markers=claim.markers,
            findings=self._findings(claim.id, *(a.id for a in owned)),
        )

    def _evidence_view(self, evidence: Evidence) -> EvidenceView:
        work = self._works[evidence.work]
        passage = evidence.passage
        return EvidenceView(
            claim=evidence.claim,
            claim_number=self._numbers.get(evidence.claim, 0),
            paper=evidence.work,
            paper_label=label_of(work),
            paper_title=work.fields.title or work.id,
            relation=self._relation(evidence),
            decision=self._decision(evidence),
            directness=directness_word(evidence.directness),
            aspects=(
                self._aspect("Who was studied", evidence.directness.population, work),
                self._aspect("What was done", evidence.directness.intervention, work),
                self._aspect("What was measured", evidence.directness.outcome, work),
            ),
            level=evidence.level,
            level_note=evidence.level_note,
            n=evidence.n,
            quote=passage.text if passage and passage.kind == "quote" else None,
            summary=passage.text if passage and passage.kind == "summary" else None,
            passage_from=f"{passage.field}, from {passage.source}" if passage else "",
            linker=evidence.linker,
            reason=evidence.reason,
        )

    def _aspect(self, name: str, aspect: Aspect, work: Work) -> AspectView:
        words = ""
        if aspect.claim_phrase or aspect.work_phrase:
            text = self._map.article.text if self._map.article else None
            fields = work.fields
            known = (fields.title, fields.abstract, fields.summary, fields.population, fields.design, *fields.mesh)
            words = f"article: {_quoted(aspect.claim_phrase, [text])}; paper: {_quoted(aspect.work_phrase, known)}."
        return AspectView(name, aspect.value, words, aspect.reason)

    def _relation(self, evidence: Evidence) -> str:
        decision = self._decisions.get((evidence.claim, evidence.work))
        return decision.relation if decision else evidence.relation

    def _decision(self, evidence: Evidence) -> str:
        decision = self._decisions.get((evidence.claim, evidence.work))
        if decision is None:
            return ""
        who = " ".join(part for part in (decision.person or "a person", decision.decided_at[:10]) if part)
        note = f": {decision.note}" if decision.note else ""
        return f"Decided by {who}{note}"

    def _paper(self, work: Work) -> PaperView:
        fields = work.fields
        mine = self._about_paper.get(work.id, [])
        references = self._references_of.get(work.id, [])
        findings = self._findings(work.id, *references)
        return PaperView(
            id=work.id,
            label=label_of(work),
            title=fields.title or work.id,
            authors=_authors(work),
            year=fields.year,
            where=_where(work),
            links=links_of(work),
            level=next((e.level for e in mine if e.level != "unknown"), ""),
            n=fields.sample_size or next((e.n for e in mine if e.n is not None), None),
            design=fields.design or ", ".join(fields.publication_types),
            population=fields.population or "",
            abstract=fields.abstract,
            summary=fields.summary,
            summary_from=_said_by(work.sourced.get("summary")),
            retracted=work.retraction is not None,
            notices=tuple(_notice(u.kind, u.date, u.asserted_by) for u in fields.updates),
            orphan=bool(self._numbers) and any(f.name == "orphan-reference" for f in findings),
            numbers=tuple(self._reference_numbers.get(r, r) for r in references),
            claims=tuple(dict.fromkeys(e.claim for e in mine)),
            references=tuple(self._cites.get(work.id, ())),
            cited_by=tuple(self._cited_by.get(work.id, ())),
            cited_by_count=fields.cited_by_count,
            sources=", ".join(dict.fromkeys(source for source, _ in work.records)),
            doubts=_doubts(work),
            findings=findings,
        )

    def _reference(self, reference: Reference) -> ReferenceView:
        match = self._map.match(reference.id)
        asked = [a for a in self._map.asked if a.reference == reference.id]
        return ReferenceView(
            id=reference.id,
            number=self._reference_numbers[reference.id],
            raw=reference.raw,
            verdict=VERDICT_WORDS[match.verdict] if match else "Not looked up",
            reason=match.reason if match else "",
            paper=match.work if match and match.work in self._works else None,
            compared=_compared(match),
            coverage=_coverage(match),
            runner_up=self._runner_up(match),
            asked=tuple(dict.fromkeys(map(_answer, asked))),
            findings=self._findings(reference.id),
        )

    def _runner_up(self, match: Match | None) -> str:
        if match is None or match.runner_up not in self._works or match.runner_up_distance is None:
            return ""
        other = self._works[match.runner_up]
        gap = f", {match.gap:.2f} further away" if match.gap is not None else ""
        return f"Next nearest: {label_of(other)}, “{other.fields.title}”{gap}."


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _reference_numbers(references: Iterable[Reference]) -> dict[str, str]:
    """What each reference is called: its marker, else the next number that no marker and no other one has."""
    references = tuple(references)
    taken = {r.marker for r in references}
    free = (str(n) for n in count(1) if str(n) not in taken)
    return {r.id: r.marker or next(free) for r in references}


def _origin(article: Article) -> str:
    """Where it is from, in words: only a file or an address names itself."""
    if article.origin.startswith("neckref:"):
        return "The article that comes with neckref"
    return "Given by identifier" if article.origin == "identifiers" else article.origin


def _answer(asked: Asked) -> str:
    outcome = "could not be asked" if asked.outcome == "unavailable" else asked.outcome
    return f"{asked.source}: {outcome}" + (f" ({_why(asked)})" if asked.reason else "")


def _why(asked: Asked) -> str:
    """The reason without the source's name before it, which stands beside it already."""
    return (asked.reason or "").removeprefix(f"{asked.source}: ")


def _quoted(phrase: str | None, texts: Iterable[str | None]) -> str:
    """The phrase, in quotation marks only where one of the texts holds it to the letter (but for case)."""
    if not phrase:
        return "not stated"
    verbatim = any(phrase.casefold() in text.casefold() for text in texts if text)
    return f"“{phrase}”" if verbatim else phrase


def _context(article: Article | None, claim: Claim) -> tuple[str, str]:
    if article is None:
        return "", ""
    around: Iterable[Sentence] = (s for s in article.sentences if s.span.contains(claim.span))
    sentence = next(iter(around), None)
    if sentence is None:
        return "", ""
    text = article.text
    return text[sentence.span.start : claim.span.start], text[claim.span.end : sentence.span.end]


def _authors(work: Work) -> str:
    names = [str(name) for name in work.fields.authors]
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return ", ".join(names[:12]) + more


def _where(work: Work) -> str:
    """ "Journal of Pain, 2015; 3(2): 10–19", of what is known."""
    fields = work.fields
    volume = (fields.volume or "") + (f"({fields.issue})" if fields.issue else "")
    pages = (fields.pages or "").replace("-", "–")
    place = ": ".join(part for part in (volume, pages) if part)
    dated = "; ".join(part for part in (str(fields.year or ""), place) if part)
    return ", ".join(part for part in (fields.journal or fields.publisher or "", dated) if part)


def _said_by(sourced: Sourced | None) -> str:
    return ", ".join(sourced.said_by) if sourced else ""


def _notice(kind: str, date: str | None, by: str | None) -> str:
    said = f", said by {by}" if by else ""
    return kind.replace("-", " ").capitalize() + (f" of {date}" if date else "") + said


def _doubts(work: Work) -> tuple[str, ...]:
    named = ((_LABELS.get(name, name.replace("_", " ")), said) for name, said in work.sourced.items())
    fields = sorted(named, key=lambda pair: pair[0])
    unverified = _grouped((", ".join(said.said_by), name) for name, said in fields if not said.verified)
    return (
        *(f"Not verified by {source}: {', '.join(names)}." for source, names in unverified.items()),
        *(
            f"{name}: {_short(said.value)} by {', '.join(said.said_by)}, but {_short(d.value)} by {d.source}."
            for name, said in fields
            for d in said.dissent
        ),
    )


def _short(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return f"{len(value)} entries" if len(value) > 3 else "; ".join(map(str, value))
    text = str(value)
    return text if len(text) < 90 else text[:88].rstrip() + "…"


def _compared(match: Match | None) -> tuple[tuple[str, str, str], ...]:
    if match is None or match.distance is None:
        return ()
    return tuple((p.name.replace("_", " "), _agreement(p.value), p.detail) for p in match.distance.penalties)


def _agreement(penalty: float) -> str:
    if penalty <= 0.05:
        return "agrees"
    return "nearly agrees" if penalty <= 0.25 else "agrees in part" if penalty < 0.75 else "disagrees"


def _coverage(match: Match | None) -> str:
    if match is None or match.distance is None:
        return ""
    share = round(100 * match.distance.coverage)
    distance = f"distance {match.distance.total:.2f} (0 is the same, 1 another)"
    return f"{share}% of what can count could be compared; {distance}."
