"""Appendix lines → tables in any form: HTML, drawn, cards, separated values, Markdown, tabs, aligned, collapsed."""

from __future__ import annotations

from collections.abc import Callable

from ingest.allotments import shared_out
from ingest.columns import Column, Role
from ingest.ditto import resolved
from ingest.table import Table, TableRow
from ingest.table_aligned import read_aligned
from ingest.table_cards import read_cards
from ingest.table_collapsed import read_collapsed
from ingest.table_grid import read_grid
from ingest.table_header import GridHeader, find_header
from ingest.table_html import read_html
from ingest.table_ruled import read_ruled
from ingest.table_values import read_values
from ingest.text import NormalText

__all__ = ["Column", "Role", "Table", "TableRow", "read_tables"]

# Forms that say of a stretch of lines that it is theirs; what they leave is read by the others.
_CLAIMING: tuple[Callable[[NormalText, range], list[tuple[range, Table]]], ...] = (
    read_html, read_ruled, read_cards, read_values,
)  # fmt: skip


def read_tables(text: NormalText, lines: range) -> tuple[Table, ...]:
    """The tables in these lines, in order."""
    found: list[tuple[int, Table]] = []
    free = [lines]
    for reader in _CLAIMING:
        left: list[range] = []
        for part in free:
            claimed = reader(text, part)
            found += [(where.start, table) for where, table in claimed]
            left += _between(part, [where for where, _ in claimed])
        free = left
    for part in free:
        found += [(part.start, table) for table in _unclaimed(text, part)]
    return tuple(shared_out(resolved(table)) for _, table in sorted(found, key=lambda entry: entry[0]))


def _between(lines: range, claimed: list[range]) -> list[range]:
    """What is left of the lines around the claimed ones."""
    starts = [lines.start, *(where.stop for where in claimed)]
    stops = [*(where.start for where in claimed), lines.stop]
    return [range(start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop]


def _unclaimed(text: NormalText, lines: range) -> tuple[Table, ...]:
    tables: list[Table] = []
    header = find_header(text, lines)
    above = range(lines.start, header.lines.start) if header else lines
    tables += read_aligned(text, above) or read_collapsed(text, above)
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
