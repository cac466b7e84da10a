"""Reading the store: one whole state of it, even while another process writes."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType

import numpy as np

from ingest.errors import StoreError
from ingest.records import Passage, Plan
from ingest.serial import plan_from_json
from vectorstore.chroma import Connection
from vectorstore.fields import PASSAGES, PLANS, READINGS, entry_of, from_fields, reading_id
from vectorstore.snapshot import EMPTY_VECTORS, NOTHING, Entry, Snapshot, Vectors
from vectorstore.state import GENERATION, State

_ATTEMPTS = 40
_PAUSE = 0.1


class Reader:
    """Keeps the last state that was read, and reads what has changed since."""

    def __init__(self, connection: Connection, state: State) -> None:
        self._connection = connection
        self._state = state
        self._reloading = threading.Lock()
        self._snapshot: Snapshot = NOTHING

    def snapshot(self) -> Snapshot:
        """The present state. Costs a small file's reading unless a writer has changed the store since."""
        if self._state.read(GENERATION) == self._snapshot.generation:
            return self._snapshot
        with self._reloading:
            if self._state.read(GENERATION) != self._snapshot.generation:
                self._snapshot = self._load()
            return self._snapshot

    def entries(self) -> dict[str, Entry]:
        """What is in the store, by plan id, without reading the plans."""
        found = self._connection.get(PLANS)
        return {plan: entry_of(plan, fields) for plan, fields in sorted(zip(found.ids, found.metadatas, strict=True))}

    def passages_of(self, entry: Entry) -> tuple[list[Passage], Vectors]:
        """A plan's passages in the order of its text, and their vectors [n, d]."""
        where = {"$and": [{"plan": entry.plan}, {"version": entry.version}]}
        found = self._connection.get(PASSAGES, where=where, include=["documents", "metadatas", "embeddings"])
        order = sorted(range(len(found.ids)), key=lambda i: found.metadatas[i]["number"])
        return [from_fields(found.documents[i], found.metadatas[i]) for i in order], found.vectors[order]

    def _load(self) -> Snapshot:
        for attempt in range(_ATTEMPTS):
            with self._connection.alone(), _without_collecting():
                generation = self._state.read(GENERATION)
                snapshot = self._whole_state(generation)
            if snapshot is not None and self._state.read(GENERATION) == generation:
                return snapshot
            time.sleep(_PAUSE * min(1.0, attempt / 5))
        raise StoreError(f"The store {self._connection.location} is incomplete; ingest its plans again.")

    def _whole_state(self, generation: str) -> Snapshot | None:
        """Reads the store, taking over what has not changed since the last snapshot; None if it is not whole."""
        entries = self.entries()
        before = self._snapshot
        kept = {plan for plan, entry in entries.items() if before.entries.get(plan) == entry}
        changed = [plan for plan in entries if plan not in kept]
        plans = {plan: before.plans[plan] for plan in kept}
        passages: dict[str, list[Passage]] = {}
        vectors: dict[str, Vectors] = {}
        for plan in kept:
            rows = before.rows([plan])
            passages[plan], vectors[plan] = [before.passages[row] for row in rows], before.vectors[rows]
        for plan in changed:
            reading = reading_id(plan, entries[plan].version)
            documents = self._connection.get(READINGS, ids=[reading], include=["documents"]).documents
            passages[plan], vectors[plan] = self.passages_of(entries[plan])
            if not documents or len(passages[plan]) != entries[plan].passages:
                return None
            plans[plan] = self._plan_of(plan, documents[0])
        return Snapshot(
            generation=generation,
            entries=MappingProxyType(entries),
            plans=MappingProxyType({plan: plans[plan] for plan in entries}),
            passages=tuple(passage for plan in entries for passage in passages[plan]),
            vectors=np.concatenate([vectors[plan] for plan in entries if len(vectors[plan])] or [EMPTY_VECTORS]),
        )

    def _plan_of(self, plan: str, written: str) -> Plan:
        try:
            return plan_from_json(written)
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"The plan {plan!r} in the store {self._connection.location} was written by another version of this "
                "program; run `plan-assistant reindex` once."
            ) from error


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Many objects are made and none is garbage: the collector would look at all of them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
