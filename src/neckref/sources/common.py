"""What all sources share: careful reading of loose payloads, batches, and errors turned into answers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

from neckref.errors import BadAnswer, SourceError
from neckref.http import Answer
from neckref.model import Citation, Fields, Found, Identifier, Lookup, Name, NotFound, Record, Unavailable
from neckref.text.identifiers import parse_doi

# Only tags that titles and abstracts really carry: "p<0.05 and q>3" must stay as it is.
_TAG = re.compile(
    r"</?(?:(?:jats|mml|m|xhtml|ns\d*|tp):[\w-]+|i|b|u|em|strong|sub|sup|sc|scp|smallcaps|tt|small|span|div|br|p|h[1-6]"
    r"|sec|title|label|bold|italic|underline|inline-formula|tex-math|math|mi|mo|mn|mrow|msub|msup|msubsup|mtext|mover"
    r"|mfrac|msqrt|mspace|mstyle|semantics|annotation|inf|roman|list|list-item|ul|ol|li|a|font|ext-link|xref|abstract)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.I,
)
_BLOCK = re.compile(r"</?(?:jats:)?(?:p|sec|div|list|list-item|ul|ol|li|br|abstract)(?:\s[^<>]{0,300})?/?>", re.I)
_HEADING = re.compile(r"<((?:jats:)?title|h[1-6])(?:\s[^<>]{0,300})?>(.{0,300}?)</\1\s*>", re.I | re.S)
_NO_LABEL = frozenset({"abstract", "summary abstract", "graphical abstract", "author summary", ""})


def text_of(value: object) -> str | None:
    """A string or number as text with blanks folded, or None for anything else and for the empty string."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def plain(value: object) -> str | None:
    """Text of a title: tags dropped with their content kept, entities resolved, blanks folded; or None."""
    if not isinstance(value, str):
        return None
    text = value
    for _ in range(2):  # "&amp;lt;i&amp;gt;": markup that was escaped once too often
        text = unescape(_TAG.sub("", text))
    return " ".join(text.split()) or None


def without_stop(title: str | None) -> str | None:
    """The title without the full stop that PubMed, and whoever copies from it, puts at its end."""
    if title is None or title.endswith(".."):
        return title
    return title.removesuffix(".").rstrip() or None


def plain_abstract(value: object) -> str | None:
    """Text of an abstract in JATS or HTML: one line a paragraph, "LABEL: text" for headed parts; or None.

    A leading heading "Abstract" is dropped.
    """
    if not isinstance(value, str):
        return None
    text = unescape(value) if "&lt;" in value and "<" not in value else value
    lines: list[str] = []
    label = ""
    at = 0
    for heading in [*_HEADING.finditer(text), None]:
        chunk = text[at : heading.start() if heading else len(text)]
        paragraphs = [p for p in map(plain, _BLOCK.split(chunk)) if p]
        if paragraphs and label:
            paragraphs[0] = f"{label}: {paragraphs[0]}"
        lines += paragraphs
        if heading:
            label = (plain(heading[2]) or "").rstrip(" :.")
            label = "" if label.casefold() in _NO_LABEL else label
            at = heading.end()
    return "\n".join(lines) or None


def search_words(text: str) -> str:
    """The words of a title as a search understands them: without the signs and words that query languages give a
    meaning to (quotes, colons, brackets, commas, bars; AND, OR, NOT), possessives and single letters. At most 300
    characters."""
    plain_text = re.sub(r"['\u2019]s\b", "", text)
    found = re.findall(r"[^\W_]+(?:['\u2019-][^\W_]+)*", plain_text)
    kept = [w for w in found if w not in ("AND", "OR", "NOT") and (len(w) > 1 or w.isdigit())]
    return " ".join(kept)[:300]


def table(value: object) -> Mapping[str, Any]:
    """The value where it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def tables(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list; other items are left out."""
    return [item for item in rows(value) if isinstance(item, dict)]


