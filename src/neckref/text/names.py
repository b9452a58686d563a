"""Personal names compared as bibliographies print them: surname plus initials."""

from __future__ import annotations

import re

from neckref.model import Name
from neckref.text.normalise import fold, key


def surname(name: Name) -> str:
    """Folded, lower-case surname (or the group's name) without hyphens and blanks: "Earl-Boehm" → "earlboehm"."""
    return key(name.family or name.literal or "").replace(" ", "")


def initials(name: Name) -> str:
    """Folded upper-case initials of the given names: "Lars L" → "LL", "J.-P." → "JP", "LL" → "LL"."""
    given = fold(name.given or "").strip()
    if re.fullmatch(r"[A-Z]{1,4}", given):
        return given
    return "".join(part[0].upper() for part in re.split(r"[\s.\-‐]+", given) if part)


def same_initials(a: Name, b: Name) -> bool | None:
    """Whether the initials can be one person's (one is a prefix of the other); None where one has none."""
    first, second = initials(a), initials(b)
    if not first or not second:
        return None
    return first.startswith(second) or second.startswith(first)


# Printed lists of authors


def parse_names(text: str) -> tuple[Name, ...]:
    """People and groups of a printed list, in order: "Andersen LL, Kjaer M", "Andersen, L. L., & Kjær, M.",
    "Lakoff, George, and Mark Johnson", "S. E. Han, G. Chen", "World Health Organization", in any mixture.

    "et al." and an ellipsis are left out (see `list_is_cut`). Names are read by the cheapest way to cut the list
    (`_COSTS` below); time is linear in the length.
    """
    text = _NOISE.sub(" ", " ".join(text[:6000].translate(_MARKS).split()))
    text = _BEHALF.sub(", ", _BRACKETED.sub(r" \1", text))
    chunks = _chunks(_CUT.sub(" , ", text))
    if not chunks:
        return ()
    if len(chunks) <= 3 and _is_group(text) and not any(map(_trailing_initials, chunks)):
        return (Name(literal=_CUT.sub(" ", text).strip(" .,;:&()[]")),)
    return _cheapest(chunks)


def list_is_cut(text: str) -> bool:
    """Whether a printed list of authors says that it is not whole ("et al.", "and others", an ellipsis)."""
    return bool(_CUT.search(text))


_CUT = re.compile(
    r"[,;&\s]{0,3}(?:\b(?:and|und|et|&)\s+)?"
    r"(?:\bet\.?\s?al(?:ii|ia)?\b\.?|(?:\band|&)\s+(?:others|colleagues|co-?workers)\b|\bu\.\s?a\."
    r"|\by\s+(?:cols?|otros)\b\.?|\be\s+outros\b|\bet\s+coll?\b\.?|…|\.\s?\.\s?\.(?:\s?\.)?|\b等)",
    re.I,
)
_MARKS = str.maketrans(
    {"，": ", ", "、": ", ", "،": ", ", "؛": "; ", "；": "; ", "：": ": ", "•": " ", "●": " ", "▪": " ", "‣": " "}
)
"""Marks of other scripts, and bullets."""
_BRACKETED = re.compile(r"\s?\(([^\W\d_]\.?(?:[\s-]?[^\W\d_]\.?){0,3})\)")
"""Initials in brackets: "KEFI (N.)"."""
_NOISE = re.compile(
    r"</?\w+>|\((?:n\.\s?d\.?|s\.\s?[adf]\.?|o\.\s?J\.?|no date|in press|(?:1[4-9]|20)\d\d[a-h]?)\)"
    r"|\((?:eds?\.?|editors?|hrsg\.?|dir\.?|org\.?|coord\.?|directors?|producers?)\)"
    r"|\b(?:PhD|Ph\.D\.|M\.D\.|DPhil|MSc|BSc|DrPH)(?=[,;\s.]|$)"
    r"|(?:(?<=^)|(?<=[,;]\s)|(?<=\band\s))(?:Dr|Prof)\.?\s(?=[^\W\d_a-zß-öø-ÿ])"
    r"|,\s?(?:MD|DPT|PT|MPH|FRCP|FACS|RN)(?=[,;.]|\s(?:and|&)|$)",
)
"""Dates in brackets, roles and degrees; short ones only behind a comma, for "Holm MD" has initials."""
_BEHALF = re.compile(r"[,;]\s?(?:and\s)?for\s(?:the\s)?|,?\s(?:and\s)?on\sbehalf\sof\s(?:the\s)?", re.I)
_AND = re.compile(r"\s?(?:[,;]\s?)?(?:&|\b(?:and|und|et|y|og|och|en|e)\b)\s*(?=[^\W\d_])", re.I)
_INITIALS = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ]\.?[-‐\s]?[a-z]?\.?[-‐\s]*){1,5}")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·\s]{2,8}")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|2nd|3rd|4th|Jnr|Snr)\.?", re.I)
_PARTICLES = frozenset(
    "van von der den de del della di da do dos das du la le el al bin ibn ter ten te zu zum zur af av st".split()  # noqa: SIM905
)
_GROUP_WORDS = """
university universität université universidad institute institut instituto ministry ministerium ministère department
association society organization organisation group committee collaboration collaborative investigators consortium
agency clinic hospital foundation council commission federation bureau office centre center centers college academy
school network alliance team panel program programme trust corporation inc ltd company board service services union
bank press museum library government nations national international american european world royal academies health
study trial taskforce force laboratory authority administration
ministerio sociedad asociación organización colegio comité grupo federación gobierno ministero società istituto
société ministère comité fédération bundesärztekammer bundesministerium gesellschaft stiftung bundesamt
bundeszentrale kassenärztliche verband sociedade associação ministério institutionen
"""
_GROUP = frozenset(_GROUP_WORDS.split())


