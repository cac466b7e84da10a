"""Every tab in a real Chromium, over the real server, with the real encoder: what an official does in a meeting."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import icalendar
import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Download, Page, expect

from assistant.page.office import Office
from assistant.page.server import build_app
from tests.browser import chromium, served
from tests.page_office import real_office

pytestmark = pytest.mark.real

CHAIR = "Ai chủ trì nhiệm vụ khám sàng lọc miễn phí ở Kiên Hải?"
CITATION = "(mục 31, Phụ lục kèm theo Kế hoạch … của UBND đặc khu Kiên Hải)"
TABS = {
    "Hỏi đáp": ".welcome",
    "Tra cứu": "#lookup-table tbody tr",
    "So sánh": "#compare-table tbody tr",
    "Thời hạn": "#deadlines .timeline",
    "Văn bản": "#shelf .shelf > li",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def stands_on(five_plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with real_office(five_plans, tmp_path_factory.mktemp("real")) as made:
        yield made


@pytest.fixture(scope="module")
def address(stands_on: Office) -> Iterator[str]:
    with served(build_app(stands_on)) as url:
        yield url


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """One person's browser; it fails where a page asked another host for anything, or a script of it failed."""
    made = browser.new_context(viewport={"width": 1280, "height": 860}, base_url=address)
    made.set_default_timeout(20_000)
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    others: list[str] = []
    errors: list[str] = []
    made.on("request", lambda request: others.append(request.url) if _elsewhere(request.url, address) else None)
    made.on("weberror", lambda error: errors.append(str(error.error)))
    yield made
    made.close()
    assert not others
    assert not errors


def _elsewhere(url: str, address: str) -> bool:
    return urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != urlsplit(address).netloc


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return opened(context)


def opened(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/")
    expect(page.locator(".welcome, .turn").first).to_be_visible()
    return page


def ask(page: Page, question: str, turn: int = 1) -> None:
    box = page.get_by_label("Câu hỏi")
    box.fill(question)
    box.press("Enter")
    done(page, turn)


def done(page: Page, turn: int) -> None:
    """The answer is whole: what can be done with it stands under it."""
    expect(page.locator(f"#turn-{turn} .said > .tools")).to_be_visible()


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    expect(page.locator(TABS[name]).first).to_be_visible()


def marked(page: Page) -> None:
    """The sheet is open, and what is cited is on the screen."""
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator("#sheet #cited")).to_be_in_viewport()


def taken(page: Page, name: str) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).first.click()
    download: Download = waiting.value
    return Path(download.path())


# --- Hỏi đáp


def test_a_citation_opens_the_plan_at_its_row(page: Page) -> None:
    ask(page, CHAIR)
    expect(page.locator("#turn-1 .text")).to_contain_text("Trạm Y tế chủ trì")
    page.locator("#at-1-1").click()
    marked(page)
    expect(page.locator("#sheet .cited-row mark").first).to_have_text("31")
    assert page.locator("#sheet tbody tr").count() >= 37  # the whole appendix, to look around in


def test_a_quote_of_prose_is_marked_in_its_section(page: Page) -> None:
    ask(page, "Kế hoạch của phường Thành Đông làm gì để phát triển y học cổ truyền?")
    page.locator("#turn-1 .cited").first.click()
    marked(page)
    expect(page.locator("#sheet .section h4").first).to_be_attached()
    expect(page.locator("#sheet mark").first).to_contain_text("y học cổ truyền")


def test_a_follow_up_and_another_place_by_the_chips(page: Page) -> None:
    ask(page, CHAIR)
    chips = page.locator("#turn-1 .chips")
    expect(chips).to_contain_text("đặc khu Kiên Hải")
    ask(page, "Còn thời hạn?", 2)
    expect(page.locator("#turn-2 .text")).to_contain_text("2026")
    page.locator("#turn-1 .change summary").click()
    page.locator("#turn-1 .change").get_by_role("button", name="xã Mường La").click()
    done(page, 3)
    expect(page.locator("#turn-3 .asked")).to_contain_text("Mường La")
    expect(page.locator("#turn-3 .evidence li").first).to_contain_text("xã Mường La")
    page.locator("#turn-3").get_by_role("button", name="Bỏ xã Mường La, hỏi mọi kế hoạch").click()
    done(page, 4)
    expect(page.locator("#turn-4 .chip-place")).to_contain_text("tất cả 5 kế hoạch")


