"""The conditions of a question about tasks: agency and part, deadline, what it waits for, row's place, topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.calibration import CALIBRATION
from assistant.timeframe import SOON, due_within, overdue
from assistant.turns import AskedAgency, Query, Role
from assistant.wording import content_words
from assistant.world import World
from ingest.records import Due, DueKind, Target, Task
from ingest.text import canonical, unaccented

_QUOTED = re.compile(r"[“\"‘]([^”\"’]+)[”\"’]")
_NUMERAL_WORDS = 3  # words of a heading beside the topic: its number, "công tác"
_WHOLE = 0.95
_TITLE = 3  # words that tell a table by its title
_WAITING = re.compile(r"\(((?:sau khi|khi có|nếu|trong trường hợp)[^()]+)\)")
"""What a task waits for, where its own words say it: "(sau khi có Quyết định của Thủ tướng Chính phủ)"."""
_CHAIRS = re.compile(r"(?:từ|ít nhất|tối thiểu|tu|it nhat) (hai|2|ba|3|nhiều|nhieu) (?:cơ quan|đơn vị|co quan|don vi)")


def chairs_fit(task: Task, query: Query) -> bool:
    """Whether a task has as many chairs as is asked: one alone, or "từ hai cơ quan"."""
    if query.alone:
        return len(task.leads) == 1
    least = _CHAIRS.search(query.written)
    return not least or len(task.leads) >= (3 if least.group(1) in ("ba", "3") else 2)


def is_topic(query: Query) -> bool:
    """Whether the words left over are a topic. Beside other conditions a lone syllable is none: an empty list for
    "hết" in "kể hết" would be a wrong answer. More words are one even where no plan has them: the tasks of 2026 are
    no tasks "về du lịch"."""
    if len(query.topic) == 1 and query.language != "en":
        return not (query.agencies or query.time or query.blank)
    return bool(query.topic)


def about(query: Query, world: World, tasks: Sequence[Task]) -> list[Task]:
    """Tasks about the topic, in the order of the plan."""
    topic = world.topic(query)
    if query.agencies or query.time or query.blank:  # "việc trong phòng chống thiên tai" are all of a plan on that
        general = [task for task in tasks if world.matcher.is_context(topic, task.plan, task.appendix)]
        if general:
            return general
    least = CALIBRATION.row_listed if query.language == "vi" else CALIBRATION.row
    for asked in dict.fromkeys((topic, topic.accented())):  # as typed, then with the accents that were left out
        if fitting := world.matcher.saying(asked, tasks, least):
            return list(fitting)
    return []


def under_heading(query: Query, world: World, tasks: Sequence[Task]) -> list[Task]:
    """The rows under the headings that are the topic: "các nhiệm vụ phòng, chống đuối nước" of one of three groups."""
    topic = world.topic(query)
    groups = {(task.plan, task.appendix, task.group) for task in tasks if task.group}
    fitting = {
        group
        for group in groups
        if len(content_words(group[2] or "")) <= len(topic.words) + _NUMERAL_WORDS
        and world.matcher.coverage_of(topic, group[2] or "") >= _WHOLE
    }
    return [task for task in tasks if (task.plan, task.appendix, task.group) in fitting]


def of_titled_table(query: Query, world: World, tasks: Sequence[Task]) -> list[Task]:
    """The rows of the appendix that is called by its title: "các mô hình, công trình ưu tiên trong biểu kèm theo"."""
    topic = world.topic(query)
    if not query.in_appendix or len(topic.words) < _TITLE:
        return []
    return [task for task in tasks if task.appendix and world.matcher.is_context(topic, task.plan, task.appendix)]


def waits_for(task: Task) -> str:
    """What a task waits for, by its deadline or by its words; "" for a task that waits for nothing."""
    written = _WAITING.search(canonical(task.task))
    if task.due is not None and task.due.kind is DueKind.CONDITIONAL and task.deadline:
        return task.deadline
    return written.group(1) if written else ""


def waiting(query: Query, world: World, tasks: Sequence[Task]) -> list[Task]:
    """Tasks that wait for something; for what the question says, where it says it ("chờ nghị định của Chính phủ")."""
    found = [task for task in tasks if waits_for(task)]
    topic = world.topic(query)
    if not is_topic(query):
        return found
    kinds = {word for kind in query.documents for word in content_words(kind)}
    if query.documents and set(query.topic) <= kinds | set(map(unaccented, kinds)):  # "quyết định hay nghị định"
        return [task for task in found if any(kind in canonical(waits_for(task)) for kind in query.documents)]
    return [task for task in found if world.matcher.coverage_of(topic, waits_for(task)) >= CALIBRATION.row] or about(
        query, world, found
    )


def has_part(task: Task, agency: AskedAgency) -> bool:
    keys = {a.key for a in task.leads} if agency.role is Role.LEAD else {a.key for a in task.coordinators}
    if agency.role is Role.ANY:
        keys = {a.key for a in task.leads}
    if agency.role is Role.EITHER:
        keys = {a.key for a in (*task.leads, *task.coordinators)}
    if agency.generic:
        parties = task.coordinators if agency.role is Role.COORDINATING else task.leads
        return any(party.generic for party in parties) is not agency.excluded
    return bool(agency.keys & keys) is not agency.excluded


def with_deadline_quoted(query: Query, tasks: Sequence[Task]) -> list[Task]:
    """The tasks whose deadline is what the question has between quotation marks: 'ghi thời hạn là "Từ năm 2026"'."""
    quoted = {canonical(text) for text in _QUOTED.findall(query.question)}
    return [task for task in tasks if task.deadline and canonical(task.deadline) in quoted]


def in_time(task: Task, query: Query) -> bool:
    assert query.time is not None
    return _in_time(task, query) is not query.time.negated


def _in_time(task: Task, query: Query) -> bool:
    time = query.time
    assert time is not None
    if time.what == "overdue":
        return overdue(task.due, query.today) and (time.end is None or due_within(task.due, time))
    if time.what == "recurring":
        return _recurs(task, time.text)
    if time.what.startswith("by_"):
        return task.due is not None and time.what == f"by_{task.due.kind}"
    if time.what == "due_until":
        return _ends_between(task.due, time.start, time.end)
    if time.what == "due_soon":
        time = replace(time, start=query.today, end=query.today + SOON)
        return task.due is not None and task.due.end is not None and query.today <= task.due.end <= query.today + SOON
    return due_within(task.due, time)


def _ends_between(due: Due | None, start: date | None, end: date | None) -> bool:
    """Whether what has an end ends between two days: a bare year does on its last day."""
    if due is None or due.end is None or start is None or end is None or due.kind is DueKind.RECURRING:
        return False
    return start <= due.end <= end


def at_an_end(tasks: Sequence[Task], which: str) -> list[Task]:
    """The tasks with the earliest, or the latest, last day of their deadline; those without a day count for nothing."""
    ends = [
        (task, task.due.end) for task in tasks if task.due and task.due.end and task.due.kind is not DueKind.RECURRING
    ]
    if not ends:
        return []
    end = min(day for _, day in ends) if which == "earliest" else max(day for _, day in ends)
    return [task for task, day in ends if day == end]


_UNITS = {
    "năm": ("hằng năm", "hàng năm", "yearly", "annual", "every year", "hang nam"),
    "tháng": ("hằng tháng", "hàng tháng", "mỗi tháng", "monthly", "every month", "hang thang", "moi thang"),
    "quý": ("hằng quý", "hàng quý", "mỗi quý", "quarterly", "every quarter", "hang quy", "moi quy"),
    "tuần": ("hằng tuần", "hàng tuần", "mỗi tuần", "weekly", "every week", "hang tuan", "moi tuan"),
    "ngày": ("hằng ngày", "hàng ngày", "mỗi ngày", "daily", "every day", "hang ngay", "moi ngay"),
}
"""How often a task recurs, in a question's words."""


