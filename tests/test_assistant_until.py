"""From now to a day, the present that no plan states, counts that are claimed or compared, tables set side by side."""

from __future__ import annotations

from datetime import date

import pytest

from tests.worlds import ask, rows

AUGUST = date(2026, 8, 15)
LEFT = ["7", "8", "15", "16", "22", "25", "26", "27", "30", "31"]


def numbers(question: str) -> list[str]:
    return [row.split("/")[-1] for row in rows(ask(question, today=AUGUST))]


@pytest.mark.parametrize(
    "question",
    [
        "Từ giờ đến cuối năm Kiên Hải còn những việc gì phải xong",
        "tu nay den het nam kien hai con viec gi phai xong",
        "từ nay đến hết quý IV/2026 kiên hải phải làm gì",
    ],
)
def test_from_now_on_what_ends_by_then_is_left(question: str) -> None:
    assert numbers(question) == LEFT


def test_up_to_the_end_of_the_year_takes_in_what_is_past() -> None:
    assert numbers("Kiên Hải việc nào phải xong trước cuối năm") == sorted([*LEFT, "18", "33"], key=int)
    assert numbers("Việc nào đến hết quý này phải xong ở Kiên Hải") == ["18", "33"]


def test_from_now_to_a_year_is_not_that_year_alone() -> None:
    assert {"4", "14", "32"} <= set(numbers("Từ nay đến năm 2030 Kiên Hải phải xong việc gì"))


@pytest.mark.parametrize("question", ["Kiên Hải hiện nay có mấy bác sĩ?", "Mường La BHYT hiện nay bao nhiêu phần trăm"])
def test_a_target_is_not_given_for_the_present(question: str) -> None:
    assert ask(question)["answer"].startswith("Kế hoạch không nêu số liệu hiện tại")


def test_a_present_that_a_note_states_is_told_first() -> None:
    assert "Hiện tại đạt 95%" in ask("Thành Đông tiêm chủng hiện đạt bao nhiêu rồi?")["answer"].split("[1]")[0]


@pytest.mark.parametrize("question", ["Kiên Hải có 37 nhiệm vụ đúng không?", "Kiên Hải có 40 việc phải không"])
def test_a_count_that_is_claimed_is_counted(question: str) -> None:
    assert ask(question)["answer"].startswith("Có 37 nhiệm vụ")


def test_two_agencies_are_counted_side_by_side() -> None:
    answer = ask("Phòng Kinh tế Mường La chủ trì nhiều hơn Phòng Văn hóa - Xã hội không?")["answer"]
    assert "Phòng Văn hoá - Xã hội: 22 nhiệm vụ" in answer
    assert "Phòng Kinh tế: 8 nhiệm vụ" in answer
    assert "Công an" not in answer


def test_the_group_with_most_tasks_is_a_group() -> None:
    answer = ask("Mường La nhóm nào nhiều nhiệm vụ nhất?")
    assert "1. Đổi mới mạnh mẽ tư duy" in answer["answer"].split("[1]")[0]
    assert len(answer["records"]) == 14


@pytest.mark.parametrize(
    "question", ["Mường La và Kiên Hải việc nào giống nhau", "Nhiệm vụ nào vừa ở Kiên Hải vừa ở Mường La"]
)
def test_every_row_of_two_plans_is_not_what_they_have_alike(question: str) -> None:
    answer = ask(question)
    assert answer["status"] == "clarify"
    assert not answer["records"]


def test_a_plan_without_the_indicator_is_named() -> None:
    answer = ask("nơi nào không có chỉ tiêu tăng khám chữa bệnh BHYT tại trạm y tế")["answer"]
    assert "trong kế hoạch: đặc khu Kiên Hải" in answer


def test_those_three_places_are_the_last_three() -> None:
    answer = ask("ba nơi đó nơi nào cao nhất", "Mường La BHYT 2026 bao nhiêu?", "còn Thành Đông?", "Định Hóa thì sao")
    assert {record["plan"] for record in answer["records"]} == {"muong-la", "thanh-dong", "dinh-hoa"}


def test_what_a_document_is_the_basis_of_is_no_mere_mention() -> None:
    answer = ask("Nghị quyết 282/NQ-CP làm căn cứ cho kế hoạch nào?")
    assert {record["plan"] for record in answer["records"]} == {"muong-la"}
