"""A table of an appendix as read: columns, rows, what else its lines were, and what is not sure."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.columns import MAIN, Column, Role
from ingest.records import EMPTY, Cell, Noise


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number and the heading of its group ("" where there is none), and a cell for each column.

    `cells` is aligned with `Table.columns` (the number column included). A role in `unsure` has a blank cell here that
    may not be blank in the plan: what stands there could not be assigned.
    """

    number: Cell
    group: Cell
    cells: tuple[Cell, ...]
    unsure: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """`accounted` names every other stretch of the table's lines, in offsets of the source: "header", "group", ….

    "unread" marks what could not be understood; each has its warning. `texts` are rows of which not even what they are
    about is certain: whole, as they stand, to be read as text.
    """

    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    accounted: tuple[Noise, ...] = ()
    warnings: tuple[str, ...] = ()
    texts: tuple[Cell, ...] = ()

    def cell(self, row: TableRow, role: Role) -> Cell:
        """The row's first cell of this role; blank where the table has no such column."""
        for column, cell in zip(self.columns, row.cells, strict=True):
            if column.role is role:
                return cell
        return EMPTY

    def has(self, role: Role) -> bool:
        return any(column.role is role for column in self.columns)

    def is_told(self, row: TableRow) -> bool:
        """Whether it is certain what the row is about; one that is not makes no record."""
        main = [role for role in MAIN if self.has(role)]
        return not any(role in row.unsure and not self.cell(row, role) for role in main[:1])
