"""What the tagger sees of each piece: one value a template, cheap to compute and linear in the text.

Templates are named, so that weights can be kept by template and looked up without building strings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from neckref.text.citations.dates import MONTHS
from neckref.text.citations.lexicon import load_lexicon
from neckref.text.citations.tokens import HOST, Token
from neckref.text.normalise import fold

_CORE = re.compile(r"^[\W_]*(.*?)[\W_]*$", re.S)
_YEAR = re.compile(r"(?:1[4-9]|20)\d\d[a-h]?$")
_RANGE = re.compile(r"[a-z]{0,2}\d+\s?[-‐-―−—]+\s?[a-z]{0,2}\d+$", re.I)
_ROMAN = re.compile(r"[ivxlcdm]{2,}$", re.I)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SPACED_INITIALS = re.compile(r"[^\W\d_]\.[-‐]?[a-z]\.?")
"""Initials of which the second is small: "J.y.", "F.-d."."""
_SAME = re.compile(r"[-_]{3,}[.,]?$")
"""The same author as before."""
_NO_DATE = frozenset(["n.d", "s.d", "s.a", "s.f", "o.j", "undated"])
_ADDRESS = re.compile(r"(?:https?:|ftp:|www\.)", re.I)
_DOI = re.compile(r"(?:doi\b|10\.\d{4,9}/)", re.I)
_QUOTE_OPEN, _QUOTES = "“«„‘", '"“”«»„‟'
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))

TEMPLATES = (
    "bias", "w", "w-1", "w+1", "w-2", "w+2", "w-1w", "ww+1",
    "s", "s-1", "s+1", "s-2", "s+2", "s-1s", "ss+1", "s-2s-1s", "ss+1s+2",
    "k", "k-1", "k+1", "k-1k+1", "k-3", "k+3",
    "p2", "p3", "x2", "x3", "x4",
    "end-1", "end-1s", "end-1w", "end-2", "quote", "quote-end", "paren", "glued",
    "at", "left", "tenth", "clause", "clause-w", "year", "year-s", "start", "style", "style-tenth", "in", "names",
    "l", "l-1", "l+1", "l-1l", "ll+1", "l-2l-1l", "ls", "end-1l",
    "c", "c-1", "c+1", "c-1c", "cc+1", "c-in", "c-1in", "c+1in", "cs",
    "ahead", "ahead-k", "next", "next-k", "entry-clause",
)  # fmt: skip


class Word(NamedTuple):
    """What one piece shows by itself."""

    lower: str
    """Folded, lower-case, without punctuation at the ends; digits as "0" where there are any."""
    shape: str
    kind: str
    lead: str
    trail: str
    prefix2: str
    prefix3: str
    suffix2: str
    suffix3: str
    suffix4: str
    quotes: int
    """Quotation marks at the ends."""
    closes: str
    """Closing quotation marks at the end: "d" for double, "s" for single ones."""
    known: str
    """What the lexicon knows of the word, and its kind's first letter; "" for numbers and marks."""


_EDGE = Word("", "", "", "", "", "", "", "", "", "", 0, "", "")


@lru_cache(maxsize=8192)
def describe(text: str) -> Word:
    """The piece's own marks."""
    text = text[:80].translate(_DASHES)
    found = _CORE.match(text)
    core = found[1] if found else ""
    begin = found.start(1) if found and core else len(text)
    lead, trail = text[:begin], text[begin + len(core) :] if core else ""
    lower = fold(core).lower() or ("and" if "&" in text else text[:1])
    kind = _kind(core, lower, text)
    if kind in ("year", "range", "number", "url", "doi"):
        lower = "<" + kind + (str(min(len(core), 5)) if kind == "number" else "") + ">"
    elif kind == "cjk":
        lower = f"<cjk{min(len(core), 7)}>"
    elif any(c.isdigit() for c in lower):
        lower = re.sub(r"\d+", "0", lower)
    shape = (lead[-1:] or "") + _shape(core) + _ends(trail)
    quotes = sum(c in _QUOTES for c in lead) + sum(c in _QUOTES for c in trail)
    closes = "d" if any(c in trail for c in ('"', "”", "»", "''", "“")) else "s" if "’" in trail or "'" in trail else ""
    known = load_lexicon().get(lower, "-") + kind[:1] if kind in ("Word", "word", "caps", "roman") else ""
    return Word(
        lower, shape, kind, lead[-2:], _ends(trail),
        lower[:2], lower[:3], lower[-2:], lower[-3:], lower[-4:], quotes, closes, known,
    )  # fmt: skip


def _kind(core: str, lower: str, whole: str) -> str:
    if not core:
        return "and" if lower == "and" else "same" if _SAME.match(whole) else "punct"
    if HOST.match(core):
        return "url"
    if any(c.isdigit() for c in core):
        return _kind_of_number(core)
    if _CJK.match(core):
        return "cjk"
    if lower in _NO_DATE:
        return "nodate"
    if lower in MONTHS or lower in _SEASONS:
        return "month"
    if lower in CUES:
        return CUES[lower]
    if _ADDRESS.match(core):
        return "url"
    if _SPACED_INITIALS.fullmatch(core):
        return "initial"
    if core.isupper() and len(core) < 5:
        return "initial" if len(core) == 1 else "caps"
    if _ROMAN.match(core):
        return "roman"
    return "Word" if core[0].isupper() else "word"


