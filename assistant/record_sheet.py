"""Records as an Excel workbook: the one home of openpyxl."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from assistant.record_output import Fields, columns, flat

_SHEET_WIDTHS = {"task": 70, "duty": 70, "indicator": 50, "value": 30, "lead": 30, "coordinating": 40, "group": 40}


def write_xlsx(records: Sequence[Fields], out: BinaryIO) -> None:
    """A sheet for each kind. Text is written as text, so that none of it is taken for a formula."""
    book = Workbook(write_only=True)
    for kind in dict.fromkeys(str(record["kind"]) for record in records) or {"records": None}:
        rows = [flat(record) for record in records if record["kind"] == kind]
        names = columns(rows)
        sheet = book.create_sheet(kind)
        sheet.freeze_panes = "A2"
        for number, name in enumerate(names, 1):
            sheet.column_dimensions[get_column_letter(number)].width = _SHEET_WIDTHS.get(name, 16)
        sheet.append([_cell(sheet, name, bold=True) for name in names])
        for row in rows:
            sheet.append([_cell(sheet, row.get(name)) for name in names])
    content = io.BytesIO()  # the archive needs a stream that can seek, which a pipe cannot
    book.save(content)
    out.write(content.getvalue())


def _cell(sheet: object, value: object, *, bold: bool = False) -> Cell:
    text = isinstance(value, str)
    cell: Cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value)
    if text:
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=bold)
    return cell
