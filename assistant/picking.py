"""A follow-up that points at a row: at one of the list before ("cái thứ hai"), or at the row of another number."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.answers.other_columns import columns_of, has_money
from assistant.evidence import Evidence
from assistant.references import bare_row
from assistant.turns import Ask, Expected, Query, Scope
from assistant.wording import content_words
from assistant.world import World
from ingest.records import AnyRecord, Target, Task
from ingest.text import unaccented

ONE_ROW = (Ask.CHAIR, Ask.COORDINATE, Ask.DEADLINE, Ask.ROW)

_MONEY = frozenset("tiền tien vốn von money".split())
_PRODUCT = ("sản phẩm phải đạt", "kết quả phải đạt", "sản phẩm đầu ra")  # the column that many tables have
_WHOLE_PLAN = re.compile(r"(?<!\w)(?:kế hoạch|ke hoach|chương trình|chuong trinh|tổng|tong|plan|total|overall)(?!\w)")

Retrieve = Callable[[Query, World], Evidence]


def row_beside(query: Query, before: Query) -> Query:
    """ "6.2 thì sao?", "còn số 7?" after a row: the row of that number in the same part of the same appendix."""
    number = bare_row(query.question.lower())
    if not before.numbers or number is None or (query.numbers and query.numbers != (number,)):
        return query
    ask = query.ask if query.explicit and query.ask is not Ask.ROW and query.ask in ONE_ROW else before.ask
    return replace(query, ask=ask, numbers=(number,), appendix=before.appendix, group=before.group, followed=True)


def picked(query: Query, before: Query, world: World, retrieve: Retrieve) -> Query | None:
    """The record that "cái thứ hai" points at in the answer before."""
    assert query.ordinal is not None
    listed = before.base or before
    records = retrieve(listed, world).records
    if not 1 <= query.ordinal <= len(records):
        return None
    record = records[query.ordinal - 1]
    if not isinstance(record, (Task, Target)) or not record.number:
        return _about_record(query, record, before)
    asked = query if query.explicit and query.ask in ONE_ROW else before if before.base else query
    return row_of(replace(query, ask=asked.ask if asked.ask in ONE_ROW else Ask.ROW), record, listed)


def money_of_row(query: Query, before: Query, world: World, retrieve: Retrieve) -> Query | None:
    """ "Kinh phí bao nhiêu?" after a question about one row: of that row, where its table has a column for money."""
    if query.ask is not Ask.FUNDING or not set(query.topic) <= _MONEY or query.scope.named or before.ask not in ONE_ROW:
        return None
    rows = [record for record in retrieve(before, world).records if isinstance(record, Task)]
    if len(rows) != 1 or _WHOLE_PLAN.search(query.written) or not has_money(rows[0], world):
        return None
    return row_of(replace(query, ask=Ask.ROW, expected=Expected.MONEY), rows[0], before)


def cell_of_row(query: Query, before: Query, world: World, retrieve: Retrieve) -> Query | None:
    """ "Sản phẩm phải đạt là gì?" after a question about one row: that row's cell, where all that the follow-up says is
    what a column is called."""
    asked = {unaccented(word) for word in query.topic}
    if before.ask not in ONE_ROW or not asked or query.scope.named or query.numbers or query.agencies or query.time:
        return None
    rows = [record for record in retrieve(before, world).records if isinstance(record, Task)]
    if len(rows) != 1:
        return None
    names = [*_PRODUCT, *columns_of(rows[0], world)]
    if not any(asked <= {unaccented(word) for word in content_words(name)} for name in names):
        return None
    return row_of(replace(query, ask=Ask.ROW, expected=Expected.TEXT), rows[0], before)


def row_of(query: Query, record: Task | Target, listed: Query) -> Query:
    """A question about one row of a list, which later follow-ups may go back to."""
    picked = replace(
        query,
        scope=Scope((record.plan,), named=True),
        topic=(),
        subject=record.place,
        numbers=(record.number,) if record.number else (),
        appendix=record.appendix,
        group=record.group,
        agencies=(),
        time=None,
        blank=None,
        count=False,
        followed=True,
        base=listed,
    )
    return replace(picked, resolved=f"{listed.resolved} – {record.place}: {query.question}")


def _about_record(query: Query, record: AnyRecord, before: Query) -> Query | None:
    text = " ".join(record.quote.split()[:12])
    return replace(
        query,
        ask=Ask.TEXT,
        scope=Scope((record.plan,), named=True),
        topic=tuple(text.lower().split()),
        subject=text,
        followed=True,
        resolved=f"{before.resolved} – {text}",
    )
