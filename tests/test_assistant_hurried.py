"""Short turns of hurried officials: another report, what differs, who gets something, what is reached now."""

from __future__ import annotations

import pytest

from assistant.pipeline import Assistant
from assistant.turns import Ask
from tests.worlds import TODAY, ask, plan_of, query_of, rows, world_of


@pytest.mark.parametrize(("question", "day"), [("Còn 6 tháng?", "15 tháng 6"), ("con quy?", "ngày 10 của tháng cuối")])
def test_a_period_alone_is_another_report(question: str, day: str) -> None:
    said = ask(question, "Báo cáo năm của Kiên Hải gửi ai?")["answer"]
    assert day in said
    assert "05 tháng 11" not in said


def test_what_differs_is_said_with_its_name_and_what_does_not_is_left_out() -> None:
    said = ask("Chỉ tiêu nào khác nhau giữa các xã?")["answer"]
    assert "Tuổi thọ trung bình – Ghi khác nhau" in said
    assert "ghi như nhau" not in said


def test_reports_are_no_tasks() -> None:
    assert query_of("Kế hoạch Kiên Hải báo cáo những gì, khi nào?").ask is Ask.REPORTS
    assert query_of("Các đơn vị ở Kiên Hải phải gửi những loại báo cáo nào?").ask is Ask.REPORTS
    assert query_of("Cao Minh gửi kế hoạch báo cáo ai?").ask is Ask.RECIPIENTS


def test_who_gets_something_is_no_chair() -> None:
    assert query_of("Ai được hỗ trợ chi phí vận chuyển cấp cứu ở Định Hóa?").ask is Ask.TEXT
    assert query_of("Ai được giao chủ trì khám sàng lọc ở Kiên Hải?").ask is not Ask.TEXT


def test_a_deadline_between_quotation_marks_is_taken_at_its_word() -> None:
    answer = ask('Trong phụ lục 1 của Mường La, mục tiêu nào ghi thời hạn là "Từ năm 2026"?')
    assert len(answer["records"]) == 3
    assert {record["deadline"] for record in answer["records"]} == {"Từ năm 2026"}


def test_of_two_rows_that_fit_the_one_with_every_word_is_meant() -> None:
    assert rows(ask("Phụ lục 1 Mường La phấn đấu BHYT toàn dân hạn năm nào?")) == ["muong-la/V/12"]


PLAN = (
    "ỦY BAN NHÂN DÂN\nXÃ DI LINH\n\nKẾ HOẠCH\nTrồng trọt năm 2026\n\n"
    "I. MỤC TIÊU\n- Hồ sơ trễ hạn phải có thư xin lỗi.\n\n"
    "PHỤ LỤC\nCHỈ TIÊU\n\n| STT | Tên chỉ tiêu | ĐVT | Hiện có 2025 | 2026 | 2030 |\n|---|---|---|---|---|---|\n"
    "| 1 | Diện tích bơ | ha | 410 | 450 | 650 |\n| 2 | Năng suất cà phê nhân | tấn/ha | 2,7 | 2,8 | 3,4 |\n"
)


def said_of_plan(question: str, *history: str) -> str:
    world = world_of([plan_of(PLAN)])
    return str(Assistant(lambda: world).ask(question, history, (), TODAY).to_json()["answer"])


def test_what_is_reached_now_stands_beside_the_target() -> None:
    said = said_of_plan("Hiện có thì bao nhiêu?", "Đến năm 2030 diện tích bơ của Di Linh bao nhiêu?")
    assert "410 ha" in said
    assert "không nêu" not in said


def test_a_unit_of_two_parts_is_no_topic() -> None:
    assert "3,4 tấn/ha" in said_of_plan("Năm 2030 năng suất cà phê nhân của Di Linh đạt mấy tấn/ha?")


def test_files_that_are_late_are_no_overdue_tasks() -> None:
    assert "thư xin lỗi" in said_of_plan("Hồ sơ trễ hạn thì Di Linh xử lý thế nào?")
