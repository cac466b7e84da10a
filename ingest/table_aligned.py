"""Tables whose columns are kept apart by spaces, as a PDF's text in its layout: a cell wraps within its column.

Columns are the bands of characters that lines with several pieces cover; a row begins with its number, or with a
blank line where rows are set apart by one. Where cells are centred in the height of their row, its number stands in
the middle: then a row is what stands between two blank lines, or what `aligned_centred` can tell without these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.aligned_centred import rows_in
from ingest.aligned_header import AlignedHeader, covered, find_aligned, pieces_of
from ingest.columns import MAIN, Role
from ingest.records import EMPTY, Cell, Noise, Span
from ingest.row_numbers import GROUP_MARK, GROUP_NUMBER, PAGE_NUMBER, ROW_NUMBER, irregularities
from ingest.row_words import is_total, opens_heading
from ingest.table import Table, TableRow
from ingest.text import Line, NormalText

_INSIDE = 0.15  # of the lines with a number; more do not begin in the middle of a text where cells are not centred


def _paragraphs(text: NormalText, lines: range) -> Iterator[range]:
    """Runs of lines without a blank one between."""
    start = None
    for index in lines:
        if text.lines[index].blank:
            if start is not None:
                yield range(start, index)
            start = None
        elif start is None:
            start = index
    if start is not None:
        yield range(start, lines.stop)


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
        main = (i for i, column in enumerate(header.columns) if column.role in MAIN)
        self._main = next(main, None)
        self._rows: list[tuple[list[Span], list[list[Span]]]] = []  # the group's ranges, the ranges of each cell
        self._group: list[Span] = []
        self._noise: list[Noise] = []
        self._warnings: list[str] = []
        self._texts: list[Cell] = []  # what could not be parted into rows
        self._middle = False
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
        if self._centred(lines, bands):
            for paragraph in _paragraphs(self._text, lines):
                self._paragraph(paragraph, bands)
            return
        fresh = True  # a blank line stands above
        in_heading = False
        for index in lines:
            line = self._text.lines[index]
            if line.blank:
                fresh, in_heading = True, False
                continue
            in_heading = self._line(line, bands, fresh, in_heading)
            fresh = in_heading
            self._after_header = False

    def _centred(self, lines: range, bands: tuple[Span, ...]) -> bool:
        """Whether numbers stand in the middle of their rows.

        The first one below a header is not on the first line, or lines with a number begin in the middle of a text.
        """
        if self._number is None or self._rows:
            return self._middle
        if self._begins_inside(lines, bands):
            self._middle = True
            return True
        for whole in _paragraphs(self._text, lines):
            paragraph = self._below_headings(whole, bands)
            if not paragraph:
                continue
            numbered = [index for index in paragraph if self._number_on(index, bands)]
            self._middle = bool(numbered) and numbered[0] > paragraph.start
            break
        return self._middle

    def _below_headings(self, lines: range, bands: tuple[Span, ...]) -> range:
        """These lines without the headings over rows that stand first."""
        for index in lines:
            line = self._text.lines[index]
            placed = [(covered(bands, start, end), (start, end)) for start, end in pieces_of(line)]
            words = line.text[slice(*placed[0][1])]
            goes_on = index > lines.start and len(placed) == 1 and words[:1].islower()
            if not goes_on and not self._heads_rows(words, placed, True):
                return range(index, lines.stop)
        return range(0)

    def _begins_inside(self, lines: range, bands: tuple[Span, ...]) -> bool:
        main = self._main
        numbered = [index for index in lines if not self._text.lines[index].blank and self._number_on(index, bands)]
        if main is None:
            return False
        inside = 0
        for index in numbered:
            pieces = pieces_of(self._text.lines[index])
            words = [self._text.lines[index].text[s:e] for s, e in pieces if covered(bands, s, e) == [main]]
            inside += not words or words[0][:1].islower()
        return inside > _INSIDE * len(numbered)

    def _number_on(self, index: int, bands: tuple[Span, ...]) -> bool:
        start, end = pieces_of(self._text.lines[index])[0]
        return covered(bands, start, end) == [self._number] and bool(
            ROW_NUMBER.fullmatch(self._text.lines[index].text[start:end])
        )

    def _paragraph(self, lines: range, bands: tuple[Span, ...]) -> None:
        """Lines between two blank ones: one row, a heading, or several rows that nothing parts."""
        numbered = [index for index in lines if self._number_on(index, bands)]
        placed = [
            (covered(bands, start, end), (line.start + start, line.start + end))
            for line in (self._text.lines[index] for index in lines)
            for start, end in pieces_of(line)
        ]
        first = self._text.normal[slice(*placed[0][1])]
        alone = len(placed) == len(lines) and self._is_heading(first, placed[0][0])
        # Its number and its words may each stand in their column; its words may wrap below themselves.
        marked = self._heads_rows(first, placed[:2], True) and {b[0] for b, _ in placed[2:]} <= {placed[1][0][0]}
        if not numbered and (alone or (len(placed) >= 2 and marked)):
            self._group = [span for _, span in placed]
            for span in self._group:
                self._account("group", span)
        elif len(numbered) == 1 and all(len(under) == 1 for under, _ in placed):
            self._rows.append((self._group, [[] for _ in self._columns]))
            for under, span in placed:
                self._rows[-1][1][under[0]].append(span)
        elif (
            not numbered
            and self._rows
            and all(len(under) == 1 for under, _ in placed)
            and self._reads_on({under[0]: span for under, span in reversed(placed)})
        ):
            for under, span in placed:
                self._rows[-1][1][under[0]].append(span)
        elif self._number is not None and all(len(under) == 1 for under, _ in placed):
            self._apart(lines, bands, self._number)
        else:
            self._as_text(lines)

    def _apart(self, lines: range, bands: tuple[Span, ...], number: int) -> None:
        """Rows without a gap: parted where their being centred leaves one way to do so.

        A gap must part them from the header, whose last lines could otherwise be the first row's.
        """
        found = [self._text.lines[index] for index in lines]
        columns = [frozenset(covered(bands, *span)[0] for span in pieces_of(line)) for line in found]
        parted = rows_in(columns, number) if self._text.lines[lines.start - 1].blank else None
        if parted is None:
            self._as_text(lines)
            return
        for row in parted:
            self._rows.append((self._group, [[] for _ in self._columns]))
            for line in found[row.start : row.stop]:
                for start, end in pieces_of(line):
                    self._rows[-1][1][covered(bands, start, end)[0]].append((line.start + start, line.start + end))

    def _as_text(self, lines: range) -> None:
        """Rows that nothing parts are text."""
        self._texts.append(self._text.cell(self._text.lines[index].content() for index in lines))
        where = f"lines {lines.start + 1} to {lines.stop}"
        self._warnings.append(f"{where}: rows that nothing parts, with their numbers in the middle; read as text")

    def _line(self, line: Line, bands: tuple[Span, ...], fresh: bool, in_heading: bool) -> bool:
        """Take in one line; whether it is part of a heading over rows."""
        pieces = pieces_of(line)
        placed = [(covered(bands, start, end), (line.start + start, line.start + end)) for start, end in pieces]
        words = line.text[slice(*pieces[0])]
        if len(pieces) == 1 and PAGE_NUMBER.fullmatch(words) and placed[0][0] != [self._number]:
            self._account("page number", placed[0][1])
            return False
        if (in_heading and len(pieces) == 1) or self._heads_rows(words, placed, fresh):
            whole = placed[0][1][0], placed[-1][1][1]
            self._group = [*self._group, whole] if in_heading else [whole]
            self._account("group", whole)
            return True
        if is_total(words):
            self._texts.append(self._text.cell(span for _, span in placed))
            return False
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
        elif (
            fresh
            and not self._after_header
            and self._number is not None
            and self._main in cells
            and not self._reads_on(cells)
        ):
            self._warnings.append(f"line {self._text.line_at(line.start) + 1}: a row without a number")
            self._rows.append((self._group, [[] for _ in self._columns]))
        for column, span in cells.items():
            self._rows[-1][1][column].append(span)
        return False

    def _reads_on(self, cells: dict[int, Span]) -> bool:
        """Whether cells after a blank line go on with the row above: one of them begins in the middle of a sentence."""
        return any(self._text.normal[start].islower() for start, _ in cells.values())

    def _heads_rows(self, words: str, placed: Sequence[tuple[list[int], Span]], fresh: bool) -> bool:
        """Whether a line is a heading over rows: alone, or its number and its words each in its column."""
        under = placed[0][0]
        if len(placed) == 1:
            if self._is_heading(words, under):
                return True
            alone = under[:1] == [self._number] or (under[:1] == [self._main] and fresh)
            return alone and (opens_heading(words) or (self._number is None and bool(GROUP_NUMBER.match(words))))
        marked = len(placed) == 2 and under == [self._number] and GROUP_MARK.fullmatch(words) is not None
        # Its words begin under the task, or right behind the number whatever column is there.
        return marked and placed[1][0][:1] in ([self._main], [(self._number or 0) + 1])

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
        numbers = irregularities([(row.number.text, row.group.text) for row in rows])
        return Table(self._columns, tuple(rows), tuple(self._noise), (*self._warnings, *numbers), tuple(self._texts))
