"""Text → LaTeX as it stands in a .bib file, and back.

Accents stay UTF-8. Characters that TeX gives a meaning, and those its fonts lack (Greek, sub- and superscripts),
become commands in braces of their own, so that braces are always balanced: BibTeX counts `\\{` as a brace.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from neckref.text.normalise import strip_markup

_GREEK = {
    c: unicodedata.name(c).rsplit(" ", 1)[-1].lower().replace("lamda", "lambda")
    for c in "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"
}
_MATH = {"±": r"\pm", "≤": r"\leq", "≥": r"\geq", "≈": r"\approx", "→": r"\rightarrow", "×": r"\times", "≠": r"\neq",
         "∞": r"\infty", "−": "-"}  # fmt: skip
_SPECIAL = {
    **{c: "\\" + c for c in "#$%&_"},
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    "\u00a0": "~",
    "\u00b5": r"{$\mu$}",
    **{c: f"{{$\\{name.capitalize() if c.isupper() else name}$}}" for c, name in _GREEK.items()},
    **{c: f"{{${command}$}}" for c, command in _MATH.items()},
    **{c: rf"\textsubscript{{{unicodedata.normalize('NFKC', c)}}}" for c in "₀₁₂₃₄₅₆₇₈₉"},
    **{c: rf"\textsuperscript{{{unicodedata.normalize('NFKC', c)}}}" for c in "⁰¹²³⁴⁵⁶⁷⁸⁹"},
}
_ESCAPE = str.maketrans(_SPECIAL)
_NEEDS_ESCAPE = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_INNER_CAPITAL = re.compile(r".+[A-Z\u00c0-\u00de\u0391-\u03a9]")


def escape_latex(text: str) -> str:
    """Plain text as LaTeX text: same look, no character with a meaning left, braces balanced."""
    return text.translate(_ESCAPE) if _NEEDS_ESCAPE.search(text) else text


def protect_title(title: str, language: str | None = None) -> str:
    """A title escaped, with braces around the words whose capitals a style must not lower.

    Styles lower all but the first letter of a title and of what follows a colon. In a title printed in sentence case
    every other capital is a name or an acronym; in one printed in title case only inner capitals tell
    ("EMG", "pH", "McKenzie"). A title wholly in capitals says nothing and is left alone.
    """
    if title.isupper() or title[1:].islower():
        return escape_latex(title)
    every = _sentence_case(title) or not (language or "en").lower().startswith("en")
    parts: list[str] = []
    at = 0
    for found in _WORD.finditer(title):
        word, start = found.group(), found.start()
        if not word.islower() and _keeps_capitals(word, every, _starts(title, start)):
            parts += (escape_latex(title[at:start]), "{", escape_latex(word), "}")
            at = found.end()
    parts.append(escape_latex(title[at:]))
    return "".join(parts)


def _starts(title: str, at: int) -> bool:
    """Whether styles keep a capital there: at the start, and behind a colon."""
    return title[max(0, at - 2) : at] == ": " or not title[:at].strip("\"'([\u201c\u2018 ")


def _sentence_case(title: str) -> bool:
    """Whether most longer words after the first are printed small."""
    words: list[str] = _WORD.findall(title)
    longer = [w for w in words[1:] if len(w) > 3]
    return 2 * sum(w[0].isupper() for w in longer) <= len(longer)


def _keeps_capitals(word: str, every: bool, starts: bool) -> bool:
    if _INNER_CAPITAL.match(word):
        return True
    if not word[0].isupper() or starts:
        return False
    return every or (len(word) == 1 and word not in "AI") or any(c.isdigit() for c in word)


_ACCENTS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
            "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328",
            "r": "\u030a"}  # fmt: skip
_LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
            "AA": "Å", "i": "ı", "j": "ȷ"}  # fmt: skip
_ACCENT = re.compile(
    r"\\(?:([`'^~\"=.])\s*|([uvHcdbkr])(?:\s+|(?=\{)))(?:\{\\?([A-Za-z])\}|\\([ij])(?![A-Za-z])|([A-Za-z]))"
)
_LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L)(?![A-Za-z])\s*(?:\{\})?")
_RAISED = re.compile(r"\\text(sub|super)script\{(\d+)\}")
_SYMBOL = re.compile(r"\{?\$\\([A-Za-z]+)\$\}?")
_MARKUP = re.compile(r"[\\{}$~]")
_BRACES = re.compile(r"\\([#$%&_{}])|[{}]|~")
_COMMAND = re.compile(r"\\[^#$%&_{}]|(?<!\\)\$")


def decode_latex(text: str) -> str:
    """LaTeX text as plain text: accents composed, commands that have a meaning read, the rest dropped with its
    arguments kept; blanks folded. Never raises."""
    if text.isalnum():
        return text
    if _MARKUP.search(text):
        # What bibliographies are full of goes first: pylatexenc takes a hundred times longer for the same.
        if "\\" in text:
            text = _ACCENT.sub(_compose, text)
            text = _LETTER.sub(lambda m: _LETTERS[m[1]], text)
            text = _RAISED.sub(lambda m: m[2].translate(_SUB if m[1] == "sub" else _SUPER), text)
            text = _SYMBOL.sub(lambda m: _SYMBOLS.get(m[1], m[0]), text)
        if _COMMAND.search(text):
            text = _read_commands(text)
        else:
            text = _BRACES.sub(lambda m: m[1] or (" " if m[0] == "~" else ""), text)
    return " ".join(text.split())


def _compose(found: re.Match[str]) -> str:
    letter = found[3] or found[4] or found[5]
    return unicodedata.normalize("NFC", letter + _ACCENTS[found[1] or found[2]])


@lru_cache(maxsize=4096)
def _read_commands(text: str) -> str:
    try:
        return str(_READER.latex_to_text(text))
    except Exception:  # pylatexenc documents no exceptions; hostile input must not stop a whole file
        return text


_SYMBOLS = {command[1:]: char for char, command in _MATH.items() if command[0] == "\\"} | {
    name.capitalize() if char.isupper() else name: char for char, name in _GREEK.items()
}
_SUB = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NAMED = {"textless": "<", "textgreater": ">", "textbar": "|", "textbraceleft": "{", "textbraceright": "}",
          "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textunderscore": "_"}  # fmt: skip


def _reader() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    context.add_context_category(
        "neckref", prepend=True, macros=[MacroTextSpec(name, char) for name, char in _NAMED.items()]
    )
    return LatexNodes2Text(context, math_mode="text", strict_latex_spaces=False, keep_comments=True)


_READER = _reader()


def plain_title(title: str) -> str:
    """A title without HTML or JATS tags that are real ones (`<i>`, `<sub>`); a lone `<` stays."""
    return strip_markup(title) if "</" in title else title