def test_both_figures_stand_side_by_side_where_a_plan_contradicts_itself(page: Page) -> None:
    ask(page, "Phường Thành Đông phấn đấu bao nhiêu phần trăm dân số tham gia bảo hiểm y tế đến năm 2030?")
    sides = page.locator("#turn-1 .pair .side")
    expect(sides).to_have_count(2)
    expect(sides.nth(0)).to_contain_text("toàn dân")
    expect(sides.nth(1)).to_contain_text("98")
    sides.nth(1).get_by_role("button").click()
    marked(page)


def test_a_quote_is_copied_with_its_citation(page: Page) -> None:
    ask(page, CHAIR)
    page.locator("#evidence-1-1").get_by_role("button", name="Sao chép kèm trích dẫn").click()
    expect(page.locator("#said")).to_have_text("Đã sao chép")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“31 Tổ chức phối hợp")
    assert copied.endswith(CITATION)
    page.locator("#turn-1").get_by_role("button", name="Sao chép", exact=True).click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('Trạm Y tế chủ trì'))")
    assert CITATION in page.evaluate("navigator.clipboard.readText()")


def test_an_answer_goes_into_word_and_excel(page: Page) -> None:
    ask(page, "Liệt kê các nhiệm vụ do Phòng Kinh tế chủ trì ở Kiên Hải")
    document = Document(str(taken(page, "Tải Word")))
    assert len(document.tables[0].rows) == 6
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Liệt kê các nhiệm vụ" in text
    assert "Phụ lục kèm theo Kế hoạch … của UBND đặc khu Kiên Hải)" in text
    book = load_workbook(io.BytesIO(taken(page, "Tải Excel").read_bytes()))
    assert book.sheetnames == ["Trả lời", "Nhiệm vụ", "Trích dẫn"]
    tasks = list(book["Nhiệm vụ"].values)
    assert tasks[0] == ("Mục", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn")
    assert len(tasks) == 6


def test_the_table_of_an_answer_sorts(page: Page) -> None:
    ask(page, "Liệt kê các nhiệm vụ do Phòng Kinh tế chủ trì ở Kiên Hải")
    numbers = page.locator("#turn-1 td.field-number")
    before = numbers.all_text_contents()
    page.locator("#turn-1 th").get_by_role("button", name="Mục").click()
    page.locator("#turn-1 th").get_by_role("button", name="Mục").click()
    assert [int(each) for each in numbers.all_text_contents()] == sorted(map(int, before), reverse=True)


def test_a_vote_with_its_comment_is_in_the_log(page: Page, stands_on: Office) -> None:
    ask(page, CHAIR)
    page.get_by_role("button", name="Câu trả lời chưa tốt").click()
    page.get_by_label("Góp ý").fill("thiếu tên người")
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#said")).to_contain_text("Cảm ơn")
    votes = [entry for line in stands_on.audit.lines() if (entry := json.loads(line))["what"] == "vote"]
    assert (votes[-1]["vote"], votes[-1]["comment"], votes[-1]["question"]) == ("down", "thiếu tên người", CHAIR)
    noted = [json.loads(line)["what"] for line in stands_on.audit.lines()]
    assert {"question", "answer"} <= set(noted)


def test_an_earlier_conversation_is_found_again_and_only_by_who_had_it(
    context: BrowserContext, browser: Browser
) -> None:
    page = opened(context)
    ask(page, CHAIR)
    page.keyboard.press("F2")
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, "Liệt kê các nhiệm vụ do Phòng Kinh tế chủ trì ở Kiên Hải")
    page.get_by_role("button", name="Lịch sử").click()
    had = page.locator("#sheet [data-thread]")
    expect(had).to_have_count(2)
    expect(had.nth(0)).to_contain_text("Liệt kê các nhiệm vụ")
    expect(had.nth(0).locator("small")).to_have_count(0)
    had.nth(1).click()
    expect(page.locator("#turn-1 .asked")).to_contain_text(CHAIR)
    ask(page, "Khi nào phải xong?", 2)
    expect(page.locator("#turn-2 .status")).to_have_text("Có trong kế hoạch")
    stranger = browser.new_context(base_url=page.url)
    other = opened(stranger)
    other.get_by_role("button", name="Lịch sử").click()
    expect(other.locator("#sheet .empty")).to_be_visible()
    stranger.close()


def test_a_vote_stays_with_its_answer_and_counts_once(page: Page, stands_on: Office) -> None:
    before = len(list(stands_on.audit.lines()))
    ask(page, CHAIR)
    against = page.locator("#turn-1").get_by_role("button", name="Câu trả lời chưa tốt")
    against.click()
    expect(against).to_have_attribute("aria-pressed", "true")
    ask(page, "Khi nào phải xong?")  # draws the first turn anew
    done(page, 2)
    expect(against).to_have_attribute("aria-pressed", "true")
    page.reload()
    done(page, 2)
    expect(against).to_have_attribute("aria-pressed", "true")
    with page.expect_response("**/page/votes"):
        against.click()
    expect(against).to_have_attribute("aria-pressed", "false")
    votes = [entry for line in list(stands_on.audit.lines())[before:] if (entry := json.loads(line))["what"] == "vote"]
    assert [each["vote"] for each in votes] == ["down", "none"]


