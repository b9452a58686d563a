"""Index: what to search the library for, given a claim. Pure; the search itself is `neckref.library.search`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from neckref.model import Work
from neckref.text.sentences import split_sentences
from neckref.text.terms import query_words, spelling_variants
from neckref.text.vocabulary import Vocabulary

LIKENESS = 2.4
"""What a model's likeness counts beside the words' score, which is at most 1."""
LIKENED, RERANKED = 100, 20
"""Of what the words found, how many works a model reads, and how many a cross-encoder puts in order."""


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


def document_texts(work: Work) -> tuple[str, ...]:
    """What a model reads of a work: title and abstract as a whole, then each sentence; at least one text."""
    title, abstract = work.fields.title or "", work.fields.abstract or ""
    sentences = [span.slice(abstract) for span in split_sentences(abstract)]
    return (". ".join(filter(None, (title, abstract))), *filter(None, (title, *sentences)))


def fuse_scores(words: Mapping[str, float], likeness: Mapping[str, float]) -> dict[str, float]:
    """Both scores as one, by work, best first: the words' as a share of their best, and how much more like a work is
    than the least like one. `likeness` is of the first works only; the others count as the least like."""
    top = max(words.values(), default=0.0) or 1.0
    least = min(likeness.values(), default=0.0)
    fused = {work: score / top + LIKENESS * (likeness.get(work, least) - least) for work, score in words.items()}
    return dict(sorted(fused.items(), key=lambda item: (-item[1], item[0])))


def rerank(order: Mapping[str, float], pairs: Mapping[str, float]) -> dict[str, float]:
    """The first works put in the order of a cross-encoder's scores, the others after them as they were; scores fall
    evenly from 1."""
    first = sorted(pairs, key=lambda work: (-pairs[work], work))
    placed = [*first, *(w for w in order if w not in pairs)]
    return {work: 1 - place / len(placed) for place, work in enumerate(placed)}
