"""Tables that share something out: a row for each hamlet, school or office, a column of figures for each thing.

A header alone cannot tell them from a list of names and telephone numbers: the columns must hold figures. Rows of a
table that has none are text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.columns import Role
from ingest.records import Cell
from ingest.table import Table, TableRow

_FIGURE = re.compile(
    r"[<>≥≤~±\s]*\d{1,3}(?:[.,\s]?\d{3})*(?:[.,]\d+)?\s*(?:%|ha|km|m|m2|m3|tấn|người|hộ|triệu|tỷ)?\.?", re.I
)
_NOTHING = re.compile(r"[-–—_.\s]*|x", re.I)
_PHONE = re.compile(r"0\d{8,10}")
_MOST = 0.6  # of a column's filled cells that must be figures


def shared_out(table: Table) -> Table:
    """A table of shares with its columns of figures; one without any gives no record, and its rows are text."""
    if not table.has(Role.HOLDER):
        return table
    figures = [
        column.role is Role.VALUE and bool(column.title) and _holds_figures(table, at)
        for at, column in enumerate(table.columns)
    ]
    if not any(figures):
        return replace(table, rows=(), texts=(*table.texts, *map(_whole, table.rows)))
    columns = tuple(
        replace(column, role=Role.OTHER, year=None) if column.role is Role.VALUE and not figure else column
        for column, figure in zip(table.columns, figures, strict=True)
    )
    return replace(table, columns=columns)


def _holds_figures(table: Table, at: int) -> bool:
    cells = [row.cells[at].text.replace("*", "") for row in table.rows]
    filled = [cell for cell in cells if not _NOTHING.fullmatch(cell)]
    return sum(_is_figure(cell) for cell in filled) >= max(1, _MOST * len(filled))


def _is_figure(cell: str) -> bool:
    return _FIGURE.fullmatch(cell) is not None and not _PHONE.fullmatch(re.sub(r"[.\s]", "", cell))


def _whole(row: TableRow) -> Cell:
    """A row as one stretch of text."""
    filled = [cell for cell in row.cells if cell]
    return Cell(" ".join(cell.text for cell in filled), tuple(span for cell in filled for span in cell.spans))
