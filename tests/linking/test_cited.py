from dataclasses import replace

import pytest

from neckref.linking.cited import link
from neckref.linking.summary import summarise_claims
from neckref.model import EvidenceMap, Work
from neckref.text.vocabulary import load_vocabulary
from tests.linking.maps import judge, make_claim, make_map, make_work
from tests.samples import sample_map

SHRUG_STUDY = make_work(
    "shrug", "snapshot",
    title="Muscle activation during selected strength exercises in women with chronic neck muscle pain",
    publication_types=("Randomized Controlled Trial",), design="laboratory EMG study, one session",
    population="women with chronic neck muscle pain (trapezius myalgia)", sample_size=12,
    summary="EMG activity of the trapezius came to 102 percent of a maximal static contraction in the shoulder "
            "shrug and "
    "to 97 in the lateral raise; one-arm row and reverse fly were among the five exercises. Activity was measured, "
    "neither strength gained nor pain relieved.",
)  # fmt: skip
ROW_STUDY = make_work(
    "row", "snapshot",
    title="Scapular muscle activity from selected strengthening exercises performed at low and high intensities",
    design="laboratory EMG study", population="healthy women without serious disorders", sample_size=17,
    summary="The lower trapezius was 13 to 30 percentage points more active than the upper in press-up, prone "
            "flexion and "
    "one-arm row, the serratus anterior 18 to 45 points in push-up plus and shoulder press. Shrugs were not among "
    "them.",
)  # fmt: skip
HIP_STUDY = make_work(
    "hip", "snapshot",
    title="Hip muscle activity during 3 side-lying hip-strengthening exercises in distance runners",
    design="controlled laboratory EMG study", population="healthy distance runners", sample_size=20,
    summary="EMG activity of the gluteus medius was 70.1 percent of a maximal contraction in side-lying hip abduction "
    "and 32.6 percent in the clam. Neck and shoulder were not studied.",
)  # fmt: skip
SENTENCES = (
    "Weighted shoulder shrugs help build strength in the upper back and shoulders and so stabilize the neck.",
    "Stronger muscles can ease the pain of {}.",
    "Yoga and Pilates build strength and lengthen muscles, which lowers tension in the neck.",
    "Bending the neck against the resistance of your own hand is a simple strengthening exercise.",
    "Keeping the whole body strong supports the spine and reduces spasms that come from weakness.",
    "Walking, swimming, tai chi and yoga are good workouts that do not jar the neck and increase pain.",
    "Leg presses, rowing and chest presses make a strong core and support the spine.",
    "Passive stretches lengthen the neck muscles of infants with {} and relax the spasm.",
    "Botulinum toxin relaxes the muscles and reduces the spasm of {}.",
    "Muscle relaxants may relieve the spasms of {}.",
    "{} may follow a stroke, a tumor or the side effects of a drug.",
)
DISEASES = ("spasmodic torticollis", "Parkinson's disease", "hip osteoarthritis", "multiple sclerosis", "low back pain")


def neck_article(disease: str) -> EvidenceMap:
    vocabulary = load_vocabulary()
    subject = tuple(c.term for c in vocabulary.find_concepts(disease) if c.kind == "condition")
    claims = tuple(make_claim(text.format(disease), n, population=subject) for n, text in enumerate(SENTENCES, 1))
    emap = make_map(claims, (SHRUG_STUDY, ROW_STUDY, HIP_STUDY))
    return replace(emap, evidence=link(emap, vocabulary))


@pytest.mark.parametrize("disease", DISEASES)
def test_of_the_neck_article_only_the_shrugs_are_supported_and_only_indirectly(disease: str) -> None:
    verdicts = [s.verdict for s in summarise_claims(neck_article(disease))]
    assert verdicts == ["supported indirectly"] + ["no support among the cited papers"] * 10


@pytest.mark.parametrize("disease", [d for d in DISEASES if not d.startswith("hip")])
def test_the_hip_study_bears_on_no_claim_about_the_neck(disease: str) -> None:
    assert not [e for e in neck_article(disease).evidence if e.work == HIP_STUDY.id]


def test_on_a_page_about_the_hip_it_is_mentioned_where_the_claim_is_about_strength() -> None:
    emap = neck_article("hip osteoarthritis")
    rows = [e for e in emap.evidence if e.work == HIP_STUDY.id]
    assert rows
    assert {e.relation for e in rows} == {"mentions"}
    named = {c.id: {k.term for k in c.concepts} for c in emap.claims}
    assert not [e for e in rows if named[e.claim] & {"neck", "shoulder-shrug", "leg-press", "walking", "yoga"}]


