"""Cells of columns that no field of a row has ("Kinh phí (triệu đồng)", "Đơn vị quản lý"), said where asked for."""

from __future__ import annotations

import re
from functools import cache

from assistant.turns import Ask, Expected, Query
from assistant.wording import content_words, table
from assistant.world import World
from ingest.agencies import agencies, is_known
from ingest.columns import names_persons
from ingest.letters import UPPER
from ingest.records import Target, Task
from ingest.text import canonical, unaccented
from prompts import phrase

_MONEY = re.compile(r"kinh phi|du toan|\bvon\b|so tien|thanh tien|muc dau tu|ngan sach")
_AMOUNT = re.compile(r"\d\s*(?:nghìn|triệu|tỷ|tỉ)?\s*đồng(?!\w)|\d\s*(?:triệu|tỷ|tỉ)(?!\w)", re.IGNORECASE)
_WAYS = frozenset({"den", "di", "toi", "ve"})
_BELOW = re.compile(rf"[^{UPPER}\s]\s+([{UPPER}][^{UPPER}]*)$")


def column_sentences(query: Query, task: Task, world: World) -> list[str]:
    """ "Kinh phí (triệu đồng): 3.600." for each column that is asked for; a blank cell is said to be blank.

    A person in charge is said beside the agency that does it; a row that is asked for as such is said whole; and where
    a row has no such agency as is asked for, agencies under a title of another kind are said.
    """
    cells = dict(task.others)
    missing = {Ask.CHAIR: task.lead, Ask.COORDINATE: task.coordinating}.get(query.ask, "") is None
    said = []
    for title in columns_of(task, world):
        wanted = is_asked(query, title) or (_asks_money(query) and _AMOUNT.search(cells.get(title, "")) is not None)
        whole = query.ask is Ask.ROW or (query.ask is Ask.CHAIR and names_persons(title))
        beside = title in cells and (whole or (missing and _names_agencies(cells[title])))
        if wanted or beside:
            value = cells.get(title) or phrase("blank", query.language)
            said.append(phrase("with_other", query.language, title=title, value=value))
    return said


def _names_agencies(cell: str) -> bool:
    return any(is_known(agency.name) for agency in agencies(cell))


def columns_of(one: Task | Target, world: World) -> tuple[str, ...]:
    """The titles of these columns in a row's table, by all its rows: one row's cell may be blank."""
    rows = [row for row in world.records(type(one), [one.plan]) if row.appendix == one.appendix]
    return tuple(dict.fromkeys(title for row in rows for title, _ in row.others))


def asked_columns(query: Query, row: Task | Target, world: World) -> tuple[str, ...]:
    """The titles of a row's further columns that a question asks for, by name or in everyday words."""
    return tuple(title for title in columns_of(row, world) if is_asked(query, title)) if row.appendix else ()


def has_money(task: Task, world: World) -> bool:
    """Whether a task's table has a column of money, or its row an amount in another column ("Ghi chú")."""
    if any(_AMOUNT.search(cell) for _, cell in task.others):
        return True
    return any(is_of_money(title) for title in columns_of(task, world))


def is_of_money(title: str) -> bool:
    """Whether a column is one of sums, by its title."""
    return _MONEY.search(unaccented(canonical(title))) is not None


def is_asked(query: Query, title: str) -> bool:
    """Whether a question asks for what stands under a title: by its words, or as people say it ("ai quản lý")."""
    if _asks_money(query):
        return is_of_money(title)
    asked = f" {' '.join(map(unaccented, content_words(query.question)))} "
    title = re.sub(r"\([^)]*\)", " ", title)
    below = _BELOW.search(title)  # "Thời gian Bắt đầu": the lower of a header's two rows
    names = [" ".join(map(unaccented, content_words(part))) for part in (title, below.group(1) if below else "")]
    if (names[0] and f" {names[0]} " in asked) or (" " in names[1] and f" {names[1]} " in asked):
        return True
    return _asked_as_said(asked, names[0])


def _asked_as_said(asked: str, title: str) -> bool:
    """ "Ai quản lý", "cấp nào ban hành", "sơ tán đến đâu" for "Đơn vị quản lý", "Cấp ban hành", "Nơi đến sơ tán"."""
    who, where = _beginning(title, "parties"), _beginning(title, "whereabouts")
    if who:
        does = title.removeprefix(who).strip()
        verbs = "|".join(map(re.escape, (does, *_said_for(does))))
        asker = rf"(?:ai|(?:{_either('parties')}) (?:nao|gi))"
        return bool(does) and re.search(rf" {asker} (?:{verbs}) ", asked) is not None
    if where:
        said = set(title.removeprefix(where).split()) - _WAYS
        return bool(said) and said <= set(asked.split()) and re.search(r" (?:dau|(?:noi|cho) nao) ", asked) is not None
    return False


@cache
def _said_for(does: str) -> tuple[str, ...]:
    """What people say for what a title says: "ai giữ" for "quản lý"."""
    entries = table("words")["column_verbs"]
    assert isinstance(entries, dict)
    return next((tuple(map(unaccented, said)) for verb, said in entries.items() if unaccented(verb) == does), ())


def _beginning(title: str, kind: str) -> str:
    """The noun of a kind that a title begins with."""
    return next((noun for noun in _nouns(kind) if title.startswith(f"{noun} ")), "")


def _either(kind: str) -> str:
    return "|".join(map(re.escape, _nouns(kind)))


@cache
def _nouns(kind: str) -> tuple[str, ...]:
    """Nouns with which the title of a column begins, without accents, the longest first (lexicon/words.yaml)."""
    entries = table("words")[kind]
    assert isinstance(entries, list)
    return tuple(sorted((unaccented(str(entry)) for entry in entries), key=len, reverse=True))


def _asks_money(query: Query) -> bool:
    return query.expected is Expected.MONEY or query.ask is Ask.FUNDING
