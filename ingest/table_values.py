"""Tables as a spreadsheet exports them: values with semicolons or commas between, quoted where a value has one.

The grammar is that of RFC 4180, read here with offsets (the csv module gives none).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.columns import Column, Role, columns_of, is_header
from ingest.records import Span
from ingest.table import Table
from ingest.table_rows import Rows
from ingest.text import NormalText

_MARKS = ";,"
_FEWEST = {";": 3, ",": 4}  # columns; a comma stands in every sentence


def read_values(text: NormalText, lines: range) -> list[tuple[range, Table]]:
    """The tables of separated values in these lines, each with its lines."""
    found: list[tuple[range, Table]] = []
    index = lines.start
    while index < lines.stop:
        header = _header(text, index)
        if header is None:
            index += 1
            continue
        mark, columns = header
        stop = _end(text, range(index, lines.stop), mark)
        found.append((range(index, stop), _read(text, range(index, stop), mark, columns)))
        index = stop
    return found


def _header(text: NormalText, index: int) -> tuple[str, tuple[Column, ...]] | None:
    line = text.lines[index]
    if "|" in line.text or "\t" in line.text.strip():
        return None
    for mark in _MARKS:
        if line.text.count(mark) < _FEWEST[mark] - 1:
            continue
        _, values = next(_records(text, line.start, line.end, mark))
        columns = columns_of(text.normal[start:end] for start, end in values)
        known = sum(column.role is not Role.OTHER for column in columns)
        if is_header(columns) and len(columns) >= _FEWEST[mark] and known >= len(columns) - 1:
            return mark, columns
    return None


def _end(text: NormalText, lines: range, mark: str) -> int:
    """Behind the last line that has a separator; a quoted value may go on over lines without one."""
    stop = lines.start
    quoted = False
    for index in lines:
        line = text.lines[index].text
        if mark in line or quoted:
            stop = index + 1
        elif line.strip():
            break
        quoted ^= line.count('"') % 2 == 1
    return stop


def _read(text: NormalText, lines: range, mark: str, columns: tuple[Column, ...]) -> Table:
    rows = Rows(text, columns, lambda words: words.replace('""', '"'))
    end = text.lines[lines.stop - 1].end
    for count, (whole, values) in enumerate(_records(text, text.lines[lines.start].start, end, mark)):
        filled = [span for span in values if text.normal[span[0] : span[1]].strip()]
        if count == 0:
            rows.account("header", whole)
        elif not filled:
            rows.account("separator", whole)
        elif len(values) == 1:
            rows.unread(filled)
        else:
            rows.take([[span] for span in values])
    return rows.table()


@cache
def _value(mark: str) -> re.Pattern[str]:
    return re.compile(rf'[ \t]*"((?:[^"]|"")*+)"[ \t]*(?=[{mark}\n]|$)|([^{mark}\n]*)')


def _records(text: NormalText, start: int, end: int, mark: str) -> Iterator[tuple[Span, list[Span]]]:
    """Each record's range and those of its values, without their quotation marks."""
    first, position = start, start
    values: list[Span] = []
    while position <= end:
        match = _value(mark).match(text.normal, position, end)
        assert match is not None  # an empty value matches anywhere
        values.append(match.span(1) if match.group(1) is not None else match.span(2))
        position = match.end() + 1
        if match.end() >= end or text.normal[match.end()] == "\n":
            yield (first, match.end()), values
            first, values = position, []
