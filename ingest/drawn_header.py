"""Merged cells of drawn tables: a title over several columns, with a rule between it and theirs; a cell of two rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.header_levels import Title
from ingest.records import Span
from ingest.row_numbers import ROW_NUMBER
from ingest.text import Line, NormalText

_BAR = re.compile("[|│┃║]")
_CROSSING = re.compile("[|│┃║+├┼┤┬┴╠╬╣╟╢┠┨┝┥]")
_INNER_RULE = re.compile("[-=─━═]{2}")
_WHOLE_RULE = re.compile("[-=─━═]{2,}")


def with_whole_header(text: NormalText, bands: list[list[int]]) -> list[list[int]]:
    """The bands of lines, the first two as one where the header's second row is a band of its own.

    The second row then has as many cells as the rows below, the first has fewer, and no row's number is in it.
    """
    if len(bands) < 3:
        return bands
    first, second, third = (max(len(_BAR.findall(text.lines[index].text)) for index in band) for band in bands[:3])
    opening = _BAR.split(text.lines[bands[1][0]].text.strip())[1].strip()
    if first < second == third and not ROW_NUMBER.fullmatch(opening):
        return [[*bands[0], *bands[1]], *bands[2:]]
    return bands


def drawn_titles(lines: Sequence[str]) -> tuple[Title, ...] | None:
    """The titles of the columns; None where the lines' bars do not stand under one another."""
    marks = [_marks(line) for line in lines]
    counts = {len(found) for found in marks}
    if len(counts) == 1:
        cells = zip(*(_pieces(line, found) for line, found in zip(lines, marks, strict=True)), strict=True)
        return tuple(Title(" ".join(part for part in cell if part)) for cell in cells)
    edges = max(marks, key=len)
    words, above = [""] * (len(edges) - 1), [""] * (len(edges) - 1)
    for line, found in zip(lines, marks, strict=True):
        for (left, right), piece in zip(pairwise(found), _pieces(line, found), strict=True):
            under = [c for c, (start, end) in enumerate(pairwise(edges)) if left <= start and end <= right]
            if not under or edges[under[0]] != left or edges[under[-1] + 1] != right:
                return None
            titles = words if len(under) == 1 else above
            for column in under:
                titles[column] = f"{titles[column]} {piece}".strip()
    return tuple(Title(own, shared) for own, shared in zip(words, above, strict=True))


def has_inner_rule(line: str) -> bool:
    """Whether a line has a rule in some of its cells and not in others."""
    return len(_CROSSING.findall(line)) > 1 and any(_is_rule(piece) for piece in _raw_pieces(line))


def parted_rows(lines: Sequence[Line]) -> list[list[list[Span]]] | None:
    """The rows of lines with rules in some columns: a cell without one is every row's beside it.

    A row is the ranges of its cells. None where the bars do not stand under one another.
    """
    marks = [_marks(line.text) for line in lines]
    if any(found != marks[0] for found in marks):
        return None
    columns = []
    for left, right in pairwise(marks[0]):
        sections: list[list[list[Span]]] = [[[]]]  # cells, each the ranges of its lines; a new one behind a rule
        for line in lines:
            words = line.text[left + 1 : right]
            if has_inner_rule(line.text):
                sections.append([[]] if _is_rule(words) else sections[-1])
            if words.strip() and not _is_rule(words):
                start = line.start + left + 1 + len(words) - len(words.lstrip())
                sections[-1][0].append((start, start + len(words.strip())))
        columns.append([section[0] for section in sections])
    return [list(cells) for cells in zip(*columns, strict=True)]


def _is_rule(words: str) -> bool:
    return bool(_WHOLE_RULE.fullmatch(words.strip()))


def _raw_pieces(line: str) -> list[str]:
    return [line[left + 1 : right] for left, right in pairwise(_marks(line))]


def _marks(line: str) -> list[int]:
    bar = _CROSSING if _INNER_RULE.search(line) else _BAR
    marks = [match.start() for match in bar.finditer(line)]
    if line[marks[-1] + 1 :].strip():
        marks.append(len(line))
    return marks


def _pieces(line: str, marks: Sequence[int]) -> list[str]:
    """The words between two marks; a rule is none."""
    pieces = (line[left + 1 : right].strip(" \t*") for left, right in pairwise(marks))
    return ["" if _is_rule(piece) else piece for piece in pieces]
