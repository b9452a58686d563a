"""What the bibliography formats share: which works, under which keys, and strings that are safe in a line."""

from __future__ import annotations

import re
from itertools import chain, count

from neckref.model import EvidenceMap, Fields, Identifier, Reference, Sourced, Work
from neckref.text.citekeys import citekeys
from neckref.text.identifiers import url_of

FILES = frozenset(
    (
        "application/nbib",
        "application/vnd.citationstyles.csl+json",
        "application/x-bibtex",
        "application/x-research-info-systems",
    )
)
"""Media types of articles that are bibliographies."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# What XML 1.0 forbids (§2.2 Char), with C1 controls and bidi overrides, which have no place in a field either.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_NOTHING_VERIFIED = {"all": Sourced(None, ("file",), verified=False)}
_NO_KEY = re.compile(r"[^\w:./+-]+")
_UNSEEN = re.compile("[\u00ad\u180e\u200b\u2060\ufeff]")
_BREAK = re.compile("[\\s\x85\u2028\u2029]+")


def bibliography_works(emap: EvidenceMap) -> tuple[Work, ...]:
    """The works a bibliography holds: those the article cites, or all where no reference is matched."""
    by_id = {w.id: w for w in emap.works}
    ids = dict.fromkeys(m.work for m in emap.matches if m.resolved)
    return tuple(by_id[i] for i in ids if i in by_id) if emap.matches else emap.works


def keyed_works(emap: EvidenceMap) -> list[tuple[str, Work]]:
    """(citation key, work) of each work a bibliography holds, sorted by key.

    Where the article is itself a bibliography file: of each of its entries, in its order and under its own key; an
    entry without a record is a work that says what the file says, with nothing verified.
    """
    if emap.article and emap.article.media_type in FILES:
        return _keyed_entries(emap, own_keys=emap.article.media_type != "application/nbib")
    works = bibliography_works(emap)
    keys = citekeys(works)
    return sorted(((keys[w.id], w) for w in works), key=lambda pair: pair[0])


def _keyed_entries(emap: EvidenceMap, *, own_keys: bool) -> list[tuple[str, Work]]:
    known = {w.id: w for w in emap.works}
    resolved = {m.reference: known.get(m.work or "") for m in emap.matches if m.resolved}
    works = [resolved.get(r.id) or _as_printed(r) for r in emap.references]
    ours, taken = citekeys({w.id: w for w in works}.values()), set[str]()
    keyed = []
    for reference, work in zip(emap.references, works, strict=True):
        base = (_NO_KEY.sub("", reference.marker or "") if own_keys else "") or ours[work.id]
        key = next(k for k in chain([base], (f"{base}-{n}" for n in count(2))) if k not in taken)
        taken.add(key)
        keyed.append((key, work))
    return keyed


def _as_printed(reference: Reference) -> Work:
    hints = reference.hints
    said = {
        "title": hints.title, "authors": hints.authors, "year": hints.year, "month": hints.month, "day": hints.day,
        "journal": hints.container, "volume": hints.volume, "issue": hints.issue, "pages": hints.pages,
        "publisher": hints.publisher, "type": hints.type, "url": hints.url,
    }  # fmt: skip
    said = {name: value for name, value in said.items() if value}
    return Work(reference.id, reference.identifiers, Fields(**said), _NOTHING_VERIFIED)  # type: ignore[arg-type]


def clean(text: str) -> str:
    """Without characters that XML forbids and without controls; line breaks stay."""
    return text if text.isprintable() else _UNSAFE.sub("", text)


def one_line(text: str | None) -> str:
    """Clean and on one line: every run of blanks and breaks (CR, NEL, U+2028, …) is one blank, and characters that take
    no room (zero-width blanks, soft hyphens) are gone."""
    if not text:
        return ""
    if text.isprintable() and "  " not in text:  # neither controls nor breaks: the usual case, ten times faster
        return text.strip()
    return _BREAK.sub(" ", _UNSEEN.sub("", clean(text))).strip()


def web_address(work: Work) -> str | None:
    """Where a reader finds the work: its own http(s) address, else that of its most trusted identifier."""
    url = one_line(work.fields.url)
    if url.lower().startswith(("http://", "https://")):
        return url
    identifiers = (Identifier(i.scheme, one_line(i.value)) for i in work.identifiers)
    return next((u for i in identifiers if (u := url_of(i)) and u.startswith(("http://", "https://"))), None)


def retraction_note(work: Work) -> str | None:
    """ "Retraction 2013-05-01", for the note field; None where no notice is known or the latest one reinstates."""
    notice = work.retraction
    return one_line(f"{notice.kind.capitalize()} {notice.date or ''}") if notice else None


def unverified(work: Work) -> list[str]:
    """Names of the fields that nobody who says them has verified, sorted."""
    return sorted(name for name, sourced in work.sourced.items() if not sourced.verified)


def pages(work: Work) -> tuple[str, str]:
    """(first, last) page; last is "" for one page or an article number."""
    first, _, last = re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", one_line(work.fields.pages)).partition("-")
    return first, last
