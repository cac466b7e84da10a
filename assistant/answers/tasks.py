"""Finding the rows of appendices that answer: the one that is meant, or all that the conditions hold for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from assistant.answers.codes import mentions_code
from assistant.answers.dated_duties import better_duties
from assistant.answers.task_filters import (
    about,
    at_an_end,
    chairs_fit,
    has_part,
    in_part,
    in_time,
    is_numbered,
    is_topic,
    of_titled_table,
    under_heading,
    waiting,
    with_deadline_quoted,
)
from assistant.asking_tasks import row_words
from assistant.calibration import CALIBRATION
from assistant.coverage import Topic
from assistant.days import names_day
from assistant.evidence import Evidence, Reason
from assistant.matching import Match, record_text
from assistant.timeframe import due_around
from assistant.turns import Ask, Query, Role
from assistant.word_counts import words_of
from assistant.wording import content_words, plain_word, table
from assistant.world import World
from ingest.records import AnyRecord, Duty, Report, Target, Task
from ingest.text import unaccented


def find_one(query: Query, world: World) -> Evidence:
    """The row (or the few that fit equally well) that a question about one task means, plan by plan."""
    plans = world.scope(query)
    tasks = world.records(Task, plans)
    if query.numbers:
        return _numbered(query, world, tasks, plans)
    topic = world.topic(query)
    on_day = [task for task in tasks if names_day(query.days, task.task)] if query.days else []
    if on_day:
        chosen, equal = _best(query, world.matcher.records(topic, on_day)) if topic else ((), False)
        found = _records(chosen) or tuple(on_day)
        return Evidence(found, len(tasks), plans, equal=equal, matches=chosen)
    cited = [task for task in tasks if any(mentions_code(code, task.task) for code in query.codes)]
    if cited:
        return Evidence(tuple(cited), len(tasks), plans)
    if not topic:
        return Evidence(reason=Reason.NO_TOPIC, total=len(tasks), plans=plans)
    chosen, equal = _best(query, _matches(query, world, tasks))
    if duties := better_duties(query, world, chosen):
        return Evidence(_records(duties), len(tasks), plans, equal=len(duties) > 1, matches=duties)
    if chosen:
        return Evidence(tuple(m.record for m in chosen if m.record), len(tasks), plans, equal=equal, matches=chosen)
    return _instead(query, world, topic, plans, len(tasks))


def _numbered(query: Query, world: World, tasks: Sequence[Task], plans: tuple[str, ...]) -> Evidence:
    """Rows by their number; a target's row where no task has it, or where "chỉ tiêu 3" asks for it."""
    targets = [t for t in world.records(Target, plans) if t.appendix and in_part(t, query) and is_numbered(t, query)]
    rows: Sequence[Task | Target] = [task for task in tasks if in_part(task, query) and is_numbered(task, query)]
    if not rows or (targets and _INDICATOR.search(query.written)):
        year = query.time.end.year if query.time and query.time.end else None
        rows = [target for target in targets if target.year == year] or targets
    if rows and query.topic and len(rows) > 1:
        best = world.matcher.records(world.topic(query), rows)
        rows = [
            m.record for m in best if m.coverage >= best[0].coverage - 0.01 and isinstance(m.record, (Task, Target))
        ]
    if not rows:
        return Evidence(total=len(tasks), plans=plans, reason=Reason.NO_ROW)
    return Evidence(tuple(rows), len(tasks), plans, equal=len(rows) > 1)


_INDICATOR = re.compile(r"\b(?:chỉ tiêu|chi tieu|indicator|target) (?:(?:số|so|thứ|thu|no\.?|number) )?\d")


def _matches(query: Query, world: World, tasks: Sequence[Task]) -> Sequence[Match]:
    """Rows by the topic. An agency in the question may be part of it, or say whose row is meant: the better counts."""
    topic = world.topic(query)
    whole = world.matcher.records(topic, tasks)
    keys = {key for agency in query.agencies if agency.known for key in agency.keys}
    if not keys or len(query.core) < 2 or query.core == query.topic:
        return whole
    # "Vì sao Ban Chỉ huy Quân sự chủ trì huấn luyện …?" may be wrong about the agency: then any row is meant.
    claimed = query.ask is Ask.CHAIR and (query.why or query.yes_no)
    theirs = [t for t in tasks if claimed or keys & {agency.key for agency in (*t.leads, *t.coordinators)}]
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
        same = _word_for_word(query, same)
        equal = equal or len(same) > 1
        chosen += same
    return tuple(chosen), equal


def _word_for_word(query: Query, matches: list[Match]) -> list[Match]:
    """Of rows that fit as well those that have every word of the topic; all of them, where none has."""
    plain = query.unaccented or query.language == "en"
    topic = {plain_word(word) if plain else word for word in query.topic}
    texts = {id(m): words_of(record_text(m.record)) for m in matches if m.record}
    whole = [m for m in matches if topic <= {plain_word(word) if plain else word for word in texts.get(id(m), ())}]
    return whole or matches


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
        found = _best(query, _matches(query, world, elsewhere))[0]
        others = _records(match for match in found if match.coverage >= CALIBRATION.row_listed)
    reason = Reason.NO_MATCH if total else Reason.NO_TASK_TABLE
    return Evidence(total=total, plans=plans, others=others, near=near, reason=reason)


def _records(matches: Iterable[Match]) -> tuple[AnyRecord, ...]:
    return tuple(match.record for match in matches if match.record)


