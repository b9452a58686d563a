from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from neckref.model import Asked, Fields, Figure, Passage, Sentence, Span, Work
from neckref.views import phrases
from neckref.views.compose import content_of
from tests.samples import sample_map


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://example.org/a", (("example.org", "https://example.org/a"),)),
        ("javascript:alert(1)", ()),
        ("data:text/html,x", ()),
        ("http://[broken", ()),
        ("//example.org/a", ()),
        (None, ()),
    ],
)
def test_only_whole_web_addresses_become_links(url: str | None, links: tuple[tuple[str, str], ...]) -> None:
    assert phrases.links_of(Work("w", (), Fields(url=url))) == links


def test_a_passage_names_field_source_and_date() -> None:
    passage = Passage("quote", "abstract", 0, 1, "x", "pubmed")
    assert phrases.passage_from(passage, "2026-01-02") == "abstract, from pubmed, 2026-01-02"
    assert phrases.passage_from(passage, "") == "abstract, from pubmed"
    assert phrases.passage_from(None, "2026-01-02") == ""


def test_the_date_of_a_passage_is_when_its_source_told_of_the_paper() -> None:
    emap = sample_map()
    asked = (
        Asked("crossref", "doi:10.5555/desk.(2015)<3>_2", "found", "2026-01-03T10:00:00Z"),
        Asked("crossref", "search: something else", "found", "2026-01-09T10:00:00Z"),
        Asked("snapshot", "search: chin tucks", "found", "2026-01-05T10:00:00Z"),
    )
    first, second = content_of(replace(emap, asked=asked)).claims
    assert first.evidence[0].passage_from == "abstract, from crossref, 2026-01-03"
    assert second.evidence[0].passage_from == "summary, from snapshot, 2026-01-05"


def test_the_context_is_the_paragraph_around_the_claim_and_no_other() -> None:
    emap = sample_map()
    assert emap.article
    text = "One before. Rest helps, they say. One after. Two after."
    cuts = [0, 11, 33, 44, 55]
    spans = [Span(a + bool(a), b) for a, b in pairwise(cuts)]
    claim = replace(emap.claims[0], span=Span(12, 22), text="Rest helps")
    article = replace(emap.article, text=text, sentences=tuple(Sentence(s, "", 0) for s in spans))
    assert phrases.context(article, claim) == ("One before. ", ", they say. One after.")
    apart = tuple(Sentence(s, "", n) for n, s in enumerate(spans))
    assert phrases.context(replace(article, sentences=apart), claim) == ("", ", they say.")
    assert phrases.context(None, claim) == ("", "")


def test_each_number_is_said_to_be_what_it_is() -> None:
    figures = (
        Figure("level", "102 %MVC", 0, 8),
        Figure("difference", "13 percentage points", 20, 40),
        Figure("estimate", "0.4 (0.5 to 0.9)", 50, 66, outside=True),
    )
    said = phrases.numbers(figures)
    assert "“102 %MVC” is a level" in said
    assert "“13 percentage points” is a difference, not a level" in said
    assert "“0.4 (0.5 to 0.9)” is an estimate outside its own interval" in said
    assert phrases.numbers(()) == ""
