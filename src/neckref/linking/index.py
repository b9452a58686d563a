"""Index: what to search the library for, given a claim. Pure; the search itself is `neckref.library.search`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from neckref.model import Work
from neckref.text.terms import query_words, spelling_variants
from neckref.text.vocabulary import Vocabulary

LIKENESS = 0.4
"""Share of a model's likeness in a fused score."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Arguments of `library.search.search_works`."""

    words: tuple[str, ...]
    """A work must hold one of them: the claim's words and their spellings."""
    related: tuple[str, ...] = ()
    """Words and phrases that move a work up: synonyms and broader terms of the claim's concepts."""


def build_query(text: str, vocabulary: Vocabulary | None = None) -> SearchQuery:
    """The query of a claim's (or any) text. Broader terms stop below the top of a hierarchy: "disease"
    finds everything."""
    words = tuple(dict.fromkeys((*query_words(text), *spelling_variants(text))))
    if vocabulary is None:
        return SearchQuery(words)
    related: dict[str, None] = {}
    for concept in vocabulary.find_concepts(text):
        term = vocabulary.terms[concept.term]
        phrases = [term.label, *term.synonyms]
        phrases += [
            vocabulary.terms[b].label for b in term.broader if b in vocabulary.terms and vocabulary.terms[b].broader
        ]
        related |= dict.fromkeys(p.lower() for p in phrases)
    return SearchQuery(words, tuple(p for p in related if p not in words))


def document_text(work: Work) -> str:
    """What a model reads of a work: title and abstract."""
    return ". ".join(filter(None, (work.fields.title, work.fields.abstract)))


def fuse_scores(words: Mapping[str, float], likeness: Mapping[str, float]) -> dict[str, float]:
    """Both scores as one, by work, best first: the words' as a share of their best, the likeness as a share of the
    way from its mean to its best. A work that only one of the two knows keeps what that one says."""
    if not likeness:
        return dict(words)
    top = max(words.values(), default=0.0) or 1.0
    mean = sum(likeness.values()) / len(likeness)
    reach = max(likeness.values()) - mean or 1.0
    fused = {
        work: (1 - LIKENESS) * words.get(work, 0.0) / top + LIKENESS * (likeness.get(work, mean) - mean) / reach
        for work in words.keys() | likeness.keys()
    }
    return dict(sorted(fused.items(), key=lambda item: (-item[1], item[0])))


def rerank(order: Mapping[str, float], pairs: Mapping[str, float]) -> dict[str, float]:
    """The first works put in the order of a cross-encoder's scores, the others after them as they were."""
    first = sorted(pairs, key=lambda work: (-pairs[work], work))
    return {work: float(-place) for place, work in enumerate([*first, *(w for w in order if w not in pairs)])}
