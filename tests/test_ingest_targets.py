"""Figures in sentences become typed promises; the same promise written in two ways is one, another is told."""

from __future__ import annotations

import pytest

from ingest.disagreements import across, within
from ingest.figures import Figure, figure
from ingest.indicators import indicator_of, lexicon
from ingest.load import bundled_plans, load
from ingest.promises import promises
from ingest.read import read
from ingest.records import Target
from ingest.targets import annotated


def told(sentence: str) -> list[tuple[str, str | None, str | None, int | None, str | None]]:
    return [
        (
            sentence[slice(*one.what)],
            sentence[slice(*one.value)] if one.value else None,
            sentence[slice(*one.unit)] if one.unit else None,
            one.year,
            one.indicator.id if one.indicator else None,
        )
        for one in promises(sentence)
    ]


def target(value: str, unit: str | None = "%", what: str = "Độ bao phủ bảo hiểm y tế", place: str = "a") -> Target:
    row = Target(plan="x", place=place, quote="", spans=(), indicator=what, value=value, unit=unit, year=2030)
    return annotated(row)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Đạt 98", Figure("exactly", 98, 98)),
        ("$\\geq 1,5$", Figure("at_least", 1.5, None)),
        ("$> 75,5$", Figure("more_than", 75.5, None)),
        ("≥ 68", Figure("at_least", 68, None)),
        ("tối thiểu 1,5", Figure("at_least", 1.5, None)),
        ("ít nhất từ 4 đến 5", Figure("at_least", 4, 5)),
        ("4-6", Figure("exactly", 4, 6)),
        ("dưới 15", Figure("at_most", None, 15)),
        ("tăng thêm 10", Figure("increase", 10, 10)),
        ("từ 75,5 tuổi trở lên", Figure("at_least", 75.5, None)),
        ("1.200", Figure("exactly", 1200, 1200)),
        ("chưa có", None),
        (None, None),
    ],
)
def test_a_value_is_read_as_it_is_written(value, expected):
    assert figure(value) == expected


def test_two_years_in_one_sentence_keep_their_own_figures():
    assert told("Tỷ lệ bao phủ BHYT đạt 95% vào năm 2026, đạt 98% vào năm 2030.") == [
        ("Tỷ lệ bao phủ BHYT", "95", "%", 2026, "insurance_coverage"),
        ("Tỷ lệ bao phủ BHYT", "98", "%", 2030, "insurance_coverage"),
    ]


def test_the_age_of_a_group_is_no_promise():
    sentence = "Giảm tỷ lệ suy dinh dưỡng thể thấp còi ở trẻ em dưới 5 tuổi xuống dưới 15%."
    assert told(sentence) == [
        ("tỷ lệ suy dinh dưỡng thể thấp còi ở trẻ em dưới 5 tuổi", "dưới 15", "%", None, "stunting")
    ]


def test_a_share_names_whom_it_is_of():
    assert told("Phấn đấu đến năm 2030, 100% trạm y tế được đầu tư cơ sở vật chất, thiết bị y tế; khác.") == [
        ("trạm y tế được đầu tư cơ sở vật chất, thiết bị y tế", "100", "%", 2030, "station_equipment")
    ]


def test_the_year_of_those_of_whom_a_share_is_comes_before_the_sentences_own():
    found = told("Từ năm 2026, mỗi người dân được khám ít nhất 01 lần/năm; 100% người dân có sổ điện tử vào năm 2027.")
    assert [(value, year) for _, value, _, year, _ in found][-1] == ("100", 2027)


def test_a_figure_in_an_aside_is_not_that_of_the_words_outside():
    assert told("Xây dựng mới 34 “Tổ liên gia” (mỗi khu phố 02 tổ) trong năm 2026.") == []
    assert [one[1] for one in told("Trồng 120 ha rừng (trong đó 20 ha rừng phòng hộ) năm 2026.")] == ["120"]


def test_numbers_without_a_unit_and_numbers_of_documents_are_no_promise():
    assert told("Thực hiện Nghị quyết số 72-NQ/TW ngày 09/9/2025 giai đoạn 2026 - 2030, cung ứng 4 dịch vụ.") == []


@pytest.mark.parametrize(
    ("words", "unit", "expected"),
    [
        ("Tuổi thọ trung bình", "năm", "life_expectancy"),
        ("Số năm sống khoẻ mạnh", "tuổi", "healthy_life_years"),
        ("Tăng tỷ lệ khám bệnh, chữa bệnh bảo hiểm y tế tại trạm y tế phường", "%", "station_insured_visits"),
        ("Tỉ lệ người dân tham gia BHYT", "%", "insurance_coverage"),
        ("chiến sĩ và thân nhân tham gia Bảo hiểm y tế", "%", None),
        ("Tốc độ tăng trưởng", "%", "growth"),
        ("Trạm y tế được đầu tư cơ sở vật chất; đến năm 2027 có ít nhất từ 4 - 5 bác sỹ", "%", "station_equipment"),
        ("Số thôn văn hóa", "%", None),
    ],
)
def test_neighbours_are_not_confused(words, unit, expected):
    found = indicator_of(words, unit)
    assert (found.id if found else None) == expected


