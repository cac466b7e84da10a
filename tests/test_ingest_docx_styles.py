"""What a Word file's styles and fonts say of its text: numbers, rules of tables, signs beside figures."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.load import load
from tests.test_ingest_load_files import W, cell, docx, paragraph, row

GRID = "".join(f'<w:{edge} w:val="single"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
ROWS = row(cell("TT"), cell("Nhiệm vụ"), cell("Chủ trì")) + row(cell("1"), cell("Khám"), cell("Trạm Y tế"))


@pytest.fixture
def lines(tmp_path: Path):
    def read(body: str, styles: str = "", numbering: str = "") -> list[str]:
        data = io.BytesIO(docx(body, numbering))
        with zipfile.ZipFile(data, "a") as archive:
            archive.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
        path = tmp_path / "plan.docx"
        path.write_bytes(data.getvalue())
        return load(path).text.splitlines()

    return read


def style(name: str, properties: str, above: str = "", kind: str = "paragraph") -> str:
    based = f'<w:basedOn w:val="{above}"/>' if above else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{based}{properties}</w:style>'


def level(at: int, form: str, pattern: str, more: str = "") -> str:
    shape = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{at}">{shape}</w:lvl>'


def listed(*levels: str, name: int = 0) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def numbered(name: int, made_from: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{made_from}"/>{more}</w:num>'


def styled(words: str, name: str) -> str:
    return paragraph(words, f'<w:pStyle w:val="{name}"/>')


def test_headings_are_numbered_by_their_style(lines):
    levels = listed(
        level(0, "upperRoman", "%1.", '<w:pStyle w:val="Muc"/>'), level(1, "decimal", "%2.", '<w:pStyle w:val="Diem"/>')
    )
    number = '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>'
    styles = style("Muc", number) + style("Diem", number) + style("Diemcon", "", above="Diem")
    body = styled("MỤC TIÊU", "Muc") + styled("một", "Diem") + styled("hai", "Diemcon") + styled("TỔ CHỨC", "Muc")
    body += paragraph("không số", '<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(body, styles, levels + numbered(5)) == [
        "I. MỤC TIÊU",
        "1. một",
        "2. hai",
        "II. TỔ CHỨC",
        "không số",
    ]


def item(words: str, name: int, at: int = 0) -> str:
    return paragraph(words, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{name}"/></w:numPr>')


def test_a_list_that_begins_anew_counts_from_its_own_start(lines):
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = listed(level(0, "lowerLetter", "%1)")) + numbered(1) + numbered(2, more=anew)
    body = item("một", 1) + item("hai", 1) + item("lại từ đầu", 2) + item("rồi tiếp", 2)
    assert lines(body, numbering=numbering) == ["a) một", "b) hai", "a) lại từ đầu", "b) rồi tiếp"]


def test_a_level_in_digits_shows_those_above_it_in_digits_too(lines):
    numbering = listed(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", "<w:isLgl/>")) + numbered(1)
    assert lines(item("A", 1) + item("b", 1, at=1), numbering=numbering) == ["I. A", "1.1. b"]


@pytest.mark.parametrize(
    ("name", "properties", "ruled"),
    [
        ("LiBang", f"<w:tblPr><w:tblBorders>{GRID}</w:tblBorders></w:tblPr>", True),  # the grid of a Vietnamese Word
        ("Con", "", True),  # based on it
        ("GridKhongKe", '<w:tblPr><w:tblBorders><w:top w:val="none"/></w:tblBorders></w:tblPr>', False),
    ],
)
def test_a_table_has_the_rules_of_its_style_whatever_its_name(lines, name: str, properties: str, ruled: bool):
    above = style("LiBang", f"<w:tblPr><w:tblBorders>{GRID}</w:tblBorders></w:tblPr>", kind="table")
    styles = above * (name != "LiBang") + style(name, properties, above="LiBang" * (name == "Con"), kind="table")
    shown = lines(f'<w:tbl><w:tblPr><w:tblStyle w:val="{name}"/></w:tblPr>{ROWS}</w:tbl>', styles)
    assert shown[0] == ("| TT | Nhiệm vụ | Chủ trì |" if ruled else "TT")


def test_three_columns_of_words_are_a_table_without_rules_too(lines):
    more = row(cell("2"), cell("Tiêm"), cell("Trạm Y tế"))
    assert lines(f"<w:tbl>{ROWS}{more}</w:tbl>")[-1] == "| 2 | Tiêm | Trạm Y tế |"
    head = row(cell("UBND XÃ A"), cell(""), cell("CỘNG HÒA"))
    assert lines(f"<w:tbl>{head * 3}</w:tbl>")[0] == "UBND XÃ A"  # a letterhead with a gap between


def test_a_rule_under_one_cell_makes_no_table(lines):
    under = '<w:tcBorders><w:bottom w:val="single"/></w:tcBorders>'
    assert lines(f"<w:tbl>{row(cell('UBND XÃ A', under), cell('CỘNG HÒA'), cell(''))}</w:tbl>")[0] == "UBND XÃ A"


def test_signs_of_the_symbol_font_and_of_formulas_are_read(lines):
    sign = '<w:r><w:t>Đạt </w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 95%, \uf0a3 5</w:t></w:r>'
    box = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> Có</w:t></w:r>'
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    formula = f"<m:oMath {math}><m:r><m:t>≥</m:t></m:r></m:oMath><w:r><w:t> 3</w:t></w:r>"
    assert lines(f"<w:p>{sign}</w:p><w:p>{box}</w:p><w:p>{formula}</w:p>") == ["Đạt ≥ 95%, ≤ 5", " Có", "≥ 3"]


def test_words_in_a_font_from_before_unicode_are_converted_and_said(tmp_path: Path):
    typed = ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "§éc lËp - Tù do - H¹nh phóc", "KÕ ho¹ch b¶o vÖ søc kháe nh©n d©n")
    (tmp_path / "cu.docx").write_bytes(docx("".join(map(paragraph, typed))))
    source = load(tmp_path / "cu.docx")
    assert source.text.splitlines()[1:] == ["Độc lập - Tự do - Hạnh phúc", "Kế hoạch bảo vệ sức khỏe nhân dân"]
    assert source.warnings == ("converted from TCVN3 as utf-8",)
