"""PDF → lines with places and sizes, as JSON on stdout. Runs as a process of its own, with bounded memory and time,
because a PDF can be made to use any amount of either."""

from __future__ import annotations

import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

MAX_PAGES = 400
MAX_LINES = 80_000
MAX_MEMORY = 1024**3
_UNNAMED = re.compile(r"\(cid:(\d{1,5})\)")
_TEX = {16: "“", 17: "”", 21: "–", 22: "—", 27: "ff", 28: "fi", 29: "fl", 30: "ffi", 31: "ffl"}
"""Glyphs that bitmap fonts of TeX do not name, by their place in its T1 encoding; others become U+FFFD."""


def main() -> int:
    """Reads a PDF from stdin; prints {"pages": […]} or {"error": "encrypted" | "damaged: …"}.

    The first argument is the most seconds of computing it may take."""
    _limit(int(sys.argv[1]))
    try:
        answer: dict[str, object] = {"pages": list(read_pages(sys.stdin.buffer.read()))}
    except (PDFPasswordIncorrect, PDFEncryptionError):
        answer = {"error": "encrypted"}
    except MemoryError:
        answer = {"error": "too large"}
    except Exception as error:  # what a damaged file raises inside of the library is not documented
        answer = {"error": f"damaged: {type(error).__name__}"}
    json.dump(answer, sys.stdout)
    return 0


def read_pages(data: bytes) -> Iterator[dict[str, object]]:
    """Pages as {"width", "height", "lines": [[x0, y0, x1, y1, size, bold, text], …]} in points from the lower left."""
    count = 0
    for page in extract_pages(io.BytesIO(data), maxpages=MAX_PAGES, laparams=LAParams(boxes_flow=None)):
        lines = [line for line in _lines(page) if line[6]]
        count += len(lines)
        yield {"width": page.width, "height": page.height, "lines": lines}
        if count > MAX_LINES:
            return


def _lines(container: Iterable[object]) -> Iterator[list[object]]:
    stack: list[Iterable[object]] = [container]
    while stack:
        for item in stack.pop():
            if isinstance(item, LTTextLine):
                yield _line(item)
            elif isinstance(item, LTContainer):
                stack.append(item)


def _line(line: LTTextLine) -> list[object]:
    chars = [c for c in line if isinstance(c, LTChar)]
    sizes = Counter(round(c.size, 1) for c in chars)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    bold = sum("bold" in c.fontname.lower() or "black" in c.fontname.lower() for c in chars) > len(chars) / 2
    base = [c.y0 for c in chars if round(c.size, 1) == size]
    low = min(base) if base else line.y0
    parts: list[str] = []
    raised = False
    for item in line:
        text = item.get_text() if hasattr(item, "get_text") else ""
        up = (
            isinstance(item, LTChar)
            and item.size < 0.85 * size
            and item.y0 > low + 0.15 * size
            and bool(re.match(r"[\d,–-]", text))
        )
        if isinstance(item, LTChar) and up != raised:
            parts.append("\x02" if up else "\x03")
            raised = up
        parts.append(text)
    words = "".join([*parts, "\x03" if raised else ""]).replace("\n", " ")
    words = re.sub(r"\x02([\d,–-]+)\x03", _mark, words)
    words = _UNNAMED.sub(lambda m: _TEX.get(int(m[1]), "\ufffd"), re.sub(r"[\x02\x03]", "", words))
    return [line.x0, line.y0, line.x1, line.y1, size, bold, " ".join(words.split())]


def _mark(found: re.Match[str]) -> str:
    """A raised number as a visible marker, unless it is an exponent."""
    before = found.string[: found.start()]
    return (
        found[1]
        if re.search(r"(?:\d|(?:^|[\s/(])[mckµ]?m|R|χ)$", before) or not before.strip()
        else f"[{found[1].strip(',')}]"
    )


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the caller's time-out holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    sys.exit(main())
