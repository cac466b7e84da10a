"""Rows of a table → records: a row of a table with a chair is a `Task`, once; any other row a `Target` a figure.

A row of an indicator that somebody answers for is both where the table has columns of figures: the task says whose it
is, the targets how much by when (docs/decisions/0015-indicators-with-a-chair.md).
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.agencies import agencies, is_bare, starts_agency
from ingest.columns import Column, Role, role_of
from ingest.deadlines import due
from ingest.records import Agency, Cell, Spans, Target, Task
from ingest.table import Table, TableRow
from ingest.text import normalise, quote

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_OPEN = re.compile(r"(?:[,;/–-]|(?<!\w)(?:và|của|với|các))\s*$", re.IGNORECASE)  # ends of a line that goes on
_TASK_FIELDS = (Role.NUMBER, Role.LEAD, Role.COORDINATING, Role.DEADLINE, Role.PRODUCT)
_TARGET_FIELDS = (Role.NUMBER, Role.UNIT, Role.NOTE)


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
        found: tuple[Task | Target, ...] = tuple(_task(table, row, appendix_label, plan_id, verbatim) for row in rows)
        if _promises_figures(table):
            found += tuple(one for row in rows for one in _figures(table, row, appendix_label, plan_id))
    else:
        found = tuple(target for row in rows for target in _targets(table, row, appendix_label, plan_id))
    if verbatim is None:
        return found
    return tuple(replace(one, quote=normalise(quote(verbatim, one.spans))) for one in found)


def _promises_figures(table: Table) -> bool:
    """Whether the rows are indicators by their header, with figures of a year or of a unit."""
    titles = [column.title for column in table.columns if column.role in (Role.TASK, Role.INDICATOR)]
    dated = any(column.role is Role.VALUE and (column.year or table.has(Role.UNIT)) for column in table.columns)
    return dated and any(role_of(title) is Role.INDICATOR for title in titles)


def _figures(table: Table, row: TableRow, appendix: str | None, plan_id: str) -> tuple[Target, ...]:
    """The figures of a row that has a chair; a column without its figure promises nothing."""
    return tuple(one for one in _targets(table, row, appendix, plan_id) if one.value is not None)


def place_of(appendix_label: str | None, row: TableRow) -> str:
    """Where a row stands in words: "Phụ lục 02, nhóm II, mục 3"."""
    number, group = _number(row), row.group.text.split(" ", 1)[0].rstrip(".)")
    parts = [appendix_label or "Bảng"]
    if row.group:
        parts.append(f"nhóm {group}" if len(group) <= 4 else row.group.text)
    if number:
        parts.append(f"mục {number}")
    return ", ".join(parts)


def _task(table: Table, row: TableRow, appendix: str | None, plan_id: str, verbatim: str | None) -> Task:
    lead, coordinating = table.cell(row, Role.LEAD), table.cell(row, Role.COORDINATING)
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
        lead=lead.text or None,
        coordinating=coordinating.text or None,
        deadline=deadline,
        due=due(deadline),
        product=table.cell(row, Role.PRODUCT).text or None,
        leads=_agencies(lead, verbatim),
        coordinators=_agencies(coordinating, verbatim),
        others=_others(table, row, _TASK_FIELDS),
        unsure=tuple(role.value for role in row.unsure),
    )


def _agencies(cell: Cell, verbatim: str | None) -> tuple[Agency, ...]:
    """A cell's agencies. A "<br>" between two names parts them; inside one it is only where its line is full."""
    if verbatim is None or len(cell.spans) < 2:
        return agencies(cell.text)
    words = ""
    for (_, above), (start, end) in zip(((0, 0), *cell.spans), cell.spans, strict=False):
        part = normalise(quote(verbatim, ((start, end),)))
        parted = bool(words) and _BREAK.search(verbatim, above, start) is not None and _begins(part, words)
        words += f"; {part}" if parted else f" {part}"
    return agencies(words)


def _begins(part: str, above: str) -> bool:
    """Whether a line of a cell begins a name, and the line above does not go on in it."""
    last = above.rsplit(";", 1)[-1].strip()
    return part[:1].isupper() and starts_agency(part) and not _OPEN.search(last) and not is_bare(last)


def _others(table: Table, row: TableRow, fields: tuple[Role, ...]) -> tuple[tuple[str, str], ...]:
    """The cells of which no field is made, each with its column's title: a role's second column, an unknown one."""
    main = next((role for role in (Role.TASK, Role.INDICATOR) if table.cell(row, role)), None)
    waiting = {*fields, main}
    others = []
    for column, cell in zip(table.columns, row.cells, strict=True):
        if column.role in waiting:
            waiting.discard(column.role)
        elif cell and not (column.role is Role.VALUE and Role.LEAD not in fields):
            others.append((column.title, cell.text))
    return tuple(others)


def _targets(table: Table, row: TableRow, appendix: str | None, plan_id: str) -> tuple[Target, ...]:
    """One target a value column; without one, the indicator alone says what is promised."""
    values: list[tuple[Column | None, Cell | None]] = [
        (column, cell) for column, cell in zip(table.columns, row.cells, strict=True) if column.role is Role.VALUE
    ]
    indicator = table.cell(row, Role.INDICATOR) or table.cell(row, Role.TASK)
    others = _others(table, row, _TARGET_FIELDS)
    holder = table.cell(row, Role.HOLDER).text or None
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
            indicator=column.title if column and holder else indicator.text,
            value=cell.text or None if cell else None,
            unit=table.cell(row, Role.UNIT).text or None,
            year=column.year if column else None,
            note=table.cell(row, Role.NOTE).text or None,
            holder=holder,
            others=others,
            unsure=tuple(role.value for role in row.unsure),
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