def test_what_is_suggested_next_is_answered(page: Page) -> None:
    ask(page, CHAIR)
    page.locator("#turn-1 .following button").first.click()
    done(page, 2)
    expect(page.locator("#turn-2 .status")).to_have_text("Có trong kế hoạch")


def test_a_reload_keeps_the_conversation_and_nobody_else_sees_it(context: BrowserContext, browser: Browser) -> None:
    page = opened(context)
    ask(page, CHAIR)
    page.reload()
    expect(page.locator("#turn-1 .asked")).to_contain_text("khám sàng lọc")
    ask(page, "Còn thời hạn?", 2)
    expect(page.locator("#turn-2 .text")).to_contain_text("2026")
    page.goto("/en/")
    expect(page.locator("#turn-1 .status")).to_have_text("Found in the plans")
    stranger = browser.new_context(base_url=page.url.removesuffix("/en/"))
    other = opened(stranger)
    expect(other.locator(".turn")).to_have_count(0)
    name = page.evaluate("localStorage['plan-thread']").split(" ")[0]
    # The first letter is changed, and for another: a name guessed wrong by one letter opens nothing.
    guessed = ("b" if name[0] == "a" else "a") + name[1:]
    assert stranger.request.get(f"/page/answers/{guessed}/1.docx").status == 404
    stranger.close()


def test_two_tabs_of_one_person_part_ways(context: BrowserContext) -> None:
    first = opened(context)
    ask(first, CHAIR)
    second = opened(context)
    expect(second.locator("#turn-1")).to_be_visible()
    ask(second, "Chuyển đổi số y tế ở Mường La do ai chủ trì?", 2)
    ask(first, "Còn thời hạn?", 2)
    expect(first.locator("#turn-2 .evidence")).to_contain_text("đặc khu Kiên Hải")
    first.reload()
    expect(first.locator("#turn-2 .asked")).to_contain_text("Còn thời hạn?")


# --- Tra cứu, So sánh, Thời hạn


