"""Tables whose columns are kept apart by spaces, as a PDF's text in its layout: a cell wraps within its column.

Columns are the bands of characters that lines with several pieces cover; a row begins with its number, or with a
blank line where rows are set apart by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.columns import Column, Role, columns_of, is_header
from ingest.records import EMPTY, Noise, Span
from ingest.row_numbers import GROUP_NUMBER, ROW_NUMBER
from ingest.table import Table, TableRow
from ingest.text import Line, NormalText

_PIECE = re.compile(r"\S+(?: \S+)*")
_HEADER_LINES = 7
_WINDOW = 400  # lines that tell where the columns are


@dataclass(frozen=True, slots=True)
class AlignedHeader:
    """A header, the columns that it names, and the band of characters of each."""

    lines: range
    columns: tuple[Column, ...]
    bands: tuple[Span, ...]


def find_aligned(text: NormalText, lines: range) -> AlignedHeader | None:
    """The first header of an aligned table in these lines."""
    for index in lines:
        if len(_pieces(text.lines[index])) >= 3:
            found = _header_at(text, index, lines.stop)
            if found:
                return found
    return None


def _header_at(text: NormalText, first: int, stop: int) -> AlignedHeader | None:
    last = first
    while last < min(first + _HEADER_LINES, stop) and not text.lines[last].blank:
        opening = _pieces(text.lines[last])[0]
        if last > first and ROW_NUMBER.fullmatch(text.lines[last].text[slice(*opening)]):
            break
        last += 1
    bands = _bands(text, range(first, min(stop, first + _WINDOW)))
    titles = [""] * len(bands)
    best: AlignedHeader | None = None
    known = 0
    for index in range(first, last):
        for start, end in _pieces(text.lines[index]):
            covered = _covered(bands, start, end)
            if len(covered) != 1:
                return best
            titles[covered[0]] += " " + text.lines[index].text[start:end]
        columns = columns_of(titles)
        score = sum(column.role is not Role.OTHER for column in columns)
        if len(columns) >= 3 and is_header(columns) and score >= known:
            known, best = score, AlignedHeader(range(first, index + 1), columns, bands)
    return best


def _pieces(line: Line) -> list[Span]:
    """Where the line's pieces stand, as columns of characters; two spaces or a tab part them."""
    return [match.span() for match in _PIECE.finditer(line.text)]


def _bands(text: NormalText, lines: range) -> tuple[Span, ...]:
    """The columns of characters that lines with three pieces or more cover, run together."""
    spans = sorted(span for index in lines for span in _table_pieces(text.lines[index]))
    bands: list[list[int]] = []
    for start, end in spans:
        if bands and start < bands[-1][1] + 1:
            bands[-1][1] = max(bands[-1][1], end)
        else:
            bands.append([start, end])
    return tuple((start, end) for start, end in bands)


def _table_pieces(line: Line) -> list[Span]:
    pieces = _pieces(line)
    return pieces if len(pieces) >= 3 else []


def _covered(bands: Sequence[Span], start: int, end: int) -> list[int]:
    return [index for index, band in enumerate(bands) if start < band[1] and band[0] < end]


def read_aligned(text: NormalText, lines: range) -> tuple[Table, ...]:
    """The aligned tables in these lines, in order; a header printed again belongs to its table."""
    tables: list[Table] = []
    header = find_aligned(text, lines)
    while header:
        following = _following(text, header, lines.stop)
        reader = _Reader(text, header)
        while following and [c.role for c in following.columns] == [c.role for c in header.columns]:
            reader.read(range(header.lines.stop, following.lines.start), header.bands)
            reader.header(following.lines)
            header = following
            following = _following(text, header, lines.stop)
        reader.read(range(header.lines.stop, following.lines.start if following else lines.stop), header.bands)
        tables.append(reader.table())
        header = following
    return tuple(tables)


