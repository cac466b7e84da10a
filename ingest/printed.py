"""What stands printed on a page, and how printed pages become a `Source`: tables as Markdown rows, every piece its box.

Both readers of pages, of a text layer and of a scan, give `PrintedPage`s; only this module knows how they are written.
Lengths are points from the top left corner of the page as a viewer shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.records import Box, Page, Source, Span, Spans


@dataclass(frozen=True, slots=True)
class Printed:
    """A stretch of a line, or a table cell: its text (white space folded in a cell) and where it stands."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    doubtful: Spans = ()  # characters of `text` that character recognition was not sure of


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line's parts from left to right: more than one where a wide gap parts columns, as in a letterhead."""

    parts: tuple[Printed, ...]

    @property
    def top(self) -> float:
        return min(part.top for part in self.parts)

    def printed(self) -> Iterator[Printed]:
        yield from self.parts


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A ruled table: rows of as many cells each. A cell that reaches over several rows stands in each of them."""

    rows: tuple[tuple[Printed, ...], ...]

    @property
    def top(self) -> float:
        return min(cell.top for row in self.rows for cell in row)

    @property
    def columns(self) -> int:
        return len(self.rows[0])

    def printed(self) -> Iterator[Printed]:
        for row in self.rows:
            yield from row


Piece = PrintedLine | PrintedTable


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page's pieces in reading order, and what is to be said of them."""

    pieces: tuple[Piece, ...]
    width: float
    height: float
    scanned: bool = False
    warnings: tuple[str, ...] = ()


def source_of_pages(pages: Sequence[PrintedPage], name: str, sha256: str, encoding: str = "pdf") -> Source:
    """The source of a document's pages, in their order. A table that goes on over pages has one header."""
    written = _Writing()
    ranges: list[Page] = []
    columns = 0  # of the table with which the last page ended
    for number, page in enumerate(pages, 1):
        start = written.length
        for position, piece in enumerate(page.pieces):
            if isinstance(piece, PrintedTable):
                goes_on = columns == piece.columns and _opens(page.pieces, position)
                written.table(piece, number, header=not goes_on)
                columns = piece.columns
            else:
                written.line(piece, number)
        if page.pieces and not _ends_with_table(page.pieces):
            columns = 0
        if not page.pieces:
            written.add("\n")
        ranges.append(Page(number, start, written.length, page.width, page.height, page.scanned))
    return Source(
        name=name,
        text=written.text,
        sha256=sha256,
        encoding=encoding,
        pages=tuple(ranges),
        warnings=tuple(warning for page in pages for warning in page.warnings),
        boxes=tuple(written.boxes),
        doubtful=tuple(written.doubtful),
    )


def _opens(pieces: Sequence[Piece], position: int) -> bool:
    """Whether a table is the first thing on its page, but for a page number or running head of one line."""
    return position <= 1 and not any(isinstance(piece, PrintedTable) for piece in pieces[:position])


def _ends_with_table(pieces: Sequence[Piece]) -> bool:
    """Whether a table is the last thing on its page, but for a page number or footer of one line."""
    return any(isinstance(piece, PrintedTable) for piece in pieces[-2:])


class _Writing:
    """A text as it grows, with the boxes and the doubtful words of what was written."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.doubtful: list[Span] = []
        self.length = 0
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)

    def line(self, line: PrintedLine, page: int) -> None:
        for position, part in enumerate(line.parts):
            self.add("\t" if position else "")
            self._printed(part, part.text, page)
        self.add("\n")

    def table(self, table: PrintedTable, page: int, header: bool) -> None:
        """One line a row, a bar in a cell escaped; a rule under the first row of a header."""
        for position, row in enumerate(table.rows):
            for cell in row:
                self.add("| ")
                self._printed(cell, cell.text.replace("|", "\\|"), page)
                self.add(" ")
            self.add("|\n")
            if header and position == 0:
                self.add("|" + "---|" * table.columns + "\n")

    def _printed(self, piece: Printed, text: str, page: int) -> None:
        start = self.length
        self.add(text)
        if text:
            self.boxes.append(Box(start, self.length, page, piece.x0, piece.top, piece.x1, piece.bottom))
        for first, last in piece.doubtful:
            escapes = piece.text.count("|", 0, first), piece.text.count("|", 0, last)
            self.doubtful.append((start + first + escapes[0], start + last + escapes[1]))
