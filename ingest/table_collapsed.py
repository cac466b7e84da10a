"""Tables that have collapsed: each line of a wrapped cell stands on a line of its own, cell after cell, row after row.

The order of columns is known from the header. A row begins with its number, a group with its heading; between, the
lines are cut into cells in the order of the columns, so that agencies look like agencies and deadlines like deadlines.
After a page cut the cells go on in the same order. Cells that two cuts share are sure; where two cuts are equally good
and differ, the cell is blank and said to be unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.cell_cuts import Cut, Form, best_cuts, lost_separator, words_of
from ingest.cell_likeness import FREE, NAMES
from ingest.cell_widths import widths_of
from ingest.collapsed_blocks import Block, blocks_of
from ingest.collapsed_header import Piece, header_at, pieces_of
from ingest.collapsed_pages import at_end, behind_figures, inside_rows, settled, without_page_numbers
from ingest.collapsed_unwrapped import cut_by_lines
from ingest.collapsed_values import cut_by_figures
from ingest.columns import Column, Role, names_persons, names_sums
from ingest.line_parts import parted
from ingest.records import EMPTY, Cell, Noise, Span
from ingest.row_numbers import PAGE_NUMBER, irregularities
from ingest.table import Table, TableRow
from ingest.text import NormalText

_SURE = 2.5  # a cut this much better than another is taken
_MAIN = {Role.TASK, Role.INDICATOR}
_OWN = FREE - {Role.PRODUCT}  # what each row says in its own words
_SEEN = 2.0  # what it speaks for a cell that a row which is sure has the same
_SELDOM_BLANK = -0.5  # for each certain row (up to 8) if no cell of the column is blank in any
_TURNING = 6.0  # so much better must rows be that go on column by column behind a page cut
_SUM = re.compile(r"\d{1,3}(?:[.,]\d{3})*(?:,\d+)?|\d+(?:,\d+)?")
_MOST_SUMS = 0.6  # of the rows
_PASSES = 2  # rows are cut again with the widths that the certain ones show


def read_collapsed(text: NormalText, lines: range) -> tuple[Table, ...]:
    """The collapsed tables in these lines, in order."""
    pieces = pieces_of(text, lines)
    starts = []
    index = 0
    while index < len(pieces):
        found = header_at(pieces, index)
        if found:
            starts.append((index, index + found[0], found[1]))
            index += found[0]
        else:
            index += 1
    tables: list[Table] = []
    while starts:
        first, after, columns = starts.pop(0)
        repeats: list[tuple[int, int]] = []
        while starts and [c.role for c in starts[0][2]] == [c.role for c in columns]:
            repeats.append(_with_page_number(pieces, starts.pop(0)[:2]))
        stop = starts[0][0] if starts else len(pieces)
        tables.append(_Reader(text, columns, pieces[first:after]).read(_without(pieces[after:stop], after, repeats)))
        # a repeated header is noise of its table
        for begin, end in repeats:
            noise = tuple(_noise(text, "header", piece) for piece in pieces[begin:end])
            tables[-1] = replace(tables[-1], accounted=tables[-1].accounted + noise)
    return tuple(tables)


def _with_page_number(pieces: list[Piece], header: tuple[int, int]) -> tuple[int, int]:
    """A header printed again, with its page's number where that stands above it."""
    first, after = header
    return (first - 1 if PAGE_NUMBER.fullmatch(pieces[first - 1].text) else first), after


def _without(pieces: list[Piece], offset: int, repeats: list[tuple[int, int]]) -> list[Piece]:
    """The pieces without repeated headers; what follows one begins a page."""
    kept = []
    gone = {index for begin, end in repeats for index in range(begin, end)}
    ends = {end for _, end in repeats}
    for index, piece in enumerate(pieces, offset):
        if index not in gone:
            kept.append(replace(piece, page=True) if index in ends else piece)
    return kept


def _noise(text: NormalText, what: str, piece: Piece) -> Noise:
    return Noise(what, *text.source(piece.start, piece.end))


def _role_of_cells(column: Column) -> Role:
    return Role.PERSON if column.role is Role.OTHER and names_persons(column.title) else column.role


