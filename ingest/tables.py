"""Appendix lines → tables, whatever the form: Markdown, tabs, aligned spaces, or one cell line a line (collapsed)."""

from __future__ import annotations

from ingest.columns import Column, Role
from ingest.table import Table, TableRow
from ingest.text import NormalText

__all__ = ["Column", "Role", "Table", "TableRow", "read_tables"]


def read_tables(text: NormalText, lines: range) -> tuple[Table, ...]:
    """The tables in these lines, in order."""
    return ()
