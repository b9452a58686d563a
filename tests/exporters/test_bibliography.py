"""Formatted bibliographies: the entries of two styles in three forms, and names of styles that are no files."""

from __future__ import annotations

import pytest

from neckref.errors import UserError
from neckref.exporters.bibliography import render_bibliography
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
    assert "Sørensen-Öz AL, van der Berg J Jr." in render_bibliography(sample_map(), "vancouver")


@pytest.mark.parametrize("style", ["no-such-style", "../../etc/passwd", "", "a/b", "APA "])
def test_unknown_styles_are_the_users_error(style: str) -> None:
    with pytest.raises(UserError, match="unknown style"):
        render_bibliography(sample_map(), style)


def test_unknown_form() -> None:
    with pytest.raises(UserError, match="unknown form"):
        render_bibliography(sample_map(), "apa", "docx")
