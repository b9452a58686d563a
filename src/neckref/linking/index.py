"""Index: what to search the library for, given a claim. Pure; the search itself is `neckref.library.search`."""

from __future__ import annotations

from dataclasses import dataclass

from neckref.text.terms import query_words, spelling_variants
from neckref.text.vocabulary import Vocabulary


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
