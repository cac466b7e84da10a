"""What appendices and table-like stretches hold: the tables that were understood, and the rest as text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.column_contents import by_content
from ingest.duty_tables import tells_duties
from ingest.layout import AppendixPart, Parts
from ingest.noise import stamped_lines
from ingest.records import Block, Cell, Noise, Span
from ingest.report import Cover
from ingest.structure import read_structure
from ingest.tables import Table, read_tables
from ingest.text import NormalText

_ROW_LABEL = "dòng {}"
_TEXT_ROW_LABEL = "hàng {}"
_TEXT_ROW = re.compile(r", hàng \d+$")
_SHORT_LINE = 45
_FEW_LINES = 12


@dataclass(slots=True)
class Contents:
    """Tables with the label of the appendix that they stand in (None outside), blocks, noise, and doubts.

    `duties` are the tables of the body that say who has to do what.
    """

    text: NormalText
    parts: Parts
    tables: list[tuple[str | None, Table]] = field(default_factory=list)
    duties: list[tuple[tuple[str, ...], Table]] = field(default_factory=list)  # with the path that they stand under
    blocks: list[Block] = field(default_factory=list)
    noise: list[Noise] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def read(self, lines: range, label: str | None, path: tuple[str, ...]) -> None:
        """Tables first; lines that no table accounts for are text. What only looks like a table is text and a doubt."""
        where = label or "a table in the text"
        stamped = stamped_lines(self.text, self.parts.digital_signatures)  # behind a table, or where its page ends
        tables = [by_content(table) for table in read_tables(self.text.without(stamped), lines)]
        duties = [table for table in tables if label is None and tells_duties(table, path)]
        self.duties += [(path, table) for table in duties]
        self.tables += [(label, table) for table in tables if table not in duties]
        self.noise += [item for table in tables for item in table.accounted]
        self.blocks += [Block("paragraph", cell, path, _TEXT_ROW_LABEL.format(n)) for n, cell in _texts(tables)]
        self.warnings += [f"{where}: {warning}" for table in tables for warning in table.warnings]
        left = _left_lines(self.text, self.parts, lines, tables)
        if not left:
            return
        structure = read_structure(self.text, _runs(left), self.parts, above=path)
        self.blocks += structure.blocks
        self.noise += structure.noise
        self.warnings += [f"{where}: {warning}" for warning in structure.warnings]
        for run in structure.grids:
            self._doubt(where, run)
            self.blocks += _line_blocks(self.text, run, path)
        if label and not tables and not structure.grids and _looks_collapsed(self.text, left):
            self._doubt(where, left)

    def _doubt(self, where: str, lines: Iterable[int]) -> None:
        words = next((words[:60] for index in lines if (words := self.text.lines[index].text.strip())), "")
        self.warnings.append(f"{where}: looks like a table and was not understood: {words}")


def read_contents(text: NormalText, parts: Parts, body: Sequence[Block], grids: Iterable[range]) -> Contents:
    """Appendices, table-like runs of the body, and the rest behind the closing."""
    contents = Contents(text, parts)
    for lines in grids:
        contents.read(lines, None, _path_at(text, body, lines))
    for lines in parts.rest:
        contents.read(lines, None, ())
    for appendix in parts.appendices:
        contents.blocks += _heading(text, appendix)
        contents.read(appendix.lines, appendix.label, (appendix.label,))
    return contents


def _heading(text: NormalText, appendix: AppendixPart) -> list[Block]:
    cell = text.cell(text.lines[index].content() for index in appendix.heading if not text.lines[index].blank)
    return [Block("heading", cell, (), appendix.label, 1)] if cell else []


def _left_lines(text: NormalText, parts: Parts, lines: range, tables: Iterable[Table]) -> list[int]:
    """The lines that hold nothing of a table, blank ones and digital signatures left out."""
    covered = Cover(span for table in tables for span in _spans(table)).spans
    starts = [start for start, _ in covered]
    left = []
    for index in lines:
        line = text.lines[index]
        if line.blank or parts.is_digital(index):
            continue
        start, end = text.source(*line.content())
        place = bisect_left(starts, end)
        if not (place and covered[place - 1][1] > start):
            left.append(index)
    return left


def _spans(table: Table) -> Iterable[Span]:
    for row in table.rows:
        for cell in (row.number, row.group, *row.cells):
            yield from cell.spans
    for cell in table.texts:
        yield from cell.spans
    for item in table.accounted:
        yield item.start, item.end


def is_text_row(place: str) -> bool:
    """Whether a passage's place is that of a row of a table whose cells could not be told apart."""
    return _TEXT_ROW.search(place) is not None


def _texts(tables: Iterable[Table]) -> Iterable[tuple[int, Cell]]:
    """The rows that are to be read as text, counted."""
    return enumerate((cell for table in tables for cell in table.texts), 1)


def _runs(indices: Sequence[int]) -> list[range]:
    runs: list[range] = []
    for index in indices:
        if runs and runs[-1].stop == index:
            runs[-1] = range(runs[-1].start, index + 1)
        else:
            runs.append(range(index, index + 1))
    return runs


def _path_at(text: NormalText, blocks: Sequence[Block], lines: range) -> tuple[str, ...]:
    """The headings under which these lines of the body stand."""
    start, _ = text.source(text.lines[lines.start].start, text.lines[lines.stop - 1].end)
    place = bisect_left([block.cell.spans[0][0] for block in blocks], start)
    if not place:
        return ()
    block = blocks[place - 1]
    return (*block.path, block.cell.text) if block.kind == "heading" else block.path


def _line_blocks(text: NormalText, lines: Iterable[int], path: tuple[str, ...]) -> list[Block]:
    filled = [index for index in lines if not text.lines[index].blank]
    cells = [text.cell([text.lines[index].content()]) for index in filled]
    return [Block("paragraph", cell, path, _ROW_LABEL.format(place)) for place, cell in enumerate(cells, 1)]


def _looks_collapsed(text: NormalText, indices: Sequence[int]) -> bool:
    """Whether most lines are as short as a cell's."""
    short = sum(len(text.lines[index].text.strip()) < _SHORT_LINE for index in indices)
    return len(indices) >= _FEW_LINES and short > 0.8 * len(indices)
