"""Centred rows without a gap: parted where there is one way to do so."""

from __future__ import annotations

from ingest.aligned_centred import rows_in


def lines(*columns: str) -> list[frozenset[int]]:
    """Each column as a string: a character a line, a space where it has no words."""
    return [frozenset(i for i, marks in enumerate(columns) if marks[place] != " ") for place in range(len(columns[0]))]


def test_one_way_is_taken() -> None:
    assert rows_in(lines("12 ", "xxx", "xx "), 0) == [range(0, 1), range(1, 3)]


def test_more_than_one_way_is_none() -> None:
    """The odd line of a row of two may be above or below its number."""
    assert rows_in(lines(" 1 2 ", "xxxxx", " x x "), 0) is None


def test_no_way_is_none() -> None:
    assert rows_in(lines("1   2", "xx xx"), 0) is None
    assert rows_in([], 0) is None
