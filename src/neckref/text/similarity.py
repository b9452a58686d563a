"""How alike two strings are, tolerant to form: case, accents, punctuation, spacing, abbreviation.

All similarities run from 0 (nothing in common) to 1 (same but for form).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from neckref.text.normalise import fold, strip_markup, words

STOP_WORDS = frozenset(
    words("a an and as at by de der des die du el et for from fur im in la le les of on or the to und zur with y")
)
_ROMAN = re.compile(r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SUBTITLE = re.compile(r"(?<!\s)\s*(?::|\?|\.(?=\s)|\s[-–—](?=\s)|—|;)\s*")
_MOST_WORDS = 300
"""Words in which a title's marks are looked for; no title has more."""
_NOTICES = {
    word: kind
    for kind, forms in {
        "abstract": "abstract abstracts",
        "addendum": "addendum addenda",
        "comment": "comment comments commentary",
        "correction": "correction corrections corrected corrigendum corrigenda erratum errata",
        "discussion": "discussion",
        "editorial": "editorial",
        "expression": "expression",
        "letter": "letter letters",
        "preface": "preface foreword",
        "protocol": "protocol",
        "reply": "reply replies response answer rejoinder",
        "retraction": "retraction withdrawal removal",
    }.items()
    for word in forms.split()
}
"""Words of a publication *about* another one, or of another stage of it."""
_OPPOSITES = frozenset(words("men women boys girls male female males females children adults without vitro vivo"))
_SERVERS = frozenset(words("arxiv biorxiv medrxiv chemrxiv psyarxiv socarxiv ssrn preprint preprints"))
_LETTERED = frozenset(
    words("class factor group grade hepatitis influenza part phase section series stage type vitamin")
)
_RETRACTED = re.compile(r"^\W*(?:retracted|withdrawn)(?:\s+(?:article|paper))?\s*[:.\]–—-]+\s*", re.I)
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=20_000)
def squeeze(text: str) -> str:
    """Folded letters and digits without blanks: equal where only case, accents, punctuation or spacing differ."""
    return "".join(words(strip_markup(text)))


def similarity(a: str, b: str) -> float:
    """Share of letters in common order (normalised indel similarity of the squeezed strings)."""
    return fuzz.ratio(squeeze(a), squeeze(b)) / 100


def main_title(title: str) -> str:
    """The part before a subtitle, or the title itself where it has none (or a very short main part)."""
    head = _SUBTITLE.split(title, maxsplit=1)[0]
    return head if len(squeeze(head)) >= 20 else title


@lru_cache(maxsize=20_000)
def title_marks(title: str) -> frozenset[str]:
    """What tells works with nearly one title apart: numbers (Roman ones as numbers), "type A", words of a notice
    ("Reply", "Erratum") and opposites ("women"); a second one of a kind has a stroke ("2'"). "RETRACTED:" before a
    title is a publisher's label, no mark."""
    found: list[str] = []
    before = ""
    all_words = words(_RETRACTED.sub("", strip_markup(title)))[:_MOST_WORDS]
    for place, word in enumerate(all_words, 1):
        found += [number.lstrip("0") or "0" for number in _DIGITS.findall(word)]
        if word in _NOTICES:
            found.append(_NOTICES[word])
        elif word in _OPPOSITES:
            found.append(word)
        elif len(word) > 1 and (number := parse_roman(word)) is not None:
            found.append(str(number))
        elif word in "ivx" and (before in _LETTERED or place == len(all_words)):
            found.append(str(parse_roman(word)))
        elif len(word) == 1 and word.isalpha() and before in _LETTERED:
            found.append(f"{before} {word}")
        before = word
    return frozenset(mark + "'" * found[:i].count(mark) for i, mark in enumerate(found))


def added_marks(beside: str) -> frozenset[str]:
    """Marks of words beside a title ("Reply to", "Part 2", "II"); a bare number there may be anything."""
    found = []
    before = ""
    for word in words(beside):
        if before in _LETTERED or not (word.isdigit() or len(word) == 1):
            found.append(f"{before} {word}" if before in _LETTERED else word)
        before = word
    return title_marks(" ".join(found))


def differing_marks(printed: str, title: str, around: str = "") -> tuple[str, ...]:
    """Marks that only a printed title or only the work's has, slips aside: digits cut up otherwise, one wrong digit
    in a number of three or more, a word with wrong letters. `around`: the printed title with the words beside it,
    which may hold the rest of it. For records, which are not retyped, compare `title_marks` instead."""
    first, second, wide = title_marks(printed), title_marks(title), title_marks(around or printed)
    if first == second or squeeze(printed) == squeeze(title):
        return ()
    same_digits = bool(_DIGITS.search(title)) and _digits(printed) == _digits(title)
    found = [m for m in second - first - wide if not _is_slip(m, first - second, printed, same_digits)]
    found += [m for m in first - second if not _is_slip(m, second - first, title, same_digits)]
    return tuple(sorted(found))


