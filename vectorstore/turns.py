"""Turns at a Chroma folder: one connection at a time, and each learns whether another has used the folder since.

Two processes that read and write one folder break each other: each applies the log of changes to its own copy of the
index, and a client never sees what another has changed ("Failed to apply logs to the hnsw segment writer").
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from ingest.errors import StoreBusy, StoreNotWritable

_POLL = 0.005  # seconds
_WAIT = 120.0  # seconds; a turn is a few calls, or one reading of the whole store


class Turns:
    """The turns of one connection; taking one within another is free. A killed process's turn ends with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / "chroma.lock", timeout=_WAIT)
        self._door = FileLock(folder / "chroma.next", timeout=_WAIT)  # who waits here is next, whoever is in a hurry
        self._last = folder / "chroma.last"  # names the connection that had the last turn
        self._own = uuid4().hex

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Yields whether another connection has had a turn since this one's last. Raises StoreBusy."""
        try:
            self._take()
        except Timeout as error:
            raise StoreBusy(f"Other processes have kept the store {self._folder} busy; try again later.") from error
        except OSError as error:
            raise StoreNotWritable(f"The store {self._folder} cannot be written to ({error.strerror}).") from error
        try:
            yield self._lock.lock_counter == 1 and self._taken_over()
        finally:
            self._lock.release()

    def _take(self) -> None:
        if self._lock.is_locked:  # by this thread
            self._lock.acquire()
            return
        with self._door.acquire(poll_interval=_POLL):
            self._lock.acquire(poll_interval=_POLL)

    def _taken_over(self) -> bool:
        try:
            if self._last.read_text() == self._own:
                return False
        except FileNotFoundError:
            pass
        try:
            self._last.write_text(self._own)
        except OSError as error:
            raise StoreNotWritable(f"The store {self._folder} cannot be written to ({error.strerror}).") from error
        return True
