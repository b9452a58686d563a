"""DOCX: turned into HTML by mammoth, and read like a page that is nothing but the article."""

from __future__ import annotations

import io
import zipfile
import zlib

import mammoth  # type: ignore[import-untyped]

from neckref.errors import UserError
from neckref.model import Reading
from neckref.readers import Reader, check_bytes
from neckref.readers.assemble import make_reading
from neckref.readers.html import make_html_document

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_MAX_UNPACKED = 100 * 1024 * 1024
_MAX_RATIO = 150
_MAX_PARTS = 5_000
_READ = ("word/", "_rels/", "[Content_Types].xml", "docProps/")


def read_docx(data: bytes, origin: str) -> Reading:
    """The Reading of a Word file, with footnotes, endnotes and link targets; pictures are left out.

    Raises UserError where it is no Word file, is encrypted, damaged, or unpacks to more than 100 MB.
    """
    check_bytes(data, origin)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError(f"{origin} is encrypted or an old .doc file: save it as .docx without a password")
    checked = _repack(data, origin)
    try:
        result = mammoth.convert_to_html(checked, style_map=_STYLES, convert_image=lambda _: [])
    except Exception as error:  # what a damaged file raises inside of the library is not documented
        raise UserError(
            f"{origin} is a damaged Word file ({type(error).__name__}): open it and save it again"
        ) from error
    page = f"<body>{result.value}</body>"
    return make_reading(make_html_document(page, origin, whole=True), origin, MEDIA_TYPE)


def _repack(data: bytes, origin: str) -> io.BytesIO:
    """The parts that hold text, after their sizes and document types were checked."""
    out = io.BytesIO()
    left = _MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as kept:
            infos = archive.infolist()
            if len(infos) > _MAX_PARTS:
                raise UserError(f"{origin} has {len(infos)} parts, more than a Word file has: save it again and retry")
            if not any(i.filename == "word/document.xml" for i in infos):
                raise UserError(f"{origin} is a ZIP file but no Word file: give the .docx itself")
            for info in infos:
                if not info.filename.startswith(_READ) or info.filename.startswith("word/media/"):
                    continue
                if info.flag_bits & 1:
                    raise UserError(f"{origin} is encrypted: save it without a password")
                packed = max(1, info.compress_size)
                if info.file_size > left or (info.file_size > 1 << 20 and info.file_size / packed > _MAX_RATIO):
                    raise UserError(f"{origin} unpacks to an absurd size (a zip bomb?): save it again and retry")
                part = archive.read(info)
                left -= len(part)
                if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part[:65536]:
                    raise UserError(f"{origin} declares XML entities, which no Word file does: save it again and retry")
                kept.writestr(info.filename, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise UserError(f"{origin} is a damaged Word file ({error}): open it and save it again") from error
    out.seek(0)
    return out


def _sniffs(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and (b"[Content_Types].xml" in head or b"word/" in head)


reader = Reader("docx", (".docx", ".docm"), (MEDIA_TYPE,), _sniffs, read_docx)
