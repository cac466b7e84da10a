"""One whole, immutable state of the store, in memory: what a question is answered from, start to end."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from ingest.records import Passage, Plan

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

EMPTY_VECTORS: Vectors = np.zeros((0, 0), np.float32)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the store knows about a plan beside the plan itself.

    `version` is the hash of everything that its passages and vectors follow from.
    """

    plan: str
    version: str
    source_sha256: str
    source_name: str
    reader: str
    encoder: str
    passages: int
    records: int
    added: str  # ISO date and time
    province: str | None = None
    identity: str | None = None  # what the plan states of itself, as `documents` writes it
    files: str | None = None  # the files of the plan, as `documents` writes them
    seconds: float | None = None  # that reading took


@dataclass(frozen=True, slots=True)
class Beside:
    """What an intake knows of a plan beside the plan; fields of its `Entry`."""

    identity: str | None = None
    files: str | None = None
    seconds: float | None = None


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class Change:
    """From one state to another: `rows` gives each passage of the new one its row in the old one, -1 the `fresh`."""

    rows: Rows
    gone: tuple[Passage, ...]
    fresh: tuple[Passage, ...]


@dataclass(frozen=True)
class Snapshot:
    """Plans and their passages, in the order of plan ids and of the text; `vectors` is float32 [n, d], aligned."""

    generation: str
    entries: Mapping[str, Entry]
    plans: Mapping[str, Plan]
    passages: tuple[Passage, ...]
    vectors: Vectors

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the versions: equal for two stores that hold the same."""
        versions = "\n".join(f"{plan} {entry.version}" for plan, entry in sorted(self.entries.items()))
        return hashlib.sha256(versions.encode()).hexdigest()[:16]

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Passage id → its row in `passages` and `vectors`."""
        return MappingProxyType({passage.id: row for row, passage in enumerate(self.passages)})

    def since(self, before: Snapshot) -> Change:
        """What is other than in an earlier state; a passage of a plan that stayed is the same object in both."""
        place = {id(passage): row for row, passage in enumerate(before.passages)}
        rows = np.array([place.get(id(passage), -1) for passage in self.passages], np.intp)
        gone = np.ones(len(before.passages), bool)
        gone[rows[rows >= 0]] = False
        return Change(
            rows=rows,
            gone=tuple(before.passages[row] for row in np.flatnonzero(gone)),
            fresh=tuple(self.passages[row] for row in np.flatnonzero(rows < 0)),
        )

    @cached_property
    def _rows_of_plan(self) -> Mapping[str, Rows]:
        rows: dict[str, list[int]] = {}
        for row, passage in enumerate(self.passages):
            rows.setdefault(passage.plan, []).append(row)
        return {plan: np.array(found, np.intp) for plan, found in rows.items()}

    def rows(self, plans: Collection[str]) -> Rows:
        """The rows of these plans' passages; a plan that is not here has none."""
        found = [self._rows_of_plan[plan] for plan in sorted(plans) if plan in self._rows_of_plan]
        return np.concatenate(found) if found else np.zeros(0, np.intp)


NOTHING = Snapshot("", MappingProxyType({}), MappingProxyType({}), (), EMPTY_VECTORS)
