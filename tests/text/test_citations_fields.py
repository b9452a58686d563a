"""What stands in a field, read into values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.text.citations import parse_reference
from neckref.text.citations.dates import Date, parse_date
from neckref.text.citations.fields import clean, clean_container, clean_title, parse_pages, parse_volume


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("(2008).", (2008, None, None)),
        ("2008 Jun;", (2008, 6, None)),
        ("2008 Jun 15;", (2008, 6, 15)),
        ("(2012, March 3).", (2012, 3, 3)),
        ("15 Feb. 1993:", (1993, 2, 15)),
        ("2012 Jan-Feb", (2012, 1, None)),
        ("septembre 2014,", (2014, 9, None)),
        ("3. März 1998", (1998, 3, 3)),
        ("21 gennaio 1960", (1960, 1, 21)),
        ("enero de 2001", (2001, 1, None)),
        ("2008-06-15", (2008, 6, 15)),
        ("25/04/2013,", (2013, 4, 25)),
        ("2008年6月", (2008, 6, None)),
        ("(1999/2000):", (1999, None, None)),
        ("1998a.", (1998, None, None)),
        ("(October 94)", (1994, 10, None)),
        ("n.d.", (None, None, None)),
        ("in press", (None, None, None)),
        ("Spring 2004", (2004, None, None)),
        ("styczeń 2004", (2004, 1, None)),
        ("březen 2003", (2003, 3, None)),
        ("1er mai 2005", (2005, 5, 1)),
        ("3 de mayo de 2010", (2010, 5, 3)),
        ("10 Jan '98", (1998, 1, 10)),
    ],
)
def test_dates(printed: str, expected: Date) -> None:
    assert parse_date(printed) == expected


@pytest.mark.parametrize(
    ("printed", "volume", "issue"),
    [
        ("88(6):", "88", "6"),
        ("88 (6),", "88", "6"),
        ("Vol. 39, No. 9,", "39", "9"),
        ("volume 193,", "193", None),
        ("30:1", "30", "1"),
        ("305, (5689),", "305", "5689"),
        ("n° 58", None, "58"),
        ("vol. 27, n° 4,", "27", "4"),
        ("12(3-4)", "12", "3-4"),
        ("XII", "XII", None),
        ("22. Jg. Heft 3,", "22", "3"),
        ("24(Suppl 1):", "24", "Suppl 1"),
        ("13(11):1359–62,", "13", "11"),
        ("2012;30(15):", "30", "15"),
        ("12 Suppl 1:", "12", "Suppl 1"),
        ("Suppl. 2", None, "Suppl 2"),
        ("12(3 Suppl):", "12", "3 Suppl"),
        ("107(März):", "107", None),
        ("12 (2005)", "12", None),
        ("Jg. 45, H. 2", "45", "2"),
        ("37巻2号", "37", "2"),
        ("Т. 12, № 3", "12", "3"),
        ("34 (Pt 2)", "34", "Pt 2"),
        ("vol. 12, núm. 3", "12", "3"),
        ("", None, None),
    ],
)
def test_volumes(printed: str, volume: str | None, issue: str | None) -> None:
    assert parse_volume(printed) == (volume, issue)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("703-11.", "703-711"),
        ("pp. 1761–1800).", "1761-1800"),
        ("p.768-772", "768-772"),
        ("S12-8", "S12-S18"),
        ("R1250–R1259", "R1250-R1259"),
        ("S. 21-30", "21-30"),
        ("1447– 1451.", "1447-1451"),
        ("e1234–e1240", "e1234-e1240"),
        ("1012.", "1012"),
        ("Article 45803", "45803"),
        ("CD003633", "CD003633"),
        ("312 pp.", None),
        ("pp. xi–xii", "xi-xii"),
        ("第345-350页", "345-350"),
        ("Art. No. CD003633", "CD003633"),
        ("págs. 12-15", "12-15"),
        ("", None),
    ],
)
def test_pages(printed: str, expected: str | None) -> None:
    assert parse_pages(printed) == expected


def test_ends_of_texts() -> None:
    assert clean_title("“Is neck pain a habit?,” ") == "Is neck pain a habit?"
    assert clean_title("Necks (and heads).") == "Necks (and heads)"
    assert clean_container("In: Proceedings of Necks,") == "Proceedings of Necks"
    assert clean("(London:") == "London"


@given(st.text(max_size=60))
def test_any_text_can_stand_in_a_field(text: str) -> None:
    parse_date(text), parse_volume(text), parse_pages(text)
    assert clean(clean(text)) == clean(text)
    clean_title(text), clean_container(text)


@pytest.mark.parametrize(
    ("printed", "field", "value"),
    [
        ("Hemila H. JRSM Open 2017;8(5):2054270417694291.", "pages", "2054270417694291"),
        ("Singh M, Das RR. Cochrane Database Syst Rev 2013;(6):CD001364.", "year", 2013),
        ("Bidonde J, Busch AJ. Exercise for pain. Cochrane Database Syst Rev. 2017;6(6):CD012700.", "year", 2017),
        ("R. B. Turner and W. E. Moss, Clin. Infect. Dis. 31, 1202 (2000).", "container", "Clin. Infect. Dis"),
        ("Prasad, A. S. J. Infect. Dis. 2008, 197, 795–802.", "container", "J. Infect. Dis"),
        ("王海军. 运动疗法的临床观察[J]. 中国康复医学杂志, 2018, 33(5): 567-570.", "title", "运动疗法的临床观察"),
        (
            "Иванов А.А. Физкультура при цервикалгии // Вопросы курортологии. – 2018. – Т. 95, № 3. – С. 45–51.",
            "year",
            2018,
        ),
    ],
)  # fmt: skip
def test_fields_of_less_usual_styles(printed: str, field: str, value: object) -> None:
    assert getattr(parse_reference(printed).hints, field) == value


def test_an_address_without_its_scheme_is_one_and_a_whole_one_goes_before_it() -> None:
    bare = "Neck pain: Fact sheet. (2022). ods.od.nih.gov/factsheets/Neck-HealthProfessional/"
    assert parse_reference(bare).hints.url == "http://ods.od.nih.gov/factsheets/Neck-HealthProfessional/"
    both = 'Apple Inc. "Motion." developer.apple.com. [Online]. Available: https://developer.apple.com/motion'
    assert parse_reference(both).hints.url == "https://developer.apple.com/motion"
    assert parse_reference("Hansen P. Necks. J.Am.Chem.Soc. 2001;12:3-4.").hints.url is None
