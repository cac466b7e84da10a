"""A circuit breaker: after a failure a model is left alone for a while, so that nobody waits for it twice.

When that while is over, one probe is sent from a thread of its own; only if it succeeds is the model asked again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 600.0
"""Seconds; the pause doubles with each failure in a row."""


class Breaker:
    """Closed: calls go through. Open: they do not, until a probe has succeeded."""

    def __init__(self, probe: Callable[[], object], now: Callable[[], float] = monotonic) -> None:
        self._probe = probe
        self._now = now
        self._lock = threading.Lock()
        self._pause = 0.0
        self._until = 0.0
        self._probing = False

    @property
    def closed(self) -> bool:
        """Whether a call may go through. An open breaker whose pause is over starts its probe by being asked."""
        with self._lock:
            if not self._pause:
                return True
            if self._probing or self._now() < self._until:
                return False
            self._probing = True
        threading.Thread(target=self._try, name="model-probe", daemon=True).start()
        return False

    def failed(self) -> None:
        with self._lock:
            self._pause = min(LONGEST_PAUSE, self._pause * 2 or FIRST_PAUSE)
            self._until = self._now() + self._pause
            self._probing = False

    def succeeded(self) -> None:
        with self._lock:
            self._pause, self._probing = 0.0, False

    def _try(self) -> None:
        try:
            self._probe()
        except Exception:  # whatever it is, the model is still not there; the next probe tells
            self.failed()
        else:
            self.succeeded()
