"""Centred rows without a gap: parted where there is one way to do so."""

from __future__ import annotations

from ingest.aligned_centred import rows_in
from ingest.read import read
from ingest.records import Source, Task


def lines(*columns: str) -> list[frozenset[int]]:
    """Each column as a string: a character a line, a space where it has no words."""
    return [frozenset(i for i, marks in enumerate(columns) if marks[place] != " ") for place in range(len(columns[0]))]


def test_one_way_is_taken() -> None:
    assert rows_in(lines("12 ", "xxx", "xx "), 0) == [range(0, 1), range(1, 3)]


def test_more_than_one_way_is_none() -> None:
    """The odd line of a row of two may be above or below its number."""
    assert rows_in(lines(" 1 2 ", "xxxxx", " x x "), 0) is None


def test_no_way_is_none() -> None:
    assert rows_in(lines("1   2", "xx xx"), 0) is None
    assert rows_in([], 0) is None


CENTRED = """KẾ HOẠCH
Năm 2026

I. MỤC TIÊU
- Làm tốt.

PHỤ LỤC
PHÂN CÔNG NHIỆM VỤ

TT     Nội dung hoạt động              Cơ quan thực hiện       Thời gian

I      Truyền thông

       Phát thanh lưu động tại các                             Tháng 02
1      thôn và trên tàu cá trước       Trung tâm Dịch vụ       hằng năm
       mùa biển

II     Chăm sóc sức khỏe người cao
       tuổi tại nhà

       Khám sức khỏe định kỳ cho       Trạm Y tế               Quý II
2      người cao tuổi các thôn                                 hằng năm
       xa trung tâm
"""


def test_a_heading_whose_number_has_its_own_column_is_no_row_where_rows_are_centred() -> None:
    found = read(Source("plan.txt", CENTRED, "0" * 64))
    rows = [(r.group, r.number, r.lead) for r in found.records if isinstance(r, Task)]
    assert rows == [
        ("I Truyền thông", "1", "Trung tâm Dịch vụ"),
        ("II Chăm sóc sức khỏe người cao tuổi tại nhà", "2", "Trạm Y tế"),
    ]
