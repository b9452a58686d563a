"""Reference → Query: what to ask a source's search for one loose reference."""

from __future__ import annotations

import re

from neckref.model import Query, Reference
from neckref.text.names import surname

_SURNAMES = 3
_FEW_WORDS = 6
_LONGEST = 400
_NOT_WORDS = re.compile(r"https?://\S+|\b(?:doi|pmid|pmcid)\b\s*:?\s*\S+|\b10\.\d{4,9}/\S+", re.I)


def build_query(reference: Reference) -> Query | None:
    """The search for a reference, or None where it holds too little to search by (fewer than two words).

    With a title the text is title, up to three surnames and year: surnames and year raise the right record above
    look-alikes. A title of few words ("Editorial", or a journal taken for one) gets the place added. Without a title
    it is people, container, volume, page and year; failing a container, the printed text without addresses and
    identifiers, which bibliographic searches take as it is.
    """
    hints = reference.hints
    surnames = tuple(dict.fromkeys(n.family or n.literal or "" for n in hints.authors if surname(n)))[:_SURNAMES]
    first_page = re.split(r"[-–—,\s]", hints.pages.strip(), maxsplit=1)[0] if hints.pages else None
    year = str(hints.year) if hints.year else None
    place = [hints.container, hints.volume, first_page]
    if hints.title:
        parts = [hints.title, *surnames, *(place if len(hints.title.split()) < _FEW_WORDS else ()), year]
    elif hints.container:
        parts = [*surnames, *place, year]
    else:
        parts = [_NOT_WORDS.sub(" ", reference.raw)]
    text = " ".join(" ".join(part for part in parts if part).split())[:_LONGEST]
    if len(text.split()) < 2:
        return None
    return Query(text, hints.title, surnames, hints.year, hints.container, hints.volume, first_page or None)
