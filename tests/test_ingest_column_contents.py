"""Columns whose titles no list knows are known by their cells, or left alone; collapsed figures keep their units."""

from __future__ import annotations

import pytest

from ingest.records import Plan, Target, Task
from tests.worlds import plan_of

HEAD = "KẾ HOẠCH\nNăm 2026\n\nI. MỤC TIÊU\n- Làm tốt.\n\nPHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ\n\n"
ROWS = (
    ("1", "Lắp wifi nhà văn hóa", "Phòng Kinh tế", "Đoàn Thanh niên", "30/6/2026"),
    ("2", "Tập huấn chữ ký số", "Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công", "Quý II/2026"),
    ("3", "Số hóa sổ hộ tịch", "Tư pháp - Hộ tịch", "Công an xã", "Tháng 9/2026"),
)


def plan(*titles: str) -> Plan:
    header = "| " + " | ".join(titles) + " |\n|" + "---|" * len(titles) + "\n"
    return plan_of(HEAD + header + "".join("| " + " | ".join(row) + " |\n" for row in ROWS))


def tasks(found: Plan) -> list[Task]:
    return [record for record in found.records if isinstance(record, Task)]


def test_chair_coordinators_and_deadline_are_found_under_titles_of_an_offices_own() -> None:
    found = plan("STT", "Tên việc cụ thể", "Nơi nhận việc", "Bên sát cánh", "Chốt sổ")
    assert [(t.lead, t.coordinating, t.deadline) for t in tasks(found)] == [row[2:] for row in ROWS]
    assert sum("by what its cells hold" in warning for warning in found.report.warnings) == 3


@pytest.mark.parametrize(
    ("third", "fourth"),
    [
        ("Cơ quan giám sát", "Bên sát cánh"),  # another part: then the agencies beside it may be anybody's
        ("Đơn vị phê duyệt", "Nơi báo cáo"),
    ],
)
def test_an_agency_in_another_part_is_no_chair(third: str, fourth: str) -> None:
    found = plan("STT", "Tên việc cụ thể", third, fourth, "Chốt sổ")
    assert all(task.lead != row[2] for task, row in zip(tasks(found), ROWS, strict=False))


def test_a_title_that_is_known_is_never_overruled() -> None:
    found = plan("STT", "Nhiệm vụ", "Cơ quan phối hợp", "Cơ quan chủ trì", "Thời hạn")
    assert [(task.lead, task.coordinating) for task in tasks(found)] == [(row[3], row[2]) for row in ROWS]
    assert not any("by what its cells hold" in warning for warning in found.report.warnings)


COLLAPSED = (
    "KẾ HOẠCH\nNăm 2026\n\nI. MỤC TIÊU\n- Làm tốt.\n\nPHỤ LỤC 2\nCHỈ TIÊU THEO TỪNG NĂM\n \n"
    "TT Tên chỉ tiêu Năm \n2026 \nNăm \n2028 \nNăm \n2030 \nĐơn vị \ntính \n"
    "1 Số vụ tai nạn giao thông 34 28 22 vụ \n"
    "2 Tỷ lệ người đi mô tô, xe máy đội mũ\nbảo hiểm 95 97 99 % \n"
    "3 Số bộ cờ được treo 5 7 9 cờ phướn \n"
    " \n 4 \n"
)


def test_the_unit_behind_the_figures_is_none_of_them_and_a_page_number_is_no_row() -> None:
    found = [record for record in plan_of(COLLAPSED).records if isinstance(record, Target) and record.year == 2030]
    assert [(t.indicator, t.value, t.unit) for t in found] == [
        ("Số vụ tai nạn giao thông", "22", "vụ"),
        ("Tỷ lệ người đi mô tô, xe máy đội mũ bảo hiểm", "99", "%"),
        ("Số bộ cờ được treo", "9", "cờ phướn"),
    ]
