"""Plans set in Word as offices do it: numbers and rules by styles, headers of two rows, headings across a table.

Nothing is typed that Word would number or draw by itself; LibreOffice prints the same files as PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from ingest.columns import Role, role_of
from ingest.read import read
from ingest.records import HeaderField, Plan, Recipient, Source
from tests.typeset_content import Grid, content_of

_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "_______________")
_PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM", "_______________")
_BEFORE = re.compile(r" (?=(?:XÃ|PHƯỜNG|ĐẶC KHU) )")
_CHAPTER = re.compile(r"[IVX]+\. (?=[A-ZĐÀ-Ỹ])")
_GROUP = re.compile(r"((?:[IVX]+|[A-HĐ])[.)]?)\s+(.*)")
_W = nsdecls("w")


@dataclass(frozen=True, slots=True)
class WordLayout:
    name: str
    shared: tuple[str, str, str]  # the title over chair and coordination, and theirs
    styled: bool  # chapters and dashes numbered by styles, tables ruled by one with another name than Word's
    across: bool  # a heading over rows in one cell, else its number in the first and its words in the others
    landscape: bool


ACROSS = WordLayout("across", ("Cơ quan thực hiện", "Chủ trì", "Phối hợp"), styled=False, across=True, landscape=True)
STYLED = WordLayout(
    "styled", ("Phân công", "Cơ quan chủ trì", "Cơ quan phối hợp"), styled=True, across=False, landscape=False
)
WORD_LAYOUTS = (ACROSS, STYLED)


def set_in_word(source: Source, layout: WordLayout, path: Path) -> None:
    """Writes the plan as a Word file."""
    plan, content = read(source), content_of(source)
    document = Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(13)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(3), Cm(1.5)
    if layout.styled:
        _add_styles(document)
    _letterhead(document, plan)
    for line in content.body:
        _line(document, line.text, layout)
    _closing(document, plan)
    for appendix in content.appendices:
        section = document.add_section(WD_SECTION.NEW_PAGE)
        size = (Cm(29.7), Cm(21)) if layout.landscape else (Cm(21), Cm(29.7))
        section.orientation = WD_ORIENT.LANDSCAPE if layout.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = size
        for line in appendix.heading:
            document.add_paragraph(line.text).alignment = ALIGN.CENTER
        for grid in appendix.grids:
            _table(document, grid, layout)
            document.add_paragraph()
    document.save(str(path))


def _add_styles(document: Any) -> None:
    """A chapter style and one for dashes, each with its number; a table style that draws rules."""
    numbering = document.part.numbering_part.element
    first = numbering.find(qn("w:num"))
    for name, form, pattern in ((77, "upperRoman", "%1."), (78, "bullet", "-")):
        level = (
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        )
        first.addprevious(parse_xml(f'<w:abstractNum {_W} w:abstractNumId="{name}">{level}</w:abstractNum>'))
        made = parse_xml(f'<w:num {_W} w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>')
        numbering.append(made)
        style = document.styles.add_style({77: "Chuong", 78: "Gach"}[name], WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        number = parse_xml(f'<w:numPr {_W}><w:numId w:val="{name}"/></w:numPr>')
        style.element.get_or_add_pPr().append(number)
    grid = document.styles.add_style("Luoi", WD_STYLE_TYPE.TABLE)
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for edge in edges)
    grid.element.append(parse_xml(f"<w:tblPr {_W}><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"))


def _fields(plan: Plan) -> dict[str, str]:
    return {one.field: one.value or "" for one in plan.records if isinstance(one, HeaderField)}


def _letterhead(document: Any, plan: Plan) -> None:
    fields = _fields(plan)
    place = f"{fields['place']}, {fields['date']}" if fields["place"] else ""
    number = f"Số: {fields['number']}" if fields["number"] else ""
    issuer = _BEFORE.sub("\n", fields["issuer"].upper(), count=1).split("\n")
    motto = _MOTTO if fields["party_or_state"] == "state" else _PARTY
    _beside(document, [*issuer, "_______", number], [*motto, place], ALIGN.CENTER)
    for words in (fields["type"].upper(), fields["title"]):
        paragraph = document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.add_run(words).bold = True


def _closing(document: Any, plan: Plan) -> None:
    fields = _fields(plan)
    recipients = [one for one in plan.records if isinstance(one, Recipient)]
    ends = [*";" * (len(recipients) - 1), "."]
    left = [
        f"- {one.name}{f' ({one.purpose})' if one.purpose else ''}{end}"
        for one, end in zip(recipients, ends, strict=True)
    ]
    above = re.sub(r" (?=(?:KT|Q|TL)\.)", "\n", fields["on_behalf"]).split("\n")
    _beside(document, ["Nơi nhận:", *left], [*above, fields["position"], "", "", fields["signer"]], ALIGN.LEFT)


def _beside(document: Any, left: Sequence[str], right: Sequence[str], align: Any) -> None:
    table = document.add_table(rows=1, cols=2)
    for cell, lines, where in zip(table.rows[0].cells, (left, right), (align, ALIGN.CENTER), strict=True):
        for number, words in enumerate(lines):
            paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
            paragraph.alignment = where
            paragraph.add_run(words).font.size = Pt(11)


def _line(document: Any, words: str, layout: WordLayout) -> None:
    chapter = _CHAPTER.match(words)
    if layout.styled and chapter:
        document.add_paragraph(words[chapter.end() :], style="Chuong")
    elif layout.styled and words.startswith("- "):
        document.add_paragraph(words[2:], style="Gach")
    else:
        paragraph = document.add_paragraph(words)
        paragraph.alignment, paragraph.paragraph_format.first_line_indent = ALIGN.JUSTIFY, Cm(1.27)


def _table(document: Any, grid: Grid, layout: WordLayout) -> None:
    table = document.add_table(rows=0, cols=len(grid.titles))
    table.style = "Luoi" if layout.styled else "Table Grid"
    for titles in _titles(grid, layout):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(parse_xml(f'<w:tblHeader {_W} w:val="true"/>'))
        _put(row.cells, titles)
    if len(table.rows) == 2:
        _merge_titles(table, grid, layout)
    for cells in grid.rows:
        row = table.add_row()
        if len(cells) > 1:
            _put(row.cells, cells)
            continue
        group = _GROUP.match(cells[0])
        if layout.across or group is None:
            row.cells[0].merge(row.cells[-1]).text = cells[0]
        else:
            row.cells[0].text, row.cells[1].merge(row.cells[-1]).text = group.groups()


def _merge_titles(table: Any, grid: Grid, layout: WordLayout) -> None:
    """The title over chair and coordination as one cell, every other one over both rows."""
    at = next(column for column in range(len(grid.titles)) if table.cell(1, column).text)
    for column, words in enumerate(grid.titles):
        if column not in (at, at + 1):
            table.cell(0, column).merge(table.cell(1, column)).text = words
    table.cell(0, at).merge(table.cell(0, at + 1)).text = layout.shared[0]


def _titles(grid: Grid, layout: WordLayout) -> Iterable[Sequence[str]]:
    """The rows of the header: two where chair and coordination stand beside each other."""
    roles = [role_of(title) for title in grid.titles]
    at = roles.index(Role.LEAD) if Role.LEAD in roles else len(roles)
    if roles[at + 1 : at + 2] != [Role.COORDINATING]:
        return (grid.titles,)
    above, lead, coordinating = layout.shared
    upper = [above if column == at else "" if column == at + 1 else title for column, title in enumerate(grid.titles)]
    lower = [lead if column == at else coordinating if column == at + 1 else "" for column in range(len(roles))]
    return upper, lower


def _put(cells: Sequence[Any], words: Sequence[str]) -> None:
    for cell, text in zip(cells, words, strict=True):
        cell.text = text
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(11)
