"""Words and addresses that a line end has broken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neckref.text.identifiers import parse_doi

_HYPHENATED = re.compile(r"[^\W\d_]{2,}[-‐]$")
_COMPOUND = re.compile(
    r"(?:based|related|controlled|blind(?:ed)?|lying|up|term|level|specific|induced|dwelling|reported|year|old|risk|the|of|"
    r"and|or|to|like|free|dose|wide|quality|intensity|session|arm|sided|strengthening|cent(?:re|er)|effective|analysis)\b",
    re.I,
)
_COMPOUNDING = re.compile(
    r"(?:^|\s)(?:self|non|well|cross|meta|follow|double|single|low|high|long|short|side|one|two|mid)-$", re.I
)
_GOES_ON = re.compile(r"\d|(?!PMC)[A-Za-z]{1,4}\d{2,}[\w.-]*(?:\s|$)")
"""What can be the rest of a DOI that a line end broke behind a full stop: "14651858." "CD005523.pub3"."""
_ADDRESS = re.compile(r"10\.\d{4,9}/|https?://|\bdoi:", re.I)


def join_lines(lines: Sequence[str]) -> str:
    """Lines joined by line ends, each hyphenated word and each broken DOI whole on the upper line."""
    out = list(lines[:1])
    for line in lines[1:]:
        piece = line.lstrip()
        glue = find_glue(out[-1], piece)
        if glue is None:
            out.append(line)
            continue
        word, _, rest = piece.partition(" ")
        out[-1] = (out[-1].rstrip()[:-1] if glue == "drop" else out[-1].rstrip()) + word
        if rest:
            out.append(line[: len(line) - len(piece)] + rest)
    return "\n".join(out)


def find_glue(before: str, piece: str) -> str | None:
    """How the end of a line and the next line's start belong together: "drop" (without the hyphen between them),
    "keep" (as they are), or None where there is a blank between them."""
    before = before.rstrip()
    tail = before[-300:].rsplit(" ", 1)[-1]
    if _ADDRESS.search(tail) and piece[:1].isalnum() and not tail.endswith((".)", ")", ",", ";", "]", ">")):
        if tail[-1] in "/-_:=" or (tail[-1] == "." and _GOES_ON.match(piece)) or (tail[-1] != "." and _is_cut(tail)):
            return "keep"
        return None
    if _HYPHENATED.search(before[-40:]) and piece[:1].islower():
        return "keep" if _COMPOUND.match(piece) or _COMPOUNDING.search(before[-14:]) else "drop"
    return None


def _is_cut(tail: str) -> bool:
    """Whether a DOI or resolver address ends before anything that could be one."""
    return "10." in tail and parse_doi(tail) is None
