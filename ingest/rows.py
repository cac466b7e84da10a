"""Rows of a table → records: a row of a table with a chair is a `Task`, once; any other row a `Target` a figure."""

from __future__ import annotations

from dataclasses import replace

from ingest.agencies import agencies
from ingest.columns import Column, Role
from ingest.deadlines import due
from ingest.records import Cell, Spans, Target, Task
from ingest.table import Table, TableRow
from ingest.text import normalise, quote


def records_of(
    table: Table, appendix_label: str | None, plan_id: str, verbatim: str | None = None
) -> tuple[Task | Target, ...]:
    """The records of a table's rows, in order.

    The quote of a record is the row's cells in the order of their columns, its spans are theirs; a group heading is
    part of the record's fields and path, not of its quote. It is cut from `verbatim` where that is given, for forms
    whose cells are written otherwise than they read ("&lt; 15" in HTML).
    """
    rows = [row for row in table.rows if table.is_told(row)]
    if table.has(Role.LEAD):
        found: tuple[Task | Target, ...] = tuple(_task(table, row, appendix_label, plan_id) for row in rows)
    else:
        found = tuple(target for row in rows for target in _targets(table, row, appendix_label, plan_id))
    if verbatim is None:
        return found
    return tuple(replace(one, quote=normalise(quote(verbatim, one.spans))) for one in found)


def place_of(appendix_label: str | None, row: TableRow) -> str:
    """Where a row stands in words: "Phụ lục 02, nhóm II, mục 3"."""
    number, group = _number(row), row.group.text.split(" ", 1)[0].rstrip(".)")
    parts = [appendix_label or "Bảng"]
    if row.group:
        parts.append(f"nhóm {group}" if len(group) <= 4 else row.group.text)
    if number:
        parts.append(f"mục {number}")
    return ", ".join(parts)


def _task(table: Table, row: TableRow, appendix: str | None, plan_id: str) -> Task:
    lead, coordinating = table.cell(row, Role.LEAD).text, table.cell(row, Role.COORDINATING).text
    deadline = table.cell(row, Role.DEADLINE).text or None
    return Task(
        plan=plan_id,
        place=place_of(appendix, row),
        quote=_quote(row.cells),
        spans=_spans(row.cells),
        path=_path(appendix, row),
        appendix=appendix,
        group=row.group.text or None,
        number=_number(row),
        task=(table.cell(row, Role.TASK) or table.cell(row, Role.INDICATOR)).text,
        lead=lead or None,
        coordinating=coordinating or None,
        deadline=deadline,
        due=due(deadline),
        product=table.cell(row, Role.PRODUCT).text or None,
        leads=agencies(lead),
        coordinators=agencies(coordinating),
    )


def _targets(table: Table, row: TableRow, appendix: str | None, plan_id: str) -> tuple[Target, ...]:
    """One target a value column; without one, the indicator alone says what is promised."""
    values: list[tuple[Column | None, Cell | None]] = [
        (column, cell) for column, cell in zip(table.columns, row.cells, strict=True) if column.role is Role.VALUE
    ]
    indicator = table.cell(row, Role.INDICATOR) or table.cell(row, Role.TASK)
    return tuple(
        Target(
            plan=plan_id,
            place=place_of(appendix, row),
            quote=_quote(row.cells),
            spans=_spans(row.cells),
            path=_path(appendix, row),
            appendix=appendix,
            group=row.group.text or None,
            number=_number(row),
            indicator=indicator.text,
            value=cell.text or None if cell else None,
            unit=table.cell(row, Role.UNIT).text or None,
            year=column.year if column else None,
            note=table.cell(row, Role.NOTE).text or None,
        )
        for column, cell in values or [(None, None)]
    )


def _number(row: TableRow) -> str | None:
    """The number without the mark after it: "6.1." and "6.1" are one."""
    return row.number.text.strip().rstrip(".)").strip() or None


def _path(appendix: str | None, row: TableRow) -> tuple[str, ...]:
    return tuple(part for part in (appendix, row.group.text) if part)


def _quote(cells: tuple[Cell, ...]) -> str:
    return " ".join(cell.text for cell in cells if cell)


def _spans(cells: tuple[Cell, ...]) -> Spans:
    return tuple(span for cell in cells for span in cell.spans)
