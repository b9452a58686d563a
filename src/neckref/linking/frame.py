"""Frame: intervention, outcome and people of a claim or of a work, as vocabulary terms with their phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from neckref.linking.locate import cover
from neckref.linking.passages import Candidate, find_candidates
from neckref.model import Claim, Concept, Span, Work
from neckref.text.vocabulary import Term, Vocabulary

INTERVENTIONS = ("exercise", "treatment", "cause")
PEOPLE = ("condition", "population")
_NOUNS = {"strengthen": "muscle strength", "stabili": "stability", "lengthen": "muscle length", "relax": "relaxation"}
_TRAINED = {
    "muscle-strength": "resistance-exercise",
    "muscle-length": "stretching",
    "aerobic-capacity": "aerobic-exercise",
}
"""What is trained, and by which family of exercises."""
_VERB = re.compile(r"\b(?:strengthen|stabili[sz]e|lengthen|relax)(?:s|es|ed|d)?\b", re.I)
_AGES = (
    ("infants", re.compile(r"\b(?:infants?|bab(?:y|ies)|newborns?|neonat\w+|toddlers?|congenital)\b", re.I)),
    ("children", re.compile(r"\b(?:child(?:ren)?|adolescents?|p(?:a)?ediatric|schoolchildren|teenagers?)\b", re.I)),
    ("older people", re.compile(r"\b(?:elderly|older (?:adults|people|women|men)|geriatric|nursing home)\b", re.I)),
    ("adults", re.compile(r"\b(?:adults?|women|men|workers|employees)\b", re.I)),
)
_SEXES = (
    ("women", re.compile(r"\b(?:women|woman|females?|girls?|mothers?)\b", re.I)),
    ("men", re.compile(r"\b(?:men|man|males?|boys?)\b", re.I)),
)
HEALTHY = re.compile(
    r"\b(?:healthy|asymptomatic|pain-free|symptom-free|able-bodied|recreationally active|resistance-trained|trained "
    r"men|"
    r"trained women|(?:distance )?runners|athletes|without (?:\w+ ){0,2}(?:disorders?|pain|symptoms|complaints))\b",
    re.I,
)
_PLAIN = re.compile(
    r"\b(?:adults?|wom[ae]n|m[ae]n|males?|females?|child(?:ren)?|infants?|bab(?:y|ies)|newborns?|adolescents?|teenagers?|"
    r"seniors?|elderly|older|people|persons?|patients?|healthy|volunteers?|individuals?|participants?)\b",
    re.I,
)
"""Words for people that age, sex and health are read from."""
_ANIMALS = re.compile(
    r"\b(?:mice|mouse|rats?|murine|rabbits?|zebrafish|drosophila|canine|dogs|pigs?|monkeys?|in vitro|cell lines?)\b",
    re.I,
)
_HUMANS = re.compile(
    r"\b(?:patients?|participants|subjects|people|women|men|adults|volunteers|workers|children|infants|humans?)\b", re.I
)


@dataclass(frozen=True, slots=True)
class People:
    """Who a text is about."""

    terms: tuple[Concept, ...] = ()
    """Conditions and populations."""
    groups: tuple[Concept, ...] = ()
    """In a claim: the populations it names itself, beyond age, sex and health ("office workers")."""
    phrase: str | None = None
    ages: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    healthy: bool = False
    animals: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimFrame:
    """What the claim is about."""

    claim: Claim
    interventions: tuple[Concept, ...]
    implied: bool
    """The claim names what is trained ("stronger muscles"), not the exercise: the intervention is taken from it."""
    broad: frozenset[str]
    """Those of its interventions that are whole families ("strength training"), by term."""
    outcomes: tuple[Concept, ...]
    comparators: tuple[Concept, ...]
    people: People
    said_regions: frozenset[str]
    """Those the claim itself speaks of as parts of the body."""
    named_regions: frozenset[str]
    """Named, or acted on by what is named; where there are none, those of the people's condition."""
    regions: frozenset[str]
    """With all wider regions."""


@dataclass(frozen=True, slots=True)
class WorkFrame:
    """What the work is about; `concepts` holds those of each candidate, in the same order."""

    work: Work
    candidates: tuple[Candidate, ...]
    concepts: tuple[tuple[Concept, ...], ...]
    subject: tuple[Concept, ...]
    """Concepts of the sentences that say what was studied (not background, nor what was left out)."""
    people: People
    named_regions: frozenset[str]
    """Those of the title; where it names none, those of all that was studied."""
    regions: frozenset[str]
    """With all wider regions."""

    @property
    def titled(self) -> tuple[Concept, ...]:
        """Concepts of the title: what the study as a whole is about."""
        pairs = zip(self.candidates, self.concepts, strict=True)
        return tuple(c for candidate, found in pairs if candidate.role == "title" for c in found)


