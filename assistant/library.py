"""The settings' store with its encoder and originals; the five bundled plans are taken in at its first use."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from assistant.settings import Settings
from ingest.load import bundled_plans
from vectorstore.encoder import SentenceEncoder
from vectorstore.hybrid import HybridIndex
from vectorstore.intake import Intake, Progress, reindex, remove, take_in
from vectorstore.originals import Originals
from vectorstore.store import Store

_FILLING = "filling"


class Library:
    """Everything that outlives a question. Nothing is opened and nothing is loaded before it is used."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._index: HybridIndex | None = None
        self._indexing = threading.Lock()

    @cached_property
    def encoder(self) -> SentenceEncoder:
        """The encoder of the settings; its weights are loaded at the first encoding."""
        return SentenceEncoder(self.settings.encoder, cache=self.settings.cache)

    @cached_property
    def store(self) -> Store:
        """The open store; an empty one is made where there is none."""
        return Store.open(self.settings.store, self.encoder.name, cache=self.settings.cache)

    @cached_property
    def originals(self) -> Originals:
        """In the store's folder, so that they go where it goes; for a server in the user's data, by its address."""
        location = self.store.location
        if not location.on_server:
            return Originals(location.folder / "originals")
        return Originals(self.settings.data / "originals" / hashlib.sha256(location.name.encode()).hexdigest()[:16])

    def fill(self, progress: Progress | None = None) -> tuple[Intake, ...]:
        """Take in the five plans where the store was never written to, or where a first filling was cut short.

        A store that somebody has emptied stays empty.
        """
        mark = self.store.cache / _FILLING
        if not mark.exists() and not self._never_written():
            return ()
        with self.store.writing():
            mark.touch()
            taken = self.take_in(bundled_plans(), progress)
            mark.unlink(missing_ok=True)
        return taken

    def _never_written(self) -> bool:
        """The count that a store's generation begins with is 1 from its making to its first write."""
        return not self.store.entries() and self.store.snapshot().generation.partition("-")[0] == "1"

    def take_in(self, paths: Iterable[Path], progress: Progress | None = None) -> tuple[Intake, ...]:
        """Take in files and folders; a file that fails is reported, and the rest goes on."""
        return take_in(paths, self.store, self.encoder, self.originals, progress)

    def remove(self, plan: str) -> None:
        """Take out a plan with everything of it. Raises NoSuchPlan."""
        remove(plan, self.store, self.originals)

    def original(self, plan: str) -> Path | None:
        """The file that a plan of the store was read from; None where there is no such plan, or its file is lost."""
        entry = self.store.snapshot().entries.get(plan)
        return self.originals.find(plan, entry.source_sha256) if entry else None

    def seconds(self) -> Mapping[str, float]:
        """Seconds that reading each plan of the store took, by id, where that is known."""
        entries = self.store.snapshot().entries
        return {plan: entry.seconds for plan, entry in entries.items() if entry.seconds is not None}

    def reindex(self, progress: Progress | None = None) -> tuple[Intake, ...]:
        """Read stored plans again from their originals where the reader or the encoder has changed."""
        return reindex(self.store, self.encoder, self.originals, progress)

    def index(self) -> HybridIndex:
        """Retrieval over the store as it is now; the same index until somebody writes."""
        snapshot = self.store.snapshot()
        with self._indexing:
            if self._index is None or self._index.snapshot.generation != snapshot.generation:
                folder, nearest = self.store.cache, self.store.nearest
                self._index = HybridIndex(snapshot, self.encoder, folder=folder, nearest=nearest, before=self._index)
            return self._index

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()
