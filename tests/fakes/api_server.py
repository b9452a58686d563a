"""A local server that answers like the public scholarly APIs, for a set of works given as plain data.

    with FakeApis([FakeWork(title="…", doi="10.5555/a", …)]) as apis:
        Crossref(client, base_url=apis.urls["crossref"])

It counts requests (`apis.count("crossref")`, `apis.seen`), can enforce limits (`limits={"crossref list": (3, 3)}`
gives 429 beyond them and lists each breach in `apis.violations`), adds `latency`, and plays faults
(`apis.play("crossref", Fault(status=503), times=2)`). Services: crossref, openalex, pubmed, europepmc,
opencitations, doi; anything else is served from `apis.pages` (path → (status, headers, body)).
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

Reply = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True)
class FakeWork:
    """One publication; every field may be left out."""

    title: str
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    authors: tuple[tuple[str, str], ...] = ()
    """(family, given)."""
    year: int | None = None
    month: int | None = None
    journal: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    type: str = "journal-article"
    abstract: tuple[tuple[str, str], ...] = ()
    """(label, text); one part with an empty label for an unstructured one."""
    mesh: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ("Journal Article",)
    cites: tuple[str, ...] = ()
    """DOIs of its reference list."""
    retracted_by: str | None = None
    """DOI of the retraction notice."""
    known_to: tuple[str, ...] = ("crossref", "openalex", "pubmed", "europepmc", "opencitations")

    @property
    def openalex(self) -> str:
        """An OpenAlex id made from title and DOI, the same in every run."""
        return f"W{sum((n + 1) * ord(c) for n, c in enumerate((self.doi or '') + self.title)) % 10**9 + 10**6}"


@dataclass(frozen=True)
class Fault:
    """What is sent instead of an answer. `raw` goes out as it is and the connection is closed."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    raw: bytes | None = None
    delay: float = 0.0
    """Seconds of silence before it."""
    drip: float = 0.0
    """Seconds between two bytes of `raw`."""


@dataclass(frozen=True)
class Seen:
    """One request."""

    service: str
    kind: str
    """Class it is limited as ("crossref list")."""
    method: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    """Parameters of the address and of a posted form."""
    headers: Mapping[str, str]
    body: bytes
    at: float

    @property
    def query(self) -> dict[str, str]:
        """Parameters by name; the last one of a name counts."""
        return dict(self.pairs)


