"""BibTeX and biblatex files, parsed by bibtexparser 2; what it cannot read or reads wrongly is caught and listed."""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)

from neckref.model import Hints, Name, Reading, Span
from neckref.readers import Reader
from neckref.readers.decode import decode_bytes
from neckref.readers.entries import MONTHS, Item, identifiers_of, line_of, make_bibliography, parse_date, parse_month
from neckref.text.latex import decode_latex

# What it would log is in the notes of the article.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "book",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "online": "webpage",
    "phdthesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "software": "software",
    "techreport": "report",
    "thesis": "thesis",
    "www": "webpage",
}
_SNIFF = re.compile(rb"\s*(?:%[^\n]*\n\s*)*@[A-Za-z]+\s*[{(]\s*[^\s{}]*\s*[,=]?")
# bibtexparser takes `@commentary{…}` for a comment and `@stringent{…}` for a broken string; BibTeX does not.
_TRAP = re.compile(r"^[ \t]*@(?:comment|string|preamble)(?=\w+[ \t]*[{(])", re.IGNORECASE | re.MULTILINE)
_LIKE_TRAP = re.compile(r"@(?:comment|string|preamble)\w", re.IGNORECASE)  # quick to search for
_LOST = re.compile(r"^[ \t]*@[ \t]*\w+", re.MULTILINE)
_UNESCAPE = re.compile(r"\\([_%#&$~{}])")
_DASHES = re.compile(r"\s*[-\u2013\u2014]+\s*")
_URL_COMMAND = re.compile(r"\\url\s*\{([^{}]*)\}")


def read_bib(data: bytes, origin: str) -> Reading:
    """A Reference an entry, with the key as marker. Each block that is no entry and cannot be read, each key used twice
    and each undefined @string is a note with its line. Raises UserError where the bytes are no text."""
    text, found = decode_bytes(data, origin)
    notes = list(found)
    traps = list(_TRAP.finditer(text)) if _LIKE_TRAP.search(text) else []
    notes += [f"Line {line_of(text, m.end())}: {m[0].strip()}… is read as an entry." for m in traps]
    with _collector_paused():
        # Under another name of the same length they are entries like others, and every place stays where it is.
        source = _TRAP.sub(lambda m: m[0].replace("@", "@x", 1)[:-1], text) if traps else text
        library = parse_string(source, parse_stack=[])
        strings = {name: name for name in MONTHS}
        for string in library.strings:
            strings[string.key.lower()] = _resolve(str(string.value), strings, [])
        entries = [(e, _fields(e, strings, notes)) for e in _entries(library.blocks, notes)]
        parents = {e.key.lower(): fields for e, fields in entries if e.key}
        return make_bibliography(text, origin, "application/x-bibtex", _items(source, entries, parents), notes)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A large file makes millions of objects that all stay; looking for garbage among them took a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _entries(blocks: list[Block], notes: list[str]) -> Iterator[Entry]:
    """All entries in the file's order, those among the failed and misread blocks too."""
    for block in blocks:
        line = (block.start_line or 0) + 1
        match block:
            case Entry():
                yield block
            case DuplicateFieldKeyBlock():
                notes.append(f"Line {line}: {', '.join(sorted(block.duplicate_keys))} stands twice; the first counts.")
                yield from _inner(block)
            case DuplicateBlockKeyBlock():
                notes.append(f"Line {line}: the key {block.key!r:.80} is used again.")
                yield from _inner(block)
            case ParsingFailedBlock():
                notes.append(f"Line {line}: not read: {_start(block)} ({_reason(block)})")
            case ImplicitComment():
                for lost in _LOST.finditer(block.comment):
                    at = line + block.comment.count("\n", 0, lost.start())
                    notes.append(f"Line {at}: not read, it is no whole entry: {lost.group().strip()!r:.60}")


def _inner(block: ParsingFailedBlock) -> Iterator[Entry]:
    if isinstance(block.ignore_error_block, Entry):
        yield block.ignore_error_block


def _start(block: Block) -> str:
    return repr(" ".join((block.raw or "").split()))[:80]


def _reason(block: ParsingFailedBlock) -> str:
    return " ".join(str(getattr(block.error, "abort_reason", block.error)).split())[:160]


def _fields(entry: Entry, strings: Mapping[str, str], notes: list[str]) -> dict[str, str]:
    """Lower-case field name → its text with @strings put in, LaTeX left as it is; the first of two counts."""
    fields: dict[str, str] = {}
    for field in entry.fields:
        raw = str(field.value)
        if raw[:1] + raw[-1:] in ("{}", '""') and "#" not in raw:
            value = raw[1:-1]
        else:
            missing: list[str] = []
            value = _resolve(raw, strings, missing)
            line = field.start_line + 1
            notes += [f"Line {line}: @string {name!r:.60} is not defined; its name is kept." for name in missing]
        fields.setdefault(field.key.lower(), value)
    return fields


