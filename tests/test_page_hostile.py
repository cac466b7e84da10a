"""A plan, a question and an answer whose every text tries to be markup, script or formula: in no tab does it run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from assistant.page.server import build_app
from ingest.records import AnyRecord, Block, Cell, Disagreement, Locality, Plan, Target
from tests.browser import chromium, served
from tests.fakes import FakeAnswer, FakeAssistant, answer, citation
from tests.page_office import bundled, office
from tests.payloads import PAYLOADS

pytestmark = pytest.mark.real

HOSTILE = " ".join(PAYLOADS)
_KEPT = {"plan", "indicator_id", "direction", "field", "state"}  # names that code gives, not texts of the plan
OURS = "#start, #past, #current, #lookup-table, #compare-table, #compare-figure, #deadlines, #shelf, #sheet"


def poisoned(plan: Plan) -> Plan:
    """The same plan with every text of it hostile."""
    spans = [((at * (len(HOSTILE) + 1), (at + 1) * (len(HOSTILE) + 1) - 1),) for at in range(len(plan.records))]
    records = tuple(_record(record, span) for record, span in zip(plan.records, spans, strict=True))
    targets = [record for record in records if isinstance(record, Target)]
    torn = (Disagreement("insurance_coverage", targets[0], targets[1], "value"),)
    report = replace(plan.report, warnings=(HOSTILE,), uncovered=spans[0])
    source = replace(plan.source, name=f"{HOSTILE}.txt", text="\n".join([HOSTILE] * len(records)), warnings=(HOSTILE,))
    blocks = tuple(Block("paragraph", Cell(HOSTILE, span), (HOSTILE,), HOSTILE) for span in spans)
    return replace(
        plan,
        locality=Locality(HOSTILE),
        title=HOSTILE,
        document=HOSTILE,
        source=source,
        blocks=blocks,
        records=records,
        disagreements=torn,
        report=report,
    )


def _record(record: AnyRecord, spans: Any) -> AnyRecord:
    texts = {
        field.name: HOSTILE
        for field in fields(record)
        if field.name not in _KEPT and isinstance(getattr(record, field.name), str)
    }
    if isinstance(record, Target):
        more: dict[str, Any] = {"indicator_id": "insurance_coverage", "value": HOSTILE, "year": 2030, "low": 1.0}
        return replace(record, spans=spans, **{**texts, **more})
    return replace(record, **texts, spans=spans)  # type: ignore[arg-type]


class Hostile(FakeAssistant):
    """Answers in kind."""

    def ask(self, question: str, *rest: object, **more: object) -> FakeAnswer:  # type: ignore[override]
        spans = [list(span) for span in POISONED["kien-hai"].records[-1].spans]
        source = citation(1, quote=HOSTILE, locality=HOSTILE, document=HOSTILE, place=HOSTILE, spans=spans)
        records = [{**answer("")["records"][0], "task": HOSTILE, "lead": HOSTILE} for _ in range(3)]
        given = answer(question, resolved_question=HOSTILE, answer=f"{HOSTILE} [1]", citations=[source])
        given.update(records=records, warnings=[HOSTILE], see_also=[source])
        return FakeAnswer(given)


POISONED: Mapping[str, Plan] = {"kien-hai": poisoned(bundled()["kien-hai"])}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(build_app(office(Hostile(), tmp_path_factory.mktemp("page"), POISONED))) as url:
        yield url


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Page]:
    """A page on which the question was asked; what it asked other hosts for is on it."""
    with chromium() as browser:
        opened = browser.new_page()
        others: list[str] = []
        opened.on("request", lambda request: others.append(request.url) if _elsewhere(request.url, address) else None)
        opened.on("dialog", lambda dialog: (others.append("dialog"), dialog.dismiss()))
        opened.goto(address)
        expect(opened.locator(".welcome")).to_contain_text(PAYLOADS[0])
        box = opened.get_by_label("Câu hỏi")
        box.fill(HOSTILE)
        box.press("Enter")
        expect(opened.locator("#turn-1 .said > .tools")).to_be_visible()
        yield opened
        assert not others


def _elsewhere(url: str, address: str) -> bool:
    return urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != urlsplit(address).netloc


def harmless(page: Page, place: str) -> None:
    """Every payload stands there as text, and nothing of ours has become an element, a handler or an address."""
    text = page.locator(place).first.text_content() or ""
    missing = [payload for payload in PAYLOADS if " ".join(payload.split()) not in " ".join(text.split())]
    assert not missing, place
    page.wait_for_timeout(200)
    assert page.evaluate("window.hurt") is None
    foreign = page.evaluate(
        """(ours) => [...document.querySelectorAll(ours)].flatMap(box => [...box.querySelectorAll("*")])
        .filter(each => each.matches("script, img, iframe, style, object, embed, base, link, video, math, meta")
            || [...each.attributes].some(one => one.name.startsWith("on"))
            || /^\\s*(javascript|data):/i.test(each.getAttribute("href") ?? "")).map(each => each.outerHTML)""",
        OURS,
    )
    assert not foreign, place


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("place", ["#turn-1 .asked", "#turn-1 .text", "#turn-1 .evidence", "#turn-1 tbody", "#turn-1"])
def test_in_the_conversation(page: Page, place: str) -> None:
    harmless(page, place)


def test_in_the_plan_that_a_citation_opens(page: Page) -> None:
    page.locator("#turn-1 .cited").first.click()
    expect(page.locator("#sheet mark").first).to_be_visible()
    harmless(page, "#sheet .plan")
    page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("tab", "place"),
    [
        ("Tra cứu", "#lookup-table tbody"),
        ("So sánh", "#compare-table tbody"),
        ("So sánh", "#compare-figure"),
        ("Thời hạn", "#deadlines"),
        ("Văn bản", "#shelf"),
    ],
)
def test_in_the_other_tabs(page: Page, tab: str, place: str) -> None:
    page.get_by_role("tab", name=tab).click()
    expect(page.locator(place)).to_contain_text(PAYLOADS[0])
    harmless(page, place)


def test_in_the_choices(page: Page) -> None:
    page.get_by_role("tab", name="Tra cứu").click()
    page.get_by_role("tabpanel").get_by_label("Địa phương").click()
    expect(page.get_by_role("option").nth(1)).to_contain_text(PAYLOADS[0])
    page.keyboard.press("Escape")
    harmless(page, "#lookup-table tbody")


def test_in_the_files(page: Page, address: str) -> None:
    book = load_workbook(io.BytesIO(httpx.get(f"{address}/page/records.xlsx").content))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    assert sum(sheet.max_row for sheet in book) > 100
    rows = list(csv.reader(io.StringIO(httpx.get(f"{address}/page/records.csv").text)))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert httpx.get(f"{address}/page/deadlines.ics").text.count("BEGIN:VEVENT") >= 10
    with page.expect_download() as waiting:
        page.get_by_role("tab", name="Hỏi đáp").click()
        page.get_by_role("link", name="Tải Word").click()
    text = "\n".join(paragraph.text for paragraph in Document(str(waiting.value.path())).paragraphs)
    assert all(payload in text for payload in PAYLOADS)


def test_a_question_of_a_formula_is_no_formula_in_excel(page: Page) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tải Excel").click()
    book = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
