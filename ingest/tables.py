"""Appendix lines → tables, whatever the form: Markdown, tabs, aligned spaces, or one cell line a line (collapsed)."""

from __future__ import annotations

from ingest.columns import Column, Role
from ingest.table import Table, TableRow
from ingest.table_aligned import read_aligned
from ingest.table_collapsed import read_collapsed
from ingest.table_grid import read_grid
from ingest.table_header import GridHeader, find_header
from ingest.text import NormalText

__all__ = ["Column", "Role", "Table", "TableRow", "read_tables"]


def read_tables(text: NormalText, lines: range) -> tuple[Table, ...]:
    """The tables in these lines, in order. Lines before the first header belong to none."""
    tables: list[Table] = []
    header = find_header(text, lines)
    if header is None:
        return read_aligned(text, lines) or read_collapsed(text, lines)
    while header:
        below = range(header.lines.stop, lines.stop)
        following = _next_table(text, header, below)
        stop = following.lines.start if following else lines.stop
        tables.append(read_grid(text, header, range(below.start, stop)))
        header = following
    return tuple(tables)


def _next_table(text: NormalText, header: GridHeader, lines: range) -> GridHeader | None:
    """The next header that is another table's: other columns than these, not this header printed again."""
    found = find_header(text, lines)
    numbered = any(column.role is Role.NUMBER for column in header.columns)
    while found and (
        [column.role for column in found.columns] == [column.role for column in header.columns]
        or (numbered and all(column.role is not Role.NUMBER for column in found.columns))
    ):
        found = find_header(text, range(found.lines.stop, lines.stop))
    return found
