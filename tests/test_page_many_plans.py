"""A store of many plans: what costs something for each plan is done once, and not again for plans that stay."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import pytest

from assistant import reading
from assistant.page import compare, lookup
from assistant.page.compare import Compare
from assistant.page.deadlines import Deadlines
from assistant.page.documents import Documents
from assistant.page.entries import entries, overdue
from assistant.page.lookup import Lookup, Wanted
from assistant.page.strings import strings
from ingest.disagreements import across
from ingest.records import Locality, Plan, Target
from tests.fakes import FakeAssistant
from tests.page_office import bundled, office

WORDS = strings("vi")


def copies(count: int) -> dict[str, Plan]:
    """The five plans under other communes' names."""
    made: dict[str, Plan] = {}
    for number, plan in enumerate(islice(cycle(bundled().values()), count)):
        name = f"{plan.id}-{number}"
        records = tuple(replace(record, plan=name) for record in plan.records)
        made[name] = replace(plan, id=name, locality=Locality(f"Tân Lập {number}", "xã"), records=records)
    return made


def test_a_new_plan_costs_its_own_lines_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans: list[Mapping[str, Plan]] = [copies(20)]
    stands_on = office(FakeAssistant(), tmp_path)
    object.__setattr__(stands_on, "plans", lambda: plans[0])
    made: list[str] = []
    true = entries

    def spied(of: tuple[Plan, ...], language: str) -> object:
        made.extend(plan.id for plan in of)
        return true(of, language)

    monkeypatch.setattr(lookup, "entries", spied)
    found = Lookup(stands_on, WORDS)
    assert len(found.entries()) == sum(len(plan.records) for plan in plans[0].values())
    assert len(made) == 20
    plans[0] = {**plans[0], "new": replace(bundled()["kien-hai"], id="new")}
    found.entries()
    assert made[20:] == ["new"]
    plans[0] = {id_: plan for id_, plan in plans[0].items() if id_ != "new"}
    assert len(found.entries()) == sum(len(plan.records) for plan in plans[0].values())
    assert len(made) == 21


def test_the_lines_stand_in_the_same_order_as_if_made_at_once(tmp_path: Path) -> None:
    plans = copies(7)
    found = Lookup(office(FakeAssistant(), tmp_path, plans), WORDS).entries()
    assert found == entries(plans.values(), "vi")


def test_the_shelf_of_many_plans_measures_no_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "file_reading", None)  # a tenth of a second a plan
    shown = Documents(office(FakeAssistant(), tmp_path, copies(40)), WORDS).shelf()
    assert shown.count('<div class="plan-head">') == 40
    assert "Số liệu tự mâu thuẫn" in shown


def test_the_views_of_a_comparison_share_one_matrix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    true = compare.matrix

    def spied(plans: tuple[Plan, ...]) -> compare.Matrix:
        made.append(len(plans))
        return true(plans)

    monkeypatch.setattr(compare, "matrix", spied)
    stands_on = office(FakeAssistant(), tmp_path, copies(12))
    view, places = Compare(stands_on, WORDS), list(stands_on.places())
    choices = view.choices(places)
    assert "Tân Lập 11" in view.table(places)
    assert view.chart(places, choices[0][1])
    assert made == [12]
    assert "Tân Lập 11" not in view.table(places[:3])
    assert made == [12, 3]


def test_what_differs_between_many_plans_is_what_differs_from_most() -> None:
    """The usual figure is told by counting; of equally many the first counts, whatever else stands there."""
    plans = list(copies(10).values())
    odd = [record for record in plans[0].records if isinstance(record, Target) and record.indicator_id and record.low]
    raised = {record: replace(record, low=(record.low or 0) + 1000, high=(record.high or 0) + 1000) for record in odd}
    plans[0] = replace(plans[0], records=tuple(raised.get(record, record) for record in plans[0].records))  # type: ignore[arg-type]
    differing = [found for found in across(plans) if found.what == "value"]
    assert differing
    assert all(found.first.plan != plans[0].id for found in differing if found.second.plan == plans[0].id)
    assert any(found.second.plan == plans[0].id for found in differing)


def test_what_does_not_fit_is_said_and_the_most_pressing_is_listed(tmp_path: Path) -> None:
    plans = copies(60)
    stands_on = office(FakeAssistant(), tmp_path, plans)
    shown = Deadlines(Lookup(stands_on, WORDS), WORDS).view("", "", date(2027, 1, 1))
    assert "Liệt kê 400 việc gấp nhất" in shown
    first, last = shown.index("Quá hạn</b>"), shown.rindex("Quá hạn</b>")
    assert shown.count("Quá hạn</b>") == sum(
        overdue(line.due, date(2027, 1, 1)) for line in Lookup(stands_on, WORDS).entries() if line.dated
    )
    assert first < last
    table = Compare(stands_on, WORDS).table(())
    assert "đang xem 8 trong 60 kế hoạch" in table
    assert "đang xem" not in Compare(stands_on, WORDS).table(["xã Tân Lập 3"])


def test_typing_into_thousands_of_records_stays_quick(tmp_path: Path) -> None:
    found = Lookup(office(FakeAssistant(), tmp_path, copies(100)), WORDS)
    found.entries()
    begun = time.perf_counter()
    assert "mục" in found.table(Wanted(text="kham sang loc"))
    assert time.perf_counter() - begun < 2  # 0.05 s on an idle machine
