"""A fire plan asked as people type: a chair blank or wrong, a group and its row, a plan called by its subject."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.pipeline import Assistant
from assistant.references import references
from tests.worlds import TODAY, five_plans, plan_of, world_of

WARD = """ỦY BAN NHÂN DÂN PHƯỜNG AN HÒA

Số: 7/KH-UBND

An Hòa, ngày 05 tháng 3 năm 2026

KẾ HOẠCH

Thực hiện Chỉ thị số 47-CT/TW về phòng cháy, chữa cháy năm 2026

Căn cứ Kế hoạch số 215/KH-UBND ngày 12/02/2026 của UBND tỉnh; UBND phường An Hòa ban hành Kế hoạch như sau:

I. NHIỆM VỤ

1. Công an phường kiểm tra các chợ, kho hàng.

II. KINH PHÍ

Kinh phí năm 2026: ngân sách phường 820 triệu đồng; ngân sách tỉnh hỗ trợ 90 triệu đồng.

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Đinh Văn Khải

PHỤ LỤC 2
PHÂN CÔNG NHIỆM VỤ

| STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian | Sản phẩm |
|---|---|---|---|---|---|
| **I** | **Kiểm tra** | | | | |
| 1 | Kiểm tra cơ sở karaoke, lưu trú | Phòng Văn hóa - Xã hội | Công an phường | Quý III/2026 | Biên bản |
| 2 | Kiểm tra an toàn điện tại chợ | Ban Quản lý chợ phường | Công an phường | Tháng 6/2026 | Báo cáo |
| **II** | **Lực lượng, phương tiện** | | | | |
| 1 | Huấn luyện nghiệp vụ cho Đội dân phòng | Công an phường | Ban Chỉ huy Quân sự phường | Quý IV/2026 | Chứng nhận |
| 2 | Mua xe chữa cháy cỡ nhỏ | | Phòng Văn hóa - Xã hội | Năm 2027 | 01 xe |
| **III** | **Hạ tầng** | | | | |
| C3 | Lắp đặt trụ nước chữa cháy | Ban Quản lý chợ phường | Công an phường | Tháng 8/2026 | 22 trụ |
| C4 | Tháo dỡ mái che | Phòng Văn hóa - Xã hội | Đồn Biên phòng Cửa Lò | Năm 2027 | Hẻm thông thoáng |
| C5 | Phát bản tin phòng cháy | Ban Quản lý chợ phường | Đoàn Thanh niên phường | Hằng tuần | Bản tin |
| C6 | Mở hội thao phòng cháy | Công an phường | Đoàn Thanh niên phường | 04/10 hằng năm | Hội thao |

PHỤ LỤC 1
CHỈ TIÊU

| STT | Chỉ tiêu | Đơn vị tính | Kết quả 2025 | Kế hoạch 2026 | Kế hoạch 2027 |
|---|---|---|---|---|---|
| 1 | Số vụ cháy | Vụ | 7 | 6 | 5 |
| 2 | Tỷ lệ hộ có bình chữa cháy | % | 62 | 85 | 95 |
| 3 | Tỷ lệ hộ báo cháy qua ứng dụng điện tử | % | 10 | 40 | 70 |
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    world = world_of([*five_plans(), plan_of(WARD)])
    return Assistant(lambda: world)


def told(assistant: Assistant, question: str, *history: str) -> dict[str, Any]:
    return assistant.ask(question, history, (), TODAY).to_json()


def keys(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(record["group"]).split()[0], record["number"]) for record in answer["records"]]


