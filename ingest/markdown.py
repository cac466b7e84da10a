"""Rows of cells as lines of a Markdown table: the form in which tables of PDF and Word files enter a source."""

from __future__ import annotations

from collections.abc import Sequence


def table_lines(rows: Sequence[Sequence[str]], header: bool = True) -> list[str]:
    """One line a row, white space in cells folded, a bar in a cell escaped; a rule after the first row of a header."""
    lines = ["| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row) + " |" for row in rows]
    if header and rows:
        lines.insert(1, "|" + "---|" * len(rows[0]))
    return lines
