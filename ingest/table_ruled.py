"""Tables that are drawn: rows between rules, cells between bars ("+---+", "├───┤"), each cell wrapped in its column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.columns import Column, columns_of, is_header
from ingest.drawn_header import drawn_titles, has_inner_rule, parted_rows, with_whole_header
from ingest.records import Span
from ingest.row_numbers import PAGE_NUMBER, ROW_NUMBER
from ingest.table import Table
from ingest.table_rows import Rows
from ingest.text import Line, NormalText

_BARS = "|│┃║"
_BAR = re.compile(f"[{_BARS}]")
_RULE = re.compile(r"\s*[+┼┬┴├└┌╔╠╚┏┣┗╟╭╰][-=─━═┄┈+┬┼┴╦╬╩┳╋┻╤╪╧╥╫╨┐┤┘╗╣╝┓┫┛╮╯╢\s]*[-=─━═]{2}[^\w]*")

Cells = list[list[Span]]


def read_ruled(text: NormalText, lines: range) -> list[tuple[range, Table]]:
    """The drawn tables in these lines, each with its lines. One without a header goes on the table above it."""
    found: list[tuple[range, Table]] = []
    index = lines.start
    while index < lines.stop:
        if not _RULE.fullmatch(text.lines[index].text):
            index += 1
            continue
        stop = _end(text, range(index, lines.stop))
        table = _read(text, range(index, stop))
        if table:
            found.append((range(index, stop), table))
        index = stop
    return found


def is_drawn(line: str) -> bool:
    """Whether a line is a rule, or has its cells between drawn bars; ordinary bars may be Markdown's."""
    words = line.strip()
    return bool(_RULE.fullmatch(line)) or (words[:1] in "│┃║" and len(_BAR.findall(words)) >= 2 if words else False)


def _is_part(line: Line) -> bool:
    words = line.text.strip()
    return bool(_RULE.fullmatch(line.text)) or (words[:1] in _BARS and len(_BAR.findall(words)) >= 2)


def _end(text: NormalText, lines: range) -> int:
    """Where the drawing ends; a page cut (blank lines, a page number) inside it does not end it."""
    stop = index = lines.start
    while index < lines.stop:
        line = text.lines[index]
        if line.text.strip() and _is_part(line):
            stop = index + 1
        elif not (line.blank or PAGE_NUMBER.fullmatch(line.text.strip())):
            break
        index += 1
    return stop


def _read(text: NormalText, lines: range) -> Table | None:
    bands = with_whole_header(text, _bands(text, lines))
    columns = _columns(text, bands[0]) if bands else None
    if columns is None:
        return None
    rows = Rows(text, columns)
    for index in lines:
        line = text.lines[index]
        if not line.blank and not _bars(line):
            rows.account_line("separator" if _RULE.fullmatch(line.text) else "page number", line)
    for index in bands[0]:
        rows.account_line("header", text.lines[index])
    below = [band for band in bands[1:] if not _is_header_again(text, rows, bands[0], band)]
    ruled = len(below) > 1
    for place, band in enumerate(below):
        if any(has_inner_rule(text.lines[index].text) for index in band):
            _take_merged(text, band, rows)
            continue
        for cells in _rows_of(text, band, rows, ruled):
            if len(cells) == 1 < rows.width and ruled and place + 1 < len(below):
                rows.group(cells[0])  # drawn across all columns
            else:
                rows.take(cells)
    return rows.table()


def _is_header_again(text: NormalText, rows: Rows, header: Sequence[int], band: Sequence[int]) -> bool:
    """Whether a band is the header printed again, on the next page."""
    printed = [" ".join(text.lines[index].text.split()) for index in header]
    again = [" ".join(text.lines[index].text.split()) for index in band]
    if not again or (again != printed[: len(again)] and again != printed[-len(again) :]):
        return False
    for index in band:
        rows.account_line("header", text.lines[index])
    return True


def _take_merged(text: NormalText, band: Sequence[int], rows: Rows) -> None:
    """Rows that share a cell: a rule parts them in some columns and not in others."""
    parted = parted_rows([text.lines[index] for index in band])
    if parted is None:
        rows.unread([text.lines[index].content() for index in band])
        return
    for index in band:
        if has_inner_rule(text.lines[index].text):
            rows.account_line("separator", text.lines[index])
    for cells in parted:
        rows.take(cells)


def _bars(line: Line) -> bool:
    return line.text.strip()[:1] in _BARS if line.text.strip() else False


def _bands(text: NormalText, lines: range) -> list[list[int]]:
    """The lines between two rules, band by band."""
    bands: list[list[int]] = [[]]
    for index in lines:
        if _RULE.fullmatch(text.lines[index].text):
            bands.append([])
        elif _bars(text.lines[index]):
            bands[-1].append(index)
    return [band for band in bands if band]


def _columns(text: NormalText, band: Sequence[int]) -> tuple[Column, ...] | None:
    titles = drawn_titles([text.lines[index].text for index in band])
    if titles is None:
        return None
    columns = columns_of(titles)
    return columns if is_header(columns) else None


def _rows_of(text: NormalText, band: Sequence[int], rows: Rows, ruled: bool) -> Iterable[Cells]:
    """The rows of one band: one where rules part the rows; one a number, or one a line, where none does."""
    lines = [_cut(text.lines[index]) for index in band]
    numbers = [rows.number is not None and _numbered(rows, cells) for cells in lines]
    if ruled and sum(numbers) <= 1:
        cells = _joined(lines)
        if cells is not None:
            yield cells
            return
    if rows.number is None or not numbers[0]:
        yield from lines
        return
    here: list[Cells] = []
    for line, begins in zip(lines, numbers, strict=True):
        if begins and here:
            yield _joined(here) or [cell for one in here for cell in one]
            here = []
        here.append(line)
    yield _joined(here) or [cell for one in here for cell in one]


def _numbered(rows: Rows, cells: Cells) -> bool:
    number = rows.number
    return number is not None and len(cells) > number and bool(ROW_NUMBER.fullmatch(rows.words(cells[number])))


def _cut(line: Line) -> Cells:
    """The ranges of the line's cells between its outer bars."""
    marks = [match.start() for match in _BAR.finditer(line.text)]
    if line.text[marks[-1] + 1 :].strip():
        marks.append(len(line.text))
    spans = [(line.start + left + 1, line.start + right) for left, right in pairwise(marks)]
    return [[_bare(line, span)] for span in spans]


def _bare(line: Line, span: Span) -> Span:
    words = line.text[span[0] - line.start : span[1] - line.start]
    lead = len(words) - len(words.lstrip(" \t*"))
    return span[0] + lead, max(span[0] + lead, span[1] - (len(words) - len(words.rstrip(" \t*"))))


def _joined(lines: Iterable[Cells]) -> Cells | None:
    """The cells of lines that stand side by side, column by column; None where the lines have other columns."""
    joined: Cells | None = None
    for cells in lines:
        if joined is None:
            joined = [list(cell) for cell in cells]
        elif len(cells) != len(joined):
            return None
        else:
            for column, cell in enumerate(cells):
                joined[column] += cell
    return joined
