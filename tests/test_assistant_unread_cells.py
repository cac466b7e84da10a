"""A cell that could not be told apart is not blank: no answer says that the plan does not name what stands there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.pipeline import Assistant
from ingest.columns import Column, Role
from ingest.load import source_of
from ingest.read import read
from ingest.records import EMPTY, Block, Cell, Plan, Task
from ingest.rows import records_of
from ingest.table import Table, TableRow
from tests.worlds import world_of

TEXT = """ỦY BAN NHÂN DÂN XÃ TÂN HƯƠNG
Số: 5/KH-UBND
Tân Hương, ngày 02 tháng 3 năm 2026
KẾ HOẠCH
Phát triển văn hóa năm 2026
I. MỤC TIÊU
Phấn đấu 90% hộ gia đình đạt chuẩn văn hóa.
PHỤ LỤC
STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn
1\tRà soát quỹ đất công\tPhòng Kinh tế\tCông an xã\tQuý II/2026
2\tKhôi phục lễ hội đình làng\t\t\t
3\tTrồng hoa ven đường liên thôn\tHội Nông dân xã\t\t
"""


def test_a_row_knows_which_of_its_cells_were_not_told_apart() -> None:
    columns = tuple(Column(role, role.value) for role in (Role.TASK, Role.LEAD, Role.DEADLINE))
    row = TableRow(EMPTY, EMPTY, (Cell("Một việc", ((0, 8),)), EMPTY, EMPTY), (Role.DEADLINE,))
    (task,) = records_of(Table(columns, (row,)), "Phụ lục", "plan")
    assert isinstance(task, Task) and task.unsure == ("deadline",)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Of row 2 nothing but the task could be read; row 3 has blank cells."""
    read_plan = read(source_of(TEXT.encode(), "plan.txt"))
    records = tuple(
        replace(one, unsure=("lead", "coordinating", "deadline"))
        if isinstance(one, Task) and one.number == "2"
        else one
        for one in read_plan.records
    )
    return replace(read_plan, records=records)


def asked(plan: Plan, question: str) -> dict[str, object]:
    world = world_of([plan])
    return Assistant(lambda: world).ask(question, today=date(2026, 8, 15)).to_json()


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì khôi phục lễ hội đình làng?",
        "Ai phối hợp khôi phục lễ hội đình làng?",
        "Khi nào xong việc khôi phục lễ hội đình làng?",
        "Nhiệm vụ 2 là gì?",
    ],
)
def test_what_was_not_read_is_not_said_to_be_blank(plan: Plan, question: str) -> None:
    text = str(asked(plan, question)["answer"])
    assert "không nêu" not in text
    assert "đối chiếu" in text


def test_what_is_blank_is_said_to_be_blank(plan: Plan) -> None:
    assert "không nêu" in str(asked(plan, "Khi nào xong việc trồng hoa ven đường?")["answer"])


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Việc nào chưa có thời hạn?", ["3"]),
        ("Phòng Kinh tế chủ trì việc nào?", ["1"]),
        ("Việc nào phải xong trong quý II/2026?", ["1"]),
    ],
)
def test_a_list_names_the_rows_that_it_may_lack(plan: Plan, question: str, numbers: list[str]) -> None:
    answer = asked(plan, question)
    assert [record["number"] for record in answer["records"]] == numbers  # type: ignore[attr-defined]
    assert "Có thể thiếu 1 mục" in str(answer["answer"]) and "mục 2" in str(answer["answer"]).splitlines()[-1]


def test_a_count_says_which_rows_it_cannot_count(plan: Plan) -> None:
    start, end = plan.source.text.index("3\tTrồng hoa"), len(plan.source.text.rstrip())
    row = Block("paragraph", Cell(plan.source.text[start:end], ((start, end),)), ("PHỤ LỤC",), "hàng 1")
    answer = asked(replace(plan, blocks=(*plan.blocks, row)), "Phụ lục của Tân Hương có mấy nhiệm vụ?")
    assert "Chưa tính 1 dòng" in str(answer["answer"])
    assert "hàng 1" in str(answer["answer"])
    assert "Chưa tính" not in str(asked(plan, "Phụ lục của Tân Hương có mấy nhiệm vụ?")["answer"])