def test_a_study_without_shrugs_is_never_credited_for_them_nor_for_rowing() -> None:
    rows = [e for e in neck_article("spasmodic torticollis").evidence if e.work == ROW_STUDY.id]
    assert {e.relation for e in rows} <= {"mentions"}
    assert not [e for e in rows if e.claim in ("claim-1", "claim-7") and e.directness.intervention.value == "matches"]


def test_indirectness_is_said_in_words() -> None:
    emap = neck_article("spasmodic torticollis")
    evidence = next(e for e in emap.evidence if e.claim == "claim-1")
    assert (evidence.work, evidence.relation, evidence.level, evidence.n) == (
        SHRUG_STUDY.id, "partly supports", "laboratory measurement", 12,
    )  # fmt: skip
    assert "randomised trial" in evidence.level_note
    people, outcome = evidence.directness.population, evidence.directness.outcome
    assert (people.value, outcome.value) == ("differs", "differs")
    assert people.work_phrase == "women with chronic neck muscle pain (trapezius myalgia)"
    assert people.reason == "Chronic neck pain is not cervical dystonia."
    assert outcome.reason.startswith("Muscle activity was measured, not")
    assert evidence.passage is not None
    assert evidence.passage.kind == "summary"
    assert "shrug" in evidence.passage.text
    reason = summarise_claims(emap)[0].reason
    assert "population differs" in reason
    assert "outcome differs" in reason


def test_passages_are_verbatim_at_their_offsets() -> None:
    emap = sample_map()
    for evidence in (*link(emap, load_vocabulary()), *neck_article("spasmodic torticollis").evidence):
        work = emap.work(evidence.work) or neck_article("spasmodic torticollis").work(evidence.work)
        assert work is not None
        assert evidence.passage is not None
        text = getattr(work.fields, evidence.passage.field)
        assert text[evidence.passage.start : evidence.passage.end] == evidence.passage.text


def test_a_trial_on_the_same_people_exercise_and_outcome_supports_directly() -> None:
    emap = sample_map()
    emap = replace(emap, evidence=link(emap, load_vocabulary()), decisions=())
    evidence = next(e for e in emap.evidence if e.claim == "claim-1")
    assert (evidence.relation, evidence.level, evidence.n) == ("supports", "randomised trial", 60)
    assert evidence.directness.direct
    assert evidence.passage is not None
    assert evidence.passage.text == "Wall slides reduced shoulder pain by 1.9 points (95% CI 1.1 to 2.7)."
    assert evidence.passage.source == "crossref"
    assert [s.verdict for s in summarise_claims(emap)][:2] == ["supported", "supported indirectly"]


def trial(result: str, title: str = "Yoga for chronic neck pain: a randomised controlled trial") -> Work:
    return make_work(
        "trial",
        title=title,
        abstract="BACKGROUND: Yoga reduces neck pain in small studies.\n"
        "METHODS: We randomised 80 adults with chronic neck pain to yoga or to a waiting list.\n"
        f"RESULTS: {result}",
    )


@pytest.mark.parametrize(
    ("result", "relation"),
    [
        ("Neck pain decreased more with yoga than on the waiting list (P < 0.001).", "supports"),
        ("Yoga reduced neck pain by 14 mm (95% CI 8 to 20).", "supports"),
        ("Yoga did not reduce neck pain.", "disputes"),
        ("There was no significant difference in neck pain between yoga and the waiting list.", "disputes"),
        ("Yoga increased neck pain (P = 0.01).", "disputes"),
        ("Neck pain was lower with yoga than on the waiting list (P = 0.31).", "unclear"),
        ("Neck pain improved in both groups.", "unclear"),
        ("Yoga may reduce neck pain.", "partly supports"),
        ("Adherence to yoga was 82%.", "mentions"),
        ("Sleep improved with yoga.", "mentions"),
    ],
)
def test_the_result_decides(result: str, relation: str) -> None:
    evidence = judge("Yoga reduces neck pain.", trial(result))
    assert evidence is not None
    assert evidence.relation == relation


