"""Larger and odder maps for pictures and pages. All papers, people and findings in them are invented."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from neckref.model import (
    RELATIONS,
    Article,
    Asked,
    Aspect,
    Attribution,
    Citation,
    Claim,
    Directness,
    Evidence,
    EvidenceMap,
    Fields,
    Finding,
    Hints,
    Identifier,
    Match,
    Name,
    Passage,
    Reference,
    Section,
    Sentence,
    Span,
    Summary,
    Update,
    Work,
)
from tests.samples import sample_map

SECTIONS = {
    "": ["Long hours at a desk leave many people with a stiff neck and sore shoulders."],
    "Stretches": [
        "Slow neck rotation eases stiffness within two weeks.",
        "Wall slides relieve shoulder pain in office workers.",
        "Chin tucks strengthen the deep muscles at the front of the neck, which hold the head over the spine.",
        "Stretch until you feel a gentle pull and never bounce.",
    ],
    "Strength": [
        "Rowing with an elastic band reduces neck pain in women with chronic complaints.",
        "Weighted shrugs improve the strength of the upper back.",
        "Training three times a week works better than training once.",
        "Heavy lifting wears out the discs of the neck.",
    ],
    "Rest and work": [
        "A short walk every hour lowers the tension in the trapezius.",
        "Standing desks prevent neck pain.",
        "Good sleep halves the risk that pain becomes chronic.",
        "Sit with both feet on the floor.",
    ],
}
_VERDICTS = (
    "no support among the cited papers", "supported indirectly", "supported", "supported indirectly", "not checked",
    "supported", "mixed", "no support among the cited papers", "disputed", "supported indirectly",
    "no support among the cited papers", "not checked", "not checked",
)  # fmt: skip
_TOPICS = (
    "Elastic band rowing for chronic neck pain in women: a randomised controlled trial",
    "Activity of the trapezius during shrugs and lateral raises at low and high intensity",
    "Desk work, breaks and neck tension: a prospective cohort study of call-centre employees over three years",
    "Wall slides",
    "Sleep and the course of spinal pain",
    "Effects of standing desks on musculoskeletal complaints: systematic review and meta-analysis",
    "Deep neck flexor training",
)
_FAMILIES = (
    "Aalto",
    "Brandt",
    "Césaire",
    "Dvořák",
    "Eriksen-Holm",
    "van den Berg",
    "Gök",
    "Ó Briain",
    "Ishikawa",
    "Zu",
)


def large_map(papers: int = 50, cited: int = 12) -> EvidenceMap:
    """An article of thirteen claims and a dozen references among fifty papers, with every oddity a picture marks."""
    text, claims, sections, sentences = _article()
    works = tuple(_paper(n) for n in range(papers))
    head = len(text)
    references = []
    for n, work in enumerate(works[:cited], 1):
        raw = f"{work.fields.authors[0].family} et al. {work.fields.title}. {work.fields.year or 'n.d.'}."
        at = len(text) + len(f"{n}. ")
        text += f"{n}. {raw}\n"
        references.append(Reference(f"ref-{n}", raw, Span(at, at + len(raw)), Hints(title=work.fields.title), str(n)))
    sections.append(Section("References", Span(head, len(text))))
    matches = [
        Match(r.id, "certain", w.id, reason="Title, authors and year agree.")
        for r, w in zip(references, works, strict=False)
    ]
    matches[5] = Match("ref-6", "undecided", reason="crossref could not be asked (timed out).")
    matches[6] = Match("ref-7", "none", reason="Three sources were asked, none knows it.")
    at = text.index("Slow neck rotation")
    return EvidenceMap(
        article=Article(
            hashlib.sha256(text.encode()).hexdigest()[:12], "desk-pain.txt", "What helps a stiff neck at the desk",
            text, hashlib.sha256(text.encode()).hexdigest(), "text/plain", tuple(sections), tuple(sentences),
        ),
        references=tuple(references),
        claims=claims,
        attributions=(Attribution("attribution-1", "Slow neck", Span(at, at + 9), "claim-2", "dangling"),),
        works=tuple(sorted(works, key=lambda w: w.id)),
        matches=tuple(matches),
        evidence=tuple(_evidence(claims, works, cited)),
        citations=tuple(sorted(_citations(works))),
        summaries=tuple(
            Summary(c.id, verdict, "Because the papers say so, as far as they were read.")
            for c, verdict in zip(claims, _VERDICTS, strict=True)
        ),
        findings=(
            Finding("NR303", "dangling-attribution", "warning", "attribution-1", "It names nobody.", "Name it."),
            Finding("NR205", "orphan-reference", "warning", "ref-9", "No claim rests on it.", "Say its result."),
            Finding("NR112", "printed-date", "note", "ref-2", "Printed 2008-06-01, record 2008.", "Correct it."),
            Finding("NR401", "retracted", "error", works[3].id, "Retracted on 2019-02-03.", "Do not use it."),
        ),
        asked=(
            Asked("crossref", "search: something", "unavailable", "2026-02-03T10:00:00Z", "timed out", "ref-6"),
            Asked("pubmed", "search: something", "not found", "2026-02-04T10:00:00Z", None, "ref-7"),
        ),
        sources={"crossref": "9 found, 1 could not be asked: timed out", "pubmed": "10 found, 1 not found"},
    )  # fmt: skip


def _article() -> tuple[str, tuple[Claim, ...], list[Section], list[Sentence]]:
    text, claims, sections, sentences = "", [], [], []
    for paragraph, (title, lines) in enumerate(SECTIONS.items()):
        text += f"{title}\n\n" if title else ""
        start = len(text)
        for line in lines:
            span = Span(len(text), len(text) + len(line))
            advice = line.startswith(("Stretch ", "Sit "))
            number = len(claims) + 1
            claims.append(
                Claim(f"claim-{number}", line, span, title, "advice" if advice else "exercise", not advice)
            )  # fmt: skip
            sentences.append(Sentence(span, title, paragraph))
            text += line + " "
        text = text.rstrip() + "\n\n"
        sections.append(Section(title, Span(start, len(text))))
    return text + "References\n\n", tuple(claims), sections, sentences


def _paper(n: int) -> Work:
    doi = Identifier("doi", f"10.5555/large.{n:03}")
    family = [_FAMILIES[(n + k) % len(_FAMILIES)] for k in range(1 + n % 4)]
    fields = Fields(
        title=_TOPICS[n % len(_TOPICS)] + ("" if n < len(_TOPICS) else f", part {n}"),
        authors=tuple(Name(family=f, given="A B") for f in family),
        year=None if n % 17 == 16 else 1978 + (n * 13) % 47,
        journal="Journal of Invented Results",
        volume=str(n),
        abstract="BACKGROUND: People sit.\nRESULTS: Pain fell by 1.2 points." if n % 3 == 0 else None,
        cited_by_count=n * 7,
        updates=(Update("retraction", date="2019-02-03", asserted_by="publisher"),) if n == 3 else (),
    )
    return Work(str(doi), (doi,), fields, {}, (("crossref", doi.value),))


def _evidence(claims: tuple[Claim, ...], works: tuple[Work, ...], cited: int) -> list[Evidence]:
    same, differs, silent = (
        Aspect("matches", "neck", "neck"),
        Aspect("differs", "pain", "EMG", "EMG is not pain."),
        Aspect("not stated"),
    )
    out = []
    for n, claim in enumerate(claims):
        if n in (0, 4, 7, 10, 12):
            continue
        for k in range(1 + n % 3):
            work = works[(n * 3 + k * 5) % cited]
            if work is works[8]:
                continue
            title = work.fields.title or ""
            out.append(
                Evidence(
                    claim.id, work.id, RELATIONS[(n + k) % len(RELATIONS)],
                    Directness(same, (same, silent)[n % 2], (same, differs, silent)[(n + k) % 3]),
                    ("randomised trial", "cohort", "laboratory measurement", "systematic review")[(n + k) % 4],
                    Passage("quote", "title", 0, len(title), title, "crossref"), "rules", 0.5, n=20 + 10 * n,
                    reason="Its result is about the same exercise.",
                )
            )  # fmt: skip
    return out


def _citations(works: tuple[Work, ...]) -> list[Citation]:
    out = []
    for n, work in enumerate(works):
        for step in (1, 4, 9):
            other = works[(n * 2 + step) % len(works)]
            if (work.fields.year or 2030) > (other.fields.year or 0) > 0:
                out.append(Citation(work.id, other.id, "openalex"))
    return [*out, Citation("doi:10.5555/unknown", works[0].id, "opencitations")]


PAYLOADS = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "</script><script>window.hacked=1</script>",
    '" onmouseover="window.hacked=1',
    "</title><svg onload=window.hacked=1>",
    "</style><script>window.hacked=1</script>",
    "<math><mtext><svg onload=window.hacked=1></mtext></math>",
    "<a href='data:text/html,<script>window.hacked=1</script>'>x</a>",
    "[x](javascript:window.hacked=1)",
    "{{ 7 * 71911 }} {% raw %}",
    "line\u2028separator\u2029and control \x0b\x00 and ]]> --> &amp;",
)


def hostile_map() -> EvidenceMap:
    """The sample with a payload in every place where foreign text comes in."""
    emap = sample_map()
    bad = " ".join(PAYLOADS)
    works = tuple(
        replace(w, fields=replace(
            w.fields, title=bad, journal=bad, abstract=bad, summary=bad, design=bad, population=bad,
            url="javascript:window.hacked=1", authors=(Name(family=bad), Name(literal=bad)),
            updates=(Update(bad, None, bad, bad),),
        ), identifiers=w.identifiers if i else (Identifier("url", "javascript:window.hacked=1"),))
        for i, w in enumerate(emap.works)
    )  # fmt: skip
    aspect = Aspect("differs", bad, bad, bad)
    return replace(
        emap,
        works=works,
        claims=tuple(replace(c, text=bad, section=bad) for c in emap.claims),
        references=tuple(replace(r, raw=bad, marker=bad) for r in emap.references),
        attributions=tuple(replace(a, text=bad) for a in emap.attributions),
        matches=tuple(replace(m, reason=bad) for m in emap.matches),
        evidence=tuple(
            replace(e, reason=bad, level_note=bad, linker=bad, directness=Directness(aspect, aspect, aspect),
                    passage=replace(e.passage, text=bad, source=bad) if e.passage else None)
            for e in emap.evidence
        ),
        decisions=tuple(replace(d, note=bad, person=bad) for d in emap.decisions),
        summaries=tuple(replace(s, reason=bad) for s in emap.summaries),
        findings=tuple(replace(f, message=bad, remedy=bad, code=bad) for f in emap.findings),
        asked=tuple(replace(a, reason=bad, source=bad) for a in emap.asked),
        sources={bad: bad},
        article=replace(emap.article, title=bad, origin=bad, notes=(bad,)) if emap.article else None,
    )  # fmt: skip


def odd_maps() -> dict[str, EvidenceMap]:
    """Maps in which something is missing."""
    emap = sample_map()
    return {
        "empty": EvidenceMap(None),
        "works only": EvidenceMap(None, works=emap.works, citations=emap.citations),
        "no claims": replace(emap, claims=(), evidence=(), summaries=(), attributions=(), decisions=()),
        "no references": replace(emap, references=(), matches=(), works=(), evidence=(), citations=(), findings=()),
        "nothing asked": replace(
            emap, matches=(), works=(), evidence=(), citations=(), findings=(), asked=(), sources={}
        ),
        "no summaries": replace(emap, summaries=()),
    }
