"""What goes wrong in a meeting: the server restarts, the store empties, nothing is there, an answer has no end."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfWriter

from assistant.page import wiring
from assistant.page.accounts import Accounts
from assistant.page.server import build_app
from assistant.page.strings import strings
from ingest.errors import StoreBusy
from ingest.load import bundled_plans
from ingest.records import Plan
from tests.browser import chromium, served
from tests.fakes import FakeAnswer, FakeAssistant, answer, citation, task
from tests.page_office import bundled, office, real_office
from vectorstore.intake import Intake, Progress

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


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_a_question_asked_while_the_server_is_away_is_kept_and_told_of(
    browser: Browser, tmp_path: Path, path: str
) -> None:
    words = strings("vi" if path == "/" else "en")
    with served(build_app(office(FakeAssistant(), tmp_path))) as address:
        page = opened(browser, address + path)
        box = page.get_by_label(words("question_label"))
        expect(page.locator(".welcome")).to_be_visible()
    box.fill("Ai chủ trì?")
    box.press("Enter")
    expect(page.get_by_test_id("toast-text").first).to_have_text(words("lost"))
    with served(build_app(office(FakeAssistant(), tmp_path)), port=urlsplit(address).port or 0):
        expect(page.get_by_test_id("toast-text")).to_have_count(0, timeout=30_000)
        expect(box).to_have_value("Ai chủ trì?")
        page.locator("#send").click()
        expect(page.locator("#turn-1 .said > .tools")).to_be_visible()


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


def test_a_fault_of_the_program_in_a_tab_is_one_calm_line(
    browser: Browser, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken() -> dict[str, Plan]:
        raise ZeroDivisionError("<b>inner detail</b>")

    made = office(FakeAssistant(), tmp_path, dict(bundled()))
    with served(build_app(made)) as address:
        page = opened(browser, address)
        object.__setattr__(made, "plans", broken)
        for tab in ("Tra cứu", "So sánh", "Thời hạn"):
            page.get_by_role("tab", name=tab).click()
            toast = page.locator(".toast-body", has_text="Trang gặp trục trặc")
            expect(toast).to_be_visible()
            expect(toast).not_to_contain_text("inner detail")
            toast.get_by_test_id("toast-close").click()
            expect(toast).to_have_count(0)
    assert "ZeroDivisionError" in capfd.readouterr().err


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
        other = page.context.new_page()
        other.goto(address)
        other.get_by_role("button", name="Thoát (lan)").click()
        expect(other).to_have_url(f"{address}/page/login")
        page.get_by_role("tab", name="Hỏi đáp").click()  # the first tab still shows the conversation
        ask(page, "Ai phối hợp?")
        expect(page).to_have_url(f"{address}/page/login")
        page.goto(address)
        expect(page).to_have_url(f"{address}/page/login")


class Locked:
    """A shelf whose store another process is writing to."""

    def take_in(self, paths: Iterable[Path], progress: Progress | None = None) -> tuple[Intake, ...]:
        raise StoreBusy("Another process has been writing to the store /kho for 60 s; try again later.")

    def remove(self, plan: str) -> None:
        raise StoreBusy("Other processes have kept the store /kho busy; try again later.")

    def original(self, plan: str) -> Path | None:
        return None

    def seconds(self) -> dict[str, float]:
        return {}


def wrong_files(folder: Path) -> list[Path]:
    """A password, another language, nothing, no text, no document."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("bí mật")
    writer.write(folder / "có mật khẩu.pdf")
    (folder / "tiếng Anh.txt").write_text("This letter is about the harbour and its many ships. " * 20)
    (folder / "trống.txt").write_bytes(b"")
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7 nothing more")
    (folder / "nhị phân.txt").write_bytes(b"\x00\x01\x02" * 400)
    return [folder / name for name in ("có mật khẩu.pdf", "tiếng Anh.txt", "trống.txt", "hỏng.pdf", "nhị phân.txt")]


