"""Lists without numbers or bullets: where entries begin and end."""

from __future__ import annotations

import textwrap

import pytest

from tests.readers.reading import check_spans, read_plain

ARTICLE = (
    "Neck care\n\nNeck pain is common in office workers, and it may last for years.\n\n"
    "Shrugs with weights make the neck strong, and they ease the pain of most people.\n\n"
)
APA = [
    "Hansen, P. B., & Olsen, M. K. (2011). Shrugs at the desk: a trial in the offices of a town. Journal of Desk "
    "Medicine, 14(2), 101-110.",
    "Quist, T. (2013). Neck exercises that last. Work and Body.",
    "Lund, A., Berg, A., & Moe, I. (2009). Sitting well. Spine Notes, 1(4), 3-9.",
]
ACS = [
    "Hansen, P. B.; Olsen, M. K. J. Desk Med. 2011, 14, 101.",
    "Work and Body 2013, 3, 22–31.",
    "Lund, A.; Berg, A. Spine Notes 2009, 1, 3–9.",
]
AIP = [
    "P.B. Hansen and M.K. Olsen, Journal of Desk Medicine 14, 101 (2011).",
    "The Desk 96, 1062 (1920).",
    "A. Lund, Spine Notes 1, (2009).",
]


def read(printed: str) -> list[str]:
    reading = read_plain(ARTICLE + printed + "\n")
    check_spans(reading)
    return [" ".join(r.raw.split()) for r in reading.references]


@pytest.mark.parametrize("heading", ["References\n\n", ""])
@pytest.mark.parametrize("entries", [APA, ACS, AIP], ids=["apa", "acs", "aip"])
def test_entries_on_one_line(entries: list[str], heading: str) -> None:
    assert read(heading + " ".join(entries)) == entries


@pytest.mark.parametrize("heading", ["References\n\n", ""])
@pytest.mark.parametrize("entries", [APA, AIP], ids=["apa", "aip"])
def test_one_entry_a_line(entries: list[str], heading: str) -> None:
    assert read(heading + "\n".join(entries)) == entries


@pytest.mark.parametrize("heading", ["References\n\n", ""])
def test_hanging_indents(heading: str) -> None:
    printed = "\n".join(textwrap.fill(e, 50, subsequent_indent="    ") for e in APA)
    assert read(heading + printed) == APA


def test_wrapped_lines_without_any_mark() -> None:
    assert read("References\n\n" + "\n".join(textwrap.fill(e, 72) for e in APA)) == APA


def test_doubtful_entries_count_in_the_company_of_sure_ones_only() -> None:
    doubtful = "Encyclopedia of Necks (2004)."
    assert read(f"{AIP[0]}\n\n{doubtful}\n\n{AIP[1]}\n\n{APA[2]}\n\n{APA[0]}") == [
        AIP[0], doubtful, AIP[1], APA[2], APA[0],
    ]  # fmt: skip
    assert read(f"{doubtful}\n\nNecks were measured in 1998 and again in 2004.") == []


def test_results_of_trials_are_no_entries() -> None:
    prose = (
        "Pain fell by 12 points (95% CI 8-16; P<.001) in 1999-2001, and 14 (2%) of 703 women left. In 2008, 112 of 205 "
        "came back. The rates rose from 12.1 (1985-1990) to 14.2 (1991-1996)."
    )
    assert read(prose) == []