def find_all(query: Query, world: World) -> Evidence:
    """Every task that all the conditions of a question hold for, and what is to be mentioned beside them."""
    query = _of_rows(query)
    plans = world.scope(query)
    tasks = world.records(Task, plans)
    if not tasks and query.in_appendix and not (query.agencies or query.blank or query.topic):
        return _target_rows(query, world, plans)  # "phụ lục có những gì?" of one that holds targets
    if reason := _unanswerable(query, world, plans):
        return Evidence(total=len(tasks), plans=plans, reason=reason)
    found = [task for task in tasks if in_part(task, query)]
    if query.numbers:
        found = [task for task in found if is_numbered(task, query)]
    for agency in query.agencies:
        found = [task for task in found if has_part(task, agency)]
    apart: dict[str, tuple[AnyRecord, ...]] = {}
    found = [task for task in found if chairs_fit(task, query)]
    if query.blank:
        found = [task for task in found if getattr(task, query.blank) is None and query.blank not in task.unsure]
    waits = query.time is not None and query.time.what == "conditional"
    if waits:
        found = waiting(query, world, found)
    elif query.time and query.blank != "deadline":
        apart["wider"] = tuple(
            task for task in found if query.time.what == "due_in" and due_around(task.due, query.time)
        )
        found = with_deadline_quoted(query, found) or [task for task in found if in_time(task, query)]
    if query.codes:
        found = [task for task in found if any(mentions_code(code, task.task) for code in query.codes)]
    elif not waits and is_topic(query):
        fitting = under_heading(query, world, found) or of_titled_table(query, world, found)
        fitting = fitting or about(query, world, found)
        if query.excepted:
            fitting = [task for task in found if task not in fitting]
        found = found if not fitting and _is_whole(query, world, plans) else fitting
    found = _at_an_end(found, query)
    if query.agencies and not (query.blank or query.extreme):
        apart |= _beside(query, world, plans, found)
    if not found:
        return _without_rows(query, world, plans, tasks, apart)
    return Evidence(tuple(found), len(tasks), plans, apart)


def _of_rows(query: Query) -> Query:
    """ "Các dự án ở phụ lục III" are its rows, whatever they are about."""
    called = row_words([unaccented(word) for word in query.topic])
    return replace(query, topic=()) if query.in_appendix and called == len(query.topic) else query


def _unanswerable(query: Query, world: World, plans: Sequence[str]) -> Reason | None:
    """Why no list of rows can answer: an agency that no plan has; tables that would have to be matched."""
    if query.agencies and not any(agency.known for agency in query.agencies):
        return Reason.NO_AGENCY
    narrowed = query.agencies or query.time or is_topic(query)
    return Reason.NOT_COMPARED if query.in_common and len(plans) > 1 and not narrowed else None


def _without_rows(
    query: Query, world: World, plans: tuple[str, ...], tasks: Sequence[Task], apart: dict[str, tuple[AnyRecord, ...]]
) -> Evidence:
    """No row fits: the duties of the agency, those in its part where a part is asked for; else nothing, and why."""
    duties = () if query.topic or query.time else apart.get("duties", ())
    if any(agency.role is not Role.ANY for agency in query.agencies) and (tasks or query.in_appendix):
        duties = _duties_in_part(query, duties)
    if duties:
        return Evidence(duties, len(world.records(Duty, plans)), plans)
    reason = Reason.NO_TASK if tasks else Reason.NO_TASK_TABLE
    return Evidence(total=len(tasks), plans=plans, apart=apart, reason=reason)


_FIRST = 4  # words of a sentence among which its verb stands
_PART = {Role.LEAD: "chủ trì", Role.COORDINATING: "phối hợp"}


def _duties_in_part(query: Query, duties: Sequence[AnyRecord]) -> tuple[AnyRecord, ...]:
    """The duties whose own words are the part that is asked for ("Chủ trì quản lý sức khỏe lực lượng dân quân"),
    where no row of a table gives the agency that part."""
    parts = [_PART.get(agency.role, "") for agency in query.agencies]
    if len(parts) != 1 or not parts[0] or query.blank or query.alone:
        return ()
    return tuple(duty for duty in duties if isinstance(duty, Duty) and _begins_with(parts[0], duty.duty))


def _begins_with(part: str, duty: str) -> bool:
    """Whether a sentence of a duty begins with the part, "Chủ động phối hợp …" too."""
    return any(part in " ".join(content_words(said)[:_FIRST]) for said in re.split(r"[.;]", duty))


def _target_rows(query: Query, world: World, plans: tuple[str, ...]) -> Evidence:
    targets = world.records(Target, plans)
    rows = tuple(target for target in targets if target.appendix and in_part(target, query))
    return Evidence(rows, len(targets), plans, reason=None if rows else Reason.NO_TASK_TABLE)


def _at_an_end(tasks: list[Task], query: Query) -> list[Task]:
    """Of the tasks those at the end that is asked for: by deadline, or "việc cuối cùng trong phụ lục"."""
    if query.extreme in ("earliest", "latest"):
        return at_an_end(tasks, query.extreme)
    return tasks[-1:] if query.last and query.ordinal is None else tasks


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
        and (query.time is None or in_time(task, query))
    ]
    duties = [duty for duty in world.records(Duty, plans) if keys & {agency.key for agency in duty.agencies}]
    narrowed = bool(query.time or query.topic)
    return {"generic": tuple(generic) if not query.topic else (), "duties": () if narrowed else tuple(duties)}
