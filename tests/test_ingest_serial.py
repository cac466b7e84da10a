"""A plan survives JSON; a record's JSON has the contract's fields."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest

from ingest.load import bundled_plans, load
from ingest.read import read
from ingest.records import Due, DueKind, Plan, Task
from ingest.serial import FIELDS, plan_from_json, plan_to_json, record_fields


@pytest.fixture(scope="module")
def plans() -> tuple[Plan, ...]:
    return tuple(read(load(path)) for path in bundled_plans())


def test_a_plan_comes_back_the_same(plans: tuple[Plan, ...]) -> None:
    for plan in plans:
        assert plan_from_json(plan_to_json(plan)) == plan


def test_many_plans_load_fast(plans: tuple[Plan, ...]) -> None:
    written = plan_to_json(plans[3])
    begun = time.perf_counter()
    for _ in range(20):
        plan_from_json(written)
    assert time.perf_counter() - begun < 0.6  # 500 in a few seconds on a slow machine, the largest of the five


def test_a_task_has_exactly_the_contracts_fields() -> None:
    task = Task(
        plan="an-binh", place="Phụ lục, mục 1", quote="q", spans=((0, 1),), appendix="Phụ lục", group=None, number="1",
        task="Khám", lead="Trạm Y tế", coordinating=None, deadline="2026",
        due=Due(DueKind.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    )  # fmt: skip
    assert record_fields(task) == {
        "plan": "an-binh",
        "kind": "task",
        "appendix": "Phụ lục",
        "group": None,
        "number": "1",
        "task": "Khám",
        "lead": "Trạm Y tế",
        "coordinating": None,
        "deadline": "2026",
        "due": {"kind": "year", "from": "2026-01-01", "to": "2026-12-31"},
        "product": None,
    }


def test_every_kind_of_record_is_json(plans: tuple[Plan, ...]) -> None:
    kinds = set()
    for plan in plans:
        for record in plan.records:
            kinds.add(record.kind)
            fields = record_fields(record)
            assert list(fields) == ["plan", "kind", *FIELDS[record.kind]]
            json.dumps(fields)
    assert kinds == set(FIELDS)
