"""Where a finding stands in the file that was read. Of pages and documents neckref keeps a text of its own, whose lines
are not those of the file."""

from __future__ import annotations

import re
from dataclasses import replace

from neckref.model import EvidenceMap, Finding, Span

_WORDS = 8
"""Words at the start of a span that are looked for."""
_BETWEEN = r"[^\w<&]*(?:(?:<[^<>]{0,300}>|&#?\w{1,10};)[^\w<&]*)*"
"""What may stand between two words of a sentence in Markdown or HTML: blanks, marks, tags and character references."""


def place_in_source(emap: EvidenceMap, source: str | None) -> EvidenceMap:
    """The map with `source`, the file's own text, as the article's text, and the findings' spans as offsets into it.

    A finding whose words do not stand there exactly once has no span; without `source` none has one. A plain text is
    kept as it is in the file, and its map comes back unchanged.
    """
    if emap.article is None or emap.article.media_type == "text/plain":
        return emap
    text = emap.article.text
    findings = tuple(replace(f, span=_find(f, text, source or "")) for f in emap.findings)
    return replace(emap, article=replace(emap.article, text=source or ""), findings=findings)


def _find(finding: Finding, text: str, source: str) -> Span | None:
    words = re.findall(r"\w+", finding.span.slice(text))[:_WORDS] if finding.span else []
    if not words:
        return None
    found = list(re.finditer(r"(?<!\w)" + _BETWEEN.join(map(re.escape, words)) + r"(?!\w)", source))
    return Span(*found[0].span()) if len(found) == 1 else None
