"""PDF and Word files: text in reading order, tables as Markdown rows, pages kept, one line for what cannot be read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from ingest.errors import EncryptedFile, UnreadableFile
from ingest.load import load
from tests.scanned import need_tesseract

SAMPLES = Path(__file__).parent.parent.parent / "shared" / "samples"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(*pages: str) -> bytes:
    """A PDF with these content streams, in Helvetica, built by hand."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{4 + 2 * i} 0 R' for i in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, content in enumerate(pages):
        resources = "/Resources << /Font << /F 3 0 R >> >> /MediaBox [0 0 600 800]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {5 + 2 * index} 0 R >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    return out.encode("latin-1")


def text(x: int, y: int, words: str) -> str:
    return f"BT /F 12 Tf {x} {y} Td ({words}) Tj ET\n"


def grid(top: int, rows: list[list[str]], merged: tuple[int, int] | None = None) -> str:
    """A ruled table of three columns, rows of 20 points; the rule above one cell may be left out."""
    xs, out = [50, 100, 300, 500], ""
    for row in range(len(rows) + 1):
        for column in range(3):
            if (row, column) != merged:
                out += f"{xs[column]} {top - 20 * row} m {xs[column + 1]} {top - 20 * row} l S\n"
    for x in xs:
        out += f"{x} {top} m {x} {top - 20 * len(rows)} l S\n"
    for row, cells in enumerate(rows):
        out += "".join(text(xs[i] + 4, top - 20 * row - 15, cell) for i, cell in enumerate(cells))
    return out


def docx(body: str, numbering: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        if numbering:
            archive.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
    return out.getvalue()


def paragraph(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


@pytest.fixture
def file(tmp_path: Path):
    def write(data: bytes, name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def test_a_pdf_is_read_by_position_with_its_tables_and_pages(file):
    first = text(50, 700, "second line") + text(50, 750, "first") + text(400, 750, "right")
    first += grid(600, [["TT", "Task", "Lead"], ["1", "one", "A"], ["2", "two", "B"]])
    second = text(290, 770, "2") + grid(740, [["3", "three", "C"], ["4", "four", "D"]]) + text(50, 300, "the end")
    source = load(file(pdf(first, second), "plan.pdf"))
    assert source.text.splitlines() == [
        "first\tright",
        "second line",
        "| TT | Task | Lead |",
        "|---|---|---|",
        "| 1 | one | A |",
        "| 2 | two | B |",
        "| 3 | three | C |",
        "| 4 | four | D |",
        "the end",
    ]
    assert [page.number for page in source.pages] == [1, 2]
    assert source.text[source.pages[1].start : source.pages[1].end].startswith("| 3 |")
    assert source.pages[1].end == len(source.text)


def test_a_cell_merged_over_two_rows_stands_in_both(file):
    source = load(file(pdf(grid(600, [["TT", "Task", "Lead"], ["1", "one", "A"], ["2", "two", ""]], (2, 2))), "a.pdf"))
    assert "| 2 | two | A |" in source.text


def test_the_kind_of_a_file_is_told_by_its_content(file):
    assert "hello" in load(file(pdf(text(50, 700, "hello")), "plan.txt")).text


def test_a_word_file_has_paragraphs_numbers_and_tables(file):
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    )

    def item(level: int) -> str:
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'

    ruled = '<w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'
    start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        f"<w:tbl>{row(cell('ỦY BAN NHÂN DÂN'), cell('CỘNG HÒA'))}</w:tbl>"
        + paragraph("MỤC TIÊU", item(0))
        + paragraph("một", item(1))
        + paragraph("hai", item(1))
        + paragraph("NHIỆM VỤ", item(0))
        + paragraph("lại một", item(1))
        + f"<w:tbl>{ruled}{row(cell('TT'), cell('Nhiệm vụ'), cell('Chủ trì'))}"
        + row(cell("I"), cell("Nhóm", '<w:gridSpan w:val="2"/>'))
        + row(cell("1"), cell("a | b"), cell("Trạm Y tế", start))
        + row(cell("2"), cell("c"), cell("", goes_on))
        + "</w:tbl>"
    )
    source = load(file(docx(body, numbering), "plan.docx"))
    assert source.text.splitlines() == [
        "ỦY BAN NHÂN DÂN",
        "CỘNG HÒA",
        "I. MỤC TIÊU",
        "1. một",
        "2. hai",
        "II. NHIỆM VỤ",
        "1. lại một",
        "| TT | Nhiệm vụ | Chủ trì |",
        "|---|---|---|",
        "| I | Nhóm |  |",
        "| 1 | a \\| b | Trạm Y tế |",
        "| 2 | c | Trạm Y tế |",
    ]


def encrypted() -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf(text(50, 700, "secret")))))
    writer.encrypt("password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"%PDF-1.7\nnothing", "damaged|no text"),
        (pdf(text(50, 700, "hello"))[:300], "damaged|no text"),
        (pdf(""), "has no text on any page; give the text"),
        (b"PK\x03\x04broken", "damaged"),
        (other_zip(), "no Word document"),
        (docx("<w:p/>"), "is empty"),
        (docx("<w:p>"), "damaged"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(file, data, part):
    with pytest.raises(UnreadableFile, match=part) as caught:
        load(file(data, "plan.bin"))
    assert "\n" not in str(caught.value) and "plan.bin" in str(caught.value)


def test_a_zip_bomb_is_not_unpacked(file, monkeypatch):
    monkeypatch.setattr("ingest.load_docx.XML_LIMIT", 2**20)
    with pytest.raises(UnreadableFile, match="unpacks to 3 MB"):
        load(file(docx("x" * 3 * 2**20), "plan.docx"))


def test_a_password_is_asked_for(file, monkeypatch):
    path = file(encrypted(), "plan.pdf")
    with pytest.raises(EncryptedFile, match="needs a password; set PLAN_ASSISTANT_PDF_PASSWORD to it"):
        load(path)
    monkeypatch.setenv("PLAN_ASSISTANT_PDF_PASSWORD", "wrong")
    with pytest.raises(EncryptedFile, match="needs another password than PLAN_ASSISTANT_PDF_PASSWORD has"):
        load(path)
    monkeypatch.setenv("PLAN_ASSISTANT_PDF_PASSWORD", "password")
    assert "secret" in load(path).text


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples lie beside the project")
def test_the_samples():
    tables = load(SAMPLES / "qd-hoc-phi-tables.pdf")
    assert tables.text.count("|---|") >= 8 and len(tables.pages) == 7
    assert "| Các chương trình PFIEV | 660 |" in tables.text
    assert "| Công nghệ thông tin: Việt-Nhật, Việt-Pháp, Global ICT, An toàn không gian số | 660 | 745 |" in tables.text
    assert "| ME-GU, IT-LTU, IT-VUW | 660 | 950 |" in tables.text
    head = tables.text.splitlines()[:8]  # the letterhead's left column, then its right one
    assert {"Số: 9413/QĐ-ĐHBK", "Hà Nội, ngày 19 tháng 9 năm 2024"} <= set(head)  # both stamped over blanks
    assert "trình độđại học" not in load(SAMPLES / "lost-spaces.pdf").text


@pytest.mark.real
@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples lie beside the project")
def test_the_sample_of_a_scan() -> None:
    need_tesseract()
    source = load(SAMPLES / "scan.pdf")
    assert [page.scanned for page in source.pages] == [True] * 5
    assert len(source.text.split()) > 1500 and len(source.doubtful) > 100  # faded print: much of it is doubtful
    assert "Phòng Công tác sinh viên" in source.text
