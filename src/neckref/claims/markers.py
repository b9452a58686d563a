"""In-text citation markers, numeric and author-year, and the references they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from neckref.model import Link, Reference, Span
from neckref.text.identifiers import find_identifiers
from neckref.text.names import surname
from neckref.text.normalise import key, words

_NUMBERS = r"\d{1,3}(?:\s?[-–—]\s?\d{1,3})?(?:\s?[,;]\s?\d{1,3}(?:\s?[-–—]\s?\d{1,3})?){0,30}"
_BRACKETED = re.compile(rf"\[\^?\s?({_NUMBERS})\s?\]")
_LABELLED = re.compile(r"\[([^\[\]\n]{2,80})\]")
_ROUND = re.compile(rf"(?<=[\w%”\"’)])\s?\(({_NUMBERS})\)")
_SUPERSCRIPT = re.compile(r"[⁰¹²³⁴-⁹](?:[⁰¹²³⁴-⁹,⁻–˒ʼ·-]*[⁰¹²³⁴-⁹])?")
_GLUED = re.compile(r"(?<=[a-z)%”’\"][.,;!?])(\d{1,3}(?:[,–-]\d{1,3}){0,20})(?=\s|$)")
_FROM_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒·", "0123456789-,,")

_PARTICLE = r"(?:(?:van|von|de|der|den|la|le|di|da|del|ter|ten|du|Van|Von|De|Di|La|Le)\s){0,3}"
_NAME = rf"{_PARTICLE}[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:[-'’][^\W\d_]+){{0,3}}"
_OTHERS = r"(?:,?\s(?:et\s?al\b\.?|(?:and|&)\s(?:colleagues|co-?workers|associates|others|his team|her team|team)))"
_AUTHORS = rf"{_NAME}(?:(?:,\s{_NAME}){{0,6}},?\s(?:and|&)\s{_NAME}|{_OTHERS})?"
_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_YEARS = rf"{_YEAR}(?:\s?[,;]\s?{_YEAR}){{0,5}}(?![\d/-])"
_NARRATIVE = re.compile(rf"(?<![\w-])({_AUTHORS})(?:['’]s?)?,?\s?[(\[]({_YEARS})[)\]]")
_PARENTHETICAL = re.compile(r"[(\[]([^()\[\]]{5,300})[)\]]")
_PIECE = re.compile(rf"(?<![\w-])({_AUTHORS})(,?)\s({_YEARS})")
_YEARLESS = re.compile(rf"(?<![\w-])({_NAME}{_OTHERS})")
_GROUP = re.compile(
    r"(?<![\w-])(?:The )?((?:[A-Z][\w.’'-]{1,30} (?:(?:of|for|the|and|on|in|&) ){0,2}){1,8}[A-Z][\w.’'-]{1,30})"
    rf"(?:,? [(\[]|, )({_YEARS})[)\]]?"
)
"""A group's name with a year ("World Health Organization (2020)"); a marker only where a reference is the group's."""
_HINT = re.compile(rf"[\[(0-9⁰¹²³⁴-⁹]|{_OTHERS}")
"""Nothing is a marker without one of these: most sentences are done with one search."""
_NO_NAME = frozenset(
    {
        "about", "accessed", "after", "and", "apr", "april", "around", "aug", "august", "autumn", "before",
        "between", "by", "copyright", "dec", "december", "early", "fall", "feb", "february", "for", "friday",
        "from", "in", "jan", "january", "jul", "july", "jun", "june", "last", "late", "mar", "march", "may", "mid",
        "monday", "nov", "november", "oct", "october", "page", "pages", "published", "retrieved", "reviewed",
        "saturday", "sep", "sept", "september", "since", "spring", "summer", "sunday", "that", "the", "this",
        "thursday", "tuesday", "until", "updated", "version", "wednesday", "winter", "year",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker as printed, its place in the text searched, and the ids of the references it stands for."""

    text: str
    span: Span
    references: tuple[str, ...]
    authors: str | None = None
    """Set for author-year markers."""
    narrative: bool = False
    """The name is part of the sentence ("Andersen et al. (2008) found …")."""


