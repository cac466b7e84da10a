"""An answer to take away: a Word document, an Excel workbook. Each quote with its citation as officials write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from assistant import record_sheet
from assistant.page.answer_tables import SHOWN_FROM, spoken
from assistant.page.citing import cited
from assistant.page.formulas import readable
from assistant.page.strings import Strings
from assistant.page.titled import Table, tables
from assistant.page.turns import Answer
from ingest.records import Plan

# As in Nghị định 30/2020/NĐ-CP, Phụ lục I: the letters, A4, the margins.
FONT, POINTS, TABLE_POINTS = "Times New Roman", 13, 11
WIDTH, HEIGHT, TOP, LEFT, RIGHT = 21.0, 29.7, 2.0, 3.0, 1.5
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_docx(answer: Answer, plans: Mapping[str, Plan], words: Strings, out: BinaryIO) -> None:
    """Question, answer, records as tables where the page has them, then every quote with its citation."""
    document = Document()
    _set_up(document)
    document.add_heading(_clean(answer["question"]), level=1)
    document.add_paragraph(_made(words)).runs[0].italic = True
    for line in spoken(answer)[0].split("\n"):
        if line.strip():
            document.add_paragraph(_clean(line))
    records = answer.get("records") or ()
    for table in tables(records, _places(answer), words) if len(records) >= SHOWN_FROM else ():
        _table(document, table)
    for warning in answer.get("warnings") or ():
        document.add_paragraph(_clean(warning))
    if answer["citations"]:
        document.add_heading(words("evidence"), level=2)
    for each in answer["citations"]:
        document.add_paragraph(_clean(f"[{each['number']}] “{each['quote']}” {cited(each, plans, words)}"))
    document.save(out)


def write_xlsx(answer: Answer, plans: Mapping[str, Plan], words: Strings, out: BinaryIO) -> None:
    """A sheet of the answer, one for each kind of record, and one of the quotes."""
    record_sheet.write_book(_sheets(answer, plans, words), out)


def _sheets(answer: Answer, plans: Mapping[str, Plan], words: Strings) -> Iterator[record_sheet.Sheet]:
    lines = [line for line in str(answer["answer"]).split("\n") if line.strip()]
    said = [[readable(line)] for line in (*lines, *(answer.get("warnings") or ()), _made(words))]
    yield record_sheet.Sheet(words("answer_sheet"), ((str(answer["question"]), 120),), said)
    for each in tables(answer.get("records") or (), _places(answer), words):
        yield record_sheet.Sheet(each.name, each.columns, each.rows)
    columns = (("[…]", 6), (words("column_plan"), 20), (words("column_quote"), 90), (words("column_citation"), 60))
    quotes = [
        [f"[{each['number']}]", each["locality"], readable(each["quote"]), cited(each, plans, words)]
        for each in answer["citations"]
    ]
    if quotes:
        yield record_sheet.Sheet(words("quotes_sheet"), columns, quotes)


def _places(answer: Answer) -> Mapping[str, str]:
    return {each["plan"]: each["locality"] for each in answer["citations"]}


def _made(words: Strings) -> str:
    return words("file_made", day=f"{date.today():%d/%m/%Y}")


def _set_up(document: Any) -> None:
    """An A4 page in the letters of an official document; headings in the same, in black."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(WIDTH), Cm(HEIGHT)
    page.top_margin = page.bottom_margin = Cm(TOP)
    page.left_margin, page.right_margin = Cm(LEFT), Cm(RIGHT)
    for name, points in (("Normal", POINTS), ("Heading 1", POINTS + 2), ("Heading 2", POINTS)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for attribute in [each for each in fonts.attrib if each.endswith("Theme")]:  # they would win over the name
            del fonts.attrib[attribute]
        style.paragraph_format.space_after = Pt(6)


def _table(document: Any, content: Table) -> None:
    """The table over the whole width of the text, its head repeated on every page."""
    table = document.add_table(rows=1, cols=len(content.columns), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    whole = sum(width for _, width in content.columns)
    widths = [Cm((WIDTH - LEFT - RIGHT) * width / whole) for _, width in content.columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    head = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)
    rows = [head, *(table.add_row() for _ in content.rows)]
    for row, values in zip(rows, ([title for title, _ in content.columns], *content.rows), strict=True):
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = width
            run = cell.paragraphs[0].add_run(_clean(value))
            run.font.size, run.bold = Pt(TABLE_POINTS), row is head
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    document.add_paragraph()


def _clean(text: object) -> str:
    """Text that a Word document can hold."""
    return _UNPRINTABLE.sub(" ", readable(str(text)))
