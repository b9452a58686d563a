"""Claims as pages on necks, backs, knees, tendons, headaches and movement disorders make them, each against the paper
they cite, with what a strict reviewer says and why. Every sentence is invented; the shape of the abstracts is real."""

from __future__ import annotations

import pytest

from neckref.linking.cited import link
from neckref.linking.comparison import compare_outcomes, read_comparison
from neckref.linking.effect import read_effect
from neckref.model import Span
from neckref.text.vocabulary import load_vocabulary
from tests.linking.maps import make_claim, make_map, make_work
from tests.linking.test_pairs import Pair, check_pair, judge_pair

PAGES = [
    # --- all groups had it --------------------------------------------------------------------------------------
    Pair("add-on", "Botulinum toxin relieves pain in cervical dystonia.",
         "Physical therapy in addition to botulinum toxin in cervical dystonia: a randomized controlled trial",
         "METHODS: 50 patients with cervical dystonia were randomized to botulinum toxin with physiotherapy or "
         "botulinum toxin alone.\nRESULTS: Pain did not differ between the groups after 12 months.",
         "unclear|mentions", "both groups had the toxin: what did not differ is the physiotherapy", "matches"),
    Pair("add-on-claimed", "Physiotherapy added to botulinum toxin improves quality of life more than botulinum toxin "
         "alone.",
         "Physical therapy in addition to botulinum toxin in cervical dystonia: a randomized controlled trial",
         "METHODS: 50 patients with cervical dystonia were randomized to botulinum toxin with physiotherapy or "
         "botulinum toxin alone.\nRESULTS: Pain and quality of life did not differ between the groups after 12 months.",
         "disputes|unclear|mentions", "here the difference is what is claimed, and none was found"),
    Pair("against-placebo", "Botulinum toxin relieves pain in cervical dystonia.",
         "Botulinum toxin type A for cervical dystonia: a Cochrane systematic review",
         "RESULTS: We included nine trials with 1144 participants with cervical dystonia. Botulinum toxin reduced pain "
         "compared with placebo (SMD 0.5, 95% CI 0.3 to 0.7).",
         "supports", "pooled, against placebo", "matches", "matches", "systematic review", 1144),
    Pair("shorter-name", "Botulinum toxin type A relieves pain in cervical dystonia.",
         "Botulinum toxin type A for cervical dystonia: a Cochrane systematic review",
         "RESULTS: We included nine trials with 1144 participants with cervical dystonia. Botulinum toxin reduced pain "
         "compared with placebo (SMD 0.5, 95% CI 0.3 to 0.7).",
         "supports", "the passage names the title's drug by its shorter name", "matches", "matches"),
    Pair("refractory", "Medication relieves the spasms of cervical dystonia.",
         "Pallidal neurostimulation in medication-refractory cervical dystonia: a randomised trial",
         "METHODS: 62 patients were randomly assigned to active or sham neurostimulation.\nRESULTS: Spasms were "
         "reduced in the active group (P = 0.01).",
         "mentions|none", "medication is what had failed"),
    Pair("two-doses", "Vitamin D prevents relapses in multiple sclerosis.",
         "High-dose vitamin D in multiple sclerosis: a randomized clinical trial",
         "METHODS: 172 patients with multiple sclerosis were randomized to high- or low-dose vitamin D.\nRESULTS: "
         "Relapses did not differ between high-dose and low-dose vitamin D.",
         "unclear|mentions", "both groups had it, if not as much", "matches"),
    Pair("in-the-short-term", "Steroid injections relieve the pain of frozen shoulder in the short term.",
         "Corticosteroid injection for adhesive capsulitis: a systematic review",
         "RESULTS: Eight trials with 416 patients with adhesive capsulitis were included. Corticosteroid injection "
         "reduced pain at 6 weeks (SMD 0.87, 95% CI 0.6 to 1.1).",
         "supports", "no paper says 'short term' of six weeks", "matches", "matches", "systematic review", 416),
    # --- no difference is not no effect -------------------------------------------------------------------------
    Pair("two-ways", "Exercise reduces pain in chronic low back pain.",
         "Supervised versus home exercise for chronic low back pain: a randomised trial",
         "METHODS: 120 patients with chronic low back pain were randomised to supervised or home exercise.\nRESULTS: "
         "Pain "
         "did not differ between supervised and home exercise.",
         "unclear|mentions", "both groups exercised", "matches"),
    Pair("not-inferior", "Spinal manipulation relieves low back pain.",
         "Spinal manipulation for low back pain: a non-inferiority trial",
         "METHODS: 200 patients with low back pain were randomised to spinal manipulation or exercise.\nRESULTS: "
         "Spinal "
         "manipulation was not inferior to exercise for pain.",
         "unclear|mentions", "it was as good, which is no lack of effect", "matches"),
    Pair("in-some", "Massage improves function in low back pain.",
         "Massage for low back pain: a randomised trial",
         "METHODS: 300 patients with low back pain were randomised to massage or usual care.\nRESULTS: "
         "In patients older "
         "than 65 years massage did not improve function compared with usual care (P = 0.3).",
         "unclear|mentions", "a part of the people", "matches"),
    Pair("with-a-vitamin", "Ibuprofen relieves back pain.",
         "Ibuprofen plus vitamin B versus ibuprofen for back pain: a randomised trial",
         "METHODS: 200 patients with back pain were randomised to ibuprofen plus vitamin B or ibuprofen.\nRESULTS: "
         "Pain "
         "was not significantly different between the groups.",
         "unclear|mentions", "both groups had ibuprofen", "matches"),
    Pair("no-control", "Glucosamine relieves pain in knee osteoarthritis.",
         "Glucosamine for knee osteoarthritis: a randomized placebo-controlled trial",
         "METHODS: 222 patients with knee osteoarthritis were randomly assigned to glucosamine or placebo.\nRESULTS: "
         "With glucosamine pain did not differ between the groups (P = 0.61).",
         "disputes", "the other group had a placebo", "matches", "matches"),
    Pair("watched", "Walking reduces recurrences of low back pain.",
         "Walking and low back pain: a cohort study",
         "METHODS: 4,000 adults with low back pain were followed for two years.\nRESULTS: "
         "Walking was not associated with "
         "recurrence of low back pain (HR 0.98, 95% CI 0.90 to 1.07).",
         "unclear|mentions", "nobody was given walking", "matches"),
    Pair("how-often", "Exercise reduces pain in low back pain.",
         "Stretching for prevention of low back pain: a randomised trial",
         "METHODS: 800 adults with low back pain were randomised to stretching or no stretching.\nRESULTS: Stretching "
         "reduced the incidence of low back pain (RR 0.6, P = 0.01).",
         "unclear|mentions", "how often it comes is not how bad it is", "matches"),
    Pair("harm-more-often", "Aspirin increases bleeding in older adults.",
         "Aspirin and bleeding in older adults: a randomised trial",
         "METHODS: 19,114 older adults were randomly assigned to aspirin or placebo.\nRESULTS: Aspirin increased the "
         "risk of major bleeding (HR 1.38, 95% CI 1.18 to 1.62; P < 0.001).",
         "supports", "a harm that comes more often is the harm", "matches", "matches", "randomised trial", 19114),
    Pair("how-bad", "Yoga prevents neck pain.",
         "Yoga for neck pain: a randomised trial",
         "METHODS: 80 adults with neck pain were randomised to yoga or a waiting list.\nRESULTS: "
         "Yoga reduced neck pain "
         "(P = 0.01).",
         "unclear|mentions|partly supports", "they had it already", "matches"),
    Pair("one-kind-not", "Botulinum toxin reduces tremor in essential tremor.",
         "Botulinum toxin for essential tremor: a randomised trial",
         "METHODS: 133 patients with essential tremor were randomised to botulinum toxin or placebo.\nRESULTS: "
         "Postural "
         "tremor was reduced by botulinum toxin (P < 0.05), kinetic tremor was not.",
         "unclear|partly supports", "one kind of it was, the other was not", "matches"),
    Pair("lower-recovery", "Steroid injections relieve tennis elbow.",
         "Corticosteroid injection in lateral epicondylalgia: a randomized controlled trial",
         "METHODS: 165 patients with lateral epicondylalgia were randomized.\nRESULTS: "
         "Corticosteroid injection resulted in "
         "lower complete recovery or much improvement at 1 year versus placebo injection (P = 0.01).",
         "unclear|mentions|disputes", "fewer recovered", "matches"),
    # --- one against another ------------------------------------------------------------------------------------
    Pair("one-of-two", "Stretching is as effective as strength training for neck pain.",
         "Strength training for neck pain among office workers: a randomized trial",
         "METHODS: 198 office workers with neck pain were randomly assigned to strength training or a control group.\n"
         "RESULTS: Strength training reduced neck pain compared with the control group (P < 0.001).",
         "unclear|mentions|none", "what one of them does is no comparison"),
    Pair("better", "Yoga relieves low back pain better than walking.",
         "Yoga or walking for low back pain: a randomised trial",
         "METHODS: 120 patients with low back pain were randomised to yoga or walking.\nRESULTS: Yoga reduced pain "
         "more than walking (P = 0.01).",
         "supports", "these two, in this order", "matches", "matches", "randomised trial", 120),
    Pair("turned-round", "Yoga relieves low back pain better than walking.",
         "Yoga or walking for low back pain: a randomised trial",
         "METHODS: 120 patients with low back pain were randomised to yoga or walking.\nRESULTS: Walking reduced pain "
         "more than yoga (P = 0.01).",
         "disputes", "the other did better: the same words, sides changed", "matches"),
    Pair("no-difference", "Yoga is no better than walking for low back pain.",
         "Yoga or walking for low back pain: a randomised trial",
         "METHODS: 120 patients with low back pain were randomised to yoga or walking.\nRESULTS: There was no "
         "difference in pain between yoga and walking (P = 0.61).",
         "supports|unclear", "nothing more was claimed", "matches"),
    Pair("a-difference", "Yoga is no better than walking for low back pain.",
         "Yoga or walking for low back pain: a randomised trial",
         "METHODS: 120 patients with low back pain were randomised to yoga or walking.\nRESULTS: Yoga reduced low back "
         "pain more than walking (P = 0.01).",
         "disputes|unclear", "it was better", "matches"),
    Pair("not-against-all", "Tai chi prevents falls in Parkinson's disease.",
         "Tai chi and postural stability in patients with Parkinson's disease",
         "METHODS: 195 patients with Parkinson's disease were randomly assigned to tai chi, resistance training or "
         "stretching.\nRESULTS: Tai chi lowered the incidence of falls as compared with stretching but not as compared "
         "with resistance training.",
         "unclear|partly supports", "against one of two comparators", "matches"),
    # --- what was measured --------------------------------------------------------------------------------------
    Pair("impairment", "Dance improves balance in Parkinson's disease.",
         "Dance for people with Parkinson disease: a systematic review",
         "RESULTS: 13 trials were included. Dance improved endurance, motor impairment and balance in people with "
         "Parkinson disease.",
         "supports", "'impairment' is an outcome here and says nothing of a turn for the worse", "matches", "matches"),
    Pair("one-symptom", "Shock wave therapy relieves plantar fasciitis.",
         "Shock wave therapy for plantar fasciitis: a randomised trial",
         "METHODS: 114 patients with plantar fasciitis were randomized to shock wave therapy or placebo.\nRESULTS: "
         "Shock wave therapy reduced pain compared with placebo (P < 0.001).",
         "partly supports", "pain is a part of it", "matches", "differs", "randomised trial", 114),
    Pair("one-symptom-not", "Shock wave therapy relieves plantar fasciitis.",
         "Shock wave therapy for plantar fasciitis: a randomised trial",
         "METHODS: 114 patients with plantar fasciitis were randomized to shock wave therapy or placebo.\nRESULTS: "
         "Shock wave therapy did not reduce pain compared with placebo (P = 0.6).",
         "mentions|unclear", "one symptom without relief denies no relief of others", "matches", "differs"),
    Pair("migraine-days", "Magnesium prevents migraine.",
         "Magnesium in the prophylaxis of migraine: a double-blind randomised trial",
         "METHODS: 69 patients with migraine were randomized to magnesium or placebo.\nRESULTS: There was no benefit "
         "with magnesium compared to placebo with regard to the number of migraine days.",
         "disputes", "migraine days are what prevention is about", "matches", "matches"),
    Pair("time-to", "Paracetamol shortens the time to recovery from low back pain.",
         "Paracetamol for acute low back pain: a randomised trial",
         "METHODS: 1652 patients with acute low back pain were randomised to paracetamol or placebo.\nRESULTS: "
         "Paracetamol shortened the time to recovery compared with placebo (P = 0.01).",
         "supports|partly supports|unclear|mentions", "less time until it is more recovery, not less of it", "matches"),
    # --- who was studied ----------------------------------------------------------------------------------------
    Pair("whose-neck", "Neck exercises reduce neck pain in office workers.",
         "Neck exercises for neck pain: a randomised trial",
         "METHODS: 90 women with neck pain were randomised to neck exercises or no treatment.\nRESULTS: Neck exercises "
         "reduced neck pain (P = 0.01).",
         "supports|partly supports|unclear", "nobody says that they were office workers", "not stated"),
    Pair("how-long", "Massage reduces pain in chronic neck pain.",
         "Massage for neck pain: a randomised trial",
         "METHODS: 64 patients with neck pain were randomised to massage or a waiting list.\nRESULTS: Massage reduced "
         "pain (P = 0.01).",
         "supports|partly supports|unclear", "neck pain may or may not have been chronic", "not stated"),
    # --- nothing but the subject in common ----------------------------------------------------------------------
    Pair("topic-only", "Office workers who use a footrest have less neck pain.",
         "Neck exercises for neck pain among office workers: a randomised trial",
         "METHODS: 90 office workers with neck pain were randomised to neck exercises or no treatment.\nRESULTS: Neck "
         "exercises reduced neck pain (P = 0.01).",
         "none|mentions", "footrests were not studied"),
]  # fmt: skip


