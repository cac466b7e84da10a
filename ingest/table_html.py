"""HTML tables that stand in a text: cells from their tags, merged ones over the columns and rows that they span."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ingest.columns import Column, columns_of, is_header
from ingest.records import Span
from ingest.table import Table
from ingest.table_rows import Rows
from ingest.text import NormalText

_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_END = re.compile(r"</table\s*>", re.IGNORECASE)
_MOST_HEADER_ROWS = 3
_WIDEST = 60  # columns; more is not believed of a "colspan"


@dataclass(slots=True)
class _Cell:
    ranges: list[Span] = field(default_factory=list)
    columns: int = 1
    rows: int = 1


def read_html(text: NormalText, lines: range) -> list[tuple[range, Table]]:
    """The HTML tables in these lines, each with its lines. One without a header goes on the table above it."""
    found: list[tuple[range, Table]] = []
    known: tuple[Column, ...] | None = None
    index = lines.start
    while index < lines.stop:
        opening = _TABLE.search(text.lines[index].text)
        if opening is None:
            index += 1
            continue
        last = next((i for i in range(index, lines.stop) if _END.search(text.lines[i].text)), lines.stop - 1)
        start, end = text.lines[index].start + opening.start(), text.lines[last].end
        table = _read(text, _laid_out(_cells(text.normal[start:end], start)), known)
        if table:
            known = table.columns
            found.append((range(index, last + 1), table))
        index = last + 1
    return found


def _read(text: NormalText, grid: list[list[list[Span]]], known: tuple[Column, ...] | None) -> Table | None:
    """The table of rows of cells; under the columns of the one above where it has none of its own."""
    columns, begin = _header(text, grid) or (known, 0)
    if columns is None:
        return None
    rows = Rows(text, columns, _decoded)
    for cells in grid[:begin]:
        for cell in cells:
            for span in cell:
                rows.account("header", span)
    for cells in grid[begin:]:
        rows.take(cells)
    return rows.table()


def _decoded(words: str) -> str:
    """Words as they read: "&lt;" is a sign and "&nbsp;" a space."""
    return " ".join(html.unescape(words).split())


def _header(text: NormalText, grid: list[list[list[Span]]]) -> tuple[tuple[Column, ...], int] | None:
    """The columns, and where the rows begin: the header is over as many rows as tell more about its columns."""
    best: tuple[int, tuple[Column, ...], int] | None = None
    for first in range(min(_MOST_HEADER_ROWS, len(grid))):
        for last in range(first + 1, min(first + _MOST_HEADER_ROWS, len(grid)) + 1):
            titles = [
                _title(text, [row[column] for row in grid[first:last] if column < len(row)])
                for column in range(max(map(len, grid[first:last])))
            ]
            columns = columns_of(titles)
            known = sum(column.role.value != "other" for column in columns)
            if is_header(columns) and (best is None or known > best[0]):
                best = known, columns, last
        if best:
            return best[1], best[2]
    return None


def _title(text: NormalText, cells: Sequence[list[Span]]) -> str:
    """The words over a column; those of a cell that spans several of the header's rows count once."""
    words = (html.unescape(" ".join(text.normal[start:end] for start, end in cell)) for cell in cells)
    return " ".join(dict.fromkeys(words))


def _laid_out(rows: list[list[_Cell]]) -> list[list[list[Span]]]:
    """Rows of cells by column: a merged cell stands in every row that it spans, and in the first of its columns.

    In a row of its own a cell over all columns is one cell, so that it reads as a heading.
    """
    grid: list[list[list[Span]]] = []
    open_cells: dict[int, tuple[int, list[Span]]] = {}  # column: rows to come, ranges
    for row in rows:
        out: list[list[Span]] = []
        waiting = list(row)
        while waiting or (out and len(out) in open_cells) or (not out and 0 in open_cells):
            column = len(out)
            if column in open_cells:
                left, ranges = open_cells.pop(column)
                if left > 1:
                    open_cells[column] = left - 1, ranges
                out.append(ranges)
                continue
            cell = waiting.pop(0)
            for offset in range(cell.columns):
                if cell.rows > 1:
                    open_cells[len(out)] = cell.rows - 1, cell.ranges if offset == 0 else []
                out.append(cell.ranges if offset == 0 or len(row) > 1 else [])
        grid.append(out)
    return grid


def _cells(markup: str, start: int) -> list[list[_Cell]]:
    parser = _TableParser(markup, start)
    parser.feed(markup)
    parser.close()
    return parser.rows


class _TableParser(HTMLParser):
    """The cells of one table's markup, their text as ranges that begin at `start`."""

    def __init__(self, markup: str, start: int) -> None:
        super().__init__(convert_charrefs=False)
        self._markup, self._start = markup, start
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", markup))]
        self.rows: list[list[_Cell]] = []
        self._cell: _Cell | None = None

    def _at(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
            self._cell = None
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            given = dict(attrs)
            self._cell = _Cell(columns=_count(given.get("colspan")), rows=_count(given.get("rowspan")))
            self.rows[-1].append(self._cell)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._cell = None

    def handle_data(self, data: str) -> None:
        self._text(len(data))

    def handle_entityref(self, name: str) -> None:
        self._text(len(name) + 1)

    def handle_charref(self, name: str) -> None:
        self._text(len(name) + 2)

    def _text(self, length: int) -> None:
        """More text of the cell, run together with what stands right before it."""
        if self._cell is None:
            return
        begin = self._at()
        end = begin + length + (self._markup[begin + length : begin + length + 1] == ";" and self._markup[begin] == "&")
        ranges = self._cell.ranges
        if ranges and ranges[-1][1] == self._start + begin:
            ranges[-1] = ranges[-1][0], self._start + end
        else:
            ranges.append((self._start + begin, self._start + end))


def _count(written: str | None) -> int:
    return min(_WIDEST, max(1, int(written))) if written and written.strip().isdigit() else 1
