"""Tables whose rows stand on lines, with pipes (Markdown) or tabs between their cells.

A row may go on: after a repeated header (its number blank), on lines that lack separators (a line break inside a
cell), or on lines of their own whose number is blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.columns import folded
from ingest.records import Span
from ingest.row_numbers import ROW_NUMBER
from ingest.table import Table
from ingest.table_header import PIPE, RULE, GridHeader, cut, edged
from ingest.table_rows import OpenRow, Rows
from ingest.text import Line, NormalText

_PAGE_NUMBER = re.compile(r"(?:trang\s+)?[-–]?\s*\d{1,3}\s*[-–]?")
# A line break inside a cell, and signs of bold type at the edge of a word.
_MARK = re.compile(r"<br\s*/?>|(?<![^\s>|])\*\*|\*\*(?![^\s<|])", re.IGNORECASE)

Cells = Sequence[tuple[Span, ...]]


class _GridReader:
    """Reads the lines under one header; what each row is, `Rows` tells."""

    def __init__(self, text: NormalText, header: GridHeader) -> None:
        self._text, self._header = text, header
        self._rows = Rows(text, header.columns)
        self._cut = False  # a page was cut just above
        for index in header.lines:
            self._rows.account_line("header", text.lines[index])
            cells = cut(text.lines[index], header.form)
            self._rows.printed += [folded(words) for span in cells if (words := self._rows.words([span]))]

    def read(self, line: Line) -> None:
        """Take in one line below the header that is not blank."""
        rows = self._rows
        if RULE.fullmatch(line.text):
            rows.account_line("separator", line)
            return
        cells = self._cells(line)
        filled = [cell for cell in cells if self._has(cell)]
        if not filled:
            rows.account_line("separator", line)
        elif rows.is_header_line(cells) or rows.is_column_numbers(cells):
            rows.account_line("header", line)
            self._cut = True
        elif len(cells) == 1 and self._is_page_number(rows.words(filled[0])):
            rows.account_line("page number", line)
            self._cut = True
        else:
            self._take(cells)
            self._cut = False

    def _take(self, cells: Cells) -> None:
        rows = self._rows
        last = rows.rows[-1] if rows.rows else None
        if last and not last.complete and self._continues_inside(last, cells):
            self._join_inside(last, cells)
        elif rows.is_total(cells):
            rows.total(cells)
        elif rows.is_group(cells) or rows.is_unnumbered_group(cells):
            rows.group(rows.heading(cells))
        elif len(cells) == 1 and rows.width > 1:
            self._lone(cells[0])
        elif last and self._goes_on(cells):
            rows.extend(cells)
        elif any(self._has(cell) for cell in cells[rows.width :]):
            rows.too_many(cells)
        else:
            rows.start(cells)

    def _lone(self, cell: tuple[Span, ...]) -> None:
        """A line without separators: the rest of a cell, or something else that stands in the table."""
        words, rows = self._rows.words(cell), self._rows
        if rows.rows and (words[:1].islower() or self._cut_number(words)):
            rows.extend([cell], rows.width - 1 if rows.rows[-1].complete else self._last_filled())
            return
        rows.unread(cell)

    def _is_page_number(self, words: str) -> bool:
        return _PAGE_NUMBER.fullmatch(words.lower()) is not None and not (self._rows.rows and self._cut_number(words))

    def _cut_number(self, words: str) -> bool:
        """The last digits of a date that a line cut in two ("31/12/202" + "6")."""
        last = self._rows.rows[-1].cells[-1]
        tail = self._text.normal[slice(*last[-1])].rstrip() if last else ""
        return bool(re.fullmatch(r"\d{1,3}", words) and re.search(r"/\d{1,3}$", tail))

    def _last_filled(self) -> int:
        filled = (column for column, cell in enumerate(self._rows.rows[-1].cells) if cell)
        return max(filled, default=self._rows.width - 1)

    def _continues_inside(self, last: OpenRow, cells: Cells) -> bool:
        """A line break inside a cell: what is missing of the row stands on this line, after the rest of that cell."""
        rows = self._rows
        if rows.number is not None and ROW_NUMBER.fullmatch(rows.words(cells[0])) and len(cells) > 1:
            return False
        given = self._last_filled() + 1
        return self._has(cells[0]) and given - 1 + len(cells) <= rows.width and not rows.is_group(cells)

    def _join_inside(self, last: OpenRow, cells: Cells) -> None:
        given = self._last_filled()
        self._rows.extend(cells, given)
        last.complete = given + len(cells) >= self._rows.width

    def _goes_on(self, cells: Cells) -> bool:
        """A line of cells that continues the row above: its number is blank, and it reads on."""
        rows = self._rows
        if rows.is_numbered_inside(cells):
            return False
        if rows.number is None:
            return not self._has(cells[rows.main]) if len(cells) > rows.main else True
        if len(cells) > rows.number and self._has(cells[rows.number]):
            return False
        if self._cut or len(cells) <= rows.main or not self._has(cells[rows.main]):
            return True
        filled = [rows.words(cell) for cell in cells if self._has(cell)]
        return rows.words(cells[rows.main])[:1].islower() or all(words[:1].islower() for words in filled)

    def _cells(self, line: Line) -> Cells:
        """The line's cells; a line without this table's separators is one cell."""
        form = self._header.form
        if not (PIPE.search(line.text) if form == "pipes" else "\t" in line.text):
            return (self._bare(line.content()),)
        return tuple(self._bare(cell) for cell in edged(self._text, cut(line, form), form, self._rows.width))

    def _bare(self, span: Span) -> tuple[Span, ...]:
        """A cell's ranges, one a line of it ("<br>" ends one), without the marks of bold type; at least one."""
        edges = [span[0]]
        for mark in _MARK.finditer(self._text.normal, *span):
            edges += mark.span()
            if "<" in mark.group():
                self._rows.account("separator", mark.span())
        edges.append(span[1])
        parts = [self._trimmed(*part) for part in zip(edges[::2], edges[1::2], strict=True)]
        return tuple(part for part in parts if part[0] < part[1]) or (parts[0],)

    def _trimmed(self, start: int, end: int) -> Span:
        """A range without white space and without the asterisks of bold or italic type around it."""
        while start < end and self._text.normal[start] in " \t*":
            start += 1
        while end > start and self._text.normal[end - 1] in " \t*":
            end -= 1
        return start, end

    def _has(self, cell: tuple[Span, ...]) -> bool:
        return any(self._text.normal[start:end].strip() for start, end in cell)

    def table(self) -> Table:
        return self._rows.table()


def read_grid(text: NormalText, header: GridHeader, lines: Iterable[int]) -> Table:
    """The table under a header; the lines are those below it, up to the next table's header."""
    reader = _GridReader(text, header)
    for index in lines:
        if not text.lines[index].blank:
            reader.read(text.lines[index])
    return reader.table()
