"""Finding the rows of appendices that answer: the one that is meant, or all that the conditions hold for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from assistant.answers.codes import mentions_code
from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence, Reason
from assistant.matching import Match, Topic
from assistant.timeframe import SOON, due_around, due_within, overdue
from assistant.turns import Ask, AskedAgency, Query, Role
from assistant.wording import content_words, table
from assistant.world import World
from ingest.records import AnyRecord, DueKind, Duty, Report, Target, Task
from ingest.text import unaccented


def find_one(query: Query, world: World) -> Evidence:
    """The row (or the few that fit equally well) that a question about one task means, plan by plan."""
    plans = world.scope(query)
    tasks = world.records(Task, plans)
    if query.numbers:
        return _numbered(query, world, tasks, plans)
    topic = world.topic(query)
    cited = [task for task in tasks if any(mentions_code(code, task.task) for code in query.codes)]
    if cited:
        return Evidence(tuple(cited), len(tasks), plans)
    if not topic:
        return Evidence(reason=Reason.NO_TOPIC, total=len(tasks), plans=plans)
    chosen, equal = _best(query, _matches(query, world, tasks))
    if chosen:
        return Evidence(tuple(m.record for m in chosen if m.record), len(tasks), plans, equal=equal, matches=chosen)
    return _instead(query, world, topic, plans, len(tasks))


def _numbered(query: Query, world: World, tasks: Sequence[Task], plans: tuple[str, ...]) -> Evidence:
    """Rows by their number; a target's row where no task has it."""
    rows: Sequence[Task | Target] = [task for task in tasks if _in_part(task, query) and task.number in query.numbers]
    if not rows:
        targets = [t for t in world.records(Target, plans) if t.appendix]
        rows = [target for target in targets if _in_part(target, query) and target.number in query.numbers]
    if rows and query.topic and len(rows) > 1:
        best = world.matcher.records(world.topic(query), rows)
        rows = [
            m.record for m in best if m.coverage >= best[0].coverage - 0.01 and isinstance(m.record, (Task, Target))
        ]
    if not rows:
        return Evidence(total=len(tasks), plans=plans, reason=Reason.NO_ROW)
    return Evidence(tuple(rows), len(tasks), plans, equal=len(rows) > 1)


def _matches(query: Query, world: World, tasks: Sequence[Task]) -> Sequence[Match]:
    """Rows by the topic. An agency in the question may be part of it, or say whose row is meant: the better counts."""
    topic = world.topic(query)
    whole = world.matcher.records(topic, tasks)
    keys = {key for agency in query.agencies if agency.known for key in agency.keys}
    if not keys or len(query.core) < 2 or query.core == query.topic:
        return whole
    theirs = [task for task in tasks if keys & {agency.key for agency in (*task.leads, *task.coordinators)}]
    narrowed = world.matcher.records(replace(topic, words=query.core), theirs)
    best = {id(match.record): match for match in whole}
    for match in narrowed:
        if match.score > best[id(match.record)].score:
            best[id(match.record)] = match
    return sorted(best.values(), key=lambda match: -match.score)


def _best(query: Query, matches: Sequence[Match]) -> tuple[tuple[Match, ...], bool]:
    """The best of each plan, with those that fit as well; a plan far behind another one's fit has no such task."""
    least = CALIBRATION.row_english if query.language == "en" else CALIBRATION.row
    fitting = [match for match in matches if match.coverage >= least]
    if not fitting:
        return (), False
    summit = max(match.coverage for match in fitting)
    by_plan: dict[str, list[Match]] = {}
    for match in fitting:
        assert match.record
        by_plan.setdefault(match.record.plan, []).append(match)
    chosen: list[Match] = []
    equal = False
    for found in by_plan.values():
        top = max(found, key=lambda match: match.score)
        if top.coverage < summit - 0.15:
            continue
        same = [
            m
            for m in found
            if m.coverage >= top.coverage - CALIBRATION.tie and m.score >= top.score - CALIBRATION.tie_score
        ]
        equal = equal or len(same) > 1
        chosen += same
    return tuple(chosen), equal


