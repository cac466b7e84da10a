"""Tables whose rows stand on lines, with pipes (Markdown) or tabs between their cells.

A row may go on: after a repeated header (its number blank), on lines that lack separators (a line break inside a
cell), or on lines of their own whose number is blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.columns import Column, Role, columns_of, folded, is_header
from ingest.records import EMPTY, Noise, Span
from ingest.row_numbers import GROUP_NUMBER, ROW_NUMBER, is_child
from ingest.table import Table, TableRow
from ingest.text import Line, NormalText

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:+=_-]*-{2,}[\s|:+=_-]*|[\s|:+=_-]*={2,}[\s|:+=_-]*")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-D])\)?(?:\s*=.*)?")
_PAGE_NUMBER = re.compile(r"(?:trang\s+)?[-–]?\s*\d{1,3}\s*[-–]?")
_HEADER_LINES = 4

Ranges = tuple[Span, ...]


@dataclass(slots=True)
class _Open:
    """A row that is being read: the ranges of each column, and whether its cells are all there."""

    cells: list[list[Span]]
    complete: bool = True
    unsure: set[Role] = field(default_factory=set)


def cut(line: Line, form: str) -> Ranges:
    """The ranges of a line's cells in `NormalText.normal`, blank ones included."""
    marks = [match.start() for match in (_PIPE if form == "pipes" else re.compile("\t")).finditer(line.text)]
    edges = [line.start, *(line.start + mark for mark in marks), line.end]
    starts = [edges[0], *(edge + 1 for edge in edges[1:-1])]
    return tuple(zip(starts, edges[1:], strict=True))


def form_of(line: Line) -> str | None:
    """Which separators a line has: "pipes", "tabs", or None."""
    if len(_PIPE.findall(line.text)) >= 1:
        return "pipes"
    return "tabs" if "\t" in line.text.strip(" ") else None


@dataclass(frozen=True, slots=True)
class GridHeader:
    """The header of a grid: its lines, its form, its columns."""

    lines: range
    form: str
    columns: tuple[Column, ...]


def find_header(text: NormalText, lines: range) -> GridHeader | None:
    """The first header in these lines, over as many lines as tell more about its columns."""
    for index in lines:
        line = text.lines[index]
        form = form_of(line)
        if form is None:
            continue
        best = _header_at(text, index, lines.stop, form)
        if best:
            return best
    return None


def _header_at(text: NormalText, first: int, stop: int, form: str) -> GridHeader | None:
    best: tuple[int, GridHeader] | None = None
    rows: list[tuple[str, ...]] = []
    for index in range(first, min(first + _HEADER_LINES, stop)):
        line = text.lines[index]
        if line.blank or form_of(line) != form or (rows and _RULE.fullmatch(line.text)):
            break
        row = tuple(_plain(text, span) for span in _edged(text, cut(line, form), form, len(rows[0]) if rows else None))
        if rows and (len(row) != len(rows[0]) or (row[0] and ROW_NUMBER.fullmatch(row[0]))):
            break
        if any(len(cell) > 60 for cell in row):
            break
        rows.append(row)
        columns = columns_of(" ".join(part for part in cells if part) for cells in zip(*rows, strict=True))
        score = sum(column.role is not Role.OTHER for column in columns)
        if is_header(columns) and len(columns) >= 2 and (best is None or score > best[0]):
            best = score, GridHeader(range(first, index + 1), form, columns)
    return best[1] if best else None


def _plain(text: NormalText, span: Span) -> str:
    return " ".join(text.normal[span[0] : span[1]].replace("*", " ").replace("<br>", " ").split())


def _edged(text: NormalText, cells: Ranges, form: str, width: int | None) -> Ranges:
    """Without the blank cells outside the edge pipes; a row without edge pipes keeps all it has."""
    if form != "pipes":
        return cells
    if cells and not text.normal[slice(*cells[0])].strip() and (width is None or len(cells) > width):
        cells = cells[1:]
    if cells and not text.normal[slice(*cells[-1])].strip() and (width is None or len(cells) > width):
        cells = cells[:-1]
    return cells


