"""Ditto marks of a table ("nt", "-nt-", "như trên", "″"): a cell that stands for the one above it in its column.

A name said to be "nt" would be a wrong name. The cell takes the text and the place of the cell above; where there is
none above, or that one is not sure, what the mark stands for is not known, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.columns import Column, Role
from ingest.records import EMPTY, Cell, Noise
from ingest.table import Table, TableRow
from ingest.text import canonical

_MARK = re.compile(r"\W*(?:n[./]?\s?t[./]?|như\s+trên|(?:cũng\s+)?như\s+(?:dòng|ô|hàng|mục)\s+trên)\W*")
_SIGNS = re.compile(r"[-–—\s]*(?:[\"“”″〃]|''|’’|‘‘|,,|//)[-–—\s]*")
_OWN = frozenset({Role.NUMBER, Role.TASK, Role.INDICATOR, Role.VALUE, Role.RESULT})  # no row has another's


def is_ditto(text: str) -> bool:
    """Whether a cell holds a ditto mark and nothing else."""
    return bool(text) and bool(_MARK.fullmatch(canonical(text)) or _SIGNS.fullmatch(text))


def resolved(table: Table) -> Table:
    """The table with the cell above in the place of every ditto mark; the marks are accounted for."""
    rows: list[TableRow] = []
    marks: list[Noise] = []
    warnings: list[str] = []
    merged = _merged(table.columns)
    for row in table.rows:
        unsure = set(row.unsure)
        cells = list(row.cells)
        for index, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            if index in merged and not cell.text and rows and column.role not in unsure:
                cells[index] = rows[-1].cells[index]
                if column.role in rows[-1].unsure:
                    unsure.add(column.role)
            if column.role in _OWN or not is_ditto(cell.text):
                continue
            marks += [Noise("ditto mark", start, end) for start, end in cell.spans]
            above = rows[-1] if rows else None
            if above is None or column.role in above.unsure:
                warnings.append(_nothing_above(row, column, cell))
                unsure.add(column.role)
            cells[index] = above.cells[index] if above else EMPTY
        rows.append(replace(row, cells=tuple(cells), unsure=_in_order(unsure, table.columns)))
    if not marks and not merged:
        return table
    noise = tuple(sorted((*table.accounted, *marks), key=lambda item: item.start))
    return replace(table, rows=tuple(rows), accounted=noise, warnings=(*table.warnings, *warnings))


def _merged(columns: Sequence[Column]) -> frozenset[int]:
    """The column of chairs where it stands before that of tasks: there one cell is printed for all tasks of a chair."""
    roles = [column.role for column in columns]
    if Role.LEAD not in roles or Role.TASK not in roles or roles.index(Role.LEAD) > roles.index(Role.TASK):
        return frozenset()
    return frozenset({roles.index(Role.LEAD)})


def _nothing_above(row: TableRow, column: Column, cell: Cell) -> str:
    return f"row {row.number.text!r}: {cell.text!r} under {column.title!r} with nothing sure above it"


def _in_order(unsure: set[Role], columns: Sequence[Column]) -> tuple[Role, ...]:
    return tuple(dict.fromkeys(column.role for column in columns if column.role in unsure))
