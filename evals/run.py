"""Runs cases through an assistant. A crash in one case is that case's failure and nobody else's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from evals.cases import Case
from evals.judge import judge
from evals.outcomes import Check, Outcome
from ingest.errors import PlanAssistantError


class Assistant(Protocol):
    """What is evaluated: anything that answers; the answer is the contract's JSON or an object with `to_json`."""

    def ask(
        self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), today: date | None = None
    ) -> Any: ...


def run_cases(
    assistant: Assistant,
    cases: Iterable[Case],
    texts: Mapping[str, str],
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> tuple[Outcome, ...]:
    """Each case asked and judged, in order. `texts` are the source texts of the plans by id."""
    outcomes = []
    for case in cases:
        outcome = run_case(assistant, case, texts)
        progress(outcome)
        outcomes.append(outcome)
    return tuple(outcomes)


def run_case(assistant: Assistant, case: Case, texts: Mapping[str, str]) -> Outcome:
    """One case asked and judged."""
    answer, error, seconds = answer_to(assistant, case)
    if answer is None:
        right = "error" in case.status and not str(error).startswith("crash")
        check = Check("status", right, f"expected {' or '.join(case.status)}, got {error}")
        return Outcome(case, None, error, seconds, (check,))
    checks, counts = judge(case, answer, texts)
    return Outcome(case, answer, None, seconds, checks, counts)


def answer_to(assistant: Assistant, case: Case) -> tuple[Mapping[str, Any] | None, str | None, float]:
    """The answer as JSON, or the error, which begins with "crash" where it is no refusal of the input; and seconds."""
    started = time.perf_counter()
    answer: Mapping[str, Any] | None = None
    error = None
    try:
        answer = _json(assistant.ask(case.question, history=case.history, plans=case.scope, today=case.today))
    except PlanAssistantError as refusal:
        error = f"{type(refusal).__name__}: {refusal}"
    except Exception as fault:  # whatever it is, it is this case's failure: the one place where that is wanted
        error = f"crash: {type(fault).__name__}: {fault}"
    return answer, error, time.perf_counter() - started


def _json(answer: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = answer if isinstance(answer, Mapping) else answer.to_json()
    return found
