"""The rules of a scanned page and the cells between them.

A rule is a run of ink far longer than any stroke of a letter, and thin; broken pieces in one line are one rule. Rules
that cross make a table. Where no rule stands between two places of its grid, they are one merged cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ingest.scan_image import DPI, Grey

Mask = npt.NDArray[np.bool_]

_INCH = DPI  # pixels
_SHORTEST = int(0.28 * _INCH)  # no stroke of a letter is so long; the side of a line of small print is
_THICKEST = int(0.06 * _INCH)
_GAP = int(0.35 * _INCH)  # a broken rule goes on behind so much
_TOUCH = int(0.05 * _INCH)  # rules so near meet
_SAME = int(0.035 * _INCH)  # rules so near are one
_BEYOND = int(0.12 * _INCH)  # what a rule reaches beyond the last one across it is an open cell
_EDGE = 0.7  # share of a cell's side that is ruled, for the side to part two cells
_SHORT_EDGE = 0.9  # of a side no longer than a line of print is high, most of which a letter may cover
_SHORT = int(0.35 * _INCH)
_WIDTH = int(0.02 * _INCH)  # ink so near beside a rule's place is the rule's
_SURROUNDINGS = int(0.15 * _INCH)
_DARKER = 0.82  # than what is around it: ink


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule at `at` (the row of a level one, the column of an upright one), from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: its rows and columns in the table's grid, and its rectangle in pixels."""

    rows: range
    columns: range
    x0: int
    top: int
    x1: int
    bottom: int


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table's cells, row by row; each place of the grid belongs to one of them."""

    rows: int
    columns: int
    cells: tuple[RuledCell, ...]

    @property
    def rectangle(self) -> tuple[int, int, int, int]:
        return (
            min(cell.x0 for cell in self.cells),
            min(cell.top for cell in self.cells),
            max(cell.x1 for cell in self.cells),
            max(cell.bottom for cell in self.cells),
        )


def ink_of(grey: Grey) -> Mask:
    """Where a page is darker than its surroundings, shaded cells and yellowed paper being no ink."""
    around = ndimage.uniform_filter(grey.astype(np.float32), _SURROUNDINGS, mode="nearest")
    return np.asarray((grey < _DARKER * around) & (grey < 200))


def ruled_tables(grey: Grey) -> tuple[tuple[RuledTable, ...], Mask]:
    """The tables from top to bottom, and where the page's rules have their ink.

    One cell, or a column of boxes, is a frame and no table.
    """
    ink = ink_of(grey)
    level, level_ink = _rules(ink)
    upright, upright_ink = _rules(ink.T)
    tables = [_table(rows, columns, ink) for rows, columns in _groups(level, upright)]
    found = sorted((table for table in tables if table), key=lambda table: table.rectangle[1])
    return tuple(_outermost(found)), level_ink | upright_ink.T


def _outermost(tables: Sequence[RuledTable]) -> list[RuledTable]:
    """Without what lies inside another: a table's cell may hold a frame."""

    def inside(one: RuledTable, other: RuledTable) -> bool:
        a, b = one.rectangle, other.rectangle
        return one is not other and b[0] <= a[0] and b[1] <= a[1] and a[2] <= b[2] and a[3] <= b[3]

    return [table for table in tables if not any(inside(table, other) for other in tables)]


# --- Rules ------------------------------------------------------------------------------------------------------


def _rules(ink: Mask) -> tuple[list[Rule], Mask]:
    """The level rules of a page, and their ink."""
    bold = ndimage.maximum_filter1d(ink.astype(np.uint8), 3, axis=0)  # a rule may climb by a row in its course
    worn = ndimage.minimum_filter1d(bold, _SHORTEST, axis=1, mode="constant")
    long = ndimage.maximum_filter1d(worn, _SHORTEST, axis=1, mode="constant")
    labels, _ = ndimage.label(ndimage.maximum_filter1d(long, 3, axis=0))
    pieces, mask = [], np.zeros(ink.shape, bool)
    for place in ndimage.find_objects(labels):
        rows, columns = place
        if rows.stop - rows.start <= _THICKEST + 4:
            pieces.append(Rule((rows.start + rows.stop - 1) / 2, columns.start, columns.stop))
            mask[place] |= ink[place] & (long[place] > 0)
    return _joined(pieces), np.asarray(ndimage.binary_dilation(mask, iterations=2))


