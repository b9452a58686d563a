"""Nouns ↔ JSON columns. Typed both ways by msgspec, so that a damaged row is an error and not a surprise."""

from __future__ import annotations

import typing
from typing import Any, TypeVar

import msgspec

from neckref.errors import LibraryError
from neckref.model import Fields, Sourced, Work

T = TypeVar("T")
_FIELD_TYPES: dict[str, Any] = typing.get_type_hints(Fields)


def dump(value: object) -> str:
    """JSON text of a noun; the same value gives the same text."""
    return msgspec.json.encode(value, order="deterministic").decode()


def parse(text: str, noun: type[T]) -> T:
    """The noun; raises LibraryError where the stored text is not one."""
    try:
        return msgspec.json.decode(text, type=noun)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise LibraryError(
            f"the library holds a damaged {noun.__name__} ({error}); run `neckref doctor`, then fetch again"
        ) from error


def parse_work(text: str) -> Work:
    """A Work whose `sourced` values have the types of their fields again."""
    work = parse(text, Work)
    sourced = {name: _typed_sourced(name, said) for name, said in work.sourced.items()}
    return Work(work.id, work.identifiers, work.fields, sourced, work.records)


def _typed_sourced(name: str, said: Sourced) -> Sourced:
    kind = _FIELD_TYPES.get(name)
    if kind is None:
        return said
    dissent = tuple(type(d)(d.source, msgspec.convert(d.value, kind)) for d in said.dissent)
    return Sourced(msgspec.convert(said.value, kind), said.said_by, dissent, said.verified)