@pytest.mark.parametrize("pair", PAGES, ids=[p.id for p in PAGES])
def test_a_strict_reviewer_would_agree(pair: Pair) -> None:
    check_pair(pair)


def test_direct_support_needs_the_people_the_claim_names() -> None:
    for name in ("whose-neck", "how-long"):
        row = judge_pair(next(p for p in PAGES if p.id == name))
        assert row is not None
        assert not row.directness.direct


@pytest.mark.parametrize(
    ("text", "first", "second", "sense"),
    [
        ("Yoga was more effective than walking.", "yoga", "walking", "better"),
        ("Yoga reduced pain more than walking.", "yoga", "walking", None),
        ("Compared with walking, yoga reduced pain.", "yoga", "walking", None),
        ("Yoga was as effective as walking.", "yoga", "walking", "equal"),
        ("There was no difference between yoga and walking.", "yoga", "walking", "equal"),
        ("Yoga is less effective than walking.", "yoga", "walking", "worse"),
        ("Yoga and walking reduced pain.", None, None, None),
        ("Yoga reduced pain more than usual care.", None, None, None),
    ],
)
def test_what_is_held_against_what(text: str, first: str | None, second: str | None, sense: str | None) -> None:
    found = read_comparison(text, load_vocabulary().find_concepts(text, 7), 7)
    if first is None or second is None:
        assert found is None
        return
    assert found is not None
    assert (set(found.first), set(found.second), found.sense) == ({first}, {second}, sense)


