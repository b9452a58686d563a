"""CSL-JSON, what citeproc processors, Zotero and pandoc read."""

from __future__ import annotations

import json
import re
from typing import Any

from neckref.exporters._files import agreeing, rewrite
from neckref.exporters._works import (
    keyed_works,
    one_line,
    pages,
    retraction_note,
    unverified,
    web_address,
)
from neckref.model import EvidenceMap, Name, Reference, Work
from neckref.text.display import json_text
from neckref.text.latex import plain_title

Item = dict[str, Any]

# csl-data.json of CSL 1.0.2, items/properties/type/enum; a processor refuses a file with any other word.
_CSL_WORDS = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection "
    "dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case "
    "legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance "
    "periodical personal_communication post post-weblog regulation report review review-book software song speech "
    "standard thesis treaty webpage"
)
_TYPES = frozenset(_CSL_WORDS.split())

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
# Which field of a work a variable is about; those that stand nowhere here are not replaced in a file.
_ABOUT = {
    "title": "title",
    "author": "authors",
    "issued": "date",
    "container-title": "journal",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "publisher": "publisher",
    "DOI": "doi",
    "PMID": "pmid",
    "PMCID": "pmcid",
}
# Where an item has one of the variables on the right, the one on the left is not added to it.
_SAYS_THE_SAME = {"author": ("editor",), "URL": ("DOI",)}
_INNER = re.compile(r"\n([ \t]+)\S")
_OUTER = re.compile(r"\n([ \t]*)\}$")


def export(emap: EvidenceMap) -> str:
    """A JSON array with an item a cited work, sorted by key; what CSL has no variable for stands in `custom`. Where the
    article is itself a CSL-JSON file, that file brought up to date."""
    if emap.article and emap.article.media_type == MEDIA_TYPE:
        return rewrite(emap, emap.article, _updated)
    return json_text(csl_items(emap))


def _updated(reference: Reference, work: Work) -> str:
    """The item as it was, with what the records know better; its id, its order and unknown variables stay."""
    item, same = json.loads(reference.raw, strict=False, parse_constant=lambda _: None), agreeing(reference, work)
    new = dict(item)
    for name, value in csl_item("", work).items():
        if name not in item:
            new |= {name: value} if item.keys().isdisjoint(_SAYS_THE_SAME.get(name, ())) else {}
        elif name == "note":
            kept = str(item[name] or "")
            new[name] = item[name] if value in kept else f"{kept}. {value}" if kept else value
        elif name == "custom" and isinstance(item[name], dict):
            new[name] = item[name] | value
        elif name in _ABOUT and _ABOUT[name] not in same:
            new[name] = value
    if new == item:
        return reference.raw
    return _laid_out(new, reference.raw)


def _laid_out(item: Item, like: str) -> str:
    """The item as JSON, on one line or indented, as it was."""
    inner, outer = _INNER.search(like), _OUTER.search(like)
    if not inner:
        return json.dumps(item, ensure_ascii=False)
    base = outer[1] if outer else ""
    return json.dumps(item, ensure_ascii=False, indent=inner[1].removeprefix(base) or 2).replace("\n", "\n" + base)


def csl_items(emap: EvidenceMap) -> list[Item]:
    """The cited works as CSL-JSON items (schema of CSL 1.0.2), sorted by key."""
    return [csl_item(key, work) for key, work in keyed_works(emap)]


def csl_item(key: str, work: Work) -> Item:
    """One work as an item; absent variables are left out."""
    fields = work.fields
    first, last = pages(work)
    item = {
        "id": key,
        "type": _type(work),
        "title": one_line(plain_title(fields.title or "")),
        "author": [n for n in map(_name, fields.authors) if n],
        "issued": _issued(work),
        "container-title": one_line(fields.journal),
        "volume": one_line(fields.volume),
        "issue": one_line(fields.issue),
        "page": f"{first}-{last}" if last else first,
        "publisher": one_line(fields.publisher),
        "language": one_line(fields.language),
        "ISSN": ", ".join(one_line(i) for i in fields.issn),
        "ISBN": one_line(work.identifier("isbn")),
        "DOI": one_line(work.doi),
        "PMID": one_line(work.identifier("pmid")),
        "PMCID": one_line(work.identifier("pmcid")),
        "URL": web_address(work),
        "note": retraction_note(work),
        "custom": {"unverified": unverified(work)} if unverified(work) else None,
    }
    return {name: value for name, value in item.items() if value}


def _type(work: Work) -> str:
    if work.fields.type is None and work.fields.journal:
        return "article-journal"
    return work.fields.type if work.fields.type in _TYPES else "document"


def _name(name: Name) -> dict[str, str]:
    """A CSL name; small words before the family name are its particle, so that styles sort it right."""
    if not name.family:
        literal = one_line(name.literal or name.given)
        return {"literal": literal} if literal else {}
    words = one_line(name.family).split(" ")
    start = 0
    while start < len(words) - 1 and words[start].islower():
        start += 1
    parts = {
        "family": " ".join(words[start:]),
        "given": one_line(name.given),
        "non-dropping-particle": " ".join(words[:start]),
        "suffix": one_line(name.suffix),
    }
    return {part: value for part, value in parts.items() if value}


def _issued(work: Work) -> dict[str, list[list[int]]] | None:
    parts: list[int] = []
    for part in (work.fields.year, work.fields.month, work.fields.day):
        if not part:
            break
        parts.append(part)
    return {"date-parts": [parts]} if parts else None
