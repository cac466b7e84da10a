"""Writing to the store: one writer at a time, and a kill at any moment leaves the old state or the new one.

A plan is in the store when its entry in `plans` says so, with the version whose passages and reading count. `replace`
adds those of the new version first, then changes the entry (the moment at which the plan is replaced), then the
generation that tells readers, and deletes the old ones last. Whatever a kill leaves behind belongs to no version that
counts; the next writer finds the mark of the interrupted write and removes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from filelock import FileLock, Timeout

from ingest.errors import NoSuchPlan, StoreBusy, StoreError, StoreNotWritable, WrongModel
from ingest.records import Passage, Plan
from ingest.serial import plan_to_json
from vectorstore.chroma import Connection
from vectorstore.fields import PASSAGES, PLANS, READINGS, entry_fields, entry_id, reading_id, to_fields
from vectorstore.reading import Reader
from vectorstore.snapshot import NOTHING_BESIDE, Beside, Entry, Vectors
from vectorstore.state import GENERATION, WRITING, State

_OF_PLANS = (PASSAGES, READINGS)  # where all belongs to a version of a plan


class Writer:
    """The store's writer in this process; `encoder` names the model of its vectors."""

    def __init__(
        self, connection: Connection, state: State, reader: Reader, lock: FileLock, encoder: str | None
    ) -> None:
        self._connection = connection
        self._state = state
        self._reader = reader
        self._lock = lock
        self._encoder = encoder
        if not self._state.read(GENERATION):
            with self.writing():
                self._announce()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the store for one writer, the one in this thread; a nested use is free. Raises StoreBusy."""
        location = self._connection.location
        try:
            self._lock.acquire()
        except Timeout as error:
            raise StoreBusy(
                f"Another process has been writing to the store {location} for {self._lock.timeout:g} s; "
                "try again later."
            ) from error
        except OSError as error:
            raise StoreNotWritable(f"The store {location} cannot be written to ({error.strerror}).") from error
        try:
            if self._lock.lock_counter == 1:
                self._clean_up()
            yield
        finally:
            self._lock.release()

    def replace(
        self, plan: Plan, passages: Sequence[Passage], vectors: Vectors, version: str, beside: Beside = NOTHING_BESIDE
    ) -> None:
        """Puts a plan in, in place of the one with its id. `vectors`: float32 [len(passages), dimension].

        Raises WrongModel where the vectors are of another model than the store's.
        """
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages, {len(vectors)} vectors")
        with self.writing(), self._connection.alone():
            self._check_dimension(vectors)
            entry = Entry(
                plan=plan.id,
                version=version,
                source_sha256=plan.source.sha256,
                source_name=plan.source.name,
                reader=plan.reader,
                encoder=self._encoder or "",
                passages=len(passages),
                records=len(plan.records),
                added=datetime.now(UTC).isoformat(timespec="seconds"),
                province=plan.locality.province if plan.locality else None,
                identity=beside.identity,
                files=beside.files,
                seconds=beside.seconds,
            )
            self._state.write(WRITING, plan.id)
            if passages:
                self._connection.upsert(
                    PASSAGES,
                    [entry_id(plan.id, version, number) for number in range(len(passages))],
                    documents=[passage.text for passage in passages],
                    metadatas=[to_fields(passage, version, number) for number, passage in enumerate(passages)],
                    vectors=vectors,
                )
            self._connection.upsert(
                READINGS,
                [reading_id(plan.id, version)],
                documents=[plan_to_json(plan)],
                metadatas=[{"plan": plan.id, "version": version}],
            )
            self._connection.upsert(PLANS, [plan.id], metadatas=[entry_fields(entry)])
            self._announce()
            self._delete({"$and": [{"plan": plan.id}, {"version": {"$ne": version}}]})
            self._state.write(WRITING, "")

    def keep_files(self, plan: str, files: str) -> None:
        """Changes what is known of a plan's files, and nothing else. Raises NoSuchPlan."""
        with self.writing(), self._connection.alone():
            self._known(plan)
            self._state.write(WRITING, plan)
            self._connection.update(PLANS, [plan], metadatas=[{"files": files}])
            self._announce()
            self._state.write(WRITING, "")

    def remove(self, plan: str) -> None:
        """Takes a plan out, and proves that nothing of it is left. Raises NoSuchPlan."""
        with self.writing(), self._connection.alone():
            self._known(plan)
            self._state.write(WRITING, plan)
            self._connection.delete(PLANS, ids=[plan])
            self._announce()
            self._delete({"plan": plan})
            self._state.write(WRITING, "")
            left = sum(len(self._connection.get(kind, where={"plan": plan}, include=[]).ids) for kind in _OF_PLANS)
            if left or plan in self._reader.entries():
                raise StoreError(f"{left} parts of {plan!r} are still in the store; remove it again.")

    def _known(self, plan: str) -> None:
        known = self._reader.entries()
        if plan not in known:
            raise NoSuchPlan(f"There is no plan {plan!r} in the store; it holds: {', '.join(known) or 'none'}.")

    def _announce(self) -> None:
        """A new generation: a count, and the hash of what there is, so that `_clean_up` can tell if it is due."""
        count = int(self._state.read(GENERATION).split("-")[0] or 0)
        self._state.write(GENERATION, f"{count + 1}-{self._digest()}")

    def _digest(self) -> str:
        entries = self._reader.entries().items()
        versions = "\n".join(f"{plan} {entry.version} {entry.files or ''}" for plan, entry in entries)
        return hashlib.sha256(versions.encode()).hexdigest()[:16]

    def _clean_up(self) -> None:
        """Ends a write that was killed: removes passages of no version that counts, tells readers if it counted."""
        if not self._state.read(WRITING).strip():
            return
        with self._connection.alone():
            self._remove_orphans()
            if self._state.read(GENERATION).partition("-")[2] != self._digest():
                self._announce()
            self._state.write(WRITING, "")

    def _remove_orphans(self) -> None:
        versions = {(plan, entry.version) for plan, entry in self._reader.entries().items()}
        for collection in _OF_PLANS:
            found = self._connection.get(collection)
            orphans = [
                entry
                for entry, fields in zip(found.ids, found.metadatas, strict=True)
                if (fields["plan"], fields["version"]) not in versions
            ]
            self._connection.delete(collection, ids=orphans)

    def _delete(self, where: dict[str, Any]) -> None:
        for collection in _OF_PLANS:
            self._connection.delete(collection, where=where)

    def _check_dimension(self, vectors: Vectors) -> None:
        described = self._connection.metadata(PASSAGES) or {}
        if not len(vectors):
            return
        dimension = described.get("dimension")
        if dimension is None:
            self._connection.describe(PASSAGES, {**described, "dimension": vectors.shape[1]})
        elif dimension != vectors.shape[1]:
            raise WrongModel(
                f"The store {self._connection.location} holds vectors of {dimension} numbers, the encoder gives "
                f"{vectors.shape[1]}; choose another store or the encoder {described.get('encoder')!r}."
            )
