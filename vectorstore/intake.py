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
from ingest.identity import Identity, identity
from ingest.load import file_bytes
from ingest.read import READER, called
from ingest.reading_apart import ReaderApart
from ingest.records import Passage, Plan
from ingest.summary import FileReading, file_reading, why_no_plan
from ingest.tesseract import missing
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


def version_of(sha256: str, encoder: str, lacking: str | None = None) -> str:
    """The hash of all that a plan's passages and vectors follow from; `lacking`: the program that pages wait for."""
    parts = (sha256, READER, encoder) if lacking is None else (sha256, READER, encoder, lacking)
    return hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()[:16]


def _tidy(store: Store, originals: Originals) -> None:
    """Deletes the originals that a killed run has left."""
    with store.writing():
        originals.sweep({plan: [file.sha256 for file in files_of(entry)] for plan, entry in store.entries().items()})


@dataclass(frozen=True, slots=True)
class _Ready:
    """A plan that was read, whose document it is, and vectors [dimension] by what was encoded."""

    plan: Plan
    identity: Identity
    vectors: Mapping[str, Vectors]


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
        ready = self._made_ready(self._read(sha256))
        with self.store.writing():
            there = self._there(sha256)  # another process may have taken it in meanwhile
            return there or self._put_in(ready, data, begun)

    def _there(self, sha256: str) -> Intake | None:
        """The report on a file that is in the store already, and was read by this reader."""
        found = known_as(sha256, self._path, self.store.entries())
        if found is None:
            return None
        entry, role = found
        if role is Role.LEADS and not self._is_current(entry):
            return None
        if role is Role.LEADS:
            return Intake(self.step.path, Status.UNCHANGED, entry.plan, entry.passages, entry.records)
        return Intake(self.step.path, Status.UNCHANGED, entry.plan, note=f"{role} of {entry.plan}")

    def _is_current(self, entry: Entry) -> bool:
        """Whether its leading file would be read as it was: by this reader, with no program more than there was."""
        known, encoder = entry.source_sha256, self.encoder.name
        return entry.version == version_of(known, encoder) or (
            (lacking := missing()) is not None and entry.version == version_of(known, encoder, lacking)
        )

    def _read(self, sha256: str) -> Plan:
        plan = self.reader.read(self.step.path, self._tell_page)
        if plan.source.sha256 != sha256:
            raise UnreadableFile(f"{self.step.path}: was changed while it was read; ingest it again")
        if self.known is None and (reason := why_no_plan(plan)):
            raise UnreadableFile(f"{self.step.path.name}: {reason}")
        return called(plan, plan.id, self.known.source_name if self.known else shown_name(self.step.path.name))

    def _made_ready(self, plan: Plan) -> _Ready:
        """A plan with its vectors, for the place that it has as the store is now: encoding does not hold the store."""
        own = identity(plan)
        placed = place(plan, own, self._path, self.store.entries())
        plan = called(plan, placed.plan, plan.source.name)
        if not placed.leads(plan.source.sha256):
            return _Ready(plan, own, {})
        return _Ready(plan, own, self._encoded(passages_of(plan), self.store.vectors_by_text(plan.id)))

    def _put_in(self, ready: _Ready, data: bytes, begun: float) -> Intake:
        entries = self.store.entries()
        placed = place(ready.plan, ready.identity, self._path, entries)
        plan = called(ready.plan, placed.plan, ready.plan.source.name)
        self.originals.keep(plan.id, plan.source.sha256, plan.source.name, data)
        if not placed.leads(plan.source.sha256):
            return self._keep(plan, placed, entries[plan.id])
        passages = passages_of(plan)
        known = self._encoded(passages, ready.vectors)  # nothing more, but where the plan's place has changed meanwhile
        vectors = np.stack([known[passage.text] for passage in passages]) if passages else np.zeros((0, 0), np.float32)
        seconds = round(time.perf_counter() - begun, 3)
        beside = Beside(identity_written(ready.identity), files_written(placed.files), seconds)
        self.store.replace(plan, passages, vectors, self._version(plan), beside)
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

    def _version(self, plan: Plan) -> str:
        """Another one for a plan with pages that wait for a program: once it is there, the file is read again."""
        waits = any(page.incomplete for page in plan.source.pages)
        return version_of(plan.source.sha256, self.encoder.name, missing() if waits else None)

    def _encoded(self, passages: Sequence[Passage], known: Mapping[str, Vectors]) -> Mapping[str, Vectors]:
        """The vectors [dimension] of all texts; only what is not known (of the plan's former version) is encoded."""
        fresh = [text for text in dict.fromkeys(passage.text for passage in passages) if text not in known]
        if not fresh:
            return known
        self._tell(replace(self.step, passages=len(fresh)))
        encoded = self.encoder.encode_passages(fresh, self._counting(len(fresh)))
        return {**known, **dict(zip(fresh, encoded, strict=True))}

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
