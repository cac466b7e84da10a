"""The ruled tables of a PDF page: the rectangles between their rules, put on a grid of rows and columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ingest.printed import Printed, PrintedTable

Rectangle = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""

_SAME_RULE = 3.0  # points: rules that stand closer are one


def ruled_tables(page: Any, text_in: Callable[[Rectangle], str]) -> list[tuple[Rectangle, PrintedTable | None]]:
    """The tables of a pdfplumber page with the rectangle that each fills; None for one without a word.

    `text_in` reads what stands in a rectangle. One cell, or a column of boxes, is a frame and no table.
    """
    _straighten(page)
    found: list[tuple[Rectangle, PrintedTable | None]] = []
    for table in page.find_tables():
        cells = [_rectangle(cell) for cell in table.cells]
        grid = _grid(cells, text_in)
        if len(grid) > 1 and len(grid[0]) > 1:
            filled = any(cell.text for row in grid for cell in row)
            found.append((_rectangle(table.bbox), PrintedTable(tuple(map(tuple, grid))) if filled else None))
    return found


def _straighten(page: Any) -> None:
    """Rounds the places of a page's rules: on a turned page they are off the straight by a hair, and no rules then."""
    for kind in ("line", "rect", "curve"):
        for drawn in page.objects.get(kind, ()):
            for edge in ("x0", "x1", "y0", "y1", "top", "bottom"):
                drawn[edge] = round(float(drawn[edge]), 2)
            drawn["pts"] = [(round(float(x), 2), round(float(y), 2)) for x, y in drawn["pts"]]


def _grid(cells: Sequence[Rectangle], text_in: Callable[[Rectangle], str]) -> list[list[Printed]]:
    """Rows and columns from the rules; a cell over several rows stands in each, over several columns in the first.

    Where the rules leave a place open, what stands there is read as a cell: no word of a table is lost.
    """
    xs = _rules(edge for x0, _, x1, _ in cells for edge in (x0, x1))
    ys = _rules(edge for _, top, _, bottom in cells for edge in (top, bottom))
    places: list[list[Printed | None]] = [[None] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for cell in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        columns = range(_place(xs, cell[0]), _place(xs, cell[2]))
        rows = range(_place(ys, cell[1]), _place(ys, cell[3]))
        printed = _cell(cell, text_in)
        for row in rows:
            for column in columns:
                first = column == columns.start
                places[row][column] = printed if first else Printed("", xs[column], cell[1], xs[column + 1], cell[3])
    return [
        [place or _cell((xs[c], ys[r], xs[c + 1], ys[r + 1]), text_in) for c, place in enumerate(row)]
        for r, row in enumerate(places)
    ]


def _cell(place: Rectangle, text_in: Callable[[Rectangle], str]) -> Printed:
    x0, top, x1, bottom = place
    return Printed(text_in(place), x0, top, x1, bottom)


def inside(character: Mapping[str, Any], place: Rectangle) -> bool:
    """Whether the middle of a character or word stands in a rectangle."""
    x0, top, x1, bottom = place
    across, down = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return bool(x0 <= across < x1 and top <= down < bottom)


def _rules(edges: Iterable[float]) -> list[float]:
    """The places of the rules, those that nearly coincide as one."""
    rules: list[float] = []
    for edge in sorted(edges):
        if not rules or edge - rules[-1] > _SAME_RULE:
            rules.append(edge)
    return rules


def _place(rules: Sequence[float], edge: float) -> int:
    """The index of the rule at this edge."""
    return bisect_right(rules, edge + 0.01) - 1


def _rectangle(box: Sequence[float]) -> Rectangle:
    x0, top, x1, bottom = map(float, box)
    return x0, top, x1, bottom
