"""What a question denies, both parts of one agency, the row beside the last one, several years: no half answers."""

from __future__ import annotations

import pytest

from tests.worlds import ask, rows

CHAIRED = ["10", "22", "28", "35", "36"]
COORDINATED = ["15", "16", "20", "26", "27", "32", "33"]


def numbers(question: str, *history: str) -> list[str]:
    return [row.split("/")[-1] for row in rows(ask(question, *history))]


# --- denied conditions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "các việc Phòng Kinh tế Mường La chủ trì mà hạn không phải thường xuyên",
        "việc Phòng Kinh tế Mường La chủ trì trừ việc thường xuyên là những việc nào",
    ],
)
def test_a_denied_time_leaves_every_other_time(question: str) -> None:
    assert rows(ask(question)) == ["muong-la/IV/8", "muong-la/1/2", "muong-la/II/7", "muong-la/IV/1"]


def test_what_is_not_of_a_year_is_all_the_rest() -> None:
    of_the_year = numbers("Việc nào ở Kiên Hải hạn năm 2026")
    others = numbers("Việc nào ở Kiên Hải không phải hạn năm 2026")
    assert len(of_the_year) + len(others) == 37
    assert not set(of_the_year) & set(others)


@pytest.mark.parametrize(
    "question",
    [
        "Kiên Hải việc gì không phải của Trạm Y tế mà hạn năm 2026",
        "Kiên Hải những việc nào hạn năm 2026 trừ của Trạm Y tế",
    ],
)
def test_whose_tasks_are_left_out(question: str) -> None:
    assert numbers(question) == ["7", "8", "18", "22", "30"]


def test_what_denies_one_agency_denies_the_one_joined_to_it() -> None:
    found = numbers("nhiệm vụ nào ở Kiên Hải không phải việc của Trạm Y tế hay Phòng Kinh tế")
    assert found == ["1", "2", "4", "5", "7", "8", "9", "12", "18", "29", "30", "34", "37"]


def test_an_agency_that_is_lacking_is_no_blank_field() -> None:
    assert len(numbers("Kiên Hải việc nào không có Phòng Kinh tế phối hợp")) == 37 - len(COORDINATED)
    assert numbers("Việc nào của Trạm Y tế Kiên Hải không có cơ quan phối hợp") == ["19", "21", "25", "31"]


def test_tasks_wait_for_one_document_or_another() -> None:
    asked = "Những nhiệm vụ nào của Kiên Hải ghi 'sau khi có' quyết định hay nghị định mới thì mới làm?"
    assert numbers(asked) == ["7", "22", "32"]


# --- both parts of an agency --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "Kiên Hải: Phòng Kinh tế chủ trì mấy việc, phối hợp mấy việc?",
        "Phòng Kinh tế Kiên Hải chủ trì và phối hợp những việc gì",
        "phong kinh te kien hai chu tri may viec phoi hop may viec",
    ],
)
def test_both_parts_of_an_agency_are_told(question: str) -> None:
    answer = ask(question)
    assert {row.split("/")[-1] for row in rows(answer)} == {*CHAIRED, *COORDINATED}
    assert "5" in answer["answer"].split("[1]")[0]


def test_the_other_part_of_the_same_agency() -> None:
    chaired = "Phòng Kinh tế Kiên Hải chủ trì mấy việc?"
    assert numbers("phối hợp mấy việc?", chaired) == COORDINATED
    assert numbers("thế chủ trì những việc nào?", chaired, "phối hợp mấy việc?") == CHAIRED


# --- the row beside -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("6.2 thì sao?", "muong-la/1/6.2"),
        ("còn 6.3?", "muong-la/1/6.3"),
        ("6.3 phối hợp với ai?", "muong-la/1/6.3"),
        ("còn số 7 thì sao", "muong-la/1/7"),
        ("Nhờ bạn cho biết 6.2 thì sao nhé", "muong-la/1/6.2"),
        ("Anh chị cho hỏi 6.3 phối hợp với ai với ạ", "muong-la/1/6.3"),
    ],
)
def test_another_number_is_the_row_beside(question: str, row: str) -> None:
    assert rows(ask(question, "Nhiệm vụ 6.1 nhóm 1 phụ lục 2 của Mường La ai chủ trì")) == [row]


@pytest.mark.parametrize("question", ["5 xã thì sao", "1,5 cm thì sao", "10% đúng không", "2027 thì sao"])
def test_a_number_that_counts_is_no_row(question: str) -> None:
    answer = ask(question, "mục 29 Kiên Hải ai chủ trì")
    assert set(rows(answer)) <= {"kien-hai/29"}


# --- years and values of figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("Tuổi thọ Định Hóa đến 2030 với 2045 lần lượt bao nhiêu?", ["75,5", "trên 80"], []),
        ("Thành Đông năm 2026 và năm 2030 bảo hiểm y tế mỗi mốc bao nhiêu?", ["96%", "toàn dân", "98"], []),
        ("Bảo hiểm y tế Mường La giai đoạn 2026-2030", ["95%", "toàn dân"], []),
        ("Số bác sĩ Mường La năm 2027 và 2030", ["4-6", "không nêu chỉ tiêu này cho năm 2030"], []),
        ("Xã nào đặt mục tiêu 4-6 bác sĩ?", ["Mường La"], ["4 đến 5", "4-5"]),
        ("xa nao dat chi tieu chieu cao 1,6", ["Mường La"], ["1,5"]),
        ("nơi nào đặt 70 năm sống khỏe", ["Mường La"], ["68"]),
    ],
)
def test_every_year_and_the_value_that_is_asked_for(question: str, said: list[str], unsaid: list[str]) -> None:
    answer = ask(question)["answer"]
    assert not [value for value in said if value not in answer], answer
    assert not [value for value in unsaid if value in answer], answer


def test_the_present_is_no_target() -> None:
    answer = ask("Trạm y tế Thành Đông sau sáp nhập giờ đang có mấy bác sĩ?")["answer"]
    assert "2 bác sỹ" in answer
