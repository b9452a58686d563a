"""What ways to cut a reference list share: entries, printed lines, and what a line can only be a part of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neckref.model import Span
from neckref.readers.references.structure import BULLET

CONTINUES = re.compile(
    r"(?:[a-z(&]|[–—-] |(?:[A-Z]\.[ -]?){1,3}[,;]|\d{1,4}(?!\s?[.)\]]\s)|doi\b|https?:|www\.|10\.\d{4}|PMC?ID|"
    r"PubMed\b|Available\b|Retrieved\b|Accessed\b|pp?\.|Vol\b|\[(?:PubMed|Google|CrossRef|DOI|PMC|Full)|Epub\b|In: )"
)
ADDENDUM = re.compile(
    r"\(?(?:(?:last |date )?accessed|retrieved|available|viewed|abgerufen|consult[ée]\w*)\b"
    r".{0,20}(?:\d|https?:|www\.|:)"
    r"|by (?-i:[A-Z])[^.]{3,200}$",
    re.I,
)
"""A line that says where or when an entry was seen, or who wrote it: never the first of an entry."""
OPEN_END = re.compile(
    r"(?:[,&:;(/…–-]|(?:[,;&]|\band) (?:[A-Z]\.[ -]?){1,3}|"
    r" (?i:and|of|the|in|for|with|on|a|an|to|by|from|und|et|y|de|der|die|des|"
    r"van|von))\s*$"
)
TOOLS = re.compile(
    r"(?:[\[(]?(?:pubmed(?: central)?|medline|google scholar|cross ?ref|pmc free article|free full text|full text|pdf|"
    r"abstract|doi|pmid|pmcid|link|view|source|web of science|scopus|article|cas|ads|math|"
    r"https?://\S++|10\.\d{4,9}/\S++|pmc\d++|\d{6,8}+)"
    r"[\])]?[\s:,;|·•.]*){1,12}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its place, its printed marker, and its parts where lines tell them apart."""

    span: Span
    marker: str | None = None
    title: Span | None = None
    """Of the title line, where authors stand on lines of their own."""
    authors: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or a part of one that may begin an entry."""

    start: int
    end: int
    text: str
    indent: int
    gap: bool
    """Whether an empty line or a new block of the format stands before it."""
    head: bool = True
    """Whether it begins a printed line."""


def bare(line: Line) -> str:
    found = BULLET.match(line.text)
    return line.text[found.end() :] if found else line.text