class GridReader:
    """Reads the rows under one header; `table()` gives what was read."""

    def __init__(self, text: NormalText, header: GridHeader) -> None:
        self._text, self._header = text, header
        self._width = len(header.columns)
        roles = [column.role for column in header.columns]
        self._number = roles.index(Role.NUMBER) if Role.NUMBER in roles else None
        self._main = next((roles.index(role) for role in (Role.TASK, Role.INDICATOR) if role in roles), 0)
        self._rows: list[_Open] = []
        self._groups: list[tuple[int, list[Span]]] = []  # (index of the first row under it, ranges)
        self._accounted: list[tuple[str, Span]] = []
        self._warnings: list[str] = []
        self._cut = False  # a page was cut just above
        for index in header.lines:
            self._account("header", text.lines[index])

    def read(self, line: Line) -> None:
        """Take in one line below the header that is not blank."""
        if _RULE.fullmatch(line.text):
            self._account("separator", line)
            return
        cells = self._cells(line)
        filled = [cell for cell in cells if self._has(cell)]
        if not filled:
            self._account("separator", line)
        elif self._is_header_line(cells) or self._is_column_numbers(cells):
            self._account("header", line)
            self._cut = True
        elif len(cells) == 1 and self._is_page_number(self._words(filled[0])):
            self._account("page number", line)
            self._cut = True
        else:
            self._take(line, cells)
            self._cut = False

    def _take(self, line: Line, cells: Ranges) -> None:
        last = self._rows[-1] if self._rows else None
        if last and not last.complete and self._continues_inside(last, cells):
            self._join_inside(last, cells)
        elif self._is_group(cells):
            self._groups.append((len(self._rows), [self._heading(cells)]))
        elif len(cells) == 1 and self._width > 1:
            self._lone(line, cells[0])
        elif last and self._goes_on(cells):
            for column, cell in enumerate(cells[: self._width]):
                if self._has(cell):
                    last.cells[column].append(cell)
        else:
            self._start(line, cells)

    def _start(self, line: Line, cells: Ranges) -> None:
        row = _Open([[] for _ in range(self._width)])
        if len(cells) > self._width:
            spare = [cell for cell in cells[self._width :] if self._has(cell)]
            if spare:
                self._too_many(line, row, cells)
                return
        for column, cell in enumerate(cells[: self._width]):
            if self._has(cell):
                row.cells[column].append(cell)
        row.complete = len(cells) >= self._width
        self._rows.append(row)

    def _too_many(self, line: Line, row: _Open, cells: Ranges) -> None:
        """More cells than columns: only the number is certain; the rest is said to be unread."""
        if self._number is not None and self._has(cells[self._number]):
            row.cells[self._number].append(cells[self._number])
        row.unsure = {column.role for column in self._header.columns if column.role is not Role.NUMBER}
        self._rows.append(row)
        self._account("unread", line)
        self._warn(line, f"a row of {len(cells)} cells under {self._width} columns")

    def _lone(self, line: Line, cell: Span) -> None:
        """A line without separators: the rest of a cell, or something else that stands in the table."""
        words = self._words(cell)
        if self._rows and (words[:1].islower() or self._cut_number(words)):
            self._rows[-1].cells[-1 if self._rows[-1].complete else self._last_filled()].append(cell)
            return
        self._account("unread", line)
        self._warn(line, f"a line in the table that is no row: {words[:60]!r}")

    def _is_page_number(self, words: str) -> bool:
        return _PAGE_NUMBER.fullmatch(words.lower()) is not None and not (self._rows and self._cut_number(words))

    def _cut_number(self, words: str) -> bool:
        """The last digits of a date that a line cut in two ("31/12/202" + "6")."""
        tail = self._text.normal[slice(*self._rows[-1].cells[-1][-1])].rstrip() if self._rows[-1].cells[-1] else ""
        return bool(re.fullmatch(r"\d{1,3}", words) and re.search(r"/\d{1,3}$", tail))

    def _last_filled(self) -> int:
        return max((column for column, cell in enumerate(self._rows[-1].cells) if cell), default=self._width - 1)

    def _continues_inside(self, last: _Open, cells: Ranges) -> bool:
        """A line break inside a cell: what is missing of the row stands on this line, after the rest of that cell."""
        if self._number is not None and ROW_NUMBER.fullmatch(self._words(cells[0])) and len(cells) > 1:
            return False
        given = self._last_filled() + 1
        return self._has(cells[0]) and given - 1 + len(cells) <= self._width and not self._is_group(cells)

    def _join_inside(self, last: _Open, cells: Ranges) -> None:
        given = self._last_filled()
        for column, cell in enumerate(cells, given):
            if self._has(cell):
                last.cells[column].append(cell)
        last.complete = given + len(cells) >= self._width

    def _goes_on(self, cells: Ranges) -> bool:
        """A line of cells that continues the row above: its number is blank, and it reads on."""
        if self._number is None:
            return not self._has(cells[self._main]) if len(cells) > self._main else True
        if len(cells) > self._number and self._has(cells[self._number]):
            return False
        if self._cut or len(cells) <= self._main or not self._has(cells[self._main]):
            return True
        filled = [self._words(cell) for cell in cells if self._has(cell)]
        return self._words(cells[self._main])[:1].islower() or all(words[:1].islower() for words in filled)

    def _is_group(self, cells: Ranges) -> bool:
        """A heading over rows: numbered text alone on its line, or number and text with every other cell blank."""
        filled = [self._words(cell) for cell in cells if self._has(cell)]
        if len(set(filled)) == 1 and GROUP_NUMBER.match(filled[0]) and " " in filled[0]:
            return True
        if len(set(filled)) == 1 and len(filled) == self._width > 2:
            return True  # a merged cell that was printed once a column
        if self._number is None or len(filled) != 2 or len(cells) <= self._number or not self._has(cells[self._number]):
            return False
        return bool(re.fullmatch(r"(?:[IVX]+|[A-H])[.)]?", self._words(cells[self._number])))

    def _heading(self, cells: Ranges) -> Span:
        filled = [cell for cell in cells if self._has(cell)]
        if len({self._words(cell) for cell in filled}) == 1:
            return filled[0]
        return filled[0][0], filled[-1][1]

    def _is_header_line(self, cells: Ranges) -> bool:
        words = [folded(self._words(cell)) for cell in cells if self._has(cell)]
        titles = [folded(column.title) for column in self._header.columns]
        return len(words) >= 2 and all(any(word in title for title in titles) for word in words)

    def _is_column_numbers(self, cells: Ranges) -> bool:
        words = [self._words(cell) for cell in cells]
        return not self._rows and len(words) >= 3 and all(_COLUMN_NUMBER.fullmatch(word) for word in words)

    def _cells(self, line: Line) -> Ranges:
        """The line's cells; a line without this table's separators is one cell."""
        separators = {"pipes": _PIPE.search(line.text), "tabs": "\t" in line.text}
        if not separators.get(self._header.form, True):
            return (line.content(),)
        form = self._header.form
        return tuple(self._bare(cell) for cell in _edged(self._text, cut(line, form), form, self._width))

    def _bare(self, span: Span) -> Span:
        """A cell's range without white space and without the asterisks of bold or italic type around it."""
        start, end = span
        while start < end and self._text.normal[start] in " \t*":
            start += 1
        while end > start and self._text.normal[end - 1] in " \t*":
            end -= 1
        return start, end

    def _has(self, span: Span) -> bool:
        return bool(self._text.normal[span[0] : span[1]].strip())

    def _words(self, span: Span) -> str:
        return _plain(self._text, span)

    def _account(self, what: str, line: Line) -> None:
        self._accounted.append((what, line.content()))

    def _warn(self, line: Line, what: str) -> None:
        self._warnings.append(f"line {self._text.line_at(line.start) + 1}: {what}")

    def table(self) -> Table:
        """The table as it was read so far."""
        self._arabic_groups()
        rows, groups = [], iter([*self._groups, (len(self._rows) + 1, [])])
        heading, coming = EMPTY, next(groups)
        for index, row in enumerate(self._rows):
            while coming[0] <= index:
                heading = self._text.cell(coming[1])
                coming = next(groups)
            cells = tuple(self._text.cell(ranges) for ranges in row.cells)
            number = cells[self._number] if self._number is not None else EMPTY
            unsure = tuple(column.role for column in self._header.columns if column.role in row.unsure)
            rows.append(TableRow(number, heading, cells, unsure))
        noise = [Noise(what, *self._text.source(*span)) for what, span in self._accounted]
        headings = [self._text.cell(spans) for _, spans in self._groups]
        noise += [Noise("group", start, end) for cell in headings for start, end in cell.spans]
        noise.sort(key=lambda entry: entry.start)
        return Table(self._header.columns, tuple(rows), tuple(noise), tuple(self._warnings))

    def _arabic_groups(self) -> None:
        """A row "1" with only a text, followed by "1.1" or "a": a heading too, now that its children are known."""
        if self._number is None:
            return
        kept: list[_Open] = []
        groups: list[tuple[int, list[Span]]] = []
        pending = list(self._groups)
        for index, row in enumerate(self._rows):
            while pending and pending[0][0] <= index:
                groups.append((len(kept), pending.pop(0)[1]))
            filled = [column for column, cell in enumerate(row.cells) if cell]
            below = self._rows[index + 1] if index + 1 < len(self._rows) else None
            alone = sorted(filled) == sorted({self._number, self._main})
            if alone and below and is_child(self._number_of(below), self._number_of(row)):
                groups.append((len(kept), [span for column in filled for span in row.cells[column]]))
            else:
                kept.append(row)
        groups += [(len(kept), spans) for _, spans in pending]
        self._rows, self._groups = kept, groups

    def _number_of(self, row: _Open) -> str:
        cell = row.cells[self._number] if self._number is not None else []
        return self._words(cell[0]) if cell else ""


def read_grid(text: NormalText, header: GridHeader, lines: Iterable[int]) -> Table:
    """The table under a header; the lines are those below it, up to the next table's header."""
    reader = GridReader(text, header)
    for index in lines:
        if not text.lines[index].blank:
            reader.read(text.lines[index])
    return reader.table()


