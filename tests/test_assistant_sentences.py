"""What is true comes first, sentences begin with a capital, and no answer shows the strokes of a table."""

from __future__ import annotations

import pytest

from tests.worlds import ask, bundled, query_of, rows


def test_a_false_premise_is_corrected_before_anything_else() -> None:
    answer = ask("Ai chủ trì cấp cứu ngoại viện ở Mường La?")
    first = answer["answer"].split("\n")[0]
    assert first.startswith(
        "Kế hoạch xã Mường La không có nhiệm vụ cấp cứu ngoại viện; nhiệm vụ này có ở đặc khu Kiên Hải. [1]"
    )
    assert answer["status"] == "refused"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Bảo hiểm y tế Mường La năm 2028?", "Kế hoạch xã Mường La không nêu chỉ tiêu này"),
        ("Mục 50 Kiên Hải là gì?", "Không có mục 50"),
        ("Liệt kê nhiệm vụ do Sở Tư pháp chủ trì ở Kiên Hải", "Không có cơ quan “sở tư pháp”"),
        ("Thời tiết hôm nay thế nào?", "Các kế hoạch hiện có không nêu điều này."),
    ],
)
def test_a_refusal_says_first_what_is_not_there(question: str, first: str) -> None:
    assert ask(question)["answer"].startswith(first)


@pytest.mark.parametrize(
    "question",
    [
        "Thành Đông đặt mục tiêu bảo hiểm y tế đến năm 2030 là bao nhiêu?",
        "Ai ký kế hoạch Kiên Hải?",
        "Công an Kiên Hải phải làm gì?",
        "Nơi nhận kế hoạch Mường La?",
        "Kế hoạch nào nhắc đến y học gia đình?",
        "So sánh số bác sĩ các xã",
    ],
)
def test_every_sentence_begins_with_a_capital(question: str) -> None:
    for line in ask(question)["answer"].split("\n"):
        assert not line[:1].islower(), line
        assert not line.startswith(("- xã", "- phường", "- đặc khu")), line


def test_a_year_of_a_column_is_cited_by_its_own_cell() -> None:
    answer = ask("Thành Đông đặt mục tiêu bảo hiểm y tế đến năm 2030 là bao nhiêu?")
    quotes = [citation["quote"] for citation in answer["citations"]]
    assert "Đến năm 2030" in quotes
    assert not [quote for quote in quotes if "|" in quote]


# --- documents by their subject, tasks that wait ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Kết luận về y học cổ truyền ở Thành Đông là kết luận số mấy?", "86-KL/TW"),
        ("nghi quyet ve kinh te tu nhan o kien hai la nghi quyet so may", "68-NQ/TW"),
        ("Which directive on children does Thành Đông carry out?", "28-CT/TW"),
        ("Nghị định nào về dược liệu được nhắc ở Kiên Hải?", "65/2017/NĐ-CP"),
    ],
)
def test_a_document_is_found_by_its_subject(question: str, code: str) -> None:
    answer = ask(question)
    assert answer["status"] == "answered"
    assert code in answer["answer"]


def test_a_document_that_no_plan_cites_on_a_subject_is_refused() -> None:
    assert ask("Nghị định về tàu vũ trụ trong kế hoạch Kiên Hải là nghị định số mấy?")["status"] == "refused"


def test_tasks_that_wait_for_something_are_a_list_of_their_own() -> None:
    assert rows(ask("Nhiệm vụ nào ở Kiên Hải còn chờ điều kiện?")) == ["kien-hai/7", "kien-hai/22", "kien-hai/32"]
    assert rows(ask("Nhiệm vụ nào ở Kiên Hải chờ quyết định của Thủ tướng?")) == ["kien-hai/7", "kien-hai/32"]
    assert rows(ask("Which tasks in Mường La wait for a government decree?")) == ["muong-la/II/7"]


# --- words as they were meant -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("nhung dia phuong nao noi toi nguoi khuyet tat?", "Những địa phương nào nói tới người khuyết tật?"),
        ("bao cao quy o kien hai gui truoc ngay nao?", "Báo cáo quý ở Kiên Hải gửi trước ngày nào?"),
        ("Nihệm vụ số 7 của Kiên Hải ai chủ trì?", "Nhiệm vụ số 7 của Kiên Hải ai chủ trì?"),
        ("Turng tâm Y tế chủ trì nhiệm vụ gì ở Kiên Hải?", "Trung tâm Y tế chủ trì nhiệm vụ gì ở Kiên Hải?"),
        ("thanh dnog 2030 bao hiem y te bao nhieu", "Thành Đông 2030 bảo hiểm y tế bao nhiêu"),
        ("**Ai** ký kế hoạch [Kiên Hải](http://x.vn/a)?", "Ai ký kế hoạch Kiên Hải?"),
    ],
)
def test_a_slip_or_a_missing_accent_changes_nothing(typed: str, same: str) -> None:
    first, second = ask(typed), ask(same)
    assert (first["status"], first["records"]) == (second["status"], second["records"])


def test_a_short_follow_up_stays_in_the_language_of_the_conversation() -> None:
    assert query_of("the dinh hoa?").language == "vi"
    assert ask("the o kien hai?", "Ai chủ trì chuyển đổi số y tế ở Mường La?")["language"] == "vi"
    assert ask("so many?", "How many tasks are there in Kiên Hải?")["language"] == "en"


def test_a_place_in_another_is_asked_back() -> None:
    answer = ask("Ai chủ trì khám sàng lọc ở Kiên Hải của Mường La?")
    assert answer["status"] == "clarify"
    assert {"kien-hai", "muong-la"} == {p for p in bundled().plans if bundled().locality(p) in answer["answer"]}
