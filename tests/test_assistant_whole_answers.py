"""Answers that leave nothing out: both figures, the year, the column and the group that are asked for."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.language import language_of
from assistant.measures import measures_target
from assistant.references import references
from assistant.timeframe import timeframe
from assistant.turns import Measure
from ingest.records import Target


def target(indicator: str, unit: str, appendix: str | None = "Phụ lục") -> Target:
    return Target(
        plan="x", place="", quote="", spans=(), appendix=appendix, indicator=indicator, value="22", unit=unit, year=2026
    )


@pytest.mark.parametrize(
    ("question", "numbers", "group"),
    [
        ("phụ lục i mục 2 nhóm b ghi gì", ("2",), "b"),
        ("mục b.2 của phụ lục i", ("2",), "b"),
        ("nhóm ii gồm những việc nào", (), "ii"),
        ("nhóm trẻ ngoài giờ mở ở đâu", (), None),
    ],
)
def test_a_group_may_have_a_letter(question: str, numbers: tuple[str, ...], group: str | None):
    found = references(question)
    assert (found.numbers, found.group) == (numbers, group)


def test_a_number_of_weeks_may_be_a_word():
    day = date(2026, 5, 20)
    for question in ("hai tuần tới có việc gì", "trong 2 tuần tới có việc gì", "next two weeks"):
        found = timeframe(question, day)
        assert found is not None and (found.start, found.end) == (day, date(2026, 6, 3)), question


def test_a_thing_is_counted_where_the_indicator_names_it():
    homestays = Measure("homestay", ("homestay",))
    assert measures_target(homestays, target("Số homestay đạt chuẩn", "hộ"))
    assert measures_target(homestays, target("22 hộ làm homestay đạt chuẩn", "hộ", None))
    assert not measures_target(homestays, target("Tỷ lệ homestay có bình chữa cháy", "%"))
    people = Measure("người", ("người",))
    assert not measures_target(people, target("Số hộ có người tham gia", "hộ"))  # a unit is held to be one


def test_a_name_behind_an_english_word_stays_english_in_an_english_conversation():
    assert language_of("And Công an xã?", "en") == "en"
    assert language_of("Còn Công an xã?", "en") == "vi"
    assert language_of("Công an xã?", "vi") == "vi"
