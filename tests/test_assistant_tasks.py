"""Rows, figures, duties and counts: complete, with no strays, blank where the plan is blank."""

from __future__ import annotations

import pytest

from assistant.coverage import Topic
from assistant.wording import content_words
from ingest.records import Target, Task
from tests.worlds import ask, bundled, rows


def tasks(plan: str) -> list[Task]:
    return [record for record in bundled().plans[plan].records if isinstance(record, Task)]


def chaired(plan: str, key: str) -> list[str]:
    return [task.number or "" for task in tasks(plan) if key in {agency.key for agency in task.leads}]


# --- lists -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "place", "name", "key"),
    [
        ("kien-hai", "Kiên Hải", "Phòng Kinh tế", "phong kinh te"),
        ("kien-hai", "Kiên Hải", "Trạm Y tế", "tram y te"),
        ("kien-hai", "Kiên Hải", "Công an", "cong an"),
        ("kien-hai", "Kiên Hải", "Trung tâm Y tế", "trung tam y te"),
        ("muong-la", "Mường La", "Phòng Kinh tế", "phong kinh te"),
        ("muong-la", "Mường La", "Trạm Y tế", "tram y te"),
    ],
)
def test_a_list_holds_every_row_of_an_agency_and_no_other(plan: str, place: str, name: str, key: str) -> None:
    answer = ask(f"Liệt kê nhiệm vụ do {name} chủ trì ở {place}")
    wanted = chaired(plan, key)
    assert wanted
    assert [record["number"] for record in answer["records"]] == wanted
    assert answer["coverage"] == {"matched": len(wanted), "total": len(tasks(plan)), "plans": 1}


@pytest.mark.parametrize(
    "question",
    [
        "Nhiệm vụ nào về du lịch phải xong trong năm 2026 ở Kiên Hải?",
        "Phòng Kinh tế chủ trì việc gì về bóng đá nữ?",
        "Những nhiệm vụ nào – asdf qwerty – 2026 ở xã Mường La?",
    ],
)
def test_rows_of_another_condition_are_not_said_to_be_about_what_no_plan_has(question: str) -> None:
    answer = ask(question)
    assert (answer["status"], answer["records"]) == ("refused", [])


def test_a_lone_word_left_over_beside_other_conditions_is_no_topic_and_is_not_said_to_be() -> None:
    answer = ask("Trạm Y tế Kiên Hải còn những việc gì phải làm xong trong 2026 cho kịp tiến độ?")
    assert len(answer["records"]) == 7
    assert "kịp" not in answer["answer"]


def test_a_co_chair_is_a_chair() -> None:
    assert rows(ask("Công an đặc khu Kiên Hải chủ trì những nhiệm vụ nào?")) == ["kien-hai/19"]


def test_rows_of_everybody_and_duties_are_said_apart_and_not_counted() -> None:
    answer = ask("Liệt kê nhiệm vụ do Trạm Y tế chủ trì ở Kiên Hải")
    assert "kien-hai/1" not in rows(answer)
    assert "mục 1;" in answer["answer"]
    assert "Tổ chức thực hiện" in answer["answer"]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Phụ lục kế hoạch Kiên Hải có tổng cộng mấy nhiệm vụ?", 37),
        ("Phụ lục 1 của Mường La có bao nhiêu nhiệm vụ?", 13),
        ("Phụ lục 02 của Mường La có bao nhiêu nhiệm vụ?", 31),
        ("How many tasks does Phòng Kinh tế chair in Kiên Hải?", 5),
    ],
)
def test_a_count_is_of_all_rows(question: str, count: int) -> None:
    answer = ask(question)
    assert len(answer["records"]) == count
    assert str(count) in answer["answer"].split("\n")[0]


# --- blanks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Nhiệm vụ nào ở Kiên Hải không nêu thời hạn?", ["11", "13"]),
        ("Bao nhiêu nhiệm vụ ở Kiên Hải bỏ trống thời gian hoàn thành?", ["11", "13"]),
        ("Nhiệm vụ nào ở Kiên Hải không có cơ quan phối hợp?", ["12", "19", "21", "25", "31"]),
    ],
)
def test_rows_with_a_blank_field_are_found(question: str, numbers: list[str]) -> None:
    assert [record["number"] for record in ask(question)["records"]] == numbers


@pytest.mark.parametrize("row", ["11", "13"])
def test_a_blank_deadline_is_answered_and_never_filled_in(row: str) -> None:
    answer = ask(f"Nhiệm vụ {row} Kiên Hải hạn khi nào?")
    assert answer["status"] == "answered"
    assert "không nêu thời hạn" in answer["answer"]
    assert answer["records"][0]["deadline"] is None
    assert "Thời hạn:" not in answer["answer"]


