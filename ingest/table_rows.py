"""The rows of one table as a reader of any form hands them over, and the table that they make.

A row is given as the ranges of each cell. Here it is told what it is: a row, a heading over rows, the header printed
again, a line of column numbers, or nothing; which headings turn out to be rows' parents; and how the numbers run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest.columns import MAIN, Column, Role, folded
from ingest.records import EMPTY, Cell, Noise, Span
from ingest.row_numbers import GROUP_MARK, GROUP_NUMBER, INNER_NUMBER, ROW_NUMBER, irregularities, is_child
from ingest.row_words import could_be_heading, is_total, opens_heading
from ingest.table import Table, TableRow
from ingest.text import Line, NormalText

Ranges = Sequence[Span]

_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-D])\)?(?:\s*=.*)?")
_FIGURE = re.compile(r"[\d.,%<>≥≤~ -]*\d[\d.,% -]*")
_WORK = (Role.LEAD, Role.COORDINATING, Role.DEADLINE, Role.PRODUCT)  # what only a task has


@dataclass(slots=True)
class OpenRow:
    """A row that is being read: the ranges of each column, whether its cells are all there, what is not certain."""

    cells: list[list[Span]]
    complete: bool = True
    unsure: set[Role] = field(default_factory=set)


class Rows:
    """Gathers the rows under one header; `table()` gives what was gathered.

    `decoded` turns the verbatim text of a cell into its words where the form writes them otherwise (HTML's "&lt;").
    """

    def __init__(
        self, text: NormalText, columns: tuple[Column, ...], decoded: Callable[[str], str] | None = None
    ) -> None:
        self._text, self.columns, self._decoded = text, columns, decoded
        self.width = len(columns)
        self.printed: list[str] = []  # the header's words as its cells have them, where it has several rows
        roles = [column.role for column in columns]
        self.number = roles.index(Role.NUMBER) if Role.NUMBER in roles else None
        self.main = next((roles.index(role) for role in MAIN if role in roles), 0)
        self.rows: list[OpenRow] = []
        self._groups: list[tuple[int, list[Span]]] = []  # (index of the first row under it, ranges)
        self._accounted: list[tuple[str, Span]] = []
        self._warnings: list[str] = []
        self._texts: list[list[Span]] = []

    # --- What a row of cells is ---------------------------------------------------------------------------------

    def take(self, cells: Sequence[Ranges]) -> None:
        """A row of cells that is whole: a row, or one of the other things that stand in a table."""
        filled = [cell for cell in cells if self.words(cell)]
        if not filled:
            return
        if self.is_header_line(cells) or self.is_column_numbers(cells):
            self.account("header", (filled[0][0][0], filled[-1][-1][1]))
        elif self.is_total(cells):
            self.total(cells)
        elif self.is_group(cells) or self.is_unnumbered_group(cells):
            self.group(self.heading(cells))
        elif len(cells) > self.width and any(self.words(cell) for cell in cells[self.width :]):
            self.too_many(cells)
        elif len(filled) == 1 and len(cells) == 1 < self.width:
            self.unread(filled[0])
        elif self.rows and self.number is not None and not self.words(cells[self.number]):
            self._without_number(cells)
        else:
            self.start(cells)

    def _without_number(self, cells: Sequence[Ranges]) -> None:
        """A row without a number that begins in the middle of a sentence goes on with the row above."""
        main = self.words(cells[self.main]) if len(cells) > self.main else ""
        if self.is_numbered_inside(cells):
            self.start(cells)
        elif not main or main[:1].islower():
            self.extend(cells)
        else:
            self.start(cells)
            self.warn(cells[self.main][0][0], "a row without a number")

    def start(self, cells: Sequence[Ranges]) -> OpenRow:
        row = OpenRow([[] for _ in range(self.width)])
        self.rows.append(row)
        self.extend(cells)
        row.complete = len(cells) >= self.width
        self._number_from_inside(row)
        return row

    def _number_from_inside(self, row: OpenRow) -> None:
        """The number of a row that stands before its words, in the number's column."""
        if self.number is None or row.cells[self.number] or not row.cells[self.main]:
            return
        first, last = row.cells[self.main][0]
        inside = INNER_NUMBER.match(self._text.normal[first:last])
        if inside:
            row.cells[self.number] = [(first, first + inside.end(1))]
            row.cells[self.main][0] = (first + inside.end(), last)

    def extend(self, cells: Sequence[Ranges], first: int = 0) -> None:
        """More of the last row's cells, from column `first` on."""
        for column, cell in enumerate(cells[: self.width - first], first):
            self.rows[-1].cells[column] += [span for span in cell if self._filled(span)]

    def too_many(self, cells: Sequence[Ranges]) -> None:
        """More cells than columns: only the number is certain; the rest is said to be unread."""
        row = self.start([cell if column == self.number else () for column, cell in enumerate(cells)])
        row.unsure = {column.role for column in self.columns if column.role is not Role.NUMBER}
        filled = [cell for cell in cells if self.words(cell)]
        whole = filled[0][0][0], filled[-1][-1][1]
        self.account("unread", whole)
        self.warn(whole[0], f"a row of {len(cells)} cells under {self.width} columns")

    def unread(self, ranges: Ranges) -> None:
        whole = ranges[0][0], ranges[-1][1]
        self.account("unread", whole)
        self.warn(whole[0], f"a line in the table that is no row: {self.words(ranges)[:60]!r}")

    def is_group(self, cells: Sequence[Ranges]) -> bool:
        """A heading over rows: numbered text alone on its line, or number and text with every other cell blank."""
        filled = [self.words(cell) for cell in cells if self.words(cell)]
        if len(set(filled)) == 1 and GROUP_NUMBER.match(filled[0]) and " " in filled[0]:
            return True
        if len(set(filled)) == 1 and len(filled) == self.width > 2:
            return True  # a merged cell that was printed once a column
        if self.number is None or len(cells) <= self.number:
            return False
        mark = GROUP_MARK.fullmatch(self.words(cells[self.number])) is not None
        return mark and (len(filled) == 2 or self._is_sum(cells))

    def is_total(self, cells: Sequence[Ranges]) -> bool:
        """A row of sums ("Tổng cộng"): no number, nobody who does it. Or a remark over the whole width."""
        if self._is_remark(cells):
            return True
        filled = [(column, self.words(cell)) for column, cell in enumerate(cells) if self.words(cell)]
        if not filled or not is_total(filled[0][1]) or filled[0][0] > max(self.main, self.number or 0):
            return False
        roles = [self.columns[column].role for column, _ in filled[1:] if column < self.width]
        return not any(role in _WORK for role in roles)

    def total(self, cells: Sequence[Ranges]) -> None:
        """Sums are no row's: they are kept as text."""
        self._texts.append([span for cell in cells for span in cell if self._filled(span)])

    def is_unnumbered_group(self, cells: Sequence[Ranges]) -> bool:
        """A heading without a number: words that begin like one ("Lĩnh vực y tế"), alone in the row."""
        filled = [column for column, cell in enumerate(cells) if self.words(cell)]
        if len(filled) != 1 or self.number is None or filled[0] > max(self.main, self.number):
            return False
        words = self.words(cells[filled[0]])
        return opens_heading(words) or (self._is_across(cells) and could_be_heading(words))

    def _is_remark(self, cells: Sequence[Ranges]) -> bool:
        """A sentence over the whole width ("Ghi chú: …")."""
        words = self.words(cells[self.number]) if self._is_across(cells) and self.number is not None else ""
        return " " in words and not (could_be_heading(words) or GROUP_NUMBER.match(words))

    def _is_across(self, cells: Sequence[Ranges]) -> bool:
        """Words in the number's column that are no number, in a row else blank: a cell merged over the whole width."""
        if self.number is None or len(cells) != self.width or self.width < 3 or self.number == self.main:
            return False
        filled = [column for column, cell in enumerate(cells) if self.words(cell)]
        return filled == [self.number] and not ROW_NUMBER.fullmatch(self.words(cells[self.number]))

    def is_numbered_inside(self, cells: Sequence[Ranges]) -> bool:
        """A row whose number stands before its words ("a) Cấp tiểu học"), with somebody who does it."""
        if len(cells) <= self.main or not INNER_NUMBER.match(self.words(cells[self.main])):
            return False
        return any(
            column.role is Role.LEAD and self.words(cell)[:1].isupper()
            for column, cell in zip(self.columns, cells, strict=False)
        )

    def _is_sum(self, cells: Sequence[Ranges]) -> bool:
        """A heading in a table of tasks that has figures (its rows' sums) beside its words, and nothing of a task."""
        if len(cells) != self.width or not self.words(cells[self.main]):
            return False
        if all(column.role is not Role.LEAD for column in self.columns):
            return False
        others = [
            (column.role, words)
            for index, (column, cell) in enumerate(zip(self.columns, cells, strict=True))
            if index not in (self.number, self.main) and (words := self.words(cell))
        ]
        return all(role not in _WORK and _FIGURE.fullmatch(words) for role, words in others)

    def heading(self, cells: Sequence[Ranges]) -> list[Span]:
        """The ranges of a heading; a merged cell that was printed once a column counts once."""
        filled = [cell for cell in cells if self.words(cell)]
        if len({self.words(cell) for cell in filled}) == 1:
            return list(filled[0])
        if len(filled) == 2 and len(filled[0]) == len(filled[1]) == 1:
            (first, after), (before, last) = filled[0][0], filled[1][0]
            if not self._text.normal[after:before].strip():
                return [(first, last)]
        return [span for cell in filled for span in cell]

    def group(self, ranges: list[Span]) -> None:
        """A heading over the rows that come."""
        self._groups.append((len(self.rows), ranges))

    def is_header_line(self, cells: Sequence[Ranges]) -> bool:
        words = [folded(self.words(cell)) for cell in cells if self.words(cell)]
        titles = [*(folded(column.title) for column in self.columns), *self.printed]
        return len(words) >= 2 and all(any(word in title for title in titles) for word in words)

    def is_column_numbers(self, cells: Sequence[Ranges]) -> bool:
        words = [self.words(cell) for cell in cells]
        return not self.rows and len(words) >= 3 and all(_COLUMN_NUMBER.fullmatch(word) for word in words)

    # --- Words and accounts -------------------------------------------------------------------------------------

    def words(self, ranges: Ranges) -> str:
        """The words of a cell as they are compared: without the signs of bold type and line breaks."""
        joined = " ".join(self._text.normal[start:end] for start, end in ranges)
        return " ".join(joined.replace("*", " ").replace("<br>", " ").split())

    def _filled(self, span: Span) -> bool:
        return bool(self._text.normal[span[0] : span[1]].strip())

    def account(self, what: str, span: Span) -> None:
        self._accounted.append((what, span))

    def account_line(self, what: str, line: Line) -> None:
        self.account(what, line.content())

    def warn(self, position: int, what: str) -> None:
        self._warnings.append(f"line {self._text.line_at(position) + 1}: {what}")

    # --- The table ----------------------------------------------------------------------------------------------

    def table(self) -> Table:
        """The table as it was read so far."""
        self._arabic_groups()
        rows, groups = [], iter([*self._groups, (len(self.rows) + 1, [])])
        heading, coming = EMPTY, next(groups)
        for index, row in enumerate(self.rows):
            while coming[0] <= index:
                heading = self._cell(coming[1])
                coming = next(groups)
            cells = tuple(self._cell(ranges) for ranges in row.cells)
            number = cells[self.number] if self.number is not None else EMPTY
            unsure = tuple(column.role for column in self.columns if column.role in row.unsure)
            rows.append(TableRow(number, heading, cells, unsure))
        noise = [Noise(what, *self._text.source(*span)) for what, span in self._accounted]
        headings = [self._cell(spans) for _, spans in self._groups]
        noise += [Noise("group", start, end) for cell in headings for start, end in cell.spans]
        noise.sort(key=lambda entry: entry.start)
        numbers = irregularities([(row.number.text, row.group.text) for row in rows]) if self.number is not None else ()
        texts = tuple(self._cell(ranges) for ranges in self._texts)
        return Table(self.columns, tuple(rows), tuple(noise), (*self._warnings, *numbers), texts)

    def _cell(self, ranges: Ranges) -> Cell:
        cell = self._text.cell(ranges)
        return Cell(self._decoded(cell.text), cell.spans) if self._decoded else cell

    def _arabic_groups(self) -> None:
        """A row "1" with only a text, followed by "1.1" or "a": a heading too, now that its children are known."""
        if self.number is None:
            return
        kept: list[OpenRow] = []
        groups: list[tuple[int, list[Span]]] = []
        pending = list(reversed(self._groups))
        for index, row in enumerate(self.rows):
            while pending and pending[-1][0] <= index:
                groups.append((len(kept), pending.pop()[1]))
            filled = [column for column, cell in enumerate(row.cells) if cell]
            below = self.rows[index + 1] if index + 1 < len(self.rows) else None
            alone = sorted(filled) == sorted({self.number, self.main})
            if alone and below and is_child(self._number_of(below), self._number_of(row)):
                groups.append((len(kept), [span for column in filled for span in row.cells[column]]))
            else:
                kept.append(row)
        groups += [(len(kept), spans) for _, spans in reversed(pending)]
        self.rows, self._groups = kept, groups

    def _number_of(self, row: OpenRow) -> str:
        words = self.words(row.cells[self.number]) if self.number is not None else ""
        return words if ROW_NUMBER.fullmatch(words) else ""