class FakeApis:
    """The server; use it as a context manager. `urls`: service → base address."""

    def __init__(
        self,
        works: Iterable[FakeWork] = (),
        *,
        latency: float = 0.0,
        limits: Mapping[str, tuple[float, int]] | None = None,
    ) -> None:
        self.works = list(works)
        self.latency = latency
        self.limits = dict(limits or {})
        self.seen: list[Seen] = []
        self.violations: list[str] = []
        self.pages: dict[str, Reply] = {}
        self.confirms = False
        """Whether answers carry an ETag, and a 304 follows where it is sent back."""
        self.confirmed = 0
        self._faults: dict[str, deque[Fault]] = {}
        self._lock = threading.Lock()
        self._running: dict[str, int] = {}
        self._starts: dict[str, deque[float]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def urls(self) -> dict[str, str]:
        return {name: f"{self.url}/{name}" for name in (*_SERVICES, *_OTHERS)}

    def __enter__(self) -> FakeApis:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def count(self, service: str | None = None) -> int:
        """Requests that arrived, of one service or of all."""
        return sum(service in (None, s.service) for s in self.seen)

    def play(self, service: str, *faults: Fault, times: int = 1) -> None:
        """The next requests to the service get these faults, in order, the whole row `times` times over."""
        with self._lock:
            self._faults.setdefault(service, deque()).extend(faults * times)

    def recover(self) -> None:
        """Forget all faults that were not played yet."""
        with self._lock:
            self._faults.clear()

    def known(self, service: str) -> list[FakeWork]:
        """Works that the service knows."""
        return [w for w in self.works if service in w.known_to]

    # Called by the handler, in threads.

    def admit(self, seen: Seen) -> Fault | None:
        """Notes the request; the fault to play, or a 429 where it breaks a limit."""
        with self._lock:
            self.seen.append(seen)
            running = self._running[seen.kind] = self._running.get(seen.kind, 0) + 1
            starts = self._starts.setdefault(seen.kind, deque())
            while starts and seen.at - starts[0] >= 1.0:
                starts.popleft()
            starts.append(seen.at)
            if seen.kind in self.limits:
                per_second, concurrency = self.limits[seen.kind]
                if running > concurrency or len(starts) > per_second:
                    self.violations.append(f"{seen.kind}: {running} at once, {len(starts)} in a second")
                    return Fault(429, {"Retry-After": "1"}, b"<html><body><h1>429 Too Many Requests</h1>")
            faults = self._faults.get(seen.service)
            return faults.popleft() if faults else None

    def leave(self, seen: Seen) -> None:
        with self._lock:
            self._running[seen.kind] -= 1

    def confirm(self, seen: Seen, status: int, sent: dict[str, str], content: bytes) -> Reply:
        """The answer, or a 304 in its place where the client holds it already."""
        if not self.confirms or status != 200:
            return status, sent, content
        tag = f'"{sha256(content).hexdigest()[:16]}"'
        if seen.headers.get("if-none-match") == tag:
            with self._lock:
                self.confirmed += 1
            return 304, {"ETag": tag}, b""
        return status, {**sent, "ETag": tag}, content

    def answer(self, seen: Seen) -> Reply:
        if seen.service in _SERVICES:
            return _SERVICES[seen.service](self, seen)
        return self.pages.get("/" + seen.service + seen.path, (404, {"Content-Type": "text/html"}, b"<html>no</html>"))


def _handler(apis: FakeApis) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            service, _, rest = parts.path.lstrip("/").partition("/")
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            form = body.decode() if "form-urlencoded" in (self.headers.get("Content-Type") or "") else ""
            pairs = parse_qsl(parts.query, keep_blank_values=True) + parse_qsl(form, keep_blank_values=True)
            kind = service
            if service == "crossref":
                kind = "crossref list" if rest == "works" else "crossref single"
            headers = {n.lower(): v for n, v in self.headers.items()}
            seen = Seen(service, kind, self.command, "/" + rest, tuple(pairs), headers, body, time.monotonic())
            fault = apis.admit(seen)
            left = False
            try:
                time.sleep(apis.latency)
                if fault is not None and fault.raw is not None:
                    self._send_raw(fault)
                    return
                if fault is not None:
                    time.sleep(fault.delay)
                    status, sent, content = fault.status, dict(fault.headers), fault.body
                else:
                    status, sent, content = apis.confirm(seen, *apis.answer(seen))
                if seen.service == "crossref" and seen.kind in apis.limits:
                    per_second, concurrency = apis.limits[seen.kind]
                    sent |= {
                        "X-Rate-Limit-Limit": str(int(per_second)),
                        "X-Rate-Limit-Interval": "1s",
                        "X-Concurrency-Limit": str(concurrency),
                    }
                apis.leave(seen)
                left = True
                with suppress(OSError):
                    self.send_response(status)
                    for name, value in sent.items():
                        self.send_header(name, value)
                    if "Content-Length" not in sent and status not in (204, 304):
                        self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
            finally:
                if not left:
                    apis.leave(seen)

        do_POST = do_GET  # noqa: N815

        def _send_raw(self, fault: Fault) -> None:
            self.close_connection = True
            time.sleep(fault.delay)
            raw = fault.raw or b""
            with suppress(OSError):
                if not fault.drip:
                    self.wfile.write(raw)
                for at in range(len(raw) if fault.drip else 0):
                    self.wfile.write(raw[at : at + 1])
                    time.sleep(fault.drip)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    return Handler


def _json(value: object, status: int = 200) -> Reply:
    return status, {"Content-Type": "application/json"}, json.dumps(value).encode()


def _xml(text: str) -> Reply:
    return 200, {"Content-Type": "text/xml; charset=UTF-8"}, ('<?xml version="1.0" ?>\n' + text).encode()


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"\w+", text.casefold()) if len(w) > 2}


