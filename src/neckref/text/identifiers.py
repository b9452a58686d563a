"""Strings → normalised Identifiers (over `idutils`, whose patterns follow the schemes' own rules)."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import quote, unquote

from neckref.model import Identifier

_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"'\u201c\u201d\u2018\u2019<>|\\^`{}]+(?:<[^\s<>]{1,40}>[^\s\"'<>|\\^`{}]+)?")
_PMID = re.compile(
    r"(?:\bpmid\b\s?[:#=-]?\s?|\bpubmed(?:\s?id)?\s?[:#]\s?"
    r"|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/(?:\?term=)?|europepmc\.org/(?:article|abstract)/med/)"
    r"([0-9]{1,8})\b",
    re.I,
)
_PMCID = re.compile(r"\bPMC\s?([0-9]{3,9})\b|\bPMCID\s?[:#]\s?([0-9]{3,9})\b", re.I)
_OPENALEX = re.compile(r"(?:https?://)?(?:api\.)?openalex\.org/(?:works/)?(W[0-9]+)/?", re.I)
_ISBN = re.compile(
    r"\bISBN(?:-1[03])?\s?:?\s?((?:97[89][\s\u2010-\u2015-]?)?(?:[0-9][\s\u2010-\u2015-]?){9}[0-9X])(?![0-9])", re.I
)
_URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"\u201c\u201d|\\^`{}]+", re.I)
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BROKEN = re.compile(r"(10\.[0-9]{4,9}/(?:[^\s/]{0,60}[/_-]|j\.)?)\s+(?=[a-z0-9][^\s]*[0-9])")
"""A DOI cut by a blank or line break behind a mark that none ends with."""
_LATEX = re.compile(r"\\([_%#&$])")
"""A DOI copied out of a .bib file: "tacl\\_a"."""
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_NEXT = re.compile(r"[;,.)]?(?:pmid|pmcid|epub\b|https?:|doi:|www\.)", re.I)
"""What is sometimes printed right behind a DOI."""
_VIEW = re.compile(
    r"/(?:full|abstract|e?pdf|html?|fulltext|full-text|summary|references|meta)(?:\.(?:pdf|html?))?$|\.pdf$",
    re.I,
)
"""Parts of a publisher's address behind the DOI."""
_VERSION = re.compile(r"v\d{1,2}(?:\.full(?:-text)?|\.abstract|\.supplementary-material)?(?:\.pdf)?$")
"""What bioRxiv and medRxiv add to a DOI in their addresses."""
_BY_ADDRESS = (
    (re.compile(r"//(?:www\.)?nature\.com/articles/([a-z]{1,12}[\w.-]{3,40}\d[\w-]{0,4})(?![\w-])"), "10.1038/{}"),
    (re.compile(r"//(?:www\.)?bmj\.com/content/\d{1,4}/(bmj[.-][\w-]{4,20})(?![\w-])"), "10.1136/{}"),
    (re.compile(r"//(?:www\.)?arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5})(?!\d)"), "10.48550/arxiv.{}"),
    (re.compile(r"//(?:www\.)?thelancet\.com/\S{0,80}?/(?:PII)?(S\d{4}-\d{4}\(\d\d\)\d{5}-[\dX])"), "10.1016/{}"),
)
"""Addresses of publishers that make their DOIs of the same parts, and the DOI they stand for."""
_QUERY = re.compile(r"(?<=.{8})[?#].*$")
_LONGEST_URL = 2000
_CLOSERS = {")": "(", "]": "[", ">": "<"}


@cache
def _idutils() -> Any:
    """The library, loaded when the first identifier is seen: it takes a third of a second."""
    import idutils

    return idutils


def parse_doi(text: str) -> Identifier | None:
    """The DOI a string consists of, in any of its printed forms, or None.

    Lower-case (DOI Handbook 3.4: case-insensitive), without resolver, trailing punctuation and what a publisher's
    address adds ("/full", "?utm_source=…").
    """
    value = _decode(text).strip()
    found = _DOI.search(value)
    if not found:
        return None
    before = value[: found.start()]
    if len(before) > 40 and not re.match(r"https?://\S*$", before, re.I):
        return None
    return _doi(found.group())


def _doi(text: str) -> Identifier | None:
    body = _QUERY.sub("", text[:500].translate(_HYPHENS))
    if body.startswith("10.1101/"):
        body = _VERSION.sub("", body)
    later = _NEXT.search(body, 8)
    doi = _trim(_VIEW.sub("", _trim(body[: later.start()] if later else body))).lower()
    return Identifier("doi", doi) if _idutils().is_doi(doi) else None