def _instead(query: Query, world: World, topic: Topic, plans: tuple[str, ...], total: int) -> Evidence:
    """No row fits: a duty, a report or a target of the same plans, or the row of another plan (a false premise)."""
    if query.ask in (Ask.CHAIR, Ask.COORDINATE):
        duties = world.records(Duty, plans)
        chosen, equal = _best(query, world.matcher.records(topic, duties))
        chosen = tuple(match for match in chosen if match.coverage >= CALIBRATION.row_listed)
        if chosen:
            return Evidence(_records(chosen), total + len(duties), plans, equal=equal, matches=chosen)
    if query.ask is Ask.DEADLINE:
        dated: list[AnyRecord] = [*world.records(Report, plans), *(t for t in world.records(Target, plans) if t.year)]
        chosen, equal = _best(query, world.matcher.records(topic, dated))
        chosen = tuple(match for match in chosen if match.coverage >= CALIBRATION.row_listed)
        if chosen:
            return Evidence(_records(chosen), total + len(dated), plans, equal=equal, matches=chosen)
    near = tuple(m.passage for m in world.matcher.passages(topic, world.passages(plans))[:3] if m.passage)
    others: tuple[AnyRecord, ...] = ()
    if query.scope.named:
        elsewhere = [task for task in world.records(Task, world.plans) if task.plan not in plans]
        # "This task stands in the plan of …" is said only of a row that holds nearly all of the topic.
        found = _best(query, world.matcher.records(topic, elsewhere))[0]
        others = _records(match for match in found if match.coverage >= CALIBRATION.row_listed)
    reason = Reason.NO_MATCH if total else Reason.NO_TASK_TABLE
    return Evidence(total=total, plans=plans, others=others, near=near, reason=reason)


def _records(matches: Iterable[Match]) -> tuple[AnyRecord, ...]:
    return tuple(match.record for match in matches if match.record)


def find_all(query: Query, world: World) -> Evidence:
    """Every task that all the conditions of a question hold for, and what is to be mentioned beside them."""
    plans = world.scope(query)
    tasks = world.records(Task, plans)
    unknown = [agency for agency in query.agencies if not agency.known]
    if unknown and not any(agency.known for agency in query.agencies):
        return Evidence(total=len(tasks), plans=plans, reason=Reason.NO_AGENCY)
    found = [task for task in tasks if _in_part(task, query)]
    if query.numbers:
        found = [task for task in found if task.number in query.numbers]
    for agency in query.agencies:
        found = [task for task in found if _has_part(task, agency)]
    apart: dict[str, tuple[AnyRecord, ...]] = {}
    found = [task for task in found if _chairs_fit(task, query)]
    if query.blank:
        found = [task for task in found if getattr(task, query.blank) is None]
    if query.time and query.blank != "deadline":
        apart["wider"] = tuple(
            task for task in found if query.time.what == "due_in" and due_around(task.due, query.time)
        )
        found = [task for task in found if _in_time(task, query)]
    if query.codes:
        found = [task for task in found if any(mentions_code(code, task.task) for code in query.codes)]
    elif _is_topic(query, world):
        about = _about(query, world, found)
        found = found if not about and _is_whole(query, world, plans) else about
    if query.agencies and not query.blank:
        apart |= _beside(query, world, plans, found)
    role = any(agency.role is not Role.ANY for agency in query.agencies) and (bool(tasks) or query.in_appendix)
    if not found and apart.get("duties") and not role and not query.topic and not query.time:
        duties = apart["duties"]
        return Evidence(duties, len(world.records(Duty, plans)), plans)
    if not found:
        return Evidence(
            total=len(tasks), plans=plans, apart=apart, reason=Reason.NO_TASK if tasks else Reason.NO_TASK_TABLE
        )
    return Evidence(tuple(found), len(tasks), plans, apart)


def _is_whole(query: Query, world: World, plans: Sequence[str]) -> bool:
    """Whether a topic is no condition: a word for any row ("công trình"), or what each plan as a whole is about."""
    if set(query.topic) <= _row_words(query.unaccented):
        return True
    topic = world.topic(query)
    titles = [title.value for plan in plans if (title := world.header(plan, "title")) and title.value]
    return len(titles) == len(plans) and all(
        world.matcher.coverage_of(topic, title) >= CALIBRATION.row_listed for title in titles
    )


@cache
def _row_words(plain: bool) -> frozenset[str]:
    """Syllables of the nouns that stand for any row of a table (lexicon/words.yaml: rows)."""
    entries = table("words")["rows"]
    assert isinstance(entries, list)
    words = frozenset(word for entry in entries for word in content_words(str(entry)))
    return frozenset(map(unaccented, words)) if plain else words


_CHAIRS = re.compile(r"(?:từ|ít nhất|tối thiểu|tu|it nhat) (hai|2|ba|3|nhiều|nhieu) (?:cơ quan|đơn vị|co quan|don vi)")


def _chairs_fit(task: Task, query: Query) -> bool:
    """Whether a task has as many chairs as is asked: one alone, or "từ hai cơ quan"."""
    if query.alone:
        return len(task.leads) == 1
    least = _CHAIRS.search(query.question.lower())
    return not least or len(task.leads) >= (3 if least.group(1) in ("ba", "3") else 2)