@pytest.mark.parametrize("row", ["12", "19", "21", "25", "31"])
def test_a_blank_coordinating_agency_is_answered_and_never_filled_in(row: str) -> None:
    answer = ask(f"Ai phối hợp nhiệm vụ {row} ở Kiên Hải?")
    assert answer["status"] == "answered"
    assert "không nêu cơ quan phối hợp" in answer["answer"]
    assert answer["records"][0]["coordinating"] is None
    assert "không nêu" in ask(f"Who coordinates row {row} in Kiên Hải?")["answer"]


# --- one row, false premises -------------------------------------------------------------------------------------


def test_the_parts_of_a_row_are_as_the_plan_writes_them() -> None:
    answer = ask("Mục 18 phụ lục Kiên Hải là nhiệm vụ gì?")
    (record,) = answer["records"]
    for part in ("task", "lead", "deadline"):
        assert record[part] in answer["answer"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Ai chủ trì Đề án cấp cứu ngoại viện ở xã Mường La?", "Kiên Hải"),
        ("Vì sao Trạm Y tế Kiên Hải được giao chủ trì Đề án cấp cứu ngoại viện?", "Trung tâm Y tế"),
        ("Sao chuyển đổi số y tế ở Kiên Hải lại để đến năm 2028 mới xong?", "Quý I/2026"),
        ("Kiên Hải có thực hiện Chương trình hành động 03-CTr/TU không?", "05-CTr/TU"),
    ],
)
def test_a_false_premise_is_refused_with_what_is_true_and_its_proof(question: str, said: str) -> None:
    answer = ask(question)
    assert answer["status"] == "refused"
    assert said in answer["answer"]
    assert any(said in citation["quote"] + citation["locality"] for citation in answer["citations"])


def test_yes_or_no_is_said_first() -> None:
    assert ask("Có phải Trung tâm Y tế chủ trì cấp cứu ngoại viện ở Kiên Hải không?")["answer"].startswith("Đúng.")
    no = ask("Có phải Trạm Y tế chủ trì cấp cứu ngoại viện ở Kiên Hải không?")["answer"]
    assert no.casefold().startswith("không phải trạm y tế.")
    assert "Trung tâm Y tế" in no


@pytest.mark.parametrize(
    "question",
    ["Mục 40 của phụ lục Kiên Hải là gì?", "Nhóm IX nhiệm vụ 2 Mường La là gì?", "Phụ lục 7 mục 1 Mường La là gì?"],
)
def test_a_row_that_is_not_there_is_refused(question: str) -> None:
    answer = ask(question)
    assert (answer["status"], answer["records"]) == ("refused", [])


def test_a_plan_without_a_table_of_tasks_says_so() -> None:
    answer = ask("Phòng Kinh tế chủ trì những nhiệm vụ nào ở Định Hóa?")
    assert answer["status"] == "refused"
    assert answer["records"] == []


def test_equally_good_rows_are_all_shown() -> None:
    answer = ask("Ai chủ trì khám sàng lọc ở Mường La?")
    assert set(rows(answer)) == {"muong-la/III/5", "muong-la/IV/2"}
    assert "bạn hỏi nhiệm vụ nào" in answer["answer"]


# --- figures -----------------------------------------------------------------------------------------------------


def test_both_figures_are_shown_where_a_plan_contradicts_itself() -> None:
    for question in (
        "Thành Đông đặt mục tiêu bảo hiểm y tế đến năm 2030 là bao nhiêu?",
        "thanh dong 2030 bao hiem y te bao nhieu phan tram",
        "What is the insurance target of Thành Đông for 2030?",
    ):
        answer = ask(question)["answer"]
        assert "98%" in answer
        assert "toàn dân" in answer
    assert "khác nhau" in ask("Thành Đông đặt mục tiêu bảo hiểm y tế đến năm 2030 là bao nhiêu?")["answer"]


def test_the_appendix_alone_where_it_alone_is_asked_for() -> None:
    assert rows(ask("Theo phụ lục, phường Thành Đông bao phủ BHYT đến 2030 đạt bao nhiêu?")) == ["thanh-dong/1"]


@pytest.mark.parametrize(
    ("question", "said", "not_said"),
    [
        ("Bảo hiểm y tế Mường La năm 2026?", "95%", "toàn dân"),
        ("Tuổi thọ Thành Đông năm 2045?", "trên 80", "75,5"),
        ("Mường La tăng chiều cao bao nhiêu cm?", "1,6", "1,5"),
        ("Kiên Hải cần bao nhiêu bác sĩ ở y tế cơ sở?", "4 - 5", "4-6"),
    ],
)
def test_a_figure_is_that_of_the_asked_place_and_year(question: str, said: str, not_said: str) -> None:
    answer = ask(question)
    assert answer["status"] == "answered"
    assert said in answer["answer"]
    assert not_said not in answer["answer"]


def test_how_many_people_is_not_answered_by_how_often() -> None:
    answer = ask("Bao nhiêu người được khám sàng lọc ở Kiên Hải?")
    assert answer["status"] == "refused" or "người" in answer["records"][0]["unit"]


