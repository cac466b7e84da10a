"""Ours beside what others would build and beside ours with a part taken out, on the same cases in the same run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from evals.ablations import without_accents, without_gates, without_records
from evals.cases import Case
from evals.metrics import bootstrap
from evals.naive import NaivePipeline
from evals.outcomes import Outcome
from evals.passage_answers import BestPassages
from evals.run import Assistant, run_cases
from evals.subject import Subject
from evals.summary import Compared, summarise

COLUMNS = (
    "passed",
    "fact_exactness",
    "evidence_recall",
    "record_recall",
    "record_precision",
    "refusal_recall",
    "wrong_fact_rate",
    "latency_p50_ms",
)
OURS = "plan-assistant"


@dataclass(frozen=True, slots=True)
class System:
    """Something that answers, and what must hold while it does."""

    name: str
    assistant: Assistant
    within: Callable[[], AbstractContextManager[None]] = nullcontext


def systems(subject: Subject) -> tuple[System, ...]:
    """The baselines and the ablations; the first of each kind is the plainest."""
    index = subject.assistant.world().index
    ours = subject.assistant
    return (
        System("naive tutorial pipeline", NaivePipeline(subject.texts, subject.encoder)),
        System("BM25 alone", BestPassages(index, lambda hit: hit.keyword), without_accents),
        System("dense alone", BestPassages(index, lambda hit: hit.dense), without_accents),
        System("ours without records", ours, without_records),
        System("ours without the gates", ours, without_gates),
        System("ours without accent handling", ours, without_accents),
    )


def compare_systems(
    others: Sequence[System],
    cases: Sequence[Case],
    ours: Sequence[Outcome],
    texts: Mapping[str, str],
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> tuple[Compared, ...]:
    """Every system on the cases; ours, which has answered already, stands last."""
    rows = []
    for system in others:
        with system.within():
            rows.append(compared(system.name, run_cases(system.assistant, cases, texts, progress)))
    return (*rows, compared(OURS, ours))


def compared(name: str, outcomes: Sequence[Outcome]) -> Compared:
    figures = summarise(outcomes).figures
    interval = bootstrap([float(outcome.passed) for outcome in outcomes])
    return Compared(name, {column: figures[column] for column in COLUMNS}, interval)
