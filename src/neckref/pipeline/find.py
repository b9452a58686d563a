"""Papers outside the article's list that bear on a claim: from the sources, or offline from library and snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neckref import registry
from neckref.errors import UserError
from neckref.http import Client, Clock
from neckref.library import Library
from neckref.linking.index import LIKENED, RERANKED, build_query, document_texts, fuse_scores, rerank
from neckref.linking.suggest import Suggestion, suggest_works
from neckref.model import Claim, Identifier, Query, Span, Work
from neckref.pipeline.ask import Ledger, SourceWatch, ask_records, ask_search, in_parallel, open_sources
from neckref.pipeline.decide import find_claim
from neckref.pipeline.events import Event, Progress, silent
from neckref.pipeline.fetch import FetchOptions, merge_all
from neckref.pipeline.read import user_agent
from neckref.settings import Settings, read_settings
from neckref.sources import Source
from neckref.text.vocabulary import Vocabulary, load_vocabulary

_KINDS = (("exercise", "treatment", "cause"), ("condition", "population"), ("outcome",))
INSTALLED = "installed"
"""Name of the model that installed packages hold."""
_CANDIDATES = 200
_WORDS = 12
_ROWS = 25
"""Candidates wanted from each source."""


@dataclass(frozen=True, slots=True)
class FindResult:
    """What was found for one claim, and who could not be asked."""

    claim: Claim
    suggestions: tuple[Suggestion, ...]
    cited: frozenset[str]
    """Ids of works that the article cites anyway."""
    unavailable: Mapping[str, str]


def find(
    library: Library,
    what: str,
    settings: Settings | None = None,
    options: FetchOptions | None = None,
    progress: Progress = silent,
    *,
    limit: int = 10,
    model: str | None = None,
    reranker: str | None = None,
    clock: Clock | None = None,
) -> FindResult:
    """Search for a claim of the current article (by id) or for any text, keep the records, and rank all works held.

    `model`: a folder with an ONNX model, or INSTALLED; its likeness is then added to what the words say. `reranker`: a
    folder with a cross-encoder, which orders the first ones. None is loaded otherwise. Raises UserError for an unknown
    claim and for a text without a word to search by.
    """
    settings, options = settings or read_settings(), options or FetchOptions()
    vocabulary = load_vocabulary(settings.vocabulary)
    emap = library.map()
    claim = find_claim(emap, what) if is_claim_id(what) else claim_of(what, vocabulary)
    subject = _subject(claim, vocabulary)
    search = build_query(subject, vocabulary)
    if not search.words:
        raise UserError(f"nothing to search by in {what!r}: give a claim's id or a sentence")
    ledger = Ledger()
    with Client(
        store=library,
        offline=options.offline,
        refresh=options.refresh,
        on_event=SourceWatch("find", progress),
        user_agent=user_agent(settings),
        clock=clock,
    ) as client:
        sources = [s for s in open_sources(client, settings, options.sources) if s.searches]
        progress(Event("find", f"searching {len(sources)} sources", 0, len(sources)))
        query = Query(" ".join(search.words[:_WORDS]), topics=topics_of(claim, vocabulary), limit=_ROWS)
        in_parallel(lambda source: ask_search(source, {"": query}, ledger, 1), sources, options.jobs)
        _complete(client, settings, ledger, options)
    library.add_records(ledger.records.values())
    works = library.rebuild_works(merge_all)
    scores = {hit.work: hit.score for hit in library.search_works(search.words, search.related, _CANDIDATES)}
    held = {w.id: w for w in works}
    scores = _read_with_models(library, scores, held, subject, model=model, reranker=reranker, progress=progress)
    suggestions = suggest_works(claim, works, scores, vocabulary, limit)
    unavailable = {a.source: a.reason or "" for a in ledger.asked.values() if a.outcome == "unavailable"}
    return FindResult(claim, suggestions, frozenset(w.id for w in emap.cited), unavailable)


def _read_with_models(
    library: Library,
    scores: dict[str, float],
    held: Mapping[str, Work],
    subject: str,
    *,
    model: str | None,
    reranker: str | None,
    progress: Progress,
) -> dict[str, float]:
    """The words' scores, by work, best first, with what the local models say, where any is asked for."""
    if model is not None:
        progress(Event("find", "reading with the local model"))
        scores = fuse_scores(scores, _likeness(library, [held[w] for w in list(scores)[:LIKENED]], subject, model))
    if reranker is not None:
        progress(Event("find", "comparing with the local cross-encoder"))
        first = list(scores)[:RERANKED]
        pairs = load_model(reranker).score_pairs(subject, [document_texts(held[w])[0] for w in first])
        scores = rerank(scores, dict(zip(first, map(float, pairs), strict=True)))
    return scores


