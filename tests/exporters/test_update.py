"""A bibliography file read, matched and written back: nothing of it is lost, and writing it again changes nothing."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable
from dataclasses import replace

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from neckref import registry
from neckref.errors import UserError
from neckref.exporters import biblatex, bibtex, csljson, ris
from neckref.model import EvidenceMap, Match, Name, Reading, Update, Work
from neckref.readers.bib import read_bib
from neckref.readers.csljson import read_csljson
from neckref.readers.nbib import read_nbib
from neckref.readers.ris import read_ris
from tests.exporters.test_injection import PAYLOADS
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

RIS = """TY  - JOUR
ID  - mine
AU  - Sorensen-Oz, A.-L.
AU  - van der Berg, J., Jr.
T1  - Wall slides for
shoulder pain: a randomised trial
JO  - J Desk Med
Y1  - 2014/03/05
SP  - 10
EP  - 19
DO  - 10.5555/desk.(2015)<3>_2
KW  - mine
N1  - read it twice
XX  - my own tag
ER  - \n
between the records

TY  - BOOK
TI  - Known by nobody
ER  - """

CSL = """[
    {
        "id": "mine",
        "my-own": {"a": [1, 2]},
        "title": "Wall slides for shoulder pain: a randomised trial",
        "issued": {"date-parts": [["2014"]]},
        "DOI": "10.5555/desk.(2015)<3>_2",
        "note": "read it twice",
        "type": "article-journal"
    },
    {"title": "Known by nobody", "type": "book"}
]
"""

READ = {bibtex: read_bib, biblatex: read_bib, ris: read_ris, csljson: read_csljson}
FILES = {bibtex: FILE, biblatex: FILE, ris: RIS, csljson: CSL}
FORMATS = pytest.mark.parametrize("form", FILES, ids=lambda form: form.__name__.rpartition(".")[2])


def matched(reading: Reading, works: tuple[Work, ...] | None = None) -> EvidenceMap:
    """The file's references, matched with the sample's works by DOI."""
    works = works or sample_works()
    by_doi = {w.doi: w.id for w in works}
    matches = [
        Match(r.id, "certain", by_doi[i.value]) for r in reading.references for i in r.identifiers if i.value in by_doi
    ]
    return EvidenceMap(reading.article, reading.references, works=works, matches=tuple(matches))


def imported(text: str, read: Callable[[bytes, str], Reading] = read_bib) -> EvidenceMap:
    return matched(read(text.encode("utf-8", "replace"), "my.bib"))


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    lines = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    return [x[2:] for x in lines if x[0] == "-"], [x[2:] for x in lines if x[0] == "+"]


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


def test_only_what_is_wrong_or_missing_changes() -> None:
    removed, added = changed_lines(FILE, bibtex.export(imported(FILE)))
    assert removed == ["  year = 2014,"]
    assert added == [
        "  year = {2015},", "  month = mar,", "  volume = {3},", "  number = {2},", "  issn = {1234-5679},",
        "  pmid = {99000001},",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "@article{k\n , doi = {10.5555/desk.(2015)<3>_2}\n , year = 2014\n}",
            "@article{k\n , doi = {10.5555/desk.(2015)<3>_2}\n , year = {2015}",
        ),
        ('@article{k, year = "2014", doi={10.5555/desk.(2015)<3>_2}}', "@article{k, year = {2015}, doi={10.5555/desk"),
        (
            "@article{k,\n\tdoi\t= {https://doi.org/10.5555/DESK.(2015)<3>\\_2},\n}",
            "@article{k,\n\tdoi\t= {https://doi.org/10.5555/DESK.(2015)<3>\\_2},\n\tauthor = {",
        ),
        ("@article(k, doi = {10.5555/desk.(2015)<3>_2})", "@article(k, doi = {10.5555/desk.(2015)<3>_2}, author = {"),
    ],
    ids=["comma first", "one line", "tabs", "round brackets"],
)
def test_layout_stays(entry: str, expected: str) -> None:
    text = bibtex.export(imported(entry))
    assert text.startswith(expected)
    assert bibtex.export(imported(text)) == text
    assert "month = mar" in text


@pytest.mark.parametrize(
    "field",
    [
        'author = {Anna-Lena S{\\o}rensen-{\\"O}z and van der Berg, Jr., J.}',
        "author = {Sorensen-Oz, A.-L. and van der Berg, Jr., Jan}",
        'journal = "J. Desk Med."',
        "title = {Wall slides for shoulder pain. A randomised trial}",
        "pages = {10-9}",
        "pages = {10\u201319}",
        "month = {March}",
        "month = 3",
        "date = {2015-03-09}",
        "url = {https://example.org/mine.pdf}",
        "issn = {9999-9999}",
        "note = {read it twice}",
        "booktitle = {The Journal of Desk Medicine}",
    ],
)
def test_what_says_the_same_or_is_ones_own_stays(field: str) -> None:
    for form in (bibtex, biblatex):
        text = form.export(imported(f"@article{{k, {field}, doi = {{10.5555/desk.(2015)<3>_2}}}}"))
        assert text.startswith(f"@article{{k, {field}, doi = {{10.5555/desk.(2015)<3>_2}}, ")


@pytest.mark.parametrize(
    "field", ["author = {Sørensen-Öz, Anna-Lena and others}", "author = {Berg, Jan}", "pages = 10"]
)
def test_what_says_less_or_something_else_is_replaced(field: str) -> None:
    text = bibtex.export(imported(f"@article{{k, {field}, doi = {{10.5555/desk.(2015)<3>_2}}}}"))
    assert field not in text


def test_escapes_are_not_escaped_again_at_each_export() -> None:
    r"""pybtex turns `\&` into `\\&` whenever it writes what it has read."""
    mine = r"note = {A \& B, 50\%, {\'e}, $\alpha_1$, \url{https://a.example/b_c}, x\_y}, abstract = {\#1}"
    text = f"@article{{k, year = 2014, {mine}, doi = {{10.5555/desk.(2015)<3>_2}}}}\n"
    for _ in range(3):
        text = bibtex.export(imported(text))
        assert f"year = {{2015}}, {mine}, doi" in text


def test_a_retraction_is_added_to_a_note_and_said_once() -> None:
    work = sample_works()[0]
    updates = (Update("retraction", None, "2020-02-01"),)
    works = (replace(work, fields=replace(work.fields, updates=updates)),)
    for form, said in (
        (bibtex, "note = {mine. Retraction 2020-02-01}"),
        (ris, "N1  - Retraction 2020-02-01\nER"),
        (csljson, '"note": "read it twice. Retraction 2020-02-01"'),
    ):
        file = FILES[form].replace("rating", "x").replace("keywords = {mine, shoulders}", "note = {mine}")
        once = form.export(matched(READ[form](file.encode(), "f"), works))
        assert said in once
        assert form.export(matched(READ[form](once.encode(), "f"), works)) == once


@pytest.mark.parametrize(
    ("note", "said"),
    [("null", "Retraction 2020-02-01"), ('""', "Retraction 2020-02-01"), ("7", "7. Retraction 2020-02-01")],
)
def test_a_note_that_holds_nothing_is_no_word(note: str, said: str) -> None:
    work = sample_works()[0]
    retracted = replace(work, fields=replace(work.fields, updates=(Update("retraction", None, "2020-02-01"),)))
    file = CSL.replace('"read it twice"', note)
    text = csljson.export(matched(read_csljson(file.encode(), "f"), (retracted,)))
    assert json.loads(text)[0]["note"] == said


def test_an_entry_with_a_crossref_takes_only_identifiers() -> None:
    file = "@incollection{k, crossref = {x}, doi = {10.5555/desk.(2015)<3>_2}}\n@collection{x, title = {Desks}}\n"
    entry = bibtexparser.parse_string(bibtex.export(imported(file))).entries[0]
    assert {f.key for f in entry.fields} == {"crossref", "doi", "pmid"}


def test_a_record_of_ris_keeps_its_tags() -> None:
    removed, added = changed_lines(RIS, ris.export(imported(RIS, read_ris)))
    assert removed == ["Y1  - 2014/03/05"]
    assert sorted(added) == sorted(
        ["PY  - 2015", "VL  - 3", "IS  - 2", "DA  - 2015/03//", "AN  - 99000001", "SN  - 1234-5679"]
    )
    first, second = rispy.loads(ris.export(imported(RIS, read_ris)).replace("between the records\n", ""))
    assert (first["id"], first["keywords"], first["unknown_tag"]) == ("mine", ["mine"], {"XX": ["my own tag"]})
    assert second["title"] == "Known by nobody"


def test_an_item_of_csl_json_keeps_its_variables() -> None:
    text = csljson.export(imported(CSL, read_csljson))
    first, second = json.loads(text)
    assert list(first)[:7] == ["id", "my-own", "title", "issued", "DOI", "note", "type"]
    assert first["my-own"] == {"a": [1, 2]}
    assert first["issued"] == {"date-parts": [[2015, 3]]}
    assert (first["note"], first["PMID"], "URL" in first) == ("read it twice", "99000001", False)
    assert '    {"title": "Known by nobody", "type": "book"}\n]\n' in text
    assert second == {"title": "Known by nobody", "type": "book"}


@FORMATS
def test_a_fixed_point(form) -> None:  # type: ignore[no-untyped-def]
    once = form.export(imported(FILES[form], READ[form]))
    assert form.export(imported(once, READ[form])) == once
    assert once != FILES[form]


@FORMATS
def test_unmatched_files_come_back_as_they_are(form) -> None:  # type: ignore[no-untyped-def]
    emap = replace(imported(FILES[form], READ[form]), matches=())
    assert form.export(emap) == FILES[form]


@FORMATS
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_records_break_out_of_no_entry(form, payload: str) -> None:  # type: ignore[no-untyped-def]
    first, *_ = sample_works()
    said = {"title": payload, "journal": payload, "authors": (Name(payload, payload),), "pages": payload}
    updates = (Update("retraction", None, payload),)
    works = (replace(first, fields=replace(first.fields, **said, updates=updates)),)
    once = form.export(matched(READ[form](FILES[form].encode(), "f"), works))
    before, after = READ[form](FILES[form].encode(), "f"), READ[form](once.encode(), "f")
    assert [r.marker for r in after.references] == [r.marker for r in before.references]
    assert [r.hints for r in after.references[1:]] == [r.hints for r in before.references[1:]]
    assert form.export(matched(after, works)) == once


def test_biblatex_names_are_not_doubled() -> None:
    file = (
        "@article{k, journaltitle = {Journal of Desk Medicine}, date = {2015-03}, doi = {10.5555/desk.(2015)<3>_2}}\n"
    )
    entry = bibtexparser.parse_string(bibtex.export(imported(file))).entries[0]
    assert {"journal", "year", "month"}.isdisjoint(f.key for f in entry.fields)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_files_in_other_encodings_come_back_as_utf8(encoding: str) -> None:
    file = "@article{k, author = {Sørensen, Öz}, note = {große Übung, très étroit}}\n"
    assert bibtex.export(matched(read_bib(file.encode(encoding), "f.bib"))) == file


NOISE = {
    bibtex: ("@article{k, doi = {10.5555/desk.(2015)<3>_2}, note = {x}}\n", '@{}(),="#\\\n a%&é'),
    biblatex: ("@article{k, doi = {10.5555/desk.(2015)<3>_2}, note = {x}}\n", '@{}(),="#\\\n a%&é'),
    ris: ("TY  - JOUR\nDO  - 10.5555/desk.(2015)<3>_2\nN1  - ", "ATYERIDPSU0123  - \n/é,"),
    csljson: ('[{"DOI": "10.5555/desk.(2015)<3>_2"}, ', '[]{}":,\\ \n01aé'),
}


@FORMATS
@given(st.data())
def test_any_file_is_a_fixed_point(form, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    start, letters = NOISE[form]
    text = start + data.draw(st.text(letters, max_size=60))
    try:
        once = form.export(imported(text, READ[form]))
        assert form.export(imported(once, READ[form])) == once
    except UserError:
        return


FIELD = st.tuples(
    st.sampled_from(["author", "title", "year", "journal", "pages", "date", "note", "keywords", "month", "x-mine"]),
    st.text('aBé.,-1 \\"{}', max_size=12).filter(lambda v: v.count("{") == v.count("}") and not v.endswith("\\")),
    st.sampled_from(["{%s}", '"%s"', "%s"]),
    st.sampled_from([" = ", "=", "\t=\n"]),
    st.sampled_from([",", ",\n  ", " , ", "\n,"]),
)


@given(st.lists(FIELD, max_size=6))
def test_any_entry_keeps_what_is_ones_own(fields: list[tuple[str, ...]]) -> None:
    """Whatever the layout: the same entry for a second parser, with unknown fields and the order as they were."""
    body = "".join(f"{comma}{name}{equals}{quote % value}" for name, value, quote, equals, comma in fields)
    file = f"@article{{k{body}, doi = {{10.5555/desk.(2015)<3>_2}}}}\n"
    emap = imported(file)
    once = bibtex.export(emap)
    assert bibtex.export(imported(once)) == once
    before, after = (bibtexparser.parse_string(t, parse_stack=[]).entries for t in (file, once))
    if not before or not emap.matches:
        return
    names = [f.key for f in before[0].fields]
    assert [f.key for f in after[0].fields][: len(names)] == names
    assert all(f.value == after[0][f.key] for f in before[0].fields if f.key in ("keywords", "x-mine"))


def test_other_formats_keep_keys_order_and_entries_without_a_record() -> None:
    for name in ("ris", "csl-json"):
        text = registry.load("exporters", name)(imported(FILE))
        assert re.findall(r'(?:ID  - |"id": ")(\w+)', text) == ["zzz", "aaa"]
        assert "Known by nobody" in text
    entries = bibtexparser.parse_string(bibtex.export(imported(RIS, read_ris))).entries
    assert [(e.key, e["title"]) for e in entries] == [
        ("mine", "Wall slides for shoulder pain: a randomised trial"), ("anonndknown", "Known by nobody")
    ]  # fmt: skip
    assert entries[1]["x-unverified"] == "all"


def test_keys_used_twice_or_impossible_are_told_apart() -> None:
    file = '[{"id": "a b}", "title": "One"}, {"id": "ab", "title": "Two"}, {"id": "", "title": "Three Trials"}]'
    entries = bibtexparser.parse_string(bibtex.export(imported(file, read_csljson))).entries
    assert [e.key for e in entries] == ["ab", "ab-2", "anonndthree"]


def test_a_medline_file_gets_keys_people_can_type() -> None:
    file = "PMID- 1\nTI  - Wall slides\nFAU - Berg, Jan\nDP  - 2015 Mar\n"
    (entry,) = bibtexparser.parse_string(bibtex.export(imported(file, read_nbib))).entries
    assert entry.key == "berg2015wall"
    assert imported(file, read_nbib).references[0].hints.authors == (Name("Berg", "Jan"),)
