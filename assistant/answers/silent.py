"""Places that a question names and its first answer has nothing of: each is asked about by itself, and what stays
silent is said, so that no answer about several places is silently short."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.answers.wordings import listed
from assistant.shortening import SHOWN
from assistant.turns import Ask, Claim, Coverage, Draft, Query, Status
from assistant.world import World
from ingest.records import Task
from prompts import phrase

Answering = Callable[[Query], Draft]

_OF_TASKS = (Ask.CHAIR, Ask.COORDINATE, Ask.DEADLINE, Ask.ROW, Ask.TASKS)
_SAID_ALREADY = (Ask.COMPARE, Ask.MENTIONS, Ask.PLANS, Ask.OVERVIEW, Ask.TALLY, Ask.CONTRADICTIONS)


def completed(query: Query, draft: Draft, world: World, answering: Answering) -> Draft:
    """The draft with what the plans say that it does not speak of, among those that the question names; `answering`
    answers a question about one plan. Beside "các xã" the silent ones are only named.
    """
    asked = query.scope.plans if query.scope.named else tuple(world.plans) if query.scope.everywhere else ()
    if (
        not 1 < len(asked) <= SHOWN
        or draft.status is not Status.ANSWERED
        or query.ask in _SAID_ALREADY
        or query.extreme
    ):
        return draft
    left = []
    for plan in _silent(asked, draft, world):
        alone = answering(_of_one(query, plan)) if query.scope.named else None
        if alone is not None and alone.status is Status.ANSWERED:
            draft = _joined(draft, alone)
        else:
            left.append(plan)
    return replace(draft, claims=(*draft.claims, *_said(query, left, world)))


def _of_one(query: Query, plan: str) -> Query:
    scope = replace(query.scope, plans=(plan,), notes=(), elsewhere=())
    return replace(query, scope=scope)


def _silent(asked: Sequence[str], draft: Draft, world: World) -> list[str]:
    spoken = {source.plan for claim in draft.claims for source in claim.sources}
    said = "\n".join(claim.text for claim in draft.claims).lower()
    return [plan for plan in asked if plan not in spoken and world.locality(plan).lower() not in said] if spoken else []


def _joined(draft: Draft, other: Draft) -> Draft:
    coverage = draft.coverage
    if coverage and other.coverage:
        matched, total = coverage.matched + other.coverage.matched, max(coverage.total, other.coverage.total)
        coverage = Coverage(matched, total, coverage.plans)
    claims, records = (*draft.claims, *other.claims), (*draft.records, *other.records)
    return Draft(
        draft.status,
        claims,
        records,
        coverage,
        (*draft.see_also, *other.see_also),
        tuple(dict.fromkeys((*draft.warnings, *other.warnings))),
    )


def _said(query: Query, silent: Sequence[str], world: World) -> Iterator[Claim]:
    """That plans say nothing of what is asked; of one without any table of tasks, that it has none."""
    bare = [plan for plan in silent if query.ask in _OF_TASKS and _has_no_table(plan, world)]
    for plan in bare:
        yield _fixed("no_task_table", query.language, locality=world.locality(plan))
    rest = [world.locality(plan) for plan in silent if plan not in bare]
    if rest:
        key = "silent_on_year" if query.ask is Ask.FIGURE and query.time else "silent_places"
        yield _fixed(key, query.language, localities=listed(rest, query.language))


def _has_no_table(plan: str, world: World) -> bool:
    """Whether a plan assigns no tasks in a table; what the reader was unsure of may be one after all."""
    return not world.records(Task, [plan]) and not world.plans[plan].report.warnings


def _fixed(key: str, language: str, **values: object) -> Claim:
    text = phrase(key, language, **values)
    return Claim(text, derived=(text,))
