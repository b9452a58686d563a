"""Formatted bibliographies: the entries of two styles in three forms, and names of styles that are no files."""

from __future__ import annotations

import re

import pytest

from neckref.errors import UserError
from neckref.exporters.bibliography import FORMS, render_bibliography
from neckref.model import EvidenceMap
from neckref.readers.csljson import read_csljson
from tests.samples import sample_map

TRIAL = (
    "Sørensen-Öz, A.-L., & van der Berg, J., Jr. (2015). Wall slides for shoulder pain: a randomised trial. "
    "Journal of Desk Medicine, 3(2), 10–19. https://doi.org/10.5555/desk.(2015)<3>_2"
)


def test_apa_as_text_is_sorted_by_author() -> None:
    first, second, third = render_bibliography(sample_map()).split("\n\n")
    assert first.startswith("Doe, J., & Kjær, M. (2012).")
    assert second.startswith("Quark Consortium. (2011).")
    assert third.strip() == TRIAL


def test_html_and_markdown_say_the_same() -> None:
    page = render_bibliography(sample_map(), "apa", "html")
    assert page.count("<li>") == 3
    assert "<i>Journal of Desk Medicine</i>, <i>3</i>(2)" in page
    assert "Heat &amp; cold in &lt;hip&gt; joints_50%" in page
    assert "3. Sørensen-Öz" in render_bibliography(sample_map(), "apa", "markdown")


def test_vancouver_is_known_by_its_usual_name() -> None:
    entry = render_bibliography(sample_map(), "vancouver").split("\n\n")[2]
    assert entry.startswith("Sørensen-Öz AL, van der Berg J Jr. Wall slides for shoulder pain: a randomised trial.")
    assert "Journal of Desk Medicine. 2015 Mar;3(2):10–9." in entry


@pytest.mark.parametrize("style", ["apa", "vancouver", "nature", "ieee", "ama", "chicago", "harvard", "mla", "bmj"])
def test_each_style_and_form_prints_every_work_and_the_retraction(style: str) -> None:
    for form in FORMS:
        text = " ".join(render_bibliography(sample_map(), style, form).split())
        assert text.count("(Retraction 2013-05-01.)") == 1
        for part in ("Doe", "Kj", "Quark Consortium", "Sørensen-Öz", "2011", "2012", "2015"):
            assert part in text


def test_numbers_of_a_date_are_parted_in_every_language() -> None:
    pages = [render_bibliography(sample_map(), style) for style in ("vancouver", "nlm-citation-sequence")]
    assert pages[0] == pages[1]
    assert not re.search(r"\d(?:Jan|Feb|Mar|Apr|May|Jun)", pages[0])


def test_ones_own_keys_that_differ_in_case_alone_are_two_entries() -> None:
    file = b'[{"id": "Ab", "title": "One", "type": "book"}, {"id": "aB", "title": "Two", "type": "book"}]'
    reading = read_csljson(file, "mine.json")
    assert render_bibliography(EvidenceMap(reading.article, reading.references)).count("\n\n") == 1


@pytest.mark.parametrize("style", ["no-such-style", "../../etc/passwd", "", "a/b", "APA "])
def test_unknown_styles_are_the_users_error(style: str) -> None:
    with pytest.raises(UserError, match="unknown style"):
        render_bibliography(sample_map(), style)


def test_unknown_form() -> None:
    with pytest.raises(UserError, match="unknown form"):
        render_bibliography(sample_map(), "apa", "docx")
