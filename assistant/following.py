"""Follow-ups that ask the question before again: of another part, of another field, of places set side by side."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from assistant.picking import ONE_ROW
from assistant.resolving import in_words
from assistant.side_by_side import degree_of
from assistant.turns import Ask, AskedAgency, Expected, Query, Scope
from assistant.wording import table
from assistant.world import World
from ingest.text import unaccented

_WHO = re.compile(r"\b(?:ai|nao|gi|who|whom|which|what)\b")
_FIGURE_WORDS = re.compile(r"\b(?:bao nhieu|may|chi tieu|muc tieu|ty le|ti le|phan tram|how|target|rate)\b|%")


def put(before: Query, query: Query, **changes: Any) -> Query:
    """The question before, put in the words of this one."""
    return replace(before, question=query.question, written=query.written, **changes)


def same_again(query: Query, before: Query, world: World) -> Query | None:
    """The question before of another part, of a report's other fields, or of places set side by side."""
    if agencies := _other_part(query, before):
        again = put(before, query, agencies=agencies, followed=True)
        return replace(again, resolved=in_words(again, query, world))
    if _is_overdue(query, before):
        again = put(before, query, ask=Ask.DEADLINE, expected=Expected.DATE, time=query.time, today=query.today)
        return replace(again, followed=True, yes_no=True, resolved=in_words(again, query, world))
    bare = not (query.topic or query.indicators or query.numbers or query.codes or query.scope.named)
    if before.ask is Ask.FUNDING and query.ask is Ask.FIGURE and bare:
        return put(before, query, followed=True, language=query.language)  # "tỉnh cho mấy?": the same sentence says it
    if _asks_of_report(query, before):
        return replace(put(before, query, followed=True), resolved=in_words(before, query, world))
    if query.ask is Ask.COMPARE and before.ask is Ask.REPORTS and degree_of(query.question):
        return replace(before, question=query.question, scope=query.scope, followed=True)
    if query.extreme and before.ask in (Ask.FIGURE, Ask.COMPARE) and not (query.topic or query.indicators):
        return _highest_of(query, before, world)
    return None


def _is_overdue(query: Query, before: Query) -> bool:
    """ "Đã quá hạn chưa?" after a question about one row."""
    own = query.topic or query.agencies or query.numbers or query.scope.named or query.count
    clock = query.time is not None and query.time.what == "overdue"
    return clock and not own and before.ask in ONE_ROW and not _WHO.search(unaccented(query.written))


def _other_part(query: Query, before: Query) -> tuple[AskedAgency, ...]:
    """ "Còn phối hợp?" after what an agency chairs: the same in its other part; "ai phối hợp?" asks of the rows."""
    part = query.asked_part
    listed = before.ask is Ask.TASKS and before.agencies and not before.base
    narrowed = query.topic or query.agencies or query.numbers or query.time or query.blank or query.scope.named
    if not part or not listed or narrowed or _WHO.search(unaccented(query.written)):
        return ()
    return tuple(replace(agency, role=part) for agency in before.agencies)


def _asks_of_report(query: Query, before: Query) -> bool:
    """ "Ai tổng hợp?", "gửi cho ai?" after a report, whose line says who writes it, for whom and by when."""
    if before.ask is not Ask.REPORTS or query.scope.named or query.agencies or query.numbers or query.codes:
        return False
    words = table("words")["reporting"]
    assert isinstance(words, list)
    said = {syllable for word in words for syllable in unaccented(str(word)).split()}
    return query.ask in (Ask.CHAIR, Ask.DEADLINE) and {unaccented(word) for word in query.topic} <= said


def _highest_of(query: Query, before: Query, world: World) -> Query:
    """ "Nơi nào cao nhất?" after a figure: of the places that were compared, or of all where there was one."""
    several = len(before.scope.plans) != 1
    scope = query.scope if query.scope.named else before.scope if several else Scope(everywhere=True)
    changes = {"ask": Ask.COMPARE, "extreme": query.extreme, "time": query.time or before.time}
    merged = put(before, query, scope=scope, language=query.language, today=query.today, followed=True, **changes)
    return replace(merged, resolved=in_words(merged, query, world))


def of_a_row(query: Query, before: Query) -> Query:
    """ "Còn sổ sức khỏe điện tử thì sao?" after "ai chủ trì …" names an indicator and asks for no figure."""
    named = query.followed and query.ask is Ask.FIGURE and before.ask in ONE_ROW and not query.time
    if not named or _FIGURE_WORDS.search(unaccented(query.written)):
        return query
    return replace(query, explicit=False)
