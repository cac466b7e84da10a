"""Several questions in one message: each is answered, in order, with one list of citations; one question stays one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from assistant.conversation import reading
from assistant.merging import merged
from assistant.several import MOST, questions_in
from assistant.turns import Answer, Citation, Coverage, Source, Status
from tests.worlds import TODAY, ask, bundled, rows


def questions(message: str) -> list[str]:
    world = bundled()
    return list(questions_in(message, reading(world, (), TODAY), world.locality))


def cited(answer: dict[str, Any]) -> list[int]:
    return [int(number) for number in re.findall(r"\[(\d+)\]", answer["answer"])]


# --- What is cut, and what is not ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("Ai ký kế hoạch Kiên Hải? Số bao nhiêu?", ["Ai ký kế hoạch Kiên Hải?", "Số bao nhiêu?"]),
        (
            "Ai ký kế hoạch Kiên Hải và kinh phí lấy từ đâu?",
            ["Ai ký kế hoạch Kiên Hải?", "Kinh phí lấy từ đâu?"],
        ),
        (
            "Ai ký, có mấy nhiệm vụ và kinh phí từ đâu trong kế hoạch Kiên Hải?",
            [
                "Ai ký ở đặc khu Kiên Hải?",
                "Có mấy nhiệm vụ ở đặc khu Kiên Hải?",
                "Kinh phí từ đâu trong kế hoạch Kiên Hải?",
            ],
        ),
        (
            "Tôi hỏi: 1) ai ký kế hoạch Mường La 2) kinh phí từ đâu",
            ["Tôi hỏi: ai ký kế hoạch Mường La", "kinh phí từ đâu"],
        ),
        ("- Ai ký kế hoạch Mường La?\n- Gửi cho ai?", ["Ai ký kế hoạch Mường La?", "Gửi cho ai?"]),
        (
            "Who signed the Kiên Hải plan, and where does the money come from?",
            ["Who signed the Kiên Hải plan?", "Where does the money come from?"],
        ),
    ],
)
def test_a_message_is_cut_where_a_question_stands_on_both_sides(message: str, parts: list[str]) -> None:
    assert questions(message) == parts


@pytest.mark.parametrize(
    "message",
    [
        "Ai chủ trì khám sàng lọc ở Kiên Hải và khi nào phải xong?",
        "Ai chủ trì, ai phối hợp và khi nào xong việc khám sàng lọc ở Kiên Hải?",
        "Kế hoạch Thành Đông số mấy, ngày nào, ai ký?",
        "Phòng Kinh tế Kiên Hải chủ trì bao nhiêu nhiệm vụ và đó là những nhiệm vụ nào?",
        "Trạm y tế Định Hóa cần bao nhiêu bác sĩ và vào năm nào?",
        "Mường La và Kiên Hải, ai ký kế hoạch?",
        "Ai chủ trì liên thông dữ liệu y tế, bảo hiểm y tế và dân cư ở Kiên Hải?",
        "Định Hóa và Mường La, bên nào cần nhiều bác sĩ hơn?",
        "Chào bạn, tôi đang họp. Ai ký kế hoạch Mường La? Cảm ơn nhé!",
        "Mục 6.1 và mục 6.2 Phụ lục 02 Mường La giao ai?",
        "",
        "???",
        "?! ?! ;;; \n\n",
    ],
)
def test_one_question_stays_as_it_was_typed(message: str) -> None:
    assert questions(message) == [message]


# --- The answer ---------------------------------------------------------------------------------------------------


def test_each_part_is_answered_in_order_and_later_parts_know_the_topic_of_earlier_ones() -> None:
    answer = ask("Ai chủ trì đề án cấp cứu ngoại viện ở Kiên Hải? Khi nào xong? Ai ký kế hoạch đó?")
    parts = answer["answer"].split("\n\n")
    assert [part[:2] for part in parts] == ["1.", "2.", "3."]
    assert "Trung tâm Y tế" in parts[0]
    assert parts[1].startswith("2. Thời hạn: Quý II/2026")
    assert "Lê Minh Trị" in parts[2]
    assert answer["status"] == "answered"
    assert answer["coverage"] is None


def test_citations_are_one_list_without_repeats_in_the_order_of_the_text() -> None:
    answer = ask("Ai chủ trì đề án cấp cứu ngoại viện ở Kiên Hải? Khi nào xong? Ai ký kế hoạch đó?")
    numbers = [citation["number"] for citation in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert list(dict.fromkeys(cited(answer))) == numbers
    quotes = [(citation["plan"], citation["place"], citation["quote"]) for citation in answer["citations"]]
    assert len(set(quotes)) == len(quotes)
    assert rows(answer)[:1] == ["kien-hai/18"]
    assert len(answer["records"]) == len({str(record) for record in answer["records"]})


def test_what_is_not_answered_is_said_for_its_part_and_the_rest_is_answered() -> None:
    answer = ask("Dân số Kiên Hải bao nhiêu và ai ký kế hoạch?")
    first, second = answer["answer"].split("\n\n")
    assert first.startswith("1. “Dân số Kiên Hải bao nhiêu?” – Các kế hoạch hiện có không nêu điều này.")
    assert "Lê Minh Trị" in second
    assert answer["status"] == "answered"
    assert answer["coverage"] is not None
    assert ask("Dân số Kiên Hải bao nhiêu? Có mấy trường tiểu học?")["status"] == "refused"


def test_a_place_without_a_plan_refuses_its_own_part_only() -> None:
    answer = ask("Ai chủ trì chuyển đổi số y tế ở đặc khu Phú Quốc? Còn Kiên Hải?")
    first, second = answer["answer"].split("\n\n")
    assert "Chưa có kế hoạch của đặc khu Phú Quốc" in first
    assert "Trạm Y tế chủ trì" in second
    assert rows(answer) == ["kien-hai/33"]


def test_more_questions_than_fit_are_answered_as_far_as_they_fit_and_that_is_said() -> None:
    answer = ask(" ".join(["Ai ký kế hoạch Kiên Hải?", *["Khi nào xong đề án cấp cứu ngoại viện?"] * (MOST + 1)]))
    assert answer["answer"].count("Quý II/2026") >= MOST - 1
    assert answer["answer"].endswith("còn 2 câu chưa trả lời, vui lòng hỏi tiếp.")


def test_the_frame_of_every_part_is_in_the_language_of_the_message() -> None:
    answer = ask("Who chairs the free screening task in Kiên Hải, and by when? And who signed the plan?")
    assert answer["language"] == "en"
    first, second = answer["answer"].split("\n\n")
    assert "chairs the task" in first
    assert "Deadline: 2026" in first
    assert "Lê Minh Trị" in second
    assert "người ký" not in second


# --- What follows -------------------------------------------------------------------------------------------------

BOTH = "Ai chủ trì đề án cấp cứu ngoại viện ở Kiên Hải? Ai chủ trì kế hoạch chuyển đổi số y tế?"


@pytest.mark.parametrize(
    ("follow_up", "row"),
    [
        ("Cái thứ hai ai phối hợp?", "kien-hai/33"),
        ("Cái đầu tiên hạn khi nào?", "kien-hai/18"),
        ("Câu thứ nhất thì ai phối hợp?", "kien-hai/18"),
        ("Hạn khi nào?", "kien-hai/33"),
    ],
)
def test_a_follow_up_goes_on_from_the_part_that_it_points_to_or_from_the_last(follow_up: str, row: str) -> None:
    assert rows(ask(follow_up, BOTH)) == [row]


def test_a_list_among_the_parts_has_a_second_row_of_its_own() -> None:
    before = "Ai ký kế hoạch Kiên Hải? Phòng Kinh tế chủ trì những nhiệm vụ nào?"
    assert rows(ask("Cái thứ hai hạn khi nào?", before)) == ["kien-hai/22"]


def test_the_answer_to_one_question_is_its_own() -> None:
    alone = Answer("part", "part", "vi", Status.ANSWERED, "A [1].", coverage=Coverage(1, 2, 1))
    assert merged("the message", [alone]).question == "the message"
    assert merged("the message", [alone]).coverage == Coverage(1, 2, 1)


def test_a_source_that_two_parts_cite_has_one_number() -> None:
    one, two = (Source("p", "xã P", "Kế hoạch", place, place, ((0, 1),)) for place in ("mục 1", "mục 2"))
    first = Answer("a?", "a?", "vi", Status.ANSWERED, "A [1]. B [2].", (Citation(1, one), Citation(2, two)))
    second = Answer("b?", "b?", "vi", Status.ANSWERED, "C [1].", (Citation(1, two),))
    both = merged("a? b?", [first, second])
    assert both.answer == "1. A [1]. B [2].\n\n2. C [2]."
    assert [citation.source for citation in both.citations] == [one, two]
