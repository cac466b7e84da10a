"""Cells of columns that no field of a task has ("Kinh phí (triệu đồng)", "Người phụ trách"), said where asked for."""

from __future__ import annotations

import re

from assistant.turns import Ask, Expected, Query
from assistant.wording import content_words
from assistant.world import World
from ingest.columns import names_persons
from ingest.letters import UPPER
from ingest.records import Task
from ingest.text import canonical, unaccented
from prompts import phrase

_MONEY = re.compile(r"kinh phi|du toan|\bvon\b|so tien|thanh tien|muc dau tu|ngan sach")
_AMOUNT = re.compile(r"\d\s*(?:nghìn|triệu|tỷ|tỉ)?\s*đồng(?!\w)|\d\s*(?:triệu|tỷ|tỉ)(?!\w)", re.IGNORECASE)
_BELOW = re.compile(rf"[^{UPPER}\s]\s+([{UPPER}][^{UPPER}]*)$")


def column_sentences(query: Query, task: Task, world: World) -> list[str]:
    """ "Kinh phí (triệu đồng): 3.600." for each column that is asked for; a blank cell is said to be blank.

    A person in charge is said beside the agency that does it; a row that is asked for as such is said whole.
    """
    cells = dict(task.others)
    said = []
    for title in columns_of(task, world):
        wanted = _is_asked(query, title) or (_asks_money(query) and _AMOUNT.search(cells.get(title, "")) is not None)
        beside = title in cells and (query.ask is Ask.ROW or (query.ask is Ask.CHAIR and names_persons(title)))
        if wanted or beside:
            value = cells.get(title) or phrase("blank", query.language)
            said.append(phrase("with_other", query.language, title=title, value=value))
    return said


def columns_of(task: Task, world: World) -> tuple[str, ...]:
    """The titles of these columns in a task's table, by all its rows: one row's cell may be blank."""
    rows = [row for row in world.records(Task, [task.plan]) if row.appendix == task.appendix]
    return tuple(dict.fromkeys(title for row in rows for title, _ in row.others))


def has_money(task: Task, world: World) -> bool:
    """Whether a task's table has a column of money, or its row an amount in another column ("Ghi chú")."""
    if any(_AMOUNT.search(cell) for _, cell in task.others):
        return True
    return any(is_of_money(title) for title in columns_of(task, world))


def is_of_money(title: str) -> bool:
    """Whether a column is one of sums, by its title."""
    return _MONEY.search(unaccented(canonical(title))) is not None


def _is_asked(query: Query, title: str) -> bool:
    if _asks_money(query):
        return is_of_money(title)
    asked = f" {' '.join(map(unaccented, content_words(query.question)))} "
    title = re.sub(r"\([^)]*\)", " ", title)
    below = _BELOW.search(title)  # "Thời gian Bắt đầu": the lower of a header's two rows
    names = [" ".join(map(unaccented, content_words(part))) for part in (title, below.group(1) if below else "")]
    return (bool(names[0]) and f" {names[0]} " in asked) or (" " in names[1] and f" {names[1]} " in asked)


def _asks_money(query: Query) -> bool:
    return query.expected is Expected.MONEY or query.ask is Ask.FUNDING
