"""Files into the store: load, read, cut into passages, encode, replace; one file after another, none lost in silence.

What is in the store already, byte for byte and read by the same reader, costs a hash. Originals are kept, so that a
better reader can read them again (`reindex`) and a citation can show its page.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np

from ingest.chunk import passages as passages_of
from ingest.errors import EncoderError, PlanAssistantError, StoreError, UnreadableFile
from ingest.load import SUFFIXES, file_bytes
from ingest.plan_ids import plan_id
from ingest.read import READER, called
from ingest.reading_apart import ReaderApart
from ingest.records import Plan
from vectorstore.encoder import Encoder, Vectors
from vectorstore.originals import Originals
from vectorstore.snapshot import Entry
from vectorstore.store import Store


class Status(StrEnum):
    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file. `plan` is None and `error` says why where it failed; the rest of the run went on."""

    path: Path
    status: Status
    plan: str | None = None
    passages: int = 0
    records: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """How far an intake is: the file, from 1, and how many of its passages are encoded."""

    path: Path
    file: int
    files: int
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
    files = tuple(_files(paths))
    with ReaderApart() as reader:
        steps = (Step(path, number, len(files)) for number, path in enumerate(files, 1))
        return tuple(_Job(store, encoder, originals, reader, step, progress).run() for step in steps)


def reindex(
    store: Store, encoder: Encoder, originals: Originals, progress: Progress | None = None
) -> tuple[Intake, ...]:
    """Reads again, from their originals, the plans that an older reader or another encoder has read."""
    found = []
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
    """Takes a plan out with all its passages and originals. Raises NoSuchPlan, StoreError."""
    store.remove(plan)
    originals.forget(plan)


def version_of(sha256: str, encoder: str) -> str:
    """The hash of all that a plan's passages and vectors follow from."""
    return hashlib.sha256(f"{sha256} {READER} {encoder}".encode()).hexdigest()[:16]


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
        self._tell(0, 0)
        try:
            with self.store.writing():
                done = self._take()
        except (StoreError, EncoderError):
            raise
        except PlanAssistantError as error:
            done = Intake(self.step.path, Status.FAILED, error=str(error))
        return replace(done, seconds=time.perf_counter() - begun)

    def _take(self) -> Intake:
        entries = self.store.entries()
        data = file_bytes(self.step.path)
        sha256 = hashlib.sha256(data).hexdigest()
        version = version_of(sha256, self.encoder.name)
        same = next((entry for entry in entries.values() if entry.version == version), None)
        if same:
            self.originals.keep(same.plan, sha256, self._name, data)
            return Intake(self.step.path, Status.UNCHANGED, same.plan, same.passages, same.records)
        plan = self.reader.read(self.step.path)
        if plan.source.sha256 != sha256:
            raise UnreadableFile(f"{self.step.path}: was changed while it was read; ingest it again")
        source = replace(plan.source, name=self._name)
        plan = called(plan, plan_id(plan.locality, source, entries), self._name)
        passages = passages_of(plan)
        vectors = self._encoded([passage.text for passage in passages], self.store.vectors_by_text(plan.id))
        self.originals.keep(plan.id, sha256, self._name, data)
        self.store.replace(plan, passages, vectors, version)
        status = Status.REPLACED if plan.id in entries else Status.ADDED
        return Intake(self.step.path, status, plan.id, len(passages), len(plan.records), _warnings(plan))

    def _encoded(self, texts: Sequence[str], known: Mapping[str, Vectors]) -> Vectors:
        """float32 [len(texts), dimension]; only what the plan's former version did not have is encoded."""
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        self._tell(0, len(fresh))
        encoded = self.encoder.encode_passages(fresh, self._counting(len(fresh)))
        vectors = {**known, **dict(zip(fresh, encoded, strict=True))}
        return np.stack([vectors[text] for text in texts]) if texts else encoded

    @property
    def _name(self) -> str:
        return self.known.source_name if self.known else self.step.path.name

    def _tell(self, encoded: int, passages: int) -> None:
        if self.progress:
            self.progress(replace(self.step, encoded=encoded, passages=passages))

    def _counting(self, passages: int) -> Callable[[int], None]:
        encoded = 0

        def count(more: int) -> None:
            nonlocal encoded
            encoded += more
            self._tell(encoded, passages)

        return count


def _warnings(plan: Plan) -> tuple[str, ...]:
    return (*plan.source.warnings, *plan.report.warnings)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as they are given; of a folder those with a suffix that the loader knows, hidden ones left out."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in SUFFIXES and file.is_file() and not _hidden(file, path):
                yield file


def _hidden(file: Path, below: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in file.relative_to(below).parts)
