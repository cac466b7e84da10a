"""Questions about plans of other fields than health: roads, floods, waste, services; no lexicon knows their words."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from assistant.pipeline import Assistant
from assistant.world import World
from evals.unseen import unseen_plans
from ingest.load import load
from ingest.read import read
from tests.worlds import TODAY, rows, world_of


@cache
def others() -> World:
    return world_of(read(load(path)) for path in unseen_plans())


def ask(question: str, *history: str, today: date = TODAY) -> dict[str, Any]:
    return Assistant(others).ask(question, history, (), today).to_json()


def cited(answer: dict[str, Any]) -> set[str]:
    return {citation["plan"] for citation in answer["citations"]}


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Ai chủ trì lắp camera an ninh ở Hạc Thành?", "hac-thanh/III Xã hội số/3"),
        ("ai chu tri so hoa ho so ho tich o hac thanh", "hac-thanh/I Chính quyền số/1"),
        ("Ai chủ trì trực ban khi có bão ở Hương Khê?", "huong-khe/9"),
        ("Lò đốt rác 15 tấn/ngày ở Cô Tô phải lắp xong vào quý nào?", "co-to/2"),
    ],
)
def test_syllables_that_say_nothing_elsewhere_may_stand_between_the_words_of_a_topic(question: str, row: str) -> None:
    assert rows(ask(question)) == [row]


def test_a_place_is_a_name_where_it_is_written_as_one() -> None:
    assert cited(ask("Chương trình hành động Gia Phù do ai ký?")) == {"gia-phu"}
    assert cited(ask("Chương trình hành động nào quốc gia phù hợp, ai ký?")) != {"gia-phu"}


def test_a_word_for_any_row_and_what_the_whole_plan_is_about_are_no_conditions() -> None:
    assert rows(ask("Ban Quản lý dự án xã Sín Thầu chủ trì các công trình nào?")) == [
        "sin-thau/1",
        "sin-thau/2",
        "sin-thau/3",
    ]
    assert len(rows(ask("Phòng Kinh tế Hương Khê chủ trì những việc gì trong phòng chống thiên tai?"))) == 4


def test_a_plan_is_named_by_its_title() -> None:
    answer = ask("Kế hoạch phòng chống thiên tai Hương Khê ban hành ngày nào?")
    assert "28 tháng 4 năm 2026" in answer["answer"]


def test_a_short_indicator_is_named_among_other_words_and_both_figures_are_shown() -> None:
    answer = ask("Xã Hương Khê dự trữ bao nhiêu tấn gạo?")["answer"]
    assert "12 tấn" in answer
    assert "10 tấn" in answer


def test_the_way_a_figure_goes_is_no_part_of_what_it_counts() -> None:
    assert "dưới 20%" in ask("Tỷ lệ rác chôn lấp trực tiếp ở Cô Tô phải giảm xuống mức nào?")["answer"]
    assert ask("Dân số phường Hạc Thành là bao nhiêu?")["status"] == "refused"


def test_two_years_of_one_plan_are_compared_with_each_other() -> None:
    answer = ask("So sánh mức độ hài lòng của người dân năm 2026 và năm 2030 trong phụ lục Gia Phù")
    assert cited(answer) == {"gia-phu"}
    assert all(figure in answer["answer"] for figure in ("88%", "95%"))


def test_a_thing_that_the_plan_never_speaks_of_is_not_found_in_a_row_of_other_words() -> None:
    assert ask("Nhà thầu nào thi công đường Tá Miếu ở Sín Thầu?")["status"] == "refused"


def test_who_reports_is_proved_by_the_head_of_its_item_and_days_are_no_months_before() -> None:
    answer = ask("Sín Thầu báo cáo 6 tháng trước ngày mấy?")
    assert "10/6" in answer["answer"]
    assert answer["dropped"] == []
    assert any("Phòng Kinh tế" in citation["quote"] for citation in answer["citations"])


def test_a_year_that_only_the_sentence_or_the_title_names_is_the_targets() -> None:
    assert "06 sản phẩm" in ask("Năm 2026 Krông Nô có thêm bao nhiêu sản phẩm được công nhận OCOP?")["answer"]
    assert ask("Năm 2026 Krông Nô có thêm bao nhiêu sản phẩm được công nhận OCOP?")["status"] == "answered"


def test_the_product_of_a_row_is_asked_for_in_a_follow_up() -> None:
    history = ("Ai chủ trì lắp camera an ninh ở Hạc Thành?", "Ai phối hợp?")
    assert "45 camera" in ask("Sản phẩm là gì?", *history)["answer"]