@pytest.mark.parametrize(
    ("claimed", "found", "side", "how"),
    [
        ("better", "better", 1, "same"), ("better", "better", -1, "opposite"), ("better", "worse", -1, "same"),
        ("better", "equal", 1, "none"), ("equal", "equal", -1, "same"), ("equal", "better", 1, "opposite"),
        ("equal", "worse", 1, "same"), ("equal", "better", -1, "same"), ("worse", "better", 1, "opposite"),
    ],
)  # fmt: skip
def test_changed_sides_turn_the_answer(claimed: str, found: str, side: int, how: str) -> None:
    assert compare_outcomes(claimed, found, side) == how


def test_impairment_is_no_verb_and_speed_of_walking_no_hurry() -> None:
    text = "Dance improved motor impairment and balance."
    effect = read_effect(text, Span(text.index("balance"), len(text) - 1))
    assert effect is not None
    assert effect.sense == "better"
    assert read_effect("Gait speed was measured.", Span(0, 10)) is None


def test_a_claim_without_intervention_touches_only_papers_that_speak_of_what_it_says() -> None:
    work = make_work(
        "x",
        title="Massage for neck pain: a randomised trial",
        abstract="RESULTS: Massage reduced neck pain (P = 0.01).",
    )
    claim = make_claim("Sagging mattresses and cheap pillows bring neck pain to travellers.", kind="cause")
    assert link(make_map((claim,), (work,)), load_vocabulary()) == ()