def _is_topic(query: Query, world: World) -> bool:
    """Whether the words left over are a topic. Beside other conditions a lone syllable, or words that no plan has side
    by side, are no condition of their own: an empty list for "hết" in "kể hết" would be a wrong answer."""
    if not query.topic:
        return False
    if query.language == "en" or not (query.agencies or query.time or query.blank):
        return True
    topic = world.topic(query)
    pairs = [" ".join(pair) for pair in pairwise(topic.words)]
    unseen = world.known.weight("\x00", topic.plain)
    return any(world.known.weight(pair, topic.plain) < unseen for pair in pairs)


def _about(query: Query, world: World, tasks: Sequence[Task]) -> list[Task]:
    """Tasks about the topic, in the order of the plan."""
    topic = world.topic(query)
    if query.agencies or query.time or query.blank:  # "việc trong phòng chống thiên tai" are all of a plan on that
        general = [task for task in tasks if world.matcher.is_context(topic, task.plan, task.appendix)]
        if general:
            return general
    matches = world.matcher.records(topic, tasks)
    least = CALIBRATION.row_listed if query.language == "vi" else CALIBRATION.row
    fitting = {id(match.record) for match in matches if match.coverage >= least}
    return [task for task in tasks if id(task) in fitting]


def _beside(
    query: Query, world: World, plans: tuple[str, ...], found: Sequence[Task]
) -> dict[str, tuple[AnyRecord, ...]]:
    """Tasks of the generic party, and duties of the agencies, which are no rows of theirs."""
    keys = {key for agency in query.agencies for key in agency.keys}
    if any(agency.excluded or agency.generic for agency in query.agencies):
        return {}
    lead = all(agency.role is not Role.COORDINATING for agency in query.agencies)
    theirs = {
        task.plan for task in world.records(Task, plans) if keys & {a.key for a in (*task.leads, *task.coordinators)}
    }
    generic = [
        task
        for task in world.records(Task, plans)
        if task.plan in theirs
        and lead
        and any(a.generic for a in task.leads)
        and task not in found
        and (query.time is None or _in_time(task, query))
    ]
    duties = [duty for duty in world.records(Duty, plans) if keys & {agency.key for agency in duty.agencies}]
    narrowed = bool(query.time or query.topic)
    return {"generic": tuple(generic) if not query.topic else (), "duties": () if narrowed else tuple(duties)}


def _has_part(task: Task, agency: AskedAgency) -> bool:
    keys = {a.key for a in task.leads} if agency.role is Role.LEAD else {a.key for a in task.coordinators}
    if agency.role is Role.ANY:
        keys = {a.key for a in task.leads}
    if agency.generic:
        parties = task.coordinators if agency.role is Role.COORDINATING else task.leads
        return any(party.generic for party in parties) is not agency.excluded
    return bool(agency.keys & keys) is not agency.excluded


def _in_time(task: Task, query: Query) -> bool:
    time = query.time
    assert time is not None
    if time.what == "overdue":
        return overdue(task.due, query.today) and (time.end is None or due_within(task.due, time))
    if time.what == "recurring":
        return _recurs(task, time.text)
    if time.what == "due_soon":
        time = replace(time, start=query.today, end=query.today + SOON)
        return task.due is not None and task.due.end is not None and query.today <= task.due.end <= query.today + SOON
    return due_within(task.due, time)


_YEARLY = ("hằng năm", "yearly", "annual", "every year", "annually", "hang nam")


def _recurs(task: Task, asked: str) -> bool:
    """Whether a task recurs as asked: "hằng năm" and "thường xuyên" are two things, "định kỳ" either."""
    if task.due is None or not (task.due.kind is DueKind.RECURRING or task.due.also_recurring):
        return False
    text = " ".join(content_words(task.deadline or ""))
    asked = " ".join(content_words(asked))
    if any(word in asked for word in _YEARLY):
        return "hằng năm" in text
    return "thường xuyên" in text if asked in ("thường xuyên", "thuong xuyen", "liên tục") else True


def _in_part(record: Task | Target, query: Query) -> bool:
    """Whether a row stands in the appendix and the group that a question names, in any spelling ("2", "02", "II")."""
    if query.appendix and (not record.appendix or _numeral(record.appendix) != _numeral(query.appendix)):
        return False
    return not query.group or (record.group is not None and _numeral(record.group) == _numeral(query.group))


_ROMAN = {"i": 1, "v": 5, "x": 10}


def _numeral(label: str) -> int | None:
    """The number in "Phụ lục 02", "II. Tập trung …", "2"."""
    match = re.search(r"\b(\d{1,2})\b|\b([ivx]+)\b", label.lower())
    if not match:
        return None
    if match.group(1):
        return int(match.group(1))
    values = [_ROMAN[letter] for letter in match.group(2)]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