class _Reader:
    def __init__(self, text: NormalText, columns: tuple[Column, ...], header: list[Piece]) -> None:
        self._text, self._columns = text, columns
        self._cut_columns = tuple(column for column in columns if column.role is not Role.NUMBER)
        self._noise = [_noise(text, "header", piece) for piece in header]
        self._warnings: list[str] = []

    def read(self, pieces: list[Piece]) -> Table:
        spaced = sum(not piece.adjacent for piece in pieces) > 0.6 * len(pieces)
        pieces, gone = without_page_numbers(pieces)
        self._account("page number", gone)
        found = blocks_of(pieces, [_role_of_cells(column) for column in self._columns])
        for piece in found.unread:
            self._unread(piece)
        self._account("group", found.headings())
        blocks, gone = at_end(found.rows)
        self._account("page number", gone)
        roles = self._roles(blocks)
        if not {Role.VALUE, Role.UNIT} & set(roles):
            blocks, gone = inside_rows(blocks)
            self._account("page number", gone)
        elif roles[-1] is Role.VALUE:
            blocks, gone = behind_figures(blocks)
            self._account("page number", gone)
        blocks, cuts = self._cut(blocks, Form(roles, spaced, tuple(0.0 for _ in roles)))
        cuts = cut_by_figures(blocks, cut_by_lines(blocks, cuts, roles), roles)
        seen = {(role, words) for found in cuts for role, words in self._sure(found)}
        rows, texts = [], [self._cell([piece]) for piece in found.sums]
        for block, ways in zip(blocks, cuts, strict=True):
            best = [] if block.doubtful else _weighed(ways, roles, seen)
            if _MAIN & set(self._unsure(best)):
                texts.append(self._as_text(block))
            else:
                rows.append(self._row(block, best))
        numbers = irregularities(
            [(block.number.text if block.number else "", self._cell(block.group).text) for block in blocks]
        )
        return Table(self._columns, tuple(rows), tuple(self._noise), (*self._warnings, *numbers), tuple(texts))

    def _roles(self, rows: Sequence[Block]) -> tuple[Role, ...]:
        """The roles by which rows are cut: a column of sums is one of figures where most rows have a figure alone."""
        roles = tuple(_role_of_cells(column) for column in self._cut_columns)
        figures = sum(any(_SUM.fullmatch(piece.text) for piece in parted(row.pieces, roles)) for row in rows)
        if figures < _MOST_SUMS * len(rows):
            return roles
        sums = [
            role is Role.OTHER and names_sums(column.title)
            for role, column in zip(roles, self._cut_columns, strict=True)
        ]
        return tuple(Role.VALUE if of_sums else role for role, of_sums in zip(roles, sums, strict=True))

    def _cut(self, blocks: list[Block], form: Form) -> tuple[list[Block], list[list[Cut]]]:
        """The rows and their best cuts; they are cut again with what the certain ones tell of the form."""
        cuts, form = _cut(blocks, form)
        for _ in range(_PASSES):
            clear = [found for block, found in zip(blocks, cuts, strict=True) if block.again is None]
            learnt = self._learnt(form, clear)
            blocks, gone = settled(blocks, learnt)
            self._account("page number", gone)
            if learnt == form and not gone:
                break
            cuts, form = _cut(blocks, learnt)
        return blocks, cuts

    def _account(self, what: str, pieces: Iterable[Piece]) -> None:
        self._noise += [_noise(self._text, what, piece) for piece in pieces]

    def _learnt(self, form: Form, cuts: Sequence[Sequence[Cut]]) -> Form:
        """What the certain cells tell of the form: how wide the columns are, and which are blank in no row."""
        columns: list[list[tuple[Piece, ...]]] = [[] for _ in self._cut_columns]
        for found in cuts:
            unsure = self._unsure(found)
            for index, column in enumerate(self._cut_columns):
                if found and column.role not in unsure:
                    columns[index].append(found[0].cells[index])
        blank = tuple(_SELDOM_BLANK * min(len(cells), 8) * all(cells) for cells in columns)
        widths = widths_of([[cell for cell in cells if cell] for cells in columns])
        return replace(form, blank=blank, widths=widths)

    def _sure(self, cuts: Sequence[Cut]) -> list[tuple[Role, str]]:
        """The short cells that are certain (agencies, deadlines, products): other rows may say the same."""
        unsure = self._unsure(cuts)
        cells = zip(self._cut_columns, cuts[0].cells if cuts else (), strict=False)
        sure = [(column.role, words_of(cell)) for column, cell in cells if column.role not in _OWN and cell]
        return [(role, words) for role, words in sure if role not in unsure]

    def _as_text(self, block: Block) -> Cell:
        """A row of which it is not certain what it is about, as it stands."""
        number = (block.number,) if block.number else ()
        name = block.number.text if block.number else "?"
        self._warnings.append(f"row {name}: its cells could not be told apart; it is read as text")
        return self._cell((*number, *block.pieces))

    def _row(self, block: Block, cuts: Sequence[Cut]) -> TableRow:
        best = cuts[0] if cuts else None
        unsure = self._unsure(cuts)
        cells: list[Cell] = []
        parts = iter(best.cells if best else ())
        for column in self._columns:
            if column.role is Role.NUMBER:
                cells.append(self._cell((block.number,) if block.number else ()))
                continue
            part = next(parts, ())
            if column.role in unsure:
                self._noise += [_noise(self._text, "unread", piece) for piece in part]
                part = ()
            cells.append(self._cell(part))
        number = self._cell((block.number,) if block.number else ())
        if unsure:
            names = ", ".join(role.value for role in unsure)
            self._warnings.append(f"row {number.text or '?'}: {names} could not be told apart")
        return TableRow(number, self._cell(block.group), tuple(cells), unsure)

    def _unsure(self, cuts: Sequence[Cut]) -> tuple[Role, ...]:
        """The roles whose cells differ between the best cut and another that is nearly as good."""
        if not cuts:
            return tuple(column.role for column in self._cut_columns)
        best = cuts[0]
        cells = zip(self._cut_columns, best.cells, strict=True)
        lost = any(column.role in NAMES and lost_separator(cell) for column, cell in cells)
        margin = 2 * _SURE if lost else _SURE
        close = [cut for cut in cuts[1:] if cut.score > best.score - margin]
        if any(best.poor):  # what is not believed may be another column's: so says the best cut without such a cell
            close += [cut for cut in cuts if not any(cut.poor)][:1]
        roles = []
        for index, column in enumerate(self._cut_columns):
            if best.poor[index] or any(cut.cells[index] != best.cells[index] for cut in close):
                roles.append(column.role)
        return tuple(roles)

    def _cell(self, pieces: Sequence[Piece]) -> Cell:
        spans: list[Span] = [(piece.start, piece.end) for piece in pieces]
        return self._text.cell(_merged(spans, self._text.normal)) if spans else EMPTY

    def _unread(self, piece: Piece) -> None:
        self._noise.append(_noise(self._text, "unread", piece))
        self._warnings.append(f"line {self._text.line_at(piece.start) + 1}: no row's: {piece.text[:60]!r}")