def test_the_lookup_narrows_as_one_types_and_leads_to_the_source(page: Page) -> None:
    tab(page, "Tra cứu")
    page.get_by_label("Tìm trong các mục").press_sequentially("kham sang loc", delay=15)
    expect(page.locator("#lookup-table .bar")).to_contain_text("Hiện 9 trong 9 mục")
    found = page.locator("#lookup-table tbody tr")
    assert all("sàng lọc" in text for text in found.all_text_contents())
    book = load_workbook(io.BytesIO(taken(page, "Tải Excel").read_bytes()))
    assert sum(sheet.max_row - 1 for sheet in book) == 9
    rows = list(csv.DictReader(io.StringIO(taken(page, "Tải CSV").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 9
    assert list(rows[0]) == ["Địa phương", "Loại", "Mục", "Nội dung", "Cơ quan", "Thời hạn", "Vị trí"]
    found.first.click()
    marked(page)


def test_the_lookup_narrows_by_kind_place_and_deadline(page: Page) -> None:
    tab(page, "Tra cứu")
    choose(page, "Loại", "Nhiệm vụ")
    expect(page.locator("#lookup-table .bar")).to_contain_text("81 mục")
    choose(page, "Địa phương", "đặc khu Kiên Hải")
    expect(page.locator("#lookup-table .bar")).to_contain_text("37 mục")
    choose(page, "Thời hạn", "Không nêu thời hạn")
    expect(page.locator("#lookup-table .bar")).to_contain_text("Hiện 2 trong 2 mục")
    page.get_by_label("Tìm trong các mục").fill("không có chữ này")
    expect(page.locator("#lookup-table .empty")).to_be_visible()


def choose(page: Page, label: str, value: str) -> None:
    page.get_by_role("tabpanel").get_by_label(label).click()
    page.get_by_role("option", name=value, exact=True).click()


def test_the_comparison_marks_what_differs_and_what_contradicts(page: Page) -> None:
    tab(page, "So sánh")
    expect(page.locator("#compare-table thead th")).to_have_count(6)
    torn = page.locator("#compare-table td.torn")
    expect(torn).to_have_count(1)
    expect(torn).to_contain_text("toàn dân")
    expect(torn).to_contain_text("98")
    assert page.locator("#compare-table tr.differs").count() >= 3
    expect(page.locator("#compare-figure .bar-line").first).to_be_visible()
    torn.get_by_role("button").last.click()
    marked(page)
    page.keyboard.press("Escape")
    choose(page, "Địa phương", "xã Mường La")
    expect(page.locator("#compare-table thead th")).to_have_count(2)


def test_deadlines_tell_the_overdue_first_and_go_into_a_calendar(page: Page) -> None:
    tab(page, "Thời hạn")
    expect(page.locator("#deadlines .agency .when b").first).to_have_text("Quá hạn")
    calendar = icalendar.Calendar.from_ical(taken(page, "Đưa vào lịch").read_bytes())
    events = calendar.walk("VEVENT")
    assert len(events) == 26
    assert any("Kiên Hải" in str(event["summary"]) for event in events)
    page.locator("#deadlines .line").first.click()
    marked(page)


# --- Văn bản


@pytest.fixture(scope="module")
def printed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan as a PDF of several pages with a ruled table, printed by a browser."""
    rows = "".join(
        f"<tr><td>{n}</td><td>Xây dựng bến cá số {n} của xã Bình Minh</td><td>Phòng Kinh tế</td><td>Trạm Y tế</td>"
        f"<td>Quý {'I' if n % 2 else 'II'}/2027</td></tr>"
        for n in range(1, 31)
    )
    html = (
        "<style>td,th{border:1px solid;padding:6px;font-size:15px}table{border-collapse:collapse}body{font-size:15px}"
        "</style><p>ỦY BAN NHÂN DÂN<br>XÃ TÂN PHONG</p><p>Số: 15/KH-UBND</p><p>Tân Phong, ngày 02 tháng 02 năm 2026</p>"
        "<h2>KẾ HOẠCH<br>Phát triển nghề cá trên địa bàn xã Tân Phong</h2><p>I. MỤC TIÊU</p>"
        "<p>- Đến năm 2030 có 40 tàu cá.</p><p>II. TỔ CHỨC THỰC HIỆN</p><p>1. Phòng Kinh tế theo dõi chung.</p>"
        "<p style='page-break-before:always'>PHỤ LỤC<br>Phân công nhiệm vụ</p><table><tr><th>STT</th><th>Nội dung "
        f"nhiệm vụ</th><th>Cơ quan chủ trì</th><th>Cơ quan phối hợp</th><th>Thời hạn</th></tr>{rows}</table>"
    )
    path = tmp_path_factory.mktemp("pdf") / "kế hoạch nghề cá.pdf"
    page = browser.new_page()
    page.set_content(html)
    page.pdf(path=path, format="A4")
    page.close()
    return path


def test_a_pdf_is_previewed_stored_asked_shown_on_its_page_and_removed(
    page: Page, printed: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "ảnh.gif"
    wrong.write_bytes(b"GIF89a")
    tab(page, "Văn bản")
    page.get_by_role("button", name="Đưa kế hoạch mới vào, xóa kế hoạch cũ").click()
    page.locator("#upload ~ input[type=file], #upload input[type=file], input[type=file]").first.set_input_files(
        [printed, wrong]
    )
    previews = page.locator(".preview")
    expect(previews).to_have_count(2, timeout=60_000)
    expect(previews.first).to_contain_text("xã Tân Phong")
    expect(previews.first).to_contain_text("bến cá số 1")
    expect(previews.first.locator("ul.counts > li", has_text="Nhiệm vụ: 30")).to_be_visible()
    expect(previews.nth(1)).to_contain_text("không phải tệp kế hoạch")
    page.get_by_role("button", name="Nạp vào kho").click()
    expect(page.locator(".outcome .good")).to_contain_text("đã nạp xã Tân Phong", timeout=90_000)
    expect(page.locator("#shelf .shelf > li")).to_have_count(6)

    page.get_by_role("tab", name="Hỏi đáp").click()
    ask(page, "Ai chủ trì xây dựng bến cá số 7 ở xã Tân Phong?")
    expect(page.locator("#turn-1 .text")).to_contain_text("Phòng Kinh tế")
    page.locator("#at-1-1").click()
    box = page.locator("#sheet .pdf-page .box").first
    expect(box).to_be_in_viewport()
    page.wait_for_function("document.querySelector('#sheet .pdf-page img').naturalWidth > 600")
    page.keyboard.press("Escape")

    tab(page, "Văn bản")
    page.get_by_label("Xóa kế hoạch khỏi kho").click()
    page.get_by_role("option", name="Tân Phong").click()
    page.get_by_role("button", name="Xóa…").click()
    expect(page.locator("#sure")).to_contain_text("xã Tân Phong")
    expect(page.locator("#shelf .shelf > li")).to_have_count(6)
    page.get_by_role("button", name="Xóa", exact=True).click()
    expect(page.locator("#shelf .shelf > li")).to_have_count(5)
    page.get_by_role("tab", name="Hỏi đáp").click()
    page.locator("#at-1-1").click()
    expect(page.locator("#sheet")).to_contain_text("không còn trong kho")


def test_an_editor_takes_the_log_away(page: Page) -> None:
    ask(page, CHAIR)
    tab(page, "Văn bản")
    page.get_by_role("button", name="Đưa kế hoạch mới vào, xóa kế hoạch cũ").click()
    lines = taken(page, "Tải nhật ký").read_text(encoding="utf-8").splitlines()
    assert CHAIR in [json.loads(line).get("question") for line in lines]


def test_the_reading_report_and_the_original_of_a_plan(page: Page) -> None:
    tab(page, "Văn bản")
    plan = page.locator("#shelf .shelf > li", has_text="phường Thành Đông")
    plan.locator("summary").click()
    expect(plan).to_contain_text("Số liệu tự mâu thuẫn")
    for figure in ("từ có dấu viết đúng chính tả", "Phần đầu văn bản: ", "đề mục, ", "dòng phụ lục", "Đọc trong "):
        expect(plan).to_contain_text(figure)
    with page.expect_download() as waiting:
        plan.get_by_role("link", name="Tải bản gốc").click()
    assert waiting.value.suggested_filename == "thanh-dong.txt"


# --- Everywhere


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_in_any_tab(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme)  # type: ignore[arg-type]
    page = opened(context)
    page.add_script_tag(path=AXE_FILE_PATH)
    ask(page, "Liệt kê các nhiệm vụ do Phòng Kinh tế chủ trì ở Kiên Hải")
    found = barriers(page, "Hỏi đáp")
    page.locator("#at-1-1").first.click()
    marked(page)
    found += barriers(page, "sheet")
    page.keyboard.press("Escape")
    for name in list(TABS)[1:]:
        tab(page, name)
        found += barriers(page, name)
    context.close()
    assert not found


def barriers(page: Page, where: str) -> list[str]:
    page.wait_for_timeout(300)  # colours fade in
    violations = page.evaluate("axe.run({resultTypes: ['violations']}).then(run => run.violations)")
    serious = [each for each in violations if each["impact"] in ("serious", "critical")]
    return [f"{where}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in serious]


def test_every_tab_fits_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, has_touch=True)
    page = opened(context)
    ask(page, "Liệt kê các nhiệm vụ do Phòng Kinh tế chủ trì ở Kiên Hải")
    for name in TABS:
        if name != "Hỏi đáp":
            tab(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, name
        outside = page.evaluate(
            "[...document.querySelectorAll('#composer > *, #composer button')]"
            ".filter(each => each.getBoundingClientRect().right > 391).length"
        )
        assert outside == 0, name
    page.get_by_role("tab", name="Hỏi đáp").click()
    page.locator("#at-1-1").first.click()
    marked(page)
    assert page.locator("#sheet").bounding_box()["width"] == 390  # type: ignore[index]
    context.close()


def test_by_keyboard_alone_from_end_to_end(page: Page) -> None:
    page.keyboard.type(CHAIR)
    page.keyboard.press("Enter")
    done(page, 1)
    focus(page, "document.activeElement.id === 'at-1-1'", back=True)
    page.keyboard.press("Enter")
    marked(page)
    page.keyboard.press("Escape")
    for name in reversed(list(TABS)[1:]):
        focus(page, f"document.activeElement.textContent.trim() === '{name}'", back=True)
        page.keyboard.press("Enter")
        expect(page.locator(TABS[name]).first).to_be_visible()
    page.keyboard.press("F2")
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.get_by_label("Câu hỏi")).to_be_focused()


def focus(page: Page, wanted: str, back: bool) -> None:
    """Tab, backwards or forwards, until what is wanted has the focus."""
    for _ in range(60):
        if page.evaluate(wanted):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"never reached: {wanted}")


def test_large_type_and_dark_stay_with_the_browser(page: Page) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('.welcome p')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="Chữ lớn").click()
    page.get_by_role("button", name="Nền tối").click()
    assert page.evaluate(size) > 1.2 * before
    page.reload()
    expect(page.get_by_role("button", name="Chữ lớn")).to_have_attribute("aria-pressed", "true")
    paper = "getComputedStyle(document.querySelector('.gradio-container')).backgroundColor"
    assert page.evaluate(paper) == "rgb(16, 22, 28)"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
