"""Crossref, OpenAlex, OpenCitations, Semantic Scholar and doi.org: a request for some of the works → an answer."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from tests.fakes.works import FakeWork, Literature, Reply, Seen, json_reply

# Crossref


def crossref(works: Literature, seen: Seen) -> Reply:
    if seen.path == "/works":
        if "filter" in seen.query:
            wanted = (f.removeprefix("doi:").lower() for f in seen.query["filter"].split(","))
            found = [w for doi in wanted if (w := works.by_doi.get(doi)) is not None]
        else:
            found = works.search(seen.query.get("query.bibliographic", ""), int(seen.query.get("rows", "20")))
        message = {"total-results": len(found), "items": [crossref_item(w) for w in found], "items-per-page": 20}
        return json_reply({"status": "ok", "message-type": "work-list", "message": message})
    work = works.by_doi.get(unquote(seen.path.removeprefix("/works/")).lower())
    if work is None:
        return 404, {"Content-Type": "text/plain"}, b"Resource not found."
    return json_reply({"status": "ok", "message-type": "work", "message": crossref_item(work)})


def crossref_item(work: FakeWork) -> dict[str, Any]:
    """The work as Crossref shows it."""
    cited = work.cites_in("crossref")
    item: dict[str, Any] = {
        "DOI": (work.doi or "").lower(),
        "title": [work.title],
        "type": work.type,
        "author": [
            {"family": family, "given": given, "sequence": "additional", "affiliation": []}
            for family, given in work.authors
        ],
        "issued": {"date-parts": [[p for p in (work.year, work.month) if p] or [None]]},
        "container-title": [work.journal] if work.journal else [],
        "publisher": "Invented Press",
        "is-referenced-by-count": 0,
        "reference": [{"key": f"r{n}", "DOI": doi, "doi-asserted-by": "crossref"} for n, doi in enumerate(cited)],
        "URL": f"https://doi.org/{work.doi}",
    }
    item |= {k: v for k, v in (("volume", work.volume), ("issue", work.issue), ("page", work.pages)) if v}
    if work.abstract:
        parts = (
            f"<jats:sec><jats:title>{la}</jats:title><jats:p>{escape(t)}</jats:p></jats:sec>" for la, t in work.abstract
        )
        item["abstract"] = "<jats:title>Abstract</jats:title>" + "".join(parts)
    if work.retracted_by:
        notice = {"DOI": work.retracted_by, "type": "retraction", "label": "Retraction", "source": "retraction-watch"}
        item["updated-by"] = [{**notice, "updated": {"date-parts": [[2020, 2, 3]]}, "record-id": "1"}]
    return item


# OpenAlex


def openalex(works: Literature, seen: Seen) -> Reply:
    if seen.path.startswith("/works/"):
        wanted = unquote(seen.path.removeprefix("/works/"))
        scheme, _, value = wanted.partition(":")
        held = works.by_openalex.get(wanted)
        if scheme in ("doi", "pmid"):
            held = works.by_doi.get(value.lower()) if scheme == "doi" else works.by_pmid.get(value)
        if held is None:
            return 404, {"Content-Type": "text/html"}, b"<html><h1>404 Not Found</h1></html>"
        return json_reply(openalex_item(held, works))
    scheme, _, values = seen.query.get("filter", "").partition(":")
    asked = [v.removeprefix("https://doi.org/") for v in values.split("|")]
    found: list[FakeWork | None]
    match scheme:
        case "doi":
            found = [works.by_doi.get(v.lower()) for v in asked]
        case "pmid":
            found = [works.by_pmid.get(v) for v in asked]
        case "openalex" | "ids.openalex":
            found = [works.by_openalex.get(v.upper()) for v in asked]
        case "cites":
            citing = works.citing(*(w for v in asked if (w := works.by_openalex.get(v.upper())) is not None))
            if seen.query.get("sort") == "cited_by_count:desc":
                citing.sort(key=lambda w: -works.cited_by(w))
            found = list(citing)
        case _:
            found = list(works.search(seen.query.get("search", values), 25))
    per_page = int(seen.query.get("per_page", "25"))
    if per_page > 100:
        return json_reply({"error": "Invalid query parameters error.", "message": "per_page must be 1 to 100"}, 400)
    known = [w for w in found if w is not None]
    meta = {"count": len(known), "page": 1, "per_page": per_page, "next_cursor": None}
    return json_reply({"meta": meta, "results": [openalex_item(w, works) for w in known[:per_page]], "group_by": []})


def openalex_item(work: FakeWork, works: Literature) -> dict[str, Any]:
    """The work as OpenAlex shows it."""
    inverted: dict[str, list[int]] = {}
    for n, word in enumerate(" ".join(f"{la} {t}".strip() for la, t in work.abstract).split()):
        inverted.setdefault(word, []).append(n)
    first, _, last = (work.pages or "").partition("-")
    authors = [
        {"author_position": "middle", "raw_author_name": f"{g} {f}".strip(), "author": {"display_name": f"{g} {f}"}}
        for f, g in work.authors
    ]
    cited = [c.openalex for doi in work.cites_in("openalex") if (c := works.by_doi.get(doi.lower())) is not None]
    return {
        "id": f"https://openalex.org/{work.openalex}",
        "doi": f"https://doi.org/{work.doi.lower()}" if work.doi else None,
        "title": work.title,
        "display_name": work.title,
        "publication_year": work.year,
        "publication_date": f"{work.year}-{work.month or 1:02d}-01" if work.year else None,
        "type": {"journal-article": "article", "posted-content": "preprint"}.get(work.type, work.type),
        "ids": {"pmid": f"https://pubmed.ncbi.nlm.nih.gov/{work.pmid}"} if work.pmid else {},
        "authorships": authors,
        "biblio": {"volume": work.volume, "issue": work.issue, "first_page": first or None, "last_page": last or None},
        "primary_location": {"source": {"display_name": work.journal, "issn": None} if work.journal else None},
        "is_retracted": work.retracted_by is not None,
        "cited_by_count": works.cited_by(work),
        "referenced_works": [f"https://openalex.org/{c}" for c in cited],
        "mesh": [{"descriptor_ui": "", "descriptor_name": m, "is_major_topic": False} for m in work.mesh],
        "abstract_inverted_index": inverted or None,
    }


# OpenCitations


def opencitations(works: Literature, seen: Seen) -> Reply:
    if seen.path.startswith("/meta/v1/metadata/"):
        asked = unquote(seen.path.removeprefix("/meta/v1/metadata/")).split("__")
        if len(asked) > 14:
            return 500, {"Content-Type": "text/plain"}, b"Internal Server Error"
        return json_reply([_meta_row(w) for w in works if {f"doi:{w.doi}", f"pmid:{w.pmid}"} & set(asked)])
    kind, _, wanted = unquote(seen.path.removeprefix("/index/v2/")).partition("/")
    scheme, _, value = wanted.partition(":")
    work = works.by_doi.get(value.lower()) if scheme == "doi" else works.by_pmid.get(value)
    if work is None or kind not in ("citations", "references"):
        return json_reply([])
    pairs = [(w, work) for w in works.citing(work)]
    if kind == "references":
        pairs = [
            (work, c) for doi in work.cites_in("opencitations") if (c := works.by_doi.get(doi.lower())) is not None
        ]
    rest = {"timespan": "", "journal_sc": "no", "author_sc": "no"}
    return json_reply(
        [{"oci": "1-2", "citing": _ids(a), "cited": _ids(b), "creation": str(a.year or ""), **rest} for a, b in pairs]
    )


def _meta_row(work: FakeWork) -> dict[str, str]:
    return {
        "id": _ids(work),
        "title": work.title.title(),
        "author": "; ".join(f"{family}, {given} [omid:ra/061]" for family, given in work.authors),
        "pub_date": str(work.year or ""),
        "page": work.pages or "",
        "issue": work.issue or "",
        "volume": work.volume or "",
        "venue": f"{work.journal} [issn:0000-0000 omid:br/061]" if work.journal else "",
        "type": "journal article",
        "publisher": "Invented Press [crossref:1]",
        "editor": "",
    }


def _ids(work: FakeWork) -> str:
    ids = [
        f"omid:br/06{work.openalex[1:]}",
        f"doi:{work.doi}" if work.doi else "",
        f"pmid:{work.pmid}" if work.pmid else "",
    ]
    return " ".join(i for i in ids if i)


# Semantic Scholar


def semanticscholar(works: Literature, seen: Seen) -> Reply:
    if seen.path == "/paper/batch":
        asked = json.loads(seen.body)["ids"]
        papers = [(w := _paper(works, name)) and paper_item(w, works) for name in asked]
        return json_reply(papers)
    if seen.path == "/paper/search/match":
        found = works.search(seen.query.get("query", ""), 1)
        papers = [paper_item(w, works) | {"matchScore": 100.0} for w in found]
        return json_reply({"data": papers}) if papers else json_reply({"error": "Title match not found"}, 404)
    name, _, what = unquote(seen.path.removeprefix("/paper/")).rpartition("/")
    work = _paper(works, name)
    if work is None:
        return json_reply({"error": f"Paper with id {name} not found"}, 404)
    if what == "citations":
        return json_reply({"offset": 0, "data": [{"citingPaper": paper_item(w, works)} for w in works.citing(work)]})
    cited = [c for doi in work.cites_in("semanticscholar") if (c := works.by_doi.get(doi.lower())) is not None]
    return json_reply({"offset": 0, "data": [{"citedPaper": paper_item(w, works)} for w in cited]})


def _paper(works: Literature, name: str) -> FakeWork | None:
    scheme, _, value = name.partition(":")
    if scheme == "DOI":
        return works.by_doi.get(value.lower())
    return works.by_pmid.get(value) if scheme == "PMID" else next((w for w in works if w.s2 == name), None)


def paper_item(work: FakeWork, works: Literature) -> dict[str, Any]:
    """The work as Semantic Scholar shows it."""
    ids = {"DOI": work.doi, "PubMed": work.pmid, "PubMedCentral": (work.pmcid or "").removeprefix("PMC") or None}
    return {
        "paperId": work.s2,
        "externalIds": {name: value for name, value in ids.items() if value},
        "title": work.title,
        "abstract": None,
        "year": work.year,
        "venue": work.journal or "",
        "journal": {"name": work.journal, "volume": work.volume, "pages": work.pages} if work.journal else None,
        "authors": [{"authorId": "1", "name": f"{given} {family}"} for family, given in work.authors],
        "publicationTypes": ["JournalArticle"],
        "publicationDate": None,
        "citationCount": works.cited_by(work),
    }


# doi.org


def doi(works: Literature, seen: Seen) -> Reply:
    if seen.path.startswith("/doiRA/"):
        asked = [unquote(d) for d in seen.path.removeprefix("/doiRA/").split(",")]
        answers = [
            {"DOI": d, "RA": "Crossref"} if works.by_doi.get(d.lower()) else {"DOI": d, "status": "DOI does not exist"}
            for d in asked
        ]
        return json_reply(answers)
    work = works.by_doi.get(unquote(seen.path.lstrip("/")).lower())
    if work is None:
        return 404, {"Content-Type": "text/html"}, b"<html><title>Error: DOI Not Found</title></html>"
    item = crossref_item(work) | {"title": work.title, "container-title": work.journal or ""}
    return 200, {"Content-Type": "application/vnd.citationstyles.csl+json"}, json.dumps(item).encode()
