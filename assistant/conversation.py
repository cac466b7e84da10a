"""A question in its conversation: what a follow-up leaves out comes from the question before it.

Nothing is kept between calls: the earlier questions are understood again, and an earlier answer is found again only
where a follow-up points into it ("cái thứ hai").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from assistant.following import of_a_row, put, same_again
from assistant.picking import ONE_ROW, Retrieve, cell_of_row, money_of_row, picked, row_beside, row_of
from assistant.resolving import in_words
from assistant.side_by_side import degree_of
from assistant.turns import Ask, Query, Role, Scope
from assistant.understand import Understanding
from assistant.world import World
from ingest.errors import BadInput
from ingest.records import Duty, Task
from ingest.text import canonical, unaccented

RECENT = 12
"""Earlier questions that are looked at; a follow-up of a follow-up seldom reaches further back."""

_PERIOD = re.compile(r"\b(?:(?:6|9|sau|chin) )?(?:quy|thang|nam|tuan)\b|\b(?:quarter|month|year)")
_WITH_ACCENTS = {"quy": "quý", "thang": "tháng", "nam": "năm", "tuan": "tuần", "sau": "sáu", "chin": "chín"}
_ALL_TASKS = re.compile(
    r"\b(?:tat ca|toan bo|het|moi) (?:cac |nhung )?(?:nhiem vu|viec|cong viec|dau viec)\b|\ball (?:the )?tasks\b"
)
_BRIEF = 5  # words of content that a follow-up may have that says neither topic nor what is asked
_DOCUMENT = (Ask.HEADER, Ask.BASES, Ask.RECIPIENTS, Ask.FUNDING, Ask.PLANS, Ask.OVERVIEW)
_SOCIAL = (Ask.GREETING, Ask.THANKS, Ask.HELP)


def understood(
    question: str, history: Sequence[str], world: World, plans: Sequence[str], today: date, retrieve: Retrieve
) -> Query:
    """The question with what it leaves out filled in from the conversation."""
    understanding = Understanding(world.known, world.places, world.index.accents.restore)
    before: Query | None = None
    spoken = "vi"
    places: dict[str, None] = {}  # in the order in which they were talked about, the last one last
    for earlier in history[-RECENT:]:
        try:
            said = understanding.query(earlier, today, plans, spoken)
        except BadInput:
            continue
        spoken = said.language
        if said.ask not in _SOCIAL:
            before = _continued(_of_those_places(said, tuple(places)), before, world, retrieve)
            named = before.scope.plans if before.scope.named else ()
            places = dict.fromkeys((*(p for p in places if p not in named), *named))
    query = _of_those_places(understanding.query(question, today, plans, spoken), tuple(places))
    return _continued(query, before, world, retrieve)


_THOSE = re.compile(
    r"\b(hai|2|ba|3|bốn|bon|4) (?:nơi|noi|xã|xa|địa phương|dia phuong|kế hoạch|ke hoach|chỗ|cho) "
    r"(?:đó|do|này|nay|trên|tren|ấy|ay|vừa rồi|vua roi)\b|\b(?:these|those|the) (two|three|four)\b"
)
_HOW_MANY = {"hai": 2, "2": 2, "two": 2, "ba": 3, "3": 3, "three": 3, "bốn": 4, "bon": 4, "4": 4, "four": 4}


def _of_those_places(query: Query, places: tuple[str, ...]) -> Query:
    """ "Ba nơi đó": the last three that were talked about, where there were as many; of "nơi nào cao hơn?" two."""
    if (degree := degree_of(query.question)) and len(places) > 1 and not query.scope.named:
        scope = Scope(places[-2:], named=True)
        return replace(query, ask=Ask.COMPARE, scope=scope, extreme=degree, topic=(), indicators=())
    those = _THOSE.search(query.question.lower())
    count = _HOW_MANY[those[1] or those[2]] if those else 0
    if not count or query.scope.named or len(places) < count:
        return query
    return replace(query, scope=Scope(places[-count:], named=True))


def reading(world: World, plans: Sequence[str], today: date) -> Callable[[str], Query | None]:
    """How a stretch of a message reads by itself; None where it holds no words. Each stretch is read once."""
    understanding = Understanding(world.known, world.places, world.index.accents.restore)

    @cache
    def read(text: str) -> Query | None:
        try:
            return understanding.query(text, today, plans)
        except BadInput:
            return None

    return read


def _continued(query: Query, before: Query | None, world: World, retrieve: Retrieve) -> Query:
    if before is None or query.ask in _SOCIAL:
        return query
    if query.again:
        return put(before, query, followed=True)
    if row := _row_pointed_at(query, before, world, retrieve):
        return row
    if cell := cell_of_row(query, before, world, retrieve):
        return cell
    query = row_beside(query, before)
    if query.others and query.ask is Ask.MENTIONS and not (query.topic or query.indicators or query.codes):
        query = replace(query, ask=before.ask, explicit=False, count=False, followed=True)  # "còn mấy xã kia?"
    if again := same_again(query, before, world):
        return again
    if _stands_alone(query, before):
        return _in_place_of(query, before)
    if before.base and not query.explicit and not query.topic:
        before = before.base  # "thế ở Mường La?" after "cái thứ hai": the list is meant, not its second row
    if before.ask is Ask.TASKS and query.ask is Ask.FIGURE and not (query.topic or query.indicators or query.numbers):
        query = replace(query, ask=Ask.TASKS, count=True)  # "bao nhiêu cái tất cả?"
    merged = _merged(query, before, world, retrieve)
    if merged.ask is before.ask is Ask.REPORTS and not query.explicit:
        merged = _of_report(merged, query, before)
    if merged.ask is Ask.FIGURE and merged.time and not query.time and not retrieve(merged, world).records:
        merged = replace(merged, time=None)  # the year was that of the topic before
    if merged.ask in ONE_ROW and not merged.topic and not merged.numbers:
        merged = _about_the_list(merged, query, before, world, retrieve)
    return replace(merged, resolved=in_words(merged, query, world))


def _row_pointed_at(query: Query, before: Query, world: World, retrieve: Retrieve) -> Query | None:
    """ "Cái thứ hai", "cái cuối": the row of the list before."""
    if query.last:
        query = replace(query, ordinal=len(retrieve(before.base or before, world).records))
    if query.ordinal is None or (query.topic and not query.followed and not query.last):
        return None
    row = picked(query, before, world, retrieve)
    beyond = row is None and before.ask is Ask.TASKS and not query.topic and not query.scope.named
    return replace(query, scope=before.scope, followed=True) if beyond else row  # a list that has no such row


def _of_report(merged: Query, query: Query, before: Query) -> Query:
    """ "Mường La thì sao?": the same report; "còn 6 tháng?": another one."""
    period = _PERIOD.search(unaccented(query.written))
    if period is None:
        return replace(merged, written=before.written)
    if merged.language == "en":
        return merged
    named = " ".join(_WITH_ACCENTS.get(word, word) for word in period.group().split())
    return replace(merged, written=f"báo cáo {named}", subject=named)


def _about_the_list(merged: Query, query: Query, before: Query, world: World, retrieve: Retrieve) -> Query:
    """ "Ai chủ trì?" after a list: of its one row, or of each of its rows, which the list tells."""
    rows = [record for record in retrieve(before, world).records if isinstance(record, Task) and record.number]
    if query.time and rows:
        return put(before, query, scope=merged.scope, time=query.time, followed=True)
    if len(rows) == 1 and query.ask in ONE_ROW:
        return row_of(query, rows[0], before)
    return put(before, query, scope=merged.scope, followed=True) if rows else merged


def _stands_alone(query: Query, before: Query) -> bool:
    """Whether a question says on its own what it is about."""
    if query.ask is Ask.FIGURE and query.count and query.in_appendix and not query.anaphoric:
        return True  # "Phụ lục có mấy chỉ tiêu?"
    if query.ask is Ask.TASKS and not query.anaphoric:
        whole = not query.topic and _ALL_TASKS.search(unaccented(query.written))  # not those of the topic before
        if whole or (query.count and before.ask is not Ask.TASKS):
            return True
    counted = query.topic or query.indicators or query.numbers or query.agencies or query.codes
    if query.ask is Ask.FIGURE and before.ask in (Ask.TASKS, Ask.FIGURE) and not counted:
        return False  # "đến 2030 bao nhiêu?"
    if query.ask is Ask.DEADLINE and not (query.topic or query.numbers) and before.ask in (Ask.HEADER, Ask.BASES):
        return False
    if query.ask is Ask.MENTIONS and (query.topic or query.codes) and not query.anaphoric:
        return True
    if query.ask in _DOCUMENT or query.ask is Ask.MENTIONS:
        return not query.followed and (query.scope.named or query.scope.everywhere or bool(query.codes))
    if query.followed and not (query.explicit and len(query.topic) >= 2 and query.scope.named):
        return False
    if not query.explicit and len(query.topic) <= 3 and not query.codes and not query.numbers:
        return query.length > _BRIEF
    return (
        bool(
            query.topic
            or query.agencies
            or query.indicators
            or query.codes
            or query.numbers
            or query.time
            or query.blank
        )
        or query.ask is Ask.COMPARE
    )


def _in_place_of(query: Query, before: Query) -> Query:
    """A question of its own stays in the place that was talked about, unless it names one."""
    if query.scope.named or query.scope.everywhere or query.scope.mine or not before.scope.named:
        return query
    if query.ask in (Ask.COMPARE, Ask.MENTIONS) or query.codes or query.by_plan:
        return query
    if before.scope.excluded:
        return query  # "các xã khác" were the others of that question
    return replace(query, scope=replace(before.scope, notes=()))


def _merged(query: Query, before: Query, world: World, retrieve: Retrieve) -> Query:
    """The question before, with what the follow-up says put in its place."""
    named = query.scope.named or query.scope.everywhere
    scope = query.scope if named else _scope_before(query, before, world, retrieve)
    if query.others and before.scope.named and before.scope.plans and not query.scope.named:
        rest = tuple(plan for plan in world.plans if plan not in before.scope.plans)
        scope = Scope(rest, named=True, excluded=before.scope.plans)  # "còn các xã khác?"
    if query.ask is Ask.DEADLINE and not (query.topic or query.numbers) and before.ask in (Ask.HEADER, Ask.BASES):
        fields = ("date",) if before.ask is Ask.HEADER else before.fields
        return put(before, query, scope=scope, fields=fields, language=query.language)
    if query.ask is Ask.RECIPIENTS and before.ask is Ask.REPORTS and not query.topic:
        return replace(before, question=query.question, scope=scope, followed=True)  # "gửi cho ai?": the report
    if priced := money_of_row(query, before, world, retrieve):
        return priced
    if query.explicit and query.ask in (*_DOCUMENT, Ask.REPORTS):
        return replace(query, scope=scope, followed=True, agencies=())
    query = of_a_row(query, before)
    merged = _asked_anew(query, put(before, query, scope=scope, language=query.language))
    merged = _with_agencies(query, before, merged)
    if query.time:
        merged = replace(merged, time=query.time)
    if query.appendix or query.group:  # "… bao nhiêu việc trong phụ lục 1?"
        merged = replace(merged, appendix=query.appendix or merged.appendix, group=query.group)
    if query.extreme or query.count:
        merged = replace(merged, extreme=query.extreme, count=query.count)
    merged = _with_topic(query, before, merged, world, retrieve)
    if before.ask is Ask.DUTIES and not query.agencies and _holds_duties(query, scope.plans, world):
        merged = replace(merged, agencies=())  # "các cơ sở giáo dục thì sao?": no agency by its name, and yet a holder
    if query.scope.everywhere and merged.ask is Ask.FIGURE:
        merged = replace(merged, ask=Ask.COMPARE)
    return merged


def _holds_duties(query: Query, plans: Sequence[str], world: World) -> bool:
    """Whether the topic of a question is what somebody with duties is called."""
    topic = unaccented(canonical(" ".join(query.topic)))
    return bool(topic) and any(topic in unaccented(canonical(duty.agency)) for duty in world.records(Duty, plans))


def _asked_anew(query: Query, merged: Query) -> Query:
    """What is asked, where the follow-up says it; its conditions are its own then."""
    merged = replace(
        merged,
        followed=True,
        today=query.today if query.time else merged.today,
        yes_no=query.yes_no,
        present=query.present,
    )
    if not query.explicit:
        return merged
    if query.ask is merged.ask:
        blank = query.blank or (None if query.time else merged.blank)  # "việc nào không có cơ quan phối hợp?"
        return replace(merged, expected=query.expected, blank=blank)
    anew = replace(merged, ask=query.ask, expected=query.expected, fields=query.fields)
    anew = replace(anew, count=query.count, blank=query.blank, extreme=query.extreme)
    if query.ask in ONE_ROW:
        return replace(anew, time=None, agencies=query.agencies)
    if query.ask is Ask.TASKS:
        return replace(anew, numbers=query.numbers, appendix=query.appendix, group=query.group)
    return anew


def _with_agencies(query: Query, before: Query, merged: Query) -> Query:
    """Other agencies in the part of those before ("còn Phòng Kinh tế?"), or those before ("phòng này")."""
    if query.same_agency and not query.agencies:
        role = Role.COORDINATING if query.coordinating else Role.LEAD
        origin = before.base or before
        return replace(merged, agencies=tuple(replace(agency, role=role) for agency in origin.agencies))
    part = query.asked_part
    if part and not query.agencies and query.explicit and query.ask is Ask.TASKS and not query.blank:
        # "phối hợp mấy việc?"
        return replace(merged, agencies=tuple(replace(agency, role=part) for agency in before.agencies))
    if not query.agencies:
        return merged
    roles = [agency.role for agency in before.agencies]
    role_said = any(agency.role is not Role.ANY for agency in query.agencies)
    agencies = query.agencies if role_said or not roles else tuple(replace(a, role=roles[0]) for a in query.agencies)
    merged = replace(merged, agencies=agencies)
    if not query.explicit and before.ask in ONE_ROW and before.topic:
        return replace(merged, ask=Ask.TASKS, topic=(), subject="")
    return merged


def _with_topic(query: Query, before: Query, merged: Query, world: World, retrieve: Retrieve) -> Query:
    """Another topic in the question before ("còn báo cáo năm?")."""
    says = query.topic or query.indicators or query.numbers
    if not says or (query.agencies and not query.explicit and before.ask is Ask.TASKS):
        return merged
    merged = replace(
        merged,
        topic=query.topic,
        core=query.core,
        gist=query.gist,
        subject=query.subject,
        measure=query.measure,
        indicators=query.indicators,
        numbers=query.numbers,
        appendix=query.appendix,
        group=query.group,
        unaccented=query.unaccented,
    )
    if before.ask in ONE_ROW and not query.time and retrieve(merged, world).records:
        return merged  # "còn sổ sức khỏe điện tử thì sao?" after a chair: a row has it
    if query.indicators and before.ask not in (Ask.FIGURE, Ask.COMPARE, Ask.TEXT, *_DOCUMENT) and not query.explicit:
        return replace(merged, ask=query.ask)
    return merged


def _scope_before(query: Query, before: Query, world: World, retrieve: Retrieve) -> Scope:
    """The place talked about: the one named before, or the one whose plan alone answered."""
    if before.scope.named or query.ask not in _DOCUMENT:
        return before.scope
    evidence = retrieve(before, world)
    plans = dict.fromkeys([r.plan for r in evidence.records] + [m.passage.plan for m in evidence.matches if m.passage])
    return Scope(tuple(plans), named=True) if len(plans) == 1 else before.scope