def first_text(value: object) -> str | None:
    """The first usable title-like text of a list (Crossref gives titles as lists), or of a bare string."""
    return next((t for t in map(plain, value if isinstance(value, list) else [value]) if t), None)


def number(value: object, low: int = 0, high: int = 10**9) -> int | None:
    """A whole number within bounds, also from digits in a string; or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,9}\s*", value):
        value = int(value)
    return value if isinstance(value, int) and low <= value <= high else None


def date_parts(year: object, month: object = None, day: object = None) -> tuple[int | None, int | None, int | None]:
    """(year, month, day), each None where it or the part before it is missing or senseless."""
    y = number(year, 1400, 2200)
    m = number(month, 1, 12) if y else None
    return y, m, number(day, 1, 31) if m else None


def iso_date(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """An ISO date as precise as the parts are, or None."""
    if year is None:
        return None
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)])


def parse_iso_date(value: object) -> tuple[int | None, int | None, int | None]:
    """(year, month, day) of a string that begins like an ISO date ("2008", "2008-05", "2008-05-01T…")."""
    found = re.match(r"\s*(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", value) if isinstance(value, str) else None
    return date_parts(*found.groups()) if found else (None, None, None)


def parse_whole_date(value: object) -> tuple[int | None, int | None, int | None]:
    """(year, month, day) of a date from a source that only has whole dates, and fills in the first of the month, or of
    January, for what it does not know (OpenAlex, Semantic Scholar). A first of the month says nothing of the day, and a
    first of January nothing of the month: both are None then."""
    year, month, day = parse_iso_date(value)
    if day != 1:
        return year, month, day
    return year, None if month == 1 else month, None


def expand_pages(value: object) -> str | None:
    """Pages as "first-last": "841-9" → "841-849" (MEDLINE), "S12-5" → "S12-S15"; one page or an article number stays.

    Of several ranges ("1137-46; discussion 1147") the first is given.
    """
    text = text_of(value)
    if text is None:
        return None
    text = re.sub(r"\s*[\u2010-\u2015\u2212-]+\s*", "-", re.split(r"[;,]", text)[0]).strip().strip("-")
    found = re.match(r"([A-Za-z]*)(\d+)-([A-Za-z]*)(\d+)(?=[\s(:.]|$)", text)
    if not found:
        return text or None
    prefix, first, last_prefix, last = found.groups()
    if len(last) < len(first) and last_prefix in ("", prefix):
        last, last_prefix = first[: len(first) - len(last)] + last, prefix
    if (prefix, first) == (last_prefix, last):
        return prefix + first
    return f"{prefix}{first}-{last_prefix}{last}"


def person(family: object, given: object = None, suffix: object = None) -> Name | None:
    """A Name from parts; a whole name that stands in the family field alone ("Doantam Phan") is split."""
    family_text, given_text = plain(family), plain(given)
    if family_text is None:
        return Name(literal=given_text) if given_text else None
    if given_text is None and re.fullmatch(r"[^\W\d_a-z][\w.'-]+(?: [^\W\d_a-z][\w.'-]*)+", family_text):
        given_text, _, family_text = family_text.rpartition(" ")
    return Name(family=family_text, given=given_text, suffix=plain(suffix))


def name_from_display(value: object) -> Name | None:
    """A Name from "Given Middle Family" or "Family, Given"; particles stay with the family name."""
    text = plain(value)
    if text is None:
        return None
    if "," in text:
        family, _, given = (part.strip() for part in text.partition(","))
        return Name(family=family, given=given or None) if family else None
    parts = text.split(" ")
    if len(parts) == 1:
        return Name(family=text)
    at = len(parts) - 1
    while at > 1 and parts[at - 1].islower():
        at -= 1
    return Name(family=" ".join(parts[at:]), given=" ".join(parts[:at]))


def update_kind(value: object) -> str | None:
    """A source's word for an update in lower case with hyphens; errata and corrigenda are corrections."""
    word = re.sub(r"[\s_]+", "-", (text_of(value) or "").lower())
    return {"erratum": "correction", "corrigendum": "correction", "retracted": "retraction"}.get(word, word) or None