def search(works: list[FakeWork], text: str, most: int) -> list[FakeWork]:
    """Works that share words with the text, most shared first."""
    wanted = _words(text)
    scored = [(len(wanted & _words(f"{w.title} {' '.join(f for f, _ in w.authors)} {w.year}")), w) for w in works]
    return [w for score, w in sorted(scored, key=lambda s: -s[0]) if score > 1][:most]


def cited_by(work: FakeWork, works: Sequence[FakeWork]) -> int:
    """How many of the works cite it."""
    return sum(work.doi in w.cites for w in works)


def _by_doi(works: list[FakeWork], doi: str) -> FakeWork | None:
    return next((w for w in works if w.doi and w.doi.lower() == doi.lower()), None)


# Crossref


def _crossref(apis: FakeApis, seen: Seen) -> Reply:
    works = [w for w in apis.known("crossref") if w.doi]
    if seen.path == "/works":
        if "filter" in seen.query:
            wanted = [f.removeprefix("doi:") for f in seen.query["filter"].split(",")]
            found = [w for w in works if (w.doi or "").lower() in wanted]
        else:
            found = search(works, seen.query.get("query.bibliographic", ""), int(seen.query.get("rows", "20")))
        message = {"total-results": len(found), "items": [crossref_item(w) for w in found], "items-per-page": 20}
        return _json({"status": "ok", "message-type": "work-list", "message": message})
    work = _by_doi(works, unquote(seen.path.removeprefix("/works/")))
    if work is None:
        return 404, {"Content-Type": "text/plain"}, b"Resource not found."
    return _json({"status": "ok", "message-type": "work", "message": crossref_item(work)})


def crossref_item(work: FakeWork) -> dict[str, Any]:
    """The work as Crossref shows it."""
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
        "reference": [{"key": f"r{n}", "DOI": doi, "doi-asserted-by": "crossref"} for n, doi in enumerate(work.cites)],
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


def _openalex(apis: FakeApis, seen: Seen) -> Reply:
    works = apis.known("openalex")
    if seen.path.startswith("/works/"):
        wanted = unquote(seen.path.removeprefix("/works/"))
        scheme, _, value = wanted.partition(":")
        found = [w for w in works if (scheme == "doi" and (w.doi or "").lower() == value.lower())
                 or (scheme == "pmid" and w.pmid == value) or w.openalex == wanted]  # fmt: skip
        if not found:
            return 404, {"Content-Type": "text/html"}, b"<html><h1>404 Not Found</h1></html>"
        return _json(openalex_item(found[0], works))
    scheme, _, values = seen.query.get("filter", "").partition(":")
    wanted_set = {v.lower().removeprefix("https://doi.org/") for v in values.split("|")}
    match scheme:
        case "doi":
            found = [w for w in works if w.doi and w.doi.lower() in wanted_set]
        case "pmid":
            found = [w for w in works if w.pmid in wanted_set]
        case "openalex" | "ids.openalex":
            found = [w for w in works if w.openalex.lower() in wanted_set]
        case "cites":
            cited = [w for w in works if w.openalex.lower() in wanted_set]
            found = [w for w in works if any(c.doi in w.cites for c in cited)]
            if seen.query.get("sort") == "cited_by_count:desc":
                found.sort(key=lambda w: -cited_by(w, works))
        case _:
            found = search(works, seen.query.get("search", values), 25)
    per_page = int(seen.query.get("per_page", "25"))
    if per_page > 100:
        return _json({"error": "Invalid query parameters error.", "message": "per_page must be 1 to 100"}, 400)
    meta = {"count": len(found), "page": 1, "per_page": per_page, "next_cursor": None}
    return _json({"meta": meta, "results": [openalex_item(w, works) for w in found[:per_page]], "group_by": []})


def openalex_item(work: FakeWork, works: list[FakeWork]) -> dict[str, Any]:
    """The work as OpenAlex shows it."""
    inverted: dict[str, list[int]] = {}
    for n, word in enumerate(" ".join(f"{la} {t}".strip() for la, t in work.abstract).split()):
        inverted.setdefault(word, []).append(n)
    first, _, last = (work.pages or "").partition("-")
    authors = [
        {"author_position": "middle", "raw_author_name": f"{g} {f}".strip(), "author": {"display_name": f"{g} {f}"}}
        for f, g in work.authors
    ]
    cited = [c.openalex for doi in work.cites if (c := _by_doi(works, doi)) is not None]
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
        "cited_by_count": cited_by(work, works),
        "referenced_works": [f"https://openalex.org/{c}" for c in cited],
        "mesh": [{"descriptor_ui": "", "descriptor_name": m, "is_major_topic": False} for m in work.mesh],
        "abstract_inverted_index": inverted or None,
    }


