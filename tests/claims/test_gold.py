"""A page of the damaged kind, sentence by sentence: links and headings stripped, references unmarked.

Each sentence is given with what it says: kind, whether a study could bear on it, and the direction.
"""

from __future__ import annotations

import pytest

from tests.claims.articles import read

TITLE = "Exercises to Strengthen the Neck With Cervical Dystonia"
Said = tuple[str, str, bool, str | None]

GOLD: list[tuple[str, list[Said], list[str]]] = [
    (
        "Cervical dystonia is a disorder in which the muscles of the neck go into spasm, causing the head to turn.",
        [("Cervical dystonia is a disorder", "definition", True, None)],
        [],
    ),
    (
        "It is an uncommon condition that can begin at any age as a result of injury, stroke, tumours, poisoning or "
        "side effects of medication according to Because part of the trouble is a muscle spasm, talk to your doctor "
        "before you begin neck strengthening exercises that might increase spasm.",
        [
            ("It is an uncommon condition that can begin at any age as a result of injury", "cause", True, None),
            ("part of the trouble is a muscle spasm", "cause", True, None),
            ("talk to your doctor before", "advice", False, None),
            ("neck strengthening exercises that might increase spasm", "harm", True, "harms"),
        ],
        ["according to"],
    ),
    (
        "Strong neck muscles may lessen the pain of cervical dystonia, according to",
        [("Strong neck muscles may lessen the pain of cervical dystonia", "exercise", True, "reduces")],
        ["according to"],
    ),
    (
        "Pilates and yoga build strength and lengthen muscles, easing tension in the neck.",
        [
            ("Pilates and yoga build strength and lengthen muscles, easing tension", "exercise", True, "reduces"),
        ],
        [],
    ),
    (
        "If an injury or a strength imbalance brought the torticollis on, building up the weak side should come first.",
        [("If an injury or a strength imbalance", "advice", False, None)],
        [],
    ),
    (
        "Pressing your head against your palm in neck flexion and extension is an easy strengthening exercise that "
        "does not ask for any range of motion.",
        [("Pressing your head", "exercise", True, None)],
        [],
    ),
    (
        "Weighted shoulder shrugs help to improve shoulder strength and stabilise the neck.",
        [("Weighted shoulder shrugs", "exercise", True, "improves")],
        [],
    ),
    (
        "It is important to keep the whole body fit to support the spine, promote good posture and reduce spasms that "
        "come from weakness.",
        [
            ("It is important to keep the whole body fit", "advice", False, None),
            ("keep the whole body fit to support the spine, promote good posture", "exercise", True, "reduces"),
        ],
        [],
    ),
    (
        "Walking, swimming, Tai Chi and yoga are good workouts that do not add to jolting of the neck, possibly "
        "raising pain.",
        [("Walking, swimming, Tai Chi and yoga", "exercise", True, "no change")],
        [],
    ),
    (
        "This kind of aerobic exercise should be done three or more times a week.",
        [("This kind of aerobic exercise", "advice", False, None)],
        [],
    ),
    (
        "recommends doing resistance training in the morning, before gravity and the stress of the day fatigue neck "
        "muscles.",
        [
            ("recommends doing resistance training", "advice", False, None),
            ("gravity and the stress of the day fatigue neck muscles.", "cause", True, "harms"),
        ],
        ["recommends"],
    ),
    (
        "Besides neck strengthening, do classic core exercises, such as rowing, leg presses and chest presses, for a "
        "strong core with support for the spine.",
        [
            ("Besides neck strengthening", "instruction", False, None),
            ("classic core exercises", "exercise", True, "improves"),
        ],
        [],
    ),
    (
        "Torticollis in babies is easier to correct than in adults.",
        [("Torticollis in babies is easier to correct", "prognosis", True, None)],
        [],
    ),
    (
        "Passive stretches are used, with a parent or therapist helping to stretch the muscles to relax the spasm.",
        [("Passive stretches are used", "exercise", True, "reduces")],
        [],
    ),
    (
        "One hand may keep the right shoulder down while gently turning the baby's head to the left.",
        [("One hand may keep the right shoulder down", "instruction", False, None)],
        [],
    ),
    (
        "Another stretch holds the left shoulder still while the right ear touches the right shoulder.",
        [("Another stretch holds the left shoulder still", "instruction", False, None)],
        [],
    ),
    (
        "Adults can do these movements, too, on both sides to get a full stretch and regain mobility of the neck.",
        [("Adults can do these movements", "exercise", True, "improves")],
        [],
    ),
    (
        "If the doctor cannot treat the condition behind the torticollis, there may be no cure for it.",
        [("If the doctor cannot treat", "prognosis", True, None)],
        [],
    ),
    (
        "Your doctor might prescribe botulinum toxin to relax the muscles by paralysis and so reduce spasm.",
        [("Your doctor might prescribe botulinum toxin", "treatment", True, "reduces")],
        [],
    ),
    (
        "Other medicines such as muscle relaxants could help to relieve spasms, according to With no known cure, the "
        "goal of your doctor is to help you manage pain and ease symptoms by stretching and strengthening.",
        [
            ("Other medicines such as muscle relaxants could help to relieve spasms", "treatment", True, "reduces"),
            ("the goal of your doctor is to help you manage pain", "exercise", True, "reduces"),
        ],
        ["according to"],
    ),
    ("Serious cases may require surgery.", [("Serious cases may require surgery.", "treatment", True, None)], []),
    ("Explore the topic in depth", [], []),
    ("Which exercise is right for you?", [], []),
    ("Here are some exercises to begin with.", [], []),
]