def _following(text: NormalText, header: AlignedHeader, stop: int) -> AlignedHeader | None:
    """The next header; below one with a number column, words of a row without a number are none."""
    found = find_aligned(text, range(header.lines.stop, stop))
    numbered = any(column.role is Role.NUMBER for column in header.columns)
    while found and numbered and found.columns[0].role is not Role.NUMBER:
        found = find_aligned(text, range(found.lines.stop, stop))
    return found


class _Reader:
    def __init__(self, text: NormalText, header: AlignedHeader) -> None:
        self._text, self._columns = text, header.columns
        self._number = next((i for i, column in enumerate(header.columns) if column.role is Role.NUMBER), None)
        self._rows: list[tuple[list[Span], list[list[Span]]]] = []  # the group's ranges, the ranges of each cell
        self._group: list[Span] = []
        self._noise: list[Noise] = []
        self._warnings: list[str] = []
        self._after_header = False
        self.header(header.lines)
        self._after_header = False

    def header(self, lines: range) -> None:
        """Lines that are the header, the first time or printed again."""
        for index in lines:
            if not self._text.lines[index].blank:
                self._account("header", self._text.lines[index].content())
        self._after_header = True

    def read(self, lines: range, bands: tuple[Span, ...]) -> None:
        """Rows below a header, on one page."""
        fresh = True  # a blank line stands above
        in_heading = False
        for index in lines:
            line = self._text.lines[index]
            if line.blank:
                fresh, in_heading = True, False
                continue
            in_heading = self._line(line, bands, fresh, in_heading)
            fresh = False
            self._after_header = False

    def _line(self, line: Line, bands: tuple[Span, ...], fresh: bool, in_heading: bool) -> bool:
        """Take in one line; whether it is part of a heading over rows."""
        pieces = _pieces(line)
        placed = [(_covered(bands, start, end), (line.start + start, line.start + end)) for start, end in pieces]
        words = line.text[slice(*pieces[0])]
        if len(pieces) == 1 and (in_heading or self._is_heading(words, placed[0][0])):
            self._group = [*self._group, placed[0][1]] if in_heading else [placed[0][1]]
            self._account("group", placed[0][1])
            return True
        if any(len(bands_of) != 1 for bands_of, _ in placed) or len({b[0] for b, _ in placed}) < len(placed):
            self._unread(line)
            return False
        cells = {bands_of[0]: span for bands_of, span in placed}
        numbered = self._number is not None and self._number in cells
        if numbered or not self._rows or (self._number is None and fresh):
            if self._number is not None and not numbered:
                self._unread(line)
                return False
            self._rows.append((self._group, [[] for _ in self._columns]))
        elif fresh and not self._after_header and self._number is not None and not self._reads_on(cells):
            self._warnings.append(f"line {self._text.line_at(line.start) + 1}: a row without a number")
            self._rows.append((self._group, [[] for _ in self._columns]))
        for column, span in cells.items():
            self._rows[-1][1][column].append(span)
        return False

    def _reads_on(self, cells: dict[int, Span]) -> bool:
        """Whether cells after a blank line go on with the row above: one of them begins in the middle of a sentence."""
        return any(self._text.normal[start].islower() for start, _ in cells.values())

    def _is_heading(self, words: str, bands_of: list[int]) -> bool:
        return bool(GROUP_NUMBER.match(words)) and " " in words and (len(bands_of) > 1 or bands_of == [self._number])

    def _unread(self, line: Line) -> None:
        self._account("unread", line.content())
        self._warnings.append(f"line {self._text.line_at(line.start) + 1}: no row's: {line.text.strip()[:60]!r}")

    def _account(self, what: str, span: Span) -> None:
        self._noise.append(Noise(what, *self._text.source(*span)))

    def table(self) -> Table:
        """What was read."""
        rows = []
        for group, ranges in self._rows:
            cells = tuple(self._text.cell(spans) for spans in ranges)
            number = cells[self._number] if self._number is not None else EMPTY
            rows.append(TableRow(number, self._text.cell(group), cells))
        return Table(self._columns, tuple(rows), tuple(self._noise), tuple(self._warnings))
