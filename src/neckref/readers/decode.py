"""Bytes → text without damage: encodings, mojibake, characters that cannot be seen."""

from __future__ import annotations

import codecs
import re

import ftfy
from charset_normalizer import from_bytes
from ftfy.badness import is_bad

from neckref.errors import UserError
from neckref.readers import check_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 256 * 1024
_SHOWN = 20
"""Repaired words that a note shows with what was printed."""
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u180e\u00ad\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f]")
"""Without U+200C/U+200D (joiners that Persian, Hindi and emoji need) and U+200E/U+200F (harmless marks)."""
_PAIR = re.compile("[^\x00-\x7f]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SOFT_BREAK = re.compile("\u00ad[ \t]*\r?\n[ \t]*")
_CERTAIN = ftfy.TextFixerConfig(
    decode_inconsistent_utf8=False, replace_lossy_sequences=False, restore_byte_a0=False, fix_c1_controls=False,
    explain=False,
)  # fmt: skip
"""Only lines that as a whole are UTF-8 read in one wrong encoding: right text cannot look like that by chance."""


def decode_bytes(data: bytes, origin: str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Text and notes on what was repaired.

    The encoding is the byte-order mark's, else UTF-8 where the bytes are valid UTF-8, else the declared one, else
    detected. Raises UserError where the bytes are empty, too large, or no text at all.
    """
    check_bytes(data, origin)
    notes: list[str] = []
    text = _decode(data, origin, declared, notes)
    text, more = clean_text(text)
    if not text.strip():
        raise UserError(f"{origin} holds no text: give a file or address that holds an article")
    return text, (*notes, *more)


def clean_text(text: str) -> tuple[str, tuple[str, ...]]:
    """Text with line ends as "\\n", mojibake repaired and invisible characters taken out, and notes on each."""
    notes: list[str] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _repair_mojibake(text, notes)
    text = _SOFT_BREAK.sub("", text)
    found = _INVISIBLE.findall(text)
    if found:
        kinds = sorted({_kind(c) for c in set(found)})
        notes.append(f"Took out {len(found)} characters that cannot be seen ({', '.join(kinds)}).")
        text = _INVISIBLE.sub("", text)
    lone = len(_SURROGATE.findall(text))
    if lone:
        notes.append(f"Replaced {lone} broken characters (lone surrogates).")
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text, tuple(notes)


def drop_invisible(text: str) -> str:
    """Text without soft hyphens, zero-width, bidi control and control characters (entities bring them back)."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def _decode(data: bytes, origin: str, declared: str | None, notes: list[str]) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace")
    if data.count(b"\x00", 0, _SAMPLE) > min(len(data), _SAMPLE) // 5:
        wide = "utf-16-le" if data[1:200:2].count(0) > data[0:200:2].count(0) else "utf-16-be"
        text = data.decode(wide, "replace")
        sample = text[:_SAMPLE]
        if sum(c == "\ufffd" or not (c.isprintable() or c.isspace()) for c in sample) > len(sample) // 100:
            raise UserError(f"{origin} is binary, not text: give the article as text, HTML, Markdown, PDF or DOCX")
        notes.append(f"Read as {wide.upper()}, which the file does not declare.")
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    controls = sum(data.count(bytes([b]), 0, _SAMPLE) for b in (*range(1, 9), *range(14, 27)))
    if controls > min(len(data), _SAMPLE) // 20:
        raise UserError(f"{origin} is binary, not text: give the article as text, HTML, Markdown, PDF or DOCX")
    if declared:
        try:
            return data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            notes.append(f"The declared encoding {declared!r:.40} does not fit.")
    return _guess(data, notes)


def _guess(data: bytes, notes: list[str]) -> str:
    if data.decode("utf-8", "replace").count("\ufffd") * 500 < len(data):
        notes.append("Read as UTF-8 with some broken bytes replaced.")
        return data.decode("utf-8", "replace")
    best = from_bytes(data[:_SAMPLE]).best()
    encoding = best.encoding if best else "cp1252"
    if encoding in ("cp1250", "cp1257", "cp775", "cp850", "cp437", "mac_roman", "mac_latin2", "latin_1", "iso8859_1"):
        encoding = "cp1252"  # short western text fits many code pages; the web's default decides
    notes.append(f"Read as {encoding.replace('_', '-')}, a guess from the bytes.")
    return data.decode(encoding, "replace")


def _repair_mojibake(text: str, notes: list[str]) -> str:
    """Paragraph by paragraph where ftfy is certain ("Ã¸" → "ø"); text that is right stays as it is."""
    if text.isascii():
        return text
    lines = text.split("\n")
    # Bytes of UTF-8 read one by one are always two odd characters or more in a row, which is quicker to look for.
    odd = dict.fromkeys(line for line in lines if not line.isascii() and _PAIR.search(line))
    if not is_bad("\n".join(odd)[:2_000_000]):
        return text
    fixed = [ftfy.fix_encoding(line, _CERTAIN) if line in odd else line for line in lines]
    changed = [(a, b) for a, b in zip(lines, fixed, strict=True) if a != b]
    if not changed:
        return text
    words = dict.fromkeys(pair for line in changed for pair in _changed_words(*line))
    shown = "; ".join(f"“{new}” was printed “{old}”" for old, new in list(words)[:_SHOWN])
    more = f"; and {len(words) - _SHOWN} words more" if len(words) > _SHOWN else ""
    notes.append(f"Repaired wrongly decoded characters in {len(changed)} lines (mojibake): {shown}{more}.")
    return "\n".join(fixed)


def _changed_words(before: str, after: str) -> list[tuple[str, str]]:
    """(as printed, as repaired) for each word that changed, or for the line where blanks changed, too."""
    old, new = before.split(" "), after.split(" ")
    if len(old) != len(new):
        return [(before[:80], after[:80])]
    return [(a[:80], b[:80]) for a, b in zip(old, new, strict=True) if a != b]


def _kind(char: str) -> str:
    if char == "\u00ad":
        return "soft hyphen"
    if "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069":
        return "bidi control"
    return "zero-width" if char > "\x7f" else "control"
