"""The bundled snapshot (`data/snapshot.toml`): hand-compiled bibliographic facts, asked last and without a network."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz, process

from neckref.model import Fields, Found, Identifier, Lookup, Name, NotFound, Query, Record
from neckref.text.identifiers import parse_doi, parse_pmcid, parse_pmid
from neckref.text.normalise import key, words

_LIKE = 75.0
"""Token-set ratio of titles, 0 to 100, from which a record is offered as a candidate; `matching` judges it."""
_CANDIDATES = 5
_PARSERS = {"doi": parse_doi, "pmid": parse_pmid, "pmcid": parse_pmcid}


def create(client: object = None, *, base_url: str = "", mailto: str | None = None, key: str | None = None) -> Snapshot:
    """The source; it needs neither client nor address."""
    return Snapshot(files("neckref.data").joinpath("snapshot.toml").read_text("utf-8"))


class Snapshot:
    """Records of one TOML text in the form of `data/snapshot.toml`."""

    name = "snapshot"
    schemes = frozenset({"doi", "pmid", "pmcid"})
    searches = True
    knows_citing = False

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """All records, in the file's order."""
        data = tomllib.loads(self._text)
        compiled: date = data["compiled"]
        return tuple(_record(table, compiled.isoformat()) for table in data["record"])

    def fetch_records(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Lookup]:
        """The record of each identifier, or NotFound."""
        held = {identifier: record for record in self.records for identifier in record.identifiers}
        return {i: Found((held[i],)) if i in held else NotFound() for i in identifiers}

    def search_records(self, query: Query) -> Lookup:
        """Records with a like title, best first; without a title, those of the year by one of the surnames; for a
        subject, those that share a word with it."""
        if query.topics:
            wanted = set(words(" ".join(phrase for group in query.topics for phrase in group)))
            shared = (r for r in self.records if wanted & set(words(f"{r.fields.title} {r.fields.summary}")))
            return Found(found) if (found := tuple(shared)) else NotFound()
        if query.title:
            titles = {n: key(r.fields.title or "") for n, r in enumerate(self.records)}
            near = process.extract(
                key(query.title), titles, scorer=fuzz.token_set_ratio, score_cutoff=_LIKE, limit=_CANDIDATES
            )
            found = tuple(self.records[n] for _, _, n in near)
        else:
            wanted = {key(s) for s in query.surnames}
            found = tuple(
                r
                for r in self.records
                if r.fields.year == query.year and wanted & {key(a.family or "") for a in r.fields.authors}
            )
        return Found(found) if found else NotFound()

    def fetch_citing(self, identifiers: Sequence[Identifier], limit: int) -> Mapping[Identifier, Lookup]:
        """Nothing: the snapshot holds no citations."""
        return {}


def _record(table: Mapping[str, Any], compiled: str) -> Record:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in table.items()
        if name in Fields.__dataclass_fields__
    }
    fields["authors"] = tuple(_name(a) for a in table.get("authors", ()))
    identifiers = tuple(i for scheme, parse in _PARSERS.items() if (i := parse(table.get(scheme, ""))) is not None)
    if not identifiers and "url" in table:
        identifiers = (Identifier("url", table["url"]),)
    payload = json.dumps(dict(table), sort_keys=True, ensure_ascii=False).encode()
    return Record(
        source="snapshot",
        id=table["id"],
        fetched_at=compiled,
        payload_sha256=hashlib.sha256(payload).hexdigest(),
        identifiers=identifiers or (Identifier("record", f"snapshot/{table['id']}"),),
        fields=Fields(**fields),
        unverified=tuple(table.get("unverified", ())),
    )


def _name(printed: str) -> Name:
    if printed.startswith("{"):
        return Name(literal=printed.strip("{}"))
    family, _, given = printed.partition(", ")
    return Name(family=family, given=given or None)
