"""Reading .bib files: what peers lose is read or listed, and spans are exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.errors import UserError
from neckref.exporters import biblatex, bibtex
from neckref.model import EvidenceMap, Identifier, Name, Reading, Reference
from neckref.readers.bib import read_bib, reader
from tests.samples import sample_map

ARTICLE = r"""@string{jdm = "Journal of Desk " # {Medicine}}

@Article{key2015,
  Author  = {S{\o}rensen-{\"O}z, Anna-Lena and van der Berg, Jr., Jan and {Quark and Sons} and Mar{\'\i}a Jos{\'e} de la Paz},
  title   = {Wall slides for {EMG} \& {$\alpha$}-level pain: 50\% of H\textsubscript{2}O},
  journal = jdm,
  year    = 2015,
  month   = mar,
  volume  = "3",
  number  = {2},
  pages   = {10--19},
  doi     = {10.5555/desk\_2},
  pmid    = {99000001},
  x-mine  = {kept}
}
"""  # noqa: E501


def read(text: str | bytes) -> Reading:
    reading = read_bib(text if isinstance(text, bytes) else text.encode(), "folder/my.bib")
    for reference in reading.references:
        assert reference.span.slice(reading.article.text) == reference.raw
    return reading


def one(text: str | bytes) -> Reference:
    (reference,) = read(text).references
    return reference


def test_all_fields_of_an_article() -> None:
    reference = one(ARTICLE)
    hints = reference.hints
    assert reference.raw.startswith("@Article{key2015,")
    assert reference.raw.endswith("}")
    assert (reference.id, reference.marker, hints.type) == ("ref-1", "key2015", "article-journal")
    assert hints.authors == (
        Name("Sørensen-Öz", "Anna-Lena"),
        Name("van der Berg", "Jan", "Jr."),
        Name(literal="Quark and Sons"),
        Name("de la Paz", "María José"),
    )
    assert hints.title == "Wall slides for EMG & α-level pain: 50% of H₂O"
    assert (hints.container, hints.year, hints.month) == ("Journal of Desk Medicine", 2015, 3)
    assert (hints.volume, hints.issue, hints.pages) == ("3", "2", "10-19")
    assert reference.identifiers == (Identifier("doi", "10.5555/desk_2"), Identifier("pmid", "99000001"))
    assert read(ARTICLE).article.notes == ()


def test_biblatex_dates_names_and_eprints() -> None:
    reference = one(
        "@online{x, author={Doe, J. and others}, date={2019-03-09}, journaltitle={T},"
        " eprint={123}, eprinttype={pubmed}, url={https://a.example/b_c%20d}}"
    )
    hints = reference.hints
    assert (hints.year, hints.month, hints.day) == (2019, 3, 9)
    assert (hints.authors, hints.authors_cut) == ((Name("Doe", "J."),), True)
    assert (hints.container, hints.type, hints.url) == ("T", "webpage", "https://a.example/b_c%20d")
    assert reference.identifiers == (Identifier("pmid", "123"),)


def test_a_subtitle_belongs_to_the_title() -> None:
    assert one("@book{x, title={Desks}, subtitle={A {History}}}").hints.title == "Desks: A History"


def test_undefined_strings_lose_nothing_and_are_listed() -> None:
    reading = read("@article{a, journal = nojournal, title={A}}\n\n@article{b, title={B}, month=jun}\n")
    assert [r.hints.title for r in reading.references] == ["A", "B"]
    assert reading.references[0].hints.container == "nojournal"
    assert reading.article.notes == ("Line 1: @string 'nojournal' is not defined; its name is kept.",)


def test_empty_and_repeated_keys_lose_nothing() -> None:
    reading = read("@misc{, title={A}}\n@misc{, title={B}}\n@misc{k, title={C}}\n@misc{k, title={D}}\n")
    assert [r.hints.title for r in reading.references] == ["A", "B", "C", "D"]
    assert [r.marker for r in reading.references] == [None, None, "k", "k"]
    assert any(n.startswith("Line 4: the key 'k'") for n in reading.article.notes)


def test_commentary_and_its_like_are_entries() -> None:
    reading = read("@commentary{c, title={A}}\n@stringent{s, title={B}}\n@comment{not, title={C}}\n@misc{m, title={D}}")
    assert [r.hints.title for r in reading.references] == ["A", "B", "D"]
    assert reading.references[0].raw == "@commentary{c, title={A}}"
    assert reading.article.notes == ("Line 1: @comment… is read as an entry.", "Line 2: @string… is read as an entry.")


def test_a_field_twice_counts_once() -> None:
    reading = read("@misc{k,\n title={A}, title={B}}")
    assert reading.references[0].hints.title == "A"
    assert reading.article.notes == ("Line 1: title stands twice; the first counts.",)


def test_broken_entries_are_listed_with_their_line_and_the_rest_is_read() -> None:
    reading = read(
        "@misc{a, title={A}}\n\n@article{broken, title={never closed,\n\n@misc{b, title={B}}\n@article nobrace\n"
    )
    assert [r.marker for r in reading.references] == ["a", "b"]
    assert [n[:17] for n in reading.article.notes] == ["Line 3: not read:", "Line 6: not read,"]


def test_crossref_fills_what_is_missing() -> None:
    child, _ = read("@incollection{c, title={A}, crossref={Book}}\n@book{book, title={B}, year=2001}").references
    assert (child.hints.title, child.hints.container, child.hints.year) == ("A", "B", 2001)


def test_round_brackets_quotes_and_concatenation() -> None:
    reference = one('@article(k, title = "A {"}B{"}" # " and C", year = "2001")')
    assert reference.hints.title == 'A "B" and C'
    assert reference.hints.year == 2001


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "@article{k, author={Müller, J and Nuñez, É}, title={Über Schultern und Nacken bei Büroangestellten}}\n"
    reference = one(text.encode(encoding))
    assert reference.hints.authors == (Name("Müller", "J"), Name("Nuñez", "É"))


def test_sniffs_only_bib() -> None:
    assert reader.sniffs(ARTICLE.encode())
    assert reader.sniffs(ARTICLE.encode("utf-16"))
    assert reader.sniffs(b"% my references\n@book{x,")
    assert not reader.sniffs(b"@someone wrote {x} about shoulders")
    assert not reader.sniffs(b"Neck pain is common. @article{x,")


def test_an_empty_file_is_the_users_error() -> None:
    with pytest.raises(UserError, match="is empty"):
        read_bib(b"  \n", "e.bib")


@pytest.mark.parametrize("export", [bibtex.export, biblatex.export])
def test_reads_back_what_was_exported(export) -> None:  # type: ignore[no-untyped-def]
    emap = sample_map()
    references = {r.marker: r for r in read(export(EvidenceMap(None, works=emap.works))).references}
    assert len(references) == 4
    for work in emap.works:
        reference = next(r for r in references.values() if Identifier("doi", work.doi or "") in r.identifiers)
        fields, hints = work.fields, reference.hints
        assert hints.title == fields.title
        assert hints.authors == fields.authors
        assert (hints.year, hints.month, hints.volume, hints.issue) == (
            fields.year, fields.month, fields.volume, fields.issue,
        )  # fmt: skip
        assert (hints.container, hints.pages) == (fields.journal, fields.pages)


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.text('@{}(),="#\\\n a%&', max_size=60))
def test_nothing_raises_and_spans_are_exact(value: str, tail: str) -> None:
    for text in (value, "@misc{k, title={" + value + "}}\n" + tail, "@misc{k, title=" + tail, tail):
        try:
            reading = read(text.encode("utf-8", "replace"))
        except UserError:
            continue
        assert all(r.span.slice(reading.article.text) == r.raw for r in reading.references)
