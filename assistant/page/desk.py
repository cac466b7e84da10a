"""Who is being answered at this moment, so that what can wait gives way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Desk:
    """Counts the questions that are being answered, by everybody together."""

    def __init__(self) -> None:
        self._asked = 0
        self._changed = threading.Condition()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """A question is being answered."""
        with self._changed:
            self._asked += 1
        try:
            yield
        finally:
            with self._changed:
                self._asked -= 1
                self._changed.notify_all()

    def free(self, seconds: float) -> bool:
        """Waits until nobody is being answered; False where that takes longer than this."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._asked, seconds)
