"""Questions to go on with: found after the answer is shown, never one that would be refused, in nobody's way."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from assistant.page.answerable import Answerable
from assistant.page.chips import understood
from assistant.page.conversations import Thread
from assistant.page.desk import Desk
from assistant.page.following import TRIED, following, offered
from assistant.page.office import Office
from assistant.page.server import build_app
from assistant.page.strings import LANGUAGES, strings
from assistant.page.turns import Turn, Understood
from assistant.turns import Ask
from ingest.errors import BadInput
from tests.browser import chromium, served
from tests.fakes import FakeAnswer, FakeAssistant, answer
from tests.page_office import office, real_office

WORDS = strings("vi")
QUESTION = "Ai chủ trì khám sàng lọc?"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def answered_turn(stands_on: Office) -> Thread:
    return stands_on.conversations.add(Thread(), Turn(QUESTION, answer(QUESTION)))


def test_only_what_the_store_answers_is_offered_and_few_are_tried() -> None:
    tried: list[str] = []

    def answered(question: str) -> bool:
        tried.append(question)
        return "phải làm gì" in question

    known = Understood(at="Ai chủ trì khám sàng lọc ở {place}?")
    found = following(answer(QUESTION), known, [f"xã {n}" for n in range(50)], WORDS, answered)
    assert found == ("Trạm Y tế của đặc khu Kiên Hải phải làm gì?",)
    assert len(tried) == TRIED


def test_the_question_itself_is_not_offered_under_the_whole_name_of_its_place() -> None:
    asked = "Liệt kê các nhiệm vụ do Trạm Y tế chủ trì ở Kiên Hải"
    known = Understood(places=("đặc khu Kiên Hải",), at="Liệt kê các nhiệm vụ do Trạm Y tế chủ trì ở {place}")
    found = following(answer(asked), known, ["đặc khu Kiên Hải", "xã Cao Minh"], WORDS, lambda _: True)
    assert len(found) == 3
    assert "Liệt kê các nhiệm vụ do Trạm Y tế chủ trì ở đặc khu Kiên Hải" not in found


def test_what_was_just_asked_is_not_offered_in_other_words() -> None:
    record = {"plan": "kien-hai", "kind": "target", "indicator": "Tỷ lệ bao phủ bảo hiểm y tế"}
    asked = answer("So sánh tỷ lệ tham gia BHYT", records=[record])
    compared = Understood(about=(("chip_ask", WORDS("ask_compare")),))
    figure = Understood(about=(("chip_ask", WORDS("ask_figure")),))
    assert not any(each.startswith("So sánh") for each in following(asked, compared, (), WORDS, lambda _: True))
    assert any(each.startswith("So sánh") for each in following(asked, figure, (), WORDS, lambda _: True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_of_plans_has_a_word_for_its_chip(language: str) -> None:
    words = strings(language)
    assert all(words(f"ask_{ask}") for ask in Ask if ask not in (Ask.GREETING, Ask.THANKS, Ask.HELP))


def test_what_was_asked_before_in_the_conversation_is_not_offered_again() -> None:
    asked = "Trạm Y tế của Kiên Hải phải làm gì?"
    known = Understood(places=("đặc khu Kiên Hải",), at="Trạm Y tế của {place} phải làm gì?")
    before = Turn(asked, answer(asked), understood=known)
    again = "Trạm Y tế của đặc khu Kiên Hải phải làm gì?"
    assert again in following(answer(QUESTION), None, (), WORDS, lambda _: True)
    assert again not in following(answer(QUESTION), None, (), WORDS, lambda _: True, (before,))


def test_a_list_is_not_offered_after_the_list() -> None:
    listed = Understood(about=(("chip_ask", WORDS("ask_tasks")),))
    assert not any("Liệt kê" in each for each in following(answer(QUESTION), listed, (), WORDS, lambda _: True))


def test_after_a_refusal_at_a_place_all_plans_are_offered_first() -> None:
    known = Understood((), ("xã Cao Minh",), "Việc nào quá hạn ở tất cả các kế hoạch?", "Việc nào quá hạn ở {place}?")
    refused = answer("Việc nào quá hạn?", status="refused", citations=[], records=[])
    found = following(refused, known, ("xã Cao Minh", "xã Mường La"), WORDS, lambda _: True)
    assert found == ("Việc nào quá hạn ở tất cả các kế hoạch?", "Việc nào quá hạn ở xã Mường La?")


def test_they_stay_with_the_conversation_and_are_sought_once(tmp_path: Path) -> None:
    fake = FakeAssistant()
    stands_on = office(fake, tmp_path)
    thread = answered_turn(stands_on)
    found = offered(stands_on, thread.name, 1, None, WORDS)
    assert len(found) == 3
    assert stands_on.conversations.turns(thread)[0].following == found
    asked = len(fake.asked)
    assert offered(stands_on, thread.name, 1, None, WORDS) == found
    other = answered_turn(stands_on)  # the same answer to somebody else
    assert offered(stands_on, other.name, 1, None, WORDS) == found
    assert len(fake.asked) == asked


def test_none_are_sought_for_a_turn_that_is_no_longer_the_last_or_not_there(tmp_path: Path) -> None:
    fake = FakeAssistant()
    stands_on = office(fake, tmp_path)
    thread = answered_turn(stands_on)
    stands_on.conversations.add(thread, Turn("Còn thời hạn?", answer("Còn thời hạn?")))
    for name, number, user in ((thread.name, 1, None), (thread.name, 9, None), ("x", 1, None), (thread.name, 2, "lan")):
        assert offered(stands_on, name, number, user, WORDS) == ()
    assert not fake.asked


def test_they_give_way_to_a_question_that_is_being_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.page.following.PATIENCE", 0.05)
    fake = FakeAssistant()
    stands_on = office(fake, tmp_path)
    thread = answered_turn(stands_on)
    with stands_on.desk.answering():
        assert offered(stands_on, thread.name, 1, None, WORDS) == ()
    assert not fake.asked
    assert offered(stands_on, thread.name, 1, None, WORDS)


def test_a_desk_is_free_when_the_last_answer_is_given() -> None:
    desk = Desk()
    assert desk.free(0)
    with desk.answering(), desk.answering():
        assert not desk.free(0.01)
    assert desk.free(0)


def test_what_is_known_to_be_answered_is_forgotten_with_the_state_of_the_store() -> None:
    asked: list[str] = []
    plans: list[dict[str, Any]] = [{}]

    def status(question: str) -> str:
        asked.append(question)
        if not question:
            raise BadInput("no words")
        return "answered"

    answerable = Answerable(status, lambda: plans[0])
    assert [answerable("a"), answerable("a"), answerable("")] == [True, True, False]
    assert asked == ["a", ""]
    plans[0] = {}
    assert answerable("a")
    assert asked == ["a", "", "a"]


@pytest.mark.real
def test_every_suggestion_of_the_real_assistant_is_answered(five_plans: Path, tmp_path: Path) -> None:
    with real_office(five_plans, tmp_path) as stands_on:
        assert stands_on.world
        number = 0
        for question in (
            "Ai chủ trì nhiệm vụ khám sàng lọc miễn phí ở Kiên Hải?",
            "Đến năm 2030 Mường La có bao nhiêu bác sĩ trên vạn dân?",
            "Phòng Kinh tế của Cao Minh phải làm gì?",
            "Căn cứ của kế hoạch Định Hóa là gì?",
            "Dân số xã Cao Minh là bao nhiêu?",
        ):
            given = stands_on.assistant.ask(question)
            known = understood(given, stands_on.world(), WORDS)
            thread = stands_on.conversations.add(Thread(), Turn(question, given.to_json(), understood=known))
            for each in offered(stands_on, thread.name, 1, None, WORDS):
                assert stands_on.assistant.ask(each).to_json()["status"] == "answered", each
                number += 1
        assert number >= 8


class Gated(FakeAssistant):
    """Suggestions take as long as the test wants; the words of a slow answer come one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = threading.Event()

    def ask(self, question: str, *rest: Any, **more: Any) -> FakeAnswer:
        if "phải làm gì" in question:
            self.opened.wait(30)
        return super().ask(question, *rest, **more)

    def stream(self, question: str, *rest: Any, **more: Any) -> Iterator[str | FakeAnswer]:
        if "chậm" in question:
            time.sleep(0.2)
            yield "Từng chữ một, "
            self.opened.wait(30)
            yield "rồi cũng xong [1]."
            yield FakeAnswer(answer(question, answer="Từng chữ một, rồi cũng xong [1]."))
            return
        yield from super().stream(question, *rest, **more)


