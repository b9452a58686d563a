"""Tagged reference strings: reading them, halving them, and comparing fields exactly."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from lxml import etree

Fields = list[tuple[str, str]]
"""(field, text as printed), in reading order."""

LABELS = {
    "citation-number": "number",
    "container-title": "container",
    "collection-title": "collection",
    "translator": "editor",
    "director": "editor",
    "producer": "editor",
    "medium": "note",
    "source": "note",
    "pmcid": "pmid",
}
"""Tags of the data → fields of the tagger; other tags are fields by their own name."""
SAME = {"journal": "container-title", "container": "container-title", "editor": "editor"}
"""Fields of the tagger → names in the table of results."""


def read_tagged(path: Path) -> list[Fields]:
    """One list of fields an entry; text inside is joined by single blanks."""
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    entries = []
    for sequence in root:
        fields = [
            (LABELS.get(e.tag, e.tag), " ".join("".join(e.itertext()).split()))
            for e in sequence
            if isinstance(e.tag, str)
        ]
        entries.append([(name, text) for name, text in fields if text])
    return [e for e in entries if e]


def raw_text(fields: Fields) -> str:
    """The string the fields were tagged in: joined by single blanks."""
    return " ".join(text for _, text in fields)


def half_of(text: str) -> str:
    """ "choose" or "report": by the hash of the string, so that the halves never change."""
    return "report" if hashlib.sha256(text.encode()).digest()[0] & 1 else "choose"


def fingerprint(text: str) -> str:
    """A few digits by which weights remember the strings they were trained on."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def normalise(text: str) -> str:
    """Trimmed of punctuation and blanks at the ends; nothing else is forgiven."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", " ".join(text.split()))


def count_fields(fields: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Fields under their names in the results, normalised; what is empty then is left out."""
    named = ((SAME.get(name, name), normalise(text)) for name, text in fields)
    return Counter((name, text) for name, text in named if text)


def tally(gold: Sequence[Fields], found: Sequence[Sequence[tuple[str, str]]]) -> dict[str, tuple[int, int, int]]:
    """For each field how many were right, found and there."""
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for a, b in zip(gold, found, strict=True):
        want, have = count_fields(a), count_fields(b)
        for (name, text), n in want.items():
            there[name] += n
            right[name] += min(n, have[name, text])
        for (name, _), n in have.items():
            given[name] += n
    return {name: (right[name], given[name], there[name]) for name in there | given}
