"""Lines of a .bib entry, the parts that BibTeX and biblatex agree on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from neckref.exporters._update import MEDIA_TYPE, update_bib
from neckref.exporters._works import keyed_works, one_line, pages, retraction_note, unverified
from neckref.model import EvidenceMap, Name, Work
from neckref.text.latex import escape_latex, plain_title, protect_title

Field = tuple[str, str | None]
"""Name, and value as it stands after `=`: in braces, or a bare macro; None leaves the field out."""

_UNSAFE = re.compile(r"[,()\[\]]|\band\b", re.IGNORECASE)
_LOOSE = re.compile(r"[ ,()\[\]]")
_VERBATIM = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "^": "%5E", '"': "%22"}
_NESTING = re.compile(r'[{}\\ ^"]')


def render_bib(emap: EvidenceMap, entry: Callable[[Work], tuple[str, Iterable[Field]]]) -> str:
    """The file: entries sorted by key, a blank line between, one field a line; where the article is itself a .bib file,
    that file brought up to date."""
    if emap.article and emap.article.media_type == MEDIA_TYPE:
        return update_bib(emap, emap.article, entry)
    return "\n".join([_render_entry(key, *entry(work)) for key, work in keyed_works(emap)])


def _render_entry(key: str, kind: str, fields: Iterable[Field]) -> str:
    lines = [f"  {name} = {value}," for name, value in fields if value is not None]
    return "\n".join([f"@{kind}{{{key},", *lines, "}\n"])


def braced(value: str | None) -> str | None:
    """Plain text as a field value, or None where there is none."""
    text = one_line(value)
    return f"{{{escape_latex(text)}}}" if text else None


def title(work: Work) -> str | None:
    """The title with its capitals protected."""
    text = one_line(plain_title(work.fields.title or ""))
    return f"{{{protect_title(text, work.fields.language)}}}" if text else None


def authors(work: Work) -> str | None:
    """All authors, joined by "and", in the form "Family, Suffix, Given"."""
    names = [n for n in map(_name, work.fields.authors) if n]
    return f"{{{' and '.join(names)}}}" if names else None


def page_range(work: Work) -> str | None:
    """ "10--19", or an article number as it is."""
    first, last = pages(work)
    return braced(first) if not last else f"{{{escape_latex(first)}--{escape_latex(last)}}}"


def verbatim(value: str | None) -> str | None:
    """A value that is printed by a verbatim command: nothing escaped the LaTeX way; what would end or nest the
    field is percent-encoded."""
    text = one_line(value)
    if not text:
        return None
    return f"{{{_NESTING.sub(lambda m: _VERBATIM[m[0]], text)}}}"


def notes(work: Work) -> Iterator[Field]:
    """Fields every entry ends with. `x-unverified` names the fields nobody has verified; styles ignore it and
    reference managers keep it, unlike a comment."""
    yield "pmid", braced(work.identifier("pmid"))
    yield "pmcid", braced(work.identifier("pmcid"))
    yield "note", braced(retraction_note(work))
    yield "x-unverified", braced(", ".join(unverified(work)))


def _name(name: Name) -> str:
    if not name.family:
        literal = escape_latex(one_line(name.literal or name.given))
        return f"{{{literal}}}" if literal else ""
    family, given, suffix = _text(name.family), _text(name.given), _text(name.suffix)
    if not given:
        return f"{{{family} {suffix}}}" if suffix else f"{{{family}}}"
    if _LOOSE.search(family):
        family = _family(family)
    return f"{family}, {_part(suffix)}, {_part(given)}" if suffix else f"{family}, {_part(given)}"


def _text(part: str | None) -> str:
    return escape_latex(one_line(part)) if part else ""


def _family(family: str) -> str:
    """BibTeX takes everything up to the last small word for the particle: "Ortega y Gasset" needs braces,
    "van der Berg" must have none. Brackets need braces too, for natbib's labels."""
    words = family.split(" ")
    start = 0
    while start < len(words) - 1 and words[start][:1].islower():
        start += 1
    rest = words[start:]
    if any(w[:1].islower() for w in rest[1:]) or _UNSAFE.search(family):
        rest = ["{" + " ".join(rest) + "}"]
    return " ".join([*words[:start], *rest])


def _part(text: str) -> str:
    return f"{{{text}}}" if _UNSAFE.search(text) else text
