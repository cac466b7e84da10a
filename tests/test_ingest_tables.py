"""Tables in every form that plans come in: the cells come back, and what does not come back is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.records import Target, Task
from ingest.rows import records_of
from ingest.table import Table
from ingest.tables import read_tables
from ingest.text import NormalText


def tables(text: str) -> tuple[Table, ...]:
    normal = NormalText(text)
    return read_tables(normal, range(len(normal.lines)))


def records(text: str) -> list[Task | Target]:
    return [record for table in tables(text) for record in records_of(table, "Phụ lục", "a-plan")]


def tasks(text: str) -> list[tuple[str | None, ...]]:
    found = records(text)
    assert all(isinstance(record, Task) for record in found)
    return [(r.group, r.number, r.task, r.lead, r.coordinating, r.deadline) for r in found if isinstance(r, Task)]


ROWS = [
    ("I. Truyền thông", "1", "Xây dựng kế hoạch truyền thông", "Trạm Y tế", "Phòng Kinh tế", "Quý I/2026"),
    ("I. Truyền thông", "2", "Tổ chức khám sức khỏe định kỳ", "Trạm Y tế", None, "Thường xuyên"),
    ("II. Nhân lực", "1", "Bố trí đủ bác sĩ", "Phòng Văn hóa - Xã hội", "Các cơ quan, đơn vị", "Năm 2027"),
]


def test_tab_grid_with_groups() -> None:
    text = """STT\tNội dung công việc\tĐơn vị chủ trì\tĐơn vị phối hợp\tTiến độ
I. Truyền thông
1\tXây dựng kế hoạch truyền thông\tTrạm Y tế\tPhòng Kinh tế\tQuý I/2026
2\tTổ chức khám sức khỏe định kỳ\tTrạm Y tế\t\tThường xuyên
II\tNhân lực\t\t\t
1\tBố trí đủ bác sĩ\tPhòng Văn hóa - Xã hội\tCác cơ quan, đơn vị\tNăm 2027"""
    expected = [(group.replace("II.", "II") if group[:2] == "II" else group, *rest) for group, *rest in ROWS]
    assert tasks(text) == expected


def test_markdown_in_another_order_without_edge_pipes() -> None:
    text = """TT | Thời hạn | Nhiệm vụ | Chủ trì thực hiện | Cơ quan phối hợp
---|:---:|---|---|---
**I. Truyền thông** | | | |
1 | Quý I/2026 | Xây dựng kế hoạch truyền thông | Trạm Y tế | Phòng Kinh tế
2 | Thường xuyên | Tổ chức khám sức khỏe định kỳ | Trạm Y tế |
| **II. Nhân lực** | | | | |
| 1 | Năm 2027 | Bố trí đủ bác sĩ | Phòng Văn hóa - Xã hội | Các cơ quan, đơn vị |"""
    assert tasks(text) == ROWS


def test_aligned_columns_wrap() -> None:
    text = """
Số TT  Nội dung nhiệm vụ         Đầu mối          Phối hợp         Thời gian
                                                                   hoàn thành

I. Truyền thông

1      Xây dựng kế hoạch         Trạm Y tế        Phòng Kinh tế    Quý I/2026
       truyền thông
2      Tổ chức khám sức          Trạm Y tế                         Thường
       khỏe định kỳ                                                xuyên

II. Nhân lực

1      Bố trí đủ bác sĩ          Phòng Văn hóa    Các cơ quan,     Năm 2027
                                 - Xã hội         đơn vị
"""
    assert tasks(text) == ROWS


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_collapsed(gap: str) -> None:
    lines = """STT Tên nhiệm vụ
Cơ quan
chủ trì
Cơ quan phối
hợp
Thời gian hoàn
thành
I. Truyền thông
1
Xây dựng kế hoạch
truyền thông
Trạm Y tế
Phòng Kinh tế
Quý I/2026
2
Tổ chức khám sức
khỏe định kỳ
Trạm Y tế
Thường
xuyên
II. Nhân lực
1
Bố trí đủ bác sĩ
Phòng Văn
hóa - Xã
hội
Các cơ quan,
đơn vị
Năm 2027"""
    assert tasks(lines.replace("\n", gap)) == ROWS


def test_a_row_goes_on_after_a_repeated_header() -> None:
    text = """STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn
1\tƯu tiên dành trụ sở\tPhòng Kinh tế, các\tThường

STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn
\tsau sắp xếp\tcơ quan, đơn vị\txuyên
2\tViệc khác\tTrạm Y tế\t2026"""
    assert [row[2:] for row in tasks(text)] == [
        ("Ưu tiên dành trụ sở sau sắp xếp", "Phòng Kinh tế, các cơ quan, đơn vị", None, "Thường xuyên"),
        ("Việc khác", "Trạm Y tế", None, "2026"),
    ]


def test_a_line_break_inside_a_cell() -> None:
    header = "STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn"
    text = f"{header}\n1\tMột việc\nrất dài\tTrạm Y tế\t31/12/202\n6\n2\tHai\tCông an xã\t2027"
    assert [row[2:] for row in tasks(text)] == [
        ("Một việc rất dài", "Trạm Y tế", None, "31/12/202 6"),
        ("Hai", "Công an xã", None, "2027"),
    ]


def test_one_target_a_year_column_under_a_header_of_two_rows() -> None:
    text = """| TT | Chỉ tiêu | ĐVT | Mục tiêu | |
| | | | Năm 2026 | Năm 2030 |
|---|---|---|---|---|
| 1 | Tỷ lệ tham gia bảo hiểm y tế | % | 96 | 100 |"""
    found = [(r.indicator, r.unit, r.value, r.year) for r in records(text) if isinstance(r, Target)]
    assert found == [
        ("Tỷ lệ tham gia bảo hiểm y tế", "%", "96", 2026),
        ("Tỷ lệ tham gia bảo hiểm y tế", "%", "100", 2030),
    ]


def test_headers_with_slips_and_without_accents() -> None:
    text = "STT\tNhiem vu\tCơ quan chù trì\tCo quan phôi hợp\tThòi gian hoàn thành\n1\tMột việc\tTrạm Y tế\t\t2026"
    assert tasks(text) == [(None, "1", "Một việc", "Trạm Y tế", None, "2026")]


def test_sub_numbers_below_a_number_without_cells_make_it_a_group() -> None:
    text = "TT\tNhiệm vụ\tCơ quan chủ trì\n6\tAn toàn\t\n6.1\tTrường học\tCông an xã\n6.2\tLao động\tTrạm Y tế"
    assert [row[:3] for row in tasks(text)] == [("6 An toàn", "6.1", "Trường học"), ("6 An toàn", "6.2", "Lao động")]


def test_a_row_of_too_many_cells_is_unsure_not_wrong() -> None:
    (table,) = tables("STT\tNhiệm vụ\tCơ quan chủ trì\n1\tMột\tviệc\tTrạm Y tế\n2\tHai\tCông an xã")
    assert [cell.text for cell in table.rows[0].cells] == ["1", "", ""]
    assert table.rows[0].unsure and table.warnings
    assert any(noise.what == "unread" for noise in table.accounted)


@given(st.text(alphabet="STT Nhiệm vụ|\t\n1.2Chủ trì;,-xãTrạm Y tế", max_size=300))
def test_any_lines_are_read_without_failing(text: str) -> None:
    tables(text)
