"""The chat while others change the store: `serve`, a real browser, and a second process that ingests and removes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from ingest.load import bundled_plans
from tests.browser import chromium
from tests.installed import installed_copy

pytestmark = pytest.mark.real

ASKED = "Ai chủ trì nhiệm vụ khám sàng lọc miễn phí ở {place}?"


def ask(page: Page, question: str) -> str:
    """The text of the answer, when all of it is there."""
    turn = page.locator(".turn").count() + 1
    box = page.get_by_label("Câu hỏi")
    box.fill(question)
    box.press("Enter")
    said = page.locator(f"#turn-{turn}-answer")
    expect(page.locator(f"#turn-{turn} .status")).to_be_visible(timeout=60_000)
    page.wait_for_timeout(700)  # the last words grow within a quarter of a second
    return said.inner_text()


def test_the_next_answer_is_right_after_another_process_has_removed_replaced_or_added_a_plan(
    five_plans: Path, tmp_path: Path
) -> None:
    product = installed_copy(five_plans, tmp_path)
    original = next(path for path in bundled_plans() if path.stem == "kien-hai")
    changed = tmp_path / original.name
    changed.write_text(original.read_text(encoding="utf-8").replace("Kiên Hải", "Tân Hội"), encoding="utf-8")
    with product.serving() as address, chromium() as browser:
        page = browser.new_page()
        elsewhere: list[str] = []
        page.on("request", lambda request: elsewhere.append(request.url) if _outside(request.url, address) else None)
        page.goto(address)
        first = ask(page, ASKED.format(place="Kiên Hải"))
        assert "Trạm Y tế" in first
        assert "2026" in first
        assert "Trạm Y tế" in ask(page, "Who chairs the free screening task in Kiên Hải?")
        assert "Trạm Y tế" in ask(page, "ai chu tri kham sang loc mien phi o kien hai")
        expect(page.locator("#turn-1 .evidence")).to_contain_text("mục 31")

        assert product.run("remove", "kien-hai").returncode == 0
        assert "Trạm Y tế" not in ask(page, ASKED.format(place="Kiên Hải"))
        taken = product.json("ingest", str(changed), "--json")
        assert taken[0]["status"] == "added"
        assert "Trạm Y tế" in ask(page, ASKED.format(place="Tân Hội"))
        assert product.run("remove", taken[0]["plan"]).returncode == 0
        assert product.json("ingest", "--json")[2]["status"] == "added"
        assert ask(page, ASKED.format(place="Kiên Hải")) == first
        assert page.locator(".failed").count() == 0
    assert elsewhere == []
    assert product.reached_out == []


def _outside(url: str, address: str) -> bool:
    return urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != urlsplit(address).netloc
