"""Plans and their passages in Chroma, the one source of truth, safe between processes and against a kill."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from filelock import FileLock

from ingest.records import Passage, Plan
from vectorstore.chroma import Location
from vectorstore.fields import PASSAGES
from vectorstore.opening import connect, prepare_folders
from vectorstore.reading import Reader
from vectorstore.snapshot import NOTHING_BESIDE, Beside, Entry, Snapshot, Vectors
from vectorstore.state import FolderState, ServerState, State
from vectorstore.writing import Writer


class Store:
    """A store in a folder or on a Chroma server. `Store.open` is the way in.

    `encoder` is the name of the model whose vectors it holds; a caller that neither writes nor compares vectors
    may leave it out. Raises StoreError, one line each, for all that can be wrong with the location.
    """

    def __init__(self, location: Location, encoder: str | None, *, wait: float, cache: Path) -> None:
        self.location = location
        self.encoder = encoder
        self.cache = location.folder if not location.on_server else cache / "stores" / _short_hash(location.name)
        lock = FileLock(prepare_folders(location, self.cache), timeout=wait)
        self._connection = connect(location, encoder, lock)
        state: State = ServerState(self._connection) if location.on_server else FolderState(location.folder)
        self._reader = Reader(self._connection, state)
        self._writer = Writer(self._connection, state, self._reader, lock, encoder)

    @classmethod
    def open(cls, location: str | Path, encoder: str | None = None, *, cache: Path, wait: float = 60.0) -> Store:
        """Opens the store, or makes an empty one.

        `encoder` is the name of the model in use; `cache` holds what belongs to a server's store but not on the
        server (lock, keyword index); `wait` is how long a writer waits for another, in seconds.
        """
        return cls(Location(str(location)), encoder, wait=wait, cache=cache)

    def close(self) -> None:
        self._connection.close()

    def snapshot(self) -> Snapshot:
        """The present state. Costs a small file's reading unless a writer has changed the store since."""
        return self._reader.snapshot()

    def entries(self) -> dict[str, Entry]:
        """What is in the store, by plan id, without reading the plans; for writers, who see each other's changes."""
        return self._reader.entries()

    def nearest(self, vector: Vectors, count: int) -> tuple[list[str], list[float]]:
        """Passage ids and cosines by Chroma's own index, for stores too large to compare with exactly."""
        fields, cosines = self._connection.nearest(PASSAGES, vector, count)
        return [found["passage"] for found in fields], cosines

    def vectors_by_text(self, plan: str) -> dict[str, Vectors]:
        """The vectors [d] of a plan's passages by what was encoded; a text need not be encoded twice."""
        entry = self.entries().get(plan)
        if entry is None:
            return {}
        passages, vectors = self._reader.passages_of(entry)
        return {passage.text: vector for passage, vector in zip(passages, vectors, strict=True)}

    def writing(self) -> AbstractContextManager[None]:
        """Holds the store for one writer, the one in this thread; a nested use is free. Raises StoreBusy."""
        return self._writer.writing()

    def replace(
        self,
        plan: Plan,
        passages: Sequence[Passage],
        vectors: Vectors,
        version: str,
        beside: Beside = NOTHING_BESIDE,
    ) -> None:
        """Puts a plan in, in place of the one with its id. `vectors`: float32 [len(passages), dimension].

        Raises WrongModel where the vectors are of another model than the store's.
        """
        self._writer.replace(plan, passages, vectors, version, beside)

    def keep_files(self, plan: str, files: str) -> None:
        """Changes what is known of a plan's files, and nothing else. Raises NoSuchPlan."""
        self._writer.keep_files(plan, files)

    def remove(self, plan: str) -> None:
        """Takes a plan out, and proves that nothing of it is left. Raises NoSuchPlan."""
        self._writer.remove(plan)


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
