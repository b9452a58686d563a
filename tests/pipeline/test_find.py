from __future__ import annotations

from pathlib import Path

import pytest

from neckref import registry
from neckref.errors import UserError
from neckref.library import Library
from neckref.model import Work
from neckref.pipeline.fetch import FetchOptions, fetch
from neckref.pipeline.find import claim_of, find, topics_of
from neckref.pipeline.read import read
from neckref.settings import Settings
from neckref.text.vocabulary import load_vocabulary
from tests.fakes.api_server import FakeApis, FakeWork
from tests.pipeline.literature import quick_clock, settings_for

NO_NETWORK = Settings(base_urls=dict.fromkeys(Settings().base_urls, "http://127.0.0.1:9"))
TEXT = "Wall slides reduce shoulder pain in office workers."
TRIAL = FakeWork(
    "Wall slides for shoulder pain in office workers: a randomised trial", doi="10.5555/trial", pmid="99000011",
    year=2015, authors=(("Doe", "J"),), journal="Journal of Desk Medicine",
    abstract=(("METHODS", "We randomised 60 office workers with shoulder pain to wall slides or no exercise."),
              ("RESULTS", "Wall slides reduced shoulder pain by 1.9 points (95% CI 1.1 to 2.7).")),
)  # fmt: skip
NARRATIVE = FakeWork("Thoughts on shoulder pain in office workers", doi="10.5555/thoughts", year=2016)
OTHER = FakeWork("Wall paint and office slides", doi="10.5555/paint", year=2014)


def test_trials_come_before_thoughts_and_say_why(library: Library, tmp_path: Path) -> None:
    with FakeApis([NARRATIVE, OTHER, TRIAL]) as apis:
        settings = settings_for(apis, tmp_path)
        result = find(library, TEXT, settings, clock=quick_clock())
    first = result.suggestions[0]
    assert first.work.doi == "10.5555/trial"
    assert any("randomised trial, n = 60" in why for why in first.why)
    assert any("same condition" in why or "same outcome" in why for why in first.why)
    assert result.unavailable == {}
    assert library.map().evidence == ()


def test_without_a_network_the_snapshot_answers_for_a_claim_of_the_article(library: Library) -> None:
    fetch(library, read(), NO_NETWORK, clock=quick_clock())
    claim = next(c for c in library.map().claims if "botulinum" in c.text.lower())
    result = find(library, claim.id, NO_NETWORK, clock=quick_clock(), limit=4)
    assert all("botulinum" in (s.work.fields.title or "").lower() for s in result.suggestions)
    assert len(result.suggestions) == 4
    assert "crossref" in result.unavailable


def test_what_is_cited_is_marked(library: Library) -> None:
    fetch(library, read(), NO_NETWORK, clock=quick_clock())
    claim = next(c for c in library.map().claims if "shrugs" in c.text)
    result = find(library, claim.id.removeprefix("claim-"), NO_NETWORK, clock=quick_clock())
    assert result.cited & {s.work.id for s in result.suggestions}


def test_a_protocol_stands_behind_what_has_results(library: Library) -> None:
    result = find(library, "Exercise reduces pain in cervical dystonia.", NO_NETWORK, clock=quick_clock(), limit=30)
    order = [s.work.fields.design or "" for s in result.suggestions]
    assert order.index("trial protocol") > order.index("systematic review")


def test_found_works_are_kept_but_are_not_the_articles(library: Library, tmp_path: Path) -> None:
    fetch(library, read(), NO_NETWORK, clock=quick_clock())
    before = library.map()
    find(library, TEXT, NO_NETWORK, FetchOptions(offline=True), clock=quick_clock())
    assert library.map().works == before.works
    assert library.map().matches == before.matches
    assert len(library.works()) > len(before.works)


def test_nothing_to_search_by(library: Library) -> None:
    with pytest.raises(UserError, match="nothing to search by"):
        find(library, "?!", NO_NETWORK, clock=quick_clock())
    with pytest.raises(UserError, match="no claim"):
        find(library, "claim-7", NO_NETWORK, clock=quick_clock())


def test_what_speaks_on_the_claim_comes_before_what_names_its_subject(library: Library) -> None:
    result = find(library, "Weighted shoulder shrugs strengthen the trapezius.", NO_NETWORK, clock=quick_clock())
    said = [s.evidence.relation if s.evidence else None for s in result.suggestions]
    assert said.index("partly supports") < said.index("mentions")


def test_topics_are_groups_of_synonyms() -> None:
    vocabulary = load_vocabulary()
    groups = topics_of(claim_of("Botulinum toxin reduces pain in spasmodic torticollis.", vocabulary), vocabulary)
    assert any("botulinum toxin" in group for group in groups)
    assert any({"spasmodic torticollis", "cervical dystonia"} <= set(group) for group in groups)
    assert not any(phrase == "botulinum toxin injection" for group in groups for phrase in group)


def test_every_intervention_is_asked_for_before_synonyms() -> None:
    vocabulary = load_vocabulary()
    groups = topics_of(claim_of("Yoga, Pilates and tai chi reduce low back pain.", vocabulary), vocabulary)
    assert groups[0][:3] == ("yoga", "pilates", "tai chi")


class FakeModel:
    """Likes one work, by its title."""

    name = "fake"

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_works(self, works: list[Work]) -> dict[str, bytes]:
        self.embedded += [w.id for w in works]
        return {w.id: b"1" if "thoughts" in (w.fields.title or "").lower() else b"0" for w in works}

    def likeness(self, text: str, vectors: dict[str, bytes]) -> dict[str, float]:
        return {work: float(vector) for work, vector in vectors.items()}


def test_a_local_model_adds_likeness_and_keeps_its_vectors(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = FakeModel()
    load = registry.load
    monkeypatch.setattr(
        registry, "load", lambda kind, name: (lambda _: model) if kind == "models" else load(kind, name)
    )
    with FakeApis([NARRATIVE, OTHER, TRIAL]) as apis:
        settings = settings_for(apis, tmp_path)
        plain = find(library, TEXT, settings, clock=quick_clock())
        liked = find(library, TEXT, settings, clock=quick_clock(), model="installed")
        again = find(library, TEXT, settings, clock=quick_clock(), model=str(tmp_path))
    scores = {s.work.doi: s.score for s in plain.suggestions}
    raised = {s.work.doi: s.score for s in liked.suggestions}
    assert raised["10.5555/thoughts"] / raised["10.5555/trial"] > scores["10.5555/thoughts"] / scores["10.5555/trial"]
    assert again.suggestions == liked.suggestions
    assert len(model.embedded) == len(set(model.embedded)) > 2


def test_a_local_cross_encoder_orders_the_first_papers(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FakeCrossEncoder:
        def score_pairs(self, query: str, texts: list[str]) -> list[float]:
            assert "shoulder pain" in query
            return [float("thoughts" in text.lower()) for text in texts]

    load = registry.load
    monkeypatch.setattr(
        registry, "load", lambda kind, name: (lambda _: FakeCrossEncoder()) if kind == "models" else load(kind, name)
    )
    with FakeApis([NARRATIVE, OTHER, TRIAL]) as apis:
        settings = settings_for(apis, tmp_path)
        plain = {s.work.doi: s.score for s in find(library, TEXT, settings, clock=quick_clock()).suggestions}
        read = find(library, TEXT, settings, clock=quick_clock(), reranker=str(tmp_path)).suggestions
    assert {s.work.doi: s.score for s in read}["10.5555/thoughts"] > plain["10.5555/thoughts"]
