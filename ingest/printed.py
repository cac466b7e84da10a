"""What stands printed on a page: lines and ruled tables with their places.

Readers of a text layer and of a scan give `PrintedPage`s; `printed_source` makes a `Source` of them. Lengths are points
from the top left corner of the page as a viewer shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.records import Spans


@dataclass(frozen=True, slots=True)
class Printed:
    """A stretch of a line, or a table cell: its text (white space folded in a cell) and where it stands."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    doubtful: Spans = ()  # characters of `text` that character recognition was not sure of

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line's parts from left to right: more than one where a wide gap parts columns, as in a letterhead."""

    parts: tuple[Printed, ...]
    alone: bool = False  # of a letterhead's or closing's column: the page's text does not go on in it

    @property
    def top(self) -> float:
        return min(part.top for part in self.parts)

    @property
    def bottom(self) -> float:
        return max(part.bottom for part in self.parts)

    @property
    def text(self) -> str:
        return "\t".join(part.text for part in self.parts)

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
    def bottom(self) -> float:
        return max(cell.bottom for row in self.rows for cell in row)

    @property
    def columns(self) -> int:
        return len(self.rows[0])

    def printed(self) -> Iterator[Printed]:
        for row in self.rows:
            yield from row


Piece = PrintedLine | PrintedTable
Rectangle = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""

Place = Callable[[float, float, float, float], Rectangle]


def as_it_stands(x0: float, top: float, x1: float, bottom: float) -> Rectangle:
    return x0, top, x1, bottom


def turned_back(width: float, height: float, quarters: int, place: Place = as_it_stands) -> Place:
    """Places on a page that was turned counter-clockwise by quarters to be read, as places on the page as it lay,
    which is so wide and so high. `place` is that of the turned page."""

    def back(x0: float, top: float, x1: float, bottom: float) -> Rectangle:
        x0, top, x1, bottom = place(x0, top, x1, bottom)
        if quarters == 0:
            return x0, top, x1, bottom
        if quarters == 1:
            return width - bottom, x0, width - top, x1
        if quarters == 2:
            return width - x1, height - bottom, width - x0, height - top
        return top, height - x1, bottom, height - x0

    return back


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page's pieces in reading order, and what is to be said of them.

    `place` says where a rectangle of a page that was set upright to be read stands on the page as it is shown.
    """

    pieces: tuple[Piece, ...]
    width: float
    height: float
    scanned: bool = False
    warnings: tuple[str, ...] = ()
    placed: bool = True  # whether it is known where its lines stand
    incomplete: bool = False  # a part of its print, or all of it, could not be read
    place: Place = as_it_stands


def glue(above: str, below: str) -> str:
    """What stands between two lines of one sentence: nothing behind the hyphen or stroke of a code, else a space.

    "72-" and "NQ/TW" are one code; "kinh tế -" and "xã hội" are two words and a dash.
    """
    cut = above[-1:] in ("-", "/") and above[-2:-1].isalnum() and below[:1].isalnum()
    return "" if cut else " "
