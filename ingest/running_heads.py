"""Page numbers, running heads and feet of a document's pages, told by their place and by coming again.

They are no text of the plan, and between two pages they would cut its sentences and tables. They are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.printed import PrintedLine, PrintedPage

_NUMBER = re.compile(r"[-–—\s]*(?:trang|page|tr\.)?\s*(\d{1,4})(?:\s*[/|]\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:trang|page|tr\.)\s*\d{1,4}(?:\s*/\s*\d{1,4})?|\t\d{1,4}$|^\d{1,4}\t", re.IGNORECASE)
_EDGE = 0.12  # of the page's height: what stands farther in is text
_LINES = 3  # at most so many lines at an edge
_PAGES = 3  # so often the same words come again

_Found = tuple[int, PrintedLine]
"""A line and its page's index."""


def without_running_heads(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """The pages without what is printed on each of them outside the text."""
    gone: dict[int, set[int]] = defaultdict(set)
    for upper in (True, False):
        for index, line in _outside(pages, _repeated(pages, upper), upper):
            gone[index].add(id(line))
    return [
        replace(page, pieces=tuple(piece for piece in page.pieces if id(piece) not in gone[index]))
        for index, page in enumerate(pages)
    ]


def _repeated(pages: Sequence[PrintedPage], upper: bool) -> list[_Found]:
    """Lines at an edge whose words stand there on other pages too, or that number the pages."""
    same: dict[str, list[_Found]] = defaultdict(list)
    numbers: dict[int, list[_Found]] = defaultdict(list)
    for index, page in enumerate(pages):
        for line in _edge_lines(page, upper):
            number = _NUMBER.fullmatch(line.text)
            if number:
                numbers[int(number.group(1)) - index].append((index, line))
            else:
                same[_NUMBERED.sub("#", line.text)].append((index, line))
    found = [one for lines in same.values() if len(lines) >= _PAGES for one in lines]
    for offset, lines in numbers.items():
        if len(lines) > 1 or offset == 1:  # page 2 is numbered 2
            found += lines
    return found


def _edge_lines(page: PrintedPage, upper: bool) -> Iterable[PrintedLine]:
    pieces = page.pieces if upper else page.pieces[::-1]
    for piece in pieces[:_LINES]:
        inside = piece.bottom > _EDGE * page.height if upper else piece.top < (1 - _EDGE) * page.height
        if inside or not isinstance(piece, PrintedLine):
            return
        yield piece


def _outside(pages: Sequence[PrintedPage], lines: Sequence[_Found], upper: bool) -> Iterable[_Found]:
    """Of these lines those that stand outside the area in which pages of this size have their text."""
    marked = {id(line) for _, line in lines}
    area: dict[tuple[int, int], float] = {}
    for page in pages:
        for piece in page.pieces:
            if id(piece) not in marked:
                edge, first = (piece.top, min) if upper else (piece.bottom, max)
                area[_size(page)] = first(edge, area.get(_size(page), edge))
    for index, line in lines:
        border = area.get(_size(pages[index]))
        half = (line.bottom - line.top) / 2
        if border is None or (line.bottom - half <= border if upper else line.top + half >= border):
            yield index, line


def _size(page: PrintedPage) -> tuple[int, int]:
    return round(page.width), round(page.height)
