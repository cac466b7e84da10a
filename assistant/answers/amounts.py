"""Rows ranked by what they cost: "công trình nào có kinh phí lớn nhất"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.other_columns import is_of_money
from assistant.calibration import CALIBRATION
from assistant.turns import Query
from assistant.world import World
from ingest.figures import NUMBER, number_of
from ingest.records import Task
from ingest.text import canonical, unaccented

_SUM = re.compile(rf"({NUMBER})(?:\s*(?:nghìn|triệu|tỷ|tỉ)?\s*(?:đồng)?)?")
_UNITS = (("ty", 1_000_000_000), ("ti", 1_000_000_000), ("trieu", 1_000_000), ("nghin", 1_000), ("dong", 1))


def at_money_end(query: Query, world: World, plans: Sequence[str]) -> tuple[list[Task], int] | None:
    """The rows with the largest, or the smallest, sum of money, and how many were ranked; None where that is not asked
    for, or where a cell could not be read as a sum.
    """
    if query.extreme not in ("highest", "lowest"):
        return None
    rows = [task for task in world.records(Task, plans) if _money_cell(task)]
    topic = world.topic(query)
    if topic and not all(world.matcher.is_context(topic, task.plan, task.appendix) for task in rows):
        narrowed = list(world.matcher.saying(topic, rows, CALIBRATION.row_listed))
        titled = [task for task in rows if world.matcher.is_context(topic, task.plan, task.appendix)]
        rows = titled or narrowed
    sums = [_amount(task) for task in rows]
    if not rows or any(amount is None for amount in sums):
        return None
    end = (max if query.extreme == "highest" else min)(amount for amount in sums if amount is not None)
    return [task for task, amount in zip(rows, sums, strict=True) if amount == end], len(rows)


def _money_cell(task: Task) -> tuple[str, str] | None:
    """The title and the cell of the one column of money that a row has; of several none tells what it costs."""
    cells = [(title, cell) for title, cell in task.others if is_of_money(title) and cell.strip()]
    return cells[0] if len(cells) == 1 else None


def _amount(task: Task) -> float | None:
    """What a row costs, in đồng; None where its cell or its unit is not plainly read."""
    found = _money_cell(task)
    if found is None:
        return None
    title, cell = (canonical(part) for part in found)
    number = _SUM.fullmatch(cell.strip())
    said = unaccented(f"{cell} {title}")
    unit = next((worth for name, worth in _UNITS if re.search(rf"\b{name}\b", said)), None)
    if number is None or unit is None:
        return None
    return number_of(number[1]) * unit