def extend_vocabulary(vocabulary: Vocabulary, claims: Iterable[Claim]) -> Vocabulary:
    """The vocabulary with the claims' own concepts that it has no term for, found by their phrase."""
    phrases: dict[str, list[Concept]] = {}
    for claim in claims:
        for concept in claim.concepts:
            if concept.term not in vocabulary.terms:
                phrases.setdefault(concept.term, []).append(concept)
    if not phrases:
        return vocabulary
    extra = [
        Term(term, found[0].kind, found[0].phrase, tuple(dict.fromkeys(c.phrase for c in found[1:])))
        for term, found in phrases.items()
    ]
    return Vocabulary([*vocabulary.terms.values(), *extra])


def find_phrases(text: str, vocabulary: Vocabulary) -> dict[str, Concept]:
    """The first concept of each term in a text."""
    found: dict[str, Concept] = {}
    for concept in vocabulary.find_concepts(text):
        found.setdefault(concept.term, concept)
    return found


def frame_claim(claim: Claim, vocabulary: Vocabulary, subject: Mapping[str, Concept] | None = None) -> ClaimFrame:
    """Interventions, outcomes, comparators, people and regions of a claim. A condition is the outcome where the
    claim names no other ("relieves shoulder pain"), and where the claim says what causes it. `subject` has the words
    in which the article names what the claim leaves out ("spasmodic torticollis")."""
    concepts = claim.concepts or vocabulary.find_concepts(claim.text, claim.span.start)
    interventions = _most_specific(_of_kind(concepts, *INTERVENTIONS), vocabulary)
    trained = None if interventions else _find_trained(claim, concepts)
    if trained is not None:
        interventions = (Concept("exercise", _TRAINED[trained.term], trained.phrase, trained.span),)
        concepts = tuple(c for c in concepts if c != trained)
    outcomes = _of_kind(concepts, "outcome") or _verbal_outcomes(claim, vocabulary)
    if not outcomes or claim.kind == "cause":
        outcomes += _of_kind(concepts, "condition")
    worded = {**(subject or {}), **{c.term: c for c in reversed(concepts)}}
    people = [c for text in claim.population for c in _population_terms(text, vocabulary, worded)]
    people = people or list(_of_kind(concepts, *PEOPLE)) or _inner_conditions(outcomes, vocabulary)
    terms = tuple({c.term: c for c in people if not is_root(c.term, vocabulary)}.values())
    text = " ".join([claim.text, *(c.phrase for c in terms)])
    named = cover(terms, claim.text, claim.span.start)
    acted = (*interventions, *(c for c in concepts if c.kind not in PEOPLE))
    regions = find_regions(acted, vocabulary) or find_regions((*concepts, *terms), vocabulary)
    return ClaimFrame(
        claim,
        interventions,
        trained is not None,
        frozenset(c.term for c in interventions if _is_family(c.term, vocabulary)),
        outcomes,
        _of_kind(concepts, "comparator"),
        People(
            terms,
            tuple(c for c in terms if c.kind == "population" and c in concepts and not _PLAIN.search(c.phrase)),
            named or _tail(claim.text),
            _matching(_AGES, text),
            _matching(_SEXES, text),
            bool(HEALTHY.search(text)),
        ),
        find_regions(_of_kind(concepts, "region"), vocabulary),
        regions,
        widen_regions(regions, vocabulary),
    )


def _find_trained(claim: Claim, concepts: tuple[Concept, ...]) -> Concept | None:
    """What acts in a claim about exercise that names none: "stronger muscles" in "Stronger muscles can ease pain"."""
    felt = [c for c in concepts if c.kind in ("outcome", "condition")]
    opens = len(felt) > 1 and not claim.text[: felt[0].span.start - claim.span.start].strip()
    return felt[0] if opens and claim.kind == "exercise" and felt[0].term in _TRAINED else None


def _inner_conditions(outcomes: tuple[Concept, ...], vocabulary: Vocabulary) -> list[Concept]:
    """Whose outcome it is, by the outcome's own words: "frequency of migraine" is that of people with migraine."""
    found: list[Concept] = []
    for outcome in outcomes:
        for word in re.finditer(r"\w+", outcome.phrase):
            at = outcome.span.start + word.start()
            found += _of_kind(vocabulary.find_concepts(word.group(), at), "condition")
    return found


def _verbal_outcomes(claim: Claim, vocabulary: Vocabulary) -> tuple[Concept, ...]:
    """The outcome in the verb: "strengthens the neck" is about strength."""
    found = []
    for match in _VERB.finditer(claim.text):
        noun = _NOUNS[next(stem for stem in _NOUNS if match.group().lower().startswith(stem))]
        span = Span(match.start() + claim.span.start, match.end() + claim.span.start)
        found += [
            Concept(c.kind, c.term, match.group(), span) for c in vocabulary.find_concepts(noun) if c.kind == "outcome"
        ]
    return tuple(found)


