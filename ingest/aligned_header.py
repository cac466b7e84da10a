"""The header of a table whose columns are kept apart by spaces, and the band of characters of each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.columns import Column, Role, columns_of, is_header
from ingest.records import Span
from ingest.row_numbers import ROW_NUMBER
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
        if len(pieces_of(text.lines[index])) >= 3:
            found = _header_at(text, index, lines.stop)
            if found:
                return found
    return None


def _header_at(text: NormalText, first: int, stop: int) -> AlignedHeader | None:
    last = first
    while last < min(first + _HEADER_LINES, stop) and not text.lines[last].blank:
        opening = pieces_of(text.lines[last])[0]
        if last > first and ROW_NUMBER.fullmatch(text.lines[last].text[slice(*opening)]):
            break
        last += 1
    bands = _bands(text, range(first, min(stop, first + _WINDOW)))
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
    pieces = pieces_of(line)
    return pieces if len(pieces) >= 3 else []


def covered(bands: Sequence[Span], start: int, end: int) -> list[int]:
    """The columns whose bands a piece touches."""
    return [index for index, band in enumerate(bands) if start < band[1] and band[0] < end]