def _likeness(library: Library, works: Sequence[Work], subject: str, model: str) -> dict[str, float]:
    """How like the subject each work is, by a local model; vectors are kept in the library."""
    loaded = load_model(None if model == INSTALLED else model)
    kept = library.vectors(loaded.name, [w.id for w in works])
    made = loaded.embed_works([w for w in works if w.id not in kept])
    library.add_vectors(loaded.name, made)
    likeness: dict[str, float] = loaded.likeness(subject, kept | made)
    return likeness


def load_model(folder: str | None) -> Any:
    """The model of a folder, or without one of the installed packages: an `OnnxModel`, or what a plug-in makes."""
    return registry.load("models", "onnx")(None if folder is None else Path(folder))


def claim_of(text: str, vocabulary: Vocabulary) -> Claim:
    """Any sentence as a claim that can be searched for."""
    concepts = vocabulary.find_concepts(text)
    people = tuple(c.term for c in concepts if c.kind in ("condition", "population"))
    return Claim("text", text, Span(0, len(text)), "", "treatment", True, concepts, population=people)


def topics_of(claim: Claim, vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """Groups of phrases for a search by subject: what is done, to whom, to what end; names first, then synonyms.
    Synonyms that hold another phrase of their group are left out: they find nothing more."""
    groups = []
    terms = [(c.kind, c.term) for c in claim.concepts]
    terms += [(vocabulary.terms[t].kind, t) for t in claim.population if t in vocabulary.terms]
    for kinds in _KINDS:
        known = dict.fromkeys(t for kind, t in terms if kind in kinds and t in vocabulary.terms)
        names = dict.fromkeys(vocabulary.terms[t].label.lower() for t in known)
        others = dict.fromkeys(p.lower() for t in known for p in vocabulary.terms[t].synonyms)
        new = [p for p in others if not any(o != p and f" {o} " in f" {p} " for o in names | others)]
        if names:
            groups.append(tuple(names | dict.fromkeys(new)))
    return tuple(groups)


def is_claim_id(what: str) -> bool:
    """Whether a claim is meant, and not a text."""
    return what.isdigit() or what.startswith("claim-")


def _subject(claim: Claim, vocabulary: Vocabulary) -> str:
    """The claim's words, with what its population is called where the sentence does not say it."""
    labels = [vocabulary.terms[t].label for t in claim.population if t in vocabulary.terms]
    return " ".join([claim.text, *(label for label in labels if label not in claim.text.lower())])


def _complete(client: Client, settings: Settings, ledger: Ledger, options: FetchOptions) -> None:
    """Abstract, MeSH and status of what was found, from PubMed."""
    found = {i: () for record in ledger.records.values() for i in record.identifiers if i.scheme == "pmid"}

    def wanted(source: Source) -> Mapping[Identifier, tuple[str, ...]]:
        held = {i for record in ledger.records.values() if record.source == source.name for i in record.identifiers}
        return {i: r for i, r in found.items() if i not in held}

    ask_records([s for s in open_sources(client, settings, options.sources) if s.name == "pubmed"], wanted, ledger, 1)
