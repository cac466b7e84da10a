"""The product broken on purpose, one way at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from unittest.mock import patch

from assistant import pipeline
from assistant.conversation import understood
from assistant.known import Known
from assistant.pipeline import Assistant, compose
from assistant.turns import Claim, Draft, Query, Scope, Status
from assistant.world import World
from evals.ablations import calibrated, without_accents, without_claim_gate, without_evidence_gate
from ingest.records import AnyRecord, Plan, Task

Answering = Callable[[str, Sequence[str], Sequence[str], date | None], dict[str, Any]]
DROPPED = ("kien-hai", "35")
INVENTED = "Thời hạn: Quý III/2031."


@dataclass(frozen=True)
class Changed:
    """An assistant whose asking is changed from outside."""

    change: Answering

    def ask(
        self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), today: date | None = None
    ) -> dict[str, Any]:
        return self.change(question, history, plans, today)


@contextmanager
def intact(ours: Assistant) -> Iterator[Any]:
    yield ours


def _over(ours: Assistant, change: Callable[[Plan], Plan]) -> Assistant:
    world = ours.world()
    plans = {name: change(plan) for name, plan in world.known.plans.items()}
    changed = World(Known(plans, world.known.passages), world.index)
    return Assistant(lambda: changed)


@contextmanager
def row_dropped(ours: Assistant) -> Iterator[Any]:
    """The reader loses one row of one appendix; a field of the head stands in its place."""

    def without(plan: Plan) -> Plan:
        lost = [isinstance(r, Task) and (r.plan, r.number) == DROPPED for r in plan.records]
        return replace(
            plan,
            records=tuple(plan.records[0] if is_lost else r for r, is_lost in zip(plan.records, lost, strict=True)),
        )

    yield _over(ours, without)


@contextmanager
def cell_shifted(ours: Assistant) -> Iterator[Any]:
    """In every row the coordinating agency slips into the column of the chair."""

    def slipped(record: AnyRecord) -> AnyRecord:
        if not isinstance(record, Task):
            return record
        return replace(record, lead=record.coordinating, leads=record.coordinators, coordinating=record.deadline)

    yield _over(ours, lambda plan: replace(plan, records=tuple(map(slipped, plan.records))))


@contextmanager
def neighbour_cited(ours: Assistant) -> Iterator[Any]:
    """Right words, proved by the row beside the right one."""
    plans = ours.world().known.plans

    def ask(question: str, history: Sequence[str], scope: Sequence[str], today: date | None) -> dict[str, Any]:
        answer = dict(ours.ask(question, history, scope, today).to_json())
        answer["citations"] = [_neighbour(citation, plans[citation["plan"]]) for citation in answer["citations"]]
        return answer

    yield Changed(ask)


def _neighbour(citation: dict[str, Any], plan: Plan) -> dict[str, Any]:
    rows = [record for record in plan.records if isinstance(record, Task)]
    at = next((at for at, row in enumerate(rows) if row.place == citation["place"]), None)
    if at is None:
        return citation
    beside = rows[at - 1]
    return citation | {"quote": beside.quote, "spans": [list(span) for span in beside.spans], "place": beside.place}


@contextmanager
def wrong_plan(ours: Assistant) -> Iterator[Any]:
    """The place that was asked for is taken for the next one."""
    plans = sorted(ours.world().known.plans)

    def elsewhere(*arguments: Any) -> Query:
        query = understood(*arguments)
        moved = tuple(plans[(plans.index(plan) + 1) % len(plans)] for plan in query.scope.plans)
        return replace(query, scope=Scope(moved, named=True)) if moved else query

    with patch.object(pipeline, "understood", elsewhere):
        yield ours


def _with_lie(query: Query, evidence: Any, world: World) -> Draft:
    draft = compose(query, evidence, world)
    if draft.status is not Status.ANSWERED or not draft.claims:
        return draft
    return replace(draft, claims=(*draft.claims, Claim(INVENTED, draft.claims[0].sources)))


@contextmanager
def composer_lies(ours: Assistant) -> Iterator[Any]:
    """A composer that adds what no plan says, as a language model may: the gate is there for it."""
    with patch.object(pipeline, "compose", _with_lie):
        yield ours


@contextmanager
def gate_dropped(ours: Assistant) -> Iterator[Any]:
    """The same composer, and nothing to stop it."""
    with composer_lies(ours), without_claim_gate():
        yield ours


@contextmanager
def year_invented(ours: Assistant) -> Iterator[Any]:
    """Every year of an answer's text is moved by five, after the gate."""

    def ask(question: str, history: Sequence[str], scope: Sequence[str], today: date | None) -> dict[str, Any]:
        answer = dict(ours.ask(question, history, scope, today).to_json())
        return answer | {"answer": answer["answer"].replace("2026", "2031").replace("2027", "2032")}

    yield Changed(ask)


@contextmanager
def refused_too_much(ours: Assistant) -> Iterator[Any]:
    with calibrated(row=1.01, row_english=1.01, passage=1.01, passage_english=1.01, passage_meaning=1.01):
        yield ours


@contextmanager
def refused_too_little(ours: Assistant) -> Iterator[Any]:
    with without_evidence_gate():
        yield ours


@contextmanager
def accents_lost(ours: Assistant) -> Iterator[Any]:
    with without_accents():
        yield ours


@contextmanager
def conversations_mixed(ours: Assistant) -> Iterator[Any]:
    """What somebody else asked before counts as history."""
    others: list[str] = []

    def ask(question: str, history: Sequence[str], scope: Sequence[str], today: date | None) -> dict[str, Any]:
        heard = (*others[-1:], *history)
        others.append("Ai chủ trì Đề án cấp cứu ngoại viện ở Kiên Hải?")
        return dict(ours.ask(question, heard, scope, today).to_json())

    yield Changed(ask)
