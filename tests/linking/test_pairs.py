"""Claims of health pages against abstracts, with what a strict reviewer says of each pair and why.

Every sentence is invented. A wrong "supports" or "disputes" misleads; "unclear" and "mentions" only withhold. Where
withholding is as honest as the label given first, both stand ("unclear|mentions"); "none" is no row at all.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from neckref.linking.cited import link
from neckref.model import Evidence
from neckref.text.vocabulary import load_vocabulary
from tests.claims.articles import read
from tests.linking.maps import make_map, make_work


class Pair(NamedTuple):
    """One claim, one paper."""

    id: str
    claim: str
    title: str
    abstract: str
    relation: str
    why: str
    population: str = ""
    outcome: str = ""
    level: str = ""
    n: int | None = None
    types: tuple[str, ...] = ()


RCT = ("Randomized Controlled Trial",)
PAIRS = [
    # --- supported, directly -----------------------------------------------------------------------------------
    Pair("rct-supports", "Yoga reduces pain in people with chronic neck pain.",
         "Yoga for chronic neck pain: a randomized controlled trial",
         "BACKGROUND: Neck pain is common.\nMETHODS: Eighty patients with chronic neck pain were randomly assigned to "
         "yoga or usual care.\nRESULTS: Yoga reduced pain compared with usual care (P < 0.001).\n"
         "CONCLUSIONS: Yoga relieved chronic neck pain.",
         "supports", "a trial of it in these people with this outcome", "matches", "matches", "randomised trial", 80,
         RCT),
    Pair("review-supports", "Tai chi improves balance in older adults.",
         "Tai chi and balance in older adults: a systematic review and meta-analysis",
         "METHODS: We searched four databases for randomised trials in older adults.\nRESULTS: Tai chi improved "
         "balance (SMD 0.52, 95% CI 0.31 to 0.73) in 1,240 participants.\nCONCLUSIONS: Tai chi improves balance in "
         "older adults.",
         "supports", "pooled trials say so", "matches", "matches", "systematic review", 1240),
    Pair("drug-supports", "Metformin lowers blood sugar in people with type 2 diabetes.",
         "Metformin in type 2 diabetes: a randomised controlled trial",
         "METHODS: 451 patients with type 2 diabetes were randomised to metformin or placebo.\nRESULTS: Metformin "
         "lowered fasting blood glucose compared with placebo (P < 0.001).",
         "supports", "the drug, the outcome, the patients", "matches", "matches", "randomised trial", 451, RCT),
    Pair("null-claim-supports", "Glucosamine has no effect on pain in knee osteoarthritis.",
         "Glucosamine for knee osteoarthritis: a randomized placebo-controlled trial",
         "METHODS: 222 patients with knee osteoarthritis were randomly assigned to glucosamine or placebo.\n"
         "RESULTS: Glucosamine had no significant effect on pain (P = 0.61).",
         "supports", "the claim denies an effect, and none was found", "matches", "matches", "randomised trial", 222,
         RCT),
    Pair("hedged-claim", "Magnesium may reduce the frequency of migraine attacks.",
         "Magnesium in the prevention of migraine: a double-blind randomized trial",
         "METHODS: 81 patients with migraine were randomised to magnesium or placebo.\nRESULTS: Migraine frequency "
         "was reduced by magnesium compared with placebo (P = 0.03).",
         "supports", "a hedged claim needs no more than this", "matches", "matches", "randomised trial", 81, RCT),
    # --- disputed -----------------------------------------------------------------------------------------------
    Pair("null-result", "Glucosamine relieves pain in knee osteoarthritis.",
         "Glucosamine for knee osteoarthritis: a randomized placebo-controlled trial",
         "METHODS: 222 patients with knee osteoarthritis were randomly assigned to glucosamine or placebo.\n"
         "RESULTS: Glucosamine had no significant effect on pain (P = 0.61).",
         "disputes", "nothing found in the very patients", "matches", "matches", "randomised trial", 222, RCT),
    Pair("opposite", "Bed rest reduces pain in people with low back pain.",
         "Bed rest for low back pain: a randomised trial",
         "METHODS: 186 patients with low back pain were randomised to bed rest or usual activity.\nRESULTS: Bed rest "
         "worsened pain at three weeks (P = 0.002).",
         "disputes|unclear", "the opposite was found", "matches", "matches", "randomised trial", 186, RCT),
    Pair("claims-none-finds-some", "Acupuncture does not reduce pain in chronic low back pain.",
         "Acupuncture for chronic low back pain: a randomised trial",
         "METHODS: 298 patients with chronic low back pain were randomised.\nRESULTS: Acupuncture reduced pain "
         "compared with the waiting list (P < 0.001).",
         "disputes", "the claim denies what was found", "matches", "matches", "randomised trial", 298, RCT),
    # --- other people -------------------------------------------------------------------------------------------
    Pair("other-condition", "Yoga reduces pain in cervical dystonia.",
         "Yoga for chronic neck pain: a randomized controlled trial",
         "METHODS: Eighty patients with chronic neck pain were randomly assigned to yoga or usual care.\nRESULTS: "
         "Yoga reduced pain compared with usual care (P < 0.001).",
         "partly supports|unclear|mentions", "neck pain is not dystonia: never direct", "differs"),
    Pair("healthy-people", "Massage reduces pain in people with fibromyalgia.",
         "Massage and pressure pain in healthy volunteers",
         "METHODS: 30 healthy volunteers received massage.\nRESULTS: Massage reduced pain after exercise (P = 0.01).",
         "partly supports|unclear|mentions|none", "healthy people are not patients", "differs"),
    Pair("infants", "Stretching improves range of motion in adults with torticollis.",
         "Stretching in infants with congenital muscular torticollis: a randomised trial",
         "METHODS: 50 infants with congenital muscular torticollis were randomised.\nRESULTS: Stretching improved "
         "range of motion (P = 0.004).",
         "partly supports|unclear|mentions|none", "infants are not adults", "differs"),
    Pair("rats", "Omega-3 reduces depression.",
         "Omega-3 reverses depression in a rat model of chronic stress",
         "METHODS: Rats were exposed to mild stress and fed omega-3 or control food.\nRESULTS: Omega-3 reduced "
         "depression scores of rats (P < 0.01).",
         "partly supports|unclear|mentions|none", "rats are not people", "differs"),
    Pair("null-in-others", "Botulinum toxin reduces pain in cervical dystonia.",
         "Botulinum toxin for chronic low back pain: a randomised trial",
         "METHODS: 64 patients with chronic low back pain were randomised to botulinum toxin or placebo.\nRESULTS: "
         "Botulinum toxin had no significant effect on pain (P = 0.4).",
         "unclear|mentions|none", "a null result in other people disputes nothing", "differs"),
    Pair("children", "Melatonin improves sleep in older adults.",
         "Melatonin in children with autism: a randomised trial",
         "METHODS: 125 children with autism were randomised to melatonin or placebo.\nRESULTS: Melatonin improved "
         "sleep (P < 0.001).",
         "partly supports|unclear|mentions|none", "children with autism are not older adults", "differs"),
    # --- other outcomes, surrogates -----------------------------------------------------------------------------
    Pair("emg-for-strength", "Push-ups strengthen the serratus anterior.",
         "Serratus anterior activity during push-ups",
         "METHODS: Surface EMG was recorded in 19 healthy men during push-ups.\nRESULTS: Push-ups produced high "
         "serratus anterior activity (67% MVIC).",
         "partly supports|mentions", "activity is not strength", "", "differs", "laboratory measurement", 19),
    Pair("emg-for-pain", "Push-ups relieve shoulder pain.",
         "Serratus anterior activity during push-ups",
         "METHODS: Surface EMG was recorded in 19 healthy men during push-ups.\nRESULTS: Push-ups produced high "
         "serratus anterior activity (67% MVIC).",
         "mentions|none", "activity says nothing of pain", "", "differs", "laboratory measurement", 19),
    Pair("surrogate-bone", "Vitamin D prevents falls in older adults.",
         "Vitamin D and bone density in older adults: a randomised trial",
         "METHODS: 305 older adults were randomised to vitamin D or placebo.\nRESULTS: Vitamin D increased bone "
         "density (P = 0.02).",
         "mentions", "bone density is no fall", "matches", "differs", "randomised trial", 305, RCT),
    Pair("surrogate-cholesterol", "Statins reduce mortality.",
         "Statins and cholesterol: a randomised controlled trial",
         "METHODS: 420 patients were randomised to a statin or placebo.\nRESULTS: Statins lowered LDL cholesterol by "
         "38% (P < 0.001).",
         "mentions", "cholesterol is not survival", "", "differs"),
    Pair("other-outcome", "Pilates improves sleep in women.",
         "Pilates and flexibility in women: a randomised trial",
         "METHODS: 60 women were randomised to Pilates or a waiting list.\nRESULTS: Pilates improved range of motion "
         "(P = 0.01).",
         "mentions", "nobody measured sleep", "", "differs"),
    # --- other interventions, word overlap ----------------------------------------------------------------------
    Pair("rowing", "Rowing builds a strong core.",
         "Trapezius activity during the one-arm row",
         "METHODS: EMG was recorded in 15 women during the one-arm row.\nRESULTS: The one-arm row reached 70% MVC.",
         "none", "rowing is not the one-arm row"),
    Pair("leg-press", "Leg presses strengthen the thigh.",
         "Deltoid activity during the shoulder press",
         "METHODS: EMG was recorded in 15 men during the shoulder press.\nRESULTS: The shoulder press reached 80% "
         "MVC of the deltoid.",
         "none", "press is many exercises"),
    Pair("hip-for-shoulder", "Strengthening exercises improve shoulder strength.",
         "Hip-strengthening exercises in runners: muscle activity",
         "METHODS: EMG was recorded in 20 healthy runners.\nRESULTS: Side-lying hip abduction reached 70% MVIC of the "
         "gluteus medius.",
         "none", "the hip is not the shoulder"),
    Pair("walking-yoga", "Walking reduces pain in chronic low back pain.",
         "Yoga for chronic low back pain: a randomised trial",
         "METHODS: 320 adults with chronic low back pain were randomised to yoga or education.\nRESULTS: Yoga reduced "
         "pain (P < 0.001).",
         "none|mentions", "yoga is not walking"),
    Pair("other-drug", "Ibuprofen relieves pain in knee osteoarthritis.",
         "Paracetamol in knee osteoarthritis: a randomised trial",
         "METHODS: 150 patients with knee osteoarthritis were randomised to paracetamol or placebo.\nRESULTS: "
         "Paracetamol reduced pain (P = 0.03).",
         "none|mentions", "another drug"),
    Pair("combined", "Massage reduces pain in chronic neck pain.",
         "Exercise and massage combined for chronic neck pain: a randomised trial",
         "METHODS: 90 patients with chronic neck pain were randomised.\nRESULTS: Both groups received massage and "
         "both groups improved in pain.",
         "unclear|mentions", "both arms had it"),
    # --- background, protocols, methods --------------------------------------------------------------------------
    Pair("background-only", "Acupuncture reduces pain in migraine.",
         "Costs of acupuncture for migraine",
         "BACKGROUND: Acupuncture is known to reduce pain in migraine.\nMETHODS: Insurance claims of 800 patients "
         "with migraine were analysed.\nRESULTS: Costs were higher in the acupuncture group (P < 0.01).",
         "mentions|unclear", "a background sentence is no result"),
    Pair("protocol", "Mindfulness reduces stress in healthcare workers.",
         "Mindfulness for stress in healthcare workers: protocol for a randomised controlled trial",
         "BACKGROUND: Mindfulness may reduce stress.\nMETHODS: 120 healthcare workers will be randomised.",
         "mentions", "no results yet", "", "", "unknown", 120),
    Pair("objective-only", "Probiotics reduce diarrhoea in children.",
         "Probiotics and diarrhoea in children: a randomised trial",
         "OBJECTIVE: To determine whether probiotics reduce diarrhoea in children.\nMETHODS: 140 children were "
         "randomised.",
         "mentions|unclear", "an aim is no result"),
    Pair("title-only", "Massage relieves pain in low back pain.", "Massage relieves pain in low back pain?", "",
         "mentions|unclear", "a title is no result"),
    # --- certainty ----------------------------------------------------------------------------------------------
    Pair("hedged-result", "Acupuncture relieves pain in knee osteoarthritis.",
         "Acupuncture for knee osteoarthritis: a pilot randomised trial",
         "METHODS: 20 patients with knee osteoarthritis were randomised.\nRESULTS: Acupuncture may possibly reduce "
         "pain, but the evidence was insufficient.",
         "partly supports|unclear|mentions", "the result is not sure of itself", "matches"),
    Pair("weak-p", "Zinc shortens the common cold.",
         "Zinc for the common cold: a randomised trial",
         "METHODS: 100 adults with a common cold were randomised to zinc or placebo.\nRESULTS: Zinc reduced symptoms, "
         "but not significantly (P = 0.21).",
         "unclear|mentions", "not significant is no effect shown", "matches"),
    Pair("low-quality", "Dry needling reduces pain in myofascial pain.",
         "Dry needling for myofascial pain: a systematic review",
         "METHODS: We searched six databases.\nRESULTS: Low-quality evidence suggests that dry needling may reduce "
         "pain in myofascial pain.",
         "partly supports|unclear", "low certainty is said so", "", "", "systematic review"),
    Pair("mixed-passages", "Yoga reduces anxiety.",
         "Yoga and anxiety: a randomised trial",
         "METHODS: 80 adults were randomised.\nRESULTS: Yoga reduced anxiety at six weeks (P = 0.01). At one year "
         "yoga had no effect on anxiety (P = 0.7).",
         "unclear", "for and against"),
    # --- comparison, dose, part ---------------------------------------------------------------------------------
    Pair("wrong-comparator", "Yoga reduces neck pain more than aerobic exercise.",
         "Yoga for neck pain: a randomised trial",
         "METHODS: 60 patients with neck pain were randomised to yoga or a waiting list.\nRESULTS: Yoga reduced neck "
         "pain compared with the waiting list (P < 0.01).",
         "partly supports|unclear|mentions", "not the claim's comparison"),
    Pair("part-of-outcomes", "Tai chi improves balance and sleep in older adults.",
         "Tai chi and balance in older adults: a randomised trial",
         "METHODS: 100 older adults were randomised.\nRESULTS: Tai chi improved balance (P = 0.01).",
         "partly supports", "sleep was not measured", "matches", "matches"),
    Pair("part-of-interventions", "Yoga and Pilates reduce chronic neck pain.",
         "Yoga for chronic neck pain: a randomized trial",
         "METHODS: 80 patients with chronic neck pain were randomised.\nRESULTS: Yoga reduced neck pain (P < 0.001).",
         "partly supports", "Pilates was not studied"),
    Pair("subgroup", "Vitamin D reduces asthma attacks.",
         "Vitamin D and asthma: a randomised trial",
         "METHODS: 250 adults with asthma were randomised to vitamin D or placebo.\nRESULTS: Vitamin D had no effect "
         "on asthma exacerbations overall (P = 0.5). In a subgroup with vitamin D deficiency, vitamin D reduced asthma "
         "exacerbations (P = 0.04).",
         "unclear|disputes", "a subgroup is not the whole"),
    Pair("dose", "A single dose of ibuprofen relieves migraine.",
         "Daily exercise for migraine: a randomised trial",
         "METHODS: 90 patients with migraine were randomised.\nRESULTS: Daily exercise reduced migraine frequency.",
         "none|mentions", "another intervention altogether"),
    Pair("kinds-compared", "Stretching reduces neck pain.",
         "Passive stretching or dynamic stretching for neck pain: a randomised trial",
         "METHODS: 70 patients with neck pain were randomised.\nRESULTS: Passive stretching reduced neck pain more "
         "than dynamic stretching.",
         "unclear|partly supports|mentions", "one kind was the other's comparator"),
    # --- observational ------------------------------------------------------------------------------------------
    Pair("cohort-cause", "Smoking increases the risk of stroke.",
         "Smoking and stroke: a prospective cohort study",
         "METHODS: We followed 12,000 adults for ten years.\nRESULTS: Smoking was associated with an increased risk of "
         "stroke (HR 1.9, 95% CI 1.5 to 2.4).",
         "supports|partly supports|unclear", "a cohort on the very thing", "", "", "cohort", 12000),
    Pair("case-series", "Surgery cures cervical dystonia.",
         "Selective denervation in cervical dystonia: a case series",
         "METHODS: We report a case series of 9 patients with cervical dystonia.\nRESULTS: Function improved in six "
         "patients after selective denervation.",
         "unclear|mentions|partly supports", "improvement in a few is no cure", "matches", "", "case series", 9),
    Pair("cross-sectional", "Computer work causes neck pain.",
         "Computer work and neck pain in office workers: a cross-sectional survey",
         "METHODS: 500 office workers answered a questionnaire.\nRESULTS: Hours of computer work were not associated "
         "with neck pain (P = 0.4).",
         "unclear|mentions", "a survey shows no cause either way", "", "", "unknown", 500),
    # --- harms, prognosis ---------------------------------------------------------------------------------------
    Pair("harm-supports", "Ibuprofen increases the risk of bleeding.",
         "Ibuprofen and gastrointestinal bleeding: a systematic review",
         "METHODS: We searched three databases.\nRESULTS: Ibuprofen increased the risk of bleeding (RR 2.1, 95% CI 1.6 "
         "to 2.7).",
         "supports", "the harm was measured", "", "matches", "systematic review"),
    Pair("harm-not-benefit", "Ibuprofen increases the risk of bleeding.",
         "Ibuprofen for low back pain: a randomised trial",
         "METHODS: 120 patients with low back pain were randomised.\nRESULTS: Ibuprofen reduced pain (P = 0.01).",
         "mentions|none", "relief says nothing of bleeding"),
    Pair("harmless", "Yoga does not make neck pain worse.",
         "Yoga for neck pain: a randomised trial",
         "METHODS: 60 patients with neck pain were randomised.\nRESULTS: Yoga reduced neck pain (P < 0.01).",
         "unclear|mentions", "doing no harm is not having no effect"),
    Pair("prognosis-other", "Acute low back pain usually clears up within six weeks.",
         "Massage for low back pain: a randomised trial",
         "METHODS: 80 patients with low back pain were randomised to massage or usual care.\nRESULTS: Massage reduced "
         "pain (P = 0.01).",
         "none|mentions|unclear", "a trial of massage is no course"),
    Pair("negated-claim", "Antibiotics do not shorten the common cold.",
         "Antibiotics for the common cold: a randomised trial",
         "METHODS: 300 adults with a common cold were randomised to antibiotics or placebo.\nRESULTS: Antibiotics had "
         "no effect on symptoms of the common cold (P = 0.8).",
         "supports|unclear|mentions", "no effect was found, as said", "matches"),
    Pair("no-evidence", "There is no evidence that turmeric reduces inflammation.",
         "Turmeric and inflammation: a randomised trial",
         "METHODS: 60 adults were randomised to turmeric or placebo.\nRESULTS: Turmeric reduced inflammation "
         "(P = 0.01).",
         "unclear|mentions", "a claim about evidence is not one about effects"),
    # --- whose effect it is ---------------------------------------------------------------------------------------
    Pair("other-clause", "Yoga lowers blood pressure.", "Yoga and walking in hypertension: a randomised trial",
         "METHODS: 90 patients with hypertension were randomised.\nRESULTS: Walking reduced blood pressure (P = 0.01), "
         "whereas yoga did not change blood pressure.",
         "disputes|unclear", "what walking did is not what yoga did"),
    Pair("but-not", "Yoga lowers blood pressure.", "Yoga and walking in hypertension: a randomised trial",
         "METHODS: 90 patients with hypertension were randomised.\nRESULTS: Walking, but not yoga, reduced blood "
         "pressure (P = 0.01).",
         "unclear|mentions", "yoga is named as what did not"),
    Pair("more-than", "Massage reduces neck pain.", "Exercise or massage for neck pain: a randomised trial",
         "METHODS: 60 patients with neck pain were randomised.\nRESULTS: Strength training reduced neck pain more than "
         "massage (P = 0.02).",
         "unclear|mentions", "massage is what it was compared with"),
    Pair("compared-with", "Ibuprofen reduces pain in knee osteoarthritis.",
         "Topical diclofenac in knee osteoarthritis: a randomised trial",
         "METHODS: 120 patients with knee osteoarthritis were randomised.\nRESULTS: Diclofenac reduced pain compared "
         "with ibuprofen (P = 0.04).",
         "unclear|mentions|none", "ibuprofen is what it was compared with"),
    Pair("did-not", "Cycling relieves neck pain.", "Strength training or cycling for neck pain: a randomised trial",
         "METHODS: 48 women with neck pain were randomised.\nRESULTS: Strength training reduced neck pain by 79% "
         "(P < 0.001), cycling did not.",
         "unclear|mentions", "cycling is named as what did not"),
    Pair("no-better-than-sham", "Acupuncture reduces the frequency of headaches.",
         "Acupuncture for headache: a randomised trial",
         "METHODS: 302 patients with headache were randomised.\nRESULTS: Acupuncture reduced headache frequency "
         "compared with the waiting list (P < 0.001), but not compared with sham acupuncture (P = 0.96).",
         "unclear|mentions|partly supports", "no better than sham"),
    Pair("too-small", "Acupuncture relieves chronic neck pain.",
         "Acupuncture for chronic neck pain: a randomised trial",
         "METHODS: 135 patients with chronic neck pain were randomised.\nRESULTS: Acupuncture reduced neck pain, but "
         "the difference from placebo was not clinically important.",
         "unclear", "too small to matter"),
    Pair("passive", "Cycling relieves neck pain.", "Cycling for neck pain: a randomised trial",
         "METHODS: 48 women with neck pain were randomised.\nRESULTS: Compared with stretching, neck pain was reduced "
         "by cycling (P < 0.001).",
         "supports", "the passive says the same", "matches", "matches"),
    Pair("their-pain", "Massage relieves low back pain.", "Massage for low back pain: a randomised trial",
         "METHODS: 120 patients with low back pain were randomised.\nRESULTS: Massage reduced pain compared with usual "
         "care (P < 0.001).",
         "supports", "the pain of people with low back pain is low back pain", "matches", "matches", "randomised trial",
         120),
    Pair("other-pain", "Massage relieves low back pain.", "Massage after surgery: a randomised trial",
         "METHODS: 120 surgical patients were randomised.\nRESULTS: Massage reduced pain compared with usual care "
         "(P < 0.001).",
         "mentions|unclear|none", "pain after surgery is another one"),
    Pair("not-only", "Yoga not only reduces stress but also improves balance.", "Yoga and stress: a randomised trial",
         "METHODS: 60 adults were randomised.\nRESULTS: Yoga not only reduced stress (P = 0.01) but also "
         "improved balance (P = 0.02).",
         "supports", "'not only' denies nothing", "", "matches"),
    Pair("a-few", "Yoga reduces neck pain.", "Yoga for neck pain: a randomised trial",
         "METHODS: 60 patients with neck pain were randomised.\nRESULTS: Yoga increased neck pain in three patients.",
         "unclear|mentions", "a count is no comparison"),
    Pair("together", "Vitamin D reduces fractures.", "Calcium and vitamin D: a randomised trial",
         "METHODS: 36,282 women were randomised to calcium plus vitamin D or placebo.\nRESULTS: Calcium plus vitamin "
         "D did not reduce fractures (HR 0.96, 95% CI 0.91 to 1.02).",
         "unclear|mentions", "the two cannot be told apart"),
    Pair("nobody-knows", "Strength training reduces depression.", "Exercise and depression: a systematic review",
         "RESULTS: If strength training reduces depression is unknown.",
         "unclear|mentions", "nobody knows"),
    Pair("more-trials", "Dry needling reduces neck pain.", "Dry needling for neck pain: a systematic review",
         "CONCLUSIONS: More trials are needed to show that dry needling reduces neck pain.",
         "unclear|mentions", "what would be needed is not there"),
    Pair("only-biased", "Omega-3 reduces depression.", "Omega-3 and depression: a meta-analysis",
         "RESULTS: Omega-3 reduced depression only in studies at high risk of bias.",
         "unclear|partly supports", "the reservation is the result"),
    Pair("not-given", "Zinc reduces mortality.", "Zinc in children: a randomised trial",
         "METHODS: 900 children were randomised.\nRESULTS: Among children not given zinc, mortality was reduced by "
         "vaccines (P = 0.01).",
         "unclear|mentions", "those not given it"),
    Pair("smaller-than", "Massage reduces anxiety.", "Massage or music and anxiety: a randomised trial",
         "METHODS: 40 adults were randomised.\nRESULTS: The reduction in anxiety with massage was smaller than with "
         "music (P = 0.01).",
         "unclear|mentions|partly supports", "less than the other"),
    Pair("kind-of-drug", "Antidepressants reduce pain in fibromyalgia.",
         "Duloxetine in fibromyalgia: a randomised trial",
         "METHODS: 207 patients with fibromyalgia were randomised to duloxetine or placebo.\nRESULTS: Duloxetine "
         "reduced pain more than placebo (P < 0.01).",
         "supports|partly supports", "duloxetine is one", "matches", "matches", "randomised trial", 207),
    Pair("exercise-as-such", "Exercise reduces the risk of falls in older adults.",
         "Exercise for preventing falls in older people",
         "METHODS: We included 108 randomised trials with 23,407 participants.\nRESULTS: Exercise reduced the rate of "
         "falls by 23% (rate ratio 0.77, 95% CI 0.71 to 0.83).",
         "supports", "the pooled trials are on exercise as such", "matches", "matches", "systematic review", 23407),
    Pair("regular", "Regular exercise improves sleep in adults with insomnia.",
         "Exercise training for insomnia: a randomized controlled trial",
         "METHODS: 48 adults with insomnia were randomly assigned to exercise or a waiting list.\nRESULTS: Sleep "
         "quality improved in the exercise group compared with controls (P = 0.003).",
         "supports", "'regular' adds nothing that could be missed", "matches", "matches", "randomised trial", 48),
    Pair("ineffective", "Paracetamol relieves back pain.",
         "Paracetamol for spinal pain: a systematic review and meta-analysis",
         "RESULTS: Paracetamol was ineffective for reducing pain in people with back pain (WMD -0.5, 95% CI "
         "-2.9 to 1.9).",
         "disputes|unclear|mentions", "it did not", "", "", "systematic review"),
    Pair("dead-or-alive", "Hydroxychloroquine reduces mortality in COVID-19.",
         "Hydroxychloroquine in hospitalised patients with COVID-19",
         "METHODS: In this randomised trial 4,716 patients with COVID-19 were allocated to hydroxychloroquine or usual "
         "care.\nRESULTS: Hydroxychloroquine did not reduce mortality (rate ratio 1.09, 95% CI 0.97 to 1.23).",
         "disputes", "a large trial found none", "matches", "matches", "randomised trial", 4716),
]  # fmt: skip


def judge_pair(pair: Pair) -> Evidence | None:
    """The row of the claim as the claim reader finds it, against that paper."""
    (claim, *others) = [c for c in read("Health questions answered", [pair.claim]).claims if c.checkable]
    assert not others
    work = make_work(pair.id, title=pair.title, abstract=pair.abstract or None, publication_types=pair.types)
    rows = link(make_map((claim,), (work,)), load_vocabulary())
    return rows[0] if rows else None


def check_pair(pair: Pair) -> None:
    """Holds the linker to what the pair says of relation, aspects, level and number of people."""
    row = judge_pair(pair)
    assert (row.relation if row else "none") in pair.relation.split("|"), (pair.why, row)
    if row is None:
        return
    if pair.population:
        assert row.directness.population.value == pair.population, row.directness.population
    if pair.outcome:
        assert row.directness.outcome.value == pair.outcome, row.directness.outcome
    if pair.level:
        assert row.level == pair.level, row.level_note
    if pair.n is not None:
        assert row.n == pair.n
    assert row.passage is not None
    stored = pair.title if row.passage.field == "title" else pair.abstract
    assert stored[row.passage.start : row.passage.end] == row.passage.text


@pytest.mark.parametrize("pair", PAIRS, ids=[p.id for p in PAIRS])
def test_a_strict_reviewer_would_agree(pair: Pair) -> None:
    check_pair(pair)


def test_nothing_is_credited_where_the_reviewer_would_not() -> None:
    """The one number that matters most: of what is credited as direct support or dispute, none is wrong."""
    for pair in PAIRS:
        row = judge_pair(pair)
        if row and row.relation == "supports" and row.directness.direct:
            assert pair.relation.startswith("supports"), pair.why
        if row and row.relation == "disputes":
            assert "disputes" in pair.relation, pair.why