def _cut(blocks: Sequence[Block], form: Form) -> tuple[list[list[Cut]], Form]:
    """The best cuts of each row, and the form with what the page cuts tell of it.

    Behind a page cut a document's rows go on column by column, or the text just flows on; all its rows that are cut
    speak together for one of these. Where they do not, both are weighed.
    """
    paged = {index: pages for index, block in enumerate(blocks) if len(pages := _segments(block.pieces)) > 1}
    flowing = [
        [] if index in paged and form.turns else best_cuts((block.pieces,), form, whole=index in paged)
        for index, block in enumerate(blocks)
    ]
    if form.turns is False:
        return flowing, form
    turning = {index: best_cuts(pages, form) for index, pages in paged.items()}
    if form.turns is None and paged:
        gain = sum(_best(cuts) - _best(flowing[index]) for index, cuts in turning.items())
        form = replace(form, turns=gain > 0 if abs(gain) > _TURNING else None)
    for index, cuts in turning.items():
        if form.turns is None:
            both = sorted((*flowing[index], *cuts), key=lambda cut: cut.score)
            flowing[index] = sorted({cut.cells: cut for cut in both}.values(), key=lambda cut: -cut.score)
        elif form.turns:
            flowing[index] = cuts
    return flowing, form


def _best(cuts: Sequence[Cut]) -> float:
    return cuts[0].score if cuts else -_TURNING


def _weighed(cuts: Sequence[Cut], roles: tuple[Role, ...], seen: set[tuple[Role, str]]) -> list[Cut]:
    """The cuts, those better that repeat the agencies and deadlines of other rows."""

    def weight(cut: Cut) -> float:
        cells = zip(roles, cut.cells, strict=True)
        return cut.score + _SEEN * sum((role, words_of(cell)) in seen for role, cell in cells if cell)

    return sorted((replace(cut, score=weight(cut)) for cut in cuts), key=lambda cut: -cut.score)


def _segments(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """The pieces page by page."""
    segments: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.page and segments[-1]:
            segments.append([])
        segments[-1].append(piece)
    return tuple(tuple(segment) for segment in segments)


def _merged(spans: list[Span], normal: str) -> list[Span]:
    """Neighbours with only white space between them as one range."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and not normal[merged[-1][1] : start].strip():
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return merged
