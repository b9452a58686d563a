"""PubMed and Europe PMC: a request for some of the works → an answer."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

from tests.fakes.works import FakeWork, Literature, Reply, Seen, json_reply, xml_reply

# PubMed (E-utilities)


def pubmed(works: Literature, seen: Seen) -> Reply:
    tool = seen.path.strip("/")
    if tool == "esearch.fcgi":
        term = seen.query.get("term", "")
        dois = {d.lower() for d in re.findall(r'"?(10\.\d{4,9}/[^\s"\[]+)"?\[(?:doi|aid)\]', term, re.I)}
        if dois:
            found = [w for d in sorted(dois) if (w := works.by_doi.get(d)) is not None and w.pmid]
        else:
            hits = works.search(re.sub(r"\[\w+\]", " ", term), int(seen.query.get("retmax", "20")))
            found = [w for w in hits if w.pmid]
        ids = "".join(f"<Id>{w.pmid}</Id>" for w in found)
        return xml_reply(
            f"<eSearchResult><Count>{len(found)}</Count><RetMax>{len(found)}</RetMax><RetStart>0</RetStart>"
            f"<IdList>{ids}</IdList><TranslationSet/><QueryTranslation/></eSearchResult>"
        )
    if tool == "efetch.fcgi":
        ids_asked = seen.query.get("id", "").split(",")
        articles = (pubmed_article(w) for pmid in ids_asked if (w := works.by_pmid.get(pmid)) is not None)
        return xml_reply(f"<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>")
    if tool == "esummary.fcgi":
        asked = seen.query.get("id", "").split(",")
        sums = (_summary(w, works) for pmid in asked if (w := works.by_pmid.get(pmid)) is not None)
        return xml_reply(f"<eSummaryResult>{''.join(sums)}</eSummaryResult>")
    if tool == "ecitmatch.cgi":
        lines = [line.strip() for line in seen.query.get("bdata", "").split("\r") if line.strip()]
        return 200, {"Content-Type": "text/plain"}, "\n".join(_citation_match(works, line) for line in lines).encode()
    if tool == "elink.fcgi":
        pmids = [value for name, value in seen.pairs if name == "id"]
        name = seen.query.get("linkname", "")
        return xml_reply("<eLinkResult>" + "".join(_link_set(works, pmid, name) for pmid in pmids) + "</eLinkResult>")
    return 404, {"Content-Type": "text/html"}, b"<html>no such tool</html>"


def _citation_match(works: Literature, line: str) -> str:
    journal, year, volume, page, author, key, *_ = [*line.split("|"), "", "", "", "", "", ""]
    for w in works.by_pmid.values():
        same = (w.journal or "").lower() == journal.lower() and str(w.year) == year and w.volume == volume
        if same and (w.pages or "").partition("-")[0] == page:
            return f"{journal}|{year}|{volume}|{page}|{author}|{key}|{w.pmid}"
    return f"{journal}|{year}|{volume}|{page}|{author}|{key}|NOT_FOUND"


def _link_set(works: Literature, pmid: str, name: str) -> str:
    target = works.by_pmid.get(pmid)
    linked: list[FakeWork] = []
    if target is not None and name == "pubmed_pubmed_citedin":
        linked = [w for w in works.citing(target) if w.pmid]
    elif target is not None and name == "pubmed_pubmed_refs":
        linked = [w for d in target.cites_in("elink") if (w := works.by_doi.get(d.lower())) is not None and w.pmid]
    links = "".join(f"<Link><Id>{w.pmid}</Id></Link>" for w in linked)
    found = f"<LinkSetDb><DbTo>pubmed</DbTo><LinkName>{name}</LinkName>{links}</LinkSetDb>" if links else ""
    return f"<LinkSet><DbFrom>pubmed</DbFrom><IdList><Id>{pmid}</Id></IdList>{found}</LinkSet>"


def _summary(work: FakeWork, works: Literature) -> str:
    return (
        f'<DocSum><Id>{work.pmid}</Id><Item Name="Title" Type="String">{escape(work.title)}</Item>'
        f'<Item Name="PmcRefCount" Type="Integer">{works.cited_by(work)}</Item></DocSum>'
    )


def pubmed_article(work: FakeWork) -> str:
    """The work as PubMed's efetch shows it."""
    authors = "".join(
        f"<Author><LastName>{escape(f)}</LastName><ForeName>{escape(g)}</ForeName></Author>" for f, g in work.authors
    )
    parts = "".join(
        f'<AbstractText Label="{la.upper()}">{escape(t)}</AbstractText>'
        if la
        else f"<AbstractText>{escape(t)}</AbstractText>"
        for la, t in work.abstract
    )
    types = [*work.publication_types, *(["Retracted Publication"] if work.retracted_by else [])]
    mesh = "".join(
        f'<MeshHeading><DescriptorName MajorTopicYN="N">{escape(m)}</DescriptorName></MeshHeading>' for m in work.mesh
    )
    comments = (
        f'<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J. 2020. '
        f"doi: {work.retracted_by}</RefSource></CommentsCorrections></CommentsCorrectionsList>"
        if work.retracted_by
        else ""
    )
    references = "".join(
        f'<Reference><Citation>x</Citation><ArticleIdList><ArticleId IdType="doi">{escape(d)}</ArticleId>'
        "</ArticleIdList></Reference>"
        for d in work.cites_in("pubmed")
    )
    ids = f'<ArticleId IdType="pubmed">{work.pmid}</ArticleId>'
    ids += f'<ArticleId IdType="doi">{escape(work.doi)}</ArticleId>' if work.doi else ""
    ids += f'<ArticleId IdType="pmc">{work.pmcid}</ArticleId>' if work.pmcid else ""
    month = f"<Month>{work.month}</Month>" if work.month else ""
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{work.pmid}</PMID><Article><Journal><JournalIssue>'
        f"<Volume>{work.volume or ''}</Volume><Issue>{work.issue or ''}</Issue>"
        f"<PubDate><Year>{work.year or ''}</Year>{month}</PubDate></JournalIssue>"
        f"<Title>{escape(work.journal or '')}</Title></Journal><ArticleTitle>{escape(work.title)}.</ArticleTitle>"
        f"<Pagination><MedlinePgn>{work.pages or ''}</MedlinePgn></Pagination><Abstract>{parts}</Abstract>"
        f"<AuthorList>{authors}</AuthorList><Language>eng</Language><PublicationTypeList>"
        + "".join(f"<PublicationType>{t}</PublicationType>" for t in types)
        + f"</PublicationTypeList></Article>{comments}<MeshHeadingList>{mesh}</MeshHeadingList></MedlineCitation>"
        f"<PubmedData><ArticleIdList>{ids}</ArticleIdList><ReferenceList>{references}</ReferenceList></PubmedData>"
        "</PubmedArticle>"
    )


