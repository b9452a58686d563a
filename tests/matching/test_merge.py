from __future__ import annotations

import pytest

from neckref.matching import merge_records
from neckref.model import Identifier, Name, Update

from .makers import record


def test_each_field_comes_from_whom_it_is_trusted() -> None:
    crossref = record("crossref", "doi:10.5555/a", title="Wall slides", year=2015, journal="Physical Therapy",
                      abstract="A cut abstract")  # fmt: skip
    pubmed = record("pubmed", "pmid:7 doi:10.5555/a", title="Wall slides.", year=2014, journal="Phys Ther",
                    mesh=("Neck",), abstract="RESULTS: The whole of it, which is far longer.")  # fmt: skip
    openalex = record("openalex", "openalex:W1 doi:10.5555/a", title="WALL SLIDES", year=2015, mesh=("Knee",))
    merged = merge_records([openalex, pubmed, crossref])
    assert merged.id == "doi:10.5555/a"
    assert merged.fields.mesh == ("Neck",)
    assert merged.sourced["mesh"].dissent[0].source == "openalex"
    assert merged.sourced["title"].said_by == ("crossref", "pubmed", "openalex")
    assert merged.sourced["title"].dissent == ()
    assert (merged.fields.journal, merged.sourced["journal"].dissent) == ("Physical Therapy", ())
    assert merged.fields.year == 2015
    assert [(d.source, d.value) for d in merged.sourced["year"].dissent] == [("pubmed", 2014)]
    assert (merged.fields.abstract or "").startswith("RESULTS")
    assert merged.records == (("crossref", "10.5555/a"), ("pubmed", "7"), ("openalex", "W1"))


def test_fuller_forms_are_kept() -> None:
    pubmed = record("pubmed", "pmid:7", authors="Andersen LL; Kjær M; Hansen K", pages="703-11", volume="08")
    crossref = record("crossref", "doi:10.5555/a", authors="Andersen, Lars L.; Kjaer, Michael", pages="703", volume="8")
    merged = merge_records([crossref, pubmed])
    assert merged.fields.authors == (Name("Andersen", "Lars L."), Name("Kjaer", "Michael"), Name("Hansen", "K"))
    assert merged.fields.pages == "703-711"
    assert all(merged.sourced[n].dissent == () for n in ("authors", "pages", "volume"))


def test_a_fake_copy_and_the_snapshot_never_overrule() -> None:
    copy = record("openalex", "doi:10.65215/x openalex:W9", title="Chin tucks on EMG", year=2025)
    real = record("pubmed", "pmid:5", title="Chin tucks on EMG", year=2012)
    bundled = record("snapshot", "pmid:5", title="Chin tuck EMG", year=2011, summary="Raised activity.")
    merged = merge_records([copy, bundled, real])
    assert merged.fields.year == 2012
    assert merged.fields.title == "Chin tucks on EMG"
    assert merged.fields.summary == "Raised activity."
    assert merged.id == "pmid:5"
    assert all(not i.value.startswith("10.65215/") for i in merged.identifiers)


def test_a_month_is_not_taken_from_another_year() -> None:
    print_year = record("crossref", "doi:10.5555/a", year=2012)
    online = record("openalex", "doi:10.5555/a", year=2011, month=12, day=15)
    merged = merge_records([print_year, online])
    assert (merged.fields.year, merged.fields.month, merged.fields.day) == (2012, None, None)
    assert [(d.source, d.value) for d in merged.sourced["year"].dissent] == [("openalex", 2011)]
    issue = record("pubmed", "doi:10.5555/a", year=2012, month=2)
    day = record("europepmc", "doi:10.5555/a", year=2012, month=3, day=9)
    merged = merge_records([print_year, online, issue, day])
    assert (merged.fields.year, merged.fields.month, merged.fields.day) == (2012, 2, None)
    assert [(d.source, d.value) for d in merged.sourced["month"].dissent] == [("europepmc", 3)]


def test_a_work_without_identifiers_goes_by_its_record() -> None:
    assert merge_records([record("elsewhere", "", title="Shrugs")]).id.startswith("record:elsewhere/")


def test_unverified_values_give_way_and_are_marked() -> None:
    bundled = record("snapshot", "doi:10.5555/a", volume="88", issue="6", unverified=("volume", "doi"))
    alone = merge_records([bundled])
    assert not alone.sourced["volume"].verified
    assert not alone.sourced["doi"].verified
    assert alone.sourced["issue"].verified
    both = merge_records([bundled, record("openalex", "doi:10.5555/a", volume="89")])
    assert both.fields.volume == "89"
    assert both.sourced["doi"].verified


def test_updates_are_united_by_kind_and_notice() -> None:
    notice = Identifier("doi", "10.5555/n")
    crossref = record(
        "crossref",
        "doi:10.5555/a",
        updates=(
            Update("retraction", notice, "2020", "publisher"),
            Update("retraction", notice, "2020-05-01", "retraction-watch"),
        ),
    )
    pubmed = record(
        "pubmed", "doi:10.5555/a", updates=(Update("retraction"), Update("correction", Identifier("pmid", "9")))
    )
    merged = merge_records([pubmed, crossref])
    assert merged.fields.updates == (
        Update("retraction", notice, "2020-05-01", "crossref (publisher), crossref (retraction-watch), pubmed"),
        Update("correction", Identifier("pmid", "9"), None, "pubmed"),
    )
    assert set(merged.sourced["updates"].said_by) == {"crossref", "pubmed"}


def test_no_records_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one"):
        merge_records([])