def test_background_is_no_result() -> None:
    work = make_work(
        "aims",
        title="Yoga for chronic neck pain: a feasibility study",
        abstract="BACKGROUND: Yoga reduces chronic neck pain.\nMETHODS: We asked 20 adults with chronic neck pain "
        "about yoga.",
    )
    evidence = judge("Yoga reduces neck pain.", work)
    assert evidence is not None
    assert evidence.relation == "mentions"


def test_a_protocol_supports_nothing() -> None:
    work = trial("Yoga reduced neck pain.", "Yoga for chronic neck pain: study protocol of a randomised trial")
    evidence = judge("Yoga reduces neck pain.", work)
    assert evidence is not None
    assert (evidence.relation, evidence.level) == ("mentions", "unknown")


def test_a_null_result_in_other_people_disputes_nothing() -> None:
    evidence = judge("Yoga reduces the pain of spasmodic torticollis.", trial("Yoga did not reduce pain."))
    assert evidence is None or evidence.relation in ("unclear", "mentions")


def test_infants_with_congenital_torticollis_are_not_adults_with_spasmodic_torticollis() -> None:
    work = make_work(
        "infants",
        title="Passive stretching in infants with congenital muscular torticollis: a randomised trial",
        abstract="METHODS: 60 infants with congenital muscular torticollis were randomised.\n"
        "RESULTS: Passive stretching improved range of motion (P < 0.01).",
    )
    evidence = judge("Passive stretching improves range of motion in spasmodic torticollis.", work)
    assert evidence is not None
    assert evidence.directness.population.value == "differs"
    own = judge("Passive stretching improves range of motion in babies with congenital muscular torticollis.", work)
    assert own is not None
    assert own.directness.population.value == "matches"


def test_advice_is_not_judged() -> None:
    claim = make_claim("Do yoga three times a week against neck pain.", checkable=False, kind="advice")
    assert link(make_map((claim,), (trial("Yoga reduced neck pain."),)), load_vocabulary()) == ()


def test_abstracts_that_talk_of_strengthening_and_pain_change_nothing() -> None:
    """The same three studies as their abstracts might read: conclusions go further than what was measured."""
    shrug = make_work(
        "shrug",
        title=SHRUG_STUDY.fields.title,
        publication_types=("Randomized Controlled Trial",),
        abstract="BACKGROUND: Strength training relieves neck pain in women.\n"
        "METHODS: EMG of the trapezius was recorded in 12 female workers with trapezius myalgia.\n"
        "RESULTS: Activation was highest in the shrug (102% of MVC).\n"
        "CONCLUSIONS: These exercises can be used to relieve chronic neck pain.",
    )
    row = make_work(
        "row",
        title=ROW_STUDY.fields.title,
        abstract="Seventeen women without serious disorders participated. EMG was recorded in the one-arm row and the "
        "press-up. In conclusion, these exercises strengthen and stabilize the scapula and the neck.",
    )
    hip = make_work(
        "hip",
        title=HIP_STUDY.fields.title,
        abstract="METHODS: EMG was recorded in 20 healthy runners.\n"
        "RESULTS: Side-lying hip abduction reached 70% MVIC.\n"
        "CONCLUSIONS: Strengthening of the core and legs may gain from it.",
    )
    emap = replace(make_map(neck_article("spasmodic torticollis").claims, (shrug, row, hip)))
    emap = replace(emap, evidence=link(emap, load_vocabulary()))
    verdicts = [s.verdict for s in summarise_claims(emap)]
    assert verdicts == ["supported indirectly"] + ["no support among the cited papers"] * 10
    assert {e.work for e in emap.evidence if e.relation != "mentions"} == {shrug.id}
    assert hip.id not in {e.work for e in emap.evidence}


def test_doing_no_harm_is_not_having_no_effect() -> None:
    work = trial("Yoga reduced neck pain (P < 0.001).")
    harmless = judge("Yoga does not make neck pain worse.", work, direction="no change")
    useless = judge("Yoga has no effect on neck pain.", work, direction="no change")
    assert harmless is not None
    assert harmless.relation == "unclear"
    assert useless is not None
    assert useless.relation == "disputes"


def test_a_claim_that_says_more_than_its_concepts_is_not_decided_by_them() -> None:
    work = trial("Yoga reduced neck pain (P < 0.001).")
    evidence = judge("Yoga on the platform of Clapham Junction station reduces neck pain after derailments.", work)
    assert evidence is not None
    assert evidence.relation == "unclear"
    plain = judge("Your yoga workout gently reduces neck pain.", work)
    assert plain is not None
    assert plain.relation == "supports"
