"""Printed pages become a `Source`: a paragraph a line, tables as Markdown rows, every piece with its box."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from ingest.printed import Printed, PrintedPage, glue
from ingest.printed_flow import Paragraph, Placed, Rows, flow
from ingest.records import Box, Page, Source, Span
from ingest.running_heads import without_running_heads


def source_of_pages(pages: Sequence[PrintedPage], name: str, sha256: str, encoding: str = "pdf") -> Source:
    """The source of a document's pages, in their order.

    A page begins with its first piece: where a row or a sentence goes on over pages, in the middle of a line.
    """
    written = _Writing(pages)
    warnings = [warning for page in pages for warning in page.warnings]
    for piece in flow(without_running_heads(pages)):
        if isinstance(piece, Rows):
            written.table(piece)
            warnings += piece.warnings
        else:
            written.paragraph(piece)
    return Source(
        name=name,
        text=written.text,
        sha256=sha256,
        encoding=encoding,
        pages=_ranges(pages, written),
        warnings=tuple(warnings),
        boxes=tuple(written.boxes),
        doubtful=tuple(written.doubtful),
    )


def _ranges(pages: Sequence[PrintedPage], written: _Writing) -> tuple[Page, ...]:
    """Each page from its first piece behind the pages before it; empty where it has none."""
    ends = [0] * (len(pages) + 1)  # of the text of each page and of those before it
    for box in written.boxes:
        ends[box.page] = max(ends[box.page], box.end)
    ends = list(accumulate(ends, max))
    firsts = [*(box.start for box in written.boxes), written.length]
    starts = [
        0,
        *(_line_start(written.text, end, firsts[bisect_left(firsts, end)]) for end in ends[1:-1]),
        written.length,
    ]
    return tuple(
        Page(number, starts[number - 1], starts[number], page.width, page.height, page.scanned, page.incomplete)
        for number, page in enumerate(pages, 1)
    )


def _line_start(text: str, end: int, start: int) -> int:
    """The start of the line of a page's first piece, unless a page before it ends on that line."""
    return text.rfind("\n", end, start) + 1 or start


class _Writing:
    """A text as it grows, with the boxes and the doubtful words of what was written."""

    def __init__(self, pages: Sequence[PrintedPage]) -> None:
        self._pages = pages
        self.boxes: list[Box] = []
        self.doubtful: list[Span] = []
        self._parts: list[str] = []
        self.length = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def paragraph(self, paragraph: Paragraph) -> None:
        above = ""
        for page, line in paragraph.lines:
            if above:
                self._add(glue(above, line.text))
            for position, part in enumerate(line.parts):
                self._add("\t" if position else "")
                self._printed(part, part.text, page)
            above = line.text
        self._add("\n")

    def table(self, table: Rows) -> None:
        """One line a row, a bar in a cell escaped; a rule under the first row."""
        for position, row in enumerate(table.rows):
            for cell in row:
                self._add("| ")
                self._cell(cell)
                self._add(" ")
            self._add("|\n")
            if position == 0:
                self._add("|" + "---|" * len(row) + "\n")

    def _cell(self, pieces: Sequence[Placed]) -> None:
        above = ""
        for page, piece in pieces:
            if above:
                self._add(glue(above, piece.text))
            self._printed(piece, piece.text.replace("|", "\\|"), page)
            above = piece.text

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)

    def _printed(self, piece: Printed, text: str, page: int) -> None:
        start = self.length
        self._add(text)
        if text:
            place = self._pages[page - 1].place(piece.x0, piece.top, piece.x1, piece.bottom)
            self.boxes.append(Box(start, self.length, page, *place))
        for first, last in piece.doubtful:
            escapes = piece.text.count("|", 0, first), piece.text.count("|", 0, last)
            self.doubtful.append((start + first + escapes[0], start + last + escapes[1]))
