"""The lines of a collapsed table → its rows: a row begins with its number, a group with its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.cell_likeness import begins_deadline, likeness
from ingest.collapsed_header import Piece
from ingest.columns import Role
from ingest.deadlines import due
from ingest.letters import UPPER
from ingest.line_parts import parted
from ingest.row_numbers import BARE_HEADING, GROUP_MARK, ROMAN_HEADING, follows, is_child, leading_number, restarts
from ingest.row_words import is_total, opens_heading

_LOOK_AHEAD = 6
_CUT_YEAR = re.compile(r"/\d{1,3}$")
_FIGURES_BEHIND = re.compile(r"(?:\s+[\d.,]+%?)+")
_NUMBER_END = " .)"
_TEXT_BEHIND = re.compile(rf"\s+[{UPPER}]")  # a row whose text has one line stands on its number's line


@dataclass(frozen=True, slots=True)
class Block:
    """The pieces of one row, with its number and its group's heading.

    `doubtful`: a page number may have been taken for a row's, so that it is not certain which lines are this row's;
    `again`: the place of its own number among the pieces, where that stands there once more.
    """

    number: Piece | None
    pieces: tuple[Piece, ...]
    group: tuple[Piece, ...]
    doubtful: bool = False
    again: int | None = None


@dataclass(slots=True)
class Blocks:
    """What the lines are: rows, lines of sums, and pieces that belong to none."""

    rows: list[Block] = field(default_factory=list)
    sums: list[Piece] = field(default_factory=list)
    unread: list[Piece] = field(default_factory=list)

    def headings(self) -> list[Piece]:
        """The pieces of all group headings, each heading once."""
        seen = {block.group[0].start: block.group for block in self.rows if block.group}
        return [piece for heading in seen.values() for piece in heading]


def ends_year(above: str, digits: str) -> bool:
    """Whether digits are the end of a year that a line cut in two: "31/12/202", "6"."""
    cut = _CUT_YEAR.search(above)
    return cut is not None and digits.isdigit() and len(cut.group()) - 1 + len(digits) == 4


def blocks_of(pieces: Sequence[Piece], roles: Sequence[Role]) -> Blocks:
    """The rows of these pieces under columns of these roles."""
    found = Blocks()
    reader = _Reader(pieces, tuple(roles), found)
    for index in range(len(pieces)):
        reader.take(index)
    reader.close()
    return found


class _Reader:
    def __init__(self, pieces: Sequence[Piece], roles: tuple[Role, ...], found: Blocks) -> None:
        self._pieces, self._roles, self._found = pieces, roles, found
        self._number: Piece | None = None
        self._last: str | None = None
        self._alone: bool | None = None  # whether row numbers stand alone on their lines
        self._group: tuple[Piece, ...] = ()
        self._here: list[Piece] = []
        self._open_row = self._in_heading = self._in_sums = False

    def take(self, index: int) -> None:
        """Take in the next piece."""
        piece = self._pieces[index]
        number = self._row_number(index)
        if number and self._open_row and self._is_parent(number):
            self._to_heading()
        if self._is_heading(index) and not (number and self._alone):
            self.close()
            self._group, self._in_heading, self._in_sums = (piece,), True, False
        elif number and self._is_next(number) and self._complete():
            self.close()
            self._begin(piece, number)
        elif self._in_sums or self._begins_sums(piece):
            self.close()
            self._in_sums = True
            (self._found.sums if self._is_of_sums(piece) else self._found.unread).append(piece)
        elif self._in_heading:
            self._group = (*self._group, piece)
        elif self._open_row:
            self._here.append(piece)
        else:
            self._found.unread.append(piece)

    def _row_number(self, index: int) -> str | None:
        """The row number that the piece is, or begins with where numbers do not stand alone; no end of a cut year."""
        piece = self._pieces[index]
        number = leading_number(piece.text)
        alone = bool(number) and len(piece.text.strip(" .()")) <= len(number or "")
        if number is None or (self._alone and not alone and not _TEXT_BEHIND.match(piece.text, len(number))):
            return None
        return None if alone and index and ends_year(self._pieces[index - 1].text, number) else number

    def _begin(self, piece: Piece, number: str) -> None:
        after = piece.text[len(number) :].lstrip(_NUMBER_END)
        length = len(piece.text) - len(after)
        self._alone = not after if self._alone is None else self._alone
        self._number, self._last = replace(piece, end=piece.start + len(number), text=number), number
        self._here = [replace(piece, start=piece.start + length, text=after, adjacent=False)] if after else []
        self._open_row, self._in_heading, self._in_sums = True, False, False

    def close(self) -> None:
        """The row that is open, if any, is whole."""
        if self._open_row:
            self._found.rows.append(Block(self._number, tuple(self._here), self._group))
        self._here, self._open_row = [], False

    def _begins_sums(self, piece: Piece) -> bool:
        """Whether a line of sums begins behind a row that is whole: "Tổng cộng 18.650"."""
        words = _FIGURES_BEHIND.sub("", piece.text)
        return piece.text[:1].isupper() and is_total(words) and self._open_row and self._complete()

    def _is_of_sums(self, piece: Piece) -> bool:
        return is_total(_FIGURES_BEHIND.sub("", piece.text)) or _FIGURES_BEHIND.fullmatch(f" {piece.text}") is not None

    def _is_parent(self, number: str) -> bool:
        """Whether the open row is the heading of a group whose first row this number begins: "1 Về …", "1.1"."""
        return (
            self._last is not None
            and bool(self._here)
            and is_child(number, self._last)
            and follows(number, self._last)
            and not self._has_more_than_text()
        )

    def _to_heading(self) -> None:
        assert self._number is not None
        self._group, self._in_heading = (self._number, *self._here), True
        self._here, self._open_row = [], False

    def _is_next(self, number: str) -> bool:
        return follows(number, self._last) or (self._in_heading and restarts(number))

    def _complete(self) -> bool:
        """Whether the row so far has something beside its task, so that a number may begin the next."""
        if not self._open_row:
            return True
        if Role.DEADLINE in self._roles or self._roles[-1] is Role.LEAD:
            return self._has_more_than_text()
        return len(parted(self._here, self._roles)) > 1

    def _has_more_than_text(self) -> bool:
        texts = (piece.text for piece in self._here)
        if any(begins_deadline(text) or likeness(Role.LEAD, text, False) > 0 for text in texts):
            return True
        joint = [piece.text for piece in parted(self._here, self._roles) if piece.joint]
        if any(due(text) is not None for text in joint):
            return True
        figures = bool({Role.VALUE, Role.RESULT} & set(self._roles))
        return figures and any(likeness(Role.LEAD, text, False) > 0 for text in joint)

    def _stands_over_row(self, index: int) -> bool:
        """A heading on lines of its own, its mark above its words, or words that begin as one; then a row's number."""
        words = self._pieces[index].text
        marked = GROUP_MARK.fullmatch(words) is not None and not words.isdigit()
        below = index + 2 if marked else index + 1
        if not (marked or opens_heading(words, timed=False)) or below >= len(self._pieces):
            return False
        text = self._pieces[below].text
        number = leading_number(text)
        return (
            number is not None
            and len(text.strip(_NUMBER_END)) <= len(number)
            and (restarts(number) or follows(number, self._last))
        )

    def _is_heading(self, index: int) -> bool:
        """A numbered text that only a row's number follows: no cell of a row stands between."""
        words = self._pieces[index].text
        if self._stands_over_row(index):
            return True
        roman = ROMAN_HEADING.match(words) is not None or BARE_HEADING.match(words) is not None
        number = leading_number(words)
        arabic = bool(number) and len(words) > len(number or "") + 3 and words[len(number or "") :][:1] in ".)"
        if not roman and not arabic:
            return False
        for later in range(index + 1, min(index + _LOOK_AHEAD, len(self._pieces))):
            text = self._pieces[later].text
            number = leading_number(text)
            if number and len(text.strip(_NUMBER_END)) <= len(number):
                return True
            if likeness(Role.DEADLINE, text) > 3 or likeness(Role.LEAD, text) > 3:
                return False
            if number and roman:
                return True
        return False
