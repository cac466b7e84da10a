"""Broken in ten ways, the product fails the evaluation each time, and the evaluation says how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from assistant.pipeline import Assistant
from evals.cases import Case, load_cases
from evals.gate import kind_misses, load_thresholds
from evals.outcomes import Outcome
from evals.run import run_cases
from evals.subject import Subject, fresh_subject
from evals.summary import summarise
from tests import breakages
from tests.conftest import CACHE

pytestmark = pytest.mark.real

KINDS = ("chair", "deadline", "list", "count", "blank", "figure", "refuse", "clarify", "unaccented")
Breaking = Callable[[Assistant], AbstractContextManager[Any]]


@pytest.fixture(scope="module")
def subject(five_plans: Path) -> Subject:
    return fresh_subject(five_plans, CACHE)  # it holds the plans, and nothing is written


@pytest.fixture(scope="module")
def passing(subject: Subject) -> dict[str, list[Case]]:
    """Per kind the cases that the intact product gets right: what fails below fails because of the breakage."""
    cases = [case for case in load_cases() if case.kind in KINDS]
    outcomes = run_cases(subject.assistant, cases, subject.texts)
    return {kind: [o.case for o in outcomes if o.case.kind == kind and o.passed] for kind in KINDS}


def missed(outcomes: Sequence[Outcome]) -> list[str]:
    shares = {kind.kind: kind.passed.value for kind in summarise(outcomes).kinds}
    thresholds = load_thresholds()
    return [miss.figure for miss in kind_misses(shares, thresholds)]


def asked(subject: Subject, cases: Sequence[Case], breaking: Breaking) -> tuple[Outcome, ...]:
    with breaking(subject.assistant) as broken:
        return run_cases(broken, cases, subject.texts)


@pytest.mark.parametrize(
    ("breaking", "kind", "check", "why"),
    [
        (breakages.row_dropped, "list", "records", "missing kien-hai/Phụ lục/35"),
        (breakages.cell_shifted, "chair", "facts", "not said: Trung tâm Y tế"),
        (breakages.neighbour_cited, "chair", "evidence", "in no quote: Xây dựng Đề án phát triển hệ thống cấp cứu"),
        (breakages.wrong_plan, "figure", "plans", "missing ['kien-hai'], stray ['muong-la']"),
        (breakages.year_invented, "deadline", "no_wrong_facts", "in no quote: 2031"),
        (breakages.refused_too_much, "chair", "status", "expected answered, got refused"),
        (breakages.refused_too_little, "refuse", "status", "expected refused, got answered"),
        (breakages.accents_lost, "unaccented", "status", "expected answered, got"),
        (breakages.conversations_mixed, "clarify", "status", "expected clarify, got answered"),
        (breakages.gate_dropped, "deadline", "no_wrong_facts", "in no quote: 2031, quý iii"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_breakage_fails_the_gate_and_is_named(
    subject: Subject, passing: dict[str, list[Case]], breaking: Breaking, kind: str, check: str, why: str
) -> None:
    assert len(passing[kind]) >= 3, f"too few cases of kind {kind} pass to tell"
    outcomes = asked(subject, passing[kind], breaking)
    assert missed(outcomes) == [f"kind {kind}"]
    reasons = [failure.why for outcome in outcomes for failure in outcome.failures if failure.name == check]
    assert any(why in reason for reason in reasons), reasons


def test_intact_it_passes_and_is_intact_again_after_every_breakage(
    subject: Subject, passing: dict[str, list[Case]]
) -> None:
    cases = [case for kind in ("chair", "refuse", "unaccented") for case in passing[kind]]
    assert missed(asked(subject, cases, breakages.intact)) == []


def test_the_gate_stops_what_a_composer_invents(subject: Subject, passing: dict[str, list[Case]]) -> None:
    outcomes = asked(subject, passing["deadline"], breakages.composer_lies)
    assert missed(outcomes) == []
    assert all(breakages.INVENTED in (outcome.answer or {})["dropped"] for outcome in outcomes)
