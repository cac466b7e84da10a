"""Plans and their passages in Chroma, the one source of truth, safe between processes and against a kill.

A plan is in the store when its entry in `plans` says so, with the version whose passages count. `replace` adds the
new version's passages first, then changes the entry (the moment at which the plan is replaced), then the generation
that tells readers, and deletes the old passages last. Whatever a kill leaves behind belongs to no version that
counts; the next writer finds the mark of the interrupted write and removes it.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from ingest.errors import NoSuchPlan, StoreBusy, StoreError, StoreNotWritable, WrongModel
from ingest.records import Passage, Plan
from ingest.serial import plan_from_json, plan_to_json
from vectorstore.chroma import Connection, Location
from vectorstore.fields import entry_id, from_fields, to_fields
from vectorstore.snapshot import EMPTY_VECTORS, NOTHING, Entry, Snapshot, Vectors
from vectorstore.state import FolderState, ServerState, State

_FORMAT = 1
_PASSAGES, _PLANS, _STATE = "passages", "plans", "state"
_GENERATION, _WRITING = "generation", "writing"
_ATTEMPTS = 40
_PAUSE = 0.1


class Store:
    """A store in a folder or on a Chroma server. `Store.open` is the way in.

    `encoder` is the name of the model whose vectors it holds; a caller that neither writes nor compares vectors
    may leave it out. Raises StoreError, one line each, for all that can be wrong with the location.
    """

    def __init__(self, location: Location, encoder: str | None, *, wait: float, cache: Path) -> None:
        self.location = location
        self.encoder = encoder
        self.cache = location.folder if not location.on_server else cache / "stores" / _short_hash(location.name)
        self._wait = wait
        self._prepare_folders()
        self._lock = FileLock(self.cache / "writing.lock", timeout=wait)
        self._reloading = threading.Lock()
        self._snapshot: Snapshot = NOTHING
        self._connection = self._connect()
        self._state: State = ServerState(self._connection) if location.on_server else FolderState(location.folder)
        if not self._state.read(_GENERATION):
            with self.writing():
                self._announce()

    @classmethod
    def open(cls, location: str | Path, encoder: str | None = None, *, cache: Path, wait: float = 60.0) -> Store:
        """Opens the store, or makes an empty one.

        `encoder` is the name of the model in use; `cache` holds what belongs to a server's store but not on the
        server (lock, keyword index); `wait` is how long a writer waits for another, in seconds.
        """
        return cls(Location(str(location)), encoder, wait=wait, cache=cache)

    def close(self) -> None:
        self._connection.close()

    # --- Reading -------------------------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """The present state. Costs a small file's reading unless a writer has changed the store since."""
        if self._state.read(_GENERATION) == self._snapshot.generation:
            return self._snapshot
        with self._reloading:
            if self._state.read(_GENERATION) != self._snapshot.generation:
                self._snapshot = self._load()
            return self._snapshot

    def entries(self) -> dict[str, Entry]:
        """What is in the store, by plan id, without reading the plans; for writers, who see each other's changes."""
        found = self._connection.get(_PLANS)
        return {plan: _entry(plan, fields) for plan, fields in sorted(zip(found.ids, found.metadatas, strict=True))}

    def nearest(self, vector: Vectors, count: int) -> tuple[list[str], list[float]]:
        """Passage ids and cosines by Chroma's own index, for stores too large to compare with exactly."""
        fields, cosines = self._connection.nearest(_PASSAGES, vector, count)
        return [found["passage"] for found in fields], cosines

    def vectors_by_text(self, plan: str) -> dict[str, Vectors]:
        """The vectors [d] of a plan's passages by what was encoded; a text need not be encoded twice."""
        entry = self.entries().get(plan)
        if entry is None:
            return {}
        passages, vectors = self._passages_of(entry)
        return {passage.text: vector for passage, vector in zip(passages, vectors, strict=True)}

    def _load(self) -> Snapshot:
        for attempt in range(_ATTEMPTS):
            generation = self._state.read(_GENERATION)
            if not self.location.on_server:
                self._connection.reopen()
            snapshot = self._whole_state(generation)
            if snapshot is not None and self._state.read(_GENERATION) == generation:
                return snapshot
            time.sleep(_PAUSE * min(1.0, attempt / 5))
        raise StoreError(f"The store {self.location} is incomplete; ingest its plans again.")

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
            documents = self._connection.get(_PLANS, ids=[plan], include=["documents"]).documents
            passages[plan], vectors[plan] = self._passages_of(entries[plan])
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
                f"The plan {plan!r} in the store {self.location} was written by another version of this program; "
                "run `plan-assistant reindex` once."
            ) from error

    def _passages_of(self, entry: Entry) -> tuple[list[Passage], Vectors]:
        where = {"$and": [{"plan": entry.plan}, {"version": entry.version}]}
        found = self._connection.get(_PASSAGES, where=where, include=["documents", "metadatas", "embeddings"])
        order = sorted(range(len(found.ids)), key=lambda i: found.metadatas[i]["number"])
        return [from_fields(found.documents[i], found.metadatas[i]) for i in order], found.vectors[order]

    # --- Writing -------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the store for one writer, the one in this thread; a nested use is free. Raises StoreBusy."""
        try:
            self._lock.acquire()
        except Timeout as error:
            raise StoreBusy(
                f"Another process has been writing to the store {self.location} for {self._wait:g} s; try again later."
            ) from error
        except OSError as error:
            raise StoreNotWritable(f"The store {self.location} cannot be written to ({error.strerror}).") from error
        try:
            if self._lock.lock_counter == 1:
                if not self.location.on_server:
                    self._connection.reopen()
                self._clean_up()
            yield
        finally:
            self._lock.release()

    def replace(self, plan: Plan, passages: Sequence[Passage], vectors: Vectors, version: str) -> None:
        """Puts a plan in, in place of the one with its id. `vectors`: float32 [len(passages), dimension].

        Raises WrongModel where the vectors are of another model than the store's.
        """
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages, {len(vectors)} vectors")
        with self.writing():
            self._check_dimension(vectors)
            entry = Entry(
                plan=plan.id,
                version=version,
                source_sha256=plan.source.sha256,
                source_name=plan.source.name,
                reader=plan.reader,
                encoder=self.encoder or "",
                passages=len(passages),
                records=len(plan.records),
                added=datetime.now(UTC).isoformat(timespec="seconds"),
                province=plan.locality.province if plan.locality else None,
            )
            self._state.write(_WRITING, plan.id)
            if passages:
                self._connection.upsert(
                    _PASSAGES,
                    [entry_id(plan.id, version, number) for number in range(len(passages))],
                    documents=[passage.text for passage in passages],
                    metadatas=[to_fields(passage, version, number) for number, passage in enumerate(passages)],
                    vectors=vectors,
                )
            fields = {key: value for key, value in asdict(entry).items() if key != "plan" and value is not None}
            self._connection.upsert(_PLANS, [plan.id], documents=[plan_to_json(plan)], metadatas=[fields])
            self._announce()
            self._delete_passages({"$and": [{"plan": plan.id}, {"version": {"$ne": version}}]})
            self._state.write(_WRITING, "")

    def remove(self, plan: str) -> None:
        """Takes a plan out, and proves that nothing of it is left. Raises NoSuchPlan."""
        with self.writing():
            known = self.entries()
            if plan not in known:
                raise NoSuchPlan(f"There is no plan {plan!r} in the store; it holds: {', '.join(known) or 'none'}.")
            self._state.write(_WRITING, plan)
            self._connection.delete(_PLANS, ids=[plan])
            self._announce()
            self._delete_passages({"plan": plan})
            self._state.write(_WRITING, "")
            left = self._connection.get(_PASSAGES, where={"plan": plan}, include=[]).ids
            if left or plan in self.entries():
                raise StoreError(f"{len(left)} passages of {plan!r} are still in the store; remove it again.")

    def _announce(self) -> None:
        """A new generation: a count, and the hash of what there is, so that `_clean_up` can tell if it is due."""
        count = int(self._state.read(_GENERATION).split("-")[0] or 0)
        self._state.write(_GENERATION, f"{count + 1}-{self._digest()}")

    def _digest(self) -> str:
        return _short_hash("\n".join(f"{plan} {entry.version}" for plan, entry in self.entries().items()))

    def _clean_up(self) -> None:
        """Ends a write that was killed: removes passages of no version that counts, tells readers if it counted."""
        if not self._state.read(_WRITING).strip():
            return
        versions = {(plan, entry.version) for plan, entry in self.entries().items()}
        found = self._connection.get(_PASSAGES)
        orphans = [
            entry
            for entry, fields in zip(found.ids, found.metadatas, strict=True)
            if (fields["plan"], fields["version"]) not in versions
        ]
        self._connection.delete(_PASSAGES, ids=orphans)
        if self._state.read(_GENERATION).partition("-")[2] != self._digest():
            self._announce()
        self._state.write(_WRITING, "")

    def _delete_passages(self, where: dict[str, Any]) -> None:
        self._connection.delete(_PASSAGES, where=where)

    def _check_dimension(self, vectors: Vectors) -> None:
        described = self._connection.metadata(_PASSAGES) or {}
        if not len(vectors):
            return
        dimension = described.get("dimension")
        if dimension is None:
            self._connection.describe(_PASSAGES, {**described, "dimension": vectors.shape[1]})
        elif dimension != vectors.shape[1]:
            raise WrongModel(
                f"The store {self.location} holds vectors of {dimension} numbers, the encoder gives "
                f"{vectors.shape[1]}; choose another store or the encoder {described.get('encoder')!r}."
            )

    # --- Opening -------------------------------------------------------------------------------------------------

    def _prepare_folders(self) -> None:
        folder = self.location.folder
        try:
            if not self.location.on_server:
                if folder.exists() and not folder.is_dir():
                    raise StoreError(f"The store {folder} is a file; give a folder or http://host:port.")
                if folder.is_dir() and any(folder.iterdir()) and not (folder / "writing.lock").exists():
                    raise StoreError(f"The folder {folder} is not a store and not empty; give another folder.")
            self.cache.mkdir(parents=True, exist_ok=True)
            (self.cache / "writing.lock").touch()
        except OSError as error:
            raise StoreNotWritable(
                f"The store {self.location} cannot be written to ({error.strerror}: {error.filename}); "
                "check its permissions or choose another folder."
            ) from error

    def _connect(self) -> Connection:
        """Connects, and makes the collections under the writers' lock, so that two first users do not collide."""
        if not self.location.on_server and (self.location.folder / "chroma").is_dir():
            connection = Connection(self.location)
            if connection.metadata(_PLANS) is not None:
                self._check_model(connection)
                return connection
        with self._locked_for_making():
            connection = Connection(self.location)
            for collection in (_PASSAGES, _STATE, _PLANS):
                if connection.metadata(collection) is None:
                    connection.describe(collection, {"product": "plan-assistant", "format": _FORMAT})
            self._check_model(connection)
        return connection

    @contextmanager
    def _locked_for_making(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except Timeout as error:
            raise StoreBusy(f"Another process is making the store {self.location}; try again later.") from error

    def _check_model(self, connection: Connection) -> None:
        described = connection.metadata(_PASSAGES) or {}
        if described.get("product") != "plan-assistant" or described.get("format") != _FORMAT:
            raise StoreError(f"{self.location} is not a store of this version; choose another and ingest again.")
        built_with = described.get("encoder")
        if self.encoder and built_with is None:
            connection.describe(_PASSAGES, {**described, "encoder": self.encoder})
        elif self.encoder and built_with != self.encoder:
            if connection.get(_PLANS, include=[]).ids:
                raise WrongModel(
                    f"The store {self.location} was built with the encoder {built_with!r}, not {self.encoder!r}; "
                    "set that encoder, or choose another store and ingest again."
                )
            connection.drop(_PASSAGES)
            connection.describe(_PASSAGES, {"product": "plan-assistant", "format": _FORMAT, "encoder": self.encoder})


def _entry(plan: str, fields: dict[str, Any]) -> Entry:
    return Entry(plan=plan, **fields)


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
