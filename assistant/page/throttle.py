"""How often somebody may try a password: a few times, then not before some time has passed."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

TRIES, SECONDS = 5, 300.0
BY_ADDRESS = 30  # an office may share one


class Throttle:
    """Failed tries of the last minutes, by name and by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: dict[str, deque[float]] = defaultdict(deque)
        self._counting = threading.Lock()

    def refused(self, name: str, address: str) -> bool:
        """Whether there were too many."""
        with self._counting:
            return self._recent(f"name {name}") >= TRIES or self._recent(f"address {address}") >= BY_ADDRESS

    def failed(self, name: str, address: str) -> None:
        with self._counting:
            for key in (f"name {name}", f"address {address}"):
                self._failed[key].append(self._clock())

    def succeeded(self, name: str) -> None:
        with self._counting:
            self._failed.pop(f"name {name}", None)

    def _recent(self, key: str) -> int:
        tries = self._failed[key]
        while tries and tries[0] < self._clock() - SECONDS:
            tries.popleft()
        if not tries:
            del self._failed[key]
        return len(tries)
