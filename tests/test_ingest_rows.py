"""Every appendix row of the bundled plans, cell by cell, against rows that were cut from the text by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.layout import parts
from ingest.records import Due, Target, Task
from ingest.rows import records_of
from ingest.tables import read_tables
from ingest.text import NormalText, quote

PLANS = Path(__file__).parent.parent / "ingest" / "plans"
GOLDEN = Path(__file__).parent / "data" / "golden"


def appendix_records(plan: str) -> tuple[str, list[Task | Target]]:
    text = NormalText((PLANS / f"{plan}.txt").read_text(encoding="utf-8-sig"))
    found: list[Task | Target] = []
    for appendix in parts(text).appendices:
        for table in read_tables(text, appendix.lines):
            assert table.warnings == ()
            found += records_of(table, appendix.label, plan)
    return text.verbatim, found


def due_fields(due: Due | None) -> dict[str, str | None] | None:
    if due is None:
        return None
    start, end = due.start, due.end
    return {
        "kind": due.kind.value,
        "from": start.isoformat() if start else None,
        "to": end.isoformat() if end else None,
    }


def fields(record: Task | Target) -> dict[str, object]:
    if isinstance(record, Target):
        names = ("appendix", "group", "number", "indicator", "unit", "value", "year", "note")
        return {name: getattr(record, name) for name in names}
    names = ("appendix", "group", "number", "task", "lead", "coordinating", "deadline")
    return {
        **{name: getattr(record, name) for name in names},
        "due": due_fields(record.due),
        "leads": [agency.key for agency in record.leads],
        "coordinators": [agency.key for agency in record.coordinators],
    }


@pytest.mark.parametrize(("plan", "rows"), [("kien-hai", 37), ("muong-la", 44), ("thanh-dong", 8)])
def test_every_cell_of_every_row(plan: str, rows: int) -> None:
    golden = json.loads((GOLDEN / f"{plan}.tables.json").read_text(encoding="utf-8"))
    _, found = appendix_records(plan)
    expected = golden["tasks"] + golden["targets"]
    assert len(expected) == rows
    assert [fields(record) for record in found] == expected


@pytest.mark.parametrize("plan", ["kien-hai", "muong-la", "thanh-dong"])
def test_quotes_stand_at_their_spans(plan: str) -> None:
    verbatim, found = appendix_records(plan)
    for record in found:
        assert record.quote == quote(verbatim, record.spans)
