"""A small EvidenceMap for tests of exporters, views, graph, audit: every relation and oddity once.

The papers and people in it are invented; nothing here is evidence of anything.
"""

from __future__ import annotations

import hashlib

from neckref.model import (
    Article,
    Asked,
    Aspect,
    Attribution,
    Citation,
    Claim,
    Concept,
    Decision,
    Directness,
    Dissent,
    Distance,
    Evidence,
    EvidenceMap,
    Fields,
    Finding,
    Hints,
    Identifier,
    Match,
    Name,
    Passage,
    Penalty,
    Reference,
    Section,
    Sentence,
    Sourced,
    Span,
    Summary,
    Update,
    Work,
)

TEXT = """Desk stretches that help

Wall slides relieve shoulder pain in office workers [1]. Chin tucks strengthen the neck, according to Drink enough water.

References

1. Sørensen-Öz A, van der Berg J Jr. Wall slides for shoulder pain: a randomised trial. J Desk Med. 2015;3(2):10-19.
2. Quark Consortium. Heat & cold in hip joints. 2011.
3. Doe J. Chin tucks on EMG. 2012.
"""


def _span(part: str, start: int = 0) -> Span:
    at = TEXT.index(part, start)
    return Span(at, at + len(part))


def _said(value: object, *by: str, dissent: tuple[Dissent, ...] = (), verified: bool = True) -> Sourced:
    return Sourced(value, by, dissent, verified)


def sample_works() -> tuple[Work, ...]:
    """Three cited works (a trial, a retracted one, an EMG study known by summary only) and one around them."""
    trial = Fields(
        title="Wall slides for shoulder pain: a randomised trial",
        authors=(
            Name(family="Sørensen-Öz", given="Anna-Lena"),
            Name(family="van der Berg", given="Jan", suffix="Jr."),
        ),
        year=2015, month=3, journal="Journal of Desk Medicine", volume="3", issue="2", pages="10-19",
        type="article-journal", issn=("1234-5679",),
        abstract="BACKGROUND: Office workers often have shoulder pain.\n"
        "METHODS: We randomised 60 office workers with shoulder pain to wall slides or no exercise.\n"
        "RESULTS: Wall slides reduced shoulder pain by 1.9 points (95% CI 1.1 to 2.7).",
        mesh=("Shoulder Pain", "Exercise Therapy"), publication_types=("Randomized Controlled Trial",),
        cited_by_count=12,
    )  # fmt: skip
    retracted = Fields(
        title="Heat & cold in <hip> joints_50%", authors=(Name(literal="Quark Consortium"),), year=2011,
        journal="Hip Reports", type="article-journal",
        updates=(Update("retraction", Identifier("doi", "10.5555/hip.notice"), "2013-05-01", "publisher"),),
    )  # fmt: skip
    emg = Fields(
        title="Electromyographic activity of the deep neck flexors during chin tucks", year=2012, month=6,
        authors=(Name(family="Doe", given="J"), Name(family="Kjær", given="Mø")), journal="Journal of EMG",
        volume="9", pages="e77", type="article-journal", design="laboratory EMG study",
        population="healthy volunteers", sample_size=11,
        summary="Chin tucks raised activity of the deep neck flexors to 61% of maximum in 11 healthy volunteers.",
    )  # fmt: skip
    around = Fields(
        title="Shoulder exercises at work: a systematic review", authors=(Name(family="Øst", given="Per"),), year=2019,
        journal="Work & Health", type="article-journal", publication_types=("Systematic Review",), cited_by_count=3,
    )  # fmt: skip
    return (
        _work(trial, "crossref", ("doi", "10.5555/desk.(2015)<3>_2"), ("pmid", "99000001")),
        _work(retracted, "openalex", ("doi", "10.5555/hip.1")),
        _work(emg, "snapshot", ("doi", "10.5555/emg;9"), unverified=("volume",)),
        _work(around, "crossref", ("doi", "10.5555/review")),
    )


def _work(fields: Fields, source: str, *ids: tuple[str, str], unverified: tuple[str, ...] = ()) -> Work:
    identifiers = tuple(Identifier(*i) for i in ids)
    values = {name: getattr(fields, name) for name in Fields.__dataclass_fields__}
    sourced = {
        name: _said(value, source, verified=name not in unverified)
        for name, value in values.items()
        if value not in (None, ())
    }
    if fields.year == 2015:
        sourced["year"] = _said(2015, "crossref", "pubmed", dissent=(Dissent("openalex", 2014),))
    return Work(str(identifiers[0]), identifiers, fields, sourced, ((source, identifiers[0].value),))


