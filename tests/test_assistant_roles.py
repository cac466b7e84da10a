"""The gate knows a chair from a coordinator: both stand in one quote, and only the cells say which is which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers import task_lines
from assistant.evidence import Evidence
from assistant.roles import misplaced
from assistant.turns import Claim, Draft
from assistant.verify import unproved, verify
from ingest.records import Task
from tests.worlds import bundled, query_of

QUESTIONS = (
    "Ai chủ trì khám sàng lọc ở Kiên Hải?",
    "Ai phối hợp khám sàng lọc ở Kiên Hải?",
    "Khi nào xong khám sàng lọc ở Kiên Hải?",
    "Mục 3 Kiên Hải là gì?",
    "Who chairs free screening in Kiên Hải?",
    "Phòng Kinh tế Kiên Hải chủ trì những nhiệm vụ nào?",
)


def tasks() -> tuple[Task, ...]:
    return bundled().records(Task, bundled().plans)


def drafted(question: str, task: Task) -> Draft:
    query = query_of(question)
    listing = question == QUESTIONS[-1]
    compose = task_lines.compose_all if listing else task_lines.compose_one
    return compose(query, Evidence((task,), 1, (task.plan,)), bundled())


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_row_of_the_plans_passes_as_it_stands(question: str) -> None:
    assert not [bad for task in tasks() for claim in drafted(question, task).claims for bad in unproved(claim)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_chair_exchanged_for_the_coordinator_of_the_same_row_is_not_said(question: str) -> None:
    for task in tasks():
        if not task.coordinating or task.coordinating == task.lead:
            continue
        wrong = drafted(question, replace(task, lead=task.coordinating, coordinating=task.lead))
        honest = bundled().cite(task)
        claims = tuple(replace(c, sources=tuple(honest for _ in c.sources)) for c in wrong.claims)
        verified = verify(replace(wrong, claims=claims), query_of(question))
        assert verified.dropped, claims
        assert task.task not in verified.text


def test_a_deadline_in_the_place_of_another_row_is_not_said() -> None:
    first, second = (t for t in tasks() if t.plan == "kien-hai" and t.number in ("18", "33"))
    claim = drafted(QUESTIONS[2], replace(first, deadline=second.deadline)).claims[0]
    assert unproved(Claim(claim.text, (bundled().cite(first), bundled().cite(first))))


def test_a_blank_cell_may_only_be_said_to_be_blank() -> None:
    blank = next(task for task in tasks() if task.coordinating is None)
    source = bundled().cite(blank)
    assert not list(misplaced("Cơ quan phối hợp: không nêu.", (source,)))
    assert list(misplaced(f"Cơ quan phối hợp: {blank.lead}.", (source,)))


def test_what_rests_on_no_row_is_held_to_no_cell() -> None:
    source = replace(bundled().cite(tasks()[0]), cells=())
    assert not list(misplaced("Cơ quan chủ trì: Công an xã.", (source,)))
