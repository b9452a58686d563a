"""Printed lists of authors → names."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.model import Name
from neckref.text.names import initials, list_is_cut, parse_names, same_initials, surname


def people(*pairs: tuple[str, str]) -> tuple[Name, ...]:
    return tuple(Name(family, given) for family, given in pairs)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Holm LL, Brandt M, Skov K", people(("Holm", "LL"), ("Brandt", "M"), ("Skov", "K"))),
        ("Holm, L. L., & Brandt, M.", people(("Holm", "L. L."), ("Brandt", "M."))),
        ("Holm, L.L., Brandt, M. und Skov, K.", people(("Holm", "L.L."), ("Brandt", "M."), ("Skov", "K."))),
        ("Holm, Lars, and Mary Brandt.", people(("Holm", "Lars"), ("Brandt", "Mary"))),
        ("Holm, L. L., W. E. Brandt, and R. Skov.", people(("Holm", "L. L."), ("Brandt", "W. E."), ("Skov", "R."))),
        ("S. E. Holm, G. Brandt,", people(("Holm", "S. E."), ("Brandt", "G."))),
        ("J.-S. Holm and S. A. Brandt", people(("Holm", "J.-S."), ("Brandt", "S. A."))),
        (
            "Holm, Susan A.; Brandt, John D.; & Skov, Ann",
            people(("Holm", "Susan A."), ("Brandt", "John D."), ("Skov", "Ann")),
        ),
        ("David A. Holm, Mark D. Brandt", people(("Holm", "David A."), ("Brandt", "Mark D."))),
        ("HOLM Jean-Pierre, BRANDT Anne", people(("HOLM", "Jean-Pierre"), ("BRANDT", "Anne"))),
        ("HOLM (M.), BRANDT (O.A.)", people(("HOLM", "M."), ("BRANDT", "O.A."))),
        ("van den Holm, J., & de la Brandt, M.", people(("van den Holm", "J."), ("de la Brandt", "M."))),
        ("Thomas von Holm, Ana Brandt", people(("von Holm", "Thomas"), ("Brandt", "Ana"))),
        ("García Holm, Gabriel", people(("García Holm", "Gabriel"))),
        ("O'Holm, J.", people(("O'Holm", "J."))),
        ("Karin Holm, PhD, Lars L. Brandt, MD", people(("Holm", "Karin"), ("Brandt", "Lars L."))),
    ],
)
def test_orders_and_marks(printed: str, expected: tuple[Name, ...]) -> None:
    assert parse_names(printed) == expected


def test_surnames_alone() -> None:
    assert [n.family for n in parse_names("Holm, Brandt, and Skov")] == ["Holm", "Brandt", "Skov"]
    assert parse_names("Holm") == (Name("Holm"),)
    assert [n.family for n in parse_names("李明, 王伟")] == ["李明", "王伟"]


def test_a_mononym_among_others() -> None:
    names = parse_names("D. Holm, Saktioto, J. Brandt, and Defrianto")
    assert [n.family for n in names] == ["Holm", "Saktioto", "Brandt", "Defrianto"]


def test_suffixes() -> None:
    assert parse_names("Holm, W. R., Jr.") == (Name("Holm", "W. R.", "Jr"),)
    assert parse_names("Holm ML Jr, Brandt J 3rd") == (Name("Holm", "ML", "Jr"), Name("Brandt", "J", "3rd"))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Holm (n.d.)", (Name("Holm"),)),
        ("J.y. Holm, F.d. Brandt.", people(("Holm", "J.y."), ("Brandt", "F.d."))),
        ("王伟、李娜；张敏", (Name("王伟"), Name("李娜"), Name("张敏"))),
        ("• Lars Holm, Mary Brandt •", people(("Holm", "Lars"), ("Brandt", "Mary"))),
        ("Holm J, for the NECK Study Group", (Name("Holm", "J"), Name(literal="NECK Study Group"))),
        ("Holm J on behalf of the Neck Study Group", (Name("Holm", "J"), Name(literal="Neck Study Group"))),
        ("Holm J & others", people(("Holm", "J"))),
        ("Dr. Jane Holm, PhD", people(("Holm", "Jane"))),
        ("van der Holm K, de la Brandt J Jr.", (Name("van der Holm", "K"), Name("de la Brandt", "J", "Jr"))),
        ("Holm, John, Jr., and Mary Skov III", (Name("Holm", "John", "Jr"), Name("Skov", "Mary", "III"))),
    ],
)
def test_what_stands_around_names(printed: str, expected: tuple[Name, ...]) -> None:
    assert parse_names(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "World Health Organization",
        "Ministry of Health",
        "Academies of Sciences, Engineering, and Medicine",
        "U.S. Department of Transportation",
    ],
)
def test_groups_stay_whole(printed: str) -> None:
    assert parse_names(printed + ".") == (Name(literal=printed),)


def test_a_group_among_people() -> None:
    names = parse_names("Holm L, Brandt DM; the Northern Neck Study Group.")
    assert names[:2] == people(("Holm", "L"), ("Brandt", "DM"))
    assert names[2].literal == "the Northern Neck Study Group"


@pytest.mark.parametrize("end", [" et al.", ", et al", ", and others", " u.a.", " y cols.", ", …", " and colleagues"])
def test_a_list_that_is_cut(end: str) -> None:
    printed = "Holm L, Brandt M" + end
    assert list_is_cut(printed)
    assert parse_names(printed) == people(("Holm", "L"), ("Brandt", "M"))


def test_an_ellipsis_in_the_middle() -> None:
    printed = "Holm L, Brandt M, . . . Skov K"
    assert list_is_cut(printed)
    assert [n.family for n in parse_names(printed)] == ["Holm", "Brandt", "Skov"]
    assert not list_is_cut("Holm L, Brandt M")


def test_keys_of_names() -> None:
    assert surname(Name("Holm-Sjøgaard")) == "holmsjogaard"
    assert initials(Name("Holm", "Lars L")) == initials(Name("Holm", "LL")) == "LL"
    assert initials(Name("Holm", "J.-P.")) == "JP"
    assert same_initials(Name("Holm", "L"), Name("Holm", "Lars Ole")) is True
    assert same_initials(Name("Holm", "K"), Name("Holm", "Lars")) is False
    assert same_initials(Name("Holm"), Name("Holm", "Lars")) is None


@given(st.text(max_size=150))
def test_never_raises_and_every_name_says_something(text: str) -> None:
    for name in parse_names(text):
        assert name.family or name.literal
        assert str(name).strip()


_FAMILY = st.sampled_from(["Holm", "Brandt", "Skov-Lund", "Sjøgaard", "O'Neal", "Ng"])
_INITIALS = st.text("ABCDEFGHJKLMN", min_size=1, max_size=2)


@given(st.lists(st.tuples(_FAMILY, _INITIALS), min_size=1, max_size=8), st.sampled_from(["vancouver", "apa", "ieee"]))
def test_what_is_rendered_is_read_back(pairs: list[tuple[str, str]], style: str) -> None:
    dotted = [(f, " ".join(f"{c}." for c in g)) for f, g in pairs]
    if style == "vancouver":
        printed = ", ".join(f"{f} {g}" for f, g in pairs)
    elif style == "apa":
        printed = ", ".join(f"{f}, {g}" for f, g in dotted)
    else:
        printed = ", ".join(f"{g} {f}" for f, g in dotted)
    assert [(n.family, initials(n)) for n in parse_names(printed)] == pairs


@pytest.mark.parametrize("junk", ["a, ", "A. ", " ", ", ", "and ", "(A.) ", "et al ", ". ", "Holm"])
def test_time_is_linear(junk: str) -> None:
    start = time.process_time()
    parse_names(junk * (100_000 // len(junk)))
    list_is_cut(junk * (100_000 // len(junk)))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("American College of Sports Medicine, Moe WJ, et al.", ["American College of Sports Medicine", "Moe"]),
        ("Ministerio de Sanidad.", ["Ministerio de Sanidad"]),
        ("Robert Koch-Institut:", ["Robert Koch-Institut"]),
        ("Hansen P، Olsen M", ["Hansen", "Olsen"]),
    ],
)
def test_groups_beside_people_and_in_other_languages(printed: str, expected: list[str]) -> None:
    assert [n.family or n.literal for n in parse_names(printed)] == expected