def _is_group(text: str) -> bool:
    """Whether a text names an organisation: a word of organisations, or small words that no name has."""
    found = text.strip(" .,;:").split()
    lower = [w.strip(".,;:()").lower() for w in found]
    strong = sum(w in _GROUP or w.endswith(("-institut", "-stiftung", "-gesellschaft")) for w in lower)
    glue = any(w in ("of", "for", "the", "on", "für") for w in lower)
    return len(found) > 1 and (strong >= 2 or (strong == 1 and not _has_initials(found)) or (glue and len(found) > 2))


def _has_initials(found: list[str]) -> bool:
    return any(re.fullmatch(r"[A-Z]\.?,?", w) for w in found)


def _chunks(text: str) -> list[str]:
    """Pieces between commas, semicolons and "and", without blanks and punctuation at the ends.
    A semicolon-separated list keeps each person's "Family, Given" apart by an empty piece."""
    out: list[str] = []
    strong = ";" in text
    for person in text.split(";") if strong else [text]:
        for part in re.split(r"[,:]|\s[/|]\s", _AND.sub(" , ", person)):
            piece = " ".join(part.split()).strip(' .,;:*†‡§0123456789()[]{}"“”_') if part else ""
            if piece and any(c.isalpha() for c in piece):
                out.append(piece + ("." if part.rstrip().endswith(".") and re.search(r"\b\w$", piece) else ""))
        if strong and out and out[-1]:
            out.append("")
    return out


_COSTS = {
    ("inverted", "given first"): 0.4,
    ("inverted", "family"): 5.0,
    ("family", "inverted"): 5.0,
}
"""Of a change of style within one list; any other change costs 1.5."""


def _cheapest(chunks: list[str]) -> tuple[Name, ...]:
    """The reading of least cost, by dynamic programming over the pieces; the state is the last name's style."""
    table: list[dict[str, tuple[float, tuple[int, str, Name | None]]]] = [{} for _ in range(len(chunks) + 1)]
    table[0][""] = (0.0, (0, "", None))
    for at, chunk in enumerate(chunks):
        for style, (cost, _) in table[at].items():
            for length, new, own, name in _readings(chunks, at) if chunk else [(1, style, 0.0, None)]:
                change = 0.0 if new == style or not style else _COSTS.get((style, new), 1.5)
                total = cost + own + change
                target = table[at + length]
                if new not in target or total < target[new][0]:
                    target[new] = (total, (at, style, name))
    names: list[Name] = []
    at = len(chunks)
    style = min(table[at], key=lambda s: table[at][s][0])
    while at > 0:
        _, (origin, before, name) = table[at][style]
        if name is not None:
            names.append(name)
        at, style = origin, before
    return tuple(reversed(names))


def _readings(chunks: list[str], at: int) -> list[tuple[int, str, float, Name | None]]:
    """Ways to read a name that begins at one piece: (pieces used, style, cost, name)."""
    chunk = chunks[at]
    after = chunks[at + 1] if at + 1 < len(chunks) else ""
    third = chunks[at + 2] if at + 2 < len(chunks) else ""
    if _SUFFIX.fullmatch(chunk):
        return [(1, "family", 4.0, None)]
    if _CJK.fullmatch(chunk):
        return [(1, "family", 0.0, Name(chunk))]
    found: list[tuple[int, str, float, Name | None]] = []
    cost = _inverted_cost(chunk, after)
    if cost is not None:
        if _SUFFIX.fullmatch(after) and third and _INITIALS.fullmatch(third):
            found.append((3, "inverted", 0.0, Name(chunk, third, after)))
        elif _SUFFIX.fullmatch(third):
            found.append((3, "inverted", cost, Name(chunk, after, third)))
        else:
            given, suffix = _split_suffix(after)
            found.append((2, "inverted", cost, Name(chunk, given, suffix)))
    found += _single(chunk, after)
    return found


