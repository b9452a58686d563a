"""PubMed XML (DTD pubmed_2x0101, as efetch sends it) → Fields, identifiers and citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from neckref.model import Citation, Fields, Identifier, Name, Relation, Update
from neckref.sources.common import date_parts, expand_pages, iso_date, without_stop
from neckref.sources.languages import two_letters
from neckref.text.identifiers import find_identifiers, parse_doi, parse_pmcid, parse_pmid

Element = etree._Element

_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
           "nov": 11, "dec": 12}  # fmt: skip

# CommentsCorrections/@RefType on the work that a notice is about …
_UPDATES = {
    "RetractionIn": "retraction",
    "PartialRetractionIn": "partial-retraction",
    "ErratumIn": "correction",
    "ExpressionOfConcernIn": "expression-of-concern",
    "CorrectedandRepublishedIn": "corrected-and-republished",
}
# … and on the notice itself, or between versions of one publication.
_RELATIONS = {
    "RetractionOf": "notice-of",
    "PartialRetractionOf": "notice-of",
    "ErratumFor": "notice-of",
    "ExpressionOfConcernFor": "notice-of",
    "CorrectedandRepublishedFrom": "version-of",
    "UpdateIn": "version-of",
    "UpdateOf": "version-of",
}


def content(element: Element | None) -> str | None:
    """All text inside an element, markup (<sub>, <i>, MathML) flattened, blanks folded; or None."""
    if element is None:
        return None
    return " ".join("".join(str(part) for part in element.itertext()).split()) or None


def parse_fields(article: Element) -> Fields:
    """Fields of a PubmedArticle or a PubmedBookArticle."""
    if article.tag == "PubmedBookArticle":
        return _book_fields(article)
    citation = _child(article, "MedlineCitation")
    journal = article.find("MedlineCitation/Article/Journal")
    year, month, day = _date(article)
    types = _texts(article.iterfind("MedlineCitation/Article/PublicationTypeList/PublicationType"))
    return Fields(
        title=_title(article.find("MedlineCitation/Article/ArticleTitle"))
        or _title(article.find("MedlineCitation/Article/VernacularTitle")),
        authors=tuple(_names(article.iterfind("MedlineCitation/Article/AuthorList/Author"))),
        year=year,
        month=month,
        day=day,
        journal=_path(journal, "Title") or _path(journal, "ISOAbbreviation"),
        volume=_path(journal, "JournalIssue/Volume"),
        issue=_path(journal, "JournalIssue/Issue"),
        pages=_pages(article.find("MedlineCitation/Article/Pagination")),
        issn=tuple(dict.fromkeys(_texts(article.iterfind("MedlineCitation/Article/Journal/ISSN")))),
        type="article" if "Preprint" in types else "article-journal",
        language=two_letters(_path(article, "MedlineCitation/Article/Language")),
        abstract=_abstract(article.iterfind("MedlineCitation/Article/Abstract/AbstractText"))
        or _abstract(article.iterfind("MedlineCitation/OtherAbstract/AbstractText")),
        mesh=tuple(dict.fromkeys(_texts(citation.iterfind("MeshHeadingList/MeshHeading/DescriptorName")))),
        publication_types=types,
        updates=_updates(citation, types),
        relations=_relations(citation),
    )


def parse_identifiers(article: Element) -> tuple[Identifier, ...]:
    """DOI, PMID and PMCID of the work itself: the direct children of its ArticleIdList, never those of references."""
    book = article.tag == "PubmedBookArticle"
    data, own = ("PubmedBookData", "BookDocument") if book else ("PubmedData", "MedlineCitation")
    doi = pmcid = None
    for item in article.iterfind(f"{data}/ArticleIdList/ArticleId"):
        if item.get("IdType") == "doi":
            doi = doi or parse_doi(content(item) or "")
        elif item.get("IdType") == "pmc":
            pmcid = pmcid or parse_pmcid(content(item) or "")
    for item in article.iterfind("MedlineCitation/Article/ELocationID"):
        if item.get("EIdType") == "doi" and item.get("ValidYN", "Y") == "Y":
            doi = doi or parse_doi(content(item) or "")
    found = (doi, parse_pmid(_path(article, f"{own}/PMID") or ""), pmcid)
    return tuple(i for i in found if i is not None)


def parse_citations(article: Element, citing: Identifier, said_by: str) -> tuple[Citation, ...]:
    """Citations of the reference list, by DOI where it is given, else by PMID or PMCID; each once."""
    cited: dict[Identifier, None] = {}
    for reference in article.iterfind("PubmedData/ReferenceList//Reference"):
        by_type = {i.get("IdType"): content(i) or "" for i in reference.iterfind("ArticleIdList/ArticleId")}
        found = (
            parse_doi(by_type.get("doi", ""))
            or parse_pmid(by_type.get("pubmed", ""))
            or parse_pmcid(by_type.get("pmc", ""))
        )
        if found is not None:
            cited[found] = None
    for item in article.iterfind("MedlineCitation/CommentsCorrectionsList/CommentsCorrections[@RefType='Cites']"):
        pmid = parse_pmid(_path(item, "PMID") or "")
        if pmid is not None:
            cited[pmid] = None
    return tuple(Citation(str(citing), str(i), said_by) for i in cited if i != citing)


def _book_fields(article: Element) -> Fields:
    book = article.find("BookDocument/Book")
    chapter = _title(article.find("BookDocument/ArticleTitle"))
    whole = _title(article.find("BookDocument/Book/BookTitle"))
    authors = article.find("BookDocument/AuthorList")
    if authors is None:
        authors = article.find("BookDocument/Book/AuthorList")
    year, month, day = _pub_date(article.find("BookDocument/Book/PubDate"))
    return Fields(
        title=chapter or whole,
        authors=tuple(_names(authors.iterfind("Author") if authors is not None else ())),
        year=year,
        month=month,
        day=day,
        journal=whole if chapter else None,
        publisher=_path(book, "Publisher/PublisherName"),
        type="chapter" if chapter else "book",
        language=two_letters(_path(article, "BookDocument/Language")),
        abstract=_abstract(article.iterfind("BookDocument/Abstract/AbstractText")),
        publication_types=_texts(article.iterfind("BookDocument/PublicationType")),
    )


def _title(element: Element | None) -> str | None:
    """Without the final full stop, and without the square brackets of a translated title."""
    text = without_stop(content(element))
    if text is not None and text.startswith("[") and text.endswith("]") and text.count("[") == 1:
        return without_stop(text[1:-1].strip())
    return text


def _names(authors: Iterable[Element]) -> Iterator[Name]:
    for author in authors:
        if author.get("ValidYN") == "N":
            continue
        family, group = _path(author, "LastName"), _path(author, "CollectiveName")
        if family:
            given = _path(author, "ForeName") or _path(author, "Initials")
            yield Name(family=family, given=given, suffix=_path(author, "Suffix"))
        elif group:
            yield Name(literal=group)


def _date(article: Element) -> tuple[int | None, int | None, int | None]:
    """Of the journal issue, else the electronic date."""
    date = _pub_date(article.find("MedlineCitation/Article/Journal/JournalIssue/PubDate"))
    return date if date[0] is not None else _pub_date(article.find("MedlineCitation/Article/ArticleDate"))


def _pub_date(element: Element | None) -> tuple[int | None, int | None, int | None]:
    """Year, Month, Day; or the first year and month of a MedlineDate such as "2008 Jan-Feb"; seasons give no month."""
    if element is None:
        return None, None, None
    year, month, day = (_path(element, name) for name in ("Year", "Month", "Day"))
    if year is None:
        found = re.match(r"\D{0,20}(\d{4})(?:\s+([A-Za-z]{3}))?", _path(element, "MedlineDate") or "")
        year, month, day = (found[1], found[2], None) if found else (None, None, None)
    return date_parts(year, _MONTHS.get((month or "")[:3].lower(), month), day)


def _pages(element: Element | None) -> str | None:
    start, end = _path(element, "StartPage"), _path(element, "EndPage")
    return expand_pages(_path(element, "MedlinePgn") or "-".join(p for p in (start, end) if p))


def _abstract(parts: Iterable[Element]) -> str | None:
    """All parts, each on its line, with its label where it has one."""
    lines = []
    for part in parts:
        text, label = content(part), (part.get("Label") or "").strip(" :")
        if text:
            lines.append(f"{label}: {text}" if label and label.upper() != "UNLABELLED" else text)
    return "\n".join(lines) or None


def _updates(citation: Element, types: tuple[str, ...]) -> tuple[Update, ...]:
    found = [
        Update(_UPDATES[item.get("RefType", "")], _target(item), _year(item), "pubmed")
        for item in citation.iterfind("CommentsCorrectionsList/CommentsCorrections")
        if item.get("RefType") in _UPDATES
    ]
    if "Retracted Publication" in types and not any(u.kind == "retraction" for u in found):
        found.append(Update("retraction", asserted_by="pubmed"))
    return tuple(dict.fromkeys(found))


def _relations(citation: Element) -> tuple[Relation, ...]:
    found = (
        Relation(_RELATIONS[item.get("RefType", "")], target)
        for item in citation.iterfind("CommentsCorrectionsList/CommentsCorrections")
        if item.get("RefType") in _RELATIONS and (target := _target(item)) is not None
    )
    return tuple(dict.fromkeys(found))


def _target(item: Element) -> Identifier | None:
    """The other publication: by the DOI in its RefSource, else by its PMID."""
    dois = [i for i in find_identifiers(_path(item, "RefSource") or "") if i.scheme == "doi"]
    return dois[0] if dois else parse_pmid(_path(item, "PMID") or "")


def _year(item: Element) -> str | None:
    found = re.search(r"\b(1[89]\d\d|20\d\d)\b", _path(item, "RefSource") or "")
    return iso_date(int(found[1])) if found else None


def _child(element: Element, name: str) -> Element:
    found = element.find(name)
    return found if found is not None else etree.Element(name)


def _path(element: Element | None, path: str) -> str | None:
    return content(element.find(path)) if element is not None else None


def _texts(elements: Iterable[Element]) -> tuple[str, ...]:
    return tuple(text for text in map(content, elements) if text)