def _resolve(raw: str, strings: Mapping[str, str], missing: list[str]) -> str:
    """A value without its braces or quotes, `#` joined and @strings replaced; unknown names go to `missing`."""
    parts = []
    for part in _split_concatenation(raw):
        if part[:1] in ("{", '"') and len(part) > 1:
            parts.append(part[1:-1])
        elif part.isdecimal() or not part:
            parts.append(part)
        else:
            if part.lower() not in strings:
                missing.append(part)
            parts.append(strings.get(part.lower(), part))
    return "".join(parts)


def _split_concatenation(raw: str) -> list[str]:
    parts, depth, quoted, start = [], 0, False, 0
    for at, char in enumerate(raw):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == '"' and depth == 0:
            quoted = not quoted
        elif char == "#" and depth == 0 and not quoted:
            parts.append(raw[start:at].strip())
            start = at + 1
    return [*parts, raw[start:].strip()]


def _items(
    source: str, entries: list[tuple[Entry, dict[str, str]]], parents: dict[str, dict[str, str]]
) -> Iterator[Item]:
    at = 0
    for entry, fields in entries:
        raw = entry.raw or ""
        start = source.index(raw, at)
        at = start + len(raw)
        parent = parents.get(fields.get("crossref", "").strip().lower(), {})
        inherited = {"booktitle" if k == "title" else k: v for k, v in parent.items()} if parent is not fields else {}
        yield _item(entry, inherited | fields, Span(start, at))


def _item(entry: Entry, fields: dict[str, str], span: Span) -> Item:
    def text(*names: str) -> str | None:
        return next((v for n in names if n in fields and (v := decode_latex(fields[n]))), None)

    year, month, day = parse_date(fields.get("date") or fields.get("year") or "")
    authors, cut = _parse_names(fields.get("author") or fields.get("editor") or "")
    url = _address(fields.get("url") or fields.get("howpublished") or "")
    pubmed = fields.get("eprint") if fields.get("eprinttype", "").lower() in ("pubmed", "pmid") else None
    hints = Hints(
        authors=authors,
        authors_cut=cut,
        year=year,
        month=month or parse_month(decode_latex(fields.get("month", ""))),
        day=day,
        title=": ".join(t for t in (text("title"), text("subtitle")) if t) or None,
        container=text("journal", "journaltitle", "booktitle"),
        volume=text("volume"),
        issue=text("number", "issue"),
        pages=_pages(text("pages", "eid")),
        publisher=text("publisher", "institution", "school", "organization"),
        type=_TYPES.get(entry.entry_type.lower()),
        url=url if url.startswith(("http://", "https://")) else None,
    )
    identifiers = identifiers_of(
        doi=_address(fields.get("doi", "")), pmid=fields.get("pmid") or pubmed, pmcid=fields.get("pmcid"),
        isbn=fields.get("isbn"), url=url,
    )  # fmt: skip
    return Item(span, hints, entry.key or None, identifiers)


def _pages(pages: str | None) -> str | None:
    return _DASHES.sub("-", pages) if pages else None


def _address(value: str) -> str:
    """A URL or DOI, which bibliographies hold verbatim or escaped the LaTeX way."""
    value = value.strip()
    if "\\" not in value and "{" not in value:
        return value
    command = _URL_COMMAND.search(value)
    if command:
        value = command[1]
    if "\\text" in value:
        return decode_latex(value)
    return _UNESCAPE.sub(r"\1", value).strip("{} ")


def _parse_names(value: str) -> tuple[tuple[Name, ...], bool]:
    """The names of an author field, and whether it says that there are more ("and others")."""
    value = " ".join(value.split())
    if not value:
        return (), False
    # The library looks at each character; without braces and capitals there is nothing that could hide an "and".
    plain = "{" not in value and " AND " not in value and " And " not in value
    each = value.split(" and ") if plain else [n for n in split_multiple_persons_names(value) if n] or [value]
    cut = each[-1].lower() in ("others", "et al.", "et al")
    return tuple(_parse_name(n) for n in (each[:-1] if cut else each) if n.strip()), cut


@lru_cache(maxsize=65536)
def _parse_name(name: str) -> Name:
    if "{" not in name and "\\" not in name:
        match [part.strip() for part in name.split(",")]:
            case [family, given] if family and given:
                return Name(family, given)
            case [family, suffix, given] if family and given:
                return Name(family, given, suffix or None)
    elif name.startswith("{") and name.endswith("}") and "}" not in name[1:-1]:
        return Name(literal=decode_latex(name))
    parts = parse_single_name_into_parts(name, strict=False)
    family, given, suffix = (decode_latex(" ".join(p)) for p in ([*parts.von, *parts.last], parts.first, parts.jr))
    return Name(family, given or None, suffix or None) if family else Name(literal=decode_latex(name))


def _sniffs(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    return _SNIFF.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


reader = Reader("bib", (".bib", ".bibtex"), ("application/x-bibtex", "text/x-bibtex"), _sniffs, read_bib)
