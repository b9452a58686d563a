"""JATS XML (NISO Z39.96; PMC, publishers): sections, and references whose fields are tagged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from neckref.errors import UserError
from neckref.model import Hints, Identifier, Link, Name, Reading, Reference, Span
from neckref.readers import Reader, check_bytes
from neckref.readers.assemble import make_reading
from neckref.readers.decode import drop_invisible
from neckref.readers.document import Writer
from neckref.readers.references.structure import parse_date
from neckref.text.citations import parse_reference
from neckref.text.identifiers import find_identifiers, parse_doi, parse_pmcid, parse_pmid

_HREF = "{http://www.w3.org/1999/xlink}href"
_SNIFF = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!DOCTYPE\s+(?:pmc-)?article\b|<(?:\w+:)?(?:article|pmc-articleset)[\s>])"
)
_CITATIONS = ("mixed-citation", "element-citation", "citation", "nlm-citation")
_SKIPPED = frozenset(
    ("journal-meta", "contrib-group", "aff", "history", "permissions", "counts", "kwd-group", "graphic", "media",
     "object-id", "alternatives", "tex-math", "author-notes", "pub-date", "article-id", "article-categories", "label",
     "funding-group", "self-uri", "custom-meta-group", "related-article", "product", "supplementary-material",
     "sub-article", "response")
)  # fmt: skip
_CONTAINERS = frozenset(
    ("sec", "body", "back", "abstract", "trans-abstract", "app-group", "app", "boxed-text", "front", "article-meta",
     "article", "title-group", "disp-quote", "notes", "fn-group", "fn", "pmc-articleset", "list", "list-item", "speech",
     "statement", "front-stub")
)  # fmt: skip
_ASIDES = frozenset(
    ("fig", "table-wrap", "fig-group", "table-wrap-group", "disp-formula", "ack", "glossary", "def-list")
)
_TYPES = {
    "journal": "article-journal", "book": "book", "web": "webpage", "webpage": "webpage", "thesis": "thesis",
    "confproc": "paper-conference", "report": "report", "preprint": "article", "patent": "patent", "data": "dataset",
}  # fmt: skip


@dataclass(slots=True)
class _Reading:
    writer: Writer = field(default_factory=Writer)
    references: list[Reference] = field(default_factory=list)
    title: str = ""


def read_jats(data: bytes, origin: str) -> Reading:
    """The Reading of an article in JATS XML; its tagged fields become Hints as they are.

    Raises UserError where it is no JATS article or not well-formed before any text.
    """
    check_bytes(data, origin)
    root, notes = _parse(data, origin)
    article = root if _tag(root) == "article" else next((n for n in root.iter() if _tag(n) == "article"), None)
    if article is None:
        raise UserError(f"{origin} is XML, but no JATS article (its root is <{_tag(root)}>): give HTML, text or JATS")
    out = _Reading()
    _walk(article, 0, out, "paragraph")
    if not out.writer.parts:
        raise UserError(f"{origin} is a JATS article without any text: give the full text")
    document = out.writer.make_document(out.title, notes)
    return make_reading(document, origin, "application/jats+xml", tuple(out.references))


def _parse(data: bytes, origin: str) -> tuple[etree._Element, tuple[str, ...]]:
    def options(recover: bool) -> etree.XMLParser:
        return etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip

    try:
        return etree.fromstring(data, options(recover=False)), ()
    except etree.XMLSyntaxError as error:
        try:
            root = etree.fromstring(data, options(recover=True))
        except etree.XMLSyntaxError:
            root = None
        if root is None:
            raise UserError(f"{origin} is not well-formed XML ({error.msg}): download it again") from error
        return root, (f"The XML is broken at line {error.lineno}; what could be read before and behind was kept.",)


def _walk(node: etree._Element, level: int, out: _Reading, kind: str) -> None:
    for child in node:
        tag = _tag(child)
        if tag in _SKIPPED or not tag:
            continue
        if tag == "ref-list":
            _read_list(child, level, out)
        elif tag == "article-title":
            out.title, _ = _inline(child)
            out.writer.add_block("heading", out.title, level=1)
        elif tag in ("title", "subtitle"):
            text, links = _inline(child)
            out.writer.add_block("heading" if kind == "paragraph" else kind, text, level=level + 1, links=links)
        elif tag in ("p", "caption", "verse-group", "td", "th"):
            text, links = _inline(child)
            item = kind == "item"
            out.writer.add_block(kind, text, lead="• " if item else "", links=links, tight=item)
        elif tag in _ASIDES:
            _walk(child, level, out, "aside")
        elif tag in _CONTAINERS:
            inner = {"list": "item", "fn": "note"}.get(tag, kind)
            if tag == "abstract" and not child.findall("title"):
                out.writer.add_block("heading", "Abstract", level=2)
            _walk(child, level + (tag in ("sec", "abstract")), out, inner)


def _read_list(node: etree._Element, level: int, out: _Reading) -> None:
    for child in node:
        tag = _tag(child)
        if tag == "title":
            out.writer.add_block("heading", _inline(child)[0], level=level + 2)
        elif tag == "ref-list":
            _read_list(child, level, out)
        elif tag == "ref":
            label = child.find("label")
            marker = _inline(label)[0].strip("[]().: ") if label is not None else None
            for citation in (n for n in child.iter() if _tag(n) in _CITATIONS):
                own = citation.find("label")
                _add_reference(citation, marker or (_inline(own)[0].strip("[]().: ") if own is not None else None), out)


def _add_reference(node: etree._Element, marker: str | None, out: _Reading) -> None:
    text, links = _inline(node)
    if (_tag(node) in ("element-citation", "nlm-citation") and node.find(".//string-name") is None) or not (
        node.text or node.tail
    ):
        text = _compose(node) or text
        links = []
    if not text:
        return
    out.writer.add_block("item", text, lead=f"{marker}. " if marker else "• ", marker=marker, links=links, tight=True)
    span = out.writer.blocks[-1].span
    raw = text.strip()
    hints, identifiers = _read_fields(node, raw, links)
    out.references.append(Reference(f"ref-{len(out.references) + 1}", raw, span, hints, marker, identifiers))


def _read_fields(node: etree._Element, raw: str, links: list[Link]) -> tuple[Hints, tuple[Identifier, ...]]:
    """Tagged fields; where the citation has no title and no source tagged, what the string itself says."""
    found: list[Identifier | None] = []
    for pub_id in node.iter("pub-id", "article-id"):
        words, kind = _inline(pub_id)[0], pub_id.get("pub-id-type")
        reader = {"doi": parse_doi, "pmid": parse_pmid, "pmcid": parse_pmcid, "pmc": _parse_pmc}.get(kind or "")
        found.append(reader(words) if reader else None)
    behind = [i for link in links for i in find_identifiers(link.url)]
    identifiers = tuple(dict.fromkeys(i for i in (*found, *behind, *find_identifiers(raw)) if i is not None))
    title, source = _first(node, "article-title", "chapter-title", "part-title", "data-title"), _first(node, "source")
    if title is None and source is None:
        parsed = parse_reference(raw)
        return parsed.hints, tuple(dict.fromkeys((*identifiers, *parsed.identifiers)))
    book = title is None
    year, month, day = _read_date(node)
    pages = _first(node, "fpage")
    if pages and (last := _first(node, "lpage")) and last != pages:
        pages = f"{pages}-{last}"
    url = next((link.url for link in links if not find_identifiers(link.url)), None)
    hints = Hints(
        authors=_read_authors(node),
        authors_cut=node.find(".//etal") is not None,
        year=year,
        month=month,
        day=day,
        title=((title or source or "").rstrip(" .")) or None,
        container=None if book else source,
        volume=_first(node, "volume"),
        issue=_first(node, "issue"),
        pages=pages or _first(node, "elocation-id", "page-range"),
        publisher=_first(node, "publisher-name"),
        type=_TYPES.get((node.get("publication-type") or node.get("citation-type") or "").lower()),
        url=url,
    )
    return hints, identifiers


def _read_date(node: etree._Element) -> tuple[int | None, int | None, int | None]:
    """Year, month, day; the month may be tagged as a number or a name."""
    year, month, day = _year(node), _first(node, "month") or "", _first(node, "day") or ""
    if not year:
        return None, None, None
    if month.isdigit():
        date = parse_date(f"{year}-{month}-{day if day.isdigit() else 1}")
    else:
        date = parse_date(" ".join(w for w in (month, day, year) if w))
    return int(year), date[1] if date else None, date[2] if date and day else None


def _read_authors(node: etree._Element) -> tuple[Name, ...]:
    names: list[Name] = []
    groups = [g for g in node.iter("person-group") if g.get("person-group-type", "author") == "author"] or [node]
    for group in groups:
        for person in group.iter("name", "string-name", "collab"):
            if person.tag == "collab":
                names.append(Name(literal=_inline(person)[0]))
            elif person.find("surname") is not None:
                names.append(Name(_first(person, "surname"), _first(person, "given-names"), _first(person, "suffix")))
    return tuple(dict.fromkeys(names))


def _compose(node: etree._Element) -> str:
    """An element-citation has no punctuation of its own; it is printed as NLM style does, field after field."""
    authors = ", ".join(
        n.literal or " ".join(x for x in (n.family, n.given, n.suffix) if x) for n in _read_authors(node)
    )
    if node.find(".//etal") is not None:
        authors += ", et al"
    place = _year(node) or ""
    if volume := _first(node, "volume"):
        place += f";{volume}"
    if issue := _first(node, "issue"):
        place += f"({issue})"
    if page := _first(node, "fpage", "elocation-id"):
        last = _first(node, "lpage")
        place += f":{page}-{last}" if last else f":{page}"
    ids = [_inline(p)[0] for p in node.iter("pub-id") if p.get("pub-id-type") == "doi"]
    parts = [
        authors,
        _first(node, "article-title", "chapter-title"),
        _first(node, "source"),
        _first(node, "publisher-name"),
        place,
    ]
    text = ". ".join(p.rstrip(" .") for p in parts if p)
    return f"{text}." + (f" doi:{ids[0]}" if ids else "") if text else ""


def _parse_pmc(text: str) -> Identifier | None:
    return parse_pmcid(text if text.upper().startswith("PMC") else f"PMC{text}")


def _year(node: etree._Element) -> str | None:
    found = re.search(r"\d{4}", _first(node, "year") or "")
    return found.group() if found else None


def _first(node: etree._Element, *tags: str) -> str | None:
    for tag in tags:
        for found in node.iter(tag):
            if words := " ".join(_inline(found)[0].split()):
                return words
    return None


def _tag(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _inline(node: etree._Element) -> tuple[str, list[Link]]:
    """Text of an element on one line, markers visible, and its links relative to that text."""
    parts: list[str] = []
    links: list[Link] = []
    length = 0

    def add(text: str | None) -> None:
        nonlocal length
        words = re.sub(r"\s+", " ", drop_invisible(text or ""))
        if words.startswith(" ") and (not parts or parts[-1].endswith(" ")):
            words = words[1:]
        if words:
            parts.append(words)
            length += len(words)

    def visit(element: etree._Element) -> None:
        tag = _tag(element)
        start = length
        marker = (
            tag == "xref" and element.get("ref-type") == "bibr" and "".join(parts)[-1:] not in ("[", "(", ",", "–", "-")
        )
        bare = marker and re.fullmatch(r"\s*\d[\d,–\s-]*", "".join(str(t) for t in element.itertext()))
        add("[" if bare else "")
        add(element.text)
        for child in element:
            if _tag(child) not in ("label", "graphic", "inline-graphic", "tex-math", "fn") and _tag(child):
                visit(child)
            add(child.tail)
        add("]" if bare else "")
        url = (element.get(_HREF) or "").strip()
        if tag in ("ext-link", "uri") and url.startswith(("http://", "https://")) and length > start:
            links.append(Link(Span(start, length), url))

    visit(node)
    text = "".join(parts)
    return text.rstrip(), [x for x in links if x.span.end <= len(text.rstrip())]


def _sniffs(head: bytes) -> bool:
    return _SNIFF.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


reader = Reader(
    "jats", (".xml", ".nxml", ".jats"), ("application/jats+xml", "application/xml", "text/xml"), _sniffs, read_jats
)