def _is_slip(mark: str, others: frozenset[str], other_title: str, same_digits: bool) -> bool:
    if mark.rstrip("'").isdigit():
        return same_digits or (len(mark) > 2 and any(Levenshtein.distance(mark, o) == 1 for o in others))
    if " " in mark:  # "type a" is another type only where the other title has one as well
        return not any(o.startswith(mark[:-1]) for o in others)
    if mark in _OPPOSITES and others & _OPPOSITES:
        return False
    text = squeeze(other_title)
    forms = [word for word, kind in _NOTICES.items() if kind == mark.rstrip("'")] or [mark]
    return any(len(form) > 3 and fuzz.partial_ratio(form, text) >= 75 for form in forms)


def _digits(text: str) -> str:
    return "".join(_DIGITS.findall(text))


def replaced_letters(a: str, b: str) -> int:
    """Length of the longest stretch that stands in one squeezed text in place of another stretch: a slip replaces a
    letter or two, another word many."""
    longest = run = gap = 0
    for op in Levenshtein.opcodes(squeeze(a), squeeze(b)):
        length = max(op.src_end - op.src_start, op.dest_end - op.dest_start)
        if op.tag == "equal":
            gap = length
            continue
        run = run + gap + length if run and gap <= 1 else length
        longest = max(longest, run)
    return longest


def same_title(a: str, b: str, at_least: float = 0.93) -> bool:
    """Whether two titles can be one work's: nearly equal (or one lacks the subtitle) with the same marks."""
    first, second = squeeze(_RETRACTED.sub("", a)), squeeze(_RETRACTED.sub("", b))
    if first == second:
        return True
    if title_marks(a) != title_marks(b):
        return False
    if fuzz.ratio(first, second) >= at_least * 100:
        return True
    return squeeze(main_title(a)) == second or first == squeeze(main_title(b))


def parse_roman(word: str) -> int | None:
    """The value of a Roman numeral from I to CCC, in either case, or None."""
    text = word.casefold()
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def abbreviates(short: str, full: str) -> bool:
    """Whether `short` abbreviates `full` the way journals are: word by word, each a beginning of the full word
    (or first letter and later letters in order: "Intl", "Natl"), small words left out ("J Strength Cond Res"),
    or by initials ("JAMA", "PNAS")."""
    parts = [w for w in words(short) if w not in STOP_WORDS]
    whole = [w for w in words(full) if w not in STOP_WORDS]
    if not parts or not whole or len(parts) > len(whole) or squeeze(short) == squeeze(full):
        return bool(parts) and parts == whole
    if len(parts) == 1 and len(whole) > 1:
        letters = "".join(w[0] for w in whole)
        return parts[0] == letters or parts[0] == "".join(w[0] for w in words(full))
    return len(parts) == len(whole) and all(map(_shortens, parts, whole))


def abbreviated_at(printed: Sequence[str], at: int, stop: int, whole: Sequence[str]) -> int | None:
    """End of the words from `at` (before `stop`) that abbreviate all of `whole`, small words skipped; or None."""
    for full in whole:
        while at < stop and printed[at] in STOP_WORDS and printed[at] != full:
            at += 1
        if at >= stop or not _shortens(printed[at], full):
            return None
        at += 1
    return at if whole else None


def is_preprint_server(container: str) -> bool:
    """Whether a container's name is (or mentions) a preprint server."""
    return not _SERVERS.isdisjoint(words(container))


def container_similarity(a: str, b: str) -> float:
    """Likeness of two journal, book or site names; abbreviations count as equal, as does a subtitle left out."""
    if squeeze(a) == squeeze(b) or abbreviates(a, b) or abbreviates(b, a):
        return 1.0
    first, second = _core(a), _core(b)
    if first and (first == second or abbreviates(first, second) or abbreviates(second, first)):
        return 1.0
    short, long = sorted((words(a), words(b)), key=len)
    led = len("".join(short)) > 3 and long[: len(short)] == short  # "Cochrane" for the whole name
    return max(similarity(a, b), 0.7 if led else 0.0)


@lru_cache(maxsize=20_000)
def _core(container: str) -> str:
    """Without article, bracketed place ("Medicine (Baltimore)") and subtitle."""
    text = re.sub(r"\([^()]*\)", " ", fold(container))
    text = re.split(r"\s*(?::|\s[-–—=]\s)\s*", text, maxsplit=1)[0]
    return re.sub(r"^(?:the|die|der|la|le|el)\s+", "", text.strip(), flags=re.I)


def _shortens(short: str, full: str) -> bool:
    if full.startswith(short):
        return True
    if short[0] != full[0] or len(short) < 3:
        return False
    letters = iter(full)
    return short[-1] == full[-1] and all(c in letters for c in short)
