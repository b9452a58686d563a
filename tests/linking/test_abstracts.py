"""The bundled article with its papers as PubMed gives them: abstracts instead of our summaries.

The abstracts are invented after the facts of the three papers. They hold what misleads: background sentences that
speak of relief and rehabilitation, a publication type that calls a measurement a trial, a conclusion that recommends.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

import neckref
from neckref.linking.cited import link
from neckref.linking.summary import summarise_claims
from neckref.model import Evidence, EvidenceMap, Match, Work
from neckref.text.vocabulary import load_vocabulary
from tests.linking.maps import make_work

SHRUGS = """\
BACKGROUND AND PURPOSE: Strength training of the painful muscles relieves neck pain and is part of \
rehabilitation, but which exercises load the trapezius most is not known. The aim of this study was to measure \
how strongly five exercises activate the neck and shoulder muscles of women with chronic neck muscle pain.
SUBJECTS: Twelve female workers (aged 30 to 60 years) with a clinical diagnosis of trapezius myalgia and a mean \
baseline pain of 5.6 (range 3 to 8 on a scale of 0 to 9) took part.
METHODS: Electromyographic activity of the trapezius and deltoid muscles was recorded during the lateral raise, \
upright row, shrug, one-arm row and reverse fly, and normalized to a maximal voluntary static contraction (MVC).
RESULTS: Most exercises led to high muscle activity (more than 60% of MVC). Activity of the trapezius was \
highest in the shrug (102% of MVC, SD 11), followed by the lateral raise (97%, SD 6) and the upright row (85%, \
SD 5), although the loads of the last two (3 to 10 kg) were much lower than that of the shrug (20 to 30 kg).
DISCUSSION AND CONCLUSION: The lateral raise, shrug and upright row strongly activate the trapezius and can be \
recommended for strength training in the rehabilitation of women with chronic neck muscle pain."""
SCAPULAR = """\
Strengthening of the scapular muscles is often used to prevent and relieve pain of the neck and shoulder. The \
purpose of this study was to compare scapular muscle activity between strengthening exercises at low and high \
intensity. Seventeen women (aged 24 to 55 years) without serious disorders performed 7 exercises at Borg CR10 \
levels 3 and 8, among them the press-up, prone flexion, one-arm row, prone abduction, push-up plus and shoulder \
press, while surface EMG was recorded. At low intensity, the lower trapezius was activated more than the upper \
trapezius in the press-up, prone flexion, one-arm row and prone abduction (difference 13 to 30%, P < 0.05). \
Serratus anterior activity was higher than that of the upper trapezius in the push-up plus, shoulder press and \
press-up (difference 18 to 45%, P < 0.05). In conclusion, the press-up and push-up plus activate the lower \
trapezius and the serratus anterior over the upper trapezius and can be used to improve scapular muscle balance \
in rehabilitation."""
HIP = """\
CONTEXT: Strengthening of the hip abductors is recommended to runners to prevent injuries and to reduce pain.
OBJECTIVE: To measure hip muscle activity during 3 side-lying hip-strengthening exercises.
DESIGN: Controlled laboratory study.
SETTING: University laboratory.
PATIENTS OR OTHER PARTICIPANTS: Twenty healthy distance runners (9 men, 11 women; age 25.5 years, SD 5.8).
MAIN OUTCOME MEASURE(S): Surface EMG of the gluteus medius, tensor fasciae latae, gluteus maximus and anterior \
hip flexors, normalized to a maximal voluntary isometric contraction (MVIC).
RESULTS: The gluteus medius was more active in hip abduction (70.1% MVIC, SD 29.9) than in abduction with \
external rotation (53.0%, SD 28.4) and in the clam (32.6%, SD 16.9) (P < 0.001).
CONCLUSIONS: Side-lying hip abduction is the best exercise for strengthening the gluteus medius with little help \
of the core and the anterior hip flexors."""


def papers() -> dict[str, Work]:
    """The three, under the ids the references resolve to."""
    return {
        "ref-1": make_work(
            "shrugs",
            title="Muscle activation during selected strength exercises in women with chronic neck muscle pain",
            abstract=SHRUGS, publication_types=("Journal Article", "Randomized Controlled Trial"),
            mesh=("Neck Pain", "Muscle Strength", "Exercise Therapy", "Electromyography"),
        ),
        "ref-2": make_work(
            "scapular",
            title="Scapular muscle activity from selected strengthening exercises performed at low and high "
            "intensities",
            abstract=SCAPULAR, publication_types=("Journal Article",),
        ),
        "ref-3": make_work(
            "hip", title="Hip muscle activity during 3 side-lying hip-strengthening exercises in distance runners",
            abstract=HIP, publication_types=("Journal Article", "Comparative Study"),
        ),
    }  # fmt: skip


def unlabelled(text: str) -> str:
    """The same abstract as one paragraph without labels, as other services give it."""
    return " ".join(line.split(": ", 1)[-1] if line.split(":")[0].isupper() else line for line in text.splitlines())


def judged(works: dict[str, Work]) -> EvidenceMap:
    """The bundled article's claims against these papers."""
    reading = neckref.read()
    emap = EvidenceMap(
        reading.article, reading.references, reading.claims, reading.attributions,
        works=tuple(sorted(works.values(), key=lambda w: w.id)),
        matches=tuple(Match(ref, "certain", work.id) for ref, work in works.items()),
    )  # fmt: skip
    emap = replace(emap, evidence=link(emap, load_vocabulary()))
    return replace(emap, summaries=summarise_claims(emap))


