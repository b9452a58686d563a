"""A printed entry prepared for alignment: where in it a work's values stand, and what is left unexplained.

No parser is asked: a value of the work is looked for in the printed words, blanks ignored, so that a wrong
segmentation, a line break or a stray blank does no harm.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from neckref.model import Name
from neckref.text.names import initials
from neckref.text.normalise import fold, strip_markup, words
from neckref.text.similarity import STOP_WORDS, abbreviated_at, parse_roman

_WORD = re.compile(r"[^\W\d_]{3,}(?=\d{2})|[^\W_]+")
"""A number glued to a word ("Surgery106") is a word of its own."""
_FORMAL = re.compile(r"\s*(?:@\s*\w+\s*[{(]|TY  ?-|PMID\s*-|\{|<)")

MONTHS = {
    m: n
    for n, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), 1)
    for m in names.split()
}  # fmt: skip
NOISE_WORDS = STOP_WORDS | frozenset(
    words(
        "accessed al article art available cited com doi ed eds edn edited editor editors edition epub et http https "
        "in issue iss isbn issn no nr number online org p pages page pmc pmcid pmid pp print published pubmed "
        "retrieved ser series suppl supplement vol volume www"
    )
)


@dataclass(frozen=True, slots=True)
class Printed:
    """Words of an entry: folded (`words`), with their case (`shapes`), and joined (`text`)."""

    words: tuple[str, ...]
    shapes: tuple[str, ...]
    text: str
    starts: tuple[int, ...]
    """Offset of each word in `text`, and the end."""
    numbers: tuple[tuple[int, str, str], ...]
    """Words that can be a number of some kind: place, word without leading zeros, its value as Roman numeral."""
    loose: frozenset[int]
    """Words that only a blank, full stop or hyphen parts from the next: "4 08" may be 408, "63.2" is one page."""
    formal: bool
    """A BibTeX, RIS, MEDLINE, JSON or XML record rather than prose: its words are not all about the work."""

    def word_at(self, offset: int) -> int:
        """Number of the word that holds an offset of `text`."""
        return min(bisect_right(self.starts, offset), len(self.words)) - 1


@lru_cache(maxsize=512)
def prepare_printed(raw: str) -> Printed:
    """`raw` ready for alignment; markup, identifiers and addresses are no words of it."""
    text = re.sub(r"^\s*[\[(]?(\d{1,3})[\]).]*(?=[A-Z])", r"\1 ", strip_markup(raw))
    text = re.sub(r"https?://\S+|\b10\.\d{4,9}/\S+|\bPMC ?\d+|\bPMID:? ?\d+", " ", text)
    folded = fold(text)
    found = list(_WORD.finditer(folded))
    shapes = tuple(m.group() for m in found)
    lower = tuple(s.casefold() for s in shapes)
    starts = [0]
    for word in lower:
        starts.append(starts[-1] + len(word))
    gaps = (folded[a.end() : b.start()] for a, b in pairwise(found))
    loose = frozenset(i for i, gap in enumerate(gaps) if gap.strip() in ("", ".", "-"))
    formal = bool(_FORMAL.match(raw))
    numbers = () if formal else tuple(_numbers(lower))
    return Printed(lower, shapes, "".join(lower), tuple(starts), numbers, loose, formal)


def _numbers(lower: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    for i, word in enumerate(lower):
        roman = parse_roman(word)
        if roman is not None or len(word) == 1 or any(c.isdigit() for c in word):
            yield i, word.lstrip("0"), str(roman)


def find_text(printed: Printed, needle: str, outside: range = range(0)) -> tuple[float, int, int]:
    """How well a squeezed text is contained in the entry (0 to 1), and where in `printed.text`.

    `outside`: words that are taken already (the title's, when a container is sought).
    """
    best = (0.0, 0, 0)
    for part in _parts(len(printed.words), outside):
        base = printed.starts[part.start]
        text = printed.text[base : printed.starts[part.stop]]
        at = text.find(needle)
        if at >= 0:
            return 1.0, base + at, base + at + len(needle)
        if len(text) < 0.7 * len(needle) or len(needle) < 3:
            continue
        if len(text) < len(needle):
            score, start, end = fuzz.ratio(needle, text) / 100, 0, len(text)
        else:
            found = fuzz.partial_ratio_alignment(needle, text, score_cutoff=60)
            if found is None:
                continue
            score, start, end = found.score / 100, found.dest_start, found.dest_end
        if score > best[0]:
            best = (score, base + start, base + end)
    return best


def trim(printed: Printed, needle: str, start: int, end: int) -> tuple[int, int]:
    """A found stretch without first and last words that make it less like the text sought."""
    best = fuzz.ratio(needle, printed.text[start:end])
    while True:
        where = covered(printed, start, end)
        if len(where) < 2:
            return start, end
        shorter = ((printed.starts[where.start + 1], end), (start, printed.starts[where.stop - 1]))
        score, option = max((fuzz.ratio(needle, printed.text[a:b]), (a, b)) for a, b in shorter)
        if score <= best:
            return start, end
        best, (start, end) = score, option


def find_joined(printed: Printed, wanted: str, taken: Set[int]) -> range:
    """Free words that only stray blanks or points part and that, joined, are `wanted`; or an empty range."""
    at = printed.text.find(wanted)
    while at >= 0:
        where = covered(printed, at, at + len(wanted))
        whole = printed.starts[where.start] == at and printed.starts[where.stop] == at + len(wanted)
        if whole and all(i in printed.loose for i in where[:-1]) and not any(i in taken for i in where):
            return where
        at = printed.text.find(wanted, at + 1)
    return range(0)


def find_abbreviated(printed: Printed, container: str, outside: range) -> range:
    """The words that abbreviate a container ("Phys Ther"), or an empty range. A single word does only where no other
    word leads to it: "Med" is "Medicine", but "Desk Med" is neither that nor "medRxiv"."""
    whole = [w for w in words(container) if w not in STOP_WORDS]
    for part in _parts(len(printed.words), outside):
        for at in part:
            if len(whole) == 1 and at - 1 in part and at - 1 in printed.loose and is_telling(printed.words[at - 1]):
                continue
            end = abbreviated_at(printed.words, at, part.stop, whole)
            if end is not None and any(len(w) >= 3 for w in printed.words[at:end] if w not in STOP_WORDS):
                return range(at, end)
    return range(0)


def find_person(printed: Printed, family: str, name: Name, taken: Set[int], exact: bool = False) -> tuple[float, range]:
    """Where a squeezed surname stands outside `taken` words: 1 with fitting (or no) initials beside it, 0.9 misspelt,
    0.5 with other initials, 0 nowhere."""
    best: tuple[float, range] = (0.0, range(0))
    for where in _occurrences(printed, family):
        if any(i in taken for i in where):
            continue
        fits = _initials_fit(printed, where, initials(name))
        score = 0.5 if fits is False else 1.0
        if score > best[0]:
            best = score, where
        if score == 1.0:
            return best
    if exact or len(family) < 5:
        return best
    found = fuzz.partial_ratio_alignment(family, printed.text, score_cutoff=79)
    if found is not None:
        where = covered(printed, found.dest_start, found.dest_end)
        letters = printed.starts[where.stop] - printed.starts[where.start]
        glued = found.score == 100 and len(family) > 5 and letters <= len(family) + 3  # "Ruscheweyhand"
        if (glued or letters <= len(family) + 1) and not any(i in taken for i in where):
            score = 0.45 if _initials_fit(printed, where, initials(name)) is False else 0.9
            best = max(best, (score, where), key=lambda b: b[0])
    return best


def _occurrences(printed: Printed, family: str) -> Iterator[range]:
    """Whole words that, joined, are the surname ("van", "den", "dool")."""
    at = printed.text.find(family)
    ends = frozenset(printed.starts)
    while at >= 0:
        if at in ends and at + len(family) in ends:
            yield covered(printed, at, at + len(family))
        at = printed.text.find(family, at + 1)


def _initials_fit(printed: Printed, where: range, expected: str) -> bool | None:
    """Whether initials or given names beside a surname can be `expected`; None where none stand there."""
    if not expected:
        return None
    after = given_beside(printed, range(where.stop, where.stop + 4))
    before = given_beside(printed, range(where.start - 1, where.start - 5, -1))
    options = [letters for letters, _ in (*after, *before)]
    if not options:
        return None
    return any(o.startswith(expected) or expected.startswith(o) for o in options)


def given_beside(printed: Printed, side: range) -> list[tuple[str, int]]:
    """Initials that the words beside a surname can stand for, and how many words that takes, shortest first.

    `side` leads away from the surname. After it stand initials ("Doe JP", "Doe, J. P.") or a given name and
    initials; before it initials and given names in any number ("Lars L Andersen", "Dong-Po Wang").
    """
    backwards = side.step < 0
    letters, names = "", 0
    options: list[tuple[str, int]] = []
    for count, i in enumerate(side, 1):
        shape = printed.shapes[i] if 0 <= i < len(printed.shapes) else ""
        if not shape.isalpha():
            break
        if shape.isupper() and len(shape) <= 3 and not (names and backwards):
            found = shape
            if not names:
                options.clear()  # initials count as a whole
        elif shape[0].isupper() or (backwards and 1 < len(shape) <= 4 and is_telling(shape)):
            if letters and not backwards:
                break
            names += 1
            found = shape[0].upper()
        else:
            break
        letters = found + letters if backwards else letters + found
        options.append((letters, count))
    return options


def residue(printed: Printed, taken: Iterable[int]) -> tuple[str, ...]:
    """Words that nothing explains: no digits, no small words, no single letters, no months."""
    explained = frozenset(taken)
    return tuple(w for i, w in enumerate(printed.words) if i not in explained and is_telling(w))


def is_telling(word: str) -> bool:
    """Whether a word left over says that something else is printed."""
    return len(word) > 2 and word.isalpha() and word not in NOISE_WORDS and word not in MONTHS


def _parts(length: int, outside: range) -> list[range]:
    if not outside:
        return [range(length)] if length else []
    return [part for part in (range(outside.stop, length), range(outside.start)) if part]


def covered(printed: Printed, start: int, end: int) -> range:
    """Words that hold the letters from `start` to `end` of `printed.text`."""
    return range(printed.word_at(start), printed.word_at(max(end - 1, start)) + 1)
