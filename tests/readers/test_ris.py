"""Reading RIS: records, their fields, and what belongs to none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.errors import UserError
from neckref.exporters import ris
from neckref.model import Identifier, Name, Reading
from neckref.readers.ris import read_ris, reader
from tests.samples import sample_map

RECORD = """TY  - JOUR
ID  - key2015
AU  - Sørensen-Öz, Anna-Lena
AU  - van der Berg, Jan, Jr.
AU  - Quark Consortium
TI  - Wall slides for shoulder pain
T2  - Journal of Desk Medicine
PY  - 2015
DA  - 2015/03/09/
VL  - 3
IS  - 2
SP  - 10
EP  - 19
DO  - https://doi.org/10.5555/DESK_2
AN  - 99000001
UR  - https://a.example/x
ER  -
"""


def read(text: str) -> Reading:
    reading = read_ris(text.encode(), "my.ris")
    for reference in reading.references:
        assert reference.span.slice(reading.article.text) == reference.raw
    return reading


def test_all_fields() -> None:
    (reference,) = read(RECORD).references
    hints = reference.hints
    assert reference.raw == RECORD.rstrip("\n")
    assert reference.marker == "key2015"
    assert hints.authors == (
        Name("Sørensen-Öz", "Anna-Lena"), Name("van der Berg", "Jan", "Jr."), Name(literal="Quark Consortium"),
    )  # fmt: skip
    assert (hints.year, hints.month, hints.day, hints.pages) == (2015, 3, 9, "10-19")
    assert (hints.title, hints.container, hints.volume, hints.issue) == (
        "Wall slides for shoulder pain", "Journal of Desk Medicine", "3", "2",
    )  # fmt: skip
    assert reference.identifiers == (Identifier("doi", "10.5555/desk_2"), Identifier("pmid", "99000001"))
    assert hints.type == "article-journal"


def test_numbers_between_records_are_nothing_and_other_text_is_listed() -> None:
    reading = read("1.\n" + RECORD + "\n2.\n" + RECORD + "\nstray words\n")
    assert len(reading.references) == 2
    assert reading.article.notes == ("Line 39: text that belongs to no record: 'stray words'",)


def test_a_record_without_an_end_is_read_and_listed() -> None:
    reading = read("TY  - BOOK\nTI  - A\n\nTY  - JOUR\nTI  - B\nER  - \n")
    assert [(r.hints.title, r.hints.type) for r in reading.references] == [("A", "book"), ("B", "article-journal")]
    assert reading.article.notes[0].startswith("Line 1: the record has no end")


def test_no_record_is_said() -> None:
    reading = read("Dear all, see attached.")
    assert reading.references == ()
    assert any("No RIS record" in n for n in reading.article.notes)


def test_reads_back_what_was_exported() -> None:
    emap = sample_map()
    by_doi = {r.identifiers[0].value: r.hints for r in read(ris.export(emap)).references}
    for work in emap.cited:
        hints, fields = by_doi[work.doi or ""], work.fields
        assert (hints.title, hints.authors, hints.year, hints.month) == (
            fields.title, fields.authors, fields.year, fields.month,
        )  # fmt: skip
        assert (hints.container, hints.volume, hints.issue, hints.pages) == (
            fields.journal, fields.volume, fields.issue, fields.pages,
        )  # fmt: skip


def test_sniffs() -> None:
    assert reader.sniffs(RECORD.encode())
    assert reader.sniffs(b"\xef\xbb\xbf\n1.\nTY  - JOUR\n")
    assert not reader.sniffs(b"TYPES of exercise - a list")


@pytest.mark.filterwarnings("error")
@given(st.text("TYAUERDOP -\n12,é", max_size=80))
def test_nothing_raises(text: str) -> None:
    for each in (text, RECORD + text, "TY  - JOUR\n" + text):
        try:
            reading = read(each)
        except UserError:
            continue
        assert all(r.span.slice(reading.article.text) == r.raw for r in reading.references)
