"""A .bib file read, matched and written back: nothing of it is lost, and writing it again changes nothing."""

from __future__ import annotations

from dataclasses import replace

import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.errors import UserError
from neckref.exporters import biblatex, bibtex
from neckref.model import EvidenceMap, Match
from neckref.readers.bib import read_bib
from tests.samples import sample_works

FILE = r"""% my own file
@string{jdm = {Journal of Desk Medicine}}
@comment{jabref-meta: groups}

@ARTICLE{zzz,
  title = {{Wall} Slides for Shoulder Pain: A Randomised Trial},
  Author = {S{\o}rensen-{\"O}z, Anna-Lena and van der Berg, Jr., Jan},
  journal = jdm,
  year = 2014,
  pages = {10-19},
  doi = {10.5555/desk.(2015)<3>_2},
  keywords = {mine, shoulders},
  file = {:a/b_c.pdf:PDF},
}

@misc{aaa, title = {Known by nobody}, journal = jdm, rating = {5}}

@article{broken, title = {never closed

"""


def imported(text: str) -> EvidenceMap:
    """The file's references, matched with the sample's works by DOI."""
    reading = read_bib(text.encode("utf-8", "replace"), "my.bib")
    works = sample_works()
    by_doi = {w.doi: w.id for w in works}
    matches = [
        Match(r.id, "certain", by_doi[i.value]) for r in reading.references for i in r.identifiers if i.value in by_doi
    ]
    return EvidenceMap(reading.article, reading.references, works=works, matches=tuple(matches))


def test_keys_order_unknown_fields_and_everything_between_stay() -> None:
    text = bibtex.export(imported(FILE))
    before, after = FILE.split("@ARTICLE{zzz", maxsplit=1)[0], "\n\n@misc{aaa" + FILE.split("\n\n@misc{aaa")[1]
    assert text.startswith(before)
    assert text.endswith(after)
    entry = bibtexparser.parse_string(text).entries[0]
    assert entry.key == "zzz"
    assert "@ARTICLE{zzz," in text
    assert entry["keywords"] == "mine, shoulders"
    assert entry["file"] == ":a/b_c.pdf:PDF"


def test_what_says_the_same_stays_and_what_is_wrong_or_missing_is_put_in() -> None:
    text = bibtex.export(imported(FILE))
    assert "title = {{Wall} Slides for Shoulder Pain: A Randomised Trial}," in text
    assert r"Author = {S{\o}rensen-{\"O}z, Anna-Lena and van der Berg, Jr., Jan}," in text
    assert "journal = jdm," in text
    assert "pages = {10-19}," in text
    assert "year = {2015}," in text
    assert "month = mar," in text
    assert "pmid = {99000001}," in text


@pytest.mark.parametrize("export", [bibtex.export, biblatex.export])
def test_a_fixed_point(export) -> None:  # type: ignore[no-untyped-def]
    once = export(imported(FILE))
    assert export(imported(once)) == once
    assert once != FILE


def test_biblatex_names_are_not_doubled() -> None:
    file = (
        "@article{k, journaltitle = {Journal of Desk Medicine}, date = {2015-03}, doi = {10.5555/desk.(2015)<3>_2}}\n"
    )
    entry = bibtexparser.parse_string(bibtex.export(imported(file))).entries[0]
    assert {"journal", "year", "month"}.isdisjoint(f.key for f in entry.fields)


def test_unmatched_files_come_back_as_they_are() -> None:
    emap = replace(imported(FILE), matches=())
    assert bibtex.export(emap) == FILE


@given(st.text('@{}(),="#\\\n a%&é', max_size=60))
def test_any_file_is_a_fixed_point(noise: str) -> None:
    text = "@article{k, doi = {10.5555/emg;9}, note = {x}}\n" + noise
    try:
        once = bibtex.export(imported(text))
        assert bibtex.export(imported(once)) == once
    except UserError:
        return
