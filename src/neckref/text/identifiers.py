"""Strings → normalised Identifiers (over `idutils`, whose patterns follow the schemes' own rules)."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, unquote

import idutils

from neckref.model import Identifier

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"'\u201c\u201d\u2018\u2019<>|\\^`{}]+(?:<[^\s<>]{1,40}>[^\s\"'<>|\\^`{}]+)?")
_PMID = re.compile(r"(?:\bpmid\b\s*[:#]?\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,8})\b", re.I)
_PMCID = re.compile(r"\bPMC\s?(\d{3,9})\b", re.I)
_CLOSERS = {")": "(", "]": "[", ">": "<"}


def parse_doi(text: str) -> Identifier | None:
    """The DOI a string consists of, in any of its printed forms, or None.

    Lower-case (DOI Handbook 3.4: case-insensitive), without resolver and trailing punctuation.
    """
    value = unquote(unescape(text)).strip()
    found = _DOI.search(value)
    if not found or len(value[: found.start()]) > 40:
        return None
    doi = _trim(found.group())
    return Identifier("doi", doi.lower()) if idutils.is_doi(doi) else None


def parse_pmid(text: str | int) -> Identifier | None:
    """A PMID given as number, "PMID: 123" or a PubMed address, or None."""
    value = str(text).strip()
    found = re.fullmatch(r"(\d{1,8})", value) or _PMID.search(value)
    return Identifier("pmid", found[1].lstrip("0")) if found and found[1].strip("0") else None


def parse_pmcid(text: str) -> Identifier | None:
    """A PMCID ("PMC123", an address of one), or None. The value keeps its "PMC"."""
    found = _PMCID.search(str(text))
    return Identifier("pmcid", f"PMC{found[1]}") if found else None


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
            return Identifier("openalex", rest.upper()) if re.fullmatch(r"[Ww]\d+", rest) else None
        case "s2":
            return Identifier("s2", rest.lower()) if re.fullmatch(r"[0-9a-fA-F]{40}", rest) else None
        case "isbn":
            return parse_isbn(rest)
    if re.fullmatch(r"\d+", value):
        return None
    return parse_doi(value) or parse_pmid(value) or parse_pmcid(value)


def parse_isbn(text: str) -> Identifier | None:
    """An ISBN-10 or -13 with a right check digit, without hyphens, or None."""
    value = re.sub(r"[\s\u2010-\u2015-]", "", text).upper()
    return Identifier("isbn", value) if idutils.is_isbn(value) else None


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """All DOIs, PMIDs and PMCIDs printed in a text, in order of scheme and place, each once."""
    decoded = unescape(re.sub(r"%[0-9A-Fa-f]{2}", lambda m: unquote(m.group()), text))
    found = [parse_doi(m.group()) for m in _DOI.finditer(decoded)]
    found += [parse_pmid(m[1]) for m in _PMID.finditer(decoded)]
    found += [Identifier("pmcid", f"PMC{m[1]}") for m in _PMCID.finditer(decoded)]
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
        if last in ".,;:!?*…":
            doi = doi[:-1]
        elif last in _CLOSERS and doi.count(last) > doi.count(_CLOSERS[last]):
            doi = doi[:-1]
        else:
            break
    return doi