@pytest.mark.parametrize(
    ("question", "best", "value"),
    [
        ("Nơi nào đặt chỉ tiêu tăng chiều cao lớn nhất?", "Mường La", "1,6"),
        ("Năm 2026 xã nào đặt mục tiêu bao phủ bảo hiểm y tế cao nhất?", "Định Hóa", "100%"),
        ("Địa phương nào đặt tuổi thọ trung bình đến 2030 thấp nhất?", "Mường La", "75"),
    ],
)
def test_the_highest_and_the_lowest_come_first(question: str, best: str, value: str) -> None:
    first = ask(question)["answer"].split("\n")[0]
    assert best in first
    assert value in first


def test_a_comparison_names_every_place_that_has_none() -> None:
    answer = ask("So sánh chỉ tiêu bảo hiểm y tế năm 2026 của các xã")["answer"]
    for plan in ("xã Cao Minh", "xã Định Hóa", "xã Mường La", "phường Thành Đông", "đặc khu Kiên Hải"):
        assert plan in answer


def test_contradictions_are_found_and_their_absence_is_said() -> None:
    assert "98%" in ask("Kế hoạch Thành Đông có chỗ nào mâu thuẫn?")["answer"]
    assert ask("Kế hoạch Cao Minh có chỗ nào mâu thuẫn?")["status"] == "refused"


# --- counting by agency and by plan ------------------------------------------------------------------------------


def test_the_agency_with_most_tasks() -> None:
    answer = ask("Cơ quan nào ở Kiên Hải chủ trì nhiều nhiệm vụ nhất?")
    most = chaired("kien-hai", "tram y te")
    assert [record["number"] for record in answer["records"]] == most
    assert "Trạm Y tế – 19 nhiệm vụ" in answer["answer"].split("\n")[0]


def test_a_tally_counts_every_row_of_every_agency() -> None:
    answer = ask("Thống kê số nhiệm vụ theo từng cơ quan ở Kiên Hải")
    assert "Phòng Kinh tế: 5 nhiệm vụ" in answer["answer"]
    assert "Trung tâm Y tế: 1 nhiệm vụ" in answer["answer"]
    assert len(answer["records"]) == 37


def test_an_agency_is_compared_between_places() -> None:
    first = ask("Phòng Kinh tế ở Kiên Hải hay Mường La chủ trì nhiều nhiệm vụ hơn?")["answer"]
    assert "Xã Mường La: 8" in first
    assert "Đặc khu Kiên Hải: 5" in first


def test_the_plan_with_most_tasks_is_a_plan() -> None:
    first = ask("Kế hoạch nào có nhiều nhiệm vụ nhất?")["answer"].split("\n")[0]
    assert "Mường La" in first
    assert "44" in first


# --- duties ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Trạm Y tế Kiên Hải phải làm gì?", 5),
        ("Nhiệm vụ của Ban Chỉ huy quân sự đặc khu Kiên Hải?", 2),
        ("Công an Kiên Hải có trách nhiệm gì?", 2),
        ("What must Trạm Y tế do in Thành Đông?", 2),
    ],
)
def test_the_duties_of_an_agency_are_all_there(question: str, count: int) -> None:
    answer = ask(question)
    assert [record["kind"] for record in answer["records"]] == ["duty"] * count
    assert all(record["duty"][:30] in answer["answer"] for record in answer["records"])


def test_an_agency_without_duties_has_its_rows() -> None:
    assert rows(ask("Trung tâm Y tế Kiên Hải phải làm gì?")) == ["kien-hai/18"]


# --- matching ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topic", "number"),
    [
        ("khám sàng lọc miễn phí", "31"),
        ("cấp cứu 115", "18"),
        ("quỹ đất sạch", "35"),
        ("bác sĩ gia đình", "21"),
        ("chuyển đổi số y tế", "33"),
        ("chích ngừa", "16"),
    ],
)
def test_a_topic_meets_its_row_in_the_words_of_people(topic: str, number: str) -> None:
    matches = bundled().matcher.records(Topic(tuple(content_words(topic)), False, topic), tasks("kien-hai"))
    best = matches[0].record
    assert isinstance(best, Task)
    assert best.number == number
    assert 0 < matches[0].coverage <= 1.001


def test_words_that_no_row_has_cover_nothing() -> None:
    topic = Topic(("khinh", "khí", "cầu"), False, "khinh khí cầu")
    assert max(match.coverage for match in bundled().matcher.records(topic, tasks("kien-hai"))) < 0.5


def test_a_year_stands_where_its_target_says() -> None:
    for plan in bundled().plans.values():
        for target in (record for record in plan.records if isinstance(record, Target) and record.year):
            source = bundled().year_source(target)
            assert str(target.year) in (source.quote if source else target.quote) or source is None
