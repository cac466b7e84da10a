"""The document itself, its reports and money, and free questions answered in the plans' own sentences."""

from __future__ import annotations

import pytest

from ingest.records import Basis, HeaderField, Recipient
from tests.worlds import ask, bundled, rows

SIGNERS = {
    "Cao Minh": "Hứa Ngọc Sỹ",
    "Định Hóa": "Nguyễn Minh Tú",
    "Kiên Hải": "Lê Minh Trị",
    "Mường La": "Trần Hải Sơn",
    "Thành Đông": "Nguyễn Tuấn Ngọc",
}


@pytest.mark.parametrize("place", SIGNERS)
def test_who_signed_with_the_position(place: str) -> None:
    answer = ask(f"Ai ký kế hoạch của {place}?")
    assert SIGNERS[place] in answer["answer"]
    assert "chức vụ" in answer["answer"]
    assert not [name for other, name in SIGNERS.items() if other != place and name in answer["answer"]]


def test_without_a_place_every_plan_is_answered() -> None:
    answer = ask("Ai ký kế hoạch?")["answer"]
    assert all(name in answer for name in SIGNERS.values())


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Kế hoạch Kiên Hải số mấy?", "không nêu"),
        ("Kế hoạch Mường La số mấy?", "không nêu"),
        ("Kế hoạch Kiên Hải ban hành ngày nào?", "2026"),
        ("Kế hoạch Cao Minh ban hành ngày nào?", "không phải ngày ban hành"),
        ("Kế hoạch Định Hóa thuộc tỉnh nào?", "không nêu"),
        ("What is the document number of the Kiên Hải plan?", "không nêu"),
    ],
)
def test_a_blank_or_missing_field_is_answered_and_not_filled_in(question: str, said: str) -> None:
    answer = ask(question)
    assert answer["status"] == "answered"
    assert said in answer["answer"]


def test_a_number_that_is_given_is_given() -> None:
    assert "12-CTr/ĐU" in ask("Chương trình hành động của Định Hóa số mấy?")["answer"]


@pytest.mark.parametrize(
    "question",
    [
        "Ai là chủ tịch UBND tỉnh An Giang?",
        "Chủ tịch tỉnh Thái Nguyên là ai?",
        "Ai là Bí thư ở Kiên Hải?",
        "Ai là Bộ trưởng Bộ Y tế?",
        "Ai là Chủ tịch xã Định Hóa?",
    ],
)
def test_who_holds_an_office_that_signs_no_plan_is_refused(question: str) -> None:
    answer = ask(question)
    assert answer["status"] == "refused"
    assert answer["records"] == []


def test_who_holds_the_office_of_the_signer_is_answered() -> None:
    assert "Nguyễn Tuấn Ngọc" in ask("Ai là Chủ tịch phường Thành Đông?")["answer"]
    assert "Nguyễn Minh Tú" in ask("Bí thư Đảng ủy xã Định Hóa là ai?")["answer"]


# --- bases, recipients, reports, money ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "place"), [("kien-hai", "Kiên Hải"), ("muong-la", "Mường La"), ("cao-minh", "Cao Minh")]
)
def test_the_bases_of_a_plan_are_all_there(plan: str, place: str) -> None:
    held = [record.number for record in bundled().plans[plan].records if isinstance(record, Basis)]
    answer = ask(f"Kế hoạch {place} căn cứ vào những văn bản nào?")
    assert [record["number"] for record in answer["records"]] == held
    assert all(number is not None and number in answer["answer"] for number in held)


def test_one_basis_by_its_code_in_every_plan() -> None:
    answer = ask("Nghị quyết 72-NQ/TW ban hành ngày nào?")
    assert {record["plan"] for record in answer["records"]} == set(bundled().plans)
    assert "09/9/2025" in answer["answer"]


def test_the_recipients_of_a_plan_are_all_there() -> None:
    held = [record for record in bundled().plans["kien-hai"].records if isinstance(record, Recipient)]
    answer = ask("Kế hoạch Kiên Hải gửi cho những nơi nào?")
    assert len(answer["records"]) == len(held) > 5
    assert "Sở Y tế" in answer["answer"]


