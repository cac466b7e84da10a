"""What goes wrong in a meeting: the server restarts, the store empties, nothing is there, an answer has no end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.page.accounts import Accounts
from assistant.page.server import build_app
from ingest.records import Plan
from tests.browser import chromium, served
from tests.fakes import FakeAnswer, FakeAssistant, answer, citation, task
from tests.page_office import bundled, office

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
    page.set_default_timeout(20_000)
    page.goto(address)
    return page


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("Câu hỏi")
    box.fill(question)
    box.press("Enter")


class Slow(FakeAssistant):
    """Takes for ever over some questions."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def ask(self, question: str, *rest: object, **more: object) -> FakeAnswer:  # type: ignore[override]
        if "chậm" in question:
            self.released.wait(60)
        return super().ask(question, *rest, **more)  # type: ignore[arg-type]


def test_a_server_that_restarts_in_mid_answer_loses_neither_conversation_nor_question(
    browser: Browser, tmp_path: Path
) -> None:
    slow = Slow()
    with served(build_app(office(slow, tmp_path))) as address:
        page = opened(browser, address)
        ask(page, "Ai chủ trì?")
        expect(page.locator("#turn-1 .said > .tools")).to_be_visible()
        ask(page, "Việc này có chậm không?")
        expect(page.locator("#turn-2 .searching")).to_be_visible()
    expect(page.locator("#turn-2 .searching")).to_contain_text("Mất liên lạc")
    with served(build_app(office(FakeAssistant(), tmp_path)), port=urlsplit(address).port or 0):
        expect(page.get_by_label("Câu hỏi")).to_have_value("Việc này có chậm không?", timeout=30_000)
        expect(page.locator("#turn-1 .asked")).to_contain_text("Ai chủ trì?")
        page.get_by_role("button", name="Hỏi", exact=True).click()
        expect(page.locator("#turn-2 .said > .tools")).to_be_visible()
    slow.released.set()


def test_with_no_plans_every_tab_says_so(browser: Browser, tmp_path: Path) -> None:
    with served(build_app(office(FakeAssistant(), tmp_path, {}))) as address:
        page = opened(browser, address)
        expect(page.locator(".welcome")).to_contain_text("Chưa có kế hoạch nào")
        for tab, place in (
            ("Tra cứu", "#lookup-table"),
            ("So sánh", "#compare-table"),
            ("Thời hạn", "#deadlines"),
            ("Văn bản", "#shelf"),
        ):
            page.get_by_role("tab", name=tab).click()
            expect(page.locator(f"{place} .empty")).to_be_visible()


def test_a_store_that_is_emptied_while_the_page_is_open(browser: Browser, tmp_path: Path) -> None:
    plans: dict[str, Plan] = dict(bundled())
    made = office(FakeAssistant(), tmp_path, plans)
    with served(build_app(made)) as address:
        page = opened(browser, address)
        ask(page, "Ai chủ trì?")
        expect(page.locator("#turn-1 .said > .tools")).to_be_visible()
        page.get_by_role("tab", name="Tra cứu").click()
        expect(page.locator("#lookup-table tbody tr").first).to_be_visible()
        object.__setattr__(made, "plans", dict)  # the next look finds nothing
        page.locator("#lookup-table tbody tr").first.click()
        expect(page.locator("#sheet")).to_contain_text("không còn trong kho")
        page.keyboard.press("Escape")
        page.get_by_label("Tìm trong các mục").fill("y tế")
        expect(page.locator("#lookup-table .empty")).to_be_visible()
        page.get_by_role("tab", name="Hỏi đáp").click()
        page.locator("#at-1-1").click()
        expect(page.locator("#sheet")).to_contain_text("không còn trong kho")
        page.reload()
        expect(page.locator("#turn-1 .text")).to_contain_text("Trạm Y tế chủ trì")


class Endless(FakeAssistant):
    """An answer of four hundred tasks."""

    def ask(self, question: str, *rest: object, **more: object) -> FakeAnswer:  # type: ignore[override]
        numbers = range(1, 401)
        lines = "\n".join(f"- mục {number}: {task(number)['task']} [{number}]" for number in numbers)
        return FakeAnswer(
            answer(
                question,
                answer=f"Có 400 nhiệm vụ.\n{lines}\n{'dài' * 2000}",
                citations=[citation(number) for number in numbers],
                records=[task(number) for number in numbers],
            )
        )


def test_a_very_long_answer_is_a_table_that_fits(browser: Browser, tmp_path: Path) -> None:
    with served(build_app(office(Endless(), tmp_path))) as address:
        page = opened(browser, address)
        ask(page, "Liệt kê tất cả")
        expect(page.locator("#turn-1 .said tbody tr")).to_have_count(400)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("#turn-1 .said tbody tr").nth(399).get_by_role("link").click()
        expect(page.locator("#sheet #cited")).to_be_in_viewport()


def test_logging_in_and_out(browser: Browser, tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add("lan", "reader", "một mật khẩu đủ dài")
    with served(build_app(office(FakeAssistant(), tmp_path), accounts=accounts)) as address:
        page = opened(browser, address)
        expect(page).to_have_url(f"{address}/page/login")
        page.get_by_label("Tên đăng nhập").fill("lan")
        page.get_by_label("Mật khẩu").fill("sai")
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("alert")).to_have_text("Tên hoặc mật khẩu không đúng.")
        page.get_by_label("Tên đăng nhập").fill("lan")
        page.get_by_label("Mật khẩu").fill("một mật khẩu đủ dài")
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.locator(".welcome")).to_be_visible()
        ask(page, "Ai chủ trì?")
        expect(page.locator("#turn-1 .said > .tools")).to_be_visible()
        page.get_by_role("tab", name="Văn bản").click()
        expect(page.locator("#shelf .shelf > li").first).to_be_visible()
        expect(page.locator("#editing")).to_have_count(0)
        page.get_by_role("button", name="Thoát (lan)").click()
        expect(page).to_have_url(f"{address}/page/login")
        page.goto(address)
        expect(page).to_have_url(f"{address}/page/login")
