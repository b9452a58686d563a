"""Word files, made here part by part."""

from __future__ import annotations

import io
import zipfile

import pytest

from neckref.errors import UserError
from neckref.readers.docx import read_docx
from tests.readers.reading import check_spans, sentences

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
ROOT = RELS.format(f'<Relationship Id="r0" Type="{R}/officeDocument" Target="word/document.xml"/>')
LINKS = RELS.format(
    f'<Relationship Id="r1" Type="{R}/hyperlink" Target="https://doi.org/10.5555/desk.1" TargetMode="External"/>'
    f'<Relationship Id="r2" Type="{R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r3" Type="{R}/footnotes" Target="footnotes.xml"/>'
)
STYLES = (
    f'<?xml version="1.0"?><w:styles xmlns:w="{W}">'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{name}"/></w:style>'
        for i, name in (("T", "Title"), ("H1", "heading 1"))
    )
    + "</w:styles>"
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def make_docx(*paragraphs: str, extra: dict[str, bytes] | None = None, declare: str = "") -> bytes:
    head, spaces = '<?xml version="1.0"?>', f'xmlns:w="{W}" xmlns:r="{R}"'
    body = f"{head}{declare}<w:document {spaces}><w:body>{''.join(paragraphs)}</w:body></w:document>"
    note = paragraph(run("Lund A. Sitting well. Spine Notes. 2009;1:3-9."))
    notes = f'{head}<w:footnotes {spaces}><w:footnote w:id="2">{note}</w:footnote></w:footnotes>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", TYPES), ("_rels/.rels", ROOT), ("word/document.xml", body),
            ("word/_rels/document.xml.rels", LINKS), ("word/styles.xml", STYLES), ("word/footnotes.xml", notes),
        ):  # fmt: skip
            archive.writestr(name, text)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


ARTICLE = (
    paragraph(run("Neck care"), style="T"),
    paragraph(run("Neck pain is common"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(". Shrugs help"),
              run("1,2", '<w:vertAlign w:val="superscript"/>'), run(" most people.")),
    paragraph(run("References"), style="H1"),
    paragraph(run("1. Hansen PB, Olsen MK. "), f'<w:hyperlink r:id="r1">{run("Shrugs at the desk")}</w:hyperlink>',
              run(". J Desk Med. 2011;14(2):101-10.")),
    paragraph(run("2. Quist T. Neck exercises that last. Work Body 2013;3:22-31.")),
)  # fmt: skip


def test_headings_links_superscripts_and_footnotes() -> None:
    reading = read_docx(make_docx(*ARTICLE), "a.docx")
    check_spans(reading)
    assert reading.article.title == "Neck care"
    assert sentences(reading) == ["Neck pain is common[1].", "Shrugs help[1,2] most people."]
    assert [(r.marker, r.raw[:8]) for r in reading.references] == [
        ("1", "Hansen P"),
        ("2", "Quist T."),
        ("1", "Lund A. "),
    ]
    assert [str(i) for i in reading.references[0].identifiers] == ["doi:10.5555/desk.1"]


def test_pictures_are_left_out() -> None:
    reading = read_docx(make_docx(*ARTICLE, extra={"word/media/a.png": b"\0" * 10}), "a.docx")
    assert len(reading.references) == 3


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (make_docx(*ARTICLE, extra={"word/extra.xml": b"\0" * 60_000_000}), "zip bomb"),
        (make_docx(*ARTICLE, declare='<!DOCTYPE w [<!ENTITY a "aaaa">]>'), "entities"),
        (make_docx(*ARTICLE)[:-40], "damaged"),
        (make_docx(*ARTICLE).replace(b"word/document.xml", b"word/documenx.xml"), "no Word file"),
        (make_docx("<w:p>"), "damaged"),
    ],
)
def test_what_is_no_sound_word_file_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(UserError, match=says):
        read_docx(data, "a.docx")
