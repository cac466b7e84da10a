"""The page in a real browser, over the real server: what an official sees, and what must never happen there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.page.accounts import Accounts
from assistant.page.server import build_app, check_host, local
from ingest.errors import BadInput
from tests.browser import chromium, served
from tests.fakes import FakeAssistant
from tests.page_office import office


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def served_fake() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def address(served_fake: FakeAssistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(build_app(office(served_fake, tmp_path_factory.mktemp("page")))) as url:
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, opened; it fails where the page asked another host for anything, or a script of it failed."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.set_default_timeout(15_000)
    opened = context.new_page()
    others: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda request: others.append(request.url) if _elsewhere(request.url, address) else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(address)
    expect(opened.locator(".welcome")).to_be_visible()
    yield opened
    context.close()
    assert not others
    assert not errors


def _elsewhere(url: str, address: str) -> bool:
    return urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != urlsplit(address).netloc


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("Câu hỏi")
    box.fill(question)
    box.press("Enter")


@pytest.mark.real
def test_a_question_is_answered_with_its_evidence_beside_it(page: Page) -> None:
    ask(page, "Ai chủ trì nhiệm vụ khám sàng lọc miễn phí ở Kiên Hải?")
    expect(page.locator("#turn-1 .text")).to_contain_text("Trạm Y tế chủ trì")
    evidence = page.locator("#evidence-1-1")
    expect(evidence).to_contain_text("đặc khu Kiên Hải · Phụ lục, mục 31")
    answer_box, evidence_box = page.locator("#turn-1-answer").bounding_box(), evidence.bounding_box()
    assert answer_box and evidence_box
    assert evidence_box["x"] >= answer_box["x"] + answer_box["width"]
    expect(page.get_by_label("Câu hỏi")).to_have_value("")
    page.locator("#at-1-1").click()
    expect(page.locator("#sheet #cited")).to_be_in_viewport()
    expect(page.locator("#sheet .cited-row")).to_contain_text("khám sàng lọc miễn phí")
    said = page.locator("#turn-1 .said").bounding_box()
    assert said and said["width"] > 500  # the answer keeps its half of the screen beside the plan


@pytest.mark.real
def test_a_list_is_a_table_and_a_blank_is_said(page: Page) -> None:
    ask(page, "Liệt kê nhiệm vụ của Phòng Kinh tế")
    expect(page.locator("#turn-1 tbody tr")).to_have_count(5)
    expect(page.locator("#turn-1 tbody tr").nth(1)).to_contain_text("không nêu")
    expect(page.locator("#turn-1 .evidence li")).to_have_count(5)


@pytest.mark.real
def test_a_refusal_is_calm_and_offers_the_nearest_passages(page: Page) -> None:
    ask(page, "Dân số xã Cao Minh là bao nhiêu?")
    expect(page.locator("#turn-1 .status")).to_have_text("Kế hoạch không nêu")
    expect(page.get_by_role("complementary", name="Xem thêm trong kế hoạch")).to_contain_text("trang 2")


@pytest.mark.real
def test_a_follow_up_shows_the_question_as_understood(page: Page) -> None:
    ask(page, "Ai chủ trì khám sàng lọc?")
    expect(page.locator("#evidence-1-1")).to_be_visible()
    ask(page, "Ai phối hợp?")
    expect(page.locator("#turn-2 .understood")).to_contain_text("Ai chủ trì khám sàng lọc? Ai phối hợp?")
    expect(page.locator("#turn-1")).to_be_attached()


@pytest.mark.real
def test_two_people_never_share_a_conversation(
    page: Page, browser: Browser, address: str, served_fake: FakeAssistant
) -> None:
    ask(page, "Ai chủ trì việc của tôi?")
    expect(page.locator("#evidence-1-1")).to_be_visible()
    other = browser.new_page()
    other.goto(address)
    ask(other, "Ai chủ trì việc của họ?")
    expect(other.locator("#turn-1 .asked")).to_contain_text("việc của họ")
    expect(other.locator("#evidence-1-1")).to_be_visible()
    other.close()
    assert ("Ai chủ trì việc của họ?", ()) in served_fake.asked


@pytest.mark.real
def test_a_conversation_comes_back_at_its_newest_question(page: Page) -> None:
    for number, question in enumerate(("Liệt kê nhiệm vụ của Phòng Kinh tế", "Ai chủ trì?"), 1):
        ask(page, question)
        expect(page.locator(f"#turn-{number} .said > .tools")).to_be_visible()
    page.reload()
    expect(page.locator("#turn-2 .asked")).to_be_in_viewport(ratio=1)
    expect(page.locator("#turn-1 .asked")).not_to_be_in_viewport()


@pytest.mark.real
def test_starting_over_forgets_the_conversation(page: Page, served_fake: FakeAssistant) -> None:
    ask(page, "Ai chủ trì?")
    expect(page.locator("#evidence-1-1")).to_be_visible()
    page.get_by_role("button", name="Hỏi từ đầu").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, "Ai chủ trì bây giờ?")
    expect(page.locator("#evidence-1-1")).to_be_visible()
    assert ("Ai chủ trì bây giờ?", ()) in served_fake.asked


@pytest.mark.real
def test_a_fault_is_one_calm_sentence_and_the_next_question_works(page: Page) -> None:
    ask(page, "gây lỗi")
    expect(page.locator("#turn-1 .text")).to_contain_text("Trợ lý gặp trục trặc")
    ask(page, "Ai chủ trì?")
    expect(page.locator("#turn-2 .text")).to_contain_text("Trạm Y tế chủ trì")


@pytest.mark.real
def test_an_example_can_be_clicked_and_names_a_place_of_the_store(page: Page) -> None:
    example = page.locator("#examples button").first
    expect(example).to_contain_text("xã Cao Minh")
    example.click()
    expect(page.locator("#turn-1 .asked")).to_contain_text("xã Cao Minh")
    expect(page.locator("#evidence-1-1")).to_be_visible()


@pytest.mark.real
def test_the_page_speaks_english_on_request_and_keeps_the_conversation(page: Page) -> None:
    ask(page, "Ai chủ trì?")
    expect(page.locator("#evidence-1-1")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Commune plan assistant")
    expect(page.locator("#turn-1 .status")).to_have_text("Found in the plans")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.real
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    phone = context.new_page()
    phone.goto(address)
    ask(phone, "Liệt kê nhiệm vụ của Phòng Kinh tế")
    expect(phone.locator("#turn-1 tbody tr")).to_have_count(5)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    shown = phone.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
    assert shown == {"light": "rgb(247, 246, 242)", "dark": "rgb(16, 22, 28)"}[scheme]
    context.close()


@pytest.mark.real
def test_it_works_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.type("Ai chủ trì?")  # the box has the focus from the start
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-1-1")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.id") == "at-1-1":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#sheet #cited")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "at-1-1"
    page.keyboard.press("F2")
    expect(page.locator(".welcome")).to_be_visible()


def test_only_this_machine_is_served_without_accounts_unless_somebody_insists(tmp_path: Path) -> None:
    assert [local(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "192.168.1.5", "example.org")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    nobody = Accounts(tmp_path / "accounts.json")
    with pytest.raises(BadInput, match="--force"):
        check_host("0.0.0.0", nobody, force=False)
    check_host("0.0.0.0", nobody, force=True)
    check_host("127.0.0.1", nobody, force=False)
    nobody.add("lan", "reader", "mật khẩu dài")
    check_host("0.0.0.0", nobody, force=False)