# PubMed (E-utilities)


def _pubmed(apis: FakeApis, seen: Seen) -> Reply:
    works = [w for w in apis.known("pubmed") if w.pmid]
    tool = seen.path.strip("/")
    if tool == "esearch.fcgi":
        term = seen.query.get("term", "")
        dois = {d.lower() for d in re.findall(r'"?(10\.\d{4,9}/[^\s"\[]+)"?\[(?:doi|aid)\]', term, re.I)}
        if dois:
            found = [w for w in works if (w.doi or "").lower() in dois]
        else:
            found = search(works, re.sub(r"\[\w+\]", " ", term), int(seen.query.get("retmax", "20")))
        ids = "".join(f"<Id>{w.pmid}</Id>" for w in found)
        return _xml(
            f"<eSearchResult><Count>{len(found)}</Count><RetMax>{len(found)}</RetMax><RetStart>0</RetStart>"
            f"<IdList>{ids}</IdList><TranslationSet/><QueryTranslation/></eSearchResult>"
        )
    if tool == "efetch.fcgi":
        ids_asked = seen.query.get("id", "").split(",")
        articles = "".join(pubmed_article(w, works) for w in works if w.pmid in ids_asked)
        return _xml(f"<PubmedArticleSet>{articles}</PubmedArticleSet>")
    if tool == "ecitmatch.cgi":
        lines = [line.strip() for line in seen.query.get("bdata", "").split("\r") if line.strip()]
        return 200, {"Content-Type": "text/plain"}, "\n".join(_citation_match(works, line) for line in lines).encode()
    if tool == "elink.fcgi":
        pmids = [value for name, value in seen.pairs if name == "id"]
        return _xml("<eLinkResult>" + "".join(_link_set(works, pmid) for pmid in pmids) + "</eLinkResult>")
    return 404, {"Content-Type": "text/html"}, b"<html>no such tool</html>"


def _citation_match(works: list[FakeWork], line: str) -> str:
    journal, year, volume, page, author, key, *_ = [*line.split("|"), "", "", "", "", "", ""]
    for w in works:
        same = (w.journal or "").lower() == journal.lower() and str(w.year) == year and w.volume == volume
        if same and (w.pages or "").partition("-")[0] == page:
            return f"{journal}|{year}|{volume}|{page}|{author}|{key}|{w.pmid}"
    return f"{journal}|{year}|{volume}|{page}|{author}|{key}|NOT_FOUND"


def _link_set(works: list[FakeWork], pmid: str) -> str:
    target = next((w for w in works if w.pmid == pmid), None)
    citing = [w for w in works if target is not None and target.doi in w.cites]
    links = "".join(f"<Link><Id>{w.pmid}</Id></Link>" for w in citing)
    found = (
        f"<LinkSetDb><DbTo>pubmed</DbTo><LinkName>pubmed_pubmed_citedin</LinkName>{links}</LinkSetDb>" if links else ""
    )
    return f"<LinkSet><DbFrom>pubmed</DbFrom><IdList><Id>{pmid}</Id></IdList>{found}</LinkSet>"


def pubmed_article(work: FakeWork, works: list[FakeWork]) -> str:
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
        for d in work.cites
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