# Europe PMC


def europepmc(works: Literature, seen: Seen) -> Reply:
    if seen.path in ("/search", "/searchPOST"):
        query = seen.query.get("query", "")
        dois = {d.lower() for d in re.findall(r'DOI:"([^"]+)"', query)}
        pmids = set(re.findall(r'EXT_ID:"?(\d+)"?', query))
        pmcids = set(re.findall(r'PMCID:"?(PMC\d+)"?', query))
        if dois or pmids or pmcids:
            found = [w for w in works if (w.doi or "").lower() in dois or w.pmid in pmids or w.pmcid in pmcids]
        else:
            found = works.search(re.sub(r"\b[A-Z_]+:", " ", query), int(seen.query.get("pageSize", "25")))
        answer = {"version": "6.9", "hitCount": len(found), "request": {"queryString": query, "resultType": "core"}}
        return json_reply({**answer, "resultList": {"result": [europepmc_item(w, works) for w in found]}})
    source, ident, what = [*seen.path.strip("/").split("/"), "", "", ""][:3]
    work = next((w for w in works if ident in (w.pmid, w.pmcid)), None)
    if what == "citations":
        found = works.citing(work) if work is not None else []
        cites = [{"id": w.pmid or w.doi, "source": "MED", "title": w.title, "pubYear": w.year,
                  "citedByCount": works.cited_by(w)} for w in found]  # fmt: skip
        return json_reply(
            {"hitCount": len(cites), "request": {"id": ident, "source": source}, "citationList": {"citation": cites}}
        )
    if what == "references":
        listed = work.cites_in("europepmc") if work else ()
        cited = [w for doi in listed if (w := works.by_doi.get(doi.lower())) is not None]
        refs = [{"id": w.pmid, "source": "MED", "title": w.title, "match": "Y"} if w.pmid
                else {"title": w.title, "doi": w.doi, "match": "N"} for w in cited]  # fmt: skip
        return json_reply({"hitCount": len(refs), "referenceList": {"reference": refs}})
    return json_reply({"errCode": 404, "errMsg": "No such resource"})


def europepmc_item(work: FakeWork, works: Literature) -> dict[str, Any]:
    """The work as Europe PMC's core result shows it."""
    item: dict[str, Any] = {
        "id": work.pmid or work.pmcid or f"PPR{work.openalex[1:]}",
        "source": "MED" if work.pmid else "PMC" if work.pmcid else "PPR",
        "title": work.title + ".",
        "pubYear": str(work.year) if work.year else "",
        "pageInfo": work.pages or "",
        "pubTypeList": {
            "pubType": [*work.publication_types, *(["Retracted Publication"] if work.retracted_by else [])]
        },
        "citedByCount": works.cited_by(work),
        "isOpenAccess": "N",
        "journalInfo": {
            "volume": work.volume or "",
            "issue": work.issue or "",
            "yearOfPublication": work.year,
            "monthOfPublication": work.month or 0,
            "journal": {"title": work.journal or ""},
        },
        "authorList": {
            "author": [{"fullName": f"{f} {g[:1]}", "firstName": g, "lastName": f} for f, g in work.authors]
        },
        "meshHeadingList": {"meshHeading": [{"majorTopic_YN": "N", "descriptorName": m} for m in work.mesh]},
    }
    item |= {k: v for k, v in (("doi", work.doi), ("pmid", work.pmid), ("pmcid", work.pmcid)) if v}
    if work.abstract:
        item["abstractText"] = "".join(f"<h4>{la}</h4>{escape(t)}" if la else escape(t) for la, t in work.abstract)
    return item
