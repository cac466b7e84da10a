"""Where a question is about: plans of the store, places without a plan, and names that are no place at all."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.pipeline import Assistant
from assistant.turns import Scope
from assistant.world import World
from tests.worlds import TODAY, ask, bundled, five_plans, plan_of, query_of, world_of
from vectorstore.snapshot import Entry

ALL = ("cao-minh", "dinh-hoa", "kien-hai", "muong-la", "thanh-dong")


def scope(question: str) -> Scope:
    return query_of(question).scope


# --- plans of the store ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("Ai ký kế hoạch Kiên Hải?", ("kien-hai",)),
        ("Ai ký kế hoạch của đặc khu Kiên Hải?", ("kien-hai",)),
        ("ai ky ke hoach kien hai", ("kien-hai",)),
        ("Ai ký kế hoạch KIÊN HẢI?", ("kien-hai",)),
        ("Ai ký kế hoạch đặc khu Kiên Hải, tỉnh An Giang?", ("kien-hai",)),
        ("Who signed the plan of Mường La?", ("muong-la",)),
        ("who signed the plan of muong la", ("muong-la",)),
        ("Ở Kiên Hải và Mường La, ai ký kế hoạch?", ("kien-hai", "muong-la")),
        ("Định Hoá ai ký?", ("dinh-hoa",)),
        ("Ai ký kế hoạch?", ()),
    ],
)
def test_a_stored_place_is_known_by_its_name(question: str, plans: tuple[str, ...]) -> None:
    found = scope(question)
    assert sorted(found.plans) == sorted(plans)
    assert found.elsewhere == ()
    assert found.named is bool(plans)


@pytest.mark.parametrize(
    ("typed", "plan"), [("Kiên Hãi", "kien-hai"), ("Mương La", "muong-la"), ("Cao Mnih", "cao-minh")]
)
def test_a_place_misspelt_by_a_letter_is_found_and_said(typed: str, plan: str) -> None:
    answer = ask(f"Ở {typed} ai ký kế hoạch?")
    assert {record["plan"] for record in answer["records"]} == {plan}
    assert "Hiểu là" in answer["answer"]


def test_an_exact_accented_name_beats_a_stored_plan_spelt_like_it() -> None:
    for question, place in (
        ("Dân quân xã Kiến Hải do ai quản lý?", "Kiến Hải"),
        ("Chỉ tiêu bác sĩ xã Thạnh Đông?", "Thạnh Đông"),
    ):
        found = scope(question)
        assert found.plans == ()
        assert any(place in each for each in found.elsewhere)


def test_typed_without_accents_the_stored_plan_wins_and_is_shown_in_full() -> None:
    answer = ask("ai ky ke hoach thanh dong")
    assert "Phường Thành Đông" in answer["answer"]
    assert scope("ai ky ke hoach thanh dong").elsewhere == ()


# --- provinces ---------------------------------------------------------------------------------------------------


def test_a_province_must_not_contradict_the_plan() -> None:
    answer = ask("Kế hoạch của đặc khu Kiên Hải tỉnh Quảng Ninh do ai ký?")
    assert answer["status"] == "refused"
    assert "Quảng Ninh" in answer["answer"]
    assert "Lê Minh Trị" not in answer["answer"]


def test_a_province_that_the_plan_does_not_name_is_not_confirmed() -> None:
    answer = ask("Xã Định Hóa tỉnh Thái Nguyên ai ký kế hoạch?")
    assert "Nguyễn Minh Tú" in answer["answer"]
    assert "không nêu tỉnh" in answer["answer"]


def test_a_province_alone_means_its_plans() -> None:
    found = scope("Các xã của tỉnh An Giang ai ký kế hoạch?")
    assert found.plans == ("kien-hai",)
    assert found.by_province


def test_a_body_above_in_the_question_is_no_scope() -> None:
    found = scope("Kế hoạch của UBND tỉnh An Giang mà Kiên Hải thực hiện là kế hoạch nào?")
    assert found.plans == ("kien-hai",)
    assert found.elsewhere == ()


# --- other places ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì khám sàng lọc miễn phí ở đặc khu Phú Quốc?",
        "Kế hoạch của đặc khu Cát Hải có bao nhiêu nhiệm vụ?",
        "Bảo hiểm y tế ở Hà Nội năm 2026 đạt bao nhiêu?",
        "Xã Chợ Đồn ai ký kế hoạch?",
        "Who signed the plan of Côn Đảo?",
    ],
)
def test_a_place_without_a_plan_is_named_and_refused(question: str) -> None:
    answer = ask(question)
    assert answer["status"] == "refused"
    assert answer["records"] == []
    assert answer["citations"] == []
    assert any(place.split()[-1] in answer["answer"] for place in scope(question).elsewhere)


@pytest.mark.parametrize(
    ("question", "plan", "said"),
    [
        ("Huyện Mường La cũ ai ký kế hoạch?", "muong-la", "một phần của"),
        ("Huyện Kiên Hải cũ ai ký kế hoạch?", "kien-hai", "nay là"),
    ],
)
def test_a_former_unit_leads_to_todays_place_and_says_so(question: str, plan: str, said: str) -> None:
    answer = ask(question)
    assert {record["plan"] for record in answer["records"]} == {plan}
    assert said in answer["answer"]


def test_a_former_province_leads_to_the_plan_of_todays() -> None:
    assert scope("Kế hoạch Kiên Hải tỉnh Kiên Giang do ai ký?").plans == ("kien-hai",)


@pytest.mark.parametrize(
    ("question", "excluded"),
    [
        ("Các xã trừ Kiên Hải ai ký kế hoạch?", {"kien-hai"}),
        ("Ngoài Mường La ra, các xã khác ai ký kế hoạch?", {"muong-la"}),
        ("Who signed the plans except Kiên Hải?", {"kien-hai"}),
    ],
)
def test_except_places_are_left_out_and_the_others_are_all_there(question: str, excluded: set[str]) -> None:
    assert set(scope(question).plans) == set(ALL) - excluded
    assert {record["plan"] for record in ask(question)["records"]} == set(ALL) - excluded


@pytest.mark.parametrize("words", ["các xã", "năm địa phương", "tất cả các kế hoạch", "all communes"])
def test_every_place_is_every_plan(words: str) -> None:
    found = scope(f"chỉ tiêu bảo hiểm y tế của {words}" if words != "all communes" else f"insurance target of {words}")
    assert found.everywhere
    assert found.plans == ()


@pytest.mark.parametrize(
    "question", ["Xã mình ai ký kế hoạch?", "Ở đây ai phụ trách tiêm chủng?", "Who signed the plan of our commune?"]
)
def test_a_place_that_is_not_said_is_asked_for(question: str) -> None:
    answer = ask(question)
    assert answer["status"] == "clarify"
    assert "Kiên Hải" in answer["answer"]


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì giải pháp an toàn trường học?",
        "Nhiệm vụ nào về môi trường làm việc an toàn?",
        "Trung tâm Dịch vụ tổng hợp chủ trì nhiệm vụ nào?",
        "Cuộc sống hạnh phúc có được nhắc đến không?",
        "Nhiệm vụ về phòng chống tai nạn thương tích do ai chủ trì?",
    ],
)
def test_ordinary_words_are_no_place(question: str) -> None:
    found = scope(question)
    assert (found.plans, found.elsewhere) == ((), ())


def test_a_name_of_the_gazetteer_inside_a_phrase_of_the_plans_is_no_place() -> None:
    assert bundled().known.holds("an toàn")
    for phrase in ("dân tộc thiểu số", "quân sự", "tân tiến", "thanh niên", "cộng hòa"):
        if bundled().known.holds(phrase):
            assert scope(f"Nhiệm vụ về {phrase} do ai chủ trì?").elsewhere == ()


def test_the_plans_of_a_call_bound_what_is_searched() -> None:
    assert {record["plan"] for record in ask("Ai ký kế hoạch?", plans=("muong-la",))["records"]} == {"muong-la"}


# --- stores with namesakes ---------------------------------------------------------------------------------------

HOMONYM = """ỦY BAN NHÂN DÂN
XÃ TÂN AN
Số: {number}/KH-UBND
Tân An, ngày 05 tháng 02 năm 2026