@pytest.mark.parametrize(("sentence", "said", "attributed"), GOLD, ids=[g[0][:40] for g in GOLD])
def test_every_sentence_gives_what_it_says(sentence: str, said: list[Said], attributed: list[str]) -> None:
    reading = read(TITLE, [sentence])
    found = [(c.text, c.kind, c.checkable, c.direction) for c in reading.claims]
    assert [f[1:] for f in found] == [s[1:] for s in said], found
    for (text, *_), (start, *_) in zip(found, said, strict=True):
        assert text.startswith(start)
    assert [a.text for a in reading.attributions] == attributed
    assert all(a.status == "dangling" for a in reading.attributions)


def test_the_lost_source_is_laid_to_the_claim_before_it() -> None:
    for sentence, said, attributed in GOLD:
        if attributed == ["according to"]:
            reading = read(TITLE, [sentence])
            (attribution,) = reading.attributions
            claim = next(c for c in reading.claims if c.id == attribution.claim)
            assert claim.span.end <= attribution.span.start
            before = [s[0] for s in said if sentence.index(s[0]) < sentence.index("according to")]
            assert claim.text.startswith(before[-1])


SWAPS = [
    ("cervical dystonia", "knee osteoarthritis"),
    ("Cervical dystonia", "Knee osteoarthritis"),
    ("Cervical Dystonia", "Knee Osteoarthritis"),
    ("torticollis", "osteoarthritis"),
    ("Torticollis", "Osteoarthritis"),
    ("neck muscles", "thigh muscles"),
    ("of the neck", "of the knee"),
    ("botulinum toxin", "hyaluronic acid"),
]


def test_the_same_page_about_another_disease_says_the_same_of_that_disease() -> None:
    def swap(text: str) -> str:
        for old, new in SWAPS:
            text = text.replace(old, new)
        return text

    sentences = [g[0] for g in GOLD]
    before, after = read(TITLE, sentences), read(swap(TITLE), [swap(s) for s in sentences])
    assert [(c.kind, c.checkable) for c in after.claims] == [(c.kind, c.checkable) for c in before.claims]
    assert [a.text for a in after.attributions] == [a.text for a in before.attributions]
    people = {p for c in after.claims for p in c.population}
    assert "knee-osteoarthritis" in people
    assert not people & {"cervical-dystonia", "torticollis", "congenital-torticollis"}


def test_population_is_the_claims_own_else_that_of_the_page() -> None:
    by_start = {c.text[:20]: c for g in GOLD for c in read(TITLE, [g[0]]).claims}
    assert by_start["Weighted shoulder sh"].population == ("cervical-dystonia",)
    assert by_start["Torticollis in babie"].population == ("torticollis", "infant")
    infants = by_start["Torticollis in babie"]
    assert [(c.kind, c.term) for c in infants.concepts if c.kind in ("comparator", "population")] == [
        ("population", "infant"),
        ("comparator", "adult"),
    ]


def test_the_paragraph_on_infants_stays_with_infants() -> None:
    reading = read(
        TITLE,
        ["Torticollis in babies is easier to correct than in adults.", "Passive stretches relax the spasm."],
        ["Weighted shoulder shrugs improve shoulder strength."],
    )
    assert [c.population for c in reading.claims] == [
        ("torticollis", "infant"),
        ("torticollis", "infant"),
        ("cervical-dystonia",),
    ]


def test_strokes_and_tumours_are_causes_there_not_whom_the_page_is_about() -> None:
    cause = read(TITLE, [GOLD[1][0]]).claims[0]
    causes = {c.term for c in cause.concepts if c.kind == "cause"}
    assert {"trauma", "stroke-as-cause", "tumour-as-cause", "toxin-exposure"} <= causes
    assert cause.population == ("cervical-dystonia",)
    assert cause.hedged
