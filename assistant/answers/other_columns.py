"""Cells of columns that no field of a task has ("Kinh phí (triệu đồng)", "Người phụ trách"), said where asked for."""

from __future__ import annotations

import re

from assistant.turns import Ask, Expected, Query
from assistant.wording import content_words
from assistant.world import World
from ingest.columns import names_persons
from ingest.records import Task
from ingest.text import canonical, unaccented
from prompts import phrase

_MONEY = re.compile(r"kinh phi|du toan|\bvon\b|so tien|thanh tien|muc dau tu|ngan sach")


def column_sentences(query: Query, task: Task, world: World) -> list[str]:
    """ "Kinh phí (triệu đồng): 3.600." for each column that is asked for; a blank cell is said to be blank.

    A person in charge is said beside the agency that does it; a row that is asked for as such is said whole.
    """
    cells = dict(task.others)
    said = []
    for title in columns_of(task, world):
        wanted = _is_asked(query, title)
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
    """Whether a task's table has a column of money."""
    return any(_of_money(title) for title in columns_of(task, world))


def _of_money(title: str) -> bool:
    return _MONEY.search(unaccented(canonical(title))) is not None


def _is_asked(query: Query, title: str) -> bool:
    if query.expected is Expected.MONEY or query.ask is Ask.FUNDING:
        return _of_money(title)
    name = " ".join(map(unaccented, content_words(re.sub(r"\([^)]*\)", " ", title))))
    return bool(name) and f" {name} " in f" {' '.join(map(unaccented, content_words(query.question)))} "
