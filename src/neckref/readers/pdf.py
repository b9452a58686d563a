"""PDF with a text layer, read by pdfminer.six in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from statistics import median

from neckref.errors import UserError
from neckref.model import Reading
from neckref.readers import Reader, check_bytes
from neckref.readers.assemble import make_reading
from neckref.readers.decode import clean_text
from neckref.readers.pdflayout import PdfLine, lay_out
from neckref.readers.plain import make_plain_document

_LEAST_SECONDS, _MOST_SECONDS = 15, 60
_SECONDS_PER_MB = 15
_WORKER = "neckref.readers.pdfworker"


def read_pdf(data: bytes, origin: str) -> Reading:
    """The Reading of a PDF: columns in order, words whole, page headers and footers left out.

    Raises UserError where it is encrypted, damaged, scanned without a text layer, or takes too much time or memory.
    """
    check_bytes(data, origin)
    pages, width = _read_pages(data, origin)
    if sum(len(line.text) for page in pages for line in page) < 12:
        raise UserError(f"{origin} has no text layer (a scan?): run OCR on it first, for example with ocrmypdf")
    laid = lay_out(pages, width)
    text, notes = clean_text(laid.text)
    headings = laid.headings if text == laid.text else frozenset()
    if laid.left_out:
        notes = (*notes, f"Left out {laid.left_out} page headers, footers and page numbers.")
    document = make_plain_document(text, notes, headings)
    if laid.title:
        document = replace(document, title=laid.title)
    return make_reading(document, origin, "application/pdf")


def _read_pages(data: bytes, origin: str) -> tuple[list[list[PdfLine]], float]:
    seconds = min(_MOST_SECONDS, _LEAST_SECONDS + _SECONDS_PER_MB * len(data) // 2**20)  # what takes long is large
    command = [sys.executable, "-P", "-m", _WORKER, str(seconds)]
    try:
        run = subprocess.run(command, input=data, capture_output=True, timeout=seconds + 4, check=False)  # noqa: S603
        answer = json.loads(run.stdout)
    except subprocess.TimeoutExpired:
        raise UserError(f"{origin} took longer than {seconds} s to read: split it, or give its text") from None
    except ValueError:
        raise UserError(f"{origin} needs too much memory or time to read: split it, or give its text") from None
    match answer:
        case {"error": "encrypted"}:
            raise UserError(f"{origin} is encrypted: save it without a password")
        case {"error": "damaged: PSEOF"}:
            raise UserError(f"{origin} is cut short: download or copy it again")
        case {"error": "too large"}:
            raise UserError(f"{origin} needs too much memory to read: split it, or give its text")
        case {"error": reason}:
            raise UserError(f"{origin} cannot be read as PDF ({reason}): print it to a new PDF, or give its text")
    pages = [[PdfLine(*line) for line in page["lines"]] for page in answer["pages"]]
    widths = [page["width"] for page in answer["pages"]]
    return pages, median(widths) if widths else 612.0


def _sniffs(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


reader = Reader("pdf", (".pdf",), ("application/pdf", "application/x-pdf"), _sniffs, read_pdf)
