"""The vocabulary of concepts: data in `neckref/data/vocabulary/*.toml` and in files of the user's own.

A file holds `[[term]]` tables:

    [[term]]
    id = "shoulder-shrug"            # stable, lower-case, hyphens
    kind = "exercise"                # one of model.CONCEPT_KINDS
    label = "shoulder shrug"         # preferred phrase
    synonyms = ["shrug"]             # other phrases; plurals are found by themselves
    mesh = ["D055070"]               # MeSH descriptor ids
    broader = ["resistance-exercise"]
    regions = ["trapezius"]          # what an exercise or muscle term acts on
    not = ["shrugged off"]           # longer phrases that hold the term's words but mean something else
    surrogate = true                 # outcomes that a patient does not feel (EMG amplitude, strength)
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from neckref.errors import UserError
from neckref.model import CONCEPT_KINDS, Concept, Span
from neckref.text.normalise import fold

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Term:
    """One concept. See the module's text for the fields."""

    id: str
    kind: str
    label: str
    synonyms: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    surrogate: bool = False


class Vocabulary:
    """Terms by id, and the phrases they are found by."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms: dict[str, Term] = {term.id: term for term in terms}
        self._phrases: dict[str, list[tuple[tuple[str, ...], Term | None]]] = {}
        for term in self.terms.values():
            for phrase in (term.label, *term.synonyms):
                self._add(phrase, term)
            for phrase in term.not_:
                self._add(phrase, None)
        for candidates in self._phrases.values():
            candidates.sort(key=lambda c: -len(c[0]))

    def find_concepts(self, text: str, offset: int = 0) -> tuple[Concept, ...]:
        """Concepts of a text in order; the longest phrase wins and phrases do not overlap. Where one phrase
        belongs to terms of several kinds, each is given. Spans are offsets into `text` plus `offset`."""
        tokens = [(_stem(fold(m.group()).lower()), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        stems = tuple(t[0] for t in tokens)
        found: list[Concept] = []
        at = 0
        while at < len(tokens):
            length = 1
            hits: list[Term] = []
            for phrase, term in self._phrases.get(stems[at], ()):
                if hits and len(phrase) < length:
                    break
                if stems[at : at + len(phrase)] == phrase:
                    length = len(phrase)
                    if term is None:
                        hits = []
                        break
                    hits.append(term)
            start, end = tokens[at][1], tokens[at + length - 1][2]
            found += (Concept(term.kind, term.id, text[start:end], Span(start + offset, end + offset)) for term in hits)
            at += length
        return tuple(found)

    def ancestors(self, term_id: str) -> frozenset[str]:
        """Ids of all broader terms, transitively, without the term itself."""
        seen: set[str] = set()
        todo = list(self.terms[term_id].broader) if term_id in self.terms else []
        while todo:
            current = todo.pop()
            if current not in seen:
                seen.add(current)
                todo += self.terms[current].broader if current in self.terms else ()
        return frozenset(seen - {term_id})

    def compare(self, a: str, b: str) -> str:
        """ "same", "narrower" (a is a kind of b), "broader" (b is a kind of a) or "other"."""
        if a == b:
            return "same"
        if b in self.ancestors(a):
            return "narrower"
        return "broader" if a in self.ancestors(b) else "other"

    def regions(self, term_id: str) -> frozenset[str]:
        """Region terms that an exercise, treatment or outcome term acts on, its broader terms' included."""
        ids = {term_id, *self.ancestors(term_id)}
        return frozenset(r for i in ids if i in self.terms for r in self.terms[i].regions)

    def _add(self, phrase: str, term: Term | None) -> None:
        stems = tuple(_stem(fold(m.group()).lower()) for m in _TOKEN.finditer(phrase))
        if stems:
            self._phrases.setdefault(stems[0], []).append((stems, term))


def parse_vocabulary(text: str, origin: str) -> tuple[Term, ...]:
    """Terms of one file's text; raises UserError that names the file and the term."""
    try:
        tables = tomllib.loads(text).get("term", [])
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{origin} is not valid TOML: {error}") from error
    return tuple(_term(table, origin) for table in tables)


@cache
def load_vocabulary(extra: Path | None = None) -> Vocabulary:
    """The bundled vocabulary, with the terms of `extra` added (same id: replaced)."""
    folder = files("neckref.data").joinpath("vocabulary")
    terms: dict[str, Term] = {}
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            terms |= {t.id: t for t in parse_vocabulary(entry.read_text("utf-8"), entry.name)}
    if extra is not None:
        try:
            text = extra.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"cannot read vocabulary {extra}: {error}") from error
        terms |= {t.id: t for t in parse_vocabulary(text, str(extra))}
    return Vocabulary(terms.values())


def _term(table: Mapping[str, object], origin: str) -> Term:
    def strings(name: str) -> tuple[str, ...]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise UserError(f"{origin}: {name} of term {table.get('id')!r} must be a list of strings")
        return tuple(value)

    term_id, kind, label = table.get("id"), table.get("kind"), table.get("label")
    if not (isinstance(term_id, str) and isinstance(kind, str) and isinstance(label, str)):
        raise UserError(f"{origin}: a term needs id, kind and label, got {dict(table)!r:.120}")
    if kind not in CONCEPT_KINDS:
        raise UserError(f"{origin}: kind {kind!r} of term {term_id!r} is none of {', '.join(CONCEPT_KINDS)}")
    return Term(
        id=term_id,
        kind=kind,
        label=label,
        synonyms=strings("synonyms"),
        mesh=strings("mesh"),
        broader=strings("broader"),
        regions=strings("regions"),
        not_=strings("not"),
        surrogate=table.get("surrogate") is True,
    )


def _stem(word: str) -> str:
    """Singular of an English plural, roughly; the same for both sides of a comparison."""
    word = word.removesuffix("'s").removesuffix("\u2019s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
