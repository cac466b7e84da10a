"""Lines of a collapsed table on which several whole cells stand: "30/9/2026 Phần mềm", "% 22 60 100".

Cells of one line stand on one baseline, and the text layer of a PDF prints them as one line with a space between.
Only whole cells of one line can stand so, but for the last of them. A line is parted wherever one of its words may
begin such a cell; which of these places are borders of cells is decided with the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.agencies import is_bare, known_at_start, starts_agency
from ingest.cell_likeness import CONNECTOR, FREE, NAMES, begins_deadline, is_unit, likeness, names_product
from ingest.collapsed_header import Piece
from ingest.columns import Role
from ingest.deadlines import due
from ingest.person_cells import begins_person

_WORD = re.compile(r"\S+")
_NUMBER = r"(?:[<>≥≤]=?\s*)?\d[\d.,]*%?"
_BOUND = r"(?:Đạt|Trên|Dưới|Tối thiểu|Tối đa|Ít nhất|Khoảng|Tăng|Giảm|Từ|Không quá|Hơn|Đến)"
_AMOUNT = rf"(?:{_BOUND}\s+(?:\w+\s+)?)?{_NUMBER}(?:\s*[-–]\s*{_NUMBER})?(?:\s+trở (?:lên|xuống))?"
_FIGURE = re.compile(_NUMBER)
_AMOUNTS = re.compile(_AMOUNT)
_UNIT_OF = re.compile(rf"(\D+?)\s+(?={_AMOUNT})")  # words, and an amount behind them
_SIGN = re.compile(r"[<>≥≤]=?|[-–]")
_OPEN = re.compile(r"[,;:(–-]$")
_INSIDE = re.compile(r"\([^)]*$|“[^”]*$")  # a bracket or a quotation is open
_NAME_ENDS = re.compile(r"\s(?:xã|phường|đặc khu|khu vực|tỉnh|thành phố)$")
_FIGURES = frozenset({Role.VALUE, Role.RESULT, Role.UNIT, Role.OTHER})
_NAMED = 5.0


def parted(pieces: Sequence[Piece], roles: Sequence[Role]) -> tuple[Piece, ...]:
    """The pieces, each cut where a cell of a table with these columns may begin inside its line."""
    return tuple(part for piece in pieces for part in _parts(piece, frozenset(roles)))


def on_lines(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with those put together again that stand on one line."""
    lines: list[Piece] = []
    for piece in pieces:
        if piece.joint and lines:
            above = lines[-1]
            gap = " " * (piece.start - above.end)
            lines[-1] = replace(above, end=piece.end, text=f"{above.text}{gap}{piece.text}")
        else:
            lines.append(piece)
    return tuple(lines)


def is_border(lines: Sequence[Piece], start: int, end: int) -> bool:
    """Whether a cell of these pieces can end at `end`: what ends inside a line has begun in this line."""
    return end >= len(lines) or not lines[end].joint or all(piece.joint for piece in lines[start + 1 : end])


def _parts(piece: Piece, roles: frozenset[Role]) -> Iterator[Piece]:
    begin = 0
    for word in _WORD.finditer(piece.text):
        at = word.start()
        if not at or _INSIDE.search(piece.text[:at]):
            continue
        if _may_begin(piece.text[begin:at].rstrip(), piece.text[at:], roles):
            yield _part(piece, begin, at)
            begin = at
    yield _part(piece, begin, len(piece.text))


def _part(piece: Piece, begin: int, end: int) -> Piece:
    if begin == 0 and end == len(piece.text):
        return piece
    text = piece.text[begin:end].rstrip()
    start = piece.start + begin
    if begin == 0:
        return replace(piece, end=start + len(text), text=text)
    return Piece(start, start + len(text), text, joint=True)


def _may_begin(left: str, right: str, roles: frozenset[Role]) -> bool:
    """Whether a cell may begin with `right`, behind `left` on the same line."""
    if _OPEN.search(left) or CONNECTOR.search(left.lower()) or _SIGN.fullmatch(left.rsplit(maxsplit=1)[-1]):
        return False
    if begins_deadline(left) and due(left) is None:
        return False  # "Tháng | 02/2026"
    figure = _FIGURE.match(right) is not None
    if _FIGURES & roles and (_AMOUNTS.match(right) or right.startswith("%") or _begins_unit(right)):
        return True
    if not (right[:1].isupper() or figure) or _inside_name(left, right):
        return False
    if Role.DEADLINE in roles and (begins_deadline(right) or (begins_deadline(left) and due(left) is not None)):
        return True
    if Role.PERSON in roles and begins_person(right) and not begins_person(left):
        return True
    if NAMES & roles and ((starts_agency(right) and len(right.split()) > 1) or _is_name(left)):
        return True
    return bool(FREE & roles) and (names_product(right) or _AMOUNTS.fullmatch(left) is not None or is_unit(left))


def _is_name(left: str) -> bool:
    """Whether words may be a whole cell of agencies: "Trạm Y tế; Công an xã", "Hội Đông y xã"."""
    return likeness(Role.LEAD, left) >= _NAMED or (starts_agency(left) and _NAME_ENDS.search(left) is not None)


def _inside_name(left: str, right: str) -> bool:
    """Whether an agency's name goes on behind `left`: "Ủy ban MTTQ | Việt Nam xã"; one word is no whole name."""
    name = re.split(r"[;,]\s*", left)[-1]
    if len(name.split()) == 1 and name.isalpha() and not name.isupper():
        return True
    return is_bare(name) or known_at_start(f"{name} {right}") > len(name)


def _begins_unit(right: str) -> bool:
    """Whether words begin with a unit, and an amount stands behind it: "Mô hình 0 2 11", "con Trên 3.200"."""
    unit = _UNIT_OF.match(right)
    return unit is not None and (is_unit(unit[1]) or (unit[1][:1].isupper() and len(unit[1].split()) == 1))
