"""What else a row or an indicator has, where it is asked for: money, when it begins, where it stood last year."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.pipeline import Assistant
from assistant.world import World
from ingest.load import source_of
from ingest.read import read
from ingest.records import Report
from tests.worlds import world_of

TEXT = """ỦY BAN NHÂN DÂN XÃ TÂN HƯƠNG
Số: 5/KH-UBND
Tân Hương, ngày 02 tháng 3 năm 2026
KẾ HOẠCH
Chăm sóc sức khỏe Nhân dân năm 2026
I. MỤC TIÊU
Đến năm 2030 mọi người dân được khám sức khỏe định kỳ đạt 100%.
II. KINH PHÍ
Tổng kinh phí thực hiện kế hoạch là 900 triệu đồng từ ngân sách xã.
III. TỔ CHỨC THỰC HIỆN
1. Trạm Y tế xã: Gửi Sở Y tế báo cáo 6 tháng trước ngày 10/6, báo cáo năm trước ngày 30/11.
Nơi nhận:
- Lưu: VT.
PHỤ LỤC 1
| TT | Chỉ tiêu | ĐVT | Thực hiện năm 2025 | Năm 2026 | Năm 2030 |
|---|---|---|---|---|---|
| 1 | Số bác sĩ của Trạm Y tế | Người | 2 | 3 | 6 |
| 2 | Tỷ lệ người cao tuổi được khám sức khỏe định kỳ | % | 60 | 70 | 98 |
PHỤ LỤC 2
| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian | | Kinh phí (triệu đồng) | Ghi chú |
|---|---|---|---|---|---|---|
| | | | Bắt đầu | Kết thúc | | |
| 1 | Mở lớp sơ cấp cứu tại thôn | Hội Chữ thập đỏ xã | Quý II/2026 | Quý IV/2026 | 240 | |
| 2 | Xây hố rác hợp vệ sinh | Phòng Kinh tế | Quý I/2026 | Quý III/2026 | | Tỉnh cấp 85 triệu đồng |
"""
CHAIR = "Ai chủ trì mở lớp sơ cấp cứu tại thôn?"


@pytest.fixture(scope="module")
def world() -> World:
    return world_of([read(source_of(TEXT.encode(), "plan.txt"))])


def asked(world: World, question: str, *history: str) -> str:
    found = Assistant(lambda: world).ask(question, history, today=date(2026, 8, 15)).to_json()
    assert found["status"] == "answered", found["answer"]
    return str(found["answer"])


@pytest.mark.parametrize("question", ["Kinh phí bao nhiêu?", "Hết bao nhiêu tiền?", "kinh phi?", "How much money?"])
def test_money_behind_a_row_is_the_rows(world: World, question: str) -> None:
    said = asked(world, question, CHAIR)
    assert "240" in said and "900" not in said


def test_money_of_the_plan_is_still_the_plans(world: World) -> None:
    assert "900" in asked(world, "Tổng kinh phí của kế hoạch là bao nhiêu?", CHAIR)


def test_an_amount_in_a_note_is_money(world: World) -> None:
    assert "85 triệu" in asked(world, "Xây hố rác hợp vệ sinh hết bao nhiêu tiền?")


def test_when_a_row_begins_is_said_where_its_table_has_a_column_for_it(world: World) -> None:
    assert "Quý II/2026" in asked(world, "Lớp sơ cấp cứu tại thôn bắt đầu khi nào?")


def test_who_is_counted_as_persons_is_counted(world: World) -> None:
    assert "6 Người" in asked(world, "Đến năm 2030 Trạm Y tế có mấy bác sĩ?")


def test_a_past_year_beside_a_year_to_come(world: World) -> None:
    said = asked(world, "Số bác sĩ của Trạm Y tế xã Tân Hương năm 2025 và năm 2026?")
    assert "3 Người" in said and "Thực hiện năm 2025: 2" in said


def test_a_part_of_the_people_has_its_own_row(world: World) -> None:
    assert "98%" in asked(world, "Tỷ lệ người cao tuổi xã Tân Hương được khám sức khỏe định kỳ năm 2030?")


def test_number_and_day_asked_in_one_breath(world: World) -> None:
    said = asked(world, "Số và ngày ban hành kế hoạch?")
    assert "5/KH-UBND" in said and "ngày 02 tháng 3 năm 2026" in said


def test_two_reports_of_one_sentence_go_to_the_same(world: World) -> None:
    assert [one.to for one in world.records(Report, world.plans)] == ["Sở Y tế", "Sở Y tế"]
