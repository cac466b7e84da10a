"""Files into the store: load, read, cut into passages, encode, replace; one file after another, none lost in silence.

What is in the store already, byte for byte and read by the same reader, costs a hash. Originals are kept, so that a
better reader can read them again (`reindex`) and a citation can show its page.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.chunk import passages as passages_of
from ingest.errors import PlanAssistantError, UnreadableFile
from ingest.load import SUFFIXES, load
from ingest.read import READER, read
from vectorstore.encoder import Encoder
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
    paths: Iterable[Path],
    store: Store,
    encoder: Encoder,
    originals: Originals,
    progress: Progress | None = None,
) -> tuple[Intake, ...]:
    """Takes in files, and folders with all that is below them, in the order given and sorted within a folder.

    Raises what concerns the store or the encoder as a whole (StoreError, EncoderError); a file's own error is in its
    Intake.
    """
    files = tuple(_files(paths))
    found = []
    for number, path in enumerate(files, start=1):
        begun = time.perf_counter()
        job = _Job(store, encoder, originals, Step(path, number, len(files)), progress or _silent)
        job.tell(0, 0)
        found.append(_timed(job.run(), begun))
    return tuple(found)
