"""Files that are broken, or made to use up time and memory: all are read or refused in one line, within bounds."""

from __future__ import annotations

import io
import resource
import time
import zipfile
import zlib

import pytest

from neckref.errors import UserError
from neckref.readers import MAX_BYTES, pdf
from neckref.readers.docx import read_docx
from neckref.readers.html import read_html
from neckref.readers.jats import read_jats
from neckref.readers.markdown import read_markdown
from neckref.readers.pdf import read_pdf
from tests.readers.pdfs import column, make_pdf
from tests.readers.reading import READERS, check_spans, read_plain, sentences

PAGE = make_pdf([column(60, 700, ["The neck hurts, and it is stiff.", "Shrugs help."])])


def with_stream(stream: bytes, extra: bytes = b"") -> bytes:
    """A PDF of one page whose content is a packed stream."""
    packed = zlib.compress(stream, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode %s>>\nstream\n%s\nendstream" % (len(packed), extra, packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Size 6 /Root 1 0 R >>\n%%EOF"


HOSTILE_PDFS = {
    "unpacks to 100 MB": with_stream(b"\0" * 100_000_000),
    "a million words": with_stream(b"BT /F1 10 Tf 60 700 Td " + b"(neck) Tj 0 -1 Td " * 300_000 + b" ET"),
    "nested deeply": with_stream(b"[" * 400_000),
    "saves without end": with_stream(b"q " * 1_000_000 + b"BT (x) Tj ET"),
    "its own parent": PAGE.replace(b"/Parent 2 0 R", b"/Parent 4 0 R"),
    "its own page": PAGE.replace(b"/Kids [", b"/Kids [2 0 R 2 0 R "),
    "a loop of tables": PAGE.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"),
    "a length that lies": PAGE.replace(b"/Length ", b"/Length 9999999"),
    "a million pages": PAGE.replace(b"/Count 1", b"/Count 1000000"),
    "an unknown filter": PAGE.replace(b"<< /Length", b"<< /Filter /Nonsense /Length"),
}


@pytest.mark.parametrize("kind", HOSTILE_PDFS)
def test_a_hostile_pdf_ends_within_its_time_and_memory(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_LEAST_SECONDS", 2)
    start = time.monotonic()
    try:
        check_spans(read_pdf(HOSTILE_PDFS[kind], "a.pdf"))
    except UserError as error:
        assert str(error).startswith("a.pdf ") and "\n" not in str(error)
    assert time.monotonic() - start < 30
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1.2 * 2**20  # kB


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_pdf_that_was_cut_is_read_or_refused(share: float) -> None:
    try:
        assert "The neck hurts" in read_pdf(PAGE[: int(share * len(PAGE))], "a.pdf").article.text
    except UserError as error:
        assert str(error).startswith("a.pdf ") and "\n" not in str(error)


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


TYPES = {"[Content_Types].xml": b"<Types/>"}
WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


@pytest.mark.parametrize(
    "parts",
    [
        {**TYPES, "word/document.xml": b" " * 120_000_000},
        {**TYPES, "word/document.xml": WORD % b"", **{f"word/a{n}.xml": b"" for n in range(6000)}},
        {**TYPES, "word/document.xml": WORD % b"<w:p>" * 20_000},
        {**TYPES, "word/document.xml": b'<!DOCTYPE a [<!ENTITY b "cc">]>' + WORD % b"&b;"},
        {**TYPES, "../../word/document.xml": WORD % b""},
        {**TYPES},
    ],
)  # fmt: skip
def test_a_hostile_word_file_is_refused_at_once(parts: dict[str, bytes]) -> None:
    data = zipped(parts)
    start = time.process_time()
    with pytest.raises(UserError) as refused:
        read_docx(data, "a.docx")
    assert "\n" not in str(refused.value)
    assert time.process_time() - start < 10


LAUGHS = b"<!DOCTYPE article [<!ENTITY a 'ha'>%s]><article><body><p>&%s;</p></body></article>" % (
    b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)),
    b"j",
)


def test_entities_are_not_unfolded() -> None:
    start = time.process_time()
    with pytest.raises(UserError):
        read_jats(LAUGHS, "a.xml")
    with pytest.raises(UserError):
        read_jats(b"<article><body>" + b"<sec>" * 100_000 + b"</article>", "a.xml")
    assert time.process_time() - start < 10


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "blockquote", "a href=x", "sup", "font"])
def test_deep_markup_is_read(tag: str) -> None:
    page = f"<html><body><p>The neck hurts, and it is stiff today.</p>{f'<{tag}>' * 20_000}Shrugs help most people."
    start = time.process_time()
    check_spans(read_html(page.encode(), "a.html"))
    assert time.process_time() - start < 20


def test_five_thousand_references_are_all_found() -> None:
    entry = "{0}. Hansen PB, Olsen M{1}. Shrugs at the desk {0}. J Desk Med. {2};14(2):{0}-9."
    listed = [entry.format(n, "KLMNOP"[n % 6], 1980 + n % 40) for n in range(1, 5001)]
    start = time.process_time()
    references = read_plain("Neck\n\nThe neck hurts.\n\nReferences\n\n" + "\n".join(listed)).references
    assert [r.marker for r in references] == [str(n) for n in range(1, 5001)]
    assert [f"{r.marker}. {r.raw}" for r in references] == listed
    assert time.process_time() - start < 120  # under 15 s by itself; a debugger or coverage takes more


@pytest.mark.parametrize("name", [r.name for r in READERS])
def test_more_than_fifty_megabytes_are_refused(name: str) -> None:
    reader = next(r for r in READERS if r.name == name)
    with pytest.raises(UserError, match="50 MB"):
        reader.read(b"neck " * (MAX_BYTES // 5 + 1), "a")


def test_time_grows_with_the_length_and_not_faster() -> None:
    unit = "The neck hurts (Hansen 2008), and shrugs help [1]. According to Olsen, yoga does not.\n\n"

    def seconds(times: int) -> float:
        start = time.process_time()
        read_markdown((unit * times).encode(), "a.md")
        return time.process_time() - start

    seconds(10)
    assert seconds(1600) < 12 * max(seconds(400), 0.02)  # four times as much; twelve would be far from linear


def test_characters_that_do_not_show_are_taken_out_and_the_rest_stays() -> None:
    text = "The ne\u200bck hu\u00adrts\x00, \u202eand it\u202c is \ufeffstiff.\n\nالرقبة تؤلم. می\u200cخواهم بروم."
    reading = read_plain(text)
    check_spans(reading)
    assert sentences(reading)[0] == "The neck hurts, and it is stiff."
    assert "می\u200cخواهم" in reading.article.text
    assert any("cannot be seen" in note or "invisible" in note for note in reading.article.notes), reading.article.notes


def test_a_list_in_a_script_from_right_to_left() -> None:
    text = (
        "تمارين الرقبة\n\nتقلل التمارين آلام الرقبة [1].\n\nالمراجع\n\n"
        "1. أحمد محمد، سارة علي. تأثير التمارين على آلام الرقبة. مجلة العلوم الصحية. 2019؛12(3):45-52.\n"
        "2. ليلى حسن. تمارين المكتب. المجلة الطبية. 2020؛13(1):5-9.\n"
    )
    references = read_plain(text).references
    assert [(r.marker, r.hints.year, r.hints.volume, r.hints.pages) for r in references] == [
        ("1", 2019, "12", "45-52"),
        ("2", 2020, "13", "5-9"),
    ]
