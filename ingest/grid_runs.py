"""Where a text is set as a table: runs of lines in columns by tabs, bars or spaces, or drawn with rules.

A page's end does not end a table: its number, or a heading over rows, may stand between two runs of the same columns.
"""

from __future__ import annotations

from ingest.aligned_runs import aligned_runs
from ingest.columns import columns_of, is_header
from ingest.numbering import mark_of
from ingest.row_numbers import GROUP_MARK, GROUP_NUMBER, PAGE_NUMBER
from ingest.row_words import opens_heading
from ingest.table_ruled import is_drawn
from ingest.text import NormalText

_MOST_BETWEEN = 2  # lines with words between two runs of one table


def grid_runs(text: NormalText, lines: range) -> tuple[range, ...]:
    """Runs of at least two lines of a table, with the blank lines between them."""
    merged: list[range] = []
    for run in _runs(text, lines):
        if merged and _goes_on(text, merged[-1], run):
            merged[-1] = range(merged[-1].start, run.stop)
        else:
            merged.append(run)
    found = [run for run in merged if sum(not text.lines[index].blank for index in run) >= 2]
    for run in aligned_runs(text, lines):
        if all(run.stop <= other.start or other.stop <= run.start for other in found):
            found.append(run)
    return tuple(sorted(found, key=lambda run: run.start))


def _runs(text: NormalText, lines: range) -> list[range]:
    runs: list[range] = []
    current: list[int] = []
    for index in [*lines, lines.stop]:
        line = text.lines[index].text if index < lines.stop else "end"
        if not line.strip() and current:
            continue
        two = _is_pair(line) and ((bool(current) and _is_pair(text.lines[current[0]].text)) or _heads_pairs(line))
        two = two or (bool(current) and _is_marked_pair(line))
        if index < lines.stop and line.strip() and (two or _in_columns(line)):
            current.append(index)
            continue
        if current:
            runs.append(range(current[0], current[-1] + 1))
        current = []
    return runs


def _in_columns(line: str) -> bool:
    return line.count("|") >= 2 or line.strip(" ").count("\t") >= 2 or is_drawn(line)


def _is_pair(line: str) -> bool:
    """Two cells with one tab between."""
    return line.strip().count("\t") == 1


def _is_marked_pair(line: str) -> bool:
    """A heading over rows, its mark and its words: "A⇥Hạ tầng"."""
    return _is_pair(line) and GROUP_MARK.fullmatch(line.strip().split("\t")[0].strip()) is not None


def _heads_pairs(line: str) -> bool:
    """Whether two cells are the header of a table: "Đơn vị⇥Nhiệm vụ"."""
    return is_header(columns_of(line.strip().split("\t")))


def _goes_on(text: NormalText, above: range, below: range) -> bool:
    """Whether the lower run is the same table: as many columns, and nothing of the text between."""
    between = [index for index in range(above.stop, below.start) if not text.lines[index].blank]
    inside = below.start - above.stop == len(between) == 1
    if len(between) > _MOST_BETWEEN or not all(_stands_in_table(text, index, inside) for index in between):
        return False
    first, last = text.lines[below.start].text, text.lines[above.stop - 1].text
    if inside and min(first.count("\t"), last.count("\t")) > 1:
        return True  # one line, without a gap: cells that were left out at its end
    return any(first.count(sign) == last.count(sign) > 0 for sign in "|\t") or (is_drawn(first) and is_drawn(last))


def _stands_in_table(text: NormalText, index: int, inside: bool) -> bool:
    """A page's number or a heading over rows; a numbered one only where it stands between two rows without a gap."""
    words = text.lines[index].text.strip()
    if PAGE_NUMBER.fullmatch(words) or (mark_of(words) is None and opens_heading(words)):
        return True
    return inside and bool(GROUP_NUMBER.match(words)) and not words.endswith((".", ";", ":"))