@pytest.mark.parametrize(
    "question", ["Mua xe chữa cháy ở phường An Hòa ai chủ trì?", "Who chairs buying a fire truck in phường An Hòa?"]
)
def test_a_blank_chair_is_said_to_be_blank(assistant: Assistant, question: str) -> None:
    answer = told(assistant, question)
    assert answer["status"] == "answered" and keys(answer) == [("II", "2")] and not answer["dropped"]


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("Phường An Hòa, phụ lục 2 mục II số 1 ai làm?", ("II", "1")),
        ("mục C3 phụ lục 2 của phường An Hòa là việc gì, sản phẩm ra sao?", ("III", "C3")),
        ("nhóm II việc 1 phường An Hòa ai chủ trì", ("II", "1")),
    ],
)
def test_a_group_and_its_row(assistant: Assistant, question: str, key: tuple[str, str]) -> None:
    assert keys(told(assistant, question)) == [key]


@pytest.mark.parametrize(
    ("words", "numbers", "group"),
    [("mục iii số 4", ("4",), "iii"), ("mục iv nói gì", (), None), ("mục ii phụ lục 02 có gì", (), "ii")],
)
def test_a_section_is_no_group_where_neither_row_nor_appendix_is_named(
    words: str, numbers: tuple[str, ...], group: str | None
) -> None:
    found = references(words)
    assert (found.numbers, found.group) == (numbers, group)


def test_a_plan_called_after_what_it_carries_out_is_asked_for_its_own_number(assistant: Assistant) -> None:
    answer = told(assistant, "kế hoạch 47 của phường An Hòa số bao nhiêu, ai ký?")
    assert "7/KH-UBND" in answer["answer"] and "Đinh Văn Khải" in answer["answer"]
    assert "215/KH-UBND" in told(assistant, "kế hoạch 215 ban hành ngày nào?")["answer"]


def test_a_year_behind_the_word_plan_is_no_documents_number() -> None:
    assert references("tỷ lệ hộ có bình chữa cháy kế hoạch 2027").codes == ()
    assert references("kế hoạch số 2027").codes == ("2027",)


@pytest.mark.parametrize("asked", ["Vì sao {} chủ trì {}?", "{} chủ trì {} phải không?"])
def test_a_chair_taken_for_granted_is_put_right_or_confirmed(assistant: Assistant, asked: str) -> None:
    task = "huấn luyện nghiệp vụ cho Đội dân phòng"
    wrong = told(assistant, asked.format("Ban Chỉ huy Quân sự phường An Hòa", task))
    assert wrong["status"] == "refused" and "Công an phường chủ trì" in wrong["answer"]
    assert told(assistant, asked.format("Công an phường An Hòa", task))["status"] == "answered"


def test_whose_work_is_asked_and_not_who_holds_an_office(assistant: Assistant) -> None:
    assert "Phòng Văn hóa - Xã hội" in told(assistant, "phường An Hòa kiểm tra karaoke là ai")["answer"]
    assert told(assistant, "trưởng ban chỉ đạo phòng cháy phường An Hòa là ai")["status"] == "refused"


def test_what_is_left_is_a_question_of_its_own(assistant: Assistant) -> None:
    answer = told(assistant, "Tuổi thọ trung bình của Mường La năm 2030 bao nhiêu, đến 2045 còn bao nhiêu?")
    assert "2030" in answer["answer"] and "2045" in answer["answer"]


def test_an_order_is_no_figure(assistant: Assistant) -> None:
    answer = told(assistant, "Định Hóa khám sàng lọc miễn phí cho đối tượng nào?")
    assert "theo từng nhóm đối tượng" in answer["answer"]


@pytest.mark.parametrize("question", ["việc C3 với C4 phường An Hòa ai chủ trì", "mục C3 đến C4 phường An Hòa"])
def test_several_rows_with_letters(assistant: Assistant, question: str) -> None:
    assert keys(told(assistant, question)) == [("III", "C3"), ("III", "C4")]


def test_who_takes_part_coordinates(assistant: Assistant) -> None:
    assert keys(told(assistant, "Đồn Biên phòng Cửa Lò tham gia việc gì ở phường An Hòa?")) == [("III", "C4")]


