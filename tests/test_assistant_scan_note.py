"""An answer that rests on doubtful words of a scan says so, and what cannot be dated is not left out in silence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.pipeline import Assistant
from ingest.doubt import doubtful_words
from ingest.load import source_of
from ingest.read import read
from ingest.records import Page, Plan, Task
from tests.worlds import TODAY, world_of

TEXT = """ỦY BAN NHÂN DÂN
XÃ TÂN HÒA

KẾ HOẠCH
Bảo vệ, chăm sóc và nâng cao sức khỏe Nhân dân

I. MỤC ĐÍCH
1. Nâng cao nhận thức của cấp ủy, chính quyền và Nhân dân trên địa bàn xã.

Phụ lục
PHÂN CÔNG NHIỆM VỤ
| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành |
|---|---|---|---|---|
| 1 | Xây dựng kế hoạch truyền thông phòng bệnh | Trạm Y tế | Phòng Kinh tế | Quý III/2026 |
| 2 | Tổ chức khám sức khỏe định kỳ cho người cao tuổi | Phòng Văn hóa - Xã hội | Trạm Y tế | Quý III/2026 |
| 3 | Bố trí đủ bác sĩ cho trạm | Phòng Kinh tế | Trạm Y tế | Năm 2027 |
"""


def plan_with_doubt(*words: str, row: str = "| 1 |") -> Plan:
    """The plan as read from a scan, these words of a row doubtful."""
    source = source_of(TEXT.encode(), "scan.pdf")
    places = [source.text.index(word, source.text.index(row)) for word in words]
    return read(replace(source, doubtful=tuple((at, at + len(w)) for at, w in zip(places, words, strict=True))))


def answer(plan: Plan, question: str) -> dict[str, Any]:
    return Assistant(lambda: world_of([plan])).ask(question, today=TODAY).to_json()


QUESTION = "Cơ quan nào chủ trì xây dựng kế hoạch truyền thông phòng bệnh?"


def test_an_answer_from_doubtful_words_says_so_and_names_them() -> None:
    found = answer(plan_with_doubt("tế", "truyền"), QUESTION)
    assert found["status"] == "answered" and "Trạm Y tế" in found["answer"]
    assert found["answer"].endswith("Đọc từ bản quét, cần đối chiếu: [1]")
    assert any("cần đối chiếu" in warning and "“truyền”" in warning for warning in found["warnings"])


def test_in_english_too() -> None:
    found = answer(plan_with_doubt("Trạm"), "Who chairs task 1 of the appendix?")
    assert "Read from a scan (đọc từ bản quét, cần đối chiếu)" in found["answer"]


@pytest.mark.parametrize("words", [(), ("Phòng",)])
def test_an_answer_from_certain_words_says_nothing(words: tuple[str, ...]) -> None:
    found = answer(plan_with_doubt(*words, row="| 3 |"), QUESTION)
    assert found["status"] == "answered" and "bản quét" not in found["answer"] and found["warnings"] == []


def test_a_deadline_of_doubtful_words_is_verbatim_and_not_parsed() -> None:
    tasks = [r for r in plan_with_doubt("III/2026").records if isinstance(r, Task)]
    assert [task.deadline for task in tasks] == ["Quý III/2026", "Quý III/2026", "Năm 2027"]
    assert tasks[0].due is None and tasks[1].due is not None and tasks[2].due is not None


def test_a_list_by_time_names_what_it_could_not_count() -> None:
    found = answer(plan_with_doubt("III/2026"), "Những nhiệm vụ nào phải hoàn thành trong quý III/2026?")
    assert [record["number"] for record in found["records"]] == ["2"]
    assert "Chưa tính 1 thời hạn" in found["answer"] and "mục 1" in found["answer"]


MISREAD = TEXT.replace("phòng bệnh | Trạm Y tế", "phòng bệnh | Trạn Ý tế")


def scan(text: str, word: str, row: str) -> Plan:
    source = source_of(text.encode(), "scan.pdf")
    at = text.index(word, text.index(row))
    return read(replace(source, doubtful=((at, at + len(word)),)))


def test_a_list_by_agency_names_the_rows_whose_chair_may_be_misread() -> None:
    found = answer(scan(MISREAD, "Trạn", "| 1 |"), "Trạm Y tế chủ trì những nhiệm vụ nào?")
    assert found["records"] == [] and found["status"] == "refused"
    assert "Có thể thiếu 1 mục" in found["answer"] and found["answer"].endswith("mục 1")


@pytest.mark.parametrize(
    ("word", "row", "question"),
    [
        ("hóa", "| 2 |", "Trạm Y tế phối hợp những nhiệm vụ nào?"),  # another cell than the one that counts
        ("Kinh", "| 3 |", "Trạm Y tế chủ trì những nhiệm vụ nào?"),  # a name that another row has in certain words
        ("Trạm", "| 1 |", "Trạm Y tế chủ trì những nhiệm vụ nào?"),  # in the list
        ("truyền", "| 1 |", "Phòng Kinh tế chủ trì những nhiệm vụ nào?"),  # no name
    ],
)
def test_a_list_by_agency_names_no_row_without_need(word: str, row: str, question: str) -> None:
    assert "Có thể thiếu" not in answer(scan(TEXT, word, row), question)["answer"]


def test_doubtful_words_are_those_within_the_spans() -> None:
    plan = plan_with_doubt("truyền", "Quý")
    row = next(record for record in plan.records if isinstance(record, Task))
    assert doubtful_words(plan.source, row.spans) == ("truyền", "Quý")
    assert doubtful_words(plan.source, ((0, 5),)) == ()


# --- Pages that were not read -------------------------------------------------------------------------------------


def plan_in_part(*pages: int) -> Plan:
    """The plan with three pages, these of which were not read."""
    source = source_of(TEXT.encode(), "scan.pdf")
    ends = (0, 100, 200, len(TEXT))
    told = tuple(Page(n, ends[n - 1], ends[n], incomplete=n in pages) for n in (1, 2, 3))
    return read(replace(source, pages=told))


@pytest.mark.parametrize(
    "question",
    [
        "Trạm Y tế chủ trì những nhiệm vụ nào?",
        "Có bao nhiêu nhiệm vụ trong phụ lục?",
        "Liệt kê các nhiệm vụ phải hoàn thành trong quý III/2026",
        "Những nhiệm vụ nào do Công an xã chủ trì?",
        "Cơ quan nào chủ trì phòng chống đuối nước trẻ em?",
        "Mục tiêu của kế hoạch là gì?",
    ],
)
def test_what_may_lack_something_names_the_pages_that_were_not_read(question: str) -> None:
    found = answer(plan_in_part(2, 3), question)
    assert found["answer"].splitlines()[-1].endswith("cần đối chiếu bản gốc: xã Tân Hòa, trang 2, 3")
    assert any("trang 2, 3" in warning for warning in found["warnings"])
    whole = answer(plan_in_part(), question)
    assert "trang" not in whole["answer"] and whole["warnings"] == []


@pytest.mark.parametrize("question", [QUESTION, "Xin chào", "Bạn giúp được gì?"])
def test_what_was_found_and_what_asks_of_no_plan_says_nothing_of_pages(question: str) -> None:
    found = answer(plan_in_part(2), question)
    assert "trang 2" not in found["answer"] and found["warnings"] == []
