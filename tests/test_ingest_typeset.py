"""The five plans as an office prints them: the records of the PDF are those of the text, to the last cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.boxes import boxes_of
from ingest.load import bundled_plans, load
from ingest.read import read
from ingest.records import Plan
from ingest.serial import record_fields
from tests.office import converted, typeset
from tests.same_records import assert_same, whole
from tests.typeset import LAYOUTS

PLANS = {plan.id: plan for plan in (read(load(path)) for path in bundled_plans())}
GOLDEN = Path(__file__).parent / "data" / "golden"
SET = [f"{name}.{layout.name}" for name in PLANS for layout in LAYOUTS]


def read_as(kind: str, folder: Path) -> dict[str, Plan]:
    files = converted(typeset(folder), kind, folder)
    return {name: read(load(path)) for name, path in files.items()}


@pytest.fixture(scope="session")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Plan]:
    return read_as("pdf", tmp_path_factory.mktemp("pdf"))


@pytest.fixture(scope="session")
def word_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Plan]:
    return read_as("docx", tmp_path_factory.mktemp("docx"))


@pytest.mark.real
@pytest.mark.parametrize("name", SET)
def test_the_records_of_a_pdf_are_those_of_the_text(pdfs: dict[str, Plan], name: str) -> None:
    assert_same(pdfs[name], PLANS[name.split(".", 1)[0]])


@pytest.mark.real
@pytest.mark.parametrize("name", SET)
def test_the_records_of_a_word_file_are_those_of_the_text(word_files: dict[str, Plan], name: str) -> None:
    assert_same(word_files[name], PLANS[name.split(".", 1)[0]])


@pytest.mark.real
@pytest.mark.parametrize("name", [name for name in SET if name.split(".", 1)[0] in ("kien-hai", "muong-la")])
def test_every_cell_of_a_printed_task_is_the_golden_one(
    pdfs: dict[str, Plan], word_files: dict[str, Plan], name: str
) -> None:
    for plan in (pdfs[name], word_files[name]):
        golden = json.loads((GOLDEN / f"{plan.id}.tables.json").read_text(encoding="utf-8"))["tasks"]
        found = [record_fields(record) for record in plan.records if record.kind == "task"]
        for one, other in zip(found, golden, strict=True):
            fields = one.keys() & other.keys()
            assert fields >= {"appendix", "group", "number", "task", "lead", "coordinating", "deadline", "due"}
            assert {field: whole(one[field]) for field in fields} == {field: whole(other[field]) for field in fields}


@pytest.mark.real
def test_every_record_leads_to_its_page_and_boxes(pdfs: dict[str, Plan]) -> None:
    for plan in pdfs.values():
        for record in plan.records:
            boxes = boxes_of(plan.source, record.spans)
            assert boxes and boxes[0].page == record.page
            for box in boxes:
                page = plan.source.pages[box.page - 1]
                assert page.width and page.height
                assert 0 <= box.x0 < box.x1 <= page.width and 0 <= box.top < box.bottom <= page.height


@pytest.mark.real
def test_a_row_that_a_page_cuts_stands_on_both(pdfs: dict[str, Plan]) -> None:
    cut = {
        (name, record.place)
        for name, plan in pdfs.items()
        for record in plan.records
        if len({box.page for box in boxes_of(plan.source, record.spans)}) == 2 and record.kind == "task"
    }
    assert len(cut) >= 3, cut


@pytest.mark.real
def test_what_stands_on_every_page_is_no_text(pdfs: dict[str, Plan]) -> None:
    assert "Cổng thông tin điện tử" not in pdfs["kien-hai.sans"].source.text
    assert "\nThực hiện Nghị quyết số 72-NQ/TW\n" not in pdfs["kien-hai.narrow"].source.text
