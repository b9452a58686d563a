"""A .bib file that was read, written back: what the records know better is put in, everything else stays as it was."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateFieldKeyBlock, Entry

from neckref.exporters._files import agreeing, rewrite
from neckref.model import Article, EvidenceMap, Reference, Work
from neckref.text.latex import decode_latex

MEDIA_TYPE = "application/x-bibtex"
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_EQUALS = re.compile(r"\s*=\s*")
_PUBLISHERS = ("institution", "organization", "publisher", "school")
# Which field of a work a field of the file is about.
_ABOUT = {
    "author": "authors",
    "booktitle": "journal",
    "eid": "pages",
    "eprint": "pmid",
    "journaltitle": "journal",
    "number": "issue",
    **dict.fromkeys(_PUBLISHERS, "publisher"),
}
# Where a file has one of the fields on the right, the one on the left is not added to it.
_SAYS_THE_SAME = {
    **dict.fromkeys(_PUBLISHERS, _PUBLISHERS),
    "author": ("editor",),
    "booktitle": ("journal", "journaltitle"),
    "date": ("year",),
    "eprint": ("pmid",),
    "eprinttype": ("pmid", "eprint"),
    "howpublished": ("url",),
    "journal": ("journaltitle", "booktitle"),
    "journaltitle": ("journal", "booktitle"),
    "month": ("date",),
    "number": ("issue",),
    "pages": ("eid",),
    "pmid": ("eprint",),
    "series": ("booktitle",),
    "url": ("doi", "howpublished"),
    "year": ("date",),
}
_ITS_OWN = {"eprinttype", "howpublished", "issn", "series", "type", "url"}
"""Fields that are not replaced: the records' word is one of several right ones."""
_IDENTIFIERS = {"doi", "eprint", "eprinttype", "note", "pmcid", "pmid", "x-unverified"}
"""What an entry that takes its fields from another one (`crossref`) may still lack."""

Fields = Callable[[Work], tuple[str, Iterable[tuple[str, str | None]]]]
"""Work → (entry type, fields as they stand in a .bib file)."""


def update_bib(emap: EvidenceMap, article: Article, fields: Fields) -> str:
    """The file's text with the entries of resolved references brought up to date, value by value. Keys, order, entry
    types, unknown fields, comments, @strings, layout and what could not be read stay as they are, and so does a value
    that says the same."""
    return rewrite(emap, article, lambda reference, work: _updated(reference, work, fields))


def _updated(reference: Reference, work: Work, fields: Fields) -> str:
    entry = next(iter(parse_string(reference.raw, parse_stack=[]).blocks), None)
    if not isinstance(entry, Entry) or isinstance(entry, DuplicateFieldKeyBlock):
        return reference.raw  # which of two values counts is not ours to decide
    ours = {name: value for name, value in fields(work)[1] if value is not None}
    known = {field.key.lower() for field in entry.fields}
    same = agreeing(reference, work) | ({"title"} if "subtitle" in known else set())
    raw, parts, at, gap = reference.raw, [], 0, "\n  "
    for field in entry.fields:
        name, old = field.key.lower(), str(field.value)
        start, gap = _place(raw, at, field.key, old)
        new = _value(name, old, ours.get(name, old), same)
        parts += [raw[at:start], new]
        at = start + len(old)
    missing = [f"{name} = {value}" for name, value in ours.items() if _is_missing(name, known)]
    return "".join([*parts, _with(raw[at:], missing, gap, bool(entry.fields))])


def _place(raw: str, at: int, key: str, value: str) -> tuple[int, str]:
    """Where the value of the next field of that name begins, and the blanks before the name."""
    while True:
        start = raw.index(key, at)
        at = start + len(key)
        equals = _EQUALS.match(raw, at)
        if equals and raw.startswith(value, equals.end()):
            return equals.end(), raw[len(raw[:start].rstrip()) : start]


def _value(name: str, old: str, new: str, same: frozenset[str]) -> str:
    if name == "note":  # somebody's own words, to which ours are added
        kept, added = _unwrapped(old), _unwrapped(new)
        return old if added in kept or old[:1] not in '{"' else f"{old[0]}{kept}. {added}{old[-1]}"
    if name in _ITS_OWN or _ABOUT.get(name, name) in same or _looks_same(old, new):
        return old
    return new


def _is_missing(name: str, known: set[str]) -> bool:
    if "crossref" in known and name not in _IDENTIFIERS:
        return False
    if name == "type":  # the file's entry type says it
        return False
    return name not in known and known.isdisjoint(_SAYS_THE_SAME.get(name, ()))


def _with(rest: str, missing: list[str], gap: str, any_before: bool) -> str:
    """What stands behind the last value of an entry, with fields put in before it."""
    if not missing:
        return rest
    fields = f",{gap}".join(missing)
    if any_before:
        return f",{gap}{fields}{rest}"
    start = rest[:-1].rstrip()  # "@misc{key" or "@misc{key,"
    return f"{start.removesuffix(',')},{gap}{fields}\n{rest[-1]}"


def _looks_same(old: str, new: str) -> bool:
    """Whether two values say the same but for LaTeX notation, case, dashes and blanks."""
    a, b = (decode_latex(_unwrapped(v)).casefold().replace("\u2013", "-").replace("--", "-") for v in (old, new))
    return a == b


def _unwrapped(value: str) -> str:
    return value[1:-1] if value[:1] + value[-1:] in ("{}", '""') else value
