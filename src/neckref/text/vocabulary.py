"""The vocabulary of concepts: data in `neckref/data/vocabulary/*.toml` and in files of the user's own.

A file holds `[[term]]` tables:

    [[term]]
    id = "shoulder-shrug"            # stable, lower-case, hyphens
    kind = "exercise"                # one of model.CONCEPT_KINDS
    label = "shoulder shrug"         # preferred phrase
    synonyms = ["shrug"]             # other phrases; plurals are found by themselves, a word in CAPITALS only as such
    mesh = ["D055070"]               # MeSH descriptor ids
    broader = ["resistance-exercise"]
    regions = ["trapezius"]          # what an exercise or muscle term acts on
    not = ["shrugged off"]           # longer phrases that hold the term's words but mean something else
    surrogate = true                 # outcomes that a patient does not feel (EMG amplitude, strength)
    better = "less"                  # outcomes: whether "more" or "less" of it is wanted
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from neckref.errors import UserError
from neckref.model import CONCEPT_KINDS, Concept, Span
from neckref.text.normalise import fold

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_BREAK = re.compile(r"[.,;:!?()\[\]\u2022|]|\n\s*\n")
_NO_PLURALS = frozenset({"was", "has", "gas", "yes", "its"})
_CAPITALS = re.compile(r"((?=.*[A-Z].*[A-Z])[A-Z0-9]{2,})s?")


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
    better: str | None = None


class _Token(NamedTuple):
    stem: str
    capitals: str
    """The word as printed where it is an abbreviation, else ""."""
    start: int
    end: int
    run: int
    """Number of the stretch without punctuation it stands in: no phrase reaches over a comma or a full stop."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    term: Term
    excluded: bool
    """One of the term's `not` phrases."""


class Vocabulary:
    """Terms by id, and the phrases they are found by."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms: dict[str, Term] = {term.id: term for term in terms}
        self._phrases: dict[str, list[_Phrase]] = {}
        for term in self.terms.values():
            for phrase in (term.label, *term.synonyms):
                self._add(phrase, term, excluded=False)
            for phrase in term.not_:
                self._add(phrase, term, excluded=True)
        for candidates in self._phrases.values():
            candidates.sort(key=lambda c: -len(c.words))

    def find_concepts(self, text: str, offset: int = 0) -> tuple[Concept, ...]:
        """Concepts of a text in order; the longest phrase wins and phrases do not overlap. Where one phrase
        belongs to several terms, each is given. Spans are offsets into `text` plus `offset`.

        A region gives its last word to a longer phrase that begins there: "hip | muscle activity".
        """
        tokens = _tokens(text)
        found: list[Concept] = []
        blocked: dict[str, int] = {}
        at = 0
        while at < len(tokens):
            if tokens[at].stem not in self._phrases and tokens[at].capitals not in self._phrases:
                at += 1
                continue
            length, terms = self._longest(tokens, at, blocked)
            if length > 1 and terms[0].kind == "region" and self._longest(tokens, at + length - 1, blocked)[0] > 1:
                length, terms = self._longest(tokens, at, blocked, limit=length - 1)
            span = Span(tokens[at].start + offset, tokens[at + length - 1].end + offset)
            phrase = text[tokens[at].start : tokens[at + length - 1].end]
            found += (Concept(term.kind, term.id, phrase, span) for term in terms)
            at += length
        return tuple(found)

    def _longest(
        self, tokens: list[_Token], at: int, blocked: dict[str, int], limit: int = 99
    ) -> tuple[int, list[Term]]:
        """Length and terms of the longest phrase of at most `limit` words that starts at a token; 1 and none
        without. A `not` phrase found there is noted in `blocked` (term id → index of the first token after it)."""
        token, length = tokens[at], 1
        terms: list[Term] = []
        candidates = self._phrases.get(token.stem, [])
        if token.capitals in self._phrases:
            candidates = sorted([*candidates, *self._phrases[token.capitals]], key=lambda c: -len(c.words))
        for phrase in candidates:
            size = len(phrase.words)
            if terms and size < length:
                break
            if size > limit or not _matches(tokens, at, phrase.words):
                continue
            if phrase.excluded:
                blocked[phrase.term.id] = max(at + size, blocked.get(phrase.term.id, 0))
            elif blocked.get(phrase.term.id, 0) <= at and phrase.term not in terms:
                length = size
                terms.append(phrase.term)
        return length, terms

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

    def _add(self, phrase: str, term: Term, *, excluded: bool) -> None:
        words = tuple(token.capitals or token.stem for token in _tokens(phrase))
        if words:
            self._phrases.setdefault(words[0], []).append(_Phrase(words, term, excluded))


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
        except OSError as error:
            raise UserError(f"cannot read vocabulary {extra}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise UserError(f"cannot read vocabulary {extra}: it is not UTF-8 text") from error
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
    better = table.get("better")
    if better not in (None, "more", "less"):
        raise UserError(f'{origin}: better of term {term_id!r} must be "more" or "less", got {better!r:.40}')
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
        better=better if isinstance(better, str) else None,
    )


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    run = end = 0
    for found in _TOKEN.finditer(text):
        word = found.group()
        if found.start() - end > 1 or text[end : found.start()] not in ("", " ", "-"):
            run += _BREAK.search(text, end, found.start()) is not None
        capitals = _CAPITALS.fullmatch(word)
        end = found.end()
        tokens.append(_Token(_stem(word), f"={capitals[1]}" if capitals else "", found.start(), end, run))
    return tokens


def _matches(tokens: list[_Token], at: int, words: tuple[str, ...]) -> bool:
    """Whether the phrase stands at a token that its first word is known to match."""
    end = at + len(words)
    if end > len(tokens) or tokens[end - 1].run != tokens[at].run:
        return False
    for n in range(1, len(words)):  # noqa: SIM110 (a plain loop is twice as fast here as all())
        if words[n] not in (tokens[at + n].stem, tokens[at + n].capitals):
            return False
    return True


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """Folded singular of an English plural, roughly; the same for both sides of a comparison."""
    word = fold(word).lower().removesuffix("'s").removesuffix("\u2019s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in _NO_PLURALS:
        return word[:-1]
    return word
