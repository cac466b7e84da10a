"""Worlds to ask questions of: the five bundled plans, or plans written here, read once; no encoder, no store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.conversation import understood
from assistant.known import Known
from assistant.pipeline import Assistant, retrieve
from assistant.turns import Query
from assistant.understand import Understanding
from assistant.world import World
from ingest.chunk import passages
from ingest.load import bundled_plans, load, source_of
from ingest.read import read
from ingest.records import Plan
from tests.fakes import FakeEncoder
from vectorstore.hybrid import HybridIndex
from vectorstore.snapshot import Snapshot

TODAY = date(2026, 5, 20)
"""In the second quarter; what is due in Quý I/2026 has passed."""


class RefusingEncoder(FakeEncoder):
    """Fails the test that encodes anything."""

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        raise AssertionError(f"encoded: {texts}")


def world_of(plans: Iterable[Plan], encoder: FakeEncoder | None = None) -> World:
    """The world of these plans, their passages encoded by the fake."""
    held: Mapping[str, Plan] = {plan.id: plan for plan in plans}
    texts = tuple(passage for plan in held.values() for passage in passages(plan))
    vectors = FakeEncoder().encode_passages([passage.text for passage in texts])
    snapshot = Snapshot("1", MappingProxyType({}), MappingProxyType(dict(held)), texts, vectors)
    return World(Known(snapshot.plans, snapshot.passages), HybridIndex(snapshot, encoder or FakeEncoder()))


def plan_of(text: str, name: str = "plan.txt", taken: Mapping[str, Any] = MappingProxyType({})) -> Plan:
    """A plan written in a test, read as any file is."""
    return read(source_of(text.encode(), name), taken)


@cache
def five_plans() -> tuple[Plan, ...]:
    return tuple(read(load(path)) for path in bundled_plans())


@cache
def bundled() -> World:
    """The world of the five bundled plans; frozen, so that every test may share it."""
    return world_of(five_plans())


@cache
def _assistant() -> Assistant:
    return Assistant(bundled)


def ask(question: str, *history: str, today: date = TODAY, plans: Sequence[str] = ()) -> dict[str, Any]:
    """The answer over the five plans in the contract's form, after these earlier questions."""
    return _assistant().ask(question, history, plans, today).to_json()


def query_of(question: str, today: date = TODAY, world: World | None = None) -> Query:
    """A question as understood by itself."""
    world = world or bundled()
    return Understanding(world.known, world.places, world.index.accents.restore).query(question, today)


def follow_up(question: str, *history: str, today: date = TODAY) -> Query:
    """A question as understood after these earlier ones."""
    return understood(question, history, bundled(), (), today, retrieve)


def rows(answer: Mapping[str, Any]) -> list[str]:
    """The rows of an answer in short: "kien-hai/31", "muong-la/II/8" where the row stands in a group."""
    return [
        "/".join(filter(None, (r["plan"], (r.get("group") or "").split(".")[0], r.get("number")))) or str(r)
        for r in answer["records"]
    ]