SAID = {
    "/": (
        "hãy lưu một bản không có mật khẩu",
        "số từ là tiếng Việt",
        "tệp trống",
        "tệp PDF bị hỏng",
        "không phải văn bản",
    ),
    "/en/": ("save a copy without one", "of its words are Vietnamese", "is empty", "is damaged", "is not text"),
}
BUSY = {"/": "Có chương trình khác đang ghi vào kho", "/en/": "Another process has been writing to the store"}
STAYS = {"/": "đang bận vì chương trình khác", "/en/": "have kept the store /kho busy"}
LARGE = {"/": "quá lớn", "/en/": "too large"}


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_what_is_wrong_with_a_file_or_the_store_is_said_in_the_language_of_the_page(
    browser: Browser, tmp_path: Path, path: str
) -> None:
    words = strings("vi" if path == "/" else "en")
    made = replace(office(FakeAssistant(), tmp_path / "page"), shelf=Locked())
    with served(build_app(made)) as address:
        page = opened(browser, address + path)
        page.get_by_role("tab", name=words("tab_documents")).click()
        page.get_by_role("button", name=words("editing")).click()
        chosen = page.locator("input[type=file]").first
        chosen.set_input_files(wrong_files(tmp_path))
        previews = page.locator(".preview.bad")
        expect(previews).to_have_count(5, timeout=60_000)
        for number, said in enumerate(SAID[path]):
            expect(previews.nth(number)).to_contain_text(said)
        expect(page.locator("#take-in")).to_be_hidden()

        chosen.set_input_files(bundled_plans()[0])
        expect(page.locator("#take-in")).to_be_visible(timeout=60_000)
        page.locator("#take-in").click()
        expect(page.locator("#document-said")).to_contain_text(BUSY[path])
        page.get_by_label(words("remove_label")).click()
        page.get_by_role("option").first.click()
        page.locator("#remove").click()
        page.locator("#remove-yes").click()
        expect(page.locator("#document-said")).to_contain_text(STAYS[path])


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_a_file_that_is_too_large_is_told_before_it_is_sent(
    browser: Browser, tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "LARGEST_FILE", 1000)
    words = strings("vi" if path == "/" else "en")
    made = replace(office(FakeAssistant(), tmp_path / "page"), shelf=Locked())
    with served(build_app(made)) as address:
        page = opened(browser, address + path)
        page.get_by_role("tab", name=words("tab_documents")).click()
        page.get_by_role("button", name=words("editing")).click()
        page.locator("input[type=file]").first.set_input_files(bundled_plans()[0])
        expect(page.locator("#said")).to_have_text(words("too_large", name=bundled_plans()[0].name, limit=0))
        expect(page.locator("#previews")).to_have_text("")


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_a_store_that_is_locked_is_one_line_wherever_it_is_met(browser: Browser, tmp_path: Path, path: str) -> None:
    words, line = strings("vi" if path == "/" else "en"), STAYS[path]

    def locked() -> dict[str, Plan]:
        raise StoreBusy("Other processes have kept the store /kho busy; try again later.")

    made = office(FakeAssistant(), tmp_path)
    with served(build_app(made)) as address:
        page = opened(browser, address + path)
        box = page.get_by_label(words("question_label"))
        box.fill("Ai chủ trì?")
        box.press("Enter")
        expect(page.locator("#turn-1 .said > .tools")).to_be_visible()
        object.__setattr__(made, "plans", locked)
        box.fill("Ai chủ trì bây giờ?")
        box.press("Enter")
        expect(page.locator("#turn-2 .status")).to_have_text(words("failed"))
        page.locator("#at-1-1").click()
        expect(page.locator("#sheet")).to_contain_text(line)
        page.keyboard.press("Escape")
        for tab in ("tab_lookup", "tab_compare", "tab_deadlines", "tab_documents"):
            page.get_by_role("tab", name=words(tab)).click()
            toast = page.locator(".toast-body", has_text=line)
            expect(toast).to_be_visible()
            toast.get_by_test_id("toast-close").click()
            expect(toast).to_have_count(0)
        page.reload()
        expect(page.locator("#turn-1 .text")).to_contain_text("Trạm Y tế chủ trì")
        page.keyboard.press("F2")
        expect(page.locator(".welcome")).to_contain_text(line)


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_a_question_that_cannot_be_asked_is_told_in_the_language_of_the_page(
    five_plans: Path, browser: Browser, tmp_path: Path, path: str
) -> None:
    with real_office(five_plans, tmp_path) as made, served(build_app(made)) as address:
        page = opened(browser, address + path)
        words = strings("vi" if path == "/" else "en")
        for number, (asked, said) in enumerate((("?!", "không có chữ nào"), ("à " * 4000, "hãy hỏi ngắn hơn")), 1):
            page.get_by_label(words("question_label")).fill(asked)
            page.get_by_role("button", name=words("send"), exact=True).click()
            text = page.locator(f"#turn-{number} .text")
            expect(text).not_to_be_empty()
            assert (said in text.inner_text()) == (path == "/")
