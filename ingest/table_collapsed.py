"""Tables that have collapsed: each line of a wrapped cell stands on a line of its own, cell after cell, row after row.

The order of columns is known from the header. A row begins with its number, a group with its heading; between, the
lines are cut into cells in the order of the columns, so that agencies look like agencies and deadlines like deadlines.
After a page cut the cells go on in the same order. Cells that two cuts share are sure; where two cuts are equally good
and differ, the cell is blank and said to be unsure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.cell_cuts import Cut, best_cuts, lost_separator, words_of
from ingest.cell_likeness import FREE, NAMES, begins_deadline, likeness
from ingest.collapsed_header import Piece, header_at, pieces_of
from ingest.columns import Column, Role
from ingest.records import EMPTY, Cell, Noise, Span
from ingest.row_numbers import ROMAN_HEADING, follows, leading_number, restarts
from ingest.table import Table, TableRow
from ingest.text import NormalText

_SURE = 2.5  # a cut this much better than another is taken
_SEEN = 2.0  # what it speaks for a cell that a row which is sure has the same
_LOOK_AHEAD = 6


@dataclass(frozen=True, slots=True)
class _Block:
    """The pieces of one row, with its number and its group's heading."""

    number: Piece | None
    pieces: tuple[Piece, ...]
    group: tuple[Piece, ...]


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
        repeats = []
        while starts and [c.role for c in starts[0][2]] == [c.role for c in columns]:
            repeats.append(starts.pop(0)[:2])
        stop = starts[0][0] if starts else len(pieces)
        tables.append(_Reader(text, columns, pieces[first:after]).read(_without(pieces[after:stop], after, repeats)))
        # a repeated header is noise of its table
        for begin, end in repeats:
            noise = tuple(_noise(text, "header", piece) for piece in pieces[begin:end])
            tables[-1] = replace(tables[-1], accounted=tables[-1].accounted + noise)
    return tuple(tables)


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


class _Reader:
    def __init__(self, text: NormalText, columns: tuple[Column, ...], header: list[Piece]) -> None:
        self._text, self._columns = text, columns
        self._cut_columns = tuple(column for column in columns if column.role is not Role.NUMBER)
        self._noise = [_noise(text, "header", piece) for piece in header]
        self._warnings: list[str] = []

    def read(self, pieces: list[Piece]) -> Table:
        spaced = sum(not piece.adjacent for piece in pieces) > 0.6 * len(pieces)
        blocks = self._blocks(pieces)
        roles = tuple(column.role for column in self._cut_columns)
        cuts = [best_cuts(_segments(block.pieces), roles, spaced) for block in blocks]
        seen = {(role, words) for found in cuts for role, words in self._sure(found)}
        rows = [self._row(block, _weighed(found, roles, seen)) for block, found in zip(blocks, cuts, strict=True)]
        return Table(self._columns, tuple(rows), tuple(self._noise), tuple(self._warnings))

    def _blocks(self, pieces: list[Piece]) -> list[_Block]:
        blocks: list[_Block] = []
        number: Piece | None = None
        last: str | None = None
        group: tuple[Piece, ...] = ()
        here: list[Piece] = []
        open_row = in_heading = False
        for index, piece in enumerate(pieces):
            found = leading_number(piece.text)
            if self._is_heading(pieces, index):
                if open_row:
                    blocks.append(_Block(number, tuple(here), group))
                group, here, open_row, in_heading = (piece,), [], False, True
            elif found and self._is_next(found, last, in_heading) and self._complete(here, open_row):
                if open_row:
                    blocks.append(_Block(number, tuple(here), group))
                length = len(piece.text) - len(piece.text[len(found) :].lstrip(" .)"))
                number, last = Piece(piece.start, piece.start + len(found), found), found
                rest = piece.text[length:]
                here = [Piece(piece.start + length, piece.end, rest, False, piece.page)] if rest else []
                open_row, in_heading = True, False
            elif in_heading:
                group = (*group, piece)
            elif open_row:
                here.append(piece)
            else:
                self._unread(piece)
        if open_row:
            blocks.append(_Block(number, tuple(here), group))
        seen: dict[int, tuple[Piece, ...]] = {block.group[0].start: block.group for block in blocks if block.group}
        self._noise += [_noise(self._text, "group", piece) for heading in seen.values() for piece in heading]
        return blocks

    def _is_next(self, found: str, last: str | None, in_heading: bool) -> bool:
        return follows(found, last) or (in_heading and restarts(found))

    def _complete(self, here: list[Piece], open_row: bool) -> bool:
        """Whether the row so far has something beside its task, so that a number may begin the next."""
        if not open_row:
            return True
        if Role.DEADLINE in {column.role for column in self._columns} or self._columns[-1].role is Role.LEAD:
            tail = [piece.text for piece in here]
            return any(begins_deadline(text) or likeness(Role.LEAD, text, False) > 0 for text in tail)
        return len(here) > 1

    def _is_heading(self, pieces: list[Piece], index: int) -> bool:
        """A numbered text that only a row's number follows: no cell of a row stands between."""
        piece = pieces[index]
        roman = ROMAN_HEADING.match(piece.text) is not None
        found = leading_number(piece.text)
        arabic = bool(found) and len(piece.text) > len(found or "") + 3 and piece.text[len(found or "") :][:1] in ".)"
        if not roman and not arabic:
            return False
        for later in pieces[index + 1 : index + _LOOK_AHEAD]:
            number = leading_number(later.text)
            if number and len(later.text.strip(" .)")) <= len(number):
                return True
            if likeness(Role.DEADLINE, later.text) > 3 or likeness(Role.LEAD, later.text) > 3:
                return False
            if number and roman:
                return True
        return False

    def _sure(self, cuts: Sequence[Cut]) -> list[tuple[Role, str]]:
        """The cells of agencies and deadlines that are certain: other rows may say the same."""
        unsure = self._unsure(cuts)
        cells = zip(self._cut_columns, cuts[0].cells if cuts else (), strict=False)
        sure = [(column.role, words_of(cell)) for column, cell in cells if column.role not in FREE and cell]
        return [(role, words) for role, words in sure if role not in unsure]

    def _row(self, block: _Block, cuts: Sequence[Cut]) -> TableRow:
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
        roles = []
        for index, column in enumerate(self._cut_columns):
            close = (cut for cut in cuts[1:] if cut.score > best.score - margin)
            if best.poor[index] or any(cut.cells[index] != best.cells[index] for cut in close):
                roles.append(column.role)
        return tuple(roles)

    def _cell(self, pieces: Sequence[Piece]) -> Cell:
        spans: list[Span] = [(piece.start, piece.end) for piece in pieces]
        return self._text.cell(_merged(spans, self._text.normal)) if spans else EMPTY

    def _unread(self, piece: Piece) -> None:
        self._noise.append(_noise(self._text, "unread", piece))
        self._warnings.append(f"line {self._text.line_at(piece.start) + 1}: no row's: {piece.text[:60]!r}")


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