def is_root(term: str, vocabulary: Vocabulary) -> bool:
    """Whether the term is the top of a hierarchy ("disease", "exercise"): too wide to compare anything by."""
    known = vocabulary.terms.get(term)
    return known is not None and not known.broader and any(term in t.broader for t in vocabulary.terms.values())


def _is_family(term: str, vocabulary: Vocabulary) -> bool:
    """A term with kinds of its own, directly under the top: "strength training", not "yoga" or "botulinum toxin"."""
    if not any(term in t.broader for t in vocabulary.terms.values()):
        return False
    known = vocabulary.terms.get(term)
    return known is None or all(is_root(b, vocabulary) for b in known.broader)


def _most_specific(concepts: tuple[Concept, ...], vocabulary: Vocabulary) -> tuple[Concept, ...]:
    """Without those that only introduce a more specific one ("exercises such as leg presses")."""
    wider = frozenset[str]().union(*(vocabulary.ancestors(c.term) for c in concepts))
    return tuple(c for c in concepts if c.term not in wider)


def frame_work(work: Work, vocabulary: Vocabulary) -> WorkFrame:
    """Candidates of the work with their concepts, the people studied and the regions it is about."""
    candidates = find_candidates(work)
    concepts = tuple(vocabulary.find_concepts(c.text) for c in candidates)
    subject = tuple(
        c
        for candidate, found in zip(candidates, concepts, strict=True)
        if candidate.role not in ("background", "scope")
        for c in found
    )
    people = _people(work, candidates, vocabulary)
    title = vocabulary.find_concepts(work.fields.title or "")
    regions = find_regions(_of_kind(title, "region"), vocabulary) or find_regions(subject, vocabulary)
    return WorkFrame(work, candidates, concepts, subject, people, regions, widen_regions(regions, vocabulary))


def find_regions(concepts: Iterable[Concept], vocabulary: Vocabulary) -> frozenset[str]:
    """Region terms named, or acted on by what is named."""
    found: set[str] = set()
    for concept in concepts:
        found |= {concept.term} if concept.kind == "region" else vocabulary.regions(concept.term)
    return frozenset(found)


def widen_regions(regions: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    """The regions and all that they are parts of."""
    regions = frozenset(regions)
    return regions.union(*(vocabulary.ancestors(r) for r in regions))


def _people(work: Work, candidates: tuple[Candidate, ...], vocabulary: Vocabulary) -> People:
    stated = work.fields.population
    parts = [stated] if stated else []
    parts += [c.text for c in candidates if c.role == "title"]
    if not stated:
        parts += [c.text for c in candidates if c.role in ("method", "result") and _HUMANS.search(c.text)]
    terms: dict[str, Concept] = {}
    phrases: list[tuple[int, str]] = []
    for part in parts:
        here = [c for c in vocabulary.find_concepts(part) if c.kind in PEOPLE and not is_root(c.term, vocabulary)]
        phrases += [(len({c.term for c in here}), words)] if (words := cover(here, part)) else []
        for concept in here:
            terms.setdefault(concept.term, concept)
    text = " ".join(parts)
    animals = _ANIMALS.search(" ".join([work.fields.title or "", stated or ""]))
    humans = _HUMANS.search(text)
    healthy = HEALTHY.search(text)
    phrase = stated or max(phrases, key=lambda p: p[0], default=(0, None))[1]
    return People(
        tuple(terms.values()),
        (),
        phrase or (healthy.group() if healthy else None),
        _matching(_AGES, text),
        _matching(_SEXES, stated or work.fields.title or ""),
        healthy is not None,
        animals.group() if animals and not humans else None,
    )


def _population_terms(text: str, vocabulary: Vocabulary, worded: Mapping[str, Concept]) -> tuple[Concept, ...]:
    term = vocabulary.terms.get(text)
    if term is not None:
        return (worded.get(term.id) or Concept(term.kind, term.id, term.label, Span(0, 0)),)
    return _of_kind(vocabulary.find_concepts(text), *PEOPLE)


def _of_kind(concepts: Iterable[Concept], *kinds: str) -> tuple[Concept, ...]:
    return tuple(c for c in concepts if c.kind in kinds)


def _matching(patterns: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in patterns if pattern.search(text))


def _tail(text: str) -> str | None:
    """ "office workers" of "… relieve shoulder pain in office workers"."""
    match = re.search(
        r"\b(?:in|among|for) ((?!the |a |an |order )[a-z]+(?: [a-z]+){0,3})\s*(?:\[\d+\])?[.,;]?\s*$", text
    )
    return match[1] if match and _HUMANS.search(match[1]) else None
