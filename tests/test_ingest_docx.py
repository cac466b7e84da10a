"""What Word files hold beside plain paragraphs: changes, notes, boxes, tables in tables; each read as it is shown."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from ingest.load import load
from tests.test_ingest_load_files import W, cell, docx, paragraph, row

RULED = '<w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'


@pytest.fixture
def lines(tmp_path: Path):
    def read(body: str, notes: str = "") -> list[str]:
        data = io.BytesIO(docx(body))
        if notes:
            with zipfile.ZipFile(data, "a") as archive:
                archive.writestr("word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>")
        path = tmp_path / "plan.docx"
        path.write_bytes(data.getvalue())
        return load(path).text.splitlines()

    return read


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def test_tracked_changes_are_taken_as_accepted(lines):
    moved = f"<w:moveFrom>{run('đi')}</w:moveFrom><w:moveTo>{run('đến')}</w:moveTo>"
    deleted = "<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
    assert lines(f"<w:p>{deleted}<w:ins>{run('mới ')}</w:ins>{moved}</w:p>") == ["mới đến"]
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('2')}{cell('bỏ')}</w:tr>"
    assert lines(f"<w:tbl>{RULED}{row(cell('1'), cell('a'))}{gone}{row(cell('3'), cell('c'))}</w:tbl>") == [
        "| 1 | a |",
        "|---|---|",
        "| 3 | c |",
    ]


@pytest.mark.parametrize("change", ["del", "moveFrom"])
def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next(lines, change: str):
    mark = f"<w:pPr><w:rPr><w:{change}/></w:rPr></w:pPr>"
    parted = f"<w:p>{mark}{run('Trạm Y tế ')}</w:p><w:bookmarkStart/><w:p><w:pPr/>{run('chủ trì')}</w:p>"
    gone = f"<w:p>{mark}<w:{change}>{run('bỏ').replace('w:t>', 'w:delText>')}</w:{change}></w:p>"
    assert lines(parted + paragraph("Sau")) == ["Trạm Y tế chủ trì", "Sau"]
    assert lines(paragraph("Trước") + gone + gone + paragraph("Sau")) == ["Trước", "Sau"]
    table = f"<w:tbl>{RULED}{row(cell('1'), cell('a'))}{row(cell('2'), cell('b'))}</w:tbl>"
    before_a_table = f"<w:p>{mark}{run('Bảng')}</w:p>{table}"
    assert lines(before_a_table)[:2] == ["Bảng", "| 1 | a |"]
    in_a_cell = f"<w:tc>{parted}</w:tc>"
    assert lines(f"<w:tbl>{RULED}{row(cell('1'), in_a_cell)}{row(cell('2'), cell('b'))}</w:tbl>")[0] == (
        "| 1 | Trạm Y tế chủ trì |"
    )


def test_a_run_is_read_as_it_is_shown(lines):
    shown = run("Kế hoạch", "<w:caps/>") + run(" ẩn", "<w:vanish/>") + run(" năm", '<w:caps w:val="false"/>')
    assert lines(f"<w:p>{shown}</w:p>") == ["KẾ HOẠCH năm"]


def test_a_footnote_stands_behind_its_paragraph(lines):
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>Theo báo cáo.</w:t></w:r></w:p></w:footnote>'
    separator = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
    called = f'<w:p>{run("Đạt 95%")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert lines(called + paragraph("Sau"), separator + note) == ["Đạt 95%", "Theo báo cáo.", "Sau"]


def test_a_table_in_a_cell_is_part_of_the_cell(lines):
    inner = f"<w:tbl>{RULED}{row(cell('a'), cell('b'))}</w:tbl>"
    holding = f"<w:tc>{inner}{paragraph('c')}</w:tc>"
    outer = f"<w:tbl>{RULED}{row(cell('1'), holding)}{row(cell('2'), cell('d'))}</w:tbl>"
    assert lines(outer) == ["| 1 | a b c |", "|---|---|", "| 2 | d |"]


def test_rows_and_cells_in_content_controls_are_read(lines):
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    rows = row(cell("1"), control.format(cell("a"))) + control.format(row(cell("2"), cell("b")))
    assert lines(f"<w:tbl>{RULED}{rows}</w:tbl>") == ["| 1 | a |", "|---|---|", "| 2 | b |"]


def test_a_row_that_begins_farther_in_keeps_its_columns(lines):
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("b")}</w:tr>'
    assert lines(f"<w:tbl>{RULED}{row(cell('1'), cell('a'))}{late}</w:tbl>")[-1] == "|  | b |"


def test_a_text_box_is_read_once(lines):
    box = f"<w:txbxContent>{paragraph('trong khung')}</w:txbxContent>"
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choices = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = f"<w:p><w:r><mc:AlternateContent {compatible}>{choices}</mc:AlternateContent></w:r></w:p>"
    assert [line for line in lines(body) if line] == ["trong khung"]


HEAD = ["ỦY BAN NHÂN DÂN", "XÃ TÂN HÒA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 12/KH-UBND"]


@pytest.mark.parametrize(
    ("first", "above", "body", "read"),
    [
        (True, HEAD, ["KẾ HOẠCH"], [*HEAD, "KẾ HOẠCH"]),
        (False, HEAD, ["KẾ HOẠCH"], [*HEAD, "KẾ HOẠCH"]),
        (True, ["Kế hoạch y tế 2026"], ["KẾ HOẠCH"], ["KẾ HOẠCH"]),  # a running head
        (True, HEAD, [*HEAD, "KẾ HOẠCH"], [*HEAD, "KẾ HOẠCH"]),  # in both
    ],
)
def test_a_letterhead_above_the_first_page_is_read_once(
    tmp_path: Path, first: bool, above: list[str], body: list[str], read: list[str]
) -> None:
    document = Document()
    section = document.sections[0]
    section.different_first_page_header_footer = first
    header = section.first_page_header if first else section.header
    for line in above:
        header.add_paragraph(line)
    for line in body:
        document.add_paragraph(line)
    document.save(str(tmp_path / "plan.docx"))
    assert [line for line in load(tmp_path / "plan.docx").text.splitlines() if line.strip()] == read
