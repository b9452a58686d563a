"""Records of one work → Work: field by field, by a written order of trust, with dissent kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from functools import cache
from typing import Any

from neckref.model import SCHEMES, Dissent, Fields, Identifier, Name, Record, Sourced, Update, Work
from neckref.text.names import same_initials, surname
from neckref.text.normalise import key
from neckref.text.similarity import abbreviates, similarity, squeeze

TRUST: dict[str, tuple[str, ...]] = {
    "": ("crossref", "datacite", "pubmed", "europepmc", "opencitations", "unpaywall", "semanticscholar", "openalex"),
    "mesh": ("pubmed", "europepmc", "openalex"),
    "publication_types": ("pubmed", "europepmc"),
    "abstract": ("pubmed", "europepmc", "crossref", "datacite"),
    "language": ("pubmed", "europepmc", "crossref"),
    "cited_by_count": ("openalex", "crossref", "europepmc", "semanticscholar"),
    "pmid": ("pubmed", "europepmc"),
    "pmcid": ("pubmed", "europepmc"),
    "openalex": ("openalex",),
    "s2": ("semanticscholar",),
}
"""Most trusted first, by field or scheme; "" is the order for all others and continues every row. A source that
stands nowhere comes after these, and the bundled snapshot last of all.

Crossref and DataCite hold what the publisher registered; NLM indexes MeSH, publication types and its own numbers by
hand; OpenAlex merges records by machine and takes in fake copies, so it is asked last.
"""
LAST = "snapshot"
COPY_PREFIXES = ("10.65215/",)
"""DOI prefixes that re-post other people's papers under a new DOI and outrank them in search."""

_FIELD_NAMES = tuple(f.name for f in dataclass_fields(Fields))
_DATE = ("year", "month", "day")
_UNION = frozenset({"issn", "relations"})
_NO_DISSENT = frozenset({"cited_by_count", "url", "summary", "design", "population", "issn", "relations"})
"""Counts and addresses differ between sources by nature; a summary is one compiler's own words."""


def merge_records(records: Sequence[Record]) -> Work:
    """The work that `records` (at least one) describe; see TRUST. Raises ValueError without records."""
    if not records:
        raise ValueError("merge_records needs at least one record")
    ordered = [r for r, _ in _by_trust([(r, None) for r in records], "")]
    sourced: dict[str, Sourced] = {}
    for name in _FIELD_NAMES:
        said = [(r, value) for r in records if (value := getattr(r.fields, name)) not in (None, (), "")]
        if name in _DATE:
            said = [(r, value) for r, value in said if _same_so_far(name, r.fields, sourced)]
        if said:
            said = _by_trust(said, name)
            sourced[name] = _merge_updates(said) if name == "updates" else _merge_field(name, said)
    identifiers = _merge_identifiers(records, sourced)
    merged = Fields(**{name: s.value for name, s in sourced.items() if name in _FIELD_NAMES})
    work_id = str(identifiers[0]) if identifiers else f"record:{ordered[0].source}/{ordered[0].id}"
    return Work(work_id, identifiers, merged, sourced, tuple(dict.fromkeys((r.source, r.id) for r in ordered)))


def same_value(name: str, a: Any, b: Any) -> bool:
    """Whether two values of a field say the same but for form (case, accents, abbreviation, initials)."""
    if a == b:
        return True
    compare = _COMPARE.get(name)
    if compare is not None:
        return compare(a, b)
    if isinstance(a, str) and isinstance(b, str):
        return squeeze(a) == squeeze(b)
    if isinstance(a, tuple) and isinstance(b, tuple) and all(isinstance(v, str) for v in (*a, *b)):
        return {key(v) for v in a} == {key(v) for v in b}
    return False


def _by_trust(said: Sequence[tuple[Record, Any]], name: str) -> list[tuple[Record, Any]]:
    if len(said) == 1:
        return list(said)
    rank = _ranks(name)
    return sorted(said, key=lambda s: (_is_copy(s[0]), s[0].source == LAST, rank.get(s[0].source, len(rank))))


@cache
def _ranks(name: str) -> dict[str, int]:
    return {source: i for i, source in enumerate(dict.fromkeys((*TRUST.get(name, ()), *TRUST[""])))}


def _same_so_far(name: str, fields: Fields, sourced: Mapping[str, Sourced]) -> bool:
    """Whether a record names the merged year (for a month), or year and month (for a day): the month of one year,
    such as that of the issue online, says nothing of another year."""
    coarser = _DATE[: _DATE.index(name)]
    return all(part in sourced and getattr(fields, part) == sourced[part].value for part in coarser)


def _is_copy(record: Record) -> bool:
    return any(i.scheme == "doi" and i.value.startswith(COPY_PREFIXES) for i in record.identifiers)


def _merge_field(name: str, said: Sequence[tuple[Record, Any]]) -> Sourced:
    """The most trusted value that its source does not mark as unverified (else the most trusted one), in its
    fullest form."""
    firm = [(r, v) for r, v in said if name not in r.unverified]
    _, value = (firm or said)[0]
    agreeing = [(r, v) for r, v in said if same_value(name, value, v)]
    if name in _UNION:
        value = tuple(dict.fromkeys(item for _, values in said for item in values))
        agreeing = list(said)
    else:
        for _, other in agreeing:
            value = _fuller(name, value, other)
    return _sourced(name, value, agreeing, [] if name in _NO_DISSENT else said)