class ReferenceIndex:
    """References by printed marker, by author and year, and by identifier."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.references = tuple(references)
        self.surnames = {r.id: tuple(_surnames(r)) for r in references}
        self._labels = {(r.marker or "").strip().lower().strip(".[]()^@"): r.id for r in references if r.marker}
        if not self._labels:  # an entry without printed number is known by its place in the list; a linked word is none
            entries = [r for r in references if r.hints.title or r.hints.authors or r.hints.container]
            self._labels = {str(n): r.id for n, r in enumerate(entries, 1)}
            self.numbered = False
        else:
            self.numbered = True
        self._raw = {r.id: f" {key(r.raw)} " for r in references}

    def by_label(self, label: str) -> str | None:
        """Id of the reference printed with that number or label, or None."""
        return self._labels.get(label.strip().lower().lstrip("@^"))

    def by_author(self, surnames: Sequence[str], year: str | None) -> tuple[str, ...]:
        """Ids of the references by these authors (first author first), of that year where one is given.

        A letter behind the year ("2008b") picks by its print in the entry, else by order.
        """
        found = [r for r in self.references if self._written_by(r, surnames) and self._of_year(r, year)]
        if year and year[-1].isalpha() and len(found) > 1:
            printed = [r for r in found if year in r.raw]
            place = ord(year[-1]) - ord("a")
            found = printed or found[place : place + 1]
        return tuple(r.id for r in found)

    def by_link(self, url: str) -> tuple[str, ...]:
        """Ids of the references a link leads to, by DOI, PMID, PMCID or address."""
        identifiers = set(find_identifiers(url))
        plain = url.rstrip("/")
        return tuple(
            r.id
            for r in self.references
            if identifiers & set(r.identifiers) or (r.hints.url and r.hints.url.rstrip("/") == plain)
        )

    def by_container(self, name: str, year: int | None) -> tuple[str, ...]:
        """Ids of the references that appeared in the journal or book named, in that year where one is given."""
        wanted = key(name)
        if not wanted:
            return ()
        named = [r for r in self.references if r.hints.container and key(r.hints.container) == wanted]
        if not named and " " in wanted:
            named = [r for r in self.references if f" {wanted} " in self._raw[r.id]]
        return tuple(r.id for r in named if self._of_year(r, str(year) if year else None))

    def of_year(self, year: int) -> tuple[Reference, ...]:
        """References whose printed year it is."""
        return tuple(r for r in self.references if r.hints.year == year)

    def _written_by(self, reference: Reference, surnames: Sequence[str]) -> bool:
        known = self.surnames[reference.id]
        if not known:
            return bool(surnames) and all(f" {key(s)} " in self._raw[reference.id] for s in surnames)
        folded = [key(s).replace(" ", "") for s in surnames]
        return (
            bool(folded) and folded[0] in known[:3] and all(s in known or reference.hints.authors_cut for s in folded)
        )

    @staticmethod
    def _of_year(reference: Reference, year: str | None) -> bool:
        if year is None:
            return True
        if reference.hints.year is not None:
            return reference.hints.year == int(year[:4])
        return year[:4] in reference.raw or not re.search(rf"\b{_YEAR}\b", reference.raw)


def find_markers(text: str, index: ReferenceIndex, links: Iterable[Link] = (), offset: int = 0) -> tuple[Marker, ...]:
    """Markers of a text in order, without overlaps; ranges and lists are expanded.

    Numbers in square brackets and superscripts are always markers; round brackets and digits behind a full stop only
    where the article numbers its references and has all of the numbers. Links (spans shifted by `offset`) count
    where they lead to a reference.
    """
    found: list[Marker] = []
    if not _HINT.search(text):
        return _without_overlaps(_linked(text, index, links, offset))
    for pattern in (_BRACKETED, _SUPERSCRIPT):
        found += (_numeric(m, index) for m in pattern.finditer(text) if not _is_power(text, m))
    if index.numbered:
        strict = (_numeric(m, index) for p in (_ROUND, _GLUED) for m in p.finditer(text) if not _is_count(text, m))
        found += (m for m in strict if m.references and len(m.references) == len(expand_numbers(_digits(m.text))))
        found += (m for m in (_labelled(m, index) for m in _LABELLED.finditer(text)) if m is not None)
    found += _author_year(text, index)
    return _without_overlaps([*found, *_linked(text, index, links, offset)])


def expand_numbers(text: str) -> tuple[str, ...]:
    """ "1–3,5" → ("1", "2", "3", "5"). A range that runs backwards or over 100 numbers is taken as its two ends."""
    numbers: list[str] = []
    for part in re.split(r"[,;]", text):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        if len(ends) == 2 and ends[0] < ends[1] <= ends[0] + 100:
            numbers += map(str, range(ends[0], ends[1] + 1))
        else:
            numbers += map(str, ends)
    return tuple(dict.fromkeys(numbers))


def split_authors(text: str) -> tuple[str, ...]:
    """Surnames of an author-year marker: "Andersen, Kjær and Hansen" → all three, "Andersen et al." → the first."""
    names = re.split(r",\s|\s(?:and|&)\s", re.sub(rf"{_OTHERS}$", "", text.strip()))
    return tuple(n.strip() for n in names if n.strip())


def _linked(text: str, index: ReferenceIndex, links: Iterable[Link], offset: int) -> list[Marker]:
    found = []
    for link in links:
        if references := index.by_link(link.url):
            span = Span(link.span.start - offset, link.span.end - offset)
            found.append(Marker(span.slice(text), span, references))
    return found


def _author_year(text: str, index: ReferenceIndex) -> list[Marker]:
    found = [_by_author(m, 0, m[1], m[2], index) for m in _NARRATIVE.finditer(text) if _is_name(m[1])]
    groups = ((m, index.by_author((m[1],), m[2])) for m in _GROUP.finditer(text))
    found += (Marker(m.group(), Span(*m.span()), ids, m[1], narrative=True) for m, ids in groups if ids)
    for outer in _PARENTHETICAL.finditer(text):
        pieces = [m for m in _PIECE.finditer(outer[1]) if _is_name(m[1]) and _is_sure(m, index)]
        found += [replace(_by_author(m, outer.start(1), m[1], m[3], index), narrative=False) for m in pieces]
    found += [_by_author(m, 0, m[1], None, index) for m in _YEARLESS.finditer(text) if _is_name(m[1])]
    return found


def _is_sure(piece: re.Match[str], index: ReferenceIndex) -> bool:
    """ "(Smith, 2008)", "(Smith et al. 2008)", "(Smith and Jones 2008)"; "(Smith 2008)" only of a known author."""
    surnames = split_authors(piece[1])
    return bool(piece[2] or surnames != (piece[1],) or index.by_author(surnames, None))


def _by_author(found: re.Match[str], shift: int, authors: str, years: str | None, index: ReferenceIndex) -> Marker:
    surnames = split_authors(authors)
    ids: list[str] = []
    for year in re.findall(_YEAR, years) if years else [None]:
        ids += index.by_author(surnames, year)
    span = Span(found.start() + shift, found.end() + shift)
    return Marker(found.group(), span, tuple(dict.fromkeys(ids)), authors, narrative=True)


def _numeric(found: re.Match[str], index: ReferenceIndex) -> Marker:
    text = found.group().lstrip()
    start = found.end() - len(text)
    ids = (index.by_label(n) for n in expand_numbers(_digits(text)))
    return Marker(text, Span(start, found.end()), tuple(dict.fromkeys(i for i in ids if i)))


def _digits(text: str) -> str:
    return text.translate(_FROM_SUPERSCRIPT).strip("[]()^ ")


def _labelled(found: re.Match[str], index: ReferenceIndex) -> Marker | None:
    ids = [index.by_label(part) for part in re.split(r"[,;]", found[1])]
    if None in ids:
        return None
    return Marker(found.group(), Span(*found.span()), tuple(i for i in ids if i))


def _is_count(text: str, found: re.Match[str]) -> bool:
    """ "n (12)", "1 (2)": a number in brackets behind a number or a sign of count is no marker."""
    return (
        re.search(r"(?:\d|\bn|=|\btotal|\bage|\baged)\s?$", text[max(0, found.start() - 8) : found.start()]) is not None
    )


def _is_power(text: str, found: re.Match[str]) -> bool:
    """ "m²", "kg/m²", "10³": a superscript that belongs to a unit or a number."""
    before = text[max(0, found.start() - 8) : found.start()]
    return found.re is _SUPERSCRIPT and re.search(r"(?:\d|/\s?\w{1,2}|(?:^|[\s(\d])[ckmd]?m)$", before) is not None


def _is_name(authors: str) -> bool:
    return words(authors)[:1] != [] and words(authors)[0] not in _NO_NAME


def _surnames(reference: Reference) -> list[str]:
    return [surname(a) for a in reference.hints.authors if surname(a)]


def _without_overlaps(found: Iterable[Marker]) -> tuple[Marker, ...]:
    kept: list[Marker] = []
    for marker in sorted(found, key=lambda m: (m.span.start, -m.span.end)):
        if not kept or marker.span.start >= kept[-1].span.end:
            kept.append(marker)
    return tuple(kept)
