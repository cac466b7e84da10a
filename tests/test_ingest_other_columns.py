"""What a table says outside the known columns is kept; what it says of the past is no promise."""

from __future__ import annotations

import pytest

from ingest.agencies import agencies
from ingest.chunk import passages
from ingest.columns import Role, role_of
from ingest.deadlines import due
from ingest.read import read
from ingest.records import DueKind, Passage, Plan, Source, Target, Task
from ingest.serial import plan_from_json, plan_to_json

HEAD = "KẾ HOẠCH\nNăm 2026\n\nI. MỤC TIÊU\n- Làm tốt.\n\nPHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ\n\n"
MONEY = (
    "TT\tNhiệm vụ\tChủ trì\tTiến độ\tKinh phí (triệu đồng)\tGhi chú\n"
    "1\tMở rộng cánh đồng\tPhòng Kinh tế\t2027\t12.500\tVốn tỉnh\n"
    "2\tGiám sát chim\tPhòng Kinh tế\tHằng năm\t\t\n"
)
YEARS = (
    "STT\tChỉ tiêu\tĐVT\tThực hiện 2025\tKế hoạch 2026\tKế hoạch 2030\n"
    "1\tSản lượng lúa\ttấn\t168.015\t168.000\t169.000\n"
)
MARKED = (
    "| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn |\n|---|---|---|---|---|\n"
    "| **A** | **NHẬN THỨC SỐ** | | | |\n"
    "| 1 | **Kiểm tra** an toàn | Công an xã | Trạm Y tế<br/>Hội Nông dân xã<br>Phòng Văn hóa -<br>Xã hội | 2026 |\n"
)


def plan(appendix: str) -> Plan:
    return read(Source("plan.txt", HEAD + appendix, "0" * 64))


def tasks(found: Plan) -> list[Task]:
    return [record for record in found.records if isinstance(record, Task)]


def targets(found: Plan) -> list[Target]:
    return [record for record in found.records if isinstance(record, Target) and record.appendix]


def rows(found: Plan) -> list[Passage]:
    return [passage for passage in passages(found) if passage.kind == "row"]


def test_a_column_without_a_role_is_told_under_its_own_title() -> None:
    found = plan(MONEY)
    first, second = rows(found)
    assert "Kinh phí (triệu đồng): 12.500" in first.text.splitlines()
    assert "Ghi chú: Vốn tỉnh" in first.text.splitlines()
    assert first.quote == "1 Mở rộng cánh đồng Phòng Kinh tế 2027 12.500 Vốn tỉnh"
    assert "Kinh phí" not in second.text
    assert tasks(found)[0].others == (("Kinh phí (triệu đồng)", "12.500"), ("Ghi chú", "Vốn tỉnh"))


def test_a_table_of_money_keeps_its_money() -> None:
    head = "| STT | Nội dung chi | Kinh phí (triệu đồng) | Nguồn kinh phí |\n|-|-|-|-|\n"
    found = plan(head + "| 1 | Wifi | 450 | Xã |\n")
    (row,) = rows(found)
    assert {"Kinh phí (triệu đồng): 450", "Nguồn kinh phí: Xã"} <= set(row.text.splitlines())


def test_others_are_stored() -> None:
    found = plan(MONEY)
    assert plan_from_json(plan_to_json(found)) == found


def test_what_was_reached_is_no_target_but_is_told() -> None:
    found = plan(YEARS)
    assert [(target.value, target.year) for target in targets(found)] == [("168.000", 2026), ("169.000", 2030)]
    (row,) = rows(found)
    assert "Thực hiện 2025: 168.015" in row.text.splitlines()
    assert row.quote == "1 Sản lượng lúa tấn 168.015 168.000 169.000"


def test_every_value_of_a_row_stands_before_its_year() -> None:
    (row,) = rows(plan("STT\tChỉ tiêu\tNăm 2026\tNăm 2027\tNăm 2028\n1\tSố lớp\t4\t5\t4\n"))
    years = ["Giá trị: 4", "Năm: 2026", "Giá trị: 5", "Năm: 2027", "Giá trị: 4", "Năm: 2028"]
    assert row.text.splitlines()[-6:] == years


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_lines_of_a_table_that_is_not_understood_carry_its_first(mark: str) -> None:
    lines = ["TT|Thôn|Số hộ|Số khẩu|Nơi sơ tán", "1|Thôn 1|52|231|Trường học", "2|Thôn 2|78|356|Nhà văn hóa"]
    found = [one for one in passages(plan("\n".join(line.replace("|", mark) for line in lines))) if "356" in one.quote]
    (line,) = found
    assert "Số khẩu" in line.text and "Số khẩu" not in line.quote


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Thực hiện 2025", Role.RESULT),
        ("Ước thực hiện năm 2025", Role.RESULT),
        ("Kết quả đến 31/12/2025", Role.RESULT),
        ("Hiện trạng", Role.RESULT),
        ("Kế hoạch thực hiện 2026", Role.VALUE),
        ("Kết quả thực hiện", Role.PRODUCT),
        ("Thời gian thực hiện", Role.DEADLINE),
        ("Nhu cầu vốn", Role.OTHER),
        ("Cấp trình", Role.OTHER),
        ("Cơ quan chủ trì, tham mưu", Role.LEAD),
        ("Tiêu chí", Role.INDICATOR),
    ],
)
def test_titles(title: str, role: Role) -> None:
    assert role_of(title) is role


