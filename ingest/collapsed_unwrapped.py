"""Collapsed tables in which no cell wraps: every line is one whole cell.

Where few rows have more lines than the table has columns, most rows have exactly as many, and these look right when a
line is a cell (agencies where the chair stands, times where the deadline does), the lines of a full row are its cells,
whatever their words; in a row with fewer, a line still is a whole cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.agencies import starts_agency
from ingest.cell_cuts import Cut
from ingest.cell_likeness import begins_deadline
from ingest.collapsed_blocks import Block
from ingest.columns import Role
from ingest.ditto import is_ditto

_FEWEST_ROWS = 3
_LONGER = 0.2  # of the rows, at most, have a line more than there are columns
_MOST = 0.5  # of the rows, at least, have a line for every column
_LOOKS = {Role.LEAD: starts_agency, Role.DEADLINE: begins_deadline}


def cut_by_lines(blocks: Sequence[Block], cuts: Sequence[list[Cut]], roles: Sequence[Role]) -> list[list[Cut]]:
    """The cuts of each row under columns of these roles, taken line by line where the table's cells do not wrap."""
    full = [block for block in blocks if len(block.pieces) == len(roles)]
    longer = sum(len(block.pieces) > len(roles) for block in blocks)
    few = len(full) < _FEWEST_ROWS or len(full) < _MOST * len(blocks)
    if few or longer > _LONGER * len(blocks) or not _right(full, roles):
        return list(cuts)
    return [_by_lines(block, found, len(roles)) for block, found in zip(blocks, cuts, strict=True)]


def _right(full: Sequence[Block], roles: Sequence[Role]) -> bool:
    """Whether most lines in the place of a chair and of a deadline look as one does."""
    told = [(index, _LOOKS[role]) for index, role in enumerate(roles) if role in _LOOKS]
    return bool(told) and all(
        sum(looks(words) or is_ditto(words) for words in (block.pieces[index].text for block in full))
        > _MOST * len(full)
        for index, looks in told
    )


def _by_lines(block: Block, cuts: list[Cut], width: int) -> list[Cut]:
    if len(block.pieces) == width:
        return [Cut(0.0, tuple((piece,) for piece in block.pieces), (False,) * width)]
    if len(block.pieces) > width:  # something stands in it: a cell that did wrap, a page's foot
        return [cut for cut in cuts if all(cut.cells)]
    return [cut for cut in cuts if all(len(cell) <= 1 for cell in cut.cells)]
