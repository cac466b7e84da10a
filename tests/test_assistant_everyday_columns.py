"""What people say for the title of a column, for one of many, for an office and for the time of day."""

from __future__ import annotations

import pytest

from assistant.answers.of_each import of_each
from assistant.answers.other_columns import is_asked
from assistant.expected import asks_clock, has_clock, office_asked
from assistant.turns import Ask, Expected, Query, Scope


def _query(question: str) -> Query:
    return Query(question, question, question.lower(), "vi", Ask.TEXT, Expected.TEXT, Scope())


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Áo phao ai quản lý?", "Đơn vị quản lý"),
        ("Áo phao ai giữ?", "Đơn vị quản lý"),
        ("Quy chế do cấp nào ban hành?", "Cấp ban hành"),
        ("Cơ quan nào theo dõi chỉ tiêu nước sạch?", "Cơ quan theo dõi"),
        ("Dân thôn 2 sơ tán đến đâu?", "Nơi đến sơ tán"),
    ],
)
def test_a_column_is_asked_for_as_people_say_it(question: str, title: str) -> None:
    assert is_asked(_query(question), title)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Có bao nhiêu áo phao?", "Đơn vị quản lý"),
        ("Ai ký kế hoạch?", "Cơ quan theo dõi"),
        ("Sơ tán bao nhiêu hộ?", "Nơi đến sơ tán"),
    ],
)
def test_another_column_is_not(question: str, title: str) -> None:
    assert not is_asked(_query(question), title)


def test_an_amount_for_one_is_none_for_all() -> None:
    assert of_each(_query("Xây mới một căn nhà được bao nhiêu tiền?"))
    assert not of_each(_query("Xây mới 24 căn nhà hết bao nhiêu tiền?"))


def test_a_day_is_no_time_of_day() -> None:
    assert asks_clock(_query("Phát bản tin lúc mấy giờ?"))
    assert has_clock("phát vào 5 giờ 30")
    assert not has_clock("thứ Ba, thứ Năm hằng tuần")


def test_who_holds_an_office_is_no_chair() -> None:
    assert office_asked("Ai làm Trưởng ban Chỉ đạo?") == "trưởng ban"
    assert office_asked("Ai làm việc này?") is None