def _recurs(task: Task, asked: str) -> bool:
    """Whether a task recurs as asked: "hằng năm" and "thường xuyên" are two things, "định kỳ" either."""
    if task.due is None or not (task.due.kind is DueKind.RECURRING or task.due.also_recurring):
        return False
    text = " ".join(content_words(task.deadline or ""))
    asked = " ".join(content_words(asked))
    if unit := next((unit for unit, words in _UNITS.items() if any(word in asked for word in words)), None):
        return re.search(rf"(?:hằng|hàng|mỗi) {unit}", text) is not None
    return "thường xuyên" in text if asked in ("thường xuyên", "thuong xuyen", "liên tục") else True


def in_part(record: Task | Target, query: Query) -> bool:
    """Whether a row stands in the appendix and the group that a question names, in any spelling ("2", "02", "II")."""
    if query.appendix and (not record.appendix or _numeral(record.appendix) != _numeral(query.appendix)):
        return False
    return not query.group or (record.group is not None and _numeral(record.group) == _numeral(query.group))


def is_numbered(record: Task | Target, query: Query) -> bool:
    """Whether a row has a number that a question names: "I.2" is also the second of group I."""
    if record.number in query.numbers:
        return True
    of_group = re.fullmatch(r"([IVX]+|[A-HĐ])\.?(\d{1,3})", record.number or "")
    if of_group is None or not query.group:
        return False
    return _numeral(of_group[1]) == _numeral(query.group) and of_group[2] in query.numbers


_ROMAN = {"i": 1, "v": 5, "x": 10}


def _numeral(label: str) -> int | str | None:
    """The number in "Phụ lục 02", "II. Tập trung …", "2"; the letter of "B. Phòng cháy"."""
    if letter := re.match(r"([a-hkđ])(?:[.)\s]|$)", label.lower()):
        return letter.group(1)
    match = re.search(r"\b(\d{1,2})\b|\b([ivx]+)\b", label.lower())
    if not match:
        return None
    if match.group(1):
        return int(match.group(1))
    values = [_ROMAN[letter] for letter in match.group(2)]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