KẾ HOẠCH
Thực hiện công tác thủy lợi trên địa bàn xã Tân An

Căn cứ Quyết định số 15/QĐ-UBND ngày 10/01/2026 của Ủy ban nhân dân tỉnh {province};

I. MỤC TIÊU
- Đến năm 2030, tỷ lệ hộ dân được cấp nước sạch đạt trên {share}%.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
{signer}
"""


@cache
def namesakes() -> World:
    first = plan_of(HOMONYM.format(number=7, province="Tây Ninh", share=90, signer="Nguyễn Văn An"), "a.txt")
    taken = {first.id: Entry(first.id, "1", first.source.sha256, "a.txt", "1", "fake", 1, 1, "", "Tây Ninh")}
    second = plan_of(HOMONYM.format(number=8, province="Lạng Sơn", share=85, signer="Trần Thị Bình"), "b.txt", taken)
    return world_of([first, second])


def test_namesakes_in_the_store_are_asked_about() -> None:
    world = namesakes()
    assert len(world.plans) == 2
    answer = Assistant(lambda: world).ask("Ai ký kế hoạch xã Tân An?", today=TODAY)
    assert answer.status == "clarify"
    assert "Tây Ninh" in answer.answer
    assert "Lạng Sơn" in answer.answer


def test_a_province_tells_namesakes_apart() -> None:
    world = namesakes()
    answer = Assistant(lambda: world).ask("Ai ký kế hoạch xã Tân An, tỉnh Lạng Sơn?", today=TODAY)
    assert "Trần Thị Bình".casefold() in answer.answer.casefold()
    assert "Nguyễn Văn An".casefold() not in answer.answer.casefold()


def test_a_store_of_one_plan_answers_for_our_commune() -> None:
    world = world_of([plan for plan in five_plans() if plan.id == "muong-la"])
    answer = Assistant(lambda: world).ask("Xã mình ai ký kế hoạch?", today=TODAY)
    assert "Trần Hải Sơn" in answer.answer


def test_an_empty_store_says_so() -> None:
    world = world_of([])
    answer = Assistant(lambda: world).ask("Ai ký kế hoạch?", today=TODAY)
    assert answer.status == "clarify"
    assert "chưa có kế hoạch nào" in answer.answer