def _joined(pieces: Iterable[Rule]) -> list[Rule]:
    """Pieces in one line as one rule."""
    rules: list[Rule] = []
    for piece in sorted(pieces, key=lambda rule: (rule.start, rule.at)):
        for index, rule in enumerate(rules):
            if abs(rule.at - piece.at) <= _SAME and piece.start - rule.end <= _GAP:
                rules[index] = replace(rule, end=max(rule.end, piece.end))
                break
        else:
            rules.append(piece)
    return rules


def _groups(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that meet, directly or by way of others."""
    left_level, left_upright = list(level), list(upright)
    groups = []
    while left_level:
        rows, columns = [left_level.pop()], []
        grown = True
        while grown:
            new_columns = [rule for rule in left_upright if any(_meet(row, rule) for row in rows)]
            left_upright = [rule for rule in left_upright if rule not in new_columns]
            columns += new_columns
            new_rows = [rule for rule in left_level if any(_meet(rule, column) for column in columns)]
            left_level = [rule for rule in left_level if rule not in new_rows]
            rows += new_rows
            grown = bool(new_columns or new_rows)
        groups.append((rows, columns))
    return groups


def _meet(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _TOUCH <= upright.at <= level.end + _TOUCH
        and upright.start - _TOUCH <= level.at <= upright.end + _TOUCH
    )


# --- Cells ------------------------------------------------------------------------------------------------------


def _table(level: Sequence[Rule], upright: Sequence[Rule], ink: Mask) -> RuledTable | None:
    ys, xs = _places(level, upright), _places(upright, level)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 2 or columns < 2:
        return None
    parted_below = [[_is_ruled(ink, ys[r + 1], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows)]
    parted_right = [[_is_ruled(ink.T, xs[c + 1], ys[r], ys[r + 1]) for c in range(columns)] for r in range(rows)]
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            last_column, last_row = column, row
            while last_column + 1 < columns and not parted_right[row][last_column]:
                if (row, last_column + 1) in taken:
                    break
                last_column += 1
            across = range(column, last_column + 1)
            while last_row + 1 < rows and not any(parted_below[last_row][c] for c in across):
                if any((last_row + 1, c) in taken for c in across) or any(
                    parted_right[last_row + 1][c] for c in across[:-1]
                ):
                    break
                last_row += 1
            down = range(row, last_row + 1)
            taken.update((r, c) for r in down for c in across)
            corners = xs[column], ys[row], xs[last_column + 1], ys[last_row + 1]
            cells.append(RuledCell(down, across, *map(round, corners)))
    return RuledTable(rows, columns, tuple(cells)) if len(cells) > 2 else None


def _places(rules: Sequence[Rule], crossing: Sequence[Rule]) -> list[float]:
    """Where the rules of one direction stand, and the ends of an open table, which no rule closes."""
    groups: list[list[float]] = []
    for at in sorted(rule.at for rule in rules):
        if groups and at - groups[-1][-1] <= 2 * _SAME:
            groups[-1].append(at)
        else:
            groups.append([at])
    places = [sum(group) / len(group) for group in groups]
    if not places or not crossing:
        return places
    first, last = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    if first < places[0] - _BEYOND:
        places.insert(0, first)
    if last > places[-1] + _BEYOND:
        places.append(last)
    return places


def _is_ruled(ink: Mask, at: float, start: float, end: float) -> bool:
    """Whether a side, at a place and from a start to an end, is ruled for the most part."""
    inset = _WIDTH  # the rules across it have ink of their own
    beside = ink[max(0, round(at) - _WIDTH) : round(at) + _WIDTH + 1, round(start) + inset : round(end) - inset]
    return beside.size > 0 and float(beside.any(axis=0).mean()) > (_SHORT_EDGE if end - start < _SHORT else _EDGE)
