"""Records as a table on the terminal, as JSON, as CSV and as an Excel sheet; the contract's fields, verbatim."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import BinaryIO, TextIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from rich.console import Console
from rich.table import Table
from rich.text import Text

Fields = Mapping[str, object]

_WIDE = {"task", "duty", "indicator", "value", "title", "name"}
_HIDDEN = {"plan", "kind", "due"}
_SHEET_WIDTHS = {"task": 70, "duty": 70, "indicator": 50, "value": 30, "lead": 30, "coordinating": 40, "group": 40}


def print_tables(records: Sequence[Fields], console: Console) -> None:
    """A table for each plan and kind, its empty columns left out; on a narrow terminal cells wrap."""
    if not records:
        console.print("0 records")
        return
    for plan, kind in dict.fromkeys((str(record["plan"]), str(record["kind"])) for record in records):
        rows = [record for record in records if (record["plan"], record["kind"]) == (plan, kind)]
        filled = [name for name in columns(rows) if any(row.get(name) is not None for row in rows)]
        names = [name for name in filled if name not in _HIDDEN]
        table = Table(title=f"{plan} · {kind} · {len(rows)}", title_justify="left", show_lines=True, expand=True)
        for name in names:
            table.add_column(name, overflow="fold", ratio=4 if name in _WIDE else 1, min_width=4)
        for row in rows:
            table.add_row(*(Text(_shown(row.get(name))) for name in names))
        console.print(table)


def write_json(records: Sequence[Fields], out: TextIO) -> None:
    """One array."""
    json.dump(list(records), out, ensure_ascii=False, indent=2)
    out.write("\n")


def write_csv(records: Sequence[Fields], out: TextIO) -> None:
    """A header and a line a record; the typed deadline in columns of its own, an empty field for null."""
    rows = [_flat(record) for record in records]
    writer = csv.DictWriter(out, columns(rows), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def write_xlsx(records: Sequence[Fields], out: BinaryIO) -> None:
    """A sheet for each kind. Text is written as text, so that none of it is taken for a formula."""
    book = Workbook(write_only=True)
    for kind in dict.fromkeys(str(record["kind"]) for record in records) or {"records": None}:
        rows = [_flat(record) for record in records if record["kind"] == kind]
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


def columns(rows: Sequence[Fields]) -> list[str]:
    """Every field of the rows, in the order in which they appear."""
    return list(dict.fromkeys(name for row in rows for name in row))


def _flat(record: Fields) -> dict[str, object]:
    """Without nesting: due → due_kind, due_from, due_to; a list is one text."""
    flat: dict[str, object] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            flat.update({f"{name}_{part}": inner for part, inner in value.items()})
        elif name == "due" and value is None:
            flat.update(dict.fromkeys(("due_kind", "due_from", "due_to")))
        elif isinstance(value, (list, tuple)):
            flat[name] = json.dumps(value, ensure_ascii=False)
        else:
            flat[name] = value
    return flat


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _cell(sheet: object, value: object, *, bold: bool = False) -> Cell:
    text = isinstance(value, str)
    cell: Cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value)
    if text:
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=bold)
    return cell
