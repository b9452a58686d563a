"""A file, an address or identifiers → Reading, with its claims."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from neckref import registry
from neckref.claims import find_claims
from neckref.errors import SourceError, UserError
from neckref.http import Client
from neckref.library import Library
from neckref.model import Article, Hints, Identifier, Reading, Reference, Span
from neckref.readers import MAX_BYTES, check_bytes, choose_reader
from neckref.settings import Settings, read_settings
from neckref.text.identifiers import parse_identifier
from neckref.text.vocabulary import load_vocabulary

BUNDLED = "neckref:article"
"""Origin of the bundled article."""
STDIN = "-"
MAX_TEXT = {"plain": 4 << 20, "markdown": 4 << 20, "html": 8 << 20, "jats": 8 << 20}
"""Bytes of an article in a format that is text throughout (a page may carry pictures); a bibliography, PDF or DOCX may
be as large as any file."""
MAX_SENTENCES = 50_000
"""Some ten long books; what holds more is no article, and its claims would take many minutes to find."""


def read(origin: str | Path | None = None, settings: Settings | None = None) -> Reading:
    """Everything one article says by itself; asks nobody but the address of the article.

    `origin`: a file, an http(s) address, "-" for standard input, or None for the bundled article.
    Raises UserError in one line for what cannot be read.
    """
    settings = settings or read_settings()
    name = BUNDLED if origin is None else str(origin)
    data, media_type = _fetch_bytes(name, settings)
    readers = [registry.load("readers", reader) for reader in registry.names("readers")]
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # a file name need not be UTF-8
    shown = "standard input" if name == STDIN else shown
    reader = choose_reader(readers, data, shown, media_type)
    most = MAX_TEXT.get(reader.name, MAX_BYTES)
    if len(data) > most:
        raise UserError(
            f"{shown} is {-(-len(data) >> 20)} MB; at most {most >> 20} MB are read as one article: split it"
        )
    reading: Reading = reader.read(data, shown)
    count = len(reading.article.sentences)
    if count > MAX_SENTENCES:
        raise UserError(
            f"{shown} holds {count:,} sentences; at most {MAX_SENTENCES:,} are read as one article: split it"
        )
    return find_claims(reading, load_vocabulary(settings.vocabulary))


def read_current(library: Library, settings: Settings | None = None) -> Reading:
    """What is worked on where no article is named: the library's current article, else the bundled one."""
    held = library.reading()
    return held if held is not None and held.article.origin != BUNDLED else read(None, settings)


def read_identifiers(printed: Sequence[str]) -> Reading:
    """A Reading whose references are the identifiers a user typed ("doi:…", "pmid:…"), one a line.

    Raises UserError for one that is not an identifier.
    """
    text, references = "", []
    for number, line in enumerate(printed, 1):
        identifier = parse_identifier(line)
        if identifier is None:
            raise UserError(f"{line!r} is neither a file nor an identifier: write doi:10.…, pmid:… or a path")
        span = Span(len(text), len(text) + len(line))
        references.append(Reference(f"ref-{number}", line, span, Hints(), identifiers=(identifier,)))
        text += line + "\n"
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    title = f"{len(references)} identifier{'s' if len(references) > 1 else ''}"
    return Reading(Article(digest[:12], "identifiers", title, text, digest, "text/plain"), tuple(references))


def is_identifier(argument: str) -> bool:
    """Whether a command-line argument names a publication rather than an article."""
    prefixes = ("doi:", "pmid:", "pmcid:", "openalex:", "isbn:", "10.")
    lowered = argument.lower()
    doi_address = lowered.startswith(
        ("https://doi.org/", "http://doi.org/", "http://dx.doi.org/", "https://dx.doi.org/")
    )
    return (lowered.startswith(prefixes) or doi_address) and not Path(argument).exists()


def identifiers_of(reading: Reading) -> tuple[Identifier, ...]:
    """All identifiers printed in the references, each once."""
    return tuple(dict.fromkeys(i for r in reading.references for i in r.identifiers))


def _fetch_bytes(origin: str, settings: Settings) -> tuple[bytes, str | None]:
    if origin == BUNDLED:
        return files("neckref.data").joinpath("article.txt").read_bytes(), "text/plain"
    if origin.startswith(("http://", "https://")):
        try:
            with Client(user_agent=user_agent(settings)) as client:
                answer = client.fetch_page(origin)
        except SourceError as error:
            reason = error.reason.removeprefix("page: ").removesuffix(", or use --offline")
            raise UserError(f"cannot read {origin}: {reason}") from error
        if answer.status == 404:
            raise UserError(f"cannot read {origin}: there is no such page (404)")
        return answer.body, answer.content_type
    if "://" in origin:
        raise UserError(f"cannot read {origin}: only http and https addresses are followed")
    if origin == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1), None
    return _read_file(Path(origin)), None


def _read_file(path: Path) -> bytes:
    if not path.exists():
        raise UserError(f"no such file: {path}")
    if path.is_dir():
        raise UserError(f"{path} is a folder: name the article in it")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from error
    check_bytes(data, str(path))
    return data


def user_agent(settings: Settings) -> str:
    """What neckref calls itself; the contact address goes along only where the user set one."""
    contact = f"; mailto:{settings.mailto}" if settings.mailto else ""
    return f"neckref/1 (https://github.com/neckref/neckref{contact})"
