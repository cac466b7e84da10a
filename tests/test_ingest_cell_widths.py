"""What the wrapped lines of certain cells tell of the widths of their columns, in whatever face they were printed."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest

from ingest.cell_widths import set_width, widths_of
from ingest.collapsed_header import Piece

TASKS = [
    "Xây dựng kế hoạch truyền thông hằng năm của xã và tổ chức thực hiện đến từng thôn bản",
    "Tổ chức khám sức khỏe định kỳ cho người cao tuổi trên địa bàn xã theo quy định",
    "Bố trí đủ bác sĩ làm việc thường xuyên tại trạm y tế xã để chăm sóc sức khỏe người dân",
]


def in_characters(cell: str) -> list[str]:
    return textwrap.wrap(cell, 24)


def in_the_book_face(cell: str) -> list[str]:
    lines = [""]
    for word in cell.split():
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if set_width(longer) <= 18 else [*lines, word]
    return lines


def pieces(lines: list[str]) -> tuple[Piece, ...]:
    return tuple(Piece(0, 0, line) for line in lines)


@pytest.mark.parametrize("wrapped", [in_characters, in_the_book_face])
def test_a_break_after_which_the_next_word_would_have_fitted_parts_cells(wrapped) -> None:
    cells = [pieces(wrapped(task)) for task in TASKS]
    widths = widths_of([cells])
    assert widths is not None
    assert all(widths.tight(0, a, b) is not False for cell in cells for a, b in pairwise(cell))
    assert widths.tight(0, Piece(0, 0, "người dân"), Piece(0, 0, "Ban Quản lý")) is False
    assert widths.too_wide(0, Piece(0, 0, "Xây dựng kế hoạch truyền thông hằng năm"))
    assert not any(widths.too_wide(0, line) for cell in cells for line in cell)


def test_a_cell_that_disagrees_with_the_others_does_not_count() -> None:
    odd = pieces([*in_characters(TASKS[0]), "Trạm", "Y", "tế"])
    widths = widths_of([[*(pieces(in_characters(task)) for task in TASKS), odd]])
    assert widths is not None
    assert widths.tight(0, Piece(0, 0, "Trạm"), Piece(0, 0, "Y")) is False


def test_lines_of_any_width_tell_nothing() -> None:
    lines = (["một", "hai ba bốn năm sáu", "bảy"], ["tám", "chín mười", "a b c d e f g h"], ["x", "y"])
    widths = widths_of([[pieces(cell) for cell in lines]])
    assert widths is None or widths.tight(0, Piece(0, 0, "một"), Piece(0, 0, "hai")) is None
