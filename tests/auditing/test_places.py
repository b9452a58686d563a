from __future__ import annotations

import time
from dataclasses import replace

import pytest

from neckref.auditing.places import place_in_source
from neckref.model import EvidenceMap, Finding, Span
from tests.samples import sample_map

TEXT = "Shrugs\n\nShoulder shrugs reduce neck pain, according to Smith.\n"


def map_of(words: str, media_type: str = "text/markdown") -> EvidenceMap:
    article = sample_map().article
    assert article is not None
    start = TEXT.index(words)
    finding = Finding("NR301", "no-support", "warning", "claim-1", "m", "r", Span(start, start + len(words)))
    return replace(sample_map(), article=replace(article, text=TEXT, media_type=media_type), findings=(finding,))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Shrugs\n\nShoulder **shrugs** reduce\nneck pain, says who?", "Shoulder **shrugs** reduce\nneck pain"),
        (
            '<p>Shoulder <a href="/x">shrugs</a>&nbsp;reduce <b>neck</b> pain</p>',
            'Shoulder <a href="/x">shrugs</a>&nbsp;reduce <b>neck</b> pain',
        ),
    ],
)
def test_words_are_found_between_marks_and_tags(source: str, expected: str) -> None:
    placed = place_in_source(map_of("Shoulder shrugs reduce neck pain"), source)
    (finding,) = placed.findings
    assert placed.article is not None
    assert finding.span is not None
    assert finding.span.slice(placed.article.text) == expected


@pytest.mark.parametrize("source", [None, "Another text.", "neck pain here, and neck pain there", "bottleneck pain"])
def test_what_does_not_stand_there_once_has_no_place(source: str | None) -> None:
    assert place_in_source(map_of("neck pain"), source).findings[0].span is None


def test_a_plain_text_is_as_it_is_in_the_file() -> None:
    emap = map_of("neck pain", "text/plain")
    assert place_in_source(emap, None) is emap


def test_looking_takes_linear_time() -> None:
    hostile = "Shoulder " * 20_000 + "<" * 50_000 + "&a" * 50_000
    start = time.process_time()
    assert place_in_source(map_of("Shoulder shrugs reduce neck pain"), hostile).findings[0].span is None
    assert time.process_time() - start < 5
