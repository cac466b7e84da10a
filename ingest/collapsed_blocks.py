"""The lines of a collapsed table → its rows: a row begins with its number, a group with its heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.cell_likeness import begins_deadline, likeness
from ingest.collapsed_header import Piece
from ingest.columns import Role
from ingest.row_numbers import ROMAN_HEADING, follows, is_child, leading_number, restarts

_LOOK_AHEAD = 6
_CUT_YEAR = re.compile(r"/\d{1,3}$")
_PAGE_NUMBER = re.compile(r"(?:trang\s+)?[-–]?\s*(\d{1,3})(?:\s*/\s*\d{1,3})?\s*[-–]?", re.IGNORECASE)
_NUMBER_END = " .)"


@dataclass(frozen=True, slots=True)
class Block:
    """The pieces of one row, with its number and its group's heading.

    `doubtful`: a page number may have been taken for a row's, so that it is not certain which lines are this row's.
    """

    number: Piece | None
    pieces: tuple[Piece, ...]
    group: tuple[Piece, ...]
    doubtful: bool = False


@dataclass(slots=True)
class Blocks:
    """What the lines are: rows, pieces that belong to none, page numbers."""

    rows: list[Block] = field(default_factory=list)
    unread: list[Piece] = field(default_factory=list)
    page_numbers: list[Piece] = field(default_factory=list)

    def headings(self) -> list[Piece]:
        """The pieces of all group headings, each heading once."""
        seen = {block.group[0].start: block.group for block in self.rows if block.group}
        return [piece for heading in seen.values() for piece in heading]


def blocks_of(pieces: Sequence[Piece], roles: Sequence[Role]) -> Blocks:
    """The rows of these pieces under columns of these roles."""
    found = Blocks()
    kept = _without_page_numbers(pieces, found)
    reader = _Reader(kept, tuple(roles), found)
    for index in range(len(kept)):
        reader.take(index)
    reader.close()
    if not {Role.VALUE, Role.UNIT} & set(roles):
        _find_page_numbers(found)
    return found


def _find_page_numbers(found: Blocks) -> None:
    """Numbers that stand alone inside rows and count up are those of pages; which rows a page number may have begun.

    In a table of tasks no cell is a small number. One that is the row's own is that row's or a page's: which of the two
    begins the row is not certain.
    """
    last, counts_up = 0, True
    inside: list[list[int]] = []
    for block in found.rows:
        inside.append([place for place in range(len(block.pieces)) if _stands_alone(block.pieces, place)])
        for place in inside[-1]:
            number = _value(block.pieces[place])
            counts_up, last = counts_up and number > last, number
    for index, (block, places) in enumerate(zip(found.rows, inside, strict=True)):
        if not places:
            continue
        own = block.number is not None and any(_value(block.pieces[p]) == _value(block.number) for p in places)
        if own or not counts_up:
            for near in {max(0, index - 1), index}:
                found.rows[near] = replace(found.rows[near], doubtful=True)
        else:
            found.page_numbers += [block.pieces[place] for place in places]
            kept = [
                replace(piece, page=True) if place - 1 in places else piece
                for place, piece in enumerate(block.pieces)
                if place not in places
            ]
            found.rows[index] = replace(block, pieces=tuple(kept))


def _stands_alone(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a piece is a small number and not the end of a year that a line cut in two."""
    text = pieces[place].text
    if not _PAGE_NUMBER.fullmatch(text):
        return False
    cut = _CUT_YEAR.search(pieces[place - 1].text) if place else None
    return not (cut and text.isdigit() and len(cut.group()) - 1 + len(text) == 4)


def _value(piece: Piece) -> int:
    digits = re.search(r"\d+", piece.text)
    return int(digits.group()) if digits else 0


def _without_page_numbers(pieces: Sequence[Piece], found: Blocks) -> list[Piece]:
    """The pieces without the numbers that stand at the page breaks, which run with the pages, above or below them."""
    breaks = [index for index, piece in enumerate(pieces) if piece.feed]
    sides = [_page_numbers(pieces, [index + side for index in breaks]) for side in (-1, 0)]
    numbers = max(sides, key=len)
    kept, page = [], False
    for index, piece in enumerate(pieces):
        if index in numbers:
            found.page_numbers.append(piece)
            page = page or piece.feed
            continue
        kept.append(replace(piece, page=True) if (page or piece.feed) and not piece.page else piece)
        page = False
    return kept


def _page_numbers(pieces: Sequence[Piece], places: Sequence[int]) -> frozenset[int]:
    """Which of these places hold the number of their page: most numbers there are as far ahead of the page's place."""
    numbers = {}
    for ordinal, index in enumerate(places):
        match = _PAGE_NUMBER.fullmatch(pieces[index].text) if 0 <= index < len(pieces) else None
        if match:
            numbers[index] = int(match.group(1)) - ordinal
    ahead = Counter(numbers.values()).most_common(1)
    return frozenset(index for index, offset in numbers.items() if offset == ahead[0][0])


class _Reader:
    def __init__(self, pieces: Sequence[Piece], roles: tuple[Role, ...], found: Blocks) -> None:
        self._pieces, self._roles, self._found = pieces, roles, found
        self._number: Piece | None = None
        self._last: str | None = None
        self._alone: bool | None = None  # whether row numbers stand alone on their lines
        self._group: tuple[Piece, ...] = ()
        self._here: list[Piece] = []
        self._open_row = self._in_heading = False

    def take(self, index: int) -> None:
        """Take in the next piece."""
        piece = self._pieces[index]
        number = self._row_number(index)
        if number and self._open_row and self._is_parent(number):
            self._to_heading()
        if self._is_heading(index) and not (number and self._alone):
            self.close()
            self._group, self._in_heading = (piece,), True
        elif number and self._is_next(number) and self._complete():
            self.close()
            self._begin(piece, number)
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
        if number is None or (self._alone and not alone):
            return None
        above = self._pieces[index - 1].text if index else ""
        if alone and (cut := _CUT_YEAR.search(above)) and len(cut.group()) - 1 + len(number) == 4:
            return None
        return number

    def _begin(self, piece: Piece, number: str) -> None:
        after = piece.text[len(number) :].lstrip(_NUMBER_END)
        length = len(piece.text) - len(after)
        self._alone = not after if self._alone is None else self._alone
        self._number, self._last = replace(piece, end=piece.start + len(number), text=number), number
        self._here = [replace(piece, start=piece.start + length, text=after, adjacent=False)] if after else []
        self._open_row, self._in_heading = True, False

    def close(self) -> None:
        """The row that is open, if any, is whole."""
        if self._open_row:
            self._found.rows.append(Block(self._number, tuple(self._here), self._group))
        self._here, self._open_row = [], False

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
        return len(self._here) > 1

    def _has_more_than_text(self) -> bool:
        texts = (piece.text for piece in self._here)
        return any(begins_deadline(text) or likeness(Role.LEAD, text, False) > 0 for text in texts)

    def _is_heading(self, index: int) -> bool:
        """A numbered text that only a row's number follows: no cell of a row stands between."""
        words = self._pieces[index].text
        roman = ROMAN_HEADING.match(words) is not None
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