def test_markup_is_no_part_of_a_cell_and_a_break_parts_agencies() -> None:
    found = plan(MARKED)
    (task,) = tasks(found)
    assert (task.group, task.task) == ("A NHẬN THỨC SỐ", "Kiểm tra an toàn")
    assert [agency.key for agency in task.coordinators] == ["tram y te", "hoi nong dan", "phong van hoa xa hoi"]
    assert "<br" not in task.quote and "*" not in task.quote
    assert not found.report.uncovered


def test_a_group_of_tasks_may_carry_the_sum_of_its_points() -> None:
    found = plan(
        "| Mã | Tiêu chí | Điểm tối đa | Cơ quan chịu trách nhiệm |\n|-|-|-|-|\n"
        "| I | Công tác chỉ đạo | 15 | |\n| 1.1 | Ban hành kế hoạch | 2 | Văn phòng HĐND và UBND |\n"
    )
    (task,) = tasks(found)
    assert (task.group, task.number, task.task) == ("I Công tác chỉ đạo 15", "1.1", "Ban hành kế hoạch")
    assert task.others == (("Điểm tối đa", "2"),)


def test_a_collapsed_table_with_a_column_that_has_no_field() -> None:
    found = plan(
        "TT\nNhiệm vụ\nCơ quan chủ trì, tham mưu\nThời gian\nCấp trình\n1\nTổ chức hội nghị quán triệt\n"
        "Ban Xây dựng Đảng\nQuý IV/2025\nBan Thường vụ\n2\nPhát động phong trào học tập số\nTrạm Y tế\n"
        "Tháng 10/2025\nThường trực Đảng ủy\n"
    )
    assert [(task.lead, task.deadline) for task in tasks(found)] == [
        ("Ban Xây dựng Đảng", "Quý IV/2025"),
        ("Trạm Y tế", "Tháng 10/2025"),
    ]
    assert tasks(found)[0].others == (("Cấp trình", "Ban Thường vụ"),)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Đảng ủy Ủy ban nhân dân xã", ["Đảng ủy Ủy ban nhân dân xã"]),
        ("Đảng ủy UBND xã; Đảng uỷ Công an xã", ["Đảng ủy UBND xã", "Đảng uỷ Công an xã"]),
        ("Đảng ủy, UBND xã", ["Đảng ủy", "UBND xã"]),
        ("Điện lực Tân An, Viettel Tân An", ["Điện lực Tân An", "Viettel Tân An"]),
        ("Các trường mầm non, tiểu học, THCS", ["Các trường mầm non, tiểu học, THCS"]),
        ("Trường Tiểu học Tân An, THCS Tân Bình", ["Trường Tiểu học Tân An", "THCS Tân Bình"]),
    ],
)
def test_agencies(cell: str, names: list[str]) -> None:
    assert [agency.name for agency in agencies(cell)] == names


def test_the_committee_of_a_body_is_not_the_body() -> None:
    (committee,) = agencies("Đảng ủy UBND xã")
    (same,) = agencies("Đảng ủy Ủy ban nhân dân phường")
    assert committee.key == same.key
    assert committee.key not in {agencies("UBND xã")[0].key, agencies("Đảng ủy xã")[0].key}


@pytest.mark.parametrize(
    ("deadline", "kind"),
    [
        ("Cả năm", DueKind.RECURRING),
        ("Cả năm 2026", DueKind.YEAR),
        ("Chậm nhất 15 ngày kể từ ngày HĐND thông qua", DueKind.CONDITIONAL),
        ("Chậm nhất ngày 15/6/2026", DueKind.DATE),
    ],
)
def test_deadlines(deadline: str, kind: DueKind) -> None:
    found = due(deadline)
    assert found is not None and found.kind is kind


def test_a_column_of_names_is_what_the_rows_are_about_where_no_other_column_says_it() -> None:
    stock = "TT\tTên vật tư, phương tiện\tĐVT\tSố lượng\tĐơn vị quản lý\n1\tÁo phao\tcái\t350\tCông an phường\n"
    (row,) = targets(plan(stock))
    assert (row.indicator, row.unit, row.value) == ("Áo phao", "cái", "350")
    papers = "STT\tTên văn bản\tCơ quan tham mưu\tCấp ban hành\tThời gian\n1\tQuy chế\tPhòng Kinh tế\t\t2026\n"
    (task,) = tasks(plan(papers))
    assert (task.task, task.lead, task.deadline) == ("Quy chế", "Phòng Kinh tế", "2026")
