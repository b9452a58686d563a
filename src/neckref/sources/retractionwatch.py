"""Retraction Watch's database as a local CSV file (published by Crossref at gitlab.com/crossref/retraction-watch-data).

Nothing is downloaded: the setting of its address is the path of the file. A work that is not in it is NotFound, which
means "no notice known", never "not retracted".
"""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from neckref.errors import SourceError, Unreachable
from neckref.http import Client
from neckref.model import Fields, Found, Identifier, Lookup, NotFound, Query, Record, Update
from neckref.sources.common import iso_date, name_from_display, payload_hash, plain, unavailable, update_kind
from neckref.text.identifiers import parse_doi, parse_pmid

Row = dict[str, str]


class RetractionWatch:
    """Retractions, corrections and expressions of concern, by DOI and PMID, from a local file."""

    name = "retractionwatch"
    schemes = frozenset({"doi", "pmid"})
    searches = False
    knows_citing = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._index: dict[Identifier, list[Row]] | None = None
        self._dated = ""

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """A Lookup for each identifier; its record holds all notices as updates."""
        wanted = [i for i in dict.fromkeys(identifiers) if i.scheme in self.schemes]
        try:
            index = self._read()
        except SourceError as error:
            return dict.fromkeys(wanted, unavailable(error))
        return {i: Found((self._record(index[i]),)) if i in index else NotFound() for i in wanted}

    def search_records(self, query: Query) -> Lookup:
        """NotFound: the file is asked for identifiers only."""
        return NotFound()

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Nothing: the file knows no citations."""
        return {}

    def _read(self) -> dict[Identifier, list[Row]]:
        with self._lock:
            if self._index is None:
                index: dict[Identifier, list[Row]] = {}
                for row in read_rows(self._path):
                    for identifier in _identifiers(row):
                        index.setdefault(identifier, []).append(row)
                self._dated = datetime.fromtimestamp(self._path.stat().st_mtime, UTC).isoformat(timespec="seconds")
                self._index = index
            return self._index

    def _record(self, found: list[Row]) -> Record:
        first = found[0]
        identifiers = tuple(dict.fromkeys(i for row in found for i in _identifiers(row)))
        year, month, day = _us_date(first.get("OriginalPaperDate"))
        people = (name_from_display(n) for n in (first.get("Author") or "").split(";"))
        fields = Fields(
            title=plain(first.get("Title")),
            authors=tuple(p for p in people if p is not None),
            year=year,
            month=month,
            day=day,
            journal=plain(first.get("Journal")),
            updates=tuple(dict.fromkeys(u for u in map(_update, found) if u is not None)),
        )
        digest = payload_hash([dict(sorted(row.items())) for row in found])
        return Record(
            self.name, first.get("Record ID") or str(identifiers[0]), self._dated, digest, identifiers, fields
        )


def create(client: Client, *, base_url: str, mailto: str | None = None, key: str | None = None) -> RetractionWatch:
    """The Retraction Watch source; `base_url` is the path of the CSV file. The network is not used."""
    return RetractionWatch(Path(base_url).expanduser())


def read_rows(path: Path) -> Iterator[Row]:
    """Rows of the file by column name. Not all copies are UTF-8: those are read as Windows-1252.

    Raises Unreachable where there is no file, or not one with the columns that are needed.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreachable(f"retractionwatch: cannot read {path} ({error.strerror}); set it to the CSV file") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    reader = csv.DictReader(text.splitlines(keepends=True))
    missing = {"OriginalPaperDOI", "RetractionNature"} - set(reader.fieldnames or ())
    if missing:
        raise Unreachable(f"retractionwatch: {path} has no column {sorted(missing)[0]}; set it to the CSV file")
    for row in reader:
        yield {name: value for name, value in row.items() if isinstance(name, str) and isinstance(value, str)}


def _identifiers(row: Row) -> list[Identifier]:
    """Of the original paper. PMID 0 and DOI "unavailable" stand for none."""
    found = (parse_doi(row.get("OriginalPaperDOI", "")), parse_pmid(row.get("OriginalPaperPubMedID", "")))
    return [i for i in found if i is not None]


def _update(row: Row) -> Update | None:
    kind = update_kind(row.get("RetractionNature"))
    notice = parse_doi(row.get("RetractionDOI", "")) or parse_pmid(row.get("RetractionPubMedID", ""))
    date = iso_date(*_us_date(row.get("RetractionDate")))
    return Update(kind, notice, date, "retraction-watch") if kind else None


def _us_date(value: str | None) -> tuple[int | None, int | None, int | None]:
    """ "7/31/2024 14:00" → (2024, 7, 31)."""
    try:
        date = datetime.strptime((value or "").partition(" ")[0], "%m/%d/%Y")
    except ValueError:
        return None, None, None
    return date.year, date.month, date.day
