"""Files into the store: read apart, placed among the plans, encoded, put in; one after another, none lost in silence.

What is in the store already, byte for byte and read by the same reader, costs a hash. Originals are kept, so that a
better reader can read them again (`reindex`) and a citation can show its page. Reading a file may take minutes, so
the store is held only while a plan is placed and written.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np

from ingest.chunk import passages as passages_of
from ingest.errors import EncoderError, PlanAssistantError, StoreError, UnreadableFile
from ingest.found_files import found_files, shown_name
from ingest.identity import identity
from ingest.load import file_bytes
from ingest.read import READER, called
from ingest.reading_apart import ReaderApart
from ingest.records import Plan
from ingest.summary import FileReading, file_reading, why_no_plan
from vectorstore.documents import Placement, Role, files_of, files_written, identity_written, known_as, place
from vectorstore.encoder import Encoder, Vectors
from vectorstore.keyword import INDEXES, forget_indexes
from vectorstore.originals import Originals
from vectorstore.snapshot import Beside, Entry
from vectorstore.store import Store


class Status(StrEnum):
    """What became of a file: `KEPT` is one beside another that its plan is answered from."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file. `plan` is None and `error` says why where it failed; the rest of the run went on.

    `reading` is how this file was read, None where it was not; `note` a line on the other files of its plan.
    """

    path: Path
    status: Status
    plan: str | None = None
    passages: int = 0
    records: int = 0
    reading: FileReading | None = None
    note: str | None = None
    error: str | None = None
    seconds: float = 0.0

    @property
    def leads(self) -> bool:
        """Whether its plan is answered from this file."""
        return self.status in (Status.ADDED, Status.REPLACED) or (self.status is Status.UNCHANGED and not self.note)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was noticed while the file was read."""
        return self.reading.warnings if self.reading else ()


@dataclass(frozen=True, slots=True)
class Step:
    """How far an intake is: the file, from 1, how many of its pages are read, how many of its passages encoded."""

    path: Path
    file: int
    files: int
    page: int = 0
    pages: int = 0
    encoded: int = 0
    passages: int = 0


Progress = Callable[[Step], None]


def take_in(
    paths: Iterable[Path], store: Store, encoder: Encoder, originals: Originals, progress: Progress | None = None
) -> tuple[Intake, ...]:
    """Takes in files, and folders with all that is below them: in the order given, sorted within a folder.

    Raises what concerns the store or the encoder as a whole (StoreError, EncoderError); a file's own error is in its
    Intake.
    """
    files = tuple(found_files(paths))
    _tidy(store, originals)
    with ReaderApart() as reader:
        steps = (Step(path, number, len(files)) for number, path in enumerate(files, 1))
        return tuple(_Job(store, encoder, originals, reader, step, progress).run() for step in steps)


def reindex(
    store: Store, encoder: Encoder, originals: Originals, progress: Progress | None = None
) -> tuple[Intake, ...]:
    """Reads again, from their originals, the plans that an older reader or another encoder has read."""
    found = []
    _tidy(store, originals)
    entries = store.entries().values()
    with ReaderApart() as reader:
        for number, entry in enumerate(entries, 1):
            path = originals.find(entry.plan, entry.source_sha256)
            if path is None:
                lost = f"{entry.source_name}: its original is no longer there; ingest the file again"
                found.append(Intake(Path(entry.source_name), Status.FAILED, entry.plan, error=lost))
            else:
                step = Step(path, number, len(entries))
                found.append(_Job(store, encoder, originals, reader, step, progress, entry).run())
    return tuple(found)


def remove(plan: str, store: Store, originals: Originals) -> None:
    """Takes a plan out: its passages, originals and the words of the index. Raises NoSuchPlan, StoreError.

    Raises StoreError too where something of it is still there afterwards.
    """
    _tidy(store, originals)
    with store.writing():
        store.remove(plan)
        originals.forget(plan)
        forget_indexes(store.cache / INDEXES)


def version_of(sha256: str, encoder: str) -> str:
    """The hash of all that a plan's passages and vectors follow from."""
    return hashlib.sha256(f"{sha256} {READER} {encoder}".encode()).hexdigest()[:16]


def _tidy(store: Store, originals: Originals) -> None:
    """Deletes the originals that a killed run has left."""
    with store.writing():
        originals.sweep({plan: [file.sha256 for file in files_of(entry)] for plan, entry in store.entries().items()})