@pytest.mark.real
def test_an_answer_waits_for_no_suggestion_and_the_next_question_gives_them_up(
    browser: Browser, tmp_path: Path
) -> None:
    gated = Gated()
    with served(build_app(office(gated, tmp_path))) as address:
        page = browser.new_page()
        page.goto(address)
        box = page.get_by_label("Câu hỏi")
        box.fill(QUESTION)
        with page.expect_request("**/page/following/**") as given_up:
            box.press("Enter")
        expect(page.locator("#turn-1 .said > .tools")).to_be_visible()
        expect(page.locator("#turn-1 .following button")).to_have_count(0)
        box.fill("Việc này có chậm không?")
        box.press("Enter")
        expect(page.locator("#turn-2 .text")).to_contain_text("Từng chữ một")
        expect(page.locator("#turn-2 .searching")).to_be_visible()
        assert given_up.value.failure is not None
        gated.opened.set()
        expect(page.locator("#turn-2 .text")).to_contain_text("rồi cũng xong")
        expect(page.locator("#turn-2 .searching")).to_have_count(0)
        expect(page.locator("#turn-2 .following button").first).to_be_visible()
        page.close()


def test_a_suggestion_that_tries_to_be_markup_is_text(tmp_path: Path) -> None:
    stands_on = office(FakeAssistant(), tmp_path)
    done = Turn(QUESTION, answer(QUESTION), following=("<img src=x onerror=alert(1)>\"'",))
    thread = stands_on.conversations.add(Thread(), done)
    with served(build_app(stands_on)) as address:
        shown = httpx.get(f"{address}/page/following/{thread.name}/1").text
    assert "<img" not in shown
    assert "&lt;img" in shown
