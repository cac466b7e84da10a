"""Row numbers, appendices, document codes, ordinals, and time with a clock: read as the asker meant them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant.answers.codes import code_key, mentions_code, same_code
from assistant.references import references
from assistant.timeframe import SOON, due_around, due_within, overdue, timeframe
from assistant.turns import Timeframe
from ingest.deadlines import due
from ingest.text import canonical, unaccented
from tests.worlds import TODAY, ask, query_of, rows

# --- rows, appendices, groups, ordinals --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("mục 18 phụ lục", ("18",)),
        ("nhiệm vụ số 7", ("7",)),
        ("dòng 36 trong bảng", ("36",)),
        ("mục 6.1", ("6.1",)),
        ("stt 5", ("5",)),
        ("row 12", ("12",)),
        ("task no. 9", ("9",)),
        ("mục 7, 8", ("7", "8")),
        ("mục 7, 8 và 9", ("7", "8", "9")),
        ("mục 11 và mục 13", ("11", "13")),
        ("các mục 29 đến 31", ("29", "30", "31")),
        ("mục 29-31", ("29", "30", "31")),
        ("stt 4 – 6", ("4", "5", "6")),
        ("row 29 to 31", ("29", "30", "31")),
        ("muc 18", ("18",)),
    ],
)
def test_rows_are_numbered_in_any_spelling(question: str, numbers: tuple[str, ...]) -> None:
    assert references(question).numbers == numbers


@pytest.mark.parametrize(
    "question",
    [
        "5 xã",
        "năm 2026",
        "tháng 9",
        "mục tiêu 95%",
        "nhiệm vụ 5 năm",
        "kế hoạch 186",
        "nghị quyết 72-nq/tw",
        "10 xã",
        "chỉ tiêu 4-5 bác sĩ",
        "mục 2026-2030",
    ],
)
def test_a_number_of_something_else_is_no_row(question: str) -> None:
    assert references(question).numbers == ()


def test_a_row_of_a_group_in_roman_numerals() -> None:
    found = references("mục vi.3")
    assert (found.numbers, found.group) == (("3",), "vi")
    assert rows(ask("Mục VI.3 Mường La là gì?")) == ["muong-la/VI/3"]
    assert rows(ask("Nhóm II nhiệm vụ 7 ở Phụ lục 02 Mường La giao ai?")) == ["muong-la/II/7"]


@pytest.mark.parametrize("spelt", ["phụ lục 2", "phụ lục 02", "phụ lục ii", "appendix 2", "PL 2"])
def test_an_appendix_is_the_same_in_any_spelling(spelt: str) -> None:
    answer = ask(f"{spelt} Mường La có bao nhiêu nhiệm vụ?")
    assert answer["coverage"]["matched"] == 31
    assert ask("phu luc 02 muong la co bao nhieu nhiem vu")["coverage"]["matched"] == 31


@pytest.mark.parametrize(
    ("question", "ordinal"),
    [
        ("cái thứ hai", 2),
        ("nhiệm vụ thứ ba", 3),
        ("mục đầu tiên", 1),
        ("cai thu hai", 2),
        ("the second one", 2),
        ("cái thứ 4", 4),
        ("ai chủ trì", None),
    ],
)
def test_an_ordinal_points_into_the_answer_before(question: str, ordinal: int | None) -> None:
    assert references(question).ordinal == ordinal


def test_the_rows_of_a_range_are_all_there_and_no_others() -> None:
    assert rows(ask("Các mục 29 đến 31 phụ lục Kiên Hải giao ai?")) == ["kien-hai/29", "kien-hai/30", "kien-hai/31"]


def test_rows_asked_for_by_number_are_not_asked_back() -> None:
    assert "bạn hỏi nhiệm vụ nào" not in ask("Các mục 29 đến 31 phụ lục Kiên Hải giao ai?")["answer"]


# --- codes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spelt", ["72-NQ/TW", "72 - NQ/TW", "72-nq/tw", "72/NQ-TW", "nghị quyết 72", "NQ 72"])
def test_a_code_is_the_same_in_any_spelling(spelt: str) -> None:
    (code,) = references(canonical(f"{spelt} ban hành ngày nào")).codes
    assert same_code(code, "72-NQ/TW")
    assert not same_code(code, "172-NQ/TW")


def test_a_code_keeps_its_issuer() -> None:
    assert not same_code("03-CTr/TU", "03-CTr/ĐU")
    assert not same_code("05-CTr/TU", "03-CTr/TU")
    assert code_key("12-CTr/ĐU") == ("12", "ctr", "du")


def test_a_code_is_found_in_a_text_however_spaced() -> None:
    assert mentions_code("1660/QĐ-TTg", "Quyết định số 1660/QĐ- TTg ngày 02/10/2021")
    assert mentions_code("72", "Nghị quyết số 72-NQ/TW")
    assert not mentions_code("72", "trang 72, mục 172-NQ/TW, ngày 12/72-NQ")
    assert not mentions_code("66/QĐ-TTg", "1660/QĐ-TTg")


@pytest.mark.parametrize(
    "spelt",
    [
        "03-CTr/TU",
        "03/CTr-TU",
        "chương trình hành động số 03",
        "03 CTr TU",
    ],
)
def test_a_basis_is_found_by_any_spelling_of_its_code(spelt: str) -> None:
    answer = ask(f"{spelt} ban hành ngày nào?")
    assert {"cao-minh/03-CTr/TU", "dinh-hoa/03-CTr/TU"} <= set(rows(answer))
    assert "20/10/2025" in answer["answer"]


# --- time --------------------------------------------------------------------------------------------------------


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("quý iv/2026", "2026-10-01", "2026-12-31"),
        ("quý 4 năm 2026", "2026-10-01", "2026-12-31"),
        ("q4 2026", "2026-10-01", "2026-12-31"),
        ("quy iv 2026", "2026-10-01", "2026-12-31"),
        ("quý ii", "2026-04-01", "2026-06-30"),
        ("năm 2026", "2026-01-01", "2026-12-31"),
        ("tháng 9/2030", "2030-09-01", "2030-09-30"),
        ("tháng 2 năm 2028", "2028-02-01", "2028-02-29"),
        ("september 2030", "2030-09-01", "2030-09-30"),
        ("31/12/2026", "2026-12-31", "2026-12-31"),
        ("2026-2030", "2026-01-01", "2030-12-31"),
        ("6 tháng đầu năm 2026", "2026-01-01", "2026-06-30"),
        ("6 tháng cuối năm", "2026-07-01", "2026-12-31"),
        ("quý này", "2026-04-01", "2026-06-30"),
        ("quý tới", "2026-07-01", "2026-09-30"),
        ("quý trước", "2026-01-01", "2026-03-31"),
        ("tháng này", "2026-05-01", "2026-05-31"),
        ("tháng tới", "2026-06-01", "2026-06-30"),
        ("next month", "2026-06-01", "2026-06-30"),
        ("năm nay", "2026-01-01", "2026-12-31"),
        ("sang năm", "2027-01-01", "2027-12-31"),
        ("năm ngoái", "2025-01-01", "2025-12-31"),
        ("tuần này", "2026-05-18", "2026-05-24"),
        ("hôm nay", "2026-05-20", "2026-05-20"),
        ("30 ngày tới", "2026-05-20", "2026-06-19"),
        ("trước năm 2027", "", "2026-12-31"),
        ("trước ngày 30/6/2026", "", "2026-06-30"),
        ("đến hết năm 2026", "", "2026-12-31"),
        ("by the end of 2026", "", "2026-12-31"),
        ("sau năm 2027", "2028-01-01", ""),
        ("từ năm 2027", "2027-01-01", ""),
    ],
)
def test_a_time_is_a_range_of_days(question: str, start: str, end: str) -> None:
    found = timeframe(question, TODAY)
    assert found is not None
    assert (found.start, found.end) == (day(start), day(end))
    assert unaccented(found.text) in unaccented(question)


def test_the_clock_turns_over_with_the_year() -> None:
    december, january = date(2026, 12, 15), date(2027, 1, 10)
    assert timeframe("tháng tới", december) == Timeframe("due_in", date(2027, 1, 1), date(2027, 1, 31), "tháng tới")
    assert timeframe("quý sau", december) == Timeframe("due_in", date(2027, 1, 1), date(2027, 3, 31), "quý sau")
    assert timeframe("quý trước", january) == Timeframe("due_in", date(2026, 10, 1), date(2026, 12, 31), "quý trước")


@pytest.mark.parametrize(
    "question", ["ai chủ trì khám sàng lọc", "quỹ đất sạch", "mục 18", "99/99", "sau khi kết hôn", "tháng 13"]
)
def test_what_is_no_time_is_none(question: str) -> None:
    assert timeframe(question, TODAY) is None


def frame(question: str) -> Timeframe:
    found = timeframe(question, TODAY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("deadline", "asked", "within", "around"),
    [
        ("Quý IV/2026", "quý iv/2026", True, False),
        ("2026", "quý iv/2026", False, True),
        ("2026", "năm 2026", True, False),
        ("Quý IV/2026", "năm 2026", True, False),
        ("Quý IV/2026", "quý iii/2026", False, False),
        ("Quý II/2026", "tháng 6/2026", True, False),
        ("Quý II/2026", "tháng 5/2026", False, True),
        ("Đến tháng 9/2030", "năm 2030", True, False),
        ("Đến tháng 9/2030", "năm 2026", False, False),
        ("31/12/2026", "quý iv/2026", True, False),
        ("2030-2035", "năm 2030", False, False),
        ("2026", "trước năm 2027", True, False),
        ("2027", "trước năm 2027", False, False),
        ("2027", "sau năm 2026", True, False),
        ("Thường xuyên", "năm 2026", False, False),
        ("Hằng năm", "năm 2026", False, False),
        (None, "năm 2026", False, False),
    ],
)
def test_a_deadline_is_in_a_time_only_as_a_whole(deadline: str | None, asked: str, within: bool, around: bool) -> None:
    assert due_within(due(deadline), frame(asked)) is within
    assert due_around(due(deadline), frame(asked)) is around


@pytest.mark.parametrize(
    ("deadline", "late"),
    [("Quý I/2026", True), ("Quý II/2026", False), ("2026", False), ("2025", True), ("Hằng năm", False), (None, False)],
)
def test_overdue_is_what_has_wholly_passed(deadline: str | None, late: bool) -> None:
    assert overdue(due(deadline), TODAY) is late


def test_the_last_day_of_a_deadline_is_not_late() -> None:
    assert not overdue(due("Quý I/2026"), date(2026, 3, 31))
    assert overdue(due("Quý I/2026"), date(2026, 4, 1))


def test_a_bare_year_is_not_in_its_last_quarter_but_is_mentioned_beside_it() -> None:
    answer = ask("Kiên Hải có nhiệm vụ nào đến hạn trong Quý IV/2026?")
    assert rows(answer) == ["kien-hai/8", "kien-hai/25"]
    beside = answer["answer"].split("\n")[-1]
    assert "mục 31" in beside
    assert "mục 18" not in beside


def test_a_year_holds_its_quarters() -> None:
    within = set(rows(ask("Kiên Hải có nhiệm vụ nào phải xong trong năm 2026?")))
    assert {"kien-hai/8", "kien-hai/18", "kien-hai/25", "kien-hai/31", "kien-hai/33"} <= within
    assert within == set(rows(ask("Nhiệm vụ nào ở Kiên Hải phải xong trước năm 2027?")))


def test_overdue_and_due_soon_follow_the_given_day() -> None:
    question = "Nhiệm vụ nào ở Kiên Hải đã quá hạn?"
    assert rows(ask(question, today=TODAY)) == ["kien-hai/33"]
    assert ask(question, today=date(2026, 2, 2))["records"] == []
    assert len(ask(question, today=date(2027, 1, 10))["records"]) == 12
    soon = "Việc nào của Kiên Hải sắp đến hạn?"
    assert rows(ask(soon, today=date(2026, 6, 15))) == ["kien-hai/18"]
    assert timedelta(days=80) < SOON < timedelta(days=100)


@pytest.mark.parametrize(
    "question",
    [
        "Chỉ thị 2026 nói gì",
        "Nghị quyết số 2030 nói gì",
        "nghị quyết 72 năm 2025",
    ],
)
def test_a_number_of_a_document_is_no_year(question: str) -> None:
    query = query_of(question)
    assert query.codes
    assert query.time is None or query.time.start == date(2025, 1, 1)


def test_an_open_time_is_repeated_as_it_was_asked() -> None:
    first = ask("Nhiệm vụ nào ở Kiên Hải phải xong trước năm 2027?")["answer"].split("\n")[0]
    assert "trong 2027" not in first


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("which tasks are due by the end of 2026", date(2026, 12, 31)),
        ("what must be finished before the end of q2/2027", date(2027, 6, 30)),
        ("phải xong trước hết năm 2026", date(2026, 12, 31)),
        ("phai xong truoc khi het quy 2/2027", date(2027, 6, 30)),
    ],
)
def test_before_the_end_of_a_time_is_up_to_its_last_day(question: str, end: date) -> None:
    found = timeframe(question, date(2026, 2, 2))
    assert found and (found.start, found.end) == (None, end)


@pytest.mark.parametrize(
    "question", ["sổ điện tử năm 2026", "đầu tư năm 2026", "dau tu nam 2026", "chuyên sâu năm 2026"]
)
def test_words_that_sound_like_from_and_after_leave_a_year_closed(question: str) -> None:
    found = timeframe(question, TODAY)
    assert found is not None and (found.start, found.end) == (date(2026, 1, 1), date(2026, 12, 31))
    opened = timeframe("từ năm 2026", TODAY)
    assert opened is not None and opened.end is None
