"""The ruled tables of a PDF page, cell by cell."""

from __future__ import annotations

from typing import Any

from ingest.printed import Printed, PrintedTable

_Rectangle = tuple[float, float, float, float]


def ruled_tables(page: Any) -> list[tuple[_Rectangle, PrintedTable | None]]:
    """The tables of a pdfplumber page with the rectangle that each fills; None for one without a word."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    return [(table.bbox, _printed(table)) for table in tables]


def _printed(table: Any) -> PrintedTable | None:
    """A cell merged over several rows is repeated, one over several columns stands in the first of them."""
    rows: list[tuple[Printed, ...]] = []
    above: dict[int, Printed] = {}  # the last cell of each column
    for row, texts in zip(table.rows, table.extract(), strict=True):
        cells: list[Printed] = []
        middle = (row.bbox[1] + row.bbox[3]) / 2
        for column, (box, text) in enumerate(zip(row.cells, texts, strict=True)):
            if box is not None:
                above[column] = _cell(" ".join((text or "").split()), box)
            reaching = above.get(column)
            if reaching is None or reaching.bottom <= middle:
                reaching = _cell("", row.bbox)
            cells.append(reaching)
        rows.append(tuple(cells))
    return PrintedTable(tuple(rows)) if any(cell.text for row in rows for cell in row) else None


def _cell(text: str, box: _Rectangle) -> Printed:
    x0, top, x1, bottom = map(float, box)
    return Printed(text, x0, top, x1, bottom)
