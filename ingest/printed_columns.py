"""Letterheads and closings, which are printed in two columns: read one after the other, as their writer wrote them.

A line of the left column and the one beside it need not stand equally high, and either may go on below itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ingest.letterhead import has_motto
from ingest.noise import prints_signature
from ingest.printed import Piece, Printed, PrintedLine

_NEAR = 2.5  # times a line's height: what begins farther below is no more of the block
_RECIPIENTS = re.compile(r"n[ơo]i\s+nh[ậa]n\s*[:.]?", re.IGNORECASE)

_MORE = re.compile(r"[-–—+•*_]|Lưu(?!\w)|Số(?!\w)|[a-zà-ỹđ]")

_Stretch = tuple[float, float]
_Columns = tuple[_Stretch, _Stretch]


def columns_apart(pieces: Sequence[Piece]) -> list[Piece]:
    """A page's pieces; those of a letterhead or a closing column by column."""
    found: list[Piece] = []
    index = 0
    while index < len(pieces):
        block = _block(pieces, index)
        found += _apart(block) if block else [pieces[index]]
        index += max(len(block), 1)
    return found


def _block(pieces: Sequence[Piece], first: int) -> list[PrintedLine]:
    """The lines from this one on that stand in two columns, if they are a letterhead or a closing."""
    columns = next(filter(None, map(_columns, pieces[first : first + 3])), None)
    block: list[PrintedLine] = []
    for piece in pieces[first:] if columns else ():
        if not isinstance(piece, PrintedLine) or (block and _is_far(block, piece)):
            break
        columns = _with(columns, piece)
        if columns is None or any(prints_signature(part.text) for part in piece.parts):
            break
        block.append(piece)
    if all(len(line.parts) < 2 for line in block) or (first and _ends_text(block)):
        return []
    block = block[: _end(block)]
    whole = "\n".join(line.text for line in block)
    told = has_motto(whole) or any(_RECIPIENTS.match(part.text) for line in block for part in line.parts)
    return block if told else []


def _ends_text(block: Sequence[PrintedLine]) -> bool:
    """Whether the first line is still one of the text: short, so that it stands on the left."""
    line = block[0].parts[0]
    return len(block[0].parts) == 1 and _middle(line) < _right(block) and not _RECIPIENTS.match(line.text)


def _end(block: Sequence[PrintedLine]) -> int:
    """How many lines the block has: left lines at its end may be the text again, but for a list that goes on."""
    right = _right(block)
    end = max(number for number, line in enumerate(block, 1) if _middle(line.parts[-1]) >= right)
    return end + sum(1 for _ in takewhile(lambda line: _MORE.match(line.text), block[end:]))


def _columns(piece: Piece) -> _Columns | None:
    """Where the two columns of a line stand; None for a line that has not two."""
    if not isinstance(piece, PrintedLine) or len(piece.parts) != 2:
        return None
    left, right = piece.parts
    return (left.x0, left.x1), (right.x0, right.x1)


def _with(columns: _Columns | None, line: PrintedLine) -> _Columns | None:
    """The columns with one more line; None where it stands in neither or across both."""
    if columns is None or len(line.parts) > 2:
        return None
    left, right = columns
    own = _columns(line)
    if own is None:
        (part,) = line.parts
        stretch = part.x0, part.x1
        own = (stretch, right) if _below(left, stretch) else (left, stretch)
    if not (_below(left, own[0]) and _below(right, own[1])):
        return None
    left, right = _both(left, own[0]), _both(right, own[1])
    return (left, right) if left[1] < right[0] else None


def _below(column: _Stretch, line: _Stretch) -> bool:
    """Whether a line stands under a column: half of the narrower one under the other."""
    narrow = min(column[1] - column[0], line[1] - line[0])
    return min(column[1], line[1]) - max(column[0], line[0]) > narrow / 2


def _both(one: _Stretch, other: _Stretch) -> _Stretch:
    return min(one[0], other[0]), max(one[1], other[1])


def _is_far(block: Sequence[PrintedLine], line: PrintedLine) -> bool:
    """Whether a line that has one part stands far below the last one of its column."""
    above = block[-1].parts[-1]
    return len(line.parts) == 1 and line.top - above.bottom > _NEAR * above.height


def _apart(block: Sequence[PrintedLine]) -> list[Piece]:
    """The lines of the left column, then those of the right one."""
    right = _right(block)
    parts = [part for line in block for part in line.parts]
    lefts, rights = ([part for part in parts if (_middle(part) < right) is on_left] for on_left in (True, False))
    return [PrintedLine((part,), alone=True) for part in (*lefts, *rights)]


def _right(block: Sequence[PrintedLine]) -> float:
    """Where the right column begins."""
    return min(line.parts[1].x0 for line in block if len(line.parts) == 2)


def _middle(part: Printed) -> float:
    return (part.x0 + part.x1) / 2
