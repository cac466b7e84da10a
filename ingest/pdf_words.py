"""The words of a PDF page as lines, from top to bottom and from left to right: by position, never in stream order.

Where a font lacks the accented letters, stream order prints them apart from their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ingest.printed import Printed, PrintedLine, glue

Word = dict[str, Any]
"""A word as pdfplumber gives it: "text", "x0", "x1", "top", "bottom" in points; of a scan also "doubtful"."""

_COLUMN_GAP = 3.0  # times the height of a letter: a wider gap parts two columns, as in a letterhead
_GUTTER = 0.9  # times the height: a gap so wide parts columns where the line above or below is parted there too
_SAME_LINE = 0.5  # times the height: words whose middles differ by less stand on one line
_STRETCHED = 0.8  # times the widest gap: where the narrowest is wider, no gap parts columns

_Gap = tuple[float, float]


def printed_lines(words: Sequence[Word]) -> list[PrintedLine]:
    """The lines of a page."""
    lines = _lines(words)
    gaps = [[] if _is_stretched(line) else list(filter(None, map(_gap, pairwise(line)))) for line in lines]
    return [PrintedLine(tuple(map(_part, _columns(line, cuts)))) for line, cuts in zip(lines, _cuts(gaps), strict=True)]


def words_as_text(words: Sequence[Word]) -> str:
    """The words of a cell, line by line, as one line."""
    text = ""
    for line in _lines(words):
        written = " ".join(word["text"] for word in line)
        text += (glue(text, written) if text else "") + written
    return text


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        if lines and abs(_middle(word) - _middle(lines[-1][0])) < _SAME_LINE * _height(word):
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda word: float(word["x0"]))
    return lines


def _is_stretched(line: Sequence[Word]) -> bool:
    """Whether the words of a line stand equally far apart, as where a short line is set to the full width."""
    widths = sorted(float(right["x0"] - left["x1"]) for left, right in pairwise(line))
    return len(widths) > 1 and widths[0] > _STRETCHED * widths[-1]


def _gap(pair: tuple[Word, Word]) -> tuple[_Gap, bool] | None:
    """The gap between two words where it may part columns, and whether it surely does."""
    left, right = pair
    width = float(right["x0"] - left["x1"]) / max(_height(right), 0.1)
    return ((float(left["x1"]), float(right["x0"])), width > _COLUMN_GAP) if width > _GUTTER else None


def _cuts(gaps: Sequence[Sequence[tuple[_Gap, bool]]]) -> list[set[float]]:
    """Of each line the right ends of the gaps that part columns: sure ones, and those beside a neighbour's."""
    cuts = [{gap[1]: gap for gap, sure in line if sure} for line in gaps]
    for order in (range(1, len(gaps)), range(len(gaps) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for index in order:
            for gap, _ in gaps[index]:
                if any(_overlap(gap, other) for other in cuts[index + step].values()):
                    cuts[index][gap[1]] = gap
    return [set(line) for line in cuts]


def _overlap(one: _Gap, other: _Gap) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])


def _columns(line: Sequence[Word], cuts: set[float]) -> list[list[Word]]:
    """A line's words, cut where columns part."""
    columns = [[line[0]]]
    for word in line[1:]:
        if float(word["x0"]) in cuts:
            columns.append([])
        columns[-1].append(word)
    return columns


def _part(words: Sequence[Word]) -> Printed:
    text, doubtful = "", []
    for word in words:
        text += " " if text else ""
        if word.get("doubtful"):
            doubtful.append((len(text), len(text) + len(word["text"])))
        text += word["text"]
    return Printed(
        text,
        float(words[0]["x0"]),
        float(min(word["top"] for word in words)),
        float(max(word["x1"] for word in words)),
        float(max(word["bottom"] for word in words)),
        tuple(doubtful),
    )


def _height(word: Word) -> float:
    return float(word["bottom"] - word["top"])


def _middle(word: Word) -> float:
    return float(word["top"] + word["bottom"]) / 2