def _inverted_cost(family: str, given: str) -> float | None:
    """Cost of reading two pieces as "Family, Given"; None where that cannot be."""
    if not given or len(family.split()) > 4 or _trailing_initials(family) or re.match(r"[^\W\d_]\.", family):
        return None
    if _SUFFIX.fullmatch(given):
        return 0.5
    parts = [w for w in family.split() if w.lower() not in _PARTICLES]
    base = 0.0 if len(parts) <= 1 else 0.7 * (len(parts) - 1)
    if _INITIALS.fullmatch(family) and len(family) <= 2:
        base += 2.0
    bare = given.removesuffix(".")
    if _INITIALS.fullmatch(given) and (len(bare) <= 3 or "." in bare or " " in bare or "-" in bare):
        return base
    size = len(given.split())
    return base + 1.0 + (0.0 if size == 1 or _has_initials(given.split()) else 1.6 * (size - 1))


def _single(chunk: str, after: str) -> list[tuple[int, str, float, Name | None]]:
    parts = chunk.split()
    if sum(w.strip(".,;:()").lower() in _GROUP for w in parts) >= 2:
        return [(1, "group", 0.0, Name(literal=chunk))]
    found: list[tuple[int, str, float, Name | None]] = []
    used = 1
    suffix: str | None = None
    if after and _SUFFIX.fullmatch(after):
        used, suffix = 2, after
    elif len(parts) > 2 and _SUFFIX.fullmatch(parts[-1]):
        suffix, parts = parts[-1], parts[:-1]
    if len(parts) == 1:
        initials_only = bool(_INITIALS.fullmatch(chunk)) and len(chunk) <= 3
        found.append((used, "family", 4.0 if initials_only else 2.5, Name(parts[0], None, suffix)))
        return found
    at = _trailing_initials(" ".join(parts))
    if at:
        found.append((used, "family first", 0.0, Name(" ".join(parts[:at]), " ".join(parts[at:]), suffix)))
    capitals = parts[0].isupper() and len(parts[0]) > 2 and not parts[-1].isupper() and "." not in parts[0]
    if capitals:
        cut = next(i for i, w in enumerate([*parts, "x"]) if not w.isupper())
        found.append((used, "family first", 0.3, Name(" ".join(parts[:cut]), " ".join(parts[cut:]), suffix)))
    cut = len(parts) - 1
    while cut > 1 and parts[cut - 1].lower() in _PARTICLES and not parts[cut - 1].isupper():
        cut -= 1
    if parts[0].lower() in _PARTICLES and len(parts) > 1 and not parts[0][0].isupper():
        found.append((used, "family", 2.0, Name(" ".join(parts), None, suffix)))
    else:
        own = 0.0 if re.fullmatch(r"[^\W\d_]\.?(?:[-‐]?[^\W\d_]\.?)*", parts[0]) and len(parts[0]) <= 4 else 1.0
        own += max(0, len(parts) - 4) * 1.5 + (3.0 if _trailing_initials(" ".join(parts)) else 0.0)
        found.append((used, "given first", own, Name(" ".join(parts[cut:]), " ".join(parts[:cut]), suffix)))
    if _is_group(chunk):
        found.append((1, "group", 0.0, Name(literal=chunk)))
    elif len(parts) > 3:
        found.append((1, "group", 3.0, Name(literal=chunk)))
    return found


def _trailing_initials(text: str) -> int:
    """Index of the first word of initials at the end of "Andersen LL" or "van der Berg J. M."; 0 where none are."""
    parts = text.split()
    at = len(parts)
    while at > 1 and re.fullmatch(r"(?:[^\W\d_a-zß-öø-ÿ]\.?[-‐]?){1,3}", parts[at - 1]):
        at -= 1
    return at if at < len(parts) and not re.fullmatch(r"[^\W\d_]\.?", parts[0]) else 0


def _split_suffix(given: str) -> tuple[str, str | None]:
    parts = given.split()
    if len(parts) > 1 and _SUFFIX.fullmatch(parts[-1]) and not re.fullmatch(r"[IV]", parts[-1]):
        return " ".join(parts[:-1]), parts[-1]
    return given, None
