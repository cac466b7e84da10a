"""The words of a PDF page as lines, from top to bottom and from left to right: by position, never in stream order.

Where a font lacks the accented letters, stream order prints them apart from their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ingest.printed import Printed, PrintedLine

Word = dict[str, Any]
"""A word as pdfplumber gives it: "text", "x0", "x1", "top", "bottom" in points."""

_COLUMN_GAP = 3.0  # times the height of a letter: a wider gap parts two columns, as in a letterhead
_SAME_LINE = 0.5  # times the height: words whose middles differ by less stand on one line


def printed_lines(words: Sequence[Word]) -> list[PrintedLine]:
    """The lines of a page."""
    return [PrintedLine(tuple(map(_part, _columns(line)))) for line in _lines(words)]


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        height = word["bottom"] - word["top"]
        if lines and abs(_middle(word) - _middle(lines[-1][0])) < _SAME_LINE * height:
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda word: float(word["x0"]))
    return lines


def _columns(line: Sequence[Word]) -> list[list[Word]]:
    """A line's words, cut where a wide gap parts two columns."""
    columns = [[line[0]]]
    for left, right in pairwise(line):
        wide = right["x0"] - left["x1"] > _COLUMN_GAP * (right["bottom"] - right["top"])
        if wide:
            columns.append([])
        columns[-1].append(right)
    return columns


def _part(words: Sequence[Word]) -> Printed:
    return Printed(
        " ".join(word["text"] for word in words),
        float(words[0]["x0"]),
        float(min(word["top"] for word in words)),
        float(max(word["x1"] for word in words)),
        float(max(word["bottom"] for word in words)),
    )


def _middle(word: Word) -> float:
    return float(word["top"] + word["bottom"]) / 2
