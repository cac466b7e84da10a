"""What no record answers may stand in the text: the passages of a question that records were searched for in vain."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers import document, passages, tasks
from assistant.answers.of_each import of_each
from assistant.evidence import Evidence, Reason
from assistant.expected import asks_clock, has_clock
from assistant.matching import Match
from assistant.measures import counts
from assistant.turns import Ask, Expected, Query
from assistant.world import World
from ingest.records import Task
from ingest.text import canonical, unaccented

_HOW_MUCH = re.compile(r"\b(?:bao nhieu|may (?:dong|trieu|ty)|how much)\b")
_GIVEN = re.compile(r"\b(?:thưởng|hỗ trợ|trợ cấp|phụ cấp)\b")  # what is given is mostly money
_UNTIMED = ((Ask.DEADLINE, "overdue"), (Ask.FIGURE, "recurring"))  # "mỗi tuần đăng mấy tin": of the sentence
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_SENTENCE = re.compile(r"(?<=[.;])\s+")
_CHAIRS = re.compile(r"(?i)(?<!\w)(?:chủ trì|làm đầu mối|là đầu mối)(?!\w)")
_TEXTUAL = (Ask.FIGURE, Ask.DEADLINE, Ask.CHAIR, Ask.COORDINATE, Ask.FUNDING, Ask.TASKS, Ask.DUTIES)


def from_text(query: Query, world: World, evidence: Evidence) -> Evidence:
    """What no record answers may stand in the text: for a figure or a date with the right kind of thing in a sentence,
    for "who" without a role, for reports and funding of a plan that has no such part. A chair is quoted from a passage
    that says who chairs, and never read out of another.
    """
    if (
        evidence.reason is Reason.NO_ROW
        or query.ordinal is not None
        or (evidence.reason is Reason.NO_AMOUNT and of_each(query))
    ):
        return evidence  # a row that is named by its number is there or not, and so is what each gets
    if query.ask is Ask.FIGURE and query.in_appendix and not query.topic:
        return tasks.find_all(replace(query, topic=()), world)
    if query.ask is Ask.FIGURE and _is_of_one_year(query):
        text = passages.find(replace(query, topic=query.gist or query.topic), world)
        told = tuple(match for match in text.matches if _tells_of_year(match, query))
        return replace(text, matches=told) if told else evidence
    timed = query.time is not None and (query.ask, query.time.what) not in _UNTIMED
    narrowed = timed or query.blank is not None or (query.ask is Ask.TASKS and query.agencies)
    if query.ask is Ask.CHAIR and query.role_asked:
        return (_chair_said(query, world) if query.scope.plans and not narrowed else None) or evidence
    if query.ask in _TEXTUAL and not narrowed and query.scope.plans:
        asked = document.for_what(replace(query, topic=query.gist or query.topic))
        if query.ask is Ask.FUNDING and _HOW_MUCH.search(unaccented(query.written)):
            asked = replace(asked, expected=Expected.MONEY)
        text = _money_given(query, world) or passages.find(asked, world)
        if query.ask is Ask.DUTIES and not _named_in(query, text):
            return evidence  # what the plan says of others is no duty of the agency that is asked about
        if text.matches:
            return _row_of(query, text, world) or text
    return evidence


def _money_given(query: Query, world: World) -> Evidence | None:
    """What is given is money first, and cement or rice where no amount of money is said."""
    if query.ask is not Ask.FIGURE or query.measure is not None or not _GIVEN.search(query.written):
        return None
    text = passages.find(document.for_what(replace(query, expected=Expected.MONEY)), world)
    return text if text.matches else None


def _is_of_one_year(query: Query) -> bool:
    """Whether a figure of one year of a place is asked for: "cuối năm 2025 còn bao nhiêu hộ nghèo"."""
    time = query.time
    return (
        query.scope.named
        and time is not None
        and time.what == "due_in"
        and time.start is not None
        and time.end is not None
        and time.start.year == time.end.year
    )


def _tells_of_year(match: Match, query: Query) -> bool:
    """Whether a passage has a number of what is counted in a sentence on the year: the last that is named in it, before
    it, or in a heading above it."""
    assert match.passage and query.time and query.time.end
    asked, told = str(query.time.end.year), ""
    for part in (*match.passage.path, *_SENTENCE.split(canonical(match.passage.quote))):
        years = _YEAR.findall(part)
        told = asked if asked in years else years[-1] if years else told
        if told == asked and part not in match.passage.path and (not query.measure or counts(query.measure, part)):
            return True
    return False


def by_the_clock(query: Query, world: World, evidence: Evidence) -> Evidence:
    """The passages with a time of day, where "mấy giờ" is asked and no record found has one."""
    if query.ask is not Ask.DEADLINE or not asks_clock(query) or not query.scope.plans or not evidence.records:
        return evidence
    if any(has_clock(record.quote) for record in evidence.records):
        return evidence
    text = passages.find(query, world)
    return text if text.matches else evidence


def _chair_said(query: Query, world: World) -> Evidence | None:
    """The passage about the topic that says in words who chairs: "Giao Hội Nông dân xã chủ trì, phối hợp …"."""
    text = passages.find(replace(query, topic=query.core or query.topic, expected=Expected.AGENCY), world)
    said = tuple(m for m in text.matches if m.passage and m.passage.record is None and _CHAIRS.search(m.passage.quote))
    return replace(text, matches=said[:1]) if said else None


def _named_in(query: Query, text: Evidence) -> bool:
    """Whether a passage names an agency of the question; true where none is named."""
    # With the headings above it, and of many holders as of one ("Trưởng các bản").
    quotes = [unaccented(canonical(m.passage.text)).replace(" cac ", " ") for m in text.matches if m.passage]
    names = [unaccented(canonical(agency.name)) for agency in query.agencies]
    return not names or any(name in quote for name in names for quote in quotes)


def _row_of(query: Query, text: Evidence, world: World) -> Evidence | None:
    """The task whose row is the best passage: it answers "ai", "khi nào" and "ai phối hợp" by its fields."""
    passage = text.matches[0].passage
    if query.ask not in (Ask.CHAIR, Ask.COORDINATE, Ask.DEADLINE) or passage is None or passage.record is None:
        return None
    record = world.plans[passage.plan].records[passage.record]
    if not isinstance(record, Task):
        return None
    plans = world.scope(query)
    return Evidence((record,), len(world.records(Task, plans)), plans)