def sample_map() -> EvidenceMap:
    """The whole map. Claim 1 is directly supported, claim 2 indirectly; reference 2 is an orphan and retracted."""
    first, second, third, fourth = sample_works()
    pain = "Wall slides relieve shoulder pain in office workers [1]."
    tucks = "Chin tucks strengthen the neck"
    claims = (
        Claim(
            "claim-1", pain, _span(pain), "", "exercise", True,
            (Concept("exercise", "wall-slide", "Wall slides", _span("Wall slides")),
             Concept("outcome", "shoulder-pain", "shoulder pain", _span("shoulder pain"))),
            direction="reduces", markers=("[1]",), references=("ref-1",),
        ),
        Claim(
            "claim-2", tucks, _span(tucks), "", "exercise", True,
            (Concept("exercise", "chin-tuck", "Chin tucks", _span("Chin tucks")),), direction="improves",
        ),
    )  # fmt: skip
    lines = TEXT.splitlines()[6:9]
    hints = (
        Hints((Name("Sørensen-Öz", "A"), Name("van der Berg", "J", "Jr")), year=2015, month=None,
              title="Wall slides for shoulder pain: a randomised trial", container="J Desk Med", volume="3",
              issue="2", pages="10-19"),
        Hints((Name(literal="Quark Consortium"),), year=2011, title="Heat & cold in hip joints"),
        Hints((Name("Doe", "J"),), year=2012, title="Chin tucks on EMG"),
    )  # fmt: skip
    references = tuple(
        Reference(f"ref-{n}", line[3:], _span(line[3:]), hint, marker=str(n))
        for n, (line, hint) in enumerate(zip(lines, hints, strict=True), 1)
    )
    near = Distance((Penalty("title", 3.0, 0.0, "same"), Penalty("year", 1.0, 0.0, "2015 = 2015")), 0.9)
    far = Distance((Penalty("title", 3.0, 0.4, "Chin tucks on EMG / Electromyographic activity …"),), 0.6)
    matches = (
        Match("ref-1", "certain", first.id, near, fourth.id, far, 0.3, reason="Title, authors and year agree."),
        Match("ref-2", "likely", second.id, near, reason="Title agrees."),
        Match("ref-3", "likely", third.id, far, reason="Nothing else comes near."),
    )
    abstract = first.fields.abstract or ""
    quote = "Wall slides reduced shoulder pain by 1.9 points (95% CI 1.1 to 2.7)."
    at = abstract.index(quote)
    summary = third.fields.summary or ""
    same = Aspect("matches", "office workers", "60 office workers with shoulder pain")
    evidence = (
        Evidence(
            "claim-1", first.id, "supports",
            Directness(same, Aspect("matches", "Wall slides", "wall slides"),
                       Aspect("matches", "shoulder pain", "shoulder pain")),
            "randomised trial", Passage("quote", "abstract", at, at + len(quote), quote, "crossref"), "rules", 0.91,
            n=60, reason="The result sentence is about the same exercise, outcome and direction.",
        ),
        Evidence(
            "claim-2", third.id, "partly supports",
            Directness(Aspect("not stated", None, "healthy volunteers"), Aspect("matches", "Chin tucks", "Chin tucks"),
                       Aspect("differs", "strengthen", "activity of the deep neck flexors",
                              "EMG amplitude is not strength.")),
            "laboratory measurement", Passage("summary", "summary", 0, len(summary), summary, "snapshot"), "rules",
            0.55, n=11, level_note="", reason="Muscle activity was measured, not strength.",
        ),
    )  # fmt: skip
    attribution = Attribution("attribution-1", "according to", _span("according to"), "claim-2", "dangling")
    return EvidenceMap(
        article=Article(
            "0123456789ab", "desk.txt", "Desk stretches that help", TEXT, hashlib.sha256(TEXT.encode()).hexdigest(),
            "text/plain", (Section("", Span(0, len(TEXT))),),
            (Sentence(_span(pain), "", 0), Sentence(_span("Chin tucks strengthen the neck, according to"), "", 0)),
        ),
        references=references,
        claims=claims,
        attributions=(attribution,),
        works=tuple(sorted((first, second, third, fourth), key=lambda w: w.id)),
        matches=matches,
        evidence=evidence,
        citations=(
            Citation(first.id, third.id, "crossref"),
            Citation(fourth.id, first.id, "openalex"),
            Citation(fourth.id, first.id, "opencitations"),
        ),
        decisions=(Decision("claim-1", first.id, "supports", "read it", "R. Reviewer", "2026-01-02T03:04:05Z"),),
        summaries=(
            Summary("claim-1", "supported", "One randomised trial supports it directly."),
            Summary("claim-2", "supported indirectly", "One laboratory measurement; its outcome differs."),
        ),
        findings=(
            Finding("NR303", "dangling-attribution", "warning", "attribution-1", "“according to” names nobody.",
                    "Name the source.", attribution.span),
            Finding("NR205", "orphan-reference", "warning", "ref-2", "No claim rests on this paper.",
                    "Remove it or say what it shows.", references[1].span),
            Finding("NR401", "retracted", "error", second.id, "Retracted on 2013-05-01 (said by openalex).",
                    "Do not rest a claim on it."),
        ),
        asked=(Asked("crossref", "doi:10.5555/hip.1", "unavailable", "2026-01-02T03:04:05Z", "connection refused"),),
        sources={"crossref": "2 found, 1 could not be asked: connection refused", "snapshot": "1 found"},
    )  # fmt: skip