@pytest.fixture(scope="module", params=["labelled", "plain", "with our summary"])
def emap(request: pytest.FixtureRequest) -> EvidenceMap:
    works = papers()
    if request.param == "with our summary":
        shrugs = works["ref-1"]
        summary = "In 12 women, EMG activity of the trapezius reached 102 percent in the shrug. Pain was not measured."
        works["ref-1"] = replace(shrugs, fields=replace(shrugs.fields, summary=summary))
    if request.param == "plain":
        works = {
            ref: replace(w, fields=replace(w.fields, abstract=unlabelled(w.fields.abstract or "")))
            for ref, w in works.items()
        }
    return judged(works)


def rows(emap: EvidenceMap, paper: str) -> list[Evidence]:
    return [e for e in emap.evidence if e.work == f"doi:10.5555/{paper}"]


def test_shrugs_are_supported_indirectly_and_nothing_else_at_all(emap: EvidenceMap) -> None:
    texts = {c.id: c.text for c in emap.claims}
    verdicts = {texts[s.claim]: s.verdict for s in emap.summaries if s.verdict.startswith("support")}
    assert list(verdicts.values()) == ["supported indirectly"]
    assert next(iter(verdicts)).startswith("Weighted shoulder shrugs")
    (row,) = [e for e in emap.evidence if e.relation not in ("mentions", "unclear")]
    assert (row.work, row.relation) == ("doi:10.5555/shrugs", "partly supports")
    assert (row.level, row.n) == ("laboratory measurement", 12)
    assert "randomised trial" in row.level_note
    aspects = row.directness
    assert [a.value for a in (aspects.population, aspects.intervention, aspects.outcome)] == [
        "differs", "matches", "differs",
    ]  # fmt: skip
    assert row.passage is not None
    assert "102%" in row.passage.text


def test_the_scapular_study_is_mentioned_for_the_shrugs_alone(emap: EvidenceMap) -> None:
    texts = {c.id: c.text for c in emap.claims}
    (row,) = rows(emap, "scapular")
    assert texts[row.claim].startswith("Weighted shoulder shrugs")
    assert (row.relation, row.level, row.n) == ("mentions", "laboratory measurement", 17)
    aspects = (row.directness.population, row.directness.intervention, row.directness.outcome)
    assert [a.value for a in aspects] == ["differs", "differs", "differs"]
    assert all(a.reason for a in aspects)


def test_the_hip_study_bears_on_nothing(emap: EvidenceMap) -> None:
    assert rows(emap, "hip") == []


def test_passages_are_verbatim_and_never_background(emap: EvidenceMap) -> None:
    works = {w.id: w for w in emap.works}
    for row in emap.evidence:
        assert row.passage is not None
        assert row.passage.kind == ("summary" if row.passage.field == "summary" else "quote")
        stored = getattr(works[row.work].fields, row.passage.field)
        assert stored[row.passage.start : row.passage.end] == row.passage.text
        assert "relieves neck pain" not in row.passage.text
        if row.relation == "partly supports":
            assert row.passage.field == "abstract"  # the paper's own words before ours


RELIEF = "CONCLUSIONS: Strength training with shrugs reduces neck pain, improves strength and stabilizes the neck."


def test_what_the_authors_hope_for_is_not_what_they_measured() -> None:
    works = papers()
    fields = works["ref-1"].fields
    hopeful = replace(fields, abstract=f"{(fields.abstract or '').rsplit(chr(10), 1)[0]}\n{RELIEF}")
    emap = judged({**works, "ref-1": replace(works["ref-1"], fields=hopeful)})
    credited = [e for e in emap.evidence if e.relation not in ("mentions", "unclear")]
    assert [(e.relation, e.directness.outcome.value) for e in credited] == [("partly supports", "differs")]


def test_the_verdicts_are_those_of_the_summaries() -> None:
    """A machine without a network and one with it say the same of each claim."""
    live = {(e.claim, e.work.rsplit("/", 1)[-1]): e.relation for e in judged(papers()).evidence}
    assert sorted(live.values()).count("partly supports") == 1
    assert set(live.values()) == {"partly supports", "mentions"}
    assert {paper for _, paper in live} == {"shrugs", "scapular"}