@pytest.mark.parametrize(
    ("question", "report", "said"),
    [
        ("Báo cáo quý ở Kiên Hải phải gửi trước ngày nào?", "Báo cáo quý", "ngày 10 của tháng cuối"),
        ("Hạn gửi báo cáo 6 tháng của Kiên Hải?", "Báo cáo 6 tháng", "15 tháng 6"),
        ("Khi nào các đơn vị ở Kiên Hải phải nộp báo cáo năm?", "Báo cáo năm", "05 tháng 11"),
        ("When is the annual report of Kiên Hải due?", "Báo cáo năm", "05 tháng 11"),
    ],
)
def test_a_report_by_its_period(question: str, report: str, said: str) -> None:
    answer = ask(question)
    assert [record["report"] for record in answer["records"]] == [report]
    assert said in answer["answer"]


def test_all_reports_where_none_is_named() -> None:
    assert len(ask("Chế độ báo cáo của đặc khu Kiên Hải quy định thế nào?")["records"]) == 3


def test_a_plan_without_a_day_for_reports_is_given_none() -> None:
    answer = ask("Thành Đông phải báo cáo trước ngày bao nhiêu?")["answer"]
    assert "10/11" not in answer
    assert "05 tháng 11" not in answer


def test_funding_has_its_sources_and_no_amount_is_made_up() -> None:
    assert len(ask("Nguồn kinh phí thực hiện của xã Mường La gồm những nguồn nào?")["records"]) == 4
    for question in (
        "Tổng kinh phí của kế hoạch Kiên Hải là bao nhiêu tiền?",
        "Mường La dành bao nhiêu tỷ đồng cho y tế?",
    ):
        assert ask(question)["status"] == "refused"


def test_the_plans_that_are_held() -> None:
    answer = ask("Có những kế hoạch nào?")
    held = {r.plan for plan in bundled().plans.values() for r in plan.records if isinstance(r, HeaderField)}
    assert {record["plan"] for record in answer["records"]} == held


# --- content -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "plan", "words"),
    [
        ("Định Hóa làm gì để phát triển y học cổ truyền?", "dinh-hoa", "y học cổ truyền"),
        ("Thành Đông làm gì với y tế tư nhân?", "thanh-dong", "tư nhân"),
        ("Cao Minh ứng dụng trí tuệ nhân tạo thế nào?", "cao-minh", "trí tuệ nhân tạo"),
        ("What does Định Hóa do for traditional medicine?", "dinh-hoa", "y học cổ truyền"),
    ],
)
def test_a_free_question_is_answered_in_the_plans_own_words(question: str, plan: str, words: str) -> None:
    answer = ask(question)
    assert answer["status"] == "answered"
    assert {citation["plan"] for citation in answer["citations"]} == {plan}
    assert any(words in citation["quote"].casefold() for citation in answer["citations"])
    assert "“" in answer["answer"]


def test_an_answer_from_passages_has_no_coverage() -> None:
    assert ask("Định Hóa làm gì để phát triển y học cổ truyền?")["coverage"] is None


def test_which_plans_mention_and_which_do_not() -> None:
    said = ask("Kế hoạch nào nhắc đến trí tuệ nhân tạo?")
    assert {citation["plan"] for citation in said["citations"]} == {"cao-minh", "dinh-hoa", "kien-hai", "muong-la"}
    assert "Không thấy trong kế hoạch: phường Thành Đông" in said["answer"]
    silent = ask("Kế hoạch nào không nhắc đến trí tuệ nhân tạo?")["answer"].split("\n")[0]
    assert "Thành Đông" in silent
    assert "Cao Minh" not in silent


def test_what_no_plan_mentions_is_refused() -> None:
    assert ask("Kế hoạch nào nhắc đến tàu vũ trụ?")["status"] == "refused"


def test_a_refusal_says_what_was_searched_and_offers_the_nearest() -> None:
    answer = ask("Mường La có bao nhiêu hộ nghèo?")
    assert answer["status"] == "refused"
    assert "xã Mường La" in answer["answer"]
    assert all(source["plan"] == "muong-la" for source in answer["see_also"])
    assert rows(answer) == []


@pytest.mark.parametrize(
    "question",
    [
        "Thôn 2 xã Mường La có bao nhiêu bác sĩ?",
        "Xã Mường La, bản Huổi Cọ có bao nhiêu bác sĩ?",
        pytest.param("Bản Huổi Cọ ở Mường La có bao nhiêu bác sĩ?"),
    ],
)
def test_a_village_that_no_plan_names_is_not_answered_from_the_commune(question: str) -> None:
    assert ask(question)["status"] == "refused"
