"""What an answer owes a reader whose plan is a scan: which words are to be compared with the original, and which pages
could not be read, since a list or a count then may lack something.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.turns import Ask, Query, Role, Status
from assistant.verify import Verified
from assistant.world import World
from ingest.doubt import doubtful_words
from ingest.records import Agency, AnyRecord, Plan, Report, Task
from prompts import phrase

_MOST_TOLD = 8  # words that a warning names, and plans that an answer names
_OF_ONE = (Ask.CHAIR, Ask.COORDINATE, Ask.DEADLINE, Ask.ROW, Ask.HEADER, Ask.PLANS)
_OF_NO_PLAN = (Ask.GREETING, Ask.THANKS, Ask.HELP, Ask.OUTSIDE)


def with_scan_note(
    verified: Verified, query: Query, world: World, records: Sequence[AnyRecord] = ()
) -> tuple[Verified, tuple[str, ...]]:
    """The answer with a line that marks the citations which rest on doubtful words, and the warnings that name these.

    `records` are the answer's own. The line passes by the gate, which it has no need of: it says nothing of a plan.
    """
    marks: list[str] = []
    words: list[str] = []
    for citation in verified.citations:
        plan = world.plans.get(citation.source.plan)
        if plan and (found := doubtful_words(plan.source, citation.source.spans)):
            marks.append(f"[{citation.number}]")
            words += found
    text, warnings = verified.text, []
    if marks:
        text += "\n" + phrase("note_scanned", query.language, marks="".join(marks))
        told = "; ".join(f"“{word}”" for word in list(dict.fromkeys(words))[:_MOST_TOLD])
        warnings.append(phrase("note_scanned_words", query.language, words=told))
    for key, unsure in (
        ("note_scanned_deadlines", _unsure_deadlines(query, world)),
        ("note_scanned_agencies", _unsure_agencies(query, world, records)),
    ):
        if unsure:
            text += "\n" + phrase(key, query.language, count=len(unsure), places="; ".join(unsure))
            warnings.append(phrase(key, query.language, count=len(unsure), places="; ".join(unsure)))
    if unread := _unread_pages(verified, query, world):
        told = "; ".join(unread[:_MOST_TOLD]) + ("; …" if len(unread) > _MOST_TOLD else "")
        text += "\n" + phrase("note_incomplete", query.language, places=told)
        warnings.append(phrase("note_incomplete", query.language, places="; ".join(unread)))
    return replace(verified, text=text), tuple(warnings)


def _unread_pages(verified: Verified, query: Query, world: World) -> list[str]:
    """The pages that were not read, or in part only, of the plans that were searched for all that there is.

    What was found answers a question for one thing; that nothing was found, or how much, nobody can say of such a plan.
    """
    found_one = verified.status is Status.ANSWERED and query.ask in _OF_ONE
    if verified.status is Status.CLARIFY or query.ask in _OF_NO_PLAN or found_one:
        return []
    if query.scope.elsewhere and not query.scope.plans:
        return []
    return [
        f"{world.locality(plan)}, {phrase('pages', query.language)} {', '.join(map(str, pages))}"
        for plan in world.scope(query)
        if (pages := [page.number for page in world.plans[plan].source.pages if page.incomplete])
    ]


def _unsure_deadlines(query: Query, world: World) -> list[str]:
    """Places of deadlines that a question for a time cannot count, since their words are doubtful."""
    if query.time is None or query.time.what == "none":
        return []
    return [
        f"{world.locality(plan.id)}: {record.place}"
        for plan in _scanned(query, world)
        for record in plan.records
        if isinstance(record, Task | Report) and record.deadline and record.due is None
        if any(word in record.deadline for word in doubtful_words(plan.source, record.spans))
    ]


def _unsure_agencies(query: Query, world: World, records: Sequence[AnyRecord]) -> list[str]:
    """Places of rows that a list by agency may lack: a doubtful cell may be a misread name of the agency asked for.

    A name that another row has in certain words was read rightly: no slip of letters makes one agency another."""
    if not query.agencies or query.ask not in (Ask.TASKS, Ask.TALLY):
        return []
    roles = {agency.role for agency in query.agencies}
    found = []
    for plan in _scanned(query, world):
        certain: set[str] = set()
        unsure: list[tuple[Task, tuple[Agency, ...]]] = []
        for task in (record for record in plan.records if isinstance(record, Task)):
            words = doubtful_words(plan.source, task.spans)
            for role, cell, agencies in (
                (Role.LEAD, task.lead, task.leads),
                (Role.COORDINATING, task.coordinating, task.coordinators),
            ):
                if not cell or not any(word in cell for word in words):
                    certain |= {agency.key for agency in agencies}
                elif roles & {role, Role.ANY, Role.EITHER}:
                    unsure.append((task, agencies))
        found += [
            f"{world.locality(plan.id)}: {task.place}"
            for task, agencies in unsure
            if task not in records and not (agencies and certain.issuperset(agency.key for agency in agencies))
        ]
    return list(dict.fromkeys(found))


def _scanned(query: Query, world: World) -> Iterator[Plan]:
    """The plans with doubtful words among those that were asked about."""
    for plan in world.plans.values():
        if plan.source.doubtful and (not query.scope.plans or plan.id in query.scope.plans):
            yield plan
