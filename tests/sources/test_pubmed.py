"""PubMed's quirks, one test each, on invented articles."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import etree

from neckref.http import Client
from neckref.model import Fields, Found, Identifier, Name, NotFound, Query, Relation, Unavailable, Update
from neckref.sources import pubmed, pubmed_xml
from tests.fakes.api_server import FakeApis, FakeWork, Fault
from tests.sources.conftest import JSON, NONE, ONE, TWO, XML, cited, found

PMID = Identifier("pmid", "9000001")


def source(apis: FakeApis, client: Client, key: str | None = None) -> pubmed.PubMed:
    return pubmed.create(client, base_url=apis.urls["pubmed"], mailto="me@example.org", key=key)


YEAR = "<Year>2011</Year>"


def article(inside: str = "", citation: str = "", data: str = "", title: str = "Shrugs.", date: str = YEAR) -> str:
    return (
        '<PubmedArticle><MedlineCitation><PMID Version="1">9000001</PMID><Article><Journal><JournalIssue>'
        f"<Volume>12</Volume><PubDate>{date}</PubDate></JournalIssue><Title>J Invented</Title></Journal>"
        f"<ArticleTitle>{title}</ArticleTitle>{inside}</Article>{citation}</MedlineCitation><PubmedData>{data}</PubmedData></PubmedArticle>"
    )


def ids(**by_type: str) -> str:
    listed = "".join(f'<ArticleId IdType="{kind}">{value}</ArticleId>' for kind, value in by_type.items())
    return f"<ArticleIdList>{listed}</ArticleIdList>"


def references(*listed: str) -> str:
    return "<ReferenceList>" + "".join(f"<Reference>{r}</Reference>" for r in listed) + "</ReferenceList>"


def fields(**parts: str) -> Fields:
    return pubmed_xml.parse_fields(etree.fromstring(article(**parts)))


def sends(*articles: str) -> Fault:
    return Fault(200, XML, ("<PubmedArticleSet>" + "".join(articles) + "</PubmedArticleSet>").encode())


# Asking


def test_dois_go_through_their_pmids_in_batches_of_a_hundred(apis: FakeApis, client: Client) -> None:
    apis.works = [FakeWork(title=f"Work {n}", doi=f"10.5555/n{n}", pmid=str(5000 + n)) for n in range(150)]
    answers = source(apis, client).fetch_records([Identifier("doi", f"10.5555/n{n}") for n in range(151)])
    assert [type(a) for a in answers.values()] == [Found] * 150 + [NotFound]
    assert sorted(s.path for s in apis.seen) == ["/efetch.fcgi"] + ["/esearch.fcgi"] * 2
    assert {s.method for s in apis.seen} == {"POST"}
    assert {(s.query["tool"], s.query["email"]) for s in apis.seen} == {("neckref", "me@example.org")}


def test_two_hundred_pmids_a_request(apis: FakeApis, client: Client) -> None:
    apis.works = [FakeWork(title=f"Work {n}", pmid=str(5000 + n)) for n in range(400)]
    answers = source(apis, client, key="k123").fetch_records([Identifier("pmid", str(5000 + n)) for n in range(400)])
    assert all(isinstance(a, Found) for a in answers.values())
    assert apis.count() == 2
    assert apis.seen[0].query["api_key"] == "k123"


def test_a_record_counts_by_its_own_doi_only(apis: FakeApis, client: Client) -> None:
    """PubMed reinterprets terms it does not know: what comes back may be another article, or cite the one asked for."""
    other = article(data=ids(doi="10.5555/other") + references(ids(doi="10.5555/shrug.2")))
    search = Fault(200, XML, b"<eSearchResult><Count>1</Count><IdList><Id>9000001</Id></IdList></eSearchResult>")
    apis.play("pubmed", search, sends(other))
    assert source(apis, client).fetch_records([TWO])[TWO] == NotFound()


def test_a_search_that_finds_far_too_much_is_halved(apis: FakeApis, client: Client) -> None:
    apis.play(
        "pubmed", Fault(200, XML, b"<eSearchResult><Count>34000000</Count><IdList><Id>1</Id></IdList></eSearchResult>")
    )
    answers = source(apis, client).fetch_records([ONE, TWO])
    assert all(isinstance(a, Found) for a in answers.values())
    assert [s.path for s in apis.seen] == ["/esearch.fcgi"] * 3 + ["/efetch.fcgi"]


def test_broken_xml_keeps_the_articles_before_the_break_and_the_rest_is_unavailable(
    apis: FakeApis, client: Client
) -> None:
    other = Identifier("pmid", "9000002")
    apis.play("pubmed", Fault(200, XML, f"<PubmedArticleSet>{article()}<PubmedArticle><Medl".encode()))
    answers = source(apis, client).fetch_records([PMID, other])
    assert found(answers[PMID]).fields.title == "Shrugs"
    assert isinstance(answers[other], Unavailable)
    assert "broken XML at byte" in answers[other].reason
    assert isinstance(source(apis, client).fetch_records([PMID, other])[other], Found), "it was not stored"


@pytest.mark.parametrize(
    "fault",
    [
        Fault(200, XML, b"<eSearchResult><ERROR>Search Backend failed</ERROR></eSearchResult>"),
        Fault(200, XML, b"<eSearchResult><Count>x</Count></eSearchResult>"),
        Fault(200, {"Content-Type": "text/html"}, b"<html><title>Maintenance</title></html>"),
        Fault(200, JSON, b'{"error":"API rate limit exceeded","count":"11"}'),
    ],
)
def test_errors_with_status_200_are_unavailable(apis: FakeApis, client: Client, fault: Fault) -> None:
    apis.play("pubmed", fault)
    assert isinstance(source(apis, client).fetch_records([ONE])[ONE], Unavailable)


def test_429_below_the_limit_is_retried(apis: FakeApis, client: Client) -> None:
    apis.play("pubmed", Fault(429, JSON, b'{"error":"API rate limit exceeded","count":"4"}'))
    assert isinstance(source(apis, client).fetch_records([PMID])[PMID], Found)


def citation(page: str, journal: str = "Journal of Invented Exercise", volume: str = "12", year: int = 2011) -> Query:
    return Query("x", title="Wholly other words", surnames=("Doe",), year=year, journal=journal, volume=volume,
                 first_page=page)  # fmt: skip


def test_citations_are_matched_together_by_journal_year_volume_and_page(apis: FakeApis, client: Client) -> None:
    queries = [citation("703"), Query("no page", title="Rows"), citation("9|9"), citation("1", volume="9", year=2008)]
    answers = source(apis, client).match_citations(queries)
    assert [s.path for s in apis.seen] == ["/ecitmatch.cgi", "/efetch.fcgi"]
    assert ONE in found(answers[0]).identifiers
    assert answers[1:3] == [None, NotFound()]
    assert TWO in found(answers[3]).identifiers
    assert apis.seen[0].query["bdata"] == (
        "Journal of Invented Exercise|2011|12|703|Doe|0|\rJournal of Invented Exercise|2011|12|9 9|Doe|1|\r"
        "Journal of Invented Exercise|2008|9|1|Doe|2|\r"
    )


def test_a_hundred_citations_take_five_requests(apis: FakeApis, client: Client) -> None:
    apis.works = [
        FakeWork(f"Work {n}", pmid=str(5000 + n), year=2000, journal="J", volume="1", pages=f"{n}-{n + 1}")
        for n in range(1, 101)
    ]
    answers = source(apis, client).match_citations([citation(str(n), "J", "1", 2000) for n in range(1, 101)])
    assert [found(a).id for a in answers if a] == [str(5000 + n) for n in range(1, 101)]
    assert Counter(s.path for s in apis.seen) == {"/ecitmatch.cgi": 4, "/efetch.fcgi": 1}


@pytest.mark.parametrize("words", ["NOT_FOUND;INVALID_JOURNAL", "AMBIGUOUS 17,18", "", "12a"])
def test_words_in_place_of_a_pmid_are_no_match(apis: FakeApis, client: Client, words: str) -> None:
    apis.play("pubmed", Fault(200, {"Content-Type": "text/plain"}, f"J|2011|12|703|Doe|0|{words}\n".encode()))
    assert source(apis, client).match_citations([citation("703")]) == [NotFound()]


@pytest.mark.parametrize("body", [b"", b"no such thing", b"J|2011|12|703|Doe|key|17"])
def test_what_is_no_citation_match_is_unavailable(apis: FakeApis, client: Client, body: bytes) -> None:
    apis.play("pubmed", Fault(200, {"Content-Type": "text/plain"}, body))
    assert isinstance(source(apis, client).match_citations([citation("703")])[0], Unavailable)


def test_a_search_goes_by_words_of_the_title_and_the_years_around(apis: FakeApis, client: Client) -> None:
    query = Query("x", title="Shrugs and the upper trapezius", year=2011)
    assert isinstance(source(apis, client).search_records(query), Found)
    assert [s.path for s in apis.seen] == ["/esearch.fcgi", "/efetch.fcgi"]
    assert apis.seen[0].query["term"] == "shrugs[title] AND upper[title] AND trapezius[title] AND 2010:2012[pdat]"


def test_nothing_to_search_for_asks_nothing(apis: FakeApis, client: Client) -> None:
    assert source(apis, client).search_records(Query("no title")) == NotFound()
    assert apis.count() == 0


def test_links_are_asked_for_one_id_each(apis: FakeApis, client: Client) -> None:
    answers = source(apis, client).fetch_citing([PMID, Identifier("pmid", "9000002")], 10)
    assert answers[PMID] == NotFound()
    assert [n for n, _ in apis.seen[0].pairs].count("id") == 2


def test_reference_lists_come_by_links_for_many_at_once(apis: FakeApis, client: Client) -> None:
    second = Identifier("pmid", "9000002")
    answers = source(apis, client).fetch_references([PMID, second, NONE])
    assert cited(answers[PMID]) == ["pmid:9000002"]
    assert answers[second] == answers[NONE] == NotFound()
    (links,) = [s for s in apis.seen if s.path == "/elink.fcgi"]
    assert links.query["linkname"] == "pubmed_pubmed_refs"


def test_a_work_asked_for_under_both_its_names_is_answered_under_both(apis: FakeApis, client: Client) -> None:
    answers = source(apis, client).fetch_references([PMID, ONE])
    assert cited(answers[PMID]) == cited(answers[ONE]) == ["pmid:9000002"]
    (links,) = [s for s in apis.seen if s.path == "/elink.fcgi"]
    assert [n for n, _ in links.pairs].count("id") == 1


def test_a_set_of_other_links_is_not_taken(apis: FakeApis, client: Client) -> None:
    body = (
        "<eLinkResult><LinkSet><IdList><Id>9000001</Id></IdList><LinkSetDb><LinkName>pubmed_pubmed</LinkName>"
        "<Link><Id>5</Id></Link></LinkSetDb></LinkSet></eLinkResult>"
    )
    apis.play("pubmed", Fault(200, XML, body.encode()))
    assert source(apis, client).fetch_references([PMID])[PMID] == NotFound()


def test_summaries_count_who_cites_two_hundred_a_request(apis: FakeApis, client: Client) -> None:
    asked = [Identifier("pmid", str(9_000_000 + n)) for n in range(1, 251)]
    assert source(apis, client).fetch_counts(asked) == {PMID: 0, Identifier("pmid", "9000002"): 1}
    assert [s.path for s in apis.seen] == ["/esummary.fcgi"] * 2


def test_counts_that_cannot_be_had_are_left_out(apis: FakeApis, client: Client) -> None:
    apis.play("pubmed", Fault(200, XML, b"<eSummaryResult><ERROR>Invalid uid</ERROR></eSummaryResult>"))
    assert source(apis, client).fetch_counts([PMID]) == {}


# Reading


def test_all_parts_of_an_abstract_with_their_labels() -> None:
    parts = (
        '<Abstract><AbstractText Label="AIM" NlmCategory="OBJECTIVE">To see H<sub>2</sub>O.</AbstractText>'
        '<AbstractText Label="UNLABELLED">More.</AbstractText><AbstractText/>'
        "<AbstractText>p &lt; 0.05 &amp; <i>n</i> = 3.</AbstractText></Abstract>"
    )
    assert fields(inside=parts).abstract == "AIM: To see H2O.\nMore.\np < 0.05 & n = 3."
    other = "<OtherAbstract><AbstractText>Elsewhere.</AbstractText></OtherAbstract>"
    assert fields(citation=other).abstract == "Elsewhere."


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("Effect of vitamin D<sub>3</sub> on <i>necks</i>.", "Effect of vitamin D3 on necks"),
        ("[Necks and shoulders].", "Necks and shoulders"),
        ("[Necks] and [shoulders].", "[Necks] and [shoulders]"),
        ("Back to the old days?", "Back to the old days?"),
        ("", None),
    ],
)
def test_titles(title: str, meant: str | None) -> None:
    assert fields(title=title).title == meant


def test_a_vernacular_title_stands_in() -> None:
    assert fields(title="", inside="<VernacularTitle>Der Nacken.</VernacularTitle>").title == "Der Nacken"


@pytest.mark.parametrize(
    ("date", "meant"),
    [
        ("<Year>2011</Year><Month>Sep</Month><Day>03</Day>", (2011, 9, 3)),
        ("<Year>2011</Year><Month>09</Month>", (2011, 9, None)),
        ("<Year>2011</Year><Season>Summer</Season>", (2011, None, None)),
        ("<MedlineDate>2008 Jan-Feb</MedlineDate>", (2008, 1, None)),
        ("<MedlineDate>Summer 1990</MedlineDate>", (1990, None, None)),
        ("<MedlineDate>2008</MedlineDate>", (2008, None, None)),
        ("<MedlineDate>undated</MedlineDate>", (None, None, None)),
        ("", (None, None, None)),
    ],
)
def test_dates(date: str, meant: tuple[int | None, ...]) -> None:
    made = fields(date=date)
    assert (made.year, made.month, made.day) == meant


def test_the_electronic_date_stands_in() -> None:
    assert fields(date="", inside="<ArticleDate><Year>2017</Year><Month>07</Month></ArticleDate>").year == 2017


def test_names_of_all_kinds() -> None:
    authors = (
        '<AuthorList><Author ValidYN="Y"><LastName>Doe</LastName><ForeName>Jane A</ForeName><Initials>JA</Initials>'
        "</Author>"
        "<Author><LastName>Roe</LastName><Initials>R</Initials><Suffix>Jr</Suffix></Author>"
        "<Author><CollectiveName>The Neck Group</CollectiveName></Author>"
        '<Author ValidYN="N"><LastName>Wrong</LastName></Author><Author/></AuthorList>'
    )
    assert fields(inside=authors).authors == (
        Name(family="Doe", given="Jane A"),
        Name(family="Roe", given="R", suffix="Jr"),
        Name(literal="The Neck Group"),
    )


@pytest.mark.parametrize(
    ("pages", "meant"),
    [
        ("<MedlinePgn>841-9</MedlinePgn>", "841-849"),
        ("<StartPage>12</StartPage><EndPage>15</EndPage>", "12-15"),
        ("", None),
    ],
)
def test_pages(pages: str, meant: str | None) -> None:
    assert fields(inside=f"<Pagination>{pages}</Pagination>").pages == meant


def test_headings_types_and_language() -> None:
    made = fields(
        inside="<Language>eng</Language><PublicationTypeList><PublicationType>Journal Article</PublicationType>"
        "<PublicationType>Randomized Controlled Trial</PublicationType></PublicationTypeList>",
        citation='<MeshHeadingList><MeshHeading><DescriptorName UI="D1">Neck</DescriptorName><QualifierName>injuries'
        "</QualifierName></MeshHeading><MeshHeading><DescriptorName>Humans</DescriptorName></MeshHeading></MeshHeadingList>",
    )
    assert made.mesh == ("Neck", "Humans")
    assert made.publication_types == ("Journal Article", "Randomized Controlled Trial")
    assert (made.language, made.type) == ("en", "article-journal")


def comments(*pairs: tuple[str, str]) -> str:
    rows = "".join(f'<CommentsCorrections RefType="{kind}">{rest}</CommentsCorrections>' for kind, rest in pairs)
    return f"<CommentsCorrectionsList>{rows}</CommentsCorrectionsList>"


def test_notices_about_a_work() -> None:
    made = fields(
        citation=comments(
            ("RetractionIn", "<RefSource>J Invented. 2012 Feb;13(1):9</RefSource><PMID>77</PMID>"),
            ("ErratumIn", "<RefSource>J Invented. 2011 Jul;12(7):1. doi: 10.5555/erratum.</RefSource>"),
            ("ExpressionOfConcernIn", "<RefSource>undated</RefSource>"),
            ("CommentIn", "<PMID>78</PMID>"),
        )
    )
    assert made.updates == (
        Update("retraction", Identifier("pmid", "77"), "2012", "pubmed"),
        Update("correction", Identifier("doi", "10.5555/erratum"), "2011", "pubmed"),
        Update("expression-of-concern", None, None, "pubmed"),
    )


def test_the_publication_type_alone_says_retracted() -> None:
    listed = "<PublicationTypeList><PublicationType>Retracted Publication</PublicationType></PublicationTypeList>"
    assert fields(inside=listed).updates == (Update("retraction", asserted_by="pubmed"),)


def test_a_notice_itself_is_not_retracted() -> None:
    made = fields(citation=comments(("RetractionOf", "<PMID>79</PMID>"), ("UpdateOf", "<PMID>80</PMID>")))
    assert made.updates == ()
    assert made.relations == (
        Relation("notice-of", Identifier("pmid", "79")),
        Relation("version-of", Identifier("pmid", "80")),
    )


def test_identifiers_of_the_work_never_those_of_its_references(apis: FakeApis, client: Client) -> None:
    location = '<ELocationID EIdType="pii">S0</ELocationID><ELocationID EIdType="doi">10.5555/Shrug.1</ELocationID>'
    listed = references(ids(doi="10.5555/SHRUG.2"), ids(pmc="PMC500", pubmed="8"), "<Citation>Somewhere</Citation>")
    sent = article(
        inside=location,
        citation=comments(("Cites", "<PMID>6</PMID>")),
        data=ids(pubmed="9000001", pmc="PMC700001") + listed,
    )
    apis.play("pubmed", sends(sent))
    answer = source(apis, client).fetch_records([PMID])[PMID]
    assert [str(i) for i in found(answer).identifiers] == ["doi:10.5555/shrug.1", "pmid:9000001", "pmcid:PMC700001"]
    assert cited(answer) == ["doi:10.5555/shrug.2", "pmid:6", "pmid:8"]
    assert isinstance(answer, Found)
    assert {c.citing for c in answer.citations} == {"doi:10.5555/shrug.1"}


BOOK = """<PubmedBookArticle><BookDocument><PMID>9000001</PMID><Book><Publisher><PublisherName>Press</PublisherName>
</Publisher><BookTitle>Necks: a guideline</BookTitle><PubDate><Year>2009</Year><Month>02</Month></PubDate><AuthorList
Type="authors"><Author><CollectiveName>Neck Centre</CollectiveName></Author></AuthorList></Book>%s
<Abstract><AbstractText>Text.</AbstractText></Abstract></BookDocument><PubmedBookData><ArticleIdList>
<ArticleId IdType="doi">10.5555/book</ArticleId></ArticleIdList></PubmedBookData></PubmedBookArticle>"""


def test_books_have_another_shape(apis: FakeApis, client: Client) -> None:
    apis.play("pubmed", sends(BOOK % ""), sends(BOOK % "<ArticleTitle>Chapter one.</ArticleTitle>"))
    book = found(source(apis, client).fetch_records([PMID])[PMID])
    assert [str(i) for i in book.identifiers] == ["doi:10.5555/book", "pmid:9000001"]
    assert (book.fields.title, book.fields.type, book.fields.year) == ("Necks: a guideline", "book", 2009)
    assert book.fields.authors == (Name(literal="Neck Centre"),)
    assert book.fields.abstract == "Text."
    with Client() as fresh:
        chapter = found(source(apis, fresh).fetch_records([PMID])[PMID]).fields
    assert (chapter.title, chapter.type, chapter.journal) == ("Chapter one", "chapter", "Necks: a guideline")


def test_an_article_with_nothing_inside_is_no_error() -> None:
    for empty in ("<PubmedArticle/>", "<PubmedBookArticle/>"):
        element = etree.fromstring(empty)
        assert pubmed_xml.parse_fields(element).title is None
        assert pubmed_xml.parse_identifiers(element) == ()
        assert pubmed_xml.parse_citations(element, PMID, "pubmed") == ()


def test_an_unknown_doi_is_not_found(apis: FakeApis, client: Client) -> None:
    assert source(apis, client).fetch_records([NONE])[NONE] == NotFound()
    assert apis.count() == 1


def test_a_subject_is_asked_by_its_phrases_in_text_and_mesh(apis: FakeApis, client: Client) -> None:
    source(apis, client).search_records(Query("x", topics=(("Tai Chi", "taiji"), ("neck pain",), ("pain",)), limit=7))
    (asked,) = [s.query for s in apis.seen if s.path == "/esearch.fcgi"]
    assert asked["term"] == (
        '("tai chi"[tiab] OR "tai chi"[mh] OR "taiji"[tiab] OR "taiji"[mh]) AND ("neck pain"[tiab] OR "neck pain"[mh])'
    )
    assert asked["retmax"] == "7"
