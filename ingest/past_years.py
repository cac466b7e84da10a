"""Columns of figures by year: those of years before the plan's own are what was reached, and no promise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.columns import Role
from ingest.records import AnyRecord, HeaderField
from ingest.table import Table

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def year_of_plan(head: Iterable[AnyRecord]) -> int | None:
    """The year in which the plan was issued, as its head gives it, day and month blank or not."""
    for record in head:
        if isinstance(record, HeaderField) and record.field == "date":
            found = _YEAR.findall(record.quote) if record.state in ("given", "partial") else []
            return int(found[-1]) if found else None
    return None


def with_results(table: Table, year: int | None) -> Table:
    """The table, its columns of earlier years as results where others are of this year or later."""
    years = [column.year for column in table.columns if column.role is Role.VALUE and column.year]
    if year is None or not years or max(years) < year:
        return table
    columns = tuple(
        replace(column, role=Role.RESULT)
        if column.role is Role.VALUE and column.year is not None and column.year < year
        else column
        for column in table.columns
    )
    return replace(table, columns=columns)