@pytest.mark.parametrize("question", ["phường An Hòa vốn tỉnh bao nhiêu", "ngân sách tỉnh cho phường An Hòa bao nhiêu"])
def test_money_by_its_source(assistant: Assistant, question: str) -> None:
    answer = told(assistant, question)
    assert "90 triệu đồng" in answer["answer"] and "Chưa có kế hoạch" not in answer["answer"]


def test_words_of_an_indicator_in_another_order(assistant: Assistant) -> None:
    assert "7" in told(assistant, "phường An Hòa năm 2025 cháy mấy vụ?")["answer"]


def test_the_agency_that_owns_a_task_chairs_it_where_another_helps(assistant: Assistant) -> None:
    asked = "phường An Hòa nhiệm vụ nào của Phòng Văn hóa - Xã hội có Công an phường phối hợp"
    assert keys(told(assistant, asked)) == [("I", "1")]


def test_which_row_it_is_asks_for_no_documents_number(assistant: Assistant) -> None:
    assert keys(told(assistant, "phường An Hòa việc số mấy nói về karaoke")) == [("I", "1")]
    assert "7/KH-UBND" in told(assistant, "kế hoạch số mấy của phường An Hòa")["answer"]


def test_the_product_is_told_where_it_is_asked_for(assistant: Assistant) -> None:
    answer = told(assistant, "phường An Hòa: sản phẩm của việc huấn luyện đội dân phòng là gì")
    assert "Chứng nhận" in answer["answer"]


def test_a_row_of_figures_for_several_years_is_one_indicator(assistant: Assistant) -> None:
    assert "3 chỉ tiêu" in told(assistant, "phường An Hòa có mấy chỉ tiêu trong phụ lục 1?")["answer"]


def test_what_somebody_gets_is_no_list_of_tasks(assistant: Assistant) -> None:
    answer = told(assistant, "phường An Hòa: các chợ được kiểm tra những gì")
    assert "nhiệm vụ về" not in answer["answer"]


@pytest.mark.parametrize(("often", "number"), [("hằng tuần", "C5"), ("hằng năm", "C6")])
def test_how_often_a_task_recurs(assistant: Assistant, often: str, number: str) -> None:
    assert keys(told(assistant, f"phường An Hòa việc nào làm {often}?")) == [("III", number)]


def test_two_agencies_that_do_something_together_whatever_their_parts(assistant: Assistant) -> None:
    answer = told(assistant, "Công an phường và Phòng Văn hóa - Xã hội ở phường An Hòa cùng làm những việc nào")
    assert keys(answer) == [("I", "1")]


@pytest.mark.parametrize("question", ["phường An Hòa báo cháy điện tử năm 2026 bao nhiêu", "mục tiêu báo cháy 2026"])
def test_a_year_behind_a_word_that_sounds_like_from_is_that_year(assistant: Assistant, question: str) -> None:
    answer = told(assistant, f"{question} phường An Hòa" if "An Hòa" not in question else question)
    assert "40%" in answer["answer"] and "70%" not in answer["answer"]


def test_several_years_of_a_target_without_a_question_word(assistant: Assistant) -> None:
    answer = told(assistant, "phường An Hòa chỉ tiêu số vụ cháy 2026 và 2027")
    assert [record["value"] for record in answer["records"]] == ["6", "5"]


def test_which_targets_of_a_year_are_no_tasks(assistant: Assistant) -> None:
    answer = told(assistant, "chỉ tiêu nào của phường An Hòa phải đạt năm 2027?")
    assert {record["kind"] for record in answer["records"]} == {"target"} and len(answer["records"]) == 3


def test_an_indicator_by_its_number_is_no_task(assistant: Assistant) -> None:
    answer = told(assistant, "phường An Hòa chỉ tiêu số 2 năm 2027")
    assert [(record["kind"], record["value"]) for record in answer["records"]] == [("target", "95")]
    assert {record["kind"] for record in told(assistant, "phường An Hòa nhiệm vụ số 2")["records"]} == {"task"}
