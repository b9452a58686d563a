"""A .bib file that was read, written back: what the records know better is put in, everything else stays as it was."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateFieldKeyBlock, Entry

from neckref.model import Article, EvidenceMap, Reference, Work
from neckref.text.latex import decode_latex

MEDIA_TYPE = "application/x-bibtex"
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_KIND = re.compile(r"@\s*\w+")
# Where a file has the field on the right, the one on the left is not added to it.
_SAYS_THE_SAME = {
    "journal": ("journaltitle", "booktitle"),
    "journaltitle": ("journal", "booktitle"),
    "booktitle": ("journal", "journaltitle"),
    "year": ("date",),
    "month": ("date",),
    "date": ("year",),
    "author": ("editor",),
    "eprint": ("pmid",),
    "eprinttype": ("pmid", "eprint"),
    "pmid": ("eprint",),
    "number": ("issue",),
    "howpublished": ("url",),
}

_HINTS = {
    "booktitle": "container",
    "journal": "container",
    "journaltitle": "container",
    "publisher": "publisher",
    "title": "title",
}

Fields = Callable[[Work], tuple[str, Iterable[tuple[str, str | None]]]]
"""Work → (entry type, fields as they stand in a .bib file)."""


def update_bib(emap: EvidenceMap, article: Article, fields: Fields) -> str:
    """The file's text with the entries of resolved references brought up to date. Keys, order, entry types, unknown
    fields, comments, @strings and what could not be read stay as they are, and so does a value that says the same."""
    works = {w.id: w for w in emap.works}
    resolved = {m.reference: works[m.work] for m in emap.matches if m.resolved and m.work in works}
    parts, at = [], 0
    for reference in sorted(emap.references, key=lambda r: r.span):
        work, entry = resolved.get(reference.id), _parse(reference.raw)
        if work is None or entry is None or reference.span.start < at:
            continue
        parts += [article.text[at : reference.span.start], _update(entry, reference, dict(fields(work)[1]))]
        at = reference.span.end
    return "".join([*parts, article.text[at:]])


def _parse(raw: str) -> Entry | None:
    block = next(iter(parse_string(raw, parse_stack=[]).blocks), None)
    if isinstance(block, DuplicateFieldKeyBlock):
        return None  # which of the two values counts is not ours to decide
    return block if isinstance(block, Entry) else None


def _update(entry: Entry, reference: Reference, ours: dict[str, str | None]) -> str:
    known = {field.key.lower() for field in entry.fields}
    lines, changed = [], False
    for field in entry.fields:
        old, new = str(field.value), ours.get(field.key.lower())
        if new is not None and not _same(_meant(field.key.lower(), old, reference), new):
            old, changed = new, True
        lines.append(f"  {field.key} = {old},")
    for name, value in ours.items():
        if value is not None and name not in known and known.isdisjoint(_SAYS_THE_SAME.get(name, ())):
            lines.append(f"  {name} = {value},")
            changed = True
    if not changed:
        return reference.raw
    kind = _KIND.match(reference.raw)
    return "\n".join([f"{kind[0] if kind else '@misc'}{{{entry.key},", *lines, "}"])


def _meant(name: str, value: str, reference: Reference) -> str:
    """The value, or what the reader took it for where it is the name of a @string."""
    hint = getattr(reference.hints, _HINTS.get(name, ""), None)
    return hint if hint and value[:1] not in '{"' else value


def _same(old: str, new: str) -> bool:
    """Whether two values say the same but for LaTeX notation, case, dashes and blanks."""
    a, b = (decode_latex(_unwrapped(v)).casefold().replace("\u2013", "-").replace("--", "-") for v in (old, new))
    return a == b


def _unwrapped(value: str) -> str:
    return value[1:-1] if value[:1] + value[-1:] in ("{}", '""') else value
