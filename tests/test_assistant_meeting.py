"""What people around a meeting asked first and got wrong, or got in the wrong words."""

from __future__ import annotations

from datetime import date

import pytest

from tests.worlds import ask, rows

BLANK = "Kiên Hải có những việc nào chưa có hạn?"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Xã nào đặt chỉ tiêu bác sĩ cao nhất?", "Cao nhất: xã Mường La – ít nhất từ 4-6 bác sĩ"),
        ("Nơi nào nhiều bác sĩ nhất vào năm 2027?", "Cao nhất: xã Mường La – ít nhất từ 4-6 bác sĩ"),
        ("Which place has the highest target for doctors?", "Highest: xã Mường La"),
    ],
)
def test_a_range_is_ranked_by_both_its_ends(question: str, first: str) -> None:
    assert first in ask(question)["answer"].splitlines()[0]


@pytest.mark.parametrize(
    ("question", "today", "reports"),
    [
        ("tháng này có báo cáo gì phải nộp không?", date(2026, 11, 2), ["Báo cáo năm", "báo cáo kết quả"]),
        ("tháng này Kiên Hải phải nộp báo cáo nào?", date(2026, 6, 1), ["Báo cáo quý", "Báo cáo 6 tháng"]),
        ("tháng tới Kiên Hải phải nộp báo cáo nào?", date(2026, 8, 20), ["Báo cáo quý"]),
        ("tháng 6 Kiên Hải nộp báo cáo gì?", date(2026, 1, 1), ["Báo cáo quý", "Báo cáo 6 tháng"]),
    ],
)
def test_reports_are_those_due_in_the_time_asked(question: str, today: date, reports: list[str]) -> None:
    found = [str(record["report"]) for record in ask(question, today=today)["records"]]
    assert len(found) == len(reports)
    assert all(name.startswith(begin) for name, begin in zip(found, reports, strict=True))


def test_a_month_without_a_report_is_said_to_have_none() -> None:
    answer = ask("tháng này Kiên Hải phải nộp báo cáo nào?", today=date(2026, 7, 2))
    assert answer["status"] == "refused"
    assert answer["answer"].startswith("Kế hoạch đặc khu Kiên Hải không có báo cáo phải nộp trong tháng này")


def test_another_blank_takes_the_place_of_the_one_before() -> None:
    answer = ask("thế việc nào không có cơ quan phối hợp?", BLANK, "ai chủ trì mấy việc đó?")
    assert rows(answer) == [f"kien-hai/{number}" for number in (12, 19, 21, 25, 31)]


@pytest.mark.parametrize("question", ["ai tổng hợp?", "ai lập?", "ai phải nộp?", "đơn vị nào gửi?"])
def test_who_writes_a_report_is_asked_of_the_report(question: str) -> None:
    answer = ask(question, "Báo cáo năm ở Mường La nộp khi nào?")
    assert [record["kind"] for record in answer["records"]] == ["report"]
    assert "Phòng Văn hoá - Xã hội" in answer["answer"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("kết luận 86-KL/TW nói về cái gì", "Y học cổ truyền"),
        ("Quyết định 1660 phê duyệt cái gì?", "Chương trình sức khỏe học đường"),
        ("nghị quyết 68 quy định gì", "kinh tế tư nhân"),
    ],
)
def test_what_a_cited_document_is_about_stands_where_it_is_cited(question: str, said: str) -> None:
    answer = ask(question)
    assert answer["status"] == "answered"
    assert said in answer["answer"]


@pytest.mark.parametrize(
    ("question", "head"),
    [
        (
            "Những việc nào ở Mường La Phòng VH-XH cùng chủ trì với Trạm Y tế?",
            "Có 7 nhiệm vụ do Phòng Văn hoá - Xã hội và Trạm Y tế cùng chủ trì",
        ),
        (
            "Trạm Y tế Kiên Hải chủ trì việc gì năm 2026?",
            "Có 7 nhiệm vụ do Trạm Y tế chủ trì có thời hạn trong năm 2026",
        ),
        ("Mường La có bao nhiêu mục tiêu trong phụ lục 1?", "Có 13 nhiệm vụ trong phụ lục 1"),
        ("công an xã mường la chủ trì việc j", "Có 1 nhiệm vụ do Công an xã chủ trì – xã Mường La"),
    ],
)
def test_the_head_of_a_list_says_its_conditions_in_good_words(question: str, head: str) -> None:
    assert ask(question)["answer"].startswith(head)


def test_one_question_is_answered_once() -> None:
    answer = ask("Đến năm 2030, nơi nào có mục tiêu số năm sống khỏe mạnh khác với các nơi còn lại?")
    assert answer["answer"].count("Ghi khác nhau") == 1


def test_the_number_of_what_is_carried_out_is_not_the_plans_own() -> None:
    answer = ask("Thành Đông thực hiện chương trình hành động số bao nhiêu của Đảng ủy phường?")["answer"]
    assert "07-CTr/ĐU" in answer
    assert "12-CTr/ĐU" in ask("Chương trình hành động của Định Hóa số mấy?")["answer"]


@pytest.mark.parametrize(
    "question",
    [
        "Số 5 phần II phụ lục 02 của Mường La là việc gì?",
        "ai chu tri so 5 phan ii phu luc 02 muong la",
        "Phần II số 5 phụ lục 02 Mường La là gì?",
    ],
)
def test_a_row_may_be_named_before_its_group(question: str) -> None:
    assert rows(ask(question)) == ["muong-la/II/5"]


def test_marks_in_another_place_and_a_level_without_a_place_are_understood() -> None:
    assert len(rows(ask("mừong la có bao nhiêu nhiệm vụ ở phụ lục 02"))) == 31
    cited = {citation["plan"] for citation in ask("Công an đặc khu phải làm những gì?")["citations"]}
    assert cited == {"kien-hai"}


def test_the_end_of_a_word_without_accents_is_no_amount() -> None:
    assert "98%" in ask("Thanh Dong dat bao nhieu phan tram dan so tham gia bao hiem y te nam 2030?")["answer"]
    assert ask("luong bac si o kien hai bao nhieu")["status"] == "refused"
