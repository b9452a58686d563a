"""A reference string cut into the pieces that a field can begin or end at."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_RUN = re.compile(r"\S+")
_HOST = r"(?:[a-z0-9-]{2,63}\.){1,4}(?:(?:com|org|net|edu|gov|int|info)(?![\w.])|(?:com|org|net|edu|gov|[a-z]{2})/)"
HOST = re.compile(_HOST)
"""An address without "http://": "ods.od.nih.gov/factsheets/…". Only small letters, for "J.Am.Chem.Soc" is none."""
_ADDRESS = re.compile(rf"[(<\[\"'“]{{0,2}}(?:(?i:https?://|ftp://|www\.|doi:|10\.\d{{4,9}}/)|{_HOST})")
_GLUED_ADDRESS = re.compile(r"(?:https?://|doi:|(?<![\d/])10\.\d{4,9}/)", re.I)
_GLUED_NUMBER = re.compile(r"\s*(\d{1,3})(?=[^\W\d_a-z][^\W\d_])")
"""The number before an entry that lost its blank: "1Applied Geography 30, 1 (2010)"."""
_CUT = re.compile(
    r"(?<=[,;:)\]”»])(?=[\w(\[\"“«‘])"  # "2008;88(6):703", "Munger,MA"
    r"|(?<=[^\W\d_]\.)(?=[^\W_a-zß-öø-ÿ])"  # "J.L.", "Title.Journal", "p.12"
    r"|(?<=\d\.)(?=[^\W\d_])"  # "2014.Title"
    r"|(?<=[\w.])(?=[(\[])"  # "88(6)", "al.(2008)"
    r"|(?<=[，。、；：》」』）])(?=\w)|(?<=[\w，。、；：）])(?=[《「『（])"  # scripts without blanks
)
_PUNCTUATION = str.maketrans("،؛؟", ",;?")
_LONGEST = 80
"""Characters of a piece that are looked at; junk without blanks is cut at this length."""


class Token(NamedTuple):
    """One piece: half-open range of offsets and the text there. `glued`: no blank stands before it."""

    start: int
    end: int
    text: str
    glued: bool


def split_tokens(text: str) -> list[Token]:
    """Pieces in order, together all of `text` but blanks. An address or DOI is one piece. Arabic commas, semicolons
    and question marks are given as their Latin counterparts."""
    text = text.translate(_PUNCTUATION)
    tokens: list[Token] = []
    number = _GLUED_NUMBER.match(text)
    if number:
        tokens.append(Token(*number.span(1), number[1], False))
    for run in _RUN.finditer(text, number.end() if number else 0):
        begin = run.start()
        for at, piece in _pieces(run.group()):
            tokens.append(Token(begin + at, begin + at + len(piece), piece, at > 0))
    return tokens


def _pieces(run: str) -> list[tuple[int, str]]:
    if _ADDRESS.match(run):
        return [(0, run)]
    glued = _GLUED_ADDRESS.search(run)
    body = run[: glued.start()] if glued else run
    cuts = [0, *(m.start() for m in _CUT.finditer(body)), len(body)]
    pieces: list[tuple[int, str]] = []
    for left, right in pairwise(cuts):
        pieces += ((at, body[at : min(at + _LONGEST, right)]) for at in range(left, right, _LONGEST))
    if glued:
        pieces.append((glued.start(), run[glued.start() :]))
    return pieces
