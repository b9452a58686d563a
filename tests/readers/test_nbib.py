"""Reading NBIB: continuation lines, names in both forms, identifiers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from neckref.errors import UserError
from neckref.model import Identifier, Name, Reading
from neckref.readers.nbib import read_nbib, reader

RECORD = """PMID- 99000001
OWN - NLM
DP  - 2015 Mar 9
TI  - Wall slides for shoulder pain: a randomised trial of office
      workers.
LID - 10.5555/desk_2 [doi]
FAU - Sørensen-Öz, Anna-Lena
AU  - Sørensen-Öz AL
FAU - van der Berg, Jan Jr
CN  - Quark Consortium
PT  - Journal Article
PT  - Randomized Controlled Trial
TA  - J Desk Med
JT  - Journal of desk medicine
VI  - 3
IP  - 2
PG  - 10-19
PMC - PMC900001
"""


def read(text: str) -> Reading:
    reading = read_nbib(text.encode(), "my.nbib")
    for reference in reading.references:
        assert reference.span.slice(reading.article.text) == reference.raw
    return reading


def test_all_fields() -> None:
    (reference,) = read(RECORD).references
    hints = reference.hints
    assert hints.title == "Wall slides for shoulder pain: a randomised trial of office workers."
    assert hints.authors == (
        Name("Sørensen-Öz", "Anna-Lena"), Name("van der Berg", "Jan Jr"), Name(literal="Quark Consortium"),
    )  # fmt: skip
    assert (hints.year, hints.month, hints.day) == (2015, 3, 9)
    assert (hints.container, hints.volume, hints.issue, hints.pages) == ("Journal of desk medicine", "3", "2", "10-19")
    assert reference.marker == "99000001"
    assert reference.identifiers == (
        Identifier("doi", "10.5555/desk_2"), Identifier("pmid", "99000001"), Identifier("pmcid", "PMC900001"),
    )  # fmt: skip
    assert hints.type == "article-journal"


def test_short_names_where_full_ones_are_missing() -> None:
    (reference,) = read("PMID- 1\nAU  - van der Berg JA Jr\nAU  - Li X\n").references
    assert reference.hints.authors == (Name("van der Berg", "JA", "Jr"), Name("Li", "X"))


def test_two_records_and_a_stray_line() -> None:
    reading = read("intro\n" + RECORD + "\n" + RECORD + "stray words\n")
    assert len(reading.references) == 2
    assert len(reading.article.notes) == 2
    assert reading.article.notes[1] == "Line 39: not read: 'stray words'"


def test_sniffs() -> None:
    assert reader.sniffs(b"\n" + RECORD.encode())
    assert not reader.sniffs(b"PMID numbers - 12")


@given(st.text("PMIDAU- \n1é,", max_size=60))
def test_nothing_raises(text: str) -> None:
    for each in (text, RECORD + text):
        try:
            reading = read(each)
        except UserError:
            continue
        assert all(r.span.slice(reading.article.text) == r.raw for r in reading.references)
