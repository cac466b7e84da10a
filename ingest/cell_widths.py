"""How wide the columns of a collapsed table are: what its wrapped lines tell of the boundaries between cells.

A cell wraps where the next word does not fit its column. So a line break after which the next word would still have
fitted parts two cells (or two paragraphs of one), and a line wider than its column is not of it. Widths are measured
in characters, as a terminal prints them, or in those of the usual book face, as a word processor does: whichever
the cells that are certain agree with.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf

from ingest.collapsed_header import Piece

Cell = tuple[Piece, ...]

_FEWEST_CELLS = 3
_DISAGREE = 0.34  # of cells; where more contradict a column's width, it tells nothing
_AS_GOOD = 0.02  # of cells; a measure that so many more contradict is still as good
# A break that someone may have made by hand: after the end of a sentence or an item, or before a bullet.
_ENDED = re.compile(r"[.;:,][\"”)]?$")
_BULLET = re.compile(r"[-+•–*]\s(?!\d)|[a-zđ]\)\s|\d{1,2}[.)]\s")

# Advance widths of Times New Roman (and its metric twins) in units of half an em; accents add nothing.
_NARROW = {
    0.556: "ijlt/:;",
    0.667: "fr-()I‘’[]",
    0.778: "sJ",
    0.5: ".,| ",
    0.888: "acez“”?",
    1.556: "m",
    1.444: "wAĐDGHKNOQUVXY&",
    1.222: "ELTZ",
    1.334: "BCR",
    1.112: "FPS",
    1.778: "M",
    1.888: "W",
    1.666: "%",
    1.128: "+=<>≥≤",
}
_FACE = {character: width for width, characters in _NARROW.items() for character in characters}


def characters(words: str) -> float:
    """The width of words where every character is as wide as the others."""
    return float(len(words))


@lru_cache(maxsize=16384)
def set_width(words: str) -> float:
    """The width of words in the usual book face, in digits."""
    plain = unicodedata.normalize("NFD", words)
    return sum(_FACE.get(character, 1.0) for character in plain if not unicodedata.combining(character))


@dataclass(frozen=True, slots=True)
class Width:
    """A column is at least `low` wide, and narrower than `high`."""

    low: float = 0.0
    high: float = inf


@dataclass(frozen=True, slots=True)
class _Measured:
    """The widths of a table's columns in one measure; `slack` is the share by which lines may differ."""

    measure: Callable[[str], float]
    slack: float
    columns: tuple[Width, ...]

    def tight(self, column: int, above: Piece, below: Piece) -> bool | None:
        need = self.measure(f"{above.text} {below.text.split()[0]}")
        if need <= self.columns[column].low * (1 - self.slack):
            return False
        return True if need >= self.columns[column].high * (1 - self.slack) else None

    def too_wide(self, column: int, line: Piece) -> bool:
        return " " in line.text and self.measure(line.text) >= self.columns[column].high * (1 + self.slack)


@dataclass(frozen=True, slots=True)
class Widths:
    """The widths of a table's columns, in the measures that fit them; what these do not agree on is not known."""

    measured: tuple[_Measured, ...]

    def tight(self, column: int, above: Piece, below: Piece) -> bool | None:
        """Whether a cell of this column wraps between two lines: the next word did not fit. None where not known."""
        found = {measured.tight(column, above, below) for measured in self.measured}
        return found.pop() if len(found) == 1 else None

    def too_wide(self, column: int, line: Piece) -> bool:
        return all(measured.too_wide(column, line) for measured in self.measured)


def by_hand(above: Piece, below: Piece) -> bool:
    """Whether a line may have been ended by hand: an item or a sentence ends above, or one begins below."""
    return bool(_ENDED.search(above.text) or _BULLET.match(below.text))


def widths_of(columns: Sequence[Sequence[Cell]]) -> Widths | None:
    """The widths that the certain cells of each column agree on; None where they agree on none."""
    fits: list[tuple[float, _Measured]] = []
    for measure, slack in ((characters, 0.0), (set_width, 0.02)):
        odd, count, found = 0, 0, []
        for cells in columns:
            width, against = _fitted(cells, measure, slack)
            found.append(width)
            odd, count = odd + against, count + len(cells)
        share = odd / count if count else 1.0
        if share <= _DISAGREE:
            fits.append((share, _Measured(measure, slack, tuple(found))))
    best = min((share for share, _ in fits), default=0.0)
    return Widths(tuple(measured for share, measured in fits if share <= best + _AS_GOOD)) if fits else None


def _fitted(cells: Sequence[Cell], measure: Callable[[str], float], slack: float) -> tuple[Width, int]:
    """The width of one column, and how many of its cells contradict it; these do not count for it."""
    if len(cells) < _FEWEST_CELLS:
        return Width(), 0
    sized = [_sized(cell, measure) for cell in cells]
    lines = sorted(size for sizes, _ in sized for size in sizes)
    needs = sorted(need for _, needs in sized for need in needs)

    def contradictions(width: float) -> int:
        wider = len(lines) - bisect_right(lines, width * (1 + slack))
        return wider + bisect_left(needs, width * (1 - slack) + 1e-9)

    if not lines:
        return Width(), 0
    width = min(reversed(lines), key=contradictions)
    agreeing = [
        (sizes, needs)
        for sizes, needs in sized
        if max(sizes, default=0.0) <= width * (1 + slack) and min(needs, default=inf) > width * (1 - slack)
    ]
    against = len(cells) - len(agreeing)
    if len(agreeing) < _FEWEST_CELLS or against > _DISAGREE * len(cells):
        return Width(), against
    low = max((size for sizes, _ in agreeing for size in sizes), default=0.0)
    high = min((need for _, needs in agreeing for need in needs if need > low), default=inf)
    return Width(low, high), against


def _sized(cell: Cell, measure: Callable[[str], float]) -> tuple[list[float], list[float]]:
    """How wide a cell's lines are, and how wide each would be with the next word on it.

    A word that stands alone may be wider than its column.
    """
    breaks = [(above, below) for above, below in pairwise(cell) if not by_hand(above, below)]
    needs = [measure(f"{above.text} {below.text.split()[0]}") for above, below in breaks]
    return [measure(line.text) for line in cell if " " in line.text or len(cell) == 1], needs
