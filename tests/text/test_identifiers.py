"""Identifiers in the forms that pages print them in."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.model import Identifier
from neckref.text.identifiers import (
    find_identifiers,
    parse_doi,
    parse_identifier,
    parse_isbn,
    parse_pmcid,
    parse_pmid,
    parse_url,
    url_of,
)


@pytest.mark.parametrize(
    "printed",
    [
        "10.5555/Neck.2008.17",
        "doi:10.5555/neck.2008.17.",
        "DOI: 10.5555/neck.2008.17;",
        "(https://doi.org/10.5555/neck.2008.17)",
        "http://dx.doi.org/10.5555%2Fneck.2008.17",
        "https://journals.example-of-a-long-host.org/doi/epdf/10.5555/neck.2008.17",
        "https://example.org/doi/10.5555/neck.2008.17/full?utm_source=mail",
        "https://doi.org/10.5555/neck.2008.17#section",
        "10.5555/neck.\u200b2008.17",
        "10.5555/neck.2008.17.pdf",
        "[doi>10.5555/neck.2008.17]",
    ],
)
def test_one_doi_in_many_forms(printed: str) -> None:
    assert parse_doi(printed) == Identifier("doi", "10.5555/neck.2008.17")


@pytest.mark.parametrize(
    ("address", "doi"),
    [
        ("https://www.nature.com/articles/s41598-020-12345-6?fromPaywallRec=true", "10.1038/s41598-020-12345-6"),
        ("https://www.nature.com/articles/nature12373.pdf", "10.1038/nature12373"),
        ("https://www.bmj.com/content/359/bmj.j5024", "10.1136/bmj.j5024"),
        ("https://arxiv.org/abs/2001.01234v2", "10.48550/arxiv.2001.01234"),
        (
            "https://www.thelancet.com/journals/lancet/article/PIIS0140-6736(17)32252-3/fulltext",
            "10.1016/s0140-6736(17)32252-3",
        ),
        ("https://www.medrxiv.org/content/10.1101/2020.03.24.20042937v1.full.pdf", "10.1101/2020.03.24.20042937"),
    ],
)
def test_addresses_of_publishers_that_are_made_as_their_dois_are(address: str, doi: str) -> None:
    assert find_identifiers(f"see {address} for more") == (Identifier("doi", doi),)


def test_brackets_of_a_doi_stay_and_those_around_it_go() -> None:
    assert str(parse_doi("(doi:10.5555/S0967-0637(98)00012-0)")) == "doi:10.5555/s0967-0637(98)00012-0"
    sici = "10.5555/(sici)1097(1997)28:4<316::aid>3.3.co;2-j"
    assert parse_doi(sici) == Identifier("doi", sici)


def test_bytes_of_one_letter_are_decoded_together() -> None:
    assert [i.value for i in find_identifiers("https://doi.org/10.5555/caf%C3%A9.1")] == ["10.5555/café.1"]


def test_prose_around_is_no_doi() -> None:
    assert parse_doi("as shown by a large and much quoted study, 10.5555/neck") is None
    assert parse_doi("version 10.5") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see 10.5555/\nneck.2008.17. Next", ["doi:10.5555/neck.2008.17"]),
        ("see 10.5555/j.\nneck.2008.17.", ["doi:10.5555/j.neck.2008.17"]),
        ("ends in 10.5555/abc.\n2. Smith J", ["doi:10.5555/abc"]),
        ("10.5555/neck.17;PMID:1816", ["doi:10.5555/neck.17", "pmid:1816"]),
        ("PMID: 18163419; PMCID: PMC2904345", ["pmid:18163419", "pmcid:PMC2904345"]),
        ("https://www.ncbi.nlm.nih.gov/pubmed/?term=123", ["pmid:123"]),
        ("https://europepmc.org/article/MED/456", ["pmid:456"]),
        ("10.5555/a and again doi:10.5555/A", ["doi:10.5555/a"]),
        (r"doi = {10.5555/tacl\_a\_00343}", ["doi:10.5555/tacl_a_00343"]),
        ("ISBN 978-0-306-40615-7.", ["isbn:9780306406157"]),
        ("ISBN 978-0-306-40615-8.", []),
        ("pages 10.5-10.7 of 12/13", []),
    ],
)
def test_all_that_are_printed_in_a_text(text: str, expected: list[str]) -> None:
    assert [str(i) for i in find_identifiers(text)] == expected


def test_numbers_of_pubmed() -> None:
    assert parse_pmid("PMID 0018163") == Identifier("pmid", "18163")
    assert parse_pmid(18163) == Identifier("pmid", "18163")
    assert parse_pmid("0") is None
    assert parse_pmid("１２３") is None
    assert parse_pmcid("PMCID: 2904345") == Identifier("pmcid", "PMC2904345")
    assert parse_pmcid("https://pmc.ncbi.nlm.nih.gov/articles/PMC2904345/") == Identifier("pmcid", "PMC2904345")


def test_what_a_user_types() -> None:
    assert str(parse_identifier("openalex:w12")) == "openalex:W12"
    assert str(parse_identifier("https://openalex.org/W12")) == "openalex:W12"
    assert str(parse_identifier("pmid: 12")) == "pmid:12"
    assert str(parse_identifier("isbn:0-306-40615-2")) == "isbn:0306406152"
    assert parse_identifier("12345") is None
    assert parse_identifier("s2:xyz") is None
    assert parse_isbn("0-306-40615-3") is None


def test_addresses() -> None:
    assert parse_url("(see https://example.org/a_(b).)") == Identifier("url", "https://example.org/a_(b)")
    assert parse_url("<www.example.org/x>") == Identifier("url", "http://www.example.org/x")
    assert parse_url("ftp://example.org") is None
    assert parse_url("https://") is None
    assert url_of(Identifier("doi", "10.5555/a<b>")) == "https://doi.org/10.5555/a%3Cb%3E"
    assert url_of(Identifier("url", "https://example.org")) == "https://example.org"
    assert url_of(Identifier("isbn", "0306406152")) is None


@given(st.text(max_size=120))
def test_nothing_raises_and_what_is_found_is_found_again(text: str) -> None:
    for identifier in find_identifiers(text):
        if identifier.scheme == "doi":
            assert parse_doi(identifier.value) == identifier
    parse_identifier(text), parse_url(text)


@pytest.mark.parametrize(
    "junk", ["10.5555/", "10.5555/)", "pmid ", "<a b=c ", "%41", "ISBN 1 1 ", "www.", "(", "10.5555/a\n"]
)
def test_time_is_linear(junk: str) -> None:
    text = junk * (100_000 // len(junk))
    start = time.process_time()
    find_identifiers(text), parse_doi(text), parse_url(text)
    assert time.process_time() - start < 5
