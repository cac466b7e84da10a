"""Cells of a collapsed table that stand on one line: neighbours of one line each are printed at one height.

"Phòng Kinh tế Trạm Y tế", "Hội nghị Tháng 02/2026". A line is split where a cell may begin: before the name of an
agency or a time, and behind one. A cell that ends inside a line has that line only: the last of several lines never
stands beside the next cell's first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.agencies import starts_agency
from ingest.cell_likeness import CONNECTOR, begins_deadline, likeness
from ingest.collapsed_header import Piece
from ingest.columns import Role
from ingest.deadlines import due

_WORD = re.compile(r"(?<=\s)[^\W_a-zà-ỹđ]|(?<=\s)\d")
_OPEN = re.compile(r"\([^)]*$|“[^”]*$")
_NAME_ENDS = re.compile(r"\s(?:xã|phường|đặc khu|khu vực|tỉnh|thành phố)$")
_MOST = 6  # places in a line
_WHOLE = 4.0  # so much must words look like a cell of agencies or times that the next cell may begin behind them


def split_lines(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces, those cut in which more than one cell may stand; all but the first of a line are `inline`."""
    return tuple(part for piece in pieces for part in _split(piece))


def rejoined(cell: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces of a cell, those of one line as one again."""
    whole: list[Piece] = []
    for piece in cell:
        if piece.inline and whole and whole[-1].end <= piece.start and whole[-1].line == piece.line:
            above = whole[-1]
            gap = " " * (piece.start - above.end)
            whole[-1] = replace(above, end=piece.end, text=f"{above.text}{gap}{piece.text}")
        else:
            whole.append(piece)
    return tuple(replace(piece, inline=False, line=None) for piece in whole)


def _split(piece: Piece) -> list[Piece]:
    text = piece.text
    places = [0]
    for match in _WORD.finditer(text):
        if _may_begin(text[places[-1] : match.start()].rstrip(), text[: match.start()], text[match.start() :]):
            places.append(match.start())
    if len(places) == 1 or len(places) > _MOST:
        return [piece]
    parts = []
    for index, (begin, end) in enumerate(zip(places, [*places[1:], len(text)], strict=True)):
        words = text[begin:end].rstrip()
        begins = piece.start + begin
        part = replace(piece, start=begins, end=begins + len(words), text=words, line=piece.start)
        parts.append(part if index == 0 else replace(part, inline=True, page=False, feed=False, adjacent=True))
    return parts


def _may_begin(before: str, all_before: str, after: str) -> bool:
    """Whether a cell may end with these words and another begin with those."""
    if not before or before[-1] in ",;:(/&–-" or CONNECTOR.search(before.lower()) or _OPEN.search(all_before):
        return False
    if begins_deadline(before) and due(before) is None:
        return False  # "Tháng | 02/2026"
    if begins_deadline(after) and due(after) is not None:
        return True
    if after[:1].isdigit():
        return False
    if starts_agency(after) or (starts_agency(before) and _NAME_ENDS.search(before)):
        return True
    return max(likeness(Role.LEAD, before), likeness(Role.DEADLINE, before)) >= _WHOLE