@dataclass(frozen=True, slots=True)
class _Job:
    """One file on its way in; `known` is its entry where it is read again from its original."""

    store: Store
    encoder: Encoder
    originals: Originals
    reader: ReaderApart
    step: Step
    progress: Progress | None = None
    known: Entry | None = None

    def run(self) -> Intake:
        begun = time.perf_counter()
        self._tell(self.step)
        try:
            done = self._take(begun)
        except (StoreError, EncoderError):
            raise
        except PlanAssistantError as error:
            done = Intake(self.step.path, Status.FAILED, error=str(error))
        return replace(done, seconds=time.perf_counter() - begun)

    def _take(self, begun: float) -> Intake:
        data = file_bytes(self.step.path)
        sha256 = hashlib.sha256(data).hexdigest()
        with self.store.writing():
            there = self._there(sha256)
        if there:
            return there
        plan = self._read(sha256)
        with self.store.writing():
            there = self._there(sha256)  # another process may have taken it in meanwhile
            return there or self._put_in(plan, data, begun)

    def _there(self, sha256: str) -> Intake | None:
        """The report on a file that is in the store already, and was read by this reader."""
        found = known_as(sha256, self._path, self.store.entries())
        if found is None:
            return None
        entry, role = found
        if role is Role.LEADS and entry.version != version_of(sha256, self.encoder.name):
            return None
        if role is Role.LEADS:
            return Intake(self.step.path, Status.UNCHANGED, entry.plan, entry.passages, entry.records)
        return Intake(self.step.path, Status.UNCHANGED, entry.plan, note=f"{role} of {entry.plan}")

    def _read(self, sha256: str) -> Plan:
        plan = self.reader.read(self.step.path, self._tell_page)
        if plan.source.sha256 != sha256:
            raise UnreadableFile(f"{self.step.path}: was changed while it was read; ingest it again")
        if self.known is None and (reason := why_no_plan(plan)):
            raise UnreadableFile(f"{self.step.path.name}: {reason}")
        return called(plan, plan.id, self.known.source_name if self.known else shown_name(self.step.path.name))

    def _put_in(self, plan: Plan, data: bytes, begun: float) -> Intake:
        entries = self.store.entries()
        own = identity(plan)
        placed = place(plan, own, self._path, entries)
        plan = called(plan, placed.plan, plan.source.name)
        self.originals.keep(plan.id, plan.source.sha256, plan.source.name, data)
        if not placed.leads(plan.source.sha256):
            return self._keep(plan, placed, entries[plan.id])
        passages = passages_of(plan)
        vectors = self._encoded([passage.text for passage in passages], self.store.vectors_by_text(plan.id))
        seconds = round(time.perf_counter() - begun, 3)
        beside = Beside(identity_written(own), files_written(placed.files), seconds)
        self.store.replace(plan, passages, vectors, version_of(plan.source.sha256, self.encoder.name), beside)
        status = Status.REPLACED if plan.id in entries else Status.ADDED
        return Intake(
            self.step.path, status, plan.id, len(passages), len(plan.records), file_reading(plan), placed.note
        )

    def _keep(self, plan: Plan, placed: Placement, entry: Entry) -> Intake:
        """A file that its plan is not answered from."""
        self.store.keep_files(plan.id, files_written(placed.files))
        reading = file_reading(plan)
        return Intake(
            self.step.path, Status.KEPT, entry.plan, records=len(plan.records), reading=reading, note=placed.note
        )

    def _encoded(self, texts: Sequence[str], known: Mapping[str, Vectors]) -> Vectors:
        """float32 [len(texts), dimension]; only what the plan's former version did not have is encoded."""
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        self._tell(replace(self.step, passages=len(fresh)))
        encoded = self.encoder.encode_passages(fresh, self._counting(len(fresh)))
        vectors = {**known, **dict(zip(fresh, encoded, strict=True))}
        return np.stack([vectors[text] for text in texts]) if texts else encoded

    @property
    def _path(self) -> str:
        return shown_name(str(self.step.path.absolute()))

    def _tell(self, step: Step) -> None:
        if self.progress:
            self.progress(step)

    def _tell_page(self, page: int, pages: int) -> None:
        self._tell(replace(self.step, page=page, pages=pages))

    def _counting(self, passages: int) -> Callable[[int], None]:
        encoded = 0

        def count(more: int) -> None:
            nonlocal encoded
            encoded += more
            self._tell(replace(self.step, encoded=encoded, passages=passages))

        return count