def _kind_of_number(core: str) -> str:
    if _ADDRESS.match(core):
        return "url"
    if _DOI.match(core) and len(core) > 7:
        return "doi"
    if _YEAR.match(core):
        return "year"
    if core.isdigit():
        return "number"
    return "range" if _RANGE.match(core) else "mixed"


def _shape(core: str) -> str:
    if core.isdigit():
        return "9" * min(len(core), 5)
    out = ""
    for c in core[:24]:
        mark = "9" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c
        if not out.endswith(mark) or (mark == "X" and not out.endswith("XX")):
            out += mark
    return out + ("1" if len(core) == 1 else "")


def _ends(trail: str) -> str:
    return trail[:3].replace("'", '"').replace("”", '"').replace("’", '"')


def describe_all(tokens: Sequence[Token], words: Sequence[Word]) -> list[list[str]]:
    """For each piece the values of TEMPLATES, in that order."""
    n = len(words)
    padded = [_EDGE, _EDGE, _EDGE, *words, _EDGE, _EDGE, _EDGE]
    years = [i for i, w in enumerate(words) if w.kind == "year"]
    quotes, parens, clauses, names = _state(words)
    style = _style(words, years)
    ins = next((i for i, w in enumerate(words) if w.kind == "in" and i > 2), n)
    own, last, after, place = _clauses(words)
    ahead, following = _ahead(words)
    entry = ahead[0] if words else ""
    rows: list[list[str]] = []
    for i, w in enumerate(words):
        b, a, c, d = padded[i + 2], padded[i + 4], padded[i + 1], padded[i + 5]
        tenth = str(10 * i // n)
        year = _near(years, i)
        clause = str(clauses[i])
        rows.append(
            [
                "1", w.lower, b.lower, a.lower, c.lower, d.lower, f"{b.lower} {w.lower}", f"{w.lower} {a.lower}",
                w.shape, b.shape, a.shape, c.shape, d.shape, f"{b.shape} {w.shape}", f"{w.shape} {a.shape}",
                f"{c.shape} {b.shape} {w.shape}", f"{w.shape} {a.shape} {d.shape}",
                w.kind, b.kind, a.kind, f"{b.kind} {a.kind}", padded[i].kind, padded[i + 6].kind,
                w.prefix2, w.prefix3, w.suffix2, w.suffix3, w.suffix4,
                b.trail, f"{b.trail} {w.shape}", f"{b.trail} {w.lower}", f"{c.trail} {b.trail}",
                quotes[i], b.trail if quotes[i] == "after" else "", parens[i] + w.lead, "1" if tokens[i].glued else "0",
                str(min(i, 9)), str(min(n - i, 9)), tenth, clause, f"{clause} {w.kind}", year, f"{year} {w.shape}",
                f"{words[0].kind} {clause}", style, f"{style} {tenth}",
                "before" if i < ins else "at" if i == ins else "after", names[i],
                w.known, b.known, a.known, f"{b.known} {w.known}", f"{w.known} {a.known}",
                f"{c.known} {b.known} {w.known}", f"{w.known} {w.shape}", f"{b.trail} {w.known}",
                own[i], last[i], after[i], f"{last[i]} {own[i]}", f"{own[i]} {after[i]}",
                f"{own[i]} {place[i]}", f"{last[i]} {place[i]}", f"{after[i]} {place[i]}", f"{own[i]} {w.shape}",
                ahead[i], f"{ahead[i]} {w.kind}", following[i], f"{following[i]} {w.kind}", f"{entry} {clause}",
            ]
        )  # fmt: skip
    return rows


_AHEAD = {"in": "i", "ed": "e", "press": "p", "proc": "c", "journal": "j", "range": "r", "year": "y", "report": "t"}


def _ahead(words: Sequence[Word]) -> tuple[list[str], list[str]]:
    """For each piece which cues stand at it or later (a book has a publisher to come, a chapter editors), and the
    next number's shape with how far away it is (a journal stands before its volume)."""
    flags, following = [], []
    seen: set[str] = set()
    shape, distance = "", 0
    for w in reversed(words):
        if w.kind in _AHEAD:
            seen.add(_AHEAD[w.kind])
        flags.append("".join(sorted(seen)))
        following.append(f"{shape} {min(distance, 5)}")
        if w.kind in ("number", "mixed", "year", "range"):
            shape, distance = w.shape[:8], 0
        distance += 1
    return flags[::-1], following[::-1]


_CLAUSE_CUES = (
    "press", "proc", "journal", "org", "in", "ed", "pp", "vol", "month", "year", "url", "doi", "report", "range",
)  # fmt: skip


def _clauses(words: Sequence[Word]) -> tuple[list[str], list[str], list[str], list[str]]:
    """For each piece: what its clause (between marks), the one before and the one after look like; its place there."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for i, w in enumerate(words):
        mark = w.trail[:1]
        if (mark and mark in ',;:?!)"]»') or (mark == "." and w.kind != "initial"):
            bounds.append((start, i + 1))
            start = i + 1
    if start < len(words):
        bounds.append((start, len(words)))
    looks = [_look(words[a:b]) for a, b in bounds]
    own, last, after, place = [], [], [], []
    for k, (a, b) in enumerate(bounds):
        for i in range(a, b):
            own.append(looks[k])
            last.append(looks[k - 1] if k else "")
            after.append(looks[k + 1] if k + 1 < len(looks) else "")
            place.append("1" if b - a == 1 else "b" if i == a else "e" if i == b - 1 else "m")
    return own, last, after, place


def _look(words: Sequence[Word]) -> str:
    """A clause in a few letters: size, initials, lower-case words, digits, given names, cities, and its first cue."""
    size = len(words)
    kinds = {w.kind for w in words}
    return (
        ("1" if size == 1 else "2" if size == 2 else "3" if size < 5 else "5" if size < 9 else "9")
        + ("i" if "initial" in kinds or "caps" in kinds else "")
        + ("l" if any(w.kind == "word" and len(w.lower) > 3 for w in words) else "")
        + ("d" if "number" in kinds or "mixed" in kinds else "")
        + ("G" if any("g" in w.known[:-1] for w in words) else "")
        + ("C" if any(w.known[:-1] in ("c", "fc") for w in words) else "")
        + next((c for c in _CLAUSE_CUES if c in kinds), "")
    )


def _near(years: list[int], i: int) -> str:
    if not years:
        return "none"
    first = years[0] - i
    return "at" if first == 0 else f"<{min(first, 4)}" if first > 0 else f">{min(-first, 4)}"


def _style(words: Sequence[Word], years: list[int]) -> str:
    """How the whole entry looks: where its year stands, and whether titles are quoted."""
    n = len(words)
    place = "-"
    if years:
        first = words[years[0]]
        place = ("(" if "(" in first.lead else "y") + str(4 * years[0] // n)
    quoted = any(w.lead[-1:] in _QUOTE_OPEN + '"' and w.lead for w in words)
    return place + ("q" if quoted else "")


def _state(words: Sequence[Word]) -> tuple[list[str], list[str], list[int], list[str]]:
    """For each piece: quotation ("in", "after", ""), bracket ("(" inside one), the number of clauses ended
    before it, and how name-like the words since the last clause's end were."""
    quotes, parens, clauses, names = [], [], [], []
    inside, depth, ended, clause, run = "", 0, False, 0, 0
    for w in words:
        if w.lead and (w.lead[-1] in _QUOTE_OPEN or w.lead[-1] == '"' or "'" in w.lead or "`" in w.lead):
            inside = inside or ("s" if w.lead[-1] in "‘'`" and w.lead[-2:] not in ("``", "''") else "d")
        depth = max(0, min(depth + w.lead.count("(") + w.lead.count("["), 3))
        quotes.append("in" if inside else "after" if ended else "")
        parens.append("(" if depth else "")
        clauses.append(clause)
        names.append(str(min(run, 6)))
        if inside and (w.closes == "d" or (w.closes and inside == "s")):
            inside, ended = "", True
        depth = max(0, depth - w.trail.count(")") - w.trail.count("]"))
        run = run + 1 if w.kind in ("initial", "caps", "Word", "and") else 0
        if w.trail[:1] in (".", "?", "!") and w.kind in ("word", "Word", "year", "range", "mixed") and len(w.lower) > 2:
            clause = min(clause + 1, 6)
    return quotes, parens, clauses, names


_SEASONS = frozenset(
    "spring summer autumn fall winter printemps ete automne hiver fruhjahr sommer herbst styczen leden".split()  # noqa: SIM905
)
CUES = {
    word: cue
    for cue, group in {
        "in": "in",
        "ed": "ed eds edit editor editors edited hrsg hg herausgegeben redaktion red coord coords dirs",
        "edn": "edn edition aufl auflage edicion edicao vyd",
        "pp": "p pp pg pgs page pages s seite seiten",
        "vol": "vol vols volume volumes band bd bde tome jg jahrgang",
        "no": "no nos nr num number issue iss heft n suppl supplement",
        "and": "and und et y e i og och en",
        "etal": "al",
        "by": "by von par por",
        "trans": "trans translated traduit ubers tr translator",
        "press": "press publisher publishers publishing verlag editions editorial ed. books publications presses"
        " editora editore edizioni wydawnictwo",
        "proc": "proc proceedings conference conf symposium workshop congress",
        "journal": "journal j rev review annals ann transactions trans. bulletin bull revue revista zeitschrift",
        "report": "report rep tech technical thesis dissertation phd master ph.d memo memorandum",
        "org": "university institute department dept ministry organization organisation association society agency"
        " commission council committee federation foundation bureau",
        "web": "retrieved available accessed online access http cited consulte",
    }.items()
    for word in group.split()
}