def test_the_list_of_indicators_is_whole():
    ids = [one.id for one in lexicon().indicators]
    assert len(ids) == len(set(ids))
    assert all(one.vi and one.en and one.units and one.better in ("higher", "lower") for one in lexicon().indicators)


def test_the_same_bound_in_signs_and_words_is_no_disagreement():
    assert within([target("tối thiểu 1,5", "cm", "chiều cao"), target("$\\geq 1,5$", "cm", "chiều cao", "b")]) == ()


def test_everybody_is_not_98_percent():
    (found,) = within([target("toàn dân", None), target("Đạt 98", place="b")])
    assert found.what == "value"


def test_the_same_figure_bound_in_another_way_is_a_mild_difference():
    (found,) = within([target("75,5", "tuổi", "tuổi thọ"), target("> 75,5", "năm", "Tuổi thọ trung bình", "b")])
    assert found.what == "direction"


def test_once_a_year_and_100_percent_are_not_compared():
    words = "khám sức khỏe định kỳ"
    assert within([target("ít nhất mỗi năm 1", "lần", words), target("100", "%", words, "b")]) == ()


def test_the_five_plans_disagree_where_officials_know_it_and_nowhere_else():
    plans = [read(load(path)) for path in bundled_plans()]
    inside = [(plan.id, one.what, one.indicator_id) for plan in plans for one in plan.disagreements]
    assert inside == [("thanh-dong", "direction", "life_expectancy"), ("thanh-dong", "value", "insurance_coverage")]
    found = {(one.what, one.indicator_id, one.second.plan, one.second.year) for one in across(plans)}
    assert found == {
        ("value", "height_gain", "muong-la", 2030),
        ("direction", "life_expectancy", "kien-hai", 2030),
        ("direction", "life_expectancy", "thanh-dong", 2030),
        ("value", "life_expectancy", "muong-la", 2030),
        ("direction", "life_expectancy", "muong-la", 2045),
        ("value", "healthy_life_years", "muong-la", 2030),
        ("value", "doctors_per_station", "muong-la", 2027),
        ("year", "doctors_per_station", "kien-hai", 2030),
        ("value", "insurance_coverage", "dinh-hoa", 2026),
        ("value", "insurance_coverage", "thanh-dong", 2026),
    }


def test_figures_that_go_on_with_a_year_of_their_own_and_those_among_others_are_promises():
    def said(text):
        return [(text[slice(*one.value)], text[slice(*one.unit)], one.year) for one in promises(text)]

    doctors = "Trạm Y tế phường có ít nhất 05 bác sĩ vào năm 2027 và 06 bác sĩ vào năm 2030."
    assert said(doctors) == [("ít nhất 05", "bác sĩ", 2027), ("06", "bác sĩ", 2030)]
    assert said("Có ít nhất 15 sản phẩm OCOP, trong đó 02 sản phẩm đạt 5 sao.")[1][:2] == ("02", "sản phẩm")
    assert said("100% dân số được lập hồ sơ sức khỏe, trong đó 90% có hồ sơ điện tử.") == [
        ("100", "%", None),
        ("90", "%", None),
    ]
    assert said("Trên 96,5% dân số tham gia bảo hiểm y tế.") == [("Trên 96,5", "%", None)]
    assert said("Bao phủ bảo hiểm y tế đạt trên 95% dân số.") == [("trên 95", "%", None)]


def test_a_share_reached_later_is_a_figure_of_its_own():
    found = told("Ít nhất 95% người cao tuổi có thẻ vào năm 2026, đạt 100% vào năm 2028.")
    assert [(value, year) for _, value, _, year, _ in found] == [("Ít nhất 95", 2026), ("100", 2028)]
    assert found[1][0] == "người cao tuổi có thẻ"


def test_a_count_among_the_words_of_a_share_is_not_its_figure():
    (only,) = told("Tỷ lệ hộ được kiểm tra ít nhất 01 lần/năm đạt 95%")
    assert only[:3] == ("Tỷ lệ hộ được kiểm tra ít nhất 01 lần/năm", "95", "%")


def test_an_age_is_not_where_a_share_starts_from():
    (only,) = told("Giảm tỷ lệ hút thuốc ở nam giới từ 15 tuổi trở lên xuống dưới 33%")
    assert only[:3] == ("tỷ lệ hút thuốc ở nam giới từ 15 tuổi trở lên", "dưới 33", "%")
