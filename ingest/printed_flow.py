"""Printed lines put together again: sentences that a line's or a page's end cut, and table rows cut by a page.

A line goes on where the next word would no longer have fitted on it and the next line is not set in as the first of a
paragraph is. Where that is not certain, the lines stay lines; the reader of texts has its own rules for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from statistics import median

from ingest.noise import prints_signature
from ingest.numbering import mark_of
from ingest.printed import Printed, PrintedLine, PrintedPage, PrintedTable
from ingest.printed_columns import columns_apart

_SLACK = 2.0  # points
_INDENT = 6.0  # points: what stands farther in is set in
_PITCH = 1.6  # times the usual distance of two lines: what stands farther below begins a paragraph
_FINAL = (".", ";", ":", "!", "?", "…", "./.")
_OPENING = re.compile(r"(?:Căn cứ|Nơi nhận)(?!\w)")  # each legal basis, and the recipients, begin a line of their own
_MERGED = "a cell of the table's first row is blank; the one above it, on the page before, may be meant for it too"

Placed = tuple[int, Printed]
"""A piece and the number of its page."""


@dataclass(slots=True)
class Paragraph:
    """One line of the text: a printed line with its columns, or several that go on in one another."""

    lines: list[tuple[int, PrintedLine]]


@dataclass(slots=True)
class Rows:
    """A table's rows on one page or over several; each cell holds its pieces in order."""

    rows: list[list[list[Placed]]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return len(self.rows[0])


@dataclass(frozen=True, slots=True)
class Measures:
    """The text area of pages of one size: where lines begin and end, and how far they stand apart."""

    left: float
    right: float
    pitch: float

    @classmethod
    def of(cls, pages: Sequence[PrintedPage]) -> Measures | None:
        """None for pages with too few lines to say."""
        lines = [[piece for piece in page.pieces if isinstance(piece, PrintedLine)] for page in pages]
        alone = [line.parts[0] for page in lines for line in page if len(line.parts) == 1]
        if len(alone) < 8:
            return None
        steps = [below.top - above.top for page in lines for above, below in pairwise(page) if below.top > above.top]
        return cls(
            left=_usual([part.x0 for part in alone], min),
            right=_usual([part.x1 for part in alone], max),
            pitch=median(steps) if steps else 0.0,
        )


def flow(pages: Sequence[PrintedPage]) -> list[Paragraph | Rows]:
    """The document's paragraphs and tables, in order."""
    sizes = {_size(page) for page in pages}
    measures = {size: Measures.of([page for page in pages if page.placed and _size(page) == size]) for size in sizes}
    found: list[Paragraph | Rows] = []
    for number, page in enumerate(pages, 1):
        for position, piece in enumerate(columns_apart(page.pieces) if page.placed else page.pieces):
            last = found[-1] if found else None
            if isinstance(piece, PrintedTable):
                if isinstance(last, Rows) and position == 0 and last.columns == piece.columns:
                    _append(last, piece, number)
                else:
                    found.append(Rows([[[(number, cell)] for cell in row] for row in piece.rows]))
            elif page.placed and isinstance(last, Paragraph) and _goes_on(last, piece, number, measures[_size(page)]):
                last.lines.append((number, piece))
            else:
                found.append(Paragraph([(number, piece)]))
    return found


def _usual(edges: Sequence[float], outermost: Callable[[Iterable[float]], float]) -> float:
    """The edge that most lines share, of several that many share the outermost."""
    counts = Counter(round(edge) for edge in edges)
    often = [float(edge) for edge, count in counts.items() if count >= 0.5 * max(counts.values())]
    return outermost(often)


def _size(page: PrintedPage) -> tuple[int, int]:
    return round(page.width), round(page.height)


# --- Lines ------------------------------------------------------------------------------------------------------


def _goes_on(paragraph: Paragraph, line: PrintedLine, page: int, measures: Measures | None) -> bool:
    """Whether this line goes on the paragraph above it."""
    above_page, above_line = paragraph.lines[-1]
    if above_line.alone or line.alone:
        return False
    if measures is None or len(above_line.parts) > 1 or len(line.parts) > 1 or page - above_page > 1:
        return False
    above, below = above_line.parts[0], line.parts[0]
    if not _full(above, below, measures.right) or prints_signature(below.text) or _OPENING.match(below.text):
        return False
    if page == above_page and below.middle - above.middle > _PITCH * measures.pitch:
        return False
    first = paragraph.lines[0][1].parts[0]
    set_in = first.x0 > measures.left + _INDENT
    if below.x0 > measures.left + _INDENT and not _hangs(paragraph, below):
        return False
    ended, marked = above.text.endswith(_FINAL), mark_of(below.text) is not None
    if set_in:
        return not (ended and marked)
    return not marked and not (ended and not below.text[:1].islower())


def _full(above: Printed, below: Printed, right: float) -> bool:
    """Whether the first word of the line below would no longer have stood on the line above."""
    if above.x1 > right + 10 * _SLACK:
        return False
    word = below.text.split(maxsplit=1)[0]
    width = (below.x1 - below.x0) * (len(word) + 1) / max(len(below.text), 1)
    return above.x1 + 0.9 * width > right - _SLACK


def _hangs(paragraph: Paragraph, below: Printed) -> bool:
    """Whether a line stands where the paragraph's lines stand, its first one aside, or under the words of its mark."""
    if len(paragraph.lines) > 1:
        return abs(paragraph.lines[-1][1].parts[0].x0 - below.x0) < _SLACK
    first = paragraph.lines[0][1].parts[0]
    mark = mark_of(first.text)
    return mark is not None and _SLACK < below.x0 - first.x0 < 4 * first.height


# --- Rows -------------------------------------------------------------------------------------------------------


def _append(rows: Rows, table: PrintedTable, page: int) -> None:
    """A table goes on: its header again, the rest of a row that the page cut, further rows."""
    again = _header_again(rows, table)
    numbered = _is_numbered(rows)
    for position, row in enumerate(table.rows):
        placed = [[(page, cell)] for cell in row]
        if position == again and _is_rest(row, rows.rows[-1 - again], numbered):
            for cell, rest in zip(rows.rows[-1 - again], placed, strict=True):
                cell += [piece for piece in rest if piece[1].text]
        else:
            if position == again and _may_be_merged(rows, row, again):
                rows.warnings.append(f"page {page}: {_MERGED}")
            rows.rows.append(placed)


def _header_again(rows: Rows, table: PrintedTable) -> int:
    """How many rows of the table's header a page prints again at its top."""
    printed = ([cell.text for cell in row] for row in table.rows)
    same = (above == _texts(first) for above, first in zip(printed, rows.rows, strict=False))
    return sum(1 for _ in takewhile(bool, same))


def _may_be_merged(rows: Rows, row: Sequence[Printed], again: int) -> bool:
    """Whether a page's first row has a blank where this table merges cells: the page may have cut such a cell.

    Titles that are merged over a header's rows say nothing of it.
    """
    header = [_texts(first) for first in rows.rows[: max(again, 1)]]
    body = [one for one in rows.rows[1:] if _texts(one) not in header]
    return any(
        not cell.text
        and any(above[column] == below[column] and above[column][0][1].text for above, below in pairwise(body))
        for column, cell in enumerate(row)
    )


def _texts(row: Iterable[Sequence[Placed]]) -> list[str]:
    return [" ".join(piece.text for _, piece in cell).strip() for cell in row]


def _is_numbered(rows: Rows) -> bool:
    """Whether most rows begin with a number or heading; a row that does not is the rest of one."""
    firsts = [_texts(row)[0] for row in rows.rows[1:]]
    return bool(firsts) and sum(map(bool, firsts)) > 0.5 * len(firsts)


def _is_rest(row: Sequence[Printed], above: Sequence[Sequence[Placed]], numbered: bool) -> bool:
    """Whether a page's first row is the rest of the last page's last row: without number, and going on in its cells."""
    if not numbered or row[0].text or not any(cell.text for cell in row):
        return False
    before = _texts(above)
    going_on = [column for column, cell in enumerate(row) if cell.text]
    if not all(before[column] for column in going_on):
        return False  # nothing goes on in an empty cell
    main = max(range(len(before)), key=lambda column: len(before[column]))
    new = before[main].endswith(_FINAL) and row[main].text[:1].isupper()
    return not new or going_on == [main]
