from __future__ import annotations

import re

import pytest

from neckref.views.style import DARK, LIGHT, page_css, plain_css, read_part

SHEETS = ("page.css", "drawing.css", "graph.css", "report.css", "review.css")


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """The ratio of WCAG 2, 1 to 21."""
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "paper", "tint"])
@pytest.mark.parametrize("name", ["ink", "soft", "link", "good", "half", "bad", "warn"])
def test_every_text_reads_on_every_ground(palette: dict[str, str], name: str, ground: str) -> None:
    assert contrast(palette[name], palette[ground]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_what_stands_on_one_ground_only(palette: dict[str, str]) -> None:
    assert contrast(palette["ink"], palette["mark"]) >= 4.5
    assert contrast(palette["dim"], palette["paper"]) >= 4.5  # text of marks that are not lit
    assert contrast(palette["edge"], palette["paper"]) >= 3  # edges of fields and buttons


def test_each_name_has_a_colour_in_both_schemes_and_is_used() -> None:
    assert set(LIGHT) == set(DARK)
    used = set(re.findall(r"var\(--([a-z]+)\)", "".join(map(read_part, SHEETS))))
    assert used == set(LIGHT)


def test_a_lone_drawing_needs_no_variables_and_prints_are_light() -> None:
    assert "var(" not in plain_css("drawing.css")
    assert "@media screen and (prefers-color-scheme:dark)" in page_css("page.css")