def _decode(text: str) -> str:
    """Without character references, %-escapes, LaTeX's escapes and characters that do not show."""
    plain = unescape(_ESCAPED.sub(lambda m: unquote(m.group()), text))
    return _HIDDEN.sub("", _LATEX.sub(r"\1", plain))


def parse_pmid(text: str | int) -> Identifier | None:
    """A PMID given as number, "PMID: 123" or a PubMed address, or None."""
    value = str(text).strip()
    found = re.fullmatch(r"([0-9]{1,8})", value) or _PMID.search(value)
    return Identifier("pmid", found[1].lstrip("0")) if found and found[1].strip("0") else None


def parse_pmcid(text: str) -> Identifier | None:
    """A PMCID ("PMC123", an address of one), or None. The value keeps its "PMC"."""
    found = _PMCID.search(str(text))
    return Identifier("pmcid", f"PMC{found[1] or found[2]}") if found else None


def parse_url(text: str) -> Identifier | None:
    """The first http or https address of a string, without punctuation of the sentence around it, or None;
    "www.…" gets "http://"."""
    found = _URL.search(_HIDDEN.sub("", text))
    url = _trim(found.group()[:_LONGEST_URL]) if found else ""
    if url.lower().startswith("www."):
        url = "http://" + url
    return Identifier("url", url) if re.match(r"https?://[^\s/.]+\.[^\s/]", url, re.I) else None


def parse_identifier(text: str) -> Identifier | None:
    """What a user types: `doi:…`, `pmid:…`, `pmcid:…`, `openalex:W…`, `isbn:…`, an address, a bare DOI; or None."""
    value = text.strip()
    scheme, _, rest = value.partition(":")
    rest = rest.strip()
    match scheme.lower():
        case "doi":
            return parse_doi(rest)
        case "pmid":
            return parse_pmid(rest)
        case "pmcid":
            return parse_pmcid(rest)
        case "openalex":
            return Identifier("openalex", rest.upper()) if re.fullmatch(r"[Ww][0-9]+", rest) else None
        case "s2":
            return Identifier("s2", rest.lower()) if re.fullmatch(r"[0-9a-fA-F]{40}", rest) else None
        case "isbn":
            return parse_isbn(rest)
    if re.fullmatch(r"[0-9]+", value):
        return None
    if found := _OPENALEX.fullmatch(value):
        return Identifier("openalex", found[1].upper())
    return parse_doi(value) or parse_pmid(value) or parse_pmcid(value)


def parse_isbn(text: str) -> Identifier | None:
    """An ISBN-10 or -13 with a right check digit, without hyphens, or None."""
    value = re.sub(r"[\s\u2010-\u2015-]", "", text).upper()
    return Identifier("isbn", value) if _idutils().is_isbn(value) else None


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """All DOIs, PMIDs, PMCIDs and marked ISBNs printed in a text, in order of scheme and place, each once.

    A DOI broken behind a slash, hyphen or underscore is put together again.
    """
    decoded = _BROKEN.sub(r"\1", _decode(text))
    found = [_doi(m.group()) for m in _DOI.finditer(decoded)]
    if "//" in decoded:
        found += [_doi(form.format(m[1])) for pattern, form in _BY_ADDRESS for m in pattern.finditer(decoded)]
    found += [parse_pmid(m[1]) for m in _PMID.finditer(decoded)]
    found += [Identifier("pmcid", f"PMC{m[1] or m[2]}") for m in _PMCID.finditer(decoded)]
    found += [parse_isbn(m[1]) for m in _ISBN.finditer(decoded)]
    return tuple(dict.fromkeys(i for i in found if i is not None))


def url_of(identifier: Identifier) -> str | None:
    """The address a reader can open, or None for schemes without one."""
    value = quote(identifier.value, safe="/")
    bases = {
        "doi": "https://doi.org/",
        "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
        "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
        "openalex": "https://openalex.org/",
    }
    if identifier.scheme == "url":
        return identifier.value
    return bases[identifier.scheme] + value if identifier.scheme in bases else None


def _trim(doi: str) -> str:
    """Without punctuation that belongs to the sentence around; a bracket that was opened inside stays."""
    while doi:
        last = doi[-1]
        if last in ".,;:!?*…" or (last in _CLOSERS and doi.count(last) > doi.count(_CLOSERS[last])):
            doi = doi[:-1]
        else:
            break
    return doi
