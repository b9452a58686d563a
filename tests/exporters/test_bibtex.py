"""BibTeX and biblatex: read back by two independent parsers with the same entries and fields."""

from __future__ import annotations

import bibtexparser
import pybtex.database
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.exporters import biblatex, bibtex
from neckref.model import EvidenceMap, Fields, Identifier, Name, Sourced, Update, Work
from neckref.text.latex import decode_latex
from tests.samples import sample_map

EXPORTS = [bibtex.export, biblatex.export]


def work(doi: str = "10.5555/x", **fields: object) -> Work:
    identifiers = (Identifier("doi", doi),)
    return Work(f"doi:{doi}", identifiers, Fields(**fields))  # type: ignore[arg-type]


def entries(text: str) -> list[bibtexparser.model.Entry]:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return library.entries


def one(w: Work, export=bibtex.export) -> dict[str, str]:  # type: ignore[no-untyped-def]
    (entry,) = entries(export(EvidenceMap(None, works=(w,))))
    return {f.key: f.value for f in entry.fields} | {"ENTRYTYPE": entry.entry_type}


@pytest.mark.parametrize("export", EXPORTS)
def test_two_parsers_read_the_same_entries(export) -> None:  # type: ignore[no-untyped-def]
    text = export(sample_map())
    ours = ["doe2012electromyographic", "quarkconsortium2011heat", "sorensenoz2015wall"]
    assert [e.key for e in entries(text)] == ours
    read = pybtex.database.parse_string(text, "bibtex")
    assert list(read.entries) == ours
    people = read.entries["sorensenoz2015wall"].persons["author"]
    assert [p.last_names for p in people] == [["Sørensen-Öz"], ["Berg"]]
    assert people[1].prelast_names == ["van", "der"]
    assert people[1].lineage_names == ["Jr."]
    assert people[1].first_names == ["Jan"]
    assert read.entries["quarkconsortium2011heat"].persons["author"][0].last_names == ["{Quark Consortium}"]


def test_fields_of_an_article_as_bibtex_names_them() -> None:
    read = pybtex.database.parse_string(bibtex.export(sample_map()), "bibtex").entries["sorensenoz2015wall"]
    assert read.type == "article"
    assert dict(read.fields) == {
        "title": "Wall slides for shoulder pain: a randomised trial",
        "journal": "Journal of Desk Medicine",
        "year": "2015",
        "month": "March",
        "volume": "3",
        "number": "2",
        "pages": "10--19",
        "issn": "1234-5679",
        "doi": r"10.5555/desk.(2015)<3>\_2",
        "url": "https://doi.org/10.5555/desk.%282015%29%3C3%3E_2",
        "pmid": "99000001",
    }


def test_biblatex_has_its_own_names_and_verbatim_doi() -> None:
    read = pybtex.database.parse_string(biblatex.export(sample_map()), "bibtex").entries["sorensenoz2015wall"]
    assert read.fields["journaltitle"] == "Journal of Desk Medicine"
    assert read.fields["date"] == "2015-03"
    assert read.fields["doi"] == "10.5555/desk.(2015)<3>_2"
    assert read.fields["eprinttype"] == "pubmed"
    assert "month" not in read.fields


def test_month_is_a_macro_and_bytes_are_stable() -> None:
    text = bibtex.export(sample_map())
    assert "month = jun," in text
    assert text == bibtex.export(sample_map())


@pytest.mark.parametrize(
    ("kind", "bibtex_type", "biblatex_type"),
    [
        ("article-journal", "article", "article"),
        ("book", "book", "book"),
        ("chapter", "incollection", "incollection"),
        ("paper-conference", "inproceedings", "inproceedings"),
        ("thesis", "phdthesis", "thesis"),
        ("report", "techreport", "report"),
        ("webpage", "misc", "online"),
        ("article", "misc", "online"),
        ("dataset", "misc", "dataset"),
        (None, "misc", "misc"),
        ("some-new-type", "misc", "misc"),
    ],
)
def test_entry_types(kind: str | None, bibtex_type: str, biblatex_type: str) -> None:
    w = work(title="T", type=kind)
    assert one(w)["ENTRYTYPE"] == bibtex_type
    assert one(w, biblatex.export)["ENTRYTYPE"] == biblatex_type


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        (Name("van der Berg", "Jan", "Jr."), "van der Berg, Jr., Jan"),
        (Name("Ortega y Gasset", "José"), "{Ortega y Gasset}, José"),
        (Name("Smith and Sons", "A"), "{Smith and Sons}, A"),
        (Name("Jean-Luc", "Anne-Marie"), "Jean-Luc, Anne-Marie"),
        (Name("García Márquez"), "{García Márquez}"),
        (Name(literal="The PEDro Group"), "{The PEDro Group}"),
        (Name(literal="others"), "{others}"),
        (Name("Li", "X, Y"), "Li, {X, Y}"),
        (Name("O'Brien", "C#"), r"O'Brien, C\#"),
    ],
)
def test_names(name: Name, printed: str) -> None:
    assert one(work(authors=(name,)))["author"] == printed


def test_two_hundred_authors_all_come_back() -> None:
    names = tuple(Name(f"Family{n}", f"Given{n}") for n in range(200))
    text = bibtex.export(EvidenceMap(None, works=(work(authors=names),)))
    (entry,) = pybtex.database.parse_string(text, "bibtex").entries.values()
    assert [(p.last_names[0], p.first_names[0]) for p in entry.persons["author"]] == [
        (n.family, n.given) for n in names
    ]


def test_retraction_and_doubt_are_said() -> None:
    text = bibtex.export(sample_map())
    assert "note = {Retraction 2013-05-01}" in text
    assert "x-unverified = {volume}" in text


def test_a_reinstated_work_is_not_called_retracted() -> None:
    updates = (Update("retraction", None, "2013-05-01"), Update("reinstatement", None, "2014-01-01"))
    assert "note" not in one(work(title="T", updates=updates))


def test_all_works_where_nothing_is_matched() -> None:
    emap = sample_map()
    assert len(entries(bibtex.export(EvidenceMap(None, works=emap.works)))) == 4


@pytest.mark.parametrize("doi", ["10.1/a_b%20c#d;(1)<2>", "10.1002/(sici)1097<1::aid>3.0.co;2-#"])
def test_doi_in_each_way(doi: str) -> None:
    assert one(work(doi))["doi"].replace("\\", "") == doi
    assert one(work(doi), biblatex.export)["doi"] == doi


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_stays_one_entry_in_two_parsers(title: str, family: str) -> None:
    sourced = {"title": Sourced(title, ("x",), verified=False)}
    fields = Fields(title=title, authors=(Name(family, "A"), Name(literal=title)), journal=title, url=f"http://{title}")
    emap = EvidenceMap(None, works=(Work("doi:10.1/x", (Identifier("doi", f"10.1/{title}"),), fields, sourced),))
    for export in EXPORTS:
        text = export(emap)
        (entry,) = entries(text)
        assert entry.key == next(iter(pybtex.database.parse_string(text, "bibtex").entries))


@given(st.text("aBcD eé ß øα₂²#$%&_{}~^<>|\\µ ", max_size=40))
def test_titles_come_back_as_they_were(title: str) -> None:
    read = one(work(title=title)).get("title", "")
    assert decode_latex(read) == " ".join(title.replace("µ", "μ").split())
