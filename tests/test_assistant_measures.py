"""What a number has to count: part of the understood question, and checked against targets and quotes."""

from __future__ import annotations

import pytest

from assistant.measures import counts, measures_target
from assistant.turns import Measure
from assistant.wording import table
from ingest.records import Target
from tests.worlds import ask, bundled, plan_of, query_of, world_of


def measure_of(question: str) -> Measure:
    measure = query_of(question).measure
    assert measure is not None
    return measure


@pytest.mark.parametrize(
    ("question", "asked", "topic"),
    [
        ("Bao nhiêu người được khám sàng lọc ở Kiên Hải?", "người", "khám sàng lọc"),
        ("Bao nhiêu phần trăm dân Kiên Hải có BHYT?", "phần trăm", "dân bảo hiểm y tế"),
        ("Kiên Hải: bao nhiêu % dân có BHYT?", "phần trăm", "dân bảo hiểm y tế"),
        ("Mường La có bao nhiêu giường bệnh?", "giường bệnh", "giường bệnh"),
        ("Mường La có bao nhiêu mô hình trường học?", "mô hình", "mô hình trường học"),
        ("Số hộ dân có sổ sức khỏe ở Định Hóa?", "hộ dân", "sổ sức khỏe"),
        ("bao nhieu nguoi duoc kham o kien hai", "người", "kham"),
        ("How many people are screened in Kiên Hải?", "people", "khám sàng lọc"),
    ],
)
def test_what_has_to_be_counted_is_part_of_the_question(question: str, asked: str, topic: str) -> None:
    query = query_of(question)
    assert query.measure is not None
    assert query.measure.asked == asked
    assert " ".join(query.topic) == topic


@pytest.mark.parametrize(
    "question",
    [
        "Tuổi thọ trung bình ở Mường La là bao nhiêu?",
        "Bao phủ BHYT ở Mường La đạt bao nhiêu năm 2026?",
        "Kiên Hải có bao nhiêu nhiệm vụ?",
        "Năm 2026 Mường La đặt bao nhiêu bảo hiểm y tế?",
        "Dân số xã Cao Minh là bao nhiêu?",
    ],
)
def test_a_bare_how_much_wants_no_measure(question: str) -> None:
    assert query_of(question).measure is None


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("Bao nhiêu người được khám?", "khám cho 1.250 người dân", True),
        ("Bao nhiêu người được khám?", "đạt 95% người dân", False),
        ("Bao nhiêu người được khám?", "Từ năm 2026 người dân được khám ít nhất mỗi năm 1 lần", False),
        ("Bao nhiêu người được khám?", "hằng năm người dân được khám", False),
        ("Khám mấy lần?", "ít nhất mỗi năm 01 lần", True),
        ("Khám mấy lần?", "ít nhất mỗi năm một lần", True),
        ("Có bao nhiêu bác sĩ?", "ít nhất từ 4 - 5 bác sĩ", True),
        ("Có bao nhiêu bác sĩ?", "100% bác sĩ", False),
        ("Đạt bao nhiêu phần trăm?", "đạt trên 95%", True),
        ("Có bao nhiêu trạm y tế?", "100% trạm y tế xã", False),
        ("Có bao nhiêu mô hình?", "xây dựng 03 mô hình", True),
    ],
)
def test_a_number_counts_the_word_behind_it(question: str, text: str, held: bool) -> None:
    assert counts(measure_of(question), text) is held


def test_a_target_answers_only_in_the_measure_that_is_asked_for() -> None:
    targets = [r for r in bundled().plans["kien-hai"].records if isinstance(r, Target)]
    units = {
        question: {target.unit for target in targets if measures_target(measure_of(question), target)}
        for question in ("Bao nhiêu người?", "Bao nhiêu phần trăm?", "Mấy lần?", "Bao nhiêu tuổi?", "Bao nhiêu bác sĩ?")
    }
    assert list(units.values()) == [{"bác sĩ"}, {"%"}, {"lần"}, {"tuổi", "năm"}, {"bác sĩ"}]


def test_a_refusal_says_what_the_plan_has_instead() -> None:
    answer = ask("Bao nhiêu người được khám sàng lọc ở Kiên Hải?")
    assert (answer["status"], answer["records"]) == ("refused", [])
    assert "“người”" in answer["answer"].split("\n")[0]
    assert "mỗi năm 1 lần" in answer["answer"]
    assert answer["citations"]


def test_a_plan_with_the_number_answers_with_it() -> None:
    world = world_of([plan_of(CAMERAS)])
    query = query_of("Bao nhiêu người được tập huấn ở Tân Hội?", world=world)
    assert query.measure == measure_of("Bao nhiêu người?")


CAMERAS = """ỦY BAN NHÂN DÂN
XÃ TÂN HỘI
Số: 12/KH-UBND
Tân Hội, ngày 02 tháng 3 năm 2026
KẾ HOẠCH
Chuyển đổi số năm 2026
I. MỤC TIÊU
- Tập huấn kỹ năng số cho 1.250 người dân.
"""


def test_every_word_of_a_measure_is_in_one_measure_that_asks_for_it() -> None:
    """The longest phrase wins at a place, so a word may stand in two measures only where both mean it."""
    shared = {"lượt người"}
    seen: dict[str, str] = {}
    for entries in table("measures").values():
        assert isinstance(entries, dict)
        for name, forms in entries.items():
            for form in forms:
                assert seen.setdefault(str(form), str(name)) == name or form in shared, form