def payload_hash(payload: object) -> str:
    """SHA-256 of one record's payload, the same whichever batch it came in."""
    raw = payload if isinstance(payload, bytes) else json.dumps(payload, sort_keys=True, ensure_ascii=True).encode()
    return hashlib.sha256(raw).hexdigest()


def make_record(
    source: str,
    record_id: str,
    answer: Answer,
    payload: object,
    *,
    identifiers: Iterable[Identifier | None],
    fields: Fields,
) -> Record:
    """A Record of one source's payload; identifiers without gaps and doubles."""
    known = tuple(dict.fromkeys(i for i in identifiers if i is not None))
    return Record(source, record_id, answer.fetched_at, payload_hash(payload), known, fields)


def cited_dois(citing: Identifier, values: Iterable[object], said_by: str) -> tuple[Citation, ...]:
    """Citations of one work to the DOIs among the values, each once, none to itself."""
    found = (parse_doi(value) for value in values if isinstance(value, str))
    return tuple(Citation(str(citing), str(d), said_by) for d in dict.fromkeys(found) if d is not None and d != citing)


def batches(
    identifiers: Iterable[Identifier], size: int, length: int = 10**6, width: Callable[[Identifier], int] = lambda _: 1
) -> Iterator[list[Identifier]]:
    """Runs of at most `size` identifiers whose widths (characters in an address) add up to at most `length`."""
    batch: list[Identifier] = []
    used = 0
    for identifier in dict.fromkeys(identifiers):
        if batch and (len(batch) == size or used + width(identifier) > length):
            yield batch
            batch, used = [], 0
        batch.append(identifier)
        used += width(identifier)
    if batch:
        yield batch


Fetch = Callable[[list[Identifier]], Mapping[Identifier, Lookup]]


def fetch_batches(asked: Iterable[list[Identifier]], fetch: Fetch, workers: int = 3) -> dict[Identifier, Lookup]:
    """The answers to all batches, asked side by side as far as the pacing allows. What a batch did not return is
    NotFound; a batch that failed is Unavailable for each of its identifiers."""
    answers: dict[Identifier, Lookup] = {}

    def one(batch: list[Identifier]) -> dict[Identifier, Lookup]:
        try:
            found = fetch(batch)
        except SourceError as error:
            return dict.fromkeys(batch, unavailable(error))
        return {identifier: found.get(identifier, NotFound()) for identifier in batch}

    todo = list(asked)
    if len(todo) <= 1:
        return one(todo[0]) if todo else {}
    pool = ThreadPoolExecutor(max_workers=min(workers, len(todo)))
    try:
        for found in pool.map(one, todo):
            answers |= found
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # after an interrupt nothing more is begun
    return answers


def unavailable(error: SourceError) -> Unavailable:
    """The answer that stands for a failure."""
    return Unavailable(error.reason, error.retry_after)


def found_or_not(records: Sequence[Record], citations: Sequence[Citation] = ()) -> Lookup:
    """Found where there is anything, else NotFound."""
    return Found(tuple(records), tuple(citations)) if records or citations else NotFound()


def expect_list(answer: Answer, value: object, what: str) -> list[Any]:
    """The value where it is a list; else BadAnswer: an answer without its list is no answer."""
    if not isinstance(value, list):
        raise BadAnswer(f"{answer.service}: answered without {what}; try later")
    return value


def expect_record(answer: Answer, path: Sequence[str], asked: Identifier) -> None:
    """Raises BadAnswer where a 200 does not carry, at this path of keys, the DOI that was asked for."""
    if answer.status != 200:
        return
    value: object = answer.json()
    for name in path:
        value = table(value).get(name)
    if parse_doi(text_of(value) or "") != asked:
        raise BadAnswer(f"{answer.service}: answered with another record than {asked}")
