"""Tables as an Excel workbook that prints as it is: the one home of openpyxl."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from assistant.record_output import Fields, columns, flat

_SHEET_WIDTHS = {"task": 70, "duty": 70, "indicator": 50, "value": 30, "lead": 30, "coordinating": 40, "group": 40}
_HEAD = PatternFill("solid", fgColor="E6EEF4")
_A4 = 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a name; a column is its title and its width in characters."""

    name: str
    columns: tuple[tuple[str, float], ...]
    rows: Sequence[Sequence[object]]


def write_xlsx(records: Sequence[Fields], out: BinaryIO) -> None:
    """A sheet for each kind of record, under the fields' own names."""
    sheets = []
    for kind in dict.fromkeys(str(record["kind"]) for record in records) or {"records": None}:
        rows = [flat(record) for record in records if record["kind"] == kind]
        names = columns(rows)
        widths = tuple((name, _SHEET_WIDTHS.get(name, 16)) for name in names)
        sheets.append(Sheet(kind, widths, [[row.get(name) for name in names] for row in rows]))
    write_book(sheets, out)


def write_book(sheets: Iterable[Sheet], out: BinaryIO) -> None:
    """Each table on a sheet. Text is written as text, so that none of it is taken for a formula."""
    book = Workbook(write_only=True)
    for each in sheets:
        sheet = book.create_sheet(each.name)
        _laid_out(sheet, each)
        sheet.append([_cell(sheet, title, head=True) for title, _ in each.columns])
        for row in each.rows:
            sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()  # the archive needs a stream that can seek, which a pipe cannot
    book.save(content)
    out.write(content.getvalue())


def _laid_out(sheet: Any, table: Sheet) -> None:
    """The head stays in sight and on every page; a page is A4 across, as wide as the table; columns can be filtered."""
    sheet.freeze_panes = "A2"
    for number, (_, width) in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    if len(table.columns) > 1 and table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"


def _cell(sheet: object, value: object, *, head: bool = False) -> Cell:
    text = isinstance(value, str)
    cell: Cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value)
    if text:
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=head)
    if head:
        cell.fill = _HEAD
    return cell