def _europepmc(apis: FakeApis, seen: Seen) -> Reply:
    works = [w for w in apis.known("europepmc") if w.pmid or w.pmcid or w.doi]
    if seen.path in ("/search", "/searchPOST"):
        query = seen.query.get("query", "")
        dois = {d.lower() for d in re.findall(r'DOI:"([^"]+)"', query)}
        pmids = set(re.findall(r'EXT_ID:"?(\d+)"?', query))
        pmcids = set(re.findall(r'PMCID:"?(PMC\d+)"?', query))
        cited = re.findall(r'CITES:"?(\d+)_MED"?', query)
        if dois or pmids or pmcids:
            found = [w for w in works if (w.doi or "").lower() in dois or w.pmid in pmids or w.pmcid in pmcids]
        elif cited:
            found = [w for w in works if any(c.doi in w.cites for c in works if c.pmid in cited)]
        else:
            found = search(works, re.sub(r"\b[A-Z_]+:", " ", query), int(seen.query.get("pageSize", "25")))
        answer = {"version": "6.9", "hitCount": len(found), "request": {"queryString": query, "resultType": "core"}}
        return _json({**answer, "resultList": {"result": [europepmc_item(w, works) for w in found]}})
    source, ident, what = [*seen.path.strip("/").split("/"), "", "", ""][:3]
    work = next((w for w in works if ident in (w.pmid, w.pmcid)), None)
    if what == "citations":
        found = [w for w in works if work is not None and work.doi in w.cites]
        cites = [{"id": w.pmid or w.doi, "source": "MED", "title": w.title, "pubYear": w.year,
                  "citedByCount": cited_by(w, works)} for w in found]  # fmt: skip
        return _json(
            {"hitCount": len(cites), "request": {"id": ident, "source": source}, "citationList": {"citation": cites}}
        )
    if what == "references":
        refs = [{"id": c.pmid, "source": "MED", "title": c.title, "match": "Y"} for doi in (work.cites if work else ())
                if (c := _by_doi(works, doi)) is not None]  # fmt: skip
        return _json({"hitCount": len(refs), "referenceList": {"reference": refs}})
    return _json({"errCode": 404, "errMsg": "No such resource"})


def europepmc_item(work: FakeWork, works: Sequence[FakeWork] = ()) -> dict[str, Any]:
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
        "citedByCount": cited_by(work, works),
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


# OpenCitations, doi.org


def _opencitations(apis: FakeApis, seen: Seen) -> Reply:
    works = apis.known("opencitations")
    if seen.path.startswith("/meta/v1/metadata/"):
        asked = unquote(seen.path.removeprefix("/meta/v1/metadata/")).split("__")
        if len(asked) > 14:
            return 500, {"Content-Type": "text/plain"}, b"Internal Server Error"
        return _json([_meta_row(w) for w in works if {f"doi:{w.doi}", f"pmid:{w.pmid}"} & set(asked)])
    kind, _, wanted = unquote(seen.path.removeprefix("/index/v2/")).partition("/")
    scheme, _, value = wanted.partition(":")
    work = next((w for w in works if (w.doi if scheme == "doi" else w.pmid) == value), None)
    if work is None or kind not in ("citations", "references"):
        return _json([])
    pairs = [(w, work) for w in works if work.doi in w.cites]
    if kind == "references":
        pairs = [(work, c) for doi in work.cites if (c := _by_doi(works, doi)) is not None]
    rest = {"timespan": "", "journal_sc": "no", "author_sc": "no"}
    return _json(
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


def _doi(apis: FakeApis, seen: Seen) -> Reply:
    if seen.path.startswith("/doiRA/"):
        asked = [unquote(d) for d in seen.path.removeprefix("/doiRA/").split(",")]
        answers = [
            {"DOI": d, "RA": "Crossref"} if _by_doi(apis.works, d) else {"DOI": d, "status": "DOI does not exist"}
            for d in asked
        ]
        return _json(answers)
    work = _by_doi(apis.works, unquote(seen.path.lstrip("/")))
    if work is None:
        return 404, {"Content-Type": "text/html"}, b"<html><title>Error: DOI Not Found</title></html>"
    item = crossref_item(work) | {"title": work.title, "container-title": work.journal or ""}
    return 200, {"Content-Type": "application/vnd.citationstyles.csl+json"}, json.dumps(item).encode()


_SERVICES = {
    "crossref": _crossref,
    "openalex": _openalex,
    "pubmed": _pubmed,
    "europepmc": _europepmc,
    "opencitations": _opencitations,
    "doi": _doi,
}
_OTHERS = ("semanticscholar", "unpaywall", "datacite")
