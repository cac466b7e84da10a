"""The header of a table whose columns are kept apart by spaces, and the band of characters of each column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from ingest.columns import Column, Role, columns_of, is_header
from ingest.records import Span
from ingest.row_numbers import ROW_NUMBER
from ingest.text import Line, NormalText

_PIECE = re.compile(r"\S+(?: \S+)*")
_INKED = re.compile("1+")
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
    inked: dict[int, int] = {}
    for index in lines:
        if len(pieces_of(text.lines[index])) >= 3:
            found = _header_at(text, index, lines.stop, inked)
            if found:
                return found
    return None


def _header_at(text: NormalText, first: int, stop: int, inked: dict[int, int]) -> AlignedHeader | None:
    last = first
    while last < min(first + _HEADER_LINES, stop) and not text.lines[last].blank:
        opening = pieces_of(text.lines[last])[0]
        if last > first and ROW_NUMBER.fullmatch(text.lines[last].text[slice(*opening)]):
            break
        last += 1
    bands = _bands(text, range(first, min(stop, first + _WINDOW)), inked)
    titles = [""] * len(bands)
    best: AlignedHeader | None = None
    known = 0
    for index in range(first, last):
        for start, end in pieces_of(text.lines[index]):
            under = covered(bands, start, end)
            if len(under) != 1:
                return best
            titles[under[0]] += " " + text.lines[index].text[start:end]
        columns = columns_of(titles)
        score = sum(column.role is not Role.OTHER for column in columns)
        if len(columns) >= 3 and is_header(columns) and score >= known:
            known, best = score, AlignedHeader(range(first, index + 1), columns, bands)
    return best


def pieces_of(line: Line) -> list[Span]:
    """Where the line's pieces stand, as columns of characters; two spaces or a tab part them."""
    return [match.span() for match in _PIECE.finditer(line.text)]


def _bands(text: NormalText, lines: range, inked: dict[int, int]) -> tuple[Span, ...]:
    """The columns of characters that lines with three pieces or more cover, run together.

    `inked` keeps what is known of each line: a text of many such lines would else be looked at hundreds of times.
    """
    together = 0
    for index in lines:
        if index not in inked:
            inked[index] = _inked(text.lines[index])
        together |= inked[index]
    return tuple(match.span() for match in _INKED.finditer(f"{together:b}"[::-1]))


def _inked(line: Line) -> int:
    """A bit for each character that a line's pieces cover, its first the lowest; none where it has fewer than three."""
    pieces = pieces_of(line)
    if len(pieces) < 3:
        return 0
    digits = bytearray(b"0" * len(line.text))
    for start, end in pieces:
        digits[start:end] = b"1" * (end - start)
    return int(digits[::-1], 2)


def covered(bands: Sequence[Span], start: int, end: int) -> list[int]:
    """The columns whose bands a piece touches; bands are in order and apart."""
    first = bisect_right(bands, start, key=lambda band: band[1])
    return list(takewhile(lambda index: bands[index][0] < end, range(first, len(bands))))
