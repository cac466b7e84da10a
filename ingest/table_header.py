"""The header of a table whose rows stand on lines, with pipes (Markdown) or tabs between their cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from ingest.columns import Column, Role, columns_of, is_header, role_of
from ingest.header_levels import titles_of
from ingest.records import Span
from ingest.row_numbers import ROW_NUMBER
from ingest.text import Line, NormalText

PIPE = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"[\s|:+=_-]*-{2,}[\s|:+=_-]*|[\s|:+=_-]*={2,}[\s|:+=_-]*")
_TAB = re.compile("\t")
_HEADER_LINES = 4

Cuts = tuple[Span, ...]


def cut(line: Line, form: str) -> Cuts:
    """The ranges of a line's cells in `NormalText.normal`, blank ones included."""
    marks = [match.start() for match in (PIPE if form == "pipes" else _TAB).finditer(line.text)]
    edges = [line.start, *(line.start + mark for mark in marks), line.end]
    starts = [edges[0], *(edge + 1 for edge in edges[1:-1])]
    return tuple(zip(starts, edges[1:], strict=True))


def form_of(line: Line) -> str | None:
    """Which separators a line has: "pipes", "tabs", or None."""
    if len(PIPE.findall(line.text)) >= 1:
        return "pipes"
    return "tabs" if "\t" in line.text.strip(" ") else None


@dataclass(frozen=True, slots=True)
class GridHeader:
    """The header of a grid: its lines, its form, its columns."""

    lines: range
    form: str
    columns: tuple[Column, ...]


def find_header(text: NormalText, lines: range) -> GridHeader | None:
    """The first header in these lines, over as many lines as tell more about its columns."""
    for index in lines:
        line = text.lines[index]
        form = form_of(line)
        if form is None:
            continue
        best = _header_at(text, index, lines.stop, form)
        if best:
            return best
    return None


def _header_at(text: NormalText, first: int, stop: int, form: str) -> GridHeader | None:
    best: tuple[int, GridHeader] | None = None
    rows: list[tuple[str, ...]] = []
    ruled = False  # Markdown's rule stands above; a second row of the header may still follow
    edge = (
        text.lines[first].text.strip().startswith("|")
    )  # without, a blank cell at the edge is a title's second column
    for index in range(first, min(first + _HEADER_LINES, stop)):
        line = text.lines[index]
        if line.blank or form_of(line) != form:
            break
        if rows and RULE.fullmatch(line.text):
            if ruled:
                break
            ruled = True
            continue
        cells = cut(line, form)
        if edge:
            cells = edged(text, cells, form, len(rows[0]) if rows else None)
        row = tuple(_plain(text, span) for span in cells)
        if rows and row and ROW_NUMBER.fullmatch(row[0]):
            break
        if any(len(cell) > 60 for cell in row) or (ruled and not _is_lower_row(row, rows[-1])):
            break
        rows.append(row)
        titles = titles_of(rows)
        if titles is None:
            break
        while not edge and form == "pipes" and len(titles) > 2 and not (titles[-1].words or titles[-1].above):
            titles = titles[:-1]
        columns = columns_of(titles)
        score = sum(column.role is not Role.OTHER for column in columns)
        more = best is None or (score, *_told(columns)) > (best[0], *_told(best[1].columns))
        if is_header(columns) and len(columns) >= 2 and more:
            best = score, GridHeader(range(first, index + 1), form, columns)
    return best[1] if best else None


def _told(columns: tuple[Column, ...]) -> tuple[int, int]:
    """How much a header says: how many columns it has, and how many of them have a title."""
    return len(columns), sum(bool(column.title) for column in columns)


def _is_lower_row(row: tuple[str, ...], above: tuple[str, ...]) -> bool:
    """Whether a row below Markdown's rule is the header's second: it names columns, and no new one at its beginning.

    A title that is merged over both rows stands in each.
    """
    own = [cell for cell, over in zip_longest(row, above) if cell and cell != over]
    return row[0] in ("", above[0]) and len(own) > 1 and all(role_of(cell) is not None for cell in own)


def _plain(text: NormalText, span: Span) -> str:
    return " ".join(text.normal[span[0] : span[1]].replace("*", " ").replace("<br>", " ").split())


def edged(text: NormalText, cells: Cuts, form: str, width: int | None) -> Cuts:
    """Without the blank cells outside the edge pipes; a row without edge pipes keeps all it has."""
    if form != "pipes":
        return cells
    if cells and not text.normal[slice(*cells[0])].strip() and (width is None or len(cells) > width):
        cells = cells[1:]
    if cells and not text.normal[slice(*cells[-1])].strip() and (width is None or len(cells) > width):
        cells = cells[:-1]
    return cells