def _sourced(
    name: str, value: Any, agreeing: Sequence[tuple[Record, Any]], said: Sequence[tuple[Record, Any]]
) -> Sourced:
    by = tuple(dict.fromkeys(r.source for r, _ in agreeing))
    others: dict[tuple[str, Any], Dissent] = {}
    for record, other in said:
        if not any(record is r and other is v for r, v in agreeing):
            others.setdefault((record.source, repr(other)), Dissent(record.source, other))
    verified = any(name not in r.unverified for r, _ in agreeing)
    return Sourced(value, by, tuple(others.values()), verified)


def _merge_updates(said: Sequence[tuple[Record, Any]]) -> Sourced:
    """Union of the notices, one each kind and notice; `asserted_by` names everybody who says it."""
    merged: dict[tuple[str, Identifier | None], tuple[Update, list[str]]] = {}
    for record, updates in said:
        for update in updates:
            known, by = merged.setdefault((update.kind, update.notice), (update, []))
            by.append(_asserted(update, record.source))
            if len(update.date or "") > len(known.date or ""):
                merged[update.kind, update.notice] = (replace(known, date=update.date), by)
    for kind, notice in [k for k in merged if k[1] is None]:
        named = next((k for k in merged if k[0] == kind and k[1] is not None), None)
        if named:  # a mark without its notice is the same event as the notice of that kind
            merged[named][1].extend(merged.pop((kind, notice))[1])
    value = tuple(replace(u, asserted_by=", ".join(dict.fromkeys(by))) for u, by in merged.values())
    return Sourced(value, tuple(dict.fromkeys(r.source for r, _ in said)))


def _asserted(update: Update, source: str) -> str:
    """The source, with where it has it from: "crossref (publisher)"."""
    origin = update.asserted_by
    return f"{source} ({origin})" if origin and squeeze(origin) != squeeze(source) else source


def _merge_identifiers(records: Sequence[Record], sourced: dict[str, Sourced]) -> tuple[Identifier, ...]:
    kept: list[Identifier] = []
    genuine = any(not _is_copy(r) for r in records)
    for scheme in SCHEMES:
        said = _by_trust([(r, i.value) for r in records for i in r.identifiers if i.scheme == scheme], scheme)
        if genuine:  # a copy's DOI is not the work's
            said = [s for s in said if not s[1].startswith(COPY_PREFIXES)]
        if not said:
            continue
        merged = _merge_field(scheme, said)
        sourced[scheme] = merged
        kept.append(Identifier(scheme, merged.value))
        if scheme in ("isbn", "url"):
            kept += (Identifier(scheme, v) for v in dict.fromkeys(v for _, v in said) if v != merged.value)
    return tuple(kept)


def _same_journal(a: str, b: str) -> bool:
    return squeeze(a) == squeeze(b) or abbreviates(a, b) or abbreviates(b, a)


def _same_authors(a: Sequence[Name], b: Sequence[Name]) -> bool:
    """Whether the shorter list is a beginning of the longer, person by person."""
    return all(
        (surname(x) == surname(y) or squeeze(str(x)) == squeeze(str(y))) and same_initials(x, y) is not False
        for x, y in zip(a, b, strict=False)
    )


def split_pages(pages: str) -> tuple[str, str | None]:
    """First and last page, both whole: "703-11" → ("703", "711"), "e77" → ("e77", None)."""
    parts = [p for p in re.split(r"\s*[-–—‐‑]+\s*", pages.strip().casefold()) if p]
    if len(parts) < 2:
        return (parts[0] if parts else "", None)
    first, last = parts[0], parts[1]
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, None if last == first else last


def _same_pages(a: str, b: str) -> bool:
    (first, last), (other_first, other_last) = split_pages(a), split_pages(b)
    return first == other_first and (last == other_last or last is None or other_last is None)


def _same_abstract(a: str, b: str) -> bool:
    return similarity(a[:2000], b[:2000]) >= 0.8


def _same_number(a: str, b: str) -> bool:
    return squeeze(a).lstrip("0") == squeeze(b).lstrip("0")


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "journal": _same_journal,
    "authors": _same_authors,
    "pages": _same_pages,
    "abstract": _same_abstract,
    "volume": _same_number,
    "issue": _same_number,
}


def _fuller(name: str, value: Any, other: Any) -> Any:
    """The fuller of two forms of one value."""
    if name == "authors":
        return _fuller_authors(value, other)
    if name == "journal":
        return other if abbreviates(value, other) else value
    if name == "pages":
        first, last = split_pages(value)
        other_last = split_pages(other)[1]
        if last is None:
            last = other_last
        return f"{first}-{last}" if last and first.isdigit() else max(value, other, key=len) if last else value
    if name == "title":
        return value.rstrip()[:-1] if value.endswith(".") and not value.endswith("..") else value
    return value


def _fuller_authors(a: tuple[Name, ...], b: tuple[Name, ...]) -> tuple[Name, ...]:
    long = a if len(a) >= len(b) else b
    pairs: Iterable[tuple[Name, Name]] = zip(a, b, strict=False)
    full = tuple(y if len(y.given or "") > len(x.given or "") and y.family else x for x, y in pairs)
    return (*full, *long[len(full) :])
